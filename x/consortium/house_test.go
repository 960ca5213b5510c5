package consortium

import (
	"errors"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/base/date"
)

func init() { sdk.GetConfig().SetBech32PrefixForAccount("purse", "pursepub") }

const (
	fund  = "070-X-0702-000"
	flood = "070-X-0560-000"
	texas = "N4YFFGL4CDX5"
	acme  = "VN1AJFAD19J9"

	resolution = "" // as who sends a message: the members together
)

// florida is invited and has not confirmed; ohio is nobody yet.
var florida, ohio = uei("FLRDA2345AB"), uei("HH1X2345ABC")

// uei completes eleven characters with their check digit.
func uei(eleven string) string { return eleven + string(checkDigit(eleven)) }

// address is the address of a person's key, the same in every run.
func address(name string) string {
	return sdk.AccAddress(secp256k1.GenPrivKeyFromSecret([]byte(name)).PubKey().Address()).String()
}

func signer(name string) sdk.AccAddress { return sdk.MustAccAddressFromBech32(address(name)) }

// keys are those of the names, each without a last day.
func keys(names ...string) (keys []Key) {
	for _, name := range names {
		keys = append(keys, Key{Address: address(name)})
	}
	return keys
}

// many are n names: a1, a2, …
func many(name string, n int) (names []string) {
	for i := range n {
		names = append(names, name+strconv.Itoa(i+1))
	}
	return names
}

func packed(msg sdk.Msg) *codectypes.Any {
	packed, err := codectypes.NewAnyWithValue(msg)
	if err != nil {
		panic(err)
	}
	return packed
}

// genesis has nothing wrong, and everything in the order of its key. Fema has three administrators, gao and omb have one each.
func genesis() *GenesisState {
	officer := func(id, member string, appointments ...Appointment) Officer {
		return Officer{Id: id, Member: member, Title: "Officer " + id, Keys: keys(id), Appointments: appointments}
	}
	administrator := Appointment{Duty: Administrator, Expires: "2027-12-31"}
	inspector := Appointment{Duty: InspectorGeneral, Expires: "2027-12-31"}
	g := &GenesisState{
		Calendar: Manual, Date: "2017-10-01", Charter: DefaultCharter(),
		Members: []Member{{Id: "fema", Name: "Federal Emergency Management Agency"}, {Id: "gao", Name: "Audit office"},
			{Id: "omb", Name: "Budget office"}},
		Officers: []Officer{
			officer("abe", "fema", administrator), officer("ada", "fema", administrator), officer("adam", "gao", administrator),
			officer("al", "fema", administrator),
			officer("bo", "fema", Appointment{
				Duty: BudgetOfficer, Fund: fund, Limit: 50000, DailyLimit: 80000, Expires: "2018-09-30",
			}),
			officer("cy", "omb", []Appointment{}...), officer("ida", "fema", inspector), officer("ike", "gao", inspector),
			officer("oz", "omb", administrator),
		},
		Payees: []Payee{
			{Uei: texas, Name: "State of Texas", Member: "fema", Keys: keys("texas")},
			{Uei: acme, Name: "Acme", Member: "gao", Keys: keys("acme")},
		},
		Invitations: []Invitation{{
			Address: address("florida"), Uei: florida, Name: "State of Florida", Member: "fema", By: "ada", Expires: "2017-10-31",
		}},
		Proposals: []Proposal{{Member: "omb", By: "oz", Expires: "2017-10-14", Message: packed(certifying("cy"))}},
		DayUses: []DayUseOf{
			{Officer: "bo", Appointment: "budget officer//" + fund, Use: DayUse{Date: "2017-09-30", Amount: 80000}},
		},
		FormerKeys: []FormerKey{{Address: address("bo once"), Holder: Holder{Officer: "bo"}}},
	}
	g.Officers[4].Keys, g.Officers[5].Appointments = keys("bo", "bo 2"), []Appointment{}
	return g
}

