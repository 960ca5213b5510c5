package validator

import (
	"context"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
)

type msgServer struct{ Keeper }

// NewMsgServer handles the messages about validators.
func NewMsgServer(k Keeper) MsgServer { return msgServer{k} }

// ValidateBasic checks what can be checked without state.
func (m *MsgAdmitValidator) ValidateBasic() error {
	if err := m.asked().fault(); err != nil {
		return err
	}
	_, err := keyOf(m.PubKey)
	return err
}

func (m *MsgAdmitValidator) asked() Validator {
	return Validator{Id: m.Validator, Member: m.Member, Power: m.Power, Status: Active}
}

// AdmitValidator gives a member a vote.
func (k msgServer) AdmitValidator(ctx context.Context, m *MsgAdmitValidator) (*MsgAdmitValidatorResponse, error) {
	if err := consortium.ByResolution(m.Authority); err != nil {
		return nil, err
	}
	if err := m.ValidateBasic(); err != nil {
		return nil, err // a resolution's message has not come through the door of transactions
	}
	if _, err := k.consortium.ActiveMember(ctx, m.Member); err != nil {
		return nil, err
	}
	known, err := k.validators.Has(ctx, m.Validator)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, ErrValidatorExists.Refuse("%s", m.Validator)
	}
	key, err := k.checkKey(ctx, m.PubKey)
	if err != nil {
		return nil, err
	}
	v := m.asked()
	if v.PubKey, err = k.bind(ctx, key, v.Id); err != nil {
		return nil, err
	}
	if err := k.seat(ctx, v); err != nil {
		return nil, err
	}
	return &MsgAdmitValidatorResponse{}, room.Emit(ctx, &ValidatorAdmitted{
		Validator: v.Id, Member: v.Member, Address: hex(key.Address()), Power: v.Power,
	})
}

// seat keeps a new validator, with a record, if there is room for it and for its power.
func (k Keeper) seat(ctx context.Context, v Validator) error {
	b, err := k.bench(ctx)
	if err != nil {
		return err
	}
	if len(b) >= maxValidators {
		return ErrTooManyValidators.Refuse("%d, at most %d", len(b), maxValidators)
	}
	if err := k.raise(ctx, b.with(v), v); err != nil {
		return err
	}
	roster, err := k.roster.Get(ctx)
	if err != nil {
		return err
	}
	roster.Records = append(roster.Records, Record{Validator: v.Id})
	slices.SortFunc(roster.Records, func(a, b Record) int { return strings.Compare(a.Validator, b.Validator) })
	return k.roster.Set(ctx, roster)
}

// raise keeps a validator with more power than it had, if that is neither too much of the whole nor too fast.
func (k Keeper) raise(ctx context.Context, b bench, v Validator) error {
	if err := b.underThird(v); err != nil {
		return err
	}
	if v.Status == Active {
		if err := k.fits(ctx, b); err != nil {
			return err
		}
	}
	return k.validators.Set(ctx, v.Id, v)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSetPower) ValidateBasic() error {
	return Validator{Id: m.Validator, Power: m.Power}.fault()
}

// SetPower changes the weight of a vote. That of a validator that is stood down is what it will come back with.
func (k msgServer) SetPower(ctx context.Context, m *MsgSetPower) (*MsgSetPowerResponse, error) {
	if err := consortium.ByResolution(m.Authority); err != nil {
		return nil, err
	}
	if err := m.ValidateBasic(); err != nil {
		return nil, err
	}
	v, err := k.validator(ctx, m.Validator)
	if err != nil {
		return nil, err
	}
	if v.Status == Retired {
		return nil, ErrStatus.Refuse("%s is retired", v.Id)
	}
	if m.Power > v.Power {
		v.Power = m.Power
		err = k.increase(ctx, v)
	} else {
		v.Power = m.Power
		err = k.decrease(ctx, v)
	}
	if err != nil {
		return nil, err
	}
	return &MsgSetPowerResponse{}, room.Emit(ctx, &PowerSet{Validator: v.Id, Power: v.Power})
}

func (k Keeper) increase(ctx context.Context, v Validator) error {
	if _, err := k.checkKey(ctx, v.PubKey); err != nil {
		return err
	}
	if _, err := k.consortium.ActiveMember(ctx, v.Member); err != nil {
		return err
	}
	b, err := k.bench(ctx)
	if err != nil {
		return err
	}
	return k.raise(ctx, b.with(v), v)
}

// decrease keeps a validator with less power. Where that leaves nothing for a second key to vote with, the first one stays.
func (k Keeper) decrease(ctx context.Context, v Validator) error {
	if v.Rotation != nil && v.Power < 2 {
		return k.lapse(ctx, v)
	}
	return k.validators.Set(ctx, v.Id, v)
}

// RetireValidator takes a vote away for ever.
func (k msgServer) RetireValidator(ctx context.Context, m *MsgRetireValidator) (*MsgRetireValidatorResponse, error) {
	if err := consortium.ByResolution(m.Authority); err != nil {
		return nil, err
	}
	v, err := k.validator(ctx, m.Validator)
	if err != nil {
		return nil, err
	}
	return &MsgRetireValidatorResponse{}, k.retire(ctx, v)
}

// retire takes a validator off the bench, unless none would be left to vote.
func (k Keeper) retire(ctx context.Context, v Validator) error {
	retired, err := v.to(Retired)
	if err != nil {
		return err
	}
	b, err := k.bench(ctx)
	if err != nil {
		return err
	}
	if b.with(retired).active() == 0 {
		return ErrLastValidator.Refuse("%s", v.Id)
	}
	if err := k.validators.Set(ctx, v.Id, retired); err != nil {
		return err
	}
	roster, err := k.roster.Get(ctx)
	if err != nil {
		return err
	}
	record := roster.of(v.Id)
	roster.Records = slices.DeleteFunc(roster.Records, func(r Record) bool { return r.Validator == v.Id })
	if err := k.roster.Set(ctx, roster); err != nil {
		return err
	}
	return room.Emit(ctx, &ValidatorRetired{Validator: v.Id, Record: record})
}
