package app

import (
	"os"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256r1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// Name is the daemon; Prefix begins every address: purse1… of an account, pursevaloper1… and pursevalcons1… of a validator.
const (
	Name   = "pursed"
	Prefix = "purse"
)

// SealConfig sets the prefixes that the SDK keeps globally. Every program calls it before it touches an address. The SDK finds
// them by a name; left to itself it makes that of the host, the binary and the process, anew for every address that is written,
// and an eighth of a busy node's time went there.
func SealConfig() {
	if err := os.Setenv(sdk.EnvConfigScope, Name); err != nil {
		panic(err) // at start-up only: the system takes no setting
	}
	config := sdk.GetConfig()
	config.SetBech32PrefixForAccount(Prefix, Prefix+"pub")
	config.SetBech32PrefixForValidator(Prefix+"valoper", Prefix+"valoperpub")
	config.SetBech32PrefixForConsensusNode(Prefix+"valcons", Prefix+"valconspub")
	config.SetCoinType(118)
	config.Seal()
}

// Encoding is how transactions and state are written; the node and the command line share it.
type Encoding struct {
	Registry codectypes.InterfaceRegistry
	Codec    codec.Codec
	Amino    *codec.LegacyAmino
	Tx       client.TxConfig
}

// NewEncoding registers every type of the chain.
func NewEncoding() (Encoding, error) {
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          address.NewBech32Codec(Prefix),
			ValidatorAddressCodec: address.NewBech32Codec(Prefix + "valoper"),
		},
	})
	if err != nil {
		return Encoding{}, err
	}
	cdc, amino := codec.NewProtoCodec(registry), codec.NewLegacyAmino()
	std.RegisterInterfaces(registry)
	std.RegisterLegacyAminoCodec(amino)
	registry.RegisterImplementations((*cryptotypes.PubKey)(nil), &secp256r1.PubKey{})
	registry.RegisterImplementations((*cryptotypes.PrivKey)(nil), &secp256r1.PrivKey{})
	for _, m := range basics() {
		m.RegisterLegacyAminoCodec(amino)
		m.RegisterInterfaces(registry)
	}
	return Encoding{Registry: registry, Codec: cdc, Amino: amino, Tx: authtx.NewTxConfig(cdc, authtx.DefaultSignModes)}, nil
}
