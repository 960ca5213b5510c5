package payment

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/appropriation"
)

// CheckInvariants holds the state to what a genesis is held to, and every obligation to this: what the ledger says is owed under it and not
// paid, from canceled authority too, equals its payables that are open or scheduled, and the lines of rolls that came back. What is promised as
// advances is no more than what such payables come to; what the bank has not answered for is what those come to that are disbursed. Nobody
// owes back more than he was paid. What came back after it settled stands in a log. Who acted on a payable, and on its schedule, is an officer
// of the consortium.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	faults := errors.Join(g.Validate(), k.logged(ctx, g), k.hands(ctx, g))
	owed, promised, unanswered := make(map[string]money.Amount), make(map[string]money.Amount), make(map[string]money.Amount)
	for _, p := range g.Payables {
		sums := owed
		switch disbursed := p.Status == PayableDisbursed; {
		case disbursed && p.Advance:
			sums = unanswered
		case disbursed:
			p.Amount = p.CameBack // lines of a roll, which are owed again
		case p.Advance:
			sums = promised
		}
		if sums[p.Obligation], err = money.Add(sums[p.Obligation], p.Amount); err != nil {
			return err
		}
	}
	err = k.appropriation.EachObligation(ctx, func(o appropriation.Obligation, m appropriation.Money) error {
		if m.Unpaid+m.Canceled != owed[o.Document] {
			faults = errors.Join(faults, fmt.Errorf("obligation %s: the ledger owes %s, the payables come to %s",
				o.Document, m.Unpaid+m.Canceled, owed[o.Document]))
		}
		if m.Receivable > m.Paid && m.Canceled == 0 {
			faults = errors.Join(faults, fmt.Errorf("obligation %s: %s is owed back, and %s was paid", o.Document, m.Receivable, m.Paid))
		}
		if m.Promised > promised[o.Document] { // less where authority was canceled
			faults = errors.Join(faults, fmt.Errorf("obligation %s: %s is promised, the advances to be paid come to %s",
				o.Document, m.Promised, promised[o.Document]))
		}
		if m.Unanswered != unanswered[o.Document] {
			faults = errors.Join(faults, fmt.Errorf("obligation %s: of advances of %s the bank has said nothing, such payables come to %s",
				o.Document, m.Unanswered, unanswered[o.Document]))
		}
		return nil
	})
	return errors.Join(faults, err)
}

// logged finds the faults in what came back after it settled: its record stands in the office's log.
func (k Keeper) logged(ctx context.Context, g *GenesisState) error {
	var f room.Faults
	for _, u := range g.Undone {
		size, err := k.history.Size(ctx, PaymentsOf(u.Office))
		if err == nil && u.Index >= size {
			err = ErrNotSettled.Refuse("the log of %s has %d records", u.Office, size)
		}
		f.Add("undone "+u.key(), err)
	}
	return f.All
}

// hands finds the faults in whose payables and schedules are, and through whose hands they went.
func (k Keeper) hands(ctx context.Context, g *GenesisState) error {
	var f room.Faults
	officer := func(place, id string) {
		if id != "" { // nobody has certified or disbursed yet
			_, unknown := k.consortium.Officer(ctx, id)
			f.Add(place, unknown)
		}
	}
	for _, p := range g.Payables {
		place := "payable " + p.Id
		_, unknown := k.appropriation.Obligation(ctx, p.Obligation)
		f.Add(place, unknown)
		if !strings.HasPrefix(p.Id, p.Payee+"/") {
			f.Add(place, ErrMalformedPayable.Refuse("it is owed to %s", p.Payee))
		}
		for _, person := range p.Persons {
			officer(place, person)
		}
		for _, h := range p.Hands {
			officer(place, h.Person)
		}
	}
	for _, s := range g.Schedules {
		place := "schedule " + s.Id
		for _, member := range []string{s.Member, s.Office} {
			_, unknown := k.consortium.Member(ctx, member)
			f.Add(place, unknown)
		}
		if !strings.HasPrefix(s.Id, s.Office+"/") {
			f.Add(place, ErrMalformedSchedule.Refuse("it is of the office %s", s.Office))
		}
		for _, person := range []string{s.PreparedBy, s.CertifiedBy, s.DisbursedBy} {
			officer(place, person)
		}
	}
	for _, e := range g.Exceptions {
		officer("exception "+e.Id, e.By)
	}
	payee := func(place, uei string) {
		_, unknown := k.consortium.Payee(ctx, uei)
		f.Add(place, unknown)
	}
	for _, i := range g.Interest {
		place := "interest on " + i.Bill
		payee(place, i.Payee)
		_, unknown := k.appropriation.Obligation(ctx, i.Obligation)
		f.Add(place, unknown)
		for _, person := range i.Persons {
			officer(place, person)
		}
	}
	for _, a := range g.Accounts {
		payee("account at "+a.Office, a.Payee)
		officer("account of "+a.Payee, a.Current.By)
	}
	for _, o := range g.OfficeKeys {
		_, unknown := k.consortium.Member(ctx, o.Office)
		f.Add("key of "+o.Office, unknown)
		officer("key of "+o.Office, o.By)
	}
	for _, a := range g.Allowances {
		officer("allowance of "+a.Bill, a.By)
	}
	for _, m := range g.Marks {
		payee("mark of "+m.Member, m.Payee)
		officer("mark on "+m.Payee, m.By)
	}
	return f.All
}
