package appropriation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
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

// Two spellings of a project are one by capitals and spaces; every mark tells two projects apart.
func TestSpellingsOfAProject(t *testing.T) {
	key := func(name string) projectKey { return Line{Name: name, Year: 2018}.project(fund + ":1") }
	for _, name := range []string{"Puerto Rico grid", "PUERTO RICO GRID", "puerto  Rico   Grid"} {
		require.Equal(t, key("puerto rico grid"), key(name), name)
	}
	for _, pair := range [][2]string{
		{"Phase 1", "Phase 2"}, {"Debris 1-2", "Debris 12"}, {"--", ".."}, {"PuertoRico", "Puerto Rico"}, {"Grid", "Grid."},
	} {
		require.NotEqual(t, key(pair[0]), key(pair[1]), pair)
	}
}

// A project's name is of printable ASCII, so that no two of its spellings can look alike and differ.
func TestNamesOfProjects(t *testing.T) {
	for _, row := range []struct{ name, found string }{
		{"Debris, phase 1 (roads & bridges) ~50%", ""},
		{"", "empty"},
		{" Debris", "begins or ends with a space"},
		{"D\u00c9BRIS", `has the character '\u00c9', which is not of ASCII`},
		{"D\u0435bris", `has the character '\u0435', which is not of ASCII`},
		{"Debris\tremoval", `has the character '\t'`},
	} {
		require.Equal(t, row.found, checkProject(row.name), row.name)
		m := &MsgApportion{Authority: fund + ":1", Amount: 1, Category: CategoryB, Project: row.name}
		if row.found != "" {
			refused(t, m.ValidateBasic(), ErrMalformedApportionment, "project: "+row.found)
		} else {
			require.NoError(t, m.ValidateBasic())
		}
	}
}

// The last apportionment of a project is the one that a new chain finds, also where the order of ids is not that of numbers.
func TestTheLastApportionmentOfAProjectIsFound(t *testing.T) {
	key := storetypes.NewKVStoreKey(StoreKey)
	ctx := testutil.DefaultContext(key, storetypes.NewTransientStoreKey("t"))
	k := NewKeeper(codec.NewProtoCodec(codectypes.NewInterfaceRegistry()), runtime.NewKVStoreService(key),
		history.Keeper{}, consortium.Keeper{}, ledger.Keeper{})
	line := func(id, name string) Line { return Line{Id: fund + id, Name: name, Year: 2018, Category: CategoryB} }
	lines := []Line{line(":1.1", "Grid"), line(":1.10", "GRID"), line(":1.9", "grid"), line(":2.1", "Grid"), {Id: fund + ":1.2"}}
	require.NoError(t, k.findProjects(ctx, lines))
	for i, want := range map[int]string{0: fund + ":1.10", 3: fund + ":2.1"} {
		found, err := k.projects.Get(ctx, lines[i].project(authorityOf(lines[i].Id)))
		require.NoError(t, err)
		require.Equal(t, want, found)
	}
}
