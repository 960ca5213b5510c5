package grant

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// owedTo is what a payee is owed and was not disbursed, by award and sub-award.
func (k Keeper) owedTo(ctx context.Context, payee string) (map[string]money.Amount, error) {
	open, err := k.payment.Unsettled(ctx, payee, maxOpen+1)
	if err != nil {
		return nil, err
	}
	if err := atMost(maxOpen, uint64(len(open)), "payables of %s that are not settled", payee); err != nil {
		return nil, err
	}
	all := make(map[string]money.Amount)
	for _, p := range open {
		if p.Advance || p.Status == payment.PayableDisbursed {
			continue
		}
		claim, err := k.answers.Get(ctx, p.Id)
		if errors.Is(err, collections.ErrNotFound) {
			continue // of a contract
		}
		if err != nil {
			return nil, err
		}
		if all[claim.Under], err = money.Add(all[claim.Under], p.Amount); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (q queryServer) Origins(ctx context.Context, req *QueryOriginsRequest) (*QueryOriginsResponse, error) {
	payee, err := q.payee(ctx, req.Uei)
	if err != nil {
		return nil, err
	}
	t := tree{Keeper: q.Keeper}
	origins, page, err := query.CollectionPaginate(ctx, q.recipients, bounded(req.Pagination),
		func(at collections.Pair[string, string], _ collections.NoValue) (Origin, error) {
			return t.origin(ctx, at.K2())
		},
		query.WithCollectionPaginationPairPrefix[string, string](payee.Uei))
	return &QueryOriginsResponse{Name: payee.Name, Origins: origins, Pagination: page}, err
}

// payee refuses a question for a payee who is not known.
func (k Keeper) payee(ctx context.Context, uei string) (p consortium.Payee, err error) {
	if err := consortium.CheckUEI(uei); err != nil {
		return p, err
	}
	return k.consortium.Payee(ctx, uei)
}

// origin is an award or a sub-award, with its way up to the law.
func (t *tree) origin(ctx context.Context, id string) (o Origin, err error) {
	obligation, err := t.appropriation.Obligation(ctx, FAINOf(id))
	if err != nil {
		return o, err
	}
	var d Descent
	if pathOf(id) == "" {
		d, err = t.ofDocument(ctx, obligation)
	} else {
		d, o.From, err = t.passedOn(ctx, id)
	}
	if err != nil {
		return o, err
	}
	way, err := t.appropriation.WayUp(ctx, obligation)
	if err != nil {
		return o, err
	}
	o.Id, o.Amount, o.Paid, o.Owed, o.Left = id, d.Amount, d.Paid, d.Owed, d.Left
	o.Fund, o.Authority, o.Law, o.Defc = way.Fund, way.Authority, way.Law, way.Defc
	o.Apportionment, o.Allotment, o.Office = way.Apportionment, way.Allotment, way.Office
	return o, nil
}

// passedOn is a sub-award, and who passed it on.
func (t *tree) passedOn(ctx context.Context, id string) (d Descent, from string, err error) {
	_, s, ts, err := t.part(ctx, id)
	if err != nil {
		return d, "", err
	}
	d, err = t.ofSubAward(ctx, s)
	return d, ts[len(ts)-1].Recipient, err
}

func (q queryServer) PayeeClaims(ctx context.Context, req *QueryPayeeClaimsRequest) (*QueryPayeeClaimsResponse, error) {
	payee, err := q.payee(ctx, req.Uei)
	if err != nil {
		return nil, err
	}
	prefix := payee.Uei + "/"
	claims, page, err := query.CollectionPaginate(ctx, q.answers, bounded(req.Pagination),
		func(_ string, a Answer) (PayeeClaim, error) { return q.traced(ctx, a) },
		func(o *query.CollectionsPaginateOptions[string]) { o.Prefix = &prefix })
	return &QueryPayeeClaimsResponse{Claims: claims, Pagination: page}, err
}

// traced is an approved claim with what became of it, and the law that pays it.
func (k Keeper) traced(ctx context.Context, a Answer) (c PayeeClaim, err error) {
	c = PayeeClaim{Bill: a.Bill, Under: a.Under, Kind: a.Kind, Amount: a.Amount, Approved: a.On, Status: "accounted",
		TakenBack: a.TakenBack}
	if a.Kind != Liquidation {
		_, why, err := k.payment.Paid(ctx, a.Bill)
		if err != nil {
			return c, err
		}
		switch {
		case why == "":
			c.Status = "settled"
		case why == payment.Unpaid && a.Kind == Advance:
			c.Status = "withdrawn"
		case why == payment.Unpaid:
			c.Status = "disallowed"
		default:
			c.Status = why
		}
	}
	obligation, err := k.appropriation.Obligation(ctx, FAINOf(a.Under))
	if err != nil {
		return c, err
	}
	way, err := k.appropriation.WayUp(ctx, obligation)
	c.Authority, c.Law = way.Authority, way.Law
	return c, err
}
