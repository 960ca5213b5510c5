package ledger

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// maxMemorandum is the length of a memorandum account's name, in bytes.
const maxMemorandum = 32

// Note moves a memorandum account of a subject by an amount, which may be below zero. It belongs to no fund, stands outside the
// trial balance and in no journal: what changed it is told by the logs of the room that calls. It fails with ErrMemorandumBelowZero,
// and the caller's transaction with it, if the account would give more than it holds.
func (k Keeper) Note(ctx context.Context, subject, name string, by money.Amount) error {
	if fault := memorandumFault(subject, name); fault != "" {
		return ErrMalformedEntry.Refuse("%s", fault)
	}
	old, err := k.Noted(ctx, subject, name)
	if err != nil {
		return err
	}
	sum, err := money.Add(old, by)
	switch at := collections.Join(subject, name); {
	case err != nil:
		return ErrAmountOutOfBounds.Refuse("%s on top of %s is more than an account holds", by, old)
	case sum < 0:
		asked, err := money.Sub(0, by) // the least of all amounts has no opposite
		if err != nil {
			return ErrAmountOutOfBounds.Refuse("%s is more than an account holds", by)
		}
		return ErrMemorandumBelowZero.Refuse("available %s, asked %s, %s of %s", old, asked, name, subject)
	case sum == 0:
		return k.memoranda.Remove(ctx, at)
	default:
		return k.memoranda.Set(ctx, at, int64(sum))
	}
}

// Noted is what a memorandum account of a subject holds; zero if nothing was ever noted in it.
func (k Keeper) Noted(ctx context.Context, subject, name string) (money.Amount, error) {
	amount, err := k.memoranda.Get(ctx, collections.Join(subject, name))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return money.Amount(amount), err
}

// Memoranda are, in the order of their names and at most limit of them, the memorandum accounts of a subject whose names begin with
// a prefix and stand after another name. One that holds nothing is not among them.
func (k Keeper) Memoranda(ctx context.Context, subject, prefix, after string, limit int) (all []Memorandum, err error) {
	if limit <= 0 {
		return nil, nil
	}
	between := collections.NewPrefixedPairRange[string, string](subject).StartInclusive(prefix)
	if after >= prefix {
		between = between.StartExclusive(after)
	}
	err = k.memoranda.Walk(ctx, between, func(at collections.Pair[string, string], amount int64) (stop bool, err error) {
		if len(at.K2()) < len(prefix) || at.K2()[:len(prefix)] != prefix {
			return true, nil
		}
		all = append(all, Memorandum{Subject: subject, Name: at.K2(), Amount: money.Amount(amount)})
		return len(all) == limit, nil
	})
	return all, err
}

// allMemoranda are the memorandum accounts of every subject, in the order of their keys: for a genesis and for invariants.
func (k Keeper) allMemoranda(ctx context.Context) (all []Memorandum, err error) {
	err = k.memoranda.Walk(ctx, nil, func(at collections.Pair[string, string], amount int64) (bool, error) {
		all = append(all, Memorandum{Subject: at.K1(), Name: at.K2(), Amount: money.Amount(amount)})
		return false, nil
	})
	return all, err
}

// memorandumFault says what is wrong with the key of a memorandum account, or "".
func memorandumFault(subject, name string) string {
	if fault := rule.CheckText(subject, maxSubject); fault != "" {
		return fmt.Sprintf("subject %q: %s", rule.Clip(subject, maxSubject), fault)
	}
	if fault := rule.CheckText(name, maxMemorandum); fault != "" {
		return fmt.Sprintf("memorandum account %q: %s", rule.Clip(name, maxMemorandum), fault)
	}
	return ""
}

// checkMemoranda finds every memorandum account that is not above zero: what holds nothing is not stored.
func checkMemoranda(all []Memorandum) (faults error) {
	for _, m := range all {
		if m.Amount <= 0 {
			faults = errors.Join(faults, ErrBroken.Refuse("the memorandum account %s of %s is %s", m.Name, m.Subject, m.Amount))
		}
	}
	return faults
}
