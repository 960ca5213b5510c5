package report

import (
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// FileA is a fund's row of file A, out of the lines of its SF-133.
func FileA(sf133 []Line) (r RowA, err error) {
	for _, c := range []struct {
		to    *money.Amount
		lines []uint32
	}{
		{&r.BroughtForward, []uint32{1000}},
		{&r.Adjustments, []uint32{1021, 1029, 1033}},
		{&r.Appropriated, []uint32{1160, 1260}},
		{&r.SpendingAuthority, []uint32{1750, 1850}},
		{&r.TotalResources, []uint32{1910}},
		{&r.GrossOutlay, []uint32{3020}},
		{&r.Obligations, []uint32{2190}},
		{&r.Recoveries, []uint32{1021, 1033}},
		{&r.Unobligated, []uint32{2490}},
		{&r.StatusOfResources, []uint32{2500}},
	} {
		if *c.to, err = numbered(sf133, c.lines...); err != nil {
			return r, err
		}
	}
	return r, nil
}

// cells are the balances of files B and C, each an account at a moment. An adjustment is always of the year.
func (b *Balances) cells() []cell {
	return []cell{
		{&b.UndeliveredFyb, ledger.UndeliveredOrders, opening}, {&b.UndeliveredCpe, ledger.UndeliveredOrders, now},
		{&b.PrepaidFyb, ledger.UndeliveredOrdersPaid, opening}, {&b.PrepaidCpe, ledger.UndeliveredOrdersPaid, now},
		{&b.UnpaidFyb, ledger.DeliveredOrdersUnpaid, opening}, {&b.UnpaidCpe, ledger.DeliveredOrdersUnpaid, now},
		{&b.PaidCpe, ledger.DeliveredOrdersPaid, change},
		{&b.DownUndeliveredCpe, ledger.DownUndelivered, change}, {&b.DownPrepaidCpe, ledger.DownUndeliveredPaid, change},
		{&b.DownUnpaidCpe, ledger.DownDeliveredUnpaid, change}, {&b.DownPaidCpe, ledger.DownDeliveredPaid, change},
		{&b.UpUndeliveredCpe, ledger.UpUndelivered, change},
	}
}

type cell struct {
	to      *money.Amount
	account ledger.Account
	when    moment
}

// filled computes what the files make of the balances.
func (b Balances) filled() (Balances, error) {
	for _, t := range []struct {
		to          *money.Amount
		plus, minus []money.Amount
	}{
		{&b.Incurred, []money.Amount{b.UndeliveredCpe, b.PrepaidCpe, b.UpUndeliveredCpe, b.UnpaidCpe, b.PaidCpe},
			[]money.Amount{b.UndeliveredFyb, b.PrepaidFyb, b.UnpaidFyb}},
		{&b.Outlay, []money.Amount{b.PrepaidCpe, b.PaidCpe}, []money.Amount{b.PrepaidFyb}},
		{&b.Recoveries, []money.Amount{b.DownUndeliveredCpe, b.DownPrepaidCpe, b.DownUnpaidCpe, b.DownPaidCpe}, nil},
	} {
		var s sum
		for _, a := range t.plus {
			s.add(a, nil)
		}
		for _, a := range t.minus {
			s.add(-a, nil)
		}
		if s.err != nil {
			return b, s.err
		}
		*t.to = s.amount
	}
	return b, nil
}

// ofObligations are the accounts of which files B and C give balances.
var ofObligations = append(append(append(accounts{}, obligated...), recoveredDebt...), refunded...)

// unknown is the purpose of a fund that has obligated nothing, which file B has a row of all the same.
var unknown = RowB{
	ProgramActivity: "0000", ProgramActivityName: "Unknown/Other", ObjectClass: "000", Funding: "D", Defc: "Q",
}

// purpose is what a row of file B is of, by the attributes of the ledger.
func purpose(a ledger.Attributes) RowB {
	r := RowB{ProgramActivity: a.ProgramActivity, ObjectClass: a.ObjectClass, Funding: "D", Defc: a.Defc}
	if a.Reimbursable {
		r.Funding = "R"
	}
	return r
}

func (r RowB) key() string {
	return strings.Join([]string{r.ProgramActivity, r.ObjectClass, r.Funding, r.Defc}, "|")
}

// FileB are a fund's rows of file B: each purpose once, in the order of activity, object class, funding and emergency fund
// code; a purpose stays when its balances come to zero, since file C may have awards that cancel each other out.
func (b Books) FileB() (all []RowB, err error) {
	at := make(map[string]int)
	for _, t := range b.Totals {
		if t.Attributes.ProgramActivity == "" || !within(ofObligations, t.Account) {
			continue
		}
		r := purpose(t.Attributes)
		i, has := at[r.key()]
		if !has {
			i = len(all)
			at[r.key()], all = i, append(all, r)
		}
		for _, c := range all[i].Balances.cells() {
			if string(c.account) != t.Account {
				continue
			}
			a, err := c.when.take(t.Standing, b.Year)
			if err != nil {
				return nil, err
			}
			if *c.to, err = money.Add(*c.to, a); err != nil {
				return nil, err
			}
		}
	}
	if len(all) == 0 {
		all = []RowB{unknown}
	}
	for i, r := range all {
		if all[i].Balances, err = r.Balances.filled(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(x, y RowB) int { return strings.Compare(x.key(), y.key()) })
	return all, nil
}

// adjusts are the accounts that the year's end closes into others, which file C has to close itself: the balances of an
// obligation are never closed.
var adjusts = []struct{ account, into ledger.Account }{
	{ledger.DownUndelivered, ledger.UndeliveredOrders},
	{ledger.UpUndelivered, ledger.UndeliveredOrders},
	{ledger.DownUndeliveredPaid, ledger.UndeliveredOrdersPaid},
	{ledger.DownDeliveredUnpaid, ledger.DeliveredOrdersUnpaid},
}

// BalancesOf are the balances of an obligation as file C gives them, as if the ends of earlier years had closed it as they
// closed the fund's totals.
func BalancesOf(balances []ledger.Balance, year uint32) (b Balances, err error) {
	for _, balance := range balances {
		account := ledger.Account(balance.Account)
		for _, c := range b.cells() {
			var s sum
			s.add(*c.to, nil)
			if c.account == account {
				s.add(c.when.take(balance.Standing, year))
			}
			for _, a := range adjusts {
				if a.account == account && a.into == c.account {
					s.add(balance.At(year), nil)
				}
			}
			if s.err != nil {
				return b, s.err
			}
			*c.to = s.amount
		}
	}
	return b.filled()
}

// zero says that there is nothing to report.
func (b Balances) zero() bool { return b == Balances{} }
