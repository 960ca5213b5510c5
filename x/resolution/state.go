package resolution

import (
	"context"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/validator"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "resolution"
	StoreKey   = ModuleName
)

// Log is the log of the resolutions that are no longer open.
const Log = "resolutions"

type due = collections.Pair[string, uint64]

// Keeper keeps the open resolutions.
type Keeper struct {
	cdc        codec.Codec
	router     baseapp.MessageRouter
	history    history.Keeper
	consortium consortium.Keeper
	validators validator.Keeper

	schema      collections.Schema
	last        collections.Sequence                // id of the latest resolution
	resolutions collections.Map[uint64, Resolution] // by id
	queue       collections.KeySet[due]             // by the last day of voting, "" for an emergency that has passed; and id
	emergencies collections.KeySet[uint64]          // those that are open
	looked      collections.Item[uint64]            // the emergency that was looked at last
}

// NewKeeper builds the room. The router runs what was resolved.
func NewKeeper(
	cdc codec.Codec, store corestore.KVStoreService, router baseapp.MessageRouter,
	h history.Keeper, c consortium.Keeper, v validator.Keeper,
) Keeper {
	sb := collections.NewSchemaBuilder(store)
	k := Keeper{
		cdc: cdc, router: router, history: h, consortium: c, validators: v,
		last: collections.NewSequence(sb, collections.NewPrefix(0), "last"),
		resolutions: collections.NewMap(sb, collections.NewPrefix(1), "resolutions", collections.Uint64Key,
			codec.CollValue[Resolution](cdc)),
		queue: collections.NewKeySet(sb, collections.NewPrefix(2), "queue",
			collections.PairKeyCodec(collections.StringKey, collections.Uint64Key)),
		emergencies: collections.NewKeySet(sb, collections.NewPrefix(3), "emergencies", collections.Uint64Key),
		looked:      collections.NewItem(sb, collections.NewPrefix(4), "looked", collections.Uint64Value),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// open keeps a resolution until it is decided.
func (k Keeper) open(ctx context.Context, r Resolution) error {
	if err := k.resolutions.Set(ctx, r.Id, r); err != nil {
		return err
	}
	if r.Class == Emergency {
		if err := k.emergencies.Set(ctx, r.Id); err != nil {
			return err
		}
	}
	return k.queue.Set(ctx, collections.Join(string(r.Deadline), r.Id))
}

func (k Keeper) resolution(ctx context.Context, id uint64) (Resolution, error) {
	return room.Get(ctx, k.resolutions, id, ErrUnknown, "%d", id)
}

// count is how a resolution stands now.
func (k Keeper) count(ctx context.Context, r Resolution) (Count, error) {
	charter, err := k.consortium.Charter(ctx)
	if err != nil {
		return Count{}, err
	}
	electorate, err := k.validators.Electorate(ctx)
	return r.Tally(electorate, charter), err
}
