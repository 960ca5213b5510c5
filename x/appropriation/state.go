package appropriation

import (
	"context"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "appropriation"
	StoreKey   = ModuleName
)

// Keeper keeps the funds, their lines and the obligations. Amounts stand in the ledger alone.
type Keeper struct {
	history    history.Keeper
	consortium consortium.Keeper
	ledger     ledger.Keeper

	schema      collections.Schema
	params      collections.Item[Params]
	funds       collections.Map[string, Fund]       // by symbol
	lines       collections.Map[string, Line]       // by id
	obligations collections.Map[string, Obligation] // by document

	agenda      collections.KeySet[collections.Pair[string, string]] // day, fund or authority: what is due
	projects    collections.Map[projectKey, string]                  // authority, fiscal year, name: the last apportionment for it
	stuck       collections.KeySet[collections.Pair[string, string]] // the same: what failed
	corrections collections.KeySet[collections.Pair[string, uint64]] // fund, index of the journal entry that was taken back
}

// NewKeeper builds the room on its store, on the history, on those who may act and on the ledger.
func NewKeeper(
	cdc codec.Codec, store corestore.KVStoreService, h history.Keeper, c consortium.Keeper, l ledger.Keeper,
) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	due := collections.PairKeyCodec(id, id)
	k := Keeper{
		history:     h,
		consortium:  c,
		ledger:      l,
		params:      collections.NewItem(sb, collections.NewPrefix(0), "params", codec.CollValue[Params](cdc)),
		funds:       collections.NewMap(sb, collections.NewPrefix(1), "funds", id, codec.CollValue[Fund](cdc)),
		lines:       collections.NewMap(sb, collections.NewPrefix(2), "lines", id, codec.CollValue[Line](cdc)),
		obligations: collections.NewMap(sb, collections.NewPrefix(3), "obligations", id, codec.CollValue[Obligation](cdc)),
		agenda:      collections.NewKeySet(sb, collections.NewPrefix(4), "agenda", due),
		stuck:       collections.NewKeySet(sb, collections.NewPrefix(5), "stuck", due),
		corrections: collections.NewKeySet(sb, collections.NewPrefix(6), "corrections",
			collections.PairKeyCodec(id, collections.Uint64Key)),
	}
	k.projects = collections.NewMap(sb, collections.NewPrefix(7), "projects",
		collections.TripleKeyCodec(id, collections.Uint32Key, id), collections.StringValue)
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// Fund returns a fund by its symbol.
func (k Keeper) Fund(ctx context.Context, symbol string) (Fund, error) {
	return room.Get(ctx, k.funds, symbol, ErrUnknownFund, "fund %q", symbol)
}

// line returns a line by its id, which must be of one of these kinds.
func (k Keeper) line(ctx context.Context, id string, kinds ...Kind) (Line, error) {
	l, err := room.Get(ctx, k.lines, id, ErrUnknownLine, "%s %q", kinds[0].Words(), id)
	if err != nil {
		return l, err
	}
	for _, kind := range kinds {
		if l.Kind == kind {
			return l, nil
		}
	}
	return l, ErrUnknownLine.Refuse("%s %q: its kind is %s", kinds[0].Words(), id, l.Kind.Words())
}

// authority is the line of law from which a line descends.
func (k Keeper) authority(ctx context.Context, line string) (Line, error) {
	return k.line(ctx, authorityOf(line), Authority)
}

// Obligation returns an obligation by the number of its document.
func (k Keeper) Obligation(ctx context.Context, document string) (Obligation, error) {
	return room.Get(ctx, k.obligations, document, ErrUnknownObligation, "document %q", document)
}

// FiscalYear is the fiscal year in which a day lies, by the chain's calendar.
func (k Keeper) FiscalYear(ctx context.Context, on date.Date) (int, error) {
	params, err := k.params.Get(ctx)
	return int(params.Year(on)), err
}
