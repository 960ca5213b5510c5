package resolution

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// Bounds on what is done in one block; what is left over is done in the next.
const (
	maxDecisions = 8
	maxLooks     = 16         // at open emergencies
	maxGas       = 50_000_000 // of one resolution
)

// EndBlock decides the resolutions whose voting is over, and the emergencies that have passed. Nothing that goes wrong with one of
// them stops the block, or keeps another from being decided.
func (k Keeper) EndBlock(ctx context.Context) error {
	guard := func(work string, do func(context.Context) error) bool {
		return room.Guard(ctx, ModuleName, work, &WorkFailed{Work: work}, do)
	}
	guard("emergencies", k.lookAtEmergencies)
	var today date.Date
	var ripe []due
	guard("queue", func(ctx context.Context) (err error) {
		today, ripe, err = k.ripe(ctx)
		return err
	})
	for _, d := range ripe {
		work := fmt.Sprint("resolution ", d.K2())
		decided := guard(work, func(ctx context.Context) error { return k.decide(ctx, d, today) }) ||
			guard(work, func(ctx context.Context) error { return k.setAside(ctx, d, today) })
		if !decided {
			guard(work, func(ctx context.Context) error { return k.queue.Remove(ctx, d) })
		}
	}
	return nil
}

// lookAtEmergencies queues those open emergencies that have passed because the electorate or the charter has changed since the
// latest vote. In a block it looks at some of them, in turn.
func (k Keeper) lookAtEmergencies(ctx context.Context) error {
	after, err := k.looked.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	next, open := uint64(0), []uint64(nil)
	err = k.emergencies.Walk(ctx, new(collections.Range[uint64]).StartExclusive(after), func(id uint64) (bool, error) {
		open = append(open, id)
		return len(open) == maxLooks, nil
	})
	if err != nil {
		return err
	}
	if len(open) == maxLooks {
		next = open[maxLooks-1]
	}
	for _, id := range open {
		if err := k.lookAt(ctx, id); err != nil {
			return err
		}
	}
	if next == after {
		return nil
	}
	return k.looked.Set(ctx, next)
}

// lookAt queues an emergency if it has passed. One that cannot be read is looked at no more, and set aside after its deadline.
func (k Keeper) lookAt(ctx context.Context, id uint64) error {
	passes := false
	err := room.Recovered(func() error {
		r, err := k.resolutions.Get(ctx, id)
		if err != nil {
			return err
		}
		count, err := k.count(ctx, r)
		passes = count.Passes()
		return err
	})
	switch {
	case err != nil:
		return k.emergencies.Remove(ctx, id)
	case passes:
		return k.queue.Set(ctx, collections.Join("", id))
	}
	return nil
}

// ripe are the resolutions to be decided today.
func (k Keeper) ripe(ctx context.Context) (today date.Date, ripe []due, err error) {
	if today, err = k.consortium.Today(ctx); err != nil {
		return "", nil, err
	}
	err = k.queue.Walk(ctx, nil, func(d due) (bool, error) {
		if d.K1() >= string(today) || len(ripe) == maxDecisions {
			return true, nil
		}
		ripe = append(ripe, d)
		return false, nil
	})
	return today, ripe, err
}

// decide counts the votes and acts on the result. An emergency that had passed, and has lost a voter since, stays open.
func (k Keeper) decide(ctx context.Context, d due, today date.Date) error {
	r, err := k.resolutions.Get(ctx, d.K2())
	if errors.Is(err, collections.ErrNotFound) {
		return k.queue.Remove(ctx, d) // it stood in the queue twice, as an emergency and by its deadline
	}
	if err != nil {
		return err
	}
	count, err := k.count(ctx, r)
	if err != nil {
		return err
	}
	decision := Decision{Resolution: r, Outcome: Lost, Electorate: count.Electorate, Yes: count.Yes, Decided: today}
	if !count.Passes() {
		if !r.Over(today) {
			return k.queue.Remove(ctx, d)
		}
		return k.conclude(ctx, decision)
	}
	msgs, err := r.messages()
	if err != nil {
		return err
	}
	block := sdk.UnwrapSDKContext(ctx)
	refused, effect := k.run(block, msgs, k.leavesElectors(block))
	decision.Outcome = Carried
	if refused.err != nil {
		decision.Outcome, decision.Run = Failed, refused.result()
	} else {
		effect()
	}
	return k.conclude(ctx, decision)
}

