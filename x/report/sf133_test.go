package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// worked is two years of a no-year fund with one appropriation and one reimbursable order, small enough to add up by hand.
// Amounts are in dollars.
func worked(t testing.TB) *house {
	h := newHouse(t, 2018)
	none, free := ledger.Account(""), ledger.UnapportionedAuthority
	const o1, o2, o3, o4, or = "AA1:0001410", "AA2:0001252", "AA3:0001410", "AB4:0002252", "RA5:0001252"
	for _, step := range []struct {
		event    ledger.Event
		from, to string
		held     ledger.Account
		amount   money.Amount
	}{
		{ledger.Enact, "A", "A", none, 1000},
		{ledger.Apportion, "A", "AA", none, 900},
		{ledger.Allot, "AA", "AAl", none, 800},
		{ledger.Obligate, "AAl", o1, ledger.Allotments, 500},
		{ledger.Obligate, "AAl", o2, ledger.Allotments, 200},
		{ledger.Accrue, o1, o1, none, 300},
		{ledger.Pay, o1, o1, none, 250},
		{ledger.Advance, o2, o2, none, 50},
		{ledger.Carry, "AAl", "A", ledger.Allotments, 100},
		{ledger.Carry, "AA", "A", ledger.Apportionments, 100},
		{"", "", "", none, 0}, // the end of fiscal year 2018
		{ledger.Enact, "A", "A", none, 400},
		{ledger.Rescind, "A", "A", none, 20},
		{ledger.TransferIn, "A", "A", none, 30},
		{ledger.TransferOut, "A", "A", none, 10},
		{ledger.Order, "R", "R", none, 100},
		{ledger.Collect, "R", "R", none, 60},
		{ledger.Apportion, "A", "AA", none, 460},
		{ledger.Apportion, "A", "AB", none, 40},
		{ledger.Apportion, "R", "RA", none, 100},
		{ledger.Allot, "AA", "AAl", none, 410},
		{ledger.Allot, "AB", "ABl", none, 40},
		{ledger.Allot, "RA", "RAl", none, 90},
		{ledger.Commit, "ABl", "ABk", none, 40},
		{ledger.Obligate, "AAl", o3, ledger.Allotments, 200},
		{ledger.Obligate, "ABk", o4, ledger.Commitments, 30},
		{ledger.Obligate, "RAl", or, ledger.Allotments, 80},
		{ledger.Accrue, or, or, none, 50},
		{ledger.Pay, or, or, none, 40},
		{ledger.AdjustUp, "AAl", o1, ledger.Allotments, 25},
		{ledger.Recover, o1, "A", free, 15},
		{ledger.RecoverOwed, o1, "A", free, 10},
		{ledger.Pay, o1, o1, none, 20},
		{ledger.Liquidate, o2, o2, none, 30},
		{ledger.RecoverAdvance, o2, "A", free, 5},
		{ledger.RefundPrior, o1, "A", free, 7},
		{ledger.Refund, or, "RAl", "", 3},
		{ledger.Defer, "A", "A", none, 15},
	} {
		if step.event == "" {
			h.close()
			continue
		}
		h.must(step.event, step.from, step.to, step.held, step.amount*100)
	}
	return h
}

// The numbers were added up by hand from the events above.
func TestSF133ByHand(t *testing.T) {
	lines, err := worked(t).books(false).SF133()
	require.NoError(t, err)
	want := map[uint32]money.Amount{
		1000: 300, 1021: 25, 1033: 12, 1050: 337, 1100: 400, 1121: 20, 1130: -20, 1160: 400,
		1700: 60, 1701: 40, 1750: 100, 1900: 500, 1910: 837,
		2001: 225, 2002: 30, 2004: 255, 2101: 77, 2104: 77, 2170: 332, 2190: 332,
		2201: 268, 2401: 15, 2403: 222, 2412: 505, 2490: 505, 2500: 837,
		3000: 400, 3010: 332, 3020: -57, 3040: -25, 3050: 650, 3070: -40, 3090: -40, 3100: 400, 3200: 610,
		4000: 500, 4020: 57, 4030: -60, 4033: -12, 4040: -72, 4050: -40, 4053: 12, 4060: -28, 4070: 400, 4080: -15,
		4180: 400, 4190: -15,
	}
	for _, l := range lines {
		require.Equal(t, want[l.Number]*100, l.Amount, "%d %s", l.Number, l.Title)
		delete(want, l.Number)
	}
	require.Empty(t, want, "lines that the report has not")
}

// An emergency fund code picks its part, and one that the fund has no money of is all zero.
func TestSF133OfAFundCode(t *testing.T) {
	h := worked(t)
	h.must(ledger.Enact, "M", "M", "", 500)
	b := h.books(false)
	require.Equal(t, []string{"A", "Q"}, b.Defcs())
	for defc, want := range map[string]money.Amount{"": 83700 + 500, "Q": 83700, "A": 500, "B": 0} {
		lines, err := b.Of(defc).SF133()
		require.NoError(t, err)
		got, err := numbered(lines, 1910)
		require.NoError(t, err)
		require.Equal(t, want, got, defc)
	}
}

// The number of the unobligated balance in total changed with fiscal year 2021.
func TestSF133Renumbered(t *testing.T) {
	for year, want := range map[uint32]uint32{2020: 1050, 2021: 1070} {
		lines, err := Books{Year: year}.SF133()
		require.NoError(t, err)
		require.Equal(t, want, lines[4].Number)
		require.Equal(t, "Unobligated balance (total)", lines[4].Title)
	}
}

// The table is well formed: a number once, sums of lines above only, titles that fit.
func TestSF133Table(t *testing.T) {
	above := make(map[uint32]bool)
	for _, section := range sf133 {
		for _, r := range section.rows {
			require.False(t, above[r.number], "%d twice", r.number)
			require.NotEmpty(t, r.title)
			require.LessOrEqual(t, len(r.title), 76)
			require.NotEqual(t, len(r.lines) == 0, len(r.accounts) == 0, "%d has either accounts or lines", r.number)
			for _, n := range r.lines {
				require.True(t, above[n], "%d adds %d, which is not above it", r.number, n)
			}
			for _, a := range r.accounts {
				require.NotEmpty(t, a.Title(), a)
			}
			above[r.number] = true
		}
	}
}

func TestAnAmountTooGreatIsAnError(t *testing.T) {
	huge := ledger.Total{Account: "4119", Standing: ledger.Standing{Amount: 1<<63 - 1, Year: 2018}}
	_, err := Books{Year: 2018, Totals: []ledger.Total{huge, huge}}.SF133()
	require.ErrorIs(t, err, money.ErrOverflow)
}
