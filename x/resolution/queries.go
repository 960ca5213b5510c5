package resolution

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of resolutions.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Resolutions(ctx context.Context, req *QueryResolutionsRequest) (*QueryResolutionsResponse, error) {
	open, page, err := query.CollectionPaginate(ctx, q.resolutions, req.Pagination,
		func(_ uint64, r Resolution) (Resolution, error) { return r, nil })
	return &QueryResolutionsResponse{Resolutions: open, Pagination: page}, err
}

func (q queryServer) Resolution(ctx context.Context, req *QueryResolutionRequest) (*QueryResolutionResponse, error) {
	r, err := q.resolution(ctx, req.Resolution)
	if err != nil {
		return nil, err
	}
	count, err := q.count(ctx, r)
	return &QueryResolutionResponse{Resolution: r, Electorate: count.Electorate, Yes: count.Yes, Needed: count.Needed}, err
}

func (q queryServer) Decisions(ctx context.Context, req *QueryDecisionsRequest) (*QueryDecisionsResponse, error) {
	entries, size, err := q.history.Entries(ctx, Log, req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	answer := &QueryDecisionsResponse{Decisions: make([]Decision, len(entries)), Size_: size}
	for i, bz := range entries {
		if err := q.cdc.Unmarshal(bz, &answer.Decisions[i]); err != nil {
			return nil, err
		}
	}
	return answer, nil
}
