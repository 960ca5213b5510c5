package appropriation

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/ledger"
)

// maxResolutions bounds how many continuing resolutions stand one after the other before a law: fiscal year 2001 had 21 [R].
const maxResolutions = 32

// ends refuses a continuing resolution that ends before today or after the fiscal year.
func (a act) ends(until date.Date) error {
	if until != "" && (until < a.today || until > a.params.Last(a.year)) {
		return ErrWrongDay.Refuse("a continuing resolution until %s, today is %s and the fiscal year ends on %s",
			until, a.today, a.params.Last(a.year))
	}
	return nil
}

// continues lets an authority take the place of the continuing resolution that it names, and says what has been given before it: by
// that one, and by those whose place that one took. It gives for the same purposes, unless it names none, and then it takes them over.
func (k Keeper) continues(ctx context.Context, a act, line Line) (_ Line, given money.Amount, err error) {
	old, err := k.line(ctx, line.Replaces, Authority)
	if err != nil {
		return line, 0, err
	}
	if len(line.Purposes) == 0 {
		line.Purposes = old.Purposes
	}
	own, err := k.ledger.Balance(ctx, a.fund.Symbol, old.Id, ledger.OtherAppropriations)
	if err != nil {
		return line, 0, err
	}
	if err := old.yields(a, line, own.Amount); err != nil {
		return line, 0, err
	}
	if line.Until != "" {
		if err := k.untransferred(ctx, old, ErrNotContinuing); err != nil {
			return line, 0, err
		}
	}
	err = k.back(ctx, old, func(l Line) error {
		own, err := k.ledger.Balance(ctx, a.fund.Symbol, l.Id, ledger.OtherAppropriations)
		if err == nil {
			given, err = money.Add(given, own.Amount)
		}
		return err
	})
	return line, given, err
}

// untransferred refuses to let a resolution end, by a rule of the caller's, of which a part was transferred when it had no end: in another
// fund that would have none.
func (k Keeper) untransferred(ctx context.Context, last Line, why *rule.Rule) error {
	return k.back(ctx, last, func(l Line) error {
		gone, err := k.ledger.Balance(ctx, FundOf(l.Id), l.Id, ledger.TransfersCurrentYear)
		if err == nil && gone.Amount != 0 {
			return why.Refuse("%s, %s: %s of it was transferred to other funds, where it would not end", l.Id, l.Name, -gone.Amount)
		}
		return err
	})
}

// back hands an authority and all whose place it took, the last first, to do.
func (k Keeper) back(ctx context.Context, last Line, do func(Line) error) (err error) {
	for range maxResolutions {
		if err := do(last); err != nil || last.Replaces == "" {
			return err
		}
		if last, err = k.line(ctx, last.Replaces, Authority); err != nil {
			return err
		}
	}
	return ErrNotContinuing.Refuse("%s: %d stand one after the other already, the most there may be", last.Id, maxResolutions)
}

// yields refuses to give the place of an authority, which gave an amount of its own, to another: because it is no continuing resolution of
// this fund and year whose place is free, or because it gave other money than the one that would take its place. A law that gave no more
// than resolutions before it made no entry that could be corrected, and yields to the one that is right.
func (l Line) yields(a act, to Line, own money.Amount) error {
	switch {
	case FundOf(l.Id) != a.fund.Symbol:
		return ErrNotContinuing.Refuse("%s, %s, is an authority of another fund than %s", l.Id, l.Name, a.fund.Symbol)
	case l.Until == "" && (l.Replaces == "" || own != 0):
		return ErrNotContinuing.Refuse("%s, %s, has no last day", l.Id, l.Name)
	case l.Replaces == "" && own == 0:
		return ErrNotContinuing.Refuse("%s, %s, was taken back by a correction, and gave nothing", l.Id, l.Name)
	case l.ReplacedBy != "":
		return ErrNotContinuing.Refuse("%s, %s, was replaced by %s", l.Id, l.Name, l.ReplacedBy)
	case l.Since < a.params.First(a.year):
		return ErrNotContinuing.Refuse("%s, %s, was given on %s, before fiscal year %d", l.Id, l.Name, l.Since, a.year)
	case l.Defc != to.Defc:
		return ErrNotContinuing.Refuse("%s, %s, gave with emergency code %s, %s gives with %s", l.Id, l.Name, l.Defc, to.Name, to.Defc)
	case l.Mandatory != to.Mandatory:
		return ErrNotContinuing.Refuse("%s, %s: one of it and %s is mandatory, the other discretionary", l.Id, l.Name, to.Name)
	case !slices.Equal(slices.Sorted(slices.Values(l.Purposes)), slices.Sorted(slices.Values(to.Purposes))):
		return ErrNotContinuing.Refuse("%s, %s, gave for %s, %s gives for %s", l.Id, l.Name,
			strings.Join(l.Purposes, ", "), to.Name, strings.Join(to.Purposes, ", "))
	}
	return nil
}

