// Package appropriation carries authority from the law to the obligation: funds (Treasury accounts), what laws enact into them,
// what the budget office apportions, what an agency allots, and the obligation, which is the waist of the house. The rooms above
// obligate, accrue and pay through the keeper; no message does.
//
// It refuses money for another purpose than the law's (31 USC 1301), outside the period of availability (31 USC 1502), or
// beyond what the line has (31 USC 1341, 1517; the ledger guards it). Every obligation leads by its line back to one law.
package appropriation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// Bounds on texts and lists, in bytes and items.
const (
	maxTitle    = 128
	maxLaw      = 64
	maxOffice   = 64
	maxMember   = 32
	maxDocument = 30
	maxPurposes = 64
	maxPlace    = 64
	maxSubject  = 64 // the ledger's
	maxDepth    = 8  // of an allotment below the law
)

// noEmergency is the emergency fund code of money that no emergency law gave.
const noEmergency = "Q"

// Scopes is where an act on the fund is done.
func (f Fund) Scopes() []consortium.Scope {
	return []consortium.Scope{{Bureau: f.Bureau, Fund: f.Symbol}}
}

// Allows says whether the fund's list of purposes has the programme activity.
func (f Fund) Allows(programActivity string) bool {
	return slices.ContainsFunc(f.Purposes, func(p Purpose) bool { return p.ProgramActivity == programActivity })
}

// fault says what is wrong with a fund as it is to be opened, or nil.
func (f Fund) fault() error {
	if _, err := ParseSymbol(f.Symbol); err != nil {
		return err
	}
	if why := rule.CheckText(f.Title, maxTitle); why != "" {
		return ErrMalformedText.Refuse("title: %s", why)
	}
	if f.Bureau != "" {
		if why := consortium.CheckID(f.Bureau); why != "" {
			return ErrMalformedText.Refuse("bureau: %s", why)
		}
	}
	if n := len(f.Purposes); n == 0 || n > maxPurposes {
		return ErrMalformedPurpose.Refuse("%d purposes, between 1 and %d", n, maxPurposes)
	}
	for i, p := range f.Purposes {
		if why := checkActivity(p.ProgramActivity); why != "" {
			return ErrMalformedPurpose.Refuse("programme activity %q: %s", p.ProgramActivity, why)
		}
		if why := rule.CheckText(p.Title, maxTitle); why != "" {
			return ErrMalformedPurpose.Refuse("title of programme activity %s: %s", p.ProgramActivity, why)
		}
		if (Fund{Purposes: f.Purposes[:i]}).Allows(p.ProgramActivity) {
			return ErrMalformedPurpose.Refuse("programme activity %s is given twice", p.ProgramActivity)
		}
	}
	return nil
}

// allowsAll refuses a list of programme activities that is empty, names one twice, or one that is not the fund's.
func (f Fund) allowsAll(activities []string) error {
	if n := len(activities); n == 0 || n > maxPurposes {
		return ErrMalformedPurpose.Refuse("%d purposes, between 1 and %d", n, maxPurposes)
	}
	for i, p := range activities {
		if !f.Allows(p) {
			return ErrMalformedPurpose.Refuse("programme activity %q is none of %s", p, f.Symbol)
		}
		if slices.Contains(activities[:i], p) {
			return ErrMalformedPurpose.Refuse("programme activity %s is given twice", p)
		}
	}
	return nil
}

// checkActivity says what is wrong with a programme activity code, or "".
func checkActivity(s string) string {
	if len(s) != 4 {
		return "not four characters"
	}
	return rule.CheckID(s, rule.Digits+rule.Capitals, 4)
}

// FundOf is the symbol of the fund to which a line belongs.
func FundOf(line string) string {
	fund, _, _ := strings.Cut(line, ":")
	return fund
}

// authorityOf is the id of the authority from which a line descends.
func authorityOf(line string) string {
	authority, _, _ := strings.Cut(line, ".")
	return authority
}

// parentOf is the id of the line, or the fund, right above a line.
func parentOf(line string) string {
	if cut := strings.LastIndexByte(line, '.'); cut > 0 {
		return line[:cut]
	}
	return FundOf(line)
}

// depth is how many steps a line is below its fund: 1 for an authority, 2 for an apportionment, 3 and more for an allotment.
func depth(line string) int { return strings.Count(line, ".") + 1 }

const depthOfAllotment = 3

// apportionmentOf is the id of the apportionment from which an allotment or commitment descends.
func apportionmentOf(line string) string {
	for depth(line) > depthOfAllotment-1 {
		line = parentOf(line)
	}
	return line
}

func childOf(parent string, number uint32) string {
	return parent + "." + strconv.FormatUint(uint64(number), 10)
}

// child is the id of the next line made from l, and l with one more child.
func (l Line) child() (string, Line) {
	l.Children++
	return childOf(l.Id, l.Children), l
}

// letter is the category as the reports of the Treasury write it.
func (c Category) letter() string {
	if c == CategoryB {
		return "B"
	}
	return "A"
}

// net is what a line has to give, by its kind.
func (k Kind) net() ledger.Net {
	switch k {
	case Authority:
		return ledger.Unapportioned
	case Apportionment:
		return ledger.Apportioned
	case Commitment:
		return ledger.Committed
	default:
		return ledger.Allotted
	}
}

// Words is the kind as people say it.
func (k Kind) Words() string {
	switch k {
	case Authority:
		return "authority"
	case Apportionment:
		return "apportionment"
	case Allotment:
		return "allotment"
	case Commitment:
		return "commitment"
	default:
		return "no kind of line"
	}
}

// Permit says whether the authority of a fund may be obligated for a programme activity on a day: the law allows the purpose first
// (A6), then the period is open (A7).
func Permit(f Fund, authority Line, programActivity string, on date.Date, fiscalYear int) error {
	if !slices.Contains(authority.Purposes, programActivity) {
		return ErrOutsidePurpose.Refuse("programme activity %s, %s gives %s for %s",
			programActivity, authority.Name, f.Symbol, strings.Join(authority.Purposes, ", "))
	}
	symbol, err := ParseSymbol(f.Symbol)
	if err != nil {
		return err
	}
	if !symbol.Available(fiscalYear) {
		return ErrNotAvailable.Refuse("%s is available in fiscal years %d to %d, %s is in %d",
			f.Symbol, symbol.Begin, symbol.End, on, fiscalYear)
	}
	return nil
}

// CheckDocument says what is wrong with the number of an award or contract, or "".
func CheckDocument(s string) string {
	return rule.CheckID(s, rule.Capitals+rule.Digits+"-", maxDocument)
}
