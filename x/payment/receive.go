package payment

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// ReceiptsOf names the log that holds what payees sent back to a paying office.
func ReceiptsOf(office string) string { return "receipts/" + office }

// Receive records money that a payee sent back to a paying office (31 USC 3302(b)), once by its reference, of what was paid for a bill
// under an obligation. The signer is a disbursing officer of the office, and none of those who acted on the money before. The room above
// has seen that so much was paid for the bill and did not come back; it is told who recorded it.
func (k Keeper) Receive(ctx context.Context, signer, office string, r ReceiptRecord, persons []string) (by string, err error) {
	if why := rule.CheckText(r.Reference, maxReference); why != "" {
		return "", ErrMalformedReference.Refuse("deposit: %s", why)
	}
	if r.By, err = k.receiver(ctx, signer, office, r, persons); err != nil {
		return "", err
	}
	if r.On, err = k.consortium.Today(ctx); err != nil {
		return "", err
	}
	id := office + "/" + r.Reference
	known, err := k.receipts.Has(ctx, id)
	if err != nil {
		return "", err
	}
	if known {
		return "", ErrDuplicateReceipt.Refuse("%s", id)
	}
	if err := k.receipts.Set(ctx, id); err != nil {
		return "", err
	}
	record := k.appropriation.Refund
	if r.Advance {
		record = k.appropriation.RecoverAdvance
	}
	if err := record(ctx, r.Obligation, r.Amount, r.By, r.Reference); err != nil {
		return "", err
	}
	bz, err := r.Marshal()
	if err != nil {
		return "", err
	}
	if _, err := k.history.Append(ctx, ReceiptsOf(office), bz); err != nil {
		return "", err
	}
	return r.By, room.Emit(ctx, &MoneyReceived{
		Office: office, Reference: r.Reference, Payable: r.Payable, Payee: r.Payee, Amount: r.Amount, Advance: r.Advance, By: r.By,
	})
}

// receiver asks whether the signer may record money that came in.
func (k Keeper) receiver(ctx context.Context, signer, office string, r ReceiptRecord, persons []string) (string, error) {
	if _, err := k.consortium.ActiveMember(ctx, office); err != nil {
		return "", err
	}
	funds, _, err := k.fundsOf(ctx, []Payable{{Obligation: r.Obligation}})
	if err != nil {
		return "", err
	}
	// No amount: what came in is recorded, whatever the limits.
	officer, err := k.consortium.Authorise(ctx, signer, consortium.Act{
		Duty: consortium.DisbursingOfficer, Member: office, Scopes: scopesOf(funds),
	})
	if err != nil {
		return "", err
	}
	for _, person := range persons {
		if person == officer.Id {
			return "", ErrConflict.Refuse("%s obligated or approved %s", person, r.Payable)
		}
	}
	return officer.Id, nil
}

// Disallow takes an open payable out of the state, of which nothing is owed after all; its bill stays used. The caller has authorised the
// person.
func (k Keeper) Disallow(ctx context.Context, id, by, reason string) (amount money.Amount, err error) {
	p, err := k.payable(ctx, id)
	if err != nil {
		return 0, err
	}
	if p.Advance {
		return 0, ErrWrongState.Refuse("payable %s is an advance, which is withdrawn", p.Id)
	}
	if _, err := p.Move(PayableOpen, PayableUnspecified); err != nil {
		return 0, err
	}
	if err := k.appropriation.ReduceOwed(ctx, p.Obligation, p.Amount, by, p.Id); err != nil {
		return 0, err
	}
	if err := k.payables.Remove(ctx, p.Id); err != nil {
		return 0, err
	}
	return p.Amount, room.Emit(ctx, &DebtDisallowed{Payable: p.Id, Obligation: p.Obligation, Amount: p.Amount, Reason: reason, By: by})
}
