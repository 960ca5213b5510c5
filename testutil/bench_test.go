package testutil_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/payment"
)

// The size of the benchmark: claims in all, acts in a block, lines on a schedule.
const (
	benchClaims = 5000
	benchBlock  = 200
	benchLines  = payment.MaxLines
	benchGas    = 400_000_000
)

// BenchmarkPayments carries claims to settled payments in one process, on disk, and reports how many of each act were finalised and
// committed a second, and the bytes that a payment leaves behind: keys and values in the state tree, and in the history store.
// Transactions are signed beforehand; their signatures are verified in the block, as on every node.
func BenchmarkPayments(b *testing.B) {
	for range b.N {
		c := &bench{B: b, sequence: map[string]uint64{}}
		c.open()
		before, historyBefore := c.size()
		c.report("claims/s", c.each("florida", benchClaims, func(i int) sdk.Msg {
			return &grant.MsgSubmitClaim{
				Signer: address("florida"), Fain: "FAIN1", Number: number(i), Amount: 100,
				Begins: "2017-10-01", Ends: "2017-12-31", Evidence: []string{document(i)},
			}
		}), benchClaims)
		c.report("approvals/s", c.each("fay", benchClaims, func(i int) sdk.Msg {
			return &grant.MsgApproveClaim{Signer: address("fay"), Fain: "FAIN1", Number: number(i)}
		}), benchClaims)
		schedules := benchClaims / benchLines
		schedule := func(i int) string { return fmt.Sprintf("treasury/2018/S%d", i) }
		c.report("lines-prepared/s", c.each("flo", schedules, func(i int) sdk.Msg {
			m := &payment.MsgPrepare{Signer: address("flo"), Office: "treasury", Number: fmt.Sprintf("S%d", i)}
			for l := range benchLines {
				m.Payables = append(m.Payables, payable(i*benchLines+l))
			}
			return m
		}), benchClaims)
		c.report("lines-certified/s", c.each("fox", schedules, func(i int) sdk.Msg {
			return &payment.MsgCertify{Signer: address("fox"), Schedule: schedule(i)}
		}), benchClaims)
		c.report("lines-disbursed/s", c.each("tam", schedules, func(i int) sdk.Msg {
			return &payment.MsgDisburse{Signer: address("tam"), Schedule: schedule(i)}
		}), benchClaims)
		c.report("lines-settled/s", c.each("ted", benchClaims, func(i int) sdk.Msg {
			return &payment.MsgSettle{Signer: address("ted"), Payable: payable(i), Reference: number(i)}
		}), benchClaims)
		after, historyAfter := c.size()
		b.ReportMetric(float64(after-before)/benchClaims, "state-bytes/payment")
		b.ReportMetric(float64(historyAfter-historyBefore)/benchClaims, "history-bytes/payment")
		require.NoError(b, c.chain.CheckInvariants())
		require.NoError(b, c.chain.Close())
	}
}

func number(i int) string  { return fmt.Sprintf("C%07d", i+1) }
func payable(i int) string { return payees["florida"] + "/2018/" + number(i) }

type bench struct {
	*testing.B
	chain    *testutil.Chain
	sequence map[string]uint64
	gas      int64
}

// open starts a chain on disk with one award to Florida that covers every claim.
func (b *bench) open() {
	dir := b.TempDir()
	db, err := dbm.NewPebbleDB("application", dir, nil)
	require.NoError(b, err)
	historyDB, err := dbm.NewPebbleDB("history", dir, nil)
	require.NoError(b, err)
	cast := machineCast(b)
	b.chain = testutil.NewOn(b, testutil.Genesis(b, cast), db, historyDB)
	player, err := scenario.NewPlayer(cast, b.chain, b.chain.Codec, b.chain.Tx)
	require.NoError(b, err)
	for _, act := range [][]string{
		{"open-fund", "by=omar", "fund=070-X-0702", "title=Disaster Relief Fund", "member=fema", "purposes=0004:Disaster Relief"},
		{"enact", "by=ann", "fund=070-X-0702", "amount=1,000,000.00", "law=PL 115-56", "defc=A"},
		{"apportion", "by=omar", "authority=070-X-0702-000:1", "amount=1,000,000.00"},
		{"allot", "by=fay", "apportionment=070-X-0702-000:1.1", "office=Region IV", "amount=1,000,000.00"},
		{"open-programme", "by=fay", "listing=97.036", "title=Public Assistance", "program-activity=0004"},
		{"make-award", "by=fay", "fain=FAIN1", "listing=97.036", "allotment=070-X-0702-000:1.1.1", "recipient=florida",
			"amount=1,000,000.00", "begins=2017-09-04", "ends=2018-09-04", "description=Debris removal"},
	} {
		out, err := player.Act(context.Background(), act)
		require.NoError(b, err)
		require.False(b, out.Refused(), out.Log)
	}
}

// each signs n acts of a person, then times the blocks that take them.
func (b *bench) each(by string, n int, act func(i int) sdk.Msg) time.Duration {
	info, err := authtypes.NewQueryClient(b.chain).AccountInfo(context.Background(), &authtypes.QueryAccountInfoRequest{Address: address(by)})
	require.NoError(b, err)
	txs := make([][]byte, n)
	for i := range txs {
		txs[i], err = scenario.Sign(context.Background(), b.chain.Tx, testutil.Key(by), testutil.ChainID,
			info.Info.AccountNumber, info.Info.Sequence+uint64(i), benchGas, act(i))
		require.NoError(b, err)
	}
	b.gas = 0
	start := time.Now()
	for len(txs) > 0 {
		block := txs[:min(benchBlock, len(txs))]
		txs = txs[len(block):]
		for _, result := range b.chain.NextBlock(b, block...) {
			require.Zero(b, result.Code, result.Log)
			b.gas = max(b.gas, result.GasUsed)
		}
	}
	return time.Since(start)
}

func (b *bench) report(unit string, took time.Duration, n int) {
	b.ReportMetric(float64(n)/took.Seconds(), unit)
	b.Logf("%-18s %8.0f   greatest act %d gas", unit, float64(n)/took.Seconds(), b.gas)
}

// size adds up the keys and values of the state tree, and of the history store.
func (b *bench) size() (state, history int) {
	stores := b.chain.CommitMultiStore().(*rootmulti.Store)
	for _, name := range app.StoreNames {
		it := stores.GetKVStore(stores.StoreKeysByName()[name]).Iterator(nil, nil)
		for ; it.Valid(); it.Next() {
			state += len(it.Key()) + len(it.Value())
		}
		require.NoError(b, it.Close())
	}
	it, err := b.chain.HistoryDB.Iterator(nil, nil)
	require.NoError(b, err)
	for ; it.Valid(); it.Next() {
		history += len(it.Key()) + len(it.Value())
	}
	require.NoError(b, it.Close())
	return state, history
}
