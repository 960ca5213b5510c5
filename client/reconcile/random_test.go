package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// A fault is one thing that an agency may do wrong with one entry, and what it does to the agency's accounts.
type fault struct {
	kind   Kind
	entry  int
	posted money.Amount
	effect map[string]money.Amount
}

// faults are all that can be done wrong with one entry, by the table in books_test.go.
func faults(all []ledger.JournalEntry) (list []fault) {
	for i, e := range all {
		list = append(list, fault{Missing, i, 0, times(-1, e)}, fault{Twice, i, 0, times(1, e)}, fault{WrongSign, i, 0, times(-2, e)})
		digits := fmt.Sprint(int64(e.Amount))
		for j := 1; j < len(digits); j++ {
			if digits[j-1] == digits[j] {
				continue
			}
			n, err := strconv.ParseInt(digits[:j-1]+digits[j:j+1]+digits[j-1:j]+digits[j+1:], 10, 64)
			if err != nil {
				panic(err) // digits
			}
			wrong := e
			wrong.Amount = money.Amount(n) - e.Amount
			list = append(list, fault{Transposed, i, money.Amount(n), times(1, wrong)})
		}
	}
	return list
}

func drawJournal(t *rapid.T) []ledger.JournalEntry {
	events := []ledger.Event{ledger.Enact, ledger.Apportion, ledger.Allot, ledger.Obligate, ledger.Accrue, ledger.Pay}
	n := rapid.IntRange(1, 40).Draw(t, "entries")
	all := make([]ledger.JournalEntry, n)
	day := date.Date("2017-10-01")
	for i := range all {
		day = day.Plus(rapid.Uint32Range(0, 20).Draw(t, "days"))
		amount := rapid.Int64Range(1, int64(money.Max)).Draw(t, "amount")
		if rapid.Bool().Draw(t, "round") {
			amount = 100 * (1 + amount%1000) // entries of the same amount are common
		}
		all[i] = entry(day, rapid.SampledFrom(events).Draw(t, "event"), money.Amount(amount), fmt.Sprint("document ", i))
	}
	return all
}

// Whatever is done wrong with one entry of whatever journal, the first explanation names it; where another fault has the very
// same effect on every account, it may name that one.
func TestOneFaultIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := drawJournal(t)
		every := faults(all)
		done := rapid.SampledFrom(every).Draw(t, "fault")
		b := &Books{balances: map[string]map[Key]money.Amount{fund: {}}}
		agency := b.balances[fund]
		for account, amount := range times(1, all...) {
			agency[Key{Fund: fund, Account: account}] += amount
		}
		for account, amount := range done.effect {
			agency[Key{Fund: fund, Account: account}] += amount
		}
		f, err := Compare(b, chainOf(all))
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Differences) != len(done.effect) {
			t.Fatalf("%d differences, want %d", len(f.Differences), len(done.effect))
		}
		first := f.Causes[0]
		if len(first.Explains) != len(f.Differences) || first.Misfits != 0 || len(first.Entries) != 1 {
			t.Fatalf("the first explanation is %s: %s", first.Words(), first.Reach(len(f.Differences)))
		}
		named := slices.ContainsFunc(every, func(x fault) bool {
			return x.kind == first.Kind && uint64(x.entry) == first.Entries[0].Index && x.posted == first.Posted &&
				maps.Equal(x.effect, done.effect)
		})
		if !named {
			t.Fatalf("done was %v to entry %d; the first explanation is %s", done.kind, done.entry, first.Words())
		}
	})
}

// Books that end before any entry of the last days are explained by their end.
func TestAnEndIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := drawJournal(t)
		cut := rapid.IntRange(0, len(all)-1).Draw(t, "cut")
		for cut > 0 && all[cut-1].On == all[cut].On {
			cut--
		}
		b := &Books{balances: map[string]map[Key]money.Amount{fund: {}}}
		for account, amount := range times(1, all[:cut]...) {
			b.balances[fund][Key{Fund: fund, Account: account}] += amount
		}
		f, err := Compare(b, chainOf(all))
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Differences) == 0 {
			return
		}
		best := f.Causes[0]
		if len(best.Explains) != len(f.Differences) || best.Misfits != 0 || best.Kind > Timing {
			t.Fatalf("the first explanation is %s: %s", best.Words(), best.Reach(len(f.Differences)))
		}
		if best.Kind != Timing {
			return
		}
		if best.Until >= best.Entries[0].On || cut > 0 && best.Until < all[cut-1].On && best.Count == len(all)-cut {
			t.Fatalf("ends at %s", best.Until)
		}
	})
}
