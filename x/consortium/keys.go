package consortium

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// bind makes an address the key of a holder, and opens an account for it, since the engine verifies signatures against accounts.
// An address is one holder's for ever; only an invitation that was not confirmed gives it free again.
func (k Keeper) bind(ctx context.Context, address string, h Holder) error {
	holder, err := k.keys.Get(ctx, address)
	switch {
	case err != nil && !errors.Is(err, collections.ErrNotFound):
		return err
	case address == Authority().String():
		return ErrKeyTaken.Refuse("%s is the authority of resolutions", address)
	case err == nil && holder.InvitedBy == "":
		return ErrKeyTaken.Refuse("%s is or was a key of %s%s", address, holder.Officer, holder.Payee)
	case err == nil:
		if err := k.freeOfInvitation(ctx, holder, address); err != nil {
			return err
		}
	}
	account, err := sdk.AccAddressFromBech32(address)
	if err != nil {
		return err
	}
	if !k.accounts.HasAccount(ctx, account) {
		k.accounts.SetAccount(ctx, k.accounts.NewAccountWithAddress(ctx, account))
	}
	return k.keys.Set(ctx, address, h)
}

// freeOfInvitation removes an invitation that has expired from an address, and refuses while it stands.
func (k Keeper) freeOfInvitation(ctx context.Context, h Holder, address string) error {
	today, err := k.Today(ctx)
	if err != nil {
		return err
	}
	at := collections.Join(h.InvitedBy, address)
	invitation, err := k.invitations.Get(ctx, at)
	if errors.Is(err, collections.ErrNotFound) {
		return nil // it was dropped when it had expired
	}
	if err != nil {
		return err
	}
	if today <= invitation.Expires {
		return ErrKeyTaken.Refuse("%s is invited by %s until %s", address, h.InvitedBy, invitation.Expires)
	}
	return k.invitations.Remove(ctx, at)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgAddKey) ValidateBasic() error { return checkAddress(m.Key) }

// AddKey adds a key to the person or payee who signs; the old ones sign on until they are revoked.
func (k msgServer) AddKey(ctx context.Context, m *MsgAddKey) (*MsgAddKeyResponse, error) {
	today, err := k.Today(ctx)
	if err != nil {
		return nil, err
	}
	officer, payee, err := k.signer(ctx, m.Signer, today)
	if err != nil {
		return nil, err
	}
	if err := k.give(ctx, officer, payee, m.Key, today); err != nil {
		return nil, err
	}
	return &MsgAddKeyResponse{}, room.Emit(ctx, &KeyAdded{
		Officer: officer.Id, Payee: payee.Uei, Key: m.Key, By: officer.Id + payee.Uei,
	})
}

// give binds a key to an officer or a payee, whichever is not empty, and forgets those of its keys whose last day is past.
func (k Keeper) give(ctx context.Context, o Officer, p Payee, address string, today date.Date) (err error) {
	if o.Id != "" {
		if o.Keys, err = withKey(o.Keys, address, today); err != nil {
			return err
		}
		if err := k.bind(ctx, address, Holder{Officer: o.Id}); err != nil {
			return err
		}
		return k.officers.Set(ctx, o.Id, o)
	}
	if p.Keys, err = withKey(p.Keys, address, today); err != nil {
		return err
	}
	if err := k.bind(ctx, address, Holder{Payee: p.Uei}); err != nil {
		return err
	}
	return k.payees.Set(ctx, p.Uei, p)
}

// withKey adds a key to a list, without those whose last day is past.
func withKey(keys []Key, address string, today date.Date) ([]Key, error) {
	var live []Key
	for _, key := range keys {
		if key.LastDay == "" || today <= key.LastDay {
			live = append(live, key)
		}
	}
	if len(live) == maxKeys {
		return nil, ErrMalformedPerson.Refuse("%d keys already, at most %d", len(live), maxKeys)
	}
	return append(live, Key{Address: address}), nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRevokeKey) ValidateBasic() error {
	if m.LastDay != "" {
		if err := checkDate(m.LastDay); err != nil {
			return err
		}
	}
	return checkAddress(m.Key)
}

