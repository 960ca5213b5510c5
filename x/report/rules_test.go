package report

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
)

// balance is one account of a subject, debit positive.
func balance(a ledger.Account, amount money.Amount) ledger.Balance {
	return ledger.Balance{Account: string(a), Standing: ledger.Standing{Amount: amount, Year: 2018}}
}

// An authority's row adds up to all that it was given, wherever that stands now.
func TestTree(t *testing.T) {
	var tree Tree
	for _, l := range []struct {
		id       string
		kind     appropriation.Kind
		balances []ledger.Balance
	}{
		{"F:1", appropriation.Authority, []ledger.Balance{
			balance(ledger.OtherAppropriations, 1000), balance(ledger.UnapportionedAuthority, -80), balance(ledger.DeferredAuthority, -20),
		}},
		{"F:1.1", appropriation.Apportionment, []ledger.Balance{balance(ledger.Apportionments, -100)}},
		{"F:1.1.1", appropriation.Allotment, []ledger.Balance{balance(ledger.Allotments, -200)}},
		{"F:1.1.1.1", appropriation.Commitment, []ledger.Balance{balance(ledger.Commitments, -50)}},
		{"F:2", appropriation.Authority, []ledger.Balance{balance(ledger.ExpiredAuthority, -7)}},
	} {
		require.NoError(t, tree.Add(appropriation.Line{Id: l.id, Kind: l.kind}, l.balances))
	}
	// Adjusted up and down in a later year, partly delivered, partly advanced, partly paid, with a refund.
	require.NoError(t, tree.Bind("F:1.1.1.1", []ledger.Balance{
		balance(ledger.UndeliveredOrders, -300), balance(ledger.UpUndelivered, -20), balance(ledger.DownUndelivered, 40),
		balance(ledger.UndeliveredOrdersPaid, -70), balance(ledger.DownUndeliveredPaid, 10),
		balance(ledger.DeliveredOrdersUnpaid, -60), balance(ledger.DownDeliveredUnpaid, 5),
		balance(ledger.DeliveredOrdersPaid, -160), balance(ledger.DownDeliveredPaid, 5),
	}))
	require.ErrorIs(t, tree.Bind("F:9", nil), appropriation.ErrUnknownLine)
	lines, err := tree.Rolled()
	require.NoError(t, err)
	got := ""
	for _, l := range lines {
		got += fmt.Sprintf("%s left %d of %d: %d+%d+%d+%d+%d+%d\n", l.Id, l.Left, l.Total,
			l.Unobligated, l.Committed, l.Undelivered, l.Advanced, l.Unpaid, l.Paid)
	}
	require.Equal(t, `F:1 left 100 of 1000: 400+50+280+60+55+155
F:1.1 left 100 of 900: 300+50+280+60+55+155
F:1.1.1 left 200 of 800: 200+50+280+60+55+155
F:1.1.1.1 left 50 of 600: 0+50+280+60+55+155
F:2 left 7 of 7: 7+0+0+0+0+0
`, got)
}

// The application comes to the resources; what earlier years' obligations took stands by itself.
func TestSF132(t *testing.T) {
	sf133, err := worked(t).books(false).SF133()
	require.NoError(t, err)
	resources, application, err := SF132(sf133, []Apportioned{
		{appropriation.Line{Id: "F:1.2", Category: appropriation.CategoryB, Name: "Grid"}, 0, StatusLine{Total: 4000}},
		{appropriation.Line{Id: "F:1.1", Category: appropriation.CategoryA}, 2, StatusLine{Total: 46000 - 2500, Left: 5000}},
		{appropriation.Line{Id: "F:2.1", Category: appropriation.CategoryA}, 1, StatusLine{Total: 10000, Left: 1000}},
	})
	require.NoError(t, err)
	require.Equal(t, uint32(1920), resources[len(resources)-1].Number)
	require.Equal(t, money.Amount(83700), resources[len(resources)-1].Amount)
	got := ""
	for _, a := range application {
		got += fmt.Sprintf("%d %s: %s\n", a.Number, a.Title, a.Amount)
	}
	require.Equal(t, `6002 Category A, quarter 2: 435.00
6001 Category A, quarter 1: 100.00
6011 Category B, Grid: 40.00
6181 Deferred: 15.00
6182 Not apportioned: 222.00
0 Adjustments of obligations of earlier years, net: 25.00
6190 Total budgetary resources: 837.00
`, got)
}

// The form has a hundred lines for projects; the others stand under the last of them.
func TestSF132OfManyProjects(t *testing.T) {
	sf133, err := worked(t).books(false).SF133()
	require.NoError(t, err)
	var projects []Apportioned
	for i := range 180 {
		projects = append(projects, Apportioned{appropriation.Line{Category: appropriation.CategoryB, Name: fmt.Sprint(i)}, 0, StatusLine{Total: 1}})
	}
	_, application, err := SF132(sf133, projects)
	require.NoError(t, err)
	at := make(map[uint32]int)
	for _, a := range application {
		at[a.Number]++
	}
	require.Equal(t, []int{1, 1, 81, 1}, []int{at[6011], at[6109], at[6110], at[6181]})
}

