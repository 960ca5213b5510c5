package payment

import (
	"context"
	"fmt"
	"slices"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// DefaultGenesis owes nothing. New details of a bank account wait for ten days [house rule]. Late payments cost 2.375 percent a year, as in the
// second half of 2017 [R].
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: Params{AccountDays: 10}, InterestRates: []InterestRate{{From: "2017-07-01", Rate: 2375}}}
}

// Validate finds every fault of a genesis: a payable, schedule or key given twice, a payable whose bill is not kept, one on a
// schedule that does not list it, and a schedule whose count of waiting lines is wrong.
func (g GenesisState) Validate() error {
	var f room.Faults
	bills := once(&f, "bills", g.Bills, ErrDuplicateBill)
	numbers := once(&f, "schedule_ids", g.ScheduleIds, ErrScheduleUsed)
	once(&f, "receipts", g.Receipts, ErrDuplicateReceipt)
	g.validateBank(&f)
	g.validateInterest(&f, bills)
	g.validateReturned(&f, bills)
	charged := make([]string, len(g.Charged))
	for i, c := range g.Charged {
		charged[i] = c.Payable
	}
	once(&f, "unpaid", g.Unpaid, ErrDuplicateBill)
	once(&f, "charged", charged, ErrDuplicateBill)
	for _, bill := range slices.Concat(g.Unpaid, charged) {
		if !bills[bill] {
			f.Add(bill, ErrMalformedPayable.Refuse("its bill is not kept"))
		}
	}
	listed := make(map[string]bool)
	for i, l := range g.Lines {
		for _, p := range l.Payables {
			listed[l.Schedule+" "+p] = true
		}
		if n := len(l.Payables); n == 0 || n > MaxLines {
			f.Add(fmt.Sprintf("lines[%d] %s", i, l.Schedule), ErrMalformedSchedule.Refuse("%d payables", n))
		}
	}
	seen, waiting := make(map[string]bool), make(map[string]uint32)
	for i, p := range g.Payables {
		place := fmt.Sprintf("payables[%d] %s", i, p.Id)
		if seen[p.Id] {
			f.Add(place, ErrDuplicateBill.Refuse("given twice"))
		}
		if !bills[p.Id] {
			f.Add(place, ErrMalformedPayable.Refuse("its bill is not kept"))
		}
		if p.Schedule != "" && !listed[p.Schedule+" "+p.Id] {
			f.Add(place, ErrUnknownSchedule.Refuse("schedule %q does not list it", p.Schedule))
		}
		f.Add(place, p.fault())
		seen[p.Id] = true
		if p.Status == PayableDisbursed {
			waiting[p.Schedule]++
		}
	}
	scheduled := make(map[string]bool)
	for i, s := range g.Schedules {
		place := fmt.Sprintf("schedules[%d] %s", i, s.Id)
		if scheduled[s.Id] || !numbers[s.Id] {
			f.Add(place, ErrScheduleUsed.Refuse("given twice, or its number is not kept"))
		}
		if next[s.Status] == StatusUnspecified && s.Status != StatusDisbursed {
			f.Add(place, ErrMalformedSchedule.Refuse("it is %s", s.Status.Words()))
		}
		if s.Waiting != waiting[s.Id] {
			f.Add(place, ErrMalformedSchedule.Refuse("it waits for %d lines, %d are disbursed", s.Waiting, waiting[s.Id]))
		}
		scheduled[s.Id] = true
	}
	return f.All
}

// once makes a set of keys, each of which may be given once.
func once(f *room.Faults, list string, keys []string, twice *rule.Rule) map[string]bool {
	set := make(map[string]bool, len(keys))
	for i, key := range keys {
		if set[key] {
			f.Add(fmt.Sprintf("%s[%d] %s", list, i, key), twice.Refuse("given twice"))
		}
		set[key] = true
	}
	return set
}

// fault says what is wrong with a payable by itself, or nil.
func (p Payable) fault() error {
	if why := p.Amount.Check(); why != "" {
		return ErrMalformedPayable.Refuse("%s", why)
	}
	if n := len(p.Persons); n == 0 || n > maxPersons {
		return ErrMalformedPayable.Refuse("%d persons acted on it, between 1 and %d", n, maxPersons)
	}
	if n := len(p.Hands); n > maxHands {
		return ErrTooManyHands.Refuse("%d, at most %d", n, maxHands)
	}
	for i, h := range p.Hands {
		if h.Person == "" || h.Step < Prepared || h.Step > Recorded || slices.Contains(p.Hands[:i], h) {
			return ErrMalformedPayable.Refuse("hand %d: %q, step %d", i+1, h.Person, h.Step)
		}
	}
	if err := p.interestFault(); err != nil {
		return err
	}
	if why := p.rollFault(); why != "" {
		return ErrMalformedRoll.Refuse("%s", why)
	}
	if p.Status == PayableUnspecified || (p.Status == PayableOpen) != (p.Schedule == "") {
		return ErrWrongState.Refuse("it is %s, on schedule %q", p.Status.Words(), p.Schedule)
	}
	return nil
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
	for _, used := range []struct {
		set  collections.KeySet[string]
		keys []string
	}{{k.bills, g.Bills}, {k.scheduleIDs, g.ScheduleIds}, {k.receipts, g.Receipts}, {k.unpaid, g.Unpaid}} {
		for _, key := range used.keys {
			if err := used.set.Set(ctx, key); err != nil {
				return err
			}
		}
	}
	for _, c := range g.Charged {
		if err := k.charged.Set(ctx, c.Payable, c.Document); err != nil {
			return err
		}
	}
	return k.initBank(ctx, g)
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
	if g.ScheduleIds, err = room.Keys(ctx, k.scheduleIDs); err != nil {
		return nil, err
	}
	if g.Receipts, err = room.Keys(ctx, k.receipts); err != nil {
		return nil, err
	}
	if g.Unpaid, err = room.Keys(ctx, k.unpaid); err != nil {
		return nil, err
	}
	err = k.charged.Walk(ctx, nil, func(payable, document string) (stop bool, err error) {
		g.Charged = append(g.Charged, Charge{Payable: payable, Document: document})
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return g, k.exportBank(ctx, g)
}
