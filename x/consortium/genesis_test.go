package consortium

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// fault is one thing that is wrong with a genesis, and how whoever wrote it is told.
type fault struct {
	name  string
	spoil func(*GenesisState)
	want  error
	found string
}

func (rows faultRows) find(t *testing.T) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			g := genesis()
			require.NoError(t, g.Validate())
			row.spoil(g)
			refused(t, g.Validate(), row.want, row.found)
		})
	}
}

type faultRows []fault

// bo's duty and keys, on which most rows turn.
func bo(g *GenesisState) *Officer       { return &g.Officers[4] }
func duty(g *GenesisState) *Appointment { return &bo(g).Appointments[0] }

func TestGenesisOfMembersAndCalendar(t *testing.T) {
	faultRows{
		{"manual without a date", func(g *GenesisState) { g.Date = "" }, ErrMalformedGenesis, "date: "},
		{"manual with no day", func(g *GenesisState) { g.Date = "2017-02-30" }, ErrMalformedGenesis, `"2017-02-30"`},
		{"block time with a date", func(g *GenesisState) { g.Calendar = BlockTime }, ErrMalformedGenesis, "the calendar is block time"},
		{"block time with no day", func(g *GenesisState) { g.Calendar, g.Date = BlockTime, "soon" }, ErrMalformedGenesis, `"soon"`},
		{"no such calendar", func(g *GenesisState) { g.Calendar, g.Date = 7, "" }, ErrMalformedGenesis, "calendar 7"},
		{"a charter out of bounds", func(g *GenesisState) { g.Charter.PayeeShare = 51 }, ErrMalformedCharter, "charter: "},
		{"no charter", func(g *GenesisState) { g.Charter = Charter{} }, ErrMalformedCharter, `routine: more than ""`},

		{"member twice", func(g *GenesisState) { g.Members[1].Id = "fema" }, ErrMalformedGenesis, "members[1] fema: "},
		{"member in capitals", func(g *GenesisState) { g.Members[0].Id = "FEMA" }, ErrMalformedGenesis, "members[0] FEMA: "},
		{"member too long", func(g *GenesisState) { g.Members[0].Id = strings.Repeat("a", 33) }, ErrMalformedGenesis, "33 characters"},
		{"member without a name", func(g *GenesisState) { g.Members[0].Name = "" }, ErrMalformedGenesis, "name: empty"},
		{"a long name", func(g *GenesisState) { g.Members[0].Name = strings.Repeat("a", 129) }, ErrMalformedGenesis, "129 bytes"},
		{"65 members", func(g *GenesisState) {
			for _, id := range many("m", maxMembers-2) {
				g.Members = append(g.Members, Member{Id: id, Name: id})
			}
		}, ErrTooManyMembers, "65, at most 64"},
	}.find(t)
}

