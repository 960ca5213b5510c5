package grant

import (
	"context"
	"strconv"
	"strings"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/terms"
)

// ModuleName is the module's name, and that of its store.
const (
	ModuleName = "grant"
	StoreKey   = ModuleName
)

// Keeper keeps programmes, notices and awards, and the claims, applications and appeals that wait for a decision. Decided ones stand in
// the logs of their award or notice.
type Keeper struct {
	history       history.Keeper
	consortium    consortium.Keeper
	ledger        ledger.Keeper
	appropriation appropriation.Keeper
	payment       payment.Keeper
	terms         terms.Keeper

	schema     collections.Schema
	programmes collections.Map[string, Programme]                       // by listing
	awards     collections.Map[string, Award]                           // by FAIN
	claims     collections.Map[collections.Pair[string, string], Claim] // by award or sub-award, number
	subAwards  collections.Map[string, SubAward]                        // by id
	params     collections.Item[Params]

	// What is compared: awards and sub-awards by recipient, and by disaster and place; claims that were not rejected, by the hash of a
	// document, and by payee and amount.
	byRecipient, byNeed collections.KeySet[byDay]
	sentClaims          collections.Map[string, SentClaim] // by id
	byEvidence, bySum   collections.KeySet[collections.Pair[string, string]]
	notices             collections.Map[string, Notice]                                // by number
	applications        collections.Map[collections.Pair[string, string], Application] // by notice, applicant
	appeals             collections.Map[collections.Pair[string, uint64], Appeal]      // by award or sub-award, number of the decision
	appealed            collections.KeySet[collections.Pair[string, uint64]]           // FAIN, number of the decision that was ever appealed
	answers             collections.Map[string, Answer]                                // by bill
	recipients          collections.KeySet[collections.Pair[string, string]]           // payee, award or sub-award
}

