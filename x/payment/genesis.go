package payment

import (
	"context"
	"errors"
	"fmt"

	"github.com/pursechain/purse/base/room"
)

// DefaultGenesis owes nothing.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Validate finds every fault of a genesis: a payable, schedule or key given twice, a payable whose bill is not kept, one on a
// schedule that does not list it, and a schedule whose count of waiting lines is wrong.
func (g GenesisState) Validate() error {
	var faults error
	fault := func(place string, rule interface {
		Refuse(string, ...any) error
	}, format string, args ...any) {
		faults = errors.Join(faults, fmt.Errorf("%s: %w", place, rule.Refuse(format, args...)))
	}
	bills, ids := make(map[string]bool), make(map[string]bool)
	for i, b := range g.Bills {
		if bills[b] {
			fault(fmt.Sprintf("bills[%d] %s", i, b), ErrDuplicateBill, "given twice")
		}
		bills[b] = true
	}
	for i, id := range g.ScheduleIds {
		if ids[id] {
			fault(fmt.Sprintf("schedule_ids[%d] %s", i, id), ErrScheduleUsed, "given twice")
		}
		ids[id] = true
	}
	listed := make(map[string]string)
	for i, l := range g.Lines {
		for _, p := range l.Payables {
			listed[l.Schedule+" "+p] = l.Schedule
		}
		if n := len(l.Payables); n == 0 || n > MaxLines {
			fault(fmt.Sprintf("lines[%d] %s", i, l.Schedule), ErrMalformedSchedule, "%d payables", n)
		}
	}
	payables, waiting := make(map[string]bool), make(map[string]uint32)
	for i, p := range g.Payables {
		place := fmt.Sprintf("payables[%d] %s", i, p.Id)
		if payables[p.Id] {
			fault(place, ErrDuplicateBill, "given twice")
		}
		payables[p.Id] = true
		if !bills[p.Id] {
			fault(place, ErrMalformedPayable, "its bill is not kept")
		}
		if why := p.Amount.Check(); why != "" {
			fault(place, ErrMalformedPayable, "%s", why)
		}
		if p.Status.Words() == PayableStatus(0).Words() || (p.Status == PayableOpen) != (p.Schedule == "") {
			fault(place, ErrWrongState, "%s, on schedule %q", p.Status.Words(), p.Schedule)
		}
		if p.Schedule != "" && listed[p.Schedule+" "+p.Id] == "" {
			fault(place, ErrUnknownSchedule, "schedule %q does not list it", p.Schedule)
		}
		if p.Status == PayableDisbursed {
			waiting[p.Schedule]++
		}
		if n := len(p.Persons); n == 0 || n > maxPersons {
			fault(place, ErrMalformedPayable, "%d persons", n)
		}
	}
	seen := make(map[string]bool)
	for i, s := range g.Schedules {
		place := fmt.Sprintf("schedules[%d] %s", i, s.Id)
		if seen[s.Id] {
			fault(place, ErrScheduleUsed, "given twice")
		}
		seen[s.Id] = true
		if !ids[s.Id] {
			fault(place, ErrMalformedSchedule, "its id is not kept")
		}
		if s.Status.Words() == ScheduleStatus(0).Words() {
			fault(place, ErrMalformedSchedule, "it is %s", s.Status.Words())
		}
		if s.Waiting != waiting[s.Id] {
			fault(place, ErrMalformedSchedule, "it waits for %d lines, %d are disbursed", s.Waiting, waiting[s.Id])
		}
	}
	return faults
}

// InitGenesis fills the state; the genesis has been validated.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	if err := room.Fill(ctx, k.payables, g.Payables, func(p Payable) string { return p.Id }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.schedules, g.Schedules, func(s Schedule) string { return s.Id }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.lines, g.Lines, func(l ScheduleLines) string { return l.Schedule }); err != nil {
		return err
	}
	for _, b := range g.Bills {
		if err := k.bills.Set(ctx, b); err != nil {
			return err
		}
	}
	for _, id := range g.ScheduleIds {
		if err := k.scheduleIDs.Set(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (g *GenesisState, err error) {
	g = &GenesisState{}
	if g.Payables, err = room.All(ctx, k.payables); err != nil {
		return nil, err
	}
	if g.Schedules, err = room.All(ctx, k.schedules); err != nil {
		return nil, err
	}
	if g.Lines, err = room.All(ctx, k.lines); err != nil {
		return nil, err
	}
	if g.Bills, err = room.Keys(ctx, k.bills); err != nil {
		return nil, err
	}
	g.ScheduleIds, err = room.Keys(ctx, k.scheduleIDs)
	return g, err
}
