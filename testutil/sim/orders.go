package sim

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/procurement"
)

// order is what the driver remembers of an order.
type order struct {
	doc       *document
	of        *request
	receivers []string
	amends    string // who proposed the amendment that waits
	invoices  []string
	bad       string // the last of them that was not approved
	shipments []*shipment
	ended     bool
}

// an is an order that fits, by the match of its lines, if one is found soon; now and then any.
func (s *Sim) an(fit func(*order, []procurement.Match) bool) (*order, []procurement.Match) {
	for range 12 {
		o := pick(s, s.orders)
		if s.chance(1, 2) {
			o = pick(s, s.orders[max(0, len(s.orders)-40):])
		}
		if o == nil {
			return nil, nil
		}
		answer, err := procurement.NewQueryServer(s.chain.Procurement).Match(s.ctx, &procurement.QueryMatchRequest{Piid: o.doc.id})
		if err != nil {
			panic(err) // it is not closed
		}
		if fit(o, answer.Lines) || s.chance(1, 300) {
			return o, answer.Lines
		}
	}
	return nil, nil
}

// has says whether any line has units of something.
func has(of func(procurement.Match) int64) func(*order, []procurement.Match) bool {
	return func(_ *order, lines []procurement.Match) bool {
		return slices.ContainsFunc(lines, func(m procurement.Match) bool { return of(m) > 0 })
	}
}

func missing(m procurement.Match) int64  { return m.Ordered - m.Accepted }
func billable(m procurement.Match) int64 { return m.Accepted - m.Invoiced - m.Waiting }

// counts are some units of each line that has some.
func (s *Sim) counts(lines []procurement.Match, of func(procurement.Match) int64) (all []procurement.Count) {
	for _, m := range lines {
		if n := of(m); n > 0 {
			all = append(all, procurement.Count{Line: m.Line, Quantity: s.units(n)})
		}
	}
	return all
}

// buyer is an officer who may order more under an order, mostly who placed it.
func (s *Sim) buyer(o *order) string {
	if s.chance(1, 8) {
		return s.unlike(o.doc.fund.agency.officers[:most], append([]string{o.of.by}, o.receivers...))
	}
	return s.same(o.doc)
}

// amendOrder proposes another quantity and price for a line.
func (s *Sim) amendOrder() *attempt {
	o, lines := s.an(func(o *order, _ []procurement.Match) bool { return !o.ended && !o.doc.fund.canceled })
	if o == nil {
		return nil
	}
	l, by := pick(s, lines), s.buyer(o)
	m := &procurement.MsgAmendOrder{
		Signer: s.address[by], Piid: o.doc.id, Reason: "Other needs", Lines: []procurement.OrderedLine{{
			Number: l.Line, Quantity: max(1, l.Accepted+s.units(missing(l)+2)-1), Price: l.Price, Due: s.soon(90 * s.pace()),
		}},
	}
	if s.chance(1, 3) {
		m.Lines[0].Price = max(1, l.Price*money.Amount(90+s.rand.IntN(15))/100)
	}
	if o.doc.year != s.year || s.chance(1, 8) {
		m.Allotment, _ = s.source(o.doc)
	}
	return &attempt{msg: m, done: func(any) { o.amends = by }}
}

func (s *Sim) agreeAmendment() *attempt {
	o, _ := s.an(func(o *order, _ []procurement.Match) bool { return o.amends != "" })
	if o == nil {
		return nil
	}
	by := o.amends
	return &attempt{
		msg: &procurement.MsgAgreeAmendment{Signer: s.address[o.doc.payee.name], Piid: o.doc.id},
		done: func(any) {
			o.doc.act(by)
			o.amends = ""
		},
		refused: func(*rule.Rule) {
			if s.chance(1, 2) {
				o.amends = ""
			}
		},
	}
}

// receiver is an officer who may receive under an order, mostly one who has.
func (s *Sim) receiver(o *order) string {
	if len(o.receivers) > 0 && s.chance(9, 10) {
		return o.receivers[0]
	}
	return s.unlike(o.doc.fund.agency.officers[:most], o.doc.hands)
}

// receives notes who received under an order.
func (o *order) receives(by string) {
	if !slices.Contains(o.receivers, by) {
		o.receivers = append(o.receivers, by)
	}
}

// receive reports what arrived, with a shipment or without one.
func (s *Sim) receive() *attempt {
	o, lines := s.an(func(o *order, lines []procurement.Match) bool { return !o.ended && has(missing)(o, lines) })
	if o == nil {
		return nil
	}
	by := s.receiver(o)
	m := &procurement.MsgReceive{Signer: s.address[by], Piid: o.doc.id, Number: s.number("R")}
	for _, c := range s.counts(lines, missing) {
		line := procurement.ReceivedLine{Line: c.Line, Accepted: c.Quantity}
		if s.chance(1, 5) {
			line.Rejected, line.Reason = s.units(3), "Torn"
		}
		m.Lines = append(m.Lines, line)
	}
	arrived := pick(s, o.shipments)
	if arrived != nil {
		m.Shipment = arrived.number
	}
	return &attempt{msg: m, done: func(any) {
		o.receives(by)
		o.shipments = slices.DeleteFunc(o.shipments, func(one *shipment) bool { return one.number == m.Shipment })
	}}
}

