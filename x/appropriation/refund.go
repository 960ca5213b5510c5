package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// ClaimBack records that the payee of an obligation owes money back: no more than it was paid and does not owe back yet.
func (k Keeper) ClaimBack(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	owed, err := k.ledger.Left(ctx, o.Fund(), document, ledger.Receivable)
	if err != nil {
		return err
	}
	m, err := k.MoneyOf(ctx, o)
	if err != nil {
		return err
	}
	if amount > m.Paid-owed {
		return ledger.ErrOverAvailable.Refuse("available %s, asked %s, paid of %s and not claimed back", m.Paid-owed, amount, document)
	}
	return k.post(ctx, ledger.ClaimBack, document, amount, by, reference)
}

// WriteOff records that a debt of the payee will not be paid.
func (k Keeper) WriteOff(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.post(ctx, ledger.WriteOff, document, amount, by, reference)
}

// Refund records that the payee sent money back. Under an obligation of this year it goes back where it came from; under one of an
// earlier year it is a recovery, whenever it was paid. A debt that was established is taken back first.
func (k Keeper) Refund(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	if err := checkAmount(amount); err != nil {
		return err
	}
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
	if err := k.settleDebt(ctx, a, from, amount, reference); err != nil {
		return err
	}
	if a.params.Year(o.Obligated) != a.year {
		prior := a.entry(ledger.RefundPrior, from, authority, amount, reference)
		prior.Held = a.recovered()
		return k.ledger.Post(ctx, prior)
	}
	allotment, err := k.allotmentOf(ctx, o.Allotment)
	if err != nil {
		return err
	}
	return k.ledger.Post(ctx, a.entry(ledger.Refund, from, allotment, amount, reference))
}

// settleDebt takes back as much of an established debt as a refund pays.
func (k Keeper) settleDebt(ctx context.Context, a act, document ledger.Subject, amount money.Amount, reference string) error {
	owed, err := k.ledger.Left(ctx, a.fund.Symbol, document.ID, ledger.Receivable)
	if err != nil || owed == 0 {
		return err
	}
	settled := a.entry(ledger.ClaimBack, document, document, min(owed, amount), reference)
	settled.Reversed = true
	return k.ledger.Post(ctx, settled)
}
