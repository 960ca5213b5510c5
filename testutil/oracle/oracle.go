// Package oracle is a second, plain implementation of the ledger's balances, made from the journal alone: what it computes from
// the entries must agree with what the chain keeps, to the cent. It shares the ledger's types and none of its rules; those are in
// rules.go, taken from the facts of the domain. It is for tests, so it ranges over maps and keeps everything in memory.
//
// It refuses a journal that no lawful ledger could have written: an unknown event, an account that the event cannot hold, a year
// that goes back, a closing that leaves something behind, a side that does not balance, a net below zero.
package oracle

import (
	"errors"
	"fmt"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

type balanceKey struct{ fund, subject, account string }

type totalKey struct {
	fund, account string
	attributes    ledger.Attributes
}

// Books are what the journal adds up to.
type Books struct {
	balances map[balanceKey]*sum
	totals   map[totalKey]*sum
	years    map[string]uint32 // fund: the fiscal year of its last entry
	lives    columns           // what all subjects of a fund hold together, without the ends of years
	kept     columns           // what the totals of a fund hold, with them
}

// A sum is an amount, debit positive, and what it was when each year in which it moved began.
type sum struct {
	amount, closed money.Amount
	openings       []opening // in the order of their years
}

type opening struct {
	year   uint32
	amount money.Amount
}

// New are the books before the first entry.
func New() *Books {
	return &Books{
		balances: make(map[balanceKey]*sum), totals: make(map[totalKey]*sum), years: make(map[string]uint32),
		lives: make(columns), kept: make(columns),
	}
}

// Replay adds up the entries of one fund or several, each fund's in the order of its journal. An error names the first entry
// that cannot be.
func Replay(entries []ledger.JournalEntry) (*Books, error) {
	b := New()
	for i, e := range entries {
		if err := b.Add(e); err != nil {
			return nil, fmt.Errorf("entry %d, %w", i, err)
		}
	}
	return b, nil
}

// Add adds the next entry of a fund's journal. An error says why it cannot be.
func (b *Books) Add(e ledger.JournalEntry) error {
	if err := b.add(e); err != nil {
		return fmt.Errorf("%s of %s from %s to %s in %s: %w", e.Event, e.Amount, e.From, e.To, e.Fund, err)
	}
	return nil
}

func (b *Books) add(e ledger.JournalEntry) error {
	if e.Amount <= 0 {
		return errors.New("the amount is not above zero")
	}
	if err := b.turn(e.Fund, e.Year); err != nil {
		return err
	}
	if e.Event == closeEvent {
		return errors.Join(b.close(e), b.checkFund(e.Fund))
	}
	return errors.Join(b.post(e), b.checkSubject(e.Fund, e.From), b.checkSubject(e.Fund, e.To), b.checkFund(e.Fund))
}

// turn goes on to the year of an entry. A year that is over has closed its accounts.
func (b *Books) turn(fund string, year uint32) error {
	last, begun := b.years[fund]
	if year < last {
		return fmt.Errorf("fiscal year %d after %d", year, last)
	}
	if begun && year > last {
		for key, s := range b.totals {
			if key.fund == fund && into[key.account] != "" && s.amount != 0 {
				return fmt.Errorf("year %d has left %s in %s %v", last, s.amount, key.account, key.attributes)
			}
		}
	}
	b.years[fund] = year
	return nil
}

// post moves the balances of the subjects and the totals under their attributes.
func (b *Books) post(e ledger.JournalEntry) error {
	pairs, err := pairsOf(e)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		debit, credit := e.Amount, -e.Amount
		if e.Reversed {
			debit, credit = credit, debit
		}
		if err := errors.Join(b.move(e, p.debit, debit), b.move(e, p.credit, credit)); err != nil {
			return err
		}
	}
	return nil
}

func (b *Books) move(e ledger.JournalEntry, l leg, by money.Amount) error {
	account, err := l.pick(e.Held)
	if err != nil {
		return err
	}
	subject, attributes := e.To, e.ToAttributes
	if l.from {
		subject, attributes = e.From, e.FromAttributes
	}
	balance := find(b.balances, balanceKey{e.Fund, subject, account})
	attributes = toldApart(account, attributes)
	total := find(b.totals, totalKey{e.Fund, account, attributes})
	return errors.Join(
		balance.move(by, e.Year), total.move(by, e.Year),
		b.lives.add(e.Fund, account, attributes, by), b.kept.add(e.Fund, account, attributes, by),
	)
}

// close moves the whole total of one account, under one set of attributes, into another. It touches no subject.
func (b *Books) close(e ledger.JournalEntry) error {
	if into[e.From] == "" || into[e.From] != e.To {
		return fmt.Errorf("%s closes into %q", e.From, into[e.From])
	}
	if e.FromAttributes.Defc != e.ToAttributes.Defc || e.FromAttributes.Reimbursable != e.ToAttributes.Reimbursable {
		return fmt.Errorf("closes %v into %v", e.FromAttributes, e.ToAttributes)
	}
	if obligations := e.To[:2] == "48" || e.To[:2] == "49"; obligations && e.FromAttributes != e.ToAttributes {
		return fmt.Errorf("loses %v of an obligation", e.FromAttributes)
	}
	by := e.Amount // the account had a credit balance, so it is debited
	if e.Reversed {
		by = -by
	}
	closed := find(b.totals, totalKey{e.Fund, e.From, e.FromAttributes})
	target := find(b.totals, totalKey{e.Fund, e.To, e.ToAttributes})
	err := errors.Join(
		closed.close(by, e.Year), target.close(-by, e.Year),
		b.kept.add(e.Fund, e.From, e.FromAttributes, by), b.kept.add(e.Fund, e.To, e.ToAttributes, -by),
	)
	if err == nil && closed.amount != 0 {
		return fmt.Errorf("leaves %s in %s", closed.amount, e.From)
	}
	return err
}

// find returns the sum under a key, new if there is none.
func find[K comparable](sums map[K]*sum, key K) *sum {
	if sums[key] == nil {
		sums[key] = new(sum)
	}
	return sums[key]
}

func (s *sum) move(by money.Amount, year uint32) (err error) {
	if len(s.openings) == 0 || s.last().year < year {
		s.openings = append(s.openings, opening{year, s.amount})
	}
	s.amount, err = money.Add(s.amount, by)
	return err
}

func (s *sum) close(by money.Amount, year uint32) (err error) {
	if err := s.move(by, year); err != nil {
		return err
	}
	s.closed, err = money.Add(s.closed, by)
	return err
}

func (s *sum) last() opening {
	if len(s.openings) == 0 {
		return opening{}
	}
	return s.openings[len(s.openings)-1]
}

// at is what the sum was before its first movement in a year or a later one.
func (s *sum) at(year uint32) money.Amount {
	for _, o := range s.openings {
		if o.year >= year {
			return o.amount
		}
	}
	return s.amount
}

func (s *sum) standing() ledger.Standing {
	return ledger.Standing{Amount: s.amount, Opening: s.last().amount, Year: s.last().year, Closed: s.closed}
}

// toldApart are the attributes by which an account is totalled: budgetary accounts and costs by all of them, what a fund owns, owes,
// has earned and has collected over the years by the emergency and by whose money it is.
func toldApart(account string, a ledger.Attributes) ledger.Attributes {
	if account[0] == '6' || account[0] == '4' && account != "4201" {
		return a
	}
	return ledger.Attributes{Defc: a.Defc, Reimbursable: a.Reimbursable}
}
