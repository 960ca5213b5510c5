package validator

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
)

// operator refuses a signer who is no node operator of the validator's member.
func (k Keeper) operator(ctx context.Context, signer string, v Validator) (consortium.Officer, error) {
	return k.consortium.Authorise(ctx, signer, consortium.Act{Duty: consortium.NodeOperator, Member: v.Member})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRotateKey) ValidateBasic() error {
	_, err := keyOf(m.PubKey)
	return err
}

// RotateKey begins the change to another key. A validator that is stood down has no vote for two keys to share: it changes at
// once.
func (k msgServer) RotateKey(ctx context.Context, m *MsgRotateKey) (*MsgRotateKeyResponse, error) {
	v, err := k.validator(ctx, m.Validator)
	if err != nil {
		return nil, err
	}
	by, err := k.operator(ctx, m.Signer, v)
	if err != nil {
		return nil, err
	}
	key, err := k.checkKey(ctx, m.PubKey)
	if err != nil {
		return nil, err
	}
	switch {
	case v.Status == Retired:
		return nil, ErrStatus.Refuse("%s is retired", v.Id)
	case v.Rotation != nil:
		return nil, ErrRotating.Refuse("%s, until height %d", v.Id, v.Rotation.Until)
	case v.Status == Active && v.Power < 2:
		return nil, ErrNoOverlap.Refuse("%s has a power of %d", v.Id, v.Power)
	}
	packed, err := k.bind(ctx, key, v.Id)
	if err != nil {
		return nil, err
	}
	address := hex(key.Address())
	if v.Status == StoodDown {
		v.PubKey = packed
		if err := k.validators.Set(ctx, v.Id, v); err != nil {
			return nil, err
		}
		return &MsgRotateKeyResponse{}, room.Emit(ctx, &KeyRotated{Validator: v.Id, Address: address})
	}
	charter, err := k.consortium.Charter(ctx)
	if err != nil {
		return nil, err
	}
	v.Rotation = &Rotation{PubKey: packed, Until: sdk.UnwrapSDKContext(ctx).BlockHeight() + int64(charter.RotationBlocks)}
	if err := k.add(ctx, v); err != nil {
		return nil, err
	}
	return &MsgRotateKeyResponse{}, room.Emit(ctx, &RotationBegun{
		Validator: v.Id, Address: address, Until: v.Rotation.Until, By: by.Id,
	})
}

// add keeps a validator whose power stands at a new key, if that is not too fast.
func (k Keeper) add(ctx context.Context, v Validator) error {
	b, err := k.bench(ctx)
	if err != nil {
		return err
	}
	if err := k.fits(ctx, b.with(v)); err != nil {
		return err
	}
	return k.validators.Set(ctx, v.Id, v)
}

// ReturnValidator brings a validator back that was stood down. It gets the power that the members gave it, whatever part of the
// whole that is today: were it refused while others are down, those who are left would hold even more.
func (k msgServer) ReturnValidator(ctx context.Context, m *MsgReturnValidator) (*MsgReturnValidatorResponse, error) {
	v, err := k.validator(ctx, m.Validator)
	if err != nil {
		return nil, err
	}
	by, err := k.operator(ctx, m.Signer, v)
	if err != nil {
		return nil, err
	}
	if v, err = v.to(Active); err != nil {
		return nil, err
	}
	if _, err := k.checkKey(ctx, v.PubKey); err != nil {
		return nil, err
	}
	if err := k.add(ctx, v); err != nil {
		return nil, err
	}
	roster, err := k.roster.Get(ctx)
	if err != nil {
		return nil, err
	}
	for i := range roster.Records {
		if roster.Records[i].Validator == v.Id {
			roster.Records[i].MissedInRow = 0
		}
	}
	if err := k.roster.Set(ctx, roster); err != nil {
		return nil, err
	}
	return &MsgReturnValidatorResponse{}, room.Emit(ctx, &ValidatorReturned{Validator: v.Id, By: by.Id})
}
