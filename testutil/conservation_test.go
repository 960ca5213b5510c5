package testutil_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/grant"
)

// below are those to whom a state passes its award on, and they to each other.
var below = map[string]string{
	"county": "M1AM1DADE007", "crew": "CREWC0UNTY01", "parks": "TAMPAPARK003", "shelter": "SHELTERTEN07", "port": "P0RTAREA0009",
}

// A mTier is an award or a sub-award as the model has it: what its recipient may claim or pass on, and got.
type mTier struct {
	recipient  string
	left, got  money.Amount
	children   []string
	above      string
	everything money.Amount // that was passed on to it, less what was taken back
}

// flow is a model of one award and what is passed on from it.
type flow struct {
	t      *rapid.T
	player *scenario.Player
	chain  *testutil.Chain
	tiers  map[string]*mTier
	claims []mBill // approved, and owed
	number int
	bank   mBank
}

type mBill struct {
	under, bill string
	amount      money.Amount
}

// Random people pass an award on, to any depth, claim, take back, and pay. What each got is never more than what was passed on to it, nor all
// below it together; what the chain says is left is what the model says, and the bank has paid each what it said.
func TestWhatIsPassedOnIsConserved(t *testing.T) {
	cast := machineCast(t)
	for _, name := range slices.Sorted(maps.Keys(below)) {
		_, err := cast.Add([]string{"payee", name, "uei=" + below[name]})
		require.NoError(t, err)
	}
	genesis := testutil.Genesis(t, cast)
	deepest, words := 0, make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		chain := testutil.New(t, genesis)
		player, err := scenario.NewPlayer(cast, chain, chain.Codec, chain.Tx)
		require.NoError(rt, err)
		f := &flow{t: rt, player: player, chain: chain, tiers: map[string]*mTier{}, bank: mBank{words: words}}
		f.open(100_000)
		rt.Repeat(map[string]func(*rapid.T){
			"pass": f.pass, "more": f.more, "less": f.less, "claim": f.claim, "disallow": f.disallow,
			"pay": f.pay, "": f.check,
		})
		for id := range f.tiers {
			deepest = max(deepest, f.depth(id))
		}
	})
	require.Greater(t, deepest, 2, "the model never went deep")
	for _, word := range []string{"settled", "returned", "exception"} {
		require.NotZero(t, words[word], "the bank never said: %v", words)
	}
}

func (f *flow) send(by string, msg sdk.Msg, want string) bool {
	out, err := f.player.Send(context.Background(), by, msg)
	require.NoError(f.t, err)
	got := ""
	if out.Refused() {
		got = out.Rule()
	}
	require.Equal(f.t, want, got, "%T by %s: %s", msg, by, out.Log)
	return want == ""
}

func (f *flow) open(amount money.Amount) {
	f.send("omar", &appropriation.MsgOpenFund{Signer: address("omar"), Fund: machineFund, Title: "Relief", Member: "fema",
		Purposes: []appropriation.Purpose{{ProgramActivity: "0004", Title: "Relief"}}}, "")
	f.send("ann", &appropriation.MsgEnact{Signer: address("ann"), Fund: machineFund, Amount: amount, Law: "PL 115-56", Defc: "A"}, "")
	f.send("omar", &appropriation.MsgApportion{Signer: address("omar"), Authority: machineFund + ":1", Amount: amount}, "")
	f.send("fay", &appropriation.MsgAllot{Signer: address("fay"), Apportionment: machineFund + ":1.1", Office: "IV", Amount: amount}, "")
	f.send("fay", &grant.MsgOpenProgramme{Signer: address("fay"), Listing: "97.036", Title: "Relief", ProgramActivity: "0004"}, "")
	f.send("flo", &grant.MsgMakeAward{Signer: address("flo"), Fain: "FAIN1", Listing: "97.036", Allotment: machineFund + ":1.1.1",
		Recipient: payees["florida"], Amount: amount, Begins: "2017-10-01", Ends: "2018-09-30", Description: "Debris"}, "")
	f.tiers["FAIN1"] = &mTier{recipient: "florida", left: amount, everything: amount}
}

func (f *flow) depth(id string) (depth int) {
	for ; f.tiers[id].above != ""; id = f.tiers[id].above {
		depth++
	}
	return depth
}

// any draws a tier, its id, and an amount about what is left of it.
func (f *flow) any() (id string, t *mTier, amount money.Amount) {
	id = rapid.SampledFrom(slices.Sorted(maps.Keys(f.tiers))).Draw(f.t, "tier")
	t = f.tiers[id]
	return id, t, money.Amount(rapid.Int64Range(1, int64(t.left)+int64(t.left)/8+1).Draw(f.t, "amount"))
}

func (f *flow) pass(*rapid.T) {
	id, t, amount := f.any()
	to := rapid.SampledFrom(slices.Sorted(maps.Keys(below))).Draw(f.t, "to")
	circle := false
	for at := id; at != ""; at = f.tiers[at].above {
		circle = circle || f.tiers[at].recipient == to
	}
	rule := first(circle, "grant/circle-of-sub-awards", amount > t.left, "grant/over-award")
	if f.send(t.recipient, &grant.MsgMakeSubAward{Signer: address(t.recipient), Under: id, Recipient: below[to], Amount: amount,
		Begins: "2017-10-01", Ends: "2018-09-30", Description: "A part"}, rule) {
		child := fmt.Sprintf("%s/%d", id, len(t.children)+1)
		t.children, t.left = append(t.children, child), t.left-amount
		f.tiers[child] = &mTier{recipient: to, left: amount, everything: amount, above: id}
	}
}

