package gsdm

import (
	"fmt"
	"strings"

	"github.com/pursechain/purse/base/rule"
)

// TAS is a Treasury account symbol, in the parts in which the files give it.
type TAS struct {
	TransferAgency string // three digits; empty if the agency spends its own account
	Agency         string // three digits
	Begin, End     string // fiscal years of availability; empty if it is not bounded
	Type           string // X: until spent; empty if it is bounded
	Main           string // four digits
	Sub            string // three digits
}

// ParseTAS reads a symbol as it is shown: 070-X-0702-000, 070-2017/2018-0702-000, or 019-072-X-0306-000 with the agency to which
// it was transferred in front.
func ParseTAS(s string) (TAS, error) {
	bad := func(format string, args ...any) (TAS, error) {
		return TAS{}, ErrSymbol.Refuse("%q: %s", rule.Clip(s, 40), fmt.Sprintf(format, args...))
	}
	parts := strings.Split(s, "-")
	digits := []part{}
	var t TAS
	switch len(parts) {
	case 4:
		t = TAS{Agency: parts[0], Main: parts[2], Sub: parts[3]}
	case 5:
		t = TAS{TransferAgency: parts[0], Agency: parts[1], Main: parts[3], Sub: parts[4]}
		digits = append(digits, part{t.TransferAgency, 3})
	default:
		return bad("it has %s", rule.Count(len(parts), "part"))
	}
	digits = append(digits, part{t.Agency, 3}, part{t.Main, 4}, part{t.Sub, 3})
	if begin, end, years := strings.Cut(parts[len(parts)-3], "/"); years {
		t.Begin, t.End = begin, end
		digits = append(digits, part{begin, 4}, part{end, 4})
	} else if t.Type = begin; rule.CheckID(begin, rule.Capitals, 1) != "" {
		return bad("%q is no type of availability", rule.Clip(begin, 10))
	}
	for _, p := range digits {
		if len(p.text) != p.length || strings.Trim(p.text, rule.Digits) != "" {
			return bad("%q is not %d digits", rule.Clip(p.text, 10), p.length)
		}
	}
	return t, nil
}

// part is a part of a symbol that is a number of digits.
type part struct {
	text   string
	length int
}

// String shows the symbol as ParseTAS reads it.
func (t TAS) String() string {
	front, availability := "", t.Type
	if t.TransferAgency != "" {
		front = t.TransferAgency + "-"
	}
	if t.Begin != "" || t.End != "" {
		availability = t.Begin + "/" + t.End
	}
	return front + t.Agency + "-" + availability + "-" + t.Main + "-" + t.Sub
}

// availabilities are the types of availability: no-year, clearing or suspense, central summary and merged surplus accounts (Treasury
// Data Registry, AvailabilityTypeCode).
const availabilities = "XFAM"

// disagrees says which parts of a symbol cannot stand together, or "". A year that is no number is another fault.
func (t TAS) disagrees() string {
	years := t.Begin != "" || t.End != ""
	switch {
	case strings.Trim(t.Begin+t.End, rule.Digits) != "":
		return ""
	case t.Type != "" && !strings.Contains(availabilities, t.Type):
		return fmt.Sprintf("%q is no type of availability, which are X, F, A and M", t.Type)
	case t.Type != "" && years:
		return fmt.Sprintf("availability type %s beside the years %q to %q: one of the two", t.Type, t.Begin, t.End)
	case t.Type == "" && !years:
		return "neither a type of availability nor the years of a period"
	case t.Type != "":
		return ""
	case len(t.Begin) != 4 || len(t.End) != 4:
		return fmt.Sprintf("the period %q to %q has not two years of four digits", t.Begin, t.End)
	case t.End < t.Begin:
		return fmt.Sprintf("the period of availability begins in %s and ends in %s, which is before", t.Begin, t.End)
	}
	return ""
}

// account checks that the parts of each account symbol of a file agree. Whether the Treasury has such an account, only its list
// says.
func account(kind Kind) test {
	l := layouts[kind]
	parts := []string{"availabilitytypecode", "beginningperiodofavailability", "endingperiodofavailability"}
	return rows(kind, func(r *Row) string { return l.account(r).disagrees() }, parts...)
}

// parts are the symbol's parts in the order of partNames.
func (t *TAS) parts() [7]*string {
	return [7]*string{&t.TransferAgency, &t.Agency, &t.Begin, &t.End, &t.Type, &t.Main, &t.Sub}
}
