package testutil_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/appropriation"
)

// lent is a night before the authority of so many customers' orders is canceled. All of them but the last were paid for in full and
// never used; the last was used and never paid for, so that its work was paid with the cash of the others. What is left of each of them
// can only be ended against what the customer of the last did not pay.
func lent(t *testing.T, orders int) *night {
	n := newNight(t)
	used := money.Amount(100 * (orders - 1))
	n.act("open-fund by=omar fund=%s title=Relief member=fema purposes=0004:Relief", oneYear)
	n.many("fay", orders, func(i int) sdk.Msg {
		amount := money.Amount(100)
		if i == orders-1 {
			amount = used
		}
		return &appropriation.MsgAcceptOrder{
			Signer: address("fay"), Fund: oneYear, Customer: "Energy", Agreement: fmt.Sprintf("IAA %d", i+1), Amount: amount,
		}
	})
	n.many("fay", orders-1, func(i int) sdk.Msg {
		return &appropriation.MsgCollect{
			Signer: address("fay"), Authority: fmt.Sprintf("%s:%d", oneYear, i+1), Amount: 100, Reference: "IPAC",
		}
	})
	n.act("apportion by=omar authority=%s:%d amount=%s", oneYear, orders, used)
	n.act("allot by=fay apportionment=%s:%d.1 office=Region-IV amount=%s", oneYear, orders, used)
	n.act("open-programme by=fay listing=97.036 title=Assistance program-activity=0004")
	n.act("make-award by=fay fain=FAIN1 listing=97.036 allotment=%s:%d.1.1 recipient=florida amount=%s "+
		"begins=2017-10-01 ends=2018-09-30 description=Debris", oneYear, orders, used)
	n.act("submit-claim by=florida fain=FAIN1 number=C1 amount=%s begins=2017-10-01 ends=2018-09-30 evidence=%s", used, document(1))
	n.act("approve-claim by=fay fain=FAIN1 number=C1")
	n.act("prepare by=flo office=treasury number=S1 payables=%s/2018/C1", payees["florida"])
	n.act("certify by=fox schedule=treasury/2018/S1")
	n.act("disburse by=tam schedule=treasury/2018/S1")
	n.act("move-date by=clock date=2023-09-30")
	for n.status(oneYear).Year < 2023 {
		n.block()
	}
	require.NoError(t, n.CheckInvariants())
	return n
}

// cancels turns the calendar, on a copy of the state, until the fund is canceled; it returns how many blocks that takes, and the gas
// that reading and writing takes in the dearest of them and in all.
func (n *night) cancels() (blocks int, dearest, all uint64) {
	n.act("move-date by=clock date=2023-10-01")
	ctx := n.Now()
	for height := n.Height; ; height++ {
		fund, err := n.Appropriation.Fund(ctx, oneYear)
		require.NoError(n, err)
		if fund.Canceled {
			return blocks, dearest, all
		}
		ctx = ctx.WithBlockHeight(height + 1).WithGasMeter(storetypes.NewInfiniteGasMeter())
		require.NoError(n, n.Appropriation.TurnCalendar(ctx))
		blocks++
		dearest, all = max(dearest, ctx.GasMeter().GasConsumed()), all+ctx.GasMeter().GasConsumed()
		require.LessOrEqual(n, blocks, tenThousand, "the fund is never canceled")
	}
}

// TestOrdersThatLentTheirCashAreCanceledInLinearTime cancels two thousand orders of which each must look for another that is not paid
// for. A block does no more than it may, whatever the number of orders, and all of them take four times what five hundred take.
func TestOrdersThatLentTheirCashAreCanceledInLinearTime(t *testing.T) {
	few, many := lent(t, 500), lent(t, 2000)
	blocksOfFew, dearestOfFew, allOfFew := few.cancels()
	blocks, dearest, all := many.cancels()
	t.Logf("500 orders: %d blocks, %d gas in the dearest, %d in all", blocksOfFew, dearestOfFew, allOfFew)
	t.Logf("2,000 orders: %d blocks, %d gas in the dearest, %d in all", blocks, dearest, all)
	require.LessOrEqual(t, dearest, dearestOfFew*11/10, "a block's work is bounded")
	require.LessOrEqual(t, all, 5*allOfFew, "four times the orders take four times the work")
	require.LessOrEqual(t, blocks, 3*2000/aBlocksWork+3)

	for many.status(oneYear).Year < 2024 {
		many.block()
		require.NoError(t, many.CheckInvariants())
	}
	s := many.status(oneYear)
	require.Zero(t, s.Expired)
	require.EqualValues(t, 1999_00, s.Paid)
}
