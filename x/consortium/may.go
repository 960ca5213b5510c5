package consortium

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// May answers the one question: may this signer do this act today? It returns the officer whose key signed, or the first rule
// that the act breaks.
func (k Keeper) May(ctx context.Context, signer string, act Act) (Officer, error) {
	h, err := k.holder(ctx, signer)
	if err != nil {
		return Officer{}, err
	}
	if h.Officer == "" {
		return Officer{}, ErrNoDuty.Refuse("payee %s is no %s", h.Payee, act.Duty.Words())
	}
	officer, err := k.officer(ctx, h.Officer)
	if err != nil {
		return Officer{}, err
	}
	member, err := k.member(ctx, officer.Member)
	if err != nil {
		return Officer{}, err
	}
	today, err := k.Today(ctx)
	if err != nil {
		return Officer{}, err
	}
	return officer, officer.May(act, member, today)
}

// PayeeOf returns the payee whose key the signer is, if it is not suspended.
func (k Keeper) PayeeOf(ctx context.Context, signer string) (Payee, error) {
	h, err := k.holder(ctx, signer)
	if err != nil {
		return Payee{}, err
	}
	if h.Payee == "" {
		return Payee{}, ErrNotPayee.Refuse("%s is an officer", h.Officer)
	}
	return k.ActivePayee(ctx, h.Payee)
}

// ActivePayee returns a payee that is known and not suspended.
func (k Keeper) ActivePayee(ctx context.Context, uei string) (Payee, error) {
	p, err := k.payee(ctx, uei)
	if err != nil {
		return p, err
	}
	if p.Suspended {
		return p, ErrPayeeSuspended.Refuse("%s, UEI %s", p.Name, p.Uei)
	}
	return p, nil
}

// ActiveMember returns a member that is known and not suspended.
func (k Keeper) ActiveMember(ctx context.Context, id string) (Member, error) {
	m, err := k.member(ctx, id)
	if err != nil {
		return m, err
	}
	if m.Suspended {
		return m, ErrMemberSuspended.Refuse("%s", m.Id)
	}
	return m, nil
}

// Admit lets a signer send transactions: an officer of a member that is not suspended, or a payee that is not.
func (k Keeper) Admit(ctx context.Context, signer sdk.AccAddress) error {
	h, err := k.holder(ctx, signer.String())
	if err != nil {
		return err
	}
	if h.Payee != "" {
		_, err := k.ActivePayee(ctx, h.Payee)
		return err
	}
	officer, err := k.officer(ctx, h.Officer)
	if err != nil {
		return err
	}
	_, err = k.ActiveMember(ctx, officer.Member)
	return err
}
