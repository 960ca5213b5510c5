package consortium

import (
	"context"
	"slices"

	errorsmod "cosmossdk.io/errors"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgAdmitMember) ValidateBasic() error {
	if why := CheckID(m.Member); why != "" {
		return ErrMalformedPerson.Refuse("member: id %s", why)
	}
	if why := rule.CheckText(m.Name, maxName); why != "" {
		return ErrMalformedPerson.Refuse("member: name %s", why)
	}
	if n := len(m.Administrators); n < 2 || n > maxKeys {
		return ErrSecondAdministrator.Refuse("%d administrators, between 2 and %d", n, maxKeys)
	}
	for i, a := range m.Administrators {
		if err := checkPerson(a.Officer, a.Title, a.Key); err != nil {
			return errorsmod.Wrapf(err, "administrator %d", i+1) // not fmt.Errorf, which hides the rule from the engine
		}
	}
	if err := checkMandates(m.Mandates); err != nil {
		return err
	}
	return checkDate(m.Expires)
}

// checkMandates refuses what is no reserved duty, and one that stands twice.
func checkMandates(mandates []Duty) error {
	for i, d := range mandates {
		if !reserved[d] || slices.Contains(mandates[:i], d) {
			return ErrMalformedMandate.Refuse("%d, %s", i+1, d.Words())
		}
	}
	return nil
}

// AdmitMember admits an agency with its first administrators, who appoint everybody else.
func (k msgServer) AdmitMember(ctx context.Context, m *MsgAdmitMember) (*MsgAdmitMemberResponse, error) {
	if err := ByResolution(m.Authority); err != nil {
		return nil, err
	}
	today, err := k.Today(ctx)
	if err != nil {
		return nil, err
	}
	if m.Expires < today {
		return nil, ErrDate.Refuse("today is %s, the administrators' duty would have ended on %s", today, m.Expires)
	}
	members, err := room.All(ctx, k.members)
	if err != nil {
		return nil, err
	}
	if len(members) == maxMembers {
		return nil, ErrTooManyMembers.Refuse("%d, at most %d", len(members), maxMembers)
	}
	known, err := k.members.Has(ctx, m.Member)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, ErrMemberExists.Refuse("%s", m.Member)
	}
	if err := k.members.Set(ctx, m.Member, Member{Id: m.Member, Name: m.Name, Mandates: m.Mandates}); err != nil {
		return nil, err
	}
	for _, a := range m.Administrators {
		err := k.register(ctx, Officer{
			Id: a.Officer, Member: m.Member, Title: a.Title, Keys: []Key{{Address: a.Key}},
			Appointments: []Appointment{{Duty: Administrator, Expires: m.Expires}},
		})
		if err != nil {
			return nil, err
		}
	}
	return &MsgAdmitMemberResponse{}, room.Emit(ctx, &MemberAdmitted{Member: m.Member, Name: m.Name, Mandates: m.Mandates})
}

// SuspendMember keeps a member's officers from acting. What the bank did for it is still recorded, by the office that paid.
func (k msgServer) SuspendMember(ctx context.Context, m *MsgSuspendMember) (*MsgSuspendMemberResponse, error) {
	if err := ByResolution(m.Authority); err != nil {
		return nil, err
	}
	member, err := k.Member(ctx, m.Member)
	if err != nil {
		return nil, err
	}
	if member.Suspended {
		return nil, ErrStanding.Refuse("%s is suspended already", member.Id)
	}
	active, err := k.ActiveMembers(ctx)
	if err != nil {
		return nil, err
	}
	if len(active) == 1 {
		return nil, ErrLastMember.Refuse("%s", member.Id)
	}
	member.Suspended = true
	if err := k.members.Set(ctx, member.Id, member); err != nil {
		return nil, err
	}
	return &MsgSuspendMemberResponse{}, room.Emit(ctx, &MemberSuspended{Member: member.Id})
}

// ReadmitMember lifts a member's suspension.
func (k msgServer) ReadmitMember(ctx context.Context, m *MsgReadmitMember) (*MsgReadmitMemberResponse, error) {
	if err := ByResolution(m.Authority); err != nil {
		return nil, err
	}
	member, err := k.Member(ctx, m.Member)
	if err != nil {
		return nil, err
	}
	if !member.Suspended {
		return nil, ErrStanding.Refuse("%s is not suspended", member.Id)
	}
	member.Suspended = false
	if err := k.members.Set(ctx, member.Id, member); err != nil {
		return nil, err
	}
	return &MsgReadmitMemberResponse{}, room.Emit(ctx, &MemberReadmitted{Member: member.Id})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRenameMember) ValidateBasic() error {
	if why := rule.CheckText(m.Name, maxName); why != "" {
		return ErrMalformedPerson.Refuse("name %s", why)
	}
	return nil
}

// RenameMember gives a member another name; its id stays.
func (k msgServer) RenameMember(ctx context.Context, m *MsgRenameMember) (*MsgRenameMemberResponse, error) {
	if err := ByResolution(m.Authority); err != nil {
		return nil, err
	}
	member, err := k.Member(ctx, m.Member)
	if err != nil {
		return nil, err
	}
	member.Name = m.Name
	if err := k.members.Set(ctx, member.Id, member); err != nil {
		return nil, err
	}
	return &MsgRenameMemberResponse{}, room.Emit(ctx, &MemberRenamed{Member: member.Id, Name: member.Name})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSetMandates) ValidateBasic() error { return checkMandates(m.Mandates) }

// SetMandates says which reserved duties a member's officers may hold. Who holds one without a mandate can do nothing with it.
func (k msgServer) SetMandates(ctx context.Context, m *MsgSetMandates) (*MsgSetMandatesResponse, error) {
	if err := ByResolution(m.Authority); err != nil {
		return nil, err
	}
	member, err := k.Member(ctx, m.Member)
	if err != nil {
		return nil, err
	}
	member.Mandates = m.Mandates
	if err := k.members.Set(ctx, member.Id, member); err != nil {
		return nil, err
	}
	return &MsgSetMandatesResponse{}, room.Emit(ctx, &MandatesSet{Member: member.Id, Mandates: member.Mandates})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgAmendCharter) ValidateBasic() error { return m.Charter.fault() }

// AmendCharter replaces the charter as a whole, so that who votes sees all of it.
func (k msgServer) AmendCharter(ctx context.Context, m *MsgAmendCharter) (*MsgAmendCharterResponse, error) {
	if err := ByResolution(m.Authority); err != nil {
		return nil, err
	}
	if err := k.charter.Set(ctx, m.Charter); err != nil {
		return nil, err
	}
	return &MsgAmendCharterResponse{}, room.Emit(ctx, &CharterAmended{Charter: m.Charter})
}

// ActiveMembers are the members that are not suspended, in the order of their ids.
func (k Keeper) ActiveMembers(ctx context.Context) (active []Member, err error) {
	err = k.members.Walk(ctx, nil, func(_ string, m Member) (bool, error) {
		if !m.Suspended {
			active = append(active, m)
		}
		return false, nil
	})
	return active, err
}