// setAside closes a resolution that cannot be decided, as failed. What cannot be read is not kept: it stands in the block that took
// the proposal.
func (k Keeper) setAside(ctx context.Context, d due, today date.Date) error {
	return k.conclude(ctx, Decision{
		Resolution: Resolution{Id: d.K2(), Deadline: date.Date(d.K1())}, Outcome: Failed, Decided: today,
		Run: refusal{1, ErrUndecidable}.result(),
	})
}

// conclude moves a resolution from the state to the log.
func (k Keeper) conclude(ctx context.Context, d Decision) error {
	if err := k.history.Record(ctx, Log, &d); err != nil {
		return err
	}
	r := d.Resolution
	for _, at := range []string{"", string(r.Deadline)} {
		if err := k.queue.Remove(ctx, collections.Join(at, r.Id)); err != nil {
			return err
		}
	}
	if err := k.emergencies.Remove(ctx, r.Id); err != nil {
		return err
	}
	if err := k.resolutions.Remove(ctx, r.Id); err != nil {
		return err
	}
	return room.Emit(ctx, &ResolutionDecided{
		Resolution: r.Id, Outcome: d.Outcome, Electorate: d.Electorate, Yes: d.Yes, Run: d.Run,
	})
}

// run runs messages with the consortium's authority, all of them or none, on a copy of the state, of which lawful says whether it
// may stand. The effect writes the copy back, and says so in events.
func (k Keeper) run(ctx sdk.Context, msgs []sdk.Msg, lawful func(sdk.Context) error) (refused refusal, effect func()) {
	trial, write := ctx.CacheContext()
	trial = trial.WithGasMeter(storetypes.NewGasMeter(maxGas))
	var events sdk.Events
	defer func() { ctx.GasMeter().ConsumeGas(trial.GasMeter().GasConsumed(), "run a resolution") }()
	for i, msg := range msgs {
		res, err := k.runOne(trial, msg)
		if err != nil {
			return refusal{i + 1, err}, nil
		}
		events = append(events, res.GetEvents()...)
	}
	if err := unbroken("what they leave", func() error { return lawful(trial) }); err != nil {
		return refusal{len(msgs), err}, nil
	}
	return refusal{}, func() {
		write()
		ctx.EventManager().EmitEvents(events)
	}
}

// leavesElectors refuses what would leave no member that decides; where there is none already, the members mend that.
func (k Keeper) leavesElectors(before sdk.Context) func(sdk.Context) error {
	return func(after sdk.Context) error {
		was, err := k.validators.Electors(before)
		if err != nil || len(was) == 0 {
			return err
		}
		is, err := k.validators.Electors(after)
		if err == nil && len(is) == 0 {
			return ErrNobodyLeft.Refuse("%d decide now", len(was))
		}
		return err
	}
}

// refusal is which message was refused, and why.
type refusal struct {
	message int
	err     error
}

// result says which rule refused. The words of an error may differ between two versions of a library, so they are not kept.
func (r refusal) result() Run {
	if r.err == nil {
		return Run{}
	}
	codespace, code, _ := errorsmod.ABCIInfo(r.err, false)
	result := Run{Failed: uint32(r.message), Codespace: codespace, Code: code}
	if broken := rule.Find(codespace, code); broken != nil {
		result.Rule = broken.Number
	}
	return result
}

// runOne runs a message.
func (k Keeper) runOne(ctx sdk.Context, msg sdk.Msg) (res *sdk.Result, err error) {
	return res, unbroken(sdk.MsgTypeURL(msg), func() error {
		if err := sound(msg); err != nil {
			return err
		}
		handler := k.router.Handler(msg)
		if handler == nil {
			return ErrNotListed.Refuse("nobody handles %s", sdk.MsgTypeURL(msg))
		}
		res, err = handler(ctx, msg)
		return err
	})
}

// unbroken is the error of what is done; a panic is one of ours.
func unbroken(what string, do func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = ErrPanicked.Refuse("%s", what)
		}
	}()
	return do()
}
