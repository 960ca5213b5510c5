package validator

import (
	"context"
	"errors"
	"slices"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
)

// DefaultGenesis has no validators: a chain needs one before it begins.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// InitGenesis fills the state, which the genesis was validated for, after the consortium's. A chain that begins has no set that
// anybody trusts but its first.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := k.checkMembers(ctx, g.Validators); err != nil {
		return err
	}
	fault := room.Fill(ctx, k.validators, g.Validators, func(v Validator) string { return v.Id })
	for _, b := range g.bound() {
		address, err := addressOf(b.PubKey)
		fault = errors.Join(fault, err, k.keys.Set(ctx, address, b))
	}
	sets := Sets{Sets: g.Sets}
	if len(sets.Sets) == 0 {
		seats, err := g.bench().seats(false)
		fault = errors.Join(fault, err)
		sets.Sets = []Set{{Since: sdk.UnwrapSDKContext(ctx).BlockTime(), Seats: seats}}
	}
	return errors.Join(fault, k.sets.Set(ctx, sets), k.roster.Set(ctx, g.roster()))
}

// checkMembers refuses a validator of a member that the consortium does not have.
func (k Keeper) checkMembers(ctx context.Context, validators []Validator) (fault error) {
	for _, v := range validators {
		if _, err := k.consortium.ActiveMember(ctx, v.Member); err != nil && !errors.Is(err, consortium.ErrMemberSuspended) {
			fault = errors.Join(fault, err)
		}
	}
	return fault
}

// bench are the validators that are not retired, in the order of their ids.
func (g GenesisState) bench() (b bench) {
	for _, v := range g.Validators {
		if v.Status != Retired {
			b = append(b, v)
		}
	}
	slices.SortFunc(b, func(v, w Validator) int { return strings.Compare(v.Id, w.Id) })
	return b
}

// roster has the record of everyone on the bench, one that has none beginning now.
func (g GenesisState) roster() (all Roster) {
	given := Roster{Records: g.Records}
	for _, v := range g.bench() {
		all.Records = append(all.Records, given.of(v.Id))
	}
	return all
}

// bound lists every key with its validator: those that vote, those that are being rotated to, and the former ones.
func (g GenesisState) bound() (all []Bound) {
	for _, v := range g.Validators {
		all = append(all, Bound{Validator: v.Id, PubKey: v.PubKey})
		if v.Rotation != nil {
			all = append(all, Bound{Validator: v.Id, PubKey: v.Rotation.PubKey})
		}
	}
	return append(all, g.FormerKeys...)
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (*GenesisState, error) {
	validators, err := room.All(ctx, k.validators)
	if err != nil {
		return nil, err
	}
	roster, err := k.roster.Get(ctx)
	if err != nil {
		return nil, err
	}
	sets, err := k.sets.Get(ctx)
	if err != nil {
		return nil, err
	}
	g := &GenesisState{Validators: validators, Records: roster.Records, Sets: sets.Sets}
	g.FormerKeys, err = k.formerKeys(ctx, g)
	return g, err
}

// formerKeys are the keys that are bound and that no validator lists.
func (k Keeper) formerKeys(ctx context.Context, g *GenesisState) (former []Bound, err error) {
	listed := make(map[string]bool)
	for _, b := range g.bound() {
		address, err := addressOf(b.PubKey)
		if err != nil {
			return nil, err
		}
		listed[address] = true
	}
	err = k.keys.Walk(ctx, nil, func(address string, b Bound) (bool, error) {
		if !listed[address] {
			former = append(former, b)
		}
		return false, nil
	})
	return former, err
}

// first are the validators as the engine is given them when a chain begins.
func (k Keeper) first(ctx context.Context) (updates []abci.ValidatorUpdate, err error) {
	sets, err := k.sets.Get(ctx)
	if err != nil {
		return nil, err
	}
	for _, seat := range sets.last() {
		_, update, err := k.told(ctx, seat)
		if err != nil {
			return nil, err
		}
		updates = append(updates, update)
	}
	return updates, nil
}

// GenesisValidators are the validators as a genesis document lists them: those that the engine was given last, under their ids.
func (k Keeper) GenesisValidators(ctx context.Context) (list []cmttypes.GenesisValidator, err error) {
	sets, err := k.sets.Get(ctx)
	if err != nil {
		return nil, err
	}
	for _, seat := range sets.last() {
		bound, err := k.bound(ctx, seat.Address)
		if err != nil {
			return nil, err
		}
		key, err := keyOf(bound.PubKey)
		if err != nil {
			return nil, err
		}
		pub, err := cryptocodec.ToCmtPubKeyInterface(key)
		if err != nil {
			return nil, err
		}
		list = append(list, cmttypes.GenesisValidator{Address: pub.Address(), PubKey: pub, Power: seat.Power, Name: bound.Validator})
	}
	return list, nil
}

// CheckInvariants holds the state to what a genesis is held to, and every key and record to its validator.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	f := room.Faults{All: errors.Join(g.Validate(), k.checkMembers(ctx, g.Validators))}
	for _, b := range g.bound() {
		address, err := addressOf(b.PubKey)
		if err == nil {
			var found Bound
			if found, err = k.bound(ctx, address); err == nil && found.Validator != b.Validator {
				err = ErrBroken.Refuse("%s is bound to %s, listed by %s", address, found.Validator, b.Validator)
			}
		}
		f.Add("key of "+b.Validator, err)
	}
	if have, want := len(g.Records), len(g.bench()); have != want {
		f.Add("records", ErrBroken.Refuse("%d of %d validators", have, want))
	}
	return f.All
}
