package report

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// moves are the events that the machine draws, each from one kind of subject to another: the law, p apportionment, l allotment,
// k commitment, o obligation.
var moves = []struct {
	event    ledger.Event
	from, to byte
	held     []ledger.Account
}{
	{ledger.Enact, 'a', 'a', nil}, {ledger.Enact, 'a', 'a', nil}, {ledger.Rescind, 'a', 'a', nil},
	{ledger.TransferOut, 'a', 'a', nil}, {ledger.TransferIn, 'a', 'a', nil}, {ledger.Order, 'a', 'a', nil},
	{ledger.Collect, 'a', 'a', nil}, {ledger.Defer, 'a', 'a', nil},
	{ledger.Apportion, 'a', 'p', nil}, {ledger.Apportion, 'a', 'p', nil},
	{ledger.Allot, 'p', 'l', nil}, {ledger.Allot, 'p', 'l', nil},
	{ledger.Commit, 'l', 'k', nil},
	{ledger.Obligate, 'l', 'o', fromAllotment}, {ledger.Obligate, 'l', 'o', fromAllotment},
	{ledger.Obligate, 'k', 'o', []ledger.Account{ledger.Commitments}}, {ledger.Deobligate, 'o', 'l', nil},
	{ledger.AdjustUp, 'l', 'o', fromAllotment},
	{ledger.AdjustUp, 'a', 'o', []ledger.Account{ledger.ExpiredAuthority}},
	{ledger.Recover, 'o', 'a', backTo}, {ledger.RecoverOwed, 'o', 'a', backTo}, {ledger.RecoverAdvance, 'o', 'a', backTo},
	{ledger.Accrue, 'o', 'o', nil}, {ledger.Accrue, 'o', 'o', nil}, {ledger.AccrueInterest, 'o', 'o', nil},
	{ledger.Pay, 'o', 'o', nil}, {ledger.Pay, 'o', 'o', nil}, {ledger.ComeBack, 'o', 'o', nil},
	{ledger.Advance, 'o', 'o', nil}, {ledger.Liquidate, 'o', 'o', nil},
	{ledger.Refund, 'o', 'l', nil}, {ledger.WithdrawOrder, 'a', 'a', backTo},
	{ledger.RefundPrior, 'o', 'a', backTo},
	{ledger.ClaimBack, 'o', 'o', nil}, {ledger.WriteOff, 'o', 'o', nil},
	{ledger.Expire, 'l', 'a', fromAllotment},
	{ledger.Expire, 'a', 'a', []ledger.Account{ledger.UnapportionedAuthority}},
	{ledger.Carry, 'l', 'a', fromAllotment}, {ledger.Carry, 'p', 'a', []ledger.Account{ledger.Apportionments}},
	{ledger.CancelUndelivered, 'o', 'a', nil}, {ledger.CancelOwed, 'o', 'a', nil}, {ledger.CancelUncollected, 'a', 'a', nil},
	{ledger.CancelCollected, 'a', 'a', nil}, {ledger.Cancel, 'a', 'a', nil},
}

var (
	backTo        = []ledger.Account{ledger.UnapportionedAuthority, ledger.ExpiredAuthority}
	fromAllotment = []ledger.Account{ledger.Allotments}
)

// whose are the laws, and the order, to whose money an event can happen: what customers pay is no appropriation.
func whose(e ledger.Event) []string {
	switch e {
	case ledger.Order, ledger.WithdrawOrder, ledger.Collect, ledger.CancelUncollected, ledger.CancelCollected:
		return []string{"R"}
	case ledger.Enact, ledger.Rescind, ledger.TransferOut, ledger.TransferIn, ledger.Cancel:
		return []string{"A", "M"}
	}
	return []string{"A", "M", "R"}
}

// drawn is the id of a subject of a kind.
func drawn(t *rapid.T, law, category string, kind byte) string {
	switch kind {
	case 'a':
		return law
	case 'p':
		return law + category
	case 'o':
		return law + category + rapid.SampledFrom([]string{"1:0001410", "2:0001252", "3:0002410"}).Draw(t, "document")
	}
	return law + category + string(kind)
}

// Whatever happens to a fund, lawful in its order or not, the reports hold together at every moment of every year.
func TestIdentities(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := newHouse(t, 2018)
		h.t = r
		expired := rapid.Bool().Draw(r, "expired")
		for _, law := range []string{"A", "M", "R"} { // most draws would find nothing to take otherwise
			if law == "R" {
				h.must(ledger.Order, law, law, "", 1_000_000)
				h.must(ledger.Collect, law, law, "", 500_000)
			} else {
				h.must(ledger.Enact, law, law, "", 1_000_000)
			}
			for _, c := range []string{"A", "B"} {
				h.must(ledger.Apportion, law, law+c, "", 400_000)
				h.must(ledger.Allot, law+c, law+c+"l", "", 300_000)
				o := law + c + "1:0001410"
				h.must(ledger.Obligate, law+c+"l", o, ledger.Allotments, 100_000)
				h.must(ledger.Accrue, o, o, "", 60_000)
				h.must(ledger.Pay, o, o, "", 40_000)
				h.must(ledger.Advance, o, o, "", 20_000)
			}
		}
		for range rapid.IntRange(20, 90).Draw(r, "events") {
			if rapid.IntRange(0, 12).Draw(r, "year") == 0 {
				h.close()
				h.hold(expired)
				continue
			}
			m := rapid.SampledFrom(moves).Draw(r, "event")
			law := rapid.SampledFrom(whose(m.event)).Draw(r, "law")
			category := rapid.SampledFrom([]string{"A", "B"}).Draw(r, "category")
			from, to := drawn(r, law, category, m.from), drawn(r, law, category, m.to)
			if m.from == m.to {
				to = from
			}
			var held ledger.Account
			if m.held != nil {
				held = rapid.SampledFrom(m.held).Draw(r, "held")
			}
			err := h.post(m.event, from, to, held, money.Amount(rapid.Int64Range(1, 30_000).Draw(r, "amount")))
			if err != nil && !errors.Is(err, ledger.ErrOverAvailable) {
				require.NoError(r, err)
			}
			h.hold(expired)
		}
	})
}

