package appropriation

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
)

// perBlock bounds the work of the calendar in one block, in subjects and closing entries. What is left over is done in the next. The
// closing entries of one fund are made together, since the books say nothing that is true in the midst of them.
const perBlock = 200

// calendar is who acts where the day itself does.
const calendar = "calendar"

// Year is the fiscal year in which a day lies.
func (p Params) Year(on date.Date) uint32 { return uint32(on.FiscalYear(p.FiscalYearStart)) }

// First is the first day of a fiscal year.
func (p Params) First(year uint32) date.Date {
	return date.FiscalStart(int(year), p.FiscalYearStart, 0)
}

// Last is the last day of a fiscal year.
func (p Params) Last(year uint32) date.Date { return p.First(year + 1).Before() }

// Quarter is the first day of a quarter, 1 to 4, of a fiscal year.
func (p Params) Quarter(year, quarter uint32) date.Date {
	return date.FiscalStart(int(year), p.FiscalYearStart, 3*(quarter-1))
}

// QuarterOf is the quarter of the fiscal year in which a day lies.
func (p Params) QuarterOf(on date.Date) uint32 {
	quarter := uint32(4)
	for quarter > 1 && on < p.Quarter(p.Year(on), quarter) {
		quarter--
	}
	return quarter
}

// Expired says whether the authority of a fund takes no new obligations in a fiscal year any more (31 USC 1553).
func (y Symbol) Expired(year uint32) bool { return y.End != 0 && int(year) > y.End }

// cancels says whether the authority of a fund is cancelled at the end of a fiscal year (31 USC 1552).
func (y Symbol) cancels(year uint32, p Params) bool {
	return y.End != 0 && int(year) == y.End+int(p.ExpiredYears)
}

// begun says whether the period of a fund has begun in a fiscal year. What is apportioned before that is apportioned for its first.
func (y Symbol) begun(year uint32) bool { return y.Begin <= int(year) }

// TurnCalendar does the work that is due: the ends of fiscal years, fund by fund, and of deferrals. The oldest comes first, and what
// is due together has its turns together, so that no fund waits for the whole of a greater one. It never fails the block: work that
// fails is undone, set aside, and told of in an event.
func (k Keeper) TurnCalendar(ctx context.Context) error {
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return err
	}
	for left := perBlock; left > 0; {
		all, err := k.due(ctx, today, left)
		if err != nil || len(all) == 0 {
			return err
		}
		for i, due := range all {
			if left <= 0 {
				break
			}
			spent, err := k.turn(ctx, due, max(left/(len(all)-i), 1))
			if err != nil {
				return err
			}
			left -= spent
		}
	}
	return nil
}

// due is the work of the agenda that is due, the oldest first, and at most so many pieces of it.
func (k Keeper) due(ctx context.Context, today date.Date, limit int) (all []Due, err error) {
	upTo := new(collections.Range[collections.Pair[string, string]]).EndExclusive(collections.Join(string(today.Plus(1)), ""))
	err = k.agenda.Walk(ctx, upTo, func(key collections.Pair[string, string]) (stop bool, err error) {
		all = append(all, dueAt(key))
		return len(all) == limit, nil
	})
	return all, err
}

// turn does a part of one piece of work, of at most so many subjects, and sets it aside if it fails. The end of a year may have taken
// that of a deferral off the agenda.
func (k Keeper) turn(ctx context.Context, due Due, limit int) (spent int, err error) {
	if is, err := k.agenda.Has(ctx, due.key()); err != nil || !is {
		return 1, err
	}
	spent, why := k.safely(ctx, due, limit)
	if why != nil {
		return 1, k.setAside(ctx, due, why)
	}
	return max(spent, 1), nil
}

func dueAt(key collections.Pair[string, string]) Due {
	return Due{On: date.Date(key.K1()), Subject: key.K2()}
}

func (d Due) key() collections.Pair[string, string] { return collections.Join(string(d.On), d.Subject) }

// safely does one piece of work, all of it or nothing.
func (k Keeper) safely(ctx context.Context, due Due, left int) (spent int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	cache, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	if FundOf(due.Subject) == due.Subject {
		spent, err = k.endYear(cache, due, left)
	} else {
		spent, err = 1, k.endDeferral(cache, due.Subject, due.On, calendar)
	}
	if err == nil {
		write()
	}
	return spent, err
}

// setAside takes work that failed off the agenda. The fund then stays closed for every act until its members mend the fault, which
// is one of the program.
func (k Keeper) setAside(ctx context.Context, due Due, why error) error {
	sdk.UnwrapSDKContext(ctx).Logger().Error("work of the calendar failed", "on", due.On, "subject", due.Subject, "error", why)
	if err := k.agenda.Remove(ctx, due.key()); err != nil {
		return err
	}
	if err := k.stuck.Set(ctx, due.key()); err != nil {
		return err
	}
	return room.Emit(ctx, &CalendarWorkFailed{On: due.On, Subject: due.Subject})
}
