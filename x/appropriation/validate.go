package appropriation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
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
		f.Add(fmt.Sprintf("lines[%d] %s", i, l.Id), t.counts(l.Id, l.Children))
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
	for i, d := range slices.Concat(g.Agenda, g.Stuck) {
		f.Add(fmt.Sprintf("agenda[%d] %s", i, d.Subject), t.falls(d))
	}
	for i, c := range g.Corrections {
		if _, known := t.funds[c.Fund]; !known {
			f.Add(fmt.Sprintf("corrections[%d]", i), ErrUnknownFund.Refuse("fund %q", c.Fund))
		}
	}
	return f.All
}

// falls says what is wrong with work of the calendar, or nil: it is that of a fund, or of an authority with a deferral.
func (t tree) falls(d Due) error {
	if !d.On.Valid() {
		return ErrMalformedGenesis.Refuse("date %q", d.On)
	}
	if _, is := t.funds[d.Subject]; is {
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
		if why := checkDefc(l.Defc); why != "" {
			return ErrMalformedText.Refuse("disaster emergency fund code %q: %s", l.Defc, why)
		}
		return f.allowsAll(l.Purposes)
	case Apportionment:
		if l.Category != CategoryA && l.Category != CategoryB || !l.Opens.Valid() || l.Year == 0 {
			return ErrMalformedApportionment.Refuse("category %s, opens %q, fiscal year %d", l.Category.letter(), l.Opens, l.Year)
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
}
