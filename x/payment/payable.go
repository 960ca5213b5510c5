package payment

import (
	"context"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// Billed says whether a bill was ever owed.
func (k Keeper) Billed(ctx context.Context, b Bill) (bool, error) { return k.bills.Has(ctx, b.ID()) }

// Owe records a sum owed under an obligation for a bill, and accrues it in the ledger. The caller has authorised the last of
// p.Persons, who approved it. It fills in the id, the day and the state, and returns the payable.
func (k Keeper) Owe(ctx context.Context, b Bill, p Payable) (Payable, error) {
	p.Status = PayableOpen
	if err := p.fault(); err != nil {
		return p, err
	}
	if why := rule.CheckID(b.Number, rule.Capitals+rule.Digits, maxNumber); why != "" {
		return p, ErrMalformedBill.Refuse("%q: %s", b.Number, why)
	}
	if _, err := k.consortium.ActivePayee(ctx, b.Payee); err != nil {
		return p, err
	}
	billed, err := k.Billed(ctx, b)
	if err != nil {
		return p, err
	}
	if billed {
		return p, ErrDuplicateBill.Refuse("payee %s, fiscal year %d, number %s", b.Payee, b.FiscalYear, b.Number)
	}
	if p.Owed, err = k.consortium.Today(ctx); err != nil {
		return p, err
	}
	p.Id, p.Payee = b.ID(), b.Payee
	if err := k.bills.Set(ctx, p.Id); err != nil {
		return p, err
	}
	if err := k.payables.Set(ctx, p.Id, p); err != nil {
		return p, err
	}
	if err := k.appropriation.Accrue(ctx, p.Obligation, p.Amount, p.Persons[len(p.Persons)-1], p.Id); err != nil {
		return p, err
	}
	event := &PayableCreated{Payable: p.Id, Obligation: p.Obligation, Payee: p.Payee, Amount: p.Amount}
	return p, room.Emit(ctx, event)
}
