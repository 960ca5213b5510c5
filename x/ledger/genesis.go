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

// Validate finds every fault of a genesis: a currency that is no ISO 4217 code, an account that the chain has not, an amount of
// zero, a line given twice, and every broken invariant.
func (g GenesisState) Validate() error {
	var faults error
	fault := func(format string, args ...any) { faults = errors.Join(faults, fmt.Errorf(format, args...)) }
	if rule.CheckID(g.Params.Currency, rule.Capitals, 3) != "" || len(g.Params.Currency) != 3 {
		fault("currency %q is not three capital letters (ISO 4217)", g.Params.Currency)
	}
	seen := make(map[string]bool)
	line := func(place, key, account string, zero bool) {
		if Account(account).Title() == "" {
			fault("%s: unknown account %q", place, account)
		}
		if zero {
			fault("%s: the amount is zero", place)
		}
		if seen[key] {
			fault("%s: given twice", place)
		}
		seen[key] = true
	}
	for i, b := range g.Balances {
		place := fmt.Sprintf("balances[%d] %s %s", i, b.Subject, b.Account)
		line(place, fmt.Sprintf("b|%q|%q|%q", b.Fund, b.Subject, b.Account), b.Account, b.Amount == 0)
		if why := rule.CheckText(b.Subject, maxSubject); why != "" {
			fault("%s: subject: %s", place, why)
		}
	}
	for i, t := range g.Totals {
		place := fmt.Sprintf("totals[%d] %s %s", i, t.Fund, t.Account)
		line(place, fmt.Sprintf("t|%q|%q|%q", t.Fund, t.Account, t.Attributes.key()), t.Account, t.Amount == 0)
		if why := t.Attributes.fault(); why != "" {
			fault("%s: %s", place, why)
		}
	}
	return errors.Join(faults, Check(g.Balances, g.Totals))
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, b := range g.Balances {
		if err := k.balances.Set(ctx, collections.Join3(b.Fund, b.Subject, b.Account), int64(b.Amount)); err != nil {
			return err
		}
	}
	for _, t := range g.Totals {
		if err := k.totals.Set(ctx, collections.Join3(t.Fund, t.Account, t.Attributes.key()), int64(t.Amount)); err != nil {
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
	balances, totals, err := k.all(ctx)
	return &GenesisState{Params: params, Balances: balances, Totals: totals}, err
}