func TestGenesisOfPersons(t *testing.T) {
	faultRows{
		{"officer twice", func(g *GenesisState) { bo(g).Id = "adam" }, ErrMalformedGenesis, "officers[4] adam: "},
		{"officer without an id", func(g *GenesisState) { bo(g).Id = "" }, ErrMalformedGenesis, "id: empty"},
		{"officer without a title", func(g *GenesisState) { bo(g).Title = "" }, ErrMalformedGenesis, "title: empty"},
		{"officer of nobody", func(g *GenesisState) { bo(g).Member = "hud" }, ErrUnknownMember, `officers[4] bo: `},
		{"officer without a key, having revoked them", func(g *GenesisState) { bo(g).Keys = nil }, nil, ""},
		{"officer with many keys", func(g *GenesisState) { bo(g).Keys = keys(many("bo", 9)...) }, ErrMalformedGenesis,
			"9 keys, at most 8"},
		{"a key until no day", func(g *GenesisState) { bo(g).Keys[0].LastDay = "soon" }, ErrDate, `officers[4] bo: `},
		{"no address", func(g *GenesisState) { bo(g).Keys[0].Address = "bo" }, ErrMalformedPerson, `key of bo: `},
		{"another chain's address", func(g *GenesisState) {
			bo(g).Keys[0].Address = "cosmos1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnrujsuw"
		}, ErrMalformedPerson, "is no address"},
		{"an address in capitals", func(g *GenesisState) {
			bo(g).Keys[0].Address = strings.ToUpper(bo(g).Keys[0].Address)
		}, ErrMalformedPerson, "write it purse1"},
		{"a key in two hands", func(g *GenesisState) { bo(g).Keys[0] = keys("adam")[0] }, ErrMalformedGenesis,
			"is also that of key of adam"},
		{"a key in one hand twice", func(g *GenesisState) { bo(g).Keys[1] = keys("bo")[0] }, ErrMalformedGenesis,
			"is also that of key of bo"},
		{"an officer's key and a payee's", func(g *GenesisState) { g.Payees[1].Keys = keys("bo") }, ErrMalformedGenesis,
			"is also that of key of bo"},
		{"an officer's key, invited", func(g *GenesisState) { g.Invitations[0].Address = address("bo") }, ErrMalformedGenesis,
			"is also that of key of bo"},
		{"a former key, in use", func(g *GenesisState) { g.FormerKeys[0].Address = address("texas") }, ErrMalformedGenesis,
			"is also that of key of " + texas},
		{"a former key of nobody", func(g *GenesisState) { g.FormerKeys[0].Holder = Holder{} }, ErrMalformedGenesis,
			"former_keys[0]"},
		{"a former key of a stranger", func(g *GenesisState) { g.FormerKeys[0].Holder.Officer = "eve" }, ErrUnknownOfficer,
			`former_keys[0]`},
		{"a former key of an unknown payee", func(g *GenesisState) { g.FormerKeys[0].Holder = Holder{Payee: ohio} }, ErrUnknownPayee,
			`former_keys[0]`},
		{"a former key of two", func(g *GenesisState) { g.FormerKeys[0].Holder.Payee = texas }, ErrMalformedGenesis,
			"former_keys[0]"},
		{"a former key of somebody invited", func(g *GenesisState) { g.FormerKeys[0].Holder = Holder{InvitedBy: "fema"} },
			ErrMalformedGenesis, "former_keys[0]"},

		{"payee twice", func(g *GenesisState) { g.Payees[1].Uei = texas }, ErrMalformedGenesis, "payees[1] N4YFFGL4CDX5: "},
		{"a bad UEI", func(g *GenesisState) { g.Payees[1].Uei = "VN1AJFAD19J8" }, ErrMalformedUEI, "payees[1] VN1AJFAD19J8: "},
		{"payee without a name", func(g *GenesisState) { g.Payees[1].Name = "" }, ErrMalformedGenesis, "name: empty"},
		{"payee of nobody", func(g *GenesisState) { g.Payees[1].Member = "hud" }, ErrUnknownMember, `"hud"`},
		{"payee suspended by nobody", func(g *GenesisState) { g.Payees[1].SuspendedBy = "hud" }, ErrUnknownMember, `"hud"`},
		{"payee with many keys", func(g *GenesisState) { g.Payees[1].Keys = keys(many("acme", 9)...) }, ErrMalformedGenesis, "9 keys"},
	}.find(t)
}

func TestGenesisOfAppointments(t *testing.T) {
	faultRows{
		{"no duty", func(g *GenesisState) { duty(g).Duty = 0 }, ErrMalformedAppointment, "duty 0 is none"},
		{"no such duty", func(g *GenesisState) { duty(g).Duty = 99 }, ErrMalformedAppointment, "duty 99 is none"},
		{"no limit", func(g *GenesisState) { duty(g).Limit = 0 }, ErrMalformedAppointment, "limit 0.00 is not above zero"},
		{"a limit below zero", func(g *GenesisState) { duty(g).Limit = -1 }, ErrMalformedAppointment, "limit -0.01"},
		{"a limit too high", func(g *GenesisState) { duty(g).Limit = money.Max + 1 }, ErrMalformedAppointment, "greatest"},
		{"no limit for a day", func(g *GenesisState) { duty(g).DailyLimit = 0 }, ErrMalformedAppointment, "daily limit 0.00"},
		{"a limit for a day too high", func(g *GenesisState) { duty(g).DailyLimit = money.Max + 1 }, ErrMalformedAppointment,
			"greatest"},
		{"less a day than an act", func(g *GenesisState) { duty(g).DailyLimit = 49999 }, ErrMalformedAppointment,
			"500.00 an act and only 499.99 a day"},
		{"as much a day as an act", func(g *GenesisState) { duty(g).DailyLimit = 50000 }, nil, ""},
		{"a limit, no money", func(g *GenesisState) { g.Officers[0].Appointments[0].DailyLimit = 1 }, ErrMalformedAppointment,
			"administrator carries no money, and has a limit of 0.00, 0.01 a day"},
		{"a limit below zero, no money", func(g *GenesisState) { g.Officers[0].Appointments[0].Limit = -1 },
			ErrMalformedAppointment, "-0.01"},
		{"no expiry", func(g *GenesisState) { duty(g).Expires = "" }, ErrMalformedAppointment, `expiry "" is not a date`},
		{"an expiry that is no day", func(g *GenesisState) { duty(g).Expires = "2018-02-29" }, ErrMalformedAppointment, "2018-02-29"},
		{"a bureau in capitals", func(g *GenesisState) { duty(g).Bureau = "Region 6" }, ErrMalformedAppointment, "bureau has the"},
		{"a fund in lower case", func(g *GenesisState) { duty(g).Fund = "070-x-0702" }, ErrMalformedAppointment, "070-x-0702"},
		{"a fund too long", func(g *GenesisState) { duty(g).Fund = strings.Repeat("0", 33) }, ErrMalformedAppointment,
			"budget officer: fund"},
		{"the same duty twice", func(g *GenesisState) {
			bo(g).Appointments = append(bo(g).Appointments, *duty(g))
		}, ErrMalformedGenesis, "duty budget officer//070-X-0702-000 is also"},
		{"many duties", func(g *GenesisState) {
			for _, bureau := range many("b", maxHeld) {
				a := *duty(g)
				a.Bureau = bureau
				bo(g).Appointments = append(bo(g).Appointments, a)
			}
		}, ErrMalformedGenesis, "17 duties, at most 16"},
	}.find(t)
}

