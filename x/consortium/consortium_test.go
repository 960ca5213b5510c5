package consortium

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// question is an act with all that bears on it.
type question struct {
	officer Officer
	act     Act
	member  Member
	today   date.Date
	used    []money.Amount
}

// lawful asks for 400.00 of cy, certifying officer of fema for one bureau and fund until the end of September 2018, up to 500.00
// an act and 800.00 a day, of which 300.00 are used.
func lawful() *question {
	return &question{
		officer: Officer{Id: "cy", Member: "fema", Appointments: []Appointment{{
			Duty: CertifyingOfficer, Bureau: "region-6", Fund: fund, Limit: 50000, DailyLimit: 80000, Expires: "2018-09-30",
		}}},
		act:    Act{Duty: CertifyingOfficer, Member: "fema", Scopes: []Scope{{"region-6", fund}}, Amount: 40000},
		member: Member{Id: "fema"}, today: "2018-09-01", used: []money.Amount{30000},
	}
}

func (q *question) ask() ([]int, error) { return q.officer.May(q.act, q.member, q.today, q.used) }

// The act is lawful; each row breaks one thing, in the documented order of the rules.
func TestOfficerMay(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*question)
		want  error
		found string
	}{
		{"lawful", func(*question) {}, nil, ""},
		{"at the limit", func(q *question) { q.act.Amount = 50000 }, nil, ""},
		{"at the day's limit", func(q *question) { q.used[0] = 40000 }, nil, ""},
		{"on the last day", func(q *question) { q.today = "2018-09-30" }, nil, ""},
		{"for any member", func(q *question) { q.act.Member = "" }, nil, ""},
		{"without money", func(q *question) { q.act.Amount = 0 }, nil, ""},
		{"every fund", func(q *question) { q.officer.Appointments[0].Fund, q.act.Scopes[0].Fund = "", flood }, nil, ""},
		{"every bureau", func(q *question) { q.officer.Appointments[0].Bureau, q.act.Scopes[0].Bureau = "", "x" }, nil, ""},
		{"every bureau, also none", func(q *question) { q.officer.Appointments[0].Bureau, q.act.Scopes[0].Bureau = "", "" }, nil, ""},
		{"C3", func(q *question) { q.member.Suspended = true }, ErrMemberSuspended, "cy of fema"},
		{"C4", func(q *question) { q.act.Duty = DisbursingOfficer }, ErrNoDuty, "cy is no disbursing officer"},
		{"C4, no duties", func(q *question) { q.officer.Appointments = nil }, ErrNoDuty, "cy is no certifying officer"},
		{"C5", func(q *question) { q.act.Member = "hud" }, ErrWrongMember,
			"cy is certifying officer of fema, the act is of hud"},
		{"C6, bureau", func(q *question) { q.act.Scopes[0].Bureau = "region-4" }, ErrOutOfScope,
			"for bureau region-6, the act is in region-4"},
		{"C6, no bureau", func(q *question) { q.act.Scopes[0].Bureau = "" }, ErrOutOfScope, "the act is in none"},
		{"C6, fund", func(q *question) { q.act.Scopes[0].Fund = flood }, ErrOutOfScope,
			"for fund 070-X-0702-000, the act is on 070-X-0560-000"},
		{"C6, no scope", func(q *question) { q.act.Scopes = nil }, ErrOutOfScope, "the act is in none"},
		{"C6, the second of two funds", func(q *question) { q.act.Scopes = append(q.act.Scopes, Scope{"region-6", flood}) },
			ErrOutOfScope, "the act is on 070-X-0560-000"},
		{"C7", func(q *question) { q.today = "2018-10-01" }, ErrDutyExpired,
			"cy was certifying officer until 2018-09-30, today is 2018-10-01"},
		{"C8", func(q *question) { q.act.Amount = 50001 }, ErrOverLimit, "cy is certifying officer up to 500.00, asked 500.01"},
		{"C8, below zero", func(q *question) { q.act.Amount = -1 }, ErrOverLimit, "up to 500.00, asked -0.01"},
		{"C18", func(q *question) { q.used[0] = 40001 }, ErrOverDailyLimit,
			"cy is certifying officer up to 800.00 a day, used 400.01, asked 400.00"},
		{"C18, the limit was lowered below what is used", func(q *question) { q.used[0] = money.Max }, ErrOverDailyLimit,
			"asked 400.00"},
	} {
		t.Run(row.name, func(t *testing.T) {
			q := lawful()
			row.spoil(q)
			by, err := q.ask()
			refused(t, err, row.want, row.found)
			if err == nil {
				require.Equal(t, []int{0}, by)
			}
		})
	}
}

