package payment

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// maxAgain bounds how often a bill is owed.
const maxAgain = 9

// ValidateBasic checks what can be checked without state.
func (m *MsgAllowBill) ValidateBasic() error { return checkWhy(m.Reason) }

// AllowBill lets a bill be owed once more: two deliveries that the payee gave one number, a year that was counted otherwise. Whoever allows
// it takes no other step of it.
func (k msgServer) AllowBill(ctx context.Context, m *MsgAllowBill) (*MsgAllowBillResponse, error) {
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.CertifyingOfficer})
	if err != nil {
		return nil, err
	}
	last, waits, err := k.lastTime(ctx, m.Bill)
	if err != nil {
		return nil, err
	}
	switch {
	case last == 0 || strings.Contains(m.Bill, "."):
		return nil, ErrNotAllowed.Refuse("%q was never owed", rule.Clip(m.Bill, 70))
	case waits:
		return nil, ErrNotAllowed.Refuse("%s is allowed and was not sent yet", times(m.Bill, last))
	case last == maxAgain:
		return nil, ErrNotAllowed.Refuse("%s was owed %d times, and no bill is owed more often", m.Bill, last)
	}
	a := Allowance{Bill: times(m.Bill, last+1), Member: officer.Member, Reason: m.Reason, By: officer.Id}
	if a.On, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.allowances.Set(ctx, a.Bill, a); err != nil {
		return nil, err
	}
	event := &BillAllowed{Bill: a.Bill, Member: a.Member, Reason: a.Reason, By: a.By}
	return &MsgAllowBillResponse{Bill: a.Bill}, room.Emit(ctx, event)
}

// lastTime is how often a bill was owed, one that is allowed and was not sent yet counted too.
func (k Keeper) lastTime(ctx context.Context, bill string) (n uint32, waits bool, err error) {
	owed, err := k.bills.Has(ctx, bill)
	if err != nil || !owed {
		return 0, false, err
	}
	for n = 1; n < maxAgain; n++ {
		next := times(bill, n+1)
		allowed, err := k.allowances.Has(ctx, next)
		if err != nil || !allowed {
			return n, false, err
		}
		if owed, err := k.bills.Has(ctx, next); err != nil || !owed {
			return n + 1, !owed, err
		}
	}
	return n, false, nil
}

// Named is a bill as it is owed when it is sent now: again, if a certifying officer allowed that.
func (k Keeper) Named(ctx context.Context, b Bill) (Bill, error) {
	n, waits, err := k.lastTime(ctx, b.ID())
	if waits {
		b.Again = n
	}
	return b, err
}

// allowed are those who acted on a payable, with whoever allowed its bill to be owed again, for the agency that owes it.
func (k Keeper) allowed(ctx context.Context, b Bill, p Payable) ([]string, error) {
	if b.Again == 0 {
		return p.Persons, nil
	}
	a, err := k.allowances.Get(ctx, b.ID())
	if errors.Is(err, collections.ErrNotFound) {
		return nil, ErrNotAllowed.Refuse("%s", b.ID())
	}
	if err != nil {
		return nil, err
	}
	_, member, err := k.fundsOf(ctx, []Payable{p})
	if err != nil {
		return nil, err
	}
	if member != a.Member {
		return nil, ErrNotAllowed.Refuse("%s is allowed by %s, and is to be owed by %s", a.Bill, a.Member, member)
	}
	if slices.Contains(p.Persons, a.By) {
		return nil, ErrConflict.Refuse("%s allowed %s, and obligated or approved it", a.By, a.Bill)
	}
	return append([]string{a.By}, p.Persons...), nil
}
