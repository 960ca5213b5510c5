package procurement

import (
	"context"
	"fmt"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/payment"
)

// DefaultGenesis has no requisitions.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Validate finds every fault of a genesis: what is malformed, what is given twice, what belongs to nothing.
func (g GenesisState) Validate() error {
	var f room.Faults
	requisitions, orders := make(map[string]Requisition), make(map[string]Order)
	for i, r := range g.Requisitions {
		place := fmt.Sprintf("requisitions[%d] %s", i, r.Number)
		f.Add(place, r.fault())
		f.Add(place, day("requested", r.Requested))
		if _, twice := requisitions[r.Number]; twice {
			f.Add(place, ErrNumberUsed.Refuse("given twice"))
		}
		requisitions[r.Number] = r
	}
	for i, o := range g.Orders {
		place := fmt.Sprintf("orders[%d] %s", i, o.Piid)
		f.Add(place, o.fault())
		f.Add(place, day("placed", o.Placed))
		if o.Received != "" {
			f.Add(place, day("received", o.Received))
		}
		if o.Proposed != nil {
			f.Add(place, checkOrdered(o.Proposed.Lines))
		}
		if _, twice := orders[o.Piid]; twice {
			f.Add(place, ErrNumberUsed.Refuse("given twice"))
		}
		orders[o.Piid] = o
		r, known := requisitions[o.Requisition]
		if !known {
			f.Add(place, ErrUnknownRequisition.Refuse("requisition %q", rule.Clip(o.Requisition, maxNumber)))
			continue
		}
		for _, l := range o.Lines {
			_, err := r.line(l.ordered())
			f.Add(place, err)
		}
		f.Add(place, o.apart(r))
	}
	g.bidFaults(&f, requisitions)
	g.invoiceFaults(&f, orders)
	g.shipmentFaults(&f, orders)
	g.debtFaults(&f)
	g.numberFaults(&f)
	g.countFaults(&f)
	g.pastFaults(&f)
	return f.All
}

// day says what is wrong with the day on which something was done, or nil.
func day(done string, on date.Date) error {
	if !on.Valid() {
		return ErrMalformedText.Refuse("%s on %q, which is no date", done, rule.Clip(string(on), 20))
	}
	return nil
}

// apart says who took two steps of an order that are for two persons, or that it is of another agency than its requisition, or nil.
func (o Order) apart(r Requisition) error {
	if o.Member != r.Member {
		return ErrUnknownRequisition.Refuse("it is of %s, requisition %s of %s", o.Member, r.Number, r.Member)
	}
	if o.orderedBy(r.By) {
		return ErrSamePerson.Refuse("%s asked for requisition %s, and ordered it", r.By, r.Number)
	}
	for _, p := range o.ReceivedBy {
		if o.orderedBy(p) {
			return ErrSamePerson.Refuse("%s ordered and received", p)
		}
	}
	return nil
}

func (g GenesisState) invoiceFaults(f *room.Faults, orders map[string]Order) {
	seen := make(map[string]bool)
	for n, i := range g.Invoices {
		place := fmt.Sprintf("invoices[%d] %s %s", n, i.Piid, i.Number)
		f.Add(place, i.fault())
		if normal, err := payment.Normalise(i.Number); err != nil || normal != i.Number {
			f.Add(place, payment.ErrMalformedBill.Refuse("%q is not normalised", rule.Clip(i.Number, maxNumber)))
		}
		f.Add(place, day("sent", i.Sent))
		if seen[i.Piid+" "+i.Number] {
			f.Add(place, ErrNumberUsed.Refuse("given twice"))
		}
		seen[i.Piid+" "+i.Number] = true
		o, known := orders[i.Piid]
		if !known {
			f.Add(place, ErrUnknownOrder.Refuse("order %q", rule.Clip(i.Piid, maxNumber)))
			continue
		}
		for _, l := range i.Lines {
			_, err := o.line(l.Line)
			f.Add(place, err)
		}
	}
}

func (g GenesisState) numberFaults(f *room.Faults) {
	seen := make(map[UsedNumber]bool)
	for i, n := range g.Numbers {
		place := fmt.Sprintf("numbers[%d] %s %s", i, n.Piid, n.Number)
		f.Add(place, checkPIID(n.Piid))
		if _, number, cut := strings.Cut(n.Number, "/"); !cut || rule.CheckID(number, rule.Capitals+rule.Digits+"-", maxNumber) != "" {
			f.Add(place, ErrMalformedNumber.Refuse("%q", rule.Clip(n.Number, maxNumber)))
		}
		if seen[n] {
			f.Add(place, ErrNumberUsed.Refuse("given twice"))
		}
		seen[n] = true
	}
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := room.Fill(ctx, k.requisitions, g.Requisitions, func(r Requisition) string { return r.Number }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.orders, g.Orders, func(o Order) string { return o.Piid }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.invoices, g.Invoices, Invoice.key); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.debts, g.Debts, func(d Debt) string { return d.Payable }); err != nil {
		return err
	}
	if err := k.initBids(ctx, g); err != nil {
		return err
	}
	for _, n := range g.Numbers {
		if err := k.numbers.Set(ctx, collections.Join(n.Piid, n.Number)); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (g *GenesisState, err error) {
	g = &GenesisState{}
	if g.Requisitions, err = room.All(ctx, k.requisitions); err != nil {
		return nil, err
	}
	if g.Orders, err = room.All(ctx, k.orders); err != nil {
		return nil, err
	}
	if g.Invoices, err = room.All(ctx, k.invoices); err != nil {
		return nil, err
	}
	if g.Debts, err = room.All(ctx, k.debts); err != nil {
		return nil, err
	}
	if err := k.exportBids(ctx, g); err != nil {
		return nil, err
	}
	err = k.numbers.Walk(ctx, nil, func(at collections.Pair[string, string]) (stop bool, err error) {
		g.Numbers = append(g.Numbers, UsedNumber{Piid: at.K1(), Number: at.K2()})
		return false, nil
	})
	return g, err
}
