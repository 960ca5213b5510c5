package ledger

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
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
	answer := &QueryTrialBalanceResponse{}
	err := q.totals.Walk(ctx, collections.NewPrefixedTripleRange[string, string, string](req.Fund),
		func(key collections.Triple[string, string, string], amount int64) (stop bool, err error) {
			row := trialBalanceRow(Account(key.K2()), attributesOf(key.K3()), money.Amount(amount))
			if answer.Debits, err = money.Add(answer.Debits, row.Debit); err != nil {
				return true, err
			}
			answer.Credits, err = money.Add(answer.Credits, row.Credit)
			answer.Rows = append(answer.Rows, row)
			return err != nil, err
		})
	if err == nil && len(answer.Rows) == 0 {
		return nil, ErrUnknownFund.Refuse("fund %s", req.Fund)
	}
	return answer, err
}

func trialBalanceRow(a Account, attributes Attributes, amount money.Amount) TrialBalanceRow {
	row := TrialBalanceRow{
		Account: string(a), Title: a.Title(),
		Defc: attributes.Defc, ProgramActivity: attributes.ProgramActivity, ObjectClass: attributes.ObjectClass,
	}
	if amount < 0 {
		row.Credit = -amount
	} else {
		row.Debit = amount
	}
	return row
}

func (q queryServer) Balances(ctx context.Context, req *QueryBalancesRequest) (*QueryBalancesResponse, error) {
	prefix := collections.TriplePrefix[string, string, string](req.Fund)
	if req.Subject != "" {
		prefix = collections.TripleSuperPrefix[string, string, string](req.Fund, req.Subject)
	}
	balances, page, err := query.CollectionPaginate(ctx, q.balances, req.Pagination,
		func(key collections.Triple[string, string, string], amount int64) (Balance, error) {
			return Balance{Fund: key.K1(), Subject: key.K2(), Account: key.K3(), Amount: money.Amount(amount)}, nil
		},
		func(o *query.CollectionsPaginateOptions[collections.Triple[string, string, string]]) {
			o.Prefix = &prefix
		})
	if err == nil && len(balances) == 0 && len(req.Pagination.GetKey()) == 0 {
		return nil, ErrUnknownFund.Refuse("fund %s, subject %q", rule.Clip(req.Fund, maxFund), rule.Clip(req.Subject, 40))
	}
	return &QueryBalancesResponse{Balances: balances, Pagination: page}, err
}

func (q queryServer) Journal(ctx context.Context, req *QueryJournalRequest) (*QueryJournalResponse, error) {
	entries, size, err := q.history.Entries(ctx, JournalOf(req.Fund), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return nil, ErrUnknownFund.Refuse("fund %s", rule.Clip(req.Fund, maxFund))
	}
	answer := &QueryJournalResponse{Entries: make([]JournalEntry, len(entries)), Size_: size}
	for i, bz := range entries {
		if err := answer.Entries[i].Unmarshal(bz); err != nil {
			return nil, err
		}
	}
	return answer, nil
}
