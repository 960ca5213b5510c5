package testutil_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/payment"
)

// Rolls of any length are paid as often as lines come back, also on a chain that began from an export in the midst of it: every line is
// settled once, and what the ledger says is paid and owed is what the lines come to of which the bank said so.
func TestRollsArePaidLineByLine(t *testing.T) {
	cast := machineCast(t)
	genesis := testutil.Genesis(t, cast)
	rapid.Check(t, func(rt *rapid.T) {
		chain := testutil.New(t, genesis)
		player, err := scenario.NewPlayer(cast, chain, chain.Codec, chain.Tx)
		require.NoError(rt, err)
		f := &flow{t: rt, player: player, chain: chain, tiers: map[string]*mTier{}}
		f.open(100_000)
		f.send("flo", &grant.MsgMakeAward{Signer: address("flo"), Fain: "IA1", Listing: "97.036", Allotment: machineFund + ":1.1.1",
			Recipient: payees["florida"], Amount: 1, Begins: "2017-10-01", Ends: "2018-09-30", Description: "Rent"}, "ledger/over-available")
		f.send("flo", &grant.MsgReduceAward{Signer: address("flo"), Fain: "FAIN1", Amount: 50_000, Reason: "Rent"}, "")
		f.send("flo", &grant.MsgMakeAward{Signer: address("flo"), Fain: "IA1", Listing: "97.036", Allotment: machineFund + ":1.1.1",
			Kind: grant.DirectPayment, Recipient: payees["florida"], Amount: 50_000, Begins: "2017-10-01", Ends: "2018-09-30",
			Description: "Rent"}, "")
		lines := make([]roll.Line, rapid.IntRange(1, 9).Draw(rt, "lines"))
		for i := range lines {
			lines[i] = roll.Line{Beneficiary: fmt.Sprintf("SSA-%d", i), Amount: money.Amount(rapid.Int64Range(1, 2000).Draw(rt, "amount"))}
		}
		f.payRoll(lines)
	})
}

// payRoll claims a roll, and pays it until nothing of it comes back.
func (f *flow) payRoll(lines []roll.Line) {
	root, total, err := roll.Root(lines)
	require.NoError(f.t, err)
	f.send("florida", &grant.MsgSubmitClaim{Signer: address("florida"), Fain: "IA1", Number: "R1", Amount: total, Begins: "2017-10-01",
		Ends: "2017-12-31", Evidence: []string{root}, Roll: root, RollLines: uint32(len(lines))}, "")
	f.approve(&grant.MsgApproveClaim{Signer: address("flo"), Fain: "IA1", Number: "R1"})
	bill := payees["florida"] + "/2018/R1"
	open, settled := make(map[int]bool), money.Amount(0)
	for i := range lines {
		open[i] = true
	}
	for n := 0; len(open) > 0; n++ {
		schedule := fmt.Sprintf("S%d", n)
		f.send("fay", &payment.MsgPrepare{Signer: address("fay"), Office: "treasury", Number: schedule, Payables: []string{bill}}, "")
		f.send("fox", &payment.MsgCertify{Signer: address("fox"), Schedule: "treasury/2018/" + schedule}, "")
		f.send("tam", &payment.MsgDisburse{Signer: address("tam"), Schedule: "treasury/2018/" + schedule}, "")
		back, left := make(map[int]bool), len(open)
		for i, l := range lines {
			if left == 0 {
				break // the bank has spoken of all, and the payable is settled or open again
			}
			if open[i] {
				left--
			}
			line := uint32(i + 1)
			comes := n < 3 && rapid.Bool().Draw(f.t, "comes back")
			_, _, proof := rolled(lines, i)
			word := first(!open[i], "payment/the-bank-has-spoken")
			if comes {
				f.send("ted", &payment.MsgReturnLine{Signer: address("ted"), Payable: bill, Line: line, Beneficiary: l.Beneficiary,
					Amount: l.Amount, Proof: proof, Reason: "R03"}, word)
				back[i] = open[i]
				continue
			}
			if f.send("ted", &payment.MsgSettleLines{Signer: address("ted"), Payable: bill,
				Lines: []payment.LineRange{{First: line, Last: line}}, Reference: "TRACE"}, word) {
				settled += l.Amount
			}
		}
		for i := range open {
			if !back[i] {
				delete(open, i)
			}
		}
		o, err := f.chain.Appropriation.Obligation(f.chain.Now(), "IA1")
		require.NoError(f.t, err)
		m, err := f.chain.Appropriation.MoneyOf(f.chain.Now(), o)
		require.NoError(f.t, err)
		require.Equal(f.t, appropriation.Money{Undelivered: 50_000 - total, Unpaid: total - settled, Paid: settled}, m)
		require.NoError(f.t, f.chain.CheckInvariants())
	}
	require.Equal(f.t, total, settled)
	f.paid(bill, total)
}

// paid reads the bank's words from the log: what was settled and not returned is the whole, once.
func (f *flow) paid(bill string, total money.Amount) {
	answer, err := payment.NewQueryClient(f.chain).Payments(context.Background(), &payment.QueryPaymentsRequest{Office: "treasury", Limit: 1000})
	require.NoError(f.t, err)
	var sum money.Amount
	for _, r := range answer.Payments {
		if r.Payable == bill && r.Settled {
			sum += r.Amount
		}
	}
	require.Equal(f.t, total, sum)
}
