// Package money holds amounts of the chain's one currency: whole minor units, never a float. People type and read amounts with
// two decimals; Parse takes only what cannot be misread.
package money

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
)

// Amount is a sum in minor units (cents).
type Amount int64

// Max is the greatest amount that may be asked for in one act: 90 trillion dollars, a thousandth of what the type holds, so that
// no total of lawful acts overflows before a thousand of the greatest.
const Max Amount = 9_000_000_000_000_000

// ErrOverflow is returned by Add and Sub; it means that a bound elsewhere was missed.
var ErrOverflow = errors.New("amount overflows 64 bits")

// Add returns a + b, or ErrOverflow.
func Add(a, b Amount) (Amount, error) {
	sum := a + b
	if (b > 0 && sum < a) || (b < 0 && sum > a) {
		return 0, ErrOverflow
	}
	return sum, nil
}

// Sub returns a - b, or ErrOverflow.
func Sub(a, b Amount) (Amount, error) {
	diff := a - b
	if (b > 0 && diff > a) || (b < 0 && diff < a) {
		return 0, ErrOverflow
	}
	return diff, nil
}

// Check says what is wrong with an amount that somebody asks for, or "": it must be above zero and at most Max.
func (a Amount) Check() string {
	switch {
	case a <= 0:
		return a.String() + " is not above zero"
	case a > Max:
		return a.String() + " is above the greatest amount of one act, " + Max.String()
	}
	return ""
}

// String writes the amount as people read it: 1,250.00, and -1,250.00 below zero.
func (a Amount) String() string {
	sign, units := "", uint64(a)
	if a < 0 {
		sign, units = "-", -units
	}
	return fmt.Sprintf("%s%s.%02d", sign, humanize.Comma(int64(units/100)), units%100)
}

// ErrAboveMax is what Parse returns for an amount that is well written and above Max.
var ErrAboveMax = errors.New("it is above the greatest amount of one act, " + Max.String())

// Parse reads an amount as people write it: 1250, 1250.50, 1,250.00 or $1,250.00. An error says what is wrong, and not how it
// is written right. The grammar is strict, since a misread amount is a wrong payment:
//
//	amount = [ "$" ] units [ "." digit digit ]
//	units  = "0" | nonzero { digit } | nonzero [ digit [ digit ] ] { "," digit digit digit }
func Parse(s string) (Amount, error) {
	bad := func(why string) (Amount, error) {
		return 0, fmt.Errorf("%q is not an amount: %s", s, why)
	}
	if len(s) > 32 {
		return bad("it is too long")
	}
	if why := foreign(s); why != "" {
		return bad(why)
	}
	rest := strings.TrimPrefix(s, "$")
	units, cents, point := strings.Cut(rest, ".")
	if point && len(cents) != 2 {
		return bad(decimals(len(cents)) + ", and cents take two")
	}
	if !point {
		cents = "00"
	}
	if strings.Contains(cents, ",") {
		return bad("it has a comma after the point")
	}
	if units == "" {
		return bad("it has no digits before the point")
	}
	if strings.Contains(units, ",") {
		groups := strings.Split(units, ",")
		for i, g := range groups {
			if (i > 0 && len(g) != 3) || len(g) == 0 || len(g) > 3 {
				return bad("its commas do not stand every three digits")
			}
		}
		units = strings.Join(groups, "")
	}
	if len(units) > 1 && units[0] == '0' {
		return bad("it begins with a zero")
	}
	n, err := strconv.ParseInt(units+cents, 10, 64)
	if err != nil || Amount(n) > Max {
		return 0, fmt.Errorf("%q: %w", s, ErrAboveMax)
	}
	return Amount(n), nil
}

func decimals(n int) string {
	if n == 1 {
		return "it has 1 decimal"
	}
	return fmt.Sprintf("it has %d decimals", n)
}

// foreign names the first thing that no amount may hold, or "".
func foreign(s string) string {
	for i, r := range s {
		switch {
		case '0' <= r && r <= '9', r == '.', r == ',', r == '$' && i == 0:
		case r == '-':
			return "it is negative"
		case r == '+':
			return "it has a sign"
		case r == 'e' || r == 'E':
			return "it has an exponent"
		case r > 127:
			return fmt.Sprintf("it has the character %+q, which is not an ASCII digit", r)
		default:
			return fmt.Sprintf("it has the character %q", r)
		}
	}
	if strings.Count(s, ".") > 1 {
		return "it has two points"
	}
	return ""
}
