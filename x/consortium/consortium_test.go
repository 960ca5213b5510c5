package consortium

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/mldsa65"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

func init() { sdk.GetConfig().SetBech32PrefixForAccount("purse", "pursepub") }

const fund = "070-X-0702-000"

// address is the address of a person's key, the same in every run.
func address(name string) string {
	return sdk.AccAddress(secp256k1.GenPrivKeyFromSecret([]byte(name)).PubKey().Address()).String()
}

func packed(key cryptotypes.PubKey) *codectypes.Any {
	packed, err := codectypes.NewAnyWithValue(key)
	if err != nil {
		panic(err)
	}
	return packed
}

func ed(name string) *codectypes.Any {
	return packed(ed25519.GenPrivKeyFromSecret([]byte(name)).PubKey())
}

// certifier is cy of fema, a certifying officer for one fund, up to 500.00, until the end of September 2018.
func certifier() Officer {
	return Officer{Id: "cy", Member: "fema", Appointments: []Appointment{
		{Duty: CertifyingOfficer, Fund: fund, Limit: 50000, Expires: "2018-09-30"},
	}}
}

// The act is lawful; each row breaks one thing, in the documented order of the rules.
func TestOfficerMay(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*Officer, *Act, *Member, *date.Date)
		want  error
		found string
	}{
		{"lawful", func(*Officer, *Act, *Member, *date.Date) {}, nil, ""},
		{"at the limit", func(_ *Officer, a *Act, _ *Member, _ *date.Date) { a.Amount = 50000 }, nil, ""},
		{"on the last day", func(_ *Officer, _ *Act, _ *Member, d *date.Date) { *d = "2018-09-30" }, nil, ""},
		{"for any member", func(_ *Officer, a *Act, _ *Member, _ *date.Date) { a.Member = "" }, nil, ""},
		{"without money", func(_ *Officer, a *Act, _ *Member, _ *date.Date) { a.Amount = 0 }, nil, ""},
		{"every fund", func(o *Officer, a *Act, _ *Member, _ *date.Date) { o.Appointments[0].Fund, a.Fund = "", "x" }, nil, ""},
		{"C3", func(_ *Officer, _ *Act, m *Member, _ *date.Date) { m.Suspended = true }, ErrMemberSuspended, "cy of fema"},
		{"C4", func(_ *Officer, a *Act, _ *Member, _ *date.Date) { a.Duty = DisbursingOfficer }, ErrNoDuty,
			"cy is no disbursing officer"},
		{"C4, no duties", func(o *Officer, _ *Act, _ *Member, _ *date.Date) { o.Appointments = nil }, ErrNoDuty,
			"cy is no certifying officer"},
		{"C5", func(_ *Officer, a *Act, _ *Member, _ *date.Date) { a.Member = "hud" }, ErrWrongMember,
			"cy is certifying officer of fema, the act is of hud"},
		{"C6", func(_ *Officer, a *Act, _ *Member, _ *date.Date) { a.Fund = "086-X-0162-000" }, ErrOutOfScope,
			"for fund 070-X-0702-000, the act is on 086-X-0162-000"},
		{"C6, no fund", func(_ *Officer, a *Act, _ *Member, _ *date.Date) { a.Fund = "" }, ErrOutOfScope, "the act is on none"},
		{"C7", func(_ *Officer, _ *Act, _ *Member, d *date.Date) { *d = "2018-10-01" }, ErrDutyExpired,
			"cy was certifying officer until 2018-09-30, today is 2018-10-01"},
		{"C8", func(_ *Officer, a *Act, _ *Member, _ *date.Date) { a.Amount = 50001 }, ErrOverLimit,
			"cy is certifying officer up to 500.00, asked 500.01"},
	} {
		t.Run(row.name, func(t *testing.T) {
			o, act := certifier(), Act{Duty: CertifyingOfficer, Member: "fema", Fund: fund, Amount: 40000}
			m, today := Member{Id: "fema"}, date.Date("2018-09-01")
			row.spoil(&o, &act, &m, &today)
			refused(t, o.May(act, m, today), row.want, row.found)
		})
	}
}

// Each act breaks its own rule and all that come after it: the first one is the answer.
func TestTheFirstBrokenRuleWins(t *testing.T) {
	wrong := []struct {
		want  error
		spoil func(*Act, *Member, *date.Date)
	}{
		{ErrOverLimit, func(a *Act, _ *Member, _ *date.Date) { a.Amount = money.Max }},
		{ErrDutyExpired, func(_ *Act, _ *Member, d *date.Date) { *d = "2030-01-01" }},
		{ErrOutOfScope, func(a *Act, _ *Member, _ *date.Date) { a.Fund = "086-X-0162-000" }},
		{ErrWrongMember, func(a *Act, _ *Member, _ *date.Date) { a.Member = "hud" }},
		{ErrNoDuty, func(a *Act, _ *Member, _ *date.Date) { a.Duty = Legislator }},
		{ErrMemberSuspended, func(_ *Act, m *Member, _ *date.Date) { m.Suspended = true }},
	}
	act, m, today := Act{Duty: CertifyingOfficer, Member: "fema", Fund: fund, Amount: 1}, Member{Id: "fema"}, date.Date("2018-01-01")
	for _, w := range wrong {
		w.spoil(&act, &m, &today)
		require.ErrorIs(t, certifier().May(act, m, today), w.want)
	}
}

