package ledger

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/history"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "ledger"
	StoreKey   = ModuleName
)

// Keeper keeps the balances, debit positive, in minor units. A balance or total that is zero, and was when the year began, is not
// stored.
type Keeper struct {
	history history.Keeper

	schema   collections.Schema
	params   collections.Item[Params]
	balances standings                       // fund, subject, account
	totals   standings                       // fund, account, attributes
	books    collections.Map[string, uint32] // fund: the fiscal year in which its books are

	memoranda collections.Map[collections.Pair[string, string], int64] // subject, name
}

type (
	key       = collections.Triple[string, string, string]
	standings = collections.Map[key, Standing]
)

// NewKeeper builds the ledger on its store and on the history, which keeps the journals.
func NewKeeper(cdc codec.Codec, store corestore.KVStoreService, h history.Keeper) Keeper {
	sb := collections.NewSchemaBuilder(store)
	triple := collections.TripleKeyCodec(collections.StringKey, collections.StringKey, collections.StringKey)
	standing := codec.CollValue[Standing](cdc)
	k := Keeper{
		history:  h,
		params:   collections.NewItem(sb, collections.NewPrefix(0), "params", codec.CollValue[Params](cdc)),
		balances: collections.NewMap(sb, collections.NewPrefix(1), "balances", triple, standing),
		totals:   collections.NewMap(sb, collections.NewPrefix(2), "totals", triple, standing),
		books:    collections.NewMap(sb, collections.NewPrefix(3), "books", collections.StringKey, collections.Uint32Value),
	}
	k.memoranda = collections.NewMap(sb, collections.NewPrefix(4), "memoranda",
		collections.PairKeyCodec(collections.StringKey, collections.StringKey), collections.Int64Value)
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// JournalOf names the log that holds a fund's journal.
func JournalOf(fund string) string { return "journal/" + fund }

// Open opens the books of a fund in a fiscal year.
func (k Keeper) Open(ctx context.Context, fund string, year uint32) error {
	return k.books.Set(ctx, fund, year)
}

// Year is the fiscal year in which the books of a fund are.
func (k Keeper) Year(ctx context.Context, fund string) (uint32, error) {
	return room.Get(ctx, k.books, fund, ErrUnknownFund, "fund %s", rule.Clip(fund, maxFund))
}

// Balance is where one account of one subject stands, debit positive; at zero if nothing was ever posted to it.
func (k Keeper) Balance(ctx context.Context, fund, subject string, a Account) (Standing, error) {
	return read(ctx, k.balances, collections.Join3(fund, subject, string(a)))
}

// Left is what a net of a subject still has to give.
func (k Keeper) Left(ctx context.Context, fund, subject string, n Net) (money.Amount, error) {
	return n.sum(func(a Account) (money.Amount, error) {
		s, err := k.Balance(ctx, fund, subject, a)
		return s.Amount, err
	})
}

// sum adds up the accounts of a net on its side.
func (n Net) sum(of func(Account) (money.Amount, error)) (left money.Amount, err error) {
	for _, a := range n.Accounts {
		amount, err := of(a)
		if err != nil {
			return 0, err
		}
		if n.Debit {
			left, err = money.Add(left, amount)
		} else {
			left, err = money.Sub(left, amount)
		}
		if err != nil {
			return 0, err
		}
	}
	return left, nil
}

// CashOfCustomers is what customers have paid into a fund, and nobody has spent yet.
func (k Keeper) CashOfCustomers(ctx context.Context, fund string) (cash money.Amount, err error) {
	of := collections.NewSuperPrefixedTripleRange[string, string, string](fund, string(FundBalanceWithTreasury))
	err = k.totals.Walk(ctx, of, func(at key, s Standing) (stop bool, err error) {
		if attributesOf(at.K3()).Reimbursable {
			cash, err = money.Add(cash, s.Amount)
		}
		return err != nil, err
	})
	return cash, err
}

// LifeInFund is what a net of all subjects of a fund comes to over the fund's whole life, as if no year had been closed.
func (k Keeper) LifeInFund(ctx context.Context, fund string, n Net) (money.Amount, error) {
	return n.sum(func(a Account) (life money.Amount, err error) {
		err = k.totals.Walk(ctx, collections.NewSuperPrefixedTripleRange[string, string, string](fund, string(a)),
			func(_ key, s Standing) (stop bool, err error) {
				if life, err = money.Add(life, s.Amount); err == nil {
					life, err = money.Sub(life, s.Closed)
				}
				return err != nil, err
			})
		return life, err
	})
}

// TotalsOf are all totals of a fund, in the order of their accounts and attributes.
func (k Keeper) TotalsOf(ctx context.Context, fund string) (all []Total, err error) {
	err = k.totals.Walk(ctx, collections.NewPrefixedTripleRange[string, string, string](fund), func(at key, s Standing) (bool, error) {
		all = append(all, Total{Fund: fund, Account: at.K2(), Attributes: attributesOf(at.K3()), Standing: s})
		return false, nil
	})
	return all, err
}

// Accounts are the balances of one subject, in the order of their accounts.
func (k Keeper) Accounts(ctx context.Context, fund, subject string) (all []Balance, err error) {
	err = k.balances.Walk(ctx, collections.NewSuperPrefixedTripleRange[string, string, string](fund, subject),
		func(at key, s Standing) (bool, error) {
			all = append(all, Balance{Fund: fund, Subject: subject, Account: at.K3(), Standing: s})
			return false, nil
		})
	return all, err
}

// Subjects are, in order and at most limit of them, the subjects of a fund that any balance names, after one and before another.
func (k Keeper) Subjects(ctx context.Context, fund, after, before string, limit int) (all []string, err error) {
	err = k.balances.Walk(ctx, between(fund, after, before), func(at key, _ Standing) (stop bool, err error) {
		if len(all) > 0 && all[len(all)-1] == at.K2() {
			return false, nil
		}
		if len(all) == limit {
			return true, nil
		}
		all = append(all, at.K2())
		return false, nil
	})
	return all, err
}

// between are the balances of a fund's subjects after one and before another.
func between(fund, after, before string) *collections.Range[key] {
	next := after + "\x01" // no subject holds it: it stands before every subject that begins with after
	return new(collections.Range[key]).StartInclusive(collections.Join3(fund, next, "")).EndExclusive(collections.Join3(fund, before, ""))
}

// EachSubject hands the subjects of a fund that stand after one and before another to do, in order and with all their balances, until
// it says stop. It reads every balance once: for reports, never for a block.
func (k Keeper) EachSubject(
	ctx context.Context, fund, after, before string, do func(subject string, balances []Balance) (stop bool, err error),
) error {
	var all []Balance
	err := k.balances.Walk(ctx, between(fund, after, before), func(at key, s Standing) (stop bool, err error) {
		if len(all) > 0 && all[0].Subject != at.K2() {
			stop, err = do(all[0].Subject, all)
			all = nil
		}
		if !stop && err == nil {
			all = append(all, Balance{Fund: fund, Subject: at.K2(), Account: at.K3(), Standing: s})
		}
		return stop, err
	})
	if err == nil && len(all) > 0 {
		_, err = do(all[0].Subject, all)
	}
	return err
}

func read(ctx context.Context, m standings, at key) (Standing, error) {
	s, err := m.Get(ctx, at)
	if errors.Is(err, collections.ErrNotFound) {
		return Standing{}, nil
	}
	return s, err
}

// change moves a sum by an amount in a fiscal year, of which a part may be the closing of the year.
func change(ctx context.Context, m standings, at key, by, closed money.Amount, year uint32) error {
	old, err := read(ctx, m, at)
	if err != nil {
		return err
	}
	s, err := old.moved(by, year)
	if err != nil {
		return ErrAmountOutOfBounds.Refuse("%s on top of %s is more than an account holds", by, old.Amount)
	}
	if s.Closed, err = money.Add(s.Closed, closed); err != nil {
		return ErrAmountOutOfBounds.Refuse("%s on top of %s closed is more than an account holds", closed, old.Closed)
	}
	if s.empty() {
		return m.Remove(ctx, at)
	}
	return m.Set(ctx, at, s)
}
