package date_test

import (
	"testing"
	"time"

	"github.com/pursechain/purse/base/date"
)

func TestParse(t *testing.T) {
	for _, good := range []string{"1700-01-01", "2016-02-29", "2000-02-29", "2017-09-30", "9999-12-31"} {
		if got, err := date.Parse(good); err != nil || string(got) != good || !got.Valid() {
			t.Errorf("%s: got %q, %v", good, got, err)
		}
	}
}

// 2017-10-01 is good; each row breaks one thing.
func TestParseRefuses(t *testing.T) {
	for name, bad := range map[string]string{
		"empty":                      "",
		"no leap year":               "2017-02-29",
		"no leap year in a century":  "1900-02-29",
		"no such day":                "2017-09-31",
		"day zero":                   "2017-10-00",
		"month zero":                 "2017-00-01",
		"month thirteen":             "2017-13-01",
		"two digits for the year":    "17-10-01",
		"one digit for month, day":   "2017-1-1",
		"one digit for all":          "17-1-1",
		"American":                   "10/01/2017",
		"European":                   "01.10.2017",
		"no hyphens":                 "20171001",
		"a time after it":            "2017-10-01T00:00:00Z",
		"a space before it":          " 2017-10-01",
		"a space after it":           "2017-10-01 ",
		"a line after it":            "2017-10-01\n",
		"a sign":                     "+2017-10-01",
		"before the years we know":   "1699-12-31",
		"the year zero":              "0000-01-01",
		"five digits for the year":   "12017-10-01",
		"Arabic-Indic digits":        "٢٠١٧-١٠-٠١",
		"hyphens that are not ASCII": "2017‐10‐01",
	} {
		if got, err := date.Parse(bad); err == nil {
			t.Errorf("%s: %q was read as %s", name, bad, got)
		}
		if date.Date(bad).Valid() {
			t.Errorf("%s: %q is valid", name, bad)
		}
	}
}

func TestOf(t *testing.T) {
	newYork := time.FixedZone("", -5*60*60)
	if got := date.Of(time.Date(2017, 9, 30, 20, 0, 0, 0, newYork)); got != "2017-10-01" {
		t.Errorf("got %s, want the day in UTC", got)
	}
}

func TestFiscalYear(t *testing.T) {
	for _, test := range []struct {
		day   date.Date
		start uint32
		want  int
	}{
		{"2017-09-30", 10, 2017},
		{"2017-10-01", 10, 2018},
		{"2017-12-31", 10, 2018},
		{"2018-01-01", 10, 2018},
		{"2017-01-01", 1, 2017},
		{"2017-12-31", 1, 2017},
		{"2017-12-31", 12, 2018},
		{"2017-03-31", 4, 2017},
		{"2017-04-01", 4, 2018},
		{"", 10, 0},
		{"2017-02-29", 10, 0},
	} {
		if got := test.day.FiscalYear(test.start); got != test.want {
			t.Errorf("%s, from month %d: got %d, want %d", test.day, test.start, got, test.want)
		}
	}
}

// Dates are compared as texts.
func TestOrder(t *testing.T) {
	days := []date.Date{"", "1700-01-01", "2017-09-30", "2017-10-01", "2018-01-01", "9999-12-31"}
	for i := range days[1:] {
		if days[i] >= days[i+1] {
			t.Errorf("%s is not before %s", days[i], days[i+1])
		}
	}
}

func TestUntil(t *testing.T) {
	for _, row := range []struct {
		from, to date.Date
		want     uint32
	}{
		{"2017-11-01", "2017-12-16", 45},
		{"2016-02-28", "2016-03-01", 2},
		{"2017-02-28", "2017-03-01", 1},
		{"1700-01-01", "9999-12-31", 3_031_511},
		{"2017-11-01", "2017-11-01", 0},
		{"2017-11-01", "2017-10-31", 0},
		{"", "2017-11-01", 0},
		{"2017-11-01", "2017-11-31", 0},
	} {
		if got := row.from.Until(row.to); got != row.want {
			t.Errorf("from %q to %q: got %d, want %d", row.from, row.to, got, row.want)
		}
	}
}
