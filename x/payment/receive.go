package payment

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// ReceiptsOf names the log that holds what payees sent back to a paying office.
func ReceiptsOf(office string) string { return "receipts/" + office }

// Receive records money that a payee sent back to a paying office (31 USC 3302(b)), once by its reference, of what was paid for a bill
// under an obligation. The signer is a disbursing officer of the office, and none of those who obligated the money or approved the bill. The
// room above has seen that so much was paid for the bill and did not come back; it is told who recorded it.
func (k Keeper) Receive(ctx context.Context, signer, office string, r ReceiptRecord, persons []string) (by string, err error) {
	if why := rule.CheckText(r.Reference, MaxReference); why != "" {
		return "", ErrMalformedReference.Refuse("deposit: %s", why)
	}
	if r.By, err = k.receiver(ctx, signer, office, r, persons); err != nil {
		return "", err
	}
	if r.On, err = k.consortium.Today(ctx); err != nil {
		return "", err
	}
	number := capitals(r.Reference) // no deposit is recorded twice in two spellings
	if number == "" {
		return "", ErrMalformedReference.Refuse("deposit %q has no letter and no digit", r.Reference)
	}
	id := office + "/" + number
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
	if err := k.refund(ctx, r); err != nil {
		return "", err
	}
	if err := k.history.Record(ctx, ReceiptsOf(office), &r); err != nil {
		return "", err
	}
	return r.By, room.Emit(ctx, &MoneyReceived{
		Office: office, Reference: r.Reference, Payable: r.Payable, Payee: r.Payee, Amount: r.Amount, Advance: r.Advance, By: r.By,
	})
}

// refund keeps how much came in of what was paid for a bill, which the bank cannot take back as well.
func (k Keeper) refund(ctx context.Context, r ReceiptRecord) error {
	sum, err := k.refundedOf(ctx, r.Payable)
	if err != nil {
		return err
	}
	if sum, err = money.Add(sum, r.Amount); err != nil {
		return err
	}
	return k.refunded.Set(ctx, r.Payable, Refunded{Payable: r.Payable, Amount: sum})
}

// refundedOf is how much came in of what was paid for a bill.
func (k Keeper) refundedOf(ctx context.Context, bill string) (money.Amount, error) {
	r, err := k.refunded.Get(ctx, bill)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return r.Amount, err
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
	officer, err := k.recorder(ctx, signer, office, scopesOf(funds))
	if err != nil {
		return "", err
	}
	if slices.Contains(persons, officer) {
		return "", ErrConflict.Refuse("%s obligated or approved %s", officer, r.Payable)
	}
	return officer, nil
}

// Disallow takes an open payable out of the state, of which nothing is owed after all; its bill stays used. The caller has authorised the
// person.
func (k Keeper) Disallow(ctx context.Context, id, by, reason string) error {
	p, err := k.payable(ctx, id)
	if err != nil {
		return err
	}
	if p.Advance {
		return ErrWrongState.Refuse("payable %s is an advance, which is withdrawn", p.Id)
	}
	if len(p.Settled) > 0 {
		return ErrSpoken.Refuse("of the roll of %s %d lines are settled", p.Id, set(p.Settled).count())
	}
	if _, err := p.Move(PayableOpen, PayableUnspecified); err != nil {
		return err
	}
	if err := k.appropriation.ReduceOwed(ctx, p.Obligation, p.Amount, by, p.Id); err != nil {
		return err
	}
	if err := k.neverPaid(ctx, p.Id); err != nil {
		return err
	}
	return room.Emit(ctx, &DebtDisallowed{Payable: p.Id, Obligation: p.Obligation, Amount: p.Amount, Reason: reason, By: by})
}

// neverPaid takes a payable out of the state that will not be paid.
func (k Keeper) neverPaid(ctx context.Context, id string) error {
	if err := k.payables.Remove(ctx, id); err != nil {
		return err
	}
	return k.unpaid.Set(ctx, id)
}

// Unpaid is why a bill was not paid that left the state.
const Unpaid = "taken back unpaid"

// Paid says why a bill that was owed is not paid, in words of its state, or "" when the bank has said so; and the document of the current
// account that paid it, if it was charged to one.
func (k Keeper) Paid(ctx context.Context, bill string) (document, why string, err error) {
	p, open, err := k.Payable(ctx, bill)
	if err != nil {
		return "", "", err
	}
	if open {
		return "", p.Status.Words(), nil
	}
	gone, err := k.unpaid.Has(ctx, bill)
	if err != nil {
		return "", "", err
	}
	if gone {
		return "", Unpaid, nil
	}
	document, err = k.charged.Get(ctx, bill)
	if errors.Is(err, collections.ErrNotFound) {
		return "", "", nil
	}
	return document, "", err
}

// ScopesOf are the scopes given and those of the fund that owes a bill, if it is another.
func (k Keeper) ScopesOf(ctx context.Context, bill string, scopes []consortium.Scope) ([]consortium.Scope, error) {
	p, open, err := k.Payable(ctx, bill)
	if err != nil || !open {
		return scopes, err
	}
	funds, _, err := k.fundsOf(ctx, []Payable{p})
	if err != nil {
		return nil, err
	}
	for _, s := range scopesOf(funds) {
		if !slices.Contains(scopes, s) {
			scopes = append(scopes, s)
		}
	}
	return scopes, nil
}
