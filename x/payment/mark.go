package payment

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgMarkPayee) ValidateBasic() error { return checkWhy(m.Reason) }

// MarkPayee keeps the signer's member, or every member, from paying a payee. What is owed stays owed.
func (k msgServer) MarkPayee(ctx context.Context, m *MsgMarkPayee) (*MsgMarkPayeeResponse, error) {
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.InspectorGeneral})
	if err != nil {
		return nil, err
	}
	if _, err := k.consortium.Payee(ctx, m.Payee); err != nil {
		return nil, err
	}
	mark := Mark{Payee: m.Payee, Member: officer.Member, Everyone: m.Everyone, Reason: m.Reason, By: officer.Id}
	known, err := k.marks.Has(ctx, mark.key())
	if err != nil {
		return nil, err
	}
	if known {
		return nil, ErrUnknownMark.Refuse("%s has marked %s already; lift that first", mark.Member, mark.Payee)
	}
	if mark.Since, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.marks.Set(ctx, mark.key(), mark); err != nil {
		return nil, err
	}
	return &MsgMarkPayeeResponse{}, room.Emit(ctx, &PayeeMarked{
		Payee: mark.Payee, Member: mark.Member, Everyone: mark.Everyone, Reason: mark.Reason, By: mark.By,
	})
}

// key orders the marks by payee, and has one of each member.
func (m Mark) key() collections.Pair[string, string] { return collections.Join(m.Payee, m.Member) }

// mark is the one that a member made on a payee.
func (k Keeper) mark(ctx context.Context, payee, member string) (Mark, error) {
	key := Mark{Payee: payee, Member: member}.key()
	return room.Get(ctx, k.marks, key, ErrUnknownMark, "%q of %q", rule.Clip(payee, 20), rule.Clip(member, 20))
}

// ValidateBasic checks what can be checked without state.
func (m *MsgAppealMark) ValidateBasic() error { return checkWhy(m.Appeal) }

// AppealMark puts what the payee says beside the mark on it, until it is answered.
func (k msgServer) AppealMark(ctx context.Context, m *MsgAppealMark) (*MsgAppealMarkResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	mark, err := k.mark(ctx, payee.Uei, m.Member)
	if err != nil {
		return nil, err
	}
	mark.Appeal = m.Appeal
	if err := k.marks.Set(ctx, mark.key(), mark); err != nil {
		return nil, err
	}
	return &MsgAppealMarkResponse{}, room.Emit(ctx, &MarkAppealed{Payee: mark.Payee, Member: mark.Member, Appeal: mark.Appeal})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgConfirmMark) ValidateBasic() error { return checkWhy(m.Reason) }

// ConfirmMark answers an appeal: the mark stays, for the reason that is given now. Nobody answers an appeal against himself.
func (k msgServer) ConfirmMark(ctx context.Context, m *MsgConfirmMark) (*MsgConfirmMarkResponse, error) {
	mark, by, err := k.marked(ctx, m.Signer, m.Payee)
	if err != nil {
		return nil, err
	}
	if mark.Appeal == "" {
		return nil, ErrUnknownMark.Refuse("nobody appeals against that of %s on %s", mark.Member, mark.Payee)
	}
	if by == mark.By {
		return nil, ErrConflict.Refuse("%s made or confirmed the mark on %s", by, mark.Payee)
	}
	mark.Reason, mark.By, mark.Appeal = m.Reason, by, ""
	if err := k.marks.Set(ctx, mark.key(), mark); err != nil {
		return nil, err
	}
	return &MsgConfirmMarkResponse{}, room.Emit(ctx, &MarkConfirmed{Payee: mark.Payee, Member: mark.Member, Reason: m.Reason, By: by})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgLiftMark) ValidateBasic() error { return checkWhy(m.Reason) }

// LiftMark takes away the mark that the signer's member made.
func (k msgServer) LiftMark(ctx context.Context, m *MsgLiftMark) (*MsgLiftMarkResponse, error) {
	mark, by, err := k.marked(ctx, m.Signer, m.Payee)
	if err != nil {
		return nil, err
	}
	if err := k.marks.Remove(ctx, mark.key()); err != nil {
		return nil, err
	}
	return &MsgLiftMarkResponse{}, room.Emit(ctx, &MarkLifted{Payee: mark.Payee, Member: mark.Member, Reason: m.Reason, By: by})
}

// marked is the mark of the signer's member on a payee, if the signer is an inspector general.
func (k Keeper) marked(ctx context.Context, signer, payee string) (m Mark, by string, err error) {
	officer, err := k.consortium.Authorise(ctx, signer, consortium.Act{Duty: consortium.InspectorGeneral})
	if err != nil {
		return m, "", err
	}
	if _, err := k.consortium.Payee(ctx, payee); err != nil {
		return m, "", err
	}
	m, err = k.mark(ctx, payee, officer.Member)
	return m, officer.Id, err
}

// payableTo refuses payables of which one is owed to a payee whom the member, or nobody, is to pay (31 USC 3354).
func (k Keeper) payableTo(ctx context.Context, member string, payables []Payable) error {
	asked := make(map[string]bool)
	for _, p := range payables {
		if asked[p.Payee] {
			continue
		}
		asked[p.Payee] = true
		of := collections.NewPrefixedPairRange[string, string](p.Payee)
		err := k.marks.Walk(ctx, of, func(_ collections.Pair[string, string], m Mark) (stop bool, err error) {
			if m.Everyone || m.Member == member {
				return true, ErrDoNotPay.Refuse("%s, %s: marked by %s on %s, %s", p.Id, p.Payee, m.Member, m.Since, m.Reason)
			}
			return false, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
