package grant

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// notices adds the faults of notices and of the applications to them to f: each has its programme, its notice and one applicant; and what
// an award answers is there.
func (g GenesisState) notices(f *room.Faults, programmes map[string]bool) {
	known, waiting := make(map[string]Notice), make(map[string]bool)
	for i, n := range g.Notices {
		place := fmt.Sprintf("notices[%d] %s", i, n.Number)
		f.Add(place, n.fault())
		if _, twice := known[n.Number]; twice {
			f.Add(place, ErrSentBefore.Refuse("given twice"))
		}
		known[n.Number] = n
		if !programmes[n.Listing] {
			f.Add(place, ErrUnknownProgramme.Refuse("listing %q", n.Listing))
		}
	}
	for i, a := range g.Applications {
		place := fmt.Sprintf("applications[%d] %s", i, a.id())
		f.Add(place, a.fault())
		f.Add(place, consortium.CheckUEI(a.Applicant))
		if !a.Applied.Valid() {
			f.Add(place, ErrMalformedPeriod.Refuse("applied on %q, which is no date", a.Applied))
		}
		if waiting[a.id()] {
			f.Add(place, ErrSentBefore.Refuse("given twice"))
		}
		waiting[a.id()] = true
		if n, there := known[a.Notice]; !there {
			f.Add(place, ErrUnknownNotice.Refuse("notice %q", a.Notice))
		} else if a.Amount > n.Available {
			f.Add(place, ErrOutsideNotice.Refuse("available %s, asked %s", n.Available, a.Amount))
		}
	}
	for i, a := range g.Awards {
		if a.Application == "" {
			continue
		}
		place := fmt.Sprintf("awards[%d] %s", i, a.Fain)
		number, applicant, err := splitApplication(a.Application)
		f.Add(place, err)
		if n, there := known[number]; !there {
			f.Add(place, ErrUnknownNotice.Refuse("notice %q", number))
		} else if n.Listing != a.Listing || applicant != a.Recipient {
			f.Add(place, ErrOutsideNotice.Refuse("application %s is for listing %s", a.Application, n.Listing))
		}
	}
}

// appeals adds the faults of appeals to f: each is of a rejected claim under a known award or sub-award, and known as appealed.
func (g GenesisState) appeals(f *room.Faults, tiers map[string]bool) {
	appealed, waiting := make(map[AppealedDecision]bool), make(map[AppealedDecision]bool)
	for i, d := range g.Appealed {
		place := fmt.Sprintf("appealed[%d] %s %d", i, d.Fain, d.Index)
		if appealed[d] {
			f.Add(place, ErrNotAppealable.Refuse("given twice"))
		}
		appealed[d] = true
		if !tiers[d.Fain] || pathOf(d.Fain) != "" {
			f.Add(place, ErrUnknownAward.Refuse("%q", d.Fain))
		}
	}
	for i, a := range g.Appeals {
		c := a.Record.Claim
		place := fmt.Sprintf("appeals[%d] %s %d", i, a.id(), a.Index)
		f.Add(place, c.fault())
		f.Add(place, checkReason(a.Reason))
		f.Add(place, consortium.CheckUEI(c.Payee))
		if normal, err := payment.Normalise(c.Number); err != nil || normal != c.Number {
			f.Add(place, payment.ErrMalformedBill.Refuse("%q is not normalised", c.Number))
		}
		if !tiers[a.id()] {
			f.Add(place, ErrUnknownAward.Refuse("%q", a.id()))
		}
		if !a.Appealed.Valid() {
			f.Add(place, ErrMalformedPeriod.Refuse("appealed on %q, which is no date", a.Appealed))
		}
		of := AppealedDecision{Fain: c.Fain, Index: a.Index}
		if a.Record.Approved || waiting[of] || !appealed[of] {
			f.Add(place, ErrNotAppealable.Refuse("given twice, of an approval, or not among those appealed"))
		}
		waiting[of] = true
	}
}

// fillNotices fills the notices, the applications and the appeals; the genesis has been validated.
func (k Keeper) fillNotices(ctx context.Context, g *GenesisState) error {
	if err := room.Fill(ctx, k.notices, g.Notices, func(n Notice) string { return n.Number }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.applications, g.Applications, Application.key); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.appeals, g.Appeals, Appeal.key); err != nil {
		return err
	}
	for _, d := range g.Appealed {
		if err := k.appealed.Set(ctx, collections.Join(d.Fain, d.Index)); err != nil {
			return err
		}
	}
	return nil
}

// exportNotices writes them out, in the order of their keys.
func (k Keeper) exportNotices(ctx context.Context, g *GenesisState) (err error) {
	if g.Notices, err = room.All(ctx, k.notices); err != nil {
		return err
	}
	if g.Applications, err = room.All(ctx, k.applications); err != nil {
		return err
	}
	if g.Appeals, err = room.All(ctx, k.appeals); err != nil {
		return err
	}
	return k.appealed.Walk(ctx, nil, func(at collections.Pair[string, uint64]) (bool, error) {
		g.Appealed = append(g.Appealed, AppealedDecision{Fain: at.K1(), Index: at.K2()})
		return false, nil
	})
}
