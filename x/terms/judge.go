package terms

import (
	"context"
	"errors"
	"slices"

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

// Judged is a claim that no contract of its award refuses.
type Judged struct {
	Review []Finding // the clauses that want a review

	subject string
	world   *World
	bound   []bound
}

// bound is a contract with its counters and flags of an award.
type bound struct {
	*Compiled
	before marks
}

// Judge shows a claim under an award to the contracts that bind it. The first clause that refuses is the answer.
func (k Keeper) Judge(ctx context.Context, subject string, refs []string, w *World, items []Item) (*Judged, error) {
	judged := &Judged{subject: subject, world: w}
	for _, ref := range refs {
		c, err := k.contract(ctx, ref)
		if err != nil {
			return nil, err
		}
		before, err := k.before(ctx, subject, c.text)
		if err != nil {
			return nil, err
		}
		spend(ctx, (c.cost+c.perItem*uint64(len(items)))*gasPerStep, "clauses")
		for _, f := range c.Judge(w, items, before) {
			if f.Clause.Outcome == Refuse {
				return nil, ErrClause.Refuse("%s", f)
			}
			judged.Review = append(judged.Review, f)
		}
		judged.bound = append(judged.bound, bound{c, before})
	}
	return judged, nil
}

// before are the counters and flags that a contract names, as they stand for an award.
func (k Keeper) before(ctx context.Context, subject string, t *Terms) (marks, error) {
	all := make(marks)
	for _, name := range slices.Concat(t.Counters, t.Flags) {
		value, err := k.marks.Get(ctx, collections.Join3(subject, t.Name, name))
		if errors.Is(err, collections.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all[name] = value
	}
	return all, nil
}

// Pass works the effects of the contracts when a claim that they judged is approved. Nothing may have passed in between.
func (k Keeper) Pass(ctx context.Context, j *Judged) error {
	for _, c := range j.bound {
		after, err := c.Pass(j.world, c.before)
		if err != nil {
			return err
		}
		for _, effect := range c.text.Effects { // in the order of the contract
			at := collections.Join3(j.subject, c.text.Name, effect.Sets)
			if err := k.set(ctx, at, after[effect.Sets]); err != nil {
				return err
			}
		}
	}
	return nil
}

// MarksOf are the counters and flags of an award under every contract, at most sixteen for each that binds it.
func (k Keeper) MarksOf(ctx context.Context, subject string) ([]Mark, error) {
	return k.marksOf(ctx, collections.NewPrefixedTripleRange[string, string, string](subject))
}
