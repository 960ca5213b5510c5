package testutil_test

import (
	"context"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/procurement"
)

// through is how acme bills one member: it sends the bill, and an officer approves it.
type through struct {
	send, approve act
	document      string // under which it is owed
	sent, waits   string // the rules that refuse it when the bill is owed already: to be sent, and to be approved
}

// claimed is a bill that is claimed under an award. Each award has another sum and document, so that nothing but the number is the same.
func claimed(fain, by, number string) through {
	return through{
		send: act{"acme", &grant.MsgSubmitClaim{Signer: address("acme"), Fain: fain, Number: number, Amount: money.Amount(fain[4]) * 100,
			Begins: "2017-10-01", Ends: "2017-12-31", Evidence: []string{strings.Repeat(fain[4:], 64)}}},
		approve:  act{by, &grant.MsgApproveClaim{Signer: address(by), Fain: fain, Number: number}},
		document: fain, sent: "grant/duplicate-claim", waits: "grant/unknown-claim",
	}
}

// invoiced is a bill for goods of an order.
func invoiced(piid, number string) through {
	return through{
		send: act{"acme", &procurement.MsgInvoice{Signer: address("acme"), Piid: piid, Number: number, Evidence: []string{strings.Repeat("a", 64)},
			Lines: []procurement.BilledLine{{Line: 1, Quantity: 10, Price: 10_00}}}},
		approve:  act{"hugh", &procurement.MsgApproveInvoice{Signer: address("hugh"), Piid: piid, Number: number}},
		document: piid, sent: "procurement/number-used", waits: "procurement/unknown-invoice",
	}
}

// twoDebts is a chain on which acme may bill fema and hud.
func twoDebts(t *testing.T) *testutil.Chain {
	cast := scenario.NewCast(testutil.Key)
	cast.Date = "2018-01-02"
	for _, m := range []string{"congress", "omb", "fema", "hud"} {
		_, err := cast.Add([]string{"member", m})
		require.NoError(t, err)
	}
	require.NoError(t, testutil.TwoBuyers(cast))
	c := testutil.New(t, testutil.Genesis(t, cast))
	player, err := scenario.NewPlayer(cast, c, c.Codec, c.Tx)
	require.NoError(t, err)
	for _, line := range testutil.TwoDebts {
		out, err := player.Act(context.Background(), strings.Fields(line))
		require.NoError(t, err)
		require.False(t, out.Refused(), "%s: %s", line, out.Log)
	}
	return c
}

// signed are the transactions of acts in one block, each with the next sequence of who acts.
func signed(t *testing.T, c *testutil.Chain, acts ...act) (txs [][]byte) {
	ahead := make(map[string]uint64)
	for _, a := range acts {
		txs = append(txs, offer{by: []string{a.by}, msgs: []sdk.Msg{a.msg}, chain: c.ID(), gas: 5_000_000, ahead: ahead[a.by]}.sign(t, c))
		ahead[a.by]++
	}
	return txs
}

// both lets transactions in at the door; the node proposes them in one block, and accepts a block of them in the order given. It commits that
// block, and returns the rule that refuses each, or "".
func both(t *testing.T, c *testutil.Chain, txs [][]byte) (rules []string) {
	for _, tx := range txs {
		res, err := c.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
		require.NoError(t, err)
		require.Zero(t, res.Code, res.Log)
	}
	proposed, err := c.PrepareProposal(&abci.RequestPrepareProposal{MaxTxBytes: 4 << 20, Height: c.Height + 1, Time: c.Time})
	require.NoError(t, err)
	require.ElementsMatch(t, txs, proposed.Txs)
	judged, err := c.ProcessProposal(&abci.RequestProcessProposal{Txs: txs, Height: c.Height + 1, Time: c.Time})
	require.NoError(t, err)
	require.Equal(t, abci.ResponseProcessProposal_ACCEPT, judged.Status)
	for _, r := range c.NextBlock(t, txs...) {
		name := ""
		if r.Code != 0 {
			name = rule.Find(r.Codespace, r.Code).Name()
		}
		rules = append(rules, name)
	}
	return rules
}

// A bill sent through two members, in two spellings, at the same height: one passes. Whatever the order in the block of sending and approving,
// who is approved first is owed, once; the other is refused by the rule that it meets, and leaves nothing behind.
func TestOneBillThroughTwoMembersInOneBlock(t *testing.T) {
	for name, pair := range map[string][2]through{
		"award and order": {claimed("FAIN1", "gia", "inv-0042"), invoiced("86HUD118C00000001", "INV 0042")},
		"award and award": {claimed("FAIN1", "gia", "0042"), claimed("FAIN2", "hew", "42")},
	} {
		t.Run(name, func(t *testing.T) {
			for _, order := range []string{"aAbB", "abAB", "abBA", "baAB", "baBA", "bBaA"} { // small letters send, capitals approve
				one(t, pair, order)
			}
		})
	}
}

// one plays two bills in one block, in an order.
func one(t *testing.T, pair [2]through, order string) {
	first := strings.IndexAny(order, "AB")
	winner := int(order[first] - 'A')
	other := pair[1-winner]
	var acts, passing []act
	var want []string
	for i, letter := range order {
		who := int(letter-'A') % ('a' - 'A')
		a := pair[who].send
		if letter < 'a' {
			a = pair[who].approve
		}
		refusal := ""
		if sentBefore := strings.IndexByte(order, 'a'+byte(1-winner)) < first; who != winner && i > first {
			switch {
			case letter >= 'a':
				refusal = other.sent
			case sentBefore:
				refusal = payment.ErrDuplicateBill.Name()
			default:
				refusal = other.waits
			}
		}
		if acts, want = append(acts, a), append(want, refusal); refusal == "" {
			passing = append(passing, a)
		}
	}
	c, without := twoDebts(t), twoDebts(t)
	require.Equal(t, without.LastCommitID(), c.LastCommitID())
	require.Equal(t, want, both(t, c, signed(t, c, acts...)), order)
	require.Equal(t, make([]string, len(passing)), both(t, without, signed(t, without, passing...)), order)
	require.Equal(t, without.StateHash(t), c.StateHash(t), "%s: what was refused left something behind", order)
	require.NoError(t, c.CheckInvariants())

	answer, err := payment.NewQueryClient(c).Payables(context.Background(), &payment.QueryPayablesRequest{Pagination: &query.PageRequest{Limit: 10}})
	require.NoError(t, err)
	require.Len(t, answer.Payables, 1, order)
	require.Equal(t, pair[winner].document, answer.Payables[0].Obligation, order)
}
