package procurement

import (
	"context"
	"fmt"
	"strings"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// pastFaults adds the faults of what has left the state: each stands in a log of its kind, at a place of its own, and is not open.
func (g GenesisState) pastFaults(f *room.Faults, requisitions map[string]Requisition) {
	open, seen, places := make(map[string]bool), make(map[string]bool), make(map[Past]bool)
	for number := range requisitions {
		open[subject(aRequisition, number)] = true
	}
	for _, s := range g.Solicitations {
		open[subject(aSolicitation, s.Number)] = true
	}
	for i, p := range g.Past {
		place := fmt.Sprintf("past[%d] %s", i, rule.Clip(p.Subject, 2*maxNumber))
		f.Add(place, p.fault())
		at := Past{Log: p.Log, Entry: p.Entry}
		if seen[p.Subject] || places[at] {
			f.Add(place, ErrNumberUsed.Refuse("given twice"))
		}
		if open[p.Subject] {
			f.Add(place, ErrNumberUsed.Refuse("it is open"))
		}
		seen[p.Subject], places[at] = true, true
	}
}

// fault says what is wrong with what has left the state, or nil: its number, its log and its agency, in this order.
func (p Past) fault() error {
	kind, number, _ := strings.Cut(p.Subject, "/")
	log, member, _ := strings.Cut(p.Log, "/")
	switch {
	case kind == aRequisition:
		if err := checkRequisition(number); err != nil {
			return err
		}
	case kind != aSolicitation || CheckSolicitation(number) != "":
		return ErrMalformedNumber.Refuse("%q is no requisition and no solicitation", rule.Clip(p.Subject, 2*maxNumber))
	}
	if log != kind+"s" || consortium.CheckID(member) != "" {
		return ErrMalformedText.Refuse("it stands in the log %q", rule.Clip(p.Log, 2*maxNumber))
	}
	return nil
}

// countFaults adds the faults of what a requisition says of its orders and of its solicitation.
func (g GenesisState) countFaults(f *room.Faults) {
	orders, solicited := make(map[string]uint32), make(map[string]string)
	for _, o := range g.Orders {
		orders[o.Requisition]++
	}
	for i, s := range g.Solicitations {
		if other := solicited[s.Requisition]; other != "" {
			f.Add(fmt.Sprintf("solicitations[%d] %s", i, s.Number), ErrSolicited.Refuse("requisition %s by %s", s.Requisition, other))
		}
		solicited[s.Requisition] = s.Number
	}
	for i, r := range g.Requisitions {
		place := fmt.Sprintf("requisitions[%d] %s", i, r.Number)
		if n := orders[r.Number]; n != r.Orders {
			f.Add(place, ErrUnknownOrder.Refuse("it counts %d orders that are open, and has %d", r.Orders, n))
		}
		if s := solicited[r.Number]; s != r.Solicitation {
			f.Add(place, ErrUnknownSolicitation.Refuse("it names %q, and its solicitation is %q", rule.Clip(r.Solicitation, maxNumber), s))
		}
		if r.Canceled && r.Solicitation != "" {
			f.Add(place, ErrRequisitionNotOpen.Refuse("it is canceled, and solicited by %s", rule.Clip(r.Solicitation, maxNumber)))
		}
	}
}

// pastBroken says what is wrong with the logs of what has left the state, or nil: they have an entry for each, and no other.
func (k Keeper) pastBroken(ctx context.Context, all []Past) error {
	entries := make(map[string]uint64)
	for _, p := range all {
		entries[p.Log]++
	}
	for _, p := range all {
		size, err := k.history.Size(ctx, p.Log)
		if err != nil {
			return err
		}
		if n := entries[p.Log]; n != size || p.Entry >= size {
			return ledger.ErrBroken.Refuse("%s is entry %d of the log %s, which has %d, for %d numbers", p.Subject, p.Entry, p.Log, size, n)
		}
	}
	return nil
}
