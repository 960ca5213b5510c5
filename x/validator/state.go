package validator

import (
	"context"
	"time"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "validator"
	StoreKey   = ModuleName
)

// Keeper keeps who votes in consensus.
type Keeper struct {
	consortium consortium.Keeper

	schema     collections.Schema
	validators collections.Map[string, Validator] // by id
	keys       collections.Map[string, Bound]     // by consensus address, for ever
	roster     collections.Item[Roster]
	sets       collections.Item[Sets]
}

// NewKeeper builds the room on its store and on the consortium.
func NewKeeper(cdc codec.Codec, store corestore.KVStoreService, c consortium.Keeper) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	k := Keeper{
		consortium: c,
		validators: collections.NewMap(sb, collections.NewPrefix(0), "validators", id, codec.CollValue[Validator](cdc)),
		keys:       collections.NewMap(sb, collections.NewPrefix(1), "keys", id, codec.CollValue[Bound](cdc)),
		roster:     collections.NewItem(sb, collections.NewPrefix(2), "roster", codec.CollValue[Roster](cdc)),
		sets:       collections.NewItem(sb, collections.NewPrefix(3), "sets", codec.CollValue[Sets](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

func (k Keeper) validator(ctx context.Context, id string) (Validator, error) {
	return room.Get(ctx, k.validators, id, ErrUnknownValidator, "%q", rule.Clip(id, 40))
}

// bound says whose validator a consensus address is or was.
func (k Keeper) bound(ctx context.Context, address string) (Bound, error) {
	return room.Get(ctx, k.keys, address, ErrUnknownValidator, "no key with address %s", rule.Clip(address, 80))
}

// bench are the validators that are not retired.
func (k Keeper) bench(ctx context.Context) (b bench, err error) {
	roster, err := k.roster.Get(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range roster.Records {
		v, err := k.validator(ctx, r.Validator)
		if err != nil {
			return nil, err
		}
		b = append(b, v)
	}
	return b, nil
}

// checkKey reads a key with which a validator may vote today.
func (k Keeper) checkKey(ctx context.Context, packed *codectypes.Any) (cryptotypes.PubKey, error) {
	key, err := keyOf(packed)
	if err != nil {
		return nil, err
	}
	return key, allowed(key, keyTypesAllowed(ctx))
}

// keyTypesAllowed are those of the consensus parameters, with which the engine checks the updates of this block.
func keyTypesAllowed(ctx context.Context) []string {
	params := sdk.UnwrapSDKContext(ctx).ConsensusParams().Validator
	if params == nil {
		return nil
	}
	return params.PubKeyTypes
}

// bind makes a key a validator's for ever, and packs it as it is stored: in one form, whatever form was sent.
func (k Keeper) bind(ctx context.Context, key cryptotypes.PubKey, validator string) (*codectypes.Any, error) {
	address := hex(key.Address())
	taken, err := k.keys.Has(ctx, address)
	if err != nil {
		return nil, err
	}
	if taken {
		return nil, ErrKeyTaken.Refuse("%s", address)
	}
	packed, err := codectypes.NewAnyWithValue(key)
	if err != nil {
		return nil, err
	}
	return packed, k.keys.Set(ctx, address, Bound{Validator: validator, PubKey: packed})
}

// fits refuses a bench with too much power at new keys.
func (k Keeper) fits(ctx context.Context, b bench) error {
	sets, err := k.sets.Get(ctx)
	if err != nil {
		return err
	}
	return b.fits(sets.Sets)
}

// trusting is the light client's trusting period.
func trusting(c consortium.Charter) time.Duration {
	return time.Duration(c.TrustingDays) * 24 * time.Hour
}

// Electorate are the members that have a vote in resolutions, in order: the electors, or, where evidence has retired the last
// validator of the last of them, all members that are not suspended, so that there is always somebody who can mend that.
func (k Keeper) Electorate(ctx context.Context) (members []string, err error) {
	if members, err = k.Electors(ctx); err != nil || len(members) > 0 {
		return members, err
	}
	active, err := k.consortium.ActiveMembers(ctx)
	for _, m := range active {
		members = append(members, m.Id)
	}
	return members, err
}

// Electors are the members, in order, that are not suspended and have a validator that is not retired. One that is stood down
// counts, since knocking a node off the net must not change who decides.
func (k Keeper) Electors(ctx context.Context) (members []string, err error) {
	b, err := k.bench(ctx)
	if err != nil {
		return nil, err
	}
	seated := make(map[string]bool, len(b))
	for _, v := range b {
		seated[v.Member] = true
	}
	active, err := k.consortium.ActiveMembers(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range active {
		if seated[m.Id] {
			members = append(members, m.Id)
		}
	}
	return members, nil
}
