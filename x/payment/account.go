package payment

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

const (
	maxSealed = 4096 // bytes
	maxDays   = 366
)

func (p Params) fault() error {
	if p.AccountDays > maxDays {
		return ErrMalformedAccount.Refuse("new details wait for %d days, at most %d", p.AccountDays, maxDays)
	}
	return nil
}

// there says that these are details, and not none.
func (d Details) there() bool { return d.Commitment != "" }

func (d Details) fault() error {
	if why := rule.CheckSealed(d.Sealed, maxSealed); why != "" {
		return ErrMalformedAccount.Refuse("sealed: %s", why)
	}
	if why := rule.CheckHash(d.Commitment); why != "" {
		return ErrMalformedAccount.Refuse("commitment: %s", why)
	}
	return nil
}

// usable is the first day on which details that wait may be taken into use: the first ones at once, others after some days, since whoever
// has the payee's key for an hour must not have its money.
func (a Account) usable(p Params) date.Date {
	if !a.Current.there() {
		return a.Next.Sent
	}
	return a.Next.Sent.Plus(p.AccountDays)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRegisterAccount) ValidateBasic() error {
	return Details{Sealed: m.Sealed, Commitment: m.Commitment}.fault()
}

// RegisterAccount keeps where a payee wants to be paid until an officer confirms it. Until then it is paid as before.
func (k msgServer) RegisterAccount(ctx context.Context, m *MsgRegisterAccount) (*MsgRegisterAccountResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	if _, err := k.consortium.ActiveMember(ctx, m.Office); err != nil {
		return nil, err
	}
	account, err := k.account(ctx, m.Office, payee.Uei)
	if err != nil {
		return nil, err
	}
	if m.Commitment == account.Current.Commitment {
		return nil, ErrMalformedAccount.Refuse("%s is the commitment to the details in use", m.Commitment)
	}
	account.Next = Details{Sealed: m.Sealed, Commitment: m.Commitment}
	if account.Next.Sent, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := k.accounts.Set(ctx, collections.Join(m.Office, payee.Uei), account); err != nil {
		return nil, err
	}
	return &MsgRegisterAccountResponse{}, room.Emit(ctx, &AccountRegistered{
		Payee: payee.Uei, Office: m.Office, Commitment: m.Commitment, Usable: account.usable(params),
	})
}

// account is where a payee wants to be paid by an office; empty if it never said so.
func (k Keeper) account(ctx context.Context, office, payee string) (Account, error) {
	a, err := k.accounts.Get(ctx, collections.Join(office, payee))
	if errors.Is(err, collections.ErrNotFound) {
		return Account{Office: office, Payee: payee}, nil
	}
	return a, err
}

// accountsOf are the commitments of the accounts to which an office pays, by payee. A payee that is suspended is not paid.
func (k Keeper) accountsOf(ctx context.Context, office string, payables []Payable) (map[string]string, error) {
	all := make(map[string]string)
	for _, p := range payables {
		if _, seen := all[p.Payee]; seen {
			continue
		}
		if _, err := k.consortium.ActivePayee(ctx, p.Payee); err != nil {
			return nil, err
		}
		account, err := k.account(ctx, office, p.Payee)
		if err != nil {
			return nil, err
		}
		all[p.Payee] = account.Current.Commitment
	}
	return all, nil
}

// ConfirmAccount takes the details into use that the officer has read: no others that came meanwhile.
func (k msgServer) ConfirmAccount(ctx context.Context, m *MsgConfirmAccount) (*MsgConfirmAccountResponse, error) {
	account, by, err := k.changing(ctx, m.Signer, m.Office, m.Payee)
	if err != nil {
		return nil, err
	}
	if account.Next.Commitment != m.Commitment {
		return nil, ErrUnknownAccount.Refuse("commitment %q; what waits has %s", rule.Clip(m.Commitment, 70), account.Next.Commitment)
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	if usable := account.usable(params); today < usable {
		return nil, ErrAccountWaits.Refuse("sent on %s, to be confirmed from %s on, today is %s", account.Next.Sent, usable, today)
	}
	account.Current, account.Next = account.Next, Details{}
	account.Current.By = by
	if err := k.accounts.Set(ctx, collections.Join(m.Office, m.Payee), account); err != nil {
		return nil, err
	}
	return &MsgConfirmAccountResponse{}, room.Emit(ctx, &AccountConfirmed{
		Payee: m.Payee, Office: m.Office, Commitment: m.Commitment, By: by,
	})
}

// changing is an account with details that wait, and the disbursing officer of the office who decides on them.
func (k Keeper) changing(ctx context.Context, signer, office, payee string) (a Account, by string, err error) {
	officer, err := k.consortium.Authorise(ctx, signer, consortium.Act{Duty: consortium.DisbursingOfficer, Member: office})
	if err != nil {
		return a, "", err
	}
	if a, err = k.account(ctx, office, payee); err != nil {
		return a, "", err
	}
	if !a.Next.there() {
		return a, "", ErrUnknownAccount.Refuse("nothing of %s waits at %s", rule.Clip(payee, 20), office)
	}
	return a, officer.Id, nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRefuseAccount) ValidateBasic() error { return checkWhy(m.Reason) }

// RefuseAccount drops details that wait; those in use stay.
func (k msgServer) RefuseAccount(ctx context.Context, m *MsgRefuseAccount) (*MsgRefuseAccountResponse, error) {
	account, by, err := k.changing(ctx, m.Signer, m.Office, m.Payee)
	if err != nil {
		return nil, err
	}
	refused := account.Next.Commitment
	account.Next = Details{}
	key := collections.Join(m.Office, m.Payee)
	if account.Current.there() {
		err = k.accounts.Set(ctx, key, account)
	} else {
		err = k.accounts.Remove(ctx, key)
	}
	if err != nil {
		return nil, err
	}
	return &MsgRefuseAccountResponse{}, room.Emit(ctx, &AccountRefused{
		Payee: m.Payee, Office: m.Office, Commitment: refused, Reason: m.Reason, By: by,
	})
}
