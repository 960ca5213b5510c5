package report

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

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
	"github.com/cosmos/cosmos-sdk/types/query"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
)

// queryGas is what a node gives to a question (app.queryGasLimit).
const queryGas = 50_000_000

// standing are the balances of an obligation in the midst of its life: delivered in part, and paid in part of that.
var standing = map[string]money.Amount{
	"1010": -100, "2110": -50, "3107": 150, "4801": -250, "4901": -50, "4902": -100, "5700": -150, "6100": 150,
}

// office is a fund with as many allotments as are asked for, the first of which made so many obligations; their documents stand on
// either side of the fund's lines.
func office(t *testing.T, allotments, obligations int) (QueryServer, sdk.Context) {
	keys := storetypes.NewKVStoreKeys(ledger.StoreKey, appropriation.StoreKey, consortium.StoreKey)
	stores := store.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, name := range []string{ledger.StoreKey, appropriation.StoreKey, consortium.StoreKey} {
		stores.MountStoreWithDB(keys[name], storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(t, stores.LoadLatestVersion())
	ctx := sdk.NewContext(stores, cmtproto.Header{Time: time.Date(2018, 3, 1, 0, 0, 0, 0, time.UTC)}, false, log.NewNopLogger())
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	c := consortium.NewKeeper(cdc, runtime.NewKVStoreService(keys[consortium.StoreKey]), authkeeper.AccountKeeper{})
	l := ledger.NewKeeper(cdc, runtime.NewKVStoreService(keys[ledger.StoreKey]), history.Keeper{})
	a := appropriation.NewKeeper(cdc, runtime.NewKVStoreService(keys[appropriation.StoreKey]), history.Keeper{}, c, l)
	require.NoError(t, c.InitGenesis(ctx, consortium.DefaultGenesis()))

	books := ledger.GenesisState{Params: ledger.Params{Currency: "USD"}, Books: []ledger.Book{{Fund: fund, Year: 2018}}}
	put := func(subject string, account ledger.Account, amount money.Amount) {
		books.Balances = append(books.Balances, ledger.Balance{
			Fund: fund, Subject: subject, Account: string(account), Standing: ledger.Standing{Amount: amount, Year: 2018},
		})
	}
	g := appropriation.DefaultGenesis()
	g.Funds = []appropriation.Fund{{Symbol: fund, Title: "Disaster Relief Fund", Member: "fema", Authorities: 1}}
	g.Lines = []appropriation.Line{
		{Id: fund + ":1", Kind: appropriation.Authority, Name: "PL 115-56", Defc: "A", Purposes: []string{"0001"}, Since: "2017-10-01"},
		{Id: fund + ":1.1", Kind: appropriation.Apportionment, Category: appropriation.CategoryA, Opens: "2017-10-01", Year: 2018},
	}
	for i := range allotments {
		id := fmt.Sprintf("%s:1.1.%d", fund, i+1)
		g.Lines = append(g.Lines, appropriation.Line{Id: id, Kind: appropriation.Allotment, Name: "Region IV", Since: "2017-10-01"})
		put(id, ledger.Allotments, -100)
	}
	for i := range obligations {
		o := appropriation.Obligation{
			Document: fmt.Sprintf("%sDRFLP%08d", []string{"0337", "4337"}[i%2], i), Allotment: fund + ":1.1.1", Payee: "VN1AJFAD19J9",
			ProgramActivity: "0001", ObjectClass: "410", Obligated: "2017-10-02", By: "gil", Begins: "2017-10-01", Ends: "2018-09-30",
			Place: "Florida", Instrument: appropriation.Assistance, Delivered: "2017-10-03",
		}
		g.Obligations = append(g.Obligations, o)
		for account, amount := range standing {
			put(o.Document, ledger.Account(account), amount)
		}
	}
	require.NoError(t, l.InitGenesis(ctx, &books))
	require.NoError(t, a.InitGenesis(ctx, g))
	return NewQueryServer(NewKeeper(c, l, a)), ctx
}

// given is a context that gives a question so much gas.
func given(ctx sdk.Context, gas uint64) sdk.Context {
	return ctx.WithGasMeter(storetypes.NewGasMeter(gas))
}

// wholes are the questions that add up a whole fund.
func wholes(q QueryServer) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"status": func(ctx context.Context) error { _, err := q.Status(ctx, &QueryStatusRequest{Fund: fund}); return err },
		"sf132":  func(ctx context.Context) error { _, err := q.Sf132(ctx, &QuerySf132Request{Fund: fund}); return err },
		"dormant": func(ctx context.Context) error {
			_, err := q.Dormant(ctx, &QueryDormantRequest{Fund: fund, Days: 90})
			return err
		},
	}
}

// Whatever gas a question is given, it is answered, or refused by rule Q2 before the gas ends: the engine never has to panic.
func TestAQuestionIsRefusedBeforeItsGasEnds(t *testing.T) {
	for _, size := range []struct{ allotments, obligations int }{{1, 300}, {600, 1}, {200, 200}} {
		q, ctx := office(t, size.allotments, size.obligations)
		for name, ask := range wholes(q) {
			answered := 0
			for gas := uint64(reserve); gas <= 3_000_000; gas += 97_331 {
				meter := given(ctx, gas)
				err := ask(meter)
				if err == nil {
					answered++
					continue
				}
				require.ErrorIs(t, err, ErrTooMuch, "%s of %v with %d gas", name, size, gas)
				require.Zero(t, answered, "%s of %v with %d gas is refused, and with less was not", name, size, gas)
			}
			require.NotZero(t, answered, "%s of %v", name, size)
		}
	}
}

// What the README says that a question can read, by a quarter: the gas of a node is enough for four times these obligations, or lines.
func TestWhatAQuestionCanRead(t *testing.T) {
	for _, size := range []struct{ allotments, obligations int }{{1, 4000}, {20_000, 1}} {
		q, ctx := office(t, size.allotments, size.obligations)
		for name, ask := range wholes(q) {
			meter := given(ctx, queryGas)
			require.NoError(t, ask(meter), name)
			require.LessOrEqual(t, 4*meter.GasMeter().GasConsumed(), uint64(queryGas), name)
			t.Logf("%s of %d allotments and %d obligations: %d gas", name, size.allotments, size.obligations, meter.GasMeter().GasConsumed())
		}
	}
}

// A page of file C ends where the gas does, and the pages together are the whole.
func TestAPageOfFileCEndsBeforeItsGas(t *testing.T) {
	q, ctx := office(t, 3, 400)
	var fains []string
	page, pages := &query.PageRequest{Limit: pageMax}, 0
	for {
		pages++
		answer, err := q.FileC(given(ctx, 1_500_000), &QueryFileCRequest{Fund: fund, Pagination: page})
		require.NoError(t, err)
		for _, r := range answer.Rows {
			fains = append(fains, r.Fain)
		}
		if page.Key = answer.Pagination.NextKey; len(page.Key) == 0 {
			break
		}
	}
	require.Len(t, fains, 400)
	require.True(t, slices.IsSorted(fains))
	require.Greater(t, pages, 1)
}
