package terms

import (
	"context"

	"cosmossdk.io/collections"
)

// Check refuses contracts that cannot bind an award: one that was never published, one given twice, or too many.
func (k Keeper) Check(ctx context.Context, refs []string) error {
	if len(refs) > maxBound {
		return ErrTooMany.Refuse("%d, at most %d", len(refs), maxBound)
	}
	names := make(map[string]bool, len(refs))
	for _, ref := range refs {
		c, err := k.contract(ctx, ref)
		if err != nil {
			return err
		}
		if names[c.text.Name] {
			return ErrTooMany.Refuse("%s in two versions, or twice", c.text.Name)
		}
		names[c.text.Name] = true
	}
	return nil
}

// Judge shows a claim under an award to the contracts that bind it. The first clause that refuses is the answer; those that ask for a
// review are returned.
func (k Keeper) Judge(ctx context.Context, subject string, refs []string, w *World, items []Item) (review []Finding, err error) {
	for _, ref := range refs {
		found, err := k.judge(ctx, subject, ref, w, items)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if f.Clause.Outcome == Refuse {
				return nil, ErrClause.Refuse("%s", f)
			}
			review = append(review, f)
		}
	}
	return review, nil
}

// judge is what one contract finds.
func (k Keeper) judge(ctx context.Context, subject, ref string, w *World, items []Item) ([]Finding, error) {
	c, err := k.contract(ctx, ref)
	if err != nil {
		return nil, err
	}
	m, err := k.marksOf(ctx, subject, c.text.Name)
	if err != nil {
		return nil, err
	}
	spend(ctx, c.cost*gasPerStep, "clauses")
	return c.judge(w, items, m), nil
}

// Pass works the effects of the contracts when a claim is approved.
func (k Keeper) Pass(ctx context.Context, subject string, refs []string, w *World) error {
	for _, ref := range refs {
		c, err := k.contract(ctx, ref)
		if err != nil {
			return err
		}
		before, err := k.marksOf(ctx, subject, c.text.Name)
		if err != nil {
			return err
		}
		after, err := c.pass(w, before)
		if err != nil {
			return err
		}
		for _, effect := range c.text.Effects { // in the order of the contract
			at := collections.Join3(subject, c.text.Name, effect.Sets)
			if err := k.set(ctx, at, after[effect.Sets]); err != nil {
				return err
			}
		}
	}
	return nil
}
