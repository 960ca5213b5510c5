package payment

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// validateBank finds the faults in what went to banks, in what they said, and in whom they pay where.
func (g GenesisState) validateBank(f *room.Faults) {
	sent := once(f, "files", g.Files, ErrFileDisagrees)
	for i, s := range g.Schedules {
		if s.File != "" && !sent[s.Office+"/"+s.File] {
			f.Add(fmt.Sprintf("schedules[%d] %s", i, s.Id), ErrFileDisagrees.Refuse("its file %s is not kept", s.File))
		}
	}
	last := make(map[string]uint32)
	for i, a := range g.Answered {
		id := a.Office + "/" + a.File
		place := fmt.Sprintf("answered[%d] %s", i, id)
		if why := rule.CheckHash(a.File); why != "" || a.Last == 0 {
			f.Add(place, ErrMalformedAnswer.Refuse("recorded up to line %d; %s", a.Last, why))
		}
		if last[id] > 0 {
			f.Add(place, ErrMalformedAnswer.Refuse("given twice"))
		}
		last[id] = a.Last
	}
	ids := make([]string, len(g.Exceptions))
	for i, e := range g.Exceptions {
		ids[i] = e.Id
		place := fmt.Sprintf("exceptions[%d] %s", i, e.Id)
		cut := strings.LastIndexByte(e.Id, '/') + 1
		file, line := strings.TrimSuffix(e.Id[:cut], "/"), e.Id[cut:]
		if line != strconv.FormatUint(uint64(e.Word.Line), 10) || e.Word.Line > last[file] {
			f.Add(place, ErrMalformedAnswer.Refuse("line %d of a file that is recorded up to line %d", e.Word.Line, last[file]))
		}
		if why := e.Word.fault(); why != "" || e.Why == "" || e.By == "" {
			f.Add(place, ErrMalformedAnswer.Refuse("it stands here because %q, by %q; %s", e.Why, e.By, why))
		}
	}
	once(f, "exceptions", ids, ErrMalformedAnswer)
	g.validatePayees(f)
}

// validatePayees finds the faults in the accounts of payees and in the marks on them.
func (g GenesisState) validatePayees(f *room.Faults) {
	f.Add("params", g.Params.fault())
	ids := make([]string, len(g.Accounts))
	for i, a := range g.Accounts {
		ids[i] = a.Office + "/" + a.Payee
		place := fmt.Sprintf("accounts[%d] %s", i, ids[i])
		if !a.Current.there() && !a.Next.there() {
			f.Add(place, ErrUnknownAccount.Refuse("no details, neither in use nor waiting"))
		}
		for _, d := range []Details{a.Current, a.Next} {
			if d.there() {
				f.Add(place, d.fault())
			}
		}
		if a.Current.there() != (a.Current.By != "") || a.Next.By != "" {
			f.Add(place, ErrMalformedAccount.Refuse("confirmed by %q, and by %q what waits", a.Current.By, a.Next.By))
		}
	}
	once(f, "accounts", ids, ErrMalformedAccount)
	marks := make([]string, len(g.Marks))
	for i, m := range g.Marks {
		marks[i] = m.Payee + "/" + m.Member
		f.Add(fmt.Sprintf("marks[%d] %s", i, marks[i]), checkWhy(m.Reason))
	}
	once(f, "marks", marks, ErrUnknownMark)
	allowed := make([]string, len(g.Allowances))
	for i, a := range g.Allowances {
		allowed[i] = a.Bill
		if bill, again, found := strings.Cut(a.Bill, "."); !found || !slices.Contains(g.Bills, bill) {
			f.Add(fmt.Sprintf("allowances[%d] %s", i, a.Bill), ErrNotAllowed.Refuse("time %q of a bill that was never owed", again))
		}
	}
	once(f, "allowances", allowed, ErrNotAllowed)
}

