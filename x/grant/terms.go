package grant

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/terms"
)

// world is what the clauses that bind a tier see of a claim under it, or below it.
func (k Keeper) world(ctx context.Context, a Award, t tier, c Claim, officer consortium.Officer) (*terms.World, error) {
	p, err := k.position(ctx, a.Fain)
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	amount, left, claimed, err := k.moneyOf(ctx, t, p)
	if err != nil {
		return nil, err
	}
	return terms.NewWorld().
		With("block.day", today).With("officer.id", officer.Id).With("officer.member", officer.Member).
		With("award.number", t.ID).With("award.listing", a.Listing).With("award.recipient", t.Recipient).
		With("award.amount", amount).With("award.left", left).
		With("award.begins", t.Begins).With("award.ends", t.Ends).With("award.place", t.Place).
		With("claim.number", c.Number).With("claim.amount", c.Amount).
		With("claim.begins", c.Begins).With("claim.ends", c.Ends).With("claim.sent", c.Claimed).
		With("claim.evidence", c.Evidence).
		With("claimed.total", claimed), nil
}

// moneyOf is what a tier has in all, what is left of it to claim, and what was claimed of it, also below.
func (k Keeper) moneyOf(ctx context.Context, t tier, p position) (amount, left, claimed money.Amount, err error) {
	if pathOf(t.ID) != "" {
		if amount, err = k.ledger.Noted(ctx, t.ID, noteAmount); err != nil {
			return 0, 0, 0, err
		}
		if left, err = k.ledger.Noted(ctx, t.ID, noteLeft); err != nil {
			return 0, 0, 0, err
		}
		claimed, err = k.ledger.Noted(ctx, t.ID, noteClaimed)
		return amount, left, claimed, err
	}
	if claimed, err = money.Add(p.Unpaid, p.Paid); err != nil {
		return 0, 0, 0, err
	}
	if left, err = money.Add(p.Undelivered, p.Advanced); err != nil {
		return 0, 0, 0, err
	}
	amount, err = money.Add(left, claimed)
	return amount, p.unused(), claimed, err
}

// judge shows a claim to the clauses of every tier from the award down: what is passed on is bound by all that bound it above.
func (k Keeper) judge(ctx context.Context, a Award, ts tiers, c Claim, officer consortium.Officer) (found []terms.Finding, err error) {
	for _, t := range ts {
		seen, err := k.world(ctx, a, t, c, officer)
		if err != nil {
			return nil, err
		}
		of, err := k.terms.Judge(ctx, t.ID, t.Terms, seen, nil)
		if err != nil {
			return nil, err
		}
		found = append(found, of...)
	}
	return found, nil
}

// review shows a claim that is approved to the clauses, and works their effects; and compares it with what was claimed elsewhere. It
// returns the clauses that wanted a review; for these, and for what is found beside the claim, the officer gives a reason.
func (k Keeper) review(
	ctx context.Context, a Award, ts tiers, c Claim, officer consortium.Officer, reason string,
) (reviewed []string, err error) {
	found, err := k.judge(ctx, a, ts, c, officer)
	if err != nil {
		return nil, err
	}
	beside, err := k.besideClaim(ctx, ts, c)
	if err != nil {
		return nil, err
	}
	asks := asking(beside)
	switch {
	case len(found) > 0 && reason == "":
		return nil, ErrReview.Refuse("%s", found[0])
	case len(asks) > 0 && reason == "":
		return nil, ErrReview.Refuse("claim %s of award %s: %s", c.Number, a.Fain, say(asks))
	case len(found)+len(asks) == 0 && reason != "":
		return nil, ErrReview.Refuse("no clause wants claim %s of award %s reviewed, nothing is found beside it, and a reason is given",
			c.Number, a.Fain)
	}
	if err := k.explain(ctx, ts, c, beside, officer.Id, reason); err != nil {
		return nil, err
	}
	for _, f := range found {
		reviewed = append(reviewed, f.Contract+" "+f.Clause.Id)
	}
	for _, t := range ts {
		seen, err := k.world(ctx, a, t, c, officer)
		if err != nil {
			return nil, err
		}
		if err := k.terms.Pass(ctx, t.ID, t.Terms, seen); err != nil {
			return nil, err
		}
	}
	return reviewed, nil
}
