package pool

import (
	"maps"
	"slices"
)

// lendUpTo is the part of a block up to which unused parts are lent, one in so many: a flood that borrows all it can must not
// make blocks so heavy that the chain slows down for the others.
const lendUpTo = 8

// Block is how a block is divided.
type Block struct {
	Whole Size            // what it holds
	Lent  Size            // up to where what the lanes do not use is lent; the rest of the block is for guarantees alone
	Parts map[string]Size // what each lane is guaranteed
}

// Divide gives the payees so many hundredths of a block, and each member an equal part of the rest.
func Divide(whole Size, payees uint64, members []string) Block {
	b := Block{Whole: whole, Lent: Size{whole.Bytes / lendUpTo, whole.Gas / lendUpTo}, Parts: make(map[string]Size, len(members)+1)}
	b.Parts[""] = whole.of(payees, 1)
	for _, m := range members {
		b.Parts[m] = whole.of(100-payees, uint64(len(members)))
	}
	return b
}

// Propose chooses transactions for a block.
//
//  1. The lane that has waited longest of those that have saved up for a transaction greater than their part goes first. It may
//     push others aside, so it does not if the block before began with such a one: whose part was taken has it then.
//  2. Each lane has up to its part. Nobody passes by the one whose turn it is.
//  3. What is left goes, in turns, to lanes that have saved.
//  4. What is still left is lent, in turns, up to a bound. Here others pass by one who is too great.
//
// So a transaction that fits a block waits as many blocks as its lane's part goes into it, rounded up; one more if the block
// before was another's, and two more for each other lane that has saved up as well. The order of one holder's is kept.
func (p *Pool) Propose(b Block) [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.draft(b)
	if i := d.longestSaving(); i >= 0 && !p.great {
		d.take(d.lines[i], 0, d.lines[i].due)
	}
	for _, l := range d.lines {
		for d.take(l, 0, l.part) {
		}
	}
	d.inTurns(func(l *line) bool { return d.take(l, 0, l.due) })
	d.inTurns(func(l *line) bool {
		for i := range l.queues {
			if d.take(l, i, d.lent) {
				return true
			}
		}
		return false
	})
	return d.chosen
}

// draft is a block as it is filled.
type draft struct {
	left, lent Size
	lines      []*line
	chosen     [][]byte
}

// line is a lane as the block is filled: what it may still have, and what waits in it, by holders in the order of their turns.
type line struct {
	whole, part, due Size // its part of a block; what is left of it; the same, and what was saved
	since            int
	queues           [][]tx
}

// draft begins a block; in each block another lane is first.
func (p *Pool) draft(b Block) *draft {
	d := &draft{left: b.Whole, lent: b.Lent}
	names := slices.Sorted(maps.Keys(p.lanes))
	for i := range names {
		name := names[(i+p.seen)%len(names)]
		l, part := p.lanes[name], b.Parts[name]
		line := &line{whole: part, part: part, due: part.plus(l.saved), since: l.since}
		for _, h := range l.holders {
			line.queues = append(line.queues, h.queue)
		}
		d.lines = append(d.lines, line)
	}
	return d
}

// longestSaving is the lane whose next transaction is greater than its part, covered by what was saved, and has waited longest.
func (d *draft) longestSaving() int {
	longest := -1
	for i, l := range d.lines {
		next := l.queues[0][0].size
		if l.whole.holds(next) || !l.due.holds(next) {
			continue
		}
		if longest < 0 || l.since < d.lines[longest].since {
			longest = i
		}
	}
	return longest
}

// take takes the next transaction of a holder if there is room for it, and sends him to the back.
func (d *draft) take(l *line, i int, most Size) bool {
	if i >= len(l.queues) {
		return false
	}
	queue := l.queues[i]
	t := queue[0]
	if !most.min(d.left).holds(t.size) {
		return false
	}
	d.chosen = append(d.chosen, t.bytes)
	d.left, d.lent = d.left.less(t.size), d.lent.less(t.size)
	if i == 0 {
		l.part, l.due = l.part.less(t.size), l.due.less(t.size)
	}
	l.queues = slices.Delete(l.queues, i, i+1)
	if len(queue) > 1 {
		l.queues = append(l.queues, queue[1:])
	}
	return true
}

// inTurns goes around the lanes until none of them takes anything.
func (d *draft) inTurns(take func(*line) bool) {
	for more := true; more; {
		more = false
		for _, l := range d.lines {
			more = take(l) || more
		}
	}
}
