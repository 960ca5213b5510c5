package resolution

import (
	"context"

	"github.com/grpc-ecosystem/grpc-gateway/runtime"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/pursechain/purse/base/room"
)

// AppModule is the room as the engine sees it.
type AppModule struct {
	room.Room[GenesisState, *GenesisState]
	keeper Keeper
}

// NewAppModule gives the room to the engine.
func NewAppModule(k Keeper) AppModule {
	return AppModule{keeper: k, Room: room.Room[GenesisState, *GenesisState]{
		Module:   ModuleName,
		Messages: &_Msg_serviceDesc,
		Default:  func() *GenesisState { return &GenesisState{} },
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

// EndBlock decides what is ripe.
func (m AppModule) EndBlock(ctx context.Context) error { return m.keeper.EndBlock(ctx) }
