package consortium

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
)

func TestRegisterOfficer(t *testing.T) {
	eve := func() *MsgRegisterOfficer {
		return &MsgRegisterOfficer{Officer: "eve", Title: "Budget officer", Key: address("eve")}
	}
	with := func(spoil func(*MsgRegisterOfficer)) *MsgRegisterOfficer {
		m := eve()
		spoil(m)
		return m
	}
	play(t, []row{
		{name: "lawful", by: "ada", msg: eve()},
		{name: "by a stranger", by: "eve", msg: eve(), want: ErrUnknownSigner, found: address("eve")},
		{name: "by no administrator", by: "bo", msg: eve(), want: ErrNoDuty, found: "bo is no administrator"},
		{name: "by a payee", by: "texas", msg: eve(), want: ErrNoDuty, found: "payee N4YFFGL4CDX5 is no administrator"},
		{name: "with an id in capitals", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Officer = "Eve" }),
			want: ErrMalformedPerson, found: "id has the character 'E'"},
		{name: "without a title", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Title = "" }),
			want: ErrMalformedPerson, found: "title empty"},
		{name: "with no address", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Key = "eve" }),
			want: ErrMalformedPerson, found: `key "eve" is no address`},
		{name: "with an address in capitals", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Key = strings.ToUpper(m.Key) }),
			want: ErrMalformedPerson, found: "write it purse1"},
		{name: "an id of the same member", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Officer = "bo" }),
			want: ErrOfficerExists, found: "bo"},
		{name: "an id of another member", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Officer = "adam" }),
			want: ErrOfficerExists, found: "adam"},
		{name: "with another person's key", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Key = address("bo") }),
			want: ErrKeyTaken, found: "is or was a key of bo"},
		{name: "with a former key", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Key = address("bo once") }),
			want: ErrKeyTaken, found: "is or was a key of bo"},
		{name: "with an invited key", by: "adam", msg: with(func(m *MsgRegisterOfficer) { m.Key = address("florida") }),
			want: ErrKeyTaken, found: "is invited by fema until 2017-10-31"},
		{name: "with the authority of resolutions", by: "ada", msg: with(func(m *MsgRegisterOfficer) { m.Key = Authority().String() }),
			want: ErrKeyTaken, found: "is the authority of resolutions"},
		{name: "with a key that was invited until yesterday", by: "adam", before: func(h house) { h.on("2017-11-01") },
			msg: with(func(m *MsgRegisterOfficer) { m.Key = address("florida") })},
	})
	h := open(t, asIs)
	require.Equal(t, &OfficerRegistered{Officer: "eve", Member: "gao", Key: address("eve"), By: "adam"}, h.does("adam", eve()))
	officer, err := h.Officer(h.ctx, "eve")
	require.NoError(t, err)
	require.Empty(t, officer.Appointments, "a person begins without a duty")
	require.True(t, h.accounts.HasAccount(h.ctx, signer("eve")))
}

// The second administrator's message makes the appointment; each row breaks one thing.
func TestAppoint(t *testing.T) {
	cy := certifying("bo")
	proposed := func(h house) { h.does("ada", certifying("bo")) }
	with := func(spoil func(*MsgAppoint)) *MsgAppoint {
		m := certifying("bo")
		spoil(m)
		return m
	}
	full := func(h house) {
		officer, err := h.Officer(h.ctx, "bo")
		require.NoError(h.t, err)
		for _, bureau := range many("b", maxHeld-1) {
			officer.Appointments = append(officer.Appointments, Appointment{Duty: ReceivingOfficer, Bureau: bureau, Expires: "2018-09-30"})
		}
		require.NoError(h.t, h.officers.Set(h.ctx, "bo", officer))
	}
	administrator := &MsgAppoint{Officer: "ada", Duty: Administrator, Expires: "2030-12-31"}
	play(t, []row{
		{name: "the first proposes", by: "ada", msg: cy},
		{name: "the second agrees", by: "abe", msg: cy, before: proposed},
		{name: "the first once more", by: "ada", msg: cy, before: proposed, want: ErrSecondAdministrator,
			found: "ada proposed it, until 2017-10-15 another must agree"},
		{name: "the first, by another key", by: "ada 2", msg: cy, before: func(h house) {
			proposed(h)
			h.does("ada", &MsgAddKey{Key: address("ada 2")})
		}, want: ErrSecondAdministrator, found: "ada proposed it"},
		{name: "the second on the proposal's last day", by: "abe", msg: cy, before: func(h house) {
			proposed(h)
			h.on("2017-10-15")
		}},
		{name: "by an administrator of another member", by: "adam", msg: cy, before: proposed, want: ErrWrongMember,
			found: "adam is administrator of gao, the act is of fema"},
		{name: "by no administrator", by: "ida", msg: cy, before: proposed, want: ErrNoDuty, found: "ida is no administrator"},
		{name: "of nobody", by: "ada", msg: certifying("eve"), want: ErrUnknownOfficer, found: `"eve"`},
		{name: "to no duty", by: "ada", msg: with(func(m *MsgAppoint) { m.Duty = 0 }), want: ErrMalformedAppointment,
			found: "duty 0 is none"},
		{name: "without a limit for a day", by: "ada", msg: with(func(m *MsgAppoint) { m.DailyLimit = 0 }),
			want: ErrMalformedAppointment, found: "daily limit 0.00 is not above zero"},
		{name: "one's own to a duty of money", by: "ada", msg: certifying("ada"), want: ErrOwnAppointment,
			found: "ada as certifying officer"},
		{name: "one's own to a duty of money, as the second", by: "ada", msg: certifying("ada"),
			before: func(h house) { h.does("abe", certifying("ada")) }, want: ErrOwnAppointment, found: "ada as certifying officer"},
		{name: "one's own renewal as administrator", by: "ada", msg: administrator},
		{name: "one's own renewal as administrator, as the second", by: "ada", msg: administrator,
			before: func(h house) { h.does("abe", administrator) }},
		{name: "an administrator of one bureau", by: "ada", msg: &MsgAppoint{
			Officer: "bo", Duty: Administrator, Bureau: "relief", Expires: "2019-09-30"}, want: ErrMalformedAppointment,
			found: "of the whole member"},
		{name: "a seventeenth duty", by: "ada", msg: cy, before: full, want: ErrMalformedPerson, found: "bo holds 16 duties already"},
		{name: "one of sixteen replaced", by: "ada", before: full, msg: &MsgAppoint{
			Officer: "bo", Duty: BudgetOfficer, Fund: fund, Limit: 1, DailyLimit: 1, Expires: "2019-09-30"}},
	})
}

