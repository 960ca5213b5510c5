package testutil_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/client/submission"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/report"
)

const (
	tenThousand  = 10_000
	aBlocksWork  = 200              // subjects
	closingsMost = 10               // entries that close the year of one of the funds below
	patience     = 30 * time.Second // for one block, on a machine that does other things too

	oneYear = "070-2018/2018-0702-000"
	endless = "070-X-0702-000"
)

// night is the turn of a fiscal year on a chain that has much to do in it.
type night struct {
	*testing.T
	*testutil.Chain
	player  *scenario.Player
	slowest time.Duration
}

func newNight(t *testing.T) *night {
	cast := machineCast(t)
	cast.Date = "2018-09-30"
	_, err := cast.Add([]string{"officer", "clock", "member=treasury", "duty=administrator"})
	require.NoError(t, err)
	n := &night{T: t, Chain: testutil.New(t, testutil.Genesis(t, cast))}
	n.player, err = scenario.NewPlayer(cast, n.Chain, n.Codec, n.Tx)
	require.NoError(t, err)
	return n
}

// act is an act that is accepted.
func (n *night) act(line string, args ...any) {
	out, err := n.player.Act(context.Background(), strings.Fields(fmt.Sprintf(line, args...)))
	require.NoError(n, err)
	require.False(n, out.Refused(), out.Log)
}

// given opens a fund, and allots to so many offices a sum that differs from one to the next; it returns what the law gave.
func (n *night) given(fund string, offices int) money.Amount {
	n.act("open-fund by=omar fund=%s title=Relief member=fema purposes=0004:Relief", fund)
	n.act("enact by=ann fund=%s amount=1,000,000.00 law=PL-115-56 defc=A", fund)
	n.act("apportion by=omar authority=%s:1 amount=900,000.00", fund)
	n.many("fay", offices, func(i int) sdk.Msg {
		return &appropriation.MsgAllot{
			Signer: address("fay"), Apportionment: fund + ":1.1", Office: fmt.Sprintf("Office %d", i), Amount: money.Amount(1 + i%97),
		}
	})
	return 1_000_000_00
}

// many commits acts of one person, many to a transaction.
func (n *night) many(by string, count int, msg func(int) sdk.Msg) {
	for i := 0; i < count; {
		var msgs []sdk.Msg
		for ; i < count && len(msgs) < 200; i++ {
			msgs = append(msgs, msg(i))
		}
		for _, r := range n.NextBlock(n, n.signed(by, msgs...)) {
			require.Zero(n, r.Code, r.Log)
		}
	}
}

func (n *night) signed(by string, msgs ...sdk.Msg) []byte {
	ctx := context.Background()
	answer, err := authtypes.NewQueryClient(n).AccountInfo(ctx, &authtypes.QueryAccountInfoRequest{Address: address(by)})
	require.NoError(n, err)
	tx, err := scenario.Sign(ctx, n.Tx, testutil.Key(by), n.ID(), answer.Info.AccountNumber, answer.Info.Sequence, benchGas, msgs...)
	require.NoError(n, err)
	return tx
}

// block commits a block, and measures it.
func (n *night) block(txs ...[]byte) *abci.ResponseFinalizeBlock {
	begun := time.Now()
	done, err := n.Finalize(txs...)
	require.NoError(n, err)
	n.slowest = max(n.slowest, time.Since(begun))
	return done
}

func (n *night) status(fund string) *appropriation.QueryStatusResponse {
	answer, err := appropriation.NewQueryClient(n).Status(context.Background(), &appropriation.QueryStatusRequest{Fund: fund})
	require.NoError(n, err)
	return answer
}

// posted is how many entries a fund's journal has.
func (n *night) posted(fund string) uint64 {
	answer, err := history.NewQueryClient(n).Log(context.Background(), &history.QueryLogRequest{Log: ledger.JournalOf(fund)})
	require.NoError(n, err)
	return answer.Size_
}

