package payrun

import (
	"context"
	"fmt"
	"strings"

	"github.com/cosmos/gogoproto/grpc"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// The rules to which an answer is held, beside those of its format.
const (
	NoAnswer = "no-answer" // the file says nothing of payments
	Whole    = "whole"     // a word on a batch as a whole, of which no line is known
)

// maxWords is how many words go into one message.
const maxWords = 1000

// notSpecified is the code of ISO 20022 for a return of which the bank gives no reason.
const notSpecified = "MS03"

// Answers are the words of a bank's file on payments, in the order of the file.
type Answers struct {
	Words   []payment.Word
	Waiting int // lines that the bank has taken, and not decided on
}

// takesBack is how many days after it settled a payment is looked for that a bank takes back.
const takesBack = 366

// Hear reads what a bank's file says of the payments of an office. A reference that is no payable's name is looked for among those that the
// office has disbursed; that of what comes back, among those that were settled too.
func Hear(ctx context.Context, chain grpc.ClientConn, office string, file *bank.File) (*Answers, error) {
	a := &Answers{}
	if !file.Sound() {
		return a, nil
	}
	names, err := references(ctx, chain, office)
	if err != nil {
		return nil, err
	}
	if err := settled(ctx, chain, office, file, names); err != nil {
		return nil, err
	}
	for _, b := range file.Batches {
		if b.Status != "" && b.Status != bank.Accepted && b.Status != bank.Pending && len(b.Lines) == 0 {
			file.Fault(b.Line, Whole, "batch %q is %s as a whole, and none of its payments is named: record each with pursed tx payment return",
				rule.Clip(b.Number, 40), b.Status)
		}
		for _, l := range b.Lines {
			w, final := heard(l, names)
			if !final {
				if l.Status != "" {
					a.Waiting++
				}
				continue
			}
			w.Line = uint32(len(a.Words) + 1)
			a.Words = append(a.Words, w)
		}
	}
	if len(a.Words)+a.Waiting == 0 && file.Sound() {
		file.Fault(1, NoAnswer, "the file says nothing of payments; answers are ACH returns, pain.002, camt.053, camt.054, and CSV with a status")
	}
	return a, nil
}

// references are the payables that an office has disbursed, by the reference with which they leave for the bank.
func references(ctx context.Context, chain grpc.ClientConn, office string) (map[string]string, error) {
	names := make(map[string]string)
	err := each(ctx, chain, func(p payment.Payable) {
		if p.Status == payment.PayableDisbursed && strings.HasPrefix(p.Schedule, office+"/") {
			names[bank.Reference(p.Id)] = p.Id
		}
	})
	return names, err
}

// settled adds the payables of which a file says that they come back, and that left the state for the office's log since they were settled.
func settled(ctx context.Context, chain grpc.ClientConn, office string, file *bank.File, names map[string]string) error {
	wanted := make(map[string]bool)
	for _, b := range file.Batches {
		for _, l := range b.Lines {
			ref := calledBy(l)
			if _, known := names[ref]; !known && !strings.Contains(ref, "/") && (l.Status == bank.Returned || l.Status == bank.Rejected) {
				wanted[ref] = true
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	today, err := consortium.NewQueryClient(chain).Date(ctx, &consortium.QueryDateRequest{})
	if err != nil {
		return err
	}
	return payment.Backwards(ctx, chain, office, func(_ uint64, r payment.PaymentRecord) (more bool) {
		if ref := bank.Reference(r.Payable); wanted[ref] && r.Settled {
			names[ref] = r.Payable
			delete(wanted, ref)
		}
		return len(wanted) > 0 && r.On.Until(today.Date) < takesBack
	})
}

// each goes through all that is owed.
func each(ctx context.Context, chain grpc.ClientConn, do func(payment.Payable)) error {
	return pages(func(page *query.PageRequest) (*query.PageResponse, error) {
		answer, err := payment.NewQueryClient(chain).Payables(ctx, &payment.QueryPayablesRequest{Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, p := range answer.Payables {
			do(p)
		}
		return answer.Pagination, nil
	})
}

// pages asks for one page after the other until there are no more.
func pages(ask func(*query.PageRequest) (*query.PageResponse, error)) error {
	for page := (&query.PageRequest{Limit: 1000}); ; {
		answered, err := ask(page)
		if err != nil {
			return err
		}
		if page.Key = answered.GetNextKey(); len(page.Key) == 0 {
			return nil
		}
	}
}

// heard is a line of a bank as the chain takes it. What cannot be one of our payments keeps a name that none has, and becomes an exception.
func heard(l bank.Line, names map[string]string) (w payment.Word, final bool) {
	w.Amount = l.Amount
	switch l.Status {
	case bank.Settled:
		w.Outcome, w.Reference = payment.Settled, text(l.BankRef, l.Trace, "-")
	case bank.Returned, bank.Rejected:
		w.Outcome, w.Reference = payment.Returned, text(l.Reason, notSpecified)
	case bank.Changed:
		w.Outcome, w.Reference = payment.Corrected, l.Reason
	default:
		return w, false
	}
	ref := calledBy(l)
	if name, known := names[ref]; known {
		ref = name
	}
	if l.Currency != "" && l.Currency != bank.USD {
		ref = text(l.Currency+" "+ref, "(another currency)")
	}
	if l.Direction == bank.Collect {
		ref = text("collected "+ref, "collected")
	}
	w.Payable = ref
	return w, true
}

// calledBy is what a bank calls a payment.
func calledBy(l bank.Line) string { return text(l.Ref, l.Trace, l.BankRef, "(no reference)") }

// text is the first of some texts that the chain takes.
func text(some ...string) string {
	for _, s := range some {
		if rule.CheckText(s, payment.MaxReference) == "" {
			return s
		}
	}
	return some[len(some)-1]
}

// Tell records the words of a file that are not recorded yet, in messages of a bounded size, and tells how many are. The file is known by its
// hash: what was recorded stays, and another run goes on after it.
func (a *Answers) Tell(office, hash string, last int, record func(*payment.MsgAnswer) error, progress func(words int)) error {
	for rest := a.Words[min(last, len(a.Words)):]; len(rest) > 0; {
		n := min(maxWords, len(rest))
		if err := record(&payment.MsgAnswer{Office: office, File: hash, Words: rest[:n]}); err != nil {
			return fmt.Errorf("words %d to %d of the file: %w", rest[0].Line, rest[n-1].Line, err)
		}
		progress(int(rest[n-1].Line))
		rest = rest[n:]
	}
	return nil
}