// What two administrators have sent holds from then on, and replaces what held for the same bureau and fund.
func TestTwoAdministratorsAppoint(t *testing.T) {
	h := open(t, asIs)
	m := &MsgAppoint{Officer: "bo", Duty: BudgetOfficer, Fund: fund, Limit: 7, DailyLimit: 8, Expires: "2019-09-30"}
	a := Appointment{Duty: BudgetOfficer, Fund: fund, Limit: 7, DailyLimit: 8, Expires: "2019-09-30"}
	before, err := h.Officer(h.ctx, "bo")
	require.NoError(t, err)
	require.Equal(t, &AppointmentProposed{Officer: "bo", Appointment: a, By: "ada"}, h.does("ada", m))
	proposed, err := h.Officer(h.ctx, "bo")
	require.NoError(t, err)
	require.Equal(t, before, proposed, "one administrator changes nothing")
	require.Equal(t, &OfficerAppointed{Officer: "bo", Appointment: a, By: "ada", AgreedBy: "abe"}, h.does("abe", m))
	after, err := h.Officer(h.ctx, "bo")
	require.NoError(t, err)
	require.Equal(t, []Appointment{a}, after.Appointments)
	require.IsType(t, &AppointmentProposed{}, h.does("abe", m), "what was agreed to is used up")
}

// A proposal counts for nothing once it, or whoever made it, has lapsed, and for nothing but what it says.
func TestProposalsThatDoNotStand(t *testing.T) {
	for name, then := range map[string]func(h house) *MsgAppoint{
		"it has expired": func(h house) *MsgAppoint {
			h.on("2017-10-16")
			return certifying("bo")
		},
		"its author was dismissed": func(h house) *MsgAppoint {
			h.does("al", &MsgDismiss{Officer: "ada", Duty: Administrator})
			return certifying("bo")
		},
		"its author's duty has expired": func(h house) *MsgAppoint {
			shorter := &MsgAppoint{Officer: "ada", Duty: Administrator, Expires: "2017-10-02"}
			h.does("al", shorter)
			h.does("abe", shorter)
			h.on("2017-10-03")
			return certifying("bo")
		},
		"its author was dismissed, and is administrator again": func(h house) *MsgAppoint {
			again := &MsgAppoint{Officer: "ada", Duty: Administrator, Expires: "2018-12-31"}
			h.does("al", &MsgDismiss{Officer: "ada", Duty: Administrator})
			h.does("al", again)
			h.does("abe", again)
			return certifying("bo")
		},
		"the second says something else": func(house) *MsgAppoint {
			m := certifying("bo")
			m.Limit++
			return m
		},
		"the second names somebody else": func(house) *MsgAppoint { return certifying("ida") },
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, asIs)
			h.does("ada", certifying("bo"))
			require.IsType(t, &AppointmentProposed{}, h.does("abe", then(h)), "the second is a first again")
			require.NoError(t, h.CheckInvariants(h.ctx))
		})
	}
}

