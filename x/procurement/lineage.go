package procurement

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
)

// SalesOf names the log that holds the orders to a payee.
func SalesOf(payee string) string { return "sales/" + payee }

// BillsOf names the log that holds the approved invoices of a payee.
func BillsOf(payee string) string { return "bills/" + payee }

// maxOrigins bounds one answer: each order in it is looked up in the ledger.
const maxOrigins = 100

// payee refuses a question for a payee who is not known.
func (k Keeper) payee(ctx context.Context, uei string) (p consortium.Payee, err error) {
	if err := consortium.CheckUEI(uei); err != nil {
		return p, err
	}
	return k.consortium.Payee(ctx, uei)
}

func (q queryServer) Origins(ctx context.Context, req *QueryOriginsRequest) (*QueryOriginsResponse, error) {
	payee, err := q.payee(ctx, req.Uei)
	if err != nil {
		return nil, err
	}
	sales, size, err := history.Records[SaleRecord](ctx, q.history, SalesOf(payee.Uei), req.Start, min(req.Limit, maxOrigins))
	if err != nil {
		return nil, err
	}
	answer := &QueryOriginsResponse{Name: payee.Name, Size_: size}
	for _, sale := range sales {
		origin, err := q.origin(ctx, sale.Piid)
		if err != nil {
			return nil, err
		}
		answer.Origins = append(answer.Origins, origin)
	}
	return answer, nil
}

// origin is an order, open or closed, with its way up to the law: its obligation stays, whatever became of the order.
func (k Keeper) origin(ctx context.Context, piid string) (o Origin, err error) {
	obligation, err := k.appropriation.Obligation(ctx, piid)
	if err != nil {
		return o, err
	}
	m, err := k.appropriation.MoneyOf(ctx, obligation)
	if err != nil {
		return o, err
	}
	way, err := k.appropriation.WayUp(ctx, obligation)
	if err != nil {
		return o, err
	}
	o = Origin{
		Piid: piid, Paid: m.Paid, Left: m.Undelivered, Fund: way.Fund, Authority: way.Authority, Law: way.Law, Defc: way.Defc,
		Apportionment: way.Apportionment, Allotment: way.Allotment, Office: way.Office,
	}
	if o.Owed, err = money.Add(m.Unpaid, m.Canceled); err != nil {
		return o, err
	}
	if o.Amount, err = money.Add(o.Paid, o.Owed); err != nil {
		return o, err
	}
	o.Amount, err = money.Add(o.Amount, o.Left)
	return o, err
}

func (q queryServer) PayeeInvoices(ctx context.Context, req *QueryPayeeInvoicesRequest) (*QueryPayeeInvoicesResponse, error) {
	payee, err := q.payee(ctx, req.Uei)
	if err != nil {
		return nil, err
	}
	bills, size, err := history.Records[BillRecord](ctx, q.history, BillsOf(payee.Uei), req.Start, min(req.Limit, maxOrigins))
	if err != nil {
		return nil, err
	}
	answer := &QueryPayeeInvoicesResponse{Size_: size}
	for _, b := range bills {
		invoice, err := q.traced(ctx, b)
		if err != nil {
			return nil, err
		}
		answer.Invoices = append(answer.Invoices, invoice)
	}
	return answer, nil
}

// traced is an approved invoice with what became of it, and the law that pays it: that of the order, or of the current account that was
// charged when the order's authority was canceled.
func (k Keeper) traced(ctx context.Context, b BillRecord) (i PayeeInvoice, err error) {
	i = PayeeInvoice{Bill: b.Bill, Piid: b.Piid, Amount: b.Amount, Approved: b.Approved, Status: "settled"}
	charged, why, err := k.payment.Paid(ctx, b.Bill)
	if err != nil {
		return i, err
	}
	if why != "" {
		i.Status = why
	}
	document := b.Piid
	if charged != "" {
		document = charged
	}
	obligation, err := k.appropriation.Obligation(ctx, document)
	if err != nil {
		return i, err
	}
	way, err := k.appropriation.WayUp(ctx, obligation)
	i.Allotment, i.Authority, i.Law = way.Allotment, way.Authority, way.Law
	return i, err
}
