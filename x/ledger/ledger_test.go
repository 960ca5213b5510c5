package ledger

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
)

func TestPostingRules(t *testing.T) {
	// Every pair stands on one side, so no entry can unbalance a side; every account has a title.
	for event, rule := range postings {
		require.NotEmpty(t, rule.pairs, event)
		for _, p := range rule.pairs {
			for _, a := range append([]Account{p.debit, p.credit}, rule.held...) {
				require.True(t, a == held || a.Title() != "", "%s: %s", event, a)
			}
			debit, credit := p.debit == held || p.debit.Budgetary(), p.credit == held || p.credit.Budgetary()
			require.Equal(t, debit, credit, "%s: %s / %s", event, p.debit, p.credit)
		}
		for _, a := range rule.held {
			_, guarded := netOf(a)
			require.True(t, guarded, "%s: %s is guarded by no net", event, a)
		}
	}
	for _, c := range closings {
		require.Equal(t, c.account.Budgetary(), c.into.Budgetary(), c.account)
		_, again := closedInto(c.into)
		require.False(t, again, "%s is closed into %s, which is closed itself", c.account, c.into)
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

// The table of the README is the table of the code.
func TestTheReadmeHasThePostingRules(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for event, rule := range postings {
		var budgetary, proprietary []string
		account := func(a Account) string {
			if a != held {
				return string(a)
			}
			var may []string
			for _, h := range rule.held {
				may = append(may, string(h))
			}
			return strings.Join(may, "|")
		}
		side := map[of]string{from: "from", to: "to"}
		for _, p := range rule.pairs {
			text := account(p.debit) + " " + side[p.debitOf] + " / " + account(p.credit) + " " + side[p.creditOf]
			if p.debit == held || p.debit.Budgetary() {
				budgetary = append(budgetary, text)
			} else {
				proprietary = append(proprietary, text)
			}
		}
		cell := func(texts []string) string {
			if len(texts) == 0 {
				return "–"
			}
			return strings.ReplaceAll(strings.Join(texts, "; "), "|", " or ")
		}
		require.Contains(t, string(readme), "| "+string(event)+" | "+cell(budgetary)+" | "+cell(proprietary)+" |")
	}
	for _, c := range closings {
		require.Regexp(t, `\b`+string(c.account)+`\b.*→ `+string(c.into), string(readme))
	}
}

// sourced are the events whose posting rule was read in its source.
var sourced = []string{"enact", "apportion", "allot", "pay"}

// What was recalled and not read in the source says so wherever it stands.
func TestEveryRecalledPostingRuleIsMarked(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	code, err := os.ReadFile("postings.go")
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(code), "var postings = ")
	table, _, _ = strings.Cut(table, "\n}\n")
	rules := regexp.MustCompile(`(?m)^\t[A-Z]\w+:`).FindAllStringIndex(table, -1)
	require.Len(t, rules, len(postings))
	for i, at := range rules {
		end := len(table)
		if i+1 < len(rules) {
			end = rules[i+1][0]
		}
		name := regexp.MustCompile(`\B[A-Z]`).ReplaceAllString(strings.Trim(table[at[0]:at[1]], "\t:"), "-$0")
		name = strings.ToLower(name)
		recalled := !slices.Contains(sourced, name)
		require.Equal(t, recalled, strings.Contains(table[at[0]:end], "// [R]"), "%s in postings.go", name)
		source := regexp.MustCompile(`(?m)^\| ` + name + ` \|.*\| (.*) \|$`).FindSubmatch(readme)
		require.NotNil(t, source, name)
		require.Equal(t, map[bool]string{true: "[R]", false: "USSGL"}[recalled], string(source[1]), "%s in README.md", name)
	}
}

// valid is an entry with nothing wrong; each row of TestEntryCheck breaks one thing.
func valid() Entry {
	return Entry{
		Event: Obligate, Held: Allotments, Fund: "070-X-0702-000", Amount: 10000, On: "2017-10-01", By: "gil", Reference: "4337DRFLP00000001",
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
		{"an account that it does not take from", func(e *Entry) { e.Held = ExpiredAuthority }, ErrMalformedEntry,
			"the event obligate does not take or give 4650"},
		{"no account to take from", func(e *Entry) { e.Held = "" }, ErrMalformedEntry, "the event obligate does not take or give"},
		{"no fund", func(e *Entry) { e.Fund = "" }, ErrMalformedEntry, "fund"},
		{"a fund too long", func(e *Entry) { e.Fund = strings.Repeat("0", 33) }, ErrMalformedEntry, "33 bytes, at most 32"},
		{"no subject", func(e *Entry) { e.To.ID = "" }, ErrMalformedEntry, "subject"},
		{"no person", func(e *Entry) { e.By = "" }, ErrMalformedEntry, "person"},
		{"a reference with a line break", func(e *Entry) { e.Reference = "a\nb" }, ErrMalformedEntry, "reference"},
		{"no emergency fund code", func(e *Entry) { e.From.Attributes.Defc = "" }, ErrMalformedAttributes, "emergency fund code"},
		{"a short activity", func(e *Entry) { e.To.Attributes.ProgramActivity = "1" }, ErrMalformedAttributes, "programme activity"},
		{"a long object class", func(e *Entry) { e.To.Attributes.ObjectClass = "4100" }, ErrMalformedAttributes, "object class"},
		{"a separator in a code", func(e *Entry) { e.To.Attributes.ObjectClass = "4|0" }, ErrMalformedAttributes, "'|'"},
		{"a third category", func(e *Entry) { e.To.Attributes.Apportionment = "C" }, ErrMalformedAttributes, "neither A nor B"},
		{"money of laws to a customer's", func(e *Entry) { e.To.Attributes.Reimbursable = true }, ErrMalformedAttributes, "is mixed"},
		{"a law's act on a customer's money", func(e *Entry) {
			e.Event, e.Held, e.From.Attributes.Reimbursable, e.To.Attributes.Reimbursable = Cancel, "", true, true
		}, ErrMalformedAttributes, "the event cancel is one of money of laws"},
		{"an order without a customer", func(e *Entry) { e.Event, e.Held = Order, "" }, ErrMalformedAttributes, "reimbursable money"},
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
	q := Attributes{Defc: "Q"}
	balances, totals := []Balance{}, []Total{}
	for _, row := range []struct {
		account string
		amount  money.Amount
	}{{"1010", 10000}, {"3101", -10000}, {"4119", 10000}, {"4450", -10000}} {
		s := Standing{Amount: row.amount, Year: 2018}
		balances = append(balances, Balance{"F", "F:1", row.account, s})
		totals = append(totals, Total{"F", row.account, q, s})
	}
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
		{"customers' money that stands as an appropriation", func(_ []Balance, s []Total) { s[1].Attributes.Reimbursable = true },
			[]string{"customers' money of F stands as an appropriation in 3101 with -100.00"}},
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
	g := GenesisState{Params: Params{Currency: "USD"}, Balances: b, Totals: s, Books: []Book{{"F", 2018}}}
	require.NoError(t, g.Validate())
	g.Params.Currency = "usd"
	closed := b[1]
	closed.Subject, closed.Closed = "F:2", 1
	g.Balances = append(g.Balances, Balance{"F", "F:1", "9999", Standing{}}, b[0], closed, Balance{"G", "G:1", "1010", b[0].Standing})
	late := g.Totals[0]
	late.Attributes.Defc, late.Year = "A", 2019
	g.Totals = append(g.Totals, late)
	err := g.Validate()
	for _, fault := range []string{
		`currency "usd"`, `balances[4] F:1 9999: unknown account "9999"`, "balances[4] F:1 9999: it is zero",
		"balances[5] F:1 1010: given twice", "balances[6] F:2 3101: years are closed in totals only",
		`balances[7] G:1 1010: fund "G" has no books`, `totals[4] F 1010: fund "F" has no books in fiscal year 2019`,
	} {
		require.ErrorContains(t, err, fault)
	}
	var many interface{ Unwrap() []error }
	require.True(t, errors.As(err, &many))
}
