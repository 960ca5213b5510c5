package grant

import (
	"context"
	"strconv"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/terms"
)

// sight is what the clauses of every tier see of a claim alike: the claim, and who decides on it, when.
type sight struct {
	award   Award
	claim   Claim
	officer consortium.Officer // nobody yet, when the claim is sent
	year    int                // the fiscal year of today
	base    *terms.World       // what does not depend on the tier
	money   position
}

func (k Keeper) sight(ctx context.Context, a Award, c Claim, officer consortium.Officer) (s sight, err error) {
	s = sight{award: a, claim: c, officer: officer}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return s, err
	}
	if s.year, err = k.appropriation.FiscalYear(ctx, today); err != nil {
		return s, err
	}
	if s.money, err = k.position(ctx, a.Fain); err != nil {
		return s, err
	}
	costs, err := c.costs()
	if err != nil {
		return s, err
	}
	advanced, err := money.Add(s.money.Advanced, s.money.Promised)
	if err != nil {
		return s, err
	}
	s.base = terms.NewWorld().
		With("block.day", today).With("block.year", int64(s.year)).
		With("officer.id", officer.Id).With("officer.member", officer.Member).
		With("award.listing", a.Listing).With("award.disaster", a.Disaster).With("award.milestones", a.Milestones).
		With("advance.open", advanced).
		With("claim.number", c.Number).With("claim.kind", c.Kind.Words()).
		With("claim.amount", c.Amount).With("claim.cost", c.Cost).With("claim.compensated", c.Compensated).
		With("claim.milestone", c.Milestone).With("claim.evidence", c.Evidence).With("claim.payee", c.Payee).
		With("claim.begins", c.Begins).With("claim.ends", c.Ends).With("claim.sent", c.Claimed)
	for _, cost := range costs {
		s.base.With("claim."+cost.Category, cost.Amount)
	}
	return s, nil
}

// world is what the clauses that bind one of the tiers see of a claim under the last of them.
func (k Keeper) world(ctx context.Context, s sight, ts tiers, level int) (*terms.World, error) {
	t := ts[level]
	amount, left, claimed, err := k.moneyOf(ctx, t, s.money)
	if err != nil {
		return nil, err
	}
	passed := s.money.committed
	if level > 0 {
		if passed, err = k.openBelow(ctx, t.ID); err != nil {
			return nil, err
		}
	}
	w := s.base.Clone().
		With("award.number", t.ID).With("award.recipient", t.Recipient).With("award.tier", int64(level)).
		With("award.amount", amount).With("award.left", left).
		With("award.begins", t.Begins).With("award.ends", t.Ends).With("award.place", t.Place).
		With("claim.place", ts[len(ts)-1].Place).
		With("claimed.total", claimed).With("subawards.total", passed)
	whole, err := k.ledger.Noted(ctx, t.ID, noteWhole)
	if err != nil {
		return nil, err
	}
	ofYear, err := k.ledger.Noted(ctx, t.ID, noteYear+strconv.Itoa(s.year))
	if err != nil {
		return nil, err
	}
	w.With("claimed.cost", whole).With("claimed.year", ofYear)
	for _, category := range terms.Categories {
		had, err := k.ledger.Noted(ctx, t.ID, noteCategory+category)
		if err != nil {
			return nil, err
		}
		w.With("claimed."+category, had)
	}
	return w, nil
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

// verdict is what the clauses of all tiers found of a claim that none of them refuses, and what those of the award saw.
type verdict struct {
	judged []*terms.Judged
	seen   *terms.World
}

// judge shows a claim to the clauses of every tier from the award down: what is passed on is bound by all that bound it above.
func (k Keeper) judge(ctx context.Context, a Award, ts tiers, c Claim, officer consortium.Officer) (v verdict, err error) {
	s, err := k.sight(ctx, a, c, officer)
	if err != nil {
		return v, err
	}
	for level, t := range ts {
		seen, err := k.world(ctx, s, ts, level)
		if err != nil {
			return v, err
		}
		if level == 0 {
			v.seen = seen
		}
		judged, err := k.terms.Judge(ctx, t.ID, t.Terms, seen, c.items())
		if err != nil {
			return v, err
		}
		v.judged = append(v.judged, judged)
	}
	return v, nil
}

// items are the lines of a claim as clauses see them.
func (c Claim) items() (items []terms.Item) {
	for _, l := range c.Lines {
		items = append(items, terms.Item{Code: l.Code, Category: l.Category, Quantity: l.Quantity, Price: l.Price, Amount: l.Amount})
	}
	return items
}

// decision is the record of one, with what the clauses of the award saw, so that another contract can be tried on it later.
func (k Keeper) decision(ctx context.Context, c Claim, officer consortium.Officer, seen *terms.World, reason string) (r ClaimRecord, err error) {
	r = ClaimRecord{Claim: c, By: officer.Id, Reason: reason, Seen: seen.Record(), Items: c.items()}
	if r.Decided, err = k.consortium.Today(ctx); err != nil {
		return r, err
	}
	if r.Before, err = k.before(ctx, c.id()); err != nil {
		return r, err
	}
	r.Marks, err = k.terms.MarksOf(ctx, c.Fain)
	return r, err
}

// reviewed are the clauses that want a review of a claim. For these, and for what is found beside the claim, the officer gives a reason.
func (v verdict) reviewed(c Claim, beside []Finding, reason string) (clauses []string, err error) {
	var first string
	for _, judged := range v.judged {
		for _, f := range judged.Review {
			if first == "" {
				first = f.String()
			}
			clauses = append(clauses, f.Contract+" "+f.Clause.Id)
		}
	}
	asks := asking(beside)
	switch {
	case first != "" && reason == "":
		return nil, ErrReview.Refuse("%s", first)
	case len(asks) > 0 && reason == "":
		return nil, ErrReview.Refuse("claim %s of award %s: %s", c.Number, c.Fain, say(asks))
	case first == "" && len(asks) == 0 && reason != "":
		return nil, ErrReview.Refuse("no clause wants claim %s of award %s reviewed, nothing is found beside it, and a reason is given",
			c.Number, c.Fain)
	}
	return clauses, nil
}

// pass works the effects of the clauses of every tier.
func (k Keeper) pass(ctx context.Context, v verdict) error {
	for _, judged := range v.judged {
		if err := k.terms.Pass(ctx, judged); err != nil {
			return err
		}
	}
	return nil
}
