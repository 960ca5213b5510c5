package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/procurement"
)

// market is what the driver remembers of what is bought.
type market struct {
	requests []*request
	tenders  []*tender
	orders   []*order // that are not closed
}

// request is a requisition.
type request struct {
	number     string
	fund       *fund
	commitment string
	by         string
	items      []procurement.Item
	year       uint32
}

// tender is a solicitation.
type tender struct {
	number        string
	of            *request
	closes, opens date.Date
	bids          []*bid
}

type bid struct {
	payee    payee
	prices   []money.Amount
	salt     string
	revealed bool
}

const (
	maxRequests = 120
	maxTenders  = 60
)

// goods are the product codes of what is bought: of meat and dairy foods an invoice is due sooner.
var goods = []string{"8340", "8340", "8905", "8910"}

// requestGoods asks for goods, with a commitment as the certificate; seldom with another line.
func (s *Sim) requestGoods() *attempt {
	f, id, _ := s.line(commitments, ledger.Committed)
	if s.chance(1, 40) {
		f, id, _ = s.line(allotments, ledger.Allotted)
	}
	if id == "" {
		return nil
	}
	by := s.officer(f.agency)
	m := &procurement.MsgRequest{
		Signer: s.address[by], Requisition: s.number("RQ-"), Commitment: id, ProgramActivity: pick(s, f.activities), ObjectClass: "310",
		Description: "Relief goods",
	}
	for range 1 + s.rand.IntN(3) {
		m.Items = append(m.Items, procurement.Item{
			Psc: pick(s, goods), Text: "Goods", Quantity: int64(1 + s.rand.IntN(60)), Unit: "EA", Place: "San Juan", Needed: s.soon(90),
		})
	}
	return &attempt{msg: m, done: func(any) {
		s.requests = remember(s.requests, &request{m.Requisition, s.fundOf(m.Commitment), m.Commitment, by, m.Items, s.year}, maxRequests)
	}}
}

// wantedGoods is a requisition, mostly of this year.
func (s *Sim) wantedGoods() (r *request) {
	for range 8 {
		if r = pick(s, s.requests); r == nil || r.year == s.year && !r.fund.canceled || s.chance(1, 60) {
			return r
		}
	}
	return nil
}

func (s *Sim) cancelRequest() *attempt {
	r := s.wantedGoods()
	if r == nil {
		return nil
	}
	m := &procurement.MsgCancelRequest{Signer: s.address[s.officer(r.fund.agency)], Requisition: r.number, Reason: "No need"}
	return &attempt{msg: m, done: func(any) {
		if s.chance(9, 10) {
			s.requests = slices.DeleteFunc(s.requests, func(one *request) bool { return one == r })
		}
	}}
}

// solicit calls for bids, for about as long as the days go.
func (s *Sim) solicit() *attempt {
	r := s.wantedGoods()
	if r == nil {
		return nil
	}
	s.serial++
	t := &tender{
		number: fmt.Sprintf("%sFB7%02dR%08d", r.fund.agency.code, s.year%100, s.serial), of: r,
		closes: s.today.Plus(uint32(s.rand.IntN(1 + s.pace()))),
	}
	t.opens = t.closes.Plus(uint32(1 + s.rand.IntN(4*s.pace())))
	m := &procurement.MsgSolicit{
		Signer: s.address[s.unlike(r.fund.agency.officers[:most], []string{r.by})], Solicitation: t.number, Requisition: r.number,
		Closes: t.closes, Opens: t.opens,
	}
	return &attempt{msg: m, done: func(any) {
		t.closes, t.opens = m.Closes, m.Opens
		s.tenders = remember(s.tenders, t, maxTenders)
	}}
}

// tenderAt is a solicitation for which it is the time, or, seldom, is not.
func (s *Sim) tenderAt(time func(*tender) bool) *tender {
	for range 20 {
		if t := pick(s, s.tenders); t == nil || time(t) || s.chance(1, 300) {
			return t
		}
	}
	return nil
}

// makeBid seals prices, of which all together come to a part of what was set aside.
func (s *Sim) makeBid() *attempt {
	t := s.tenderAt(func(t *tender) bool { return s.today <= t.closes })
	if t == nil {
		return nil
	}
	one := &bid{payee: pick(s, s.payees), salt: fmt.Sprintf("%032x", s.serial)}
	left := s.left(t.of.fund.symbol, t.of.commitment, ledger.Committed)
	for _, i := range t.of.items {
		one.prices = append(one.prices, s.price(left/money.Amount(len(t.of.items)), i.Quantity))
	}
	m := &procurement.MsgBid{
		Signer: s.address[one.payee.name], Solicitation: t.number,
		Seal: procurement.Sealed(t.number, one.payee.uei, one.prices, one.salt),
	}
	return &attempt{msg: m, done: func(any) {
		t.bids = slices.DeleteFunc(t.bids, func(b *bid) bool { return b.payee == one.payee })
		t.bids = append(t.bids, one)
	}}
}

