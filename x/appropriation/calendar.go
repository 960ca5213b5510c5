package appropriation

import (
	"context"
	"fmt"
	"strconv"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/ledger"
)

// perBlock bounds the work of the calendar in one block, in subjects. What is left over is done in the next.
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
			spent, err := k.turn(ctx, due, left/(len(all)-i))
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

// endYear works through a part of a fund's year-end: every line gives what it still has to its authority, expired or to be
// apportioned again; in the year in which authority is cancelled everything goes; then the books are closed.
func (k Keeper) endYear(ctx context.Context, due Due, left int) (spent int, err error) {
	e, err := k.yearEnd(ctx, due.Subject)
	if err != nil {
		return 0, err
	}
	if e.sweeps() {
		subjects, err := k.ledger.Subjects(ctx, e.fund.Symbol, e.from(), e.before(), left)
		if err != nil {
			return 0, err
		}
		for _, s := range subjects {
			if err := k.sweep(ctx, e, s); err != nil {
				return 0, err
			}
		}
		if len(subjects) == left {
			e.fund.Closing = subjects[left-1]
			return left, k.funds.Set(ctx, e.fund.Symbol, e.fund)
		}
		spent = len(subjects)
	}
	return spent, k.close(ctx, e, due)
}

// yearEnd is the end of a fiscal year for a fund.
type yearEnd struct {
	fund   Fund
	symbol Symbol
	params Params
	year   uint32
}

func (k Keeper) yearEnd(ctx context.Context, symbol string) (e yearEnd, err error) {
	if e.fund, err = k.Fund(ctx, symbol); err != nil {
		return e, err
	}
	if e.symbol, err = ParseSymbol(symbol); err != nil {
		return e, err
	}
	if e.params, err = k.params.Get(ctx); err != nil {
		return e, err
	}
	e.year, err = k.ledger.Year(ctx, symbol)
	return e, err
}

func (e yearEnd) expires() bool { return e.symbol.End != 0 && int(e.year) == e.symbol.End }
func (e yearEnd) cancels() bool { return e.symbol.cancels(e.year, e.params) }

// sweeps says whether any subject has to give something back: not before the period, and not between expiry and cancellation.
func (e yearEnd) sweeps() bool {
	return e.cancels() || e.symbol.begun(e.year) && !e.symbol.Expired(e.year)
}

// from and before bound the subjects: the fund's lines, or all of its subjects when authority is cancelled.
func (e yearEnd) from() string {
	if e.fund.Closing != "" || e.cancels() {
		return e.fund.Closing
	}
	return e.fund.Symbol + ":"
}

func (e yearEnd) before() string {
	if e.cancels() {
		return "\x7f" // above every subject, which are of printable ASCII
	}
	return e.fund.Symbol + ";"
}

// sweep takes from a subject what it does not keep over the year's end.
func (k Keeper) sweep(ctx context.Context, e yearEnd, subject string) error {
	switch {
	case FundOf(subject) == subject:
		return k.cancelObligation(ctx, e, subject)
	case e.cancels():
		return k.cancelAuthority(ctx, e, subject)
	}
	event, nets := ledger.Carry, []ledger.Net{ledger.Deferred, ledger.Apportioned, ledger.Allotted, ledger.Committed}
	if e.expires() {
		event, nets = ledger.Expire, append(nets, ledger.Unapportioned)
	}
	for _, net := range nets {
		left, err := k.ledger.Left(ctx, e.fund.Symbol, subject, net)
		if err != nil {
			return err
		}
		if left == 0 {
			continue
		}
		from, to, err := k.lineAndAuthority(ctx, subject)
		if err != nil {
			return err
		}
		if err := k.ledger.Post(ctx, e.entry(event, net, from, to, left)); err != nil {
			return err
		}
	}
	return k.forgetDeferral(ctx, subject)
}

// entry is an entry of a year-end, on the last day of the year.
func (e yearEnd) entry(event ledger.Event, held ledger.Net, from, to ledger.Subject, amount money.Amount) ledger.Entry {
	entry := ledger.Entry{
		Event: event, Fund: e.fund.Symbol, From: from, To: to, Amount: amount,
		On: e.params.Last(e.year), By: calendar, Reference: "31 USC 1552",
	}
	if event == ledger.Expire || event == ledger.Carry {
		entry.Held = held.Accounts[0]
	}
	return entry
}

