package oracle

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// Balances are what every account of every subject holds, by fund, subject and account; none that is zero and was when its year
// began.
func (b *Books) Balances() (all []ledger.Balance) {
	for key, s := range b.balances {
		if standing := s.standing(); !empty(standing) {
			all = append(all, ledger.Balance{Fund: key.fund, Subject: key.subject, Account: key.account, Standing: standing})
		}
	}
	slices.SortFunc(all, func(x, y ledger.Balance) int {
		return cmp.Or(cmp.Compare(x.Fund, y.Fund), cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Account, y.Account))
	})
	return all
}

// Totals are what every account of every fund holds, by fund, account and attributes; none that is zero, was when its year began,
// and that no end of a year has touched.
func (b *Books) Totals() (all []ledger.Total) {
	for key, s := range b.totals {
		if standing := s.standing(); !empty(standing) {
			all = append(all, ledger.Total{Fund: key.fund, Account: key.account, Attributes: key.attributes, Standing: standing})
		}
	}
	slices.SortFunc(all, func(x, y ledger.Total) int {
		return cmp.Or(cmp.Compare(x.Fund, y.Fund), cmp.Compare(x.Account, y.Account),
			cmp.Compare(order(x.Attributes), order(y.Attributes)))
	})
	return all
}

func empty(s ledger.Standing) bool { return s.Amount == 0 && s.Opening == 0 && s.Closed == 0 }

// order writes attributes so that they sort as the ledger's keys do.
func order(a ledger.Attributes) string {
	funding, category := "D", "D"
	if a.Reimbursable {
		funding = "R"
	}
	if a.Mandatory {
		category = "M"
	}
	return strings.Join([]string{a.Defc, a.ProgramActivity, a.ObjectClass, funding, category, a.Apportionment}, "|")
}

// Differ lists every difference between these books and what a ledger keeps: amounts, what they were when a year began, what
// the ends of years moved. The order of the lists is free; what is in neither is zero in both.
func (b *Books) Differ(balances []ledger.Balance, totals []ledger.Total) error {
	kept := make(map[balanceKey]ledger.Standing)
	var faults []string
	for _, x := range balances {
		key := balanceKey{x.Fund, x.Subject, x.Account}
		if _, twice := kept[key]; twice {
			faults = append(faults, fmt.Sprintf("the ledger has the balance %v twice", key))
		}
		kept[key] = x.Standing
	}
	sums := make(map[totalKey]ledger.Standing)
	for _, x := range totals {
		key := totalKey{x.Fund, x.Account, x.Attributes}
		if _, twice := sums[key]; twice {
			faults = append(faults, fmt.Sprintf("the ledger has the total %v twice", key))
		}
		sums[key] = x.Standing
	}
	faults = append(faults, differ("balance", b.balances, kept, func(k balanceKey) uint32 { return b.years[k.fund] })...)
	faults = append(faults, differ("total", b.totals, sums, func(k totalKey) uint32 { return b.years[k.fund] })...)
	slices.Sort(faults)
	var all error
	for _, fault := range faults {
		all = errors.Join(all, errors.New(fault))
	}
	return all
}

// differ compares under every key of either side.
func differ[K comparable](what string, mine map[K]*sum, theirs map[K]ledger.Standing, lastYear func(K) uint32) (faults []string) {
	keys := make(map[K]bool)
	for key := range mine {
		keys[key] = true
	}
	for key := range theirs {
		keys[key] = true
	}
	for key := range keys {
		s, kept := mine[key], theirs[key]
		if s == nil {
			s = new(sum)
		}
		for _, fault := range compare(s, kept, lastYear(key)) {
			faults = append(faults, fmt.Sprintf("%s %v: %s", what, key, fault))
		}
	}
	return faults
}

// compare looks at one sum: also at what it was when the fund's last year began, and the year in which the ledger last moved it.
func compare(s *sum, kept ledger.Standing, lastYear uint32) (faults []string) {
	look := func(what string, mine, theirs money.Amount) {
		if mine != theirs {
			faults = append(faults, fmt.Sprintf("%s is %s by the journal, %s in the ledger", what, mine, theirs))
		}
	}
	opened := kept.Opening
	if kept.Year < lastYear {
		opened = kept.Amount // it has not moved in the year
	}
	look("amount", s.amount, kept.Amount)
	look("closed", s.closed, kept.Closed)
	look(fmt.Sprint("opening of ", lastYear), s.at(lastYear), opened)
	if !empty(kept) && kept.Year != lastYear {
		look(fmt.Sprint("opening of ", kept.Year), s.at(kept.Year), kept.Opening)
	}
	if !empty(kept) && !empty(s.standing()) && kept.Year != s.last().year {
		faults = append(faults, fmt.Sprintf("moved last in %d by the journal, %d in the ledger", s.last().year, kept.Year))
	}
	return faults
}
