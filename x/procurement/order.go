package procurement

import (
	"context"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgPlaceOrder) ValidateBasic() error {
	if err := m.order("").fault(); err != nil {
		return err
	}
	return m.competition()
}

func (m *MsgPlaceOrder) order(by string) Order {
	o := Order{
		Piid: m.Piid, Requisition: m.Requisition, Vendor: m.Vendor, Terms: m.Terms, By: by,
		Solicitation: m.Solicitation, Exception: m.Exception, Reason: m.Reason,
	}
	for _, l := range m.Lines {
		o.Lines = append(o.Lines, Line{Number: l.Number, Quantity: l.Quantity, Price: l.Price, Due: l.Due})
	}
	return o
}

// competition says what is wrong with how the vendor was found, or nil: by a solicitation, or without one for a reason (FAR 6.301, 6.302).
func (m *MsgPlaceOrder) competition() error {
	if m.Solicitation != "" {
		if m.Exception != "" {
			return ErrNoException.Refuse("%q, and solicitation %s", rule.Clip(m.Exception, maxNumber), rule.Clip(m.Solicitation, maxNumber))
		}
		if why := rule.CheckText(m.Reason, maxText); why != "" && m.Reason != "" {
			return ErrMalformedText.Refuse("reason: %s", why)
		}
		return nil
	}
	if n := strings.TrimPrefix(m.Exception, "6.302-"); len(m.Exception) != 7 || len(n) != 1 || n < "1" || n > "7" {
		return ErrNoException.Refuse("%q is no paragraph of FAR 6.302", rule.Clip(m.Exception, maxNumber))
	}
	if why := rule.CheckText(m.Reason, maxText); why != "" {
		return ErrNoException.Refuse("reason: %s", why)
	}
	return nil
}

// PlaceOrder buys what a requisition asks for, and obligates its price.
func (k msgServer) PlaceOrder(ctx context.Context, m *MsgPlaceOrder) (*MsgPlaceOrderResponse, error) {
	r, err := k.requisition(ctx, m.Requisition)
	if err != nil {
		return nil, err
	}
	o := m.order("")
	total, err := o.total()
	if err != nil {
		return nil, err
	}
	o.By, err = k.asking(ctx, m.Signer, r, consortium.Act{Duty: consortium.ContractingOfficer, Amount: total})
	if err != nil {
		return nil, err
	}
	if o.By == r.By {
		return nil, ErrSamePerson.Refuse("%s asked for requisition %s, and orders it", o.By, r.Number)
	}
	if o.Placed, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.terms.Check(ctx, o.Terms); err != nil {
		return nil, err
	}
	o.Member = r.Member
	if o.Lines, err = k.buy(ctx, r, m.Lines, o.Placed); err != nil {
		return nil, err
	}
	if o.Solicitation != "" {
		if err := k.competed(ctx, r, o); err != nil {
			return nil, err
		}
	}
	r.Orders++
	if err := k.requisitions.Set(ctx, r.Number, r); err != nil {
		return nil, err
	}
	if err := k.orders.Set(ctx, o.Piid, o); err != nil {
		return nil, err
	}
	if err := k.obligate(ctx, r, o, total); err != nil {
		return nil, err
	}
	if err := k.record(ctx, o.Piid, o.placed(total)); err != nil {
		return nil, err
	}
	if err := k.history.Record(ctx, SalesOf(o.Vendor), &SaleRecord{Piid: o.Piid}); err != nil {
		return nil, err
	}
	return &MsgPlaceOrderResponse{}, room.Emit(ctx, &OrderPlaced{
		Piid: o.Piid, Requisition: o.Requisition, Vendor: o.Vendor, Amount: total, Solicitation: o.Solicitation,
		Exception: o.Exception, Reason: o.Reason, By: o.By,
	})
}

// buy draws the lines of an order from its requisition, and refuses one that is due before today.
func (k Keeper) buy(ctx context.Context, r Requisition, ordered []OrderedLine, today date.Date) (lines []Line, err error) {
	for _, o := range ordered {
		line, err := r.line(o)
		if err != nil {
			return nil, err
		}
		if line.Due < today {
			return nil, ErrMalformedLines.Refuse("line %d: due on %s, today is %s", line.Number, line.Due, today)
		}
		if err := k.draw(ctx, r, line.Number, line.Quantity); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// obligate binds the price of an order to its vendor, from what was set aside for the requisition.
func (k Keeper) obligate(ctx context.Context, r Requisition, o Order, total money.Amount) error {
	return k.appropriation.Obligate(ctx, appropriation.Obligation{
		Document: o.Piid, Allotment: r.Commitment, Payee: o.Vendor, ProgramActivity: r.ProgramActivity, ObjectClass: r.ObjectClass,
		By: o.By, Begins: o.Placed, Ends: o.due(), Place: o.Lines[0].Place, Instrument: appropriation.Procurement,
	}, total)
}

// placed is the record of an order that is placed for a total.
func (o Order) placed(total money.Amount) OrderRecord {
	r := OrderRecord{
		Act: Placed, By: o.By, Number: o.Requisition, Amount: total, Reason: o.Reason, Vendor: o.Vendor,
		Solicitation: o.Solicitation, Exception: o.Exception, Terms: o.Terms,
	}
	for _, l := range o.Lines {
		r.Lines = append(r.Lines, RecordLine{
			Line: l.Number, Quantity: l.Quantity, Price: l.Price, Due: l.Due, Psc: l.Psc, Text: l.Text, Unit: l.Unit, Place: l.Place,
		})
	}
	return r
}
