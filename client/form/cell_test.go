package form_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
	reports "github.com/pursechain/purse/x/report"
)

// A spreadsheet program runs what begins with one of these characters; after an apostrophe it does not.
func TestCell(t *testing.T) {
	for text, want := range map[string]string{
		`=HYPERLINK("http://evil","Total")`: `'=HYPERLINK("http://evil","Total")`,
		"+1 202 555 0100":                   "'+1 202 555 0100",
		"-Tents":                            "'-Tents",
		"@SUM(A1)":                          "'@SUM(A1)",
		"\t=1":                              "'\t=1",
		"\r=1":                              "'\r=1",
		"＝1":                                "'＝1",
		"'=1":                               "''=1",
		"''-":                               "'''-",
		"'s-Hertogenbosch":                  "'s-Hertogenbosch",
		"070-X-0702-000":                    "070-X-0702-000",
		"Tents = 5":                         "Tents = 5",
		"\xff":                              "\xff",
		"'":                                 "'",
		"":                                  "",
	} {
		if got := form.Cell(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

func TestFromCellGivesTheTextBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`'{0,3}[-=+@'a＝]?.{0,5}`).Draw(t, "text")
		if got := form.FromCell(form.Cell(text)); got != text {
			t.Fatalf("%q came back as %q", text, got)
		}
	})
}

// Texts of the chain do not run in the spreadsheet of who reads a report; amounts and numbers stay what they are.
func TestCSVDoesNotRun(t *testing.T) {
	var page bytes.Buffer
	for _, answer := range []proto.Message{
		&appropriation.QueryLinesResponse{Lines: []appropriation.LineStatus{
			{Id: "070-X-0702-000:1.1.1", Kind: appropriation.Allotment, Name: "=cmd|' /C calc'!A0", Left: -1200}}},
		&reports.QuerySf133Response{Lines: []reports.Line{{Number: 4080, Title: "-Outlays", Amount: -1200}}},
		&ledger.QueryJournalResponse{Entries: []ledger.JournalEntry{{Event: "@enact", Amount: -1200, Height: -7}}},
	} {
		if err := form.CSV(&page, cdc, answer); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{",'=cmd|' /C calc'!A0,", ",-12.00", ",'-Outlays,", "'@enact,", ",-7,"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("%q is not in\n%s", want, &page)
		}
	}
	for _, cell := range strings.FieldsFunc(page.String(), func(r rune) bool { return r == ',' || r == '\n' }) {
		if strings.ContainsAny(cell[:1], "=+@") {
			t.Errorf("%q would run", cell)
		}
	}
}
