package nacha

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/fixed"
)

// block is the number of records in a block.
const block = 10

// Document is a file as it was read: what it comes to, and its records.
type Document struct {
	*bank.File
	fixed.Text
}

// reader goes through the records in order.
type reader struct {
	*bank.File
	first, ended bool
	number       string         // of the batch before
	traces       map[string]int // with their lines
	batch        *batch         // nil between batches
	sums         sums           // of the batches that have ended
}

// sums are what a control record says.
type sums struct {
	count, hash     int
	debits, credits money.Amount
}

// Read reads an ACH file. What is wrong with it are its faults; an error is one of the reader's.
func Read(r io.Reader) (*Document, error) {
	f, text, err := bank.Begin(bank.ACH, r)
	if err != nil || text == "" {
		return &Document{File: f}, err
	}
	d := &Document{f, fixed.Read(f, text, width, layouts())}
	in := &reader{File: f, first: true, traces: map[string]int{}}
	for _, record := range d.Records {
		in.take(record, len(d.Records))
		in.first = false
	}
	if last := len(d.Records); !in.ended {
		f.Fault(last, bank.Order, "the file ends without its control record 9")
	} else if last%block != 0 {
		f.Fault(last, bank.Block, "%d records, which are not blocks of %d", last, block)
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

func (in *reader) take(r fixed.Record, all int) {
	if in.first != (r.Layout == fileHeader) {
		in.Fault(r.Line, bank.Order, "a file begins with its one header 1")
	}
	if in.ended != (r.Layout == filler) {
		in.Fault(r.Line, bank.Order, "records of nines follow the file's control record 9, and nothing else does")
		return
	}
	switch r.Layout {
	case fileHeader:
		in.header(r)
	case batchHeader:
		in.begin(r)
	case entry, tradeEntry, foreignEntry:
		in.entry(r)
	case remittance, change, returned, foreign:
		in.addenda(r)
	case batchEnd:
		in.end(r)
	case fileEnd:
		in.endFile(r, all)
	}
}

func (in *reader) header(r fixed.Record) {
	in.Version, in.From = r.Get("format"), r.Get("origin-name")
	in.ID = r.Get("origin") + " " + r.Raw("date") + r.Raw("time") + r.Raw("modifier")
	if r.Raw("size") != "094" || r.Raw("blocking") != "10" || r.Raw("format") != "1" || r.Raw("priority") != "01" {
		in.Fault(r.Line, bank.Field, "priority, record size, blocking factor and format are not 01, 094, 10 and 1")
	}
	if to := r.Raw("destination"); to[0] != ' ' && to[0] != '0' {
		in.Fault(r.Line, bank.Field, "the destination does not begin with a blank or a zero")
	} else if why := bank.Routing(to[1:]); why != "" {
		in.Fault(r.Line, bank.CheckDigits, "destination: %s", why)
	}
	if r.Get("origin") == "" {
		in.Fault(r.Line, bank.Blank, "origin is blank")
	}
	if _, err := time.Parse("060102", r.Raw("date")); err != nil {
		in.Fault(r.Line, bank.DateRule, "the file's date is not a day written YYMMDD")
	}
	if _, err := time.Parse("1504", r.Raw("time")); err != nil && r.Get("time") != "" {
		in.Fault(r.Line, bank.DateRule, "the file's time is not written HHMM")
	}
	if m := r.Raw("modifier")[0]; (m < 'A' || m > 'Z') && (m < '0' || m > '9') {
		in.Fault(r.Line, bank.Field, "the file's modifier is not a capital or a digit")
	}
}

// classes are the kinds of entries. Those that are not payments of ours are read as any other.
const classes = "ACK ARC ATX BOC CCD CIE COR CTX DNE ENR IAT MTE POP POS PPD RCK SHR TEL TRC TRX WEB XCK "

// batch is the one that is open.
type batch struct {
	*bank.Batch
	header  fixed.Record
	service string
	class   string
	trace   string // of the entry before
	entry   *one
	sums
}

// begin begins a batch.
func (in *reader) begin(r fixed.Record) {
	if in.batch != nil {
		in.Fault(r.Line, bank.Order, "a batch begins before the last one has its control record 8")
	}
	b := &batch{Batch: &bank.Batch{Line: r.Line, Number: strings.TrimLeft(r.Raw("batch"), "0"), Class: r.Raw("class")},
		header: r, service: r.Raw("service"), class: r.Raw("class")}
	if !strings.Contains(classes, b.class+" ") || strings.Contains(b.class, " ") {
		in.Fault(r.Line, bank.Class, "the entry class is not known")
	}
	if b.service != "200" && b.service != "220" && b.service != "225" {
		in.Fault(r.Line, bank.Class, "the service class is not 200 (mixed), 220 (credits) or 225 (debits)")
	}
	if (b.class == "PPD" || b.class == "CCD") && r.Get("company") == "" {
		in.Fault(r.Line, bank.Blank, "company is blank")
	}
	if r.Get("company-id") == "" {
		in.Fault(r.Line, bank.Blank, "company-id is blank")
	}
	if _, err := time.Parse("060102", r.Raw("effective")); err != nil && r.Get("effective") != "" {
		in.Fault(r.Line, bank.DateRule, "the effective date is not a day written YYMMDD")
	}
	if s := r.Get("settlement"); s != "" && bank.OnlyDigits(r.Raw("settlement")) != "" {
		in.Fault(r.Line, bank.DateRule, "the settlement date is not three digits")
	}
	if why := bank.OnlyDigits(r.Raw("bank")); why != "" {
		in.Fault(r.Line, bank.Field, "the originating bank is not eight digits: %s", why)
	}
	in.batchNumber(r)
	in.batch, in.Batches = b, append(in.Batches, b.Batch)
}

// batchNumber holds the numbers of batches to their order.
func (in *reader) batchNumber(r fixed.Record) {
	number := r.Raw("batch")
	switch why := bank.OnlyDigits(number); {
	case why != "":
		in.Fault(r.Line, bank.Field, "the batch number is not seven digits: %s", why)
	case number == in.number:
		in.Fault(r.Line, bank.Duplicate, "batch %s stands twice", number)
	case number < in.number:
		in.Fault(r.Line, bank.Order, "batch %s comes after %s", number, in.number)
	}
	in.number = number
}

// end takes a batch's control record.
func (in *reader) end(r fixed.Record) {
	b := in.batch
	if b == nil {
		in.Fault(r.Line, bank.Order, "a control record 8 without a batch")
		return
	}
	in.close()
	if b.count == 0 {
		in.Fault(r.Line, bank.Order, "batch %s has no entry", b.Number)
	}
	for _, name := range []string{"service", "company-id", "bank", "batch"} {
		if r.Get(name) != b.header.Get(name) {
			in.Fault(r.Line, bank.Control, "%s is not that of the batch's header in line %d", name, b.Line)
		}
	}
	in.control(r, b.sums)
	in.sums.count, in.sums.hash = in.sums.count+b.count, in.sums.hash+b.hash%hashModulus
	in.sums.debits, in.sums.credits = in.sums.debits+b.debits, in.sums.credits+b.credits
	in.batch = nil
}

// endFile takes the file's control record.
func (in *reader) endFile(r fixed.Record, all int) {
	if in.ended = true; in.batch != nil {
		in.Fault(r.Line, bank.Order, "the file ends before its last batch has its control record 8")
		in.close()
	}
	if len(in.Batches) == 0 {
		in.Fault(r.Line, bank.Order, "the file has no batch")
	}
	in.says(r, "batches", bank.Count, len(in.Batches))
	in.says(r, "blocks", bank.Block, (all+block-1)/block)
	in.control(r, in.sums)
}

// hashModulus leaves the last ten digits of an entry hash.
const hashModulus = 10_000_000_000

// control checks what the control records of a batch and of the file have in common.
func (in *reader) control(r fixed.Record, is sums) {
	in.says(r, "count", bank.Count, is.count)
	in.says(r, "hash", bank.Hash, is.hash%hashModulus)
	for _, total := range []struct {
		name string
		is   money.Amount
	}{{"debits", is.debits}, {"credits", is.credits}} {
		said, why := bank.Cents(r.Raw(total.name))
		if why != "" {
			in.Fault(r.Line, bank.AmountRule, "%s are not twelve digits: %s", total.name, why)
		} else if said != total.is {
			in.Fault(r.Line, bank.Total, "%s are %s, and the entries come to %s", total.name, said, total.is)
		}
	}
}

// says checks a number of a control record.
func (in *reader) says(r fixed.Record, name, ruleName string, is int) {
	if why := bank.OnlyDigits(r.Raw(name)); why != "" {
		in.Fault(r.Line, bank.Field, "%s is not a number: %s", name, why)
		return
	}
	if n, _ := strconv.Atoi(r.Raw(name)); n != is { // at most ten digits
		in.Fault(r.Line, ruleName, "%s says %d, and it is %d", name, n, is)
	}
}
