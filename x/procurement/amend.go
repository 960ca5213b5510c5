package procurement

import (
	"context"
	"slices"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgAmendOrder) ValidateBasic() error {
	if err := checkOrdered(m.Lines); err != nil {
		return err
	}
	return checkReason(m.Reason)
}

// AmendOrder proposes other quantities, prices or days. It is a modification of both parties (FAR 43.103(a)): it holds when the vendor
// agrees, and takes the place of one that waits.
func (k msgServer) AmendOrder(ctx context.Context, m *MsgAmendOrder) (*MsgAmendOrderResponse, error) {
	o, err := k.order(ctx, m.Piid)
	if err != nil {
		return nil, err
	}
	proposed := Amendment{Lines: m.Lines, Allotment: m.Allotment, Reason: m.Reason}
	change, err := k.change(ctx, o, proposed)
	if err != nil {
		return nil, err
	}
	officer, err := k.authorise(ctx, m.Signer, o, consortium.ContractingOfficer, change.asks)
	if err != nil {
		return nil, err
	}
	proposed.By, proposed.Amount = officer.Id, change.by
	if _, err := k.amended(ctx, o, proposed); err != nil {
		return nil, err
	}
	if m.Allotment != "" {
		if _, err := k.appropriation.Ancestry(ctx, m.Allotment); err != nil {
			return nil, err
		}
	}
	o.Proposed = &proposed
	if err := k.orders.Set(ctx, o.Piid, o); err != nil {
		return nil, err
	}
	return &MsgAmendOrderResponse{}, room.Emit(ctx, &AmendmentProposed{
		Piid: o.Piid, Lines: m.Lines, Reason: m.Reason, By: proposed.By,
	})
}

// AgreeAmendment makes the proposed amendment hold: what is obligated rises or falls with it. Who proposed it must be one still who may.
func (k msgServer) AgreeAmendment(ctx context.Context, m *MsgAgreeAmendment) (*MsgAgreeAmendmentResponse, error) {
	o, err := k.vendor(ctx, m.Signer, m.Piid)
	if err != nil {
		return nil, err
	}
	if o.Proposed == nil {
		return nil, ErrNoAmendment.Refuse("order %s", o.Piid)
	}
	agreed := *o.Proposed
	change, err := k.change(ctx, o, agreed)
	if err != nil {
		return nil, err
	}
	if change.by > max(0, agreed.Amount) {
		return nil, ErrNoAmendment.Refuse("order %s: it would obligate %s more now, and was proposed for %s", o.Piid, change.by, agreed.Amount)
	}
	act, err := k.act(ctx, o.Piid, consortium.ContractingOfficer, change.asks)
	if err != nil {
		return nil, err
	}
	if err := k.consortium.StillMay(ctx, agreed.By, act); err != nil {
		return nil, err
	}
	if o, err = k.amended(ctx, o, agreed); err != nil {
		return nil, err
	}
	r, err := k.requisition(ctx, o.Requisition)
	if err != nil {
		return nil, err
	}
	for _, c := range change.counts {
		if err := k.draw(ctx, r, c.Line, c.Quantity); err != nil {
			return nil, err
		}
	}
	if err := k.orders.Set(ctx, o.Piid, o); err != nil {
		return nil, err
	}
	if change.by > 0 {
		err = k.appropriation.Increase(ctx, o.Piid, agreed.Allotment, change.by, agreed.By, o.Piid)
	} else {
		_, err = k.release(ctx, o.Piid, -change.by, agreed.By)
	}
	if err != nil {
		return nil, err
	}
	if err := k.record(ctx, o.Piid, agreed.record(change.by)); err != nil {
		return nil, err
	}
	return &MsgAgreeAmendmentResponse{}, room.Emit(ctx, &OrderAmended{
		Piid: o.Piid, Lines: agreed.Lines, Amount: change.by, Reason: agreed.Reason, By: agreed.By, AgreedBy: o.Vendor,
	})
}

// difference is what an amendment changes: what is obligated, and how much is ordered of each line. What it asks for is all that comes at a higher
// price, and what more is ordered: what another line gives up takes nothing off.
type difference struct {
	by, asks money.Amount
	counts   []Count
}

// change says what an amendment changes of an order. It refuses to amend what was terminated, a quantity below what was accepted, and more units
// of authority that has expired: what is dearer is an adjustment of what was bought, and more of it is a new need (31 USC 1502(a), 1553(a)).
func (k Keeper) change(ctx context.Context, o Order, a Amendment) (d difference, err error) {
	if err := o.open(); err != nil {
		return d, err
	}
	all, err := k.matches(ctx, o)
	if err != nil {
		return d, err
	}
	before, err := obligated(all, false)
	if err != nil {
		return d, err
	}
	var more []Match
	for _, l := range a.Lines {
		i, err := o.line(l.Number)
		if err != nil {
			return d, err
		}
		if err := all[i].Amend(l.Quantity); err != nil {
			return d, err
		}
		more = append(more, all[i].more(l))
		d.counts = append(d.counts, Count{Line: l.Number, Quantity: l.Quantity - all[i].Ordered})
		all[i].Ordered, all[i].Price = l.Quantity, l.Price
	}
	if slices.ContainsFunc(d.counts, func(c Count) bool { return c.Quantity > 0 }) {
		if err := k.appropriation.Unexpired(ctx, o.Piid); err != nil {
			return d, err
		}
	}
	if d.asks, err = obligated(more, false); err != nil {
		return d, err
	}
	after, err := obligated(all, false)
	d.by = after - before
	return d, err
}

// amended is an order as it is after an amendment. Who amends has obligated its money as who placed it did: nobody who asked for the
// goods or received them.
func (k Keeper) amended(ctx context.Context, o Order, a Amendment) (Order, error) {
	r, err := k.requisition(ctx, o.Requisition)
	if err != nil {
		return o, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return o, err
	}
	switch {
	case a.By == r.By:
		return o, ErrSamePerson.Refuse("%s asked for requisition %s, and amends its order", a.By, r.Number)
	case slices.Contains(o.ReceivedBy, a.By):
		return o, ErrSamePerson.Refuse("%s received under order %s, and amends it", a.By, o.Piid)
	}
	return o.Amended(a, today)
}

// Amended is the order after an amendment.
func (o Order) Amended(a Amendment, today date.Date) (Order, error) {
	if !o.orderedBy(a.By) {
		if len(o.AmendedBy) == maxAmenders {
			return o, ErrTooManyHands.Refuse("%d officers have amended order %s", maxAmenders, o.Piid)
		}
		o.AmendedBy = append(slices.Clone(o.AmendedBy), a.By)
	}
	o.Lines = slices.Clone(o.Lines)
	for _, l := range a.Lines {
		i, err := o.line(l.Number)
		if err != nil {
			return o, err
		}
		if l.Due < today && l.Due != o.Lines[i].Due {
			return o, ErrMalformedLines.Refuse("line %d: due on %s, today is %s", l.Number, l.Due, today)
		}
		o.Lines[i].Quantity, o.Lines[i].Price, o.Lines[i].Due = l.Quantity, l.Price, l.Due
	}
	o.Proposed = nil
	return o, o.fault()
}

// record is the record of an amendment that holds, and changes what is obligated by so much.
func (a Amendment) record(by money.Amount) OrderRecord {
	r := OrderRecord{Act: Amended, By: a.By, Amount: by, Reason: a.Reason}
	for _, l := range a.Lines {
		r.Lines = append(r.Lines, RecordLine{Line: l.Number, Quantity: l.Quantity, Price: l.Price, Due: l.Due})
	}
	return r
}
