package nacha

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/fixed"
	"github.com/pursechain/purse/client/form"
)

// MaxPayment is what fits an entry's field.
const MaxPayment = money.Amount(99_999_999_99)

// Request is a file that is to be written: credits.
type Request struct {
	Destination     string // the routing number of the bank that takes the file
	DestinationName string
	Origin          string // a routing number, or what the bank calls the sender; at most ten characters
	OriginName      string
	Created         time.Time
	Modifier        string // a capital or a digit that tells files of one day apart
	Batches         []Batch
}

// Batch is the payments of one company, class and day.
type Batch struct {
	Company     string // at most 16 characters
	CompanyID   string // at most ten
	Class       string // PPD or CCD
	Description string // what the payee's bank shows, at most ten characters
	Effective   date.Date
	Bank        string // the routing number of the bank that sends the entries
	// Lines have Ref (at most 15 characters), Name (22), Routing, Account (17), Savings, Amount (99,999,999.99) and Remittance (an
	// addendum of 80). Their trace numbers are the bank's first eight digits and the place in the file, from 1; Read gives them.
	Lines []bank.Line
}

// Write writes a file. It refuses, as a bank.Fault, what Read would find a fault in, and then has written nothing.
func Write(w io.Writer, r Request) error {
	out := &writer{}
	out.add(fileHeader, "code", "1", "priority", "1", "date", r.Created.Format("060102"), "time", r.Created.Format("1504"),
		"modifier", r.Modifier, "size", "094", "blocking", "10", "format", "1", "destination", r.Destination, "origin", r.Origin,
		"destination-name", r.DestinationName, "origin-name", r.OriginName)
	for i, b := range r.Batches {
		out.batch(i+1, b)
	}
	out.add(fileEnd, append([]string{"code", "9", "batches", strconv.Itoa(len(r.Batches)),
		"blocks", strconv.Itoa((len(out.records) + block) / block)}, out.all.values()...)...)
	for len(out.records)%block != 0 && out.err == nil {
		out.add(filler, "nines", nines)
	}
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
	records []fixed.Record
	entries int
	all     sums
	err     error
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

func (out *writer) refuse(ruleName, format string, args ...any) {
	if out.err == nil {
		out.err = bank.Fault{Rule: ruleName, Text: form.Clean(fmt.Sprintf(format, args...))}
	}
}

func (out *writer) batch(number int, b Batch) {
	if why := bank.Routing(b.Bank); why != "" {
		out.refuse(bank.CheckDigits, "batch %d: %s", number, why)
		return
	}
	if b.Class != "PPD" && b.Class != "CCD" {
		out.refuse(bank.Class, "batch %d is of class %q, and PPD and CCD are written", number, b.Class)
	}
	if !b.Effective.Valid() {
		out.refuse(bank.DateRule, "batch %d has no effective date", number)
		return
	}
	common := []string{"service", "220", "company-id", b.CompanyID, "bank", b.Bank[:8], "batch", strconv.Itoa(number)}
	out.add(batchHeader, append([]string{"code", "5", "company", b.Company, "class", b.Class, "description", b.Description,
		"effective", string(b.Effective[2:4] + b.Effective[5:7] + b.Effective[8:]), "status", "1"}, common...)...)
	var is sums
	for _, l := range b.Lines {
		out.entry(b.Bank[:8], l, &is)
	}
	out.add(batchEnd, append(append([]string{"code", "8"}, common...), is.values()...)...)
	out.all.count, out.all.hash, out.all.credits = out.all.count+is.count, out.all.hash+is.hash, out.all.credits+is.credits
}

// entry writes one payment, and adds it to the sums of its batch.
func (out *writer) entry(from string, l bank.Line, is *sums) {
	if l.Currency != bank.USD || l.Direction != bank.Pay || l.Amount <= 0 || l.Amount > MaxPayment {
		out.refuse(bank.AmountRule, "payment %s is not dollars above zero, and at most %s, that are paid", l.Ref, MaxPayment)
		return
	}
	if why := bank.Routing(l.Routing); why != "" {
		out.refuse(bank.CheckDigits, "payment %s: %s", l.Ref, why)
		return
	}
	transaction, addenda := "22", "0"
	if l.Savings {
		transaction = "32"
	}
	if l.Remittance != "" {
		addenda = "1"
	}
	out.entries++
	sequence := fmt.Sprintf("%07d", out.entries)
	out.add(entry, "code", "6", "transaction", transaction, "receiver", l.Routing[:8], "check", l.Routing[8:], "account", l.Account,
		"amount", bank.Digits(l.Amount), "id", l.Ref, "name", l.Name, "addenda", addenda, "trace", from+sequence)
	if is.count++; addenda == "1" {
		is.count++
		out.add(remittance, "code", "7", "type", "05", "text", l.Remittance, "sequence", "1", "entry", sequence)
	}
	receiver, _ := strconv.Atoi(l.Routing[:8]) // it is nine digits
	is.hash, is.credits = is.hash+receiver, is.credits+l.Amount
}

// values are the fields of a control record.
func (s sums) values() []string {
	return []string{"count", strconv.Itoa(s.count), "hash", strconv.Itoa(s.hash % hashModulus), "debits", bank.Digits(s.debits),
		"credits", bank.Digits(s.credits)}
}
