package ledger

import (
	"context"
	"errors"
	"slices"

	"github.com/pursechain/purse/base/money"
)

// sums adds amounts under text keys and remembers the order in which the keys came, since a map has none.
type sums struct {
	of    map[string]money.Amount
	order []string
	err   error
}

func (s *sums) add(key string, amount money.Amount) {
	if s.of == nil {
		s.of = make(map[string]money.Amount)
	}
	old, known := s.of[key]
	if !known {
		s.order = append(s.order, key)
	}
	sum, err := money.Add(old, amount)
	s.of[key], s.err = sum, errors.Join(s.err, err)
}

// Check finds every way in which balances and totals break the ledger's invariants, for every fund:
//
//	each side balances: the debits of budgetary accounts equal their credits, and so of proprietary ones;
//	the totals of an account equal the sum of its balances, but for what the ends of years closed;
//	no net of any subject is below zero;
//	1010, and what customers have yet to pay, = unobligated + undelivered + unpaid;
//	of money from laws: unexpended appropriations = unobligated + undelivered + advances;
//	of money from customers: no account of unexpended appropriations holds any.
func Check(balances []Balance, totals []Total) error {
	var sides, accounts, subjectNets sums
	for _, t := range totals {
		a := Account(t.Account)
		side := "proprietary"
		if a.Budgetary() {
			side = "budgetary"
		}
		sides.add("the "+side+" side of "+t.Fund, t.Amount)
		accounts.add(t.Fund+" "+t.Account, t.Amount)
		accounts.add(t.Fund+" "+t.Account, -t.Closed)
	}
	ties := ties(totals)
	for _, b := range balances {
		accounts.add(b.Fund+" "+b.Account, -b.Amount)
		if net, guarded := netOf(Account(b.Account)); guarded {
			left := -b.Amount
			if net.Debit {
				left = b.Amount
			}
			subjectNets.add(net.Name+" of "+b.Subject+" in "+b.Fund, left)
		}
	}
	faults := errors.Join(sides.err, accounts.err, subjectNets.err, ties.err)
	for _, key := range sides.order {
		faults = errors.Join(faults, mustBeZero(key+" is out of balance by", sides.of[key]))
	}
	for _, key := range accounts.order {
		faults = errors.Join(faults, mustBeZero("the total of "+key+" differs from its balances by", accounts.of[key]))
	}
	for _, key := range ties.order {
		faults = errors.Join(faults, mustBeZero(key, ties.of[key]))
	}
	for _, key := range subjectNets.order {
		if subjectNets.of[key] < 0 {
			faults = errors.Join(faults, ErrBroken.Refuse("%s is %s", key, subjectNets.of[key]))
		}
	}
	return faults
}

// accountsOf are the accounts of several nets.
func accountsOf(nets ...Net) (all []Account) {
	for _, n := range nets {
		all = append(all, n.Accounts...)
	}
	return all
}

// unexpended are the accounts of appropriations that were not used up.
var unexpended = []Account{
	UnexpendedCumulative, AppropriationsReceived, AppropriationsIn, AppropriationsOut, AppropriationsAdjusted, AppropriationsUsed,
}

// ties are the sums, per fund, that must come to zero if the two sides of the ledger tell the same story.
func ties(totals []Total) (s sums) {
	cash := append(accountsOf(append(Unobligated, Undelivered, Unpaid, Uncollected)...), FundBalanceWithTreasury)
	bound := accountsOf(append(Unobligated, Undelivered, Advanced)...)
	for _, t := range totals {
		a := Account(t.Account)
		if slices.Contains(cash, a) {
			s.add("1010 of "+t.Fund+" differs from unobligated, undelivered and unpaid by", t.Amount)
		}
		switch {
		case t.Attributes.Reimbursable && slices.Contains(unexpended, a):
			s.add("customers' money of "+t.Fund+" stands as an appropriation in "+t.Account+" with", t.Amount)
		case t.Attributes.Reimbursable:
		case slices.Contains(bound, a):
			s.add("unexpended appropriations of "+t.Fund+" differ from unobligated and undelivered by", t.Amount)
		case slices.Contains(unexpended, a):
			s.add("unexpended appropriations of "+t.Fund+" differ from unobligated and undelivered by", -t.Amount)
		}
	}
	return s
}

func mustBeZero(what string, amount money.Amount) error {
	if amount == 0 {
		return nil
	}
	return ErrBroken.Refuse("%s %s", what, amount)
}

// CheckInvariants checks the whole ledger as it stands in state. It reads everything: for tests, a genesis import and the
// operator's command, never for a block.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	balances, totals, err := k.all(ctx)
	if err != nil {
		return err
	}
	memoranda, err := k.allMemoranda(ctx)
	if err != nil {
		return err
	}
	return errors.Join(Check(balances, totals), checkMemoranda(memoranda), k.journaled(ctx, totals))
}

// journaled holds every fund that has a total to having a journal.
func (k Keeper) journaled(ctx context.Context, totals []Total) (faults error) {
	checked := ""
	for _, t := range totals { // in the order of their funds
		if t.Fund == checked {
			continue
		}
		checked = t.Fund
		size, err := k.history.Size(ctx, JournalOf(t.Fund))
		if err == nil && size == 0 {
			err = ErrBroken.Refuse("%s has balances and no journal", t.Fund)
		}
		faults = errors.Join(faults, err)
	}
	return faults
}

func (k Keeper) all(ctx context.Context) (balances []Balance, totals []Total, err error) {
	err = k.balances.Walk(ctx, nil, func(at key, standing Standing) (bool, error) {
		balances = append(balances, Balance{Fund: at.K1(), Subject: at.K2(), Account: at.K3(), Standing: standing})
		return false, nil
	})
	if err != nil {
		return nil, nil, err
	}
	err = k.totals.Walk(ctx, nil, func(at key, standing Standing) (bool, error) {
		totals = append(totals, Total{Fund: at.K1(), Account: at.K2(), Attributes: attributesOf(at.K3()), Standing: standing})
		return false, nil
	})
	return balances, totals, err
}
