package gsdm

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// Table is one file, read.
type Table struct {
	Kind   Kind
	Name   string   // as it was given
	Unread []string // columns of the header that the model does not have
	Rows   []*Row
	has    map[int]bool // the layout's columns that stand in the header
	layout *layout
	total  money.Amount // of the absolute values of all amounts

	shape     []Finding // what is wrong with single cells, lines and the header
	moreShape int       // such findings that are not kept
}

// Row is one line of a file. Texts are trimmed, parts and codes padded.
type Row struct {
	Line    int
	tas     string // the account symbol as shown, capitals
	texts   []string
	amounts []money.Amount
	given   []bool // a blank amount is not a zero
}

func newRow(l *layout) *Row {
	n := len(l.columns) - l.texts
	return &Row{texts: make([]string, l.texts), amounts: make([]money.Amount, n), given: make([]bool, n)}
}

// amount is what a row has in a column of the layout, which has the texts first.
func (r *Row) amount(at int) money.Amount { return r.amounts[at-len(r.texts)] }

func (r *Row) gives(at int) bool { return r.given[at-len(r.texts)] }

func (r *Row) put(at int, a money.Amount) {
	r.amounts[at-len(r.texts)], r.given[at-len(r.texts)] = a, true
}

// Read reads a file and finds what is wrong with its shape. It refuses what no rule can be run on. Cells are separated by commas,
// or by bars if the header has more of them; a file that is known here and has other separators is refused.
func Read(name string, r io.Reader) (*Table, error) {
	limited := &io.LimitedReader{R: r, N: MaxBytes + 1}
	buffered := bufio.NewReaderSize(limited, 64<<10)
	start, _ := buffered.Peek(64 << 10) // an error comes again when the file is read
	first, _, _ := strings.Cut(string(start), "\n")
	if why := notText(string(start), first); why != "" {
		return nil, ErrUnreadable.Refuse("%s %s", form.Clean(name), why)
	}
	if strings.HasPrefix(first, "\ufeff") {
		if _, err := buffered.Discard(len("\ufeff")); err != nil {
			return nil, err
		}
	}
	records := csv.NewReader(buffered)
	records.FieldsPerRecord, records.ReuseRecord, records.Comma = -1, true, separator(first)
	header, err := readFirst(name, records)
	if err != nil {
		return nil, err
	}
	t, places, err := recognise(name, header)
	if !errors.Is(err, ErrUnknown) && !strings.ContainsRune(",|", records.Comma) {
		return nil, ErrUnreadable.Refuse("%s has %q between the columns of its header", form.Clean(name), records.Comma)
	}
	if err != nil {
		return nil, err
	}
	if err := t.fill(records, places); err != nil {
		return nil, err
	}
	if limited.N == 0 {
		return nil, ErrTooLarge.Refuse("%s has more than %d MiB", form.Clean(name), MaxBytes>>20)
	}
	return t, t.onePeriod()
}

// notText says why the beginning of a file is nothing to read, or "".
func notText(start, first string) string {
	switch {
	case start == "":
		return "is empty"
	case strings.HasPrefix(start, "\xff\xfe"), strings.HasPrefix(start, "\xfe\xff"), strings.Contains(start, "\x00"):
		return "is UTF-16, or no text at all"
	case len(first) < len(start) && !utf8.ValidString(first): // where the line ends later, a character may be cut
		return "is not UTF-8 in line 1"
	}
	return ""
}

// separator is what a header has most of between its columns.
func separator(first string) rune {
	most := ','
	for _, other := range "|;\t" {
		if strings.Count(first, string(other)) > strings.Count(first, string(most)) {
			most = other
		}
	}
	return most
}

// readFirst reads the header.
func readFirst(name string, records *csv.Reader) ([]string, error) {
	header, err := records.Read()
	var broken *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return nil, ErrUnreadable.Refuse("%s has blank lines only", form.Clean(name))
	case errors.As(err, &broken):
		return nil, ErrUnreadable.Refuse("%s has in line %d not a line of a CSV file: %s", form.Clean(name), broken.Line, broken.Err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", form.Clean(name), err)
	}
	return header, nil
}