// What continuing resolutions gave ends with the last of those that took each other's place, and not at all if that is a law.
func TestUntils(t *testing.T) {
	line := func(id, until, by string) appropriation.Line {
		return appropriation.Line{Id: id, Kind: appropriation.Authority, Until: date.Date(until), ReplacedBy: by}
	}
	require.Equal(t, map[string]date.Date{"F:1": "2018-01-19", "F:2": "2018-01-19", "F:3": "2018-01-19", "F:4": "", "F:5": "", "F:6": "2018-03-23"},
		untils([]appropriation.Line{
			line("F:1", "2017-12-08", "F:2"), line("F:2", "2017-12-22", "F:3"), line("F:3", "2018-01-19", ""),
			line("F:4", "2017-12-08", "F:5"), line("F:5", "", ""), line("F:6", "2018-03-23", ""),
			{Id: "F:1.1", Kind: appropriation.Apportionment},
		}))
}

// One case that is dormant, and each row changes one thing that makes it lively.
func TestUntouchedAllotments(t *testing.T) {
	d := Dormant{Today: "2018-03-01", Days: 90}
	for name, change := range map[string]func(*appropriation.Line, *StatusLine){
		"":                       func(*appropriation.Line, *StatusLine) {},
		"made ninety days ago":   func(l *appropriation.Line, _ *StatusLine) { l.Since = "2017-12-01" },
		"made a day later":       func(l *appropriation.Line, _ *StatusLine) { l.Since = "2017-12-02" },
		"an apportionment":       func(l *appropriation.Line, _ *StatusLine) { l.Kind = appropriation.Apportionment },
		"allotted on in part":    func(l *appropriation.Line, s *StatusLine) { l.Children, s.Left = 1, 99 },
		"allotted on, returned":  func(l *appropriation.Line, _ *StatusLine) { l.Children = 1 },
		"given back":             func(_ *appropriation.Line, s *StatusLine) { s.Left, s.Total = 0, 0 },
		"obligated in part":      func(_ *appropriation.Line, s *StatusLine) { s.Total = 101 },
		"since a day that is no": func(l *appropriation.Line, _ *StatusLine) { l.Since = "" },
	} {
		l, s := appropriation.Line{Id: "F:1.1.1", Kind: appropriation.Allotment, Since: "2017-10-01"}, StatusLine{Left: 100, Total: 100}
		change(&l, &s)
		found := d.Untouched(l, s)
		dormant := []string{"", "made ninety days ago", "allotted on, returned"}
		require.Equal(t, slices.Contains(dormant, name), found != nil, name)
	}
}

func TestUndeliveredObligations(t *testing.T) {
	d := Dormant{Today: "2018-03-01", Days: 90}
	for name, change := range map[string]func(*appropriation.Obligation, *StatusLine){
		"":                func(*appropriation.Obligation, *StatusLine) {},
		"advanced only":   func(_ *appropriation.Obligation, m *StatusLine) { m.Undelivered, m.Advanced = 0, 100 },
		"new":             func(o *appropriation.Obligation, _ *StatusLine) { o.Obligated = "2018-01-01" },
		"delivered whole": func(_ *appropriation.Obligation, m *StatusLine) { m.Undelivered, m.Unpaid = 0, 100 },
		"taken back":      func(_ *appropriation.Obligation, m *StatusLine) { m.Undelivered = 0 },
		"a cent delivered long ago": func(o *appropriation.Obligation, m *StatusLine) {
			o.Delivered, m.Undelivered, m.Unpaid = "2017-12-01", 99, 1
		},
		"a cent paid long ago": func(o *appropriation.Obligation, m *StatusLine) {
			o.Delivered, m.Undelivered, m.Paid = "2017-10-01", 99, 1
		},
		"a cent delivered of late": func(o *appropriation.Obligation, m *StatusLine) {
			o.Delivered, m.Undelivered, m.Unpaid = "2017-12-02", 99, 1
		},
	} {
		o, m := appropriation.Obligation{Document: "O1", Obligated: "2017-10-01"}, StatusLine{Undelivered: 100}
		change(&o, &m)
		found, err := d.Undelivered(o, m)
		require.NoError(t, err)
		dormant := []string{"", "advanced only", "a cent delivered long ago", "a cent paid long ago"}
		require.Equal(t, slices.Contains(dormant, name), found != nil, name)
		if found != nil {
			require.Equal(t, o.Delivered, found.Delivered)
		}
	}
}

