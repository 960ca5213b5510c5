package procurement

import (
	"context"

	"github.com/pursechain/purse/base/room"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgShip) ValidateBasic() error {
	if err := checkCustody(m.Shipment, m.Counts, m.Seal); err != nil {
		return err
	}
	return checkHolder(m.To)
}

// Ship sends goods on their way: the vendor has them still, until who is named has signed for them.
func (k msgServer) Ship(ctx context.Context, m *MsgShip) (*MsgShipResponse, error) {
	o, err := k.vendor(ctx, m.Signer, m.Piid)
	if err != nil {
		return nil, err
	}
	if err := o.open(); err != nil {
		return nil, err
	}
	if o.Shipments == maxUnderWay {
		return nil, ErrUnderWay.Refuse("%d shipments of order %s", maxUnderWay, o.Piid)
	}
	if err := k.useNumber(ctx, o.Piid, "shipment/"+m.Shipment); err != nil {
		return nil, err
	}
	s, err := k.offer(ctx, o, Shipment{Piid: o.Piid, Number: m.Shipment, Holder: o.Vendor}, m.Counts, m.Seal, m.To)
	if err != nil {
		return nil, err
	}
	for _, c := range m.Counts {
		if err := k.note(ctx, o.Piid, noteShipped, c.Line, c.Quantity); err != nil {
			return nil, err
		}
	}
	o.Shipments++
	if err := k.orders.Set(ctx, o.Piid, o); err != nil {
		return nil, err
	}
	if err := k.sign(ctx, s, CustodyRecord{Step: Shipped, By: o.Vendor, From: o.Vendor, To: m.To, Counts: m.Counts, Seal: m.Seal}); err != nil {
		return nil, err
	}
	return &MsgShipResponse{}, room.Emit(ctx, &GoodsShipped{Piid: o.Piid, Shipment: s.Number, Counts: m.Counts, To: m.To, By: o.Vendor})
}

// offer hands a shipment over to the next holder, with counts and a seal.
func (k Keeper) offer(ctx context.Context, o Order, s Shipment, counts []Count, seal, to string) (Shipment, error) {
	if to == s.Holder {
		return s, ErrNotHandedOver.Refuse("shipment %s is with %s already", s.Number, to)
	}
	if err := k.mayHold(ctx, to); err != nil {
		return s, err
	}
	for _, c := range counts {
		if _, err := o.line(c.Line); err != nil {
			return s, err
		}
	}
	again := s.Next != ""
	s.Next, s.Counts, s.Seal = to, counts, seal
	if again { // it has not moved, and is as silent as before
		return s, k.shipments.Set(ctx, s.key(), s)
	}
	return s, k.keepShipment(ctx, s)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgHandOver) ValidateBasic() error {
	if err := checkCustody(m.Shipment, m.Counts, m.Seal); err != nil {
		return err
	}
	return checkHolder(m.To)
}

// HandOver gives goods to the next holder, or to another than the last one named, who has not signed for them.
func (k msgServer) HandOver(ctx context.Context, m *MsgHandOver) (*MsgHandOverResponse, error) {
	o, before, err := k.underWay(ctx, m.Piid, m.Shipment)
	if err != nil {
		return nil, err
	}
	by, err := k.signs(ctx, m.Signer, before.Holder, o)
	if err != nil {
		return nil, err
	}
	s, err := k.offer(ctx, o, before, m.Counts, m.Seal, m.To)
	if err != nil {
		return nil, err
	}
	differ := differences(before.Counts, m.Counts)
	if err := k.sign(ctx, s, CustodyRecord{
		Step: HandedOver, By: by, From: s.Holder, To: m.To, Counts: m.Counts, Seal: m.Seal,
		Differences: differ, SealBefore: another(before.Seal, m.Seal),
	}); err != nil {
		return nil, err
	}
	return &MsgHandOverResponse{}, room.Emit(ctx, &CustodyOffered{
		Piid: o.Piid, Shipment: s.Number, From: s.Holder, To: m.To, Differences: differ, By: by,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgTakeOver) ValidateBasic() error { return checkCustody(m.Shipment, m.Counts, m.Seal) }

// TakeOver signs for goods as they are found. What differs from what was stated is a fact of the log, and stops nothing.
func (k msgServer) TakeOver(ctx context.Context, m *MsgTakeOver) (*MsgTakeOverResponse, error) {
	o, before, err := k.underWay(ctx, m.Piid, m.Shipment)
	if err != nil {
		return nil, err
	}
	if before.Next == "" {
		return nil, ErrNotHandedOver.Refuse("shipment %s is with %s, who hands it over to nobody", before.Number, before.Holder)
	}
	by, err := k.signs(ctx, m.Signer, before.Next, o)
	if err != nil {
		return nil, err
	}
	for _, c := range m.Counts {
		if _, err := o.line(c.Line); err != nil {
			return nil, err
		}
	}
	s := before
	s.Holder, s.Next, s.Counts, s.Seal = before.Next, "", m.Counts, m.Seal
	if err := k.keepShipment(ctx, s); err != nil {
		return nil, err
	}
	differ, seal := differences(before.Counts, m.Counts), another(before.Seal, m.Seal)
	if err := k.sign(ctx, s, CustodyRecord{
		Step: TakenOver, By: by, From: before.Holder, To: s.Holder, Counts: m.Counts, Seal: m.Seal, Differences: differ, SealBefore: seal,
	}); err != nil {
		return nil, err
	}
	return &MsgTakeOverResponse{}, room.Emit(ctx, &CustodyAccepted{
		Piid: o.Piid, Shipment: s.Number, From: before.Holder, To: s.Holder, Differences: differ, SealBefore: seal, By: by,
	})
}

// arrives ends a shipment that a receiving report names, and counts it for the order no more.
func (k Keeper) arrives(ctx context.Context, o Order, number string, lines []ReceivedLine, by string) (Order, error) {
	s, err := k.shipment(ctx, o.Piid, number)
	if err != nil {
		return o, err
	}
	if err := s.Arrived(o); err != nil {
		return o, err
	}
	var found []Count
	for _, l := range lines {
		found = append(found, Count{Line: l.Line, Quantity: l.Accepted + l.Rejected})
	}
	o.Shipments--
	return o, k.endShipment(ctx, s, CustodyRecord{
		Step: Delivered, By: by, From: s.Holder, To: o.Member, Counts: found, Seal: s.Seal, Differences: differences(s.Counts, found),
	})
}
