package bank

import (
	"fmt"
	"strings"
)

// CheckDigit is the ninth digit of a routing number, of its first eight: 3, 7 and 1 times the digits in turn, and what lacks to a
// multiple of ten.
func CheckDigit(eight string) byte {
	sum := 0
	for i, r := range eight {
		sum += int(r-'0') * [3]int{3, 7, 1}[i%3]
	}
	return byte('0' + (10-sum%10)%10)
}

// Routing says what is wrong with a routing number, or "". It does not show it: in a record that has slipped it might be an account.
func Routing(s string) string {
	switch why := OnlyDigits(s); {
	case why != "":
		return "the routing number is not a number: " + why
	case len(s) != 9:
		return fmt.Sprintf("the routing number has %d digits, and not nine", len(s))
	case strings.Trim(s, "0") == "":
		return "the routing number is zero"
	case s[8] != CheckDigit(s[:8]):
		return fmt.Sprintf("the check digit of the routing number is %c, and it has %c", CheckDigit(s[:8]), s[8])
	}
	return ""
}

// IBAN says what is wrong with an international account number, or "": two capitals, two digits, up to 30 capitals and digits,
// which taken as one number leave 1 when divided by 97 (ISO 13616, ISO 7064). What is wrong does not show the number.
func IBAN(s string) string {
	if len(s) < 15 || len(s) > 34 {
		return fmt.Sprintf("the IBAN has %d characters, and not 15 to 34", len(s))
	}
	rest := 0
	for i := range len(s) {
		c := s[(i+4)%len(s)]
		letter, place := 'A' <= c && c <= 'Z', (i+4)%len(s)
		switch {
		case letter && place != 2 && place != 3:
			rest = (rest*100 + int(c-'A') + 10) % 97
		case '0' <= c && c <= '9' && place > 1:
			rest = (rest*10 + int(c-'0')) % 97
		default:
			return "the IBAN is not two capitals, two digits, and capitals and digits"
		}
	}
	if rest != 1 {
		return "the check digits of the IBAN are wrong"
	}
	return ""
}
