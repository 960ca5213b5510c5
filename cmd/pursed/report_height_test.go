package main

import (
	"errors"
	"maps"
	"testing"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/x/appropriation"
	reports "github.com/pursechain/purse/x/report"
)

// A node keeps the heights 5 to 9, of three days.
func TestTheHeightOfADay(t *testing.T) {
	days := []date.Date{"2017-10-01", "2017-10-01", "2017-10-05", "2017-10-05", "2018-03-01"}
	k := kept{first: 5, last: 9, dateAt: func(height int64) (date.Date, error) { return days[height-5], nil }}
	for day, want := range map[date.Date]int64{
		"2017-09-30": 0, "2017-10-01": 6, "2017-10-04": 6, "2017-10-05": 8, "2018-02-28": 8, "2018-03-01": 9, "2030-01-01": 9,
	} {
		ctx, err := k.on(day)
		if want == 0 {
			const text = "state not kept: 2017-09-30; the node has heights 5 (2017-10-01) to 9 (2018-03-01) (Q3). " +
				"Ask at a height that the node keeps, or ask a node that keeps all."
			if !errors.Is(err, reports.ErrNotKept) || reports.ErrNotKept.Name() != "report/state-not-kept" || err.Error() != text {
				t.Errorf("%s: %v", day, err)
			}
			continue
		}
		if err != nil || ctx.Height != want {
			t.Errorf("%s: height %d, not %d: %v", day, ctx.Height, want, err)
		}
	}
	fault := errors.New("the node is gone")
	k.dateAt = func(int64) (date.Date, error) { return "", fault }
	if _, err := k.on("2017-10-05"); !errors.Is(err, fault) {
		t.Errorf("got %v", err)
	}
}

// A node keeps the heights 5 to 9. The relief fund was opened at 6, and its year 2018 was closed in 9; that of grants a block sooner,
// and of salaries in which there is nothing yet. The end of the year is a height of its own for each.
func TestTheLastHeightOfAYear(t *testing.T) {
	years := map[string][]uint32{
		"relief": {0, 2018, 2018, 2018, 2020}, "grants": {0, 2018, 2018, 2020, 2020}, "salaries": {0, 0, 0, 0, 2020},
	}
	yearAt := func(fund string, height int64) (uint32, error) { return years[fund][height-5], nil }
	k := kept{first: 5, last: 9, dateAt: func(int64) (date.Date, error) { return "2019-10-02", nil }}
	for _, test := range []struct {
		year  uint32
		funds []string
		want  map[string]int64
	}{
		{2017, []string{"relief"}, nil}, {2018, []string{"relief"}, map[string]int64{"relief": 8}}, {2019, []string{"relief"}, nil},
		{2020, []string{"relief"}, map[string]int64{"relief": 9}}, {2021, []string{"relief"}, nil},
		{2018, []string{"relief", "grants"}, map[string]int64{"relief": 8, "grants": 7}},
		{2018, []string{"salaries", "grants"}, map[string]int64{"grants": 7}}, {2018, []string{"salaries"}, nil},
		{2020, []string{"relief", "salaries"}, map[string]int64{"relief": 9, "salaries": 9}}, {2018, nil, nil},
	} {
		ends, err := k.in(test.year, test.funds, yearAt)
		if test.want == nil {
			if !errors.Is(err, reports.ErrNotKept) {
				t.Errorf("%d of %v: %v", test.year, test.funds, err)
			}
			continue
		}
		got := make(map[string]int64)
		for fund, ctx := range ends {
			got[fund] = ctx.Height
		}
		if err != nil || !maps.Equal(got, test.want) {
			t.Errorf("%d of %v: heights %v, not %v: %v", test.year, test.funds, got, test.want, err)
		}
	}
	if _, err := k.in(2018, []string{"misspelt"}, func(string, int64) (uint32, error) { return 0, nil }); !errors.Is(err, appropriation.ErrUnknownFund) {
		t.Errorf("a fund that was never opened: %v", err)
	}
	fault := errors.New("the node is gone")
	if _, err := k.in(2018, []string{"relief"}, func(string, int64) (uint32, error) { return 0, fault }); !errors.Is(err, fault) {
		t.Errorf("got %v", err)
	}
}
