package resolution

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// Validate finds every fault of a genesis.
func (g GenesisState) Validate() error {
	var f room.Faults
	before := uint64(0)
	for i, r := range g.Resolutions {
		place := fmt.Sprintf("resolutions[%d] %d", i, r.Id)
		f.Add(place, r.fault())
		if r.Id <= before || r.Id > g.Last {
			f.Add(place, ErrMalformedGenesis.Refuse("id %d, after %d and up to %d", r.Id, before, g.Last))
		}
		before = r.Id
	}
	return f.All
}

// fault says what is wrong with a resolution, or nil.
func (r Resolution) fault() error {
	proposed := MsgPropose{Title: r.Title, Deadline: r.Deadline, Messages: r.Messages}
	if err := proposed.ValidateBasic(); err != nil {
		return err
	}
	msgs, err := r.messages()
	if err != nil {
		return err
	}
	class, err := ClassOf(msgs)
	if err != nil {
		return err
	}
	if class != r.Class {
		return ErrMalformedGenesis.Refuse("class %s, its messages are %s", r.Class, class)
	}
	for _, id := range []string{r.By, r.Member} {
		if why := consortium.CheckID(id); why != "" {
			return ErrMalformedGenesis.Refuse("proposed by %q of %q: id %s", rule.Clip(r.By, 40), rule.Clip(r.Member, 40), why)
		}
	}
	before := ""
	for _, v := range r.Votes {
		if v.Member <= before || v.Choice != Yes && v.Choice != No {
			return ErrMalformedGenesis.Refuse("vote of %q after %q: %s", rule.Clip(v.Member, 40), before, v.Choice)
		}
		before = v.Member
	}
	return nil
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := k.last.Set(ctx, g.Last); err != nil {
		return err
	}
	for _, r := range g.Resolutions {
		if err := k.open(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (*GenesisState, error) {
	open, err := room.All(ctx, k.resolutions)
	if err != nil {
		return nil, err
	}
	last, err := k.last.Peek(ctx)
	return &GenesisState{Resolutions: open, Last: last}, err
}

// CheckInvariants holds the state to what a genesis is held to, and every open resolution to its place in the queue.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	f := room.Faults{All: g.Validate()}
	for _, r := range g.Resolutions {
		place := fmt.Sprint("resolution ", r.Id)
		_, unknown := k.consortium.Officer(ctx, r.By)
		f.Add(place, unknown)
		_, unknown = k.consortium.Member(ctx, r.Member)
		f.Add(place, unknown)
		waits, err := k.queue.Has(ctx, collections.Join(string(r.Deadline), r.Id))
		if err == nil && !waits {
			err = ErrMalformedGenesis.Refuse("it waits for no decision")
		}
		if err == nil && r.Class == Emergency {
			waits, err = k.emergencies.Has(ctx, r.Id)
		}
		if err == nil && !waits {
			err = ErrMalformedGenesis.Refuse("nobody looks at it")
		}
		f.Add(place, err)
	}
	return f.All
}
