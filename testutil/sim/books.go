package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/testutil/oracle"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
)

// firstNoYear is the main account of the first fund of each agency that has no year.
const firstNoYear = 702

// fund is what the driver remembers of a fund.
type fund struct {
	symbol    string
	agency    *agency
	span      appropriation.Symbol
	mandatory bool
	year      uint32 // of its books
	canceled  bool

	activities     []string
	authorities    []string // the newest
	orders         []string // authorities of customers
	continuing     []string // authorities of continuing resolutions
	deferred       []string // authorities of which a part is deferred
	apportionments []string // of this year, as the lines below
	allotments     []string
	commitments    []string

	read   uint64        // entries of its journal that were read
	oracle *oracle.Books // what these entries add up to

	purposes map[string]ledger.Attributes // of each document
}

// A style of obligation says who obligates, and how it is paid.
type style int

const (
	award    style = iota // by the messages of grants, paid by claims
	contract              // by a call, paid on schedules
	plain                 // by a call, accrued and paid by calls: no payables stand for what is owed
	bought                // by an order of goods, paid by invoices
)

// document is what the driver remembers of an obligation.
type document struct {
	id        string
	fund      *fund
	style     style
	payee     payee
	allotment string
	year      uint32
	hands     []string // who obligated
	class     string
	begins    string
	ends      date.Date
	parts     []part
}

type payable struct {
	id    string
	doc   *document
	hands []string            // who obligated, and who approved
	steps map[string][]string // who took which step of a payment that came back

	paid   []string // who took the steps of the payment that was settled
	record uint64   // the number of its record in the office's log
}

type schedule struct {
	id    string
	lines []*payable
	hands []string // who prepared it, then who certified it and who disbursed it
	sent  bool     // in a file
}

// steps are those of a payment, in the order of a schedule's hands; the last is to record the bank's word.
var steps = []string{"prepare", "certify", "disburse", "record"}

// books are what the driver remembers.
type books struct {
	funds     []*fund
	wanted    []appropriation.MsgOpenFund // what the year has brought, and is not opened yet
	serial    int                         // of main accounts, documents, numbers
	settled   []*payable                  // the last claims that were paid
	docs      []*document                 // of funds that are not cancelled
	gone      []*document                 // some of funds that are
	claims    []claim
	open      map[*agency][]*payable
	prepared  []*schedule
	certified []*schedule
	disbursed []*schedule // with the lines on which the bank has not spoken
	entries   []entryAt   // of this year's journals, that may be corrected
}

// entryAt is an entry of a journal.
type entryAt struct {
	fund  *fund
	index uint64
	event ledger.Event
}

// want lists the funds that a fiscal year brings: in each agency one for the year, and by turns one for two or five years, one
// for the next year, and one without years.
func (s *Sim) want() {
	s.entries, s.wanted = nil, nil
	for i, a := range s.agencies {
		y := int(s.year)
		s.wantFund(a, y, y, false)
		if s.chance(1, 2) {
			s.wantFund(a, y, y+1, s.chance(1, 4))
		}
		if s.chance(1, 3) {
			s.wantFund(a, y, y+4, s.chance(1, 4))
		}
		if s.chance(1, 6) {
			s.wantFund(a, y+1, y+1, false)
		}
		if len(s.funds) == 0 || s.chance(1, 15) && i == int(s.year)%len(s.agencies) {
			s.wantFund(a, 0, 0, s.chance(1, 3))
		}
	}
}

func (s *Sim) wantFund(a *agency, begin, end int, mandatory bool) {
	s.serial++
	symbol := fmt.Sprintf("%s-%d/%d-%04d-000", a.code, begin, end, 1000+s.serial%9000)
	if end == 0 {
		number := firstNoYear
		if len(s.funds) > 0 {
			number = 1000 + s.serial%9000
		}
		symbol = fmt.Sprintf("%s-X-%04d-000", a.code, number)
	}
	msg := appropriation.MsgOpenFund{Fund: symbol, Member: a.id, Title: "Relief"}
	if mandatory {
		msg.Title = "Relief, mandatory"
	}
	first := s.rand.IntN(len(activities))
	for n := range 1 + s.rand.IntN(3) {
		activity := activities[(first+n)%len(activities)]
		msg.Purposes = append(msg.Purposes, appropriation.Purpose{ProgramActivity: activity, Title: "Relief " + activity})
	}
	s.wanted = append(s.wanted, msg)
}

