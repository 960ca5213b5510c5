package report

import "context"

// DefaultGenesis is empty.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Validate finds nothing: there is no state.
func (GenesisState) Validate() error { return nil }

func initGenesis(context.Context, *GenesisState) error { return nil }

func exportGenesis(context.Context) (*GenesisState, error) { return &GenesisState{}, nil }
