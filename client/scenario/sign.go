package scenario

import (
	"context"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
)

// Sign makes the bytes of a transaction with one signature, a limit on its gas and no fee.
func Sign(
	ctx context.Context, cfg client.TxConfig, key cryptotypes.PrivKey, chainID string,
	number, sequence, gas uint64, msgs ...sdk.Msg,
) ([]byte, error) {
	const mode = signing.SignMode_SIGN_MODE_DIRECT
	builder := cfg.NewTxBuilder()
	if err := builder.SetMsgs(msgs...); err != nil {
		return nil, err
	}
	builder.SetGasLimit(gas)
	// What is signed names the signer's key and sequence, so they are set, with no signature, before it is made.
	unsigned := signing.SignatureV2{
		PubKey: key.PubKey(), Sequence: sequence, Data: &signing.SingleSignatureData{SignMode: mode},
	}
	if err := builder.SetSignatures(unsigned); err != nil {
		return nil, err
	}
	signer := authsigning.SignerData{
		Address: sdk.AccAddress(key.PubKey().Address()).String(), ChainID: chainID,
		AccountNumber: number, Sequence: sequence, PubKey: key.PubKey(),
	}
	signature, err := tx.SignWithPrivKey(ctx, mode, signer, builder, key, cfg, sequence)
	if err != nil {
		return nil, err
	}
	if err := builder.SetSignatures(signature); err != nil {
		return nil, err
	}
	return cfg.TxEncoder()(builder.GetTx())
}