// RevokeKey takes a key away: by whose it is, or by an administrator of the officer's member or of the one that invited the
// payee. One is enough, at once or after a day.
func (k msgServer) RevokeKey(ctx context.Context, m *MsgRevokeKey) (*MsgRevokeKeyResponse, error) {
	h, err := k.holder(ctx, m.Key)
	if err != nil {
		return nil, err
	}
	officer, payee, err := k.of(ctx, h.Officer, h.Payee)
	if err != nil {
		return nil, err
	}
	by, err := k.selfOrAdministrator(ctx, m.Signer, h, officer.Member+payee.Member)
	if err != nil {
		return nil, err
	}
	today, err := k.Today(ctx)
	if err != nil {
		return nil, err
	}
	if m.LastDay != "" && m.LastDay < today {
		return nil, ErrDate.Refuse("today is %s, the key would have signed until %s", today, m.LastDay)
	}
	if officer.Id != "" {
		if officer.Keys, err = withoutKey(officer.Keys, m.Key, m.LastDay); err == nil {
			err = k.officers.Set(ctx, officer.Id, officer)
		}
	} else if payee.Keys, err = withoutKey(payee.Keys, m.Key, m.LastDay); err == nil {
		err = k.payees.Set(ctx, payee.Uei, payee)
	}
	if err != nil {
		return nil, err
	}
	return &MsgRevokeKeyResponse{}, room.Emit(ctx, &KeyRevoked{
		Officer: officer.Id, Payee: payee.Uei, Key: m.Key, LastDay: m.LastDay, By: by,
	})
}

// withoutKey takes a key from a list, or gives it a last day: never a later one than it has, since that would give access back,
// which takes two administrators.
func withoutKey(keys []Key, address string, lastDay date.Date) ([]Key, error) {
	i := slices.IndexFunc(keys, func(k Key) bool { return k.Address == address })
	if i < 0 {
		return nil, ErrKeyRevoked.Refuse("%s", address)
	}
	keys = slices.Clone(keys)
	if lastDay == "" {
		return slices.Delete(keys, i, i+1), nil
	}
	if before := keys[i].LastDay; before != "" && lastDay > before {
		return nil, ErrKeyRevoked.Refuse("%s signs until %s, asked %s", address, before, lastDay)
	}
	keys[i].LastDay = lastDay
	return keys, nil
}

// of loads the officer or the payee of a name, whichever is given.
func (k Keeper) of(ctx context.Context, officer, payee string) (o Officer, p Payee, err error) {
	if officer != "" {
		o, err = k.Officer(ctx, officer)
		return o, p, err
	}
	p, err = k.Payee(ctx, payee)
	return o, p, err
}

// selfOrAdministrator is who signs: the holder of the key, by any key, or an administrator of the member.
func (k Keeper) selfOrAdministrator(ctx context.Context, signer string, h Holder, member string) (string, error) {
	today, err := k.Today(ctx)
	if err != nil {
		return "", err
	}
	officer, payee, err := k.signer(ctx, signer, today)
	if err != nil {
		return "", err
	}
	if officer.Id == h.Officer && payee.Uei == h.Payee {
		return h.Officer + h.Payee, nil
	}
	by, err := k.administrator(ctx, signer, member)
	return by.Id, err
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRestoreAccess) ValidateBasic() error {
	if (m.Officer == "") == (m.Payee == "") {
		return ErrMalformedPerson.Refuse("officer %q and payee %q; name one", rule.Clip(m.Officer, maxID), rule.Clip(m.Payee, 20))
	}
	return checkAddress(m.Key)
}

// RestoreAccess gives a new key to a person or payee who has lost theirs, when the second administrator sends the same message.
func (k msgServer) RestoreAccess(ctx context.Context, m *MsgRestoreAccess) (*MsgRestoreAccessResponse, error) {
	officer, payee, err := k.of(ctx, m.Officer, m.Payee)
	if err != nil {
		return nil, err
	}
	by, err := k.administrator(ctx, m.Signer, officer.Member+payee.Member)
	if err != nil {
		return nil, err
	}
	if by.Id == officer.Id {
		return nil, ErrOwnAppointment.Refuse("a key for %s", by.Id)
	}
	same := *m
	same.Signer = ""
	first, err := k.second(ctx, by, &same)
	if err != nil {
		return nil, err
	}
	if first == "" {
		return &MsgRestoreAccessResponse{}, room.Emit(ctx, &AccessProposed{
			Officer: officer.Id, Payee: payee.Uei, Key: m.Key, By: by.Id,
		})
	}
	today, err := k.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := k.give(ctx, officer, payee, m.Key, today); err != nil {
		return nil, err
	}
	return &MsgRestoreAccessResponse{Restored: true}, room.Emit(ctx, &AccessRestored{
		Officer: officer.Id, Payee: payee.Uei, Key: m.Key, By: first, AgreedBy: by.Id,
	})
}
