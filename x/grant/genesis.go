package grant

import (
	"context"
	"fmt"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// DefaultGenesis has no programmes. An advance is for at most 30 days; claims are taken for 120 days after an award, and for 90 after a
// sub-award (2 CFR 200.344); a rejection is appealed within 30.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: Params{AdvanceDays: 30, LiquidationDays: 120, SubLiquidationDays: 90, AppealDays: 30, ReportFrom: reportFrom}}
}

const (
	maxDays    = 3660
	reportFrom = 30_000_00 // cents
)

func (p Params) fault() error {
	for _, days := range []uint32{p.AdvanceDays, p.LiquidationDays, p.SubLiquidationDays, p.AppealDays} {
		if days == 0 || days > maxDays {
			return ErrMalformedPeriod.Refuse("%d days, between 1 and %d", days, maxDays)
		}
	}
	if p.ReportFrom < 0 || p.ReportFrom > money.Max {
		return ledger.ErrAmountOutOfBounds.Refuse("report from %s, between 0.00 and %s", p.ReportFrom, money.Max)
	}
	return nil
}

// Validate finds every fault of a genesis: a malformed programme, award or claim, one given twice, one whose parent is missing.
func (g GenesisState) Validate() error {
	var f room.Faults
	f.Add("params", g.Params.fault())
	programmes, awards, claims := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for i, p := range g.Programmes {
		place := fmt.Sprintf("programmes[%d] %s", i, p.Listing)
		f.Add(place, p.fault())
		if programmes[p.Listing] {
			f.Add(place, ErrProgrammeExists.Refuse("given twice"))
		}
		programmes[p.Listing] = true
	}
	for i, a := range g.Awards {
		place := fmt.Sprintf("awards[%d] %s", i, a.Fain)
		f.Add(place, a.fault())
		f.Add(place, consortium.CheckUEI(a.Recipient))
		if awards[a.Fain] {
			f.Add(place, ErrMalformedFAIN.Refuse("given twice"))
		}
		awards[a.Fain] = true
		if !programmes[a.Listing] {
			f.Add(place, ErrUnknownProgramme.Refuse("listing %q", a.Listing))
		}
	}
	g.subAwards(&f, awards)
	g.notices(&f, programmes)
	g.appeals(&f, awards)
	for i, c := range g.Claims {
		place := fmt.Sprintf("claims[%d] %s %s", i, c.id(), c.Number)
		f.Add(place, c.fault())
		if normal, err := payment.Normalise(c.Number); err != nil || normal != c.Number {
			f.Add(place, payment.ErrMalformedBill.Refuse("%q is not normalised", c.Number))
		}
		f.Add(place, consortium.CheckUEI(c.Payee))
		if claims[c.id()+" "+c.Number] {
			f.Add(place, ErrDuplicateClaim.Refuse("given twice"))
		}
		claims[c.id()+" "+c.Number] = true
		if !awards[c.id()] {
			f.Add(place, ErrUnknownAward.Refuse("%q", c.id()))
		}
	}
	g.sentFaults(&f, awards)
	g.answers(&f, awards)
	return f.All
}

// subAwards adds the faults of sub-awards to f, and what they are called to the awards: each has its parent before it, which counts it.
func (g GenesisState) subAwards(f *room.Faults, awards map[string]bool) {
	made := make(map[string]uint32)
	for i, s := range g.SubAwards {
		place := fmt.Sprintf("sub_awards[%d] %s", i, s.Id)
		f.Add(place, s.fault())
		f.Add(place, consortium.CheckUEI(s.Recipient))
		if !s.Made.Valid() {
			f.Add(place, ErrMalformedPeriod.Refuse("made on %q, which is no date", s.Made))
		}
		if !awards[above(s.Id)] || awards[s.Id] || len(s.Id) > maxSubject {
			f.Add(place, ErrUnknownSubAward.Refuse("given twice, or under what is not there"))
		}
		awards[s.Id] = true
		made[above(s.Id)]++
	}
	for i, a := range g.Awards {
		if made[a.Fain] != a.SubAwards {
			f.Add(fmt.Sprintf("awards[%d] %s", i, a.Fain), ErrUnknownSubAward.Refuse("it counts %d, and has %d", a.SubAwards, made[a.Fain]))
		}
	}
	for i, s := range g.SubAwards {
		if made[s.Id] != s.SubAwards {
			f.Add(fmt.Sprintf("sub_awards[%d] %s", i, s.Id), ErrUnknownSubAward.Refuse("it counts %d, and has %d", s.SubAwards, made[s.Id]))
		}
	}
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := room.Fill(ctx, k.programmes, g.Programmes, func(p Programme) string { return p.Listing }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.awards, g.Awards, func(a Award) string { return a.Fain }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.subAwards, g.SubAwards, func(s SubAward) string { return s.Id }); err != nil {
		return err
	}
	for _, c := range g.Claims {
		if err := k.claims.Set(ctx, c.key(), c); err != nil {
			return err
		}
	}
	if err := room.Fill(ctx, k.answers, g.Answers, func(a Answer) string { return a.Bill }); err != nil {
		return err
	}
	if err := k.indexRecipients(ctx, g); err != nil {
		return err
	}
	for _, c := range g.SentClaims {
		if err := k.keepSent(ctx, c); err != nil {
			return err
		}
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, id := range g.ids() {
		f, err := k.featuresOf(ctx, id)
		if err != nil {
			return err
		}
		if err := k.index(ctx, f); err != nil {
			return err
		}
	}
	return k.fillNotices(ctx, g)
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (g *GenesisState, err error) {
	g = &GenesisState{}
	if g.Programmes, err = room.All(ctx, k.programmes); err != nil {
		return nil, err
	}
	if g.Awards, err = room.All(ctx, k.awards); err != nil {
		return nil, err
	}
	if g.Claims, err = room.All(ctx, k.claims); err != nil {
		return nil, err
	}
	if g.SubAwards, err = room.All(ctx, k.subAwards); err != nil {
		return nil, err
	}
	if g.SentClaims, err = room.All(ctx, k.sentClaims); err != nil {
		return nil, err
	}
	if err := k.exportNotices(ctx, g); err != nil {
		return nil, err
	}
	if g.Answers, err = room.All(ctx, k.answers); err != nil {
		return nil, err
	}
	g.Params, err = k.params.Get(ctx)
	return g, err
}