func TestAnAdministratorHasSixteenProposals(t *testing.T) {
	h := open(t, asIs)
	to := func(bureau string) *MsgAppoint {
		return &MsgAppoint{Officer: "bo", Duty: ReceivingOfficer, Bureau: bureau, Expires: "2018-09-30"}
	}
	for _, bureau := range many("b", maxProposals) {
		h.does("ada", to(bureau))
	}
	_, err := h.send("ada", to("one-more"))
	refused(t, err, ErrTooManyProposals, "ada has 16 open, at most 16")
	_, err = h.send("ada", &MsgRestoreAccess{Officer: "bo", Key: address("bo 3")})
	refused(t, err, ErrTooManyProposals, "ada has 16 open, at most 16")
	h.does("abe", to("another"))
	h.does("ada", to("another"))
	_, err = h.send("ada", to("one-more"))
	refused(t, err, ErrTooManyProposals, "ada has 16 open")
	h.does("abe", to("b1"))
	h.does("ada", to("one-more"))
	h.on("2017-10-16")
	for _, bureau := range many("c", maxProposals) {
		h.does("ada", to(bureau))
	}
	page, err := NewQueryServer(h.Keeper).Proposals(h.ctx, &QueryProposalsRequest{Member: "fema"})
	require.NoError(t, err)
	require.Len(t, page.Proposals, maxProposals, "what has expired is gone")
	for _, p := range page.Proposals {
		require.Equal(t, "ada until 2017-10-30", fmt.Sprintf("%s until %s", p.By, p.Expires))
	}
}

// The charter says how long a proposal waits.
func TestProposalDays(t *testing.T) {
	h := open(t, func(g *GenesisState) { g.Charter.ProposalDays = 1 })
	h.does("ada", certifying("bo"))
	page, err := NewQueryServer(h.Keeper).Proposals(h.ctx, &QueryProposalsRequest{Member: "fema"})
	require.NoError(t, err)
	require.Equal(t, date.Date("2017-10-02"), page.Proposals[0].Expires)
}

func TestDismiss(t *testing.T) {
	lawful := &MsgDismiss{Officer: "bo", Duty: BudgetOfficer, Fund: fund}
	play(t, []row{
		{name: "lawful", by: "ada", msg: lawful},
		{name: "oneself", by: "ada", msg: &MsgDismiss{Officer: "ada", Duty: Administrator}},
		{name: "one of two administrators", by: "abe", msg: &MsgDismiss{Officer: "ada", Duty: Administrator},
			before: func(h house) { h.does("abe", &MsgDismiss{Officer: "al", Duty: Administrator}) },
			want:   ErrTooFewAdministrators, found: "fema would have 1 without ada"},
		{name: "one of three, of whom another has no key to last", by: "abe", msg: &MsgDismiss{Officer: "ada", Duty: Administrator},
			before: func(h house) { h.does("al", &MsgRevokeKey{Key: address("al"), LastDay: "2017-10-05"}) },
			want:   ErrTooFewAdministrators, found: "fema would have 1 without ada"},
		{name: "the only one", by: "adam", msg: &MsgDismiss{Officer: "adam", Duty: Administrator},
			want: ErrTooFewAdministrators, found: "gao would have 0 without adam"},
		{name: "by an administrator of another member", by: "adam", msg: lawful, want: ErrWrongMember, found: "the act is of fema"},
		{name: "by no administrator", by: "bo", msg: lawful, want: ErrNoDuty, found: "bo is no administrator"},
		{name: "nobody", by: "ada", msg: &MsgDismiss{Officer: "eve"}, want: ErrUnknownOfficer, found: `"eve"`},
		{name: "no id", by: "ada", msg: &MsgDismiss{}, want: ErrMalformedPerson, found: "id empty"},
		{name: "from a duty not held", by: "ada", msg: &MsgDismiss{Officer: "bo", Duty: Legislator}, want: ErrUnknownAppointment,
			found: "bo is not legislator//"},
		{name: "for another fund", by: "ada", msg: &MsgDismiss{Officer: "bo", Duty: BudgetOfficer, Fund: flood},
			want: ErrUnknownAppointment, found: "bo is not budget officer//070-X-0560-000"},
		{name: "for another bureau", by: "ada", msg: &MsgDismiss{Officer: "bo", Duty: BudgetOfficer, Fund: fund, Bureau: "region-6"},
			want: ErrUnknownAppointment, found: "budget officer/region-6/"},
		{name: "for a text without end", by: "ada", msg: &MsgDismiss{Officer: "bo", Fund: strings.Repeat("x", 9999)},
			want: ErrUnknownAppointment, found: "xxx…"},
	})
	h := open(t, asIs)
	require.Equal(t, &OfficerDismissed{Officer: "bo", Duty: BudgetOfficer, Fund: fund, By: "ada"}, h.does("ada", lawful))
	_, err := h.Authorise(h.ctx, address("bo"), budgeting(1))
	refused(t, err, ErrNoDuty, "bo is no budget officer")
}
