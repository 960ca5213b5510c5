package oracle

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

var funds = []string{"070-X-0702-000", "086-2017/2018-0162-000"}

// usual says between whom an event happens: authority, apportionment, line, commitment, obligation. Those that are not listed
// happen within an obligation.
var usual = map[string][2]string{
	"enact": {"A", "A"}, "rescind": {"A", "A"}, "transfer-out": {"A", "A"}, "transfer-in": {"A", "A"}, "order": {"A", "A"},
	"collect": {"A", "A"}, "defer": {"A", "A"}, "apportion": {"A", "P"}, "allot": {"P", "L"}, "suballot": {"L", "M"},
	"commit": {"L", "C"}, "obligate": {"L", "O"}, "deobligate": {"O", "L"}, "adjust-up": {"L", "O"}, "recover": {"O", "A"},
	"recover-owed": {"O", "A"}, "recover-advance": {"O", "A"}, "refund": {"O", "L"}, "refund-prior": {"O", "A"},
	"expire": {"L", "A"}, "carry": {"L", "A"}, "cancel-undelivered": {"O", "A"}, "cancel-owed": {"O", "A"},
	"cancel-uncollected": {"A", "A"}, "cancel-collected": {"A", "A"}, "cancel": {"A", "A"}, "withdraw-order": {"A", "A"},
}

// earned are the events of money that customers pay for, which no law gave; lawful those of money that a law gave.
var (
	earned = map[string]bool{
		"order": true, "withdraw-order": true, "collect": true, "cancel-uncollected": true, "cancel-collected": true,
	}
	lawful = map[string]bool{"enact": true, "rescind": true, "transfer-out": true, "transfer-in": true, "cancel": true}
)

// holder is who has each account of unobligated authority.
var holder = map[ledger.Account]string{"4430": "A", "4450": "A", "4510": "P", "4610": "L", "4650": "A", "4700": "C"}

// A world is the real ledger under random acts, and the books that the oracle keeps beside it.
type world struct {
	*rapid.T
	real    real
	books   *Books
	journal []ledger.JournalEntry
	years   map[string]uint32
	taken   map[string]int
}

// begin is what every random world begins with: law's money in every fund, customers' money beside it, some of both at each step.
var begin = []struct {
	event, kinds, held string
	amount             money.Amount
}{
	{"enact", "D", "", 3000}, {"order", "R", "", 3000}, {"collect", "R", "", 1000}, {"apportion", "DR", "", 2000},
	{"allot", "DR", "", 1500}, {"obligate", "DR", "4610", 1000}, {"commit", "DR", "", 200}, {"accrue", "DR", "", 500},
	{"advance", "DR", "", 200}, {"pay", "DR", "", 300},
}

func newWorld(t *rapid.T, r real) *world {
	w := &world{T: t, real: r, years: make(map[string]uint32), taken: make(map[string]int)}
	w.books, _ = Replay(nil)
	for _, fund := range funds {
		w.years[fund] = 2018
		require.NoError(t, r.Open(r.ctx, fund, 2018))
		for _, step := range begin {
			for _, kind := range strings.Split(step.kinds, "") {
				e := w.entry(fund, step.event, kind)
				e.From.ID, e.To.ID = between(step.event, kind)
				e.Amount, e.Held, e.Reversed = step.amount, ledger.Account(step.held), false
				w.post(e)
			}
		}
	}
	return w
}

func between(event, kind string) (from, to string) {
	pair, known := usual[event]
	if !known {
		pair = [2]string{"O", "O"}
	}
	return pair[0] + kind, pair[1] + kind
}

// entry draws an entry. A subject's money is either the law's or customers'; all other attributes may differ from act to act.
func (w *world) entry(fund, event, kind string) ledger.Entry {
	oneOf := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(w.T, what) }
	subject := func(id string) ledger.Subject {
		return ledger.Subject{ID: id, Attributes: ledger.Attributes{
			Defc: oneOf("defc", "A", "Q"), ProgramActivity: oneOf("activity", "", "0001"), ObjectClass: oneOf("class", "", "410"),
			Apportionment: oneOf("category", "", "A"), Mandatory: rapid.Bool().Draw(w.T, "mandatory"), Reimbursable: kind == "R",
		}}
	}
	switch {
	case earned[event]:
		kind = "R"
	case lawful[event]:
		kind = "D"
	}
	from, to := between(event, kind)
	if oneOf("where", "usual", "usual", "usual", "anywhere") == "anywhere" {
		from, to = oneOf("from", "A", "P", "L", "O")+kind, oneOf("to", "A", "P", "L", "O")+kind
	}
	e := ledger.Entry{
		Event: ledger.Event(event), Fund: fund, From: subject(from), To: subject(to), On: "2018-03-01", By: "ann", Reference: "R",
		Amount:   w.amount(fund),
		Reversed: oneOf("way", "on", "on", "on", "back") == "back",
	}
	for _, p := range rules[event] {
		for _, l := range []leg{p.debit, p.credit} {
			if len(l.accounts) > 1 {
				e.Held = ledger.Account(oneOf("held", l.accounts...))
			}
			if len(l.accounts) > 1 && l.from {
				e.From.ID = holder[e.Held] + kind
			}
		}
	}
	return e
}

