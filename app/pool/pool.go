// Package pool holds the transactions that wait for a block. It stands in the place of a fee: each member has a lane with a
// guaranteed part of every block, all payees together have one, and what a lane does not use is lent to the others. A lane whose
// next transaction is greater than its part saves its part up until it has enough. Within a lane the holders, who are persons and
// organisations and not keys, take turns, and who was served goes to the back. So a flood by one delays nobody else at an honest
// proposer.
//
// A transaction comes in when its signatures are verified, so that nobody fills another's lane; it is refused when it could
// never be proposed, or when its lane, or its holder's share of it, is full; and it is dropped when it has waited too long.
// Nothing here is consensus: a node may propose what it likes, and what is proposed is checked.
package pool

import (
	"context"
	"crypto/sha256"
	"sync"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/mempool"

	"github.com/pursechain/purse/base/rule"
)

// What waits at most: in one lane, and of one holder in it. Everything that waits is checked again after every block, on every
// node, so a long queue makes the chain slow and its end no sooner done. A node's own queue must hold all lanes.
const (
	MaxLanes     = 65 // as many as there can be members, and one for the payees
	maxOfMember  = 128
	maxOfPayees  = 256
	maxLaneBytes = 8 << 20
	ofFree       = 4   // of what is free in the lane a holder may have one part in so many
	maxWait      = 600 // blocks; the smallest part saves up a whole block in a quarter of it

	MaxTxs   = MaxLanes * maxOfPayees
	MaxBytes = MaxLanes * maxLaneBytes
)

var (
	errFull = rule.New("app", 4, "X3", "lane full",
		"Wait for a block, a second or two, and send again; put many acts into one transaction.")
	errTooGreat = rule.New("app", 5, "X4", "greater than a block",
		"Ask for the gas that a simulation shows, and divide the acts among several transactions.")
	errTooLong = rule.New("app", 6, "X5", "waited too long",
		"Send it again; if it waits behind others of yours, send fewer.")
)

// Place is where a transaction waits: in the lane of a member, or "" for that of the payees, behind those of the same holder.
type Place struct{ Lane, Holder string }

// Pool is the queue of one node. It is safe for concurrent use.
type Pool struct {
	placeOf func(context.Context, sdk.Tx) (Place, error)

	mu    sync.Mutex
	lanes map[string]*lane
	known map[key]Place

	last  Block // how the last block was divided
	seen  int   // blocks since the node started
	great bool  // the last block began with a transaction that was greater than its lane's part
}

type key [sha256.Size]byte

// tx is a transaction that waits, since so many blocks were seen.
type tx struct {
	key   key
	bytes []byte
	size  Size
	since int
}

// New makes an empty pool; placeOf says where a transaction belongs.
func New(placeOf func(context.Context, sdk.Tx) (Place, error)) *Pool {
	return &Pool{placeOf: placeOf, lanes: make(map[string]*lane), known: make(map[key]Place)}
}

var _ mempool.ExtMempool = (*Pool)(nil)

// HasRoom refuses a transaction for which there is no room, before its signature is verified. The room was taken by transactions
// whose signatures were, of the same lane, so that a forger shuts nobody out.
func (p *Pool) HasRoom(at Place, bytes int, gas uint64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.room(at, sizeOf(bytes, gas))
}

func (p *Pool) room(at Place, size Size) error {
	whole, part := p.last.Whole, p.last.Parts[at.Lane]
	if whole != (Size{}) && !whole.holds(size) {
		return errTooGreat.Refuse("%s, a block holds %s", size, whole)
	}
	if part != (Size{}) {
		if wait := size.over(part); wait > maxWait {
			return errTooGreat.Refuse("%s, which %s saves up in %d blocks with its part of %s, at most %d",
				size, lanesName(at.Lane), wait, part, maxWait)
		}
	}
	if l := p.lanes[at.Lane]; l != nil {
		return l.room(at, size)
	}
	return nil
}

func lanesName(lane string) string {
	if lane == "" {
		return "the payees"
	}
	return lane
}

// Insert lets a transaction wait. The engine calls it when the transaction has passed every check at the door.
func (p *Pool) Insert(ctx context.Context, t sdk.Tx, o mempool.InsertOption) error {
	at, err := p.placeOf(ctx, t)
	if err != nil {
		return err
	}
	bytes := sdk.UnwrapSDKContext(ctx).TxBytes()
	size := sizeOf(len(bytes), o.GasWanted)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.room(at, size); err != nil {
		return err
	}
	k := key(sha256.Sum256(bytes))
	if _, twice := p.known[k]; twice {
		return nil
	}
	if p.lanes[at.Lane] == nil {
		p.lanes[at.Lane] = &lane{since: p.seen}
	}
	p.lanes[at.Lane].add(at.Holder, tx{key: k, bytes: bytes, size: size, since: p.seen})
	p.known[k] = at
	return nil
}

// Waits refuses what does not wait any more, so that the engine's own queue forgets it too.
func (p *Pool) Waits(bytes []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.known[key(sha256.Sum256(bytes))]; !known {
		return errTooLong.Refuse("more than %d blocks", maxWait)
	}
	return nil
}

// RemoveWithReason forgets a transaction that is in a block, or that the state no longer allows.
func (p *Pool) RemoveWithReason(ctx context.Context, _ sdk.Tx, _ mempool.RemoveReason) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forget(key(sha256.Sum256(sdk.UnwrapSDKContext(ctx).TxBytes())))
	return nil
}

func (p *Pool) forget(k key) {
	at, known := p.known[k]
	if !known {
		return
	}
	delete(p.known, k)
	if p.lanes[at.Lane].drop(at.Holder, k); p.lanes[at.Lane].txs == 0 {
		delete(p.lanes, at.Lane)
	}
}

// Seen takes account of a block, whoever proposed it: each lane in which something waits has saved its part of it, what stands in
// it is paid from that and waits no more, and what has waited too long is dropped.
func (p *Pool) Seen(b Block, txs [][]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last, p.great = b, false
	p.seen++
	for name, l := range p.lanes {
		l.saved = l.saved.plus(b.Parts[name]).min(b.Whole)
	}
	for i, bytes := range txs {
		k := key(sha256.Sum256(bytes))
		at, known := p.known[k]
		if !known {
			continue
		}
		l := p.lanes[at.Lane]
		size, first := l.served(at.Holder, k)
		if first { // otherwise it has passed by the one whose turn it is, in room that was lent
			l.saved = l.saved.less(size)
		}
		if !b.Parts[at.Lane].holds(size) {
			l.since = p.seen
			p.great = p.great || i == 0
		}
		p.forget(k)
	}
	for _, l := range p.lanes {
		for _, k := range l.olderThan(p.seen - maxWait) {
			p.forget(k)
		}
	}
}

// CountTx is how many wait.
func (p *Pool) CountTx() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.known)
}

// Remove, Select and SelectBy are the engine's way to a block, which this chain does not take: Propose is ours.
func (*Pool) Remove(sdk.Tx) error                                             { return mempool.ErrTxNotFound }
func (*Pool) Select(context.Context, [][]byte) mempool.Iterator               { return nil }
func (*Pool) SelectBy(context.Context, [][]byte, func(mempool.PooledTx) bool) {}
