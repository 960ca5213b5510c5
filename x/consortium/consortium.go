// Package consortium knows who may act: the member agencies, their officers with their duties and keys, the payees, the charter
// that the members have agreed on, and the business date. Every room above asks it one question before it moves money: may this
// signer do this, for this member, in this bureau and fund, for this amount, today?
//
// It refuses a key that it does not know or that was revoked, a duty that a person does not hold, holds elsewhere, held until
// yesterday, or up to a smaller amount. Persons are told apart by their id, never by their key. Members and the charter change by
// resolution only; persons and payees by the administrators of their member, duties and lost keys by two of them.
package consortium

import (
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// Act is what a signer wants to do.
type Act struct {
	Duty   Duty
	Member string       // the agency acted for; "": the officer's own
	Scopes []Scope      // where the money is that is acted on, each once; none: the act is on no fund
	Amount money.Amount // in minor units, of all scopes together; 0: the act carries no money
}

// Scope is a fund, with the bureau that administers it, "" if its member does so itself.
type Scope struct{ Bureau, Fund string }

// Words is the duty as people say it: certifying officer.
func (d Duty) Words() string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(d.String(), "DUTY_")), "_", " ")
}

// moneyDuties are those whose appointment must have limits.
var moneyDuties = map[Duty]bool{
	Legislator: true, BudgetExaminer: true, BudgetOfficer: true, GrantsOfficer: true, ContractingOfficer: true,
	CertifyingOfficer: true, DisbursingOfficer: true,
}

// reserved are the duties of one branch or office of government, which a member's officers hold only with its mandate.
var reserved = map[Duty]bool{Legislator: true, BudgetExaminer: true, DisbursingOfficer: true}

// permits refuses a reserved duty to the officers of a member without the mandate.
func (m Member) permits(d Duty) error {
	if reserved[d] && !slices.Contains(m.Mandates, d) {
		return ErrNoMandate.Refuse("%s has none for a %s", m.Id, d.Words())
	}
	return nil
}

// Reserved says whether a duty needs a mandate of the member.
func (d Duty) Reserved() bool { return reserved[d] }

// CarriesMoney says whether acts of the duty move money.
func (d Duty) CarriesMoney() bool { return moneyDuties[d] }

// May says whether the officer of a member may do an act on a day, and against the day of which appointments, by their position, it
// counts: those that allow it, and all others to the duty that cover it, so that two of them do not give two days.
// Used is what was done today under each of them, in their order. The first broken rule is the answer: the member is suspended
// (C3), has no mandate for the duty (C38), the duty is not held (C4), the act is another member's (C5), in another bureau or on another fund (C6), the duty has
// expired (C7), the amount is above its limit (C8), or above what is left of its day (C18). Of several appointments to a duty
// one that allows the act is enough; if none does, the refusal is that of the appointment that got furthest.
func (o Officer) May(act Act, m Member, today date.Date, used []money.Amount) (by []int, err error) {
	if m.Suspended {
		return nil, ErrMemberSuspended.Refuse("%s of %s", o.Id, m.Id)
	}
	if err := m.permits(act.Duty); err != nil && o.held(act.Duty) {
		return nil, err
	}
	scopes := act.Scopes
	if len(scopes) == 0 {
		scopes = []Scope{{}}
	}
	for _, scope := range scopes {
		i, err := o.appointedFor(act, scope, today, used)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(by, i) {
			by = append(by, i)
		}
		for i, a := range o.Appointments {
			if a.Duty == act.Duty && a.covers(scope) && today <= a.Expires && !slices.Contains(by, i) {
				by = append(by, i)
			}
		}
	}
	return by, nil
}

// covers says whether an appointment is for a bureau and fund.
func (a Appointment) covers(s Scope) bool {
	return (a.Bureau == "" || a.Bureau == s.Bureau) && (a.Fund == "" || a.Fund == s.Fund)
}

// held says whether the officer has any appointment to a duty.
func (o Officer) held(d Duty) bool {
	return slices.ContainsFunc(o.Appointments, func(a Appointment) bool { return a.Duty == d })
}

// appointedFor finds the appointment that allows an act in one scope.
func (o Officer) appointedFor(act Act, scope Scope, today date.Date, used []money.Amount) (int, error) {
	refusal, furthest := error(ErrNoDuty.Refuse("%s is no %s", o.Id, act.Duty.Words())), 0
	for i, a := range o.Appointments {
		if a.Duty != act.Duty {
			continue
		}
		step, err := o.allows(a, act, scope, today, used[i])
		if err == nil {
			return i, nil
		}
		if step > furthest {
			refusal, furthest = err, step
		}
	}
	return 0, refusal
}

// allows says whether one appointment allows an act, and how many of the rules the act passed.
func (o Officer) allows(a Appointment, act Act, scope Scope, today date.Date, used money.Amount) (passed int, err error) {
	duty := act.Duty.Words()
	switch {
	case act.Member != "" && act.Member != o.Member:
		return 1, ErrWrongMember.Refuse("%s is %s of %s, the act is of %s", o.Id, duty, o.Member, act.Member)
	case a.Bureau != "" && a.Bureau != scope.Bureau:
		return 2, ErrOutOfScope.Refuse("%s is %s for bureau %s, the act is in %s", o.Id, duty, a.Bureau, orNone(scope.Bureau))
	case a.Fund != "" && a.Fund != scope.Fund:
		return 2, ErrOutOfScope.Refuse("%s is %s for fund %s, the act is on %s", o.Id, duty, a.Fund, orNone(scope.Fund))
	case today > a.Expires:
		return 3, ErrDutyExpired.Refuse("%s was %s until %s, today is %s", o.Id, duty, a.Expires, today)
	case act.Amount < 0 || act.Amount > a.Limit: // below zero it would give the day back
		return 4, ErrOverLimit.Refuse("%s is %s up to %s, asked %s", o.Id, duty, a.Limit, act.Amount)
	case act.Amount > a.DailyLimit-used:
		return 5, ErrOverDailyLimit.Refuse("%s is %s up to %s a day, used %s, asked %s", o.Id, duty, a.DailyLimit, used, act.Amount)
	}
	return 6, nil
}

// scope names an appointment among an officer's: no two are to the same duty for the same bureau and fund.
func (a Appointment) scope() string { return a.Duty.Words() + "/" + a.Bureau + "/" + a.Fund }

// appointment finds the position of an officer's appointment, or -1.
func (o Officer) appointment(scope string) int {
	return slices.IndexFunc(o.Appointments, func(a Appointment) bool { return a.scope() == scope })
}

// signs refuses a key that is not, or is no longer, among those of its holder.
func signs(keys []Key, address string, today date.Date) error {
	i := slices.IndexFunc(keys, func(k Key) bool { return k.Address == address })
	switch {
	case i < 0:
		return ErrKeyRevoked.Refuse("%s", address)
	case keys[i].LastDay != "" && today > keys[i].LastDay:
		return ErrKeyRevoked.Refuse("%s signed until %s, today is %s", address, keys[i].LastDay, today)
	}
	return nil
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
	// The characters come before their number, which would be that of the bytes.
	if why := rule.CheckID(s, rule.Digits+"ABCDEFGHJKLMNPQRSTUVWXYZ", max(12, len(s))); s != "" && why != "" {
		return ErrMalformedUEI.Refuse("%q %s, and a UEI is of digits and capitals without O and I", rule.Clip(s, 20), why)
	}
	if len(s) != 12 {
		return ErrMalformedUEI.Refuse("%q has %s, not 12", rule.Clip(s, 20), rule.Count(len(s), "character"))
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
