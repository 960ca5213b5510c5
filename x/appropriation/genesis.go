package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/room"
)

// DefaultGenesis has no funds; its fiscal years begin on 1 October (31 USC 1102).
func DefaultGenesis() *GenesisState { return &GenesisState{Params: Params{FiscalYearStart: 10}} }

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
	return room.Fill(ctx, k.obligations, g.Obligations, func(o Obligation) string { return o.Document })
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
	g.Obligations, err = room.All(ctx, k.obligations)
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
	}
	for _, o := range g.Obligations {
		_, unknown := k.consortium.Payee(ctx, o.Payee)
		f.Add("obligation "+o.Document, unknown)
		_, unknown = k.consortium.Officer(ctx, o.By)
		f.Add("obligation "+o.Document, unknown)
	}
	return f.All
}
