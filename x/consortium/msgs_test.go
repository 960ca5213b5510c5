package consortium

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/mldsa65"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/base/date"
)

// house is the room on a store in memory, in a block of 1 November 2020.
type house struct {
	Keeper
	AppModule
	cdc codec.Codec
	ctx sdk.Context
}

func empty(t *testing.T) house {
	t.Helper()
	keys := storetypes.NewKVStoreKeys(StoreKey, authtypes.StoreKey)
	registry := codectypes.NewInterfaceRegistry()
	cryptocodec.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{ModuleName: nil}, addresscodec.NewBech32Codec("purse"), "purse",
		authtypes.NewModuleAddress(ModuleName).String())
	k := NewKeeper(cdc, runtime.NewKVStoreService(keys[StoreKey]), accounts)
	ctx := testutil.DefaultContextWithKeys(keys, nil, nil).WithBlockHeight(1).WithChainID("purse-test-1").
		WithBlockTime(time.Date(2020, 11, 1, 23, 30, 0, 0, time.UTC))
	return house{Keeper: k, AppModule: NewAppModule(k), cdc: cdc, ctx: ctx}
}

// open is the house with the genesis of consortium_test.go, changed by with.
func open(t *testing.T, with func(*GenesisState)) house {
	t.Helper()
	h, g := empty(t), genesis()
	with(g)
	h.AppModule.InitGenesis(h.ctx, h.cdc, h.cdc.MustMarshalJSON(g))
	return h
}

func asIs(*GenesisState) {}

func signer(name string) sdk.AccAddress { return sdk.MustAccAddressFromBech32(address(name)) }

// The message is lawful; each row breaks one thing. What is refused leaves the date where it was, and no event.
func TestMoveDate(t *testing.T) {
	for _, row := range []struct {
		name  string
		by    string
		to    date.Date
		with  func(*GenesisState)
		want  error
		found string
	}{
		{"the next day", "adam", "2017-10-02", asIs, nil, ""},
		{"ten years", "adam", "2027-10-01", asIs, nil, ""},
		{"by a stranger", "eve", "2017-10-02", asIs, ErrUnknownSigner, address("eve")},
		{"by a payee", "texas", "2017-10-02", asIs, ErrNoDuty, "payee N4YFFGL4CDX5 is no administrator"},
		{"without the duty", "bo", "2017-10-02", asIs, ErrNoDuty, "bo is no administrator"},
		{"of a suspended member", "adam", "2017-10-02", func(g *GenesisState) { g.Members[1].Suspended = true },
			ErrMemberSuspended, "adam"},
		{"after the duty's end", "adam", "2028-02-01", func(g *GenesisState) { g.Date = "2028-01-01" }, ErrDutyExpired,
			"until 2027-12-31, today is 2028-01-01"},
		{"by the blocks' calendar", "adam", "2020-11-02", func(g *GenesisState) { g.Params.Calendar, g.Date = BlockTime, "" },
			ErrCalendar, "2020-11-02"},
		{"the same day", "adam", "2017-10-01", asIs, ErrDate, "today is 2017-10-01, asked 2017-10-01"},
		{"backwards", "adam", "2017-09-30", asIs, ErrDate, "today is 2017-10-01, asked 2017-09-30"},
		{"more than ten years", "adam", "2027-10-02", asIs, ErrDate, "today is 2017-10-01, asked 2027-10-02"},
		{"to no day", "adam", "2018-02-29", asIs, ErrDate, `"2018-02-29" is not a date`},
		{"to no date", "adam", date.Date(strings.Repeat("2", 99)), asIs, ErrDate, "22222222222222222222…"},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t, row.with)
			before, err := h.Today(h.ctx)
			require.NoError(t, err)
			ctx := h.ctx.WithEventManager(sdk.NewEventManager())
			_, err = NewMsgServer(h.Keeper).MoveDate(ctx, &MsgMoveDate{Signer: address(row.by), Date: row.to})
			refused(t, err, row.want, row.found)
			after, todayErr := h.Today(h.ctx)
			require.NoError(t, todayErr)
			if err != nil {
				require.Equal(t, before, after)
				require.Empty(t, ctx.EventManager().Events())
				return
			}
			require.Equal(t, row.to, after)
			events := ctx.EventManager().Events()
			require.Len(t, events, 1)
			moved, err := sdk.ParseTypedEvent(events.ToABCIEvents()[0])
			require.NoError(t, err)
			require.Equal(t, &DateMoved{Date: row.to, By: "adam"}, moved)
		})
	}
}

func TestMoveDateValidateBasic(t *testing.T) {
	require.NoError(t, (&MsgMoveDate{Date: "2018-02-28"}).ValidateBasic())
	for _, bad := range []date.Date{"", "2018-02-29", "2018-2-1", "tomorrow", "１018-02-01"} {
		require.ErrorIs(t, (&MsgMoveDate{Date: bad}).ValidateBasic(), ErrDate, "%q", bad)
	}
}

