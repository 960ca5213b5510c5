package reconcile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
)

// Bounds on an agency's file.
const (
	MaxBytes = 32 << 20
	MaxLines = 200_000
)

// Books are an agency's trial balance, as its file gives it.
type Books struct {
	Grain    Grain
	Lines    int // that were used
	balances map[string]map[Key]money.Amount
}

// Funds are the funds of the file, in order.
func (b *Books) Funds() []string {
	all := make([]string, 0, len(b.balances))
	for fund := range b.balances {
		all = append(all, fund)
	}
	slices.Sort(all)
	return all
}

// A line is one line of a file.
type line struct {
	key     Key
	account string // as it was written, with its last two digits
	amount  money.Amount
	period  string // "" where the layout names none
	opening bool   // how the account began: checked, and not compared
}

// A layout reads the lines below a header. Where lines are unique, a second one for the same account is refused; where they are
// not, since the file breaks them down by more than is compared, they are added up.
type layout struct {
	grain  Grain
	unique bool
	read   func(cells []string) (line, error)
}

// Parse reads an agency's trial balance: CSV with a header, of its own or of the bulk file of GTAS. It refuses by B1 to B9, and
// then has read nothing.
func Parse(r io.Reader) (*Books, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > MaxBytes:
		return nil, ErrTooLarge.Refuse("more than %d bytes", MaxBytes)
	case !utf8.Valid(text):
		return nil, ErrFile.Refuse("line %d is not UTF-8", 1+bytes.Count(text[:invalid(text)], []byte("\n")))
	}
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	rows.ReuseRecord = true
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil, ErrFile.Refuse("it is empty")
	}
	if err != nil {
		return nil, ErrFile.Refuse("%s", err)
	}
	l, err := layoutOf(header)
	if err != nil {
		return nil, err
	}
	return l.books(rows)
}

// invalid is where a text stops to be UTF-8.
func invalid(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// books reads the lines below the header.
func (l layout) books(rows *csv.Reader) (*Books, error) {
	b := &Books{Grain: l.grain, balances: make(map[string]map[Key]money.Amount)}
	seen := make(map[line]int)
	period, read := "", 0
	for {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, ErrFile.Refuse("%s", err)
		}
		if read++; read > MaxLines {
			return nil, ErrTooLarge.Refuse("more than %d lines", MaxLines)
		}
		if blank(cells) {
			continue
		}
		number, _ := rows.FieldPos(0)
		next, err := l.read(cells)
		if err == nil && period != "" && next.period != period {
			err = ErrPeriod.Refuse("the period %s, and %s above", next.period, period)
		}
		if err == nil && l.unique {
			err = once(seen, next, number)
		}
		if err == nil && !next.opening {
			err = b.add(next)
		}
		if err != nil {
			return nil, form.At(err, "line %d", number)
		}
		period = next.period
	}
	switch {
	case period == "" && b.Lines == 0:
		return nil, ErrFile.Refuse("no line stands below the header")
	case b.Lines == 0:
		return nil, ErrPeriod.Refuse("the file has opening balances only")
	}
	return b, nil
}

// blank says that a line has nothing in it, as spreadsheets write them at the end.
func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return strings.Trim(cell, " ") != "" })
}

// once refuses a second line for the same account.
func once(seen map[line]int, next line, number int) error {
	what := line{key: next.key, account: next.account}
	if above := seen[what]; above != 0 {
		return ErrTwice.Refuse("%s of %s stands in line %d too", next.account, next.key.Fund, above)
	}
	seen[what] = number
	return nil
}

func (b *Books) add(next line) error {
	fund := b.balances[next.key.Fund]
	if fund == nil {
		fund = make(map[Key]money.Amount)
		b.balances[next.key.Fund] = fund
	}
	sum, err := add(fund[next.key], next.amount)
	fund[next.key] = sum
	b.Lines++
	return err
}
