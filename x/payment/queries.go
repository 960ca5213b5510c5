package payment

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/history"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of payment.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Payables(ctx context.Context, req *QueryPayablesRequest) (*QueryPayablesResponse, error) {
	payables, page, err := query.CollectionPaginate(ctx, q.payables, req.Pagination,
		func(_ string, p Payable) (Payable, error) { return p, nil })
	return &QueryPayablesResponse{Payables: payables, Pagination: page}, err
}

func (q queryServer) Payable(ctx context.Context, req *QueryPayableRequest) (*QueryPayableResponse, error) {
	p, err := q.payable(ctx, req.Payable)
	return &QueryPayableResponse{Payable: p}, err
}

func (q queryServer) Schedules(ctx context.Context, req *QuerySchedulesRequest) (*QuerySchedulesResponse, error) {
	schedules, page, err := query.CollectionPaginate(ctx, q.schedules, req.Pagination,
		func(_ string, s Schedule) (Schedule, error) { return s, nil })
	return &QuerySchedulesResponse{Schedules: schedules, Pagination: page}, err
}

// Schedule answers with all lines the schedule was prepared with; the amount is that of the lines still to be settled.
func (q queryServer) Schedule(ctx context.Context, req *QueryScheduleRequest) (*QueryScheduleResponse, error) {
	s, err := room.Get(ctx, q.schedules, req.Schedule, ErrUnknownSchedule, "%q", req.Schedule)
	if err != nil {
		return nil, err
	}
	ids, open, err := q.waiting(ctx, s.Id)
	if err != nil {
		return nil, err
	}
	sum, err := total(open)
	return &QueryScheduleResponse{Schedule: s, Amount: sum, Payables: ids}, err
}

// waiting are the payables that a schedule was prepared with, and those of them that are still on it.
func (k Keeper) waiting(ctx context.Context, schedule string) (ids []string, open []Payable, err error) {
	list, err := k.lines.Get(ctx, schedule)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range list.Payables {
		p, found, err := k.Payable(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		if found && p.Schedule == schedule {
			open = append(open, p)
		}
	}
	return list.Payables, open, nil
}

func (q queryServer) Payments(ctx context.Context, req *QueryPaymentsRequest) (*QueryPaymentsResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Office); err != nil {
		return nil, err
	}
	records, size, err := history.Records[PaymentRecord](ctx, q.history, PaymentsOf(req.Office), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryPaymentsResponse{Payments: records, Size_: size}, nil
}

func (q queryServer) Receipts(ctx context.Context, req *QueryReceiptsRequest) (*QueryReceiptsResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Office); err != nil {
		return nil, err
	}
	records, size, err := history.Records[ReceiptRecord](ctx, q.history, ReceiptsOf(req.Office), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryReceiptsResponse{Receipts: records, Size_: size}, nil
}

func (q queryServer) Exceptions(ctx context.Context, req *QueryExceptionsRequest) (*QueryExceptionsResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Office); err != nil {
		return nil, err
	}
	all, page, err := query.CollectionPaginate(ctx, q.exceptions, req.Pagination,
		func(_ collections.Pair[string, string], e Exception) (Exception, error) { return e, nil },
		query.WithCollectionPaginationPairPrefix[string, string](req.Office))
	return &QueryExceptionsResponse{Exceptions: all, Pagination: page}, err
}

func (q queryServer) Closed(ctx context.Context, req *QueryClosedRequest) (*QueryClosedResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Office); err != nil {
		return nil, err
	}
	records, size, err := history.Records[ExceptionRecord](ctx, q.history, ExceptionsOf(req.Office), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryClosedResponse{Exceptions: records, Size_: size}, nil
}

func (q queryServer) Answered(ctx context.Context, req *QueryAnsweredRequest) (*QueryAnsweredResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Office); err != nil {
		return nil, err
	}
	last, err := q.lastOf(ctx, collections.Join(req.Office, req.File))
	return &QueryAnsweredResponse{Last: last}, err
}

func (q queryServer) Accounts(ctx context.Context, req *QueryAccountsRequest) (*QueryAccountsResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Office); err != nil {
		return nil, err
	}
	all, page, err := query.CollectionPaginate(ctx, q.accounts, req.Pagination,
		func(_ collections.Pair[string, string], a Account) (Account, error) { return a, nil },
		query.WithCollectionPaginationPairPrefix[string, string](req.Office))
	return &QueryAccountsResponse{Accounts: all, Pagination: page}, err
}

func (q queryServer) Account(ctx context.Context, req *QueryAccountRequest) (*QueryAccountResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Office); err != nil {
		return nil, err
	}
	account, err := room.Get(ctx, q.accounts, collections.Join(req.Office, req.Payee), ErrUnknownAccount, "%q at %q", req.Payee, req.Office)
	return &QueryAccountResponse{Account: account}, err
}

func (q queryServer) Marks(ctx context.Context, req *QueryMarksRequest) (*QueryMarksResponse, error) {
	all, page, err := query.CollectionPaginate(ctx, q.marks, req.Pagination,
		func(_ collections.Pair[string, string], m Mark) (Mark, error) { return m, nil })
	return &QueryMarksResponse{Marks: all, Pagination: page}, err
}

func (q queryServer) Interest(ctx context.Context, req *QueryInterestRequest) (*QueryInterestResponse, error) {
	all, page, err := query.CollectionPaginate(ctx, q.interest, req.Pagination,
		func(_ string, i Interest) (Interest, error) { return i, nil })
	return &QueryInterestResponse{Interest: all, Pagination: page}, err
}

func (q queryServer) InterestRates(ctx context.Context, req *QueryInterestRatesRequest) (*QueryInterestRatesResponse, error) {
	all, page, err := query.CollectionPaginate(ctx, q.rates, req.Pagination,
		func(_ string, r InterestRate) (InterestRate, error) { return r, nil })
	return &QueryInterestRatesResponse{InterestRates: all, Pagination: page}, err
}

func (q queryServer) Params(ctx context.Context, _ *QueryParamsRequest) (*QueryParamsResponse, error) {
	params, err := q.params.Get(ctx)
	return &QueryParamsResponse{Params: params}, err
}

func (q queryServer) Allowances(ctx context.Context, req *QueryAllowancesRequest) (*QueryAllowancesResponse, error) {
	all, page, err := query.CollectionPaginate(ctx, q.allowances, req.Pagination,
		func(_ string, a Allowance) (Allowance, error) { return a, nil })
	return &QueryAllowancesResponse{Allowances: all, Pagination: page}, err
}