// fill reads the rows. A line that cannot be read is a finding, and the next is read.
func (t *Table) fill(records *csv.Reader, places []int) error {
	for {
		cells, err := records.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			t.malformed(broken.Line, "not a line of a CSV file: "+broken.Err.Error())
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", form.Clean(t.Name), err)
		}
		line, _ := records.FieldPos(0)
		if len(cells) != len(places) {
			t.malformed(line, fmt.Sprintf("%s, and the header has %d", rule.Count(len(cells), "cell"), len(places)))
			continue
		}
		if len(t.Rows) == MaxRows {
			return ErrTooLarge.Refuse("%s has more than %d rows", form.Clean(t.Name), MaxRows)
		}
		t.Rows = append(t.Rows, t.row(line, cells, places))
		if t.total > maxTotal {
			return ErrTooLarge.Refuse("the amounts of %s come to more than %s", form.Clean(t.Name), maxTotal)
		}
	}
}

// row reads one line.
func (t *Table) row(line int, cells []string, places []int) *Row {
	row := newRow(t.layout)
	row.Line = line
	for at, i := range places {
		if i < 0 {
			continue
		}
		text := strings.TrimSpace(cells[at])
		if !t.layout.columns[i].amount {
			text = form.FromCell(text)
		}
		why := t.set(row, i, text)
		if text == "" && slices.Contains(t.layout.keys, i) {
			why = "it is blank"
		}
		if why != "" {
			t.malformed(line, fmt.Sprintf("column %d, %s: %s", at+1, t.layout.columns[i].short(), why))
		}
	}
	account := t.layout.account(row)
	if why := account.disagrees(); t.Kind == SF133 && why != "" { // of A, B and C, rule A1 says it
		t.malformed(line, form.Clean(account.String()+": "+why))
	}
	row.tas = account.String()
	return row
}

// set puts a cell into its row and says what is wrong with it, or "". What is wrong is kept if it is a text, and is a blank if it
// is an amount.
func (t *Table) set(row *Row, i int, text string) string {
	c := t.layout.columns[i]
	if text == "" {
		return ""
	}
	if c.amount {
		a, why := parseAmount(text)
		if why == "" {
			row.put(i, a)
			t.total = min(t.total+max(a, -a), maxTotal+1)
		}
		return why
	}
	if c.pad && len(text) < c.width {
		text = strings.Repeat("0", c.width-len(text)) + text
	}
	row.texts[i] = text
	switch {
	case !utf8.ValidString(text):
		return fmt.Sprintf("%q is not UTF-8", rule.Clip(text, 20))
	case len([]rune(text)) > c.width:
		return fmt.Sprintf("%s, at most %d", rule.Count(len([]rune(text)), "character"), c.width)
	case c.digits && strings.Trim(text, rule.Digits) != "":
		return fmt.Sprintf("%q is not a number", rule.Clip(text, 20))
	}
	return ""
}

// account is a row's account symbol.
func (l *layout) account(row *Row) TAS {
	var t TAS
	for i, part := range t.parts() {
		if at := l.tas[i]; at >= 0 {
			*part = strings.ToUpper(row.texts[at])
		}
	}
	return t
}

// onePeriod refuses an SF-133 of several periods: its lines are balances, and no sum of them means anything.
func (t *Table) onePeriod() error {
	if t.Kind != SF133 {
		return nil
	}
	period := func(r *Row) string {
		return r.texts[t.layout.at("fiscal_year")] + " period " + r.texts[t.layout.at("period")]
	}
	for _, r := range t.Rows {
		if first := t.Rows[0]; period(r) != period(first) {
			return ErrPeriods.Refuse("%s: line %d is of %s, line %d of %s", form.Clean(t.Name), first.Line, form.Clean(period(first)),
				r.Line, form.Clean(period(r)))
		}
	}
	return nil
}

// parseAmount reads a signed decimal with up to two decimals, and says what is wrong with another text, or "".
func parseAmount(s string) (money.Amount, string) {
	units, cents, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	switch {
	case units == "" || strings.Trim(units, rule.Digits) != "" || strings.Trim(cents, rule.Digits) != "" || point && cents == "":
		return 0, fmt.Sprintf("%q is not an amount, which is digits with a point and two decimals at most", rule.Clip(s, 30))
	case len(cents) > 2:
		return 0, fmt.Sprintf("%q has %d decimals, at most 2", rule.Clip(s, 30), len(cents))
	}
	n, err := strconv.ParseInt(units+cents+"00"[len(cents):], 10, 64)
	if err != nil {
		return 0, fmt.Sprintf("%q is greater than any amount can be", rule.Clip(s, 30))
	}
	if s[0] == '-' {
		n = -n
	}
	return money.Amount(n), ""
}
