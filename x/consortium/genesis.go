package consortium

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
)

// rehearsals are the beginnings of a chain id that allow a manual calendar.
var rehearsals = []string{"purse-demo-", "purse-test-"}

// DefaultGenesis has nobody in it, the date of the blocks, and the charter as it is before anybody amends it.
func DefaultGenesis() *GenesisState { return &GenesisState{Charter: DefaultCharter()} }

// InitGenesis fills the state, which the genesis was validated for, and opens an account for every key.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	chain := sdk.UnwrapSDKContext(ctx).ChainID()
	rehearsal := slices.ContainsFunc(rehearsals, func(begin string) bool { return strings.HasPrefix(chain, begin) })
	if g.Calendar == Manual && !rehearsal {
		return ErrMalformedGenesis.Refuse("a manual calendar on chain %q; its id must begin with %s",
			chain, strings.Join(rehearsals, " or "))
	}
	fault := errors.Join(
		k.calendar.Set(ctx, int32(g.Calendar)),
		k.date.Set(ctx, string(g.Date)),
		k.charter.Set(ctx, g.Charter),
		room.Fill(ctx, k.members, g.Members, func(m Member) string { return m.Id }),
		room.Fill(ctx, k.officers, g.Officers, func(o Officer) string { return o.Id }),
		room.Fill(ctx, k.payees, g.Payees, func(p Payee) string { return p.Uei }),
		room.Fill(ctx, k.invitations, g.Invitations, func(i Invitation) pair { return collections.Join(i.Member, i.Address) }),
		room.Fill(ctx, k.proposals, g.Proposals, func(p Proposal) pair { return collections.Join(p.Member, digest(p.Message)) }),
	)
	for _, u := range g.DayUses {
		fault = errors.Join(fault, k.used.Set(ctx, collections.Join(u.Officer, u.Appointment), u.Use))
	}
	for _, b := range g.bound() {
		fault = errors.Join(fault, k.bind(ctx, b.Address, b.Holder))
	}
	return fault
}

// bound lists every address with its holder: the keys of officers, of payees and of the invited, and those that sign no longer.
func (g GenesisState) bound() (all []FormerKey) {
	for _, o := range g.Officers {
		for _, key := range o.Keys {
			all = append(all, FormerKey{Address: key.Address, Holder: Holder{Officer: o.Id}})
		}
	}
	for _, p := range g.Payees {
		for _, key := range p.Keys {
			all = append(all, FormerKey{Address: key.Address, Holder: Holder{Payee: p.Uei}})
		}
	}
	for _, i := range g.Invitations {
		all = append(all, FormerKey{Address: i.Address, Holder: Holder{InvitedBy: i.Member}})
	}
	return append(all, g.FormerKeys...)
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (*GenesisState, error) {
	g := &GenesisState{}
	calendar, err := k.calendar.Get(ctx)
	if err != nil {
		return nil, err
	}
	if g.Calendar = Calendar(calendar); g.Calendar == Manual {
		if g.Date, err = k.Today(ctx); err != nil {
			return nil, err
		}
	}
	if g.Charter, err = k.Charter(ctx); err != nil {
		return nil, err
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
	if g.Invitations, err = room.All(ctx, k.invitations); err != nil {
		return nil, err
	}
	if g.Proposals, err = room.All(ctx, k.proposals); err != nil {
		return nil, err
	}
	err = k.used.Walk(ctx, nil, func(at pair, use DayUse) (bool, error) {
		g.DayUses = append(g.DayUses, DayUseOf{Officer: at.K1(), Appointment: at.K2(), Use: use})
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	g.FormerKeys, err = k.formerKeys(ctx, g)
	return g, err
}

// formerKeys are the addresses that are bound and that nobody lists.
func (k Keeper) formerKeys(ctx context.Context, g *GenesisState) (former []FormerKey, err error) {
	listed := make(map[string]bool)
	for _, b := range g.bound() {
		listed[b.Address] = true
	}
	err = k.keys.Walk(ctx, nil, func(address string, h Holder) (bool, error) {
		if !listed[address] {
			former = append(former, FormerKey{Address: address, Holder: h})
		}
		return false, nil
	})
	return former, err
}

// CheckInvariants holds the state to what a genesis is held to, and every key to the one who lists it.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	f := room.Faults{All: g.Validate()}
	for _, b := range g.bound() {
		h, err := k.holder(ctx, b.Address)
		if err == nil && h != b.Holder {
			err = ErrBroken.Refuse("held by %s%s%s, listed by %s%s%s", h.Officer, h.Payee, h.InvitedBy,
				b.Holder.Officer, b.Holder.Payee, b.Holder.InvitedBy)
		}
		f.Add("key "+b.Address, err)
	}
	return f.All
}
