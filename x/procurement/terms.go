package procurement

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/terms"
)

// judge shows an invoice to the contracts that bind its order, and returns what they saw, too.
func (k Keeper) judge(ctx context.Context, o Order, i Invoice, officer consortium.Officer) (*terms.Judged, *terms.World, error) {
	seen, err := k.world(ctx, o, i, officer)
	if err != nil {
		return nil, nil, err
	}
	judged, err := k.terms.Judge(ctx, o.Piid, o.Terms, seen, o.items(i))
	return judged, seen, err
}

// decision is the record of one on an invoice, with what clauses saw, so that another contract can be tried on it later.
func (k Keeper) decision(ctx context.Context, o Order, i Invoice, seen *terms.World) (r OrderRecord, err error) {
	r = OrderRecord{Number: i.Number, Amount: i.Amount, Evidence: i.Evidence, Seen: seen.Record(), Items: o.items(i)}
	for _, l := range i.Lines {
		r.Lines = append(r.Lines, RecordLine{Line: l.Line, Quantity: l.Quantity, Price: l.Price})
	}
	r.Marks, err = k.terms.MarksOf(ctx, o.Piid)
	return r, err
}

// world is what the clauses that bind an order see of an invoice, and of who decides on it, when.
func (k Keeper) world(ctx context.Context, o Order, i Invoice, officer consortium.Officer) (*terms.World, error) {
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	year, err := k.appropriation.FiscalYear(ctx, today)
	if err != nil {
		return nil, err
	}
	p, err := k.money(ctx, o.Piid)
	if err != nil {
		return nil, err
	}
	invoiced, err := money.Add(p.Unpaid, p.Paid)
	if err != nil {
		return nil, err
	}
	amount, err := money.Add(p.Undelivered, invoiced)
	if err != nil {
		return nil, err
	}
	all, err := k.matches(ctx, o)
	if err != nil {
		return nil, err
	}
	var ordered, accepted, rejected int64 // at most a hundred lines of at most maxQuantity, which is little
	for _, m := range all {
		ordered, accepted, rejected = ordered+m.Ordered, accepted+m.Accepted, rejected+m.Rejected
	}
	return terms.NewWorld().
		With("block.day", today).With("block.year", int64(year)).
		With("officer.id", officer.Id).With("officer.member", officer.Member).
		With("order.number", o.Piid).With("order.vendor", o.Vendor).With("order.amount", amount).With("order.left", p.Undelivered).
		With("order.placed", o.Placed).With("order.due", o.due()).With("order.exception", o.Exception).
		With("delivered.ordered", ordered).With("delivered.accepted", accepted).With("delivered.rejected", rejected).
		With("delivered.last", o.Received).
		With("invoice.number", i.Number).With("invoice.amount", i.Amount).With("invoice.sent", i.Sent).
		With("invoice.evidence", i.Evidence).With("invoiced.total", invoiced), nil
}

// items are the lines of an invoice as clauses see them.
func (o Order) items(i Invoice) (items []terms.Item) {
	for _, l := range i.Lines {
		at, err := o.line(l.Line)
		amount, fits := Price(l.Quantity, l.Price)
		if err != nil || !fits {
			continue // it was refused already, as a line that does not match
		}
		items = append(items, terms.Item{Code: o.Lines[at].Psc, Quantity: l.Quantity, Price: l.Price, Amount: amount})
	}
	return items
}

// reviewed are the clauses that want a review of an invoice, for which the officer gives a reason.
func reviewed(j *terms.Judged, i Invoice, reason string) (clauses []string, err error) {
	switch {
	case len(j.Review) > 0 && reason == "":
		return nil, ErrReview.Refuse("%s", j.Review[0])
	case len(j.Review) == 0 && reason != "":
		return nil, ErrReview.Refuse("no clause wants invoice %s of order %s reviewed, and a reason is given", i.Number, i.Piid)
	}
	for _, f := range j.Review {
		clauses = append(clauses, f.Contract+" "+f.Clause.Id)
	}
	return clauses, nil
}
