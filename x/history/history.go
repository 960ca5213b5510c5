// Package history is the ground of the chain: append-only Merkle logs (RFC 6962), and the history store in which each node keeps
// their entries beside the state tree. State holds of a log its size and its compact range, never an entry.
//
// It refuses names and entries over their length, and to serve what state does not vouch for. It has no messages: the rooms
// above append by calling the keeper, and whoever can reach the keeper may append to any log. Reading entries is for queries
// and operators only, never for a message: nodes differ in what they hold.
//
// Invariants: a log never shrinks; its range has one hash for each bit set in its size; the range is the range of its entries.
package history

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
)

const (
	maxName  = 128      // bytes of a log's name; keys give its length in one byte
	maxEntry = 64 << 10 // bytes of an entry
	maxSize  = 1 << 48  // entries of a log in a genesis; far above what a chain can append
	hashSize = 32       // bytes of a SHA-256 hash
)

var (
	hasher = rfc6962.DefaultHasher
	ranges = &compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
)

// node is the root of a perfect subtree. It never changes once it is there, so it serves the proofs of every later size.
type node struct {
	id   compact.NodeID
	hash []byte
}

// Append gives the log with one entry more, and the nodes that the entry completes, its own leaf first. It changes nothing in l.
func (l Log) Append(entry []byte) (grown Log, completed []node, err error) {
	tree, err := ranges.NewRange(0, l.Size_, slices.Clone(l.Range))
	if err != nil {
		return Log{}, nil, err
	}
	err = tree.Append(hasher.HashLeaf(entry), func(id compact.NodeID, hash []byte) {
		completed = append(completed, node{id, hash})
	})
	return Log{Size_: tree.End(), Range: tree.Hashes()}, completed, err
}

// Root is the log's Merkle tree hash (RFC 6962, section 2.1); that of a log without entries is the hash of nothing.
func (l Log) Root() ([]byte, error) {
	if l.Size_ == 0 {
		return hasher.EmptyRoot(), nil
	}
	tree, err := ranges.NewRange(0, l.Size_, l.Range)
	if err != nil {
		return nil, err
	}
	return tree.GetRootHash(nil)
}

// peaks are the nodes whose hashes are in the range, in its order.
func (l Log) peaks() []compact.NodeID { return compact.RangeNodes(0, l.Size_, nil) }

// fault says what is wrong with a log that has entries, or "".
func (l Log) fault() string {
	switch want := bits.OnesCount64(l.Size_); {
	case l.Size_ == 0:
		return "it has no entries"
	case l.Size_ > maxSize:
		return fmt.Sprintf("%d entries, at most %d", l.Size_, uint64(maxSize))
	case len(l.Range) != want:
		return fmt.Sprintf("%d entries want a range of %d hashes, found %d", l.Size_, want, len(l.Range))
	}
	for i, hash := range l.Range {
		if len(hash) != hashSize {
			return fmt.Sprintf("range[%d] has %d bytes, not %d", i, len(hash), hashSize)
		}
	}
	return ""
}

// lastOf is the number of the last entry that a node covers. A node is stored together with that entry.
func lastOf(id compact.NodeID) uint64 {
	_, end := id.Coverage()
	return end - 1
}
