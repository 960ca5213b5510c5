package appropriation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// tree is what a genesis has given so far: a parent stands before its children.
type tree struct {
	funds map[string]Fund
	lines map[string]Line
	made  map[string]uint32 // children of each fund and line
}

// Validate finds every fault of a genesis: a malformed fund, line or obligation, one given twice, one whose parent is missing or
// does not allow it, and a parent that counts other children than it has.
func (g GenesisState) Validate() error {
	var f room.Faults
	if m := g.Params.FiscalYearStart; m < 1 || m > 12 {
		f.Add("params", ErrMalformedGenesis.Refuse("the fiscal year starts in month %d", m))
	}
	if g.Params.ExpiredYears == 0 || g.Params.ExpiredYears > 100 {
		f.Add("params", ErrMalformedGenesis.Refuse("%d expired years, between 1 and 100", g.Params.ExpiredYears))
	}
	t := tree{make(map[string]Fund), make(map[string]Line), make(map[string]uint32)}
	for i, fund := range g.Funds {
		place := fmt.Sprintf("funds[%d] %s", i, fund.Symbol)
		f.Add(place, fund.fault())
		f.Add(place, fund.ending())
		if why := rule.CheckText(fund.Member, maxMember); why != "" {
			f.Add(place, ErrMalformedText.Refuse("member: %s", why))
		}
		if _, twice := t.funds[fund.Symbol]; twice {
			f.Add(place, ErrFundExists.Refuse("given twice"))
		}
		t.funds[fund.Symbol] = fund
	}
	for i, l := range g.Lines {
		place := fmt.Sprintf("lines[%d] %s", i, l.Id)
		f.Add(place, t.grow(l))
		if _, twice := t.lines[l.Id]; twice {
			f.Add(place, ErrMalformedGenesis.Refuse("given twice"))
		}
		t.lines[l.Id] = l
	}
	for i, fund := range g.Funds {
		f.Add(fmt.Sprintf("funds[%d] %s", i, fund.Symbol), t.counts(fund.Symbol, fund.Authorities))
	}
	for i, l := range g.Lines {
		place := fmt.Sprintf("lines[%d] %s", i, l.Id)
		f.Add(place, t.counts(l.Id, l.Children))
		f.Add(place, g.goesOn(t, l))
	}
	documents := make(map[string]bool)
	for i, o := range g.Obligations {
		place := fmt.Sprintf("obligations[%d] %s", i, o.Document)
		if documents[o.Document] {
			f.Add(place, ErrDocumentUsed.Refuse("given twice"))
		}
		documents[o.Document] = true
		t.bears(&f, place, o)
	}
	ends := make(map[string]bool)
	for i, d := range slices.Concat(g.Agenda, g.Stuck) {
		place := fmt.Sprintf("agenda[%d] %s", i, d.Subject)
		f.Add(place, t.falls(d, g.Params))
		if ends[d.Subject] {
			f.Add(place, ErrMalformedGenesis.Refuse("its year ends twice, or its deferral"))
		}
		ends[d.Subject] = true
	}
	corrected := make(map[Correction]bool)
	for i, c := range g.Corrections {
		place := fmt.Sprintf("corrections[%d]", i)
		if _, known := t.funds[c.Fund]; !known {
			f.Add(place, ErrUnknownFund.Refuse("fund %q", c.Fund))
		}
		if corrected[c] {
			f.Add(place, ErrMalformedGenesis.Refuse("given twice"))
		}
		corrected[c] = true
	}
	return f.All
}

// ending says what is wrong with how far a fund is on the way to its year's end, and to its own, or nil.
func (f Fund) ending() error {
	if f.Closing != "" {
		if why := rule.CheckText(f.Closing, maxSubject); why != "" {
			return ErrMalformedText.Refuse("closing: %s", why)
		}
	}
	symbol, err := ParseSymbol(f.Symbol)
	switch {
	case f.Lent > f.Authorities || f.Lent != 0 && (f.SweptAt != 0 || f.Canceled):
		return ErrMalformedGenesis.Refuse("%d of its %d authorities looked through", f.Lent, f.Authorities)
	case f.SweptAt != 0 && f.Closing != "":
		return ErrMalformedGenesis.Refuse("its lines are worked through, and are not")
	case err != nil || !f.Canceled:
		return nil // a malformed symbol is told of already
	case symbol.End == 0:
		return ErrMalformedGenesis.Refuse("authority without an end is never canceled")
	case f.Closing != "" || f.SweptAt != 0:
		return ErrMalformedGenesis.Refuse("canceled, and its year is closing")
	}
	return nil
}

