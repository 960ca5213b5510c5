package grant

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
)

// Bounds of what one act compares and keeps. What was left out is said in the record.
const (
	maxCompared = 200  // awards and sub-awards, or claims: half of them in each of two indexes
	maxFound    = 20   // findings, likewise
	maxPassed   = 2000 // parts of the same whole that are passed over, likewise
)

// byDay is a place in an index: what is looked for, the day on which the award or sub-award begins, and its id.
type byDay = collections.Triple[string, string, string]

// OverlapsOf names the log that holds what was found beside an award, its sub-awards and their claims.
func OverlapsOf(fain string) string { return "overlaps/" + fain }

// features are what is compared of a tier, by its award and by all tiers from that down to it.
func (k Keeper) features(ctx context.Context, a Award, ts tiers, fund appropriation.Fund) (Features, error) {
	own := ts[len(ts)-1]
	f := Features{
		ID: own.ID, Recipient: own.Recipient, Disaster: a.Disaster, Listing: a.Listing, Begins: own.Begins, Ends: own.Ends,
	}
	for _, t := range ts {
		if t.Place != "" {
			f.Place = t.Place // the last that is said
		}
	}
	programme, err := k.programme(ctx, a.Listing)
	if err != nil {
		return f, err
	}
	f.Member, f.Activity = programme.Member, programme.ProgramActivity
	at := slices.IndexFunc(fund.Purposes, func(p appropriation.Purpose) bool { return p.ProgramActivity == programme.ProgramActivity })
	if at >= 0 {
		f.Activity = fund.Purposes[at].Title
	}
	return f, nil
}

// featuresOf are those of an award or sub-award that is there.
func (k Keeper) featuresOf(ctx context.Context, id string) (Features, error) {
	award, ts, err := k.tiers(ctx, id)
	if err != nil {
		return Features{}, err
	}
	obligation, err := k.appropriation.Obligation(ctx, award.Fain)
	if err != nil {
		return Features{}, err
	}
	fund, err := k.appropriation.Fund(ctx, obligation.Fund())
	if err != nil {
		return Features{}, err
	}
	return k.features(ctx, award, ts, fund)
}

// index makes an award or sub-award known to those that come after it. Its recipient, need and first day never change.
func (k Keeper) index(ctx context.Context, f Features) error {
	if err := k.byRecipient.Set(ctx, collections.Join3(f.Recipient, string(f.Begins), f.ID)); err != nil {
		return err
	}
	if f.need() == "" {
		return nil
	}
	return k.byNeed.Set(ctx, collections.Join3(f.need(), string(f.Begins), f.ID))
}

// beside compares an award or sub-award with those of the same recipient, and with those for the same disaster and place. The latest
// begun are compared first, and none that begin after it ends.
func (k Keeper) beside(ctx context.Context, own Features) ([]Finding, error) {
	found, err := k.besideIn(ctx, k.byRecipient, own.Recipient, own, nil)
	if err != nil || own.need() == "" {
		return found, err
	}
	return k.besideIn(ctx, k.byNeed, own.need(), own, found)
}

// besideIn adds what half of the bound finds in one index.
func (k Keeper) besideIn(
	ctx context.Context, in collections.KeySet[byDay], key string, own Features, found []Finding,
) ([]Finding, error) {
	// '~' follows everything in a date: the range ends after the last that begins on the day on which this one ends.
	candidates := new(collections.Range[byDay]).StartInclusive(collections.TriplePrefix[string, string, string](key)).
		EndExclusive(collections.TripleSuperPrefix[string, string, string](key, string(own.Ends)+"~")).Descending()
	compared, passed, before, last, more := 0, 0, len(found), "", false
	err := in.Walk(ctx, candidates, func(at byDay) (stop bool, err error) {
		if more = compared == maxCompared/2 || passed == maxPassed/2 || len(found)-before == maxFound/2; more {
			return true, nil
		}
		if own.beside(at.K3()) || slices.ContainsFunc(found, func(f Finding) bool { return f.With == at.K3() }) {
			passed, last = passed+1, at.K3()
			return false, nil
		}
		other, err := k.featuresOf(ctx, at.K3())
		if err != nil {
			return true, err
		}
		compared, last = compared+1, at.K3()
		if f, is := Compare(own, other); is {
			found = append(found, f)
		}
		return false, nil
	})
	if more {
		found = append(found, Finding{Kind: LeftOut, With: last})
	}
	return found, err
}

// explained refuses an award beside which something is found that nobody explains, and an explanation where nothing is.
func explained(fain string, found []Finding, regardless string) error {
	asks := asking(found)
	switch {
	case len(asks) > 0 && regardless == "":
		return ErrOverlap.Refuse("award %s: %s", fain, say(asks))
	case len(asks) == 0 && regardless != "":
		return ErrOverlap.Refuse("award %s duplicates and overlaps nothing, and a reason is given to go on regardless", fain)
	}
	return nil
}

