package ledger

import (
	"context"
	"errors"
	"strings"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/history"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "ledger"
	StoreKey   = ModuleName
)

// Keeper keeps the balances, debit positive, in minor units. A balance or total of zero is not stored.
type Keeper struct {
	history history.Keeper

	schema   collections.Schema
	params   collections.Item[Params]
	balances collections.Map[collections.Triple[string, string, string], int64] // fund, subject, account
	totals   collections.Map[collections.Triple[string, string, string], int64] // fund, account, attributes
}

// NewKeeper builds the ledger on its store and on the history, which keeps the journals.
func NewKeeper(cdc codec.Codec, store corestore.KVStoreService, h history.Keeper) Keeper {
	sb := collections.NewSchemaBuilder(store)
	triple := collections.TripleKeyCodec(collections.StringKey, collections.StringKey, collections.StringKey)
	k := Keeper{
		history:  h,
		params:   collections.NewItem(sb, collections.NewPrefix(0), "params", codec.CollValue[Params](cdc)),
		balances: collections.NewMap(sb, collections.NewPrefix(1), "balances", triple, collections.Int64Value),
		totals:   collections.NewMap(sb, collections.NewPrefix(2), "totals", triple, collections.Int64Value),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// JournalOf names the log that holds a fund's journal.
func JournalOf(fund string) string { return "journal/" + fund }

// Balance is what one account of one subject holds, debit positive; zero if nothing was ever posted to it.
func (k Keeper) Balance(ctx context.Context, fund, subject string, a Account) (money.Amount, error) {
	return read(ctx, k.balances, collections.Join3(fund, subject, string(a)))
}

// Left is what a net of a subject still has to give.
func (k Keeper) Left(ctx context.Context, fund, subject string, n Net) (money.Amount, error) {
	var left money.Amount
	for _, a := range n.Accounts {
		b, err := k.Balance(ctx, fund, subject, a)
		if err != nil {
			return 0, err
		}
		if left, err = money.Sub(left, b); err != nil {
			return 0, err
		}
	}
	return left, nil
}

// Total is what one account of a fund holds under all attributes, debit positive.
func (k Keeper) Total(ctx context.Context, fund string, a Account) (money.Amount, error) {
	var sum money.Amount
	err := k.totals.Walk(ctx, collections.NewSuperPrefixedTripleRange[string, string, string](fund, string(a)),
		func(_ collections.Triple[string, string, string], amount int64) (stop bool, err error) {
			sum, err = money.Add(sum, money.Amount(amount))
			return err != nil, err
		})
	return sum, err
}

// LeftInFund is what a net of all subjects of a fund still has to give.
func (k Keeper) LeftInFund(ctx context.Context, fund string, n Net) (money.Amount, error) {
	var left money.Amount
	for _, a := range n.Accounts {
		t, err := k.Total(ctx, fund, a)
		if err != nil {
			return 0, err
		}
		if left, err = money.Sub(left, t); err != nil {
			return 0, err
		}
	}
	return left, nil
}

type amounts = collections.Map[collections.Triple[string, string, string], int64]

func read(ctx context.Context, m amounts, key collections.Triple[string, string, string]) (money.Amount, error) {
	amount, err := m.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return money.Amount(amount), err
}

func add(ctx context.Context, m amounts, key collections.Triple[string, string, string], by money.Amount) error {
	old, err := read(ctx, m, key)
	if err != nil {
		return err
	}
	sum, err := money.Add(old, by)
	if err != nil {
		return ErrAmountOutOfBounds.Refuse("%s on top of %s is more than an account holds", by, old)
	}
	if sum == 0 {
		return m.Remove(ctx, key)
	}
	return m.Set(ctx, key, int64(sum))
}

// key writes attributes as a part of a store key; none of the three can hold the separator.
func (a Attributes) key() string {
	return a.Defc + "|" + a.ProgramActivity + "|" + a.ObjectClass
}

func attributesOf(key string) Attributes {
	parts := strings.SplitN(key, "|", 3)
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	return Attributes{Defc: parts[0], ProgramActivity: parts[1], ObjectClass: parts[2]}
}
