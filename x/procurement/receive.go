package procurement

import (
	"context"
	"slices"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgReceive) ValidateBasic() error {
	if why := rule.CheckID(m.Number, rule.Capitals+rule.Digits+"-", maxNumber); why != "" {
		return ErrMalformedNumber.Refuse("receiving report %q: %s", rule.Clip(m.Number, maxNumber), why)
	}
	if err := count(len(m.Lines)); err != nil {
		return err
	}
	var last uint32
	for _, l := range m.Lines {
		if err := once(last, l.Line); err != nil {
			return err
		}
		if err := l.fault(); err != nil {
			return err
		}
		last = l.Line
	}
	return nil
}

// fault says what is wrong with a line of a receiving report, or nil: something was delivered, and what is rejected is so for a reason.
func (l ReceivedLine) fault() error {
	for _, n := range []int64{l.Accepted, l.Rejected} {
		if n < 0 || n > maxQuantity {
			return ErrMalformedLines.Refuse("line %d: a quantity of %d, at most %d", l.Line, n, int64(maxQuantity))
		}
	}
	if err := checkQuantity(int(l.Line), l.Accepted+l.Rejected); err != nil {
		return err
	}
	if l.Rejected == 0 && l.Reason == "" {
		return nil
	}
	if l.Rejected == 0 {
		return ErrMalformedText.Refuse("line %d: a reason, and nothing is rejected", l.Line)
	}
	return checkReason(l.Reason)
}

// Receive reports what was delivered. What is accepted may be invoiced; what is rejected is the vendor's (FAR 46.407, 46.5).
func (k msgServer) Receive(ctx context.Context, m *MsgReceive) (*MsgReceiveResponse, error) {
	o, officer, err := k.receiver(ctx, m.Signer, m.Piid)
	if err != nil {
		return nil, err
	}
	if err := o.open(); err != nil {
		return nil, err
	}
	if o, err = o.HandledBy(officer); err != nil {
		return nil, err
	}
	if o.Received, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.useNumber(ctx, o.Piid, "receipt/"+m.Number); err != nil {
		return nil, err
	}
	if m.Shipment != "" {
		if o, err = k.arrives(ctx, o, m.Shipment, m.Lines, officer); err != nil {
			return nil, err
		}
	}
	record := OrderRecord{Act: Received, By: officer, Number: m.Number, Shipment: m.Shipment}
	for _, l := range m.Lines {
		match, err := k.match(ctx, o, l.Line)
		if err != nil {
			return nil, err
		}
		if err := match.Accept(l.Accepted, l.Rejected); err != nil {
			return nil, err
		}
		if err := k.note(ctx, o.Piid, noteAccepted, l.Line, l.Accepted); err != nil {
			return nil, err
		}
		if err := k.note(ctx, o.Piid, noteRejected, l.Line, l.Rejected); err != nil {
			return nil, err
		}
		record.Lines = append(record.Lines, RecordLine{Line: l.Line, Quantity: l.Accepted, Rejected: l.Rejected, Reason: l.Reason})
	}
	if err := k.orders.Set(ctx, o.Piid, o); err != nil {
		return nil, err
	}
	if err := k.record(ctx, o.Piid, record); err != nil {
		return nil, err
	}
	return &MsgReceiveResponse{}, room.Emit(ctx, &GoodsReceived{
		Piid: o.Piid, Number: m.Number, Lines: m.Lines, Shipment: m.Shipment, By: officer,
	})
}

// receiver loads an order for a receiving officer of its agency, who did not order it.
func (k Keeper) receiver(ctx context.Context, signer, piid string) (o Order, officer string, err error) {
	if o, officer, err = k.officer(ctx, signer, piid, consortium.ReceivingOfficer); err != nil {
		return o, "", err
	}
	if o.orderedBy(officer) {
		return o, "", ErrSamePerson.Refuse("%s ordered or amended order %s, and receives under it", officer, o.Piid)
	}
	return o, officer, nil
}

// HandledBy is the order with one more person who received under it.
func (o Order) HandledBy(officer string) (Order, error) {
	if slices.Contains(o.ReceivedBy, officer) {
		return o, nil
	}
	if len(o.ReceivedBy) == maxReceivers {
		return o, ErrTooManyHands.Refuse("%d officers have received under order %s", maxReceivers, o.Piid)
	}
	o.ReceivedBy = append(slices.Clone(o.ReceivedBy), officer)
	return o, nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReturnGoods) ValidateBasic() error {
	if err := checkCounts(m.Lines); err != nil {
		return err
	}
	return checkReason(m.Reason)
}

// checkCounts says what is wrong with counts of lines, or nil.
func checkCounts(lines []Count) error {
	if err := count(len(lines)); err != nil {
		return err
	}
	var last uint32
	for _, l := range lines {
		if err := once(last, l.Line); err != nil {
			return err
		}
		if err := checkQuantity(int(l.Line), l.Quantity); err != nil {
			return err
		}
		last = l.Line
	}
	return nil
}

// ReturnGoods takes an acceptance back before it is invoiced: the goods are rejected after all (FAR 52.246-2(k) [R]). Of a terminated order
// nothing more is delivered, and what they would have cost is released.
func (k msgServer) ReturnGoods(ctx context.Context, m *MsgReturnGoods) (*MsgReturnGoodsResponse, error) {
	o, officer, err := k.receiver(ctx, m.Signer, m.Piid)
	if err != nil {
		return nil, err
	}
	if o, err = o.HandledBy(officer); err != nil {
		return nil, err
	}
	record := OrderRecord{Act: Returned, By: officer, Reason: m.Reason}
	for _, l := range m.Lines {
		match, err := k.match(ctx, o, l.Line)
		if err != nil {
			return nil, err
		}
		if err := match.Return(l.Quantity); err != nil {
			return nil, err
		}
		if err := k.note(ctx, o.Piid, noteAccepted, l.Line, -l.Quantity); err != nil {
			return nil, err
		}
		if err := k.note(ctx, o.Piid, noteRejected, l.Line, l.Quantity); err != nil {
			return nil, err
		}
		record.Lines = append(record.Lines, RecordLine{Line: l.Line, Quantity: l.Quantity})
	}
	if o.Terminated != NotTerminated {
		if record.Amount, err = k.giveUp(ctx, o, m.Lines, officer); err != nil {
			return nil, err
		}
	}
	if err := k.orders.Set(ctx, o.Piid, o); err != nil {
		return nil, err
	}
	if err := k.record(ctx, o.Piid, record); err != nil {
		return nil, err
	}
	return &MsgReturnGoodsResponse{}, room.Emit(ctx, &GoodsReturned{Piid: o.Piid, Lines: m.Lines, Reason: m.Reason, By: officer})
}

// giveUp releases units of an order that will not be delivered: their price, and the requisition, which may be ordered from another vendor.
func (k Keeper) giveUp(ctx context.Context, o Order, lines []Count, by string) (released money.Amount, err error) {
	r, err := k.requisition(ctx, o.Requisition)
	if err != nil {
		return 0, err
	}
	released, err = sum(len(lines), func(i int) (uint32, int64, money.Amount) {
		at, _ := o.line(lines[i].Line) // the caller has found it
		return lines[i].Line, lines[i].Quantity, o.Lines[at].Price
	})
	if err != nil {
		return 0, err
	}
	for _, l := range lines {
		if err := k.draw(ctx, r, l.Line, -l.Quantity); err != nil {
			return 0, err
		}
	}
	return k.release(ctx, o.Piid, released, by)
}
