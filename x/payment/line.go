package payment

import (
	"strconv"
	"strings"
)

// LineName is how a line of the roll of a payable, from one, is named to a bank: VN1AJFAD19J9/2018/R1/17.
func LineName(payable string, line uint32) string {
	return payable + "/" + strconv.FormatUint(uint64(line), 10)
}

// LineOf takes the name of a line of a roll apart. A payable's own name has two strokes.
func LineOf(name string) (payable string, line uint32, is bool) {
	at := strings.LastIndexByte(name, '/')
	if strings.Count(name, "/") != 3 {
		return "", 0, false
	}
	n, err := strconv.ParseUint(name[at+1:], 10, 32)
	if err != nil || n == 0 || LineName(name[:at], uint32(n)) != name {
		return "", 0, false
	}
	return name[:at], uint32(n), true
}

// Spoken says what the bank said of a line of a payable's roll, from one, since it was disbursed, or of one that it paid before.
func (p Payable) Spoken(line uint32) (settled, returned bool) {
	return set(p.Settled).has(int(line) - 1), set(p.Returned).has(int(line) - 1)
}

// Names are how a bank knows what a record is about: the payable, or lines of its roll.
func (r PaymentRecord) Names() (all []string) {
	if len(r.Lines) == 0 {
		return []string{r.Payable}
	}
	for line := range len(r.Lines) * 8 {
		if set(r.Lines).has(line) {
			all = append(all, LineName(r.Payable, uint32(line)+1))
		}
	}
	return all
}