// record keeps findings in the log of the award: each with the reason to go on, if it asks for one.
func (k Keeper) record(ctx context.Context, found []Finding, r OverlapRecord) (err error) {
	if r.Day, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	regardless := r.Regardless
	for _, f := range found {
		r.Kind, r.With, r.Reasons, r.Regardless = f.Kind, f.With, f.Reasons, ""
		if f.asks() {
			r.Regardless = regardless
		}
		if err := k.history.Record(ctx, OverlapsOf(FAINOf(SentClaim{Id: r.Of}.under())), &r); err != nil {
			return err
		}
		err := room.Emit(ctx, &OverlapFound{
			Stage: r.Stage, Of: r.Of, Kind: r.Kind, With: r.With, Reasons: r.Reasons, Regardless: r.Regardless, By: r.By,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// compareSub keeps a sub-award with the worst that is found beside it, for an officer to answer, and records all of it.
func (k Keeper) compareSub(ctx context.Context, a Award, ts tiers, sub SubAward) error {
	obligation, err := k.appropriation.Obligation(ctx, a.Fain)
	if err != nil {
		return err
	}
	fund, err := k.appropriation.Fund(ctx, obligation.Fund())
	if err != nil {
		return err
	}
	own, err := k.features(ctx, a, append(slices.Clone(ts), sub.tier()), fund)
	if err != nil {
		return err
	}
	found, err := k.beside(ctx, own)
	if err != nil {
		return err
	}
	sub.Found = worst(found)
	if err := k.subAwards.Set(ctx, sub.Id, sub); err != nil {
		return err
	}
	if err := k.index(ctx, own); err != nil {
		return err
	}
	return k.record(ctx, found, OverlapRecord{Stage: AtSubAward, Of: sub.Id, By: ts[len(ts)-1].Recipient})
}

// explain records what was found beside a claim with the officer's reason, which answers for the sub-awards above it too.
func (k Keeper) explain(ctx context.Context, ts tiers, c Claim, found []Finding, officer, reason string) error {
	sent, err := k.sent(ctx, c)
	if err != nil {
		return err
	}
	for _, t := range ts {
		if t.Found == OverlapKindUnspecified {
			continue
		}
		sub, err := k.subAward(ctx, t.ID)
		if err != nil {
			return err
		}
		sub.Found = OverlapKindUnspecified
		if err := k.subAwards.Set(ctx, sub.Id, sub); err != nil {
			return err
		}
	}
	return k.record(ctx, found, OverlapRecord{Stage: AtClaim, Of: sent.Id, Regardless: reason, By: officer})
}

// ids are those of all awards and sub-awards.
func (g GenesisState) ids() (all []string) {
	for _, a := range g.Awards {
		all = append(all, a.Fain)
	}
	for _, s := range g.SubAwards {
		all = append(all, s.Id)
	}
	return all
}

// compared says what is wrong with the indexes, or nil: they have every award and sub-award, and every claim that waits is kept.
func (k Keeper) compared(ctx context.Context, g *GenesisState) error {
	needs := 0
	for _, id := range g.ids() {
		f, err := k.featuresOf(ctx, id)
		if err != nil {
			return err
		}
		known, err := k.byRecipient.Has(ctx, collections.Join3(f.Recipient, string(f.Begins), id))
		if err == nil && known && f.need() != "" {
			needs++
			known, err = k.byNeed.Has(ctx, collections.Join3(f.need(), string(f.Begins), id))
		}
		if err != nil {
			return err
		}
		if !known {
			return ledger.ErrBroken.Refuse("%s is not in the indexes of what is compared", id)
		}
	}
	for _, c := range g.Claims {
		sent, err := k.sent(ctx, c)
		if err != nil {
			return err
		}
		if known, err := k.sentClaims.Has(ctx, sent.Id); err != nil || !known {
			return errors.Join(err, ErrUnknownClaim.Refuse("%s waits, and is not kept to be compared", sent.Id))
		}
	}
	return k.counted(ctx, len(g.ids()), needs, g.SentClaims)
}

// counted says that the indexes have nothing besides.
func (k Keeper) counted(ctx context.Context, tiers, needs int, sent []SentClaim) error {
	hashes := 0
	for _, c := range sent {
		hashes += len(c.Evidence)
	}
	for _, index := range []struct {
		name string
		want int
		walk func(func()) error
	}{
		{"recipients", tiers, func(each func()) error { return walk(ctx, k.byRecipient, each) }},
		{"needs", needs, func(each func()) error { return walk(ctx, k.byNeed, each) }},
		{"evidence", hashes, func(each func()) error { return walk(ctx, k.byEvidence, each) }},
		{"sums", len(sent), func(each func()) error { return walk(ctx, k.bySum, each) }},
	} {
		n := 0
		if err := index.walk(func() { n++ }); err != nil {
			return err
		}
		if n != index.want {
			return ledger.ErrBroken.Refuse("the index of %s has %d entries, and should have %d", index.name, n, index.want)
		}
	}
	return nil
}

func walk[K any](ctx context.Context, s collections.KeySet[K], each func()) error {
	return s.Walk(ctx, nil, func(K) (bool, error) {
		each()
		return false, nil
	})
}
