package terms

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of contracts.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Contracts(ctx context.Context, req *QueryContractsRequest) (*QueryContractsResponse, error) {
	lines, page, err := query.CollectionPaginate(ctx, q.contracts, req.Pagination,
		func(_ collections.Pair[string, uint32], c Contract) (ContractLine, error) {
			t, err := Parse(c.Text)
			if err != nil {
				return ContractLine{}, err
			}
			return ContractLine{
				Contract: c.Ref(), Title: t.Title, Member: c.Member, Published: string(c.Published), Clauses: uint32(len(t.Clauses)),
			}, nil
		})
	return &QueryContractsResponse{Contracts: lines, Pagination: page}, err
}

func (q queryServer) Contract(ctx context.Context, req *QueryContractRequest) (*QueryContractResponse, error) {
	c, err := q.version(ctx, req.Name, req.Version)
	if err != nil {
		return nil, err
	}
	t, err := Parse(c.Text)
	if err != nil {
		return nil, err
	}
	return &QueryContractResponse{Contract: c, Title: t.Title, Clauses: t.Clauses, Effects: t.Effects}, nil
}

// version is a version of a contract, or the last if none is named.
func (q queryServer) version(ctx context.Context, name string, version uint32) (Contract, error) {
	if version > 0 {
		return room.Get(ctx, q.contracts, collections.Join(name, version), ErrUnknown, "%s/%d", rule.Clip(name, maxID), version)
	}
	last, err := q.last(ctx, name)
	if err != nil {
		return Contract{}, err
	}
	if last == nil {
		return Contract{}, ErrUnknown.Refuse("%s", rule.Clip(name, maxID))
	}
	return *last, nil
}

func (q queryServer) Marks(ctx context.Context, req *QueryMarksRequest) (*QueryMarksResponse, error) {
	prefix := collections.TriplePrefix[string, string, string](req.Subject)
	all, page, err := query.CollectionPaginate(ctx, q.marks, req.Pagination,
		func(at markKey, value int64) (Mark, error) {
			return Mark{Subject: at.K1(), Contract: at.K2(), Name: at.K3(), Value: value}, nil
		},
		func(o *query.CollectionsPaginateOptions[markKey]) { o.Prefix = &prefix })
	return &QueryMarksResponse{Marks: all, Pagination: page}, err
}

func (q queryServer) Variables(context.Context, *QueryVariablesRequest) (*QueryVariablesResponse, error) {
	answer := &QueryVariablesResponse{}
	for _, v := range Variables {
		answer.Variables = append(answer.Variables, VariableLine{Name: v.Name, Kind: v.Kind.String(), About: v.About})
	}
	return answer, nil
}
