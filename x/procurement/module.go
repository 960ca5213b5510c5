package procurement

import (
	"context"

	"github.com/grpc-ecosystem/grpc-gateway/runtime"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/pursechain/purse/base/room"
)

// AppModule is the room of procurement as the engine sees it.
type AppModule = room.Room[GenesisState, *GenesisState]

// NewAppModule gives the room of procurement to the engine.
func NewAppModule(k Keeper) AppModule {
	return AppModule{
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
	}
}