// goesOn says what is wrong with how an authority comes to its end, or nil: by the law that takes its place, by its own last day, by
// the end of its deferral.
func (g GenesisState) goesOn(t tree, l Line) error {
	if l.Kind != Authority {
		return nil
	}
	if err := t.linked(l); err != nil {
		return err
	}
	for _, day := range []date.Date{l.Until, l.DeferredUntil} {
		if day != "" && !day.Valid() {
			return ErrMalformedGenesis.Refuse("date %q", day)
		}
	}
	if l.Customer != "" && l.Until != "" {
		return ErrMalformedGenesis.Refuse("a customer's order is no continuing resolution until %s", l.Until)
	}
	if l.DeferredUntil == "" {
		return nil
	}
	end := Due{On: l.DeferredUntil.Plus(1), Subject: l.Id}
	if !slices.Contains(g.Agenda, end) && !slices.Contains(g.Stuck, end) {
		return ErrMalformedGenesis.Refuse("the end of its deferral on %s is not on the agenda", end.On)
	}
	return nil
}

// falls says what is wrong with work of the calendar, or nil: it is the end of a fund's year, or of an authority's deferral.
func (t tree) falls(d Due, p Params) error {
	if !d.On.Valid() {
		return ErrMalformedGenesis.Refuse("date %q", d.On)
	}
	if fund, is := t.funds[d.Subject]; is {
		switch {
		case fund.Canceled:
			return ErrMalformedGenesis.Refuse("canceled, and a year of it ends on %s", d.On)
		case p.First(p.Year(d.On)) != d.On:
			return ErrMalformedGenesis.Refuse("no fiscal year begins on %s", d.On)
		}
		return nil
	}
	if l := t.lines[d.Subject]; l.Kind == Authority && l.DeferredUntil.Plus(1) == d.On {
		return nil
	}
	return ErrMalformedGenesis.Refuse("no fund has this symbol, and no authority a deferral that ends then")
}

// counts refuses a parent that counts other children than were given.
func (t tree) counts(parent string, children uint32) error {
	if t.made[parent] == children {
		return nil
	}
	return ErrMalformedGenesis.Refuse("it counts %d children, and has %d", children, t.made[parent])
}

// grow counts a line as a child of its parent, and says what is wrong with it, or nil: its id first, then what it holds.
func (t tree) grow(l Line) error {
	parent := parentOf(l.Id)
	if len(parent) >= len(l.Id) {
		return ErrMalformedGenesis.Refuse("the id names no parent")
	}
	if kind := Kind(min(depth(l.Id), depthOfAllotment)); kind != l.Kind && (kind != Allotment || l.Kind != Commitment) {
		return ErrMalformedGenesis.Refuse("a line with this id is no %s", l.Kind.Words())
	}
	if depth(l.Id) > maxDepth {
		return ErrTooDeep.Refuse("%s stands %d below the law, at most %d", rule.Clip(l.Id, maxSubject), depth(l.Id)-1, maxDepth-1)
	}
	if t.lines[parent].Kind == Commitment {
		return ErrMalformedGenesis.Refuse("a commitment has no lines below it")
	}
	t.made[parent]++
	children := t.funds[parent].Authorities
	if l.Kind != Authority {
		children = t.lines[parent].Children
	}
	text := l.Id[len(parent)+1:]
	number, err := strconv.ParseUint(text, 10, 32)
	if err != nil || number == 0 || uint32(number) > children || text != strconv.FormatUint(number, 10) {
		return ErrMalformedGenesis.Refuse("its parent counts %d children", children)
	}
	if !l.Since.Valid() {
		return ErrMalformedGenesis.Refuse("date %q", l.Since)
	}
	return l.holds(t.funds[FundOf(l.Id)])
}

