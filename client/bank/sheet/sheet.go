// Package sheet reads two small CSV files: payments to import, and the bank's word where a bank has no better form for it. It owns
// their columns. It takes CSV as RFC 4180 has it, in UTF-8, and no cell that a spreadsheet program would run.
package sheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/form"
)

// beginning is how much of a file tells its kind: its header stands there, or nowhere.
const beginning = 8 << 10

// maxCell bounds a cell in bytes.
const maxCell = 200

// layout is a kind of file: the columns that it must have, with amount, and those that it may have.
type layout struct {
	kind   bank.Kind
	tells  string    // the column by which the kind is told
	either [2]string // one of these names what is paid
	may    []string
	line   func(in *reader, number int, cell func(string) string) bank.Line
}

var layouts = []layout{
	{bank.Word, "status", [2]string{"payable", "trace"}, []string{"reference", "reason"}, (*reader).word},
	{bank.Orders, "payee", [2]string{"payable", "invoice"}, nil, (*reader).order},
}

// find tells the kind of a file by the first line.
func find(text string) *layout {
	names := header(text)
	for i, l := range layouts {
		if slices.Contains(names, l.tells) && slices.Contains(names, "amount") {
			return &layouts[i]
		}
	}
	return nil
}

// Is says whether a text begins as one of these files.
func Is(text string) bool { return find(text) != nil }

// Separator is what parts the columns of one of these files if it is no comma, or "".
func Separator(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	for _, s := range []string{";", "\t"} {
		if Is(strings.ReplaceAll(first, s, ",")) {
			return s
		}
	}
	return ""
}

// header is the columns that a text begins with.
func header(text string) []string {
	first, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n")
	names, err := csv.NewReader(strings.NewReader(first[:min(len(first), 4096)])).Read()
	if err != nil {
		return nil
	}
	for i := range names {
		names[i] = strings.ToLower(names[i])
	}
	return names
}

// reader reads the lines below the header.
type reader struct {
	*bank.File
	layout  *layout
	columns []string
	seen    map[string]int // what the lines are about, with their numbers
}

// Read reads a file. What is wrong with it are its faults; an error is one of the reader's.
func Read(r io.Reader) (*bank.File, error) {
	whole := bufio.NewReaderSize(r, beginning)
	start, err := whole.Peek(beginning)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	kind, l := bank.Word, find(string(start))
	if l != nil {
		kind = l.kind
	}
	f, text, err := bank.Begin(kind, whole)
	if err != nil || text == "" {
		return f, err
	}
	if l == nil {
		f.Fault(1, bank.Unknown, "the header is not of payments, nor of a bank's word")
		return f, nil
	}
	in := &reader{File: f, layout: l, columns: header(text), seen: map[string]int{}}
	if in.lines(text) && in.header() {
		in.rows(text)
	}
	f.Sort()
	return f, nil
}

// lines checks what a CSV reader would pass over: blank lines, and lines that do not end as the first.
func (in *reader) lines(text string) bool {
	number, first := 0, ""
	for line := range strings.Lines(text) {
		if number++; number == 1 {
			first = line
		}
		if strings.HasSuffix(line, "\n") && strings.HasSuffix(line, "\r\n") != strings.HasSuffix(first, "\r\n") {
			in.Fault(number, bank.CSV, "the line does not end as the first")
		}
		if strings.Trim(line, "\r\n") == "" {
			in.Fault(number, bank.CSV, "the line is blank")
		}
	}
	return in.Sound()
}

// header checks the columns.
func (in *reader) header() bool {
	l := in.layout
	known := append(append([]string{l.tells, "amount"}, l.may...), l.either[:]...)
	for i, name := range in.columns {
		switch {
		case !slices.Contains(known, name):
			in.Fault(1, bank.Header, "the column %q is none of: %s", rule.Clip(name, 40), strings.Join(known, ", "))
		case slices.Index(in.columns, name) < i:
			in.Fault(1, bank.Header, "the column %s stands twice", name)
		}
	}
	if !slices.Contains(in.columns, l.either[0]) && !slices.Contains(in.columns, l.either[1]) {
		in.Fault(1, bank.Header, "there is neither a column %s nor %s", l.either[0], l.either[1])
	}
	return in.Sound()
}

