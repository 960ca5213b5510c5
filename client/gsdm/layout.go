package gsdm

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
)

// The layouts of A, B and C are the broker's own (data-act-broker-backend, dataactvalidator/config, CC0 1.0). Those of the SF-133
// and of the program activities have the broker's column names beside ours.
//
//go:embed layouts/*.csv
var layoutFiles embed.FS

// column is one column of a layout. It may stand in a header under any of its names.
type column struct {
	names  [3]string // in the model, in full, short
	amount bool
	needed bool // a file without the column has not said what it should; others may lack it, which means blank
	width  int
	pad    bool // zeros in front that a spreadsheet has taken away are put back
	digits bool
}

func (c column) short() string { return c.names[2] }
func (c column) full() string  { return c.names[1] }

// layout is what the columns of one kind of file are.
type layout struct {
	kind    Kind
	columns []column // those with texts first
	texts   int      // how many they are
	order   []int    // the columns as the file has them
	byName  map[string]int
	alias   map[string]int // how the rules call the columns that B and C name otherwise
	keys    []int          // without which no row can be told from another
	tas     [7]int         // where the parts of the account symbol stand; -1 where there is none
}

var layouts = [kinds]*layout{
	newLayout(FileA, "a", "agency_identifier", "main_account_code", "sub_account_code"),
	newLayout(FileB, "b", "agency_identifier", "main_account_code", "sub_account_code"),
	newLayout(FileC, "c", "agency_identifier", "main_account_code", "sub_account_code"),
	newLayout(SF133, "sf133", "aid", "main account", "sub account", "line", "amount"),
	newLayout(Activities, "activities", "agency_id", "account", "pa_code", "pa_name"),
}

// partNames are the full names of the parts of an account symbol, in its order.
var partNames = [7]string{
	"allocationtransferagencyidentifier", "agencyidentifier", "beginningperiodofavailability", "endingperiodofavailability",
	"availabilitytypecode", "mainaccountcode", "subaccountcode",
}

func newLayout(kind Kind, file string, keys ...string) *layout {
	f, err := layoutFiles.Open("layouts/" + file + ".csv")
	if err != nil {
		panic(err) // it is part of the program
	}
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(err)
	}
	l := &layout{kind: kind, byName: map[string]int{}, alias: map[string]int{}}
	for _, amounts := range []bool{false, true} {
		for _, r := range records[1:] {
			if (r[4] == "float") == amounts {
				l.add(r)
			}
		}
	}
	for _, r := range records[1:] {
		l.order = append(l.order, l.byName[r[1]])
	}
	for i, name := range partNames {
		at, has := l.byName[name]
		if !has {
			at = -1
		} else if name != "availabilitytypecode" {
			l.columns[at].digits = true
		}
		l.tas[i] = at
	}
	if at, has := l.byName["line"]; has {
		l.columns[at].digits = true
	}
	for _, name := range keys {
		l.keys = append(l.keys, l.at(name))
	}
	return l
}

// add adds the column that a line of a layout's file describes.
func (l *layout) add(r []string) {
	c := column{
		names:  [3]string{r[0], r[1], r[2]},
		needed: r[3] == "TRUE", amount: r[4] == "float", pad: r[6] == "TRUE",
	}
	if _, err := fmt.Sscan(r[5], &c.width); err != nil {
		panic(err)
	}
	for _, name := range c.names {
		l.byName[strings.ToLower(name)] = len(l.columns)
	}
	if a := aliasOf(c.full()); a != "" {
		l.alias[a] = len(l.columns)
	}
	if l.columns = append(l.columns, c); !c.amount {
		l.texts++
	}
}

// aliasOf is a column's name in the rules, if B and C name the column otherwise or it is of one account: 480100_cpe.
func aliasOf(full string) string {
	period := ""
	if i := strings.LastIndex(full, "_"); i >= 0 {
		period = full[i:]
	}
	for _, a := range []struct{ prefix, alias string }{
		{"grossoutlayamountbyprogramobjectclass", "outlay"}, {"grossoutlayamountbyaward", "outlay"},
		{"obligationsincurredbyprogramobjectclass", "incurred"}, {"obligationsincurredtotalbyaward", "incurred"},
		{"deobligationsrecoveriesrefundsdofprioryearbyprogramobjectclass", "recoveries"},
		{"deobligationsrecoveriesrefundsofprioryearbyaward", "recoveries"},
	} {
		if strings.HasPrefix(full, a.prefix) {
			return a.alias + period
		}
	}
	if account, ok := strings.CutPrefix(full, "ussgl"); ok {
		number, _, _ := strings.Cut(account, "_")
		return number + period
	}
	return ""
}

// at finds a column by a name in the rules. The rules are part of the program, so a name that is not found is a fault of it.
func (l *layout) at(name string) int {
	if i, ok := l.alias[name]; ok {
		return i
	}
	i, ok := l.byName[name]
	if !ok {
		panic(fmt.Sprintf("%s has no column %s", l.kind, name))
	}
	return i
}

// isPart says that a column is a part of the account symbol.
func (l *layout) isPart(i int) bool {
	for _, at := range l.tas {
		if at == i {
			return true
		}
	}
	return false
}
