package grant

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// sum names what a payee claims, for the index.
func sum(payee string, amount money.Amount) string {
	return payee + "/" + strconv.FormatInt(int64(amount), 10)
}

// sentID names what is kept of a claim by its award or sub-award and its bill, without the payee.
func sentID(under, bill string) string {
	_, number, _ := strings.Cut(bill, "/")
	return under + " " + number
}

// sent is what is kept of a claim. Its number may be used again in another fiscal year, so its id has that of the end of its costs.
func (k Keeper) sent(ctx context.Context, c Claim) (SentClaim, error) {
	bill, err := k.bill(ctx, c)
	return SentClaim{
		Id: sentID(c.id(), bill.ID()), Payee: c.Payee, Amount: c.Amount, Begins: c.Begins, Ends: c.Ends,
		Evidence: c.Evidence,
	}, err
}

// remember makes a claim known to those that are compared with it.
func (k Keeper) remember(ctx context.Context, claim Claim) error {
	c, err := k.sent(ctx, claim)
	if err != nil {
		return err
	}
	return k.keepSent(ctx, c)
}

// keepSent writes what is kept of a claim, and its indexes.
func (k Keeper) keepSent(ctx context.Context, c SentClaim) error {
	if err := k.sentClaims.Set(ctx, c.Id, c); err != nil {
		return err
	}
	for _, hash := range c.Evidence {
		if err := k.byEvidence.Set(ctx, collections.Join(hash, c.Id)); err != nil {
			return err
		}
	}
	return k.bySum.Set(ctx, collections.Join(sum(c.Payee, c.Amount), c.Id))
}

// forget lets the evidence of a rejected claim be used again.
func (k Keeper) forget(ctx context.Context, claim Claim) error {
	c, err := k.sent(ctx, claim)
	if err != nil {
		return err
	}
	return k.forgetSent(ctx, c)
}

// forgetAnswer is forget for a claim that was approved and is disallowed.
func (k Keeper) forgetAnswer(ctx context.Context, a Answer) error {
	c, err := k.sentClaims.Get(ctx, sentID(a.Under, a.Bill))
	if err != nil {
		return err
	}
	return k.forgetSent(ctx, c)
}

func (k Keeper) forgetSent(ctx context.Context, c SentClaim) error {
	if err := k.sentClaims.Remove(ctx, c.Id); err != nil {
		return err
	}
	for _, hash := range c.Evidence {
		if err := k.byEvidence.Remove(ctx, collections.Join(hash, c.Id)); err != nil {
			return err
		}
	}
	return k.bySum.Remove(ctx, collections.Join(sum(c.Payee, c.Amount), c.Id))
}

// besideClaim is what is found beside a claim when it is approved: what others paid for the same loss, what was found when its sub-awards
// were made and nobody has explained yet, and other claims, waiting or approved, with a document or the sum of it.
func (k Keeper) besideClaim(ctx context.Context, ts tiers, claim Claim) (found []Finding, err error) {
	if claim.Compensated > 0 {
		found = append(found, Finding{Kind: Duplication, Reasons: []OverlapReason{Compensated}})
	}
	for _, t := range ts {
		if t.Found != OverlapKindUnspecified {
			found = append(found, Finding{Kind: t.Found, With: t.ID, Reasons: []OverlapReason{PassedOn}})
		}
	}
	own, err := k.sent(ctx, claim)
	if err != nil {
		return nil, err
	}
	others, more, err := k.others(ctx, own)
	if err != nil {
		return nil, err
	}
	for _, id := range others {
		other, err := k.sentClaims.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if f, is := own.compare(other); is && len(found) < maxFound {
			found = append(found, f)
		} else if is {
			more = true
		}
	}
	if more {
		found = append(found, Finding{Kind: LeftOut, With: others[len(others)-1]})
	}
	return found, nil
}

// others are the ids of the claims with which one is compared, each once: half of the bound by its documents, half by its sum.
func (k Keeper) others(ctx context.Context, own SentClaim) (ids []string, more bool, err error) {
	limit := maxCompared / 2
	collect := func(in collections.KeySet[collections.Pair[string, string]], key string) error {
		all := collections.NewPrefixedPairRange[string, string](key).Descending()
		return in.Walk(ctx, all, func(at collections.Pair[string, string]) (stop bool, err error) {
			if at.K2() == own.Id || slices.Contains(ids, at.K2()) {
				return false, nil
			}
			if len(ids) == limit {
				more = true
				return true, nil
			}
			ids = append(ids, at.K2())
			return false, nil
		})
	}
	for _, hash := range own.Evidence {
		if err := collect(k.byEvidence, hash); err != nil {
			return nil, false, err
		}
	}
	limit = maxCompared
	err = collect(k.bySum, sum(own.Payee, own.Amount))
	return ids, more, err
}

// fault says what is wrong with what is kept of a claim, or nil.
func (c SentClaim) fault() error {
	under, bill, _ := strings.Cut(c.Id, " ")
	year, number, _ := strings.Cut(bill, "/")
	if n, err := strconv.Atoi(year); err != nil || strconv.Itoa(n) != year || under == "" {
		return ErrUnknownClaim.Refuse("%q is not an award, a fiscal year and a number", rule.Clip(c.Id, maxSubject))
	}
	number, again, _ := strings.Cut(number, ".") // a bill that is owed again
	if n, err := strconv.Atoi(again); again != "" && (err != nil || n < 2) {
		return payment.ErrMalformedBill.Refuse("%q is no count of times", rule.Clip(again, maxSubject))
	}
	if normal, err := payment.Normalise(number); err != nil || normal != number {
		return payment.ErrMalformedBill.Refuse("%q is not normalised", rule.Clip(number, maxSubject))
	}
	if why := c.Amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	if err := checkEvidence(c.Evidence); err != nil {
		return err
	}
	if err := consortium.CheckUEI(c.Payee); err != nil {
		return err
	}
	return checkPeriod(c.Begins, c.Ends)
}

// sentFaults adds the faults of what is kept of claims.
func (g GenesisState) sentFaults(f *room.Faults, awards map[string]bool) {
	seen := make(map[string]bool)
	for i, c := range g.SentClaims {
		place := fmt.Sprintf("sent_claims[%d] %s", i, c.Id)
		f.Add(place, c.fault())
		if seen[c.Id] {
			f.Add(place, ErrDuplicateClaim.Refuse("given twice"))
		}
		seen[c.Id] = true
		if !awards[c.under()] {
			f.Add(place, ErrUnknownAward.Refuse("%q", rule.Clip(c.under(), maxSubject)))
		}
	}
}
