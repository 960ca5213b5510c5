package sim

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pursechain/purse/x/payment"
)

// bank is what the driver remembers of what goes to a bank and comes from it, of payees' accounts, and of who is not to be paid.
type bank struct {
	answers    payment.MsgAnswer // the last that was recorded
	exceptions []exception
	bills      []bill
	allowed    []bill
	earned     []*payable // those paid after their day, whose interest nobody has made payable
	details    []detail
	marks      []*mark
}

type exception struct{ id, by string }

// hash is one that nothing has yet.
func (s *Sim) hash() string {
	s.serial++
	return fmt.Sprintf("%064x", s.serial)
}

// split moves a part of a schedule that is not disbursed to one of its own.
func (s *Sim) split() *attempt {
	c := pick(s, s.prepared)
	if s.chance(1, 2) {
		c = pick(s, s.certified)
	}
	if s.chance(1, 30) {
		c = pick(s, s.disbursed)
	}
	if c == nil || len(c.lines) < 2 && !s.chance(1, 30) {
		return nil
	}
	leave := c.lines[:1+s.rand.IntN(max(1, len(c.lines)-1))]
	officers := c.lines[0].doc.fund.agency.officers[:most]
	var moved []*payable
	for _, p := range leave {
		moved = append(moved, p.after(c.hands))
	}
	by := cmp.Or(s.preparer(officers, moved), pick(s, officers))
	m := &payment.MsgSplit{Signer: s.address[by], Schedule: c.id, Number: s.number("S")}
	for _, p := range leave {
		m.Payables = append(m.Payables, p.id)
	}
	return &attempt{msg: m, done: func(answer any) {
		leaves := func(p *payable) bool { return slices.Contains(m.Payables, p.id) }
		c.lines = slices.DeleteFunc(slices.Clone(c.lines), leaves)
		moved = slices.DeleteFunc(moved, func(p *payable) bool { return !leaves(p) })
		s.prepared = append(s.prepared, &schedule{
			id: answer.(*payment.MsgSplitResponse).Schedule, lines: moved, hands: []string{by},
		})
	}}
}

// cancel takes a payment back, seldom one that has left for the bank.
func (s *Sim) cancel() *attempt {
	for range 8 {
		c, p, by := s.answered()
		if c == nil {
			return nil
		}
		if c.sent && !s.chance(1, 40) {
			continue
		}
		return &attempt{
			msg:  &payment.MsgCancel{Signer: s.address[by], Payable: p.id, Reason: "Twice in the file"},
			done: func(any) { s.sentBack(c, p, by) },
		}
	}
	return nil
}

// recordFile sends some schedules of one officer to the bank; now and then one that left before, or with another total.
func (s *Sim) recordFile() *attempt {
	by := pick(s, disbursers)
	var all []*schedule
	for range 12 {
		c := pick(s, s.disbursed)
		if c == nil || slices.Contains(all, c) || (c.sent || c.hands[2] != by) && !s.chance(1, 100) {
			continue
		}
		if all = append(all, c); len(all) == 3 {
			break
		}
	}
	if len(all) == 0 {
		return nil
	}
	m := &payment.MsgRecordFile{Signer: s.address[by], Office: office, File: s.hash()}
	for _, c := range all {
		m.Schedules, m.Lines = append(m.Schedules, c.id), m.Lines+uint32(len(c.lines))
		for _, p := range c.lines {
			m.Amount += s.payable(p.id).Amount
		}
	}
	if s.chance(1, 40) {
		m.Amount--
	}
	return &attempt{msg: m, done: func(any) {
		for _, c := range all {
			c.sent = c.sent || slices.Contains(m.Schedules, c.id)
		}
	}}
}

// A line of a schedule, of which the bank speaks.
type line struct {
	c *schedule
	p *payable
}

// answerLines records some lines of a bank's file, of which some say what cannot be.
func (s *Sim) answerLines() *attempt {
	by := pick(s, disbursers)
	m := &payment.MsgAnswer{Signer: s.address[by], Office: office, File: s.hash()}
	number := uint32(0)
	if n := len(s.answers.Words); n > 0 && s.chance(1, 4) { // the file goes on
		m.File = s.answers.File
		if s.chance(9, 10) {
			number = s.answers.Words[n-1].Line
		}
	}
	said := make(map[uint32]line)
	for range 1 + s.rand.IntN(8) {
		c, p, _ := s.answered()
		if c == nil || slices.Contains(barred(steps[3], c.hands, []*payable{p}), by) && !s.chance(1, 100) {
			continue
		}
		number += uint32(1 + s.rand.IntN(3))
		said[number] = line{c, p}
		m.Words = append(m.Words, s.word(number, p))
	}
	if len(m.Words) == 0 {
		return nil
	}
	record := s.recorded()
	return &attempt{msg: m, done: func(any) {
		s.answers = *m
		heard := make(map[*payable]bool) // the bank may say something twice
		for _, w := range m.Words {
			at, p := said[w.Line], s.payable(w.Payable)
			switch {
			case heard[at.p] || w.Payable != at.p.id || p.Status == payment.PayableDisbursed:
				s.exceptions = append(s.exceptions, exception{fmt.Sprintf("%s/%s/%d", m.Office, m.File, w.Line), by})
				continue
			case p.Id == "":
				s.paidOut(at.c, at.p, by, record)
			default:
				s.sentBack(at.c, at.p, by)
			}
			heard[at.p], record = true, record+1
		}
	}}
}

// word is what the bank says of a payment.
func (s *Sim) word(number uint32, p *payable) payment.Word {
	owed := s.payable(p.id)
	w := payment.Word{
		Line: number, Payable: p.id, Amount: owed.Amount, Outcome: payment.Settled, Reference: s.number("TRACE "), Schedule: owed.Schedule,
	}
	switch s.rand.IntN(24) {
	case 0, 1, 2:
		w.Outcome, w.Reference = payment.Returned, "R03"
	case 3:
		w.Outcome, w.Reference = payment.Corrected, "C05"
	case 4:
		w.Amount++
	case 5:
		w.Payable = "PAYROLL 7"
	case 6:
		if old := pick(s, s.settled); old != nil {
			w.Payable = old.id
		}
	case 7:
		w.Schedule = "treasury/2017/GONE"
	}
	return w
}

func (s *Sim) closeException() *attempt {
	e := pick(s, s.exceptions)
	if e.id == "" {
		return nil
	}
	return &attempt{
		msg: &payment.MsgCloseException{Signer: s.address[s.unlike(disbursers, []string{e.by})], Exception: e.id, Reason: "Of another office"},
		done: func(any) {
			s.exceptions = slices.DeleteFunc(s.exceptions, func(one exception) bool { return one == e })
		},
	}
}

// withdrawAdvance takes an advance back that is on no schedule; seldom what is none.
func (s *Sim) withdrawAdvance() *attempt {
	a := pick(s, s.agencies)
	for range 30 {
		p := pick(s, s.open[a])
		if p == nil || p.doc.style != award {
			continue
		}
		if !s.payable(p.id).Advance && !s.chance(1, 60) {
			continue
		}
		return &attempt{
			msg: &payment.MsgWithdrawAdvance{Signer: s.address[s.officer(a)], Payable: p.id, Reason: "No need"},
			done: func(any) {
				s.open[a] = slices.DeleteFunc(s.open[a], func(one *payable) bool { return one == p })
			},
		}
	}
	return nil
}
