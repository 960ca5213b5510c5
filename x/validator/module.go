package validator

import (
	"context"
	"encoding/json"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"

	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/pursechain/purse/base/room"
)

// AppModule is the room as the engine sees it: the one module that returns validators.
type AppModule struct {
	room.Room[GenesisState, *GenesisState]
	keeper Keeper
}

var (
	_ module.HasABCIGenesis     = AppModule{}
	_ appmodule.HasBeginBlocker = AppModule{}
	_ module.HasABCIEndBlock    = AppModule{}
)

// NewAppModule gives the validators to the engine.
func NewAppModule(k Keeper) AppModule {
	return AppModule{keeper: k, Room: room.Room[GenesisState, *GenesisState]{
		Module:   ModuleName,
		Messages: &_Msg_serviceDesc,
		Default:  DefaultGenesis,
		Init:     k.InitGenesis,
		Export:   k.ExportGenesis,
		Gateway: func(ctx context.Context, mux *runtime.ServeMux, conn client.Context) error {
			return RegisterQueryHandlerClient(ctx, mux, NewQueryClient(conn))
		},
		Services: func(cfg module.Configurator) {
			RegisterMsgServer(cfg.MsgServer(), NewMsgServer(k))
			RegisterQueryServer(cfg.QueryServer(), NewQueryServer(k))
		},
	}}
}

// InitGenesis fills the state and returns the first validators.
func (m AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, bz json.RawMessage) []abci.ValidatorUpdate {
	m.Room.InitGenesis(ctx, cdc, bz)
	updates, err := m.keeper.first(ctx)
	if err != nil {
		panic(err) // stops a chain that has not begun
	}
	return updates
}

// BeginBlock takes in what the engine saw.
func (m AppModule) BeginBlock(ctx context.Context) error { return m.keeper.BeginBlock(ctx) }

// EndBlock returns the changes of the validators.
func (m AppModule) EndBlock(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	return m.keeper.EndBlock(ctx)
}
