package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/ledger"
)

// evidence is that of a claim; seldom one that supports others too.
func (s *Sim) evidence() []string {
	if s.chance(1, 40) {
		return []string{fmt.Sprintf("%064x", 0)}
	}
	return []string{fmt.Sprintf("%064x", s.serial)}
}

type claim struct {
	doc    *document
	sub    string // the path of the sub-award, if it is under one
	number string
	above  string // who endorses it
}

// part is a sub-award of a document.
type part struct {
	path  string
	payee payee
	above payee
}

func isAward(d *document) bool { return d.style == award }

// openProgramme tries to open a programme again, or one more.
func (s *Sim) openProgramme() *attempt {
	a := pick(s, s.agencies)
	m := &grant.MsgOpenProgramme{
		Signer: s.address[s.officer(a)], Listing: a.listings[activities[0]], Title: "Relief", ProgramActivity: activities[0],
	}
	if s.chance(1, 3) {
		s.serial++
		m.Listing = "9" + s.number("")[2:3] + "." + s.number("")[4:7]
	}
	return &attempt{msg: m}
}

// makeAward draws on an allotment or on a commitment, for a programme of the fund's agency.
func (s *Sim) makeAward() *attempt {
	f, id, left := s.bindable()
	if id == "" {
		return nil
	}
	by := s.officer(f.agency)
	m := &grant.MsgMakeAward{
		Signer: s.address[by], Fain: s.number("FAIN"), Listing: f.agency.listings[pick(s, f.activities)], Allotment: id,
		Recipient: pick(s, s.payees).uei, Amount: s.part(left/4 + 1), Begins: s.today, Ends: s.soon(1500),
		Description: "Debris removal", Place: "TX",
	}
	if s.chance(1, 40) {
		m.Listing = pick(s, s.agencies).listings[pick(s, activities)]
	}
	if s.explain {
		m.Regardless = "Another storm"
	}
	return &attempt{msg: m, done: func(any) {
		s.bound(&document{
			id: m.Fain, fund: s.fundOf(m.Allotment), style: award, allotment: m.Allotment, hands: []string{by}, begins: string(m.Begins),
			ends: m.Ends,
		}, m.Recipient)
	}, refused: func(r *rule.Rule) { s.explain = s.explain != (r == grant.ErrOverlap) }}
}

// bound remembers an obligation.
func (s *Sim) bound(d *document, recipient string) {
	d.payee, d.year = s.payee(recipient), s.year
	s.docs = append(s.docs, d)
}

func (s *Sim) increaseAward() *attempt {
	d, line, left := s.raisable(isAward)
	if d == nil {
		return nil
	}
	by := s.same(d)
	m := &grant.MsgIncreaseAward{
		Signer: s.address[by], Fain: d.id, Allotment: line, Amount: s.part(left/10 + 1), Reason: "Amendment",
	}
	return &attempt{msg: m, done: func(any) { d.act(by) }}
}

// act notes that a person obligated money of the document.
func (d *document) act(by string) {
	if !slices.Contains(d.hands, by) {
		d.hands = append(d.hands, by)
	}
}

// same is mostly the person who obligated, so that others are left to certify.
func (s *Sim) same(d *document) string {
	if s.chance(9, 10) && len(d.hands) > 0 {
		return d.hands[0]
	}
	return s.officer(d.fund.agency)
}

func (s *Sim) reduceAward() *attempt {
	d, left := s.document(ledger.Undelivered, isAward)
	if d == nil {
		return nil
	}
	m := &grant.MsgReduceAward{Signer: s.address[s.officer(d.fund.agency)], Fain: d.id, Amount: s.part(left), Reason: "Amendment"}
	return &attempt{msg: m}
}

// submitClaim claims for costs between the award's first day and today; seldom a number twice.
func (s *Sim) submitClaim() *attempt {
	d, left := s.document(ledger.Undelivered, isAward)
	if d == nil {
		return nil
	}
	m := &grant.MsgSubmitClaim{
		Signer: s.address[d.payee.name], Fain: d.id, Number: s.number("INV-"), Amount: s.part(left/2 + 1),
		Begins: date.Date(d.begins), Ends: s.today, Evidence: s.evidence(),
	}
	from := ""
	if s.chance(1, 2) && len(d.parts) > 0 {
		p := pick(s, d.parts)
		m.Signer, m.Sub, from = s.address[p.payee.name], p.path, p.above.name
		m.Amount = s.part(min(left, s.passedOn(d.id+"/"+p.path)) + 1)
	}
	switch {
	case s.chance(1, 3):
		m.Ends = m.Begins
	case s.chance(1, 6):
		m.Kind, m.Begins, m.Ends = grant.Advance, s.today, min(d.ends, s.soon(32))
	case s.left(d.fund.symbol, d.id, ledger.Advanced) > 0 && s.chance(2, 3):
		m.Kind, m.Amount = grant.Liquidation, s.part(s.left(d.fund.symbol, d.id, ledger.Advanced))
	}
	if s.chance(1, 40) && len(s.claims) > 0 {
		again := pick(s, s.claims)
		m.Fain, m.Sub, m.Number = again.doc.id, again.sub, " "+strings.ToLower(again.number)
		d, from = again.doc, again.above
	}
	return &attempt{msg: m, done: func(any) { s.claims = append(s.claims, claim{d, m.Sub, m.Number, from}) }}
}

