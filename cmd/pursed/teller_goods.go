package main

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/payrun"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/procurement"
)

// documents are what an obligation is made by, in the story.
var documents = map[appropriation.Instrument]string{appropriation.Assistance: "award", appropriation.Procurement: "order"}

// orders says, from the chain's own records, what became of the money of each order.
func (t *teller) orders(ctx context.Context, chain scenario.Chain) error {
	all, err := appropriation.NewQueryClient(chain).Obligations(ctx, &appropriation.QueryObligationsRequest{})
	if err != nil {
		return err
	}
	for _, o := range all.Obligations {
		if o.Instrument != appropriation.Procurement {
			continue
		}
		vendor, err := consortium.NewQueryClient(chain).Payee(ctx, &consortium.QueryPayeeRequest{Uei: o.Payee})
		if err != nil {
			return err
		}
		log, err := procurement.NewQueryClient(chain).Records(ctx, &procurement.QueryRecordsRequest{Piid: o.Document})
		if err != nil {
			return err
		}
		by := make(map[procurement.OrderAct]money.Amount)
		for _, r := range log.Records {
			by[r.Act] = r.Amount
		}
		now, err := appropriation.NewQueryClient(chain).Obligation(ctx, &appropriation.QueryObligationRequest{Document: o.Document})
		if err != nil {
			return err
		}
		t.say("\nOrdered from %s by the order %s: $%s\n"+
			"  amended by %s; released when it was terminated %s; paid %s; still obligated %s, still owed %s.",
			vendor.Payee.Name, o.Document, by[procurement.Placed], by[procurement.Amended], by[procurement.Terminated],
			now.Paid, now.Undelivered, now.Unpaid)
	}
	return nil
}

// exceptions says what the bank's word left for a person, and what was done about it.
func (t *teller) exceptions(ctx context.Context, chain scenario.Chain) error {
	closed, err := payment.NewQueryClient(chain).Closed(ctx, &payment.QueryClosedRequest{Office: demoValidators[0]})
	if err != nil {
		return err
	}
	for _, c := range closed.Exceptions {
		word := c.Exception.Word
		t.say("\nThe bank's word on %s, $%s, stood in the %s's queue of exceptions, recorded by %s: %s.\n  Closed by %s on %s: %s.",
			word.Payable, word.Amount, t.memberName(demoValidators[0]), c.Exception.By, c.Exception.Why, c.By, c.Closed, c.Reason)
	}
	return nil
}

// open says what the paying office has still to see to.
func (t *teller) open(ctx context.Context, chain scenario.Chain) error {
	left, err := payrun.StillOpen(ctx, chain, demoValidators[0])
	if err != nil {
		return err
	}
	t.say("\nWhat the %s has still to see to (pursed report open %s):\n", t.memberName(demoValidators[0]), demoValidators[0])
	return payrun.PrintOpen(t.out, left)
}
