package reconcile

import (
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// A tail is what the entries of the last days did together, and how it stands to the differences.
type tail struct {
	sums  map[Key]money.Amount
	moved int // accounts that it moved
	fits  int // those of them that differ by it
}

// timing weighs, for every day, that the agency's books end before it: then the differences are what the entries from that day on
// did. It is only named where it fits more accounts than it does not: over a long journal some tail adds up to anything.
func (s *search) timing() {
	order := make([]int, len(s.entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(string(s.entries[a].On), string(s.entries[b].On)) })
	t := tail{sums: make(map[Key]money.Amount)}
	for at := len(order) - 1; at >= 0; at-- {
		for _, x := range s.steps[order[at]] {
			s.extend(&t, x)
		}
		first := s.entries[order[at]]
		switch {
		case at > 0 && s.entries[order[at-1]].On == first.On: // the day has more entries
		case at == len(order)-1: // one entry: it is missing, and no day needs to be named
		case 2*t.fits > t.moved:
			c := Cause{
				Kind: Timing, Count: len(order) - at, Entries: []Entry{first, s.entries[order[len(order)-1]]}, Misfits: t.moved - t.fits,
				Until: first.On.Before(),
			}
			if at > 0 {
				c.Until = monthEnd(s.entries[order[at-1]].On, first.On)
			}
			for i, d := range s.differences {
				if t.sums[d.Key] == -d.Amount {
					c.Explains = append(c.Explains, i)
				}
			}
			s.keep(c)
		}
	}
}

// extend adds a step to a tail, and counts again.
func (s *search) extend(t *tail, x step) {
	count := func(by int) {
		sum := t.sums[x.key]
		if sum == 0 {
			return
		}
		t.moved += by
		if i, differs := s.at[x.key]; differs && s.differences[i].Amount == -sum {
			t.fits += by
		}
	}
	count(-1)
	t.sums[x.key] += x.amount
	count(1)
}

// monthEnd is the day with which books end that hold an entry of one day and none of a later one: the end of the former's month
// if it lies between, as books are closed by the month, and else that day itself.
func monthEnd(held, lacks date.Date) date.Date {
	if len(held) < len("2018-03") {
		return held
	}
	next := (held[:len("2018-03")] + "-01").Plus(31)
	if len(next) < len("2018-03") {
		return held
	}
	if end := (next[:len("2018-03")] + "-01").Before(); end < lacks {
		return end
	}
	return held
}
