package appropriation

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

const fund = "070-X-0702-000"

func refused(t *testing.T, err, want error, found string) {
	t.Helper()
	if want == nil {
		require.NoError(t, err)
		return
	}
	require.True(t, errors.Is(err, want), "got %v, want %v", err, want)
	require.ErrorContains(t, err, found)
}

func TestParseSymbol(t *testing.T) {
	for text, want := range map[string]Symbol{
		"070-X-0702-000":             {Agency: "070", Main: "0702", Sub: "000"},
		"070-2017/2018-0702-000":     {Agency: "070", Begin: 2017, End: 2018, Main: "0702", Sub: "000"},
		"070-2017/2017-0702-001":     {Agency: "070", Begin: 2017, End: 2017, Main: "0702", Sub: "001"},
		"086-070-X-0702-000":         {Transfer: "086", Agency: "070", Main: "0702", Sub: "000"},
		"086-070-1789/9999-0702-000": {Transfer: "086", Agency: "070", Begin: 1789, End: 9999, Main: "0702", Sub: "000"},
	} {
		got, err := ParseSymbol(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	// 086-070-2017/2018-0702-000 is good; each row breaks one thing.
	for _, row := range []struct{ name, symbol, found string }{
		{"empty", "", "it has not the parts"},
		{"two parts", "070-X", "it has not the parts"},
		{"no sub account", "070-X-0702", "the sub account is not three digits"},
		{"a short agency, no sub account", "7-X-0702", "the agency is not three digits"},
		{"a small x, no sub account", "070-x-0702", "neither X nor two fiscal years"},
		{"six parts", "086-070-2017/2018-0702-000-1", "it has not the parts"},
		{"no hyphens", "0702017/20180702000", "it has not the parts"},
		{"other hyphens", "070\u2011X\u20110702\u2011000", "it has not the parts"},
		{"a short transfer agency", "86-070-2017/2018-0702-000", "allocation transfer agency"},
		{"an empty transfer agency", "-070-2017/2018-0702-000", "allocation transfer agency"},
		{"a short agency", "086-70-2017/2018-0702-000", "the agency is not three digits"},
		{"a long agency", "086-0070-2017/2018-0702-000", "the agency is not three digits"},
		{"letters in the agency", "086-O70-2017/2018-0702-000", "the agency is not three digits"},
		{"digits that are not ASCII", "086-٠٧٠-2017/2018-0702-000", "the agency is not three digits"},
		{"one digit that is not ASCII", "086-٠7-2017/2018-0702-000", "the agency is not three digits"},
		{"a space", " 070-X-0702-000", "the agency is not three digits"},
		{"a short main account", "086-070-2017/2018-702-000", "the main account is not four digits"},
		{"a letter in the main account", "086-070-2017/2018-07O2-000", "the main account is not four digits"},
		{"a short sub account", "086-070-2017/2018-0702-00", "the sub account is not three digits"},
		{"an empty sub account", "086-070-2017/2018-0702-", "the sub account is not three digits"},
		{"a break at the end", "086-070-2017/2018-0702-000\n", "the sub account is not three digits"},
		{"a small x", "086-070-x-0702-000", "neither X nor two fiscal years"},
		{"another letter", "086-070-Y-0702-000", "neither X nor two fiscal years"},
		{"one year", "086-070-2017-0702-000", "neither X nor two fiscal years"},
		{"three years", "086-070-2017/2018/2019-0702-000", "neither X nor two fiscal years"},
		{"a short year", "086-070-17/2018-0702-000", "neither X nor two fiscal years"},
		{"a sign", "086-070-+017/2018-0702-000", "neither X nor two fiscal years"},
		{"an end before the beginning", "086-070-2018/2017-0702-000", "ends before it begins"},
		{"before the Constitution", "086-070-1788/2018-0702-000", "ends before it begins"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := ParseSymbol(row.symbol)
			refused(t, err, ErrMalformedFund, row.found)
			require.Zero(t, got, "a refused symbol has no parts")
		})
	}
	_, err := ParseSymbol(strings.Repeat("9", 100_000))
	require.Less(t, len(err.Error()), 1000, "what came from outside is clipped")
}

func TestAvailable(t *testing.T) {
	for _, row := range []struct {
		symbol string
		year   int
		want   bool
	}{
		{"070-X-0702-000", 2017, true},
		{"070-X-0702-000", 0, true},
		{"070-2017/2018-0702-000", 2016, false},
		{"070-2017/2018-0702-000", 2017, true},
		{"070-2017/2018-0702-000", 2018, true},
		{"070-2017/2018-0702-000", 2019, false},
	} {
		symbol, err := ParseSymbol(row.symbol)
		require.NoError(t, err)
		require.Equal(t, row.want, symbol.Available(row.year), "%s in %d", row.symbol, row.year)
	}
}

func relief() Fund {
	return Fund{Symbol: fund, Title: "Disaster Relief Fund", Member: "fema", Purposes: []Purpose{
		{ProgramActivity: "0001", Title: "Base Disaster Relief"}, {ProgramActivity: "00A2", Title: "Disaster Relief"},
	}}
}

// The fund is good; each row breaks one thing.
func TestFundFault(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*Fund)
		want  error
		found string
	}{
		{"lawful", func(*Fund) {}, nil, ""},
		{"the longest title", func(f *Fund) { f.Title = strings.Repeat("a", 128) }, nil, ""},
		{"as many purposes as can be", func(f *Fund) { f.Purposes = purposes(64) }, nil, ""},
		{"malformed symbol", func(f *Fund) { f.Symbol = "070-X-0702" }, ErrMalformedFund, `"070-X-0702": the sub account is not three digits`},
		{"no title", func(f *Fund) { f.Title = "" }, ErrMalformedText, "title: empty"},
		{"a long title", func(f *Fund) { f.Title = strings.Repeat("a", 129) }, ErrMalformedText, "title: 129 bytes, at most 128"},
		{"a title that runs backwards", func(f *Fund) { f.Title = "Relief \u202edeniF" }, ErrMalformedText, `'\u202e'`},
		{"no purpose", func(f *Fund) { f.Purposes = nil }, ErrMalformedPurpose, "0 purposes, between 1 and 64"},
		{"too many purposes", func(f *Fund) { f.Purposes = purposes(65) }, ErrMalformedPurpose, "65 purposes"},
		{"no activity", func(f *Fund) { f.Purposes[1].ProgramActivity = "" }, ErrMalformedPurpose, `"": not four characters`},
		{"a short activity", func(f *Fund) { f.Purposes[1].ProgramActivity = "002" }, ErrMalformedPurpose, "not four characters"},
		{"an activity in small letters", func(f *Fund) { f.Purposes[1].ProgramActivity = "00a2" }, ErrMalformedPurpose, "'a'"},
		{"an activity that is not ASCII", func(f *Fund) { f.Purposes[1].ProgramActivity = "00é" }, ErrMalformedPurpose, `'\u00e9'`},
		{"no title of a purpose", func(f *Fund) { f.Purposes[1].Title = "" }, ErrMalformedPurpose, "00A2: empty"},
		{"a long title of a purpose", func(f *Fund) { f.Purposes[1].Title = strings.Repeat("a", 129) }, ErrMalformedPurpose,
			"00A2: 129 bytes"},
		{"a purpose twice", func(f *Fund) { f.Purposes[1].ProgramActivity = "0001" }, ErrMalformedPurpose, "0001 is given twice"},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := relief()
			row.spoil(&f)
			refused(t, f.fault(), row.want, row.found)
			open := &MsgOpenFund{Fund: f.Symbol, Title: f.Title, Member: f.Member, Purposes: f.Purposes}
			refused(t, open.ValidateBasic(), row.want, row.found)
		})
	}
}