// hold checks every identity of the reports.
func (h *house) hold(expired bool) {
	b := h.books(expired)
	whole := h.adds(b)
	parts := make([]money.Amount, len(whole))
	for _, defc := range b.Defcs() {
		for i, l := range h.adds(b.Of(defc)) {
			parts[i] += l.Amount
		}
	}
	for i, l := range whole {
		require.Equal(h.t, l.Amount, parts[i], "line %d is the sum of its fund codes", l.Number)
	}
	rows, err := b.FileB()
	require.NoError(h.t, err)
	h.agree(b, rows)
	h.awards(rows)
}

// adds checks the identities of an SF-133.
func (h *house) adds(b Books) []Line {
	lines, err := b.SF133()
	require.NoError(h.t, err)
	line := func(numbers ...uint32) money.Amount {
		a, err := numbered(lines, numbers...)
		require.NoError(h.t, err)
		return a
	}
	account := func(m moment, accounts ...ledger.Account) money.Amount {
		a, err := b.at(row{when: m, accounts: accounts})
		require.NoError(h.t, err)
		return a
	}
	require.Equal(h.t, line(1910), line(2500), "resources are their status")
	require.Equal(h.t, line(2190), line(2004, 2104), "obligations are direct or reimbursable")
	require.Equal(h.t, line(2190), line(2170, 2180), "obligations are of unexpired or of expired accounts")
	require.Equal(h.t, line(3050), -account(now, unpaid...), "what is unpaid")
	require.Equal(h.t, line(3090), -account(now, uncollected...), "what is uncollected")
	given := account(change, ledger.OtherAppropriations, ledger.TransfersCurrentYear, ledger.Rescissions)
	require.Equal(h.t, line(1160, 1260), given)
	require.Equal(h.t, line(4070, 4160), line(1160, 1260), "net budget authority is what laws gave")
	cash := account(change, ledger.FundBalanceWithTreasury)
	require.Equal(h.t, line(4190), line(1160, 1260, 1029)-cash, "net outlays left the Treasury")
	a, err := FileA(lines)
	require.NoError(h.t, err)
	require.Equal(h.t, a.TotalResources, a.BroughtForward+a.Adjustments+a.Appropriated+a.SpendingAuthority, "A2, A3")
	require.Equal(h.t, a.StatusOfResources, a.Obligations+a.Unobligated, "A4")
	require.Equal(h.t, a.TotalResources, a.StatusOfResources, "A24")
	return lines
}

// agree checks file B against the SF-133, by fund code and by D and R.
func (h *house) agree(b Books, rows []RowB) {
	for _, defc := range append(b.Defcs(), "") {
		lines, err := b.Of(defc).SF133()
		require.NoError(h.t, err)
		var direct, reimbursable, outlay, recoveries money.Amount
		for _, r := range rows {
			if defc != "" && r.Defc != defc {
				continue
			}
			if r.Funding == "R" {
				reimbursable += r.Balances.Incurred
			} else {
				direct += r.Balances.Incurred
			}
			outlay, recoveries = outlay+r.Balances.Outlay, recoveries+r.Balances.Recoveries
		}
		for number, want := range map[uint32]money.Amount{
			2004: -direct, 2104: -reimbursable, 2190: -direct - reimbursable, 3020: outlay,
		} {
			got, err := numbered(lines, number)
			require.NoError(h.t, err)
			require.Equal(h.t, want, got, "line %d of %q is that of file B", number, defc)
		}
		got, err := numbered(lines, 1021, 1033)
		require.NoError(h.t, err)
		require.Equal(h.t, recoveries, got, "recoveries of %q are those of file B", defc)
	}
}

// awards checks that every balance of file B is the sum of its awards in file C.
func (h *house) awards(rows []RowB) {
	subjects, err := h.k.Subjects(h.ctx, fund, "", "\x7f", 1000)
	require.NoError(h.t, err)
	sums := make(map[string]Balances)
	for _, id := range subjects {
		if len(id) < 4 {
			continue
		}
		accounts, err := h.k.Accounts(h.ctx, fund, id)
		require.NoError(h.t, err)
		b, err := BalancesOf(accounts, h.year)
		require.NoError(h.t, err)
		key := purpose(subject(id).Attributes).key()
		total := sums[key]
		for i, c := range total.cells() {
			*c.to += *b.cells()[i].to
		}
		sums[key] = total
	}
	for _, r := range rows {
		total, err := sums[r.key()].filled()
		require.NoError(h.t, err)
		require.Equal(h.t, r.Balances, total, r.key())
		delete(sums, r.key())
	}
	for key, b := range sums {
		require.True(h.t, b.zero(), "file B has no row for the awards of %s", key)
	}
}
