package consortium

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of the consortium.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Date(ctx context.Context, _ *QueryDateRequest) (*QueryDateResponse, error) {
	params, err := q.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	today, err := q.Today(ctx)
	return &QueryDateResponse{Date: today, Calendar: params.Calendar}, err
}

func (q queryServer) Members(ctx context.Context, req *QueryMembersRequest) (*QueryMembersResponse, error) {
	members, page, err := query.CollectionPaginate(ctx, q.members, req.Pagination,
		func(_ string, m Member) (Member, error) { return m, nil })
	return &QueryMembersResponse{Members: members, Pagination: page}, err
}

func (q queryServer) Officers(ctx context.Context, req *QueryOfficersRequest) (*QueryOfficersResponse, error) {
	officers, page, err := query.CollectionPaginate(ctx, q.officers, req.Pagination,
		func(_ string, o Officer) (Officer, error) { return o, nil })
	return &QueryOfficersResponse{Officers: officers, Pagination: page}, err
}

func (q queryServer) Officer(ctx context.Context, req *QueryOfficerRequest) (*QueryOfficerResponse, error) {
	officer, err := q.officer(ctx, req.Id)
	return &QueryOfficerResponse{Officer: officer}, err
}

func (q queryServer) Payees(ctx context.Context, req *QueryPayeesRequest) (*QueryPayeesResponse, error) {
	payees, page, err := query.CollectionPaginate(ctx, q.payees, req.Pagination,
		func(_ string, p Payee) (Payee, error) { return p, nil })
	return &QueryPayeesResponse{Payees: payees, Pagination: page}, err
}

func (q queryServer) Payee(ctx context.Context, req *QueryPayeeRequest) (*QueryPayeeResponse, error) {
	payee, err := q.payee(ctx, req.Uei)
	return &QueryPayeeResponse{Payee: payee}, err
}

func (q queryServer) Validators(ctx context.Context, req *QueryValidatorsRequest) (*QueryValidatorsResponse, error) {
	validators, page, err := query.CollectionPaginate(ctx, q.validators, req.Pagination,
		func(_ string, v Validator) (Validator, error) { return v, nil })
	return &QueryValidatorsResponse{Validators: validators, Pagination: page}, err
}

func (q queryServer) Key(ctx context.Context, req *QueryKeyRequest) (*QueryKeyResponse, error) {
	h, err := q.holder(ctx, req.Address)
	return &QueryKeyResponse{Holder: h}, err
}
