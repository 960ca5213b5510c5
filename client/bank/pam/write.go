package pam

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strconv"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/fixed"
	"github.com/pursechain/purse/client/form"
)

// Request is a payment request that is to be written: ACH payments, in schedules.
type Request struct {
	System    string // the agency's name in the Treasury's profile
	SameDay   bool
	Schedules []Schedule
}

// Schedule is the payments of one kind that are certified together.
type Schedule struct {
	Number   string // capitals, digits and dashes, at most 14
	Type     string // the kind of payment: Vendor
	Class    string // CCD or PPD
	Location string // the agency location code, eight digits
	EIN      string // the agency's employer identification number, or ""
	// Lines have Ref (the payment id, at most 20 characters), Name (35), Routing, Account (17), Savings, Amount (99,999,999.99),
	// Remittance (an addendum of 80), and Reconcilement (100).
	Lines []bank.Line
}

// Write writes a request, each schedule in the order of its routing numbers. It refuses, as a bank.Fault, what Read would find a
// fault in, and then has written nothing.
func Write(w io.Writer, r Request) error {
	out, sameDay := &writer{}, "0"
	if r.SameDay {
		sameDay = "1"
	}
	out.add(fileHeader, "code", "H", "system", r.System, "version", Version, "same-day", sameDay)
	for _, s := range r.Schedules {
		out.schedule(s)
	}
	out.add(fileEnd, "code", "E", "records", strconv.Itoa(len(out.records)+1), "payments", strconv.Itoa(out.payments),
		"amount", bank.Digits(out.total))
	if out.err != nil {
		return out.err
	}
	var text bytes.Buffer
	if _, err := fixed.Of(out.records).WriteTo(&text); err != nil {
		return err
	}
	return bank.GiveOut(w, &text, File)
}

// writer gathers records until one cannot be made.
type writer struct {
	records  []fixed.Record
	payments int
	total    money.Amount
	err      error
}

func (out *writer) add(l *fixed.Layout, values ...string) {
	if out.err != nil {
		return
	}
	var r fixed.Record
	if r, out.err = l.Build(values...); out.err == nil {
		out.records = append(out.records, r)
	}
}

func (out *writer) schedule(s Schedule) {
	out.add(achHeader, "code", "01", "schedule", s.Number, "type", s.Type, "class", s.Class, "location", s.Location, "ein", s.EIN)
	lines := slices.Clone(s.Lines)
	slices.SortStableFunc(lines, func(a, b bank.Line) int { return cmp.Compare(a.Routing, b.Routing) })
	var sum money.Amount
	for _, l := range lines {
		sum += out.payment(l)
	}
	out.add(trailer, "code", "T", "count", strconv.Itoa(len(lines)), "amount", bank.Digits(sum))
	out.payments, out.total = out.payments+len(lines), out.total+sum
}

// payment writes one payment and gives its amount. It is subject to offset against what the payee owes (31 USC 3716).
func (out *writer) payment(l bank.Line) money.Amount {
	if l.Currency != bank.USD || l.Direction != bank.Pay || l.Amount <= 0 {
		out.refuse("payment " + l.Ref + " is not dollars above zero that are paid")
		return 0
	}
	if l.Amount > MaxPayment {
		out.refuse("payment " + l.Ref + " is " + l.Amount.String() + ", and at most " + MaxPayment.String() + " is paid at once")
		return 0
	}
	transaction := "22"
	if l.Savings {
		transaction = "32"
	}
	out.add(achPayment, "code", "02", "amount", bank.Digits(l.Amount), "offset", "1", "name", l.Name, "routing", l.Routing,
		"account", l.Account, "transaction", transaction, "payment", l.Ref, "reconcilement", l.Reconcilement)
	if l.Remittance != "" {
		out.add(addendum, "code", "03", "payment", l.Ref, "addenda", l.Remittance)
	}
	return l.Amount
}

func (out *writer) refuse(text string) {
	if out.err == nil {
		out.err = bank.Fault{Rule: bank.AmountRule, Text: form.Clean(text)}
	}
}
