package consortium

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
)

// bind makes an address the key of a holder, and opens an account for it, since the engine verifies signatures against accounts.
// An address is one holder's for ever.
func (k Keeper) bind(ctx context.Context, address string, h Holder) error {
	if err := k.free(ctx, address); err != nil {
		return err
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

// free refuses an address that is or was somebody's. It takes it from a lapsed invitation, and from who added it as a key that has
// never signed: nobody has shown that it is theirs.
func (k Keeper) free(ctx context.Context, address string) error {
	if address == Authority().String() {
		return ErrKeyTaken.Refuse("%s is the authority of resolutions", address)
	}
	h, err := k.keys.Get(ctx, address)
	switch {
	case errors.Is(err, collections.ErrNotFound):
		return nil
	case err != nil:
		return err
	case h.InvitedBy != "":
		return k.freeOfInvitation(ctx, h, address)
	}
	officer, payee, err := k.of(ctx, h.Officer, h.Payee)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(append(officer.Keys, payee.Keys...), func(key Key) bool {
		return key.Address == address && key.AddedWith != "" && !k.hasSigned(ctx, address)
	})
	if at < 0 {
		return ErrKeyTaken.Refuse("%s is or was a key of %s%s", address, h.Officer, h.Payee)
	}
	return k.take(ctx, officer, payee, []string{address}, "")
}

// hasSigned says whether a transaction was ever signed with a key: whoever did so has it.
func (k Keeper) hasSigned(ctx context.Context, address string) bool {
	account, err := sdk.AccAddressFromBech32(address)
	if err != nil {
		return false
	}
	a := k.accounts.GetAccount(ctx, account)
	return a != nil && a.GetSequence() > 0
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
	if h, err := k.keys.Get(ctx, m.Key); err == nil && h.InvitedBy == "" {
		return nil, ErrKeyTaken.Refuse("%s is or was a key of %s%s", m.Key, h.Officer, h.Payee)
	}
	if n := officer.Added + payee.Added; n >= maxAdded {
		return nil, ErrTooManyKeys.Refuse("%s%s has added %d, at most %d", officer.Id, payee.Uei, n, maxAdded)
	}
	if err := k.give(ctx, officer, payee, Key{Address: m.Key, AddedWith: m.Signer}, today); err != nil {
		return nil, err
	}
	return &MsgAddKeyResponse{}, room.Emit(ctx, &KeyAdded{
		Officer: officer.Id, Payee: payee.Uei, Key: m.Key, By: officer.Id + payee.Uei,
	})
}

// give binds a key to an officer or a payee, whichever is not empty, and forgets those of its keys whose last day is past.
func (k Keeper) give(ctx context.Context, o Officer, p Payee, key Key, today date.Date) error {
	h := Holder{Officer: o.Id, Payee: p.Uei}
	if err := k.bind(ctx, key.Address, h); err != nil {
		return err
	}
	o, p, err := k.of(ctx, o.Id, p.Uei) // binding may have taken the address from the holder's own list
	if err != nil {
		return err
	}
	added := uint32(0)
	if key.AddedWith != "" {
		added = 1
	}
	if o.Id != "" {
		if o.Keys, err = withKey(o.Keys, key, today); err != nil {
			return err
		}
		o.Added += added
		return k.officers.Set(ctx, o.Id, o)
	}
	if p.Keys, err = withKey(p.Keys, key, today); err != nil {
		return err
	}
	p.Added += added
	return k.payees.Set(ctx, p.Uei, p)
}

// withKey adds a key to a list, without those whose last day is past.
func withKey(keys []Key, added Key, today date.Date) ([]Key, error) {
	var live []Key
	for _, key := range keys {
		if key.LastDay == "" || today <= key.LastDay {
			live = append(live, key)
		}
	}
	if len(live) == maxKeys {
		return nil, ErrMalformedPerson.Refuse("%d keys already, at most %d", len(live), maxKeys)
	}
	return append(live, added), nil
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
// payee. One is enough, at once or after a day. At once, the keys that were added with it go with it: a stolen key may have added
// another.
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
	gone := []string{m.Key}
	if m.LastDay == "" {
		gone = fallen(append(officer.Keys, payee.Keys...), m.Key, m.Signer)
	}
	if officer.Id != "" && by != officer.Id {
		less := officer
		for _, address := range gone {
			if less.Keys, err = withoutKey(less.Keys, address, m.LastDay); err != nil {
				return nil, err
			}
		}
		if err := k.leavesTwo(ctx, officer, less, today); err != nil {
			return nil, err
		}
	}
	if err := k.take(ctx, officer, payee, gone, m.LastDay); err != nil {
		return nil, err
	}
	return &MsgRevokeKeyResponse{}, room.Emit(ctx, &KeyRevoked{
		Officer: officer.Id, Payee: payee.Uei, Key: m.Key, LastDay: m.LastDay, By: by, With: gone[1:],
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
