package testutil_test

import (
	"context"
	"fmt"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/payment"
)

// mBank is what the model knows of the bank: what it has paid, what it said in vain, and how often it said what, over all runs.
type mBank struct {
	paid       money.Amount
	schedules  int
	files      int
	exceptions []string
	words      map[string]int
}

// pay puts some bills on a schedule and sends it, split or canceled on the way, to the bank, whose file says of each line what it likes. A second
// file speaks rightly of what the first did not.
func (f *flow) pay(*rapid.T) {
	if len(f.claims) == 0 {
		return
	}
	n := rapid.IntRange(1, min(4, len(f.claims))).Draw(f.t, "lines")
	all := rapid.Permutation(f.claims).Draw(f.t, "bills")
	lines := all[:n]
	f.claims = all[n:]
	first := f.prepare(lines)
	if n > 1 && rapid.Bool().Draw(f.t, "split") {
		f.split(first, lines[1:])
		f.certify(first)
		lines = lines[:1]
	} else {
		f.certify(first)
	}
	if rapid.IntRange(0, 3).Draw(f.t, "cancel") == 0 {
		for _, l := range lines {
			f.send("ted", &payment.MsgCancel{Signer: address("ted"), Payable: l.bill, Reason: "Twice in the file"}, "")
		}
		f.claims = append(f.claims, lines...)
		return
	}
	var sum money.Amount
	for _, l := range lines {
		sum += l.amount
	}
	file := &payment.MsgRecordFile{Signer: address("tam"), Office: "treasury", File: f.hash(), Schedules: []string{first},
		Lines: uint32(len(lines)), Amount: sum + 1}
	f.send("tam", file, "payment/file-that-does-not-agree")
	file.Amount = sum
	f.send("tam", file, "")
	f.send("ted", &payment.MsgCancel{Signer: address("ted"), Payable: lines[0].bill, Reason: "Too late"}, "payment/not-to-be-canceled")
	for _, l := range f.answer(first, lines, false) {
		require.Empty(f.t, f.answer(first, []mBill{l}, true))
	}
	f.queue()
}

func (f *flow) prepare(lines []mBill) (schedule string) {
	f.bank.schedules++
	m := &payment.MsgPrepare{Signer: address("fay"), Office: "treasury", Number: fmt.Sprintf("S%d", f.bank.schedules)}
	for _, l := range lines {
		m.Payables = append(m.Payables, l.bill)
	}
	f.send("fay", m, "")
	return "treasury/2018/" + m.Number
}

// split takes bills off a schedule; the new one is taken back, so that they are claims again.
func (f *flow) split(schedule string, lines []mBill) {
	f.bank.schedules++
	m := &payment.MsgSplit{Signer: address("fay"), Schedule: schedule, Number: fmt.Sprintf("S%d", f.bank.schedules)}
	for _, l := range lines {
		m.Payables = append(m.Payables, l.bill)
	}
	f.send("fay", m, "")
	f.send("fay", &payment.MsgRecall{Signer: address("fay"), Schedule: "treasury/2018/" + m.Number, Reason: "Later"}, "")
	f.claims = append(f.claims, lines...)
}

func (f *flow) certify(schedule string) {
	f.send("fox", &payment.MsgCertify{Signer: address("fox"), Schedule: schedule}, "")
	f.send("tam", &payment.MsgDisburse{Signer: address("tam"), Schedule: schedule}, "")
}

// hash is one that no file has yet.
func (f *flow) hash() string {
	f.bank.files++
	return document(1_000_000 + f.bank.files)
}

// answer is a file of the bank, of so many lines of a schedule, which says what it likes or, rightly, what it has done. It returns the lines of which nothing was
// said that could be.
func (f *flow) answer(schedule string, lines []mBill, rightly bool) (left []mBill) {
	m := &payment.MsgAnswer{Signer: address("ted"), Office: "treasury", File: f.hash()}
	for i, l := range lines {
		w := payment.Word{
			Line: uint32(i + 1), Payable: l.bill, Amount: l.amount, Outcome: payment.Settled, Reference: "TRACE", Schedule: schedule,
		}
		said := "settled"
		switch rapid.IntRange(0, 5).Draw(f.t, "word") {
		case 0, 1:
			w.Outcome, w.Reference, said = payment.Returned, "R03", "returned"
		case 2:
			if !rightly {
				w.Amount, said = w.Amount+1, "exception"
			}
		case 3:
			if !rightly {
				w.Payable, said = "PAYROLL 7", "exception"
			}
		case 4:
			if !rightly {
				w.Schedule, said = "treasury/2018/EARLIER", "exception"
			}
		}
		f.bank.words[said]++
		switch m.Words = append(m.Words, w); said {
		case "settled":
			f.bank.paid += l.amount
		case "returned":
			f.claims = append(f.claims, l)
		default:
			left = append(left, l)
			f.bank.exceptions = append(f.bank.exceptions, fmt.Sprintf("treasury/%s/%d", m.File, w.Line))
		}
	}
	f.send("ted", m, "")
	f.send("ted", m, "payment/line-recorded-before")
	return left
}

// queue holds what waits for a person to what the bank said in vain, and closes the first of it.
func (f *flow) queue() {
	answer, err := payment.NewQueryClient(f.chain).Exceptions(context.Background(), &payment.QueryExceptionsRequest{
		Office: "treasury", Pagination: &query.PageRequest{Limit: 1000},
	})
	require.NoError(f.t, err)
	var found []string
	for _, e := range answer.Exceptions {
		found = append(found, e.Id)
	}
	require.ElementsMatch(f.t, f.bank.exceptions, found)
	if len(found) == 0 {
		return
	}
	closed := f.bank.exceptions[0]
	f.send("ted", &payment.MsgCloseException{Signer: address("ted"), Exception: closed, Reason: "Of another office"}, "payment/conflict-of-duty")
	f.send("tom", &payment.MsgCloseException{Signer: address("tom"), Exception: closed, Reason: "Of another office"}, "")
	f.bank.exceptions = f.bank.exceptions[1:]
}
