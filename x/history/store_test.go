package history

import (
	"bytes"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/transparency-dev/merkle/compact"
)

// dump is everything in a database, in order.
func dump(t *testing.T, db dbm.DB) string {
	t.Helper()
	it, err := db.Iterator(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer it.Close()
	var all bytes.Buffer
	for ; it.Valid(); it.Next() {
		all.WriteString(string(it.Key()) + "=" + string(it.Value()) + "\n")
	}
	return all.String()
}

func TestDiscardedTransactionLeavesNothing(t *testing.T) {
	c := newChain(t)
	c.append(journal, 2)
	failed, _ := c.ctx.CacheContext()
	_, err := c.Append(failed, journal, []byte("never"))
	c.ok(err)
	c.append(journal, 1)
	c.commit()
	checkQueries(c, 1, [][]byte{entryNo(0), entryNo(1), entryNo(2)})
	before := dump(t, c.db)

	failed, _ = c.ctx.CacheContext()
	_, err = c.Append(failed, "other", []byte("never"))
	c.ok(err)
	c.commit()
	if dump(t, c.db) != before {
		t.Fatal("a discarded transaction left something in the store")
	}
}

// A kill after the drain and before the commit leaves the store a block ahead; the replay writes the same again.
func TestReplayAfterDrainIsIdempotent(t *testing.T) {
	c := newChain(t)
	c.append(journal, 3)
	c.commit()

	c.append(journal, 4)
	c.append("other", 1)
	c.block.Write()
	c.ok(c.Precommit(c.ctx))
	ahead := dump(t, c.db)

	// What a reader sees now is the committed state: nothing beyond its size is served.
	checkQueries(c, 1, [][]byte{entryNo(0), entryNo(1), entryNo(2)})
	_, err := c.Entry(c.now(), journal, 3)
	c.refused(err, ErrNoEntry)
	_, err = c.Entry(c.now(), "other", 0)
	c.refused(err, ErrNoEntry)
	c.ok(c.CheckTails(c.now()))

	c.ok(c.Precommit(c.ctx))
	if dump(t, c.db) != ahead {
		t.Fatal("a second drain changed the store")
	}
	c.cms.Commit()
	c.begin()
	c.ok(c.CheckTails(c.now()))
	c.ok(c.VerifyAll(c.now()))
	if dump(t, c.db) != ahead {
		t.Fatal("commit changed the store")
	}
}

func TestOutboxIsEmptyInTheNextBlock(t *testing.T) {
	c := newChain(t)
	c.append(journal, 3)
	c.commit()
	before := dump(t, c.db)
	c.commit()
	if dump(t, c.db) != before {
		t.Fatal("a block without history wrote to the store")
	}
	touched, err := c.lastTouched(c.cms.LatestVersion())
	c.ok(err)
	if len(touched) != 1 || touched[0] != (touch{journal, 3}) {
		t.Fatal(touched)
	}
	c.ok(c.CheckTails(c.now()))
}

// Leftovers of blocks that were rolled back are ahead of state and no fault.
func TestRolledBackBlock(t *testing.T) {
	c := newChain(t)
	c.append(journal, 3)
	c.commit()
	c.append(journal, 2)
	c.append("new", 1)
	c.commit()
	back := c.at(1).WithBlockHeight(2)
	c.ok(c.CheckTails(back))
	_, err := c.Entry(back, journal, 3)
	c.refused(err, ErrNoEntry)
}

func TestCheckTailsFinds(t *testing.T) {
	// 7 entries: peaks over 0-3, 4-5 and 6; then 8: one peak over all.
	for name, damage := range map[string]func(c *chain){
		"missing tail entry": func(c *chain) { c.ok(c.db.Delete(entryKey(journal, 7))) },
		"edited tail entry":  func(c *chain) { c.ok(c.db.Set(entryKey(journal, 7), []byte("forged"))) },
		"edited leaf node":   func(c *chain) { c.ok(c.db.Set(nodeKey(journal, compact.NewNodeID(0, 7)), make([]byte, 32))) },
		"edited sibling":     func(c *chain) { c.ok(c.db.Set(nodeKey(journal, compact.NewNodeID(1, 2)), make([]byte, 32))) },
		"edited peak":        func(c *chain) { c.ok(c.db.Set(nodeKey(journal, compact.NewNodeID(3, 0)), make([]byte, 32))) },
		"missing peak":       func(c *chain) { c.ok(c.db.Delete(nodeKey(journal, compact.NewNodeID(3, 0)))) },
		"missing sibling":    func(c *chain) { c.ok(c.db.Delete(nodeKey(journal, compact.NewNodeID(2, 0)))) },
		"missing leaf node":  func(c *chain) { c.ok(c.db.Delete(nodeKey(journal, compact.NewNodeID(0, 7)))) },
		"edited other peak":  func(c *chain) { c.ok(c.db.Set(nodeKey("other", compact.NewNodeID(1, 0)), make([]byte, 32))) },
		"older store":        func(c *chain) { restoreOlder(c) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newChain(t)
			c.append(journal, 7)
			c.commit()
			c.append(journal, 1)
			c.append("other", 3)
			c.commit()
			c.ok(c.CheckTails(c.now()))
			damage(c)
			err := c.CheckTails(c.now())
			if name == "missing tail entry" {
				c.refused(err, ErrNotHeld)
				return
			}
			c.refused(err, ErrDiffers)
		})
	}
}

