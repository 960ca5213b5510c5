package ledger

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/history"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of the ledger.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Params(ctx context.Context, _ *QueryParamsRequest) (*QueryParamsResponse, error) {
	params, err := q.params.Get(ctx)
	return &QueryParamsResponse{Params: params}, err
}

func (q queryServer) TrialBalance(ctx context.Context, req *QueryTrialBalanceRequest) (*QueryTrialBalanceResponse, error) {
	if why := rule.CheckText(req.Fund, maxFund); why != "" {
		return nil, ErrMalformedEntry.Refuse("fund %q: %s", req.Fund, why)
	}
	year, err := q.Year(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	totals, err := q.TotalsOf(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	if len(totals) == 0 {
		return nil, ErrUnknownFund.Refuse("fund %s", req.Fund)
	}
	answer := &QueryTrialBalanceResponse{Year: year}
	for _, t := range totals {
		if t.Amount == 0 && t.At(year) == 0 {
			continue // what a year-end closed
		}
		row := trialBalanceRow(t, year)
		if answer.Debits, err = money.Add(answer.Debits, row.Debit); err != nil {
			return nil, err
		}
		if answer.Credits, err = money.Add(answer.Credits, row.Credit); err != nil {
			return nil, err
		}
		answer.Rows = append(answer.Rows, row)
	}
	return answer, nil
}

func trialBalanceRow(t Total, year uint32) TrialBalanceRow {
	row := TrialBalanceRow{
		Account: t.Account, Title: Account(t.Account).Title(), Opening: t.At(year),
		Defc: t.Attributes.Defc, ProgramActivity: t.Attributes.ProgramActivity, ObjectClass: t.Attributes.ObjectClass,
		Funding: "D", Bea: "D", Apportionment: t.Attributes.Apportionment,
	}
	if t.Attributes.Reimbursable {
		row.Funding = "R"
	}
	if t.Attributes.Mandatory {
		row.Bea = "M"
	}
	if t.Amount < 0 {
		row.Credit = -t.Amount
	} else {
		row.Debit = t.Amount
	}
	return row
}

func (q queryServer) Balances(ctx context.Context, req *QueryBalancesRequest) (*QueryBalancesResponse, error) {
	prefix := collections.TriplePrefix[string, string, string](req.Fund)
	if req.Subject != "" {
		prefix = collections.TripleSuperPrefix[string, string, string](req.Fund, req.Subject)
	}
	balances, page, err := query.CollectionPaginate(ctx, collections.Map[key, Standing](q.balances), req.Pagination,
		func(at key, standing Standing) (Balance, error) {
			return Balance{Fund: at.K1(), Subject: at.K2(), Account: at.K3(), Standing: standing}, nil
		},
		func(o *query.CollectionsPaginateOptions[key]) { o.Prefix = &prefix })
	if err == nil && len(balances) == 0 && len(req.Pagination.GetKey()) == 0 {
		return nil, ErrUnknownFund.Refuse("fund %s, subject %q", rule.Clip(req.Fund, maxFund), rule.Clip(req.Subject, 40))
	}
	return &QueryBalancesResponse{Balances: balances, Pagination: page}, err
}

func (q queryServer) Journal(ctx context.Context, req *QueryJournalRequest) (*QueryJournalResponse, error) {
	entries, size, err := history.Records[JournalEntry](ctx, q.history, JournalOf(req.Fund), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return nil, ErrUnknownFund.Refuse("fund %s", rule.Clip(req.Fund, maxFund))
	}
	return &QueryJournalResponse{Entries: entries, Size_: size}, nil
}
