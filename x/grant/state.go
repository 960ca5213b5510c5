package grant

import (
	"context"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/terms"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "grant"
	StoreKey   = ModuleName
)

// Keeper keeps programmes, awards and the claims that wait for a decision. Decided claims stand in the award's log.
type Keeper struct {
	history       history.Keeper
	consortium    consortium.Keeper
	appropriation appropriation.Keeper
	payment       payment.Keeper
	terms         terms.Keeper

	schema     collections.Schema
	programmes collections.Map[string, Programme]                       // by listing
	awards     collections.Map[string, Award]                           // by FAIN
	claims     collections.Map[collections.Pair[string, string], Claim] // by FAIN, number
}

// NewKeeper builds the room on its store, on the logs, on those who may act, on the
// obligations, on what is owed and on the contracts.
func NewKeeper(
	cdc codec.Codec, store corestore.KVStoreService,
	h history.Keeper, c consortium.Keeper, a appropriation.Keeper, p payment.Keeper, t terms.Keeper,
) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	k := Keeper{
		history:       h,
		consortium:    c,
		appropriation: a,
		payment:       p,
		terms:         t,
		programmes:    collections.NewMap(sb, collections.NewPrefix(0), "programmes", id, codec.CollValue[Programme](cdc)),
		awards:        collections.NewMap(sb, collections.NewPrefix(1), "awards", id, codec.CollValue[Award](cdc)),
		claims: collections.NewMap(sb, collections.NewPrefix(2), "claims",
			collections.PairKeyCodec(id, id), codec.CollValue[Claim](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// ClaimsOf names the log that holds the decided claims of an award.
func ClaimsOf(fain string) string { return "claims/" + fain }

func (k Keeper) programme(ctx context.Context, listing string) (Programme, error) {
	return room.Get(ctx, k.programmes, listing, ErrUnknownProgramme, "listing %q", listing)
}

func (k Keeper) award(ctx context.Context, fain string) (Award, error) {
	return room.Get(ctx, k.awards, fain, ErrUnknownAward, "FAIN %q", fain)
}

func (k Keeper) claim(ctx context.Context, fain, number string) (Claim, error) {
	return room.Get(ctx, k.claims, collections.Join(fain, number), ErrUnknownClaim, "number %q under award %s", number, fain)
}

// bill names the sum of a claim, in the fiscal year in which its costs end.
func (k Keeper) bill(ctx context.Context, a Award, c Claim) (payment.Bill, error) {
	year, err := k.appropriation.FiscalYear(ctx, c.Ends)
	return payment.Bill{Payee: a.Recipient, FiscalYear: year, Number: c.Number}, err
}
