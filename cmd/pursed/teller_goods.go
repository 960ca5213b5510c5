package main

import (
	"context"

	"github.com/pursechain/purse/base/money"
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

// queue says what the bank's word left for a person.
func (t *teller) queue(ctx context.Context, chain scenario.Chain) error {
	left, err := payment.NewQueryClient(chain).Exceptions(ctx, &payment.QueryExceptionsRequest{Office: demoValidators[0]})
	if err != nil {
		return err
	}
	t.say("\nIn the %s's queue of exceptions, until a person says what was done:", t.memberName(demoValidators[0]))
	for _, e := range left.Exceptions {
		t.say("  %s, $%s: %s\n  (%s).", e.Word.Payable, e.Word.Amount, e.Why, e.Id)
	}
	return nil
}
