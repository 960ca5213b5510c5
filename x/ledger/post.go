package ledger

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
)

// Post writes one entry: it checks it, moves the balances and totals that the posting rules name, and adds it to the fund's
// journal. It fails with ErrOverAvailable, and the caller's transaction with it, if a subject would give more than it has.
func (k Keeper) Post(ctx context.Context, e Entry) error {
	if err := e.check(); err != nil {
		return err
	}
	for _, m := range e.moves() {
		if err := k.guard(ctx, e.Fund, m); err != nil {
			return err
		}
		if err := k.move(ctx, e.Fund, m); err != nil {
			return err
		}
	}
	return k.record(ctx, e)
}

// guard refuses a debit that the subject's net does not cover. A credit needs no guard: it can only raise a net.
func (k Keeper) guard(ctx context.Context, fund string, m move) error {
	net, guarded := netOf(m.account)
	if !guarded || m.amount <= 0 {
		return nil
	}
	left, err := k.Left(ctx, fund, m.subject.ID, net)
	if err != nil {
		return err
	}
	return covers(net, m.subject.ID, left, m.amount)
}

// covers says whether what is left covers what is asked.
func covers(net Net, subject string, left, asked money.Amount) error {
	if left >= asked {
		return nil
	}
	return ErrOverAvailable.Refuse("available %s, asked %s, %s of %s", left, asked, net.Name, subject)
}

func (k Keeper) move(ctx context.Context, fund string, m move) error {
	if err := add(ctx, k.balances, collections.Join3(fund, m.subject.ID, string(m.account)), m.amount); err != nil {
		return err
	}
	return add(ctx, k.totals, collections.Join3(fund, string(m.account), m.subject.Attributes.key()), m.amount)
}

func (k Keeper) record(ctx context.Context, e Entry) error {
	line := JournalEntry{
		Event: string(e.Event), Fund: e.Fund, From: e.From.ID, To: e.To.ID, Amount: e.Amount,
		FromAttributes: e.From.Attributes, ToAttributes: e.To.Attributes, On: e.On,
		Height: sdk.UnwrapSDKContext(ctx).BlockHeight(), By: e.By, Reference: e.Reference,
	}
	bz, err := line.Marshal()
	if err != nil {
		return err
	}
	_, err = k.history.Append(ctx, JournalOf(e.Fund), bz)
	return err
}
