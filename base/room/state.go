package room

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/rule"
)

// Emit adds a typed event to the transaction's result.
func Emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

// Get reads a value. One that is not there is refused by a rule, with what was asked for; any other error passes up.
func Get[K, V any](
	ctx context.Context, m collections.Map[K, V], key K, missing *rule.Rule, format string, args ...any,
) (V, error) {
	v, err := m.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return v, missing.Refuse(format, args...)
	}
	return v, err
}

// Faults gathers what is wrong with a genesis, each fault with its place.
type Faults struct{ All error }

// Add takes a fault, or nil.
func (f *Faults) Add(place string, err error) {
	if err != nil {
		f.All = errors.Join(f.All, fmt.Errorf("%s: %w", place, err))
	}
}

// All reads a whole collection in the order of its keys: for a genesis and the invariants, never for a block.
func All[K, V any](ctx context.Context, m collections.Map[K, V]) (all []V, err error) {
	err = m.Walk(ctx, nil, func(_ K, v V) (bool, error) {
		all = append(all, v)
		return false, nil
	})
	return all, err
}

// Keys reads a whole key set in order: for a genesis, never for a block.
func Keys(ctx context.Context, s collections.KeySet[string]) (all []string, err error) {
	err = s.Walk(ctx, nil, func(key string) (bool, error) {
		all = append(all, key)
		return false, nil
	})
	return all, err
}

// Fill writes values under their keys: for a genesis.
func Fill[K, V any](ctx context.Context, m collections.Map[K, V], values []V, key func(V) K) error {
	for _, v := range values {
		if err := m.Set(ctx, key(v), v); err != nil {
			return err
		}
	}
	return nil
}