// cancelObligation takes from an obligation what was not delivered and what was not paid (31 USC 1552): the debt stays, and is paid
// from current money (31 USC 1553(b)).
func (k Keeper) cancelObligation(ctx context.Context, e yearEnd, document string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	from, to, err := k.obligationAndAuthority(ctx, o)
	if err != nil {
		return err
	}
	for _, row := range []struct {
		net   ledger.Net
		event ledger.Event
	}{{ledger.Undelivered, ledger.CancelUndelivered}, {ledger.Unpaid, ledger.CancelOwed}} {
		left, err := k.ledger.Left(ctx, e.fund.Symbol, document, row.net)
		if err != nil {
			return err
		}
		if left == 0 {
			continue
		}
		if err := k.ledger.Post(ctx, e.entry(row.event, row.net, from, to, left)); err != nil {
			return err
		}
		if err := k.cancel(ctx, e, to, left); err != nil {
			return err
		}
	}
	return nil
}

// cancelAuthority takes from an authority what is left of its expired money.
func (k Keeper) cancelAuthority(ctx context.Context, e yearEnd, line string) error {
	left, err := k.ledger.Left(ctx, e.fund.Symbol, line, ledger.Expired)
	if err != nil || left == 0 {
		return err
	}
	_, authority, err := k.lineAndAuthority(ctx, line)
	if err != nil {
		return err
	}
	return k.cancel(ctx, e, authority, left)
}

// cancel ends expired money: a law's goes back to the Treasury.
func (k Keeper) cancel(ctx context.Context, e yearEnd, authority ledger.Subject, amount money.Amount) error {
	if !authority.Attributes.Reimbursable {
		return k.ledger.Post(ctx, e.entry(ledger.Cancel, ledger.Expired, authority, authority, amount))
	}
	return k.cancelOrdered(ctx, e, authority, amount)
}

// cancelOrdered ends expired money of a customer's order: first what this customer has not paid for, then the cash of customers that the
// fund has, and last what other customers have not paid for, to whom this order lent its cash.
func (k Keeper) cancelOrdered(ctx context.Context, e yearEnd, authority ledger.Subject, amount money.Amount) error {
	left, err := k.cancelUncollected(ctx, e, authority, authority, amount)
	if err != nil {
		return err
	}
	cash, err := k.ledger.CashOfCustomers(ctx, e.fund.Symbol)
	if err != nil {
		return err
	}
	if paid := min(left, cash); paid > 0 {
		if err := k.ledger.Post(ctx, e.entry(ledger.Cancel, ledger.Expired, authority, authority, paid)); err != nil {
			return err
		}
		left -= paid
	}
	for n := uint32(1); left > 0 && n <= e.fund.Authorities; n++ {
		other, err := k.subject(ctx, e.fund.Symbol+":"+strconv.FormatUint(uint64(n), 10))
		if err != nil {
			return err
		}
		if other.Attributes.Reimbursable {
			if left, err = k.cancelUncollected(ctx, e, authority, other, left); err != nil {
				return err
			}
		}
	}
	return nil
}

// cancelUncollected ends expired money of one order against what the customer of an order has not paid, and returns what is left.
func (k Keeper) cancelUncollected(
	ctx context.Context, e yearEnd, from, order ledger.Subject, amount money.Amount,
) (left money.Amount, err error) {
	uncollected, err := k.ledger.Left(ctx, e.fund.Symbol, order.ID, ledger.Uncollected)
	if err != nil {
		return 0, err
	}
	unpaid := min(uncollected, amount)
	if unpaid == 0 {
		return amount, nil
	}
	return amount - unpaid, k.ledger.Post(ctx, e.entry(ledger.CancelUncollected, ledger.Expired, from, order, unpaid))
}

// close closes the books of the year, and puts the end of the next on the agenda unless there is none.
func (k Keeper) close(ctx context.Context, e yearEnd, due Due) error {
	entries, err := k.ledger.Close(ctx, e.fund.Symbol, e.params.Last(e.year), calendar)
	if err != nil {
		return err
	}
	e.fund.Closing, e.fund.Canceled = "", e.cancels()
	if err := k.funds.Set(ctx, e.fund.Symbol, e.fund); err != nil {
		return err
	}
	if err := k.agenda.Remove(ctx, due.key()); err != nil {
		return err
	}
	if e.expires() {
		if err := room.Emit(ctx, &AuthorityExpired{Fund: e.fund.Symbol, Year: e.year}); err != nil {
			return err
		}
	}
	if e.cancels() {
		if err := room.Emit(ctx, &AuthorityCanceled{Fund: e.fund.Symbol, Year: e.year}); err != nil {
			return err
		}
	} else if err := k.agenda.Set(ctx, collections.Join(string(e.params.First(e.year+2)), e.fund.Symbol)); err != nil {
		return err
	}
	return room.Emit(ctx, &YearClosed{Fund: e.fund.Symbol, Year: e.year, Entries: uint32(entries)})
}
