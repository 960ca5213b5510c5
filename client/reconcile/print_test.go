package reconcile

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

func report(t *testing.T, all []ledger.JournalEntry, change map[string]money.Amount) Report {
	f, err := Compare(books(t, change), chainOf(all))
	require.NoError(t, err)
	f.Height = 12
	return Report{Funds: []Fund{f}}
}

func written(t *testing.T, print func(*strings.Builder) error) string {
	var b strings.Builder
	require.NoError(t, print(&b))
	return b.String()
}

func TestPrint(t *testing.T) {
	all := sound()
	change := times(-1, all[3])
	change["4450"] = -1
	r := report(t, all, change)
	require.Equal(t, `fund                       070-X-0702-000
height                     12
compared                   13 balances
entries                    0 to 9
differences                3, together -0.01
agency's budgetary side    does not balance: its credits exceed its debits by 0.01
agency's proprietary side  balances

no  account  title                                      agency    chain  difference  explained by
1   4450     Unapportioned - Unexpired Authority       -100.01  -100.00       -0.01  -
2   4610     Allotments - Realized Resources           -635.00  -125.00     -510.00  a
3   4801     Undelivered Orders - Obligations, Unpaid   220.00  -290.00      510.00  a

a. entry 3 (2017-11-01: obligate 510.00, award 1) is missing from the agency's books: explains 2 of 3 differences
-. no entry explains it: 1 of 3
`, written(t, func(b *strings.Builder) error { return r.Print(b) }))
	r = report(t, all, nil)
	text := written(t, func(b *strings.Builder) error { return r.Print(b) })
	require.Contains(t, text, "differences                0, together 0.00\n")
}

// What people wrote into the journal neither turns a line, nor moves the cursor, nor calculates.
func TestPrintIsInert(t *testing.T) {
	all := sound()
	all[3].Reference, all[3].By = "=HYPERLINK(\"x\");=1+1\u202e\x1b[2J\n@SUM(1)", "\u202egil"
	r := report(t, all, times(-1, all[3]))
	for _, print := range []func(*strings.Builder) error{
		func(b *strings.Builder) error { return r.Print(b) }, func(b *strings.Builder) error { return r.CSV(b) },
		func(b *strings.Builder) error { return r.JSON(b) },
	} {
		text := written(t, print)
		require.NotContains(t, text, "\u202e")
		require.NotContains(t, text, "\x1b")
		require.NotRegexp(t, `(?m)^["']?[=+@]`, text)
		require.Contains(t, text, "HYPERLINK")
	}
	require.NotContains(t, written(t, func(b *strings.Builder) error { return r.CSV(b) }), ";")
}

func TestCSV(t *testing.T) {
	all := sound()
	r := report(t, all, map[string]money.Amount{"4450": -1, "4610": -510_00})
	r.Funds = append(r.Funds, Fund{Fund: "070-X-0799-000", Unknown: true})
	require.Equal(t, `fund,account,title,agency,chain,difference,explanations
070-X-0702-000,4450,Unapportioned - Unexpired Authority,-100.01,-100.00,-0.01,no entry explains it
070-X-0702-000,4610,Allotments - Realized Resources,-635.00,-125.00,-510.00,"entry 3 (2017-11-01: obligate 510.00, award 1) is `+
		`missing from the agency's books"
070-X-0799-000,,,0.00,0.00,0.00,the chain has no entry in this fund
`, written(t, func(b *strings.Builder) error { return r.CSV(b) }))
}

// A title that a spreadsheet program would run is a text there, and an amount below zero stays a number.
func TestCSVDoesNotRun(t *testing.T) {
	r := report(t, sound(), map[string]money.Amount{"4450": -1})
	r.Funds[0].Differences[0].Title = "=1+1"
	require.Contains(t, written(t, func(b *strings.Builder) error { return r.CSV(b) }),
		"\n070-X-0702-000,4450,'=1+1,-100.01,-100.00,-0.01,no entry explains it\n")
}

func TestJSON(t *testing.T) {
	all := sound()
	r := report(t, all, map[string]money.Amount{"4610": -360_00, "4801": 360_00, "4450": 1})
	var got struct {
		Differences int
		Funds       []jsonFund
	}
	require.NoError(t, json.Unmarshal([]byte(written(t, func(b *strings.Builder) error { return r.JSON(b) })), &got))
	require.Equal(t, int64(12), got.Funds[0].Height)
	require.Equal(t, 3, got.Differences)
	require.Equal(t, r.Funds[0].forPrograms(), got.Funds[0])
	require.Empty(t, got.Funds[0].Differences[0].Causes)
	require.Equal(t, money.Amount(150_00), *got.Funds[0].Causes[0].Posted)
}
