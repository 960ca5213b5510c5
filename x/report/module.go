package report

import (
	"context"

	"github.com/grpc-ecosystem/grpc-gateway/runtime"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/pursechain/purse/base/room"
)

// AppModule is the room of reports as the engine sees it.
type AppModule = room.Room[GenesisState, *GenesisState]

// NewAppModule gives the reports to the engine.
func NewAppModule(k Keeper) AppModule {
	return AppModule{
		Module:  ModuleName,
		Default: DefaultGenesis,
		Init:    initGenesis,
		Export:  exportGenesis,
		Gateway: func(ctx context.Context, mux *runtime.ServeMux, conn client.Context) error {
			return RegisterQueryHandlerClient(ctx, mux, NewQueryClient(conn))
		},
		Services: func(cfg module.Configurator) {
			RegisterQueryServer(cfg.QueryServer(), NewQueryServer(k))
		},
	}
}
