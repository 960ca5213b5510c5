package consortium

import (
	"context"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

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
	if err := k.give(ctx, officer, payee, Key{Address: m.Key}, today); err != nil {
		return nil, err
	}
	return &MsgRestoreAccessResponse{Restored: true}, room.Emit(ctx, &AccessRestored{
		Officer: officer.Id, Payee: payee.Uei, Key: m.Key, By: first, AgreedBy: by.Id,
	})
}

// fallen are a key, the keys that were added with it, and those added with them; but not the key that signs, nor what was added
// with that one: its holder has it in hand.
func fallen(keys []Key, address, signer string) []string {
	gone := []string{address}
	for i := 0; i < len(gone) && gone[i] != signer; i++ {
		for _, key := range keys {
			if key.AddedWith == gone[i] && key.Address != signer && !slices.Contains(gone, key.Address) {
				gone = append(gone, key.Address)
			}
		}
	}
	return gone
}

// take takes keys from an officer or a payee, whichever is not empty, at once or after a day. A key that its holder added and that
// has never signed leaves nothing behind, so that no address is used up that nobody has.
func (k Keeper) take(ctx context.Context, o Officer, p Payee, addresses []string, lastDay date.Date) (err error) {
	for _, address := range addresses {
		list := &o.Keys
		if o.Id == "" {
			list = &p.Keys
		}
		added := slices.ContainsFunc(*list, func(key Key) bool { return key.Address == address && key.AddedWith != "" })
		if *list, err = withoutKey(*list, address, lastDay); err != nil {
			return err
		}
		if lastDay == "" && added && !k.hasSigned(ctx, address) {
			if err := k.forget(ctx, address); err != nil {
				return err
			}
		}
	}
	if o.Id != "" {
		return k.officers.Set(ctx, o.Id, o)
	}
	return k.payees.Set(ctx, p.Uei, p)
}

// forget makes an address nobody's, as if it had never been named.
func (k Keeper) forget(ctx context.Context, address string) error {
	account, err := sdk.AccAddressFromBech32(address)
	if err != nil {
		return err
	}
	if a := k.accounts.GetAccount(ctx, account); a != nil {
		k.accounts.RemoveAccount(ctx, a)
	}
	return k.keys.Remove(ctx, address)
}
