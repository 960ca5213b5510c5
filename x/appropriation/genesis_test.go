package appropriation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/x/consortium"
)

// genesis has nothing wrong: a fund with one law, its apportionment, two allotments and an obligation, in the order of the keys.
func genesis() *GenesisState {
	f := relief()
	f.Authorities = 1
	since := date.Date("2017-09-08")
	return &GenesisState{
		Params: Params{FiscalYearStart: 10, ExpiredYears: 5},
		Funds:  []Fund{f},
		Lines: []Line{
			{Id: fund + ":1", Kind: Authority, Name: "PL 115-56", Defc: "A", Purposes: []string{"0001"}, Since: since, Children: 1},
			{Id: fund + ":1.1", Kind: Apportionment, Since: since, Children: 2, Category: CategoryA, Opens: since, Year: 2018},
			{Id: fund + ":1.1.1", Kind: Allotment, Name: "Region IV", Since: since},
			{Id: fund + ":1.1.2", Kind: Allotment, Name: "Region VI", Since: since},
		},
		Obligations: []Obligation{{
			Document: "4337DRFLP00000001", Allotment: fund + ":1.1.1", Payee: "VN1AJFAD19J9", ProgramActivity: "0001",
			ObjectClass: "410", Obligated: since, By: "gil",
		}},
	}
}

