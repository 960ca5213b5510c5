package grant

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// keepAnswer keeps whose money an approved claim took. Its payable names the award alone, and leaves the state when it is settled.
func (k Keeper) keepAnswer(ctx context.Context, bill payment.Bill, c Claim, by string) error {
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return err
	}
	costs, err := c.costs()
	if err != nil {
		return err
	}
	return k.answers.Set(ctx, bill.ID(), Answer{
		Bill: bill.ID(), Under: c.id(), Kind: c.Kind, Amount: c.Amount, On: today, Cost: c.Cost, Costs: costs, By: by,
	})
}

// answers adds the faults of the approved claims to f: each is under an award or sub-award that is there.
func (g GenesisState) answers(f *room.Faults, tiers map[string]bool) {
	seen := make(map[string]bool)
	for i, a := range g.Answers {
		place := fmt.Sprintf("answers[%d] %s", i, a.Bill)
		if seen[a.Bill] {
			f.Add(place, ErrDuplicateClaim.Refuse("given twice"))
		}
		seen[a.Bill] = true
		if !tiers[a.Under] {
			f.Add(place, ErrUnknownAward.Refuse("%q", a.Under))
		}
		if why := a.Amount.Check(); why != "" {
			f.Add(place, ledger.ErrAmountOutOfBounds.Refuse("%s", why))
		}
		if a.TakenBack < 0 || a.TakenBack > a.Amount {
			f.Add(place, ErrNotTakenBack.Refuse("%s of %s", a.TakenBack, a.Amount))
		}
		if _, known := ClaimKind_name[int32(a.Kind)]; !known || a.Kind == ClaimKindUnspecified {
			f.Add(place, ErrMalformedText.Refuse("kind %d", a.Kind))
		}
		if !a.On.Valid() {
			f.Add(place, ErrMalformedPeriod.Refuse("approved on %q, which is no date", a.On))
		}
	}
}

// indexRecipients fills the index of who has what.
func (k Keeper) indexRecipients(ctx context.Context, g *GenesisState) error {
	for _, a := range g.Awards {
		if err := k.recipients.Set(ctx, collections.Join(a.Recipient, a.Fain)); err != nil {
			return err
		}
	}
	for _, s := range g.SubAwards {
		if err := k.recipients.Set(ctx, collections.Join(s.Recipient, s.Id)); err != nil {
			return err
		}
	}
	return nil
}

// answered says what is wrong with the approved claims, or nil: those under each award and sub-award come to what its recipient claimed.
func (k Keeper) answered(ctx context.Context, g *GenesisState) error {
	sums := make(map[string]money.Amount)
	for _, one := range g.Answers {
		if one.Kind != Advance {
			sums[one.Under] += one.Amount - one.TakenBack
		}
	}
	var ids []string
	for _, a := range g.Awards {
		ids = append(ids, a.Fain)
	}
	for _, s := range g.SubAwards {
		ids = append(ids, s.Id)
	}
	for _, id := range ids {
		own, err := k.ledger.Noted(ctx, id, noteOwn)
		if err != nil {
			return err
		}
		if own != sums[id] {
			return ledger.ErrBroken.Refuse("under %s its recipient claimed %s, the claims come to %s", id, own, sums[id])
		}
	}
	return nil
}

// claimedOf is what was claimed and approved under an award or sub-award, also below.
func (k Keeper) claimedOf(ctx context.Context, id string) (sum money.Amount, err error) {
	years, err := k.ledger.Memoranda(ctx, id, noteYear, "", maxYears)
	for _, y := range years {
		if err == nil {
			sum, err = money.Add(sum, y.Amount)
		}
	}
	return sum, err
}
