package appropriation

import (
	"context"

	"cosmossdk.io/collections"

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
	if s.Year, err = q.ledger.Year(ctx, fund.Symbol); err != nil {
		return nil, err
	}
	for _, row := range []struct {
		to  *money.Amount
		net ledger.Net
	}{
		{&s.Authority, ledger.Resources}, {&s.Deferred, ledger.Deferred}, {&s.NotApportioned, ledger.Unapportioned},
		{&s.ApportionedNotAllotted, ledger.Apportioned}, {&s.AllottedNotObligated, ledger.Allotted},
		{&s.Committed, ledger.Committed}, {&s.Expired, ledger.Expired}, {&s.ObligatedNotDelivered, ledger.Undelivered},
		{&s.Advanced, ledger.Advanced}, {&s.OwedNotPaid, ledger.Unpaid}, {&s.Paid, ledger.Paid},
	} {
		if *row.to, err = q.ledger.LifeInFund(ctx, fund.Symbol, row.net); err != nil {
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
			return LineStatus{Id: l.Id, Kind: l.Kind, Name: l.Name, Defc: l.Defc, Opens: l.Opens, Left: left}, err
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
	return &QueryObligationResponse{Obligation: o, Undelivered: m.Undelivered, Advanced: m.Advanced, Unpaid: m.Unpaid, Paid: m.Paid}, err
}

func (q queryServer) Obligations(ctx context.Context, req *QueryObligationsRequest) (*QueryObligationsResponse, error) {
	obligations, page, err := query.CollectionPaginate(ctx, q.obligations, req.Pagination,
		func(_ string, o Obligation) (Obligation, error) { return o, nil })
	return &QueryObligationsResponse{Obligations: obligations, Pagination: page}, err
}

func (q queryServer) Agenda(ctx context.Context, req *QueryAgendaRequest) (*QueryAgendaResponse, error) {
	agenda, page, err := query.CollectionPaginate(ctx, q.agenda, req.Pagination,
		func(at collections.Pair[string, string], _ collections.NoValue) (Due, error) { return dueAt(at), nil })
	return &QueryAgendaResponse{Agenda: agenda, Pagination: page}, err
}
