package gsdm_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/gsdm"
)

// What is drawn is anything that may be written, likely or not.
var (
	amounts = rapid.Map(rapid.Int64Range(-int64(money.Max), int64(money.Max)), func(n int64) money.Amount { return money.Amount(n) })
	symbols = rapid.Map(rapid.StringMatching(`([0-9]{3}-)?[0-9]{3}-([A-Z]|[0-9]{4}/[0-9]{4})-[0-9]{4}-[0-9]{3}`),
		func(s string) gsdm.TAS {
			t, err := gsdm.ParseTAS(s)
			if err != nil {
				panic(err)
			}
			return t
		})
	texts = rapid.StringMatching(`([A-Za-z0-9"',;|é=+@-]([ A-Za-z0-9"',;|é=-]{0,20}[A-Za-z0-9"',;|é=-])?)?`)
)

func drawSpending(t *rapid.T) gsdm.Spending {
	return gsdm.Spending{
		ActivityCode: rapid.StringMatching(`([A-Z0-9]{4})?`).Draw(t, "code"),
		ActivityName: texts.Draw(t, "name"),
		PARK:         rapid.StringMatching(`([A-Z0-9]{1,15})?`).Draw(t, "PARK"),
		PYA:          rapid.SampledFrom([]string{"X", "x", "B", ""}).Draw(t, "PYA"),
		ObjectClass:  rapid.StringMatching(`[0-9]{0,4}`).Draw(t, "object class"),
		Funding:      rapid.SampledFrom([]string{"D", "R", ""}).Draw(t, "funding"),
		DEFC:         rapid.StringMatching(`[A-Z0-9]{0,3}`).Draw(t, "DEFC"),
	}
}

func drawBalances(t *rapid.T) (b gsdm.Balances) {
	for i := range b {
		b[i] = amounts.Draw(t, "balance")
	}
	return b
}

func drawA(t *rapid.T) gsdm.RowA {
	row := gsdm.RowA{TAS: symbols.Draw(t, "TAS")}
	for _, p := range []*money.Amount{&row.BroughtForward, &row.Adjustments, &row.Appropriated, &row.Borrowing, &row.Contract,
		&row.SpendingAuthority, &row.GrossOutlay, &row.Obligations, &row.Recoveries, &row.Unobligated} {
		*p = amounts.Draw(t, "amount")
	}
	return row
}

func drawB(t *rapid.T) gsdm.RowB {
	return gsdm.RowB{TAS: symbols.Draw(t, "TAS"), Spending: drawSpending(t), Balances: drawBalances(t)}
}

func drawC(t *rapid.T) gsdm.RowC {
	row := gsdm.RowC{TAS: symbols.Draw(t, "TAS"), Spending: drawSpending(t), FAIN: texts.Draw(t, "FAIN"), URI: texts.Draw(t, "URI"),
		PIID: texts.Draw(t, "PIID"), ParentAward: texts.Draw(t, "parent"), Transaction: rapid.Bool().Draw(t, "transaction")}
	if row.Transaction {
		row.Obligated, row.PostDate = amounts.Draw(t, "obligated"), rapid.StringMatching(`([0-9]{8})?`).Draw(t, "date")
	} else {
		row.Balances = drawBalances(t)
	}
	return row
}

func drawSF133(t *rapid.T) gsdm.SF133Row {
	return gsdm.SF133Row{TAS: symbols.Draw(t, "TAS"), FiscalYear: "2018", Period: "03",
		Line: rapid.StringMatching(`[0-9]{4}`).Draw(t, "line"),
		DEFC: rapid.StringMatching(`[A-Z0-9]{0,3}`).Draw(t, "DEFC"), Amount: amounts.Draw(t, "amount")}
}

func drawActivity(t *rapid.T) gsdm.RowActivity {
	return gsdm.RowActivity{FiscalYear: "2018", Agency: rapid.StringMatching(`[0-9]{3}`).Draw(t, "agency"),
		Main: rapid.StringMatching(`[0-9]{4}`).Draw(t, "main account"), Code: rapid.StringMatching(`[A-Z0-9]{4}`).Draw(t, "code"),
		Name: texts.Draw(t, "name")}
}

// roundTrip says that rows are read as they were written, and that no total of them is at fault.
func roundTrip[R any](t *testing.T, draw func(*rapid.T) R, write func(io.Writer, []R) error, read func(*gsdm.Table) []R) {
	totals := strings.Fields("A2 A3 A4 B3.1 B3.2 B4.1 B4.2 B5.1 B5.2 B6.1 B6.2 B7.1 B7.2 B13 " +
		"C3.1 C3.2 C4.1 C4.2 C5.1 C5.2 C6.1 C6.2 C7.1 C7.2 C18 C17 C25 format")
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(draw), 1, 4).Draw(t, "rows")
		var file bytes.Buffer
		require.NoError(t, write(&file, rows))
		table, err := gsdm.Read("file", &file)
		require.NoError(t, err)
		require.Equal(t, rows, read(table))
		set, err := gsdm.NewSet(table)
		if err != nil { // an SF-133 or a list of activities alone
			return
		}
		for _, f := range set.Check().Findings {
			require.False(t, slices.Contains(totals, f.Rule), "%+v %+v", f, f.Numbers)
		}
	})
}

