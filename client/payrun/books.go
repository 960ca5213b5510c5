package payrun

import (
	"context"
	"strconv"
	"strings"

	"github.com/cosmos/gogoproto/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// books is what a run asks a node, and remembers.
type books struct {
	chain grpc.ClientConn
	year  int               // the fiscal year of today
	funds map[string]string // by obligation
}

func newBooks(chain grpc.ClientConn) *books {
	return &books{chain: chain, funds: make(map[string]string)}
}

// open learns which fiscal year it is.
func (b *books) open(ctx context.Context) error {
	today, err := consortium.NewQueryClient(b.chain).Date(ctx, &consortium.QueryDateRequest{})
	if err != nil {
		return err
	}
	params, err := appropriation.NewQueryClient(b.chain).Params(ctx, &appropriation.QueryParamsRequest{})
	if err != nil {
		return err
	}
	b.year = int(params.Params.Year(today.Date))
	return nil
}

// payable is what a line of a file means: what it names, or the payee's bill of this fiscal year or the one before.
func (b *books) payable(ctx context.Context, l bank.Line) (p payment.Payable, found bool, err error) {
	for _, id := range b.names(l) {
		answer, err := payment.NewQueryClient(b.chain).Payable(ctx, &payment.QueryPayableRequest{Payable: id})
		if err == nil {
			return answer.Payable, true, nil
		}
		if unknown(err) {
			p.Id = id
			continue
		}
		return p, false, err
	}
	return p, false, nil
}

// names are the payables that a line may mean, the likeliest last.
func (b *books) names(l bank.Line) []string {
	for _, ref := range []string{l.Reconcilement, l.Ref} {
		if strings.Contains(ref, "/") {
			return []string{meant(ref).name}
		}
	}
	number, err := payment.Normalise(l.Ref)
	if err != nil {
		return []string{l.Ref}
	}
	return []string{
		l.Name + "/" + strconv.Itoa(b.year-1) + "/" + number,
		l.Name + "/" + strconv.Itoa(b.year) + "/" + number,
	}
}

// unknown says that an error is the chain's: nothing is owed by that name.
func unknown(err error) bool {
	return err != nil && (strings.Contains(err.Error(), payment.ErrUnknownPayable.Text) || status.Code(err) == codes.NotFound)
}

// fundOf is the fund that an obligation draws on.
func (b *books) fundOf(ctx context.Context, document string) (string, error) {
	if fund, known := b.funds[document]; known {
		return fund, nil
	}
	answer, err := appropriation.NewQueryClient(b.chain).Obligation(ctx, &appropriation.QueryObligationRequest{Document: document})
	if err != nil {
		return "", err
	}
	b.funds[document] = answer.Obligation.Fund()
	return b.funds[document], nil
}

// balance is what a fund has with the Treasury.
func (b *books) balance(ctx context.Context, fund string) (money.Amount, error) {
	answer, err := ledger.NewQueryClient(b.chain).TrialBalance(ctx, &ledger.QueryTrialBalanceRequest{Fund: fund})
	if err != nil {
		return 0, err
	}
	var sum money.Amount
	for _, row := range answer.Rows {
		if row.Account == string(ledger.FundBalanceWithTreasury) {
			sum += row.Debit - row.Credit // parts of a total that the ledger bounds
		}
	}
	return sum, nil
}
