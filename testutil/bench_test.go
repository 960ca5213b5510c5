package testutil_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/payment"
)

// The size of the benchmark: acts in a block, words of the bank in a message, and gas for an act.
const (
	benchBlock = 200
	benchWords = 1000
	benchGas   = 400_000_000
)

// BenchmarkPayments pays on one node, on disk, in one process, and reports how many lines a second were certified, disbursed and settled by the
// bank's answer: lines that are payables, and lines of benefit rolls, in schedules of 1, 100 and 5,000 lines, with none, one and five million
// past payments in the same chain. Transactions are signed beforehand; their signatures are verified in the block, as on every node.
func BenchmarkPayments(b *testing.B) {
	c := &bench{B: b}
	c.open(0)
	for _, behind := range []int{0, 1_000_000, 5_000_000} {
		c.fill(behind)
		for _, lines := range []int{1, 100, payment.MaxLines} {
			b.Run(fmt.Sprintf("behind=%d/payables/schedule=%d", behind, lines), func(b *testing.B) {
				c.in(b).pay("FAIN1", lines, 1, min(10_000, 2000*lines))
			})
			b.Run(fmt.Sprintf("behind=%d/rolls/schedule=%d", behind, lines), func(b *testing.B) {
				c.in(b).pay("FAIN2", 1, lines, min(500_000, 2000*lines))
			})
		}
	}
	require.NoError(b, c.chain.CheckInvariants())
	require.NoError(b, c.chain.Close())
}

// BenchmarkBills pays payables as BenchmarkPayments does, on a chain without and with the bills of a million payables that were paid before: of
// them only the names are in the state tree, for ever, so that no bill is paid twice.
func BenchmarkBills(b *testing.B) {
	for _, bills := range []int{0, 1_000_000} {
		b.Run(fmt.Sprintf("bills=%d", bills), func(b *testing.B) {
			c := &bench{B: b}
			c.open(bills)
			if bills > 0 {
				b.ReportMetric(float64(c.disk())/float64(bills), "disk-bytes/bill")
			}
			c.pay("FAIN1", payment.MaxLines, 1, 10_000)
			require.NoError(b, c.chain.Close())
		})
	}
}

// fill pays rolls until so many lines were settled.
func (b *bench) fill(lines int) {
	for b.settled < lines {
		b.carry("FAIN2", 1, payment.MaxLines, min(lines-b.settled, 1_000_000))
	}
}

// pay reports what it takes to pay so many lines in schedules of so many payables, each to so many beneficiaries.
func (b *bench) pay(fain string, payables, beneficiaries, lines int) {
	before := b.sizes()
	took := b.carry(fain, payables, beneficiaries, lines)
	n := float64(lines)
	b.ReportMetric(n/(took["certified"]+took["disbursed"]+took["settled"]).Seconds(), "lines/s")
	for _, act := range []string{"claimed", "approved", "prepared", "certified", "disbursed", "settled"} {
		b.ReportMetric(float64(took[act].Nanoseconds())/1000/n, act+"-µs/line")
	}
	left := 0
	for name, size := range b.sizes() {
		if name == "logs" {
			b.ReportMetric(float64(size-before[name])/n, "log-bytes/line")
			continue
		}
		left += size - before[name]
		if size != before[name] {
			b.Logf("%-14s %8.1f bytes a line stay in state", name, float64(size-before[name])/n)
		}
	}
	b.ReportMetric(float64(left)/n, "state-bytes/line")
}

// carry takes lines from claims to the bank's word, and says how long the blocks of each act took.
func (b *bench) carry(fain string, payables, beneficiaries, lines int) map[string]time.Duration {
	roll, begins, ends := "", date.Date("2017-11-01"), date.Date("2017-12-31")
	if fain == "FAIN2" { // for another period, so that no claim looks like one of the other award
		roll, begins, ends = document(beneficiaries), "2017-10-01", "2017-10-31"
	}
	first, claims, schedule := b.claims, lines/beneficiaries, b.schedules
	schedules := claims / payables
	b.claims, b.schedules, b.settled = b.claims+claims, b.schedules+schedules, b.settled+lines
	amount := func(i int) money.Amount { return money.Amount((first + i + 1) * beneficiaries) } // no two alike, as they would look like one
	took := map[string]time.Duration{}
	took["claimed"] = b.each("florida", claims, func(i int) sdk.Msg {
		m := &grant.MsgSubmitClaim{
			Signer: address("florida"), Fain: fain, Number: number(first + i), Amount: amount(i),
			Begins: begins, Ends: ends, Evidence: []string{document(first + i)},
		}
		if roll != "" {
			m.Roll, m.RollLines = roll, uint32(beneficiaries)
		}
		return m
	})
	took["approved"] = b.each("fay", claims, func(i int) sdk.Msg {
		return &grant.MsgApproveClaim{Signer: address("fay"), Fain: fain, Number: number(first + i)}
	})
	took["prepared"] = b.each("flo", schedules, func(i int) sdk.Msg {
		m := &payment.MsgPrepare{Signer: address("flo"), Office: "treasury", Number: fmt.Sprintf("S%d", schedule+i)}
		for l := range payables {
			m.Payables = append(m.Payables, payable(first+i*payables+l))
		}
		return m
	})
	took["certified"] = b.each("fox", schedules, func(i int) sdk.Msg {
		return &payment.MsgCertify{Signer: address("fox"), Schedule: fmt.Sprintf("treasury/2018/S%d", schedule+i)}
	})
	took["disbursed"] = b.each("tam", schedules, func(i int) sdk.Msg {
		return &payment.MsgDisburse{Signer: address("tam"), Schedule: fmt.Sprintf("treasury/2018/S%d", schedule+i)}
	})
	took["settled"] = b.each("ted", (claims+benchWords-1)/benchWords, func(i int) sdk.Msg {
		m := &payment.MsgAnswer{Signer: address("ted"), Office: "treasury", File: document(first)}
		for n := i * benchWords; n < min(claims, (i+1)*benchWords); n++ {
			m.Words = append(m.Words, payment.Word{Line: uint32(n + 1), Payable: payable(first + n), Amount: amount(n),
				Outcome: payment.Settled, Reference: number(first + n)})
		}
		return m
	})
	return took
}

