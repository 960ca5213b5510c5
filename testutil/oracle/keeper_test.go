package oracle

import (
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
)

// real is the chain's ledger on a store in memory.
type real struct {
	ledger.Keeper
	history history.Keeper
	ctx     sdk.Context
}

func newReal(t testing.TB) real {
	keys := storetypes.NewKVStoreKeys(ledger.StoreKey, history.StoreKey)
	outbox := storetypes.NewTransientStoreKey(history.OutboxKey)
	ctx := testutil.DefaultContextWithKeys(keys, map[string]*storetypes.TransientStoreKey{history.OutboxKey: outbox}, nil)
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	h := history.NewKeeper(cdc, runtime.NewKVStoreService(keys[history.StoreKey]), outbox, dbm.NewMemDB())
	k := ledger.NewKeeper(cdc, runtime.NewKVStoreService(keys[ledger.StoreKey]), h)
	require.NoError(t, k.InitGenesis(ctx, ledger.DefaultGenesis()))
	return real{k, h, ctx.WithBlockHeight(1)}
}

// try posts an entry as a transaction does: all of it or nothing.
func (r real) try(e ledger.Entry) error {
	ctx, write := r.ctx.CacheContext()
	err := r.Post(ctx, e)
	if err == nil {
		write()
	}
	return err
}

// journal reads every entry of some funds from the history.
func (r real) journal(t require.TestingT, funds ...string) (all []ledger.JournalEntry) {
	require.NoError(t, r.history.Precommit(r.ctx))
	for _, fund := range funds {
		for start, size := uint64(0), uint64(1); start < size; {
			page, total, err := r.history.Entries(r.ctx, ledger.JournalOf(fund), start, 1000)
			require.NoError(t, err)
			for _, bz := range page {
				var e ledger.JournalEntry
				require.NoError(t, e.Unmarshal(bz))
				all = append(all, e)
			}
			start, size = start+uint64(len(page)), total
		}
	}
	return all
}
