package nacha

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/fixed"
)

// one is the last entry, with the addenda that came for it.
type one struct {
	bank.Line
	record fixed.Record
	answer bool // a return or a notice of change, by its transaction code
	came   map[*fixed.Layout]int
}

// code is what a transaction code says. Its first digit is the kind of account; its second what is done: 1 and 6 answer an entry, 3 and
// 8 are prenotes, 4 and 9 move no money and have addenda; up to 4 are credits.
type code struct{ credit, answer, moves bool }

func transaction(s string) (c code, known bool) {
	if bank.OnlyDigits(s) != "" || s[0] < '2' || s[0] > '5' || s[1] == '0' {
		return code{}, false
	}
	if s[0] == '5' { // loans take credits, and debits only to take back a credit
		known = s[1] <= '6'
		return code{credit: s[1] <= '4', answer: s[1] == '1' || s[1] == '6', moves: s[1] == '2' || s[1] == '5'}, known
	}
	return code{credit: s[1] <= '4', answer: s[1] == '1' || s[1] == '6', moves: s[1] == '2' || s[1] == '7'}, s[1] != '5'
}

// entry takes an entry.
func (in *reader) entry(r fixed.Record) {
	b := in.batch
	if b == nil {
		in.Fault(r.Line, bank.Order, "an entry outside a batch")
		return
	}
	in.close()
	e := &one{record: r, came: map[*fixed.Layout]int{}, Line: bank.Line{Line: r.Line, Trace: r.Raw("trace"),
		Routing: r.Raw("receiver") + r.Raw("check"), Account: r.Get("account"), Currency: bank.USD, Direction: bank.Pay,
		Savings: r.Raw("transaction")[0] == '3'}}
	if r.Layout != foreignEntry {
		e.Ref, e.Name = r.Get("id"), r.Get("name")
		if e.Name == "" && (b.class == "PPD" || b.class == "CCD") {
			in.Fault(r.Line, bank.Blank, "name is blank")
		}
	}
	if why := bank.Routing(e.Routing); why != "" {
		in.Fault(r.Line, bank.CheckDigits, "%s", why)
	}
	if e.Account == "" {
		in.Fault(r.Line, bank.Account, "account is blank")
	}
	b.entry, b.count = e, b.count+1
	if n, err := strconv.Atoi(r.Raw("receiver")); err == nil && n > 0 {
		b.hash += n
	}
	in.amount(r)
	in.trace(r)
}

// amount checks what an entry moves against its code and batch, and adds it up.
func (in *reader) amount(r fixed.Record) {
	b, e := in.batch, in.batch.entry
	a, why := bank.Cents(r.Raw("amount"))
	if why != "" {
		in.Fault(r.Line, bank.AmountRule, "the amount is not ten digits: %s", why)
	}
	c, known := transaction(r.Raw("transaction"))
	e.Amount, e.answer = a, c.answer
	switch {
	case !known:
		in.Fault(r.Line, bank.Class, "the transaction code is not known")
	case c.credit && b.service == "225" || !c.credit && b.service == "220":
		in.Fault(r.Line, bank.Class, "transaction code %s in a batch of service class %s", r.Raw("transaction"), b.service)
	case why == "" && c.moves && a == 0:
		in.Fault(r.Line, bank.AmountRule, "the amount is zero, and transaction code %s moves money", r.Raw("transaction"))
	case a != 0 && (b.class == "COR" || !c.moves && !c.answer):
		in.Fault(r.Line, bank.AmountRule, "the amount is %s, and the entry moves no money", a)
	}
	if c.credit {
		b.credits += a // of at most 200,000 entries below 100,000,000.00
	} else {
		b.debits, e.Direction = b.debits+a, bank.Collect
	}
}

// trace holds trace numbers to the bank of their batch and to their order.
func (in *reader) trace(r fixed.Record) {
	b, trace := in.batch, r.Raw("trace")
	if why := bank.OnlyDigits(trace); why != "" {
		in.Fault(r.Line, bank.Trace, "the trace number is not fifteen digits: %s", why)
		return
	}
	if line, twice := in.traces[trace]; twice {
		in.Fault(r.Line, bank.Duplicate, "trace number %s stands in line %d already", trace, line)
	} else if trace < b.trace {
		in.Fault(r.Line, bank.Trace, "trace number %s comes after %s", trace, b.trace)
	}
	if !strings.HasPrefix(trace, b.header.Raw("bank")) {
		in.Fault(r.Line, bank.Trace, "trace number %s is not of the batch's bank %s", trace, b.header.Raw("bank"))
	}
	in.traces[trace], b.trace = r.Line, trace
}