func TestTodayIsTheBlocksDayInUTC(t *testing.T) {
	h := open(t, func(g *GenesisState) { g.Params.Calendar, g.Date = BlockTime, "" })
	east := time.FixedZone("east", 3600)
	for at, want := range map[time.Time]date.Date{
		h.ctx.BlockTime():                         "2020-11-01",
		h.ctx.BlockTime().Add(time.Hour):          "2020-11-02",
		time.Date(2020, 11, 2, 0, 30, 0, 0, east): "2020-11-01",
		time.Date(2020, 11, 2, 1, 30, 0, 0, east): "2020-11-02",
	} {
		today, err := h.Today(h.ctx.WithBlockTime(at))
		require.NoError(t, err)
		require.Equal(t, want, today)
	}
}

func TestAdmit(t *testing.T) {
	h := open(t, func(g *GenesisState) {
		g.Members[2].Suspended = true // cy's
		g.Payees[1].Suspended = true  // acme
	})
	for _, row := range []struct {
		name, who string
		want      error
	}{
		{"an officer", "bo", nil},
		{"an officer's second key", "bo 2", nil},
		{"a payee", "texas", nil},
		{"a stranger", "eve", ErrUnknownSigner},
		{"an officer of a suspended member", "cy", ErrMemberSuspended},
		{"a suspended payee", "acme", ErrPayeeSuspended},
	} {
		refused(t, h.Admit(h.ctx, signer(row.who)), row.want, "")
	}
	require.ErrorIs(t, h.Admit(h.ctx, nil), ErrUnknownSigner)
}

func TestMay(t *testing.T) {
	act := Act{Duty: BudgetOfficer, Member: "fema", Fund: fund, Amount: 50000}
	h := open(t, asIs)
	for _, key := range []string{"bo", "bo 2"} {
		officer, err := h.May(h.ctx, address(key), act)
		require.NoError(t, err)
		require.Equal(t, "bo", officer.Id, "one person, whichever key signs")
	}
	over := act
	over.Amount++
	for _, row := range []struct {
		name, by string
		act      Act
		with     func(*GenesisState)
		want     error
	}{
		{"a stranger", "eve", act, asIs, ErrUnknownSigner},
		{"a payee", "texas", act, asIs, ErrNoDuty},
		{"another officer", "adam", act, asIs, ErrNoDuty},
		{"above the limit", "bo", over, asIs, ErrOverLimit},
		{"of a suspended member", "bo", act, func(g *GenesisState) { g.Members[0].Suspended = true }, ErrMemberSuspended},
		{"by the day of the calendar, not of the block", "bo", act, func(g *GenesisState) { g.Date = "2018-10-01" }, ErrDutyExpired},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t, row.with)
			_, err := h.May(h.ctx, address(row.by), row.act)
			refused(t, err, row.want, "")
		})
	}
}

func TestPayees(t *testing.T) {
	h := open(t, func(g *GenesisState) { g.Payees[1].Suspended = true })
	texas, err := h.PayeeOf(h.ctx, address("texas"))
	require.NoError(t, err)
	require.Equal(t, "N4YFFGL4CDX5", texas.Uei)
	_, err = h.PayeeOf(h.ctx, address("bo"))
	refused(t, err, ErrNotPayee, "bo is an officer")
	_, err = h.PayeeOf(h.ctx, address("eve"))
	require.ErrorIs(t, err, ErrUnknownSigner)
	_, err = h.PayeeOf(h.ctx, address("acme"))
	refused(t, err, ErrPayeeSuspended, "Acme, UEI VN1AJFAD19J9")
	_, err = h.ActivePayee(h.ctx, "VN1AJFAD19J9")
	require.ErrorIs(t, err, ErrPayeeSuspended)
	_, err = h.ActivePayee(h.ctx, "LLLLLLLLLLL1")
	refused(t, err, ErrUnknownPayee, "LLLLLLLLLLL1")
}

func TestActiveMember(t *testing.T) {
	h := open(t, func(g *GenesisState) { g.Members[0].Suspended = true })
	m, err := h.ActiveMember(h.ctx, "gao")
	require.NoError(t, err)
	require.Equal(t, "Audit office", m.Name)
	_, err = h.ActiveMember(h.ctx, "fema")
	require.ErrorIs(t, err, ErrMemberSuspended)
	_, err = h.ActiveMember(h.ctx, "hud")
	refused(t, err, ErrUnknownMember, `"hud"`)
}

// What is exported is in the order of the keys, and comes out alike however often it goes round.
func TestGenesisGoesRound(t *testing.T) {
	h := open(t, func(g *GenesisState) {
		key, err := mldsa65.GenPrivKeyFromSeed(make([]byte, 32))
		require.NoError(t, err)
		g.Validators[2].PubKey = packed(key.PubKey())
		g.Members[0], g.Members[3] = g.Members[3], g.Members[0]
		g.Officers[0], g.Officers[2] = g.Officers[2], g.Officers[0]
		g.Payees[0], g.Payees[1] = g.Payees[1], g.Payees[0]
	})
	first := h.AppModule.ExportGenesis(h.ctx, h.cdc)
	require.NoError(t, h.ValidateGenesis(h.cdc, nil, first))
	require.NoError(t, h.CheckInvariants(h.ctx))
	again := empty(t)
	again.AppModule.InitGenesis(again.ctx, again.cdc, first)
	require.Equal(t, string(first), string(again.AppModule.ExportGenesis(again.ctx, again.cdc)))

	var g GenesisState
	h.cdc.MustUnmarshalJSON(first, &g)
	require.Equal(t, genesis().Members, g.Members)
	require.Equal(t, genesis().Officers, g.Officers)
	require.Equal(t, genesis().Payees, g.Payees)
	require.Equal(t, date.Date("2017-10-01"), g.Date)
}

