// Package consortium knows who may act: the member agencies, their officers with their duties, the payees, the validators, and
// the business date. Every room above asks it one question before it moves money: may this signer do this, for this member, this
// fund, this amount, today?
//
// It refuses a key that it does not know, a duty that a person does not hold, holds for another fund, held until yesterday or up
// to a smaller amount. Persons are told apart by their id, never by their key.
package consortium

import (
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// Act is what a signer wants to do.
type Act struct {
	Duty   Duty
	Member string       // the agency acted for; "": the officer's own
	Fund   string       // the fund acted on; "": none
	Amount money.Amount // in minor units; 0: the act carries no money
}

// Words is the duty as people say it: certifying officer.
func (d Duty) Words() string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(d.String(), "DUTY_")), "_", " ")
}

// moneyDuties are those whose appointment must have a limit.
var moneyDuties = map[Duty]bool{
	Legislator: true, BudgetExaminer: true, BudgetOfficer: true, GrantsOfficer: true, ContractingOfficer: true,
	CertifyingOfficer: true, DisbursingOfficer: true,
}

// May says whether the officer of a member may do an act on a day. The first broken rule is the answer: the member is suspended
// (C3), the duty is not held (C4), the act is another member's (C5), another fund's (C6), the duty has expired (C7), the amount
// is above its limit (C8). Of several appointments to a duty one that allows the act is enough; if none does, the refusal is that
// of the appointment that got furthest.
func (o Officer) May(act Act, m Member, today date.Date) error {
	if m.Suspended {
		return ErrMemberSuspended.Refuse("%s of %s", o.Id, m.Id)
	}
	refusal, furthest := error(ErrNoDuty.Refuse("%s is no %s", o.Id, act.Duty.Words())), 0
	for _, a := range o.Appointments {
		if a.Duty != act.Duty {
			continue
		}
		step, err := o.allows(a, act, today)
		if err == nil {
			return nil
		}
		if step > furthest {
			refusal, furthest = err, step
		}
	}
	return refusal
}

// allows says whether one appointment allows an act, and how many of the rules the act passed.
func (o Officer) allows(a Appointment, act Act, today date.Date) (passed int, err error) {
	duty := act.Duty.Words()
	switch {
	case act.Member != "" && act.Member != o.Member:
		return 1, ErrWrongMember.Refuse("%s is %s of %s, the act is of %s", o.Id, duty, o.Member, act.Member)
	case a.Fund != "" && a.Fund != act.Fund:
		return 2, ErrOutOfScope.Refuse("%s is %s for fund %s, the act is on %s", o.Id, duty, a.Fund, orNone(act.Fund))
	case today > a.Expires:
		return 3, ErrDutyExpired.Refuse("%s was %s until %s, today is %s", o.Id, duty, a.Expires, today)
	case act.Amount > a.Limit:
		return 4, ErrOverLimit.Refuse("%s is %s up to %s, asked %s", o.Id, duty, a.Limit, act.Amount)
	}
	return 5, nil
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// CheckUEI refuses what is no unique entity identifier (2 CFR part 25): 12 capital letters and digits without O and I, the first
// not 0, no nine digits in a row, the last a check digit.
func CheckUEI(s string) error {
	if len(s) != 12 {
		return ErrMalformedUEI.Refuse("%q has %d characters, not 12", rule.Clip(s, 20), len(s))
	}
	if why := rule.CheckID(s, rule.Digits+"ABCDEFGHJKLMNPQRSTUVWXYZ", 12); why != "" {
		return ErrMalformedUEI.Refuse("%q %s, and a UEI is of digits and capitals without O and I", s, why)
	}
	if s[0] == '0' {
		return ErrMalformedUEI.Refuse("%q begins with 0", s)
	}
	run := 0
	for i := range len(s) {
		if run++; s[i] > '9' {
			run = 0
		}
		if run == 9 {
			return ErrMalformedUEI.Refuse("%q has nine digits in a row", s)
		}
	}
	if want := checkDigit(s[:11]); s[11] != want {
		return ErrMalformedUEI.Refuse("%q ends in %c, its check digit is %c", s, s[11], want)
	}
	return nil
}

// checkDigit multiplies the ASCII code of each character by its position and adds the units digits of the products; it does the
// same with the digits of the sum, until one is left.
func checkDigit(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += int(s[i]) * (i + 1) % 10
	}
	for sum > 9 { // at most 99, so that a second round gives at most 18, and a third at most 9
		sum = sum/10 + sum%10*2%10
	}
	return '0' + byte(sum)
}
