package pool

import "slices"

// lane is what waits for one member, or for the payees. Its holders stand in the order of their turns.
type lane struct {
	holders []holder
	txs     int
	bytes   uint64
	saved   Size // what it was due in the blocks since something waits, and has not had
	since   int  // the block in which it last had a transaction greater than its part, or began to wait
}

type holder struct {
	name  string
	queue []tx
	bytes uint64
}

// of is the position of a holder in the lane, or -1.
func (l *lane) of(name string) int {
	return slices.IndexFunc(l.holders, func(h holder) bool { return h.name == name })
}

// places is how many may wait in a lane.
func places(lane string) int {
	if lane == "" {
		return maxOfPayees
	}
	return maxOfMember
}

// room refuses what is too much for the holder. He may have a quarter as much as is free, so that many who fill the lane shut out
// nobody who has nothing in it.
func (l *lane) room(at Place, size Size) error {
	var h holder
	if i := l.of(at.Holder); i >= 0 {
		h = l.holders[i]
	}
	most, mostBytes := (places(at.Lane)-l.txs+ofFree-1)/ofFree, (maxLaneBytes-l.bytes)/ofFree
	if len(h.queue) < most && h.bytes+size.Bytes <= mostBytes {
		return nil
	}
	return errFull.Refuse("%d transactions of %d bytes of %s wait already, at most %d of %d while %d of %d wait in the lane of %s",
		len(h.queue), h.bytes, at.Holder, most, mostBytes, l.txs, l.bytes, lanesName(at.Lane))
}

func (l *lane) add(name string, t tx) {
	i := l.of(name)
	if i < 0 {
		i = len(l.holders)
		l.holders = append(l.holders, holder{name: name})
	}
	h := &l.holders[i]
	h.queue, h.bytes = append(h.queue, t), h.bytes+t.size.Bytes
	l.txs++
	l.bytes += t.size.Bytes
}

func (l *lane) drop(name string, k key) {
	i := l.of(name)
	h := &l.holders[i]
	at := slices.IndexFunc(h.queue, func(t tx) bool { return t.key == k })
	bytes := h.queue[at].size.Bytes
	l.txs--
	l.bytes -= bytes
	h.queue, h.bytes = slices.Delete(h.queue, at, at+1), h.bytes-bytes
	if len(h.queue) == 0 {
		l.holders = slices.Delete(l.holders, i, i+1)
	}
}

// served sends a holder to the back, and says how great his transaction is and whether it was his turn.
func (l *lane) served(name string, k key) (size Size, first bool) {
	i := l.of(name)
	h := l.holders[i]
	size = h.queue[slices.IndexFunc(h.queue, func(t tx) bool { return t.key == k })].size
	l.holders = append(slices.Delete(l.holders, i, i+1), h)
	return size, i == 0
}

// olderThan are the transactions that wait since before a block.
func (l *lane) olderThan(block int) (old []key) {
	for _, h := range l.holders {
		for _, t := range h.queue {
			if t.since >= block {
				break // who came later stands behind
			}
			old = append(old, t.key)
		}
	}
	return old
}
