// Package room gives a module of the chain to the engine: what every module does in the same way stands here once.
package room

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/cosmos/gogoproto/proto"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// Genesis is a pointer to a module's genesis state; Validate lists every fault, not only the first.
type Genesis[G any] interface {
	*G
	proto.Message
	Validate() error
}

// Room is a module as the engine sees it. One made with a zero keeper serves where there is no state: for codecs, default
// genesis and validation.
type Room[G any, P Genesis[G]] struct {
	Module   string
	Messages *grpc.ServiceDesc // nil if the module has no messages
	Gateway  func(context.Context, *runtime.ServeMux, client.Context) error
	Services func(module.Configurator)
	Default  func() P
	Init     func(context.Context, P) error
	Export   func(context.Context) (P, error)
}

// Name is the module's name.
func (r Room[G, P]) Name() string { return r.Module }

// IsOnePerModuleType and IsAppModule mark the type for the engine.
func (Room[G, P]) IsOnePerModuleType() {}
func (Room[G, P]) IsAppModule()        {}

// ConsensusVersion rises with every change of the state's shape.
func (Room[G, P]) ConsensusVersion() uint64 { return 1 }

// RegisterLegacyAminoCodec has nothing to register: transactions are signed over protobuf.
func (Room[G, P]) RegisterLegacyAminoCodec(*codec.LegacyAmino) {}

// RegisterInterfaces makes the module's messages known.
func (r Room[G, P]) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	if r.Messages != nil {
		msgservice.RegisterMsgServiceDesc(registry, r.Messages)
	}
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (r Room[G, P]) RegisterGRPCGatewayRoutes(ctx client.Context, mux *runtime.ServeMux) {
	if err := r.Gateway(context.Background(), mux, ctx); err != nil {
		panic(err) // at start-up only
	}
}

// RegisterServices serves the messages and queries.
func (r Room[G, P]) RegisterServices(cfg module.Configurator) { r.Services(cfg) }

// DefaultGenesis is the genesis of a new chain.
func (r Room[G, P]) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(r.Default())
}

// ValidateGenesis lists every fault of a genesis.
func (r Room[G, P]) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, bz json.RawMessage) error {
	g := P(new(G))
	if err := cdc.UnmarshalJSON(bz, g); err != nil {
		return fmt.Errorf("not a genesis of %s: %w", r.Module, err)
	}
	return g.Validate()
}

// InitGenesis validates a genesis and fills the state. The engine gives it no way to fail but a panic, which stops a chain
// that has not begun.
func (r Room[G, P]) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, bz json.RawMessage) {
	g := P(new(G))
	cdc.MustUnmarshalJSON(bz, g)
	if err := g.Validate(); err != nil {
		panic(fmt.Errorf("genesis of %s: %w", r.Module, err))
	}
	if err := r.Init(ctx, g); err != nil {
		panic(fmt.Errorf("genesis of %s: %w", r.Module, err))
	}
}

// Fill fills the state with a genesis that may be refused, for a rehearsal that looks for more than the first fault.
func (r Room[G, P]) Fill(ctx context.Context, cdc codec.JSONCodec, bz json.RawMessage) error {
	g := P(new(G))
	if err := cdc.UnmarshalJSON(bz, g); err != nil {
		return fmt.Errorf("not a genesis of %s: %w", r.Module, err)
	}
	return r.Init(ctx, g)
}

// ExportGenesis writes the state out.
func (r Room[G, P]) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	g, err := r.Export(ctx)
	if err != nil {
		panic(fmt.Errorf("export of %s: %w", r.Module, err))
	}
	return cdc.MustMarshalJSON(g)
}
