// Package app puts the chain together: the codec (encoding.go), the keepers (keepers.go), the modules in one ordered table
// (modules.go) and the handlers that the engine calls (here, and ante.go for admission).
package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"sync"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"

	reflectionv1 "cosmossdk.io/api/cosmos/reflection/v1"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	nodeservice "github.com/cosmos/cosmos-sdk/client/grpc/node"
	runtimeservices "github.com/cosmos/cosmos-sdk/runtime/services"
	"github.com/cosmos/cosmos-sdk/server/api"
	"github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"

	"github.com/cosmos/gogoproto/proto"

	"github.com/pursechain/purse/app/pool"
	"github.com/pursechain/purse/x/report"
)

// DefaultHome is where a node keeps its files unless told otherwise.
var DefaultHome = filepath.Join(os.Getenv("HOME"), "."+Name)

// App is the chain's state machine.
type App struct {
	*baseapp.BaseApp
	Encoding
	Keepers

	historyDB dbm.DB
	pool      *pool.Pool
	modules   *module.Manager
	close     func() error
}

// New builds the state machine on its two databases, the state tree's and the history's, and loads the last committed state.
// It fails if the history does not hold what that state says was logged.
func New(logger log.Logger, db, historyDB dbm.DB, opts servertypes.AppOptions, options ...func(*baseapp.BaseApp)) (*App, error) {
	encoding, err := NewEncoding()
	if err != nil {
		return nil, err
	}
	base := baseapp.NewBaseApp(Name, logger, db, encoding.Tx.TxDecoder(), options...)
	base.SetInterfaceRegistry(encoding.Registry)
	base.SetTxEncoder(encoding.Tx.TxEncoder())

	app := &App{BaseApp: base, Encoding: encoding, historyDB: historyDB}
	app.close = sync.OnceValue(func() error { return errors.Join(app.BaseApp.Close(), historyDB.Close()) })
	app.Keepers = newKeepers(base, encoding, historyDB, opts)
	app.pool = pool.New(placeOf(app.Consortium))
	if err := app.setModules(); err != nil {
		return nil, err
	}
	app.setHandlers()
	if err := app.LoadLatestVersion(); err != nil {
		return nil, fmt.Errorf("load the state: %w", err)
	}
	if err := app.History.CheckTails(app.committed()); err != nil {
		return nil, fmt.Errorf("the history store does not match the state: %w", err)
	}
	return app, nil
}

// setModules gives the modules to the engine, in the order of the table in modules.go.
func (app *App) setModules() error {
	app.modules = module.NewManager(app.appModules()...)
	app.modules.SetOrderInitGenesis(order...)
	app.modules.SetOrderExportGenesis(order...)
	app.modules.SetOrderPreBlockers(preBlockers...)
	app.modules.SetOrderBeginBlockers(order...)
	app.modules.SetOrderEndBlockers(order...)
	cfg := module.NewConfigurator(app.Codec, app.MsgServiceRouter(), app.GRPCQueryRouter())
	if err := app.modules.RegisterServices(cfg); err != nil {
		return err
	}
	reflection, err := runtimeservices.NewReflectionService()
	if err != nil {
		return err
	}
	reflectionv1.RegisterReflectionServiceServer(app.GRPCQueryRouter(), reflection)
	files, err := proto.MergedRegistry()
	if err != nil {
		return err
	}
	return msgservice.ValidateProtoAnnotations(files)
}

// setHandlers gives the engine what it calls for a chain's start, a block and a transaction.
func (app *App) setHandlers() {
	app.SetInitChainer(app.initChain)
	app.SetMempool(app.pool)
	app.SetPrepareProposal(app.prepareProposal)
	app.SetProcessProposal(baseapp.NoOpProcessProposal()) // what is wrong with a transaction is found when it is run
	app.SetPreBlocker(func(ctx sdk.Context, block *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
		if err := app.seen(ctx, block.Txs); err != nil {
			return nil, err
		}
		return app.modules.PreBlock(ctx)
	})
	app.SetBeginBlocker(app.modules.BeginBlock)
	app.SetEndBlocker(app.modules.EndBlock)
	app.SetAnteHandler(newAnteHandler(app.Keepers, app.pool, app.Tx.SignModeHandler()))
	// The history is written, synced, before the state that counts on it. A node that cannot write it must stop: the engine
	// gives a precommitter no other way to say so than a panic.
	app.SetPrecommiter(func(ctx sdk.Context) {
		if err := app.History.Precommit(ctx); err != nil {
			panic(fmt.Errorf("write the history of block %d: %w", ctx.BlockHeight(), err))
		}
	})
}

func (app *App) initChain(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	var genesis map[string]json.RawMessage
	if err := json.Unmarshal(req.AppStateBytes, &genesis); err != nil {
		return nil, fmt.Errorf("the genesis has no app state: %w", err)
	}
	if err := app.Upgrade.SetModuleVersionMap(ctx, app.modules.GetVersionMap()); err != nil {
		return nil, err
	}
	begun, err := app.modules.InitGenesis(ctx, app.Codec, genesis)
	if err != nil {
		return nil, err
	}
	// Each module has validated its own part; what holds between them is checked on the state that came of it.
	if err := app.Keepers.CheckInvariants(ctx); err != nil {
		return nil, fmt.Errorf("the genesis breaks an invariant: %w", err)
	}
	return begun, nil
}

