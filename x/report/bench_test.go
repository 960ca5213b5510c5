package report

import (
	"fmt"
	"testing"
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	"github.com/pursechain/purse/x/ledger"
)

// The size of the fund whose reports are timed: entries of its journal, in blocks of so many, over so many obligations.
const (
	benchEntries = 1_000_000
	benchBlock   = 10_000
	benchAwards  = 2000
	benchBound   = 50 * time.Millisecond
)

// BenchmarkReports reads the reports of a fund with a million journal entries out of committed state: five hundred purposes, some
// two thousand totals. What a report costs depends on these and not on the journal. It fails if one takes longer than the bound.
func BenchmarkReports(b *testing.B) {
	db, err := dbm.NewPebbleDB("history", b.TempDir(), nil)
	require.NoError(b, err)
	h := newHouseOn(b, 2018, db)
	h.must(ledger.Enact, "A", "A", "", 10*benchEntries)
	h.must(ledger.Apportion, "A", "AA", "", 10*benchEntries)
	h.must(ledger.Allot, "AA", "AAl", "", 10*benchEntries)
	for n := 0; n < benchEntries; n += benchBlock {
		h.block(b, n)
	}
	size, err := h.h.Size(h.ctx, ledger.JournalOf(fund))
	require.NoError(b, err)
	require.Greater(b, size, uint64(benchEntries))
	balance := ledger.NewQueryServer(h.k)
	for _, report := range []struct {
		name string
		ask  func() error
	}{
		{"trial-balance", func() error {
			_, err := balance.TrialBalance(h.ctx, &ledger.QueryTrialBalanceRequest{Fund: fund})
			return err
		}},
		{"sf133", func() error { _, err := h.books(false).SF133(); return err }},
		{"file-b", func() error { _, err := h.books(false).FileB(); return err }},
	} {
		b.Run(report.name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, report.ask())
			}
			require.Less(b, b.Elapsed()/time.Duration(b.N), benchBound)
			b.ReportMetric(float64(size), "entries")
			b.ReportMetric(float64(len(h.books(false).Totals)), "totals")
		})
	}
}

// block posts the entries of one block: obligations, deliveries and payments in turn; and commits it.
func (h *house) block(b *testing.B, first int) {
	events := []ledger.Event{ledger.Obligate, ledger.Accrue, ledger.Pay}
	for i := first; i < first+benchBlock; i++ {
		award := i / len(events) % benchAwards
		id := fmt.Sprintf("AA%x:%04d%03d", award%4, award%20, 110+award/20%25)
		from, held := id, ledger.Account("")
		e := events[i%len(events)]
		if e == ledger.Obligate {
			from, held = "AAl", ledger.Allotments
		}
		h.must(e, from, id, held, 1)
	}
	require.NoError(b, h.h.Precommit(h.ctx))
	h.ctx.MultiStore().(storetypes.CommitMultiStore).Commit()
	h.ctx = h.ctx.WithBlockHeight(h.ctx.BlockHeight() + 1)
}
