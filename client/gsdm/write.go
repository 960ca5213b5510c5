package gsdm

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// exchanger is a typed row, as a pointer.
type exchanger[R any] interface {
	*R
	exchange(cells)
}

// WriteA writes file A.
func WriteA(w io.Writer, rows []RowA) error { return write(w, FileA, rows) }

// WriteB writes file B.
func WriteB(w io.Writer, rows []RowB) error { return write(w, FileB, rows) }

// WriteC writes file C.
func WriteC(w io.Writer, rows []RowC) error { return write(w, FileC, rows) }

// WriteSF133 writes an SF-133.
func WriteSF133(w io.Writer, rows []SF133Row) error { return write(w, SF133, rows) }

// WriteActivities writes a list of program activities.
func WriteActivities(w io.Writer, rows []RowActivity) error { return write(w, Activities, rows) }

// ReadA gives the typed rows of a file A. As the others, it takes the inputs and leaves the totals, which are
// computed when they are written.
func (t *Table) ReadA() []RowA { return typed[RowA](t, FileA) }

// ReadB reads the typed rows of a file B.
func (t *Table) ReadB() []RowB { return typed[RowB](t, FileB) }

// ReadC reads the typed rows of a file C.
func (t *Table) ReadC() []RowC { return typed[RowC](t, FileC) }

// ReadSF133 reads the typed rows of an SF-133.
func (t *Table) ReadSF133() []SF133Row { return typed[SF133Row](t, SF133) }

// ReadActivities reads the typed rows of a list of program activities.
func (t *Table) ReadActivities() []RowActivity { return typed[RowActivity](t, Activities) }

// typed gives the rows of a file as typed ones; none if the file is of another kind.
func typed[R any, P exchanger[R]](t *Table, kind Kind) []R {
	if t.Kind != kind {
		return nil
	}
	all := make([]R, len(t.Rows))
	for i, row := range t.Rows {
		P(&all[i]).exchange(cells{t.layout, row, false})
	}
	return all
}

// write writes rows under the full names of the columns, in the order of the layout. It refuses a row that could not be read back
// as it is. Of what the chain reports, names of activities and numbers of contracts may begin as a formula does; they are written as
// form.Cell has them, and read without the apostrophe.
func write[R any, P exchanger[R]](w io.Writer, kind Kind, rows []R) error {
	l, out := layouts[kind], csv.NewWriter(w)
	record := make([]string, len(l.columns))
	for i, at := range l.order {
		record[i] = l.columns[at].full()
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for n := range rows {
		row := newRow(l)
		P(&rows[n]).exchange(cells{l, row, true})
		for i, at := range l.order {
			text, err := l.columns[at].cell(row, at)
			if err != nil {
				return ErrRow.Refuse("row %d of %s, %s: %s", n+1, kind, l.columns[at].short(), err)
			}
			record[i] = text
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell is a column of a row as it is written.
func (c column) cell(row *Row, at int) (string, error) {
	if !c.amount {
		return form.Cell(row.texts[at]), c.writable(row.texts[at])
	}
	switch a := row.amount(at); {
	case a > maxWritten || a < -maxWritten:
		return "", fmt.Errorf("the amount is beyond %s", maxWritten)
	case !row.gives(at):
		return "", nil
	default:
		return decimal(a), nil
	}
}

// maxWritten bounds an amount of a row that is written. The totals of a row have some fifteen terms at most.
const maxWritten = 32 * money.Max

// maxText bounds a text in bytes; the layouts bound it in characters.
const maxText = 1000

// writable says why a text would not be read as it is written; nil if it would.
func (c column) writable(text string) error {
	if text == "" {
		return nil
	}
	if why := rule.CheckText(text, maxText); why != "" {
		return errors.New(why)
	}
	t := &Table{layout: &layout{columns: []column{c}, texts: 1}}
	back := newRow(t.layout)
	if why := t.set(back, 0, text); why != "" {
		return errors.New(why)
	}
	if back.texts[0] != text {
		return fmt.Errorf("%q is %q in full", text, back.texts[0])
	}
	return nil
}

// decimal writes an amount as the files have it: -1250.00.
func decimal(a money.Amount) string {
	sign, n := "", int64(a)
	if n < 0 {
		sign, n = "-", -n
	}
	return sign + strconv.FormatInt(n/100, 10) + fmt.Sprintf(".%02d", n%100)
}
