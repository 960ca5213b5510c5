// Package payment pays what is owed: payables that the rooms above created, gathered on schedules that one officer prepares, a
// second certifies and a third disburses, until the bank says that each was settled or came back. It knows nothing of awards and
// orders.
//
// It refuses a bill that was ever owed before, a schedule number that was ever used before, a disbursement without certificate
// (31 USC 3325), and any officer who acted on the same money before (31 USC 3528; separation of duties). A settled payable leaves
// the state for the paying office's log.
package payment

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// Bounds, in items and bytes. The lines of a schedule are disbursed in one transaction.
const (
	MaxLines     = 5000
	MaxReference = 64
	maxNumber    = 30
	maxSchedule  = 14 // the schedule number of a Treasury payment request (PAM SPR 5.0.2)
	maxPersons   = 12 // eight of the room above, who allowed the bill again, who charged it elsewhere, who owed the interest, who charged that
	maxHands     = 32 // eight payments that came back, each by other people
)

// Bill names a sum owed by what the payee calls it: no two sums of a payee in a fiscal year have the same number.
type Bill struct {
	Payee      string // UEI
	FiscalYear int
	Number     string // normalised
	Again      uint32 // how often a bill of this number is owed, if that was allowed; zero the first time
}

// ID names the payable of the bill.
func (b Bill) ID() string {
	return times(b.Payee+"/"+strconv.Itoa(b.FiscalYear)+"/"+b.Number, b.Again)
}

// times is the id of a bill as it is owed for the n-th time.
func times(bill string, n uint32) string {
	if n < 2 {
		return bill
	}
	return bill + "." + strconv.FormatUint(uint64(n), 10)
}

// Normalise reduces the number of a bill to capital letters and digits without leading zeros, so that the same bill in another
// spelling is the same bill: "inv-0042" and "INV 0042" are INV0042, "0042" is 42.
func Normalise(number string) (string, error) {
	if len(number) > maxNumber {
		return "", ErrMalformedBill.Refuse("%d characters, at most %d", len(number), maxNumber)
	}
	for _, r := range number {
		if r > 126 || r < ' ' {
			return "", ErrMalformedBill.Refuse("%q has the character %+q", number, r)
		}
	}
	normal := strings.TrimLeft(capitals(number), "0")
	if normal == "" {
		return "", ErrMalformedBill.Refuse("%q has no letter and no digit but zero", number)
	}
	return normal, nil
}

// capitals is a text in capital letters and digits, without all else. Only ASCII has its case folded: what else has one differs between
// versions of Unicode.
func capitals(text string) string {
	kept := make([]byte, 0, len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z':
			kept = append(kept, c-'a'+'A')
		case 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			kept = append(kept, c)
		}
	}
	return string(kept)
}

// next is the life of a schedule: prepared, certified, disbursed. After the bank's last word it leaves the state.
var next = map[ScheduleStatus]ScheduleStatus{
	StatusPrepared:  StatusCertified,
	StatusCertified: StatusDisbursed,
}

// Words is the status as people say it.
func (s ScheduleStatus) Words() string {
	switch s {
	case StatusPrepared:
		return "prepared"
	case StatusCertified:
		return "certified"
	case StatusDisbursed:
		return "disbursed"
	default:
		return "in no state"
	}
}

// Words is the status as people say it.
func (s PayableStatus) Words() string {
	switch s {
	case PayableOpen:
		return "open"
	case PayableScheduled:
		return "scheduled"
	case PayableDisbursed:
		return "disbursed"
	default:
		return "in no state"
	}
}

// Certify is the schedule certified by a person who has acted neither on it nor on what it pays.
func (s Schedule) Certify(by string, lines []Payable) (Schedule, error) {
	if next[s.Status] != StatusCertified {
		return s, ErrNotPrepared.Refuse("schedule %s is %s", s.Id, s.Status.Words())
	}
	if err := s.stranger(by, Certified, lines); err != nil {
		return s, err
	}
	s.Status, s.CertifiedBy = StatusCertified, by
	return s, nil
}

// Disburse is the schedule disbursed by a person who has acted neither on it nor on what it pays.
func (s Schedule) Disburse(by string, lines []Payable) (Schedule, error) {
	if next[s.Status] != StatusDisbursed {
		return s, ErrNotCertified.Refuse("schedule %s is %s", s.Id, s.Status.Words())
	}
	if err := s.stranger(by, Disbursed, lines); err != nil {
		return s, err
	}
	s.Status, s.DisbursedBy, s.Waiting = StatusDisbursed, by, uint32(len(lines))
	return s, nil
}

