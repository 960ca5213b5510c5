package grant

import (
	"context"

	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/terms"
)

// world is what the clauses of an award see of a claim under it.
func world(a Award, c Claim, place string, m appropriation.Money) *terms.World {
	claimed := m.Unpaid + m.Paid
	return terms.NewWorld().
		With("award.number", a.Fain).With("award.listing", a.Listing).With("award.recipient", a.Recipient).
		With("award.amount", m.Undelivered+m.Advanced+claimed).With("award.left", m.Undelivered).
		With("award.begins", a.Begins).With("award.ends", a.Ends).With("award.place", place).
		With("claim.number", c.Number).With("claim.amount", c.Amount).
		With("claim.begins", c.Begins).With("claim.ends", c.Ends).With("claim.sent", c.Claimed).
		With("claim.evidence", []string{c.Evidence}).
		With("claimed.total", claimed)
}

// review shows a claim that is approved to the clauses of its award, and works their effects. It returns the clauses that wanted a review,
// for which the officer gives a reason.
func (k Keeper) review(ctx context.Context, a Award, c Claim, officer, reason string) (reviewed []string, err error) {
	obligation, err := k.appropriation.Obligation(ctx, a.Fain)
	if err != nil {
		return nil, err
	}
	money, err := k.appropriation.MoneyOf(ctx, obligation)
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	person, err := k.consortium.Officer(ctx, officer)
	if err != nil {
		return nil, err
	}
	seen := world(a, c, obligation.Place, money).With("block.day", today).
		With("officer.id", person.Id).With("officer.member", person.Member)
	found, err := k.terms.Judge(ctx, a.Fain, a.Terms, seen, nil)
	if err != nil {
		return nil, err
	}
	switch {
	case len(found) > 0 && reason == "":
		return nil, ErrReview.Refuse("%s", found[0])
	case len(found) == 0 && reason != "":
		return nil, ErrReview.Refuse("no clause wants claim %s of award %s reviewed, and a reason is given", c.Number, a.Fain)
	}
	for _, f := range found {
		reviewed = append(reviewed, f.Contract+" "+f.Clause.Id)
	}
	return reviewed, k.terms.Pass(ctx, a.Fain, a.Terms, seen)
}
