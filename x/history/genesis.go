package history

import (
	"context"
	"errors"

	"github.com/pursechain/purse/base/rule"
)

// DefaultGenesis has no logs.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Validate finds every fault of a genesis: a bad name (H1), a size and range that do not fit (H5), a log given twice or out of
// order (H6).
func (g GenesisState) Validate() error {
	var faults error
	for i, l := range g.Logs {
		if why := rule.CheckText(l.Name, maxName); why != "" {
			faults = errors.Join(faults, ErrLogName.Refuse("logs[%d] %.60q: %s", i, l.Name, why))
		}
		if why := l.Log.fault(); why != "" {
			faults = errors.Join(faults, ErrBrokenLog.Refuse("logs[%d] %.60q: %s", i, l.Name, why))
		}
		if i > 0 && l.Name <= g.Logs[i-1].Name {
			faults = errors.Join(faults, ErrOrder.Refuse("logs[%d] %.60q comes after %.60q", i, l.Name, g.Logs[i-1].Name))
		}
	}
	return faults
}

// InitGenesis fills the state; the genesis has been validated. The entries come by Import, from the file beside the genesis.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	for _, l := range g.Logs {
		if err := k.logs.Set(ctx, l.Name, l.Log); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis writes the logs in the order of their names.
func (k Keeper) ExportGenesis(ctx context.Context) (*GenesisState, error) {
	g := DefaultGenesis()
	err := k.logs.Walk(ctx, nil, func(name string, l Log) (stop bool, err error) {
		g.Logs = append(g.Logs, NamedLog{Name: name, Log: l})
		return false, nil
	})
	return g, err
}
