// Package grant gives assistance: programmes, notices of what they will award, applications, awards, what their recipients pass on as sub-awards, to any depth, and the claims under
// them. An award obligates its amount; an approved claim makes it payable, or accounts for an advance. It keeps no totals: what may
// still be claimed is a balance of the ledger, and what was passed on a memorandum there.
//
// It refuses an award from another agency's fund, a claim by anyone but the recipient, outside the period of performance or the budget,
// for cost that is not yet incurred, beyond what was awarded, or sent before under any spelling of its number; an advance of more than
// the next weeks need; and a sub-award of more than there is to pass on.
package grant

import (
	"slices"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/rule"
)

// ObjectClass of every award: 410, grants, subsidies and contributions (OMB Circular A-11, section 83).
const ObjectClass = "410"

// Bounds on texts, in bytes.
const (
	maxTitle  = 128
	maxText   = 256
	maxNumber = 30
	maxFAIN   = 30
	maxPlace  = 64

	maxDisaster   = 16
	maxMilestones = 32
	maxEvidence   = 16 // documents of one claim
	maxLines      = 200
	maxYears      = 1000 // fiscal years in which something is claimed under one award
	maxHands      = 6    // persons who increase an award; with who made it and who approves a claim they are named on its payables
)

// CheckListing says what is wrong with a number of the Assistance Listings, or "": two digits, a point, three digits.
func CheckListing(s string) string {
	if len(s) != 6 || s[2] != '.' || rule.CheckID(s[:2]+s[3:], rule.Digits, 5) != "" {
		return "not two digits, a point and three digits, as in 97.036"
	}
	return ""
}

// fault says what is wrong with a programme, or nil.
func (p Programme) fault() error {
	if why := CheckListing(p.Listing); why != "" {
		return ErrMalformedListing.Refuse("%q: %s", p.Listing, why)
	}
	if why := rule.CheckText(p.Title, maxTitle); why != "" {
		return ErrMalformedText.Refuse("title: %s", why)
	}
	if len(p.ProgramActivity) != 4 || rule.CheckID(p.ProgramActivity, rule.Digits+rule.Capitals, 4) != "" {
		return ErrMalformedText.Refuse("programme activity %q is not four capital letters and digits", p.ProgramActivity)
	}
	return nil
}

// fault says what is wrong with an award, or nil: its number, listing, description and period, in this order.
func (a Award) fault() error {
	if why := rule.CheckID(a.Fain, rule.Capitals+rule.Digits, maxFAIN); why != "" {
		return ErrMalformedFAIN.Refuse("%q: %s", a.Fain, why)
	}
	if why := CheckListing(a.Listing); why != "" {
		return ErrMalformedListing.Refuse("%q: %s", a.Listing, why)
	}
	if why := rule.CheckText(a.Description, maxText); why != "" {
		return ErrMalformedText.Refuse("description: %s", why)
	}
	if a.Disaster != "" {
		if why := rule.CheckID(a.Disaster, rule.Capitals+rule.Digits+"-", maxDisaster); why != "" {
			return ErrMalformedText.Refuse("disaster %q: %s", rule.Clip(a.Disaster, maxDisaster), why)
		}
	}
	if err := checkBudget(a.Budget); err != nil {
		return err
	}
	if _, known := AwardKind_name[int32(a.Kind)]; !known || a.Kind == AwardKindUnspecified {
		return ErrMalformedText.Refuse("kind %d", a.Kind)
	}
	if _, known := steps[a.Status]; !known {
		return ErrWrongStep.Refuse("status %d", a.Status)
	}
	if a.Application != "" {
		if _, _, err := splitApplication(a.Application); err != nil {
			return err
		}
	}
	return checkPeriod(a.Begins, a.Ends)
}

func checkPeriod(begins, ends date.Date) error {
	switch {
	case !begins.Valid():
		return ErrMalformedPeriod.Refuse("%q is not a date", rule.Clip(string(begins), 20))
	case !ends.Valid():
		return ErrMalformedPeriod.Refuse("%q is not a date", rule.Clip(string(ends), 20))
	case ends < begins:
		return ErrMalformedPeriod.Refuse("it begins %s and ends %s", begins, ends)
	}
	return nil
}

// persons are those who acted on an award's money before it is owed, each once: who obligated it, then who approved.
func (a Award) persons(approved string) (all []string) {
	for _, p := range append(append([]string{a.By}, a.IncreasedBy...), approved) {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// Increased is the award with one more person who obligated its money.
func (a Award) Increased(by string) (Award, error) {
	if by == a.By || slices.Contains(a.IncreasedBy, by) {
		return a, nil
	}
	if len(a.IncreasedBy) == maxHands {
		return a, ErrTooManyHands.Refuse("%d officers have increased award %s", maxHands, a.Fain)
	}
	a.IncreasedBy = append(slices.Clone(a.IncreasedBy), by)
	return a, nil
}
