package payrun

import (
	"context"
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
	NoRoll   = "roll"      // a word on a line of a roll whose file is not given
)

// notSpecified is the code of ISO 20022 for a return of which the bank gives no reason.
const notSpecified = "MS03"

// Answers are the words of a bank's file on payments, in the order of the file.
type Answers struct {
	Office  string
	File    string // its hash
	Words   []Said
	Before  int // up to which word an earlier run recorded them
	Waiting int // lines that the bank has taken, and not decided on
}

// Said is a word of a bank. One on a line of a roll, as the roll has it, has the roll too: it is recorded by the line's number.
type Said struct {
	payment.Word
	Roll
	of     string // the payable
	number uint32
}

// onLine says whether a word is recorded by the number of a line.
func (s Said) onLine() bool { return s.number > 0 }

// Hear reads what a bank's file says of the payments of an office, and finds each by the name or the reference with which it left.
func Hear(ctx context.Context, chain grpc.ClientConn, office string, file *bank.File, rolls Rolls) (*Answers, error) {
	a := &Answers{Office: office, File: file.Hash}
	if !file.Sound() {
		return a, nil
	}
	before, err := payment.NewQueryClient(chain).Answered(ctx, &payment.QueryAnsweredRequest{Office: office, File: file.Hash})
	if err != nil {
		return nil, err
	}
	a.Before = int(before.Last)
	e := ear{Answers: a, rolls: rolls, paid: make(map[string]payment.Payable), names: make(map[string]sent), said: make(map[string]bool)}
	if err := e.learn(ctx, chain); err != nil {
		return nil, err
	}
	if err := e.recall(ctx, chain, e.strange(file)); err != nil {
		return nil, err
	}
	for _, b := range file.Batches {
		if b.Status != "" && b.Status != bank.Accepted && b.Status != bank.Pending && len(b.Lines) == 0 {
			file.Fault(b.Line, Whole, "batch %q is %s as a whole, and none of its payments is named: record each with pursed tx payment return",
				rule.Clip(b.Number, 40), b.Status)
		}
		for _, l := range b.Lines {
			e.take(file, l)
		}
	}
	if len(a.Words)+a.Waiting == 0 && file.Sound() {
		file.Fault(1, NoAnswer, "the file says nothing of payments; answers are ACH returns, pain.002, camt.053, camt.054, and CSV with a status")
	}
	return a, nil
}

// An ear knows what an office has disbursed, so that it understands whom a bank speaks of.
type ear struct {
	*Answers
	rolls Rolls
	paid  map[string]payment.Payable // by name
	names map[string]sent            // of payables and of lines of rolls, by reference
	said  map[string]bool            // what the file has spoken of by the number of a line, and the payables of which it lacks the roll
}

// learn asks what the office has disbursed.
func (e *ear) learn(ctx context.Context, chain grpc.ClientConn) error {
	return each(ctx, chain, func(p payment.Payable) {
		if p.Status != payment.PayableDisbursed || !strings.HasPrefix(p.Schedule, e.Office+"/") {
			return
		}
		e.paid[p.Id] = p
		e.know(sent{p.Schedule, p.Id})
		for n := range p.RollLines {
			e.know(sent{p.Schedule, payment.LineName(p.Id, n+1)})
		}
	})
}

func (e *ear) know(s sent) { e.names[s.reference()] = s }

// strange are the references in a file that nothing has which waits for the bank.
func (e *ear) strange(file *bank.File) map[string]bool {
	all := make(map[string]bool)
	for _, b := range file.Batches {
		for _, l := range b.Lines {
			if _, known := e.names[l.Ref]; !known && l.Status != "" && len(l.Ref) == bank.ReferenceLength {
				all[l.Ref] = true
			}
		}
	}
	return all
}

// takesBack is how many days after it settled a payment is looked for that a bank takes back.
const takesBack = 366

// recall looks for references among the payments of which the bank has spoken: one that comes back after it was settled has a name too.
func (e *ear) recall(ctx context.Context, chain grpc.ClientConn, strange map[string]bool) error {
	if len(strange) == 0 {
		return nil
	}
	today, err := consortium.NewQueryClient(chain).Date(ctx, &consortium.QueryDateRequest{})
	if err != nil {
		return err
	}
	return payment.Backwards(ctx, chain, e.Office, func(_ uint64, record payment.PaymentRecord) (more bool) {
		for _, name := range record.Names() {
			s := sent{record.Schedule, name}
			if ref := s.reference(); strange[ref] {
				e.names[ref] = s
				delete(strange, ref)
			}
		}
		return len(strange) > 0 && record.On.Until(today.Date) < takesBack
	})
}

// take takes a line of the file. The place of a word among the others follows from the file alone, so that another run counts as this one.
func (e *ear) take(file *bank.File, l bank.Line) {
	w, final := heard(l, e.names)
	if !final {
		if l.Status != "" {
			e.Waiting++
		}
		return
	}
	s := Said{Word: w}
	s.Line = uint32(len(e.Words) + 1)
	if p, known := e.paid[w.Payable]; known && l.Amount == 0 {
		s.Amount = p.Amount // the bank names none, and means the payment
	}
	if name, number, is := payment.LineOf(w.Payable); is && s.Line > uint32(e.Before) && w.Outcome != payment.Corrected {
		if p, known := e.paid[name]; known && number <= p.RollLines && p.Earlier(w) == "" {
			e.onLine(file, l, &s, p, number)
		}
	}
	e.Words = append(e.Words, s)
}

// onLine takes a word on a line of a roll. What is not as the roll has it, or was said before, is left for the queue of exceptions.
func (e *ear) onLine(file *bank.File, l bank.Line, s *Said, p payment.Payable, number uint32) {
	r, err := e.rolls.of(p)
	if err != nil {
		if !e.said[p.Id] {
			file.Fault(l.Line, NoRoll, "%s", err)
		}
		e.said[p.Id] = true
		return
	}
	if l.Amount == 0 {
		s.Amount = r.Lines[number-1].Amount
	}
	settled, returned := p.Spoken(number)
	if settled || returned || e.said[s.Payable] || s.Amount != r.Lines[number-1].Amount {
		return
	}
	e.said[s.Payable] = true
	s.Roll, s.of, s.number = r, p.Id, number
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
func heard(l bank.Line, names map[string]sent) (w payment.Word, final bool) {
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
	of, known := names[calledBy(l)]
	if !known {
		of = meant(calledBy(l))
	}
	ref := of.name
	if l.Currency != "" && l.Currency != bank.USD {
		ref = text(l.Currency+" "+ref, "(another currency)")
	}
	if l.Direction == bank.Collect {
		ref = text("collected "+ref, "collected")
	}
	w.Payable, w.Schedule = ref, of.schedule
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
