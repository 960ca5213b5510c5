package payment

import (
	"context"
	"errors"
	"fmt"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/appropriation"
)

// CheckInvariants holds the state to what a genesis is held to, and every obligation to this: what the ledger says is owed under
// it and not paid equals its payables that are open or scheduled.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	faults := g.Validate()
	owed := make(map[string]money.Amount)
	for _, p := range g.Payables {
		if p.Status == PayableDisbursed {
			continue
		}
		if owed[p.Obligation], err = money.Add(owed[p.Obligation], p.Amount); err != nil {
			return err
		}
	}
	err = k.appropriation.EachObligation(ctx, func(o appropriation.Obligation, m appropriation.Money) error {
		if m.Unpaid != owed[o.Document] {
			faults = errors.Join(faults, fmt.Errorf("obligation %s: the ledger owes %s, the payables come to %s",
				o.Document, m.Unpaid, owed[o.Document]))
		}
		return nil
	})
	return errors.Join(faults, err)
}