// certifying appoints somebody certifying officer, up to 1,000.00 an act and 2,000.00 a day.
func certifying(id string) *MsgAppoint {
	return &MsgAppoint{Officer: id, Duty: CertifyingOfficer, Limit: 100000, DailyLimit: 200000, Expires: "2018-09-30"}
}

// house is the room on a store in memory, in a block of 1 November 2020.
type house struct {
	Keeper
	AppModule
	t      require.TestingT
	cdc    codec.Codec
	ctx    sdk.Context
	router *baseapp.MsgServiceRouter
}

func empty(t require.TestingT) house {
	keys := storetypes.NewKVStoreKeys(StoreKey, authtypes.StoreKey)
	registry := codectypes.NewInterfaceRegistry()
	cryptocodec.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{ModuleName: nil}, addresscodec.NewBech32Codec("purse"), "purse", Authority().String())
	k := NewKeeper(cdc, runtime.NewKVStoreService(keys[StoreKey]), accounts)
	room, router := NewAppModule(k), baseapp.NewMsgServiceRouter()
	room.RegisterInterfaces(registry)
	router.SetInterfaceRegistry(registry)
	RegisterMsgServer(router, NewMsgServer(k))
	ctx := testutil.DefaultContextWithKeys(keys, nil, nil).WithBlockHeight(1).WithChainID("purse-test-1").
		WithBlockTime(time.Date(2020, 11, 1, 23, 30, 0, 0, time.UTC))
	return house{Keeper: k, AppModule: room, t: t, cdc: cdc, ctx: ctx, router: router}
}

// open is the house with the genesis above, changed by with.
func open(t require.TestingT, with func(*GenesisState)) house {
	h, g := empty(t), genesis()
	with(g)
	h.AppModule.InitGenesis(h.ctx, h.cdc, h.cdc.MustMarshalJSON(g))
	return h
}

func asIs(*GenesisState) {}

// send signs a message, and runs it as a transaction would; what is refused leaves nothing behind. By "" it is a resolution's.
func (h house) send(by string, msg sdk.Msg) (*sdk.Result, error) {
	if field := reflect.ValueOf(msg).Elem().FieldByName("Signer"); field.IsValid() {
		field.SetString(address(by))
	} else if by == resolution {
		reflect.ValueOf(msg).Elem().FieldByName("Authority").SetString(Authority().String())
	} else {
		reflect.ValueOf(msg).Elem().FieldByName("Authority").SetString(address(by))
	}
	cached, write := h.ctx.CacheContext()
	res, err := h.router.Handler(msg)(cached, msg)
	if err == nil {
		write()
	}
	return res, err
}

// does sends a message that is lawful, and returns its event.
func (h house) does(by string, msg sdk.Msg) any {
	res, err := h.send(by, msg)
	require.NoError(h.t, err, "%T by %s", msg, by)
	require.Len(h.t, res.Events, 1)
	event, err := sdk.ParseTypedEvent(res.Events[0])
	require.NoError(h.t, err)
	return event
}

// signed counts a transaction that was signed with a key, as the engine does.
func (h house) signed(name string) {
	account := h.accounts.GetAccount(h.ctx, signer(name))
	require.NoError(h.t, account.SetSequence(account.GetSequence()+1))
	h.accounts.SetAccount(h.ctx, account)
}

// on moves the business date.
func (h house) on(day date.Date) { require.NoError(h.t, h.date.Set(h.ctx, string(day))) }

// row is one message to the house as it opens, changed by before: what refuses it, and what the refusal finds.
type row struct {
	name   string
	by     string
	msg    sdk.Msg
	before func(house)
	want   error
	found  string
}

// play sends the message of each row to a house of its own; afterwards the house is in order.
func play(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			h := open(t, asIs)
			if r.before != nil {
				r.before(h)
			}
			_, err := h.send(r.by, r.msg)
			refused(t, err, r.want, r.found)
			require.NoError(t, h.CheckInvariants(h.ctx))
		})
	}
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