// Each act breaks its own rule and all that come after it: the first one is the answer.
func TestTheFirstBrokenRuleWins(t *testing.T) {
	q := lawful()
	for _, wrong := range []struct {
		want  error
		spoil func()
	}{
		{ErrOverDailyLimit, func() { q.used[0] = 80000 }},
		{ErrOverLimit, func() { q.act.Amount = money.Max }},
		{ErrDutyExpired, func() { q.today = "2030-01-01" }},
		{ErrOutOfScope, func() { q.act.Scopes[0] = Scope{"region-4", flood} }},
		{ErrWrongMember, func() { q.act.Member = "hud" }},
		{ErrNoDuty, func() { q.act.Duty = Legislator }},
		{ErrMemberSuspended, func() { q.member.Suspended = true }},
	} {
		wrong.spoil()
		_, err := q.ask()
		require.ErrorIs(t, err, wrong.want)
	}
}

func TestOfSeveralAppointments(t *testing.T) {
	q := lawful()
	q.officer.Appointments = append([]Appointment{
		{Duty: CertifyingOfficer, Fund: flood, Limit: 90000, DailyLimit: 90000, Expires: "2018-09-30"},
		{Duty: CertifyingOfficer, Fund: fund, Limit: 90000, DailyLimit: 90000, Expires: "2017-12-31"},
	}, q.officer.Appointments...)
	q.used = make([]money.Amount, 3)
	for _, step := range []struct {
		name  string
		then  func()
		by    []int
		want  error
		found string
	}{
		{"one that allows the act is enough, wherever it stands", func() {}, []int{2}, nil, ""},
		{"each of two funds by its own", func() { q.act.Scopes = append(q.act.Scopes, Scope{"", flood}) }, []int{2, 0}, nil, ""},
		{"two funds by one, named once, and counted by the other that covers one of them", func() { q.officer.Appointments[0].Fund = "" }, []int{0, 2}, nil, ""},
		{"the next one, when the day of the first is used up", func() {
			q.act.Scopes, q.used[0] = q.act.Scopes[:1], 90000
		}, []int{2, 0}, nil, ""},
		{"the refusal is that of the one which got furthest: the first, which has only its day against it",
			func() { q.act.Amount = 80000 }, nil, ErrOverDailyLimit, "used 900.00, asked 800.00"},
		{"then the third, the first being for another fund and the second over", func() {
			q.officer.Appointments[0].Fund = flood
		}, nil, ErrOverLimit, "up to 500.00, asked 800.00"},
		{"before the second was over, it allowed it", func() { q.today = "2017-12-31" }, []int{1, 2}, nil, ""},
	} {
		step.then()
		by, err := q.ask()
		refused(t, err, step.want, step.found)
		require.Equal(t, step.by, by, step.name)
	}
}

func TestWords(t *testing.T) {
	require.Equal(t, "certifying officer", CertifyingOfficer.Words())
	require.Equal(t, "inspector general", InspectorGeneral.Words())
}

func TestCheckUEI(t *testing.T) {
	for _, valid := range []string{texas, acme, florida, ohio} {
		require.NoError(t, CheckUEI(valid))
	}
	for _, row := range []struct{ name, uei, found string }{
		{"empty", "", "0 characters"},
		{"short", "N4YFFGL4CDX", "11 characters, not 12"},
		{"one character", "N", "1 character, not 12"},
		{"long", "N4YFFGL4CDX55", "13 characters, not 12"},
		{"very long", strings.Repeat("N", 1000), "NNN…"},
		{"lower case", "n4YFFGL4CDX5", "has the character 'n'"},
		{"O", "N4YFFGL4CDO5", "has the character 'O'"},
		{"I", "N4YFFGL4CDI5", "has the character 'I'"},
		{"a space", "N4YFFGL4 DX5", "has the character ' '"},
		{"not ASCII", "N4YFFGL4CDé", `has the character '\u00e9'`},
		{"not ASCII, 12 characters", "N4YFFGL4CDXé", `has the character '\u00e9'`},
		{"not ASCII, short", "Ж4", `has the character '\u0416'`},
		{"first 0", "04YFFGL4CDX5", "begins with 0"},
		{"nine digits in a row", "N123456789X5", "nine digits in a row"},
		{"nine digits at the end", "NXX123456789", "nine digits in a row"},
		{"the check digit", "N4YFFGL4CDX6", "ends in 6, its check digit is 5"},
		{"a letter as check digit", "N4YFFGL4CDXA", "ends in A, its check digit is 5"},
		{"two characters swapped", "4NYFFGL4CDX5", "its check digit is"},
	} {
		t.Run(row.name, func(t *testing.T) { refused(t, CheckUEI(row.uei), ErrMalformedUEI, row.found) })
	}
	err := CheckUEI("N12345678AX5") // eight in a row are allowed: only the check digit may be wrong
	require.True(t, err == nil || strings.Contains(err.Error(), "check digit"), "%v", err)
}
