package consortium

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgInvitePayee) ValidateBasic() error {
	if err := CheckUEI(m.Payee); err != nil {
		return err
	}
	if why := rule.CheckText(m.Name, maxName); why != "" {
		return ErrMalformedPerson.Refuse("name %s", why)
	}
	return checkAddress(m.Key)
}

// InvitePayee invites an organisation. By an administrator, so that who awards and who pays does not keep the list of payees.
func (k msgServer) InvitePayee(ctx context.Context, m *MsgInvitePayee) (*MsgInvitePayeeResponse, error) {
	by, err := k.administrator(ctx, m.Signer, "")
	if err != nil {
		return nil, err
	}
	if err := k.newPayee(ctx, m.Payee); err != nil {
		return nil, err
	}
	today, err := k.Today(ctx)
	if err != nil {
		return nil, err
	}
	charter, err := k.Charter(ctx)
	if err != nil {
		return nil, err
	}
	if err := k.roomForInvitation(ctx, by.Member, charter.OpenInvitations, today); err != nil {
		return nil, err
	}
	if err := k.bind(ctx, m.Key, Holder{InvitedBy: by.Member}); err != nil {
		return nil, err
	}
	invitation := Invitation{
		Address: m.Key, Uei: m.Payee, Name: m.Name, Member: by.Member, By: by.Id, Expires: today.Plus(charter.InvitationDays),
	}
	if err := k.invitations.Set(ctx, collections.Join(by.Member, m.Key), invitation); err != nil {
		return nil, err
	}
	return &MsgInvitePayeeResponse{}, room.Emit(ctx, &PayeeInvited{
		Payee: m.Payee, Key: m.Key, Member: by.Member, Expires: invitation.Expires, By: by.Id,
	})
}

// newPayee refuses a UEI that is a payee's already.
func (k Keeper) newPayee(ctx context.Context, uei string) error {
	p, err := k.payees.Get(ctx, uei)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return ErrPayeeExists.Refuse("%s, UEI %s", p.Name, p.Uei)
}

