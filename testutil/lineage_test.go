package testutil_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/procurement"
)

// passed is a story of three tiers: an advance and its account, claims that wait, are owed, are paid and are settled, on every tier.
func passed(t *testing.T) *testutil.Chain {
	cast := storyCast(t)
	for _, p := range []string{"payee miami uei=M1AM1DADE007", "payee crew uei=CREWC0UNTY01"} {
		_, err := cast.Add(strings.Fields(p))
		require.NoError(t, err)
	}
	chain := testutil.New(t, testutil.Genesis(t, cast))
	player, err := scenario.NewPlayer(cast, chain, chain.Codec, chain.Tx)
	require.NoError(t, err)
	act := func(line string, args ...any) {
		out, err := player.Act(context.Background(), strings.Fields(fmt.Sprintf(line, args...)))
		require.NoError(t, err)
		require.False(t, out.Refused(), "%s: %s", line, out.Log)
	}
	for _, line := range acts {
		act("%s", line)
	}
	act("make-sub-award by=florida under=FAIN1 recipient=miami amount=400.00 begins=2017-10-01 ends=2018-09-30 description=Miami")
	act("make-sub-award by=miami under=FAIN1/1 recipient=crew amount=150.00 begins=2017-10-01 ends=2018-09-30 description=Streets")
	act("make-sub-award by=miami under=FAIN1/1 recipient=crew amount=30.00 begins=2017-10-01 ends=2018-09-30 description=Parks")
	sent := 0
	claim := func(by, sub, number, amount string) {
		sent++
		act("submit-claim by=%s fain=FAIN1 sub=%s number=%s amount=%s begins=2017-10-01 ends=2017-10-01 evidence=%s",
			by, sub, number, amount, document(sent))
	}
	claim("florida", "", "F1", "11.00")
	claim("miami", "1", "M1", "22.00")
	claim("crew", "1/1", "C1", "33.00")
	claim("crew", "1/1", "C2", "7.00")
	claim("crew", "1/2", "C3", "5.00")
	claim("crew", "1/2", "C4", "1.00")
	act("endorse-claim by=florida fain=FAIN1 sub=1 number=M1")
	for _, c := range [][2]string{{"1/1", "C1"}, {"1/1", "C2"}, {"1/2", "C3"}} {
		act("endorse-claim by=miami fain=FAIN1 sub=%s number=%s", c[0], c[1])
		act("approve-claim by=fay fain=FAIN1 sub=%s number=%s", c[0], c[1])
	}
	act("approve-claim by=fay fain=FAIN1 number=F1")
	act("approve-claim by=fay fain=FAIN1 sub=1 number=M1")
	act("prepare by=flo office=treasury number=S1 payables=CREWC0UNTY01/2018/C1,VN1AJFAD19J9/2018/F1")
	act("certify by=fox schedule=treasury/2018/S1")
	act("disburse by=tam schedule=treasury/2018/S1")
	act("settle by=ted payable=CREWC0UNTY01/2018/C1 reference=TRACE1")
	act("prepare by=flo office=treasury number=S2 payables=CREWC0UNTY01/2018/C3")
	return chain
}

const lineageFund = "070-X-0702-000"

// TestDownFromALaw: whatever the size of a page, the rows are the same, each adds up, and all together come to what the ledger has.
func TestDownFromALaw(t *testing.T) {
	chain := passed(t)
	q, ctx := grant.NewQueryServer(chain.Grant), chain.Now()
	whole := descents(t, q, chain, lineageFund, 1000)
	require.Len(t, whole, 5, "an order, an award and what is below it")
	for _, from := range []string{lineageFund, lineageFund + ":1", lineageFund + ":1.1", lineageFund + ":1.1.1"} {
		for _, limit := range []uint64{1, 2, 3, 4, 5} {
			require.Equal(t, whole, descents(t, q, chain, from, limit), "%s, %d a page", from, limit)
		}
	}
	var paid, owed, left money.Amount
	for _, d := range whole {
		require.Equal(t, d.Amount, d.Paid+d.Owed+d.Left+d.PassedOn, d.Id)
		paid, owed, left = paid+d.Paid, owed+d.Owed, left+d.Left
	}
	for net, sum := range map[string]money.Amount{"paid": paid, "owed": owed, "left": left} {
		of := map[string]ledger.Net{"paid": ledger.Paid, "owed": ledger.Unpaid, "left": ledger.Undelivered}[net]
		kept, err := chain.Ledger.LifeInFund(ctx, lineageFund, of)
		require.NoError(t, err)
		require.Equal(t, kept, sum, net)
	}
	require.Equal(t, money.Amount(44_00), paid)
	require.Equal(t, money.Amount(34_00+75_00+25_00), owed)
	_, err := q.Lineage(ctx, &grant.QueryLineageRequest{From: lineageFund + ":9"})
	require.ErrorContains(t, err, "unknown line")
}

