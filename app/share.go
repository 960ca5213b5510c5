package app

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"

	"github.com/pursechain/purse/app/pool"
	"github.com/pursechain/purse/x/consortium"
)

// lendUpTo is the part of a block up to which unused parts are lent, one in so many: a flood that borrows all it can must not make
// blocks so heavy that the chain slows down for the others.
const lendUpTo = 8

// placeOf is where a transaction waits: in the lane of its first signer.
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
		lane, err := c.Lane(ctx, signers[0])
		return pool.Place{Lane: lane, Sender: sdk.AccAddress(signers[0]).String()}, err
	}
}

// prepareProposal fills a block with what waits on this node, each lane with its share.
func (app *App) prepareProposal(ctx sdk.Context, req *abci.RequestPrepareProposal) (*abci.ResponsePrepareProposal, error) {
	block := pool.Block{Turn: int(req.Height % pool.MaxLanes), Parts: make(map[string]pool.Size)}
	block.Whole = pool.Size{Bytes: uint64(max(req.MaxTxBytes, 0)), Gas: maxBlockGas}
	if params := ctx.ConsensusParams().Block; params != nil && params.MaxGas > 0 {
		block.Whole.Gas = uint64(params.MaxGas)
	}
	block.Lent = pool.Size{Bytes: block.Whole.Bytes / lendUpTo, Gas: block.Whole.Gas / lendUpTo}
	charter, err := app.Consortium.Charter(ctx)
	if err != nil {
		return nil, err
	}
	members, err := app.Consortium.ActiveMembers(ctx)
	if err != nil {
		return nil, err
	}
	payees, each := uint64(charter.PayeeShare), uint64(max(len(members), 1))
	block.Parts[""] = pool.Size{Bytes: block.Whole.Bytes * payees / 100, Gas: block.Whole.Gas * payees / 100}
	for _, m := range members {
		block.Parts[m.Id] = pool.Size{
			Bytes: block.Whole.Bytes * (100 - payees) / 100 / each, Gas: block.Whole.Gas * (100 - payees) / 100 / each,
		}
	}
	return &abci.ResponsePrepareProposal{Txs: app.pool.Propose(block)}, nil
}
