package procurement

import (
	"context"
	"fmt"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// bidFaults adds the faults of solicitations and bids: each solicitation has its requisition, and counts its bids.
func (g GenesisState) bidFaults(f *room.Faults, requisitions map[string]Requisition) {
	solicitations, bids, seen := make(map[string]Solicitation), make(map[string]uint32), make(map[string]bool)
	for i, s := range g.Solicitations {
		place := fmt.Sprintf("solicitations[%d] %s", i, s.Number)
		f.Add(place, s.fault())
		if _, twice := solicitations[s.Number]; twice {
			f.Add(place, ErrNumberUsed.Refuse("given twice"))
		}
		solicitations[s.Number] = s
		if _, known := requisitions[s.Requisition]; !known {
			f.Add(place, ErrUnknownRequisition.Refuse("requisition %q", rule.Clip(s.Requisition, maxNumber)))
		}
	}
	for i, b := range g.Bids {
		place := fmt.Sprintf("bids[%d] %s %s", i, b.Solicitation, b.Vendor)
		f.Add(place, b.fault(solicitations[b.Solicitation], requisitions))
		if seen[b.Solicitation+" "+b.Vendor] {
			f.Add(place, ErrNumberUsed.Refuse("given twice"))
		}
		seen[b.Solicitation+" "+b.Vendor] = true
		bids[b.Solicitation]++
	}
	for i, s := range g.Solicitations {
		if n := bids[s.Number]; n != s.Bids || n > maxBids {
			f.Add(fmt.Sprintf("solicitations[%d] %s", i, s.Number), ErrBid.Refuse("it counts %d bids, and has %d, at most %d", s.Bids, n, maxBids))
		}
	}
}

// fault says what is wrong with a bid for a solicitation, or nil: its seal, its vendor, its day and what was revealed of it, in this order.
func (b Bid) fault(s Solicitation, requisitions map[string]Requisition) error {
	if why := rule.CheckHash(b.Seal); why != "" {
		return ErrBid.Refuse("seal: %s", why)
	}
	if err := consortium.CheckUEI(b.Vendor); err != nil {
		return err
	}
	if s.Number == "" {
		return ErrUnknownSolicitation.Refuse("solicitation %q", rule.Clip(b.Solicitation, maxNumber))
	}
	if !b.Sent.Valid() || b.Sent > s.Closes {
		return ErrNotTheTime.Refuse("sent on %q, and solicitation %s took bids until %s", rule.Clip(string(b.Sent), 20), s.Number, s.Closes)
	}
	if len(b.Prices) == 0 {
		return nil
	}
	if err := checkPrices(b.Prices); err != nil {
		return err
	}
	total, err := requisitions[s.Requisition].total(b.Prices)
	if err == nil && (total < s.Lowest || s.LowestBy == "" || b.Vendor == s.LowestBy && total != s.Lowest) {
		return ErrNotLowest.Refuse("it comes to %s, and the lowest is %s, by %q", total, s.Lowest, s.LowestBy)
	}
	return err
}

// shipmentFaults adds the faults of shipments: each has its order, which counts it.
func (g GenesisState) shipmentFaults(f *room.Faults, orders map[string]Order) {
	shipments, seen, used := make(map[string]uint32), make(map[string]bool), make(map[UsedNumber]bool)
	for _, n := range g.Numbers {
		used[n] = true
	}
	for i, s := range g.Shipments {
		place := fmt.Sprintf("shipments[%d] %s %s", i, s.Piid, s.Number)
		f.Add(place, s.fault(orders))
		if number := "shipment/" + s.Number; !used[UsedNumber{s.Piid, number}] {
			f.Add(place, ErrNumberUsed.Refuse("%s is not among the numbers that were used", number))
		}
		if seen[s.Piid+" "+s.Number] {
			f.Add(place, ErrNumberUsed.Refuse("given twice"))
		}
		seen[s.Piid+" "+s.Number] = true
		shipments[s.Piid]++
	}
	for i, o := range g.Orders {
		if n := shipments[o.Piid]; n != o.Shipments || n > maxUnderWay {
			f.Add(fmt.Sprintf("orders[%d] %s", i, o.Piid),
				ErrUnderWay.Refuse("it counts %d shipments, and has %d, at most %d", o.Shipments, n, maxUnderWay))
		}
	}
}

// fault says what is wrong with a shipment, or nil.
func (s Shipment) fault(orders map[string]Order) error {
	if err := checkCustody(s.Number, s.Counts, s.Seal); err != nil {
		return err
	}
	o, known := orders[s.Piid]
	if !known {
		return ErrUnknownOrder.Refuse("order %q", rule.Clip(s.Piid, maxNumber))
	}
	if err := o.open(); err != nil {
		return err
	}
	for _, c := range s.Counts {
		if _, err := o.line(c.Line); err != nil {
			return err
		}
	}
	if err := day("signed", s.Signed); err != nil {
		return err
	}
	if s.Next != "" {
		if err := checkHolder(s.Next); err != nil {
			return err
		}
	}
	return checkHolder(s.Holder)
}

// initBids fills the state with solicitations, bids and shipments, and with what is past.
func (k Keeper) initBids(ctx context.Context, g *GenesisState) error {
	if err := room.Fill(ctx, k.solicitations, g.Solicitations, func(s Solicitation) string { return s.Number }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.bids, g.Bids, Bid.key); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.past, g.Past, func(p Past) string { return p.Subject }); err != nil {
		return err
	}
	for _, s := range g.Shipments {
		if err := k.signed.Set(ctx, s.silentKey()); err != nil {
			return err
		}
	}
	return room.Fill(ctx, k.shipments, g.Shipments, Shipment.key)
}

// exportBids writes them out.
func (k Keeper) exportBids(ctx context.Context, g *GenesisState) (err error) {
	if g.Solicitations, err = room.All(ctx, k.solicitations); err != nil {
		return err
	}
	if g.Bids, err = room.All(ctx, k.bids); err != nil {
		return err
	}
	if g.Past, err = room.All(ctx, k.past); err != nil {
		return err
	}
	g.Shipments, err = room.All(ctx, k.shipments)
	return err
}
