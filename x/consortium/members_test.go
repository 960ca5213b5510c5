package consortium

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"
)

// hud is admitted with two administrators, changed by spoil.
func hud(spoil func(*MsgAdmitMember)) *MsgAdmitMember {
	m := &MsgAdmitMember{
		Member: "hud", Name: "Housing and Urban Development", Expires: "2020-09-30", Administrators: []Founder{
			{Officer: "hal", Title: "Administrator", Key: address("hal")}, {Officer: "hedy", Title: "Administrator", Key: address("hedy")},
		},
	}
	spoil(m)
	return m
}

func TestAdmitMember(t *testing.T) {
	full := func(n int) func(h house) {
		return func(h house) {
			for _, id := range many("m", n) {
				require.NoError(h.t, h.members.Set(h.ctx, id, Member{Id: id, Name: id}))
			}
		}
	}
	lawful := hud(func(*MsgAdmitMember) {})
	play(t, []row{
		{name: "lawful", msg: lawful},
		{name: "by an administrator", by: "ada", msg: hud(func(*MsgAdmitMember) {}), want: ErrNotByResolution,
			found: "the authority is " + Authority().String() + ", given " + address("ada")},
		{name: "an id in capitals", msg: hud(func(m *MsgAdmitMember) { m.Member = "HUD" }), want: ErrMalformedPerson,
			found: "member: id has the character 'H'"},
		{name: "without a name", msg: hud(func(m *MsgAdmitMember) { m.Name = "" }), want: ErrMalformedPerson,
			found: "member: name empty"},
		{name: "with one administrator", msg: hud(func(m *MsgAdmitMember) { m.Administrators = m.Administrators[:1] }),
			want: ErrSecondAdministrator, found: "1 administrators, between 2 and 8"},
		{name: "with nine", msg: hud(func(m *MsgAdmitMember) { m.Administrators = make([]Founder, 9) }),
			want: ErrSecondAdministrator, found: "9 administrators"},
		{name: "with one person twice", msg: hud(func(m *MsgAdmitMember) { m.Administrators[1].Officer = "hal" }),
			want: ErrOfficerExists, found: "hal"},
		{name: "with one key twice", msg: hud(func(m *MsgAdmitMember) { m.Administrators[1].Key = address("hal") }),
			want: ErrKeyTaken, found: "is or was a key of hal"},
		{name: "with another member's officer", msg: hud(func(m *MsgAdmitMember) { m.Administrators[1].Officer = "ada" }),
			want: ErrOfficerExists, found: "ada"},
		{name: "with a malformed administrator", msg: hud(func(m *MsgAdmitMember) { m.Administrators[1].Title = "" }),
			want: ErrMalformedPerson, found: "administrator 2"},
		{name: "with a mandate twice", msg: hud(func(m *MsgAdmitMember) { m.Mandates = []Duty{Legislator, Legislator} }),
			want: ErrMalformedMandate, found: "2, legislator"},
		{name: "with a mandate for what is not reserved", msg: hud(func(m *MsgAdmitMember) { m.Mandates = []Duty{GrantsOfficer} }),
			want: ErrMalformedMandate, found: "1, grants officer"},
		{name: "until no day", msg: hud(func(m *MsgAdmitMember) { m.Expires = "" }), want: ErrDate, found: `"" is not a date`},
		{name: "until yesterday", msg: hud(func(m *MsgAdmitMember) { m.Expires = "2017-09-30" }), want: ErrDate,
			found: "today is 2017-10-01, the administrators' duty would have ended on 2017-09-30"},
		{name: "a member that is", msg: hud(func(m *MsgAdmitMember) { m.Member = "fema" }), want: ErrMemberExists, found: "fema"},
		{name: "a 64th", msg: lawful, before: full(maxMembers - 4)},
		{name: "a 65th", msg: lawful, before: full(maxMembers - 3), want: ErrTooManyMembers, found: "64, at most 64"},
	})
	h := open(t, asIs)
	require.Equal(t, &MemberAdmitted{Member: "hud", Name: "Housing and Urban Development", Mandates: []Duty{DisbursingOfficer}},
		h.does(resolution, hud(func(m *MsgAdmitMember) { m.Mandates = []Duty{DisbursingOfficer} })))
	m := &MsgAppoint{Officer: "hal", Duty: InspectorGeneral, Expires: "2020-09-30"}
	h.does("hal", m)
	h.does("hedy", m)
	lane, _, err := h.Lane(h.ctx, signer("hal"))
	require.NoError(t, err)
	require.Equal(t, "hud", lane)
}

// The result of a transaction names the rule, though the refusal says which administrator it is of.
func TestAMalformedAdministratorIsRefusedByItsRule(t *testing.T) {
	err := hud(func(m *MsgAdmitMember) { m.Administrators[0].Officer = "Hal" }).ValidateBasic()
	space, code, _ := errorsmod.ABCIInfo(err, false)
	require.Equal(t, ErrMalformedPerson.Space, space)
	require.Equal(t, ErrMalformedPerson.Code, code)
}

