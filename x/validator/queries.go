package validator

import (
	"context"
	"strings"

	"github.com/cosmos/cosmos-sdk/types/query"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries about validators.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Validators(ctx context.Context, req *QueryValidatorsRequest) (*QueryValidatorsResponse, error) {
	validators, page, err := query.CollectionPaginate(ctx, q.validators, req.Pagination,
		func(_ string, v Validator) (Validator, error) { return v, nil })
	return &QueryValidatorsResponse{Validators: validators, Pagination: page}, err
}

func (q queryServer) Validator(ctx context.Context, req *QueryValidatorRequest) (*QueryValidatorResponse, error) {
	v, err := q.validator(ctx, req.Validator)
	if err != nil {
		return nil, err
	}
	roster, err := q.roster.Get(ctx)
	return &QueryValidatorResponse{Validator: v, Record: roster.of(v.Id)}, err
}

func (q queryServer) Key(ctx context.Context, req *QueryKeyRequest) (*QueryKeyResponse, error) {
	bound, err := q.bound(ctx, strings.ToUpper(req.Address))
	return &QueryKeyResponse{Bound: bound}, err
}

func (q queryServer) Sets(ctx context.Context, _ *QuerySetsRequest) (*QuerySetsResponse, error) {
	sets, err := q.sets.Get(ctx)
	if err != nil {
		return nil, err
	}
	b, err := q.bench(ctx)
	if err != nil {
		return nil, err
	}
	most, err := b.mayCome(sets.Sets)
	return &QuerySetsResponse{Sets: sets.Sets, MayCome: most}, err
}

func (q queryServer) Records(ctx context.Context, _ *QueryRecordsRequest) (*QueryRecordsResponse, error) {
	roster, err := q.roster.Get(ctx)
	return &QueryRecordsResponse{Records: roster.Records}, err
}
