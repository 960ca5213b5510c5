package report

import (
	"testing"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
)

const fund = "070-X-0702-000"

// house is a real ledger with the books of one fund.
type house struct {
	t    require.TestingT
	h    history.Keeper
	k    ledger.Keeper
	ctx  sdk.Context
	year uint32
}

func newHouse(t testing.TB, year uint32) *house { return newHouseOn(t, year, dbm.NewMemDB()) }

// newHouseOn keeps the journal in a database.
func newHouseOn(t testing.TB, year uint32, db dbm.DB) *house {
	keys := storetypes.NewKVStoreKeys(ledger.StoreKey, history.StoreKey)
	outbox := storetypes.NewTransientStoreKey(history.OutboxKey)
	stores := store.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	stores.MountStoreWithDB(keys[ledger.StoreKey], storetypes.StoreTypeIAVL, nil)
	stores.MountStoreWithDB(keys[history.StoreKey], storetypes.StoreTypeIAVL, nil)
	stores.MountStoreWithDB(outbox, storetypes.StoreTypeTransient, nil)
	require.NoError(t, stores.LoadLatestVersion())
	ctx := sdk.NewContext(stores, cmtproto.Header{}, false, log.NewNopLogger())
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	h := history.NewKeeper(cdc, runtime.NewKVStoreService(keys[history.StoreKey]), outbox, db)
	k := ledger.NewKeeper(cdc, runtime.NewKVStoreService(keys[ledger.StoreKey]), h)
	house := &house{t, h, k, ctx.WithBlockHeight(1), year}
	require.NoError(t, house.k.Open(house.ctx, fund, year))
	return house
}

// laws are the attributes under each law of the fund. A subject's id begins with its law; the second letter of an
// apportionment, and of what was made of it, is the category; what follows a colon in the id of an obligation is its activity
// and object class.
var laws = map[byte]ledger.Attributes{
	'A': {Defc: "Q"},
	'M': {Defc: "A", Mandatory: true},
	'R': {Defc: "Q", Reimbursable: true},
}

// subject reads an id: A, the law; AB, an apportionment by project; ABl, an allotment of it; ABk, a commitment; AB1:0001410, an
// obligation.
func subject(id string) ledger.Subject {
	a := laws[id[0]]
	if len(id) > 1 {
		a.Apportionment = id[1:2]
	}
	if len(id) > 3 {
		a.ProgramActivity, a.ObjectClass = id[4:8], id[8:]
	}
	return ledger.Subject{ID: id, Attributes: a}
}

func (h *house) post(e ledger.Event, from, to string, held ledger.Account, amount money.Amount) error {
	cache, write := h.ctx.CacheContext()
	err := h.k.Post(cache, ledger.Entry{
		Event: e, Fund: fund, From: subject(from), To: subject(to), Held: held, Amount: amount,
		On: "2017-10-01", By: "ann", Reference: "PL 115-56",
	})
	if err == nil {
		write()
	}
	return err
}

func (h *house) must(e ledger.Event, from, to string, held ledger.Account, amount money.Amount) {
	require.NoError(h.t, h.post(e, from, to, held, amount), "%s %s %s", e, from, to)
}

// close ends the fiscal year.
func (h *house) close() {
	_, err := h.k.Close(h.ctx, fund, "2018-09-30", "calendar")
	require.NoError(h.t, err)
	h.year++
}

func (h *house) books(expired bool) Books {
	totals, err := h.k.TotalsOf(h.ctx, fund)
	require.NoError(h.t, err)
	return Books{Totals: totals, Year: h.year, Expired: expired}
}
