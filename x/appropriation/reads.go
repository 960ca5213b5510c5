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

// Way is the way up from an obligation to its law.
type Way struct{ Fund, Authority, Law, Defc, Apportionment, Allotment, Office string }

// WayUp is the way up from an obligation to its law. Of several allotments, one below the other, the nearest counts.
func (k Keeper) WayUp(ctx context.Context, o Obligation) (w Way, err error) {
	lines, err := k.Ancestry(ctx, o.Allotment)
	if err != nil {
		return w, err
	}
	w = Way{Fund: o.Fund(), Authority: lines[0].Id, Law: lines[0].Name, Defc: lines[0].Defc}
	for _, l := range lines {
		switch l.Kind {
		case Allotment:
			w.Allotment, w.Office = l.Id, l.Name
		case Apportionment:
			w.Apportionment = l.Id
		}
	}
	return w, nil
}

// AttributesOf are the attributes under which an obligation stands in the ledger.
func (k Keeper) AttributesOf(ctx context.Context, o Obligation) (ledger.Attributes, error) {
	document, _, err := k.obligationAndAuthority(ctx, o)
	return document.Attributes, err
}
