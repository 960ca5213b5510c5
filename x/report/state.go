package report

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

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

// maxRead bounds what one answer adds up, in lines and in obligations, on a node that sets no limit of gas to a question.
const maxRead = 100_000

// reserve is the gas that a question keeps for the step that it has begun: an obligation, its line and its balances take some 20,000.
const reserve = 200_000

// short says that the gas of a question comes to its end. Reading stops then, so that the question is refused by a rule, or its page
// ends, and the engine has nothing to panic about.
func short(ctx context.Context) bool {
	return sdk.UnwrapSDKContext(ctx).GasMeter().GasRemaining() < reserve
}

// tooMuch refuses an answer whose reading had to stop.
func tooMuch(fund string, lines, obligations int) error {
	return ErrTooMuch.Refuse("%d lines and %d obligations of %s were read, and there may be more", lines, obligations, fund)
}

// eachObligation hands obligations of a fund with their balances to do, in the order of their documents: those after one, at most limit
// of them, and no more than the gas of the question allows, but for the first. It returns the last, if there may be more.
func (k Keeper) eachObligation(
	ctx context.Context, fund, after string, limit int, do func(appropriation.Obligation, []ledger.Balance) error,
) (last string, err error) {
	done := 0
	// The lines of the fund stand between its obligations, all of them together.
	for _, part := range []struct{ after, before string }{{after, fund + ":"}, {max(after, fund+";"), "\x7f"}} {
		if part.after >= part.before || last != "" {
			continue
		}
		err := k.ledger.EachSubject(ctx, fund, part.after, part.before, func(document string, balances []ledger.Balance) (bool, error) {
			o, err := k.appropriation.Obligation(ctx, document)
			if err != nil {
				return true, err
			}
			if err := do(o, balances); err != nil {
				return true, err
			}
			if done++; done == limit || short(ctx) {
				last = document
			}
			return last != "", nil
		})
		if err != nil {
			return "", err
		}
	}
	return last, nil
}

// eachLine hands the lines of a fund with their balances to do, in the order of their ids.
func (k Keeper) eachLine(ctx context.Context, fund string, do func(appropriation.Line, []ledger.Balance) error) error {
	balances, read := make(map[string][]ledger.Balance), 0
	stop := func() error {
		if read++; read > maxRead || short(ctx) {
			return tooMuch(fund, read, 0)
		}
		return nil
	}
	err := k.ledger.EachSubject(ctx, fund, fund+":", fund+";", func(line string, all []ledger.Balance) (bool, error) {
		balances[line] = all
		return false, stop()
	})
	if err != nil {
		return err
	}
	read = 0
	return k.appropriation.EachLine(ctx, fund, func(l appropriation.Line) error {
		if err := stop(); err != nil {
			return err
		}
		return do(l, balances[l.Id])
	})
}

// tree is the status of a fund's lines, with the lines themselves in the same order; each says what is made of every obligation.
func (k Keeper) tree(
	ctx context.Context, fund string, each func(appropriation.Obligation, StatusLine) error,
) (lines []appropriation.Line, status []StatusLine, err error) {
	var t Tree
	err = k.eachLine(ctx, fund, func(l appropriation.Line, balances []ledger.Balance) error {
		lines = append(lines, l)
		return t.Add(l, balances)
	})
	if err != nil {
		return nil, nil, err
	}
	obligations := 0
	last, err := k.eachObligation(ctx, fund, "", maxRead, func(o appropriation.Obligation, balances []ledger.Balance) error {
		obligations++
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
	if err == nil && last != "" {
		err = tooMuch(fund, len(lines), obligations)
	}
	if err != nil {
		return nil, nil, err
	}
	status, err = t.Rolled()
	return lines, status, err
}
