package report

import (
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
)

// above is the id of the line right above a line; "" if that is the fund.
func above(line string) string {
	if cut := strings.LastIndexByte(line, '.'); cut > 0 {
		return line[:cut]
	}
	return ""
}

// Tree is the status of funds: lines, of which each comes before those made from it. They are put in first, with the balances of
// their own; then obligations; Rolled adds them up.
type Tree struct {
	Lines []StatusLine
	at    map[string]int
}

// part is a sum of a line, and the nets that make it up.
type part struct {
	to   *money.Amount
	nets []ledger.Net
}

func (l *StatusLine) parts() []part {
	return []part{
		{&l.Unobligated, []ledger.Net{
			ledger.Deferred, ledger.Unapportioned, ledger.Apportioned, ledger.Allotted, ledger.Expired,
		}},
		{&l.Committed, []ledger.Net{ledger.Committed}},
		{&l.Undelivered, []ledger.Net{ledger.Undelivered}},
		{&l.Advanced, []ledger.Net{ledger.Advanced}},
		{&l.Unpaid, []ledger.Net{ledger.Unpaid}},
		{&l.Paid, []ledger.Net{ledger.Paid}},
	}
}

// Add puts a line in, with the balances of its own.
func (t *Tree) Add(l appropriation.Line, balances []ledger.Balance) error {
	if t.at == nil {
		t.at = make(map[string]int)
	}
	t.at[l.Id] = len(t.Lines)
	t.Lines = append(t.Lines, StatusLine{Id: l.Id, Kind: l.Kind, Name: l.Name, Opens: l.Opens})
	last := &t.Lines[len(t.Lines)-1]
	if err := last.take(balances); err != nil {
		return err
	}
	var err error
	last.Left, err = money.Add(last.Unobligated, last.Committed)
	return err
}

// Bind adds the balances of an obligation to the line that it was made from.
func (t *Tree) Bind(line string, balances []ledger.Balance) error {
	i, known := t.at[line]
	if !known {
		return appropriation.ErrUnknownLine.Refuse("line %q of an obligation", line)
	}
	return t.Lines[i].take(balances)
}

// take adds balances of a line, or of an obligation under it, to its sums.
func (l *StatusLine) take(balances []ledger.Balance) error {
	for _, p := range l.parts() {
		for _, net := range p.nets {
			for _, b := range balances {
				if !within(net.Accounts, b.Account) {
					continue
				}
				var err error
				if *p.to, err = money.Sub(*p.to, b.Amount); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Rolled are the lines with the sums of all below them.
func (t *Tree) Rolled() ([]StatusLine, error) {
	for i := len(t.Lines) - 1; i >= 0; i-- {
		l := &t.Lines[i]
		var total sum
		for _, p := range l.parts() {
			total.add(*p.to, nil)
		}
		if total.err != nil {
			return nil, total.err
		}
		l.Total = total.amount
		up, has := t.at[above(l.Id)]
		if !has {
			continue
		}
		parent := &t.Lines[up]
		for n, p := range l.parts() {
			to := parent.parts()[n].to
			var err error
			if *to, err = money.Add(*to, *p.to); err != nil {
				return nil, err
			}
		}
	}
	return t.Lines, nil
}
