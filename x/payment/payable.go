package payment

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// Billed says whether a bill was ever owed.
func (k Keeper) Billed(ctx context.Context, b Bill) (bool, error) { return k.bills.Has(ctx, b.ID()) }

// Unsettled are, in order and at most limit of them, the payables of a payee that no bank has confirmed.
func (k Keeper) Unsettled(ctx context.Context, payee string, limit int) (all []Payable, err error) {
	ofPayee := new(collections.Range[string]).StartInclusive(payee + "/").EndExclusive(payee + "0") // '0' follows '/'
	err = k.payables.Walk(ctx, ofPayee, func(_ string, p Payable) (stop bool, err error) {
		if len(all) == limit {
			return true, nil
		}
		all = append(all, p)
		return false, nil
	})
	return all, err
}

// Payable is a sum owed; false once the bank has confirmed that it was paid, and of what was never owed.
func (k Keeper) Payable(ctx context.Context, id string) (p Payable, found bool, err error) {
	p, err = k.payables.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return p, false, nil
	}
	return p, err == nil, err
}

// Owe records a sum owed under an obligation for a bill, and accrues it in the ledger; an advance is promised there. The caller has authorised the last of
// p.Persons, who approved it. It fills in the id, the day and the state, and returns the payable.
func (k Keeper) Owe(ctx context.Context, b Bill, p Payable) (_ Payable, err error) {
	if p.Status = PayableOpen; p.Roll != "" {
		p.RollTotal = p.Amount
	}
	if err := p.fault(); err != nil {
		return p, err
	}
	if why := rule.CheckID(b.Number, rule.Capitals+rule.Digits, maxNumber); why != "" {
		return p, ErrMalformedBill.Refuse("%q: %s", b.Number, why)
	}
	if _, err := k.consortium.ActivePayee(ctx, b.Payee); err != nil {
		return p, err
	}
	if p.Persons, err = k.allowed(ctx, b, p); err != nil {
		return p, err
	}
	if err := k.Answer(ctx, b); err != nil {
		return p, err
	}
	p.Id, p.Payee = b.ID(), b.Payee
	return k.open(ctx, p)
}

// open keeps a payable that is owed from today, and tells the waist.
func (k Keeper) open(ctx context.Context, p Payable) (_ Payable, err error) {
	if p.Owed, err = k.consortium.Today(ctx); err != nil {
		return p, err
	}
	if err := k.payables.Set(ctx, p.Id, p); err != nil {
		return p, err
	}
	if err := k.owed(ctx, p); err != nil {
		return p, err
	}
	event := &PayableCreated{Payable: p.Id, Obligation: p.Obligation, Payee: p.Payee, Amount: p.Amount}
	return p, room.Emit(ctx, event)
}

// Answer uses a bill up, for ever: what it asks for is owed, or was paid already as an advance that it accounts for.
func (k Keeper) Answer(ctx context.Context, b Bill) error {
	billed, err := k.Billed(ctx, b)
	if err != nil {
		return err
	}
	if billed {
		return ErrDuplicateBill.Refuse("payee %s, fiscal year %d, number %s", b.Payee, b.FiscalYear, b.Number)
	}
	return k.bills.Set(ctx, b.ID())
}

// owed tells the waist that a payable is owed, by who approved it.
func (k Keeper) owed(ctx context.Context, p Payable) error {
	if p.Advance {
		return k.appropriation.Promise(ctx, p.Obligation, p.Amount)
	}
	by := p.Persons[len(p.Persons)-1]
	if p.Interest {
		return k.appropriation.AccrueInterest(ctx, p.Obligation, p.Amount, by, p.Id)
	}
	return k.appropriation.Accrue(ctx, p.Obligation, p.Amount, by, p.Id)
}

// paid tells the waist that a payable was disbursed.
func (k Keeper) paid(ctx context.Context, p Payable, by string) error {
	if p.Advance {
		return k.appropriation.Advance(ctx, p.Obligation, p.Amount, by, p.Id)
	}
	return k.appropriation.Pay(ctx, p.Obligation, p.Amount, by, p.Id)
}

// arrived tells the waist that the bank made a payment. What was owed was paid when it was disbursed; of an advance the payee has to
// account for what it has.
func (k Keeper) arrived(ctx context.Context, p Payable) error {
	if !p.Advance {
		return nil
	}
	return k.appropriation.AdvanceArrives(ctx, p.Obligation, p.Amount)
}

// tookBack tells the waist that the bank took a payment back after it was made: an advance only as far as the payee did not account for it.
func (k Keeper) tookBack(ctx context.Context, p Payable, by string) error {
	if p.Advance {
		if err := k.appropriation.AdvanceLeaves(ctx, p.Obligation, p.Amount); err != nil {
			return err
		}
	}
	return k.cameBack(ctx, p, by)
}

// cameBack tells the waist that the bank returned a payable.
func (k Keeper) cameBack(ctx context.Context, p Payable, by string) error {
	if p.Advance {
		return k.appropriation.AdvanceComesBack(ctx, p.Obligation, p.Amount, by, p.Id)
	}
	return k.appropriation.ComeBack(ctx, p.Obligation, p.Amount, by, p.Id)
}
