package history

import (
	"bytes"
	"errors"
	"slices"

	"github.com/transparency-dev/merkle/compact"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// maxFaults is how many logs VerifyAll reports before it stops.
const maxFaults = 20

// CheckTails is for the start of a node, in a context of the last committed height: it checks the end of every log that the
// last block with history touched. Each peak must be the hash in state, and the last entry must hash up to its peak. What a
// node that joined late does not hold is no fault, but the last entry of a log that it has appended to itself is. A fault is
// H7 (or H4 for a last entry that is gone). The cost grows with the block, not with the history.
func (k Keeper) CheckTails(ctx sdk.Context) error {
	touched, err := k.lastTouched(ctx.BlockHeight())
	if err != nil {
		return err
	}
	for _, t := range touched {
		l, err := k.load(ctx, t.log)
		if err != nil {
			return err
		}
		if l.Size_ > t.size {
			return ErrDiffers.Refuse("log %q: state has %d entries, the store was written up to %d", t.log, l.Size_, t.size)
		}
		// A store that is ahead of state has leftovers of blocks that were rolled back. Nobody reads them.
		if l.Size_ > 0 {
			if err := k.checkTail(t.log, l); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k Keeper) checkTail(log string, l Log) error {
	peaks := l.peaks()
	for i, id := range peaks {
		if err := k.checkIfHeld(log, id, l.Range[i]); err != nil {
			return err
		}
	}
	entry, err := k.held(log, l.Size_-1)
	if err != nil {
		return err
	}
	// Every node above the last entry, up to its peak, is a right child: the left one was stored before it.
	hash := hasher.HashLeaf(entry)
	for id := compact.NewNodeID(0, l.Size_-1); ; id = id.Parent() {
		if err := k.checkIfHeld(log, id, hash); err != nil {
			return err
		}
		if id.Level == peaks[len(peaks)-1].Level {
			return nil
		}
		left, err := k.heldNode(log, id.Sibling())
		if errors.Is(err, ErrNotHeld) {
			return k.checkGap(log, id.Sibling())
		}
		if err != nil {
			return err
		}
		hash = hasher.HashChildren(left, hash)
	}
}

// checkIfHeld compares a stored node with the hash it must have.
func (k Keeper) checkIfHeld(log string, id compact.NodeID, want []byte) error {
	found, err := k.db.Get(nodeKey(log, id))
	if err != nil {
		return err
	}
	if found == nil {
		return k.checkGap(log, id)
	}
	if !bytes.Equal(found, want) {
		first, _ := id.Coverage()
		return ErrDiffers.Refuse("log %q: the hash over entries %d to %d must be %X, found %X", log, first, lastOf(id), want, found)
	}
	return nil
}

// checkGap is for a node that is absent. It may be so only with the last entry that it covers: a node is stored together with
// that entry, so that whoever joined late has neither.
func (k Keeper) checkGap(log string, id compact.NodeID) error {
	held, err := k.db.Has(entryKey(log, lastOf(id)))
	if err != nil || !held {
		return err
	}
	first, _ := id.Coverage()
	return ErrDiffers.Refuse("log %q: the hash over entries %d to %d is gone", log, first, lastOf(id))
}

// VerifyLog computes a whole log anew from its stored entries and compares every node with the store and the result with
// state. It refuses by H1, H4 and H7. It reads the whole log: for operators and tests.
func (k Keeper) VerifyLog(ctx sdk.Context, log string) error {
	l, err := k.load(ctx, log)
	if err != nil {
		return err
	}
	computed, err := k.recompute(log, Log{}, l.Size_, func(_ []byte, completed []node) error {
		for _, n := range completed {
			if err := k.checkIfHeld(log, n.id, n.hash); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return sameLog(log, l, computed)
}

// VerifyAll verifies every log in state, and reports the faults of at most 20 logs.
func (k Keeper) VerifyAll(ctx sdk.Context) error {
	var faults []error
	err := k.logs.Walk(ctx, nil, func(log string, _ Log) (stop bool, err error) {
		if err := k.VerifyLog(ctx, log); err != nil {
			faults = append(faults, err)
		}
		return len(faults) == maxFaults, nil
	})
	return errors.Join(append(faults, err)...)
}

// recompute appends to l the stored entries from its size up to size, and shows each with the nodes that it completed.
func (k Keeper) recompute(log string, l Log, size uint64, each func(entry []byte, completed []node) error) (Log, error) {
	for l.Size_ < size {
		entry, err := k.held(log, l.Size_)
		if err != nil {
			return l, err
		}
		grown, completed, err := l.Append(entry)
		if err != nil {
			return l, err
		}
		if err := each(entry, completed); err != nil {
			return l, err
		}
		l = grown
	}
	return l, nil
}

// sameLog compares what entries came to with what state says.
func sameLog(log string, inState, found Log) error {
	if inState.Size_ == found.Size_ && slices.EqualFunc(inState.Range, found.Range, bytes.Equal) {
		return nil
	}
	want, err := inState.Root()
	if err != nil {
		return err
	}
	root, err := found.Root()
	if err != nil {
		return err
	}
	return ErrDiffers.Refuse("log %q: expected %d entries with root %X, found %d with root %X",
		log, inState.Size_, want, found.Size_, root)
}