func TestGenesisOfWhatIsNotDecided(t *testing.T) {
	faultRows{
		{"invitation of a bad UEI", func(g *GenesisState) { g.Invitations[0].Uei = "x" }, ErrMalformedUEI, "invitations[0] x: "},
		{"invitation without a name", func(g *GenesisState) { g.Invitations[0].Name = "" }, ErrMalformedGenesis, "name: empty"},
		{"invitation by no member", func(g *GenesisState) { g.Invitations[0].Member = "hud" }, ErrUnknownMember, `"hud"`},
		{"invitation by nobody", func(g *GenesisState) { g.Invitations[0].By = "eve" }, ErrUnknownOfficer, `"eve"`},
		{"invitation until no day", func(g *GenesisState) { g.Invitations[0].Expires = "" }, ErrDate, `"" is not a date`},
		{"invitation of no address", func(g *GenesisState) { g.Invitations[0].Address = "" }, ErrMalformedPerson, "key of fema"},

		{"proposal of no member", func(g *GenesisState) { g.Proposals[0].Member = "hud" }, ErrUnknownMember, "proposals[0] of oz: "},
		{"proposal by nobody", func(g *GenesisState) { g.Proposals[0].By = "eve" }, ErrUnknownOfficer, "proposals[0] of eve: "},
		{"proposal until no day", func(g *GenesisState) { g.Proposals[0].Expires = "x" }, ErrDate, `"x" is not a date`},
		{"proposal of nothing", func(g *GenesisState) { g.Proposals[0].Message = nil }, ErrMalformedGenesis, "no message"},
		{"proposal twice", func(g *GenesisState) { g.Proposals = append(g.Proposals, g.Proposals[0]) }, ErrMalformedGenesis,
			"is also that of proposals[0] of oz"},

		{"use of nobody's day", func(g *GenesisState) { g.DayUses[0].Officer = "eve" }, ErrUnknownOfficer, "day_uses[0] of eve: "},
		{"use of no day", func(g *GenesisState) { g.DayUses[0].Use.Date = "" }, ErrDate, "day_uses[0] of bo: "},
		{"use of nothing", func(g *GenesisState) { g.DayUses[0].Use.Amount = 0 }, ErrMalformedGenesis, "amount 0.00"},
		{"use twice", func(g *GenesisState) { g.DayUses = append(g.DayUses, g.DayUses[0]) }, ErrMalformedGenesis,
			"is also that of day_uses[0] of bo"},
	}.find(t)
}

// Whoever repairs a genesis learns all that is wrong with it at once.
func TestGenesisListsEveryFault(t *testing.T) {
	g := genesis()
	g.Date, g.Members[2].Name, bo(g).Member, g.Payees[0].Uei, g.Charter.DownBlocks = "", "", "hud", "x", 0
	bo(g).Keys[0].Address, duty(g).Limit, g.Proposals[0].By = "bo", 0, "eve"
	err := g.Validate()
	for _, place := range []string{"date: ", "charter: malformed charter", "members[2] omb: ", "officers[4] bo: unknown member",
		"officers[4] bo: malformed appointment", "key of bo: ", "payees[0] x: ", "proposals[0] of eve: "} {
		require.ErrorContains(t, err, place)
	}
}

