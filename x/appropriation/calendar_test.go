package appropriation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// A fiscal year has four quarters of three months, wherever it begins, and ends the day before the next.
func TestFiscalYears(t *testing.T) {
	for _, row := range []struct {
		start       uint32
		year        uint32
		quarters    [4]date.Date
		last        date.Date
		leapQuarter uint32 // the quarter of 29 February 2020
	}{
		{1, 2020, [4]date.Date{"2020-01-01", "2020-04-01", "2020-07-01", "2020-10-01"}, "2020-12-31", 1},
		{4, 2020, [4]date.Date{"2019-04-01", "2019-07-01", "2019-10-01", "2020-01-01"}, "2020-03-31", 4},
		{10, 2020, [4]date.Date{"2019-10-01", "2020-01-01", "2020-04-01", "2020-07-01"}, "2020-09-30", 2},
		{12, 2020, [4]date.Date{"2019-12-01", "2020-03-01", "2020-06-01", "2020-09-01"}, "2020-11-30", 1},
	} {
		p := Params{FiscalYearStart: row.start}
		require.Equal(t, row.quarters[0], p.First(row.year), "%d", row.start)
		require.Equal(t, row.last, p.Last(row.year), "%d", row.start)
		require.Equal(t, row.leapQuarter, p.QuarterOf("2020-02-29"), "%d", row.start)
		for i, first := range row.quarters {
			quarter := uint32(i + 1)
			require.Equal(t, first, p.Quarter(row.year, quarter), "%d", row.start)
			require.Equal(t, quarter, p.QuarterOf(first), "%d", row.start)
			require.Equal(t, row.year, p.Year(first), "%d", row.start)
			before := (quarter+2)%4 + 1
			require.Equal(t, before, p.QuarterOf(first.Before()), "%d: the day before %s", row.start, first)
		}
		require.Equal(t, row.year, p.Year(row.last), "%d", row.start)
		require.Equal(t, row.year+1, p.Year(row.last.Plus(1)), "%d", row.start)
		require.Equal(t, row.year-1, p.Year(row.quarters[0].Before()), "%d", row.start)
		require.EqualValues(t, 4, p.QuarterOf(row.last), "%d", row.start)
	}
}

// What the end of each year does to a fund: nothing but closing before its period; carrying over within it; expiry with its last
// year; closing alone for the years in which it may still pay; cancellation with the last of these.
func TestYearEnds(t *testing.T) {
	type does struct{ begun, expires, expired, cancels, sweeps bool }
	var (
		closes   = does{}
		carries  = does{begun: true, sweeps: true}
		expires  = does{begun: true, expires: true, sweeps: true}
		pays     = does{begun: true, expired: true}
		cancels  = does{begun: true, expired: true, cancels: true, sweeps: true}
		canceled = pays // nothing is on the agenda any more
	)
	for _, row := range []struct {
		symbol string
		first  uint32
		want   []does
	}{
		{"070-X-0702-000", 2017, []does{carries, carries, carries}},
		{"070-X-0702-000", 9990, []does{carries}},
		{"070-2018/2018-0702-000", 2017, []does{closes, expires, pays, pays, pays, pays, cancels, canceled}},
		{"070-2018/2019-0702-000", 2016, []does{closes, closes, carries, expires, pays, pays, pays, pays, cancels, canceled}},
	} {
		symbol, err := ParseSymbol(row.symbol)
		require.NoError(t, err)
		for i, want := range row.want {
			e := yearEnd{symbol: symbol, params: DefaultGenesis().Params, year: row.first + uint32(i)}
			got := does{symbol.begun(e.year), e.expires(), symbol.Expired(e.year), e.cancels(), e.sweeps()}
			require.Equal(t, want, got, "%s at the end of %d", row.symbol, e.year)
		}
	}
}

// A country may let expired authority pay for another number of years.
func TestExpiredYearsAreAParameter(t *testing.T) {
	symbol := Symbol{Begin: 2018, End: 2018}
	for years := range uint32(10) {
		p := Params{FiscalYearStart: 4, ExpiredYears: years + 1}
		for year := uint32(2018); year < 2030; year++ {
			require.Equal(t, year == 2019+years, symbol.cancels(year, p), "%d years, the end of %d", years+1, year)
		}
	}
}

// The subjects of a year's end: the fund's own lines, from where the last block left off; all of its subjects at cancellation.
func TestSubjectsOfAYearEnd(t *testing.T) {
	symbol := Symbol{Begin: 2018, End: 2018}
	for _, row := range []struct {
		year                  uint32
		closing, from, before string
	}{
		{2018, "", fund + ":", fund + ";"},
		{2018, fund + ":1.2", fund + ":1.2", fund + ";"},
		{2023, "", "", "\x7f"},
		{2023, "FAIN1", "FAIN1", "\x7f"},
	} {
		e := yearEnd{fund: Fund{Symbol: fund, Closing: row.closing}, symbol: symbol, params: DefaultGenesis().Params, year: row.year}
		require.Equal(t, row.from, e.from())
		require.Equal(t, row.before, e.before())
	}
}

// TestWhatMayBeCorrected lists the events that an act may take back, each by the duty of who makes such an entry. One that is added
// here opens a way to move money: it is to be thought about.
func TestWhatMayBeCorrected(t *testing.T) {
	require.Equal(t, map[ledger.Event]consortium.Duty{
		ledger.Enact: consortium.Legislator, ledger.Rescind: consortium.Legislator,
		ledger.Order: consortium.BudgetOfficer, ledger.Collect: consortium.BudgetOfficer,
		ledger.Apportion: consortium.BudgetExaminer,
		ledger.Allot:     consortium.BudgetOfficer, ledger.Suballot: consortium.BudgetOfficer, ledger.Commit: consortium.BudgetOfficer,
	}, correctable)
}

// Two spellings of a project are one.
func TestFold(t *testing.T) {
	for _, name := range []string{"Puerto Rico grid", "PUERTO RICO GRID", "puerto-rico  grid.", "(Puerto/Rico) 'Grid'"} {
		require.Equal(t, "puertoricogrid", fold(name), name)
	}
	require.NotEqual(t, fold("Phase 1"), fold("Phase 2"))
	require.NotEqual(t, fold("Añasco"), fold("Aasco"))
}
