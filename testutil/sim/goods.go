package sim

import (
	"slices"

	"github.com/pursechain/purse/x/procurement"
)

// shipment is what the driver remembers of goods on their way.
type shipment struct {
	number, holder, next string // members, or UEIs of payees
	counts               []procurement.Count
}

// carrier is to whom goods are handed over: the agency, or a payee who carries them.
func (s *Sim) carrier(o *order) string {
	if s.chance(1, 2) {
		return o.doc.fund.agency.id
	}
	return pick(s, s.payees).uei
}

// holds is the address of somebody who signs for a holder.
func (s *Sim) holds(holder string, o *order) string {
	if holder == o.doc.fund.agency.id {
		return s.address[s.unlike(o.doc.fund.agency.officers[:most], o.doc.hands)]
	}
	return s.address[s.people.payee(holder).name]
}

func (s *Sim) ship() *attempt {
	o, lines := s.an(func(o *order, lines []procurement.Match) bool { return !o.ended && has(missing)(o, lines) })
	if o == nil {
		return nil
	}
	one := &shipment{number: s.number("S"), holder: o.doc.payee.uei, next: s.carrier(o), counts: s.counts(lines, missing)}
	m := &procurement.MsgShip{
		Signer: s.address[o.doc.payee.name], Piid: o.doc.id, Shipment: one.number, Counts: one.counts, Seal: "SEAL", To: one.next,
	}
	return &attempt{msg: m, done: func(any) {
		one.number, one.counts = m.Shipment, m.Counts
		o.shipments = append(o.shipments, one)
	}}
}

// underWay is a shipment that fits.
func (s *Sim) underWay(fit func(*shipment) bool) (*order, *shipment) {
	o, _ := s.an(func(o *order, _ []procurement.Match) bool { return slices.ContainsFunc(o.shipments, fit) })
	if o == nil {
		return nil, nil
	}
	return o, pick(s, o.shipments)
}

func (s *Sim) handOver() *attempt {
	o, one := s.underWay(func(one *shipment) bool { return one.next == "" || s.chance(1, 4) })
	if one == nil {
		return nil
	}
	m := &procurement.MsgHandOver{
		Signer: s.holds(one.holder, o), Piid: o.doc.id, Shipment: one.number, Counts: s.recounted(one.counts), Seal: "SEAL", To: s.carrier(o),
	}
	return &attempt{msg: m, done: func(any) { one.next, one.counts = m.To, m.Counts }}
}

func (s *Sim) takeOver() *attempt {
	o, one := s.underWay(func(one *shipment) bool { return one.next != "" })
	if one == nil {
		return nil
	}
	by := one.next
	if by == "" {
		by = one.holder
	}
	m := &procurement.MsgTakeOver{
		Signer: s.holds(by, o), Piid: o.doc.id, Shipment: one.number, Counts: s.recounted(one.counts), Seal: pick(s, []string{"SEAL", "BROKEN"}),
	}
	return &attempt{msg: m, done: func(any) { one.holder, one.next, one.counts = by, "", m.Counts }}
}

// recounted are counts as they are found: now and then another number.
func (s *Sim) recounted(counts []procurement.Count) []procurement.Count {
	found := slices.Clone(counts)
	if s.chance(1, 5) && len(found) > 0 {
		found[0].Quantity++
	}
	return found
}
