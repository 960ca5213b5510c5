package ledger

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/rule"
)

// DefaultGenesis is an empty ledger in US dollars.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: Params{Currency: "USD"}} }

// Validate finds every fault of a genesis: a currency that is no ISO 4217 code, a fund without books, an account that the
// chain has not, a line that is zero or given twice, and every broken invariant.
func (g GenesisState) Validate() error {
	var faults error
	fault := func(format string, args ...any) { faults = errors.Join(faults, fmt.Errorf(format, args...)) }
	if rule.CheckID(g.Params.Currency, rule.Capitals, 3) != "" || len(g.Params.Currency) != 3 {
		fault("currency %q is not three capital letters (ISO 4217)", g.Params.Currency)
	}
	years := make(map[string]uint32, len(g.Books))
	for i, b := range g.Books {
		if _, twice := years[b.Fund]; twice || rule.CheckText(b.Fund, maxFund) != "" || b.Year == 0 {
			fault("books[%d] %q: no fund, no year, or given twice", i, b.Fund)
		}
		years[b.Fund] = b.Year
	}
	seen := make(map[string]bool)
	line := func(place, key, account string, empty bool) {
		if Account(account).Title() == "" {
			fault("%s: unknown account %q", place, account)
		}
		if empty {
			fault("%s: it is zero", place)
		}
		if seen[key] {
			fault("%s: given twice", place)
		}
		seen[key] = true
	}
	for i, b := range g.Balances {
		place := fmt.Sprintf("balances[%d] %s %s", i, b.Subject, b.Account)
		line(place, fmt.Sprintf("b|%q|%q|%q", b.Fund, b.Subject, b.Account), b.Account, b.empty())
		if b.Closed != 0 {
			fault("%s: years are closed in totals only", place)
		}
		if _, open := years[b.Fund]; !open {
			fault("%s: fund %q has no books", place, b.Fund)
		}
		if why := rule.CheckText(b.Subject, maxSubject); why != "" {
			fault("%s: subject: %s", place, why)
		}
	}
	for i, t := range g.Totals {
		place := fmt.Sprintf("totals[%d] %s %s", i, t.Fund, t.Account)
		line(place, fmt.Sprintf("t|%q|%q|%q", t.Fund, t.Account, t.Attributes.key()), t.Account, t.empty())
		if year, open := years[t.Fund]; !open || t.Year > year {
			fault("%s: fund %q has no books in fiscal year %d", place, t.Fund, t.Year)
		}
		if why := t.Attributes.fault(); why != "" {
			fault("%s: %s", place, why)
		}
	}
	for i, m := range g.Memoranda {
		place := fmt.Sprintf("memoranda[%d] %s %s", i, m.Subject, m.Name)
		if why := memorandumFault(m.Subject, m.Name); why != "" {
			fault("%s: %s", place, why)
		}
		if key := fmt.Sprintf("m|%q|%q", m.Subject, m.Name); seen[key] {
			fault("%s: given twice", place)
		} else {
			seen[key] = true
		}
	}
	return errors.Join(faults, Check(g.Balances, g.Totals), checkMemoranda(g.Memoranda))
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, b := range g.Books {
		if err := k.books.Set(ctx, b.Fund, b.Year); err != nil {
			return err
		}
	}
	for _, b := range g.Balances {
		if err := k.balances.Set(ctx, collections.Join3(b.Fund, b.Subject, b.Account), b.Standing); err != nil {
			return err
		}
	}
	for _, t := range g.Totals {
		if err := k.totals.Set(ctx, collections.Join3(t.Fund, t.Account, t.Attributes.key()), t.Standing); err != nil {
			return err
		}
	}
	for _, m := range g.Memoranda {
		if err := k.memoranda.Set(ctx, collections.Join(m.Subject, m.Name), int64(m.Amount)); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (*GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	g := &GenesisState{Params: params}
	if g.Balances, g.Totals, err = k.all(ctx); err != nil {
		return nil, err
	}
	if g.Memoranda, err = k.allMemoranda(ctx); err != nil {
		return nil, err
	}
	err = k.books.Walk(ctx, nil, func(fund string, year uint32) (bool, error) {
		g.Books = append(g.Books, Book{Fund: fund, Year: year})
		return false, nil
	})
	return g, err
}
