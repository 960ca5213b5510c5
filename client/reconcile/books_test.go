package reconcile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

const fund = "070-X-0702-000"

// does are the accounts that an event moves, written from the posting rules of the Standard General Ledger and not from the code.
var does = map[ledger.Event]map[string]money.Amount{
	ledger.Enact:     {"4119": 1, "4450": -1, "1010": 1, "3101": -1},
	ledger.Apportion: {"4450": 1, "4510": -1},
	ledger.Allot:     {"4510": 1, "4610": -1},
	ledger.Obligate:  {"4610": 1, "4801": -1},
	ledger.Accrue:    {"4801": 1, "4901": -1, "6100": 1, "2110": -1, "3107": 1, "5700": -1},
	ledger.Pay:       {"4901": 1, "4902": -1, "2110": 1, "1010": -1},
}

func entry(on date.Date, event ledger.Event, amount money.Amount, reference string) ledger.JournalEntry {
	e := ledger.JournalEntry{
		Event: string(event), Fund: fund, From: "a", To: "b", Amount: amount, On: on, By: "gil", Reference: reference,
		FromAttributes: ledger.Attributes{Defc: "Q"}, ToAttributes: ledger.Attributes{Defc: "Q"},
	}
	if event == ledger.Obligate {
		e.Held = "4610"
	}
	return e
}

// sound is half a year of a fund.
func sound() []ledger.JournalEntry {
	return []ledger.JournalEntry{
		entry("2017-10-01", ledger.Enact, 1_000_00, "PL 115-56"),
		entry("2017-10-02", ledger.Apportion, 900_00, "SF-132"),
		entry("2017-10-03", ledger.Allot, 800_00, "office 1"),
		entry("2017-11-01", ledger.Obligate, 510_00, "award 1"),
		entry("2017-12-15", ledger.Obligate, 120_00, "award 2"),
		entry("2018-03-02", ledger.Accrue, 300_00, "claim 1"),
		entry("2018-03-20", ledger.Accrue, 73_00, "claim 2"),
		entry("2018-03-28", ledger.Pay, 300_00, "schedule 1"),
		entry("2018-04-03", ledger.Obligate, 45_00, "award 3"),
		entry("2018-04-04", ledger.Accrue, 12_00, "claim 3"),
	}
}

// soundBooks is the trial balance of sound, added up by hand.
const soundBooks = `fund,account,amount
070-X-0702-000,1010,700.00
070-X-0702-000,211000,-85.00
070-X-0702-000,3101,"-1,000.00"
070-X-0702-000,3107,385.00
070-X-0702-000,4119,1000.00
070-X-0702-000,4450,-100.00
070-X-0702-000,4510,-100
070-X-0702-000,4610,-125.00
070-X-0702-000,4801,-290.00
070-X-0702-000,4901,-85.00
070-X-0702,4902,-$300.00
070-X-0702,570000,-385.00
070-X-0702,610000,385.00
`