// validateInterest finds the faults in what late payments have earned: it is of a bill that was owed, and not payable yet; and in the rates.
func (g GenesisState) validateInterest(f *room.Faults, bills map[string]bool) {
	before := InterestRate{}
	for n, r := range g.InterestRates {
		place := fmt.Sprintf("interest_rates[%d] %s", n, r.From)
		f.Add(place, r.fault())
		f.Add(place, r.follows(before, r.From))
		before = r
	}
	late := make([]string, len(g.Interest))
	for n, i := range g.Interest {
		late[n] = i.Bill
		place := fmt.Sprintf("interest[%d] %s", n, i.Bill)
		f.Add(place, i.fault())
		if !bills[i.Bill] || bills[i.Bill+interestMark] {
			f.Add(place, ErrNoInterest.Refuse("its bill is not kept, or its interest was owed before"))
		}
	}
	earned := once(f, "interest", late, ErrNoInterest)
	for n, p := range g.Payables {
		if p.Due != "" && p.Status != PayableDisbursed && earned[p.Id] {
			f.Add(fmt.Sprintf("payables[%d] %s", n, p.Id), ErrNoInterest.Refuse("it is %s, and has earned interest", p.Status.Words()))
		}
	}
}

// validateReturned finds the faults in what came back after it settled, and in what came in of what was paid.
func (g GenesisState) validateReturned(f *room.Faults, bills map[string]bool) {
	undone, refunded := make([]string, len(g.Undone)), make([]string, len(g.Refunded))
	for i, u := range g.Undone {
		undone[i] = u.key()
	}
	for i, r := range g.Refunded {
		refunded[i] = r.Payable
		if why := r.Amount.Check(); why != "" || !bills[r.Payable] {
			f.Add(fmt.Sprintf("refunded[%d] %s", i, r.Payable), ErrCameBack.Refuse("its bill is not kept, or its sum is none: %s", why))
		}
	}
	once(f, "undone", undone, ErrCameBack)
	once(f, "refunded", refunded, ErrCameBack)
}

// initBank fills the part of the state that concerns banks.
func (k Keeper) initBank(ctx context.Context, g *GenesisState) error {
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, file := range g.Files {
		if err := k.files.Set(ctx, file); err != nil {
			return err
		}
	}
	for _, a := range g.Answered {
		if err := k.answers.Set(ctx, collections.Join(a.Office, a.File), a.Last); err != nil {
			return err
		}
	}
	err := room.Fill(ctx, k.exceptions, g.Exceptions, func(e Exception) collections.Pair[string, string] { return exceptionKey(e.Id) })
	if err != nil {
		return err
	}
	err = room.Fill(ctx, k.accounts, g.Accounts, func(a Account) collections.Pair[string, string] {
		return collections.Join(a.Office, a.Payee)
	})
	if err != nil {
		return err
	}
	if err := room.Fill(ctx, k.allowances, g.Allowances, func(a Allowance) string { return a.Bill }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.undone, g.Undone, Undone.key); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.refunded, g.Refunded, func(r Refunded) string { return r.Payable }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.interest, g.Interest, func(i Interest) string { return i.Bill }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.rates, g.InterestRates, func(r InterestRate) string { return string(r.From) }); err != nil {
		return err
	}
	return room.Fill(ctx, k.marks, g.Marks, Mark.key)
}

// exportBank writes that part.
func (k Keeper) exportBank(ctx context.Context, g *GenesisState) (err error) {
	if g.Params, err = k.params.Get(ctx); err != nil {
		return err
	}
	if g.Files, err = room.Keys(ctx, k.files); err != nil {
		return err
	}
	if g.Exceptions, err = room.All(ctx, k.exceptions); err != nil {
		return err
	}
	if g.Accounts, err = room.All(ctx, k.accounts); err != nil {
		return err
	}
	if g.Marks, err = room.All(ctx, k.marks); err != nil {
		return err
	}
	if g.Allowances, err = room.All(ctx, k.allowances); err != nil {
		return err
	}
	if g.Undone, err = room.All(ctx, k.undone); err != nil {
		return err
	}
	if g.Refunded, err = room.All(ctx, k.refunded); err != nil {
		return err
	}
	if g.Interest, err = room.All(ctx, k.interest); err != nil {
		return err
	}
	if g.InterestRates, err = room.All(ctx, k.rates); err != nil {
		return err
	}
	return k.answers.Walk(ctx, nil, func(file collections.Pair[string, string], last uint32) (stop bool, err error) {
		g.Answered = append(g.Answered, AnsweredFile{Office: file.K1(), File: file.K2(), Last: last})
		return false, nil
	})
}