// restoreOlder makes the store that of the block before, as a careless restore from a backup would.
func restoreOlder(c *chain) {
	for _, key := range [][]byte{touchedKey(2, journal), touchedKey(2, "other"), entryKey(journal, 7)} {
		c.ok(c.db.Delete(key))
	}
}

// A node that joins by state sync holds nothing from before: it starts, serves what it can, and names what it cannot.
func TestLateJoiner(t *testing.T) {
	for before := 1; before <= 9; before++ {
		c := newChain(t)
		c.append(journal, before)
		c.commit()
		c.db = dbm.NewMemDB()
		c.ok(c.CheckTails(c.now()))
		for range 9 {
			c.append(journal, 1)
			c.commit()
			c.ok(c.CheckTails(c.now()))
		}
		q := NewQueryServer(c.Keeper)
		_, err := q.Entry(c.now(), &QueryEntryRequest{Log: journal, Index: 0})
		c.refused(err, ErrNotHeld)
		_, _, err = c.Entries(c.now(), journal, 0, 0)
		c.refused(err, ErrNotHeld)
		_, _, err = c.Entries(c.now(), journal, uint64(before), 0)
		c.ok(err)
		c.refused(c.VerifyLog(c.now(), journal), ErrNotHeld)
	}
}

func TestVerifyLogFindsAnyEdit(t *testing.T) {
	for i := range 11 {
		c := newChain(t)
		c.append(journal, 11)
		c.append("sound", 5)
		c.commit()
		c.ok(c.VerifyAll(c.now()))
		c.ok(c.db.Set(entryKey(journal, uint64(i)), []byte("forged")))
		c.refused(c.VerifyLog(c.now(), journal), ErrDiffers)
		c.refused(c.VerifyAll(c.now()), ErrDiffers)
		c.ok(c.VerifyLog(c.now(), "sound"))

		// Whoever edits an entry and all hashes above it still meets the range in state.
		forged := Log{}
		for j := range uint64(11) {
			entry, err := c.Entry(c.now(), journal, j)
			c.ok(err)
			grown, nodes, err := forged.Append(entry)
			c.ok(err)
			for _, n := range nodes {
				c.ok(c.db.Set(nodeKey(journal, n.id), n.hash))
			}
			forged = grown
		}
		c.refused(c.VerifyLog(c.now(), journal), ErrDiffers)
		_, err := NewQueryServer(c.Keeper).Entry(c.now(), &QueryEntryRequest{Log: journal, Index: uint64(i)})
		c.refused(err, ErrDiffers)
	}
}
