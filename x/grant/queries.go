package grant

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/x/history"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of grants.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Programmes(ctx context.Context, req *QueryProgrammesRequest) (*QueryProgrammesResponse, error) {
	programmes, page, err := query.CollectionPaginate(ctx, q.programmes, req.Pagination,
		func(_ string, p Programme) (Programme, error) { return p, nil })
	return &QueryProgrammesResponse{Programmes: programmes, Pagination: page}, err
}

func (q queryServer) Awards(ctx context.Context, req *QueryAwardsRequest) (*QueryAwardsResponse, error) {
	awards, page, err := query.CollectionPaginate(ctx, q.awards, req.Pagination,
		func(_ string, a Award) (Award, error) { return a, nil })
	return &QueryAwardsResponse{Awards: awards, Pagination: page}, err
}

func (q queryServer) Award(ctx context.Context, req *QueryAwardRequest) (*QueryAwardResponse, error) {
	award, err := q.award(ctx, req.Fain)
	if err != nil {
		return nil, err
	}
	p, err := q.position(ctx, award.Fain)
	if err != nil {
		return nil, err
	}
	claimable, err := q.claimable(ctx, tiers{{ID: award.Fain}}, Reimbursement)
	return &QueryAwardResponse{
		Award: award, Claimable: claimable, Unpaid: p.Unpaid, Paid: p.Paid, Advanced: p.Advanced, PassedOn: p.committed,
	}, err
}

func (q queryServer) SubAwards(ctx context.Context, req *QuerySubAwardsRequest) (*QuerySubAwardsResponse, error) {
	if _, err := q.award(ctx, req.Fain); err != nil {
		return nil, err
	}
	prefix := req.Fain + "/"
	all, page, err := query.CollectionPaginate(ctx, q.subAwards, req.Pagination,
		func(_ string, s SubAward) (SubAwardMoney, error) {
			m := SubAwardMoney{Id: s.Id, Recipient: s.Recipient, Description: s.Description, Closed: s.Closed}
			var err error
			m.Amount, m.Left, m.Claimed, err = q.moneyOf(ctx, s.tier(), position{})
			return m, err
		},
		func(o *query.CollectionsPaginateOptions[string]) { o.Prefix = &prefix })
	return &QuerySubAwardsResponse{SubAwards: all, Pagination: page}, err
}

func (q queryServer) Params(ctx context.Context, _ *QueryParamsRequest) (*QueryParamsResponse, error) {
	params, err := q.params.Get(ctx)
	return &QueryParamsResponse{Params: params}, err
}

func (q queryServer) Claims(ctx context.Context, req *QueryClaimsRequest) (*QueryClaimsResponse, error) {
	id := tierID(req.Fain, req.Sub)
	if _, _, err := q.tiers(ctx, id); err != nil {
		return nil, err
	}
	claims, page, err := query.CollectionPaginate(ctx, q.claims, req.Pagination,
		func(_ collections.Pair[string, string], c Claim) (Claim, error) { return c, nil },
		query.WithCollectionPaginationPairPrefix[string, string](id))
	return &QueryClaimsResponse{Claims: claims, Pagination: page}, err
}

func (q queryServer) Overlaps(ctx context.Context, req *QueryOverlapsRequest) (*QueryOverlapsResponse, error) {
	if _, err := q.award(ctx, req.Fain); err != nil {
		return nil, err
	}
	records, size, err := history.Records[OverlapRecord](ctx, q.history, OverlapsOf(req.Fain), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryOverlapsResponse{Overlaps: records, Size_: size}, nil
}

func (q queryServer) Decisions(ctx context.Context, req *QueryDecisionsRequest) (*QueryDecisionsResponse, error) {
	if _, err := q.award(ctx, req.Fain); err != nil {
		return nil, err
	}
	records, size, err := history.Records[ClaimRecord](ctx, q.history, ClaimsOf(req.Fain), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryDecisionsResponse{Decisions: records, Size_: size}, nil
}

func (q queryServer) Notices(ctx context.Context, req *QueryNoticesRequest) (*QueryNoticesResponse, error) {
	notices, page, err := query.CollectionPaginate(ctx, q.notices, req.Pagination,
		func(_ string, n Notice) (Notice, error) { return n, nil })
	return &QueryNoticesResponse{Notices: notices, Pagination: page}, err
}

func (q queryServer) Notice(ctx context.Context, req *QueryNoticeRequest) (*QueryNoticeResponse, error) {
	notice, err := q.notice(ctx, req.Notice)
	if err != nil {
		return nil, err
	}
	awarded, err := q.ledger.Noted(ctx, noticeSubject(notice.Number), noteAwarded)
	return &QueryNoticeResponse{Notice: notice, Awarded: awarded}, err
}

func (q queryServer) Applications(ctx context.Context, req *QueryApplicationsRequest) (*QueryApplicationsResponse, error) {
	if _, err := q.notice(ctx, req.Notice); err != nil {
		return nil, err
	}
	all, page, err := query.CollectionPaginate(ctx, q.applications, req.Pagination,
		func(_ collections.Pair[string, string], a Application) (Application, error) { return a, nil },
		query.WithCollectionPaginationPairPrefix[string, string](req.Notice))
	return &QueryApplicationsResponse{Applications: all, Pagination: page}, err
}

func (q queryServer) Applied(ctx context.Context, req *QueryAppliedRequest) (*QueryAppliedResponse, error) {
	if _, err := q.notice(ctx, req.Notice); err != nil {
		return nil, err
	}
	records, size, err := history.Records[ApplicationRecord](ctx, q.history, ApplicationsOf(req.Notice), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryAppliedResponse{Records: records, Size_: size}, nil
}

func (q queryServer) Appeals(ctx context.Context, req *QueryAppealsRequest) (*QueryAppealsResponse, error) {
	id := tierID(req.Fain, req.Sub)
	if _, _, err := q.tiers(ctx, id); err != nil {
		return nil, err
	}
	all, page, err := query.CollectionPaginate(ctx, q.appeals, req.Pagination,
		func(_ collections.Pair[string, uint64], a Appeal) (Appeal, error) { return a, nil },
		query.WithCollectionPaginationPairPrefix[string, uint64](id))
	return &QueryAppealsResponse{Appeals: all, Pagination: page}, err
}

func (q queryServer) Appealed(ctx context.Context, req *QueryAppealedRequest) (*QueryAppealedResponse, error) {
	if _, err := q.award(ctx, req.Fain); err != nil {
		return nil, err
	}
	records, size, err := history.Records[AppealRecord](ctx, q.history, AppealsOf(req.Fain), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryAppealedResponse{Records: records, Size_: size}, nil
}
