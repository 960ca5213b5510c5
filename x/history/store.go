package history

import (
	"context"
	"encoding/binary"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	defaultPage  = 100     // entries of a page if no limit is given
	maxPage      = 1000    // entries of a page at most
	maxPageBytes = 4 << 20 // bytes after which a page ends early
)

// touch is a log that a block appended to, and its size after the block.
type touch struct {
	log  string
	size uint64
}

// Precommit writes what the block appended to the history store, synced to disk, before the state commits. The application
// calls it from its precommiter; an error must stop the node, for a commit after it would lose the block's history.
//
// It reads the outbox in the context that baseapp hands to the precommiter: FinalizeBlock, when it computes the app hash, has
// written that context's multistore, the transient store included, into the root multistore; Commit calls the precommiter
// first and only then commits the root, which is what empties transient stores. After a kill between this write and the
// commit the engine replays the block, and the same keys are written again with the same values.
func (k Keeper) Precommit(ctx sdk.Context) error {
	pending := ctx.TransientStore(k.outbox).Iterator(nil, nil)
	defer pending.Close()
	if !pending.Valid() {
		return nil // a block without history costs no sync
	}
	crashPoint("before-drain")
	batch := k.db.NewBatch()
	defer batch.Close()
	var touched []touch
	for ; pending.Valid(); pending.Next() {
		if err := batch.Set(pending.Key(), pending.Value()); err != nil {
			return err
		}
		if log, index, ok := parseEntry(pending.Key()); ok {
			touched = note(touched, touch{log, index + 1})
		}
	}
	for _, t := range touched {
		size := binary.BigEndian.AppendUint64(nil, t.size)
		if err := batch.Set(touchedKey(ctx.BlockHeight(), t.log), size); err != nil {
			return err
		}
	}
	if err := batch.WriteSync(); err != nil {
		return err
	}
	crashPoint("after-drain")
	return nil
}

// note keeps of each log its largest size; the entries of a log come one after the other.
func note(touched []touch, t touch) []touch {
	if n := len(touched); n > 0 && touched[n-1].log == t.log {
		touched[n-1] = t
		return touched
	}
	return append(touched, t)
}

// lastTouched lists the logs touched by the newest block, at height or below, that touched any.
func (k Keeper) lastTouched(height int64) (touched []touch, err error) {
	it, err := k.db.ReverseIterator(touchedKey(0, ""), touchedKey(height+1, ""))
	if err != nil {
		return nil, err
	}
	defer it.Close()
	newest := int64(-1)
	for ; it.Valid(); it.Next() {
		at, log := parseTouched(it.Key())
		if newest == -1 {
			newest = at
		}
		if at != newest {
			break
		}
		touched = append(touched, touch{log, binary.BigEndian.Uint64(it.Value())})
	}
	return touched, it.Error()
}

// Entry reads one entry. It refuses by H1, by H3 if the log is not so long at the context's height, and by H4.
func (k Keeper) Entry(ctx context.Context, log string, index uint64) ([]byte, error) {
	l, err := k.load(ctx, log)
	if err != nil {
		return nil, err
	}
	if index >= l.Size_ {
		return nil, noEntry(log, l.Size_, index)
	}
	return k.held(log, index)
}

func noEntry(log string, size, index uint64) error {
	return ErrNoEntry.Refuse("log %q has %d entries, asked for number %d", log, size, index)
}

// Entries reads entries in their order from number start, and the log's size at the context's height. A limit of 0 means 100;
// a page holds at most 1,000 entries, and ends after 4 MiB: read on from start + len(entries) until size. From a start
// beyond the log it reads nothing. It refuses by H1 and H4; an entry appended by the block under way is not held yet.
func (k Keeper) Entries(ctx context.Context, log string, start, limit uint64) (entries [][]byte, size uint64, err error) {
	l, err := k.load(ctx, log)
	if err != nil {
		return nil, 0, err
	}
	if limit == 0 {
		limit = defaultPage
	}
	limit = min(limit, maxPage)
	for i, read := start, 0; i < l.Size_ && i-start < limit && read < maxPageBytes; i++ {
		entry, err := k.held(log, i)
		if err != nil {
			return nil, l.Size_, err
		}
		entries, read = append(entries, entry), read+len(entry)
	}
	return entries, l.Size_, nil
}

// Records reads entries as Entries does, each as the record that it is.
func Records[T any, P interface {
	*T
	Unmarshal([]byte) error
}](ctx context.Context, k Keeper, log string, start, limit uint64) (records []T, size uint64, err error) {
	entries, size, err := k.Entries(ctx, log, start, limit)
	if err != nil {
		return nil, size, err
	}
	records = make([]T, len(entries))
	for i, bz := range entries {
		if err := P(&records[i]).Unmarshal(bz); err != nil {
			return nil, size, err
		}
	}
	return records, size, nil
}

// prove reads one entry of a log, which must have it, and its inclusion proof, and checks them before they leave the node.
func (k Keeper) prove(log string, l Log, index uint64) (entry []byte, path [][]byte, err error) {
	if entry, err = k.held(log, index); err != nil {
		return nil, nil, err
	}
	needed, err := proof.Inclusion(index, l.Size_)
	if err != nil {
		return nil, nil, err
	}
	hashes := make([][]byte, len(needed.IDs))
	for i, id := range needed.IDs {
		if hashes[i], err = k.heldNode(log, id); err != nil {
			return nil, nil, err
		}
	}
	if path, err = needed.Rehash(hashes, hasher.HashChildren); err != nil {
		return nil, nil, err
	}
	root, err := l.Root()
	if err != nil {
		return nil, nil, err
	}
	if err := proof.VerifyInclusion(hasher, index, l.Size_, hasher.HashLeaf(entry), path, root); err != nil {
		return nil, nil, ErrDiffers.Refuse("log %q: entry %d does not prove: %v", log, index, err)
	}
	return entry, path, nil
}

// held reads an entry from the store; the caller has compared index with the size in state.
func (k Keeper) held(log string, index uint64) ([]byte, error) {
	entry, err := k.db.Get(entryKey(log, index))
	if err == nil && entry == nil {
		return nil, ErrNotHeld.Refuse("entry %d of log %q", index, log)
	}
	return entry, err
}

func (k Keeper) heldNode(log string, id compact.NodeID) ([]byte, error) {
	hash, err := k.db.Get(nodeKey(log, id))
	if err == nil && hash == nil {
		first, _ := id.Coverage()
		return nil, ErrNotHeld.Refuse("the hash over entries %d to %d of log %q", first, lastOf(id), log)
	}
	return hash, err
}
