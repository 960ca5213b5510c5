package form

import (
	"errors"
	"fmt"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// The rules of what is typed. They refuse before a key is asked for or a node is called; what a value may be is the chain's to
// say.
var (
	ErrAmount = rule.New("form", 2, "F1", "malformed amount",
		"Write 1250.00 or $1,250.00.")
	ErrDate = rule.New("form", 3, "F2", "malformed date",
		"Write YYYY-MM-DD, a day between 1700-01-01 and 9999-12-31.")
	ErrValue = rule.New("form", 4, "F3", "malformed value",
		"Correct the value; --help says what each field takes.")
	ErrField = rule.New("form", 5, "F4", "unknown field",
		"Name only what the act or question has; --help lists it.")
	ErrTwice = rule.New("form", 6, "F5", "given twice",
		"Give one value; only a list takes several.")
	ErrMissing = rule.New("form", 7, "F6", "missing",
		"Give each of them; --help says what each takes.")
	ErrAboveMax = rule.New("form", 8, "F7", "amount above the greatest",
		"Give less, or do it in several acts.")
)

// At says where the fault of a refusal lies, within its sentence: the rule's name stays first, as in the chain's refusals.
func At(err error, place string, args ...any) error {
	place = fmt.Sprintf(place, args...)
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		return refusal.Rule.Refuse("%s: %s", place, refusal.Found)
	}
	return fmt.Errorf("%s: %w", place, err)
}

// amount refuses what is no amount.
func amount(text string) (money.Amount, error) {
	a, err := money.Parse(text)
	switch {
	case errors.Is(err, money.ErrAboveMax):
		return 0, ErrAboveMax.Refuse("%s", err)
	case err != nil:
		return 0, ErrAmount.Refuse("%s", err)
	}
	return a, nil
}
