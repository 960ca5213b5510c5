package payment

import (
	"context"
	"slices"
	"strings"
)

// match finds the disbursed payable that a word is about, or says why there is none.
func (t *teller) match(ctx context.Context, w Word) (p Payable, why string, err error) {
	p, found, err := t.Payable(ctx, w.Payable)
	if err != nil {
		return p, "", err
	}
	if !found {
		why, err = t.unmatched(ctx, w)
		return p, why, err
	}
	office, _, _ := strings.Cut(p.Schedule, "/")
	earlier := p.Earlier(w)
	switch {
	case p.Status != PayableDisbursed:
		return p, "it is " + p.Status.Words() + ", not " + PayableDisbursed.Words(), nil
	case office != t.office:
		return p, "it is paid by " + office, nil
	case w.Outcome == Corrected:
		return p, "the bank wants the payee's account corrected", nil
	case earlier != "":
		return p, earlier, nil
	case w.Amount != p.Amount:
		return p, p.Amount.String() + " was paid", nil
	case p.whole() != nil:
		return p, "of its roll the bank has spoken line by line", nil
	}
	return p, "", nil
}

// unmatched says why a word is about no payable by itself: it is about none, about one that is gone, or about a line of a roll, which
// settle-lines and return-line record if it is as the roll has it.
func (t *teller) unmatched(ctx context.Context, w Word) (why string, err error) {
	name, line, isLine := LineOf(w.Payable)
	if !isLine {
		name = w.Payable
	}
	p, found, err := t.Payable(ctx, name)
	if err != nil {
		return "", err
	}
	if used, err := t.bills.Has(ctx, name); !found && used || err != nil {
		return "it left the state before: settled, or taken back", err
	}
	switch n := int(line) - 1; {
	case !found || n >= int(p.RollLines):
		return "no payable has this name", nil
	case set(p.Settled).has(n):
		return "the line of the roll is settled", nil
	case set(p.Returned).has(n):
		return "the line of the roll came back before", nil
	case p.Status != PayableDisbursed:
		return "the roll is " + p.Status.Words() + ", not " + PayableDisbursed.Words(), nil
	case w.Outcome == Corrected:
		return "the bank wants the beneficiary's account corrected", nil
	}
	if why := p.Earlier(w); why != "" {
		return why, nil
	}
	return "the roll was not shown to have this amount there", nil
}

// Earlier says why a word is not about the present payment of a disbursed payable, or may not be; or "". A bank may tell a return twice, and the
// second time the payable may be on its way again.
func (p Payable) Earlier(w Word) (why string) {
	left := func(h Hand) bool { return h.Step == Disbursed }
	switch {
	case w.Schedule != "" && w.Schedule != p.Schedule:
		return "it is about an earlier payment, on schedule " + w.Schedule
	case w.Schedule == "" && w.Outcome == Returned && slices.ContainsFunc(p.Hands, left):
		return "it was paid before, and the word may be about that: name the schedule"
	}
	return ""
}
