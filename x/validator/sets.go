package validator

import (
	"slices"
	"strings"
	"time"
)

// maxSets bounds how many sets are kept; beyond it the two oldest become one.
const maxSets = 32

// inForce is how many blocks after the one that makes it a set is the first to sign.
const inForce = 2

func compare(a, b string) int { return strings.Compare(a, b) }

// each calls f for every address of two lists of seats, in order, with its power in the one and in the other.
func each(a, b []Seat, f func(address string, inA, inB int64)) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].Address < b[0].Address:
			f(a[0].Address, a[0].Power, 0)
			a = a[1:]
		case len(a) == 0 || b[0].Address < a[0].Address:
			f(b[0].Address, 0, b[0].Power)
			b = b[1:]
		default:
			f(a[0].Address, a[0].Power, b[0].Power)
			a, b = a[1:], b[1:]
		}
	}
}

func power(seats []Seat) (sum int64) {
	for _, s := range seats {
		sum += s.Power
	}
	return sum
}

// gained is the power that stands where it did not stand before.
func gained(now, before []Seat) (sum int64) {
	each(now, before, func(_ string, now, before int64) { sum += max(0, now-before) })
	return sum
}

// least are the seats with the lesser power that each key has in two sets. Against them no less is gained than against either.
func least(a, b []Seat) (seats []Seat) {
	each(a, b, func(address string, inA, inB int64) {
		if p := min(inA, inB); p > 0 {
			seats = append(seats, Seat{address, p})
		}
	})
	return seats
}

// last are the seats that the engine was given last.
func (s Sets) last() []Seat {
	if len(s.Sets) == 0 {
		return nil
	}
	return s.Sets[len(s.Sets)-1].Seats
}

// same says whether two lists of sets are one.
func (s Sets) same(t Sets) bool {
	return slices.EqualFunc(s.Sets, t.Sets, func(a, b Set) bool {
		return a.Since.Equal(b.Since) && a.Ahead == b.Ahead && slices.Equal(a.Seats, b.Seats)
	})
}

// after are the sets to keep after a block, which wants these seats: without the sets that no light client can trust any more.
//
// A header is trusted for the trusting period after its time. A set signed its last header before the first header of the next
// set, so it is dropped when that one is as old as the period. Where a set adds nothing to the one before it, it alone is kept,
// with the age of the older: whatever is gained against that one is gained against it too.
func (s Sets) after(now time.Time, period time.Duration, seats []Seat) Sets {
	kept := make([]Set, 0, len(s.Sets)+1)
	for _, set := range s.Sets {
		if set.Ahead > 0 {
			set.Since, set.Ahead = now, set.Ahead-1
		}
		kept = append(kept, set)
	}
	for len(kept) > 1 && !kept[1].Since.Add(period).After(now) {
		kept = kept[1:]
	}
	switch latest := len(kept) - 1; {
	case latest >= 0 && gained(seats, kept[latest].Seats) == 0:
		kept[latest].Seats = seats
	default:
		kept = append(kept, Set{Since: now, Ahead: inForce, Seats: seats})
	}
	if len(kept) > maxSets {
		kept[1].Since, kept[1].Seats = kept[0].Since, least(kept[0].Seats, kept[1].Seats)
		kept = kept[1:]
	}
	return Sets{Sets: kept}
}
