package appropriation

import (
	"context"
	"slices"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/ledger"
)

// DefaultGenesis has no funds; its fiscal years begin on 1 October (31 USC 1102), and expired authority pays for five more
// years (31 USC 1552).
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: Params{FiscalYearStart: 10, ExpiredYears: 5}}
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.funds, g.Funds, func(f Fund) string { return f.Symbol }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.lines, g.Lines, func(l Line) string { return l.Id }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.obligations, g.Obligations, func(o Obligation) string { return o.Document }); err != nil {
		return err
	}
	if err := k.findProjects(ctx, g.Lines); err != nil {
		return err
	}
	for _, d := range g.Agenda {
		if err := k.agenda.Set(ctx, d.key()); err != nil {
			return err
		}
	}
	for _, d := range g.Stuck {
		if err := k.stuck.Set(ctx, d.key()); err != nil {
			return err
		}
	}
	for _, c := range g.Corrections {
		if err := k.corrections.Set(ctx, collections.Join(c.Fund, c.Index)); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (g *GenesisState, err error) {
	g = &GenesisState{}
	if g.Params, err = k.params.Get(ctx); err != nil {
		return nil, err
	}
	if g.Funds, err = room.All(ctx, k.funds); err != nil {
		return nil, err
	}
	if g.Lines, err = room.All(ctx, k.lines); err != nil {
		return nil, err
	}
	if g.Obligations, err = room.All(ctx, k.obligations); err != nil {
		return nil, err
	}
	for _, list := range []struct {
		of   collections.KeySet[collections.Pair[string, string]]
		into *[]Due
	}{{k.agenda, &g.Agenda}, {k.stuck, &g.Stuck}} {
		err := list.of.Walk(ctx, nil, func(at collections.Pair[string, string]) (bool, error) {
			*list.into = append(*list.into, dueAt(at))
			return false, nil
		})
		if err != nil {
			return nil, err
		}
	}
	err = k.corrections.Walk(ctx, nil, func(at collections.Pair[string, uint64]) (bool, error) {
		g.Corrections = append(g.Corrections, Correction{Fund: at.K1(), Index: at.K2()})
		return false, nil
	})
	return g, err
}

// CheckInvariants holds the state to what a genesis is held to: every line and obligation leads back to a fund. And every fund has
// a member of the consortium, every obligation a payee and an officer of it.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	f := room.Faults{All: g.Validate()}
	for _, fund := range g.Funds {
		_, err := k.consortium.Member(ctx, fund.Member)
		f.Add("fund "+fund.Symbol, err)
		year, err := k.ledger.Year(ctx, fund.Symbol)
		if err == nil {
			err = g.ends(fund, year)
		}
		f.Add("fund "+fund.Symbol, err)
	}
	for _, d := range g.Stuck {
		f.Add("calendar", ErrCalendarStuck.Refuse("%s, due on %s", d.Subject, d.On))
	}
	for _, l := range g.Lines {
		if l.Category == CategoryB {
			f.Add("line "+l.Id, k.noted(ctx, l))
		}
		if l.Kind != Authority {
			continue
		}
		deferred, err := k.ledger.Left(ctx, FundOf(l.Id), l.Id, ledger.Deferred)
		f.Add("line "+l.Id, err)
		if deferred > 0 && l.DeferredUntil == "" {
			f.Add("line "+l.Id, ErrMalformedGenesis.Refuse("%s is deferred, and until no day", deferred))
		}
	}
	for _, o := range g.Obligations {
		_, unknown := k.consortium.Payee(ctx, o.Payee)
		f.Add("obligation "+o.Document, unknown)
		_, unknown = k.consortium.Officer(ctx, o.By)
		f.Add("obligation "+o.Document, unknown)
	}
	return f.All
}

// noted refuses an apportionment to a project that has more than is noted to have been apportioned to it.
func (k Keeper) noted(ctx context.Context, l Line) error {
	left, err := k.ledger.Left(ctx, FundOf(l.Id), l.Id, ledger.Apportioned)
	if err != nil {
		return err
	}
	noted, err := k.ledger.Noted(ctx, l.Id, inProject)
	if err != nil || left <= noted {
		return err
	}
	return ErrMalformedGenesis.Refuse("project %q has %s, and %s is noted as apportioned to it", l.Name, left, noted)
}

// ends refuses a fund whose books are in a year of which no end is on the agenda.
func (g GenesisState) ends(f Fund, year uint32) error {
	end := Due{On: g.Params.First(year + 1), Subject: f.Symbol}
	if f.Canceled || slices.Contains(g.Agenda, end) || slices.Contains(g.Stuck, end) {
		return nil
	}
	return ErrMalformedGenesis.Refuse("the end of its fiscal year %d is not on the agenda", year)
}
