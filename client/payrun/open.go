package payrun

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/cosmos/gogoproto/grpc"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/payment"
)

// Open is one thing that a paying office has still to see to, and why.
type Open struct {
	What   string       `json:"what"` // a payable, or what the bank calls it
	Payee  string       `json:"payee"`
	Amount money.Amount `json:"amount"`
	Where  string       `json:"where"` // its schedule, or the bank's file
	Why    string       `json:"why"`
}

// StillOpen is what an office has still to see to: payments of which the bank has said nothing, those that came back, and its words that
// match nothing.
func StillOpen(ctx context.Context, chain grpc.ClientConn, office string) (all []Open, err error) {
	err = each(ctx, chain, func(p payment.Payable) {
		o := Open{What: p.Id, Payee: p.Payee, Amount: p.Amount, Where: p.Schedule}
		ours := strings.HasPrefix(p.Schedule, office+"/")
		switch {
		case p.Status == payment.PayableDisbursed && ours:
			o.Why = "disbursed, and the bank has said nothing"
		case p.CameBackFor != "" && (p.Schedule == "" || ours):
			o.Why = "came back: " + p.CameBackFor
		case p.Status == payment.PayableScheduled && ours:
			o.Why = "on a schedule that is not disbursed"
		default:
			return
		}
		all = append(all, o)
	})
	if err != nil {
		return nil, err
	}
	err = pages(func(page *query.PageRequest) (*query.PageResponse, error) {
		answer, err := payment.NewQueryClient(chain).Exceptions(ctx, &payment.QueryExceptionsRequest{Office: office, Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, e := range answer.Exceptions {
			all = append(all, Open{What: e.Word.Payable, Amount: e.Word.Amount, Where: e.Id, Why: "exception: " + e.Why})
		}
		return answer.Pagination, nil
	})
	return all, err
}

// PrintOpen lays it out as one table.
func PrintOpen(w io.Writer, all []Open) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(w, "nothing is open")
		return err
	}
	rows := make([][]string, len(all))
	for i, o := range all {
		rows[i] = []string{form.Clean(o.What), o.Payee, o.Amount.String(), shortened(o.Where), form.Clean(o.Why)}
	}
	_, err := io.WriteString(w, form.Table([]string{"what", "payee", "amount", "where", "why"}, rows, "amount"))
	return err
}

// shortened is a place with the hash in it cut to what people compare.
func shortened(where string) string {
	parts := strings.Split(where, "/")
	for i, p := range parts {
		if len(p) == 64 {
			parts[i] = p[:12] + "…"
		}
	}
	return strings.Join(parts, "/")
}
