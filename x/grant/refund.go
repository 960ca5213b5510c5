package grant

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// loss is what of a claim was no cost of the award after all: the federal share, the whole cost, and the share by category if the claim
// named categories.
type loss struct {
	amount, cost money.Amount
	costs        []Cost
}

// fault says what is wrong with a loss by itself, or nil.
func (l loss) fault() error {
	if why := l.amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	if l.cost != 0 && (l.cost < l.amount || l.cost.Check() != "") {
		return ErrOutsideBudget.Refuse("%s is taken back, the whole cost is %s", l.amount, l.cost)
	}
	if err := checkBudget(l.costs); err != nil || len(l.costs) == 0 {
		return err
	}
	sum := money.Amount(0)
	for _, c := range l.costs {
		var err error
		if sum, err = money.Add(sum, c.Amount); err != nil {
			return ledger.ErrAmountOutOfBounds.Refuse("%s", err)
		}
	}
	if sum != l.amount {
		return ErrOutsideBudget.Refuse("the categories come to %s, %s is taken back", sum, l.amount)
	}
	return nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRecordRefund) ValidateBasic() error { return loss{m.Amount, m.Cost, m.Costs}.fault() }

// RecordRefund records what came in of what was paid for a claim. A refund leaves the award: it goes back to where the award was made from,
// or, of an earlier year, to the law's authority. An advance that is sent back in its year is there to be claimed again.
func (k msgServer) RecordRefund(ctx context.Context, m *MsgRecordRefund) (*MsgRecordRefundResponse, error) {
	answer, award, ts, err := k.approved(ctx, m.Payable)
	if err != nil {
		return nil, err
	}
	owed, open, err := k.payment.Payable(ctx, answer.Bill)
	if err != nil {
		return nil, err
	}
	if open {
		return nil, ErrNotTakenBack.Refuse("%s is %s; the bank has not said that it was paid", answer.Bill, owed.Status.Words())
	}
	uei, _, _ := strings.Cut(answer.Bill, "/")
	by, err := k.payment.Receive(ctx, m.Signer, m.Office, payment.ReceiptRecord{
		Reference: m.Reference, Obligation: award.Fain, Payable: answer.Bill, Payee: uei, Amount: m.Amount, Advance: answer.Kind == Advance,
	}, append(slices.Clone(award.IncreasedBy), award.By))
	if err != nil {
		return nil, err
	}
	if err := k.takeBack(ctx, ts, answer, loss{m.Amount, m.Cost, m.Costs}); err != nil {
		return nil, err
	}
	return &MsgRecordRefundResponse{}, room.Emit(ctx, &ClaimReduced{
		Payable: answer.Bill, Under: answer.Under, Amount: m.Amount, Refunded: true, By: by,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgDisallowClaim) ValidateBasic() error { return checkReason(m.Reason) }

// DisallowClaim takes the approval of a claim back, whole, before it is on its way to the payee: it was no cost of the award, and leaves it.
func (k msgServer) DisallowClaim(ctx context.Context, m *MsgDisallowClaim) (*MsgDisallowClaimResponse, error) {
	answer, award, ts, err := k.approved(ctx, m.Payable)
	if err != nil {
		return nil, err
	}
	act, err := k.actOn(ctx, award)
	if err != nil {
		return nil, err
	}
	officer, err := k.consortium.Authorise(ctx, m.Signer, act)
	if err != nil {
		return nil, err
	}
	amount, err := k.payment.Disallow(ctx, answer.Bill, officer.Id, m.Reason)
	if err != nil {
		return nil, err
	}
	if err := k.forgetAnswer(ctx, answer); err != nil {
		return nil, err
	}
	lost := loss{amount, m.Cost, m.Costs}
	if err := lost.fault(); err != nil {
		return nil, err
	}
	if err := k.takeBack(ctx, ts, answer, lost); err != nil {
		return nil, err
	}
	return &MsgDisallowClaimResponse{}, room.Emit(ctx, &ClaimReduced{
		Payable: answer.Bill, Under: answer.Under, Amount: amount, By: officer.Id,
	})
}

// approved is an approved claim by its bill, with its award and all tiers down to its own.
func (k Keeper) approved(ctx context.Context, bill string) (one Answer, award Award, ts tiers, err error) {
	if one, err = room.Get(ctx, k.answers, bill, ErrUnknownClaim, "%q was never approved", bill); err != nil {
		return one, award, nil, err
	}
	award, ts, err = k.tiers(ctx, one.Under)
	return one, award, ts, err
}

// takeBack notes that a part of an approved claim is taken back, in the accounts of its tier and of every one above it: what was passed on
// shrinks with what was claimed of it. An advance is noted in the obligation alone.
func (k Keeper) takeBack(ctx context.Context, ts tiers, one Answer, lost loss) error {
	if left := one.Amount - one.TakenBack; lost.amount > left {
		return ErrNotTakenBack.Refuse("available %s, asked %s, claimed as %s", left, lost.amount, one.Bill)
	}
	one.TakenBack += lost.amount
	if err := k.answers.Set(ctx, one.Bill, one); err != nil {
		return err
	}
	if one.Kind == Advance {
		return k.stillCovers(ctx, ts[0])
	}
	own := ts[len(ts)-1]
	if len(own.Budget) > 0 && len(lost.costs) == 0 {
		return ErrOutsideBudget.Refuse("%s has a budget by category, and none is named for what is taken back", own.title())
	}
	year, err := k.appropriation.FiscalYear(ctx, one.On)
	if err != nil {
		return err
	}
	notes := []note{{own.ID, noteOwn, -lost.amount}}
	for i, t := range ts {
		notes = append(notes, note{t.ID, noteWhole, -max(lost.cost, lost.amount)}, note{t.ID, noteYear + strconv.Itoa(year), -lost.amount})
		for _, c := range lost.costs {
			notes = append(notes, note{t.ID, noteCategory + c.Category, -c.Amount})
		}
		if i > 0 {
			notes = append(notes, note{t.ID, noteClaimed, -lost.amount}, note{t.ID, noteAmount, -lost.amount})
		}
	}
	return k.note(ctx, notes...)
}

// stillCovers refuses to let an advance of an earlier year go back to the law while less than was passed on would be left of the award.
func (k Keeper) stillCovers(ctx context.Context, award tier) error {
	p, err := k.position(ctx, award.ID)
	if err != nil {
		return err
	}
	open, err := money.Add(p.Undelivered, p.Advanced)
	if err == nil && p.Undelivered > 0 && open < p.committed {
		return ErrNotTakenBack.Refuse("%s would be left of %s, of which %s is passed on; have sub-awards reduced first", open, award.title(),
			p.committed)
	}
	return err
}

// ValidateBasic checks what can be checked without state.
func (m *MsgClaimBack) ValidateBasic() error { return checkDebt(m.Amount, m.Reason) }

// ClaimBack establishes a debt: the recipient of an award owes back what it was paid and was no cost of it. Who passed money on owes also what
// those below were paid (2 CFR 200.332, 200.346).
func (k msgServer) ClaimBack(ctx context.Context, m *MsgClaimBack) (*MsgClaimBackResponse, error) {
	officer, err := k.debtOf(ctx, m.Signer, m.Fain, consortium.GrantsOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	if err := k.appropriation.ClaimBack(ctx, m.Fain, m.Amount, officer, m.Reason); err != nil {
		return nil, err
	}
	return &MsgClaimBackResponse{}, room.Emit(ctx, &DebtEstablished{Fain: m.Fain, Amount: m.Amount, Reason: m.Reason, By: officer})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgWriteOff) ValidateBasic() error { return checkDebt(m.Amount, m.Reason) }

// WriteOff gives a debt up (31 USC 3711(a)(3)).
func (k msgServer) WriteOff(ctx context.Context, m *MsgWriteOff) (*MsgWriteOffResponse, error) {
	officer, err := k.debtOf(ctx, m.Signer, m.Fain, consortium.CertifyingOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	if err := k.appropriation.WriteOff(ctx, m.Fain, m.Amount, officer, m.Reason); err != nil {
		return nil, err
	}
	return &MsgWriteOffResponse{}, room.Emit(ctx, &DebtWrittenOff{Fain: m.Fain, Amount: m.Amount, Reason: m.Reason, By: officer})
}

// debtOf asks whether the signer may establish or give up a debt under an award.
func (k Keeper) debtOf(ctx context.Context, signer, fain string, duty consortium.Duty, amount money.Amount) (string, error) {
	award, err := k.award(ctx, fain)
	if err != nil {
		return "", err
	}
	act, err := k.actOn(ctx, award)
	if err != nil {
		return "", err
	}
	act.Duty, act.Amount = duty, amount
	officer, err := k.consortium.Authorise(ctx, signer, act)
	return officer.Id, err
}

func checkDebt(amount money.Amount, reason string) error {
	if why := amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return checkReason(reason)
}
