package procurement

import (
	"context"
	"fmt"
	"slices"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
)

// CheckInvariants holds the state to what a genesis is held to, and every order to its obligation: to the same vendor, and to what is
// still to come or to be invoiced of it. No more was accepted than ordered, and none invoiced that was not accepted; what waits is what
// the invoices ask for; no more is ordered than was asked for, and of every requisition something can come.
// No vendor owes back more than its debts come to.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	f := room.Faults{All: g.Validate()}
	waiting, ordered := make(map[string]int64), make(map[string]int64)
	for _, i := range g.Invoices {
		for _, l := range i.Lines {
			waiting[account(i.Piid+" ", l.Line)] += l.Quantity
		}
	}
	for _, r := range g.Requisitions {
		_, unknown := k.consortium.Officer(ctx, r.By)
		f.Add("requisition "+r.Number, unknown)
		f.Add("requisition "+r.Number, k.ofItsAgency(ctx, r))
	}
	for _, o := range g.Orders {
		place := "order " + o.Piid
		for _, person := range slices.Concat([]string{o.By}, o.AmendedBy, o.ReceivedBy) {
			_, unknown := k.consortium.Officer(ctx, person)
			f.Add(place, unknown)
		}
		f.Add(place, k.terms.Check(ctx, o.Terms))
		all, err := k.matches(ctx, o)
		if err != nil {
			f.Add(place, err)
			continue
		}
		for _, m := range all {
			f.Add(place, m.broken(waiting[account(o.Piid+" ", m.Line)]))
			n := m.Ordered
			if o.Terminated != NotTerminated {
				n = m.Accepted
			}
			ordered[account(o.Requisition+" ", m.Line)] += n
		}
		f.Add(place, k.covered(ctx, o, all))
	}
	k.debtsTie(ctx, g, &f)
	for _, r := range g.Requisitions {
		f.Add("requisition "+r.Number, k.asked(ctx, r, ordered))
	}
	f.Add("past", k.pastBroken(ctx, g.Past))
	return f.All
}

// ofItsAgency says what is wrong with the certificate of a requisition, or nil: it is a commitment of a fund of its agency.
func (k Keeper) ofItsAgency(ctx context.Context, r Requisition) error {
	fund, err := k.appropriation.Fund(ctx, appropriation.FundOf(r.Commitment))
	if err != nil {
		return err
	}
	if fund.Member != r.Member {
		return ErrNoCertificate.Refuse("it is of %s, and %s is a fund of %s", r.Member, fund.Symbol, fund.Member)
	}
	return k.certified(ctx, r.Commitment)
}

// broken says what is wrong with the match of a line, when so much of it waits in invoices, or nil.
func (m Match) broken(waiting int64) error {
	switch {
	case m.Accepted > m.Ordered:
		return ledger.ErrBroken.Refuse("line %d: ordered %d, accepted %d", m.Line, m.Ordered, m.Accepted)
	case m.Invoiced+m.Waiting > m.Accepted:
		return ledger.ErrBroken.Refuse("line %d: accepted %d, invoiced %d, waiting %d", m.Line, m.Accepted, m.Invoiced, m.Waiting)
	case m.Waiting != waiting:
		return ledger.ErrBroken.Refuse("line %d: %d waits, the invoices ask for %d", m.Line, m.Waiting, waiting)
	}
	return nil
}

// covered says what is wrong with the obligation of an order, or nil. When its authority is canceled, nothing of it is left.
func (k Keeper) covered(ctx context.Context, o Order, all []Match) error {
	obligation, err := k.appropriation.Obligation(ctx, o.Piid)
	if err != nil {
		return err
	}
	if obligation.Payee != o.Vendor {
		return ErrNotParty.Refuse("it is to %s, its obligation to %s", o.Vendor, obligation.Payee)
	}
	want, err := obligated(all, o.Terminated != NotTerminated)
	if err != nil {
		return err
	}
	p, err := k.appropriation.MoneyOf(ctx, obligation)
	if err != nil {
		return err
	}
	canceled, err := k.canceled(ctx, obligation.Fund())
	if err == nil && p.Undelivered != want && !(canceled && p.Undelivered == 0) {
		return ledger.ErrBroken.Refuse("%s is to come or to be invoiced, %s is obligated for it", want, p.Undelivered)
	}
	return err
}

// canceled says whether authority of a fund is canceled, or is just being.
func (k Keeper) canceled(ctx context.Context, symbol string) (bool, error) {
	fund, err := k.appropriation.Fund(ctx, symbol)
	return fund.Canceled || fund.Closing != "" || fund.SweptAt != 0, err
}

// asked says what is wrong with what is ordered of a requisition, or nil: orders that are closed have their part, so that it is at least what
// the open ones have.
func (k Keeper) asked(ctx context.Context, r Requisition, open map[string]int64) error {
	ordered, err := k.orderedOf(ctx, r)
	if err != nil {
		return err
	}
	if r.finished(ordered) {
		return ledger.ErrBroken.Refuse("nothing can come of it, and it is in the state")
	}
	for i, item := range r.Items {
		line, n := uint32(i+1), ordered[i].Quantity
		if least := open[account(r.Number+" ", line)]; n < least || n > item.Quantity {
			return fmt.Errorf("line %d: %w", line, ledger.ErrBroken.Refuse("asked for %d, ordered %d, by open orders %d", item.Quantity, n, least))
		}
	}
	return nil
}