func TestOfSeveralAppointments(t *testing.T) {
	o, m := certifier(), Member{Id: "fema"}
	o.Appointments = append([]Appointment{
		{Duty: CertifyingOfficer, Fund: "086-X-0162-000", Limit: 90000, Expires: "2018-09-30"},
		{Duty: CertifyingOfficer, Fund: fund, Limit: 90000, Expires: "2017-12-31"},
	}, o.Appointments...)
	act := Act{Duty: CertifyingOfficer, Fund: fund, Amount: 40000}
	require.NoError(t, o.May(act, m, "2018-01-01"), "one that allows the act is enough, wherever it stands")
	act.Amount = 80000 // the first fails by its fund, the second by its date, the third, which gets furthest, by its limit
	refused(t, o.May(act, m, "2018-01-01"), ErrOverLimit, "up to 500.00, asked 800.00")
	require.NoError(t, o.May(act, m, "2017-12-31"))
}

func TestWords(t *testing.T) {
	require.Equal(t, "certifying officer", CertifyingOfficer.Words())
	require.Equal(t, "inspector general", InspectorGeneral.Words())
}

func TestCheckUEI(t *testing.T) {
	for _, valid := range []string{"N4YFFGL4CDX5", "VN1AJFAD19J9"} {
		require.NoError(t, CheckUEI(valid))
	}
	for _, row := range []struct{ name, uei, found string }{
		{"empty", "", "0 characters"},
		{"short", "N4YFFGL4CDX", "11 characters, not 12"},
		{"long", "N4YFFGL4CDX55", "13 characters, not 12"},
		{"very long", strings.Repeat("N", 1000), "NNN…"},
		{"lower case", "n4YFFGL4CDX5", "has the character 'n'"},
		{"O", "N4YFFGL4CDO5", "has the character 'O'"},
		{"I", "N4YFFGL4CDI5", "has the character 'I'"},
		{"a space", "N4YFFGL4 DX5", "has the character ' '"},
		{"not ASCII", "N4YFFGL4CDé", `has the character '\u00e9'`},
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

// genesis has nothing wrong: four members with a validator each, three officers, two payees, everything in the order of its key.
func genesis() *GenesisState {
	g := &GenesisState{
		Params: Params{Calendar: Manual}, Date: "2017-10-01",
		Members: []Member{{Id: "fema", Name: "Federal Emergency Management Agency"}, {Id: "gao", Name: "Audit office"},
			{Id: "omb", Name: "Budget office"}, {Id: "treasury", Name: "Treasury"}},
		Officers: []Officer{
			{Id: "adam", Member: "gao", Title: "Administrator", Keys: []string{address("adam")},
				Appointments: []Appointment{{Duty: Administrator, Expires: "2027-12-31"}}},
			{Id: "bo", Member: "fema", Title: "Budget officer", Keys: []string{address("bo"), address("bo 2")},
				Appointments: []Appointment{{Duty: BudgetOfficer, Fund: fund, Limit: 50000, Expires: "2018-09-30"}}},
			{Id: "cy", Member: "omb", Title: "Examiner", Keys: []string{address("cy")}, Appointments: []Appointment{}},
		},
		Payees: []Payee{
			{Uei: "N4YFFGL4CDX5", Name: "State of Texas", Keys: []string{address("texas")}},
			{Uei: "VN1AJFAD19J9", Name: "Acme", Keys: []string{address("acme")}},
		},
	}
	for _, m := range g.Members {
		g.Validators = append(g.Validators, Validator{Member: m.Id, PubKey: ed(m.Id), Power: 10})
	}
	return g
}

// Each row breaks one thing in a genesis, and is told where.
func TestGenesisValidate(t *testing.T) {
	require.NoError(t, genesis().Validate())
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		want  error
		found string
	}{
		{"manual without a date", func(g *GenesisState) { g.Date = "" }, ErrMalformedGenesis, "date: "},
		{"manual with no day", func(g *GenesisState) { g.Date = "2017-02-30" }, ErrMalformedGenesis, `"2017-02-30"`},
		{"block time with a date", func(g *GenesisState) { g.Params.Calendar = BlockTime }, ErrMalformedGenesis, "calendar_block_time"},
		{"block time with no day", func(g *GenesisState) { g.Params.Calendar, g.Date = BlockTime, "soon" },
			ErrMalformedGenesis, `"soon"`},
		{"no such calendar", func(g *GenesisState) { g.Params.Calendar, g.Date = 7, "" }, ErrMalformedGenesis, "calendar 7"},

		{"member twice", func(g *GenesisState) { g.Members[1].Id = "fema" }, ErrMalformedGenesis, "members[1] fema: "},
		{"member in capitals", func(g *GenesisState) { g.Members[0].Id = "FEMA" }, ErrMalformedGenesis, "members[0] FEMA: "},
		{"member too long", func(g *GenesisState) { g.Members[0].Id = strings.Repeat("a", 33) }, ErrMalformedGenesis, "33 characters"},
		{"member without a name", func(g *GenesisState) { g.Members[0].Name = "" }, ErrMalformedGenesis, "name: empty"},
		{"a long name", func(g *GenesisState) { g.Members[0].Name = strings.Repeat("a", 129) }, ErrMalformedGenesis, "129 bytes"},

		{"officer twice", func(g *GenesisState) { g.Officers[1].Id = "adam" }, ErrMalformedGenesis, "officers[1] adam: "},
		{"officer without an id", func(g *GenesisState) { g.Officers[1].Id = "" }, ErrMalformedGenesis, "id: empty"},
		{"officer without a title", func(g *GenesisState) { g.Officers[1].Title = "" }, ErrMalformedGenesis, "title: empty"},
		{"officer of nobody", func(g *GenesisState) { g.Officers[1].Member = "hud" }, ErrUnknownMember, `officers[1] bo: `},
		{"officer without a key", func(g *GenesisState) { g.Officers[1].Keys = nil }, ErrMalformedGenesis, "0 keys"},
		{"officer with many keys", func(g *GenesisState) { g.Officers[2].Keys = many("cy", 9) }, ErrMalformedGenesis, "9 keys"},
		{"no address", func(g *GenesisState) { g.Officers[1].Keys[0] = "bo" }, ErrMalformedGenesis, `officers[1] bo: `},
		{"another chain's address", func(g *GenesisState) {
			g.Officers[1].Keys[0] = "cosmos1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnrujsuw"
		}, ErrMalformedGenesis, "decoding bech32 failed"},
		{"an address in capitals", func(g *GenesisState) {
			g.Officers[1].Keys[0] = strings.ToUpper(g.Officers[1].Keys[0])
		}, ErrMalformedGenesis, "write it"},
		{"a key in two hands", func(g *GenesisState) { g.Officers[1].Keys[0] = address("adam") }, ErrMalformedGenesis,
			"is also that of officers[0] adam"},
		{"a key in one hand twice", func(g *GenesisState) { g.Officers[1].Keys[1] = address("bo") }, ErrMalformedGenesis,
			"officers[1] bo"},
		{"an officer's key and a payee's", func(g *GenesisState) { g.Payees[1].Keys[0] = address("bo") }, ErrMalformedGenesis,
			"is also that of officers[1] bo"},

		{"no duty", func(g *GenesisState) { g.Officers[1].Appointments[0].Duty = 0 }, ErrMalformedGenesis, "duty 0 is none"},
		{"no such duty", func(g *GenesisState) { g.Officers[1].Appointments[0].Duty = 99 }, ErrMalformedGenesis, "duty 99 is none"},
		{"no limit", func(g *GenesisState) { g.Officers[1].Appointments[0].Limit = 0 }, ErrMalformedGenesis, "0.00 is not above zero"},
		{"a limit below zero", func(g *GenesisState) { g.Officers[1].Appointments[0].Limit = -1 }, ErrMalformedGenesis, "-0.01"},
		{"a limit too high", func(g *GenesisState) { g.Officers[1].Appointments[0].Limit = money.Max + 1 },
			ErrMalformedGenesis, "greatest"},
		{"a limit below zero, no money", func(g *GenesisState) { g.Officers[0].Appointments[0].Limit = -1 },
			ErrMalformedGenesis, "-0.01"},
		{"no expiry", func(g *GenesisState) { g.Officers[1].Appointments[0].Expires = "" }, ErrMalformedGenesis,
			`expiry "" is not a date`},
		{"an expiry that is no day", func(g *GenesisState) { g.Officers[1].Appointments[0].Expires = "2018-02-29" },
			ErrMalformedGenesis,
			"2018-02-29"},
		{"a fund in lower case", func(g *GenesisState) { g.Officers[1].Appointments[0].Fund = "070-x-0702-000" }, ErrMalformedGenesis,
			"070-x-0702-000"},
		{"a fund too long", func(g *GenesisState) { g.Officers[1].Appointments[0].Fund = strings.Repeat("0", 33) }, ErrMalformedGenesis,
			"budget officer: fund"},
		{"many duties", func(g *GenesisState) {
			for range maxHeld {
				g.Officers[1].Appointments = append(g.Officers[1].Appointments, g.Officers[1].Appointments[0])
			}
		}, ErrMalformedGenesis, "17 duties, at most 16"},

		{"payee twice", func(g *GenesisState) { g.Payees[1].Uei = "N4YFFGL4CDX5" }, ErrMalformedGenesis, "payees[1] N4YFFGL4CDX5: "},
		{"a bad UEI", func(g *GenesisState) { g.Payees[1].Uei = "VN1AJFAD19J8" }, ErrMalformedUEI, "payees[1] VN1AJFAD19J8: "},
		{"payee without a name", func(g *GenesisState) { g.Payees[1].Name = "" }, ErrMalformedGenesis, "name: empty"},
		{"payee without a key", func(g *GenesisState) { g.Payees[1].Keys = nil }, ErrMalformedGenesis, "0 keys"},

		{"no validator", func(g *GenesisState) { g.Validators = nil }, ErrMalformedGenesis, "validators: "},
		{"validator of nobody", func(g *GenesisState) { g.Validators[1].Member = "hud" }, ErrUnknownMember, "validators[1] of hud: "},
		{"no power", func(g *GenesisState) { g.Validators[1].Power = 0 }, ErrMalformedGenesis, "power 0, between 1 and 1000000"},
		{"too much power", func(g *GenesisState) { g.Validators[1].Power = maxPower + 1 }, ErrMalformedGenesis, "power 1000001"},
		{"no key", func(g *GenesisState) { g.Validators[1].PubKey = nil }, ErrMalformedGenesis, "no public key"},
		{"a key not unpacked", func(g *GenesisState) { g.Validators[1].PubKey = &codectypes.Any{} }, ErrMalformedGenesis,
			"no public key"},
		{"a key too short", func(g *GenesisState) {
			g.Validators[1].PubKey = packed(&ed25519.PubKey{Key: []byte{1, 2, 3}})
		}, ErrMalformedGenesis, "3 bytes, not 32"},
		{"a post-quantum key too short", func(g *GenesisState) {
			g.Validators[1].PubKey = packed(&mldsa65.PubKey{Key: []byte{1, 2, 3}})
		}, ErrMalformedGenesis, "3 bytes, not 1952"},
		{"a key of another type", func(g *GenesisState) {
			g.Validators[1].PubKey = packed(secp256k1.GenPrivKeyFromSecret([]byte("v")).PubKey())
		}, ErrMalformedGenesis, "key of type secp256k1"},
		{"one key, two validators", func(g *GenesisState) { g.Validators[1].PubKey = ed("fema") }, ErrMalformedGenesis,
			"is also that of validators[0] of fema"},
		{"a third of the power", func(g *GenesisState) { g.Validators[0].Power = 15 }, ErrMalformedGenesis,
			"fema holds 15 of 45, a third or more"},
		{"a third by two validators", func(g *GenesisState) {
			g.Validators = append(g.Validators, Validator{Member: "fema", PubKey: ed("fema 2"), Power: 5})
		}, ErrMalformedGenesis, "fema holds 15 of 45, a third or more"},
	} {
		t.Run(row.name, func(t *testing.T) {
			g := genesis()
			row.spoil(g)
			refused(t, g.Validate(), row.want, row.found)
		})
	}
}

// Three members cannot but hold a third each; a chain of one, two or three may begin.
func TestFewValidators(t *testing.T) {
	for n := 1; n < 4; n++ {
		g := genesis()
		g.Validators = g.Validators[:n]
		require.NoError(t, g.Validate())
	}
	g := genesis()
	g.Validators[0].Power = 14 // of 44: just less than a third
	require.NoError(t, g.Validate())
}

// Whoever repairs a genesis learns all that is wrong with it at once.
func TestGenesisListsEveryFault(t *testing.T) {
	g := genesis()
	g.Date, g.Members[2].Name, g.Officers[1].Member, g.Payees[0].Uei, g.Validators[3].Power = "", "", "hud", "x", 0
	g.Officers[1].Keys[0] = "bo"
	err := g.Validate()
	for _, place := range []string{"date: ", "members[2] omb: ", "officers[1] bo: unknown member",
		"officers[1] bo: malformed genesis",
		"payees[0] x: ", "validators[3] of treasury: "} {
		require.ErrorContains(t, err, place)
	}
}

func many(name string, n int) (keys []string) {
	for i := range n {
		keys = append(keys, address(name+strings.Repeat("'", i+1)))
	}
	return keys
}

func refused(t *testing.T, err, want error, found string) {
	t.Helper()
	if want == nil {
		require.NoError(t, err)
		return
	}
	require.True(t, errors.Is(err, want), "got %v, want %v", err, want)
	require.ErrorContains(t, err, found)
}
