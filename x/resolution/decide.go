package resolution

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// Bounds on what is decided in one block; what is left over is decided in the next.
const (
	maxDecisions = 8
	maxGas       = 50_000_000 // of one resolution
)

// EndBlock decides the resolutions whose voting is over, and the emergencies that have passed.
func (k Keeper) EndBlock(ctx context.Context) error {
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return err
	}
	var ripe []uint64
	err = k.queue.Walk(ctx, nil, func(d due) (bool, error) {
		if d.K1() >= string(today) || len(ripe) == maxDecisions {
			return true, nil
		}
		ripe = append(ripe, d.K2())
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, id := range ripe {
		if err := k.decide(ctx, id, today); err != nil {
			return err
		}
	}
	return nil
}

// decide counts the votes and acts on the result. An emergency that passed and then lost a vote in the same block stays open.
func (k Keeper) decide(ctx context.Context, id uint64, today date.Date) error {
	r, err := k.resolutions.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil // an emergency whose deadline came in the block in which it passed stood in the queue twice
	}
	if err != nil {
		return err
	}
	count, err := k.count(ctx, r)
	if err != nil {
		return err
	}
	d := Decision{Resolution: r, Outcome: Lost, Electorate: count.Electorate, Yes: count.Yes, Decided: today}
	if !count.Passes() {
		if !r.Over(today) {
			return k.queue.Remove(ctx, collections.Join("", id))
		}
		return k.conclude(ctx, d)
	}
	msgs, err := r.messages()
	if err != nil {
		return err
	}
	run, effect := k.run(sdk.UnwrapSDKContext(ctx), msgs)
	d.Run, d.Outcome = run, Failed
	if run.Failed == 0 {
		d.Outcome = Carried
		effect()
	}
	return k.conclude(ctx, d)
}

// conclude moves a resolution from the state to the log.
func (k Keeper) conclude(ctx context.Context, d Decision) error {
	bz, err := d.Marshal()
	if err != nil {
		return err
	}
	if _, err := k.history.Append(ctx, Log, bz); err != nil {
		return err
	}
	r := d.Resolution
	for _, at := range []string{"", string(r.Deadline)} {
		if err := k.queue.Remove(ctx, collections.Join(at, r.Id)); err != nil {
			return err
		}
	}
	if err := k.resolutions.Remove(ctx, r.Id); err != nil {
		return err
	}
	return room.Emit(ctx, &ResolutionDecided{
		Resolution: r.Id, Outcome: d.Outcome, Electorate: d.Electorate, Yes: d.Yes, Run: d.Run,
	})
}

// run runs messages with the consortium's authority, all of them or none, on a copy of the state. What it says is kept in the
// state, so it names the rule that refused and not its words. The effect writes the copy back, and says so in events.
func (k Keeper) run(ctx sdk.Context, msgs []sdk.Msg) (result Run, effect func()) {
	trial, write := ctx.CacheContext()
	trial = trial.WithGasMeter(storetypes.NewGasMeter(maxGas))
	var events sdk.Events
	defer func() { ctx.GasMeter().ConsumeGas(trial.GasMeter().GasConsumed(), "run a resolution") }()
	for i, msg := range msgs {
		res, err := k.runOne(trial, msg)
		if err != nil {
			return refusal(i+1, err), nil
		}
		events = append(events, res.GetEvents()...)
	}
	return Run{}, func() {
		write()
		ctx.EventManager().EmitEvents(events)
	}
}

// refusal says which message was refused, and by which rule. The words of an error may differ between two versions of a library,
// so they are not kept.
func refusal(message int, err error) Run {
	codespace, code, _ := errorsmod.ABCIInfo(err, false)
	result := Run{Failed: uint32(message), Codespace: codespace, Code: code}
	if broken := rule.Find(codespace, code); broken != nil {
		result.Rule = broken.Number
	}
	return result
}

// runOne runs a message; a panic, of which running out of gas is one, is an error.
func (k Keeper) runOne(ctx sdk.Context, msg sdk.Msg) (res *sdk.Result, err error) {
	defer func() {
		if recover() != nil {
			err = ErrPanicked.Refuse("%s", sdk.MsgTypeURL(msg))
		}
	}()
	handler := k.router.Handler(msg)
	if handler == nil {
		return nil, ErrNotListed.Refuse("nobody handles %s", sdk.MsgTypeURL(msg))
	}
	return handler(ctx, msg)
}