// committed is a context on the last committed state, for reading; what is written to it goes nowhere.
func (app *App) committed() sdk.Context {
	return app.on(app.CommitMultiStore().CacheMultiStore(), app.LastBlockHeight())
}

// on is a context on the state of a height.
func (app *App) on(state storetypes.MultiStore, height int64) sdk.Context {
	return sdk.NewContext(state, cmtproto.Header{ChainID: app.ChainID(), Height: height}, false, app.Logger())
}

// at is a context on the state as committed at a height (-1: the last), if the node keeps it.
func (app *App) at(height int64) (sdk.Context, error) {
	if height == -1 {
		return app.committed(), nil
	}
	last, stores := app.LastBlockHeight(), app.CommitMultiStore()
	if 1 <= height && height <= last {
		if state, err := stores.CacheMultiStoreWithVersion(height); err == nil {
			return app.on(state, height), nil
		}
	}
	// The engine knows what it pruned, and not where a chain began or a node joined.
	first := 1 + sort.Search(int(last), func(i int) bool {
		_, err := stores.CacheMultiStoreWithVersion(int64(i) + 1)
		return err == nil
	})
	return sdk.Context{}, report.ErrNotKept.Refuse("height %d; the node has heights %d to %d", height, first, last)
}

// Export writes the state at a height (-1: the last) as a genesis from which a new chain can start.
func (app *App) Export(height int64) (exported servertypes.ExportedApp, err error) {
	ctx, err := app.at(height)
	if err != nil {
		return exported, err
	}
	genesis, err := app.modules.ExportGenesis(ctx, app.Codec)
	if err != nil {
		return exported, err
	}
	if exported.AppState, err = json.MarshalIndent(genesis, "", "  "); err != nil {
		return exported, err
	}
	if exported.Validators, err = app.Validators.GenesisValidators(ctx); err != nil {
		return exported, err
	}
	exported.Height, exported.ConsensusParams = ctx.BlockHeight()+1, app.GetConsensusParams(ctx)
	return exported, nil
}

// ExportHistory writes the entries of every log as they stood at a height (-1: the last).
func (app *App) ExportHistory(height int64, w io.Writer) error {
	ctx, err := app.at(height)
	if err != nil {
		return err
	}
	return app.History.Export(ctx, w)
}

// ImportHistory fills the history store from an exported file, after checking it against the roots in the state.
func (app *App) ImportHistory(r io.Reader) error { return app.History.Import(app.committed(), r) }

// VerifyHistory recomputes the root of every log from its entries and compares it with the state.
func (app *App) VerifyHistory() error { return app.History.VerifyAll(app.committed()) }

// CheckInvariants checks every invariant of every module on the last committed state, and lists what is broken.
func (app *App) CheckInvariants() error { return app.Keepers.CheckInvariants(app.committed()) }

// CheckInvariants checks every invariant of every module, and lists what is broken.
func (k Keepers) CheckInvariants(ctx context.Context) error {
	return errors.Join(
		k.Ledger.CheckInvariants(ctx),
		k.Consortium.CheckInvariants(ctx),
		k.Validators.CheckInvariants(ctx),
		k.Resolutions.CheckInvariants(ctx),
		k.Appropriation.CheckInvariants(ctx),
		k.Terms.CheckInvariants(ctx),
		k.Grant.CheckInvariants(ctx),
		k.Procurement.CheckInvariants(ctx),
		k.Payment.CheckInvariants(ctx),
	)
}

// Close releases the databases. The server calls it more than once, and pebble panics when closed twice.
func (app *App) Close() error { return app.close() }

// RegisterAPIRoutes serves the queries over REST.
func (app *App) RegisterAPIRoutes(server *api.Server, _ config.APIConfig) {
	ctx := server.ClientCtx
	authtx.RegisterGRPCGatewayRoutes(ctx, server.GRPCGatewayRouter)
	cmtservice.RegisterGRPCGatewayRoutes(ctx, server.GRPCGatewayRouter)
	nodeservice.RegisterGRPCGatewayRoutes(ctx, server.GRPCGatewayRouter)
	Basics().RegisterGRPCGatewayRoutes(ctx, server.GRPCGatewayRouter)
}

// RegisterTxService serves transactions: simulation, broadcast, search.
func (app *App) RegisterTxService(ctx client.Context) {
	authtx.RegisterTxService(app.GRPCQueryRouter(), ctx, app.Simulate, app.Registry)
}

// RegisterTendermintService serves blocks and validators.
func (app *App) RegisterTendermintService(ctx client.Context) {
	cmtservice.RegisterTendermintService(ctx, app.GRPCQueryRouter(), app.Registry, app.Query)
}

// RegisterNodeService serves the node's own settings.
func (app *App) RegisterNodeService(ctx client.Context, cfg config.Config) {
	nodeservice.RegisterNodeService(ctx, app.GRPCQueryRouter(), cfg, func() int64 {
		return app.CommitMultiStore().EarliestVersion()
	})
}
