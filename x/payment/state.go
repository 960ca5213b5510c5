package payment

import (
	"context"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "payment"
	StoreKey   = ModuleName
)

// Keeper keeps what is owed and not settled. Bills, schedule ids, the references of what came in and the settlements that came back stay for
// ever, so that nothing is paid or taken twice.
type Keeper struct {
	history       history.Keeper
	consortium    consortium.Keeper
	appropriation appropriation.Keeper

	schema      collections.Schema
	payables    collections.Map[string, Payable]       // by id
	schedules   collections.Map[string, Schedule]      // by id
	lines       collections.Map[string, ScheduleLines] // by schedule
	bills       collections.KeySet[string]
	scheduleIDs collections.KeySet[string]
	receipts    collections.KeySet[string]                                   // office, reference
	unpaid      collections.KeySet[string]                                   // bills of what left the state and was not paid
	charged     collections.Map[string, string]                              // bill: the document of a current account under which it is owed
	files       collections.KeySet[string]                                   // office, SHA-256 of what went to a bank
	answers     collections.Map[collections.Pair[string, string], uint32]    // office, SHA-256 of what a bank sent: the last line recorded
	exceptions  collections.Map[collections.Pair[string, string], Exception] // office, file and line
	accounts    collections.Map[collections.Pair[string, string], Account]   // office, payee
	marks       collections.Map[collections.Pair[string, string], Mark]      // payee, member
	allowances  collections.Map[string, Allowance]                           // by the bill that they allow
	interest    collections.Map[string, Interest]                            // by the bill that was paid late
	rates       collections.Map[string, InterestRate]                        // by the day from which it is in effect
	undone      collections.Map[string, Undone]                              // by office, record and line
	refunded    collections.Map[string, Refunded]                            // by bill
	params      collections.Item[Params]
}

// NewKeeper builds the room on its store, on the logs, on those who may act and on the obligations.
func NewKeeper(
	cdc codec.Codec, store corestore.KVStoreService, h history.Keeper, c consortium.Keeper, a appropriation.Keeper,
) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	pair := collections.PairKeyCodec(id, id)
	k := Keeper{
		history:       h,
		consortium:    c,
		appropriation: a,
		payables:      collections.NewMap(sb, collections.NewPrefix(0), "payables", id, codec.CollValue[Payable](cdc)),
		schedules:     collections.NewMap(sb, collections.NewPrefix(1), "schedules", id, codec.CollValue[Schedule](cdc)),
		lines:         collections.NewMap(sb, collections.NewPrefix(2), "lines", id, codec.CollValue[ScheduleLines](cdc)),
		bills:         collections.NewKeySet(sb, collections.NewPrefix(3), "bills", id),
		scheduleIDs:   collections.NewKeySet(sb, collections.NewPrefix(4), "schedule_ids", id),
		receipts:      collections.NewKeySet(sb, collections.NewPrefix(5), "receipts", id),
		unpaid:        collections.NewKeySet(sb, collections.NewPrefix(6), "unpaid", id),
		charged:       collections.NewMap(sb, collections.NewPrefix(7), "charged", id, collections.StringValue),
		files:         collections.NewKeySet(sb, collections.NewPrefix(8), "files", id),
		answers:       collections.NewMap(sb, collections.NewPrefix(9), "answers", pair, collections.Uint32Value),
		exceptions:    collections.NewMap(sb, collections.NewPrefix(10), "exceptions", pair, codec.CollValue[Exception](cdc)),
		accounts:      collections.NewMap(sb, collections.NewPrefix(11), "accounts", pair, codec.CollValue[Account](cdc)),
		marks:         collections.NewMap(sb, collections.NewPrefix(12), "marks", pair, codec.CollValue[Mark](cdc)),
		allowances:    collections.NewMap(sb, collections.NewPrefix(14), "allowances", id, codec.CollValue[Allowance](cdc)),
		interest:      collections.NewMap(sb, collections.NewPrefix(15), "interest", id, codec.CollValue[Interest](cdc)),
		rates:         collections.NewMap(sb, collections.NewPrefix(16), "rates", id, codec.CollValue[InterestRate](cdc)),
		undone:        collections.NewMap(sb, collections.NewPrefix(17), "undone", id, codec.CollValue[Undone](cdc)),
		refunded:      collections.NewMap(sb, collections.NewPrefix(18), "refunded", id, codec.CollValue[Refunded](cdc)),
		params:        collections.NewItem(sb, collections.NewPrefix(13), "params", codec.CollValue[Params](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// PaymentsOf names the log that holds the bank's words to a paying office.
func PaymentsOf(office string) string { return "payments/" + office }

func (k Keeper) payable(ctx context.Context, id string) (Payable, error) {
	return room.Get(ctx, k.payables, id, ErrUnknownPayable, "%q", id)
}

// schedule returns a schedule with its lines.
func (k Keeper) schedule(ctx context.Context, id string) (Schedule, []Payable, error) {
	s, err := room.Get(ctx, k.schedules, id, ErrUnknownSchedule, "%q", id)
	if err != nil {
		return s, nil, err
	}
	list, err := k.lines.Get(ctx, id)
	if err != nil {
		return s, nil, err
	}
	payables, err := k.load(ctx, list.Payables)
	return s, payables, err
}

func (k Keeper) load(ctx context.Context, ids []string) ([]Payable, error) {
	payables := make([]Payable, len(ids))
	for i, id := range ids {
		p, err := k.payable(ctx, id)
		if err != nil {
			return nil, err
		}
		payables[i] = p
	}
	return payables, nil
}

// save writes each payable after changing it.
func (k Keeper) save(ctx context.Context, payables []Payable, change func(Payable) (Payable, error)) error {
	for _, p := range payables {
		changed, err := change(p)
		if err != nil {
			return err
		}
		if err := k.payables.Set(ctx, changed.Id, changed); err != nil {
			return err
		}
	}
	return nil
}