// Each row breaks one thing in a genesis, and is told where.
func TestGenesisValidate(t *testing.T) {
	require.NoError(t, genesis().Validate())
	require.NoError(t, DefaultGenesis().Validate())
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		want  error
		found string
	}{
		{"no fiscal year", func(g *GenesisState) { g.Params.FiscalYearStart = 0 }, ErrMalformedGenesis, "params: "},
		{"a thirteenth month", func(g *GenesisState) { g.Params.FiscalYearStart = 13 }, ErrMalformedGenesis, "month 13"},

		{"a malformed fund", func(g *GenesisState) { g.Funds[0].Symbol = "070-X-0702" }, ErrMalformedFund, "funds[0] 070-X-0702: "},
		{"a fund without a title", func(g *GenesisState) { g.Funds[0].Title = "" }, ErrMalformedText, "funds[0] 070-X-0702-000: "},
		{"a fund for nothing", func(g *GenesisState) { g.Funds[0].Purposes = nil }, ErrMalformedPurpose, "funds[0] 070-X-0702-000: "},
		{"a fund twice", func(g *GenesisState) { g.Funds = append(g.Funds, g.Funds[0]) }, ErrFundExists, "funds[1] 070-X-0702-000: "},

		{"a line without an id", func(g *GenesisState) { g.Lines[3].Id = "" }, ErrMalformedGenesis, "lines[3] : malformed genesis"},
		{"a line without a parent", func(g *GenesisState) { g.Lines[3].Id = fund }, ErrMalformedGenesis, "names no parent"},
		{"a line of another fund", func(g *GenesisState) { g.Lines[3].Id = "086-X-0162-000:1.1.2" }, ErrMalformedGenesis,
			"its parent counts 0 children"},
		{"a line before its parent", func(g *GenesisState) { g.Lines[1], g.Lines[2] = g.Lines[2], g.Lines[1] }, ErrMalformedGenesis,
			"lines[1] 070-X-0702-000:1.1.1: malformed genesis: its parent counts 0 children"},
		{"a line twice", func(g *GenesisState) { g.Lines[3].Id = fund + ":1.1.1" }, ErrMalformedGenesis,
			"lines[3] 070-X-0702-000:1.1.1: malformed genesis: given twice"},
		{"a law that the fund does not count", func(g *GenesisState) { g.Funds[0].Authorities = 0 }, ErrMalformedGenesis,
			"lines[0] 070-X-0702-000:1: malformed genesis: its parent counts 0 children"},
		{"an allotment that is not counted", func(g *GenesisState) { g.Lines[1].Children = 1 }, ErrMalformedGenesis,
			"lines[3] 070-X-0702-000:1.1.2: malformed genesis: its parent counts 1 children"},
		{"a line of number 0", func(g *GenesisState) { g.Lines[3].Id = fund + ":1.1.0" }, ErrMalformedGenesis, "counts 2 children"},
		{"a line of no number", func(g *GenesisState) { g.Lines[3].Id = fund + ":1.1.x" }, ErrMalformedGenesis, "counts 2 children"},
		{"a line below zero", func(g *GenesisState) { g.Lines[3].Id = fund + ":1.1.-1" }, ErrMalformedGenesis, "counts 2 children"},
		{"a line past 32 bits", func(g *GenesisState) { g.Lines[3].Id = fund + ":1.1.4294967297" }, ErrMalformedGenesis,
			"counts 2 children"},
		{"a line of another kind", func(g *GenesisState) { g.Lines[3].Kind = Apportionment }, ErrMalformedGenesis,
			"a line with this id is no apportionment"},
		{"a line of no kind", func(g *GenesisState) { g.Lines[3].Kind = KindUnspecified }, ErrMalformedGenesis, "no kind of line"},
		{"a line that its parent does not count", func(g *GenesisState) { g.Lines[3].Id = fund + ":1.1.1.1" }, ErrMalformedGenesis,
			"its parent counts 0 children"},
		{"a law without a name", func(g *GenesisState) { g.Lines[0].Name = "" }, ErrMalformedText, `law "": empty`},
		{"a law with a long name", func(g *GenesisState) { g.Lines[0].Name = strings.Repeat("P", 65) }, ErrMalformedText, "65 bytes"},
		{"an office without a name", func(g *GenesisState) { g.Lines[3].Name = "" }, ErrMalformedText, `name "": empty`},
		{"a line since no day", func(g *GenesisState) { g.Lines[3].Since = "2017-02-29" }, ErrMalformedGenesis, `date "2017-02-29"`},

		{"an obligation without a document", func(g *GenesisState) { g.Obligations[0].Document = "" }, ErrMalformedDocument,
			"obligations[0] : "},
		{"a malformed document", func(g *GenesisState) { g.Obligations[0].Document = "x" }, ErrMalformedDocument, "obligations[0] x: "},
		{"a document twice", func(g *GenesisState) { g.Obligations = append(g.Obligations, g.Obligations[0]) }, ErrDocumentUsed,
			"obligations[1] 4337DRFLP00000001: "},
		{"an obligation on no line", func(g *GenesisState) { g.Obligations[0].Allotment = fund + ":2.1.1" }, ErrUnknownLine,
			`allotment "070-X-0702-000:2.1.1"`},
		{"an obligation for nothing", func(g *GenesisState) { g.Obligations[0].ProgramActivity = "" }, ErrMalformedPurpose,
			"not four characters"},
		{"an obligation on a fund", func(g *GenesisState) { g.Obligations[0].Allotment = fund }, ErrUnknownLine, "allotment"},
		{"an obligation on a law", func(g *GenesisState) { g.Obligations[0].Allotment = fund + ":1" }, ErrUnknownLine, "allotment"},
		{"an obligation for what no law gave", func(g *GenesisState) { g.Obligations[0].ProgramActivity = "0009" }, ErrOutsidePurpose,
			"PL 115-56 gives for 0001"},
		{"an obligation of no class", func(g *GenesisState) { g.Obligations[0].ObjectClass = "41" }, ErrMalformedPurpose, `"41"`},
		{"an obligation to nobody", func(g *GenesisState) { g.Obligations[0].Payee = "" }, consortium.ErrMalformedUEI, "0 characters"},
		{"an obligation by nobody", func(g *GenesisState) { g.Obligations[0].By = "" }, ErrMalformedText, "person: empty"},
		{"a fund of nobody", func(g *GenesisState) { g.Funds[0].Member = "" }, ErrMalformedText, "member: empty"},
		{"a line's number in another spelling", func(g *GenesisState) { g.Lines[3].Id = fund + ":1.1.02" }, ErrMalformedGenesis,
			"counts 2 children"},
		{"a child that is missing", func(g *GenesisState) { g.Lines = g.Lines[:3] }, ErrMalformedGenesis,
			"lines[1] 070-X-0702-000:1.1: malformed genesis: it counts 2 children, and has 1"},
		{"a law that is missing", func(g *GenesisState) { g.Funds[0].Authorities = 2 }, ErrMalformedGenesis,
			"funds[0] 070-X-0702-000: malformed genesis: it counts 2 children, and has 1"},
		{"a law without a fund code", func(g *GenesisState) { g.Lines[0].Defc = "" }, ErrMalformedText, "fund code"},
		{"a law for nothing", func(g *GenesisState) { g.Lines[0].Purposes = nil }, ErrMalformedPurpose, "0 purposes"},
		{"a law for what the fund is not", func(g *GenesisState) { g.Lines[0].Purposes = []string{"0009"} }, ErrMalformedPurpose,
			`"0009" is none of 070-X-0702-000`},
		{"a law for one thing twice", func(g *GenesisState) { g.Lines[0].Purposes = []string{"0001", "0001"} }, ErrMalformedPurpose,
			"given twice"},
		{"an obligation on no day", func(g *GenesisState) { g.Obligations[0].Obligated = "" }, ErrMalformedGenesis, `date ""`},
	} {
		t.Run(row.name, func(t *testing.T) {
			g := genesis()
			row.spoil(g)
			refused(t, g.Validate(), row.want, row.found)
		})
	}
}

// Whoever repairs a genesis learns all that is wrong with it at once: each fault on a line of its own, in the order of the file.
func TestGenesisListsEveryFault(t *testing.T) {
	g := genesis()
	g.Params.FiscalYearStart, g.Funds[0].Title, g.Lines[0].Name, g.Lines[3].Since = 0, "", "", ""
	g.Obligations[0].Document, g.Obligations[0].ProgramActivity, g.Obligations[0].Obligated = "x", "1", "soon"
	var places []string
	for line := range strings.Lines(g.Validate().Error()) {
		place, _, _ := strings.Cut(line, ": ")
		places = append(places, place)
	}
	require.Equal(t, []string{
		"params", "funds[0] 070-X-0702-000", "lines[0] 070-X-0702-000:1", "lines[3] 070-X-0702-000:1.1.2",
		"obligations[0] x", "obligations[0] x", "obligations[0] x",
	}, places)
}
