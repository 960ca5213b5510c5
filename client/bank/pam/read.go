package pam

import (
	"io"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/fixed"
)

// Version is the version of the specification that is read and written.
const Version = "502"

// Document is a file as it was read: what it comes to, and its records.
type Document struct {
	*bank.File
	fixed.Text
}

// MaxPayment is what fits a payment's field.
const MaxPayment = money.Amount(99_999_999_99)

// maxSameDay bounds a payment that is requested for the same day.
const maxSameDay = money.Amount(1_000_000_00)

// reader goes through the records in order.
type reader struct {
	*bank.File
	records  int
	payments int
	total    money.Amount
	numbers  map[string]int // of schedules, with their lines
	sameDay  bool
	ended    bool
	schedule *schedule // nil between schedules
}

type schedule struct {
	*bank.Batch
	header   fixed.Record
	checks   bool // of checks
	payments map[string]int
	routing  string // of the payment before
	payment  *payment
}

// payment is the last payment, with the records that came for it.
type payment struct {
	bank.Line
	came map[*fixed.Layout]int
}

// Read reads a payment request. What is wrong with it are its faults; an error is one of the reader's.
func Read(r io.Reader) (*Document, error) {
	f, text, err := bank.Begin(bank.PAM, r)
	if err != nil || text == "" {
		return &Document{File: f}, err
	}
	d := &Document{f, fixed.Read(f, text, width, func(line string) *fixed.Layout { return layouts[line[:2]] })}
	in := &reader{File: f, numbers: map[string]int{}}
	for _, record := range d.Records {
		in.records++
		fields(f, record)
		in.take(record)
	}
	if !in.ended {
		f.Fault(len(d.Records), bank.Order, "the file ends without its trailer E")
	}
	f.Sort()
	return d, nil
}

// File reads what a file comes to, without its records.
func File(r io.Reader) (*bank.File, error) {
	d, err := Read(r)
	if err != nil {
		return nil, err
	}
	return d.File, nil
}

func (in *reader) take(r fixed.Record) {
	if in.ended {
		in.Fault(r.Line, bank.Order, "a record after the file's trailer E")
		return
	}
	if (in.records == 1) != (r.Layout == fileHeader) {
		in.Fault(r.Line, bank.Order, "a file begins with its one header H")
	}
	switch r.Layout {
	case fileHeader:
		in.header(r)
	case achHeader, checkHead:
		in.begin(r)
	case achPayment, checkPayment:
		in.pay(r)
	case addendum, longAddenda, accounting, stub, notPaid:
		in.more(r)
	case trailer:
		in.end(r)
	case fileEnd:
		in.endFile(r)
	}
}

func (in *reader) header(r fixed.Record) {
	in.Version, in.From, in.sameDay = r.Get("version"), r.Get("system"), r.Get("same-day") == "1"
	if r.Raw("version") != Version {
		in.Fault(r.Line, bank.Version, "the version is %q, and %s is read", r.Raw("version"), Version)
	}
}

// begin begins a schedule.
func (in *reader) begin(r fixed.Record) {
	if in.schedule != nil {
		in.Fault(r.Line, bank.Order, "a schedule begins before the last one has its trailer T")
	}
	number := scheduleNumber(in.File, r)
	if line, twice := in.numbers[number]; twice {
		in.Fault(r.Line, bank.Duplicate, "schedule %s stands in line %d already", number, line)
	}
	in.numbers[number] = r.Line
	s := &schedule{Batch: &bank.Batch{Line: r.Line, Number: number, Class: "check"}, header: r, payments: map[string]int{}}
	if s.checks = r.Layout == checkHead; !s.checks {
		s.Class = r.Get("class")
	}
	if in.sameDay && (s.checks || s.Class == "IAT") {
		in.Fault(r.Line, bank.SameDay, "the file is for the same day, which takes neither checks nor IAT")
	}
	in.schedule, in.Batches = s, append(in.Batches, s.Batch)
}

// pay takes a payment.
func (in *reader) pay(r fixed.Record) {
	s := in.schedule
	if s == nil || s.checks != (r.Layout == checkPayment) {
		in.Fault(r.Line, bank.Order, "a payment %s outside a schedule of its kind", r.Layout.Name)
		return
	}
	s.close(in.File)
	p := &payment{Line: bank.Line{Line: r.Line, Ref: r.Get("payment"), Name: r.Get("name"), Amount: amount(in.File, r), Currency: bank.USD,
		Direction: bank.Pay, Reconcilement: r.Get("reconcilement")}, came: map[*fixed.Layout]int{}}
	if line, twice := s.payments[p.Ref]; twice {
		in.Fault(r.Line, bank.Duplicate, "payment %s stands in line %d already", p.Ref, line)
	}
	s.payments[p.Ref] = r.Line
	if s.payment = p; s.checks {
		if p.Amount == 0 {
			in.Fault(r.Line, bank.AmountRule, "a check of zero")
		}
	} else {
		in.credit(r)
	}
	if in.sameDay && p.Amount > maxSameDay {
		in.Fault(r.Line, bank.SameDay, "%s is above %s, the most for the same day", p.Amount, maxSameDay)
	}
	in.payments++
}

