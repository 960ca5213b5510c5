package validator

import (
	"context"
	"errors"

	abci "github.com/cometbft/cometbft/abci/types"

	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
)

// guard does a piece of a block's work, and lets the chain go on if that fails.
func guard(ctx context.Context, work string, do func(context.Context) error) (done bool) {
	return room.Guard(ctx, ModuleName, work, &WorkFailed{Work: work}, do)
}

// BeginBlock takes in what the engine saw: who signed twice, who signed the last block, who proposes this one. Then rotations end
// whose new key has signed or whose time is over, and validators that are down for too long stop voting.
func (k Keeper) BeginBlock(ctx context.Context) error {
	info := sdk.UnwrapSDKContext(ctx).CometInfo()
	if info == nil {
		return nil // the engine always tells
	}
	for i := range info.GetEvidence().Len() { // bounded by the consensus parameters: each piece takes part of a block
		guard(ctx, "evidence", func(ctx context.Context) error { return k.punish(ctx, info.GetEvidence().Get(i)) })
	}
	guard(ctx, "records", func(ctx context.Context) error { return k.record(ctx, info) })
	guard(ctx, "rotations", func(ctx context.Context) error { return k.endRotations(ctx, info.GetLastCommit().Votes()) })
	guard(ctx, "standing down", k.standDown)
	return nil
}

// EndBlock returns the changes of the validators to the engine: what differs from the set that it was given last. If the work
// fails, the engine goes on with that one, and the changes are returned by the next block that can.
func (k Keeper) EndBlock(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	var updates []abci.ValidatorUpdate
	done := guard(ctx, "updates", func(ctx context.Context) (err error) {
		updates, err = k.update(ctx)
		return err
	})
	if !done {
		return nil, nil
	}
	return updates, nil
}

func (k Keeper) update(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	sets, err := k.sets.Get(ctx)
	if err != nil {
		return nil, err
	}
	b, err := k.bench(ctx)
	if err != nil {
		return nil, err
	}
	wanted, err := b.seats(false)
	if err != nil {
		return nil, err
	}
	updates, given, err := k.changes(ctx, sets.last(), wanted)
	if err != nil {
		return nil, err
	}
	if len(given) == 0 {
		return nil, ErrLastValidator.Refuse("the set would be empty")
	}
	charter, err := k.consortium.Charter(ctx)
	if err != nil {
		return nil, err
	}
	kept := sets.after(sdk.UnwrapSDKContext(ctx).BlockTime(), trusting(charter), given)
	if sets.same(kept) {
		return updates, nil
	}
	return updates, k.sets.Set(ctx, kept)
}

// changes are the updates that lead from the seats that the engine has to those wanted, and the seats that it has then. A key
// whose type the consensus parameters do not allow keeps the power that it has: the engine would stop at any other but none.
func (k Keeper) changes(ctx context.Context, has, wanted []Seat) (updates []abci.ValidatorUpdate, given []Seat, fault error) {
	types := keyTypesAllowed(ctx)
	each(has, wanted, func(address string, was, is int64) {
		if is != was {
			key, update, err := k.told(ctx, Seat{address, is})
			switch {
			case err != nil:
				fault = errors.Join(fault, err)
			case is > 0 && allowed(key, types) != nil:
				is = was
			default:
				updates = append(updates, update)
			}
		}
		if is > 0 {
			given = append(given, Seat{address, is})
		}
	})
	return updates, given, fault
}

// told is a seat as the engine is told of it.
func (k Keeper) told(ctx context.Context, s Seat) (cryptotypes.PubKey, abci.ValidatorUpdate, error) {
	bound, err := k.bound(ctx, s.Address)
	if err != nil {
		return nil, abci.ValidatorUpdate{}, err
	}
	key, err := keyOf(bound.PubKey)
	if err != nil {
		return nil, abci.ValidatorUpdate{}, err
	}
	pub, err := cryptocodec.ToCmtProtoPublicKey(key)
	return key, abci.ValidatorUpdate{PubKey: pub, Power: s.Power}, err
}
