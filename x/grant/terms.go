package grant

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/terms"
)

// world is what the clauses of an award see of a claim under it on a day.
func (k Keeper) world(ctx context.Context, a Award, c Claim, today date.Date) (*terms.World, error) {
	obligation, err := k.appropriation.Obligation(ctx, a.Fain)
	if err != nil {
		return nil, err
	}
	m, err := k.appropriation.MoneyOf(ctx, obligation)
	if err != nil {
		return nil, err
	}
	year, err := k.appropriation.FiscalYear(ctx, today)
	if err != nil {
		return nil, err
	}
	claimed, err := money.Add(m.Unpaid, m.Paid)
	if err != nil {
		return nil, err
	}
	awarded := claimed
	for _, part := range []money.Amount{m.Undelivered, m.Advanced} {
		if awarded, err = money.Add(awarded, part); err != nil {
			return nil, err
		}
	}
	return terms.NewWorld().
		With("block.day", today).With("block.year", int64(year)).
		With("award.number", a.Fain).With("award.listing", a.Listing).With("award.recipient", a.Recipient).
		With("award.amount", awarded).With("award.left", m.Undelivered).
		With("award.begins", a.Begins).With("award.ends", a.Ends).With("award.place", obligation.Place).
		With("claim.number", c.Number).With("claim.kind", "reimbursement").
		With("claim.amount", c.Amount).With("claim.cost", c.Amount).
		With("claim.begins", c.Begins).With("claim.ends", c.Ends).With("claim.sent", c.Claimed).
		With("claim.evidence", []string{c.Evidence}).With("claim.payee", a.Recipient).
		With("claimed.total", claimed), nil
}

// decided is the record of a decision by an officer, with what clauses see of the claim as it is made.
func (k Keeper) decided(ctx context.Context, a Award, c Claim, officer string) (r ClaimRecord, seen *terms.World, err error) {
	r = ClaimRecord{Claim: c, By: officer}
	if r.Decided, err = k.consortium.Today(ctx); err != nil {
		return r, nil, err
	}
	person, err := k.consortium.Officer(ctx, officer)
	if err != nil {
		return r, nil, err
	}
	if seen, err = k.world(ctx, a, c, r.Decided); err != nil {
		return r, nil, err
	}
	seen.With("officer.id", person.Id).With("officer.member", person.Member)
	r.Seen = seen.Record()
	r.Marks, err = k.terms.MarksOf(ctx, a.Fain)
	return r, seen, err
}

// review shows a claim that is approved to the clauses of its award, and works their effects. It returns the record of the approval and
// the clauses that wanted a review, for which the officer gives a reason.
func (k Keeper) review(ctx context.Context, a Award, c Claim, officer, reason string) (r ClaimRecord, reviewed []string, err error) {
	r, seen, err := k.decided(ctx, a, c, officer)
	if err != nil {
		return r, nil, err
	}
	r.Approved, r.Reason = true, reason
	judged, err := k.terms.Judge(ctx, a.Fain, a.Terms, seen, r.Items)
	if err != nil {
		return r, nil, err
	}
	switch {
	case len(judged.Review) > 0 && reason == "":
		return r, nil, ErrReview.Refuse("%s", judged.Review[0])
	case len(judged.Review) == 0 && reason != "":
		return r, nil, ErrReview.Refuse("no clause wants claim %s of award %s reviewed, and a reason is given", c.Number, a.Fain)
	}
	for _, f := range judged.Review {
		reviewed = append(reviewed, f.Contract+" "+f.Clause.Id)
	}
	return r, reviewed, k.terms.Pass(ctx, judged)
}

// conclude moves a decided claim from the state to the award's log.
func (k Keeper) conclude(ctx context.Context, r ClaimRecord) error {
	bz, err := r.Marshal()
	if err != nil {
		return err
	}
	if _, err := k.history.Append(ctx, ClaimsOf(r.Claim.Fain), bz); err != nil {
		return err
	}
	return k.claims.Remove(ctx, collections.Join(r.Claim.Fain, r.Claim.Number))
}
