package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// Obligate binds an amount of an allotment to a payee, on a document that was never used before (31 USC 1501). The caller has
// authorised the person in o.By for the fund's member. Day, purpose and period are checked here; what is left, by the ledger.
func (k Keeper) Obligate(ctx context.Context, o Obligation, amount money.Amount) error {
	if why := CheckDocument(o.Document); why != "" {
		return ErrMalformedDocument.Refuse("%q: %s", o.Document, why)
	}
	if used, err := k.obligations.Has(ctx, o.Document); err != nil || used {
		return orRefuse(err, ErrDocumentUsed.Refuse("%s", o.Document))
	}
	allotment, err := k.line(ctx, o.Allotment, Allotment)
	if err != nil {
		return err
	}
	authority, err := k.line(ctx, authorityOf(allotment.Id), Authority)
	if err != nil {
		return err
	}
	fund, err := k.Fund(ctx, FundOf(allotment.Id))
	if err != nil {
		return err
	}
	if o.Obligated, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	year, err := k.FiscalYear(ctx, o.Obligated)
	if err != nil {
		return err
	}
	if err := Permit(fund, authority, o.ProgramActivity, o.Obligated, year); err != nil {
		return err
	}
	if _, err := k.consortium.ActivePayee(ctx, o.Payee); err != nil {
		return err
	}
	if err := k.obligations.Set(ctx, o.Document, o); err != nil {
		return err
	}
	return k.ledger.Post(ctx, ledger.Entry{
		Event: ledger.Obligate, Fund: fund.Symbol, Amount: amount, On: o.Obligated, By: o.By, Reference: o.Document,
		From: ledger.Subject{ID: allotment.Id, Attributes: ledger.Attributes{Defc: authority.Defc}},
		To:   ledger.Subject{ID: o.Document, Attributes: o.attributes(authority)},
	})
}

func (o Obligation) attributes(authority Line) ledger.Attributes {
	return ledger.Attributes{Defc: authority.Defc, ProgramActivity: o.ProgramActivity, ObjectClass: o.ObjectClass}
}

// Fund is the symbol of the fund that the obligation draws on.
func (o Obligation) Fund() string { return FundOf(o.Allotment) }

// Accrue records that an amount of an obligation is owed: a claim was approved, a delivery accepted.
func (k Keeper) Accrue(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.post(ctx, ledger.Accrue, document, amount, by, reference)
}

// Pay records that an amount owed under an obligation was disbursed.
func (k Keeper) Pay(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.post(ctx, ledger.Pay, document, amount, by, reference)
}

// ComeBack records that the bank returned a payment: the amount is owed again.
func (k Keeper) ComeBack(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.post(ctx, ledger.ComeBack, document, amount, by, reference)
}

func (k Keeper) post(ctx context.Context, event ledger.Event, document string, amount money.Amount, by, reference string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	authority, err := k.line(ctx, authorityOf(o.Allotment), Authority)
	if err != nil {
		return err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return err
	}
	subject := ledger.Subject{ID: document, Attributes: o.attributes(authority)}
	return k.ledger.Post(ctx, ledger.Entry{
		Event: event, Fund: o.Fund(), From: subject, To: subject, Amount: amount, On: today, By: by, Reference: reference,
	})
}

// Money is where the money of an obligation stands, in minor units.
type Money struct{ Undelivered, Unpaid, Paid money.Amount }

// MoneyOf reads from the ledger where the money of an obligation stands.
func (k Keeper) MoneyOf(ctx context.Context, o Obligation) (m Money, err error) {
	if m.Undelivered, err = k.ledger.Left(ctx, o.Fund(), o.Document, ledger.Undelivered); err != nil {
		return m, err
	}
	if m.Unpaid, err = k.ledger.Left(ctx, o.Fund(), o.Document, ledger.Unpaid); err != nil {
		return m, err
	}
	m.Paid, err = k.ledger.Left(ctx, o.Fund(), o.Document, ledger.Paid)
	return m, err
}

// EachObligation hands every obligation with its money to do: for invariants, never for a block.
func (k Keeper) EachObligation(ctx context.Context, do func(Obligation, Money) error) error {
	return k.obligations.Walk(ctx, nil, func(_ string, o Obligation) (stop bool, err error) {
		m, err := k.MoneyOf(ctx, o)
		if err != nil {
			return true, err
		}
		return false, do(o, m)
	})
}
