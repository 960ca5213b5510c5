package terms

import (
	"context"
	"crypto/sha256"
	"sync"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
)

// StoreKey names the room's store.
const StoreKey = ModuleName

// Gas for a byte of an expression that is published, which is read and checked, and for a step of a clause at most.
const (
	gasPerByte = 100
	gasPerStep = 20
)

type markKey = collections.Triple[string, string, string]

// Keeper keeps the published contracts, and the counters and flags of what they bind.
type Keeper struct {
	consortium consortium.Keeper

	schema    collections.Schema
	contracts collections.Map[collections.Pair[string, uint32], Contract] // name, version
	marks     collections.Map[markKey, int64]                             // award, contract, counter or flag

	ready *ready
}

// NewKeeper builds the room on its store and on those who may act.
func NewKeeper(cdc codec.Codec, store corestore.KVStoreService, c consortium.Keeper) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	k := Keeper{
		consortium: c,
		contracts: collections.NewMap(sb, collections.NewPrefix(0), "contracts",
			collections.PairKeyCodec(id, collections.Uint32Key), codec.CollValue[Contract](cdc)),
		marks: collections.NewMap(sb, collections.NewPrefix(1), "marks",
			collections.TripleKeyCodec(id, id, id), collections.Int64Value),
		ready: &ready{of: make(map[[sha256.Size]byte]*Compiled)},
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// ready keeps contracts that were compiled, by the hash of what they say, so that none is compiled for each claim. It is no state: what
// it gives is what compiling would give.
type ready struct {
	mu sync.Mutex
	of map[[sha256.Size]byte]*Compiled
}

const maxReady = 1000

func (r *ready) compile(text string) (*Compiled, error) {
	hash := sha256.Sum256([]byte(text))
	r.mu.Lock()
	defer r.mu.Unlock()
	if made, is := r.of[hash]; is {
		return made, nil
	}
	made, err := Compile(text)
	if err != nil {
		return nil, err
	}
	if len(r.of) == maxReady {
		clear(r.of)
	}
	r.of[hash] = made
	return made, nil
}

// contract is a published version that can be run.
func (k Keeper) contract(ctx context.Context, ref string) (*Compiled, error) {
	name, version, err := ParseRef(ref)
	if err != nil {
		return nil, err
	}
	c, err := room.Get(ctx, k.contracts, collections.Join(name, version), ErrUnknown, "%s", ref)
	if err != nil {
		return nil, err
	}
	return k.ready.compile(c.Text)
}

// last is the last version of a contract; nil if it was never published.
func (k Keeper) last(ctx context.Context, name string) (c *Contract, err error) {
	all := collections.NewPrefixedPairRange[string, uint32](name).Descending()
	err = k.contracts.Walk(ctx, all, func(_ collections.Pair[string, uint32], value Contract) (stop bool, err error) {
		c = &value
		return true, nil
	})
	return c, err
}

// marksOf are the counters and flags of an award that a range of keys holds, in the order of their keys.
func (k Keeper) marksOf(ctx context.Context, within collections.Ranger[markKey]) (all []Mark, err error) {
	err = k.marks.Walk(ctx, within, func(at markKey, value int64) (stop bool, err error) {
		all = append(all, Mark{Subject: at.K1(), Contract: at.K2(), Name: at.K3(), Value: value})
		return false, nil
	})
	return all, err
}

// set keeps a counter or flag; one that is zero, or down, is not stored.
func (k Keeper) set(ctx context.Context, at markKey, value int64) error {
	if value == 0 {
		return k.marks.Remove(ctx, at)
	}
	return k.marks.Set(ctx, at, value)
}

func spend(ctx context.Context, gas uint64, on string) {
	sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(gas, on)
}
