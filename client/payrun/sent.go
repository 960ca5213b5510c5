package payrun

import (
	"strings"

	"github.com/pursechain/purse/client/bank"
)

// sent is a payment as it left for the bank: of a payable or of a line of its roll, on a schedule. One that came back is paid again on another.
type sent struct {
	schedule string
	name     string // of the payable or of the line
}

// String is the payment's full name.
func (s sent) String() string { return s.schedule + " " + s.name }

// within is the full name if a bank has room for so many characters, or the reference.
func (s sent) within(most int) string {
	if full := s.String(); len(full) <= most {
		return full
	}
	return s.reference()
}

// reference is its name where a bank has little room.
func (s sent) reference() string { return bank.Reference(s.String()) }

// meant is the payment that has a full name, or what has a name of another kind, on no schedule that is known.
func meant(text string) sent {
	schedule, name, both := strings.Cut(text, " ")
	if both && name != "" && strings.Count(schedule, "/") == 2 {
		return sent{schedule, name}
	}
	return sent{name: text}
}
