package appropriation

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// DefaultGenesis has no funds; its fiscal years begin on 1 October (31 USC 1102).
func DefaultGenesis() *GenesisState { return &GenesisState{Params: Params{FiscalYearStart: 10}} }

// Validate finds every fault of a genesis: a malformed fund, line or obligation, one given twice, one whose parent is missing,
// and children that were not counted.
func (g GenesisState) Validate() error {
	var f room.Faults
	if m := g.Params.FiscalYearStart; m < 1 || m > 12 {
		f.Add("params", ErrMalformedGenesis.Refuse("the fiscal year starts in month %d", m))
	}
	children := make(map[string]uint32)
	for i, fund := range g.Funds {
		place := fmt.Sprintf("funds[%d] %s", i, fund.Symbol)
		f.Add(place, fund.fault())
		if _, twice := children[fund.Symbol]; twice {
			f.Add(place, ErrFundExists.Refuse("given twice"))
		}
		children[fund.Symbol] = fund.Authorities
	}
	for i, l := range g.Lines {
		place := fmt.Sprintf("lines[%d] %s", i, l.Id)
		f.Add(place, l.fault(children))
		if _, twice := children[l.Id]; twice {
			f.Add(place, ErrMalformedGenesis.Refuse("given twice"))
		}
		children[l.Id] = l.Children
	}
	documents := make(map[string]bool)
	for i, o := range g.Obligations {
		place := fmt.Sprintf("obligations[%d] %s", i, o.Document)
		if why := CheckDocument(o.Document); why != "" {
			f.Add(place, ErrMalformedDocument.Refuse("%s", why))
		}
		if documents[o.Document] {
			f.Add(place, ErrDocumentUsed.Refuse("given twice"))
		}
		documents[o.Document] = true
		if _, known := children[o.Allotment]; !known {
			f.Add(place, ErrUnknownLine.Refuse("allotment %q", o.Allotment))
		}
		if why := checkActivity(o.ProgramActivity); why != "" {
			f.Add(place, ErrMalformedPurpose.Refuse("programme activity %q: %s", o.ProgramActivity, why))
		}
		if !o.Obligated.Valid() {
			f.Add(place, ErrMalformedGenesis.Refuse("date %q", o.Obligated))
		}
	}
	return f.All
}

// fault says what is wrong with a line of a genesis, given how many children each fund and line before it has.
func (l Line) fault(children map[string]uint32) error {
	parent := FundOf(l.Id)
	if cut := strings.LastIndex(l.Id, "."); cut > 0 {
		parent = l.Id[:cut]
	}
	if len(parent) >= len(l.Id) {
		return ErrMalformedGenesis.Refuse("the id names no parent")
	}
	if Kind(strings.Count(l.Id, ".")+1) != l.Kind {
		return ErrMalformedGenesis.Refuse("a line with this id is no %s", l.Kind.Words())
	}
	number, err := strconv.ParseUint(l.Id[len(parent)+1:], 10, 32)
	if err != nil || number == 0 || uint32(number) > children[parent] {
		return ErrMalformedGenesis.Refuse("its parent counts %d children", children[parent])
	}
	if l.Kind == Authority && rule.CheckText(l.Name, maxLaw) != "" {
		return ErrMalformedText.Refuse("law %q: %s", l.Name, rule.CheckText(l.Name, maxLaw))
	}
	if l.Kind == Allotment && rule.CheckText(l.Name, maxOffice) != "" {
		return ErrMalformedText.Refuse("office %q: %s", l.Name, rule.CheckText(l.Name, maxOffice))
	}
	if !l.Since.Valid() {
		return ErrMalformedGenesis.Refuse("date %q", l.Since)
	}
	return nil
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

// CheckInvariants holds the state to what a genesis is held to: every line and obligation leads back to a fund.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	return g.Validate()
}
