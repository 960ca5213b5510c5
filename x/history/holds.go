package history

import (
	"bytes"
	"context"
	"fmt"

	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"github.com/transparency-dev/merkle/compact"
)

// maxProof bounds the hashes of a proof: a log of 2^48 entries needs no more.
const maxProof = 64

// CheckProof says what is wrong with the length of the proof that a message carries, or "".
func CheckProof(proof [][]byte) string {
	if len(proof) > maxProof {
		return fmt.Sprintf("a proof of %d hashes, at most %d", len(proof), maxProof)
	}
	return ""
}

// Prove fills in an entry of a log and the proof of it as a node has them, unless they are given: whoever sends a message about something
// finished knows its number.
func Prove(ctx context.Context, node gogogrpc.ClientConn, log string, index uint64, entry *[]byte, proof *[][]byte) error {
	if len(*entry) > 0 || len(*proof) > 0 {
		return nil
	}
	found, err := NewQueryClient(node).Entry(ctx, &QueryEntryRequest{Log: log, Index: index})
	if err == nil {
		*entry, *proof = found.Entry, found.Proof
	}
	return err
}

// Holds refuses an entry that is not, by its inclusion proof, the one with this number in a log: for a message about something
// finished, whose entry is in no state. The proof is that of an Entry query (RFC 6962, section 2.1.1), of which the path to the
// peak above the entry is read: so a proof made a few entries ago still holds, unless the peak has become part of a greater one
// since; then the query is asked again.
func (k Keeper) Holds(ctx context.Context, log string, index uint64, entry []byte, proof [][]byte) error {
	l, err := k.load(ctx, log)
	if err != nil {
		return err
	}
	for i, peak := range l.peaks() {
		if first, end := peak.Coverage(); index < first || index >= end {
			continue
		}
		if uint(len(proof)) < peak.Level {
			return ErrNotIncluded.Refuse("entry %d of %.60q needs a proof of %d hashes, found %d", index, log, peak.Level, len(proof))
		}
		hash := hasher.HashLeaf(entry)
		for id, sibling := compact.NewNodeID(0, index), 0; id.Level < peak.Level; id, sibling = id.Parent(), sibling+1 {
			if id.Index&1 == 1 {
				hash = hasher.HashChildren(proof[sibling], hash)
			} else {
				hash = hasher.HashChildren(hash, proof[sibling])
			}
		}
		if !bytes.Equal(hash, l.Range[i]) {
			return ErrNotIncluded.Refuse("entry %d of %.60q", index, log)
		}
		return nil
	}
	return ErrNotIncluded.Refuse("entry %d of %.60q, which has %d", index, log, l.Size_)
}
