package grant

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/ledger"
)

// CheckInvariants holds the state to what a genesis is held to, every programme to a member, and every award to its obligation: to
// the same payee, for the activity of its programme, by an officer of the consortium. No notice gives more
// than is available. What was passed on is conserved on every tier, and what is to be compared is in the indexes.
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
	below := make(map[string][]SubAward)
	for _, s := range g.SubAwards {
		below[FAINOf(s.Id)] = append(below[FAINOf(s.Id)], s)
	}
	for _, n := range g.Notices {
		_, unknown := k.consortium.Officer(ctx, n.By)
		f.Add("notice "+n.Number, unknown)
		f.Add("notice "+n.Number, k.withinNotice(ctx, n))
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
		f.Add(place, k.conserved(ctx, a, below[a.Fain]))
		if activity := activities[a.Listing]; o.ProgramActivity != activity {
			f.Add(place, ErrForeignFund.Refuse("its programme is for activity %s, its obligation for %s", activity, o.ProgramActivity))
		}
	}
	f.Add("overlaps", k.compared(ctx, g))
	f.Add("approved claims", k.answered(ctx, g))
	return f.All
}

// withinNotice refuses a notice from which more was awarded than was available.
func (k Keeper) withinNotice(ctx context.Context, n Notice) error {
	awarded, err := k.ledger.Noted(ctx, noticeSubject(n.Number), noteAwarded)
	if err == nil && awarded > n.Available {
		return ledger.ErrBroken.Refuse("notice %s has %s, %s was awarded", n.Number, n.Available, awarded)
	}
	return err
}

// conserved says what is wrong with what was passed on from an award, or nil: of every sub-award, what it has in all is what is left, what
// its own recipient claimed, and what those right below it have; and what is left of all of them is what is committed of the award,
// which the obligation still holds.
func (k Keeper) conserved(ctx context.Context, a Award, below []SubAward) error {
	amounts, claims := make(map[string]money.Amount), make(map[string]money.Amount)
	for _, s := range below {
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