// relink says by which authority the place of a continuing resolution was taken, or that it is free again.
func (k Keeper) relink(ctx context.Context, continuing, by string) error {
	old, err := k.line(ctx, continuing, Authority)
	if err != nil {
		return err
	}
	old.ReplacedBy = by
	return k.lines.Set(ctx, continuing, old)
}

// unreplace gives a continuing resolution its end back, and its place, when the entry that took it is corrected. What has given a part
// of another authority is corrected after that one.
func (k Keeper) unreplace(ctx context.Context, authority string) error {
	line, err := k.line(ctx, authority, Authority)
	if err != nil {
		return err
	}
	if line.ReplacedBy != "" {
		return ErrNotCorrectable.Refuse("%s, %s, is a part of what %s gives; correct that first", line.Id, line.Name, line.ReplacedBy)
	}
	if line.Replaces == "" {
		return nil
	}
	before, err := k.line(ctx, line.Replaces, Authority)
	if err != nil {
		return err
	}
	if err := k.untransferred(ctx, before, ErrNotCorrectable); err != nil {
		return err
	}
	if err := k.relink(ctx, line.Replaces, ""); err != nil {
		return err
	}
	line.Replaces = ""
	return k.lines.Set(ctx, line.Id, line)
}

// Until is the last day on which an authority may be obligated because a continuing resolution gave it, and that resolution: the last of
// those that took the place of one another. It is empty when the authority is a law's, or a law took their place.
func (k Keeper) Until(ctx context.Context, authority Line) (until date.Date, last Line, err error) {
	for last = authority; last.ReplacedBy != ""; { // an authority is replaced by a later one of its fund only
		if last, err = k.line(ctx, last.ReplacedBy, Authority); err != nil {
			return "", last, err
		}
	}
	return last.Until, last, nil
}

// inForce refuses to take a step with authority whose continuing resolution has lapsed.
func (k Keeper) inForce(ctx context.Context, line string, today date.Date) error {
	authority, err := k.authority(ctx, line)
	if err != nil {
		return err
	}
	until, last, err := k.Until(ctx, authority)
	if err == nil && until != "" && today > until {
		return ErrLapsed.Refuse("%s gave authority until %s, today is %s", last.Name, until, today)
	}
	return err
}

// linked says what is wrong with how an authority and another take each other's place, or nil: each names the other, of its fund, the
// one that yields is a continuing resolution and the older.
func (t tree) linked(l Line) error {
	if by := t.lines[l.ReplacedBy]; l.ReplacedBy != "" {
		switch {
		case by.Kind != Authority || by.Replaces != l.Id || FundOf(by.Id) != FundOf(l.Id):
			return ErrMalformedGenesis.Refuse("replaced by %q, which is no authority of its fund that says so", l.ReplacedBy)
		case l.Until == "" && l.Replaces == "":
			return ErrMalformedGenesis.Refuse("replaced by %s, and it is no continuing resolution", by.Id)
		case number(by.Id) < number(l.Id):
			return ErrMalformedGenesis.Refuse("replaced by %s, which is older", by.Id)
		}
	}
	if l.Replaces != "" && t.lines[l.Replaces].ReplacedBy != l.Id {
		return ErrMalformedGenesis.Refuse("it replaces %q, which does not say so", l.Replaces)
	}
	return nil
}

// number is which of its parent's children a line is; 0 if its id does not say.
func number(id string) uint64 {
	n, err := strconv.ParseUint(id[len(parentOf(id))+1:], 10, 32)
	if err != nil {
		return 0
	}
	return n
}
