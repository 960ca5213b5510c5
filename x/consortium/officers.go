package consortium

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	"github.com/cosmos/gogoproto/proto"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// administrator is the officer who signs as an administrator of a member; "": of the officer's own.
func (k Keeper) administrator(ctx context.Context, signer, member string) (Officer, error) {
	return k.Authorise(ctx, signer, Act{Duty: Administrator, Member: member})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRegisterOfficer) ValidateBasic() error {
	return checkPerson(m.Officer, m.Title, m.Key)
}

// RegisterOfficer makes a person of the administrator's member known. Without a duty the person can do nothing but change keys.
func (k msgServer) RegisterOfficer(ctx context.Context, m *MsgRegisterOfficer) (*MsgRegisterOfficerResponse, error) {
	by, err := k.administrator(ctx, m.Signer, "")
	if err != nil {
		return nil, err
	}
	officer := Officer{Id: m.Officer, Member: by.Member, Title: m.Title, Keys: []Key{{Address: m.Key}}}
	if err := k.register(ctx, officer); err != nil {
		return nil, err
	}
	return &MsgRegisterOfficerResponse{}, room.Emit(ctx, &OfficerRegistered{
		Officer: officer.Id, Member: officer.Member, Key: m.Key, By: by.Id,
	})
}

// register keeps a new person with one key.
func (k Keeper) register(ctx context.Context, o Officer) error {
	known, err := k.officers.Has(ctx, o.Id)
	if err != nil {
		return err
	}
	if known {
		return ErrOfficerExists.Refuse("%s", o.Id)
	}
	if err := k.bind(ctx, o.Keys[0].Address, Holder{Officer: o.Id}); err != nil {
		return err
	}
	return k.officers.Set(ctx, o.Id, o)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgAppoint) ValidateBasic() error { return m.appointment().fault() }

func (m *MsgAppoint) appointment() Appointment {
	return Appointment{
		Duty: m.Duty, Bureau: m.Bureau, Fund: m.Fund, Limit: m.Limit, DailyLimit: m.DailyLimit, Expires: m.Expires,
	}
}

// Appoint gives a person a duty when the second administrator sends the same message; a duty with the same scope is replaced.
func (k msgServer) Appoint(ctx context.Context, m *MsgAppoint) (*MsgAppointResponse, error) {
	officer, err := k.Officer(ctx, m.Officer)
	if err != nil {
		return nil, err
	}
	by, err := k.administrator(ctx, m.Signer, officer.Member)
	if err != nil {
		return nil, err
	}
	if m.Duty.CarriesMoney() && by.Id == officer.Id {
		return nil, ErrOwnAppointment.Refuse("%s as %s", by.Id, m.Duty.Words())
	}
	member, err := k.Member(ctx, officer.Member)
	if err != nil {
		return nil, err
	}
	if err := member.permits(m.Duty); err != nil {
		return nil, err
	}
	appointment := m.appointment()
	if officer, err = officer.appoint(appointment); err != nil {
		return nil, err
	}
	same := *m
	same.Signer = ""
	first, err := k.second(ctx, by, &same)
	if err != nil {
		return nil, err
	}
	if first == "" {
		return &MsgAppointResponse{}, room.Emit(ctx, &AppointmentProposed{Officer: officer.Id, Appointment: appointment, By: by.Id})
	}
	if err := k.officers.Set(ctx, officer.Id, officer); err != nil {
		return nil, err
	}
	return &MsgAppointResponse{Appointed: true}, room.Emit(ctx, &OfficerAppointed{
		Officer: officer.Id, Appointment: appointment, By: first, AgreedBy: by.Id,
	})
}

// appoint adds a duty to a person, or replaces that of the same scope.
func (o Officer) appoint(a Appointment) (Officer, error) {
	o.Appointments = slices.Clone(o.Appointments)
	if i := o.appointment(a.scope()); i >= 0 {
		o.Appointments[i] = a
		return o, nil
	}
	if len(o.Appointments) == maxHeld {
		return o, ErrMalformedPerson.Refuse("%s holds %d duties already", o.Id, maxHeld)
	}
	o.Appointments = append(o.Appointments, a)
	return o, nil
}

// second returns the administrator who proposed the same message before, or "" if there is none: then it becomes a proposal. What
// somebody proposed who is no administrator any more, or too long ago, counts for nothing.
func (k Keeper) second(ctx context.Context, by Officer, same proto.Message) (first string, err error) {
	today, err := k.Today(ctx)
	if err != nil {
		return "", err
	}
	message, err := codectypes.NewAnyWithValue(same)
	if err != nil {
		return "", err
	}
	if err := k.dropFallen(ctx, by.Member, today); err != nil {
		return "", err
	}
	at := collections.Join(by.Member, digest(message))
	p, err := k.proposals.Get(ctx, at)
	switch {
	case errors.Is(err, collections.ErrNotFound):
		return "", k.propose(ctx, by, message, today)
	case err != nil:
		return "", err
	case p.By == by.Id:
		return "", ErrSecondAdministrator.Refuse("%s proposed it, until %s another must agree", p.By, p.Expires)
	}
	return p.By, k.proposals.Remove(ctx, at)
}

