package reconcile

import (
	"slices"
	"strconv"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// Kind is what may be wrong in the agency's books. Of two causes that explain as much, the one of the lower kind is the simpler.
type Kind int

// The kinds of causes.
const (
	Missing    Kind = iota // an entry is not in the agency's books
	Twice                  // it stands there twice
	WrongSign              // its debits and credits are exchanged there
	Transposed             // two adjacent digits of its amount are exchanged there
	Timing                 // all entries after a day are not there
	Pair                   // two entries are not there
)

// Bounds on the search.
const (
	maxCauses = 5     // named for one difference
	pairDepth = 500   // entries of an account, the last ones, among which pairs are looked for
	maxPairs  = 5_000 // pairs weighed for one difference
)

// Entry is an entry of the chain's journal with its index.
type Entry struct {
	Index uint64
	ledger.JournalEntry
}

// Cause is one way in which the agency's books may have come to differ.
type Cause struct {
	Kind     Kind
	Entries  []Entry      // one; of a pair both; of Timing the first and the last of those that are not there
	Count    int          // how many entries are concerned
	Posted   money.Amount // Transposed: what the agency's books have instead
	Until    date.Date    // Timing: the last day in the agency's books
	Explains []int        // the differences that it explains to the cent, by their places
	Misfits  int          // the accounts that it moved too, and that do not differ by it
}

// same says that two causes of one fund are one.
func (c Cause) same(other Cause) bool {
	return c.Kind == other.Kind && c.Posted == other.Posted && c.Until == other.Until &&
		slices.EqualFunc(c.Entries, other.Entries, func(a, b Entry) bool { return a.Index == b.Index })
}

// better sorts causes: first by what they explain less what speaks against them, then the simpler, then the later.
func better(a, b Cause) int {
	for _, by := range []int{
		(len(b.Explains) - b.Misfits) - (len(a.Explains) - a.Misfits), len(b.Explains) - len(a.Explains), int(a.Kind) - int(b.Kind),
	} {
		if by != 0 {
			return by
		}
	}
	return slices.CompareFunc(b.Entries, a.Entries, func(x, y Entry) int { return int(x.Index) - int(y.Index) })
}

// A step is what an entry did to one account, at the grain of the comparison.
type step struct {
	key    Key
	amount money.Amount
}

// A search looks for the causes of a fund's differences.
type search struct {
	differences []Difference
	at          map[Key]int // the places of the differences
	entries     []Entry
	steps       [][]step        // of each entry, none of them zero
	touching    map[Key][]touch // of the accounts that differ: the entries that moved them, in order
	found       [][]Cause       // for each difference, best first
}

// A touch is an entry's movement of an account that differs.
type touch struct {
	entry  int
	amount money.Amount
}

// explain finds what could have caused each difference, and gathers the causes of all.
func (f *Fund) explain(c Chain) {
	if len(f.Differences) == 0 {
		return
	}
	s := search{
		differences: f.Differences, at: make(map[Key]int), touching: make(map[Key][]touch), found: make([][]Cause, len(f.Differences)),
	}
	for i, d := range f.Differences {
		s.at[d.Key] = i
	}
	for i, e := range c.Entries {
		s.add(Entry{c.First + uint64(i), e}, f.Grain)
	}
	for _, d := range f.Differences {
		for _, t := range s.touching[d.Key] {
			s.single(d.Amount, t)
		}
		s.pairs(d.Amount, s.touching[d.Key])
	}
	s.timing()
	f.gather(s.found)
}

// add takes up an entry with what it did at the grain.
func (s *search) add(e Entry, grain Grain) {
	var steps []step
	for _, m := range e.Moves() {
		steps = accumulate(steps, step{Key{e.Fund, string(m.Account), grain.of(moveAttributes(m.Attributes))}, m.Amount})
	}
	steps = slices.DeleteFunc(steps, func(x step) bool { return x.amount == 0 })
	for _, x := range steps {
		if _, differs := s.at[x.key]; differs {
			s.touching[x.key] = append(s.touching[x.key], touch{len(s.entries), x.amount})
		}
	}
	s.entries, s.steps = append(s.entries, e), append(s.steps, steps)
}

// accumulate adds a step to those of the same account.
func accumulate(all []step, x step) []step {
	for i := range all {
		if all[i].key == x.key {
			all[i].amount += x.amount
			return all
		}
	}
	return append(all, x)
}

// single weighs what one entry can have done to a difference of its account.
func (s *search) single(difference money.Amount, t touch) {
	if t.amount == -difference {
		s.offer(Cause{Kind: Missing}, -1, t.entry)
	}
	if t.amount == difference {
		s.offer(Cause{Kind: Twice}, 1, t.entry)
	}
	if difference%2 == 0 && t.amount == -(difference/2) {
		s.offer(Cause{Kind: WrongSign}, -2, t.entry)
	}
	if amount := s.entries[t.entry].Amount; difference%9 == 0 && amount != 0 {
		times := t.amount / amount // how often, and on which side, the entry moved the account
		for posted := range transpositions(amount) {
			if times*(posted-amount) == difference {
				s.transposed(posted, t.entry)
			}
		}
	}
}

// transpositions are the amounts that come of an amount by exchanging two adjacent digits.
func transpositions(a money.Amount) func(yield func(money.Amount) bool) {
	return func(yield func(money.Amount) bool) {
		digits := []byte(strconv.FormatInt(int64(a), 10))
		for i := range len(digits) - 1 {
			if digits[i] == digits[i+1] {
				continue
			}
			other := slices.Clone(digits)
			other[i], other[i+1] = other[i+1], other[i]
			n, err := strconv.ParseInt(string(other), 10, 64)
			if err == nil && !yield(money.Amount(n)) {
				return
			}
		}
	}
}

// transposed weighs an entry with another amount in the agency's books.
func (s *search) transposed(posted money.Amount, entry int) {
	amount := s.entries[entry].Amount
	var effect []step
	for _, x := range s.steps[entry] {
		effect = append(effect, step{x.key, x.amount / amount * (posted - amount)})
	}
	s.weigh(Cause{Kind: Transposed, Posted: posted, Count: 1, Entries: []Entry{s.entries[entry]}}, effect)
}

// offer weighs entries that stand in the agency's books so many times too often.
func (s *search) offer(c Cause, times money.Amount, entries ...int) {
	var effect []step
	for _, i := range entries {
		c.Entries = append(c.Entries, s.entries[i])
		for _, x := range s.steps[i] {
			effect = accumulate(effect, step{x.key, times * x.amount})
		}
	}
	c.Count = len(entries)
	s.weigh(c, effect)
}

// weigh holds the effect of a cause on every account against the differences, and keeps it where it explains one.
func (s *search) weigh(c Cause, effect []step) {
	for _, x := range effect {
		i, differs := s.at[x.key]
		switch {
		case x.amount == 0:
		case differs && s.differences[i].Amount == x.amount:
			c.Explains = append(c.Explains, i)
		default:
			c.Misfits++
		}
	}
	slices.Sort(c.Explains)
	s.keep(c)
}

// keep puts a cause among the best of every difference that it explains.
func (s *search) keep(c Cause) {
	for _, i := range c.Explains {
		if slices.ContainsFunc(s.found[i], c.same) {
			continue
		}
		at, _ := slices.BinarySearchFunc(s.found[i], c, better)
		s.found[i] = slices.Insert(s.found[i], at, c)
		if len(s.found[i]) > maxCauses {
			s.found[i] = s.found[i][:maxCauses]
		}
	}
}

// pairs weighs two entries that together are what the agency's books lack, the latest first.
func (s *search) pairs(difference money.Amount, of []touch) {
	of = of[max(0, len(of)-pairDepth):]
	seen := make(map[money.Amount][]int)
	weighed := 0
	for _, t := range slices.Backward(of) {
		for _, later := range seen[-difference-t.amount] {
			if weighed++; weighed > maxPairs {
				return
			}
			s.offer(Cause{Kind: Pair}, -1, t.entry, later)
		}
		seen[t.amount] = append(seen[t.amount], t.entry)
	}
}

// gather numbers the causes of all differences, best first. Where something explains a difference and moved nothing else that
// does not differ by it, what does not fit is not named.
func (f *Fund) gather(found [][]Cause) {
	for i, causes := range found {
		if len(causes) > 0 && causes[0].Misfits == 0 {
			found[i] = slices.DeleteFunc(causes, func(c Cause) bool { return c.Misfits > 0 })
		}
		for _, c := range found[i] {
			if !slices.ContainsFunc(f.Causes, c.same) {
				f.Causes = append(f.Causes, c)
			}
		}
	}
	slices.SortStableFunc(f.Causes, better)
	for i, causes := range found {
		for _, c := range causes {
			f.Differences[i].Causes = append(f.Differences[i].Causes, slices.IndexFunc(f.Causes, c.same))
		}
	}
}
