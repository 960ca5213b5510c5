package validator

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/comet"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
)

// of is the record of a validator; that of one that has none is empty.
func (r Roster) of(validator string) Record {
	if i := r.index(validator); i >= 0 {
		return r.Records[i]
	}
	return Record{Validator: validator}
}

func (r Roster) index(validator string) int {
	for i := range r.Records {
		if r.Records[i].Validator == validator {
			return i
		}
	}
	return -1
}

// after is a record after a block with such a vote. A vote for no block is no signature, but whoever casts it is not down.
func (r Record) after(vote comet.BlockIDFlag) Record {
	switch vote {
	case comet.BlockIDFlagCommit:
		r.Signed++
		r.MissedInRow = 0
	case comet.BlockIDFlagNil:
		r.Missed++
		r.MissedInRow = 0
	case comet.BlockIDFlagAbsent:
		r.Missed++
		r.MissedInRow++
	}
	return r
}

// better is the vote that tells more for a validator that votes with two keys.
func better(a, b comet.BlockIDFlag) comet.BlockIDFlag {
	for _, vote := range []comet.BlockIDFlag{comet.BlockIDFlagCommit, comet.BlockIDFlagNil, comet.BlockIDFlagAbsent} {
		if a == vote || b == vote {
			return vote
		}
	}
	return a
}

// place is where the record of a key's validator stands, or -1 if it has none any more.
func (k Keeper) place(ctx context.Context, roster Roster, address []byte) (int, error) {
	bound, err := k.keys.Get(ctx, hex(address))
	if errors.Is(err, collections.ErrNotFound) {
		return -1, nil
	}
	if err != nil {
		return -1, err
	}
	return roster.index(bound.Validator), nil
}

// record counts who signed the last block and who proposes this one.
func (k Keeper) record(ctx context.Context, info comet.BlockInfo) error {
	roster, err := k.roster.Get(ctx)
	if err != nil {
		return err
	}
	before := slices.Clone(roster.Records)
	voted := make([]comet.BlockIDFlag, len(roster.Records))
	votes := info.GetLastCommit().Votes()
	for i := range votes.Len() {
		at, err := k.place(ctx, roster, votes.Get(i).Validator().Address())
		if err != nil {
			return err
		}
		if at >= 0 {
			voted[at] = better(voted[at], votes.Get(i).GetBlockIDFlag())
		}
	}
	for i := range roster.Records {
		roster.Records[i] = roster.Records[i].after(voted[i])
	}
	at, err := k.place(ctx, roster, info.GetProposerAddress())
	if err != nil {
		return err
	}
	if at >= 0 {
		roster.Records[at].Proposed++
	}
	if slices.Equal(before, roster.Records) {
		return nil
	}
	return k.roster.Set(ctx, roster)
}

// punish retires a validator that signed twice, with whichever of its keys: the operator is the same.
func (k Keeper) punish(ctx context.Context, evidence comet.Evidence) error {
	address := hex(evidence.Validator().Address())
	bound, err := k.bound(ctx, address)
	if err != nil {
		return err
	}
	v, err := k.validator(ctx, bound.Validator)
	if err != nil {
		return err
	}
	if v.Status == Retired {
		return nil // one fault can have several pieces of evidence
	}
	err = room.Emit(ctx, &EquivocationProved{Validator: v.Id, Address: address, Height: evidence.Height()})
	if err != nil {
		return err
	}
	if err = k.retire(ctx, v); errors.Is(err, ErrLastValidator) {
		return room.Emit(ctx, &ValidatorKept{Validator: v.Id, Reason: ErrLastValidator.Text})
	}
	return err
}

// endRotations ends those whose new key has signed or whose time is over.
func (k Keeper) endRotations(ctx context.Context, votes comet.VoteInfos) error {
	signed := make(map[string]bool, votes.Len())
	for i := range votes.Len() {
		if votes.Get(i).GetBlockIDFlag() == comet.BlockIDFlagCommit {
			signed[hex(votes.Get(i).Validator().Address())] = true
		}
	}
	b, err := k.bench(ctx)
	if err != nil {
		return err
	}
	for _, v := range b {
		if v.Rotation != nil {
			guard(ctx, "rotation of "+v.Id, func(ctx context.Context) error { return k.endRotation(ctx, v, signed) })
		}
	}
	return nil
}

// endRotation gives the whole power to a new key that has signed. If that has become too much change, since power elsewhere was
// taken away, it is tried again with every block that the key signs until the time is over.
func (k Keeper) endRotation(ctx context.Context, v Validator, signed map[string]bool) error {
	if sdk.UnwrapSDKContext(ctx).BlockHeight() > v.Rotation.Until {
		return k.lapse(ctx, v)
	}
	address, err := v.Rotation.address()
	if err != nil || !signed[address] {
		return err
	}
	v.PubKey, v.Rotation = v.Rotation.PubKey, nil
	switch err := k.add(ctx, v); {
	case errors.Is(err, ErrChange):
		return nil
	case err != nil:
		return err
	}
	return room.Emit(ctx, &KeyRotated{Validator: v.Id, Address: address})
}

// lapse leaves a validator with its old key.
func (k Keeper) lapse(ctx context.Context, v Validator) error {
	address, err := v.Rotation.address()
	if err != nil {
		return err
	}
	v.Rotation = nil
	if err := k.validators.Set(ctx, v.Id, v); err != nil {
		return err
	}
	return room.Emit(ctx, &RotationLapsed{Validator: v.Id, Address: address})
}

// standDown takes the vote of validators that have been down for longer than the charter's window.
func (k Keeper) standDown(ctx context.Context) error {
	charter, err := k.consortium.Charter(ctx)
	if err != nil {
		return err
	}
	roster, err := k.roster.Get(ctx)
	if err != nil {
		return err
	}
	for _, r := range roster.Records {
		if r.MissedInRow > uint64(charter.DownBlocks) {
			guard(ctx, "standing down "+r.Validator, func(ctx context.Context) error { return k.standDownOne(ctx, r, charter) })
		}
	}
	return nil
}

func (k Keeper) standDownOne(ctx context.Context, r Record, charter consortium.Charter) error {
	v, err := k.validator(ctx, r.Validator)
	if err != nil || v.Status != Active {
		return err
	}
	b, err := k.bench(ctx)
	if err != nil {
		return err
	}
	if b.active() <= int(charter.MinValidators) {
		if r.MissedInRow > uint64(charter.DownBlocks)+1 {
			return nil // said once
		}
		return room.Emit(ctx, &ValidatorKept{Validator: v.Id, Reason: "too few would be left"})
	}
	if v.Rotation != nil {
		if err := k.lapse(ctx, v); err != nil {
			return err
		}
	}
	if v, err = v.to(StoodDown); err != nil {
		return err
	}
	if err := k.validators.Set(ctx, v.Id, v); err != nil {
		return err
	}
	return room.Emit(ctx, &ValidatorStoodDown{Validator: v.Id, MissedInRow: r.MissedInRow})
}