// rows reads the lines. One that is no line of a CSV file is a fault, and the next is read.
func (in *reader) rows(text string) {
	batch := &bank.Batch{Line: 1}
	in.Batches = []*bank.Batch{batch}
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	rows.FieldsPerRecord = len(in.columns)
	for first := true; ; first = false {
		cells, err := rows.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if len(batch.Lines) == 0 && in.Sound() {
				in.Fault(1, bank.CSV, "there is no line below the header")
			}
			return
		case errors.As(err, &broken):
			in.Fault(broken.StartLine, bank.CSV, "%s", broken.Err)
			continue
		case err != nil:
			in.Fault(1, bank.CSV, "%s", err)
			return
		}
		number, _ := rows.FieldPos(0)
		if first || !in.clean(number, cells) {
			continue
		}
		l := in.layout.line(in, number, func(name string) string {
			if at := slices.Index(in.columns, name); at >= 0 {
				return cells[at]
			}
			return ""
		})
		if err := batch.Add(l); err != nil {
			in.Fault(number, bank.Total, "%s", err)
		}
	}
}

// clean checks the texts of a line.
func (in *reader) clean(number int, cells []string) bool {
	before := len(in.Faults) + in.More
	for i, cell := range cells {
		switch {
		case cell == "":
		case form.Cell(cell) != cell:
			in.Fault(number, bank.Formula, "%s begins as a formula does", in.columns[i])
		case len(cell) > maxCell:
			in.Fault(number, bank.TooLarge, "%s has %d bytes, at most %d", in.columns[i], len(cell), maxCell)
		case strings.TrimSpace(cell) != cell:
			in.Fault(number, bank.Text, "%s begins or ends with a blank", in.columns[i])
		case rule.CheckText(cell, maxCell) != "":
			in.Fault(number, bank.Character, "%s %s", in.columns[i], rule.CheckText(cell, maxCell))
		}
	}
	return len(in.Faults)+in.More == before
}

// line reads what both kinds have. A payment is named once.
func (in *reader) line(number int, cell func(string) string, of string) bank.Line {
	l := bank.Line{Line: number, Currency: bank.USD, Direction: bank.Pay}
	var why string
	if l.Amount, why = amount(cell("amount")); why != "" {
		in.Fault(number, bank.AmountRule, "amount: %s", why)
	} else if why := l.Amount.Check(); why != "" {
		in.Fault(number, bank.AmountRule, "amount: %s", why)
	}
	one, other := cell(in.layout.either[0]), cell(in.layout.either[1])
	if one == "" && other == "" {
		in.Fault(number, bank.Blank, "neither %s nor %s is given", in.layout.either[0], in.layout.either[1])
	}
	key := fmt.Sprintf("%q %q %q", of, one, other)
	if first, twice := in.seen[key]; twice {
		in.Fault(number, bank.Duplicate, "the same stands in line %d already", first)
	}
	in.seen[key] = number
	return l
}

// amount reads an amount as people write it, with commas every three digits or none: 1,250.00.
func amount(cell string) (money.Amount, string) {
	if a, err := money.Parse(cell); err == nil {
		return a, ""
	}
	return bank.Decimal(cell)
}

// order reads a payment to import.
func (in *reader) order(number int, cell func(string) string) bank.Line {
	l := in.line(number, cell, cell("payee"))
	if l.Name = cell("payee"); l.Name == "" {
		in.Fault(number, bank.Blank, "payee is blank")
	}
	if l.Ref = cell("payable"); l.Ref == "" {
		l.Ref = cell("invoice")
	}
	return l
}

// word reads a line of the bank's word.
func (in *reader) word(number int, cell func(string) string) bank.Line {
	l := in.line(number, cell, "")
	l.Ref, l.Trace, l.BankRef, l.Reason = cell("payable"), cell("trace"), cell("reference"), cell("reason")
	switch l.Status = bank.Status(cell("status")); {
	case l.Status != bank.Settled && l.Status != bank.Returned:
		in.Fault(number, bank.StatusRule, "status is neither %s nor %s", bank.Settled, bank.Returned)
	case l.Status == bank.Returned && bank.Returns[l.Reason] == "":
		in.Fault(number, bank.Reason, "it was returned, and the reason is not on the list of return codes")
	case l.Status == bank.Settled && l.Reason != "":
		in.Fault(number, bank.Reason, "it was settled, and has a reason to be returned")
	}
	return l
}
