package grant

import (
	"context"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/ledger"
)

// CheckInvariants holds the state to what a genesis is held to, every programme to a member, and every award to its obligation: to
// the same payee, for the activity of its programme, by an officer of the consortium. What was passed on is conserved on every tier.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	f := room.Faults{All: g.Validate()}
	activities := make(map[string]string)
	for _, p := range g.Programmes {
		_, unknown := k.consortium.Member(ctx, p.Member)
		f.Add("programme "+p.Listing, unknown)
		activities[p.Listing] = p.ProgramActivity
	}
	for _, a := range g.Awards {
		place := "award " + a.Fain
		_, unknown := k.consortium.Officer(ctx, a.By)
		f.Add(place, unknown)
		o, err := k.appropriation.Obligation(ctx, a.Fain)
		if err != nil {
			f.Add(place, err)
			continue
		}
		if o.Payee != a.Recipient {
			f.Add(place, ErrNotRecipient.Refuse("it is to %s, its obligation to %s", a.Recipient, o.Payee))
		}
		f.Add(place, k.conserved(ctx, a, g.SubAwards))
		if activity := activities[a.Listing]; o.ProgramActivity != activity {
			f.Add(place, ErrForeignFund.Refuse("its programme is for activity %s, its obligation for %s", activity, o.ProgramActivity))
		}
	}
	f.Add("approved claims", k.answered(ctx, g))
	return f.All
}

// conserved says what is wrong with what was passed on from an award, or nil: of every sub-award, what it has in all is what is left, what
// its own recipient claimed, and what those right below it have; and what is left of all of them is what is committed of the award,
// which the obligation still holds.
func (k Keeper) conserved(ctx context.Context, a Award, all []SubAward) error {
	amounts, claims := make(map[string]money.Amount), make(map[string]money.Amount)
	var below []SubAward
	for _, s := range all {
		if !strings.HasPrefix(s.Id, a.Fain+"/") {
			continue
		}
		below = append(below, s)
		amount, err := k.ledger.Noted(ctx, s.Id, noteAmount)
		if err != nil {
			return err
		}
		claimed, err := k.ledger.Noted(ctx, s.Id, noteClaimed)
		if err != nil {
			return err
		}
		amounts[above(s.Id)] += amount
		claims[above(s.Id)] += claimed
	}
	var left money.Amount
	for _, s := range below {
		own, err := k.ledger.Noted(ctx, s.Id, noteLeft)
		if err != nil {
			return err
		}
		left += own
		amount, err := k.ledger.Noted(ctx, s.Id, noteAmount)
		if err != nil {
			return err
		}
		claimed, err := k.ledger.Noted(ctx, s.Id, noteClaimed)
		if err != nil {
			return err
		}
		if parts := own + claimed - claims[s.Id] + amounts[s.Id]; parts != amount || claims[s.Id] > amounts[s.Id] {
			return ledger.ErrBroken.Refuse("sub-award %s has %s; left, claimed and passed on come to %s", s.Id, amount, parts)
		}
	}
	p, err := k.position(ctx, a.Fain)
	if err != nil {
		return err
	}
	if left != p.committed {
		return ledger.ErrBroken.Refuse("award %s: %s is passed on and not claimed, what is left below it is %s", a.Fain, p.committed, left)
	}
	return nil
}
