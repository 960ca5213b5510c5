// Package reconcile sets an agency's own trial balance beside the chain's and says where they differ, and which entries of the
// chain's journal could be why. It owns the reading of the agency's file, which is hostile until it is read: all of it is sound,
// or none of it is used. It asks nobody: the command gives it the chain's rows and entries, all of one height.
//
// A difference is the agency's amount less the chain's, debit positive. What explains it is always a guess about the agency's
// books, since only the chain's journal is at hand; a guess is made only where an entry's own amounts give the difference to the
// cent.
package reconcile

import (
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// The attributes that a trial balance may break its accounts down by, in the order of their columns.
const (
	defc = iota
	programActivity
	objectClass
	funding
	bea
	apportionment
	attributeCount
)

var attributeNames = [attributeCount]string{"defc", "program_activity", "object_class", "funding", "bea", "apportionment"}

// Attributes are the values of an account's attributes; those that are summed over are empty.
type Attributes [attributeCount]string

// Grain says which attributes are compared. The others are summed over.
type Grain [attributeCount]bool

// of leaves of attributes what the grain compares.
func (g Grain) of(a Attributes) Attributes {
	for i, compared := range g {
		if !compared {
			a[i] = ""
		}
	}
	return a
}

// Key is what is compared: an account of a fund, under the attributes of the grain.
type Key struct {
	Fund, Account string
	Attributes    Attributes
}

func (k Key) compare(other Key) int {
	line := func(k Key) []string { return append([]string{k.Fund, k.Account}, k.Attributes[:]...) }
	return slices.CompareFunc(line(k), line(other), strings.Compare)
}

// Chain is what the chain holds of one fund, all of it at one height.
type Chain struct {
	Fund    string
	Height  int64                    // 0 if the node did not say, since it knows no such fund
	Rows    []ledger.TrialBalanceRow // none if the chain has no entry in the fund
	First   uint64                   // the index of the first of Entries
	Entries []ledger.JournalEntry    // the journal, or its last entries, to the end
}

// Difference is an account in which the two trial balances differ.
type Difference struct {
	Key
	Title                 string // "" if the chain has no such account
	Agency, Chain, Amount money.Amount
	Causes                []int // places in the fund's list of causes, best first; none: no entry explains it
}

// Fund is the comparison of one fund.
type Fund struct {
	Fund     string
	Height   int64
	Unknown  bool // the chain has no entry in it: a difference of its own kind, and nothing else is compared
	Grain    Grain
	Compared int // how many keys either side has
	// Budgetary and Proprietary are by how much the debits of each side of the agency's own file exceed its credits: zero if it
	// balances.
	Budgetary, Proprietary money.Amount
	Sum                    money.Amount // of the differences
	Differences            []Difference // in the order of their keys
	Causes                 []Cause      // best first
	First, Size            uint64       // the entries that were looked at: from First to before Size
}

// Differs says whether there is anything to explain.
func (f Fund) Differs() bool { return f.Unknown || len(f.Differences) > 0 }

// Compare sets the agency's lines of a fund beside the chain's. An account that one side lacks is zero there.
func Compare(b *Books, c Chain) (Fund, error) {
	f := Fund{
		Fund: c.Fund, Height: c.Height, Grain: b.Grain, Unknown: len(c.Rows) == 0, First: c.First, Size: c.First + uint64(len(c.Entries)),
	}
	agency := b.balances[c.Fund]
	if err := f.sides(agency); err != nil || f.Unknown {
		return f, err
	}
	chain := make(map[Key]money.Amount)
	for _, row := range c.Rows {
		key := Key{c.Fund, row.Account, b.Grain.of(rowAttributes(row))}
		sum, err := money.Add(chain[key], row.Debit-row.Credit)
		if err != nil {
			return f, err
		}
		chain[key] = sum
	}
	if err := f.differences(agency, chain); err != nil {
		return f, err
	}
	f.explain(c)
	return f, nil
}

// sides adds up the two sides of the agency's own books. Memorandum accounts, 8000 and above, stand on neither.
func (f *Fund) sides(agency map[Key]money.Amount) (err error) {
	for key, amount := range agency {
		side := &f.Proprietary
		switch {
		case key.Account >= "8000":
			continue
		case ledger.Account(key.Account).Budgetary():
			side = &f.Budgetary
		}
		if *side, err = money.Add(*side, amount); err != nil {
			return ErrBalance.Refuse("the accounts of %s: their sum %s", f.Fund, err)
		}
	}
	return nil
}

// differences lists where the two differ.
func (f *Fund) differences(agency, chain map[Key]money.Amount) (err error) {
	keys := make([]Key, 0, len(agency)+len(chain))
	for key := range agency {
		keys = append(keys, key)
	}
	for key := range chain {
		if _, both := agency[key]; !both {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, Key.compare)
	f.Compared = len(keys)
	for _, key := range keys {
		d := Difference{Key: key, Title: ledger.Account(key.Account).Title(), Agency: agency[key], Chain: chain[key]}
		if d.Amount, err = money.Sub(d.Agency, d.Chain); err != nil {
			return err
		}
		if d.Amount == 0 {
			continue
		}
		if f.Sum, err = money.Add(f.Sum, d.Amount); err != nil {
			return err
		}
		f.Differences = append(f.Differences, d)
	}
	return nil
}

func rowAttributes(r ledger.TrialBalanceRow) Attributes {
	return Attributes{r.Defc, r.ProgramActivity, r.ObjectClass, r.Funding, r.Bea, r.Apportionment}
}

func moveAttributes(a ledger.Attributes) Attributes {
	all := Attributes{a.Defc, a.ProgramActivity, a.ObjectClass, "D", "D", a.Apportionment}
	if a.Reimbursable {
		all[funding] = "R"
	}
	if a.Mandatory {
		all[bea] = "M"
	}
	return all
}