func (f *flow) more(*rapid.T) {
	id, t, _ := f.any()
	if t.above == "" {
		return
	}
	from := f.tiers[t.above]
	amount := money.Amount(rapid.Int64Range(1, int64(from.left)+2).Draw(f.t, "amount"))
	rule := first(amount > from.left, "grant/over-award")
	if f.send(from.recipient, &grant.MsgIncreaseSubAward{Signer: address(from.recipient), SubAward: id, Amount: amount, Reason: "More"}, rule) {
		from.left, t.left, t.everything = from.left-amount, t.left+amount, t.everything+amount
	}
}

func (f *flow) less(*rapid.T) {
	id, t, amount := f.any()
	if t.above == "" {
		return
	}
	from := f.tiers[t.above]
	rule := first(amount > t.left, "grant/over-award")
	if f.send(from.recipient, &grant.MsgReduceSubAward{Signer: address(from.recipient), SubAward: id, Amount: amount, Reason: "Less"}, rule) {
		from.left, t.left, t.everything = from.left+amount, t.left-amount, t.everything-amount
	}
}

// claim claims, has it endorsed if somebody stands above, and has it approved.
func (f *flow) claim(*rapid.T) {
	id, t, amount := f.any()
	f.number++
	fain, sub := "FAIN1", ""
	if t.above != "" {
		sub = id[len("FAIN1/"):]
	}
	number := fmt.Sprintf("C%d", f.number)
	rule := first(amount > t.left, "grant/over-award")
	if !f.send(t.recipient, &grant.MsgSubmitClaim{Signer: address(t.recipient), Fain: fain, Sub: sub, Number: number, Amount: amount,
		Begins: "2017-10-01", Ends: "2017-12-31", Evidence: []string{fmt.Sprintf("%064d", f.number)}}, rule) {
		return
	}
	if t.above != "" {
		from := f.tiers[t.above].recipient
		f.send(from, &grant.MsgEndorseClaim{Signer: address(from), Fain: fain, Sub: sub, Number: number}, "")
	}
	f.approve(&grant.MsgApproveClaim{Signer: address("flo"), Fain: fain, Sub: sub, Number: number})
	t.left, t.got = t.left-amount, t.got+amount
	uei := below[t.recipient]
	if t.above == "" {
		uei = payees[t.recipient]
	}
	f.claims = append(f.claims, mBill{id, uei + "/2018/" + number, amount})
}

// disallow takes an approval back: what was claimed leaves the tier, and what was passed on to it and to those above shrinks by that.
func (f *flow) disallow(*rapid.T) {
	if len(f.claims) == 0 {
		return
	}
	i := rapid.IntRange(0, len(f.claims)-1).Draw(f.t, "claim")
	c := f.claims[i]
	f.claims = slices.Delete(f.claims, i, i+1)
	f.send("flo", &grant.MsgDisallowClaim{Signer: address("flo"), Payable: c.bill, Reason: "No cost of the award"}, "")
	f.tiers[c.under].got -= c.amount
	for id := c.under; id != ""; id = f.tiers[id].above {
		f.tiers[id].everything -= c.amount
	}
}

// approve approves a claim, with a reason if something is found beside it: the same payee may have several parts, and claim a sum twice.
func (f *flow) approve(m *grant.MsgApproveClaim) {
	out, err := f.player.Send(context.Background(), "flo", m)
	require.NoError(f.t, err)
	if out.Refused() {
		require.Equal(f.t, grant.ErrReview.Name(), out.Rule(), out.Log)
		m.Reason = "Another part of the same work"
		f.send("flo", m, "")
	}
}

// got is what a tier and all below it got.
func (f *flow) got(id string) money.Amount {
	sum := f.tiers[id].got
	for _, child := range f.tiers[id].children {
		sum += f.got(child)
	}
	return sum
}

func (f *flow) check(*rapid.T) {
	for id, t := range f.tiers {
		require.LessOrEqual(f.t, f.got(id), t.everything, "%s got more than was passed on to it", id)
	}
	answer, err := grant.NewQueryClient(f.chain).SubAwards(context.Background(), &grant.QuerySubAwardsRequest{Fain: "FAIN1"})
	require.NoError(f.t, err)
	for _, s := range answer.SubAwards {
		t := f.tiers[s.Id]
		require.Equal(f.t, []money.Amount{t.everything, t.left, f.got(s.Id)}, []money.Amount{s.Amount, s.Left, s.Claimed}, s.Id)
	}
	award, err := grant.NewQueryClient(f.chain).Award(context.Background(), &grant.QueryAwardRequest{Fain: "FAIN1"})
	require.NoError(f.t, err)
	require.Equal(f.t, f.tiers["FAIN1"].left, award.Claimable)
	require.Equal(f.t, f.got("FAIN1"), award.Unpaid+award.Paid)
	require.Equal(f.t, f.bank.paid, award.Paid)
	require.NoError(f.t, f.chain.CheckInvariants())
}
