package gsdm

import (
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
	parts := strings.Split(s, "-")
	if len(parts) == 4 {
		parts = append([]string{""}, parts...)
	}
	if len(parts) != 5 {
		return TAS{}, ErrSymbol.Refuse("%q has %s", rule.Clip(s, 40), rule.Count(len(strings.Split(s, "-")), "part"))
	}
	t := TAS{TransferAgency: parts[0], Agency: parts[1], Main: parts[3], Sub: parts[4]}
	var years bool
	if t.Begin, t.End, years = strings.Cut(parts[2], "/"); !years {
		t.Type, t.Begin = parts[2], ""
	}
	for _, part := range []struct {
		text     string
		length   int
		optional bool
	}{{t.TransferAgency, 3, len(parts[0]) == 0}, {t.Agency, 3, false}, {t.Begin, 4, !years}, {t.End, 4, !years}, {t.Main, 4, false}, {t.Sub, 3, false}} {
		if why := rule.CheckID(part.text, rule.Digits, part.length); !(part.optional && part.text == "") &&
			(why != "" || len(part.text) != part.length) {
			return TAS{}, ErrSymbol.Refuse("%q: %q is not %d digits", rule.Clip(s, 40), rule.Clip(part.text, 10), part.length)
		}
	}
	if !years && rule.CheckID(t.Type, rule.Capitals, 1) != "" {
		return TAS{}, ErrSymbol.Refuse("%q: %q is no type of availability", rule.Clip(s, 40), rule.Clip(t.Type, 10))
	}
	return t, nil
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

// parts are the symbol's parts in the order of partNames.
func (t *TAS) parts() [7]*string {
	return [7]*string{&t.TransferAgency, &t.Agency, &t.Begin, &t.End, &t.Type, &t.Main, &t.Sub}
}
