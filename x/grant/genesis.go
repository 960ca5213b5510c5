package grant

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// DefaultGenesis has no programmes.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Validate finds every fault of a genesis: a malformed programme, award or claim, one given twice, one whose parent is missing.
func (g GenesisState) Validate() error {
	var f room.Faults
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
	for i, c := range g.Claims {
		place := fmt.Sprintf("claims[%d] %s %s", i, c.Fain, c.Number)
		f.Add(place, c.fault())
		if normal, err := payment.Normalise(c.Number); err != nil || normal != c.Number {
			f.Add(place, payment.ErrMalformedBill.Refuse("%q is not normalised", c.Number))
		}
		if claims[c.Fain+" "+c.Number] {
			f.Add(place, ErrDuplicateClaim.Refuse("given twice"))
		}
		claims[c.Fain+" "+c.Number] = true
		if !awards[c.Fain] {
			f.Add(place, ErrUnknownAward.Refuse("FAIN %q", c.Fain))
		}
	}
	return f.All
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := room.Fill(ctx, k.programmes, g.Programmes, func(p Programme) string { return p.Listing }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.awards, g.Awards, func(a Award) string { return a.Fain }); err != nil {
		return err
	}
	for _, c := range g.Claims {
		if err := k.claims.Set(ctx, collections.Join(c.Fain, c.Number), c); err != nil {
			return err
		}
	}
	return nil
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
	g.Claims, err = room.All(ctx, k.claims)
	return g, err
}

// CheckInvariants holds the state to what a genesis is held to, every programme to a member, and every award to its obligation: to
// the same payee, for the activity of its programme, by an officer of the consortium.
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
		if activity := activities[a.Listing]; o.ProgramActivity != activity {
			f.Add(place, ErrForeignFund.Refuse("its programme is for activity %s, its obligation for %s", activity, o.ProgramActivity))
		}
	}
	return f.All
}
