package procurement

import (
	"context"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/terms"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "procurement"
	StoreKey   = ModuleName
)

// Keeper keeps requisitions of which something can come, the solicitations for them with their bids, orders that are not closed, the
// shipments that are on their way, the invoices that wait for a decision, and what vendors owe back. What happened to an order stands in its
// logs, and the order with it once it is closed; requisitions, solicitations and bids stand in those of their agency then.
type Keeper struct {
	history       history.Keeper
	consortium    consortium.Keeper
	ledger        ledger.Keeper
	appropriation appropriation.Keeper
	payment       payment.Keeper
	terms         terms.Keeper

	schema        collections.Schema
	requisitions  collections.Map[string, Requisition]                        // by number
	orders        collections.Map[string, Order]                              // by PIID
	invoices      collections.Map[collections.Pair[string, string], Invoice]  // by order, number
	solicitations collections.Map[string, Solicitation]                       // by number
	bids          collections.Map[collections.Pair[string, string], Bid]      // by solicitation, vendor
	shipments     collections.Map[collections.Pair[string, string], Shipment] // by order, number
	debts         collections.Map[string, Debt]                               // by the payable of the invoice
	signed        collections.KeySet[silentKey]                               // the same, by the day of the last signature
	numbers       collections.KeySet[collections.Pair[string, string]]        // order, what was numbered so under it
	past          collections.Map[string, Past]                               // requisitions and solicitations that have left the state
}

// silentKey is the day of the last signature for a shipment, its order and its number.
type silentKey = collections.Triple[string, string, string]

// NewKeeper builds the room on its store, on the logs, on those who may act, on the memoranda, on the obligations, on what is owed
// and on the contracts.
func NewKeeper(
	cdc codec.Codec, store corestore.KVStoreService,
	h history.Keeper, c consortium.Keeper, l ledger.Keeper, a appropriation.Keeper, p payment.Keeper, t terms.Keeper,
) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	pair := collections.PairKeyCodec(id, id)
	k := Keeper{
		history:       h,
		consortium:    c,
		ledger:        l,
		appropriation: a,
		payment:       p,
		terms:         t,
		requisitions:  collections.NewMap(sb, collections.NewPrefix(0), "requisitions", id, codec.CollValue[Requisition](cdc)),
		orders:        collections.NewMap(sb, collections.NewPrefix(1), "orders", id, codec.CollValue[Order](cdc)),
		invoices:      collections.NewMap(sb, collections.NewPrefix(2), "invoices", pair, codec.CollValue[Invoice](cdc)),
		solicitations: collections.NewMap(sb, collections.NewPrefix(4), "solicitations", id, codec.CollValue[Solicitation](cdc)),
		bids:          collections.NewMap(sb, collections.NewPrefix(5), "bids", pair, codec.CollValue[Bid](cdc)),
		shipments:     collections.NewMap(sb, collections.NewPrefix(6), "shipments", pair, codec.CollValue[Shipment](cdc)),
		debts:         collections.NewMap(sb, collections.NewPrefix(9), "debts", id, codec.CollValue[Debt](cdc)),
		signed:        collections.NewKeySet(sb, collections.NewPrefix(7), "signed", collections.TripleKeyCodec(id, id, id)),
		numbers:       collections.NewKeySet(sb, collections.NewPrefix(3), "numbers", pair),
		past:          collections.NewMap(sb, collections.NewPrefix(8), "past", id, codec.CollValue[Past](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// RecordsOf names the log that holds what happened to an order.
func RecordsOf(piid string) string { return "orders/" + piid }

func (k Keeper) requisition(ctx context.Context, number string) (Requisition, error) {
	return standing(ctx, k, k.requisitions, aRequisition, number, ErrUnknownRequisition, ErrRequisitionNotOpen)
}

func (k Keeper) order(ctx context.Context, piid string) (Order, error) {
	return room.Get(ctx, k.orders, piid, ErrUnknownOrder, "order %q", rule.Clip(piid, maxNumber))
}

func (k Keeper) invoice(ctx context.Context, piid, number string) (Invoice, error) {
	return room.Get(ctx, k.invoices, collections.Join(piid, number), ErrUnknownInvoice, "invoice %q under order %s", number, piid)
}

// useNumber refuses a number that was used under an order before, and uses it.
func (k Keeper) useNumber(ctx context.Context, piid, number string) error {
	used, err := k.numbers.Has(ctx, collections.Join(piid, number))
	if err != nil {
		return err
	}
	if used {
		return ErrNumberUsed.Refuse("%s under order %s", number, piid)
	}
	return k.numbers.Set(ctx, collections.Join(piid, number))
}

// officer loads an order, and asks whether the signer may act on it with a duty, for the agency whose order it is.
func (k Keeper) officer(ctx context.Context, signer, piid string, duty consortium.Duty) (o Order, officer string, err error) {
	if o, err = k.order(ctx, piid); err != nil {
		return o, "", err
	}
	person, err := k.authorise(ctx, signer, o, duty, 0)
	return o, person.Id, err
}

// authorise asks whether the signer may act on an order with a duty.
func (k Keeper) authorise(
	ctx context.Context, signer string, o Order, duty consortium.Duty, amount money.Amount,
) (by consortium.Officer, err error) {
	return k.acting(ctx, signer, o.Piid, duty, amount)
}

// acting asks whether the signer may act with a duty on what is obligated on a document, for the agency whose fund that is. An order is of no
// other agency, and may be closed.
func (k Keeper) acting(
	ctx context.Context, signer, document string, duty consortium.Duty, amount money.Amount,
) (by consortium.Officer, err error) {
	act, err := k.act(ctx, document, duty, amount)
	if err != nil {
		return by, err
	}
	return k.consortium.Authorise(ctx, signer, act)
}

// act is an act with a duty on what is obligated on a document.
func (k Keeper) act(ctx context.Context, document string, duty consortium.Duty, amount money.Amount) (act consortium.Act, err error) {
	obligation, err := k.appropriation.Obligation(ctx, document)
	if err != nil {
		return act, err
	}
	fund, err := k.appropriation.Fund(ctx, obligation.Fund())
	return consortium.Act{Duty: duty, Member: fund.Member, Scopes: fund.Scopes(), Amount: amount}, err
}

// vendor loads an order for its vendor.
func (k Keeper) vendor(ctx context.Context, signer, piid string) (o Order, err error) {
	payee, err := k.consortium.PayeeOf(ctx, signer)
	if err != nil {
		return o, err
	}
	if o, err = k.order(ctx, piid); err != nil {
		return o, err
	}
	return o, o.of(payee)
}

// money is where the money of an order stands.
func (k Keeper) money(ctx context.Context, piid string) (m appropriation.Money, err error) {
	o, err := k.appropriation.Obligation(ctx, piid)
	if err != nil {
		return m, err
	}
	return k.appropriation.MoneyOf(ctx, o)
}

// release takes an amount from what an order has obligated, as far as it is there: of authority that was canceled nothing is.
func (k Keeper) release(ctx context.Context, piid string, amount money.Amount, by string) (money.Amount, error) {
	m, err := k.money(ctx, piid)
	if err != nil {
		return 0, err
	}
	if amount = min(amount, m.Undelivered); amount == 0 {
		return 0, nil
	}
	return amount, k.appropriation.Reduce(ctx, piid, amount, by, piid)
}

// record appends to the log of an order what happened to it today.
func (k Keeper) record(ctx context.Context, piid string, r OrderRecord) (err error) {
	if r.Day, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	return k.history.Record(ctx, RecordsOf(piid), &r)
}
