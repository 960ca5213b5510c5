// Package replay runs real figures through the real application: the quarterly reports of HUD's disaster recovery grants, as awards, as
// sub-awards of each activity's responsible organisation, as claims for what was expended, and as payments of what was disbursed. What the
// chain, or the reading of the file, refuses is counted by rule; nothing is lost between the two.
//
// It is a test: testutil builds the chain, and nothing of it reaches a node.
package replay

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// Totals are the three figures of a quarter, or sums of them, in cents.
type Totals struct{ Obligated, Expended, Disbursed money.Amount }

// Plus adds two totals; the reports of a country's grants are far below the greatest amount.
func (t Totals) Plus(o Totals) Totals {
	return Totals{t.Obligated + o.Obligated, t.Expended + o.Expended, t.Disbursed + o.Disbursed}
}

// Row is what one activity reported of one quarter.
type Row struct {
	Place                                   string // file and line
	Grantee, Grant, Activity, Title, Agency string
	Quarter                                 string // 2019 Q3
	Totals
	Fault string // what cannot be read; its figures are then zero
}

// columns are those that are read, in the order of the fields below.
var columns = []string{
	"grantee", "grant_key", "activity_key", "activity_title", "responsible_organization", "quarter",
	"funds_obligated", "funds_expended", "grant_disbursed",
}

// Read reads every CSV file of a directory: the rows in the order of their quarters, and in each as they stand.
func Read(dir string) (rows []Row, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s has no file whose name ends in .csv", dir)
	}
	slices.Sort(names)
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		more, err := read(filepath.Base(name), file)
		file.Close() //nolint:errcheck // it was only read
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return strings.Compare(a.Quarter, b.Quarter) })
	return rows, nil
}

func read(name string, file io.Reader) (rows []Row, err error) {
	in := csv.NewReader(file)
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	at := make([]int, len(columns))
	for i, c := range columns {
		if at[i] = slices.Index(header, c); at[i] < 0 {
			return nil, fmt.Errorf("%s has no column %s", name, c)
		}
	}
	for {
		record, err := in.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		cell := func(i int) string { return record[at[i]] }
		r := Row{
			Place: name + ":" + strconv.Itoa(line), Grantee: cell(0), Grant: cell(1), Activity: cell(2), Title: cell(3), Agency: cell(4),
			Quarter: cell(5),
		}
		if _, _, err := quarter(r.Quarter); err != nil {
			r.Fault = err.Error()
		}
		var figures [3]money.Amount
		for i := range figures {
			if figures[i], err = signed(cell(6 + i)); err != nil {
				r.Fault, figures = err.Error(), [3]money.Amount{}
				break
			}
		}
		if r.Totals = (Totals{figures[0], figures[1], figures[2]}); r.Fault != "" {
			r.Totals = Totals{}
		}
		rows = append(rows, r)
	}
}

// signed reads an amount that may be below zero: base/money reads what follows the sign.
func signed(text string) (money.Amount, error) {
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		a, err := money.Parse(rest)
		return -a, err
	}
	return money.Parse(text)
}

// quarter is the first and the last day of a quarter of the calendar year.
func quarter(text string) (first, last date.Date, err error) {
	year, of, found := strings.Cut(text, " Q")
	n, fault := strconv.Atoi(of)
	if y, bad := strconv.Atoi(year); !found || fault != nil || bad != nil || n < 1 || n > 4 || y < 2000 || y > 2100 {
		return "", "", fmt.Errorf("%q is no quarter, as 2019 Q3", text)
	}
	first = date.Date(fmt.Sprintf("%s-%02d-01", year, 3*n-2))
	last = date.Date(year + "-" + []string{"03-31", "06-30", "09-30", "12-31"}[n-1])
	return first, last, nil
}
