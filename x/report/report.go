// Package report reads the reports that a budget office owes out of the books: the SF-133 and the SF-132, the status of funds,
// the files A, B and C of the DATA Act, and what money does nothing. It has questions only: no messages and no state. Each
// report is a table of lines and a function of values; nothing is summed up but the totals that the ledger keeps.
//
// It refuses a fund that is not there and a question that would take too long. For every fund, at every moment: the SF-133's
// resources are its status (1910 = 2500); file A is the SF-133, and the sum of file B; file C is never more than file B.
package report

import (
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// Books are the totals of a fund in the fiscal year in which its books are.
type Books struct {
	Totals  []ledger.Total
	Year    uint32
	Expired bool // the fund's period of availability is over
}

// A moment says when an account is looked at.
type moment int

const (
	opening moment = iota // when the fiscal year began: FYB
	now                   // CPE
	change                // from the one to the other
)

// take is an account's amount at a moment, debit positive.
func (m moment) take(s ledger.Standing, year uint32) (money.Amount, error) {
	switch m {
	case opening:
		return s.At(year), nil
	case now:
		return s.Amount, nil
	default:
		return money.Sub(s.Amount, s.At(year))
	}
}

// A side is the one on which an amount is positive.
type side bool

const (
	debit  side = false
	credit side = true
)

func (s side) signed(a money.Amount) money.Amount {
	if s == credit {
		return -a
	}
	return a
}

// sum adds up amounts; once one is too great, it stays an error.
type sum struct {
	amount money.Amount
	err    error
}

func (s *sum) add(a money.Amount, err error) {
	if s.err == nil {
		s.err = err
	}
	if s.err == nil {
		s.amount, s.err = money.Add(s.amount, a)
	}
}

// at sums the accounts of a row up.
func (b Books) at(r row) (money.Amount, error) {
	var s sum
	for _, t := range b.Totals {
		if !within(r.accounts, t.Account) || r.of != nil && !r.of(t.Attributes, b.Expired) {
			continue
		}
		a, err := r.when.take(t.Standing, b.Year)
		if a = r.positive.signed(a); r.only == 0 || r.only > 0 == (a > 0) {
			s.add(a, err)
		}
	}
	return s.amount, s.err
}

func within(accounts []ledger.Account, account string) bool {
	for _, a := range accounts {
		if string(a) == account {
			return true
		}
	}
	return false
}

// Defcs are the disaster emergency fund codes of the books, each once, in the order of their letters.
func (b Books) Defcs() (all []string) {
	seen := make(map[string]bool)
	for _, t := range b.Totals {
		seen[t.Attributes.Defc] = true
	}
	for _, t := range b.Totals {
		if code := t.Attributes.Defc; seen[code] {
			seen[code] = false
			all = append(all, code)
		}
	}
	return sorted(all)
}

// Of are the books of one disaster emergency fund code; of all, if it is empty.
func (b Books) Of(defc string) Books {
	if defc == "" {
		return b
	}
	part := b
	part.Totals = nil
	for _, t := range b.Totals {
		if t.Attributes.Defc == defc {
			part.Totals = append(part.Totals, t)
		}
	}
	return part
}
