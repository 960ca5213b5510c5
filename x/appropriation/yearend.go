package appropriation

import (
	"context"
	"strconv"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/ledger"
)

// endYear works through a part of a fund's year-end, and says how much it did, in subjects and entries. First every line gives what it
// still has to its authority, expired or to be apportioned again; in the year in which authority is cancelled everything goes. The
// books are closed in a later block, so that the last state of the year has a height of its own, at which it can be reported.
func (k Keeper) endYear(ctx context.Context, due Due, left int) (spent int, err error) {
	e, err := k.yearEnd(ctx, due.Subject)
	if err != nil {
		return 0, err
	}
	height := uint64(sdk.UnwrapSDKContext(ctx).BlockHeight())
	switch {
	case e.fund.SweptAt == height:
		return 0, nil
	case e.fund.SweptAt == 0 && e.sweeps():
		subjects, err := k.ledger.Subjects(ctx, e.fund.Symbol, e.from(), e.before(), left)
		if err != nil {
			return 0, err
		}
		for _, s := range subjects {
			if err := k.sweep(ctx, e, s); err != nil {
				return 0, err
			}
		}
		switch spent = len(subjects); {
		case spent == left:
			e.fund.Closing = subjects[left-1]
			return spent, k.funds.Set(ctx, e.fund.Symbol, e.fund)
		case spent > 0 || e.fund.Closing != "":
			e.fund.Closing, e.fund.SweptAt = "", height
			return spent, k.funds.Set(ctx, e.fund.Symbol, e.fund)
		}
	}
	return k.close(ctx, e, due)
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
	if err := k.unpromise(ctx, document); err != nil {
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
func (k Keeper) close(ctx context.Context, e yearEnd, due Due) (entries int, err error) {
	if entries, err = k.ledger.Close(ctx, e.fund.Symbol, e.params.Last(e.year), calendar); err != nil {
		return 0, err
	}
	e.fund.SweptAt, e.fund.Canceled = 0, e.cancels()
	if err := k.funds.Set(ctx, e.fund.Symbol, e.fund); err != nil {
		return 0, err
	}
	if err := k.agenda.Remove(ctx, due.key()); err != nil {
		return 0, err
	}
	if !e.fund.Canceled {
		if err := k.agenda.Set(ctx, collections.Join(string(e.params.First(e.year+2)), e.fund.Symbol)); err != nil {
			return 0, err
		}
	}
	return entries, e.tell(ctx, entries)
}

// tell tells of the end of the year.
func (e yearEnd) tell(ctx context.Context, entries int) error {
	if e.expires() {
		if err := room.Emit(ctx, &AuthorityExpired{Fund: e.fund.Symbol, Year: e.year}); err != nil {
			return err
		}
	}
	if e.cancels() {
		if err := room.Emit(ctx, &AuthorityCanceled{Fund: e.fund.Symbol, Year: e.year}); err != nil {
			return err
		}
	}
	return room.Emit(ctx, &YearClosed{Fund: e.fund.Symbol, Year: e.year, Entries: uint32(entries)})
}
