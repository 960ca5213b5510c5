package history

import (
	"bytes"
	"fmt"
	"testing"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// start opens an application on the SDK's own baseapp whose every block appends as many entries as its height.
func start(t *testing.T, state, store dbm.DB, dies *bool) (*baseapp.BaseApp, Keeper) {
	t.Helper()
	key, outbox := storetypes.NewKVStoreKey(StoreKey), storetypes.NewTransientStoreKey(OutboxKey)
	app := baseapp.NewBaseApp("test", log.NewNopLogger(), state, nil)
	app.MountStores(key, outbox)
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	k := NewKeeper(cdc, runtime.NewKVStoreService(key), outbox, store)
	app.SetInitChainer(func(ctx sdk.Context, _ *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
		_, err := k.Append(ctx, journal, []byte("genesis"))
		return &abci.ResponseInitChain{}, err
	})
	app.SetEndBlocker(func(ctx sdk.Context) (sdk.EndBlock, error) {
		for i := range ctx.BlockHeight() {
			if _, err := k.Append(ctx, journal, fmt.Appendf(nil, "%d.%d", ctx.BlockHeight(), i)); err != nil {
				return sdk.EndBlock{}, err
			}
		}
		return sdk.EndBlock{}, nil
	})
	app.SetPrecommiter(func(ctx sdk.Context) {
		if err := k.Precommit(ctx); err != nil {
			panic(err)
		}
		if *dies {
			panic("killed between drain and commit")
		}
	})
	if err := app.LoadLatestVersion(); err != nil {
		t.Fatal(err)
	}
	return app, k
}

func finalize(t *testing.T, app *baseapp.BaseApp, height int64) []byte {
	t.Helper()
	res, err := app.FinalizeBlock(&abci.RequestFinalizeBlock{Height: height})
	if err != nil {
		t.Fatal(err)
	}
	return res.AppHash
}

// The outbox is readable in the context that baseapp gives to the precommiter, holds exactly that block, and a node that died
// between drain and commit replays the block to the same store.
func TestPrecommitInBaseApp(t *testing.T) {
	state, store := dbm.NewMemDB(), dbm.NewMemDB()
	dies := false
	app, k := start(t, state, store, &dies)
	if _, err := app.InitChain(&abci.RequestInitChain{InitialHeight: 1}); err != nil {
		t.Fatal(err)
	}
	for height := int64(1); height <= 3; height++ {
		finalize(t, app, height)
		if _, err := app.Commit(); err != nil {
			t.Fatal(err)
		}
		ctx, err := app.CreateQueryContext(height, false)
		if err != nil {
			t.Fatal(err)
		}
		size, err := k.Size(ctx, journal)
		if want := uint64(1 + height*(height+1)/2); err != nil || size != want {
			t.Fatalf("height %d: size %d, want %d (%v)", height, size, want, err)
		}
		if err := k.VerifyAll(ctx); err != nil {
			t.Fatal(err)
		}
	}

	first := finalize(t, app, 4)
	dies = true
	func() {
		defer func() {
			if recover() == nil {
				t.Fatal("the node lived")
			}
		}()
		_, _ = app.Commit()
	}()
	ahead := dump(t, store)

	dies = false
	app, k = start(t, state, store, &dies)
	ctx, err := app.CreateQueryContext(3, false)
	if err != nil || ctx.BlockHeight() != 3 {
		t.Fatalf("height %d: %v", ctx.BlockHeight(), err)
	}
	if err := k.CheckTails(ctx); err != nil {
		t.Fatal(err)
	}
	if again := finalize(t, app, 4); !bytes.Equal(again, first) {
		t.Fatalf("app hash %X, then %X", first, again)
	}
	if _, err := app.Commit(); err != nil {
		t.Fatal(err)
	}
	if dump(t, store) != ahead {
		t.Fatal("the replay wrote something else")
	}
}
