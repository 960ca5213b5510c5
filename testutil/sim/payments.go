package sim

import (
	"cmp"
	"slices"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

const linesAtMost = 12

// owed remembers a payable, with who acted on it.
func (s *Sim) owed(id string, d *document) {
	if s.open == nil {
		s.open = make(map[*agency][]*payable)
	}
	s.open[d.fund.agency] = append(s.open[d.fund.agency], &payable{id: id, doc: d, hands: s.payable(id).Persons})
	s.billed(id, d)
}

// payable is one that the chain has; empty if it has none.
func (s *Sim) payable(id string) payment.Payable {
	p, _, err := s.chain.Payment.Payable(s.ctx, id)
	if err != nil {
		panic(err) // the store is at fault: the next act on it would fail
	}
	return p
}

// barred are those who may not take a step of a schedule with these lines: who took another step of it, or of a payment that came
// back, or bound the money.
func barred(step string, hands []string, lines []*payable) []string {
	all := slices.Clone(hands)
	for _, p := range lines {
		all = append(all, p.hands...)
		for _, other := range steps {
			if other != step {
				all = append(all, p.steps[other]...)
			}
		}
	}
	return all
}

// preparer is an officer who may prepare a schedule of these lines so that another may certify it, or "".
func (s *Sim) preparer(officers []string, lines []*payable) string {
	first := s.rand.IntN(len(officers))
	for i := range officers {
		by := officers[(first+i)%len(officers)]
		if slices.Contains(barred(steps[0], nil, lines), by) {
			continue
		}
		for _, other := range officers {
			if !slices.Contains(barred(steps[1], []string{by}, lines), other) {
				return by
			}
		}
	}
	return ""
}

// prepare puts some payables of an agency on a schedule; seldom one of another agency with them, or one that nobody can certify.
func (s *Sim) prepare() *attempt {
	a := pick(s, s.agencies)
	if len(s.open[a]) == 0 {
		return nil
	}
	officers := a.officers[:most]
	var lines []*payable
	by := pick(s, officers)
	take := func(of *agency) {
		p := pick(s, s.open[of])
		if p == nil || slices.Contains(lines, p) || (p.doc.fund.canceled || s.marked(of, p.payee())) && !s.chance(1, 30) {
			return
		}
		if able := s.preparer(officers, append(lines, p)); able != "" || s.chance(1, 200) {
			lines, by = append(lines, p), cmp.Or(able, by)
		}
	}
	for range 1 + s.rand.IntN(linesAtMost) {
		take(a)
	}
	if s.chance(1, 80) {
		take(pick(s, s.agencies))
	}
	if len(lines) == 0 && !s.chance(1, 20) {
		return nil
	}
	m := &payment.MsgPrepare{Signer: s.address[by], Office: office, Number: s.number("S")}
	for _, p := range lines {
		m.Payables = append(m.Payables, p.id)
	}
	return &attempt{msg: m, done: func(answer any) {
		id := answer.(*payment.MsgPrepareResponse).Schedule
		s.prepared = append(s.prepared, &schedule{id: id, lines: lines, hands: []string{by}})
		s.open[a] = slices.DeleteFunc(s.open[a], func(p *payable) bool { return slices.Contains(lines, p) })
	}}
}

func (s *Sim) certify() *attempt {
	c := pick(s, s.prepared)
	if s.chance(1, 60) {
		c = pick(s, s.certified)
	}
	if c == nil {
		return nil
	}
	by := s.unlike(c.lines[0].doc.fund.agency.officers[:most], barred(steps[1], c.hands, c.lines))
	return &attempt{
		msg: &payment.MsgCertify{Signer: s.address[by], Schedule: c.id},
		done: func(any) {
			c.hands = append(c.hands, by)
			s.prepared = without(s.prepared, c)
			s.certified = append(s.certified, c)
		},
		refused: func(r *rule.Rule) {
			if r == payment.ErrConflict && s.chance(1, 3) { // nobody is left who may: it waits for ever
				s.prepared = without(s.prepared, c)
			}
		},
	}
}

func without(list []*schedule, c *schedule) []*schedule {
	if i := slices.Index(list, c); i >= 0 {
		return swapped(list, i)
	}
	return list
}

// recall takes a schedule back: one with a line that cannot be paid any more, or any.
func (s *Sim) recall() *attempt {
	c := pick(s, s.prepared)
	if s.chance(1, 2) {
		c = pick(s, s.certified)
	}
	if s.chance(1, 30) {
		c = pick(s, s.disbursed)
	}
	if c == nil {
		return nil
	}
	a := c.lines[0].doc.fund.agency
	return &attempt{
		msg: &payment.MsgRecall{Signer: s.address[pick(s, a.officers[:most])], Schedule: c.id, Reason: "Recalled"},
		done: func(any) {
			s.prepared, s.certified = without(s.prepared, c), without(s.certified, c)
			for _, p := range c.lines {
				s.again(p, c.hands)
			}
		},
	}
}

// again puts a payable among the open ones, with who took which step of it.
func (s *Sim) again(p *payable, hands []string) {
	s.open[p.doc.fund.agency] = append(s.open[p.doc.fund.agency], p.after(hands))
}

// after is a payable that left its schedule, with who took which step of it.
func (p *payable) after(hands []string) *payable {
	again := &payable{id: p.id, doc: p.doc, hands: p.hands, steps: make(map[string][]string)}
	for i, step := range steps {
		again.steps[step] = slices.Clone(p.steps[step])
		if i < len(hands) {
			again.steps[step] = append(again.steps[step], hands[i])
		}
	}
	return again
}

// payee is to whom a payable is owed.
func (p *payable) payee() string { return p.id[:12] }

// chargeCurrent has a debt of a cancelled fund paid from another of the agency; sometimes one that is not.
func (s *Sim) chargeCurrent() *attempt {
	a := pick(s, s.agencies)
	var p *payable
	for range 20 {
		if p = pick(s, s.open[a]); p == nil || p.doc.fund.canceled {
			break
		}
	}
	f, id, _ := s.line(allotments, ledger.Allotted)
	if p == nil || id == "" || f.agency != a && !s.chance(1, 10) {
		return nil
	}
	by := pick(s, a.officers[:most])
	d := &document{id: s.number("DEBT"), fund: f, allotment: id, hands: append(slices.Clone(p.hands), by), class: p.doc.class, style: contract}
	return &attempt{
		msg: &payment.MsgChargeCurrent{
			Signer: s.address[by], Payable: p.id, Document: d.id, Allotment: id, ProgramActivity: pick(s, f.activities),
		},
		done: func(any) {
			s.bound(d, p.payee())
			p.doc, p.hands = d, d.hands
		},
	}
}

// disburse pays a schedule; one with a line of a cancelled fund waits until it is recalled.
func (s *Sim) disburse() *attempt {
	c := pick(s, s.certified)
	if s.chance(1, 60) {
		c = pick(s, s.prepared)
	}
	if c == nil {
		return nil
	}
	by := s.unlike(disbursers, barred(steps[2], c.hands, c.lines))
	return &attempt{
		msg: &payment.MsgDisburse{Signer: s.address[by], Schedule: c.id},
		done: func(any) {
			c.hands = append(c.hands, by)
			s.certified = without(s.certified, c)
			s.disbursed = append(s.disbursed, c)
			s.overdue(c)
		},
	}
}

// answered is a line on which the bank speaks, and who records it. On some the bank is slow, until their fund is cancelled.
func (s *Sim) answered() (c *schedule, p *payable, by string) {
	for range 4 {
		if c = pick(s, s.disbursed); c == nil {
			return nil, nil, ""
		}
		if p = pick(s, c.lines); p.doc.fund.canceled || p.id[len(p.id)-2:] != "07" {
			return c, p, s.unlike(disbursers, barred(steps[3], c.hands, []*payable{p}))
		}
	}
	return nil, nil, ""
}

// spoken forgets a line on which the bank has spoken, and the schedule with its last.
func (s *Sim) spoken(c *schedule, p *payable) {
	c.lines = slices.DeleteFunc(slices.Clone(c.lines), func(one *payable) bool { return one == p })
	if len(c.lines) == 0 {
		s.disbursed = without(s.disbursed, c)
	}
}

func (s *Sim) settle() *attempt {
	c, p, by := s.answered()
	if c == nil {
		return nil
	}
	return &attempt{
		msg: &payment.MsgSettle{Signer: s.address[by], Payable: p.id, Reference: s.number("T")},
		done: func(any) {
			s.paidOut(c, p)
			s.recorded(p, append(slices.Clone(c.hands), by))
		},
	}
}

// paidOut notes that the bank made a payment.
func (s *Sim) paidOut(c *schedule, p *payable) {
	s.spoken(c, p)
	if p.doc.style == award {
		s.settled = remember(s.settled, p, remembered)
	}
}

// sentBack notes that a payment did not reach its payee, by who recorded it.
func (s *Sim) sentBack(c *schedule, p *payable, by string) {
	s.spoken(c, p)
	s.again(p, append(slices.Clone(c.hands), by))
}

// remembered is of how many of the last payments of claims something may come back.
const remembered = 300

// comesBack records that the bank returned a payment.
func (s *Sim) comesBack() *attempt {
	c, p, by := s.answered()
	if c == nil {
		return nil
	}
	return &attempt{
		msg:  &payment.MsgReturn{Signer: s.address[by], Payable: p.id, Reason: "R03"},
		done: func(any) { s.sentBack(c, p, by) },
	}
}
