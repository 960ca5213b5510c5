package consortium

import (
	"context"
	"errors"
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
)

// rehearsals are the beginnings of a chain id that allow a manual calendar.
var rehearsals = []string{"purse-demo-", "purse-test-"}

// DefaultGenesis has nobody in it, and the date of the blocks.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// InitGenesis fills the state, which the genesis was validated for, and opens an account for every key.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	chain := sdk.UnwrapSDKContext(ctx).ChainID()
	rehearsal := slices.ContainsFunc(rehearsals, func(begin string) bool { return strings.HasPrefix(chain, begin) })
	if g.Params.Calendar == Manual && !rehearsal {
		return ErrMalformedGenesis.Refuse("a manual calendar on chain %q; its id must begin with %s",
			chain, strings.Join(rehearsals, " or "))
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.date.Set(ctx, string(g.Date)); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.members, g.Members, func(m Member) string { return m.Id }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.officers, g.Officers, func(o Officer) string { return o.Id }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.payees, g.Payees, func(p Payee) string { return p.Uei }); err != nil {
		return err
	}
	for _, v := range g.Validators {
		key, err := v.Key()
		if err != nil {
			return err
		}
		if err := k.validators.Set(ctx, sdk.ConsAddress(key.Address()).String(), v); err != nil {
			return err
		}
	}
	for _, o := range g.Officers {
		if err := k.bind(ctx, o.Keys, Holder{Officer: o.Id}); err != nil {
			return err
		}
	}
	for _, p := range g.Payees {
		if err := k.bind(ctx, p.Keys, Holder{Payee: p.Uei}); err != nil {
			return err
		}
	}
	return nil
}

// bind records whose the keys are, and opens an account for each that has none, since the engine verifies against accounts.
func (k Keeper) bind(ctx context.Context, keys []string, h Holder) error {
	for _, key := range keys {
		address, err := sdk.AccAddressFromBech32(key)
		if err != nil {
			return err
		}
		if err := k.keys.Set(ctx, key, h); err != nil {
			return err
		}
		if !k.accounts.HasAccount(ctx, address) {
			k.accounts.SetAccount(ctx, k.accounts.NewAccountWithAddress(ctx, address))
		}
	}
	return nil
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (g *GenesisState, err error) {
	g = &GenesisState{}
	if g.Params, err = k.params.Get(ctx); err != nil {
		return nil, err
	}
	if g.Params.Calendar == Manual {
		if g.Date, err = k.Today(ctx); err != nil {
			return nil, err
		}
	}
	if g.Members, err = room.All(ctx, k.members); err != nil {
		return nil, err
	}
	if g.Officers, err = room.All(ctx, k.officers); err != nil {
		return nil, err
	}
	if g.Payees, err = room.All(ctx, k.payees); err != nil {
		return nil, err
	}
	g.Validators, err = room.All(ctx, k.validators)
	return g, err
}

// CheckInvariants holds the state to what a genesis is held to, and every key to its one holder.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	f := room.Faults{All: g.Validate()}
	bound := 0
	check := func(keys []string, want Holder) {
		for _, key := range keys {
			bound++
			h, err := k.holder(ctx, key)
			if err == nil && h != want {
				err = ErrBroken.Refuse("held by %s%s, listed by %s%s", h.Officer, h.Payee, want.Officer, want.Payee)
			}
			f.Add("key "+key, err)
		}
	}
	for _, o := range g.Officers {
		check(o.Keys, Holder{Officer: o.Id})
	}
	for _, p := range g.Payees {
		check(p.Keys, Holder{Payee: p.Uei})
	}
	all, err := room.All(ctx, k.keys)
	if len(all) != bound {
		f.Add("keys", ErrBroken.Refuse("%d are held, %d are listed", len(all), bound))
	}
	return errors.Join(f.All, err)
}
