package payrun

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/cosmos/gogoproto/grpc"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
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
	queue, err := exceptions(ctx, chain, office)
	if err != nil {
		return nil, err
	}
	doubted := make(map[string]bool)
	for _, e := range queue {
		doubted[e.Word.Payable] = true
	}
	unsent, err := unsent(ctx, chain)
	if err != nil {
		return nil, err
	}
	err = each(ctx, chain, func(p payment.Payable) {
		o := Open{What: p.Id, Payee: p.Payee, Amount: p.Amount, Where: p.Schedule}
		ours := strings.HasPrefix(p.Schedule, office+"/")
		switch {
		case p.Status == payment.PayableDisbursed && ours && doubted[p.Id]:
			o.Why = "disbursed, and what the bank says of it is an exception"
		case p.Status == payment.PayableDisbursed && ours && unsent[p.Schedule] && len(p.Settled)+len(p.Returned) == 0:
			o.Why = "disbursed, and in no file: pursed tx payment send"
		case p.Status == payment.PayableDisbursed && ours:
			o.Why = "disbursed, and the bank has said nothing" + ofRoll(p)
		case p.CameBackFor != "" && (p.Schedule == "" || ours):
			o.Why = undone(p.CameBackFor) + ofRoll(p)
		case p.Status == payment.PayableScheduled && ours:
			o.Why = "on a schedule that is not disbursed"
		default:
			return
		}
		all = append(all, o)
	})
	for _, e := range queue {
		all = append(all, Open{What: e.Word.Payable, Amount: e.Word.Amount, Where: e.Id, Why: "exception: " + says(e.Word) + ": " + e.Why})
	}
	return all, err
}

// unsent are the disbursed schedules that left in no file.
func unsent(ctx context.Context, chain grpc.ClientConn) (map[string]bool, error) {
	all := make(map[string]bool)
	return all, pages(func(page *query.PageRequest) (*query.PageResponse, error) {
		answer, err := payment.NewQueryClient(chain).Schedules(ctx, &payment.QuerySchedulesRequest{Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, s := range answer.Schedules {
			all[s.Id] = s.Status == payment.StatusDisbursed && s.File == ""
		}
		return answer.Pagination, nil
	})
}

// undone says who undid a payment, and why. A bank says it by a code, and an office that cancels one in words; the chain keeps the two in one
// place.
func undone(why string) string {
	if payment.CheckReason(why) == "" {
		return "came back: " + inWords(why)
	}
	return "canceled: " + why
}

// exceptions are the words of the bank that wait for a person.
func exceptions(ctx context.Context, chain grpc.ClientConn, office string) (all []payment.Exception, err error) {
	err = pages(func(page *query.PageRequest) (*query.PageResponse, error) {
		answer, err := payment.NewQueryClient(chain).Exceptions(ctx, &payment.QueryExceptionsRequest{Office: office, Pagination: page})
		if err != nil {
			return nil, err
		}
		all = append(all, answer.Exceptions...)
		return answer.Pagination, nil
	})
	return all, err
}

// says is what a bank says of a payment.
func says(w payment.Word) string {
	switch w.Outcome {
	case payment.Settled:
		return "settled, " + w.Reference
	case payment.Returned:
		return "returned, " + inWords(w.Reference)
	}
	return inWords(w.Reference)
}

// inWords is a code of a bank with what it means, if it is one of the clearing house.
func inWords(code string) string {
	if means := cmp.Or(bank.Returns[code], bank.Changes[code]); means != "" {
		return code + " (" + means + ")"
	}
	return code
}

// ofRoll says which lines of its roll a payable waits for, or owes again: 1-40, 42. Those that came back from the bank meanwhile are told apart.
func ofRoll(p payment.Payable) string {
	var waits, returned []payment.LineRange
	for n := uint32(1); n <= p.RollLines; n++ {
		switch settled, back := p.Spoken(n); {
		case back:
			returned = extended(returned, n)
		case !settled:
			waits = extended(waits, n)
		}
	}
	text := ""
	if p.RollLines > 0 {
		text = fmt.Sprintf(" of %s of %d", lineRanges(waits), p.RollLines)
	}
	if len(returned) > 0 {
		text += fmt.Sprintf("; %s for %s came back: %s", p.CameBack, lineRanges(returned), inWords(p.CameBackFor))
	}
	return text
}

// extended are ranges of lines with another line, beyond all of them.
func extended(all []payment.LineRange, n uint32) []payment.LineRange {
	if last := len(all) - 1; last >= 0 && all[last].Last+1 == n {
		all[last].Last = n
		return all
	}
	return append(all, payment.LineRange{First: n, Last: n})
}

// maxRanges is how many ranges of lines people are shown.
const maxRanges = 5

// lineRanges are lines as people read them: lines 1-40, 42.
func lineRanges(all []payment.LineRange) string {
	var some []string
	for _, r := range all[:min(len(all), maxRanges)] {
		if r.First == r.Last {
			some = append(some, fmt.Sprint(r.First))
		} else {
			some = append(some, fmt.Sprintf("%d-%d", r.First, r.Last))
		}
	}
	if len(all) > maxRanges {
		some = append(some, "and others")
	}
	if len(all) == 1 && all[0].First == all[0].Last {
		return "line " + some[0]
	}
	return "lines " + strings.Join(some, ", ")
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
