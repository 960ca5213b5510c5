package appropriation

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of appropriation.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Params(ctx context.Context, _ *QueryParamsRequest) (*QueryParamsResponse, error) {
	params, err := q.params.Get(ctx)
	return &QueryParamsResponse{Params: params}, err
}

func (q queryServer) Funds(ctx context.Context, req *QueryFundsRequest) (*QueryFundsResponse, error) {
	funds, page, err := query.CollectionPaginate(ctx, q.funds, req.Pagination,
		func(_ string, f Fund) (Fund, error) { return f, nil })
	return &QueryFundsResponse{Funds: funds, Pagination: page}, err
}

func (q queryServer) Fund(ctx context.Context, req *QueryFundRequest) (*QueryFundResponse, error) {
	fund, err := q.Keeper.Fund(ctx, req.Fund)
	return &QueryFundResponse{Fund: fund}, err
}

func (q queryServer) Status(ctx context.Context, req *QueryStatusRequest) (*QueryStatusResponse, error) {
	fund, err := q.Keeper.Fund(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	s := &QueryStatusResponse{Fund: fund.Symbol, Title: fund.Title}
	if s.Authority, err = q.ledger.Total(ctx, fund.Symbol, ledger.OtherAppropriations); err != nil {
		return nil, err
	}
	for _, row := range []struct {
		to  *money.Amount
		net ledger.Net
	}{
		{&s.NotApportioned, ledger.Unapportioned}, {&s.ApportionedNotAllotted, ledger.Apportioned},
		{&s.AllottedNotObligated, ledger.Allotted}, {&s.ObligatedNotDelivered, ledger.Undelivered},
		{&s.OwedNotPaid, ledger.Unpaid}, {&s.Paid, ledger.Paid},
	} {
		if *row.to, err = q.ledger.LeftInFund(ctx, fund.Symbol, row.net); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (q queryServer) Lines(ctx context.Context, req *QueryLinesRequest) (*QueryLinesResponse, error) {
	if _, err := q.Keeper.Fund(ctx, req.Fund); err != nil {
		return nil, err
	}
	prefix := req.Fund + ":"
	lines, page, err := query.CollectionPaginate(ctx, q.lines, req.Pagination,
		func(_ string, l Line) (LineStatus, error) {
			left, err := q.ledger.Left(ctx, req.Fund, l.Id, l.Kind.net())
			return LineStatus{Id: l.Id, Kind: l.Kind, Name: l.Name, Defc: l.Defc, Left: left}, err
		},
		func(o *query.CollectionsPaginateOptions[string]) { o.Prefix = &prefix })
	return &QueryLinesResponse{Lines: lines, Pagination: page}, err
}

func (q queryServer) Obligation(ctx context.Context, req *QueryObligationRequest) (*QueryObligationResponse, error) {
	o, err := q.Keeper.Obligation(ctx, req.Document)
	if err != nil {
		return nil, err
	}
	m, err := q.MoneyOf(ctx, o)
	return &QueryObligationResponse{Obligation: o, Undelivered: m.Undelivered, Unpaid: m.Unpaid, Paid: m.Paid}, err
}

func (q queryServer) Obligations(ctx context.Context, req *QueryObligationsRequest) (*QueryObligationsResponse, error) {
	obligations, page, err := query.CollectionPaginate(ctx, q.obligations, req.Pagination,
		func(_ string, o Obligation) (Obligation, error) { return o, nil })
	return &QueryObligationsResponse{Obligations: obligations, Pagination: page}, err
}
