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

// endYear works through a part of a fund's year-end, and says how much it did: subjects, orders that were looked through for others, and
// entries. First every line gives what it still has to its authority, expired or to be apportioned again; in the year in which authority
// is cancelled everything goes. The books are closed in a later block, so that the last state of the year has a height of its own, at
// which it can be reported.
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
		e.left = left
		if err := k.sweepAll(ctx, &e); err != nil {
			return 0, err
		}
		switch spent = left - e.left; {
		case e.left <= 0:
			return spent, k.funds.Set(ctx, e.fund.Symbol, e.fund)
		case e.fund.Closing != "":
			e.fund.Closing, e.fund.Lent, e.fund.SweptAt = "", 0, height
			return spent, k.funds.Set(ctx, e.fund.Symbol, e.fund)
		}
	}
	return k.close(ctx, e, due)
}

// sweepAll sweeps one subject after another, as far as the work that is left for this block goes. A subject that it could not finish
// comes first in the next.
func (k Keeper) sweepAll(ctx context.Context, e *yearEnd) error {
	subjects, err := k.ledger.Subjects(ctx, e.fund.Symbol, e.from(), e.before(), e.left)
	if err != nil {
		return err
	}
	for _, s := range subjects {
		if e.left <= 0 {
			return nil
		}
		e.left--
		if done, err := k.sweep(ctx, e, s); err != nil || !done {
			return err
		}
		e.fund.Closing = s
	}
	return nil
}

// yearEnd is the end of a fiscal year for a fund.
type yearEnd struct {
	fund   Fund
	symbol Symbol
	params Params
	year   uint32
	left   int // the work that may still be done in this block
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

// sweep takes from a subject what it does not keep over the year's end, and says whether that is done.
func (k Keeper) sweep(ctx context.Context, e *yearEnd, subject string) (done bool, err error) {
	switch {
	case !e.cancels():
		return true, k.giveUp(ctx, *e, subject)
	case FundOf(subject) != subject:
		return k.cancelAuthority(ctx, e, authorityOf(subject))
	}
	authority, err := k.cancelObligation(ctx, *e, subject)
	if err != nil {
		return false, err
	}
	return k.cancelAuthority(ctx, e, authority)
}

// giveUp gives what a line has to its authority, expired or to be apportioned again.
func (k Keeper) giveUp(ctx context.Context, e yearEnd, subject string) error {
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

// cancelObligation takes from an obligation what was not delivered and what was not paid (31 USC 1552), and returns the authority to
// which it goes: the debt stays, and is paid from current money (31 USC 1553(b)).
func (k Keeper) cancelObligation(ctx context.Context, e yearEnd, document string) (authority string, err error) {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return "", err
	}
	from, to, err := k.obligationAndAuthority(ctx, o)
	if err != nil {
		return "", err
	}
	if err := k.unpromise(ctx, document); err != nil {
		return "", err
	}
	for _, row := range []struct {
		net   ledger.Net
		event ledger.Event
	}{{ledger.Undelivered, ledger.CancelUndelivered}, {ledger.Unpaid, ledger.CancelOwed}} {
		left, err := k.ledger.Left(ctx, e.fund.Symbol, document, row.net)
		if err != nil {
			return "", err
		}
		if left == 0 {
			continue
		}
		if err := k.ledger.Post(ctx, e.entry(row.event, row.net, from, to, left)); err != nil {
			return "", err
		}
	}
	return to.ID, nil
}

// cancelAuthority ends the expired money of an authority, and says whether that is done. A law's goes back to the Treasury. Of a
// customer's order goes first what this customer has not paid for, then the cash of customers that the fund has, and last what other
// customers have not paid for, to whom this order lent its cash.
func (k Keeper) cancelAuthority(ctx context.Context, e *yearEnd, id string) (done bool, err error) {
	left, err := k.ledger.Left(ctx, e.fund.Symbol, id, ledger.Expired)
	if err != nil || left == 0 {
		return err == nil, err
	}
	authority, err := k.subject(ctx, id)
	if err != nil {
		return false, err
	}
	if !authority.Attributes.Reimbursable {
		return true, k.ledger.Post(ctx, e.entry(ledger.Cancel, ledger.Expired, authority, authority, left))
	}
	if left, err = k.cancelUncollected(ctx, *e, authority, id, left); err != nil {
		return false, err
	}
	cash, err := k.ledger.CashOfCustomers(ctx, e.fund.Symbol)
	if err != nil {
		return false, err
	}
	if paid := min(left, cash); paid > 0 {
		if err := k.ledger.Post(ctx, e.entry(ledger.CancelCollected, ledger.Expired, authority, authority, paid)); err != nil {
			return false, err
		}
		left -= paid
	}
	return k.cancelLent(ctx, e, authority, left)
}

// cancelLent ends expired money of an order against what the customers of others have not paid, and says whether all of it is ended.
// An order that has nothing left to give is never looked at again, so that all orders together are looked through once; it looks at
// one at least, so that it comes to an end however little work a block has left for it.
func (k Keeper) cancelLent(ctx context.Context, e *yearEnd, from ledger.Subject, left money.Amount) (done bool, err error) {
	for left > 0 && e.fund.Lent < e.fund.Authorities {
		order := e.fund.Symbol + ":" + strconv.FormatUint(uint64(e.fund.Lent)+1, 10)
		if left, err = k.cancelUncollected(ctx, *e, from, order, left); err != nil {
			return false, err
		}
		if left > 0 {
			e.fund.Lent++
		}
		if e.left--; e.left <= 0 {
			return left == 0, nil
		}
	}
	return true, nil
}

// cancelUncollected ends expired money of one order against what the customer of an order has not paid, and returns what is left.
func (k Keeper) cancelUncollected(
	ctx context.Context, e yearEnd, from ledger.Subject, order string, amount money.Amount,
) (left money.Amount, err error) {
	uncollected, err := k.ledger.Left(ctx, e.fund.Symbol, order, ledger.Uncollected)
	if err != nil {
		return 0, err
	}
	unpaid := min(uncollected, amount)
	if unpaid == 0 {
		return amount, nil
	}
	to, err := k.subject(ctx, order)
	if err != nil {
		return 0, err
	}
	return amount - unpaid, k.ledger.Post(ctx, e.entry(ledger.CancelUncollected, ledger.Expired, from, to, unpaid))
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