func purposes(n int) (all []Purpose) {
	for i := range n {
		all = append(all, Purpose{ProgramActivity: fmt.Sprintf("%04d", i), Title: "Relief"})
	}
	return all
}

// The messages are good; each row breaks one thing that can be seen without state.
func TestValidateBasic(t *testing.T) {
	enact := func(spoil func(*MsgEnact)) error {
		m := &MsgEnact{Fund: fund, Amount: 100, Law: "PL 115-56", Defc: "A", Purposes: []string{"0001"}}
		spoil(m)
		return m.ValidateBasic()
	}
	allot := func(office string, amount money.Amount) error {
		return (&MsgAllot{Apportionment: fund + ":1.1", Office: office, Amount: amount}).ValidateBasic()
	}
	for _, row := range []struct {
		name  string
		err   error
		want  error
		found string
	}{
		{"enact", enact(func(*MsgEnact) {}), nil, ""},
		{"enact the greatest amount", enact(func(m *MsgEnact) { m.Amount = money.Max }), nil, ""},
		{"enact for all purposes", enact(func(m *MsgEnact) { m.Purposes = nil }), nil, ""},
		{"enact into no fund", enact(func(m *MsgEnact) { m.Fund = "0702" }), ErrMalformedFund, `"0702"`},
		{"enact no law", enact(func(m *MsgEnact) { m.Law = "" }), ErrMalformedText, "law: empty"},
		{"enact a long law", enact(func(m *MsgEnact) { m.Law = strings.Repeat("P", 65) }), ErrMalformedText,
			"law: 65 bytes, at most 64"},
		{"enact a law of two lines", enact(func(m *MsgEnact) { m.Law = "PL\n115-56" }), ErrMalformedText, `'\n'`},
		{"enact without an emergency code", enact(func(m *MsgEnact) { m.Defc = "" }), ErrMalformedText, `code "": empty`},
		{"enact with a small one", enact(func(m *MsgEnact) { m.Defc = "q" }), ErrMalformedText, `code "q"`},
		{"enact with a long one", enact(func(m *MsgEnact) { m.Defc = "QQQQ" }), ErrMalformedText, "4 characters, at most 3"},
		{"enact for many purposes", enact(func(m *MsgEnact) { m.Purposes = make([]string, 65) }), ErrMalformedPurpose, "65 purposes"},
		{"enact nothing", enact(func(m *MsgEnact) { m.Amount = 0 }), ledger.ErrAmountOutOfBounds, "0.00 is not above zero"},
		{"enact less", enact(func(m *MsgEnact) { m.Amount = -1 }), ledger.ErrAmountOutOfBounds, "-0.01 is not above zero"},
		{"enact too much", enact(func(m *MsgEnact) { m.Amount = money.Max + 1 }), ledger.ErrAmountOutOfBounds,
			"90,000,000,000,000.01 is above the greatest amount of one act, 90,000,000,000,000.00"},
		{"apportion", (&MsgApportion{Amount: 1}).ValidateBasic(), nil, ""},
		{"apportion nothing", (&MsgApportion{}).ValidateBasic(), ledger.ErrAmountOutOfBounds, "0.00 is not above zero"},
		{"apportion less", (&MsgApportion{Amount: -1 << 63}).ValidateBasic(), ledger.ErrAmountOutOfBounds,
			"-92,233,720,368,547,758.08 is not above zero"},
		{"allot", allot("Region IV", 1), nil, ""},
		{"allot to nobody", allot("", 1), ErrMalformedText, "office: empty"},
		{"allot to a long name", allot(strings.Repeat("a", 65), 1), ErrMalformedText, "office: 65 bytes, at most 64"},
		{"allot nothing", allot("Region IV", 0), ledger.ErrAmountOutOfBounds, "0.00 is not above zero"},
	} {
		t.Run(row.name, func(t *testing.T) { refused(t, row.err, row.want, row.found) })
	}
}

