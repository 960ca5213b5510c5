package appropriation

import (
	"context"
	"errors"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// ClaimBack records that the payee of an obligation owes money back: no more than it was paid and does not owe back yet.
func (k Keeper) ClaimBack(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	m, err := k.MoneyOf(ctx, o)
	if err != nil {
		return err
	}
	if left := m.Paid - m.Receivable; amount > left {
		return ledger.ErrOverAvailable.Refuse("available %s, asked %s, paid of %s and not claimed back", left, amount, document)
	}
	return k.owedBack(ctx, ledger.ClaimBack, document, amount, by, reference)
}

// DropClaim records that the payee does not owe back what was claimed, as far as it is owed: what the bank returned is owed back no more.
func (k Keeper) DropClaim(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	a, err := k.late(ctx, document, by)
	if err != nil {
		return err
	}
	return k.settleDebt(ctx, a, amount, reference)
}

// WriteOff records that a debt of the payee will not be paid.
func (k Keeper) WriteOff(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.owedBack(ctx, ledger.WriteOff, document, amount, by, reference)
}

// owedBack posts what becomes of a debt, also after the authority was canceled: what comes back then is the Treasury's.
func (k Keeper) owedBack(
	ctx context.Context, event ledger.Event, document string, amount money.Amount, by, reference string,
) error {
	a, err := k.late(ctx, document, by)
	if err != nil {
		return err
	}
	return k.ledger.Post(ctx, a.entry(event, a.subject, a.subject, amount, reference))
}

// Refund records that the payee sent money back. Under an obligation of this year it goes back where it came from; under one of an
// earlier year it is a recovery, whenever it was paid. A debt that was established is taken back first.
func (k Keeper) Refund(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	if err := checkAmount(amount); err != nil {
		return err
	}
	a, err := k.late(ctx, document, by)
	if err != nil {
		return err
	}
	if err := k.settleDebt(ctx, a, amount, reference); err != nil {
		return err
	}
	if !a.ofThisYear() {
		return k.recover(ctx, a, ledger.RefundPrior, amount, reference)
	}
	allotment, err := k.allotmentOf(ctx, a.obligation.Allotment)
	if err != nil {
		return err
	}
	return k.ledger.Post(ctx, a.entry(ledger.Refund, a.subject, allotment, amount, reference))
}

// late is an act on an obligation that is taken also after its authority was canceled: what was paid is still accounted for or sent back.
type late struct {
	act
	obligation         Obligation
	subject, authority ledger.Subject
}

func (k Keeper) late(ctx context.Context, document, by string) (a late, err error) {
	if a.obligation, err = k.Obligation(ctx, document); err != nil {
		return a, err
	}
	if a.fund, err = k.Fund(ctx, a.obligation.Fund()); err != nil {
		return a, err
	}
	a.by = by
	if err := k.date(ctx, &a.act); err != nil && !errors.Is(err, ErrCanceled) {
		return a, err
	}
	a.subject, a.authority, err = k.obligationAndAuthority(ctx, a.obligation)
	return a, err
}

// ofThisYear says whether the obligation was made in the fiscal year of the act.
func (a late) ofThisYear() bool { return a.params.Year(a.obligation.Obligated) == a.year }

// recover posts what comes back of an earlier year. After the authority was canceled it is the Treasury's (31 USC 1552(b)).
func (k Keeper) recover(ctx context.Context, a late, event ledger.Event, amount money.Amount, reference string) error {
	entry := a.entry(event, a.subject, a.authority, amount, reference)
	entry.Held = a.recovered()
	if err := k.ledger.Post(ctx, entry); err != nil || !a.fund.Canceled {
		return err
	}
	gone := ledger.Cancel
	if a.authority.Attributes.Reimbursable {
		gone = ledger.CancelCollected
	}
	return k.ledger.Post(ctx, a.entry(gone, a.authority, a.authority, amount, reference))
}

// settleDebt takes back as much of an established debt as a refund pays.
func (k Keeper) settleDebt(ctx context.Context, a late, amount money.Amount, reference string) error {
	owed, err := k.ledger.Left(ctx, a.fund.Symbol, a.subject.ID, ledger.Receivable)
	if err != nil || owed == 0 {
		return err
	}
	settled := a.entry(ledger.ClaimBack, a.subject, a.subject, min(owed, amount), reference)
	settled.Reversed = true
	return k.ledger.Post(ctx, settled)
}
