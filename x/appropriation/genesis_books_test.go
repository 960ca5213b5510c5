package appropriation

import (
	"strings"
	"testing"

	"github.com/pursechain/purse/base/date"
)

// books is a genesis of a life with calendar: a law that took the place of a continuing resolution, a customer's order, a deferral,
// apportionments of both categories, a commitment, a year-end half done, and an expired fund beside it.
func books() *GenesisState {
	f, since := relief(), date.Date("2017-10-01")
	f.Authorities, f.Closing = 3, fund+":1.1"
	old := f
	old.Symbol, old.Authorities, old.Closing, old.Canceled = "070-2010/2010-0702-000", 0, "", true
	law := func(n, name string) Line {
		return Line{Id: fund + ":" + n, Kind: Authority, Name: name, Defc: "Q", Purposes: []string{"0001"}, Since: since}
	}
	resolution, act, order := law("1", "PL 115-56"), law("2", "PL 115-141"), law("3", "IAA 1")
	resolution.Until, resolution.ReplacedBy, act.Replaces, resolution.Children = "2018-03-23", act.Id, resolution.Id, 2
	act.DeferredUntil = "2018-06-01"
	order.Customer = "Department of Energy"
	return &GenesisState{
		Params: Params{FiscalYearStart: 10, ExpiredYears: 5},
		Funds:  []Fund{old, f},
		Lines: []Line{
			resolution,
			{Id: fund + ":1.1", Kind: Apportionment, Since: since, Category: CategoryA, Opens: "2018-01-01", Year: 2018, Children: 1},
			{Id: fund + ":1.1.1", Kind: Allotment, Name: "Region IV", Since: since, Children: 1},
			{Id: fund + ":1.1.1.1", Kind: Commitment, Name: "Meals", Since: since},
			{Id: fund + ":1.2", Kind: Apportionment, Name: "Roads", Since: since, Category: CategoryB, Opens: since, Year: 2018},
			act, order,
		},
		Obligations: []Obligation{{
			Document: "FAIN1", Allotment: fund + ":1.1.1.1", Payee: "VN1AJFAD19J9", ProgramActivity: "0001", ObjectClass: "410",
			Obligated: since, By: "gil", Begins: "2017-10-01", Ends: "2018-09-30", Place: "Florida", Instrument: Assistance,
			Delivered: "2017-10-01",
		}},
		Agenda:      []Due{{On: "2018-06-02", Subject: fund + ":2"}, {On: "2018-10-01", Subject: fund}},
		Corrections: []Correction{{Fund: fund, Index: 0}, {Fund: fund, Index: 7}},
	}
}

