package grant

import (
	"slices"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/terms"
)

// checkBudget says what is wrong with a budget, or nil: each category of the SF-424A once, and an amount for it.
func checkBudget(budget []Cost) error {
	for i, c := range budget {
		if !slices.Contains(terms.Categories[:], c.Category) {
			return ErrOutsideBudget.Refuse("%q is no category of the SF-424A", rule.Clip(c.Category, 20))
		}
		if why := c.Amount.Check(); why != "" {
			return ErrOutsideBudget.Refuse("%s: %s", c.Category, why)
		}
		if slices.ContainsFunc(budget[:i], func(other Cost) bool { return other.Category == c.Category }) {
			return ErrOutsideBudget.Refuse("%s is given twice", c.Category)
		}
	}
	return nil
}

// fault says what is wrong with a claim, or nil: its evidence, its lines, what it adds to them, and its period, in this order.
func (c Claim) fault() error {
	if err := checkEvidence(c.Evidence); err != nil {
		return err
	}
	if err := c.lineFault(); err != nil {
		return err
	}
	if c.Cost < c.Amount || c.Cost.Check() != "" {
		return ErrOutsideBudget.Refuse("the claim is for %s, the whole cost is %s", c.Amount, c.Cost)
	}
	if why := c.Compensated.Check(); why != "" && c.Compensated != 0 {
		return ErrOutsideBudget.Refuse("compensated: %s", why)
	}
	if why := rule.CheckText(c.Milestone, maxTitle); why != "" && c.Milestone != "" {
		return ErrMalformedText.Refuse("milestone: %s", why)
	}
	if _, known := ClaimKind_name[int32(c.Kind)]; !known || c.Kind == ClaimKindUnspecified {
		return ErrMalformedText.Refuse("kind %d", c.Kind)
	}
	if (c.Roll == "") != (c.RollLines == 0) || c.RollLines > roll.MaxLines {
		return ErrMalformedRoll.Refuse("root %q, %d lines, at most %d", rule.Clip(c.Roll, 70), c.RollLines, roll.MaxLines)
	}
	if c.Roll != "" && c.Kind == Advance {
		return ErrMalformedRoll.Refuse("an advance is to the recipient, whose roll is claimed when it is known")
	}
	if c.Roll != "" {
		if err := checkHash(c.Roll); err != nil {
			return err
		}
	}
	return checkPeriod(c.Begins, c.Ends)
}

// checkEvidence says what is wrong with the documents of a claim, or nil: some, each once.
func checkEvidence(hashes []string) error {
	if why := rule.CheckHashes(hashes, 1, maxEvidence); why != "" {
		return ErrMalformedEvidence.Refuse("%s", why)
	}
	return nil
}

func checkHash(hash string) error {
	if why := rule.CheckHash(hash); why != "" {
		return ErrMalformedEvidence.Refuse("%s", why)
	}
	return nil
}

// lineFault says what is wrong with the lines of a claim, or nil: a category that is none, goods that do not come to the amount, and
// lines that do not come to the claim.
func (c Claim) lineFault() error {
	if n := len(c.Lines); n > maxLines {
		return ErrOutsideBudget.Refuse("%d lines, at most %d", n, maxLines)
	}
	var sum money.Amount
	for i, l := range c.Lines {
		if err := checkBudget([]Cost{{Category: l.Category, Amount: l.Amount}}); err != nil {
			return err
		}
		if l.Quantity < 0 || l.Price < 0 {
			return ErrOutsideBudget.Refuse("line %d: %d at %s", i+1, l.Quantity, l.Price)
		}
		goods := l.Code != "" || l.Quantity != 0 || l.Price != 0
		if why := rule.CheckID(l.Code, rule.Capitals+rule.Digits, maxDisaster); goods && why != "" {
			return ErrOutsideBudget.Refuse("line %d: code %q: %s", i+1, rule.Clip(l.Code, maxDisaster), why)
		}
		// The product is compared by division, which cannot overflow.
		if goods && (l.Quantity == 0 || int64(l.Amount)%l.Quantity != 0 || int64(l.Amount)/l.Quantity != int64(l.Price)) {
			return ErrOutsideBudget.Refuse("line %d: %d at %s are not %s", i+1, l.Quantity, l.Price, l.Amount)
		}
		var err error
		if sum, err = money.Add(sum, l.Amount); err != nil {
			return err
		}
	}
	if len(c.Lines) > 0 && sum != c.Amount {
		return ErrOutsideBudget.Refuse("the lines come to %s, the claim to %s", sum, c.Amount)
	}
	return nil
}