func number(i int) string  { return fmt.Sprintf("C%07d", i+1) }
func payable(i int) string { return payees["florida"] + "/2018/" + number(i) }

type bench struct {
	*testing.B
	chain *testutil.Chain
	dir   string
	// claims and schedules are how many were made, and settled how many lines.
	claims, schedules, settled int
}

// in is the same chain for a part of the benchmark.
func (b *bench) in(part *testing.B) *bench {
	b.B = part
	return b
}

// open starts a chain on disk, with so many bills paid before and two awards to Florida, of which the second is paid by rolls.
func (b *bench) open(bills int) {
	dir := b.TempDir()
	db, err := dbm.NewPebbleDB("application", dir, nil)
	require.NoError(b, err)
	historyDB, err := dbm.NewPebbleDB("history", dir, nil)
	require.NoError(b, err)
	cast := machineCast(b)
	b.dir, b.chain = dir, testutil.NewOn(b, billed(b, testutil.Genesis(b, cast), bills), db, historyDB)
	player, err := scenario.NewPlayer(cast, b.chain, b.chain.Codec, b.chain.Tx)
	require.NoError(b, err)
	for _, act := range [][]string{
		{"open-fund", "by=omar", "fund=070-X-0702", "title=Disaster Relief Fund", "member=fema", "purposes=0004:Disaster Relief"},
		{"enact", "by=ann", "fund=070-X-0702", "amount=10,000,000,000.00", "law=PL 115-56", "defc=A"},
		{"apportion", "by=omar", "authority=070-X-0702-000:1", "amount=10,000,000,000.00"},
		{"allot", "by=fay", "apportionment=070-X-0702-000:1.1", "office=Region IV", "amount=10,000,000,000.00"},
		{"open-programme", "by=fay", "listing=97.036", "title=Public Assistance", "program-activity=0004"},
		{"make-award", "by=fay", "fain=FAIN1", "listing=97.036", "allotment=070-X-0702-000:1.1.1", "recipient=florida",
			"amount=5,000,000,000.00", "begins=2017-09-04", "ends=2018-09-04", "description=Debris removal"},
		{"make-award", "by=fay", "fain=FAIN2", "listing=97.036", "allotment=070-X-0702-000:1.1.1", "recipient=florida", "kind=direct-payment",
			"amount=5,000,000,000.00", "begins=2017-09-04", "ends=2018-09-04", "description=Rent"},
	} {
		out, err := player.Act(context.Background(), act)
		require.NoError(b, err)
		require.False(b, out.Refused(), out.Log)
	}
}

// billed is a genesis with so many bills that were paid before.
func billed(b *bench, genesis json.RawMessage, bills int) json.RawMessage {
	encoding, err := app.NewEncoding()
	require.NoError(b, err)
	state, paid := map[string]json.RawMessage{}, payment.DefaultGenesis()
	require.NoError(b, json.Unmarshal(genesis, &state))
	encoding.Codec.MustUnmarshalJSON(state[payment.ModuleName], paid)
	for i := range bills {
		paid.Bills = append(paid.Bills, fmt.Sprintf("%s/2017/%s", payees["florida"], number(i)))
	}
	state[payment.ModuleName] = encoding.Codec.MustMarshalJSON(paid)
	whole, err := json.Marshal(state)
	require.NoError(b, err)
	return whole
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
	start := time.Now()
	for len(txs) > 0 {
		block := txs[:min(benchBlock, len(txs))]
		txs = txs[len(block):]
		for _, result := range b.chain.NextBlock(b, block...) {
			require.Zero(b, result.Code, result.Log)
		}
	}
	return time.Since(start)
}

// sizes adds up the keys and values of each store of the state tree, and of the logs that stand beside it.
func (b *bench) sizes() map[string]int {
	sizes := map[string]int{}
	stores := b.chain.CommitMultiStore().(*rootmulti.Store)
	for _, name := range app.StoreNames {
		sizes[name] = size(b, stores.GetKVStore(stores.StoreKeysByName()[name]).Iterator(nil, nil))
	}
	logs, err := b.chain.HistoryDB.Iterator(nil, nil)
	require.NoError(b, err)
	sizes["logs"] = size(b, logs)
	return sizes
}

// size adds up keys and values.
func size(b *bench, it dbm.Iterator) (size int) {
	for ; it.Valid(); it.Next() {
		size += len(it.Key()) + len(it.Value())
	}
	require.NoError(b, it.Close())
	return size
}

// disk is what the databases take on disk.
func (b *bench) disk() (size int64) {
	err := filepath.WalkDir(b.dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	require.NoError(b, err)
	return size
}