// price is one for so many units that come to less than half of an amount.
func (s *Sim) price(amount money.Amount, quantity int64) money.Amount {
	return 1 + money.Amount(s.rand.Int64N(int64(amount)/2/max(1, quantity)+1))
}

// reveal opens a bid, seldom with other prices.
func (s *Sim) reveal() *attempt {
	t := s.tenderAt(func(t *tender) bool { return t.closes < s.today && s.today <= t.opens && len(t.bids) > 0 })
	if t == nil || len(t.bids) == 0 {
		return nil
	}
	b := pick(s, t.bids)
	m := &procurement.MsgReveal{Signer: s.address[b.payee.name], Solicitation: t.number, Prices: slices.Clone(b.prices), Salt: b.salt}
	if s.chance(1, 30) {
		m.Prices[0]++
	}
	return &attempt{msg: m, done: func(any) { b.revealed = true }}
}

// placeOrder buys after a solicitation, or without one for a reason.
func (s *Sim) placeOrder() *attempt {
	r := s.wantedGoods()
	if r == nil {
		return nil
	}
	m := &procurement.MsgPlaceOrder{Vendor: pick(s, s.payees).uei, Exception: "6.302-2", Reason: "Urgent"}
	var prices []money.Amount
	if t := s.tenderAt(func(t *tender) bool { return t.opens < s.today }); t != nil && len(t.bids) > 0 {
		r, prices = t.of, s.choose(t, m)
	}
	ordered, err := procurement.NewQueryServer(s.chain.Procurement).Requisition(s.ctx, &procurement.QueryRequisitionRequest{Requisition: r.number})
	if errors.Is(err, history.ErrNotHeld) {
		return nil // it was closed in the block under way
	}
	if err != nil {
		panic(err) // it was asked for
	}
	left := s.left(r.fund.symbol, r.commitment, ledger.Committed)
	for i, item := range r.items {
		wants := item.Quantity - ordered.Ordered[i].Quantity
		if wants == 0 && !s.chance(1, 60) || s.chance(1, 4) {
			continue
		}
		line := procurement.OrderedLine{Number: uint32(i + 1), Quantity: s.units(wants), Due: s.soon(90 * s.pace())}
		if line.Price = s.price(left/money.Amount(len(r.items)), line.Quantity); prices != nil {
			line.Price = prices[i]
		}
		m.Lines = append(m.Lines, line)
	}
	if len(m.Lines) == 0 {
		return nil
	}
	by := s.unlike(r.fund.agency.officers[:most], []string{r.by})
	m.Signer, m.Requisition = s.address[by], r.number
	m.Piid = fmt.Sprintf("%sFB7%02dC%s", r.fund.agency.code, s.year%100, s.number("")+"0")
	return &attempt{msg: m, done: func(any) {
		d := &document{id: m.Piid, fund: r.fund, style: bought, allotment: r.commitment, hands: []string{by}, class: "310"}
		s.bound(d, m.Vendor)
		s.orders = append(s.orders, &order{doc: d, of: r})
	}}
}

// choose takes a bid into an order, mostly the lowest; another with a reason. It returns the prices.
func (s *Sim) choose(t *tender, m *procurement.MsgPlaceOrder) []money.Amount {
	total := func(b *bid) (sum money.Amount) {
		for i, item := range t.of.items {
			sum += b.prices[i] * money.Amount(item.Quantity)
		}
		return sum
	}
	lowest := slices.MinFunc(t.bids, func(a, b *bid) int {
		switch {
		case a.revealed != b.revealed && a.revealed:
			return -1
		case a.revealed != b.revealed:
			return 1
		}
		return int(min(1, max(-1, total(a)-total(b))))
	})
	b := lowest
	if s.chance(1, 5) {
		b = pick(s, t.bids)
	}
	m.Vendor, m.Solicitation, m.Exception, m.Reason = b.payee.uei, t.number, "", ""
	if total(b) != total(lowest) || s.chance(1, 40) {
		m.Reason = "Delivers sooner"
	}
	return b.prices
}

// units is a number of units to ask for when there are so many: mostly a part or all of them, now and then one more.
func (s *Sim) units(of int64) int64 {
	switch {
	case of <= 0 || s.chance(1, 40):
		return of + 1
	case s.chance(1, 2):
		return of
	}
	return 1 + s.rand.Int64N(of)
}

// spelt is the number of a bill, in one of the ways in which people write it.
func (s *Sim) spelt(number string) string {
	return pick(s, []string{number, strings.ToLower(number), "00" + number, number[:1] + "-" + number[1:], number + " "})
}