// The award is lawful; each row breaks one thing. The purpose is asked for first (A6), then the period (A7).
func TestPermit(t *testing.T) {
	for _, row := range []struct {
		name, symbol, activity string
		year                   int
		want                   error
		found                  string
	}{
		{"lawful", "070-2017/2018-0702-000", "0002", 2017, nil, ""},
		{"the last year", "070-2017/2018-0702-000", "0002", 2018, nil, ""},
		{"without an end", fund, "0002", 2050, nil, ""},
		{"another purpose of the law", "070-2017/2018-0702-000", "0003", 2017, nil, ""},
		{"outside the purpose", "070-2017/2018-0702-000", "0001", 2017, ErrOutsidePurpose,
			"programme activity 0001, PL 115-56 gives 070-2017/2018-0702-000 for 0002, 0003"},
		{"no purpose", "070-2017/2018-0702-000", "", 2017, ErrOutsidePurpose, "programme activity , PL 115-56"},
		{"before the period", "070-2017/2018-0702-000", "0002", 2016, ErrNotAvailable,
			"070-2017/2018-0702-000 is available in fiscal years 2017 to 2018, 2017-09-30 is in 2016"},
		{"after it", "070-2017/2018-0702-000", "0002", 2019, ErrNotAvailable, "2017 to 2018, 2017-09-30 is in 2019"},
		{"both, the purpose first", "070-2017/2018-0702-000", "0001", 2019, ErrOutsidePurpose, "0001"},
		{"a fund that is none", "0702", "0002", 2017, ErrMalformedFund, `"0702"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			law := Line{Kind: Authority, Name: "PL 115-56", Purposes: []string{"0002", "0003"}}
			err := Permit(Fund{Symbol: row.symbol}, law, row.activity, "2017-09-30", row.year)
			refused(t, err, row.want, row.found)
		})
	}
}

func TestCheckDocument(t *testing.T) {
	for document, want := range map[string]string{
		"4337DRFLP00000001": "", "HSFE-70-17-C-0001": "", strings.Repeat("9", 30): "",
		"": "empty", strings.Repeat("9", 31): "31 characters, at most 30", "4337drfl": `has the character 'd'`,
		"4337/1": `has the character '/'`, "4337|1": `has the character '|'`,
	} {
		require.Equal(t, want, CheckDocument(document), "%q", document)
	}
}

func TestDescent(t *testing.T) {
	const allotment = "070-2017/2018-0702-000:12.3.1"
	require.Equal(t, "070-2017/2018-0702-000", FundOf(allotment))
	require.Equal(t, "070-2017/2018-0702-000:12", authorityOf(allotment))
	id, parent := Line{Id: fund + ":1", Children: 9}.child()
	require.Equal(t, fund+":1.10", id)
	require.EqualValues(t, 10, parent.Children)
}
