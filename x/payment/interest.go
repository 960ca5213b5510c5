package payment

import (
	"context"
	"errors"
	"math"
	"math/bits"
	"slices"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// How interest on a late payment is counted: on a year of 360 days, compounded every thirty, for at most a year; less than a dollar is not paid
// (31 USC 3902; 5 CFR 1315.10(a)(3), (5), (7); 1315.17 [R]).
const (
	interestYear  = 360
	interestMonth = 30
	leastInterest = 100 // minor units
	wholeRate     = 100_000 * interestYear
	interestMark  = ".I" // of the bill that was paid late, makes the name of its interest
)

// interestOn is the interest on a sum paid so many days late, in minor units, at a rate in thousandths of a percent a year; each month's is
// rounded, half up, before it bears interest itself.
func interestOn(principal money.Amount, days, rate uint32) (money.Amount, error) {
	sum := uint64(principal)
	for left := min(days, interestYear); left > 0; {
		n := min(left, interestMonth)
		high, low := bits.Mul64(sum, uint64(rate)*uint64(n))
		low, carry := bits.Add64(low, wholeRate/2, 0)
		if high += carry; high >= wholeRate {
			return 0, money.ErrOverflow
		}
		month, _ := bits.Div64(high, low, wholeRate)
		if sum, carry = bits.Add64(sum, month, 0); carry > 0 || sum > math.MaxInt64 {
			return 0, money.ErrOverflow
		}
		left -= n
	}
	if earned := money.Amount(sum) - principal; earned >= leastInterest {
		return earned, nil
	}
	return 0, nil
}

// interestOf is what a payable earns that is paid today, at the rate of the day after its day.
func interestOf(p Payable, today date.Date, rate uint32) (i Interest, err error) {
	i = Interest{
		Bill: p.Id, Obligation: p.Obligation, Payee: p.Payee, Principal: p.Amount,
		Due: p.Due, Paid: today, Days: p.Due.Until(today), Rate: rate, Persons: p.Persons,
	}
	i.Amount, err = interestOn(i.Principal, i.Days, i.Rate)
	return i, err
}

// owed is the payable of interest that a person has made payable.
func (i Interest) owed(by string) Payable {
	p := Payable{
		Id: i.Bill + interestMark, Obligation: i.Obligation, Payee: i.Payee, Amount: i.Amount, Status: PayableOpen,
		Interest: true, Persons: slices.Clone(i.Persons),
	}
	if !slices.Contains(p.Persons, by) {
		p.Persons = append(p.Persons, by)
	}
	return p
}

// fault says what is wrong with interest by itself, or nil.
func (i Interest) fault() error {
	amount, err := interestOn(i.Principal, i.Days, i.Rate)
	if err != nil {
		return err
	}
	if days := i.Due.Until(i.Paid); i.Amount != amount || amount == 0 || i.Days != days {
		return ErrMalformedInterest.Refuse("%s for %d days, and %s paid %d days after %q earns %s at %d",
			i.Amount, i.Days, i.Principal, days, rule.Clip(string(i.Due), 20), amount, i.Rate)
	}
	if n := len(i.Persons); n == 0 || n > maxPersons {
		return ErrMalformedPayable.Refuse("%d persons acted on it, between 1 and %d", n, maxPersons)
	}
	return checkRate(i.Rate)
}

// interestFault says what is wrong with what a payable says of interest, or nil: interest bears none itself.
func (p Payable) interestFault() error {
	if p.Due != "" && !p.Due.Valid() {
		return ErrMalformedPayable.Refuse("due on %q, which is no date", rule.Clip(string(p.Due), 20))
	}
	if p.Interest != strings.HasSuffix(p.Id, interestMark) || p.Interest && (p.Due != "" || p.Advance || p.Roll != "") {
		return ErrMalformedPayable.Refuse("interest is owed as BILL%s to one payee, after the payment, and on no day", interestMark)
	}
	return nil
}

// late keeps what a payment after its day earns.
func (k Keeper) late(ctx context.Context, p Payable) error {
	if p.Due == "" {
		return nil
	}
	today, err := k.consortium.Today(ctx)
	if err != nil || today <= p.Due {
		return err
	}
	rate, err := k.rateOn(ctx, p.Due.Plus(1))
	if err != nil {
		return err
	}
	i, err := interestOf(p, today, rate)
	if err != nil || i.Amount == 0 {
		return err
	}
	if err := k.interest.Set(ctx, i.Bill, i); err != nil {
		return err
	}
	return room.Emit(ctx, &InterestIncurred{
		Bill: i.Bill, Obligation: i.Obligation, Payee: i.Payee, Due: i.Due, Days: i.Days, Rate: i.Rate, Amount: i.Amount,
	})
}

// drop forgets what a payment earned that was canceled: it was none, and the interest runs until the one that leaves. What an earlier payment
// earned, which did leave, stays.
func (k Keeper) drop(ctx context.Context, p Payable) error {
	if p.Due == "" {
		return nil
	}
	i, err := k.interest.Get(ctx, p.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.interest.Remove(ctx, p.Id); err != nil {
		return err
	}
	return room.Emit(ctx, &InterestDropped{Bill: i.Bill, Amount: i.Amount})
}

// left refuses interest on a payment that may still be canceled.
func (k Keeper) left(ctx context.Context, bill string) error {
	p, open, err := k.Payable(ctx, bill)
	if err != nil || !open || p.Due == "" {
		return err
	}
	s, err := k.schedules.Get(ctx, p.Schedule)
	if err != nil {
		return err
	}
	if s.File == "" {
		return ErrNoInterest.Refuse("%s is on schedule %s, which did not leave for the bank", p.Id, s.Id)
	}
	return nil
}

// OweInterest obligates what a late payment has earned, and makes it payable, once. Who does takes no step of paying it.
func (k msgServer) OweInterest(ctx context.Context, m *MsgOweInterest) (*MsgOweInterestResponse, error) {
	i, err := room.Get(ctx, k.interest, m.Bill, ErrNoInterest, "%q", rule.Clip(m.Bill, 70))
	if err != nil {
		return nil, err
	}
	late := []Payable{{Id: i.Bill, Obligation: i.Obligation}}
	officer, _, err := k.mayAct(ctx, m.Signer, consortium.BudgetOfficer, "", late, i.Amount)
	if err != nil {
		return nil, err
	}
	if err := k.left(ctx, i.Bill); err != nil {
		return nil, err
	}
	p := i.owed(officer.Id)
	if err := p.fault(); err != nil {
		return nil, err
	}
	if err := k.appropriation.Increase(ctx, i.Obligation, m.Allotment, i.Amount, officer.Id, p.Id); err != nil {
		return nil, err
	}
	if err := k.interest.Remove(ctx, i.Bill); err != nil {
		return nil, err
	}
	if err := k.bills.Set(ctx, p.Id); err != nil {
		return nil, err
	}
	if _, err := k.open(ctx, p); err != nil {
		return nil, err
	}
	event := &InterestOwed{Bill: i.Bill, Payable: p.Id, Amount: p.Amount, By: officer.Id}
	return &MsgOweInterestResponse{Payable: p.Id}, room.Emit(ctx, event)
}
