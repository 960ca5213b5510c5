package terms

import (
	"context"
	"fmt"
	"slices"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
)

// DefaultGenesis has no contracts.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Validate finds every fault of a genesis: a contract that could not be published, a version that is missing, a counter or flag of no
// contract.
func (g GenesisState) Validate() error {
	var f room.Faults
	last := make(map[string]Contract)
	marks := make(map[string][]string)
	for i, c := range g.Contracts {
		place := fmt.Sprintf("contracts[%d] %s", i, c.Ref())
		made, err := Compile(c.Text)
		if f.Add(place, err); err == nil {
			if made.text.Ref() != c.Ref() {
				f.Add(place, ErrMalformed.Refuse("its text is of %s", made.text.Ref()))
			}
			marks[c.Name] = append(marks[c.Name], append(slices.Clone(made.text.Counters), made.text.Flags...)...)
		}
		if !c.Published.Valid() {
			f.Add(place, ErrMalformed.Refuse("published on %q, which is no date", c.Published))
		}
		var before *Contract
		if previous, is := last[c.Name]; is {
			before = &previous
		}
		f.Add(place, c.follows(before, c.Member))
		last[c.Name] = c
	}
	seen := make(map[Mark]bool)
	for i, m := range g.Marks {
		place := fmt.Sprintf("marks[%d] %s", i, m.Subject)
		if !slices.Contains(marks[m.Contract], m.Name) {
			f.Add(place, ErrMalformed.Refuse("%s is no counter or flag of %s", m.Name, m.Contract))
		}
		if m.Value <= 0 || m.Value > maxCounter {
			f.Add(place, ErrMark.Refuse("%s is %d, between 1 and %d", m.Name, m.Value, int64(maxCounter)))
		}
		m.Value = 0
		if seen[m] {
			f.Add(place, ErrMalformed.Refuse("%s is given twice", m.Name))
		}
		seen[m] = true
	}
	return f.All
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	for _, c := range g.Contracts {
		if err := k.contracts.Set(ctx, collections.Join(c.Name, c.Version), c); err != nil {
			return err
		}
	}
	for _, m := range g.Marks {
		if err := k.marks.Set(ctx, collections.Join3(m.Subject, m.Contract, m.Name), m.Value); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (g *GenesisState, err error) {
	g = &GenesisState{}
	if g.Contracts, err = room.All(ctx, k.contracts); err != nil {
		return nil, err
	}
	g.Marks, err = k.marksOf(ctx, nil)
	return g, err
}

// CheckInvariants holds the state to what a genesis is held to.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	return g.Validate()
}