func (s *Sim) returnGoods() *attempt {
	o, lines := s.an(has(billable))
	if o == nil {
		return nil
	}
	by := s.receiver(o)
	m := &procurement.MsgReturnGoods{Signer: s.address[by], Piid: o.doc.id, Lines: s.counts(lines, billable), Reason: "No heaters"}
	return &attempt{msg: m, done: func(any) { o.receives(by) }}
}

// invoice bills what was accepted; seldom at another price, or by a number that was used or is allowed again, in any spelling.
func (s *Sim) invoice() *attempt {
	o, lines := s.an(has(billable))
	if o == nil {
		return nil
	}
	number := s.number("A")
	m := &procurement.MsgInvoice{Signer: s.address[o.doc.payee.name], Piid: o.doc.id, Evidence: []string{s.hash()}}
	for _, c := range s.counts(lines, billable) {
		at := slices.IndexFunc(lines, func(l procurement.Match) bool { return l.Line == c.Line })
		m.Lines = append(m.Lines, procurement.BilledLine{Line: c.Line, Quantity: c.Quantity, Price: lines[at].Price})
	}
	if s.chance(1, 40) && len(m.Lines) > 0 {
		m.Lines[0].Price++
	}
	if a, is := s.allowedTo(o.doc); is && s.chance(1, 2) {
		number = a.id[strings.LastIndex(a.id, "/")+1:]
	} else if s.chance(1, 40) && len(s.bills) > 0 {
		id := pick(s, s.bills).id
		number = id[strings.LastIndex(id, "/")+1:]
	}
	m.Number = s.spelt(number)
	return &attempt{msg: m, done: func(any) { o.invoices = append(o.invoices, m.Number) }}
}

func billed(o *order, _ []procurement.Match) bool { return len(o.invoices) > 0 }

// decided forgets an invoice.
func (o *order) decided(number string) {
	o.invoices, o.bad = slices.DeleteFunc(o.invoices, func(one string) bool { return one == number }), ""
}

func (s *Sim) approveInvoice() *attempt {
	o, _ := s.an(billed)
	if o == nil || len(o.invoices) == 0 {
		return nil
	}
	number := pick(s, o.invoices)
	by := s.same(o.doc)
	m := &procurement.MsgApproveInvoice{Signer: s.address[by], Piid: o.doc.id, Number: number}
	return &attempt{msg: m, done: func(answer any) {
		o.decided(number)
		s.owed(answer.(*procurement.MsgApproveInvoiceResponse).Payable, o.doc)
	}, refused: func(*rule.Rule) { o.bad = number }}
}

// rejectInvoice rejects one, mostly one that could not be approved.
func (s *Sim) rejectInvoice() *attempt {
	o, _ := s.an(func(o *order, lines []procurement.Match) bool {
		return billed(o, lines) && (o.bad != "" || s.chance(1, 8))
	})
	if o == nil || len(o.invoices) == 0 {
		return nil
	}
	number := cmp.Or(o.bad, pick(s, o.invoices))
	m := &procurement.MsgRejectInvoice{Signer: s.address[s.same(o.doc)], Piid: o.doc.id, Number: number, Reason: "With the next"}
	return &attempt{msg: m, done: func(any) { o.decided(number) }, refused: func(*rule.Rule) { o.bad = "" }}
}

func (s *Sim) terminateOrder() *attempt {
	o, _ := s.an(func(o *order, _ []procurement.Match) bool { return !o.ended })
	if o == nil {
		return nil
	}
	m := &procurement.MsgTerminateOrder{
		Signer: s.address[s.buyer(o)], Piid: o.doc.id, Reason: "Late",
		Kind: pick(s, []procurement.Termination{procurement.ForDefault, procurement.ForConvenience}),
	}
	return &attempt{msg: m, done: func(any) { o.ended, o.amends, o.shipments = true, "", nil }}
}

// closeOrder closes one of which nothing is left; now and then another.
func (s *Sim) closeOrder() *attempt {
	o, _ := s.an(func(o *order, lines []procurement.Match) bool {
		return len(o.invoices) == 0 && (o.ended || !has(missing)(o, lines)) && !has(billable)(o, lines) &&
			s.left(o.doc.fund.symbol, o.doc.id, ledger.Unpaid) == 0
	})
	if o == nil {
		return nil
	}
	return &attempt{
		msg: &procurement.MsgCloseOrder{Signer: s.address[s.buyer(o)], Piid: o.doc.id},
		done: func(any) {
			s.orders = slices.DeleteFunc(s.orders, func(one *order) bool { return one == o })
		},
	}
}