// Each row breaks one thing of the calendar, or of the years, and is told where.
func TestGenesisOfBooks(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		want  error
		found string
	}{
		{"nothing", func(*GenesisState) {}, nil, ""},
		{"no expired years", func(g *GenesisState) { g.Params.ExpiredYears = 0 }, ErrMalformedGenesis, "0 expired years"},
		{"too many", func(g *GenesisState) { g.Params.ExpiredYears = 101 }, ErrMalformedGenesis, "101 expired years"},

		{"an endless fund that is canceled", func(g *GenesisState) { g.Funds[1].Canceled = true }, ErrMalformedGenesis,
			"funds[1] 070-X-0702-000: malformed genesis: authority without an end is never canceled"},
		{"a canceled fund that is closing", func(g *GenesisState) { g.Funds[0].Closing = "FAIN1" }, ErrMalformedGenesis,
			"funds[0] 070-2010/2010-0702-000: malformed genesis: canceled, and its year is closing"},
		{"a canceled fund to be closed", func(g *GenesisState) { g.Funds[0].SweptAt = 7 }, ErrMalformedGenesis,
			"funds[0] 070-2010/2010-0702-000: malformed genesis: canceled, and its year is closing"},
		{"a fund that is and is not", func(g *GenesisState) { g.Funds[1].SweptAt = 7 }, ErrMalformedGenesis,
			"funds[1] 070-X-0702-000: malformed genesis: its lines are worked through, and are not"},
		{"orders looked through that are not there", func(g *GenesisState) { g.Funds[1].Lent = 4 }, ErrMalformedGenesis,
			"funds[1] 070-X-0702-000: malformed genesis: 4 of its 3 authorities looked through"},
		{"orders looked through at the end", func(g *GenesisState) { g.Funds[1].Closing, g.Funds[1].SweptAt, g.Funds[1].Lent = "", 7, 1 },
			ErrMalformedGenesis, "1 of its 3 authorities looked through"},
		{"a closing up to nowhere", func(g *GenesisState) { g.Funds[1].Closing = "\n" }, ErrMalformedText, "closing: "},
		{"a closing up to afar", func(g *GenesisState) { g.Funds[1].Closing = strings.Repeat("F", 65) }, ErrMalformedText, "65 bytes"},

		{"a law replaced by none", func(g *GenesisState) { g.Lines[0].ReplacedBy = fund + ":9" }, ErrMalformedGenesis,
			"lines[0] 070-X-0702-000:1: malformed genesis: replaced by \"070-X-0702-000:9\", which is no authority of its fund"},
		{"a law replaced by itself", func(g *GenesisState) { g.Lines[0].ReplacedBy = fund + ":1" }, ErrMalformedGenesis, "replaced by"},
		{"a law replaced by an allotment", func(g *GenesisState) { g.Lines[0].ReplacedBy = fund + ":1.1" }, ErrMalformedGenesis,
			"replaced by"},
		{"a replaced law without an end", func(g *GenesisState) { g.Lines[0].Until = "" }, ErrMalformedGenesis, "no continuing resolution"},
		{"one that the older does not know", func(g *GenesisState) { g.Lines[0].ReplacedBy = "" }, ErrMalformedGenesis,
			"it replaces \"070-X-0702-000:1\", which does not say so"},
		{"one that the younger does not know", func(g *GenesisState) { g.Lines[5].Replaces = "" }, ErrMalformedGenesis, "that says so"},
		{"two that replace each other", func(g *GenesisState) {
			g.Lines[0].Replaces, g.Lines[5].ReplacedBy, g.Lines[5].Until = g.Lines[5].Id, g.Lines[0].Id, "2018-09-30"
		}, ErrMalformedGenesis, "which is older"},
		{"a law until no day", func(g *GenesisState) { g.Lines[5].Until = "2017-02-29" }, ErrMalformedGenesis, `"2017-02-29"`},
		{"a deferral until no day", func(g *GenesisState) { g.Lines[5].DeferredUntil = "soon" }, ErrMalformedGenesis, `"soon"`},
		{"a deferral that nothing ends", func(g *GenesisState) { g.Agenda = g.Agenda[1:] }, ErrMalformedGenesis,
			"lines[5] 070-X-0702-000:2: malformed genesis: the end of its deferral on 2018-06-02 is not on the agenda"},
		{"a customer of too many letters", func(g *GenesisState) { g.Lines[6].Customer = strings.Repeat("D", 65) }, ErrMalformedText,
			"customer"},
		{"an order that lapses", func(g *GenesisState) { g.Lines[6].Until = "2018-06-01" }, ErrMalformedGenesis, "customer"},

		{"an apportionment of no category", func(g *GenesisState) { g.Lines[1].Category = CategoryUnspecified },
			ErrMalformedApportionment, "lines[1] 070-X-0702-000:1.1: "},
		{"one of no year", func(g *GenesisState) { g.Lines[1].Year = 0 }, ErrMalformedApportionment, "fiscal year 0"},
		{"one that opens never", func(g *GenesisState) { g.Lines[1].Opens = "" }, ErrMalformedApportionment, `opens ""`},
		{"a project without a name", func(g *GenesisState) { g.Lines[4].Name = "" }, ErrMalformedApportionment, "project"},
		{"a commitment for nothing", func(g *GenesisState) { g.Lines[3].Name = "" }, ErrMalformedText, `name "": empty`},
		{"a commitment of a law", func(g *GenesisState) { g.Lines[1].Kind = Commitment }, ErrMalformedGenesis, "no commitment"},
		{"a line too deep", func(g *GenesisState) {
			for id := fund + ":1.1.1"; depth(id) <= maxDepth; id += ".1" {
				g.Lines = append(g.Lines, Line{Id: id + ".1", Kind: Allotment, Name: "Office", Since: "2017-10-01", Children: 1})
			}
		}, ErrTooDeep, "070-X-0702-000:1.1.1.1.1.1.1.1.1"},
		{"an office of a commitment", func(g *GenesisState) {
			g.Lines[3].Children = 1
			g.Lines = append(g.Lines, Line{Id: fund + ":1.1.1.1.1", Kind: Allotment, Name: "Office", Since: "2017-10-01"})
		}, ErrMalformedGenesis, "a commitment has no lines below it"},

		{"an obligation from no day", func(g *GenesisState) { g.Obligations[0].Begins = "soon" }, ErrMalformedGenesis, "soon"},
		{"an obligation that ends before", func(g *GenesisState) { g.Obligations[0].Ends = "2017-09-30" }, ErrMalformedGenesis,
			"from 2017-10-01 to 2017-09-30"},
		{"an obligation delivered on no day", func(g *GenesisState) { g.Obligations[0].Delivered = "soon" }, ErrMalformedGenesis,
			"delivered on soon"},
		{"an obligation delivered before", func(g *GenesisState) { g.Obligations[0].Delivered = "2017-09-30" }, ErrMalformedGenesis,
			"obligated on 2017-10-01 and delivered on 2017-09-30"},
		{"an obligation at no place", func(g *GenesisState) { g.Obligations[0].Place = "\t" }, ErrMalformedText, "place"},
		{"an obligation by no instrument", func(g *GenesisState) { g.Obligations[0].Instrument = 9 }, ErrMalformedGenesis, "instrument 9"},

		{"work on no day", func(g *GenesisState) { g.Agenda[1].On = "2018-02-29" }, ErrMalformedGenesis, "agenda[1] 070-X-0702-000: "},
		{"work for no fund", func(g *GenesisState) { g.Agenda[1].Subject = "086-X-0162-000" }, ErrMalformedGenesis, "no fund has"},
		{"a year that ends in its midst", func(g *GenesisState) { g.Agenda[1].On = "2018-10-02" }, ErrMalformedGenesis,
			"no fiscal year begins on 2018-10-02"},
		{"two ends of one year", func(g *GenesisState) { g.Agenda = append(g.Agenda, Due{On: "2019-10-01", Subject: fund}) },
			ErrMalformedGenesis, "agenda[2] 070-X-0702-000: malformed genesis: its year ends twice"},
		{"an end that is stuck and is not", func(g *GenesisState) { g.Stuck = g.Agenda[1:] }, ErrMalformedGenesis, "its year ends twice"},
		{"an end of what is canceled", func(g *GenesisState) { g.Agenda[1].Subject = g.Funds[0].Symbol }, ErrMalformedGenesis, "canceled"},
		{"a deferral that ends on another day", func(g *GenesisState) { g.Agenda[0].On = "2018-06-01" }, ErrMalformedGenesis,
			"agenda[0] 070-X-0702-000:2: "},
		{"a correction in no fund", func(g *GenesisState) { g.Corrections[0].Fund = "086-X-0162-000" }, ErrUnknownFund, "corrections[0]: "},
		{"an entry corrected twice", func(g *GenesisState) { g.Corrections[1].Index = 0 }, ErrMalformedGenesis,
			"corrections[1]: malformed genesis: given twice"},
	} {
		t.Run(row.name, func(t *testing.T) {
			g := books()
			row.spoil(g)
			refused(t, g.Validate(), row.want, row.found)
		})
	}
}