// addenda takes a record that belongs to the entry before it.
func (in *reader) addenda(r fixed.Record) {
	b := in.batch
	if b == nil || b.entry == nil {
		in.Fault(r.Line, bank.Order, "addenda that follow no entry")
		return
	}
	e := b.entry
	b.count++
	e.came[r.Layout]++
	switch r.Layout {
	case change, returned:
		in.answer(r)
		return
	case remittance:
		if n, err := strconv.Atoi(r.Raw("sequence")); err != nil || n != e.came[remittance] {
			in.Fault(r.Line, bank.Addenda, "the sequence of addenda is %s, and these are the entry's %d.", r.Raw("sequence"), e.came[remittance])
		}
		if e.came[remittance] > 1 {
			e.Remittance += "\n"
		}
		e.Remittance += r.Get("text")
	}
	if r.Raw("entry") != e.Trace[8:] {
		in.Fault(r.Line, bank.Link, "addenda of entry %s after entry %s", r.Raw("entry"), e.Trace[8:])
	}
}

// answer takes the bank's word on an entry of ours.
func (in *reader) answer(r fixed.Record) {
	e := in.batch.entry
	e.BankRef, e.Trace, e.Reason = e.Trace, r.Raw("original-trace"), r.Raw("reason")
	list := bank.Changes
	if r.Layout == returned {
		list, e.Status, e.Note = bank.Returns, bank.Returned, r.Get("text")
		if r.Raw("trace") != e.BankRef {
			in.Fault(r.Line, bank.Link, "a return of trace number %s after entry %s", r.Raw("trace"), e.BankRef)
		}
	} else if e.Status, e.Note = bank.Changed, r.Get("corrected"); e.Note == "" {
		in.Fault(r.Line, bank.Blank, "the corrected data are blank")
	}
	if to := r.Raw("original-receiver"); bank.OnlyDigits(to) == "" { // the entry goes back, and names the payee's bank here only
		e.Routing = to + string(bank.CheckDigit(to))
	}
	if list[e.Reason] == "" {
		in.Fault(r.Line, bank.Reason, "reason %s is not on the list", e.Reason)
	}
	for _, field := range []string{"original-trace", "original-receiver", "trace"} {
		if why := bank.OnlyDigits(r.Raw(field)); why != "" {
			in.Fault(r.Line, bank.Trace, "%s is not a number: %s", field, why)
		}
	}
}

// close puts the last entry into its batch, when all addenda have come.
func (in *reader) close() {
	b := in.batch
	if b == nil || b.entry == nil {
		return
	}
	e, line := b.entry, b.entry.Line
	if why := e.misses(b.class); why != "" {
		in.Fault(line.Line, bank.Addenda, "%s", why)
	}
	if err := b.Add(line); err != nil {
		in.Fault(line.Line, bank.Total, "%s", err)
	}
	b.entry = nil
}

// misses says what is wrong with the addenda that an entry has, or "".
func (e *one) misses(class string) string {
	answers, all := e.came[change]+e.came[returned], 0
	for _, l := range []*fixed.Layout{remittance, change, returned, foreign} {
		all += e.came[l]
	}
	switch indicator := e.record.Raw("addenda"); {
	case indicator != "0" && indicator != "1":
		return "the addenda indicator is not 0 or 1"
	case (indicator == "1") != (all > 0):
		return fmt.Sprintf("the addenda indicator is %s, and there are %d addenda", indicator, all)
	case e.answer != (answers == 1):
		return fmt.Sprintf("an entry answers another exactly if it has one addendum 98 or 99; it has %d", answers)
	case class == "COR" && e.came[change] != 1:
		return "a notice of change has one addendum 98"
	case (class == "PPD" || class == "CCD" || class == "WEB") && e.came[remittance] > 1:
		return fmt.Sprintf("an entry of class %s has at most one addendum 05, and this has %d", class, e.came[remittance])
	case class == "IAT" && answers == 0 && e.came[foreign] < 7:
		return fmt.Sprintf("an international entry has at least seven addenda, and this has %d", e.came[foreign])
	}
	if class == "CTX" {
		if n, err := strconv.Atoi(e.record.Raw("addenda-count")); err != nil || n != e.came[remittance] {
			return fmt.Sprintf("the entry announces %s addenda, and has %d", e.record.Raw("addenda-count"), e.came[remittance])
		}
	}
	return ""
}