func (s *Sim) approveClaim() *attempt {
	if len(s.claims) == 0 {
		return nil
	}
	i := s.rand.IntN(len(s.claims))
	c := s.claims[i]
	if c.above != "" && s.chance(9, 10) {
		m := &grant.MsgEndorseClaim{Signer: s.address[c.above], Fain: c.doc.id, Sub: c.sub, Number: c.number}
		return &attempt{msg: m, done: func(any) { s.claims[slices.Index(s.claims, c)].above = "" }}
	}
	by := s.same(c.doc)
	m := &grant.MsgApproveClaim{Signer: s.address[by], Fain: c.doc.id, Sub: c.sub, Number: c.number}
	if s.review {
		m.Reason = "Another document of the same text"
	}
	return &attempt{msg: m, done: func(answer any) {
		s.decided(c)
		if payable := answer.(*grant.MsgApproveClaimResponse).Payable; payable != "" {
			s.owed(payable, c.doc)
		}
	}, refused: func(r *rule.Rule) { s.review = s.review != (r == grant.ErrReview) }}
}

// makeSubAward passes a part of an award on, or of a sub-award; seldom back to where it comes from.
func (s *Sim) makeSubAward() *attempt {
	d, left := s.document(ledger.Undelivered, isAward)
	if d == nil || len(d.parts) == maxParts {
		return nil
	}
	under, by := d.id, d.payee
	if s.chance(1, 2) && len(d.parts) > 0 {
		p := pick(s, d.parts)
		under, by = d.id+"/"+p.path, p.payee
		left = s.passedOn(under)
	}
	m := &grant.MsgMakeSubAward{
		Signer: s.address[by.name], Under: under, Recipient: pick(s, s.payees).uei, Amount: s.part(left/2 + 1),
		Begins: date.Date(d.begins), Ends: d.ends, Description: "Debris of a county",
	}
	return &attempt{msg: m, done: func(answer any) {
		_, path, _ := strings.Cut(answer.(*grant.MsgMakeSubAwardResponse).SubAward, "/")
		d.parts = append(d.parts, part{path, s.payee(m.Recipient), by})
	}}
}

// maxParts is how many sub-awards the driver makes of an award.
const maxParts = 12

// changeSubAward passes more on, or takes some back.
func (s *Sim) changeSubAward() *attempt {
	d, left := s.document(ledger.Undelivered, isAward)
	if d == nil || len(d.parts) == 0 {
		return nil
	}
	p := pick(s, d.parts)
	id, by := d.id+"/"+p.path, s.address[p.above.name]
	if s.chance(1, 2) {
		return &attempt{msg: &grant.MsgIncreaseSubAward{Signer: by, SubAward: id, Amount: s.part(left/4 + 1), Reason: "More"}}
	}
	return &attempt{msg: &grant.MsgReduceSubAward{Signer: by, SubAward: id, Amount: s.part(s.passedOn(id) + 1), Reason: "Less"}}
}

// passedOn is what is left of a sub-award.
func (s *Sim) passedOn(id string) money.Amount {
	left, err := s.chain.Ledger.Noted(s.ctx, id, "left")
	if err != nil {
		panic(err) // the store of a test does not fail
	}
	return left
}

// decided forgets a claim.
func (s *Sim) decided(c claim) {
	if i := slices.Index(s.claims, c); i >= 0 {
		s.claims = swapped(s.claims, i)
	}
}

// swapped is a list without one of its items, in another order.
func swapped[T any](list []T, i int) []T {
	last := len(list) - 1
	list[i] = list[last]
	return list[:last]
}

// rejectClaim rejects one that can no longer be approved, if the first few that come to hand are no other.
func (s *Sim) rejectClaim() *attempt {
	var c claim
	for range 10 {
		if c = pick(s, s.claims); c.doc == nil || c.doc.fund.canceled {
			break
		}
	}
	if c.doc == nil {
		return nil
	}
	m := &grant.MsgRejectClaim{Signer: s.address[s.same(c.doc)], Fain: c.doc.id, Sub: c.sub, Number: c.number, Reason: "Not allowable"}
	return &attempt{msg: m, done: func(any) { s.decided(c) }, refused: func(r *rule.Rule) {
		if r == grant.ErrUnknownClaim {
			s.decided(c)
		}
	}}
}

// recordRefund records what came back of a claim that was paid, or of an advance.
func (s *Sim) recordRefund() *attempt {
	p := pick(s, s.settled)
	if p == nil {
		return nil
	}
	m := &grant.MsgRecordRefund{
		Signer: s.address[pick(s, disbursers)], Office: office, Payable: p.id, Amount: s.part(s.left(p.doc.fund.symbol, p.doc.id, ledger.Paid)/4 + 1),
		Reference: s.number("D"),
	}
	return &attempt{msg: m}
}

// disallowClaim takes the approval of a claim back.
func (s *Sim) disallowClaim() *attempt {
	a := pick(s, s.agencies)
	p := pick(s, s.open[a])
	if p == nil || p.doc.style != award {
		return nil
	}
	return &attempt{
		msg: &grant.MsgDisallowClaim{Signer: s.address[s.officer(a)], Payable: p.id, Reason: "No cost of the award"},
		done: func(any) {
			s.open[a] = slices.DeleteFunc(s.open[a], func(one *payable) bool { return one == p })
		},
	}
}
