// Package pool holds the transactions that wait for a block. It stands in the place of a fee: each member has a lane with a
// guaranteed part of every block, all payees together have one, and what a lane does not use is lent to the others. Within a lane
// the senders take turns. So a flood by one delays nobody else at an honest proposer.
//
// A transaction comes in when its signatures are verified, so that nobody fills another's lane; it is refused when its lane, or
// its sender's part of it, is full. Nothing here is consensus: a node may propose what it likes, and what is proposed is checked.
package pool

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/mempool"

	"github.com/pursechain/purse/base/rule"
)

// What waits at most: in one lane, and of one sender in it. Everything that waits is checked again after every block, on every node,
// so a long queue makes the chain slow and its end no sooner done. A node's own queue must hold all lanes.
const (
	MaxLanes     = 65 // as many as there can be members, and one for the payees
	maxOfLane    = 256
	maxOfSender  = 64
	maxLaneBytes = 8 << 20

	MaxTxs   = MaxLanes * maxOfLane
	MaxBytes = MaxLanes * maxLaneBytes
)

var errFull = rule.New("app", 4, "X3", "lane full",
	"Wait for a block, a second or two, and send again; put many acts into one transaction.")

// Place is where a transaction waits: in the lane of a member, or "" for that of the payees, behind those of the same sender.
type Place struct{ Lane, Sender string }

// Pool is the queue of one node. It is safe for concurrent use.
type Pool struct {
	placeOf func(context.Context, sdk.Tx) (Place, error)

	mu    sync.Mutex
	lanes map[string]*lane
	known map[key]Place
}

type key [sha256.Size]byte

// tx is a transaction that waits.
type tx struct {
	key   key
	bytes []byte
	gas   uint64
}

// lane is what waits for one member. Senders stand in the order in which they came.
type lane struct {
	senders []sender
	txs     int
	bytes   int
}

type sender struct {
	address string
	queue   []tx
}

// New makes an empty pool; placeOf says where a transaction belongs.
func New(placeOf func(context.Context, sdk.Tx) (Place, error)) *Pool {
	return &Pool{placeOf: placeOf, lanes: make(map[string]*lane), known: make(map[key]Place)}
}

var _ mempool.ExtMempool = (*Pool)(nil)

// HasRoom refuses a transaction for which there is no room, before its signature is verified. The room was taken by transactions
// whose signatures were, of the same lane, so that a forger shuts nobody out.
func (p *Pool) HasRoom(at Place, bytes int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.room(at, bytes)
}

func (p *Pool) room(at Place, bytes int) error {
	l := p.lanes[at.Lane]
	if l == nil {
		return nil
	}
	switch of := l.of(at.Sender); {
	case of >= 0 && len(l.senders[of].queue) >= maxOfSender:
		return errFull.Refuse("%d transactions of %s wait already, at most %d", maxOfSender, at.Sender, maxOfSender)
	case l.txs >= maxOfLane || l.bytes+bytes > maxLaneBytes:
		return errFull.Refuse("%d transactions of %d bytes wait in the lane of %s, at most %d of %d",
			l.txs, l.bytes, lanesName(at.Lane), maxOfLane, maxLaneBytes)
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
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.room(at, len(bytes)); err != nil {
		return err
	}
	k := key(sha256.Sum256(bytes))
	if _, twice := p.known[k]; twice {
		return nil
	}
	if p.lanes[at.Lane] == nil {
		p.lanes[at.Lane] = &lane{}
	}
	p.lanes[at.Lane].add(at.Sender, tx{key: k, bytes: bytes, gas: o.GasWanted})
	p.known[k] = at
	return nil
}

// RemoveWithReason forgets a transaction that is in a block, or that the state no longer allows.
func (p *Pool) RemoveWithReason(ctx context.Context, _ sdk.Tx, _ mempool.RemoveReason) error {
	p.Forget([][]byte{sdk.UnwrapSDKContext(ctx).TxBytes()})
	return nil
}

// Forget forgets transactions that stand in a block, whatever became of them.
func (p *Pool) Forget(txs [][]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, bytes := range txs {
		k := key(sha256.Sum256(bytes))
		if at, known := p.known[k]; known {
			delete(p.known, k)
			if p.lanes[at.Lane].drop(at.Sender, k); p.lanes[at.Lane].txs == 0 {
				delete(p.lanes, at.Lane)
			}
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

// of is the position of a sender in the lane, or -1.
func (l *lane) of(address string) int {
	return slices.IndexFunc(l.senders, func(s sender) bool { return s.address == address })
}

func (l *lane) add(address string, t tx) {
	i := l.of(address)
	if i < 0 {
		i = len(l.senders)
		l.senders = append(l.senders, sender{address: address})
	}
	l.senders[i].queue = append(l.senders[i].queue, t)
	l.txs++
	l.bytes += len(t.bytes)
}

func (l *lane) drop(address string, k key) {
	i := l.of(address)
	s := &l.senders[i]
	at := slices.IndexFunc(s.queue, func(t tx) bool { return t.key == k })
	l.txs--
	l.bytes -= len(s.queue[at].bytes)
	s.queue = slices.Delete(s.queue, at, at+1)
	if len(s.queue) == 0 {
		l.senders = slices.Delete(l.senders, i, i+1)
	}
}
