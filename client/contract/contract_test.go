package contract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/terms"
)

const draws = `contract draws/1
title   Draws
counter draws

clause limit
  says   At most 300.00 at once.
  source award terms
  else   refuse
  holds  claim.amount <= money("300.00")

clause price of each item
  says   A line above 100.00 is looked at.
  source award terms
  else   review
  holds  item.amount <= money("100.00")

clause draws
  says   There are two draws.
  source award terms
  else   refuse
  holds  counter.draws < 2

effect draws
  to counter.draws + 1

case lawful
  claim.amount 300.00
  item         8465 1 100.00
  then         draws 1

case a cent more, a line above, and too often
  claim.amount  300.01
  counter.draws 2
  item          8465 1 100.00
  item          8465 1 100.01
  breaks        limit price draws
`

func compiled(t *testing.T, text string) *terms.Compiled {
	t.Helper()
	c, err := terms.Compile(text)
	require.NoError(t, err)
	return c
}

func changed(t *testing.T, pairs ...string) *terms.Compiled {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, draws, pairs[i])
	}
	return compiled(t, strings.NewReplacer(pairs...).Replace(draws))
}

// A contract is tested when each clause is seen to let a claim through and to stop one.
func TestWhatCasesLeaveUntested(t *testing.T) {
	all := Test(compiled(t, draws))
	require.NoError(t, all.Fault())
	require.Equal(t, []Covered{{"limit", 1, 1}, {"price", 1, 1}, {"draws", 1, 1}}, all.Clauses)

	unbroken := changed(t, "  item          8465 1 100.01\n", "", "limit price draws", "limit draws")
	require.EqualError(t, Test(unbroken).Fault(), "no case breaks price; write one for each, so that the clause is seen to refuse")
	unasked := changed(t, "  item         8465 1 100.00\n", "")
	require.EqualError(t, Test(unasked).Fault(), "no case keeps price; write one for each, so that the clause is seen to let through")
	require.EqualError(t, Test(changed(t, "limit price draws", "limit price")).Fault(), "1 case of 2 went otherwise than written")
}

func TestExplain(t *testing.T) {
	c := compiled(t, draws)
	for i, want := range []string{
		"holds      price of line 1: A line above 100.00 is looked at. (award terms)\n           item.amount is 100.00\n",
		"BROKEN     price of line 2: A line above 100.00 is looked at. (award terms)\n           item.amount is 100.01\n           so the claim is looked at",
	} {
		var out strings.Builder
		Explain(&out, c, c.Terms().Cases[i])
		require.Contains(t, out.String(), want)
	}
	var out strings.Builder
	Explain(&out, c, terms.Case{Name: "of nothing"})
	require.Contains(t, out.String(), "not asked  price: ")
	require.True(t, strings.HasSuffix(out.String(), "It can be approved.\nWhen it is approved, draws is 1.\n"), out.String())
}

// A case of the old version that names what the new one lacks cannot be asked of it, and that is a difference.
func TestCompare(t *testing.T) {
	require.Empty(t, Compare(compiled(t, draws), compiled(t, draws)).Changes)
	d := Compare(compiled(t, draws), changed(t,
		"counter draws", "counter calls", "effect draws", "effect calls", "counter.draws + 1", "counter.calls + 1", "counter.draws < 2", "counter.calls < 2",
		"price of each item", "price", `item.amount <= money("100.00")`, `claim.amount <= money("900.00")`,
		"then         draws 1", "then calls 1", "  counter.draws 2", "  counter.calls 2"))
	require.Equal(t, []Change{
		{Part: "clause price", What: "is asked of", Was: "each item", Is: "the whole claim"},
		{Part: "clause price", What: "holds", Was: `item.amount <= money("100.00")`, Is: `claim.amount <= money("900.00")`},
		{Part: "clause draws", What: "holds", Was: "counter.draws < 2", Is: "counter.calls < 2"},
		{Part: "counter draws", Ended: true}, {Part: "counter calls", New: true},
		{Part: "effect draws", Ended: true}, {Part: "effect calls", New: true},
	}, d.Changes)
	require.Len(t, d.Cases, 2)
	require.Equal(t, "It cannot be asked: there is no counter.draws.", d.Cases[1].Is)
}

// decided is a claim that was decided when the counter of draws stood at before.
func decided(number string, amount money.Amount, approved bool, before int64) grant.ClaimRecord {
	r := grant.ClaimRecord{Claim: grant.Claim{Number: number, Amount: amount}, Approved: approved, Decided: date.Date("2018-01-01")}
	r.Seen = terms.NewWorld().With("claim.number", number).With("claim.amount", amount).Record()
	if before > 0 {
		r.Marks = []terms.Mark{
			{Subject: "FAIN1", Contract: "another", Name: "draws", Value: 9}, {Subject: "FAIN1", Contract: "draws", Name: "draws", Value: before},
		}
	}
	return r
}

// Claims are tried with the counters as they were; those that nobody kept are counted anew, without what would have been refused.
func TestTry(t *testing.T) {
	records := []grant.ClaimRecord{
		decided("C1", 200_00, true, 0), decided("C2", 300_01, true, 1), decided("C3", 100_00, false, 2), decided("C4", 100_00, true, 2),
		{Claim: grant.Claim{Number: "C0"}, Approved: true},
		decided("C5", 100_00, true, 1),
	}
	records[5].Items = []terms.Item{{Code: "8465", Quantity: 1, Price: 100_01, Amount: 100_01}}
	trial, err := Try(compiled(t, draws), "claim", Claims(records), []string{"draws"})
	require.NoError(t, err)
	require.Equal(t, `C2  300.01  approved on 2018-01-01: would have been refused
  draws/1, limit: "At most 300.00 at once." (award terms); claim.amount is 300.01
C3  100.00  rejected on 2018-01-01: would have been refused
  draws/1, draws: "There are two draws." (award terms); counter.draws is 2
C4  100.00  approved on 2018-01-01: would have been refused
  draws/1, draws: "There are two draws." (award terms); counter.draws is 2
C5  100.00  approved on 2018-01-01: would have been reviewed
  draws/1, price: "A line above 100.00 is looked at." (award terms), line 1; item.amount is 100.01
draws/1 tried on 5 claims: 3 would have been refused, 1 reviewed, 0 could not have been approved, 1 pass
1 claim recorded without what was seen, and not tried
`, printed(trial))

	trial, err = Try(compiled(t, draws), "claim", Claims(records), nil)
	require.NoError(t, err)
	require.Contains(t, printed(trial), "draws/1 tried on 5 claims: 2 would have been refused, 0 reviewed, 0 could not have been approved, 3 pass\n")
	require.Contains(t, printed(trial), `C5  100.00  approved on 2018-01-01: would have been refused`)
	require.Contains(t, printed(trial), "counted anew from the first claim, since no version of it kept them: draws\n")

	trial, err = Try(changed(t, "to counter.draws + 1", "to counter.draws - 1"), "claim", Claims(records[:1]), nil)
	require.NoError(t, err)
	require.Contains(t, printed(trial), "C1  200.00  approved on 2018-01-01: could not have been approved\n  effect out of bounds: draws/1, draws: -1")

	records[0].Seen = append(records[0].Seen, terms.Seen{Name: "claim.sum", Value: "1.00"})
	_, err = Try(compiled(t, draws), "claim", Claims(records), nil)
	require.EqualError(t, err, `claim C1: "claim.sum": clauses see nothing of that name`)
}

func printed(t Trial) string {
	var out strings.Builder
	t.Print(&out)
	return out.String()
}
