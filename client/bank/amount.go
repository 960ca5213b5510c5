package bank

import (
	"fmt"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// Cents reads an amount of digits only, the last two of which are cents, as records of fixed width have it. It says what is
// wrong with another text, or "", and does not repeat it: of a record that has slipped it might be an account.
func Cents(digits string) (money.Amount, string) {
	if why := OnlyDigits(digits); why != "" {
		return 0, why
	}
	if len(digits) < 3 {
		return 0, "it has fewer than three digits"
	}
	point := len(digits) - 2
	units := strings.TrimLeft(digits[:point], "0")
	return parse(units, digits[point:])
}

// Decimal reads an amount as XML and CSV files have it: digits, with a point and decimals or none. Zeros after the second decimal
// are passed over, as are zeros in front; anything else beyond cents is refused, and never rounded.
func Decimal(text string) (money.Amount, string) {
	units, decimals, point := strings.Cut(text, ".")
	switch {
	case text == "":
		return 0, "it is blank"
	case len(text) > 32:
		return 0, "it is too long"
	case units == "" || point && decimals == "":
		return 0, "it has no digits on one side of the point"
	}
	if why := OnlyDigits(units + decimals); why != "" {
		return 0, why
	}
	if len(decimals) > 2 {
		if strings.Trim(decimals[2:], "0") != "" {
			return 0, "it has more than two decimals"
		}
		decimals = decimals[:2]
	}
	return parse(strings.TrimLeft(units, "0"), decimals+"00"[len(decimals):])
}

func parse(units, cents string) (money.Amount, string) {
	if units == "" {
		units = "0"
	}
	a, err := money.Parse(units + "." + cents)
	if err != nil {
		return 0, "it is above the greatest amount, " + money.Max.String()
	}
	return a, ""
}

// OnlyDigits says what is wrong with a number, or "".
func OnlyDigits(s string) string {
	if s == "" {
		return "it is blank"
	}
	for _, r := range s {
		if !strings.ContainsRune(rule.Digits, r) {
			return fmt.Sprintf("it has the character %+q", r)
		}
	}
	return ""
}

// Digits writes an amount as records of fixed width have it, without zeros in front.
func Digits(a money.Amount) string { return strings.NewReplacer(",", "", ".", "").Replace(a.String()) }

// Plain writes an amount as XML has it: 1250.00.
func Plain(a money.Amount) string { return strings.ReplaceAll(a.String(), ",", "") }