// roomForInvitation drops the member's invitations that have expired, and refuses one more than the charter allows.
func (k Keeper) roomForInvitation(ctx context.Context, member string, most uint32, today date.Date) error {
	open := uint32(0)
	var gone []pair
	of := collections.NewPrefixedPairRange[string, string](member)
	err := k.invitations.Walk(ctx, of, func(at pair, i Invitation) (bool, error) {
		if today > i.Expires {
			gone = append(gone, at)
		} else {
			open++
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if open >= most {
		return ErrTooManyInvitations.Refuse("%s has %d open, at most %d", member, open, most)
	}
	for _, at := range gone {
		if err := k.drop(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// drop forgets an invitation, and whose key its address was to be.
func (k Keeper) drop(ctx context.Context, at pair) error {
	if err := k.keys.Remove(ctx, at.K2()); err != nil {
		return err
	}
	return k.invitations.Remove(ctx, at)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgConfirmInvitation) ValidateBasic() error { return CheckUEI(m.Payee) }

// ConfirmInvitation makes the invited a payee.
func (k msgServer) ConfirmInvitation(ctx context.Context, m *MsgConfirmInvitation) (*MsgConfirmInvitationResponse, error) {
	h, err := k.holder(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	invitation, err := k.invited(ctx, h, m)
	if err != nil {
		return nil, err
	}
	if err := k.newPayee(ctx, invitation.Uei); err != nil {
		return nil, err
	}
	payee := Payee{
		Uei: invitation.Uei, Name: invitation.Name, Member: invitation.Member, Keys: []Key{{Address: invitation.Address}},
	}
	if err := k.invitations.Remove(ctx, collections.Join(invitation.Member, invitation.Address)); err != nil {
		return nil, err
	}
	if err := k.keys.Set(ctx, invitation.Address, Holder{Payee: payee.Uei}); err != nil {
		return nil, err
	}
	if err := k.payees.Set(ctx, payee.Uei, payee); err != nil {
		return nil, err
	}
	return &MsgConfirmInvitationResponse{}, room.Emit(ctx, &PayeeConfirmed{
		Payee: payee.Uei, Key: invitation.Address, Member: payee.Member,
	})
}

// invited is the invitation that a message confirms, if it stands.
func (k Keeper) invited(ctx context.Context, h Holder, m *MsgConfirmInvitation) (Invitation, error) {
	if h.InvitedBy == "" {
		return Invitation{}, ErrNotInvited.Refuse("%s is a key of %s%s", m.Signer, h.Officer, h.Payee)
	}
	i, err := room.Get(ctx, k.invitations, collections.Join(h.InvitedBy, m.Signer), ErrNotInvited, "%s", m.Signer)
	if err != nil {
		return i, err
	}
	if _, err := k.ActiveMember(ctx, i.Member); err != nil {
		return i, err
	}
	today, err := k.Today(ctx)
	switch {
	case err != nil:
		return i, err
	case today > i.Expires:
		return i, ErrNotInvited.Refuse("the invitation expired on %s, today is %s", i.Expires, today)
	case m.Payee != i.Uei:
		return i, ErrNotInvited.Refuse("as UEI %s, confirmed %s", i.Uei, m.Payee)
	}
	return i, nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgWithdrawInvitation) ValidateBasic() error { return checkAddress(m.Key) }

// WithdrawInvitation takes back an invitation of the administrator's member.
func (k msgServer) WithdrawInvitation(ctx context.Context, m *MsgWithdrawInvitation) (*MsgWithdrawInvitationResponse, error) {
	by, err := k.administrator(ctx, m.Signer, "")
	if err != nil {
		return nil, err
	}
	at := collections.Join(by.Member, m.Key)
	invitation, err := room.Get(ctx, k.invitations, at, ErrNotInvited, "%s by %s", m.Key, by.Member)
	if err != nil {
		return nil, err
	}
	if err := k.drop(ctx, at); err != nil {
		return nil, err
	}
	return &MsgWithdrawInvitationResponse{}, room.Emit(ctx, &InvitationWithdrawn{
		Payee: invitation.Uei, Key: m.Key, By: by.Id,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSuspendPayee) ValidateBasic() error { return checkReason(m.Payee, m.Reason) }

// SuspendPayee keeps a payee from every new award and payment of every member. By an inspector general.
func (k msgServer) SuspendPayee(ctx context.Context, m *MsgSuspendPayee) (*MsgSuspendPayeeResponse, error) {
	by, err := k.Authorise(ctx, m.Signer, Act{Duty: InspectorGeneral})
	if err != nil {
		return nil, err
	}
	payee, err := k.Payee(ctx, m.Payee)
	if err != nil {
		return nil, err
	}
	if payee.SuspendedBy != "" {
		return nil, ErrStanding.Refuse("%s is suspended by %s already", payee.Uei, payee.SuspendedBy)
	}
	payee.SuspendedBy = by.Member
	if err := k.payees.Set(ctx, payee.Uei, payee); err != nil {
		return nil, err
	}
	return &MsgSuspendPayeeResponse{}, room.Emit(ctx, &PayeeSuspended{
		Payee: payee.Uei, Reason: m.Reason, Member: by.Member, By: by.Id,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReinstatePayee) ValidateBasic() error { return checkReason(m.Payee, m.Reason) }

// ReinstatePayee lifts a suspension. By an inspector general of the member that imposed it.
func (k msgServer) ReinstatePayee(ctx context.Context, m *MsgReinstatePayee) (*MsgReinstatePayeeResponse, error) {
	payee, err := k.Payee(ctx, m.Payee)
	if err != nil {
		return nil, err
	}
	by, err := k.Authorise(ctx, m.Signer, Act{Duty: InspectorGeneral, Member: payee.SuspendedBy})
	if err != nil {
		return nil, err
	}
	if payee.SuspendedBy == "" {
		return nil, ErrStanding.Refuse("%s is not suspended", payee.Uei)
	}
	payee.SuspendedBy = ""
	if err := k.payees.Set(ctx, payee.Uei, payee); err != nil {
		return nil, err
	}
	return &MsgReinstatePayeeResponse{}, room.Emit(ctx, &PayeeReinstated{Payee: payee.Uei, Reason: m.Reason, By: by.Id})
}

func checkReason(uei, reason string) error {
	if why := rule.CheckText(reason, maxReason); why != "" {
		return ErrMalformedPerson.Refuse("reason %s", why)
	}
	return CheckUEI(uei)
}
