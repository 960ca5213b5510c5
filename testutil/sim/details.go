package sim

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// bill is one that an agency owed, with who acted on it.
type bill struct {
	id    string
	owner *agency
	hands []string
}

// billed remembers a bill that is owed. What was allowed is used up by it.
func (s *Sim) billed(id string, d *document) {
	first, times, again := strings.Cut(id, ".")
	switch {
	case !again:
		s.bills = remember(s.bills, bill{id, d.fund.agency, d.hands}, remembered)
	case times != "I":
		s.allowed = slices.DeleteFunc(s.allowed, func(a bill) bool { return a.id == first })
	}
}

// allowBill lets a bill be owed once more, seldom one that was never owed.
func (s *Sim) allowBill() *attempt {
	b := pick(s, s.bills)
	if b.id == "" {
		return nil
	}
	if s.chance(1, 20) {
		b.id = s.number(b.id)
	}
	m := &payment.MsgAllowBill{Signer: s.address[s.unlike(b.owner.officers[:most], b.hands)], Bill: b.id, Reason: "Another of the number"}
	return &attempt{msg: m, done: func(any) { s.allowed = remember(s.allowed, bill{m.Bill, b.owner, b.hands}, remembered) }}
}

// allowedTo is a bill that the agency of an obligation has allowed its payee once more; now and then another agency's.
func (s *Sim) allowedTo(d *document) (bill, bool) {
	for _, b := range s.allowed {
		if strings.HasPrefix(b.id, d.payee.uei) && (b.owner == d.fund.agency || s.chance(1, 20)) {
			return b, true
		}
	}
	return bill{}, false
}

// named is a bill as it is owed the next time.
func (s *Sim) named(b bill) payment.Bill {
	parts := strings.Split(b.id, "/")
	year, err := strconv.Atoi(parts[1])
	if err != nil {
		panic(err) // the chain has named it
	}
	named, err := s.chain.Payment.Named(s.ctx, payment.Bill{Payee: parts[0], FiscalYear: year, Number: parts[2]})
	if err != nil {
		panic(err) // the store is at fault: the next act on it would fail
	}
	return named
}

// overdue notes which payables of a schedule are paid after their day.
func (s *Sim) overdue(c *schedule) {
	for _, p := range c.lines {
		if due := s.payable(p.id).Due; due != "" && due < s.today {
			s.earned = append(s.earned, p)
		}
	}
}

// oweInterest makes interest payable, mostly of what the bank was told to pay; where it was too little, nobody asks again.
func (s *Sim) oweInterest() *attempt {
	var p *payable
	for range 8 {
		if p = pick(s, s.earned); p == nil {
			return nil
		}
		if s.payable(p.id).Status != payment.PayableDisbursed {
			break
		}
	}
	d := p.doc
	line, _ := s.source(d)
	over := func() { s.earned = slices.DeleteFunc(s.earned, func(one *payable) bool { return one == p }) }
	return &attempt{
		msg: &payment.MsgOweInterest{Signer: s.address[s.same(d)], Bill: p.id, Allotment: line},
		done: func(answer any) {
			over()
			s.owed(answer.(*payment.MsgOweInterestResponse).Payable, d)
		},
		refused: func(r *rule.Rule) {
			if r == payment.ErrNoInterest && s.payable(p.id).Status != payment.PayableDisbursed || d.fund.canceled {
				over()
			}
		},
	}
}

// setInterestRate is by resolution, of which the driver makes none: it asks as one that has passed.
func (s *Sim) setInterestRate() *attempt {
	return &attempt{msg: &payment.MsgSetInterestRate{
		Authority: consortium.Authority().String(), Rate: uint32(s.rand.IntN(52_000)), From: s.soon(10 * s.pace()),
	}}
}

// detail is a payee's account that waits to be confirmed.
type detail struct {
	payee      payee
	commitment string
}

func (s *Sim) registerAccount() *attempt {
	p := pick(s, s.payees)
	m := &payment.MsgRegisterAccount{
		Signer: s.address[p.name], Office: office, Sealed: []byte("age-encryption.org/v1\n"), Commitment: s.hash(),
	}
	return &attempt{msg: m, done: func(any) { s.details = append(s.without(p), detail{p, m.Commitment}) }}
}

// without are the accounts that wait, but for a payee's.
func (s *Sim) without(p payee) []detail {
	return slices.DeleteFunc(s.details, func(d detail) bool { return d.payee == p })
}

func (s *Sim) confirmAccount() *attempt {
	d := pick(s, s.details)
	if d.commitment == "" {
		return nil
	}
	return &attempt{
		msg: &payment.MsgConfirmAccount{
			Signer: s.address[pick(s, disbursers)], Office: office, Payee: d.payee.uei, Commitment: d.commitment,
		},
		done: func(any) { s.details = s.without(d.payee) },
	}
}

func (s *Sim) refuseAccount() *attempt {
	d := pick(s, s.details)
	if d.commitment == "" {
		return nil
	}
	m := &payment.MsgRefuseAccount{Signer: s.address[pick(s, disbursers)], Office: office, Payee: d.payee.uei, Reason: "Not sent by them"}
	return &attempt{msg: m, done: func(any) { s.details = s.without(d.payee) }}
}

// mark is what an agency has against a payee.
type mark struct {
	payee    payee
	agency   *agency
	everyone bool
	by       string // the last who said so
	appealed bool
}

// marked says whether an agency may not pay a payee.
func (s *Sim) marked(a *agency, uei string) bool {
	return slices.ContainsFunc(s.marks, func(m *mark) bool { return m.payee.uei == uei && (m.everyone || m.agency == a) })
}

func (s *Sim) markPayee() *attempt {
	one := &mark{payee: pick(s, s.payees), agency: pick(s, s.agencies), everyone: s.chance(1, 3)}
	one.by = pick(s, one.agency.inspectors)
	m := &payment.MsgMarkPayee{Signer: s.address[one.by], Payee: one.payee.uei, Everyone: one.everyone, Reason: "On the list"}
	return &attempt{msg: m, done: func(any) { s.marks = append(s.marks, one) }}
}

func (s *Sim) appealMark() *attempt {
	one := pick(s, s.marks)
	if one == nil {
		return nil
	}
	return &attempt{
		msg:  &payment.MsgAppealMark{Signer: s.address[one.payee.name], Member: one.agency.id, Appeal: "Another of the name"},
		done: func(any) { one.appealed = true },
	}
}

// confirmMark answers an appeal; now and then one that nobody made, or by who made the mark.
func (s *Sim) confirmMark() *attempt {
	one := pick(s, s.marks)
	if one == nil || !one.appealed && !s.chance(1, 20) {
		return nil
	}
	by := s.unlike(one.agency.inspectors, []string{one.by})
	return &attempt{
		msg:  &payment.MsgConfirmMark{Signer: s.address[by], Payee: one.payee.uei, Reason: "The number is the same"},
		done: func(any) { one.by, one.appealed = by, false },
	}
}

func (s *Sim) liftMark() *attempt {
	one := pick(s, s.marks)
	if one == nil {
		return nil
	}
	return &attempt{
		msg: &payment.MsgLiftMark{Signer: s.address[pick(s, one.agency.inspectors)], Payee: one.payee.uei, Reason: "Off the list"},
		done: func(any) {
			s.marks = slices.DeleteFunc(s.marks, func(m *mark) bool { return m == one })
		},
	}
}