func TestExpiringAuthority(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Dormant, *appropriation.Line, *StatusLine)
		ends   string
	}{
		"":                {func(*Dormant, *appropriation.Line, *StatusLine) {}, "2018-09-30"},
		"on its last day": {func(d *Dormant, _ *appropriation.Line, _ *StatusLine) { d.Today = "2018-09-30" }, "2018-09-30"},
		"after it":        {func(d *Dormant, _ *appropriation.Line, _ *StatusLine) { d.Today = "2018-10-01" }, ""},
		"long before":     {func(d *Dormant, _ *appropriation.Line, _ *StatusLine) { d.Today = "2018-07-01" }, ""},
		"no-year":         {func(d *Dormant, _ *appropriation.Line, _ *StatusLine) { d.Last = "" }, ""},
		"all bound":       {func(_ *Dormant, _ *appropriation.Line, s *StatusLine) { s.Unobligated = 0 }, ""},
		"committed is free": {func(_ *Dormant, _ *appropriation.Line, s *StatusLine) {
			s.Unobligated, s.Committed = 0, 1
		}, "2018-09-30"},
		"an allotment": {func(_ *Dormant, l *appropriation.Line, _ *StatusLine) { l.Kind = appropriation.Allotment }, ""},
		"continuing":   {func(_ *Dormant, l *appropriation.Line, _ *StatusLine) { l.Until = "2018-09-20" }, "2018-09-20"},
		"continuing, no-year": {func(d *Dormant, l *appropriation.Line, _ *StatusLine) {
			d.Last, l.Until = "", "2018-09-20"
		}, "2018-09-20"},
		"continuing, lapsed":   {func(_ *Dormant, l *appropriation.Line, _ *StatusLine) { l.Until = "2018-09-01" }, "2018-09-01"},
		"continuing, for long": {func(_ *Dormant, l *appropriation.Line, _ *StatusLine) { l.Until = "2019-09-01" }, "2018-09-30"},
	} {
		d := Dormant{Today: "2018-09-10", Days: 30, Last: "2018-09-30"}
		l, s := appropriation.Line{Id: "F:1", Kind: appropriation.Authority}, StatusLine{Unobligated: 100}
		test.change(&d, &l, &s)
		found, err := d.Expiring(l, l.Until, s)
		require.NoError(t, err)
		require.Equal(t, test.ends != "", found != nil, name)
		if found != nil {
			require.Equal(t, test.ends, string(found.Ends), name)
		}
	}
}

// A list ends where it is bounded, and its sum does not.
func TestListsAreBounded(t *testing.T) {
	var list []Untouched
	var total money.Amount
	for range maxListed + 5 {
		require.NoError(t, collect(&list, &total, Untouched{}, 2))
	}
	require.Len(t, list, maxListed)
	require.Equal(t, money.Amount(2*(maxListed+5)), total)
}

// An obligation's balances are never closed; file C closes them, so that they are those of the fund's totals.
func TestBalancesOfAnEarlierYear(t *testing.T) {
	standing := func(a ledger.Account, amount, opening money.Amount) ledger.Balance {
		return ledger.Balance{Account: string(a), Standing: ledger.Standing{Amount: amount, Opening: opening, Year: 2019}}
	}
	b, err := BalancesOf([]ledger.Balance{
		standing(ledger.UndeliveredOrders, -80, -100), standing(ledger.DownUndelivered, 30, 10), standing(ledger.UpUndelivered, -7, -5),
		standing(ledger.DeliveredOrdersUnpaid, -60, -50), standing(ledger.DeliveredOrdersPaid, -210, -200),
	}, 2019)
	require.NoError(t, err)
	require.Equal(t, Balances{
		UndeliveredFyb: -95, UndeliveredCpe: -75, DownUndeliveredCpe: 20, UpUndeliveredCpe: -2,
		UnpaidFyb: -50, UnpaidCpe: -60, PaidCpe: -10,
		Incurred: -75 + 95 - 2 - 60 + 50 - 10, Outlay: -10, Recoveries: 20,
	}, b)
}

// What makes no sense is refused before anything is read.
func TestQuestionsRefused(t *testing.T) {
	for _, days := range []uint32{0, maxDays + 1} {
		_, err := queryServer{}.Dormant(context.Background(), &QueryDormantRequest{Fund: fund, Days: days})
		require.ErrorIs(t, err, ErrQuestion)
	}
	for _, defc := range []string{"a", "ABCD", "A B"} {
		_, err := queryServer{}.Sf133(context.Background(), &QuerySf133Request{Fund: fund, Defc: defc})
		require.ErrorIs(t, err, ErrQuestion)
	}
	for _, symbol := range []string{"", "070-X-0702-000 with something after it", "070\n"} {
		_, err := queryServer{}.FileA(context.Background(), &QueryFileARequest{Fund: symbol})
		require.ErrorIs(t, err, ErrQuestion)
	}
}