// propose keeps what an administrator wants, unless too much of that is open already.
func (k Keeper) propose(ctx context.Context, by Officer, message *codectypes.Any, today date.Date) error {
	own := 0
	of := collections.NewPrefixedPairRange[string, string](by.Member)
	err := k.proposals.Walk(ctx, of, func(_ pair, p Proposal) (bool, error) {
		if p.By == by.Id {
			own++
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if own >= maxProposals {
		return ErrTooManyProposals.Refuse("%s has %d open, at most %d", by.Id, own, maxProposals)
	}
	charter, err := k.Charter(ctx)
	if err != nil {
		return err
	}
	p := Proposal{Member: by.Member, By: by.Id, Expires: today.Plus(charter.ProposalDays), Message: message}
	return k.proposals.Set(ctx, collections.Join(by.Member, digest(message)), p)
}

// stands says whether a proposal can still be agreed to.
func (k Keeper) stands(ctx context.Context, p Proposal, today date.Date) (bool, error) {
	first, err := k.Officer(ctx, p.By)
	if err != nil {
		return false, err
	}
	_, refused := first.May(Act{Duty: Administrator}, Member{}, today, make([]money.Amount, len(first.Appointments)))
	return refused == nil && today <= p.Expires, nil
}

// dropFallen drops the member's proposals that do not stand any more.
func (k Keeper) dropFallen(ctx context.Context, member string, today date.Date) error {
	var fallen []pair
	of := collections.NewPrefixedPairRange[string, string](member)
	err := k.proposals.Walk(ctx, of, func(at pair, p Proposal) (bool, error) {
		stands, err := k.stands(ctx, p, today)
		if !stands {
			fallen = append(fallen, at)
		}
		return false, err
	})
	if err != nil {
		return err
	}
	for _, at := range fallen {
		if err := k.proposals.Remove(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// digest names a message by its content.
func digest(message *codectypes.Any) string {
	sum := sha256.Sum256(append([]byte(message.TypeUrl+"\n"), message.Value...))
	return hex.EncodeToString(sum[:])
}

// ValidateBasic checks what can be checked without state.
func (m *MsgDismiss) ValidateBasic() error {
	if why := CheckID(m.Officer); why != "" {
		return ErrMalformedPerson.Refuse("id %s", why)
	}
	return nil
}

// Dismiss takes a duty from a person at once; one administrator is enough to stop somebody.
func (k msgServer) Dismiss(ctx context.Context, m *MsgDismiss) (*MsgDismissResponse, error) {
	officer, err := k.Officer(ctx, m.Officer)
	if err != nil {
		return nil, err
	}
	by, err := k.administrator(ctx, m.Signer, officer.Member)
	if err != nil {
		return nil, err
	}
	scope := Appointment{Duty: m.Duty, Bureau: m.Bureau, Fund: m.Fund}.scope()
	i := officer.appointment(scope)
	if i < 0 {
		return nil, ErrUnknownAppointment.Refuse("%s is not %s", officer.Id, rule.Clip(scope, 80))
	}
	less := officer
	less.Appointments = slices.Delete(slices.Clone(officer.Appointments), i, i+1)
	today, err := k.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := k.leavesTwo(ctx, officer, less, today); err != nil {
		return nil, err
	}
	if err := k.officers.Set(ctx, less.Id, less); err != nil {
		return nil, err
	}
	return &MsgDismissResponse{}, room.Emit(ctx, &OfficerDismissed{
		Officer: officer.Id, Duty: m.Duty, Bureau: m.Bureau, Fund: m.Fund, By: by.Id,
	})
}

// administers says whether a person is an administrator today, with a key to last.
func (o Officer) administers(today date.Date) bool {
	return slices.ContainsFunc(o.Appointments, func(a Appointment) bool { return a.Duty == Administrator && today <= a.Expires }) &&
		slices.ContainsFunc(o.Keys, func(k Key) bool { return k.LastDay == "" })
}

// leavesTwo refuses what would make no administrator of one, where fewer than two others remain: he who remained alone would speak
// for the member, and nobody could appoint a second.
func (k Keeper) leavesTwo(ctx context.Context, was, is Officer, today date.Date) error {
	if !was.administers(today) || is.administers(today) {
		return nil
	}
	left := 0
	err := k.officers.Walk(ctx, nil, func(_ string, o Officer) (bool, error) {
		if o.Member == was.Member && o.Id != was.Id && o.administers(today) {
			left++
		}
		return left == 2, nil
	})
	if err == nil && left < 2 {
		return ErrTooFewAdministrators.Refuse("%s would have %d without %s", was.Member, left, was.Id)
	}
	return err
}
