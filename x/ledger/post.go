package ledger

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// Post writes one entry: it checks it, moves the balances and totals that the posting rule names, and adds it to the fund's
// journal. It fails with ErrOverAvailable, and the caller's transaction with it, if a subject would give more than it has.
func (k Keeper) Post(ctx context.Context, e Entry) error {
	if err := e.check(); err != nil {
		return err
	}
	year, err := k.Year(ctx, e.Fund)
	if err != nil {
		return err
	}
	for _, m := range e.moves() {
		if err := k.guard(ctx, e.Fund, m); err != nil {
			return err
		}
		if err := k.move(ctx, e.Fund, m, year); err != nil {
			return err
		}
	}
	return k.record(ctx, e, year)
}

// guard refuses a movement that the subject's net does not cover, and one of cash that customers have not paid yet: the cash of
// appropriations is there from the law on, that of customers comes later.
func (k Keeper) guard(ctx context.Context, fund string, m move) error {
	if m.account == FundBalanceWithTreasury && m.amount < 0 && m.subject.Attributes.Reimbursable {
		left, err := k.CashOfCustomers(ctx, fund)
		if err != nil {
			return err
		}
		return covers("collected from customers", fund, left, money.Amount(-m.amount))
	}
	net, guarded := netOf(m.account)
	if !guarded || net.Debit == (m.amount > 0) {
		return nil
	}
	left, err := k.Left(ctx, fund, m.subject.ID, net)
	if err != nil {
		return err
	}
	return covers(net.Name, m.subject.ID, left, max(money.Amount(m.amount), money.Amount(-m.amount)))
}

// covers says whether what is left covers what is asked.
func covers(what, subject string, left, asked money.Amount) error {
	if left >= asked {
		return nil
	}
	return ErrOverAvailable.Refuse("available %s, asked %s, %s of %s", left, asked, what, subject)
}

func (k Keeper) move(ctx context.Context, fund string, m move, year uint32) error {
	by := money.Amount(m.amount)
	if err := change(ctx, k.balances, collections.Join3(fund, m.subject.ID, string(m.account)), by, 0, year); err != nil {
		return err
	}
	return change(ctx, k.totals, collections.Join3(fund, string(m.account), m.subject.Attributes.of(m.account).key()), by, 0, year)
}

func (k Keeper) record(ctx context.Context, e Entry, year uint32) error {
	line := JournalEntry{
		Event: string(e.Event), Fund: e.Fund, From: e.From.ID, To: e.To.ID, Held: string(e.Held), Amount: e.Amount,
		FromAttributes: e.From.Attributes, ToAttributes: e.To.Attributes, On: e.On, Year: year,
		Height: sdk.UnwrapSDKContext(ctx).BlockHeight(), By: e.By, Reference: e.Reference,
		Reversed: e.Reversed, Corrects: e.Corrects,
	}
	return k.history.Record(ctx, JournalOf(e.Fund), &line)
}

// Close closes the fiscal year in which the books of a fund are, on its last day, and opens the next: each account of the year is
// closed into the one that goes on, by an entry of its own. It returns how many entries that took.
func (k Keeper) Close(ctx context.Context, fund string, on date.Date, by string) (entries int, err error) {
	year, err := k.Year(ctx, fund)
	if err != nil {
		return 0, err
	}
	totals, err := k.TotalsOf(ctx, fund)
	if err != nil {
		return 0, err
	}
	for _, t := range totals {
		into, closes := closedInto(Account(t.Account))
		if !closes || t.Amount == 0 {
			continue
		}
		if err := k.close(ctx, t, into, on, by, year); err != nil {
			return 0, err
		}
		entries++
	}
	return entries, k.Open(ctx, fund, year+1)
}

// close moves a total into another account.
func (k Keeper) close(ctx context.Context, t Total, into Account, on date.Date, by string, year uint32) error {
	onward := t.Attributes.of(into)
	err := change(ctx, k.totals, collections.Join3(t.Fund, t.Account, t.Attributes.key()), -t.Amount, -t.Amount, year)
	if err != nil {
		return err
	}
	if err := change(ctx, k.totals, collections.Join3(t.Fund, string(into), onward.key()), t.Amount, t.Amount, year); err != nil {
		return err
	}
	return k.record(ctx, Entry{
		Event: Close, Fund: t.Fund, From: Subject{t.Account, t.Attributes}, To: Subject{string(into), onward},
		Amount: max(t.Amount, -t.Amount), Reversed: t.Amount > 0, On: on, By: by, Reference: "year-end",
	}, year)
}