// costs are what a claim asks for in each category, in the order of the categories.
func (c Claim) costs() (costs []Cost, err error) {
	for _, category := range terms.Categories {
		cost := Cost{Category: category}
		for _, l := range c.Lines {
			if l.Category == category {
				if cost.Amount, err = money.Add(cost.Amount, l.Amount); err != nil {
					return nil, err
				}
			}
		}
		if cost.Amount > 0 {
			costs = append(costs, cost)
		}
	}
	return costs, nil
}

// Accept says whether what a tier gives may be claimed on a day: its recipient claims (G8), for cost within the periods of all tiers (G10);
// that was incurred, or, of an advance, that the next days need (G11, G19); before the time for claims is over (G20). The first broken
// rule is the answer.
func (ts tiers) Accept(c Claim, on date.Date, p Params) error {
	own := ts[len(ts)-1]
	if c.Payee != own.Recipient {
		return ErrNotRecipient.Refuse("%s is to %s, the claim is by %s", own.title(), own.Recipient, c.Payee)
	}
	for _, t := range ts {
		if c.Begins < t.Begins || c.Ends > t.Ends {
			return ErrOutsidePeriod.Refuse("%s runs from %s to %s, the claim from %s to %s", t.title(), t.Begins, t.Ends, c.Begins, c.Ends)
		}
	}
	switch last := on.Plus(p.AdvanceDays); {
	case c.Kind == Advance && len(ts) > 1:
		return ErrNoNeed.Refuse("%s has its money by reimbursement, or from the advance of award %s", own.title(), ts[0].ID)
	case c.Kind == Advance && c.Ends > last:
		return ErrNoNeed.Refuse("an advance for costs until %s, today is %s, and %d days from it is %s", c.Ends, on, p.AdvanceDays, last)
	case c.Kind != Advance && c.Ends > on:
		return ErrNotIncurred.Refuse("the claim runs to %s, today is %s", c.Ends, on)
	}
	if last := ts.lastClaim(p); on > last {
		return ErrTooLate.Refuse("%s ended on %s, and takes claims until %s, today is %s", own.title(), ts.ends(), last, on)
	}
	return nil
}

// ends is the last day of a tier: its own, or that of one above it that ended sooner, as a terminated award did.
func (ts tiers) ends() date.Date {
	last := ts[0].Ends
	for _, t := range ts {
		last = min(last, t.Ends)
	}
	return last
}

// lastClaim is the last day on which the last tier takes claims.
func (ts tiers) lastClaim(p Params) date.Date {
	if len(ts) > 1 {
		return ts.ends().Plus(p.SubLiquidationDays)
	}
	return ts.ends().Plus(p.LiquidationDays)
}

// within refuses a claim in a category for which a budget has nothing, or nothing left, when had is what was claimed of it before.
func (t tier) within(c Cost, had money.Amount) error {
	if len(t.Budget) == 0 {
		return nil
	}
	for _, b := range t.Budget {
		if b.Category != c.Category {
			continue
		}
		if left := b.Amount - had; c.Amount > left {
			return ErrOutsideBudget.Refuse("available %s, asked %s, %s of %s", max(0, left), c.Amount, c.Category, t.title())
		}
		return nil
	}
	return ErrOutsideBudget.Refuse("%s of %s: its budget has nothing for it", c.Category, t.title())
}

// Words is the kind as people say it.
func (k AwardKind) Words() string {
	if k == DirectPayment {
		return "direct-payment"
	}
	return "project"
}

// Words is the kind as people say it.
func (k ClaimKind) Words() string {
	switch k {
	case Advance:
		return "advance"
	case Liquidation:
		return "liquidation"
	default:
		return "reimbursement"
	}
}