// holds says what is wrong with what a line holds, or nil.
func (l Line) holds(f Fund) error {
	switch l.Kind {
	case Authority:
		if why := rule.CheckText(l.Name, maxLaw); why != "" {
			return ErrMalformedText.Refuse("law %q: %s", l.Name, why)
		}
		if why := ledger.CheckDefc(l.Defc); why != "" {
			return ErrMalformedText.Refuse("disaster emergency fund code %q: %s", l.Defc, why)
		}
		if l.Customer != "" {
			if why := rule.CheckText(l.Customer, maxOffice); why != "" {
				return ErrMalformedText.Refuse("customer: %s", why)
			}
		}
		return f.allowsAll(l.Purposes)
	case Apportionment:
		if l.Category != CategoryA && l.Category != CategoryB || !l.Opens.Valid() || l.Year == 0 {
			return ErrMalformedApportionment.Refuse("category %s, opens %q, fiscal year %d", l.Category.letter(), l.Opens, l.Year)
		}
		if l.Category == CategoryB {
			if why := checkProject(l.Name); why != "" {
				return ErrMalformedApportionment.Refuse("project: %s", why)
			}
		}
	case Allotment, Commitment:
		if why := rule.CheckText(l.Name, maxTitle); why != "" {
			return ErrMalformedText.Refuse("name %q: %s", l.Name, why)
		}
	}
	return nil
}

// bears adds all that is wrong with an obligation: its document, its line, what it is for, its payee, its day, its person.
func (t tree) bears(f *room.Faults, place string, o Obligation) {
	if why := CheckDocument(o.Document); why != "" {
		f.Add(place, ErrMalformedDocument.Refuse("%s", why))
	}
	known := t.lines[o.Allotment].Kind == Allotment || t.lines[o.Allotment].Kind == Commitment
	if !known {
		f.Add(place, ErrUnknownLine.Refuse("allotment %q", o.Allotment))
	}
	law := t.lines[authorityOf(o.Allotment)]
	if why := checkActivity(o.ProgramActivity); why != "" {
		f.Add(place, ErrMalformedPurpose.Refuse("programme activity %q: %s", o.ProgramActivity, why))
	} else if known && !slices.Contains(law.Purposes, o.ProgramActivity) {
		f.Add(place, ErrOutsidePurpose.Refuse("programme activity %s, %s gives for %s",
			o.ProgramActivity, law.Name, strings.Join(law.Purposes, ", ")))
	}
	if len(o.ObjectClass) != 3 || rule.CheckID(o.ObjectClass, rule.Digits, 3) != "" {
		f.Add(place, ErrMalformedPurpose.Refuse("object class %q is not three digits", o.ObjectClass))
	}
	f.Add(place, consortium.CheckUEI(o.Payee))
	if !o.Obligated.Valid() {
		f.Add(place, ErrMalformedGenesis.Refuse("date %q", o.Obligated))
	}
	if why := rule.CheckText(o.By, maxMember); why != "" {
		f.Add(place, ErrMalformedText.Refuse("person: %s", why))
	}
	f.Add(place, o.performance())
	f.Add(place, o.delivery())
}

// performance says what is wrong with when, where and by what document an obligation is performed, or nil. Old ones may not say.
func (o Obligation) performance() error {
	if o.Begins != "" || o.Ends != "" {
		if !o.Begins.Valid() || !o.Ends.Valid() || o.Ends < o.Begins {
			return ErrMalformedGenesis.Refuse("performed from %s to %s", rule.Clip(string(o.Begins), 20), rule.Clip(string(o.Ends), 20))
		}
	}
	if o.Place != "" {
		if why := rule.CheckText(o.Place, maxPlace); why != "" {
			return ErrMalformedText.Refuse("place: %s", why)
		}
	}
	if _, known := Instrument_name[int32(o.Instrument)]; !known {
		return ErrMalformedGenesis.Refuse("instrument %d", o.Instrument)
	}
	return nil
}
