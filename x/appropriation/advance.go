package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// promised is the memorandum account of an obligation for advances that were approved and are not paid yet.
const promised = "promised"

// Promise sets a part of an obligation aside for an advance that was approved: it is neither claimed nor taken back until it is paid.
func (k Keeper) Promise(ctx context.Context, document string, amount money.Amount) error {
	if err := k.unpromised(ctx, document, amount); err != nil {
		return err
	}
	return k.ledger.Note(ctx, document, promised, amount)
}

// unpromised refuses to use more of an obligation than is neither delivered nor promised.
func (k Keeper) unpromised(ctx context.Context, document string, amount money.Amount) error {
	kept, err := k.ledger.Noted(ctx, document, promised)
	if err != nil || kept == 0 {
		return err // the ledger guards what is undelivered
	}
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	undelivered, err := k.ledger.Left(ctx, o.Fund(), document, ledger.Undelivered)
	if err == nil && amount > undelivered-kept {
		return ledger.ErrOverAvailable.Refuse("available %s, asked %s, obligated of %s and not promised as an advance",
			undelivered-kept, amount, document)
	}
	return err
}

// Advance records that a part of an obligation that was promised was paid before anything was delivered.
func (k Keeper) Advance(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	if err := k.ledger.Note(ctx, document, promised, -amount); err != nil {
		return err
	}
	return k.post(ctx, ledger.Advance, document, amount, by, reference)
}

// unpromise forgets the advances of an obligation that are not paid yet, when its authority is canceled.
func (k Keeper) unpromise(ctx context.Context, document string) error {
	kept, err := k.ledger.Noted(ctx, document, promised)
	if err != nil || kept == 0 {
		return err
	}
	return k.ledger.Note(ctx, document, promised, -kept)
}

// AdvanceComesBack records that the bank returned an advance: it is promised still.
func (k Keeper) AdvanceComesBack(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	a, err := k.on(ctx, o.Fund(), by)
	if err != nil {
		return err
	}
	subject, _, err := k.obligationAndAuthority(ctx, o)
	if err != nil {
		return err
	}
	entry := a.entry(ledger.Advance, subject, subject, amount, reference)
	entry.Reversed = true
	if err := k.ledger.Post(ctx, entry); err != nil {
		return err
	}
	return k.ledger.Note(ctx, document, promised, amount)
}

// Liquidate records that work was delivered for an advance.
func (k Keeper) Liquidate(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	if err := k.post(ctx, ledger.Liquidate, document, amount, by, reference); err != nil {
		return err
	}
	return k.deliver(ctx, document)
}

// RecoverAdvance records that the payee sent back an advance that no work was delivered for.
func (k Keeper) RecoverAdvance(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	a, err := k.on(ctx, o.Fund(), by)
	if err != nil {
		return err
	}
	from, authority, err := k.obligationAndAuthority(ctx, o)
	if err != nil {
		return err
	}
	entry := a.entry(ledger.RecoverAdvance, from, authority, amount, reference)
	if entry.Held = a.recovered(); a.params.Year(o.Obligated) == a.year {
		entry = a.entry(ledger.Advance, from, from, amount, reference)
		entry.Reversed = true
	}
	return k.ledger.Post(ctx, entry)
}
