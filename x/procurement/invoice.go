package procurement

import (
	"context"
	"slices"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgInvoice) ValidateBasic() error {
	if _, err := payment.Normalise(m.Number); err != nil {
		return err
	}
	invoice, err := m.invoice("")
	if err != nil {
		return err
	}
	return invoice.fault()
}

func (m *MsgInvoice) invoice(number string) (i Invoice, err error) {
	i = Invoice{Piid: m.Piid, Number: number, Lines: m.Lines, Evidence: m.Evidence}
	i.Amount, err = i.total()
	return i, err
}

// Invoice asks for the price of accepted goods: what was ordered, what was accepted and what is invoiced must match, line by line.
func (k msgServer) Invoice(ctx context.Context, m *MsgInvoice) (*MsgInvoiceResponse, error) {
	o, err := k.vendor(ctx, m.Signer, m.Piid)
	if err != nil {
		return nil, err
	}
	number, err := payment.Normalise(m.Number)
	if err != nil {
		return nil, err
	}
	invoice, err := m.invoice(number)
	if err != nil {
		return nil, err
	}
	if invoice.Sent, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if invoice.Again, err = k.neverSent(ctx, o, invoice); err != nil {
		return nil, err
	}
	if err := k.matching(ctx, o, invoice); err != nil {
		return nil, err
	}
	if _, _, err := k.judge(ctx, o, invoice, consortium.Officer{}); err != nil {
		return nil, err
	}
	if err := k.wait(ctx, invoice, 1); err != nil {
		return nil, err
	}
	if err := k.invoices.Set(ctx, invoice.key(), invoice); err != nil {
		return nil, err
	}
	return &MsgInvoiceResponse{}, room.Emit(ctx, &InvoiceSubmitted{Piid: o.Piid, Number: number, Amount: invoice.Amount, By: o.Vendor})
}

// neverSent refuses an invoice whose number waits under the order, and one that was ever owed, unless that is allowed once more: it says how
// often it is owed then.
func (k Keeper) neverSent(ctx context.Context, o Order, i Invoice) (again uint32, err error) {
	waits, err := k.invoices.Has(ctx, i.key())
	if err != nil {
		return 0, err
	}
	bill, err := k.bill(ctx, o, i)
	if err != nil {
		return 0, err
	}
	if bill, err = k.payment.Named(ctx, bill); err != nil {
		return 0, err
	}
	billed, err := k.payment.Billed(ctx, bill)
	if err != nil {
		return 0, err
	}
	if waits || billed {
		return 0, ErrNumberUsed.Refuse("invoice %s of %s", i.Number, o.Vendor)
	}
	return bill.Again, nil
}

// matching refuses an invoice of which a line does not match.
func (k Keeper) matching(ctx context.Context, o Order, i Invoice) error {
	for _, l := range i.Lines {
		match, err := k.match(ctx, o, l.Line)
		if err != nil {
			return err
		}
		if err := match.Bill(l); err != nil {
			return err
		}
	}
	return nil
}

// wait notes that an invoice waits for a decision, or, with -1, that it does no more.
func (k Keeper) wait(ctx context.Context, i Invoice, by int64) error {
	for _, l := range i.Lines {
		if err := k.note(ctx, i.Piid, noteWaiting, l.Line, by*l.Quantity); err != nil {
			return err
		}
	}
	return nil
}

// bill names the sum of an invoice, in the fiscal year in which it was sent.
func (k Keeper) bill(ctx context.Context, o Order, i Invoice) (payment.Bill, error) {
	year, err := k.appropriation.FiscalYear(ctx, i.Sent)
	return payment.Bill{Payee: o.Vendor, FiscalYear: year, Number: i.Number, Again: i.Again}, err
}

// key is where an invoice waits.
func (i Invoice) key() collections.Pair[string, string] { return collections.Join(i.Piid, i.Number) }

// ValidateBasic checks what can be checked without state.
func (m *MsgApproveInvoice) ValidateBasic() error {
	if m.Reason == "" {
		return nil
	}
	return checkReason(m.Reason)
}

