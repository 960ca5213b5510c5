package report

import (
	"slices"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// A condition picks totals by their attributes, and by whether the fund has expired.
type condition func(a ledger.Attributes, expired bool) bool

func discretionary(a ledger.Attributes, _ bool) bool { return !a.Mandatory }
func mandatory(a ledger.Attributes, _ bool) bool     { return a.Mandatory }
func unexpired(_ ledger.Attributes, expired bool) bool {
	return !expired
}
func expired(_ ledger.Attributes, expired bool) bool { return expired }

func direct(category string) condition {
	return func(a ledger.Attributes, _ bool) bool { return !a.Reimbursable && a.Apportionment == category }
}

func reimbursable(category string) condition {
	return func(a ledger.Attributes, _ bool) bool { return a.Reimbursable && a.Apportionment == category }
}

// A row is a line of the SF-133: some accounts at a moment, of the totals that a condition picks, or the sum of other lines
// above.
type row struct {
	number   uint32
	title    string
	when     moment
	positive side
	accounts []ledger.Account
	of       condition
	lines    []uint32
	only     int // 1: of the totals above zero, -1: of those below; 0: of all
}

// of makes a row of accounts, sums one of lines.
func of(number uint32, title string, when moment, positive side, accounts []ledger.Account, of condition) row {
	return row{number: number, title: title, when: when, positive: positive, accounts: accounts, of: of}
}

// above and below make the row one of the totals above zero, or below.
func (r row) above() row { r.only = 1; return r }
func (r row) below() row { r.only = -1; return r }

func sums(number uint32, title string, lines ...uint32) row {
	return row{number: number, title: title, lines: lines}
}

// resourcesTotal is the line of the unobligated balance in total. Until fiscal year 2020 its number was 1050 (the adjustments
// above it have since been given the numbers up to 1067).
const (
	resourcesTotal     = 1070
	resourcesTotalThen = 1050
	renumbered         = 2021
)

// SF133 is the report on budget execution, line by line.
func (b Books) SF133() ([]Line, error) {
	amounts := make(map[uint32]money.Amount)
	var all []Line
	for _, section := range sf133 {
		for _, r := range section.rows {
			amount, err := r.amount(b, amounts)
			if err != nil {
				return nil, err
			}
			amounts[r.number] = amount
			line := Line{Number: r.number, Section: section.title, Title: r.title, Amount: amount, Total: len(r.lines) > 0}
			if r.number == resourcesTotal && b.Year < renumbered {
				line.Number = resourcesTotalThen
			}
			all = append(all, line)
		}
	}
	return all, nil
}

func (r row) amount(b Books, above map[uint32]money.Amount) (money.Amount, error) {
	if len(r.lines) == 0 {
		return b.at(r)
	}
	var s sum
	for _, n := range r.lines {
		s.add(above[n], nil)
	}
	return s.amount, s.err
}

// numbered finds the amounts of lines by their numbers, and adds them up; a line that is not there is zero.
func numbered(lines []Line, numbers ...uint32) (money.Amount, error) {
	var s sum
	for _, l := range lines {
		if slices.Contains(numbers, l.Number) {
			s.add(l.Amount, nil)
		}
	}
	return s.amount, s.err
}

func sorted(texts []string) []string {
	slices.Sort(texts)
	return texts
}
