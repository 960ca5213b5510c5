package pool

import (
	"maps"
	"slices"
)

// Size is a part of a block.
type Size struct{ Bytes, Gas uint64 }

// framing is more than what a block adds to the bytes of a transaction.
const framing = 10

// holds says whether a transaction fits.
func (s Size) holds(t tx) bool {
	return uint64(len(t.bytes))+framing <= s.Bytes && t.gas <= s.Gas
}

// less is what is left after a transaction, which fits.
func (s Size) less(t tx) Size {
	return Size{s.Bytes - uint64(len(t.bytes)) - framing, s.Gas - t.gas}
}

// min is the smaller of two parts in each measure.
func (s Size) min(o Size) Size { return Size{min(s.Bytes, o.Bytes), min(s.Gas, o.Gas)} }

// Block is how a block is divided.
type Block struct {
	Whole Size            // what it holds
	Lent  Size            // up to where what the lanes do not use is lent; the rest of the block is for guarantees alone
	Parts map[string]Size // what each lane is guaranteed
	Turn  int             // which lane is first to borrow; it moves on with every block
}

// Propose chooses transactions for a block: of each lane up to its guarantee, then, in turns, of every lane that has more. The
// order in which one sender's were sent is kept.
func (p *Pool) Propose(b Block) [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	names := slices.Sorted(maps.Keys(p.lanes))
	if len(names) == 0 {
		return nil
	}
	turns := make(map[string]*turns, len(names))
	for _, name := range names {
		turns[name] = newTurns(p.lanes[name])
	}
	var chosen [][]byte
	left, lent := b.Whole, b.Lent
	take := func(name string, most Size) (t tx, ok bool) {
		if t, ok = turns[name].take(most.min(left)); ok {
			chosen, left = append(chosen, t.bytes), left.less(t)
			lent = Size{lent.Bytes - min(lent.Bytes, uint64(len(t.bytes))+framing), lent.Gas - min(lent.Gas, t.gas)}
		}
		return t, ok
	}
	for _, name := range names {
		for part := b.Parts[name]; ; {
			t, ok := take(name, part)
			if !ok {
				break
			}
			part = part.less(t)
		}
	}
	first := b.Turn % len(names)
	names = append(names[first:], names[:first]...)
	for more := true; more; {
		more = false
		for _, name := range names {
			if _, ok := take(name, lent); ok {
				more = true
			}
		}
	}
	return chosen
}

// turns lets the senders of a lane take turns.
type turns struct {
	queues [][]tx
	next   int
}

func newTurns(l *lane) *turns {
	t := &turns{queues: make([][]tx, len(l.senders))}
	for i, s := range l.senders {
		t.queues[i] = s.queue
	}
	return t
}

// take takes the first transaction of the next sender whose first one fits.
func (t *turns) take(most Size) (tx, bool) {
	for n := range t.queues {
		i := (t.next + n) % len(t.queues)
		if queue := t.queues[i]; len(queue) > 0 && most.holds(queue[0]) {
			t.queues[i], t.next = queue[1:], i+1
			return queue[0], true
		}
	}
	return tx{}, false
}
