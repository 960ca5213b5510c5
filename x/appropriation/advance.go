package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// The memorandum accounts of an obligation for advances that are on their way.
const (
	promised   = "promised"   // approved, and not paid yet
	unanswered = "unanswered" // paid, and the bank has not said yet that the payee has them
)

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
	if err := k.ledger.Note(ctx, document, unanswered, amount); err != nil {
		return err
	}
	return k.post(ctx, ledger.Advance, document, amount, by, reference)
}

// AdvanceArrives records that the bank said that the payee has an advance, which may be accounted for from now on.
func (k Keeper) AdvanceArrives(ctx context.Context, document string, amount money.Amount) error {
	return k.ledger.Note(ctx, document, unanswered, -amount)
}

// AdvanceLeaves records that the bank took an advance back which the payee had: no more than that did not account for.
func (k Keeper) AdvanceLeaves(ctx context.Context, document string, amount money.Amount) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	if err := k.arrived(ctx, o, amount); err != nil {
		return err
	}
	return k.ledger.Note(ctx, document, unanswered, amount)
}

// arrived refuses to account for, or to take back, more than what the payee has and did not account for: the bank may return the rest.
func (k Keeper) arrived(ctx context.Context, o Obligation, amount money.Amount) error {
	m, err := k.MoneyOf(ctx, o)
	if err == nil && amount > m.Arrived() {
		return ledger.ErrOverAvailable.Refuse("available %s, asked %s, advanced under %s and in the payee's hands", m.Arrived(), amount, o.Document)
	}
	return err
}

// unpromise forgets the advances of an obligation that are not paid yet, when its authority is canceled.
func (k Keeper) unpromise(ctx context.Context, document string) error {
	kept, err := k.ledger.Noted(ctx, document, promised)
	if err != nil || kept == 0 {
		return err
	}
	return k.ledger.Note(ctx, document, promised, -kept)
}

// WithdrawPromise gives up an advance that was approved and will not be paid. That of canceled authority was given up with it.
func (k Keeper) WithdrawPromise(ctx context.Context, document string, amount money.Amount) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	fund, err := k.Fund(ctx, o.Fund())
	if err != nil || fund.Canceled {
		return err
	}
	return k.ledger.Note(ctx, document, promised, -amount)
}

// AdvanceComesBack records that the bank returned an advance: it is promised still, unless its authority was canceled.
func (k Keeper) AdvanceComesBack(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	if err := k.ledger.Note(ctx, document, unanswered, -amount); err != nil {
		return err
	}
	a, err := k.late(ctx, document, by)
	if err != nil {
		return err
	}
	if a.fund.Canceled {
		return k.recover(ctx, a, ledger.RecoverAdvance, amount, reference)
	}
	if err := k.unadvance(ctx, a, amount, reference); err != nil {
		return err
	}
	return k.ledger.Note(ctx, document, promised, amount)
}

// Liquidate records that work was delivered for an advance, which uses no authority: also after that was canceled.
func (k Keeper) Liquidate(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	a, err := k.late(ctx, document, by)
	if err != nil {
		return err
	}
	if err := k.arrived(ctx, a.obligation, amount); err != nil {
		return err
	}
	if err := k.ledger.Post(ctx, a.entry(ledger.Liquidate, a.subject, a.subject, amount, reference)); err != nil {
		return err
	}
	return k.deliver(ctx, document)
}

// RecoverAdvance records that the payee sent back an advance that no work was delivered for.
func (k Keeper) RecoverAdvance(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	a, err := k.late(ctx, document, by)
	if err != nil {
		return err
	}
	if err := k.arrived(ctx, a.obligation, amount); err != nil {
		return err
	}
	if a.ofThisYear() {
		return k.unadvance(ctx, a, amount, reference)
	}
	return k.recover(ctx, a, ledger.RecoverAdvance, amount, reference)
}

// unadvance makes an advance undelivered again.
func (k Keeper) unadvance(ctx context.Context, a late, amount money.Amount, reference string) error {
	entry := a.entry(ledger.Advance, a.subject, a.subject, amount, reference)
	entry.Reversed = true
	return k.ledger.Post(ctx, entry)
}
