package consortium

import (
	"context"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "consortium"
	StoreKey   = ModuleName
)

type pair = collections.Pair[string, string]

// Keeper keeps who may act, the charter, and the business date of a manual calendar.
type Keeper struct {
	accounts authkeeper.AccountKeeper

	schema      collections.Schema
	calendar    collections.Item[int32]
	date        collections.Item[string]
	charter     collections.Item[Charter]
	members     collections.Map[string, Member]   // by id
	officers    collections.Map[string, Officer]  // by id
	payees      collections.Map[string, Payee]    // by UEI
	keys        collections.Map[string, Holder]   // by address, for ever
	invitations collections.Map[pair, Invitation] // by member and address
	proposals   collections.Map[pair, Proposal]   // by member and digest of the message
	used        collections.Map[pair, DayUse]     // by officer and appointment
}

// NewKeeper builds the room on its store and on the engine's accounts.
func NewKeeper(cdc codec.Codec, store corestore.KVStoreService, accounts authkeeper.AccountKeeper) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	two := collections.PairKeyCodec(id, id)
	k := Keeper{
		accounts:    accounts,
		calendar:    collections.NewItem(sb, collections.NewPrefix(0), "calendar", collections.Int32Value),
		date:        collections.NewItem(sb, collections.NewPrefix(1), "date", collections.StringValue),
		charter:     collections.NewItem(sb, collections.NewPrefix(2), "charter", codec.CollValue[Charter](cdc)),
		members:     collections.NewMap(sb, collections.NewPrefix(3), "members", id, codec.CollValue[Member](cdc)),
		officers:    collections.NewMap(sb, collections.NewPrefix(4), "officers", id, codec.CollValue[Officer](cdc)),
		payees:      collections.NewMap(sb, collections.NewPrefix(5), "payees", id, codec.CollValue[Payee](cdc)),
		keys:        collections.NewMap(sb, collections.NewPrefix(6), "keys", id, codec.CollValue[Holder](cdc)),
		invitations: collections.NewMap(sb, collections.NewPrefix(7), "invitations", two, codec.CollValue[Invitation](cdc)),
		proposals:   collections.NewMap(sb, collections.NewPrefix(8), "proposals", two, codec.CollValue[Proposal](cdc)),
		used:        collections.NewMap(sb, collections.NewPrefix(9), "used", two, codec.CollValue[DayUse](cdc)),
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
	calendar, err := k.calendar.Get(ctx)
	if err != nil {
		return "", err
	}
	if Calendar(calendar) == Manual {
		day, err := k.date.Get(ctx)
		return date.Date(day), err
	}
	return date.Of(sdk.UnwrapSDKContext(ctx).BlockTime()), nil
}

// holder says whose key an address is.
func (k Keeper) holder(ctx context.Context, address string) (Holder, error) {
	return room.Get(ctx, k.keys, address, ErrUnknownSigner, "%s", rule.Clip(address, 80))
}

// Member returns a member by id, suspended or not.
func (k Keeper) Member(ctx context.Context, id string) (Member, error) {
	return room.Get(ctx, k.members, id, ErrUnknownMember, "%q", rule.Clip(id, 40))
}

// Officer returns a person by id.
func (k Keeper) Officer(ctx context.Context, id string) (Officer, error) {
	return room.Get(ctx, k.officers, id, ErrUnknownOfficer, "%q", rule.Clip(id, 40))
}

// Payee returns a payee by UEI, suspended or not.
func (k Keeper) Payee(ctx context.Context, uei string) (Payee, error) {
	return room.Get(ctx, k.payees, uei, ErrUnknownPayee, "UEI %q", rule.Clip(uei, 20))
}

// Charter is the charter as it stands.
func (k Keeper) Charter(ctx context.Context) (Charter, error) { return k.charter.Get(ctx) }

// Authority is the address with which a resolution acts. It is nobody's key.
func Authority() sdk.AccAddress { return authtypes.NewModuleAddress(ModuleName) }

// ByResolution refuses an act that only the members together may do, unless the authority is that of a resolution.
func ByResolution(authority string) error {
	if want := Authority().String(); authority != want {
		return ErrNotByResolution.Refuse("the authority is %s, given %s", want, rule.Clip(authority, 80))
	}
	return nil
}
