package app

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"

	"github.com/pursechain/purse/app/pool"
	"github.com/pursechain/purse/x/consortium"
)

// placeOf is where a transaction waits: in the lane of its first signer, behind what the same person or organisation has sent.
func placeOf(c consortium.Keeper) func(context.Context, sdk.Tx) (pool.Place, error) {
	return func(ctx context.Context, tx sdk.Tx) (pool.Place, error) {
		signed, ok := tx.(authsigning.Tx)
		if !ok {
			return pool.Place{}, errFee.Refuse("the transaction is of an unknown kind")
		}
		signers, err := signed.GetSigners()
		if err != nil || len(signers) == 0 {
			return pool.Place{}, consortium.ErrUnknownSigner.Refuse("nobody signed")
		}
		lane, holder, err := c.Lane(ctx, signers[0])
		return pool.Place{Lane: lane, Holder: holder}, err
	}
}

// divide divides a block of so many bytes by the charter.
func (app *App) divide(ctx sdk.Context, bytes int64) (pool.Block, error) {
	whole := pool.Size{Bytes: maxBlockBytes, Gas: maxBlockGas}
	if bytes > 0 {
		whole.Bytes = uint64(bytes)
	}
	if params := ctx.ConsensusParams().Block; params != nil && params.MaxGas > 0 {
		whole.Gas = uint64(params.MaxGas)
	}
	charter, err := app.Consortium.Charter(ctx)
	if err != nil {
		return pool.Block{}, err
	}
	members, err := app.Consortium.ActiveMembers(ctx)
	if err != nil {
		return pool.Block{}, err
	}
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.Id
	}
	return pool.Divide(whole, uint64(charter.PayeeShare), ids), nil
}

// prepareProposal fills a block with what waits on this node, each lane with its share.
func (app *App) prepareProposal(ctx sdk.Context, req *abci.RequestPrepareProposal) (*abci.ResponsePrepareProposal, error) {
	block, err := app.divide(ctx, req.MaxTxBytes)
	if err != nil {
		return nil, err
	}
	return &abci.ResponsePrepareProposal{Txs: app.pool.Propose(block)}, nil
}

// seen lets the node's queue take account of a block, whoever proposed it. It writes nothing to the state.
func (app *App) seen(ctx sdk.Context, txs [][]byte) error {
	var bytes int64
	if params := ctx.ConsensusParams().Block; params != nil {
		bytes = params.MaxBytes
	}
	block, err := app.divide(ctx, bytes)
	if err != nil {
		return err
	}
	app.pool.Seen(block, txs)
	return nil
}