func descents(t *testing.T, q grant.QueryServer, chain *testutil.Chain, from string, limit uint64) (all []grant.Descent) {
	page := &query.PageRequest{Limit: limit}
	for {
		answer, err := q.Lineage(chain.Now(), &grant.QueryLineageRequest{From: from, Pagination: page})
		require.NoError(t, err)
		require.LessOrEqual(t, len(answer.Rows), int(limit))
		all = append(all, answer.Rows...)
		if page.Key = answer.Pagination.NextKey; len(page.Key) == 0 {
			return all
		}
	}
}

// TestUpFromAPayee: every payee of the rows leads back to its law, with the same figures; also on a chain that began from an export.
func TestUpFromAPayee(t *testing.T) {
	first := passed(t)
	second, file := again(t, first)
	require.NoError(t, second.ImportHistory(strings.NewReader(file)))
	for _, chain := range []*testutil.Chain{first, second} {
		q, ctx := grant.NewQueryServer(chain.Grant), chain.Now()
		for _, d := range descents(t, q, chain, lineageFund, 1000) {
			if !strings.HasPrefix(d.Id, "FAIN1") {
				leadsUp(t, chain, d)
				continue
			}
			back, err := q.Origins(ctx, &grant.QueryOriginsRequest{Uei: d.Payee})
			require.NoError(t, err)
			var found bool
			for _, o := range back.Origins {
				if o.Id != d.Id {
					continue
				}
				found = true
				require.Equal(t, []money.Amount{d.Amount, d.Paid, d.Owed, d.Left}, []money.Amount{o.Amount, o.Paid, o.Owed, o.Left}, d.Id)
				require.Equal(t, []string{lineageFund, lineageFund + ":1", lineageFund + ":1.1", lineageFund + ":1.1.1", "PL-115-56", "Region-IV"},
					[]string{o.Fund, o.Authority, o.Apportionment, o.Allotment, o.Law, o.Office})
			}
			require.True(t, found, d.Id)
		}
		claims, err := q.PayeeClaims(ctx, &grant.QueryPayeeClaimsRequest{Uei: "CREWC0UNTY01"})
		require.NoError(t, err)
		var told []string
		for _, c := range claims.Claims {
			require.Equal(t, "PL-115-56", c.Law)
			told = append(told, fmt.Sprint(c.Bill, " ", c.Under, " ", c.Amount, " ", c.Status))
		}
		require.Equal(t, []string{
			"CREWC0UNTY01/2018/C1 FAIN1/1/1 33.00 settled", "CREWC0UNTY01/2018/C2 FAIN1/1/1 7.00 open",
			"CREWC0UNTY01/2018/C3 FAIN1/1/2 5.00 scheduled",
		}, told)
	}
}

// leadsUp: the payee of an order is led from it and from its invoice to the law, with the figures that the way down has.
func leadsUp(t *testing.T, chain *testutil.Chain, d grant.Descent) {
	q, ctx := procurement.NewQueryServer(chain.Procurement), chain.Now()
	back, err := q.Origins(ctx, &procurement.QueryOriginsRequest{Uei: d.Payee})
	require.NoError(t, err)
	require.Equal(t, []procurement.Origin{{
		Piid: d.Id, Amount: d.Amount, Paid: d.Paid, Owed: d.Owed, Left: d.Left, Fund: lineageFund, Authority: lineageFund + ":1",
		Apportionment: lineageFund + ":1.1", Allotment: lineageFund + ":1.1.1", Law: "PL-115-56", Office: "Region-IV", Defc: "A",
	}}, back.Origins)
	invoices, err := q.PayeeInvoices(ctx, &procurement.QueryPayeeInvoicesRequest{Uei: d.Payee})
	require.NoError(t, err)
	var owed money.Amount
	var told []string
	for _, i := range invoices.Invoices {
		owed += i.Amount
		told = append(told, fmt.Sprint(i.Bill, " ", i.Piid, " ", i.Status, " ", i.Amount, " ", i.Law, " ", i.Authority, " ", i.Allotment))
	}
	up := " PL-115-56 " + lineageFund + ":1 " + lineageFund + ":1.1.1"
	require.Equal(t, []string{
		"N4YFFGL4CDX5/2018/T2 " + d.Id + " open 75.00" + up, "N4YFFGL4CDX5/2018/T3 " + d.Id + " open 25.00" + up,
	}, told)
	require.Equal(t, d.Owed, owed)
}