// ApproveInvoice approves an invoice, if all that it was held to holds as it now stands: its amount is payable.
func (k msgServer) ApproveInvoice(ctx context.Context, m *MsgApproveInvoice) (*MsgApproveInvoiceResponse, error) {
	o, invoice, officer, err := k.decide(ctx, m.Signer, m.Piid, m.Number, true)
	if err != nil {
		return nil, err
	}
	if slices.Contains(o.ReceivedBy, officer.Id) {
		return nil, ErrSamePerson.Refuse("%s received under order %s, and approves its invoice", officer.Id, o.Piid)
	}
	if err := k.wait(ctx, invoice, -1); err != nil {
		return nil, err
	}
	if err := k.matching(ctx, o, invoice); err != nil {
		return nil, err
	}
	verdict, seen, err := k.judge(ctx, o, invoice, officer)
	if err != nil {
		return nil, err
	}
	reviewed, err := reviewed(verdict, invoice, m.Reason)
	if err != nil {
		return nil, err
	}
	record, err := k.decision(ctx, o, invoice, seen)
	if err != nil {
		return nil, err
	}
	for _, l := range invoice.Lines {
		if err := k.note(ctx, o.Piid, noteInvoiced, l.Line, l.Quantity); err != nil {
			return nil, err
		}
	}
	if err := k.terms.Pass(ctx, verdict); err != nil {
		return nil, err
	}
	owed, err := k.owe(ctx, o, invoice, officer.Id)
	if err != nil {
		return nil, err
	}
	record.Act, record.By, record.Reason, record.Payable = Approved, officer.Id, m.Reason, owed.Id
	record.Persons = o.persons(officer.Id)
	if err := k.conclude(ctx, invoice, record); err != nil {
		return nil, err
	}
	bill := BillRecord{Bill: owed.Id, Piid: o.Piid, Amount: owed.Amount, Approved: owed.Owed}
	if err := k.history.Record(ctx, BillsOf(o.Vendor), &bill); err != nil {
		return nil, err
	}
	return &MsgApproveInvoiceResponse{Payable: owed.Id}, room.Emit(ctx, &InvoiceApproved{
		Piid: o.Piid, Number: invoice.Number, Amount: invoice.Amount, Payable: owed.Id, By: officer.Id, Reviewed: reviewed, Reason: m.Reason,
	})
}

// owe makes an approved invoice payable. Who ordered, received and approved does not pay it.
func (k Keeper) owe(ctx context.Context, o Order, i Invoice, officer string) (owed payment.Payable, err error) {
	bill, err := k.bill(ctx, o, i)
	if err != nil {
		return owed, err
	}
	return k.payment.Owe(ctx, bill, payment.Payable{
		Obligation: o.Piid, Amount: i.Amount, Persons: o.persons(officer), Due: o.payBy(i),
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRejectInvoice) ValidateBasic() error { return checkReason(m.Reason) }

// RejectInvoice rejects an invoice. Its number may be used again, since nothing was owed for it.
func (k msgServer) RejectInvoice(ctx context.Context, m *MsgRejectInvoice) (*MsgRejectInvoiceResponse, error) {
	o, invoice, officer, err := k.decide(ctx, m.Signer, m.Piid, m.Number, false)
	if err != nil {
		return nil, err
	}
	if err := k.wait(ctx, invoice, -1); err != nil {
		return nil, err
	}
	seen, err := k.world(ctx, o, invoice, officer)
	if err != nil {
		return nil, err
	}
	record, err := k.decision(ctx, o, invoice, seen)
	if err != nil {
		return nil, err
	}
	record.Act, record.By, record.Reason = Rejected, officer.Id, m.Reason
	if err := k.conclude(ctx, invoice, record); err != nil {
		return nil, err
	}
	return &MsgRejectInvoiceResponse{}, room.Emit(ctx, &InvoiceRejected{
		Piid: o.Piid, Number: invoice.Number, Amount: invoice.Amount, Reason: m.Reason, By: officer.Id,
	})
}

// decide loads an invoice with its order, and asks whether the signer may decide on it: a contracting officer of the agency.
func (k Keeper) decide(
	ctx context.Context, signer, piid, number string, approve bool,
) (o Order, i Invoice, officer consortium.Officer, err error) {
	if o, err = k.order(ctx, piid); err != nil {
		return o, i, officer, err
	}
	if number, err = payment.Normalise(number); err != nil {
		return o, i, officer, err
	}
	if i, err = k.invoice(ctx, o.Piid, number); err != nil {
		return o, i, officer, err
	}
	amount := i.Amount
	if !approve {
		amount = 0 // to reject an invoice moves nothing, and has no limit
	}
	officer, err = k.authorise(ctx, signer, o, consortium.ContractingOfficer, amount)
	return o, i, officer, err
}

// conclude moves a decided invoice from the state to the log of its order.
func (k Keeper) conclude(ctx context.Context, i Invoice, r OrderRecord) error {
	if err := k.record(ctx, i.Piid, r); err != nil {
		return err
	}
	return k.invoices.Remove(ctx, i.key())
}
