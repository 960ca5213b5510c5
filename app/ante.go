package app

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/pursechain/purse/app/pool"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// The rules of admission.
var (
	errFee = rule.New("app", 2, "X1", "fee offered",
		"Send the transaction without fee, fee payer and fee granter: the chain has no coin.")
	errUnordered = rule.New("app", 3, "X2", "unordered transaction",
		"Sign with the account's sequence number, so that a transaction takes effect once.")
)

// newAnteHandler chains what every transaction passes before its messages run. There is no fee and no bank: admission takes
// their place, before any signature is verified, so that a stranger costs the node as little as can be.
func newAnteHandler(k Keepers, waiting *pool.Pool, signModes *txsigning.HandlerMap) sdk.AnteHandler {
	return sdk.ChainAnteDecorators(
		door{waiting, placeOf(k.Consortium)},
		ante.NewSetUpContextDecorator(),
		ante.NewExtensionOptionsDecorator(nil),
		ante.NewValidateBasicDecorator(),
		ante.NewTxTimeoutHeightDecorator(),
		ante.NewValidateMemoDecorator(k.Accounts),
		ante.NewConsumeGasForTxSizeDecorator(k.Accounts),
		admission{k.Consortium},
		ante.NewSetPubKeyDecorator(k.Accounts),
		ante.NewValidateSigCountDecorator(k.Accounts),
		ante.NewSigGasConsumeDecorator(k.Accounts, ante.DefaultSigVerificationGasConsumer),
		ante.NewSigVerificationDecorator(k.Accounts, signModes),
		ante.NewIncrementSequenceDecorator(k.Accounts),
	)
}

// door refuses what the node's queue has no room for, before anything else is asked; and, when all that waits is checked again
// after a block, what has left the queue. What it cannot place is refused by those behind it.
type door struct {
	waiting *pool.Pool
	placeOf func(context.Context, sdk.Tx) (pool.Place, error)
}

func (d door) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	if !ctx.IsCheckTx() || simulate {
		return next(ctx, tx, simulate)
	}
	if err := d.refuse(ctx, tx); err != nil {
		return ante.SetGasMeter(false, ctx, 0), err
	}
	return next(ctx, tx, simulate)
}

func (d door) refuse(ctx sdk.Context, tx sdk.Tx) error {
	if ctx.IsReCheckTx() {
		return d.waiting.Waits(ctx.TxBytes())
	}
	gas, known := tx.(ante.GasTx)
	if at, err := d.placeOf(ctx, tx); err == nil && known {
		return d.waiting.HasRoom(at, len(ctx.TxBytes()), gas.GetGas())
	}
	return nil
}

// admission lets in only what is signed by officers and payees of the consortium, offers no fee and is ordered.
type admission struct{ consortium consortium.Keeper }

func (a admission) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	signed, ok := tx.(authsigning.Tx)
	if !ok {
		return ctx, errFee.Refuse("the transaction is of an unknown kind")
	}
	signers, err := signed.GetSigners()
	if err != nil {
		return ctx, err
	}
	if fee := signed.GetFee(); !fee.IsZero() {
		return ctx, errFee.Refuse("fee %s", fee)
	}
	if len(signed.FeeGranter()) > 0 || (len(signers) > 0 && !sdk.AccAddress(signed.FeePayer()).Equals(sdk.AccAddress(signers[0]))) {
		return ctx, errFee.Refuse("another account is to pay")
	}
	if unordered, ok := tx.(sdk.TxWithUnordered); ok && unordered.GetUnordered() {
		return ctx, errUnordered.Refuse("timeout %s", unordered.GetTimeoutTimeStamp())
	}
	for _, signer := range signers {
		if err := a.consortium.Admit(ctx, signer, tx.GetMsgs()); err != nil {
			return ctx, err
		}
	}
	return next(ctx, tx, simulate)
}