// chainOf is what the chain holds after a journal: rows by the entries' own moves.
func chainOf(entries []ledger.JournalEntry) Chain {
	sums := make(map[Key]money.Amount)
	var order []Key
	for _, e := range entries {
		for _, m := range e.Moves() {
			k := Key{e.Fund, string(m.Account), moveAttributes(m.Attributes)}
			if _, known := sums[k]; !known {
				order = append(order, k)
			}
			sums[k] += m.Amount
		}
	}
	c := Chain{Fund: fund, Entries: entries}
	for _, k := range order {
		a := k.Attributes
		row := ledger.TrialBalanceRow{
			Account: k.Account, Defc: a[defc], ProgramActivity: a[programActivity], ObjectClass: a[objectClass],
			Funding: a[funding], Bea: a[bea], Apportionment: a[apportionment], Debit: max(sums[k], 0), Credit: max(-sums[k], 0),
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

func parsed(t *testing.T, text string) *Books {
	t.Helper()
	b, err := Parse(strings.NewReader(text))
	require.NoError(t, err)
	return b
}

// books are soundBooks after a change of some accounts.
func books(t *testing.T, change map[string]money.Amount) *Books {
	b := parsed(t, soundBooks)
	for account, by := range change {
		b.balances[fund][Key{Fund: fund, Account: account}] += by
	}
	return b
}

// times are the movements of an entry, so many times.
func times(n money.Amount, entries ...ledger.JournalEntry) map[string]money.Amount {
	all := make(map[string]money.Amount)
	for _, e := range entries {
		for account, side := range does[ledger.Event(e.Event)] {
			all[account] += n * side * e.Amount
		}
	}
	return all
}

// The sound books agree with the chain; each row spoils one thing.
func TestCompare(t *testing.T) {
	all := sound()
	for _, row := range []struct {
		name        string
		change      map[string]money.Amount
		differences int
		first       string // the best cause, and how far it reaches; "" if there is none
	}{
		{"nothing", nil, 0, ""},
		{"a claim is missing", times(-1, all[5]), 6,
			"entry 5 (2018-03-02: accrue 300.00, claim 1) is missing from the agency's books: explains 6 of 6 differences"},
		{"the law is missing", times(-1, all[0]), 4,
			"entry 0 (2017-10-01: enact 1,000.00, PL 115-56) is missing from the agency's books: explains 4 of 4 differences"},
		{"a claim stands twice", times(1, all[6]), 6,
			"entry 6 (2018-03-20: accrue 73.00, claim 2) stands twice in the agency's books: explains 6 of 6 differences"},
		{"an award has the wrong sign", times(-2, all[4]), 2,
			"entry 4 (2017-12-15: obligate 120.00, award 2) stands with the wrong sign in the agency's books: " +
				"explains 2 of 2 differences"},
		{"510.00 is 150.00", map[string]money.Amount{"4610": -360_00, "4801": 360_00}, 2,
			"entry 3 (2017-11-01: obligate 510.00, award 1) stands in the agency's books with two digits exchanged, as 150.00: " +
				"explains 2 of 2 differences"},
		{"73.00 is 37.00 on one side", map[string]money.Amount{"6100": -36_00, "2110": 36_00}, 2,
			"entry 6 (2018-03-20: accrue 73.00, claim 2) stands in the agency's books with two digits exchanged, as 37.00: " +
				"explains 2 of 2 differences, and does not fit 4 accounts that it moved too"},
		{"two awards are missing", times(-1, all[3], all[8]), 2,
			"entry 3 (2017-11-01: obligate 510.00, award 1) and entry 8 (2018-04-03: obligate 45.00, award 3) are " +
				"missing from the agency's books: explains 2 of 2 differences"},
		{"the books end in March", times(-1, all[8], all[9]), 7, "the agency's books end at 2018-03-31: the 2 entries from entry 8 " +
			"(2018-04-03: obligate 45.00, award 3) to entry 9 (2018-04-04: accrue 12.00, claim 3) are not in them: " +
			"explains 7 of 7 differences"},
		{"an account is off by a cent", map[string]money.Amount{"4450": 1}, 1, ""},
		{"an account that the chain has not", map[string]money.Amount{"4590": 7_77}, 1, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			f, err := Compare(books(t, row.change), chainOf(all))
			require.NoError(t, err)
			require.Len(t, f.Differences, row.differences)
			require.Equal(t, row.differences > 0, f.Differs())
			if row.first == "" {
				require.Empty(t, f.Causes)
				return
			}
			require.NotEmpty(t, f.Causes)
			require.Equal(t, row.first, f.Causes[0].Words()+": "+f.Causes[0].Reach(len(f.Differences)))
			for _, d := range f.Differences {
				require.LessOrEqual(t, len(d.Causes), maxCauses)
			}
		})
	}
}

// Two faults that meet in two accounts: what explains them together is named before what explains a part.
func TestTwoFaultsOnOneAccount(t *testing.T) {
	all := sound()
	f, err := Compare(books(t, times(-1, all[6], all[7])), chainOf(all))
	require.NoError(t, err)
	require.Equal(t, Pair, f.Causes[0].Kind)
	require.Len(t, f.Causes[0].Explains, len(f.Differences))
}

func TestSidesOfTheAgency(t *testing.T) {
	f, err := Compare(books(t, map[string]money.Amount{"4450": -5, "6100": 7, "8801": 9}), chainOf(sound()))
	require.NoError(t, err)
	require.Equal(t, []money.Amount{-5, 7, 11}, []money.Amount{f.Budgetary, f.Proprietary, f.Sum})
}

func TestUnknownFund(t *testing.T) {
	f, err := Compare(parsed(t, soundBooks), Chain{Fund: fund})
	require.NoError(t, err)
	require.True(t, f.Unknown && f.Differs())
	require.Equal(t, 1, Report{Funds: []Fund{f}}.Count())
}

// Attributes in the header are compared; without them the chain's rows are summed.
func TestGrain(t *testing.T) {
	e := entry("2018-01-01", ledger.Obligate, 10_00, "award")
	e.ToAttributes = ledger.Attributes{Defc: "Q", ProgramActivity: "0001", ObjectClass: "410", Apportionment: "A", Mandatory: true}
	chain := chainOf([]ledger.JournalEntry{e})
	for text, differences := range map[string]int{
		"account,amount,fund\n4610,10.00,070-X-0702\n4801,-10.00,070-X-0702\n":                                             0,
		"fund,account,debit,credit\n070-X-0702,4610,10,\n070-X-0702,4801,,10\n":                                            0,
		"fund,account,defc,amount\n070-X-0702,4610,Q,10\n070-X-0702,4801,A,-10\n":                                          2,
		"Fund,Account,Program Activity,OBJECT_CLASS,amount\n070-X-0702,4610,,,10\n070-X-0702,4801,0001,410,-10\n":          0,
		"fund,account,bea,funding,apportionment,amount\n070-X-0702,4610,D,D,,10\n070-X-0702,4801,M,D,A,-10\n":              0,
		"fund,account,bea,funding,apportionment,amount\n070-X-0702,4610,D,D,,10\n070-X-0702,4801,M,R,B,-10\n":              2,
		"fund,account,title,amount\n070-X-0702,461000,=1+1,4\n070-X-0702,461010,,6\n070-X-0702,4801,\"Undelivered\",-10\n": 0,
	} {
		f, err := Compare(parsed(t, text), chain)
		require.NoError(t, err)
		require.Len(t, f.Differences, differences, text)
	}
}

// The moves of an entry include those of a year-end, of one that is taken back, and of a customer's money.
func TestMoves(t *testing.T) {
	read := func(e ledger.JournalEntry) string {
		var all []string
		for _, m := range e.Moves() {
			all = append(all, fmt.Sprint(m.Account, " ", m.Amount))
		}
		return strings.Join(all, "; ")
	}
	accrue := entry("2018-01-01", ledger.Accrue, 5, "claim")
	require.Equal(t, "4801 0.05; 4901 -0.05; 6100 0.05; 2110 -0.05; 3107 0.05; 5700 -0.05", read(accrue))
	accrue.ToAttributes.Reimbursable, accrue.Reversed = true, true
	require.Equal(t, "6100 -0.05; 2110 0.05; 4801 -0.05; 4901 0.05", read(accrue))
	require.Equal(t, "4610 0.05; 4801 -0.05", read(entry("2018-01-01", ledger.Obligate, 5, "award")))
	closed := entry("2018-09-30", ledger.Close, 5, "year-end")
	closed.From, closed.To = "4902", "4201"
	require.Equal(t, "4902 0.05; 4201 -0.05", read(closed))
	closed.From, closed.To, closed.Reversed = "4119", "4201", true
	require.Equal(t, "4119 -0.05; 4201 0.05", read(closed))
	require.Empty(t, read(entry("2018-01-01", "spend", 5, "nothing")))
}