// TestTenThousandAllotmentsExpireInOneNight lets a one-year fund end with money in ten thousand offices. Meanwhile no act touches it,
// and the fund beside it, whose year is over as well, is not kept waiting.
func TestTenThousandAllotmentsExpireInOneNight(t *testing.T) {
	n := newNight(t)
	law := n.given(oneYear, tenThousand)
	n.given(endless, 1)
	n.act("move-date by=clock date=2018-10-01")
	blocks := 0
	for n.status(oneYear).Year == 2018 {
		before := n.posted(oneYear)
		late := n.signed("flo", &appropriation.MsgAllot{Signer: address("flo"), Apportionment: oneYear + ":1.1", Office: "Late", Amount: 1})
		next := n.signed("omar", &appropriation.MsgApportion{Signer: address("omar"), Authority: endless + ":1", Amount: 1})
		results := n.block(late, next).TxResults
		blocks++
		require.Equal(t, "A24", appropriation.ErrClosing.Number)
		refusal := "books are being closed: the books of 070-2018/2018-0702-000 are in fiscal year 2018, today is in 2019 (A24)"
		if n.status(oneYear).Year == 2019 {
			refusal = "outside availability: 070-2018/2018-0702-000 was available until fiscal year 2018, 2018-10-01 is in 2019 (A7)"
		}
		require.Contains(t, results[0].Log, refusal)
		require.Equal(t, blocks > 1, results[1].Code == 0, results[1].Log) // its last state of the year has had a height of its own
		require.LessOrEqual(t, n.posted(oneYear)-before, uint64(aBlocksWork+closingsMost))
		require.NoError(t, n.CheckInvariants())
	}
	t.Logf("%d blocks, the slowest took %s", blocks, n.slowest)
	require.InDelta(t, tenThousand/aBlocksWork, blocks, 3)
	require.Less(t, n.slowest, patience)

	s := n.status(oneYear)
	require.Equal(t, law, s.Expired)
	require.Equal(t, law, s.Authority)
	require.Zero(t, s.NotApportioned+s.ApportionedNotAllotted+s.AllottedNotObligated)
}

// TestTenThousandFundsEndTheirYearInOneNight closes the books of two hundred in a block.
func TestTenThousandFundsEndTheirYearInOneNight(t *testing.T) {
	n := newNight(t)
	symbol := func(i int) string { return fmt.Sprintf("070-X-%04d-000", i) }
	n.many("omar", tenThousand, func(i int) sdk.Msg {
		purposes := []appropriation.Purpose{{ProgramActivity: "0004", Title: "Relief"}}
		return &appropriation.MsgOpenFund{Signer: address("omar"), Fund: symbol(i), Title: "Relief", Member: "fema", Purposes: purposes}
	})
	for i := 0; i < tenThousand; i += 1000 {
		n.act("enact by=ann fund=%s amount=1.00 law=PL-115-56 defc=A", symbol(i))
	}
	n.act("move-date by=clock date=2018-10-01")
	blocks := 0
	for ; n.status(symbol(tenThousand-1)).Year == 2018; blocks++ {
		n.block()
		if blocks == 10 {
			_, err := submission.Of(context.Background(), []string{symbol(0), symbol(tenThousand - 1)}, submission.At(n))
			require.ErrorIs(t, err, report.ErrClosing)
			require.ErrorContains(t, err, "070-X-0000-000 is in fiscal year 2019, 070-X-9999-000 in 2018 (Q4)")
		}
	}
	t.Logf("%d blocks, the slowest took %s", blocks, n.slowest)
	require.InDelta(t, tenThousand/aBlocksWork, blocks, 1)
	require.Less(t, n.slowest, patience)
	require.NoError(t, n.CheckInvariants())
	for i := 0; i < tenThousand; i += 1000 {
		require.EqualValues(t, 2019, n.status(symbol(i)).Year)
	}
}

