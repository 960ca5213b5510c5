package consortium

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of the consortium.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func same[K, V any](_ K, v V) (V, error) { return v, nil }

func (q queryServer) Date(ctx context.Context, _ *QueryDateRequest) (*QueryDateResponse, error) {
	calendar, err := q.calendar.Get(ctx)
	if err != nil {
		return nil, err
	}
	today, err := q.Today(ctx)
	return &QueryDateResponse{Date: today, Calendar: Calendar(calendar)}, err
}

func (q queryServer) Members(ctx context.Context, req *QueryMembersRequest) (*QueryMembersResponse, error) {
	members, page, err := query.CollectionPaginate(ctx, q.members, req.Pagination, same[string, Member])
	return &QueryMembersResponse{Members: members, Pagination: page}, err
}

func (q queryServer) Officers(ctx context.Context, req *QueryOfficersRequest) (*QueryOfficersResponse, error) {
	officers, page, err := query.CollectionPaginate(ctx, q.officers, req.Pagination, same[string, Officer])
	return &QueryOfficersResponse{Officers: officers, Pagination: page}, err
}

func (q queryServer) Officer(ctx context.Context, req *QueryOfficerRequest) (*QueryOfficerResponse, error) {
	officer, err := q.Keeper.Officer(ctx, req.Id)
	return &QueryOfficerResponse{Officer: officer}, err
}

func (q queryServer) Payees(ctx context.Context, req *QueryPayeesRequest) (*QueryPayeesResponse, error) {
	payees, page, err := query.CollectionPaginate(ctx, q.payees, req.Pagination, same[string, Payee])
	return &QueryPayeesResponse{Payees: payees, Pagination: page}, err
}

func (q queryServer) Payee(ctx context.Context, req *QueryPayeeRequest) (*QueryPayeeResponse, error) {
	payee, err := q.Keeper.Payee(ctx, req.Uei)
	return &QueryPayeeResponse{Payee: payee}, err
}

func (q queryServer) Invitations(ctx context.Context, req *QueryInvitationsRequest) (*QueryInvitationsResponse, error) {
	invitations, page, err := query.CollectionPaginate(ctx, q.invitations, req.Pagination, same[pair, Invitation])
	return &QueryInvitationsResponse{Invitations: invitations, Pagination: page}, err
}

func (q queryServer) Proposals(ctx context.Context, req *QueryProposalsRequest) (*QueryProposalsResponse, error) {
	proposals, page, err := query.CollectionPaginate(ctx, q.proposals, req.Pagination, same[pair, Proposal],
		query.WithCollectionPaginationPairPrefix[string, string](req.Member))
	return &QueryProposalsResponse{Proposals: proposals, Pagination: page}, err
}

func (q queryServer) Charter(ctx context.Context, _ *QueryCharterRequest) (*QueryCharterResponse, error) {
	charter, err := q.Keeper.Charter(ctx)
	return &QueryCharterResponse{Charter: charter}, err
}

func (q queryServer) Key(ctx context.Context, req *QueryKeyRequest) (*QueryKeyResponse, error) {
	h, err := q.holder(ctx, req.Address)
	return &QueryKeyResponse{Holder: h}, err
}