// amount draws any amount, or what some account of some subject holds, or a cent more.
func (w *world) amount(fund string) money.Amount {
	if rapid.Bool().Draw(w.T, "any") {
		return money.Amount(rapid.Int64Range(1, 300).Draw(w.T, "amount"))
	}
	amounts := []money.Amount{1}
	for _, x := range w.books.Balances() {
		if x.Fund == fund && x.Amount != 0 {
			amounts = append(amounts, max(x.Amount, -x.Amount))
		}
	}
	return rapid.SampledFrom(amounts).Draw(w.T, "all") + money.Amount(rapid.IntRange(0, 1).Draw(w.T, "more"))
}

// careful are the entries that the ledger refuses although no net falls below zero: from a line to itself nothing moves, but the line
// must have what it gives.
func careful(e ledger.JournalEntry) bool { return e.Event == "suballot" && e.From == e.To }

// post does an act in both. They must take it both, or both refuse it.
func (w *world) post(e ledger.Entry) {
	written := ledger.JournalEntry{
		Event: string(e.Event), Fund: e.Fund, From: e.From.ID, To: e.To.ID, Amount: e.Amount, Year: w.years[e.Fund],
		FromAttributes: e.From.Attributes, ToAttributes: e.To.Attributes, Reversed: e.Reversed, Held: string(e.Held),
	}
	if err := w.real.try(e); err != nil {
		require.True(w, errors.Is(err, ledger.ErrOverAvailable), "%v", err)
		_, mine := Replay(append(slices.Clone(w.journal), written))
		if mine == nil && careful(written) {
			return
		}
		require.Error(w, mine, "only the ledger refuses %+v: %v", e, err)
		return
	}
	require.NoError(w, w.books.add(written), "only the oracle refuses %+v", e)
	w.journal = append(w.journal, written)
	w.taken[string(e.Event)]++
}

// close ends the year of a fund, by entries that the ledger makes.
func (w *world) close(fund string) {
	year := w.years[fund]
	_, err := w.real.Close(w.real.ctx, fund, date.Date(fmt.Sprintf("%d-09-30", year)), "calendar")
	require.NoError(w, err)
	w.years[fund]++
	w.journal = w.real.journal(w, funds...)
	w.books, err = Replay(w.journal)
	require.NoError(w, err)
}

// agree compares what both keep.
func (w *world) agree() {
	journal := w.real.journal(w, funds...)
	require.Len(w, journal, len(w.journal))
	books, err := Replay(journal)
	require.NoError(w, err)
	state, err := w.real.ExportGenesis(w.real.ctx)
	require.NoError(w, err)
	require.NoError(w, books.Differ(state.Balances, state.Totals))
	require.ElementsMatch(w, state.Balances, books.Balances())
	require.ElementsMatch(w, state.Totals, books.Totals())
	require.NoError(w, w.real.CheckInvariants(w.real.ctx))
}

func TestTheLedgerAgrees(t *testing.T) {
	taken := make(map[string]int)
	events := slices.Sorted(maps.Keys(rules))
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt, newReal(t))
		for range rapid.IntRange(10, 80).Draw(rt, "acts") {
			fund := rapid.SampledFrom(funds).Draw(rt, "fund")
			if rapid.IntRange(0, 19).Draw(rt, "ends") == 0 {
				w.close(fund)
				w.agree()
				continue
			}
			w.post(w.entry(fund, rapid.SampledFrom(events).Draw(rt, "event"), rapid.SampledFrom([]string{"D", "R"}).Draw(rt, "kind")))
		}
		w.agree()
		for event, n := range w.taken {
			taken[event] += n
		}
	})
	for _, event := range events {
		require.NotZero(t, taken[event], "no %s was ever taken", event)
	}
	t.Log(taken)
}
