// Package grant gives assistance: programmes, awards, and the claims for reimbursement under them. An award obligates its amount;
// an approved claim makes it payable. It keeps no totals: what may still be claimed is a balance of the ledger.
//
// It refuses an award from another agency's fund, a claim by anyone but the recipient, outside the period of performance, for
// cost that is not yet incurred, beyond what was awarded, or sent before under any spelling of its number.
package grant

import (
	"slices"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
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
	maxHands  = 6 // persons who increase an award; with who made it and who approves a claim they are named on its payables
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
	return checkPeriod(a.Begins, a.Ends)
}

// fault says what is wrong with a claim, or nil: its evidence, then its period.
func (c Claim) fault() error {
	if len(c.Evidence) != 64 || rule.CheckID(c.Evidence, rule.Digits+"abcdef", 64) != "" {
		return ErrMalformedEvidence.Refuse("%q is not 64 hexadecimal digits in lower case", rule.Clip(c.Evidence, 70))
	}
	return checkPeriod(c.Begins, c.Ends)
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

// Accept says whether an award takes a claim on a day, when claimable is what it still has to give: the recipient claims (G8),
// for cost within the period of performance (G10), that was incurred (G11), and no more than was awarded (G12). The first broken
// rule is the answer.
func (a Award) Accept(c Claim, payee string, on date.Date, claimable money.Amount) error {
	if payee != a.Recipient {
		return ErrNotRecipient.Refuse("award %s is to %s, the claim is by %s", a.Fain, a.Recipient, payee)
	}
	if c.Begins < a.Begins || c.Ends > a.Ends {
		return ErrOutsidePeriod.Refuse("the award runs from %s to %s, the claim from %s to %s", a.Begins, a.Ends, c.Begins, c.Ends)
	}
	if c.Ends > on {
		return ErrNotIncurred.Refuse("the claim runs to %s, today is %s", c.Ends, on)
	}
	if c.Amount > claimable {
		return ErrOverAward.Refuse("claimable %s, asked %s, award %s", claimable, c.Amount, a.Fain)
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
