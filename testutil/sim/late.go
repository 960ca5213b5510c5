package sim

import (
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/payment"
)

// recorded notes which record says that a payment was settled by a message of its own, and who took its steps.
func (s *Sim) recorded(p *payable, hands []string) {
	size, err := s.chain.History.Size(s.ctx, payment.PaymentsOf(office))
	if err != nil {
		panic(err) // the store of a test does not fail
	}
	p.paid, p.record = hands, size-1
}

// returnSettled records that the bank took back what it paid for a claim, or as an advance, with the record of its settlement.
func (s *Sim) returnSettled() *attempt {
	p := pick(s, s.settled)
	if p == nil || p.paid == nil { // that one stands among the records of a file
		return nil
	}
	request := &history.QueryEntryRequest{Log: payment.PaymentsOf(office), Index: p.record}
	entry, err := history.NewQueryServer(s.chain.History).Entry(s.chain.Now(), request)
	if err != nil {
		return &attempt{call: func(sdk.Context) error { return err }}
	}
	by := s.unlike(disbursers, barred(steps[3], p.paid[:3], []*payable{p}))
	return &attempt{
		msg: &payment.MsgReturnSettled{
			Signer: s.address[by], Office: office, Payable: p.id, Reason: "R23", Reference: s.number("T"),
			Index: p.record, Entry: entry.Entry, Proof: entry.Proof,
		},
		done: func(any) {
			s.again(p, p.paid)
			open := s.open[p.doc.fund.agency]
			recorded := open[len(open)-1].steps
			recorded[steps[3]] = append(recorded[steps[3]], by)
			s.settled = slices.DeleteFunc(s.settled, func(one *payable) bool { return one == p })
		},
	}
}
