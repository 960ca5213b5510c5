package reconcile

import (
	"errors"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/money"
)

// maxBalance bounds one balance and each sum of an agency's balances, so that no difference from the chain's overflows: 40,000
// trillion dollars.
const maxBalance money.Amount = 4_000_000_000_000_000_000

// balance reads an amount as money.Parse does, with two things more that a balance can be and an act's amount cannot: below zero,
// and above the greatest amount of one act.
//
//	balance = [ "-" ] amount
func balance(text string) (money.Amount, error) {
	digits, negative := strings.CutPrefix(text, "-")
	a, err := money.Parse(digits)
	switch {
	case errors.Is(err, money.ErrAboveMax):
		if a, err = large(digits); err != nil {
			return 0, err
		}
	case err != nil:
		return 0, ErrBalance.Refuse("%s", err)
	}
	if negative {
		a = -a
	}
	return a, nil
}

// large reads an amount that money.Parse found well written, and too great for an act.
func large(digits string) (money.Amount, error) {
	whole, cents, point := strings.Cut(strings.TrimPrefix(digits, "$"), ".")
	if !point {
		cents = "00"
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(whole, ",", "")+cents, 10, 64)
	if err != nil || money.Amount(n) > maxBalance {
		return 0, ErrBalance.Refuse("%q is above %s", digits, maxBalance)
	}
	return money.Amount(n), nil
}

// add adds to a sum of balances.
func add(sum, amount money.Amount) (money.Amount, error) {
	sum += amount // both are within maxBalance, and twice that does not overflow
	if sum > maxBalance || sum < -maxBalance {
		return 0, ErrBalance.Refuse("the balances of the account come to more than %s", maxBalance)
	}
	return sum, nil
}

// debitLess reads a pair of cells, one of which holds the balance.
func debitLess(debit, credit string) (money.Amount, error) {
	if debit == "" && credit == "" {
		return 0, ErrBalance.Refuse("neither debit nor credit")
	}
	var sides [2]money.Amount
	for i, text := range []string{debit, credit} {
		if text == "" {
			continue
		}
		a, err := balance(text)
		if err != nil {
			return 0, err
		}
		if a < 0 {
			return 0, ErrBalance.Refuse("%s is below zero, and stands in a column that says its side", a)
		}
		sides[i] = a
	}
	if sides[0] != 0 && sides[1] != 0 {
		return 0, ErrBalance.Refuse("both a debit, %s, and a credit, %s", sides[0], sides[1])
	}
	return sides[0] - sides[1], nil
}
