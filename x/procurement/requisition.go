package procurement

import (
	"context"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
)

type msgServer struct{ Keeper }

// NewMsgServer handles the messages of procurement.
func NewMsgServer(k Keeper) MsgServer { return msgServer{k} }

// ValidateBasic checks what can be checked without state.
func (m *MsgRequest) ValidateBasic() error { return m.requisition().fault() }

func (m *MsgRequest) requisition() Requisition {
	return Requisition{
		Number: m.Requisition, Description: m.Description, Commitment: m.Commitment, ProgramActivity: m.ProgramActivity,
		ObjectClass: m.ObjectClass, Items: m.Items,
	}
}

// Request asks for goods, with the certificate that the money is there.
func (k msgServer) Request(ctx context.Context, m *MsgRequest) (*MsgRequestResponse, error) {
	fund, err := k.appropriation.Fund(ctx, appropriation.FundOf(m.Commitment))
	if err != nil {
		return nil, err
	}
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{
		Duty: consortium.ReceivingOfficer, Member: fund.Member, Scopes: fund.Scopes(),
	})
	if err != nil {
		return nil, err
	}
	if err := neverUsed(ctx, k.Keeper, k.requisitions, aRequisition, m.Requisition); err != nil {
		return nil, err
	}
	if err := k.certified(ctx, m.Commitment); err != nil {
		return nil, err
	}
	r := m.requisition()
	r.Member, r.By = fund.Member, officer.Id
	if r.Requested, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.requisitions.Set(ctx, r.Number, r); err != nil {
		return nil, err
	}
	return &MsgRequestResponse{}, room.Emit(ctx, &GoodsRequested{
		Requisition: r.Number, Member: r.Member, Commitment: r.Commitment, Description: r.Description, By: officer.Id,
	})
}

// certified refuses a line that is no commitment: what is set aside for a tender is its certificate of budget availability.
func (k Keeper) certified(ctx context.Context, id string) error {
	lines, err := k.appropriation.Ancestry(ctx, id)
	if err != nil {
		return err
	}
	if line := lines[len(lines)-1]; line.Kind != appropriation.Commitment {
		return ErrNoCertificate.Refuse("%s: its kind is %s", id, line.Kind.Words())
	}
	return nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgCancelRequest) ValidateBasic() error { return checkReason(m.Reason) }

// CancelRequest ends a requisition, and its solicitation: what is not ordered of it will not be. Its orders stay.
func (k msgServer) CancelRequest(ctx context.Context, m *MsgCancelRequest) (*MsgCancelRequestResponse, error) {
	r, err := k.requisition(ctx, m.Requisition)
	if err != nil {
		return nil, err
	}
	officer, err := k.asking(ctx, m.Signer, r, consortium.Act{Duty: consortium.ReceivingOfficer})
	if err != nil {
		return nil, err
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	if r, err = k.endSolicitation(ctx, r, officer); err != nil {
		return nil, err
	}
	r.Canceled = true
	if err := room.Emit(ctx, &RequestCanceled{Requisition: r.Number, Reason: m.Reason, By: officer}); err != nil {
		return nil, err
	}
	return &MsgCancelRequestResponse{}, k.keep(ctx, r, officer)
}

// asking authorises an act on a requisition, for its agency and where its money is.
func (k Keeper) asking(ctx context.Context, signer string, r Requisition, act consortium.Act) (string, error) {
	fund, err := k.appropriation.Fund(ctx, appropriation.FundOf(r.Commitment))
	if err != nil {
		return "", err
	}
	act.Member, act.Scopes = r.Member, fund.Scopes()
	officer, err := k.consortium.Authorise(ctx, signer, act)
	return officer.Id, err
}

func (r Requisition) open() error {
	if r.Canceled {
		return ErrRequisitionNotOpen.Refuse("requisition %s is canceled", r.Number)
	}
	return nil
}

// line is a line of an order or amendment, with what the requisition says of it.
func (r Requisition) line(l OrderedLine) (Line, error) {
	if int(l.Number) > len(r.Items) {
		return Line{}, ErrUnknownLine.Refuse("requisition %s has %d lines, and no line %d", r.Number, len(r.Items), l.Number)
	}
	i := r.Items[l.Number-1]
	return Line{
		Number: l.Number, Psc: i.Psc, Text: i.Text, Quantity: l.Quantity, Unit: i.Unit, Price: l.Price, Place: i.Place, Due: l.Due,
	}, nil
}

// draw takes units of a line from what is asked for and not ordered, or puts them back.
func (k Keeper) draw(ctx context.Context, r Requisition, line uint32, by int64) error {
	if by > 0 {
		if err := r.open(); err != nil {
			return err
		}
		ordered, err := k.noted(ctx, requisitionSubject(r.Number), noteOrdered, line)
		if err != nil {
			return err
		}
		if asked := r.Items[line-1].Quantity; by > asked-ordered {
			return ErrOverRequisition.Refuse("line %d of requisition %s: asked for %d, ordered %d, asked %d", line, r.Number, asked, ordered, by)
		}
	}
	return k.note(ctx, requisitionSubject(r.Number), noteOrdered, line, by)
}