// What is exported is in the order of the keys, and comes out alike however often it goes round.
func TestGenesisGoesRound(t *testing.T) {
	h := open(t, func(g *GenesisState) {
		g.Members[0], g.Members[2] = g.Members[2], g.Members[0]
		g.Officers[0], g.Officers[4] = g.Officers[4], g.Officers[0]
		g.Payees[0], g.Payees[1] = g.Payees[1], g.Payees[0]
	})
	first := h.AppModule.ExportGenesis(h.ctx, h.cdc)
	require.Equal(t, string(h.cdc.MustMarshalJSON(genesis())), string(first))
	h.does("bo", &MsgRevokeKey{Key: address("bo 2")})
	h.does("bo", &MsgRevokeKey{Key: address("bo"), LastDay: "2017-12-31"})
	h.does("ada", certifying("bo"))
	h.does("ada", &MsgRestoreAccess{Payee: texas, Key: address("texas 2")})
	h.does("adam", &MsgInvitePayee{Payee: ohio, Name: "State of Ohio", Key: address("ohio")})
	h.does("ida", &MsgSuspendPayee{Payee: acme, Reason: "Debarred"})
	_, err := h.Authorise(h.ctx, address("bo"), Act{Duty: BudgetOfficer, Scopes: []Scope{{"", fund}}, Amount: 100})
	require.NoError(t, err)

	first = h.AppModule.ExportGenesis(h.ctx, h.cdc)
	require.NoError(t, h.ValidateGenesis(h.cdc, nil, first))
	again := empty(t)
	again.AppModule.InitGenesis(again.ctx, again.cdc, first)
	require.NoError(t, again.CheckInvariants(again.ctx))
	require.Equal(t, string(first), string(again.AppModule.ExportGenesis(again.ctx, again.cdc)))

	require.IsType(t, &OfficerAppointed{}, again.does("abe", certifying("bo")), "the second agrees to what the first sent before")
	_, err = again.send("bo", &MsgAddKey{Key: address("bo 2")})
	refused(t, err, ErrKeyTaken, "is or was a key of bo")
}

func TestInitGenesis(t *testing.T) {
	h := open(t, asIs)
	for _, who := range []string{"adam", "bo", "bo 2", "bo once", "cy", "texas", "acme", "florida"} {
		require.True(t, h.accounts.HasAccount(h.ctx, signer(who)), who)
	}
	require.False(t, h.accounts.HasAccount(h.ctx, signer("eve")))
}

// An account that stands keeps its number and sequence: a genesis may come from an export.
func TestInitGenesisKeepsAccounts(t *testing.T) {
	h := empty(t)
	account := h.accounts.NewAccountWithAddress(h.ctx, signer("bo"))
	require.NoError(t, account.SetSequence(7))
	h.accounts.SetAccount(h.ctx, account)
	require.NoError(t, h.Keeper.InitGenesis(h.ctx, genesis()))
	require.Equal(t, account, h.accounts.GetAccount(h.ctx, signer("bo")))
}

func TestAManualCalendarIsForRehearsals(t *testing.T) {
	for chain, want := range map[string]error{
		"purse-demo-4": nil, "purse-test-1": nil, "purse-1": ErrMalformedGenesis, "": ErrMalformedGenesis,
		"my-purse-test-1": ErrMalformedGenesis,
	} {
		h := empty(t)
		refused(t, h.Keeper.InitGenesis(h.ctx.WithChainID(chain), genesis()), want, chain)
	}
	h, g := empty(t), genesis()
	g.Calendar, g.Date = BlockTime, ""
	require.NoError(t, h.Keeper.InitGenesis(h.ctx.WithChainID("purse-1"), g))
}

// Every disagreement of keys and persons is listed, not only the first.
func TestInvariants(t *testing.T) {
	h := open(t, asIs)
	require.NoError(t, h.CheckInvariants(h.ctx))
	require.NoError(t, h.keys.Remove(h.ctx, address("adam")))
	require.NoError(t, h.keys.Set(h.ctx, address("bo"), Holder{Officer: "cy"}))
	require.NoError(t, h.keys.Set(h.ctx, address("florida"), Holder{Payee: texas}))
	require.NoError(t, h.keys.Set(h.ctx, address("mallory"), Holder{Officer: "mallory"}))
	err := h.CheckInvariants(h.ctx)
	for _, found := range []string{"key " + address("adam"), "key " + address("bo") + ": ", "held by cy, listed by bo",
		"held by N4YFFGL4CDX5, listed by fema", `former_keys[0] mallory: unknown officer`} {
		require.ErrorContains(t, err, found)
	}
	require.ErrorIs(t, err, ErrBroken)
	require.ErrorIs(t, err, ErrUnknownSigner)
	h = open(t, asIs)
	require.NoError(t, h.date.Set(h.ctx, string(date.Date("never"))))
	require.ErrorIs(t, h.CheckInvariants(h.ctx), ErrMalformedGenesis, "the state is held to what a genesis is held to")
}
