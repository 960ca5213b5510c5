package ledger

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
)

func TestPostingRules(t *testing.T) {
	// Every pair stands on one side, so no entry can unbalance a side; every account has a title.
	for event, pairs := range postings {
		require.NotEmpty(t, pairs, event)
		for _, p := range pairs {
			require.Equal(t, p.debit.Budgetary(), p.credit.Budgetary(), "%s: %s / %s", event, p.debit, p.credit)
			require.NotEmpty(t, p.debit.Title(), p.debit)
			require.NotEmpty(t, p.credit.Title(), p.credit)
		}
	}
}

func TestNetsAreDisjoint(t *testing.T) {
	seen := map[Account]string{}
	for _, n := range nets {
		for _, a := range n.Accounts {
			require.Empty(t, seen[a], "%s stands in two nets", a)
			seen[a] = n.Name
		}
	}
}

func TestEventsReadAsTheStandardGeneralLedgerPosts(t *testing.T) {
	for event, want := range map[Event]string{
		Enact:     "4119 to / 4450 to; 1010 to / 3101 to",
		Apportion: "4450 from / 4510 to",
		Allot:     "4510 from / 4610 to",
		Obligate:  "4610 from / 4801 to",
		Accrue:    "4801 from / 4901 to; 6100 to / 2110 to; 3107 to / 5700 to",
		Pay:       "4901 from / 4902 to; 2110 to / 1010 to",
		ComeBack:  "4902 from / 4901 to; 1010 to / 2110 to",
	} {
		var got []string
		for _, p := range postings[event] {
			side := map[of]string{from: "from", to: "to"}
			got = append(got, string(p.debit)+" "+side[p.debitOf]+" / "+string(p.credit)+" "+side[p.creditOf])
		}
		require.Equal(t, want, strings.Join(got, "; "), event)
	}
}

// valid is an entry with nothing wrong; each row of TestEntryCheck breaks one thing.
func valid() Entry {
	return Entry{
		Event: Obligate, Fund: "070-X-0702-000", Amount: 10000, On: "2017-10-01", By: "gil", Reference: "4337DRFLP00000001",
		From: Subject{"070-X-0702-000:1.1.1", Attributes{Defc: "A"}},
		To:   Subject{"4337DRFLP00000001", Attributes{Defc: "A", ProgramActivity: "0001", ObjectClass: "410"}},
	}
}

func TestEntryCheck(t *testing.T) {
	require.NoError(t, valid().check())
	for _, row := range []struct {
		name  string
		spoil func(*Entry)
		want  error
		found string
	}{
		{"no such event", func(e *Entry) { e.Event = "spend" }, ErrMalformedEntry, `no posting rule for the event "spend"`},
		{"no fund", func(e *Entry) { e.Fund = "" }, ErrMalformedEntry, "fund"},
		{"a fund too long", func(e *Entry) { e.Fund = strings.Repeat("0", 33) }, ErrMalformedEntry, "33 bytes, at most 32"},
		{"no subject", func(e *Entry) { e.To.ID = "" }, ErrMalformedEntry, "subject"},
		{"no person", func(e *Entry) { e.By = "" }, ErrMalformedEntry, "person"},
		{"a reference with a line break", func(e *Entry) { e.Reference = "a\nb" }, ErrMalformedEntry, "reference"},
		{"no emergency fund code", func(e *Entry) { e.From.Attributes.Defc = "" }, ErrMalformedAttributes, "emergency fund code"},
		{"a short activity", func(e *Entry) { e.To.Attributes.ProgramActivity = "1" }, ErrMalformedAttributes, "programme activity"},
		{"a long object class", func(e *Entry) { e.To.Attributes.ObjectClass = "4100" }, ErrMalformedAttributes, "object class"},
		{"a separator in a code", func(e *Entry) { e.To.Attributes.ObjectClass = "4|0" }, ErrMalformedAttributes, "'|'"},
		{"nothing", func(e *Entry) { e.Amount = 0 }, ErrAmountOutOfBounds, "0.00 is not above zero"},
		{"less than nothing", func(e *Entry) { e.Amount = -1 }, ErrAmountOutOfBounds, "-0.01 is not above zero"},
		{"too much", func(e *Entry) { e.Amount = money.Max + 1 }, ErrAmountOutOfBounds, "above the greatest amount"},
		{"no day", func(e *Entry) { e.On = "2017-02-29" }, ErrMalformedEntry, `date "2017-02-29"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := valid()
			row.spoil(&e)
			err := e.check()
			require.ErrorIs(t, err, row.want)
			require.ErrorContains(t, err, row.found)
		})
	}
}

// books are the totals and balances of a fund to which 100.00 was enacted.
func books() ([]Balance, []Total) {
	balances := []Balance{
		{"F", "F:1", "1010", 10000}, {"F", "F:1", "3101", -10000}, {"F", "F:1", "4119", 10000}, {"F", "F:1", "4450", -10000},
	}
	q := Attributes{Defc: "Q"}
	totals := []Total{{"F", "1010", q, 10000}, {"F", "3101", q, -10000}, {"F", "4119", q, 10000}, {"F", "4450", q, -10000}}
	return balances, totals
}

func TestCheckFindsEveryBreak(t *testing.T) {
	b, s := books()
	require.NoError(t, Check(b, s))
	for _, row := range []struct {
		name  string
		spoil func([]Balance, []Total)
		found []string
	}{
		{"a total without its balance", func(b []Balance, s []Total) { s[3].Amount -= 500 },
			[]string{"the budgetary side of F is out of balance by -5.00", "the total of F 4450 differs from its balances by -5.00",
				"1010 of F differs from unobligated, undelivered and unpaid by -5.00"}},
		{"both sides of a balance", func(b []Balance, s []Total) { b[0].Amount++; b[1].Amount-- },
			[]string{"the total of F 1010 differs from its balances by -0.01", "the total of F 3101 differs from its balances by 0.01"}},
		{"a net below zero", func(b []Balance, s []Total) {
			b[3].Amount, s[3].Amount, b[2].Amount, s[2].Amount = 100, 100, -100, -100
		},
			[]string{"unapportioned authority of F:1 in F is -1.00"}},
		{"cash that nobody has", func(b []Balance, s []Total) {
			b[0].Amount += 100
			s[0].Amount += 100
			b[1].Amount -= 100
			s[1].Amount -= 100
		},
			[]string{"1010 of F differs from unobligated, undelivered and unpaid by 1.00",
				"unexpended appropriations of F differ from unobligated and undelivered by 1.00"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			b, s := books()
			row.spoil(b, s)
			err := Check(b, s)
			require.ErrorIs(t, err, ErrBroken)
			for _, found := range row.found {
				require.ErrorContains(t, err, found)
			}
		})
	}
}

func TestGenesisListsEveryFault(t *testing.T) {
	b, s := books()
	g := GenesisState{Params: Params{Currency: "USD"}, Balances: b, Totals: s}
	require.NoError(t, g.Validate())
	g.Params.Currency = "usd"
	g.Balances = append(g.Balances, Balance{"F", "F:1", "9999", 0}, b[0])
	err := g.Validate()
	for _, fault := range []string{
		`currency "usd"`, `balances[4] F:1 9999: unknown account "9999"`, "balances[4] F:1 9999: the amount is zero",
		"balances[5] F:1 1010: given twice",
	} {
		require.ErrorContains(t, err, fault)
	}
	var many interface{ Unwrap() []error }
	require.True(t, errors.As(err, &many))
}
