package sim

import (
	"context"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// What else a room may do: obligate by contract, accept deliveries, advance, take back. It calls the keepers as the room of grants
// does, after it has asked who may; the driver asks nobody.

func isAny(*document) bool        { return true }
func isNoOrder(d *document) bool  { return d.style != bought } // of an order a debt is demanded, which the room keeps
func isPlain(d *document) bool    { return d.style == plain }
func isContract(d *document) bool { return d.style == contract }
func isCalled(d *document) bool   { return d.style == contract || d.style == plain }
func isLate(d *document) bool     { return d.style == plain && d.class == "433" }

// bindable is an allotment or a commitment that has something left.
func (s *Sim) bindable() (f *fund, id string, left money.Amount) {
	if s.chance(1, 4) {
		if f, id, left = s.line(commitments, ledger.Committed); id != "" {
			return f, id, left
		}
	}
	return s.line(allotments, ledger.Allotted)
}

// obligate binds money by a contract.
func (s *Sim) obligate() *attempt {
	f, id, left := s.bindable()
	if id == "" {
		return nil
	}
	by := s.officer(f.agency)
	d := &document{id: s.number("PIID"), fund: f, allotment: id, hands: []string{by}, class: pick(s, classes)}
	if d.style = contract; s.chance(1, 2) {
		d.id, d.style = s.number("PLAIN"), plain
	}
	o := appropriation.Obligation{
		Document: d.id, Allotment: id, Payee: pick(s, s.payees).uei, ProgramActivity: pick(s, f.activities), ObjectClass: d.class,
		By: by, Begins: s.today, Ends: s.soon(700), Place: "PR", Instrument: appropriation.Procurement,
	}
	switch s.rand.IntN(150) {
	case 0:
		o.ProgramActivity = pick(s, activities)
	case 1:
		o.Document = s.docs[0].id
	case 2:
		o.Payee = "N4YFFGL4CDX5"
	case 3:
		o.Document = "po 4711"
	}
	amount := s.part(left/4 + 1)
	return &attempt{
		call: func(ctx sdk.Context) error { return s.chain.Appropriation.Obligate(ctx, o, amount) },
		done: func(any) { s.bound(d, o.Payee) },
	}
}

// raisable is an obligation to be increased, and the line to draw on, with what is left there.
func (s *Sim) raisable(fit func(*document) bool) (d *document, line string, left money.Amount) {
	for range 6 {
		if d, _ = s.document(ledger.Undelivered, fit); d == nil {
			return nil, "", 0
		}
		if line, left = s.source(d); left > 0 {
			return d, line, left
		}
	}
	return d, line, left
}

// source is the line on which more of an obligation draws, with what is left there: in its year its own; later another of the law, or, once
// the authority has expired, none.
func (s *Sim) source(d *document) (line string, left money.Amount) {
	f := d.fund
	switch {
	case f.span.Expired(s.year):
		return "", s.left(f.symbol, authorityOf(d.allotment), ledger.Expired)
	case d.year == s.year && s.chance(1, 2):
		return "", s.left(f.symbol, d.allotment, ledger.Allotted) + s.left(f.symbol, d.allotment, ledger.Committed)
	}
	if line = s.under(f, d.allotment); line == "" {
		line = pick(s, f.allotments)
	}
	return line, s.left(f.symbol, line, ledger.Allotted)
}

func (s *Sim) increase() *attempt {
	d, line, left := s.raisable(isCalled)
	if d == nil {
		return nil
	}
	amount, by := s.part(left/10+1), s.same(d)
	return &attempt{
		call: func(ctx sdk.Context) error { return s.chain.Appropriation.Increase(ctx, d.id, line, amount, by, d.id) },
		done: func(any) { d.act(by) },
	}
}

// call is what a room asks of the keeper about an obligation.
type call func(ctx context.Context, document string, amount money.Amount, by, reference string) error

// called is a call on an obligation that has something left of a net.
func (s *Sim) called(net ledger.Net, fit func(*document) bool, call call) *attempt {
	d, left := s.document(net, fit)
	if d == nil {
		return nil
	}
	amount, by := s.part(left), s.officer(d.fund.agency)
	if s.chance(1, 150) {
		amount = s.odd()
	}
	return &attempt{call: func(ctx sdk.Context) error { return call(ctx, d.id, amount, by, "memo") }}
}

func (s *Sim) reduce() *attempt {
	return s.called(ledger.Undelivered, isCalled, s.chain.Appropriation.Reduce)
}

func (s *Sim) reduceOwed() *attempt {
	return s.called(ledger.Unpaid, isPlain, s.chain.Appropriation.ReduceOwed)
}

func (s *Sim) accrue() *attempt {
	return s.called(ledger.Undelivered, isPlain, s.chain.Appropriation.Accrue)
}

func (s *Sim) accrueInterest() *attempt {
	return s.called(ledger.Undelivered, isLate, s.chain.Appropriation.AccrueInterest)
}

func (s *Sim) pay() *attempt {
	return s.called(ledger.Unpaid, isPlain, s.chain.Appropriation.Pay)
}

func (s *Sim) comeBack() *attempt {
	return s.late(ledger.Paid, isPlain, s.chain.Appropriation.ComeBack)
}

func (s *Sim) advance() *attempt {
	return s.called(ledger.Undelivered, isCalled, func(ctx context.Context, id string, amount money.Amount, by, reference string) error {
		if err := s.chain.Appropriation.Promise(ctx, id, amount); err != nil {
			return err
		}
		if err := s.chain.Appropriation.Advance(ctx, id, amount, by, reference); err != nil {
			return err
		}
		return s.chain.Appropriation.AdvanceArrives(ctx, id, amount)
	})
}

// late is a call that is lawful also after the authority was cancelled, and sometimes is on such an obligation.
func (s *Sim) late(net ledger.Net, fit func(*document) bool, call call) *attempt {
	if d := pick(s, s.gone); d != nil && fit(d) && s.chance(1, 3) {
		amount, by := s.part(s.left(d.fund.symbol, d.id, net)), s.officer(d.fund.agency)
		return &attempt{call: func(ctx sdk.Context) error { return call(ctx, d.id, amount, by, "memo") }}
	}
	return s.called(net, fit, call)
}

func (s *Sim) liquidate() *attempt {
	return s.late(ledger.Advanced, isCalled, s.chain.Appropriation.Liquidate)
}

func (s *Sim) recoverAdvance() *attempt {
	return s.late(ledger.Advanced, isCalled, s.chain.Appropriation.RecoverAdvance)
}

func (s *Sim) claimBack() *attempt {
	return s.late(ledger.Paid, isNoOrder, s.chain.Appropriation.ClaimBack)
}

func (s *Sim) writeOff() *attempt {
	return s.late(ledger.Receivable, isNoOrder, s.chain.Appropriation.WriteOff)
}

func (s *Sim) refund() *attempt {
	return s.late(ledger.Paid, isAny, s.chain.Appropriation.Refund)
}

// owe makes a delivery under a contract payable.
func (s *Sim) owe() *attempt {
	d, left := s.document(ledger.Undelivered, isContract)
	if d == nil {
		return nil
	}
	bill := payment.Bill{Payee: d.payee.uei, FiscalYear: int(s.year), Number: s.number("B")}
	switch a, is := s.allowedTo(d); {
	case is && s.chance(1, 2):
		bill = s.named(a)
	case s.chance(1, 80) && len(s.open[d.fund.agency]) > 0:
		bill.Number = pick(s, s.open[d.fund.agency]).id[len(d.payee.uei)+6:]
	}
	by := s.same(d)
	p := payment.Payable{Obligation: d.id, Amount: s.part(left/2 + 1), Persons: slices.Clone(d.hands)}
	if !slices.Contains(p.Persons, by) {
		p.Persons = append(p.Persons, by)
	}
	if s.chance(1, 2) {
		p.Due = s.soon(2 + 10*s.pace())
	}
	return &attempt{
		call: func(ctx sdk.Context) error {
			made, err := s.chain.Payment.Owe(ctx, bill, p)
			p.Id = made.Id
			return err
		},
		done: func(any) { s.owed(p.Id, d) },
	}
}
