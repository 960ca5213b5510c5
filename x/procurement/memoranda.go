package procurement

import (
	"context"
	"strconv"

	"github.com/pursechain/purse/base/money"
)

// The memorandum accounts of an order, or of a requisition: a number of units of a line, each by the line's number.
const (
	noteOrdered  = "ordered/"  // of a requisition: ordered, and not released again
	noteShipped  = "shipped/"  // of an order: sent on its way
	noteAccepted = "accepted/" // of an order: accepted, and not returned
	noteRejected = "rejected/" // of an order: rejected, or returned
	noteWaiting  = "waiting/"  // of an order: invoiced, and not decided
	noteInvoiced = "invoiced/" // of an order: invoiced and approved
)

// noteDemanded is the memorandum account of an invoice for what was demanded back of it, refunded since or not, and not dropped.
const noteDemanded = "demanded"

// ofOrder are the memorandum accounts that an order has for each line.
var ofOrder = [...]string{noteShipped, noteAccepted, noteRejected, noteWaiting, noteInvoiced}

// requisitionSubject is the subject of a requisition's memoranda. No order is called so: a PIID has no small letters.
func requisitionSubject(number string) string { return subject(aRequisition, number) }

// invoiceSubject is the subject of the memoranda of an invoice, by what it made payable.
func invoiceSubject(bill string) string { return "invoice/" + bill }

func account(name string, line uint32) string { return name + strconv.FormatUint(uint64(line), 10) }

// note moves a memorandum account of a line.
func (k Keeper) note(ctx context.Context, subject, name string, line uint32, by int64) error {
	if by == 0 {
		return nil
	}
	return k.ledger.Note(ctx, subject, account(name, line), money.Amount(by))
}

// noted is what a memorandum account of a line holds.
func (k Keeper) noted(ctx context.Context, subject, name string, line uint32) (int64, error) {
	n, err := k.ledger.Noted(ctx, subject, account(name, line))
	return int64(n), err
}

// match reads the match of a line.
func (k Keeper) match(ctx context.Context, o Order, number uint32) (m Match, err error) {
	i, err := o.line(number)
	if err != nil {
		return m, err
	}
	l := o.Lines[i]
	m = Match{Line: l.Number, Text: l.Text, Unit: l.Unit, Price: l.Price, Ordered: l.Quantity}
	for _, row := range []struct {
		name string
		to   *int64
	}{{noteShipped, &m.Shipped}, {noteAccepted, &m.Accepted}, {noteRejected, &m.Rejected}, {noteWaiting, &m.Waiting},
		{noteInvoiced, &m.Invoiced}} {
		if *row.to, err = k.noted(ctx, o.Piid, row.name, number); err != nil {
			return m, err
		}
	}
	m.Delivered = m.Accepted + m.Rejected
	return m, nil
}

// matches reads the match of every line of an order.
func (k Keeper) matches(ctx context.Context, o Order) (all []Match, err error) {
	for _, l := range o.Lines {
		m, err := k.match(ctx, o, l.Number)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// wipe empties the memoranda of an order that is closed: its log tells them.
func (k Keeper) wipe(ctx context.Context, o Order) error {
	for _, l := range o.Lines {
		for _, name := range ofOrder {
			n, err := k.noted(ctx, o.Piid, name, l.Number)
			if err != nil {
				return err
			}
			if err := k.note(ctx, o.Piid, name, l.Number, -n); err != nil {
				return err
			}
		}
	}
	return nil
}
