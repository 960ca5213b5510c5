package consortium

import (
	"context"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "consortium"
	StoreKey   = ModuleName
)

// Keeper keeps who may act, and the business date of a manual calendar.
type Keeper struct {
	accounts authkeeper.AccountKeeper

	schema     collections.Schema
	params     collections.Item[Params]
	date       collections.Item[string]
	members    collections.Map[string, Member]    // by id
	officers   collections.Map[string, Officer]   // by id
	payees     collections.Map[string, Payee]     // by UEI
	validators collections.Map[string, Validator] // by consensus address
	keys       collections.Map[string, Holder]    // by address
}

// NewKeeper builds the room on its store and on the engine's accounts.
func NewKeeper(cdc codec.Codec, store corestore.KVStoreService, accounts authkeeper.AccountKeeper) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	k := Keeper{
		accounts:   accounts,
		params:     collections.NewItem(sb, collections.NewPrefix(0), "params", codec.CollValue[Params](cdc)),
		date:       collections.NewItem(sb, collections.NewPrefix(1), "date", collections.StringValue),
		members:    collections.NewMap(sb, collections.NewPrefix(2), "members", id, codec.CollValue[Member](cdc)),
		officers:   collections.NewMap(sb, collections.NewPrefix(3), "officers", id, codec.CollValue[Officer](cdc)),
		payees:     collections.NewMap(sb, collections.NewPrefix(4), "payees", id, codec.CollValue[Payee](cdc)),
		validators: collections.NewMap(sb, collections.NewPrefix(5), "validators", id, codec.CollValue[Validator](cdc)),
		keys:       collections.NewMap(sb, collections.NewPrefix(6), "keys", id, codec.CollValue[Holder](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// Today is the business date: the day of the block's time (UTC), or the day to which a manual calendar was moved.
func (k Keeper) Today(ctx context.Context) (date.Date, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return "", err
	}
	if params.Calendar == Manual {
		day, err := k.date.Get(ctx)
		return date.Date(day), err
	}
	return date.Of(sdk.UnwrapSDKContext(ctx).BlockTime()), nil
}

// holder says whose key an address is.
func (k Keeper) holder(ctx context.Context, address string) (Holder, error) {
	return room.Get(ctx, k.keys, address, ErrUnknownSigner, "%s", rule.Clip(address, 80))
}

func (k Keeper) member(ctx context.Context, id string) (Member, error) {
	return room.Get(ctx, k.members, id, ErrUnknownMember, "%q", rule.Clip(id, 40))
}

func (k Keeper) officer(ctx context.Context, id string) (Officer, error) {
	return room.Get(ctx, k.officers, id, ErrUnknownOfficer, "%q", rule.Clip(id, 40))
}

func (k Keeper) payee(ctx context.Context, uei string) (Payee, error) {
	return room.Get(ctx, k.payees, uei, ErrUnknownPayee, "UEI %q", rule.Clip(uei, 20))
}