func TestRoundTrip(t *testing.T) {
	t.Run("A", func(t *testing.T) { roundTrip(t, drawA, gsdm.WriteA, (*gsdm.Table).ReadA) })
	t.Run("B", func(t *testing.T) { roundTrip(t, drawB, gsdm.WriteB, (*gsdm.Table).ReadB) })
	t.Run("C", func(t *testing.T) { roundTrip(t, drawC, gsdm.WriteC, (*gsdm.Table).ReadC) })
	t.Run("SF-133", func(t *testing.T) { roundTrip(t, drawSF133, gsdm.WriteSF133, (*gsdm.Table).ReadSF133) })
	t.Run("activities", func(t *testing.T) { roundTrip(t, drawActivity, gsdm.WriteActivities, (*gsdm.Table).ReadActivities) })
}

// What a spreadsheet program would run is written as a text, in whatever column it may stand; the check reads what was meant, and
// amounts below zero stay numbers.
func TestNoCellRuns(t *testing.T) {
	const name = `=HYPERLINK("http://evil";"Total")`
	spending := activity("0001", name, "410", "D", "A")
	b := []gsdm.RowB{{TAS: relief, Spending: spending, Balances: spent(100)}}
	c := []gsdm.RowC{{TAS: relief, Spending: spending, PIID: "-70FB7018F00000001", ParentAward: "+1", Balances: spent(100)},
		{TAS: relief, Spending: spending, URI: "@SUM(A1)", Transaction: true, Obligated: -1_234_56}}
	list := []gsdm.RowActivity{{FiscalYear: "2018", Agency: "070", Main: "0702", Code: "0001", Name: name}}
	var fileB, fileC, activities bytes.Buffer
	require.NoError(t, gsdm.WriteB(&fileB, b))
	require.NoError(t, gsdm.WriteC(&fileC, c))
	require.NoError(t, gsdm.WriteActivities(&activities, list))
	for _, cell := range []string{"'-70FB7018F00000001", "'+1", "'@SUM(A1)", "-1234.56"} {
		require.Contains(t, fileC.String(), ","+cell+",")
	}
	var tables []*gsdm.Table
	for _, file := range []*bytes.Buffer{&fileB, &fileC, &activities} {
		require.Contains(t, file.String(), `"'=HYPERLINK(`)
		table, err := gsdm.Read("file", file)
		require.NoError(t, err)
		tables = append(tables, table)
	}
	require.Equal(t, b, tables[0].ReadB())
	require.Equal(t, c, tables[1].ReadC())
	require.Equal(t, list, tables[2].ReadActivities())
	set, err := gsdm.NewSet(tables...)
	require.NoError(t, err)
	require.Empty(t, set.Check().Findings)
}

// What could not be read back as it is, is not written.
func TestWriteRefuses(t *testing.T) {
	good := gsdm.RowC{TAS: relief, FAIN: "4337DRFLP00000001", Spending: activity("0001", "Readiness", "410", "D", "A")}
	require.NoError(t, gsdm.WriteC(io.Discard, []gsdm.RowC{good}))
	for name, spoil := range map[string]func(*gsdm.RowC){
		"a code without its zeros":  func(r *gsdm.RowC) { r.ActivityCode = "1" },
		"a space at the end":        func(r *gsdm.RowC) { r.FAIN += " " },
		"a line break":              func(r *gsdm.RowC) { r.ActivityName = "a\nb" },
		"a text that is too long":   func(r *gsdm.RowC) { r.FAIN = strings.Repeat("F", 31) },
		"an agency of letters":      func(r *gsdm.RowC) { r.TAS.Agency = "DHS" },
		"an amount that overflows":  func(r *gsdm.RowC) { r.Balances[gsdm.Upward488100CPE] = -1 << 63 },
		"the greatest amount":       func(r *gsdm.RowC) { r.Balances[gsdm.Paid490200CPE] = 1<<63 - 1 },
		"a total beyond the bounds": func(r *gsdm.RowC) { r.Balances[gsdm.Upward488100CPE] = 33 * money.Max },
	} {
		row := good
		spoil(&row)
		require.ErrorIs(t, gsdm.WriteC(io.Discard, []gsdm.RowC{good, row}), gsdm.ErrRow, name)
	}
}
