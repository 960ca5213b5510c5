package payment

import (
	"context"
	"strings"

	gogogrpc "github.com/cosmos/gogoproto/grpc"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/history"
)

// closeFor closes the exception that says that the bank took a payment back, and returns the file and the line in which it does.
func (k Keeper) closeFor(ctx context.Context, w lateWord, by string) (file string, line uint32, err error) {
	office := exceptionKey(w.exception).K1()
	if office != w.at.Office {
		return "", 0, ErrOtherWord.Refuse("%q is of %q, the payment of %s", rule.Clip(w.exception, 160), rule.Clip(office, 20), w.at.Office)
	}
	e, err := k.exception(ctx, w.exception, by)
	if err != nil {
		return "", 0, err
	}
	if on := e.Word.Schedule; on != "" && on != w.settled.Schedule {
		return "", 0, ErrOtherWord.Refuse("line %d is about %s on schedule %s; taken up is its payment on schedule %s",
			e.Word.Line, e.Word.Payable, on, w.settled.Schedule)
	}
	// A bank may know a payment by a name of its own, which is no bill's.
	other := e.Word.Payable != w.settled.Payable
	if other {
		if other, err = k.bills.Has(ctx, e.Word.Payable); err != nil {
			return "", 0, err
		}
	}
	if other || e.Word.Outcome != Returned || e.Word.Amount != w.amount || e.Word.Reference != w.reason {
		return "", 0, ErrOtherWord.Refuse("line %d is about %s of %s, reference %s; taken up are %s of %s, reason %s",
			e.Word.Line, e.Word.Amount, e.Word.Payable, e.Word.Reference, w.amount, w.settled.Payable, w.reason)
	}
	file, _, _ = strings.Cut(strings.TrimPrefix(e.Id, office+"/"), "/")
	return file, e.Word.Line, k.close(ctx, e, w.settled.Payable+" is owed again", by)
}

// Prove fills in the newest record that says that the payable was settled, and the proof of it, as a node has them, unless they are given.
func (m *MsgReturnSettled) Prove(ctx context.Context, node gogogrpc.ClientConn) error {
	is := func(r PaymentRecord) bool { return r.Payable == m.Payable && r.Settled }
	return proven(ctx, node, m.Office, &m.Index, &m.Entry, &m.Proof, is)
}

// Prove fills in the newest record that says that the line was paid, and the proof of it, as a node has them, unless they are given.
func (m *MsgReturnSettledLine) Prove(ctx context.Context, node gogogrpc.ClientConn) error {
	is := func(r PaymentRecord) bool { return r.Payable == m.Payable && r.paid(int(m.Line)-1) }
	return proven(ctx, node, m.Office, &m.Index, &m.Entry, &m.Proof, is)
}

// proven fills in a record of an office's log and its proof, unless they are given: the record with a number, or the newest that is looked for.
func proven(
	ctx context.Context, node gogogrpc.ClientConn, office string, index *uint64, entry *[]byte, proof *[][]byte, is func(PaymentRecord) bool,
) error {
	if *index == 0 && len(*entry)+len(*proof) == 0 {
		found := false
		err := Backwards(ctx, node, office, func(i uint64, r PaymentRecord) (more bool) {
			*index, found = i, is(r)
			return !found
		})
		if err != nil {
			return err
		}
		if !found {
			return ErrNotSettled.Refuse("no record of %s says that it was", office)
		}
	}
	return history.Prove(ctx, node, PaymentsOf(office), *index, entry, proof)
}

// lookBack is how many records are looked through at once, from the newest back: a bank takes a payment back within days.
const lookBack = 500

// Backwards asks a node for the records of an office's log with their numbers, the newest first, as long as do wants more.
func Backwards(ctx context.Context, node gogogrpc.ClientConn, office string, do func(uint64, PaymentRecord) (more bool)) error {
	payments := NewQueryClient(node)
	last, err := payments.Payments(ctx, &QueryPaymentsRequest{Office: office, Limit: 1})
	if err != nil {
		return err
	}
	for end := last.Size_; end > 0; {
		start := end - min(end, lookBack)
		page, err := payments.Payments(ctx, &QueryPaymentsRequest{Office: office, Start: start, Limit: end - start})
		if err != nil {
			return err
		}
		for i := len(page.Payments) - 1; i >= 0; i-- {
			if !do(start+uint64(i), page.Payments[i]) {
				return nil
			}
		}
		end = start
	}
	return nil
}