// opened remembers a fund that was opened.
func (s *Sim) opened(m *appropriation.MsgOpenFund) {
	f := &fund{symbol: m.Fund, year: s.year, oracle: oracle.New(), purposes: make(map[string]ledger.Attributes),
		mandatory: strings.HasSuffix(m.Title, "mandatory")}
	f.span, _ = appropriation.ParseSymbol(m.Fund)
	for _, a := range s.agencies {
		if a.id == m.Member {
			f.agency = a
		}
	}
	for _, p := range m.Purposes {
		f.activities = append(f.activities, p.ProgramActivity)
	}
	s.funds = append(s.funds, f)
	s.wanted = slices.DeleteFunc(s.wanted, func(w appropriation.MsgOpenFund) bool { return w.Fund == m.Fund })
}

// turnBooks takes note of the funds whose year the calendar has closed: what their lines had is gone, or goes on as authority.
func (s *Sim) turnBooks() error {
	for _, f := range s.funds {
		if f.canceled {
			continue
		}
		year, err := s.chain.Ledger.Year(s.ctx, f.symbol)
		if err != nil {
			return err
		}
		if year == f.year {
			continue
		}
		if f.span.Begin <= int(f.year) {
			f.apportionments, f.allotments, f.commitments, f.deferred = nil, nil, nil, nil
		}
		f.year = year
		known, err := s.chain.Appropriation.Fund(s.ctx, f.symbol)
		if err != nil {
			return err
		}
		if f.canceled = known.Canceled; f.canceled {
			s.bury(f)
		}
	}
	return nil
}

// bury forgets what can no longer be paid, but for a few documents and payables that somebody asks for in vain.
func (s *Sim) bury(f *fund) {
	ofFund := func(d *document) bool { return d.fund == f }
	for _, d := range s.docs {
		if ofFund(d) && s.chance(1, 20) {
			s.gone = append(s.gone, d)
		}
	}
	s.docs = slices.DeleteFunc(s.docs, ofFund)
	s.open[f.agency] = slices.DeleteFunc(s.open[f.agency], func(p *payable) bool { return ofFund(p.doc) && !s.chance(1, 50) })
	s.entries = slices.DeleteFunc(s.entries, func(e entryAt) bool { return e.fund == f })
}

// closing says whether the books of any fund are still to be closed.
func (s *Sim) closing() bool {
	return slices.ContainsFunc(s.funds, func(f *fund) bool { return !f.canceled && f.year != s.year })
}

// fund is one that an act is on: seldom one that is closing, expired or cancelled.
func (s *Sim) fund() *fund {
	var f *fund
	for range 30 {
		f = pick(s, s.funds)
		current := f != nil && !f.canceled && f.year == s.year && !f.span.Expired(s.year)
		if f == nil || current && (f.span.End != 0 || s.chance(1, 3)) || s.chance(1, 200) {
			break
		}
	}
	return f
}

// line is a line of some fund that has something left of a net, if one is found soon.
func (s *Sim) line(of func(*fund) []string, net ledger.Net) (f *fund, id string, left money.Amount) {
	for range 8 {
		if f = s.fund(); f == nil {
			return nil, "", 0
		}
		if id = pick(s, of(f)); id == "" {
			continue
		}
		if left = s.left(f.symbol, id, net); left > 0 {
			return f, id, left
		}
	}
	if id == "" {
		return nil, "", 0
	}
	return f, id, left
}

// document is an obligation that has something left of a net, if one is found soon; often one of the newest.
func (s *Sim) document(net ledger.Net, fit func(*document) bool) (d *document, left money.Amount) {
	for range 12 {
		list := s.docs
		switch {
		case s.chance(1, 300) && len(s.gone) > 0:
			list = s.gone
		case s.chance(1, 2):
			list = list[max(0, len(list)-300):]
		}
		one := pick(s, list)
		if one == nil || !fit(one) {
			continue
		}
		d = one
		if left = s.left(d.fund.symbol, d.id, net); left > 0 {
			return d, left
		}
	}
	return d, left
}

// left is what a subject has of a net in the block under way.
func (s *Sim) left(fund, subject string, net ledger.Net) money.Amount {
	left, err := s.chain.Ledger.Left(s.ctx, fund, subject, net)
	if err != nil {
		panic(err) // the store is at fault: the next act on it would fail
	}
	return left
}

// part is an amount to ask for when so much is left: mostly a part of it, now and then all of it or a little more.
func (s *Sim) part(left money.Amount) money.Amount {
	switch draw := s.rand.IntN(100); {
	case left <= 0:
		return money.Amount(1 + s.rand.Int64N(100_000))
	case draw < 12:
		return left
	case draw < 15:
		return left + 1 + money.Amount(s.rand.Int64N(100))
	case draw < 50:
		return 1 + money.Amount(s.rand.Int64N(int64(left)))
	}
	return 1 + money.Amount(s.rand.Int64N(int64(left)/10+1))
}

// number makes a number that was never used.
func (s *Sim) number(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%07d", prefix, s.serial)
}
