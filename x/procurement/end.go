package procurement

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgTerminateOrder) ValidateBasic() error {
	if m.Kind != ForDefault && m.Kind != ForConvenience {
		return ErrMalformedText.Refuse("kind %d is neither default nor convenience", m.Kind)
	}
	return checkReason(m.Reason)
}

// TerminateOrder ends an order before it is delivered, for the vendor's default or the agency's convenience (FAR part 49): what was not
// accepted is released. What was accepted may still be invoiced.
func (k msgServer) TerminateOrder(ctx context.Context, m *MsgTerminateOrder) (*MsgTerminateOrderResponse, error) {
	o, officer, err := k.officer(ctx, m.Signer, m.Piid, consortium.ContractingOfficer)
	if err != nil {
		return nil, err
	}
	if err := o.open(); err != nil {
		return nil, err
	}
	all, err := k.matches(ctx, o)
	if err != nil {
		return nil, err
	}
	var missing []Count
	for _, match := range all {
		if n := match.Ordered - match.Accepted; n > 0 {
			missing = append(missing, Count{Line: match.Line, Quantity: n})
		}
	}
	released, err := k.giveUp(ctx, o, missing, officer)
	if err != nil {
		return nil, err
	}
	if o, err = k.stopShipments(ctx, o, officer); err != nil {
		return nil, err
	}
	o.Terminated, o.Proposed = m.Kind, nil
	if err := k.orders.Set(ctx, o.Piid, o); err != nil {
		return nil, err
	}
	if err := k.record(ctx, o.Piid, OrderRecord{
		Act: Terminated, By: officer, Amount: released, Reason: m.Reason, Terminated: m.Kind,
	}); err != nil {
		return nil, err
	}
	return &MsgTerminateOrderResponse{}, room.Emit(ctx, &OrderTerminated{
		Piid: o.Piid, Kind: m.Kind, Released: released, Reason: m.Reason, By: officer,
	})
}

// CloseOrder closes an order when all is delivered and invoiced, or it was terminated, and nothing is owed any more: it leaves the state
// for its log (FAR 4.804), and so does its requisition if nothing can come of that any more.
func (k msgServer) CloseOrder(ctx context.Context, m *MsgCloseOrder) (*MsgCloseOrderResponse, error) {
	o, officer, err := k.officer(ctx, m.Signer, m.Piid, consortium.ContractingOfficer)
	if err != nil {
		return nil, err
	}
	all, err := k.matches(ctx, o)
	if err != nil {
		return nil, err
	}
	for _, match := range all {
		if err := match.done(o.Terminated != NotTerminated); err != nil {
			return nil, err
		}
	}
	p, err := k.money(ctx, o.Piid)
	if err != nil {
		return nil, err
	}
	if why := owing(p); why != "" {
		return nil, ErrNotDone.Refuse("order %s: %s", o.Piid, why)
	}
	r, err := k.requisition(ctx, o.Requisition)
	if err != nil {
		return nil, err
	}
	if o, err = k.stopShipments(ctx, o, officer); err != nil {
		return nil, err
	}
	if err := k.wipe(ctx, o); err != nil {
		return nil, err
	}
	if err := k.orders.Remove(ctx, o.Piid); err != nil {
		return nil, err
	}
	if err := k.record(ctx, o.Piid, OrderRecord{Act: Closed, By: officer}); err != nil {
		return nil, err
	}
	if err := room.Emit(ctx, &OrderClosed{Piid: o.Piid, By: officer}); err != nil {
		return nil, err
	}
	r.Orders--
	return &MsgCloseOrderResponse{}, k.keep(ctx, r, officer)
}

// owing says what money keeps an order open, or "".
func owing(m appropriation.Money) string {
	for _, left := range []struct {
		of   money.Amount
		what string
	}{{m.Undelivered, "is obligated"}, {m.Unpaid, "is owed and not paid"}, {m.Receivable, "is owed back and not refunded"}} {
		if left.of > 0 {
			return left.of.String() + " " + left.what
		}
	}
	return ""
}
