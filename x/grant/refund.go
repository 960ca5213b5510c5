package grant

import (
	"context"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
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
		sum += c.Amount // at most nine of at most the greatest amount
	}
	if sum != l.amount {
		return ErrOutsideBudget.Refuse("the categories come to %s, %s is taken back", sum, l.amount)
	}
	return nil
}

// rest is all that stands of an approved claim.
func (a Answer) rest() loss { return loss{a.Amount - a.TakenBack, a.Cost, a.Costs} }

// without is the approved claim when a part of it is taken back: no more than stands of it, in the categories in which it was claimed. With
// the last of the amount goes all of its cost.
func (a Answer) without(l loss) (Answer, loss, error) {
	rest := a.rest()
	if l.amount > rest.amount {
		return a, l, ErrNotTakenBack.Refuse("available %s, asked %s, claimed as %s", rest.amount, l.amount, a.Bill)
	}
	if l.amount == rest.amount && len(l.costs) == 0 {
		l = rest
	}
	if l.cost = max(l.cost, l.amount); l.amount == rest.amount {
		l.cost = rest.cost
	}
	if l.cost > rest.cost-(rest.amount-l.amount) {
		return a, l, ErrNotTakenBack.Refuse("available %s, asked %s, the whole cost of %s", rest.cost-(rest.amount-l.amount), l.cost, a.Bill)
	}
	if len(a.Costs) > 0 != (len(l.costs) > 0) {
		return a, l, ErrOutsideBudget.Refuse("%s was claimed in %d categories, and is taken back in %d", a.Bill, len(a.Costs), len(l.costs))
	}
	var left []Cost
	for _, c := range a.Costs {
		i := slices.IndexFunc(l.costs, func(o Cost) bool { return o.Category == c.Category })
		if i >= 0 {
			c.Amount -= l.costs[i].Amount
		}
		if c.Amount < 0 {
			return a, l, ErrNotTakenBack.Refuse("available %s, asked %s, %s of %s", c.Amount+l.costs[i].Amount, l.costs[i].Amount, c.Category, a.Bill)
		}
		if c.Amount > 0 {
			left = append(left, c)
		}
	}
	for _, c := range l.costs {
		if !slices.ContainsFunc(a.Costs, func(o Cost) bool { return o.Category == c.Category }) {
			return a, l, ErrNotTakenBack.Refuse("%s has nothing in %s", a.Bill, c.Category)
		}
	}
	a.TakenBack, a.Cost, a.Costs = a.TakenBack+l.amount, a.Cost-l.cost, left
	return a, l, nil
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
	under, err := k.paidUnder(ctx, answer)
	if err != nil {
		return nil, err
	}
	uei, _, _ := strings.Cut(answer.Bill, "/")
	by, err := k.payment.Receive(ctx, m.Signer, m.Office, payment.ReceiptRecord{
		Reference: m.Reference, Obligation: under, Payable: answer.Bill, Payee: uei, Amount: m.Amount, Advance: answer.Kind == Advance,
	}, award.persons(answer.By))
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

// paidUnder is the obligation from which an approved claim was paid; it refuses one of which the bank has not said so. An advance that is
// accounted for was paid before.
func (k Keeper) paidUnder(ctx context.Context, one Answer) (document string, err error) {
	if one.Kind == Liquidation {
		return FAINOf(one.Under), nil
	}
	paid, why, err := k.payment.Paid(ctx, one.Bill)
	if err != nil {
		return "", err
	}
	if why != "" {
		return "", ErrNotTakenBack.Refuse("%s is %s; the bank has not said that it was paid", one.Bill, why)
	}
	if paid == "" {
		paid = FAINOf(one.Under)
	}
	return paid, nil
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
	if act.Scopes, err = k.payment.ScopesOf(ctx, answer.Bill, act.Scopes); err != nil {
		return nil, err
	}
	officer, err := k.consortium.Authorise(ctx, m.Signer, act)
	if err != nil {
		return nil, err
	}
	if answer.Kind == Liquidation {
		return nil, ErrNotTakenBack.Refuse("%s accounts for an advance, which was paid; record what comes back of it", answer.Bill)
	}
	if err := k.payment.Disallow(ctx, answer.Bill, officer.Id, m.Reason); err != nil {
		return nil, err
	}
	if err := k.forgetAnswer(ctx, answer); err != nil {
		return nil, err
	}
	amount := answer.rest().amount
	if err := k.takeBack(ctx, ts, answer, answer.rest()); err != nil {
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

// takeBack takes a part of an approved claim back. An advance is noted in the obligation alone.
func (k Keeper) takeBack(ctx context.Context, ts tiers, one Answer, lost loss) error {
	one, lost, err := one.without(lost)
	if err != nil {
		return err
	}
	if err := k.answers.Set(ctx, one.Bill, one); err != nil {
		return err
	}
	if one.Kind == Advance {
		return k.stillCovers(ctx, ts[0])
	}
	year, err := k.appropriation.FiscalYear(ctx, one.On)
	if err != nil {
		return err
	}
	return k.takesBack(ctx, ts, year, lost)
}

// stillCovers refuses to let an advance of an earlier year go back to the law while less than was passed on would be left of the award. Of
// authority that was canceled it is lost anyway.
func (k Keeper) stillCovers(ctx context.Context, award tier) error {
	o, err := k.appropriation.Obligation(ctx, award.ID)
	if err != nil {
		return err
	}
	fund, err := k.appropriation.Fund(ctx, o.Fund())
	if err != nil || fund.Canceled {
		return err
	}
	p, err := k.position(ctx, award.ID)
	if err != nil {
		return err
	}
	open, err := p.open()
	if err == nil && open < p.committed {
		return ErrNotTakenBack.Refuse("%s would be left of %s, of which %s is passed on; have sub-awards reduced first", open, award.title(),
			p.committed)
	}
	return err
}
