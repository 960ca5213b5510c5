package appropriation

import (
	"context"

	"cosmossdk.io/core/appmodule"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/pursechain/purse/base/room"
)

// AppModule is appropriation as the engine sees it.
type AppModule struct {
	room.Room[GenesisState, *GenesisState]
	keeper Keeper
}

var _ appmodule.HasBeginBlocker = AppModule{}

// NewAppModule gives appropriation to the engine.
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

// BeginBlock does the work of the calendar that is due.
func (m AppModule) BeginBlock(ctx context.Context) error { return m.keeper.TurnCalendar(ctx) }