// TestWorkThatFailsIsSetAside takes an obligation out of the state behind the back of the program. Its fund cannot be canceled: that
// is told of, and the chain goes on without it.
func TestWorkThatFailsIsSetAside(t *testing.T) {
	n := newNight(t)
	const other = "070-2018/2018-0703-000"
	n.act("open-programme by=fay listing=97.036 title=Assistance program-activity=0004")
	for i, fund := range []string{oneYear, other, endless} {
		n.given(fund, 1)
		n.act("allot by=fay apportionment=%s:1.1 office=Region-IV amount=500.00", fund)
		n.act("make-award by=fay fain=FAIN%d listing=97.036 allotment=%s:1.1.2 recipient=florida amount=400.00 "+
			"begins=2017-10-01 ends=2018-09-30 description=Debris", i, fund)
	}
	n.act("move-date by=clock date=2023-09-30")
	n.block()
	require.NoError(t, n.CheckInvariants())

	store := n.CommitMultiStore().(*rootmulti.Store)
	obligations := store.GetKVStore(store.StoreKeysByName()[appropriation.StoreKey])
	key := append([]byte{3}, "FAIN0"...)
	require.True(t, obligations.Has(key))
	obligations.Delete(key)
	n.act("move-date by=clock date=2023-10-01")

	var failed, canceled []string
	events := n.block().Events
	for n.status(endless).Year < 2024 {
		events = append(events, n.block().Events...)
	}
	for _, e := range events {
		for _, a := range e.Attributes {
			switch {
			case strings.HasSuffix(e.Type, ".CalendarWorkFailed") && a.Key == "subject":
				failed = append(failed, a.Value)
			case strings.HasSuffix(e.Type, ".AuthorityCanceled") && a.Key == "fund":
				canceled = append(canceled, a.Value)
			}
		}
	}
	require.Equal(t, []string{fmt.Sprintf("%q", oneYear)}, failed)
	require.Equal(t, []string{fmt.Sprintf("%q", other)}, canceled)
	require.ErrorIs(t, n.CheckInvariants(), appropriation.ErrCalendarStuck)
	require.ErrorContains(t, n.CheckInvariants(), "calendar stuck: "+oneYear+", due on 2023-10-01 (A28)")

	// Nothing of the failed work is left behind; its fund stays shut, and no other.
	s := n.status(oneYear)
	require.EqualValues(t, 2023, s.Year)
	require.EqualValues(t, 400_00, s.ObligatedNotDelivered)
	require.Zero(t, n.status(other).ObligatedNotDelivered)
	n.act("apportion by=omar authority=%s:1 amount=1.00", endless)
	collect := &appropriation.MsgCollect{Signer: address("fay"), Authority: oneYear + ":1", Amount: 1, Reference: "IPAC"}
	require.Contains(t, n.block(n.signed("fay", collect)).TxResults[0].Log, "(A24)")
}

// TestAYearEndIsExportedInItsMidst starts a new chain from one that has closed a part of a fund's year: the two end in the same state.
func TestAYearEndIsExportedInItsMidst(t *testing.T) {
	n := newNight(t)
	law := n.given(oneYear, 5*aBlocksWork/2)
	n.act("move-date by=clock date=2018-10-01")
	n.NextBlock(t)
	fund, err := appropriation.NewQueryClient(n).Fund(context.Background(), &appropriation.QueryFundRequest{Fund: oneYear})
	require.NoError(t, err)
	require.NotEmpty(t, fund.Fund.Closing)

	second, file := again(t, n.Chain) // which begins with a block
	require.NoError(t, second.ImportHistory(strings.NewReader(file)))
	for year := uint32(2018); year == 2018; year = n.status(oneYear).Year {
		n.NextBlock(t)
		before, err := n.Export(-1)
		require.NoError(t, err)
		after, err := second.Export(-1)
		require.NoError(t, err)
		require.Equal(t, string(before.AppState), string(after.AppState))
		require.NoError(t, second.CheckInvariants())
		second.NextBlock(t)
	}
	require.Equal(t, law, n.status(oneYear).Expired)
}