func TestStandingOfMembers(t *testing.T) {
	suspended := func(ids ...string) func(h house) {
		return func(h house) {
			for _, id := range ids {
				h.does(resolution, &MsgSuspendMember{Member: id})
			}
		}
	}
	play(t, []row{
		{name: "suspended", msg: &MsgSuspendMember{Member: "fema"}},
		{name: "suspended by an administrator", by: "ada", msg: &MsgSuspendMember{Member: "gao"}, want: ErrNotByResolution},
		{name: "suspended, and nobody", msg: &MsgSuspendMember{Member: "hud"}, want: ErrUnknownMember, found: `"hud"`},
		{name: "suspended twice", msg: &MsgSuspendMember{Member: "fema"}, before: suspended("fema"), want: ErrStanding,
			found: "fema is suspended already"},
		{name: "the last but one", msg: &MsgSuspendMember{Member: "gao"}, before: suspended("fema")},
		{name: "the last", msg: &MsgSuspendMember{Member: "omb"}, before: suspended("fema", "gao"), want: ErrLastMember, found: "omb"},
		{name: "one that is suspended, when one is left", msg: &MsgSuspendMember{Member: "gao"}, before: suspended("fema", "gao"),
			want: ErrStanding, found: "gao is suspended already"},

		{name: "readmitted", msg: &MsgReadmitMember{Member: "fema"}, before: suspended("fema")},
		{name: "readmitted by its administrator", by: "ada", msg: &MsgReadmitMember{Member: "fema"}, before: suspended("fema"),
			want: ErrNotByResolution},
		{name: "readmitted, and nobody", msg: &MsgReadmitMember{Member: "hud"}, want: ErrUnknownMember, found: `"hud"`},
		{name: "readmitted in good standing", msg: &MsgReadmitMember{Member: "fema"}, want: ErrStanding,
			found: "fema is not suspended"},

		{name: "renamed", msg: &MsgRenameMember{Member: "fema", Name: "FEMA"}},
		{name: "renamed by its administrator", by: "ada", msg: &MsgRenameMember{Member: "fema", Name: "x"}, want: ErrNotByResolution},
		{name: "renamed, and nobody", msg: &MsgRenameMember{Member: "hud", Name: "x"}, want: ErrUnknownMember, found: `"hud"`},
		{name: "renamed to nothing", msg: &MsgRenameMember{Member: "fema"}, want: ErrMalformedPerson, found: "name empty"},
		{name: "renamed without end", msg: &MsgRenameMember{Member: "fema", Name: strings.Repeat("x", 129)}, want: ErrMalformedPerson,
			found: "129 bytes, at most 128"},

		{name: "the charter amended", msg: &MsgAmendCharter{Charter: DefaultCharter()}},
		{name: "the charter amended by an administrator", by: "ada", msg: &MsgAmendCharter{Charter: DefaultCharter()},
			want: ErrNotByResolution},
		{name: "the charter amended beyond its bounds", msg: &MsgAmendCharter{}, want: ErrMalformedCharter, found: "routine"},
	})
}

// A suspended member's officers do nothing at all, neither its administrators nor who has a limit; readmitted, they go on.
func TestASuspendedMembersOfficersDoNothing(t *testing.T) {
	h := open(t, asIs)
	h.does("ada", certifying("bo"))
	require.Equal(t, &MemberSuspended{Member: "fema"}, h.does(resolution, &MsgSuspendMember{Member: "fema"}))
	_, err := h.send("abe", certifying("bo"))
	refused(t, err, ErrMemberSuspended, "abe of fema")
	_, err = h.Authorise(h.ctx, address("bo"), budgeting(1))
	refused(t, err, ErrMemberSuspended, "bo of fema")
	for _, who := range []string{"abe", "bo", "ida"} {
		refused(t, h.Admit(h.ctx, signer(who), nil), ErrMemberSuspended, "fema")
	}
	require.Equal(t, &MemberReadmitted{Member: "fema"}, h.does(resolution, &MsgReadmitMember{Member: "fema"}))
	require.IsType(t, &OfficerAppointed{}, h.does("abe", certifying("bo")))
	require.Equal(t, &MemberRenamed{Member: "fema", Name: "FEMA"},
		h.does(resolution, &MsgRenameMember{Member: "fema", Name: "FEMA"}))
	m, err := h.ActiveMember(h.ctx, "fema")
	require.NoError(t, err)
	require.Equal(t, Member{Id: "fema", Name: "FEMA"}, m)
}

func TestAmendCharter(t *testing.T) {
	h, c := open(t, asIs), DefaultCharter()
	c.PayeeShare = 50
	require.Equal(t, &CharterAmended{Charter: c}, h.does(resolution, &MsgAmendCharter{Charter: c}))
	amended, err := NewQueryServer(h.Keeper).Charter(h.ctx, &QueryCharterRequest{})
	require.NoError(t, err)
	require.Equal(t, c, amended.Charter)
}

func TestByResolution(t *testing.T) {
	require.NoError(t, ByResolution(Authority().String()))
	for _, authority := range []string{"", address("ada"), strings.ToUpper(Authority().String()), strings.Repeat("x", 9999)} {
		err := ByResolution(authority)
		refused(t, err, ErrNotByResolution, "the authority is "+Authority().String())
		require.Less(t, len(err.Error()), 400, "what came from outside is clipped")
	}
}
