package consortium

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// Authorise answers the one question: may this signer do this act today? It returns the officer whose key signed, or the first
// rule that the act breaks. What it allows counts against the officer's day, so it is asked once an act.
func (k Keeper) Authorise(ctx context.Context, signer string, act Act) (Officer, error) {
	today, err := k.Today(ctx)
	if err != nil {
		return Officer{}, err
	}
	officer, payee, err := k.signer(ctx, signer, today)
	if err != nil {
		return Officer{}, err
	}
	if officer.Id == "" {
		return Officer{}, ErrNoDuty.Refuse("payee %s is no %s", payee.Uei, act.Duty.Words())
	}
	member, err := k.Member(ctx, officer.Member)
	if err != nil {
		return Officer{}, err
	}
	used, err := k.usedToday(ctx, officer, today)
	if err != nil {
		return Officer{}, err
	}
	by, err := officer.May(act, member, today, used)
	if err != nil {
		return Officer{}, err
	}
	return officer, k.use(ctx, officer, by, act.Amount, today, used)
}

// StillMay says whether an officer may do today what bears his name, and takes effect by another's act. It counts against nobody's day.
func (k Keeper) StillMay(ctx context.Context, id string, act Act) error {
	today, err := k.Today(ctx)
	if err != nil {
		return err
	}
	officer, err := k.Officer(ctx, id)
	if err != nil {
		return err
	}
	member, err := k.Member(ctx, officer.Member)
	if err != nil {
		return err
	}
	_, err = officer.May(act, member, today, make([]money.Amount, len(officer.Appointments)))
	return err
}

// signer is the officer or the payee whose key an address is today.
func (k Keeper) signer(ctx context.Context, address string, today date.Date) (o Officer, p Payee, err error) {
	h, err := k.holder(ctx, address)
	switch {
	case err != nil:
		return o, p, err
	case h.Officer != "":
		if o, err = k.Officer(ctx, h.Officer); err != nil {
			return o, p, err
		}
		return o, p, signs(o.Keys, address, today)
	case h.Payee != "":
		if p, err = k.Payee(ctx, h.Payee); err != nil {
			return o, p, err
		}
		return o, p, signs(p.Keys, address, today)
	}
	return o, p, ErrOnlyConfirmation.Refuse("%s is invited by %s", address, h.InvitedBy)
}

// usedToday is what an officer did today under each appointment, in their order.
func (k Keeper) usedToday(ctx context.Context, o Officer, today date.Date) ([]money.Amount, error) {
	used := make([]money.Amount, len(o.Appointments))
	for i, a := range o.Appointments {
		if !a.Duty.CarriesMoney() {
			continue
		}
		day, err := k.used.Get(ctx, collections.Join(o.Id, a.scope()))
		if err != nil && !errors.Is(err, collections.ErrNotFound) {
			return nil, err
		}
		if day.Date == today {
			used[i] = day.Amount
		}
	}
	return used, nil
}

// use counts an amount against the day of the appointments that cover it.
func (k Keeper) use(ctx context.Context, o Officer, by []int, amount money.Amount, today date.Date, used []money.Amount) error {
	if amount == 0 {
		return nil
	}
	for _, i := range by {
		day := DayUse{Date: today, Amount: min(used[i]+amount, money.Max)} // no daily limit is more
		if err := k.used.Set(ctx, collections.Join(o.Id, o.Appointments[i].scope()), day); err != nil {
			return err
		}
	}
	return nil
}

// PayeeOf returns the payee whose key the signer is, if it is not suspended.
func (k Keeper) PayeeOf(ctx context.Context, signer string) (Payee, error) {
	today, err := k.Today(ctx)
	if err != nil {
		return Payee{}, err
	}
	officer, payee, err := k.signer(ctx, signer, today)
	if err != nil {
		return Payee{}, err
	}
	if payee.Uei == "" {
		return Payee{}, ErrNotPayee.Refuse("%s is an officer", officer.Id)
	}
	return payee, payee.active()
}

func (p Payee) active() error {
	if p.SuspendedBy != "" {
		return ErrPayeeSuspended.Refuse("%s, UEI %s, by %s", p.Name, p.Uei, p.SuspendedBy)
	}
	return nil
}

// ActivePayee returns a payee that is known and not suspended.
func (k Keeper) ActivePayee(ctx context.Context, uei string) (Payee, error) {
	p, err := k.Payee(ctx, uei)
	if err != nil {
		return p, err
	}
	return p, p.active()
}

// ActiveMember returns a member that is known and not suspended.
func (k Keeper) ActiveMember(ctx context.Context, id string) (Member, error) {
	m, err := k.Member(ctx, id)
	if err != nil {
		return m, err
	}
	if m.Suspended {
		return m, ErrMemberSuspended.Refuse("%s", m.Id)
	}
	return m, nil
}

// Admit lets a signer send a transaction of these messages: an officer of a member that is not suspended, a payee that is not, or
// whoever is invited, to confirm the invitation and for nothing else.
func (k Keeper) Admit(ctx context.Context, signer sdk.AccAddress, msgs []sdk.Msg) error {
	address := signer.String()
	if h, err := k.holder(ctx, address); err == nil && h.InvitedBy != "" {
		return k.admitInvited(ctx, h, address, msgs)
	}
	today, err := k.Today(ctx)
	if err != nil {
		return err
	}
	officer, payee, err := k.signer(ctx, address, today)
	if err != nil {
		return err
	}
	if payee.Uei != "" {
		return payee.active()
	}
	_, err = k.ActiveMember(ctx, officer.Member)
	return err
}

func (k Keeper) admitInvited(ctx context.Context, h Holder, address string, msgs []sdk.Msg) error {
	if len(msgs) == 1 {
		if m, is := msgs[0].(*MsgConfirmInvitation); is {
			_, err := k.invited(ctx, h, m)
			return err
		}
	}
	return ErrOnlyConfirmation.Refuse("%s is invited by %s", address, h.InvitedBy)
}

// Lane is whose part of a block a signer's transactions take, that of a member, or "" for that of the payees; and who it is that
// takes it, whichever key signs. Those who are invited take it together, by who invited them.
func (k Keeper) Lane(ctx context.Context, signer sdk.AccAddress) (lane, holder string, err error) {
	h, err := k.holder(ctx, signer.String())
	switch {
	case err != nil:
		return "", "", err
	case h.Payee != "":
		return "", h.Payee, nil
	case h.Officer == "":
		return "", "those invited by " + h.InvitedBy, nil
	}
	officer, err := k.Officer(ctx, h.Officer)
	return officer.Member, h.Officer, err
}
