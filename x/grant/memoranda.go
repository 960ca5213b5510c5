package grant

import (
	"context"
	"strconv"

	"github.com/pursechain/purse/base/money"
)

// The memorandum accounts of an award or sub-award. What an award has in all, and what was claimed of it, stands in the accounts of its
// obligation; the rest is noted here, by the id of the tier.
const (
	noteCommitted = "committed" // of an award: passed on, and not claimed yet
	noteAmount    = "amount"    // of a sub-award: what was passed on to it
	noteLeft      = "left"      // of a sub-award: what its recipient may claim or pass on
	noteOwn       = "own"       // of either: claimed and approved, by its own recipient
	noteClaimed   = "claimed"   // of a sub-award: claimed and approved, by its recipient and below it
	noteWhole     = "whole"     // of either: the whole cost of what was claimed, also by those below
	noteCategory  = "cost/"     // of either: claimed in a category of the SF-424A
	noteYear      = "year/"     // of either: claimed in a fiscal year
)

// A note is a change of a memorandum account.
type note struct {
	subject, name string
	by            money.Amount
}

// note changes memorandum accounts, all or, with the transaction, none.
func (k Keeper) note(ctx context.Context, notes ...note) error {
	for _, n := range notes {
		if n.by == 0 {
			continue
		}
		if err := k.ledger.Note(ctx, n.subject, n.name, n.by); err != nil {
			return err
		}
	}
	return nil
}

// position is where the money of an award stands.
func (k Keeper) position(ctx context.Context, fain string) (p position, err error) {
	o, err := k.appropriation.Obligation(ctx, fain)
	if err != nil {
		return p, err
	}
	if p.Money, err = k.appropriation.MoneyOf(ctx, o); err != nil {
		return p, err
	}
	p.committed, err = k.ledger.Noted(ctx, fain, noteCommitted)
	return p, err
}

// unused is what may still be delivered: undelivered and not promised as an advance.
func (p position) unused() money.Amount { return p.Undelivered - p.Promised }

// free is what an award has that is neither claimed nor passed on; an advance that is not accounted for is among it. What authority that
// was canceled took leaves less than was passed on: then nothing is free.
func (p position) free() (money.Amount, error) {
	open, err := p.open()
	return max(0, open-p.committed), err
}

// open is what an award has that is not claimed, by anybody; an advance that is not accounted for is among it.
func (p position) open() (money.Amount, error) { return money.Add(p.Undelivered, p.Advanced) }

// claimable is what may be claimed now, by whoever has the last tier, in a claim of a kind: no more than is left to it, nor than stands
// where such a claim takes it from.
func (k Keeper) claimable(ctx context.Context, ts tiers, kind ClaimKind) (money.Amount, error) {
	p, err := k.position(ctx, ts[0].ID)
	if err != nil {
		return 0, err
	}
	from := p.unused()
	if kind == Liquidation {
		from = p.Arrived()
	}
	if kind == Advance {
		return from, nil // what is advanced may be passed on as what is not
	}
	left, err := k.leftOf(ctx, ts, p)
	return min(left, from), err
}

// leftOf is what the recipient of the last tier may claim or pass on.
func (k Keeper) leftOf(ctx context.Context, ts tiers, p position) (money.Amount, error) {
	if len(ts) == 1 {
		return p.free()
	}
	return k.ledger.Noted(ctx, ts[len(ts)-1].ID, noteLeft)
}

// takes notes that a claim was approved: in the accounts of its tier and of every one above it. An advance is no cost, and is noted
// nowhere but in the obligation.
func (k Keeper) takes(ctx context.Context, ts tiers, c Claim) error {
	if c.Kind == Advance {
		return nil
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return err
	}
	year, err := k.appropriation.FiscalYear(ctx, today)
	if err != nil {
		return err
	}
	costs, err := c.costs()
	if err != nil {
		return err
	}
	notes := ts.claimed(year, c.Amount, c.Cost, costs)
	if len(ts) > 1 {
		notes = append(notes, note{ts[len(ts)-1].ID, noteLeft, -c.Amount}, note{ts[0].ID, noteCommitted, -c.Amount})
	}
	return k.note(ctx, notes...)
}

// takesBack notes that a part of what was claimed and approved in a fiscal year is no cost after all: what was passed on shrinks with what
// was claimed of it.
func (k Keeper) takesBack(ctx context.Context, ts tiers, year int, l loss) error {
	notes := ts.claimed(year, l.amount, l.cost, l.costs)
	for _, t := range ts[1:] {
		notes = append(notes, note{t.ID, noteAmount, l.amount})
	}
	for i := range notes {
		notes[i].by = -notes[i].by
	}
	return k.note(ctx, notes...)
}

// claimed are the accounts that a claim of the last tier adds to, in its own tier and in every one above it.
func (ts tiers) claimed(year int, amount, cost money.Amount, costs []Cost) []note {
	notes := []note{{ts[len(ts)-1].ID, noteOwn, amount}}
	for i, t := range ts {
		notes = append(notes, note{t.ID, noteWhole, cost}, note{t.ID, noteYear + strconv.Itoa(year), amount})
		for _, c := range costs {
			notes = append(notes, note{t.ID, noteCategory + c.Category, c.Amount})
		}
		if i > 0 {
			notes = append(notes, note{t.ID, noteClaimed, amount})
		}
	}
	return notes
}

// passed notes that an amount went from a tier to one below it, or came back if it is below zero.
func (k Keeper) passed(ctx context.Context, ts tiers, to string, by money.Amount) error {
	own := ts[len(ts)-1]
	notes := []note{{to, noteLeft, by}, {to, noteAmount, by}}
	if len(ts) == 1 {
		return k.note(ctx, append(notes, note{own.ID, noteCommitted, by})...)
	}
	return k.note(ctx, append(notes, note{own.ID, noteLeft, -by})...)
}

// spend refuses to pass on more than is left to a tier.
func (k Keeper) spend(ctx context.Context, ts tiers, amount money.Amount) error {
	own := ts[len(ts)-1]
	p, err := k.position(ctx, ts[0].ID)
	if err != nil {
		return err
	}
	left, err := k.leftOf(ctx, ts, p)
	if err == nil && amount > left {
		return ErrOverAward.Refuse("available %s, asked %s, %s", left, amount, own.title())
	}
	return err
}