// Words is the step as people say that somebody took it.
func (s Step) Words() string {
	switch s {
	case Prepared:
		return "prepared"
	case Certified:
		return "certified"
	case Disbursed:
		return "disbursed"
	default:
		return "recorded the bank's word on"
	}
}

// stranger refuses a person who took another step on the schedule or on one of its lines before, also if that payment came back.
// First the schedule's own acts, in their order, then the lines in theirs.
func (s Schedule) stranger(person string, step Step, lines []Payable) error {
	switch person {
	case s.PreparedBy:
		return ErrConflict.Refuse("%s prepared schedule %s", person, s.Id)
	case s.CertifiedBy:
		return ErrConflict.Refuse("%s certified schedule %s", person, s.Id)
	case s.DisbursedBy:
		return ErrConflict.Refuse("%s disbursed schedule %s", person, s.Id)
	}
	for _, p := range lines {
		if slices.Contains(p.Persons, person) {
			return ErrConflict.Refuse("%s obligated or approved %s", person, p.Id)
		}
		if err := p.again(person, step); err != nil {
			return err
		}
	}
	return nil
}

// again refuses a person who took another step of a payment that came back: the same one may be taken again. Whoever is new to
// the payable must find room in the list of its hands, beside the others of the same payment.
func (p Payable) again(person string, step Step) error {
	known := false
	for _, h := range p.Hands {
		if h.Person == person && h.Step != step {
			return ErrConflict.Refuse("%s %s an earlier payment of %s", person, h.Step.Words(), p.Id)
		}
		known = known || h.Person == person
	}
	if n := len(p.Hands) + int(step); !known && step != Recorded && n >= maxHands {
		return ErrTooManyHands.Refuse("%s: %d persons have paid it before", p.Id, len(p.Hands))
	}
	return nil
}

// cameBack is the payable open again after the bank returned it. It bears no interest any more: where a payee has its account is no delay of
// who paid it (5 CFR 1315.10(a)(8)).
func (p Payable) cameBack(s Schedule, recordedBy, why string) (Payable, error) {
	p.Due = ""
	return p.canceled(s, recordedBy, why)
}

// canceled is the payable open again after the office took back its payment, or the bank returned it.
func (p Payable) canceled(s Schedule, recordedBy, why string) (Payable, error) {
	p, err := p.off(s, Hand{recordedBy, Recorded})
	if err != nil {
		return p, err
	}
	p.CameBackFor = why
	return p.Move(PayableDisbursed, PayableOpen)
}

// recalled is the payable open again after its schedule was taken back.
func (p Payable) recalled(s Schedule) (Payable, error) {
	p, err := p.off(s)
	if err != nil {
		return p, err
	}
	return p.Move(PayableScheduled, PayableOpen)
}

// off is the payable off its schedule. It keeps who took which step, so that nobody takes another one when it is paid again.
func (p Payable) off(s Schedule, last ...Hand) (Payable, error) {
	p.Hands, p.Schedule, p.Account = slices.Clone(p.Hands), "", ""
	for _, h := range append([]Hand{{s.PreparedBy, Prepared}, {s.CertifiedBy, Certified}, {s.DisbursedBy, Disbursed}}, last...) {
		if h.Person != "" && !slices.Contains(p.Hands, h) {
			p.Hands = append(p.Hands, h)
		}
	}
	if n := len(p.Hands); n > maxHands {
		return p, ErrTooManyHands.Refuse("%s: %s would be one more than %d", p.Id, p.Hands[n-1].Person, maxHands)
	}
	return p, nil
}

// total is what payables come to, in minor units.
func total(lines []Payable) (sum money.Amount, err error) {
	for _, p := range lines {
		if sum, err = money.Add(sum, p.Amount); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

// Move is the payable in another state, if it is in the state from now.
func (p Payable) Move(from, to PayableStatus) (Payable, error) {
	if p.Status != from {
		return p, ErrWrongState.Refuse("payable %s is %s, not %s", p.Id, p.Status.Words(), from.Words())
	}
	p.Status = to
	return p, nil
}

// CheckReason says what is wrong with the reason code of a return, or "": R and two digits, as in the Nacha Operating Rules, or four capitals
// and digits that begin with two capitals, as in the external code sets of ISO 20022.
func CheckReason(s string) string {
	nacha := len(s) == 3 && s[0] == 'R' && rule.CheckID(s[1:], rule.Digits, 2) == ""
	iso := len(s) == 4 && rule.CheckID(s[:2], rule.Capitals, 2) == "" && rule.CheckID(s[2:], rule.Capitals+rule.Digits, 2) == ""
	if !nacha && !iso {
		return "not R and two digits, and not four capitals and digits"
	}
	return ""
}