func TestInitGenesis(t *testing.T) {
	h := empty(t)
	updates := h.AppModule.InitGenesis(h.ctx, h.cdc, h.cdc.MustMarshalJSON(genesis()))
	require.Len(t, updates, 4)
	for _, u := range updates {
		require.EqualValues(t, 10, u.Power)
	}
	for _, who := range []string{"adam", "bo", "bo 2", "cy", "texas", "acme"} {
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
	g.Params.Calendar, g.Date = BlockTime, ""
	require.NoError(t, h.Keeper.InitGenesis(h.ctx.WithChainID("purse-1"), g))
}

// Every disagreement of keys and persons is listed, not only the first.
func TestInvariants(t *testing.T) {
	h := open(t, asIs)
	require.NoError(t, h.CheckInvariants(h.ctx))
	require.NoError(t, h.keys.Remove(h.ctx, address("adam")))
	require.NoError(t, h.keys.Set(h.ctx, address("bo"), Holder{Officer: "cy"}))
	require.NoError(t, h.keys.Set(h.ctx, address("eve"), Holder{Payee: "N4YFFGL4CDX5"}))
	require.NoError(t, h.keys.Set(h.ctx, address("mallory"), Holder{Officer: "adam"}))
	err := h.CheckInvariants(h.ctx)
	for _, found := range []string{"key " + address("adam"), "key " + address("bo") + ": ", "held by cy, listed by bo",
		"7 are held, 6 are listed"} {
		require.ErrorContains(t, err, found)
	}
	require.ErrorIs(t, err, ErrBroken)
	require.ErrorIs(t, err, ErrUnknownSigner)
}

func TestQueries(t *testing.T) {
	h := open(t, asIs)
	q := NewQueryServer(h.Keeper)
	today, err := q.Date(h.ctx, &QueryDateRequest{})
	require.NoError(t, err)
	require.Equal(t, &QueryDateResponse{Date: "2017-10-01", Calendar: Manual}, today)

	first, err := q.Members(h.ctx, &QueryMembersRequest{Pagination: &query.PageRequest{Limit: 3}})
	require.NoError(t, err)
	require.Len(t, first.Members, 3)
	rest, err := q.Members(h.ctx, &QueryMembersRequest{Pagination: &query.PageRequest{Key: first.Pagination.NextKey}})
	require.NoError(t, err)
	require.Equal(t, "treasury", rest.Members[0].Id)

	officers, err := q.Officers(h.ctx, &QueryOfficersRequest{})
	require.NoError(t, err)
	require.Len(t, officers.Officers, 3)
	officer, err := q.Officer(h.ctx, &QueryOfficerRequest{Id: "bo"})
	require.NoError(t, err)
	require.Equal(t, "fema", officer.Officer.Member)
	_, err = q.Officer(h.ctx, &QueryOfficerRequest{Id: strings.Repeat("x", 9999)})
	require.ErrorIs(t, err, ErrUnknownOfficer)
	require.Less(t, len(err.Error()), 200, "what came from outside is clipped")

	payees, err := q.Payees(h.ctx, &QueryPayeesRequest{})
	require.NoError(t, err)
	require.Len(t, payees.Payees, 2)
	payee, err := q.Payee(h.ctx, &QueryPayeeRequest{Uei: "VN1AJFAD19J9"})
	require.NoError(t, err)
	require.Equal(t, "Acme", payee.Payee.Name)

	validators, err := q.Validators(h.ctx, &QueryValidatorsRequest{})
	require.NoError(t, err)
	require.Len(t, validators.Validators, 4)
	_, err = validators.Validators[0].Key()
	require.NoError(t, err, "the key is unpacked")

	key, err := q.Key(h.ctx, &QueryKeyRequest{Address: address("bo 2")})
	require.NoError(t, err)
	require.Equal(t, Holder{Officer: "bo"}, key.Holder)
	_, err = q.Key(h.ctx, &QueryKeyRequest{Address: address("eve")})
	require.ErrorIs(t, err, ErrUnknownSigner)
}

// Absent is refused with a rule; what cannot be read is no refusal, and passes up.
func TestBrokenIsNotAbsent(t *testing.T) {
	h := empty(t)
	_, err := h.Today(h.ctx)
	require.ErrorIs(t, err, collections.ErrNotFound, "a chain without params is broken")
	_, err = h.member(h.ctx, "fema")
	require.ErrorIs(t, err, ErrUnknownMember)
}
