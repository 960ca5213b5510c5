package report

import (
	"context"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// Keeper reads the books of the rooms below. It keeps nothing.
type Keeper struct {
	consortium    consortium.Keeper
	ledger        ledger.Keeper
	appropriation appropriation.Keeper
}

// NewKeeper builds the room on the calendar, the books, and the lines and obligations that they are of.
func NewKeeper(c consortium.Keeper, l ledger.Keeper, a appropriation.Keeper) Keeper {
	return Keeper{consortium: c, ledger: l, appropriation: a}
}

// maxSymbol bounds the symbol of a fund that a question names, in bytes.
const maxSymbol = 32

// account is what a report of a fund stands on.
type account struct {
	fund   appropriation.Fund
	symbol appropriation.Symbol
	params appropriation.Params
	on     date.Date // today, or the last day of the books' year if that is over
	books  Books
}

func (k Keeper) account(ctx context.Context, fund string) (a account, err error) {
	if why := rule.CheckText(fund, maxSymbol); why != "" {
		return a, ErrQuestion.Refuse("fund %q: %s", rule.Clip(fund, maxSymbol), why)
	}
	if a.fund, err = k.appropriation.Fund(ctx, fund); err != nil {
		return a, err
	}
	if a.symbol, err = appropriation.ParseSymbol(fund); err != nil {
		return a, err
	}
	if a.params, err = k.appropriation.Calendar(ctx); err != nil {
		return a, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return a, err
	}
	if a.books.Year, err = k.ledger.Year(ctx, fund); err != nil {
		return a, err
	}
	a.on = min(today, a.params.Last(a.books.Year))
	a.books.Expired = a.symbol.Expired(a.books.Year)
	a.books.Totals, err = k.ledger.TotalsOf(ctx, fund)
	return a, err
}

// period is the month of the fiscal year in which the books are, 1 to 12; the last while the year's end is being worked
// through, and the first before the year begins.
func (a account) period() uint32 {
	first, month := a.params.First(a.books.Year), uint32(12)
	for month > 1 && a.on < date.FiscalStart(int(a.books.Year), a.params.FiscalYearStart, month-1) {
		month--
	}
	if a.on < first {
		return 1
	}
	return month
}

// last is the last day on which the authority of the fund can be obligated; empty if there is none.
func (a account) last() date.Date {
	if a.symbol.End == 0 {
		return ""
	}
	return a.params.Last(uint32(a.symbol.End))
}

// maxObligations bounds what one answer adds up, in obligations.
const maxObligations = 100_000

// whole refuses an answer that stopped at an obligation.
func whole(fund, last string) error {
	if last == "" {
		return nil
	}
	return ErrTooMany.Refuse("%s has %d of them or more", fund, maxObligations)
}

// batch is how many subjects of the ledger are looked for at once.
const batch = 1000

// eachObligation hands obligations of a fund with their balances to do, in the order of their documents, after one and at most
// limit of them. It returns the last, if there may be more.
func (k Keeper) eachObligation(
	ctx context.Context, fund, after string, limit int, do func(appropriation.Obligation, []ledger.Balance) error,
) (last string, err error) {
	for done := 0; ; {
		subjects, err := k.ledger.Subjects(ctx, fund, after, "\x7f", batch)
		if err != nil || len(subjects) == 0 {
			return "", err
		}
		for _, after = range subjects {
			if appropriation.FundOf(after) != after {
				continue // a line
			}
			o, err := k.appropriation.Obligation(ctx, after)
			if err != nil {
				return "", err
			}
			balances, err := k.ledger.Accounts(ctx, fund, after)
			if err != nil {
				return "", err
			}
			if err := do(o, balances); err != nil {
				return "", err
			}
			if done++; done == limit {
				return after, nil
			}
		}
	}
}

// tree is the status of a fund's lines, with the lines themselves in the same order; each says what is made of every obligation.
func (k Keeper) tree(
	ctx context.Context, fund string, each func(appropriation.Obligation, StatusLine) error,
) (lines []appropriation.Line, status []StatusLine, err error) {
	var t Tree
	err = k.appropriation.EachLine(ctx, fund, func(l appropriation.Line) error {
		balances, err := k.ledger.Accounts(ctx, fund, l.Id)
		if err != nil {
			return err
		}
		lines = append(lines, l)
		return t.Add(l, balances)
	})
	if err != nil {
		return nil, nil, err
	}
	last, err := k.eachObligation(ctx, fund, "", maxObligations, func(o appropriation.Obligation, balances []ledger.Balance) error {
		if each != nil {
			var m StatusLine
			if err := m.take(balances); err != nil {
				return err
			}
			if err := each(o, m); err != nil {
				return err
			}
		}
		return t.Bind(o.Allotment, balances)
	})
	if err == nil {
		err = whole(fund, last)
	}
	if err != nil {
		return nil, nil, err
	}
	status, err = t.Rolled()
	return lines, status, err
}