// NewKeeper builds the room on its store, on the logs, on those who may act, on the memoranda, on the obligations, on what is owed
// and on the contracts.
func NewKeeper(
	cdc codec.Codec, store corestore.KVStoreService,
	h history.Keeper, c consortium.Keeper, l ledger.Keeper, a appropriation.Keeper, p payment.Keeper, t terms.Keeper,
) Keeper {
	sb, id := collections.NewSchemaBuilder(store), collections.StringKey
	day, pair := collections.TripleKeyCodec(id, id, id), collections.PairKeyCodec(id, id)
	k := Keeper{
		history:       h,
		consortium:    c,
		ledger:        l,
		appropriation: a,
		payment:       p,
		terms:         t,
		programmes:    collections.NewMap(sb, collections.NewPrefix(0), "programmes", id, codec.CollValue[Programme](cdc)),
		awards:        collections.NewMap(sb, collections.NewPrefix(1), "awards", id, codec.CollValue[Award](cdc)),
		claims: collections.NewMap(sb, collections.NewPrefix(2), "claims",
			pair, codec.CollValue[Claim](cdc)),
		subAwards:   collections.NewMap(sb, collections.NewPrefix(3), "sub_awards", id, codec.CollValue[SubAward](cdc)),
		params:      collections.NewItem(sb, collections.NewPrefix(4), "params", codec.CollValue[Params](cdc)),
		byRecipient: collections.NewKeySet(sb, collections.NewPrefix(5), "by_recipient", day),
		byNeed:      collections.NewKeySet(sb, collections.NewPrefix(6), "by_need", day),
		sentClaims:  collections.NewMap(sb, collections.NewPrefix(7), "sent_claims", id, codec.CollValue[SentClaim](cdc)),
		byEvidence:  collections.NewKeySet(sb, collections.NewPrefix(8), "by_evidence", pair),
		bySum:       collections.NewKeySet(sb, collections.NewPrefix(9), "by_sum", pair),
		notices:     collections.NewMap(sb, collections.NewPrefix(10), "notices", id, codec.CollValue[Notice](cdc)),
		applications: collections.NewMap(sb, collections.NewPrefix(11), "applications",
			collections.PairKeyCodec(id, id), codec.CollValue[Application](cdc)),
		appeals: collections.NewMap(sb, collections.NewPrefix(12), "appeals",
			collections.PairKeyCodec(id, collections.Uint64Key), codec.CollValue[Appeal](cdc)),
		appealed: collections.NewKeySet(sb, collections.NewPrefix(13), "appealed",
			collections.PairKeyCodec(id, collections.Uint64Key)),
		answers: collections.NewMap(sb, collections.NewPrefix(20), "answers", id, codec.CollValue[Answer](cdc)),
		recipients: collections.NewKeySet(sb, collections.NewPrefix(21), "recipients",
			collections.PairKeyCodec(id, id)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// ClaimsOf names the log that holds the decided claims of an award, and of all below it.
func ClaimsOf(fain string) string { return "claims/" + fain }

// ApplicationsOf names the log that holds the applications to a notice that wait no more.
func ApplicationsOf(notice string) string { return "applications/" + notice }

// AppealsOf names the log that holds the decided appeals under an award, and all below it.
func AppealsOf(fain string) string { return "appeals/" + fain }

func (k Keeper) programme(ctx context.Context, listing string) (Programme, error) {
	return room.Get(ctx, k.programmes, listing, ErrUnknownProgramme, "listing %q", listing)
}

func (k Keeper) award(ctx context.Context, fain string) (Award, error) {
	return room.Get(ctx, k.awards, fain, ErrUnknownAward, "FAIN %q", fain)
}

func (k Keeper) subAward(ctx context.Context, id string) (SubAward, error) {
	return room.Get(ctx, k.subAwards, id, ErrUnknownSubAward, "%q", rule.Clip(id, maxSubject))
}

func (k Keeper) claim(ctx context.Context, id, number string) (Claim, error) {
	return room.Get(ctx, k.claims, collections.Join(id, number), ErrUnknownClaim, "number %q under %s", number, rule.Clip(id, maxSubject))
}

func (k Keeper) notice(ctx context.Context, number string) (Notice, error) {
	return room.Get(ctx, k.notices, number, ErrUnknownNotice, "notice %q", rule.Clip(number, maxNumber))
}

// application is the one of an id, with its notice.
func (k Keeper) application(ctx context.Context, id string) (n Notice, a Application, err error) {
	number, applicant, err := splitApplication(id)
	if err != nil {
		return n, a, err
	}
	if n, err = k.notice(ctx, number); err != nil {
		return n, a, err
	}
	a, err = room.Get(ctx, k.applications, collections.Join(number, applicant), ErrUnknownNotice, "no application %s waits", id)
	return n, a, err
}

func (k Keeper) appeal(ctx context.Context, id string, index uint64) (Appeal, error) {
	return room.Get(ctx, k.appeals, collections.Join(id, index), ErrUnknownClaim, "no appeal of decision %d under %s waits", index, id)
}

// tiers are the award of an id, and what was passed on from it down to the id.
func (k Keeper) tiers(ctx context.Context, id string) (Award, tiers, error) {
	award, err := k.award(ctx, FAINOf(id))
	if err != nil {
		return award, nil, err
	}
	obligation, err := k.appropriation.Obligation(ctx, award.Fain)
	if err != nil {
		return award, nil, err
	}
	ts := tiers{award.tier(obligation.Place)}
	for at := len(award.Fain) + 1; at < len(id); at++ {
		if next := strings.IndexByte(id[at:], '/'); next < 0 {
			at = len(id)
		} else {
			at += next
		}
		sub, err := k.subAward(ctx, id[:at])
		if err != nil {
			return award, nil, err
		}
		ts = append(ts, sub.tier())
	}
	return award, ts, nil
}

// waiting is a claim or an appeal under an award or sub-award, or below it, that waits for a decision; empty if there is none.
func (k Keeper) waiting(ctx context.Context, id string) (found string, err error) {
	// '0' follows '/': the range has the id itself and everything below it, and no other award.
	all := new(collections.Range[collections.Pair[string, string]]).
		StartInclusive(collections.Join(id, "")).EndExclusive(collections.Join(id+"0", ""))
	err = k.claims.Walk(ctx, all, func(at collections.Pair[string, string], _ Claim) (stop bool, err error) {
		found = "claim " + at.K2() + " under " + at.K1()
		return true, nil
	})
	if err != nil || found != "" {
		return found, err
	}
	appeals := new(collections.Range[collections.Pair[string, uint64]]).
		StartInclusive(collections.Join(id, uint64(0))).EndExclusive(collections.Join(id+"0", uint64(0)))
	err = k.appeals.Walk(ctx, appeals, func(at collections.Pair[string, uint64], _ Appeal) (stop bool, err error) {
		found = "the appeal of decision " + strconv.FormatUint(at.K2(), 10) + " under " + at.K1()
		return true, nil
	})
	return found, err
}

// bill names the sum of a claim, in the fiscal year in which its costs end.
func (k Keeper) bill(ctx context.Context, c Claim) (payment.Bill, error) {
	year, err := k.appropriation.FiscalYear(ctx, c.Ends)
	return payment.Bill{Payee: c.Payee, FiscalYear: year, Number: c.Number, Again: c.Again}, err
}
