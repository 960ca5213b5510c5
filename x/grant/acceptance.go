package grant

import (
	"context"
)

// acceptable refuses a claim that its award, its tiers or its budget does not allow: when it is sent, and again when it is approved.
func (k Keeper) acceptable(ctx context.Context, a Award, ts tiers, c Claim) error {
	if err := a.claims(); err != nil {
		return err
	}
	if own := ts[len(ts)-1]; own.Closed {
		return ErrNotOpen.Refuse("%s is closed", own.title())
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := ts.Accept(c, c.Claimed, params); err != nil {
		return err
	}
	if direct := a.Kind == DirectPayment; direct != (c.Roll != "") && c.Kind != Advance {
		return ErrMalformedRoll.Refuse("award %s is of kind %s, and the claim has %d beneficiaries", a.Fain, a.Kind.Words(), c.RollLines)
	}
	if err := k.needed(ctx, a, c, params); err != nil {
		return err
	}
	return k.budgeted(ctx, ts, c)
}

// left refuses a claim for more than may be claimed as things stand.
func (k Keeper) left(ctx context.Context, ts tiers, c Claim) error {
	left, err := k.claimable(ctx, ts, c.Kind)
	if err == nil && c.Amount > left {
		return ErrOverAward.Refuse("claimable %s, asked %s, %s", left, c.Amount, ts[len(ts)-1].title())
	}
	return err
}

// covered refuses a claim of an award's own recipient, once it is answered, that took what was passed on. The rest is guarded by the ledger.
func (k Keeper) covered(ctx context.Context, ts tiers, c Claim) error {
	p, err := k.position(ctx, ts[0].ID)
	if err != nil || len(ts) > 1 || p.committed == 0 {
		return err
	}
	open, err := p.open()
	if err == nil && open < p.committed {
		return ErrOverAward.Refuse("claimable %s, asked %s, %s of award %s is passed on",
			max(0, open+c.Amount-p.committed), c.Amount, p.committed, c.Fain)
	}
	return err
}

// needed refuses an advance while an older one is not accounted for (31 USC 6503; 2 CFR 200.305(b)).
func (k Keeper) needed(ctx context.Context, a Award, c Claim, p Params) error {
	if c.Kind != Advance || a.Advanced == "" || c.Claimed <= a.Advanced.Plus(p.AdvanceDays) {
		return nil
	}
	open, err := k.position(ctx, a.Fain)
	if err == nil && open.Advanced+open.Promised > 0 {
		return ErrNoNeed.Refuse("%s was advanced %d days ago and more, and is not accounted for; the last on %s",
			open.Advanced+open.Promised, p.AdvanceDays, a.Advanced)
	}
	return err
}

// budgeted refuses a claim outside the budget of a tier: of its own, or of one that passed money on, which bounds what is below it too.
func (k Keeper) budgeted(ctx context.Context, ts tiers, c Claim) error {
	costs, err := c.costs()
	if err != nil || c.Kind == Advance {
		return err
	}
	for _, t := range ts {
		if len(t.Budget) == 0 {
			continue
		}
		if len(costs) == 0 {
			return ErrOutsideBudget.Refuse("%s has a budget by category, and the claim names none", t.title())
		}
		for _, cost := range costs {
			had, err := k.ledger.Noted(ctx, t.ID, noteCategory+cost.Category)
			if err != nil {
				return err
			}
			if err := t.within(cost, had); err != nil {
				return err
			}
		}
	}
	return nil
}

// neverSent refuses a claim that waits already, and one that was ever owed, unless that is allowed once more: it says how often it is owed then.
func (k Keeper) neverSent(ctx context.Context, c Claim) (again uint32, err error) {
	c.Again = 0
	waits, err := k.claims.Has(ctx, c.key())
	if err != nil {
		return 0, err
	}
	if waits {
		return 0, ErrDuplicateClaim.Refuse("number %s under %s waits for a decision", c.Number, c.id())
	}
	bill, err := k.bill(ctx, c)
	if err != nil {
		return 0, err
	}
	if bill, err = k.payment.Named(ctx, bill); err != nil {
		return 0, err
	}
	billed, err := k.payment.Billed(ctx, bill)
	if err != nil {
		return 0, err
	}
	if billed {
		return 0, ErrDuplicateClaim.Refuse("number %s of fiscal year %d was approved before", c.Number, bill.FiscalYear)
	}
	return bill.Again, nil
}
