package appropriation

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/x/ledger"
)

// Calendar are the parameters that say how days fall into fiscal years, and for how long authority lives.
func (k Keeper) Calendar(ctx context.Context) (Params, error) { return k.params.Get(ctx) }

// EachLine hands the lines of a fund to do, in the order of their ids, so that a line comes before those made from it: for reports,
// never for a block.
func (k Keeper) EachLine(ctx context.Context, fund string, do func(Line) error) error {
	ofFund := new(collections.Range[string]).StartInclusive(fund + ":").EndExclusive(fund + ";")
	return k.lines.Walk(ctx, ofFund, func(_ string, l Line) (stop bool, err error) { return false, do(l) })
}

// Ancestry is a line with those that it descends from: the authority first, itself last.
func (k Keeper) Ancestry(ctx context.Context, id string) (all []Line, err error) {
	for at := range len(id) + 1 {
		if at < len(id) && id[at] != '.' {
			continue
		}
		line, err := k.line(ctx, id[:at], Authority, Apportionment, Allotment, Commitment)
		if err != nil {
			return nil, err
		}
		all = append(all, line)
	}
	return all, nil
}

// AttributesOf are the attributes under which an obligation stands in the ledger.
func (k Keeper) AttributesOf(ctx context.Context, o Obligation) (ledger.Attributes, error) {
	document, _, err := k.obligationAndAuthority(ctx, o)
	return document.Attributes, err
}