// credit checks what only a payment to an account has.
func (in *reader) credit(r fixed.Record) {
	s, p := in.schedule, in.schedule.payment
	if p.Routing, p.Account = r.Raw("routing"), r.Get("account"); bank.Routing(p.Routing) != "" {
		in.Fault(r.Line, bank.CheckDigits, "%s", bank.Routing(p.Routing))
	}
	if p.Routing < s.routing {
		in.Fault(r.Line, bank.Order, "the routing number is below that of the payment before")
	}
	s.routing = p.Routing
	if p.Account != "" && strings.Trim(p.Account, "0") == "" {
		in.Fault(r.Line, bank.Account, "the account is zeros")
	}
	t, known := transactions[r.Raw("transaction")]
	switch p.Savings = t.savings; {
	case !known:
		in.Fault(r.Line, bank.Class, "the transaction code is none of 22, 23, 24, 32, 33, 34, 42, 43, 52 and 53")
	case t.vendor && s.header.Get("type") != "Vendor":
		in.Fault(r.Line, bank.Class, "transaction code %s is for vendors", r.Raw("transaction"))
	case (t.prenote || t.zero) && p.Amount != 0:
		in.Fault(r.Line, bank.AmountRule, "transaction code %s moves no money, and the amount is %s", r.Raw("transaction"), p.Amount)
	case !t.prenote && s.Class != "CTX" && p.Amount == 0 && bank.OnlyDigits(r.Raw("amount")) == "":
		in.Fault(r.Line, bank.AmountRule, "the amount is zero, and transaction code %s is no prenote", r.Raw("transaction"))
	}
	if s.Class == "IAT" {
		for _, field := range []string{"address-1", "city", "country"} {
			if strings.Trim(r.Get(field), "0") == "" {
				in.Fault(r.Line, bank.Blank, "%s of an international payment is blank", field)
			}
		}
	}
}

// more takes a record that belongs to the payment before it.
func (in *reader) more(r fixed.Record) {
	s := in.schedule
	if s == nil || s.payment == nil {
		in.Fault(r.Line, bank.Order, "a record %s that follows no payment", r.Layout.Name)
		return
	}
	p := s.payment
	if id := r.Get("payment"); id != p.Ref {
		in.Fault(r.Line, bank.Link, "a record %s of payment %s after payment %s", r.Layout.Name, id, p.Ref)
	}
	addenda := r.Layout == addendum || r.Layout == longAddenda
	if addenda && s.checks || r.Layout == stub && !s.checks {
		in.Fault(r.Line, bank.Order, "a record %s in a schedule of another kind", r.Layout.Name)
		return
	}
	if p.came[r.Layout]++; addenda {
		if p.Remittance != "" {
			p.Remittance += "\n"
		}
		p.Remittance += r.Get("addenda")
	}
}

// mayHave says how many records of each kind a payment has, by its class.
var mayHave = map[string]map[*fixed.Layout][2]int{
	"CCD": {addendum: {0, 1}, longAddenda: {0, 0}}, "PPD": {addendum: {0, 1}, longAddenda: {0, 0}},
	"IAT": {addendum: {0, 2}, longAddenda: {0, 0}}, "CTX": {addendum: {0, 0}, longAddenda: {1, 999}},
	"check": {stub: {0, 0}}, "stub": {stub: {1, 1}},
}

// close puts the last payment into its schedule, when all that belongs to it has come.
func (s *schedule) close(f *bank.File) {
	p := s.payment
	if p == nil {
		return
	}
	class := s.Class
	if s.checks && s.header.Get("enclosure") == "stub" {
		class = "stub"
	}
	for _, l := range []*fixed.Layout{addendum, longAddenda, stub} {
		if limits, has := mayHave[class][l]; has && (p.came[l] < limits[0] || p.came[l] > limits[1]) {
			f.Fault(p.Line.Line, bank.Addenda, "payment %s has %s %s, and one of class %s has %d to %d", p.Ref, rule.Count(p.came[l], "record"),
				l.Name, class, limits[0], limits[1])
		}
	}
	if p.came[notPaid] > 1 {
		f.Fault(p.Line.Line, bank.Addenda, "payment %s has %d records DD, and may have one", p.Ref, p.came[notPaid])
	}
	if err := s.Add(p.Line); err != nil {
		f.Fault(p.Line.Line, bank.Total, "%s", err)
	}
	s.payment = nil
}

// end takes a schedule's trailer.
func (in *reader) end(r fixed.Record) {
	s := in.schedule
	if s == nil {
		in.Fault(r.Line, bank.Order, "a trailer T without a schedule")
		return
	}
	s.close(in.File)
	if len(s.Lines) == 0 {
		in.Fault(r.Line, bank.Order, "schedule %s has no payment", s.Number)
	}
	in.says(r, "count", len(s.Lines))
	if sum := amount(in.File, r); sum != s.Pays {
		in.Fault(r.Line, bank.Total, "the trailer of schedule %s says %s, and its payments come to %s", s.Number, sum, s.Pays)
	}
	in.schedule, in.total = nil, in.total+s.Pays // of at most 200,000 payments below 100,000,000.00
}

// endFile takes the file's trailer.
func (in *reader) endFile(r fixed.Record) {
	if in.ended = true; in.schedule != nil {
		in.Fault(r.Line, bank.Order, "the file ends before its last schedule has its trailer T")
		in.schedule.close(in.File)
	}
	if len(in.Batches) == 0 {
		in.Fault(r.Line, bank.Order, "the file has no schedule")
	}
	in.says(r, "records", in.records)
	in.says(r, "payments", in.payments)
	if sum := amount(in.File, r); sum != in.total {
		in.Fault(r.Line, bank.Total, "the file's trailer says %s, and its payments come to %s", sum, in.total)
	}
}

// says checks a count of a trailer. One that is no number was found before.
func (in *reader) says(r fixed.Record, field string, is int) {
	n, err := strconv.Atoi(r.Raw(field))
	if err == nil && n != is {
		in.Fault(r.Line, bank.Count, "%s says %d, and there are %d", field, n, is)
	}
}
