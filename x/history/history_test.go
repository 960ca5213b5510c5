package history

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"pgregory.net/rapid"
)

const journal = "journal/070-X-0702"

// Roots, entries and every inclusion proof agree with a naive reading of RFC 6962, at the present and at a past height.
func TestProofsAgreeWithRFC6962(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := newChain(rt)
		past := rapid.IntRange(1, 100).Draw(rt, "past")
		size := past + rapid.IntRange(1, 100).Draw(rt, "more")
		all := make([][]byte, size)
		for i := range all {
			all[i] = entryNo(i)
		}
		c.append(journal, past)
		c.commit()
		blocks := rapid.IntRange(1, 3).Draw(rt, "blocks")
		for b := range blocks {
			c.append(journal, (size-past)/blocks)
			if b == blocks-1 {
				c.append(journal, (size-past)%blocks)
			}
			c.commit()
		}
		checkQueries(c, 1, all[:past])
		checkQueries(c, c.cms.LatestVersion(), all)
		c.ok(c.CheckTails(c.now()))
		c.ok(c.VerifyAll(c.now()))
	})
}

func checkQueries(c *chain, height int64, all [][]byte) {
	c.t.Helper()
	q, ctx, root := NewQueryServer(c.Keeper), c.at(height), naiveRoot(all)
	l, err := q.Log(ctx, &QueryLogRequest{Log: journal})
	c.ok(err)
	if l.Size_ != uint64(len(all)) || !bytes.Equal(l.Root, root) {
		c.t.Fatalf("height %d: size %d root %X, want %d %X", height, l.Size_, l.Root, len(all), root)
	}
	page, err := q.Entries(ctx, &QueryEntriesRequest{Log: journal, Limit: 500})
	c.ok(err)
	if !slices.EqualFunc(page.Entries, all, bytes.Equal) || !bytes.Equal(page.Root, root) {
		c.t.Fatalf("height %d: entries differ", height)
	}
	for i := range all {
		e, err := q.Entry(ctx, &QueryEntryRequest{Log: journal, Index: uint64(i)})
		c.ok(err)
		if !bytes.Equal(e.Entry, all[i]) || !slices.EqualFunc(e.Proof, naivePath(i, all), bytes.Equal) {
			c.t.Fatalf("height %d: proof of entry %d differs from RFC 6962", height, i)
		}
		c.ok(proof.VerifyInclusion(hasher, uint64(i), e.Size_, hasher.HashLeaf(e.Entry), e.Proof, root))
	}
}

func TestAppendCountsFromZeroAndLeavesItsReceiverAlone(t *testing.T) {
	c := newChain(t)
	for want := range uint64(5) {
		index, err := c.Append(c.ctx, journal, entryNo(int(want)))
		c.ok(err)
		if index != want {
			t.Fatalf("index %d, want %d", index, want)
		}
	}
	five, err := c.load(c.ctx, journal)
	c.ok(err)
	before := five.String()
	_, _, err = five.Append([]byte("six"))
	c.ok(err)
	if five.String() != before {
		t.Fatal("Append changed the log it was called on")
	}
}

func TestRefusals(t *testing.T) {
	c := newChain(t)
	c.append(journal, 3)
	c.commit()
	q := NewQueryServer(c.Keeper)
	for _, name := range []string{"", "a\nb", strings.Repeat("x", 129)} {
		_, err := c.Append(c.ctx, name, []byte("x"))
		c.refused(err, ErrLogName)
		_, err = q.Log(c.now(), &QueryLogRequest{Log: name})
		c.refused(err, ErrLogName)
		_, err = q.Entries(c.now(), &QueryEntriesRequest{Log: name})
		c.refused(err, ErrLogName)
	}
	for _, size := range []int{0, maxEntry + 1} {
		_, err := c.Append(c.ctx, journal, make([]byte, size))
		c.refused(err, ErrEntrySize)
	}
	_, err := c.Append(c.ctx, strings.Repeat("x", 128), make([]byte, maxEntry))
	c.ok(err)
	for _, index := range []uint64{3, 1 << 63} {
		_, err = q.Entry(c.now(), &QueryEntryRequest{Log: journal, Index: index})
		c.refused(err, ErrNoEntry)
		_, err = c.Entry(c.now(), journal, index)
		c.refused(err, ErrNoEntry)
	}
	_, err = c.Entry(c.now(), "never begun", 0)
	c.refused(err, ErrNoEntry)
	c.ok(c.logs.Set(c.ctx, "broken", Log{Size_: 3, Range: [][]byte{make([]byte, 32)}}))
	_, err = c.Append(c.ctx, "broken", []byte("x"))
	c.refused(err, ErrBrokenLog)
}

func TestLogThatHasNotBegun(t *testing.T) {
	c := newChain(t)
	c.commit()
	size, err := c.Size(c.now(), journal)
	c.ok(err)
	l, err := NewQueryServer(c.Keeper).Log(c.now(), &QueryLogRequest{Log: journal})
	c.ok(err)
	if size != 0 || l.Size_ != 0 || !bytes.Equal(l.Root, naiveRoot(nil)) {
		t.Fatalf("size %d, %d, root %X", size, l.Size_, l.Root)
	}
	entries, size, err := c.Entries(c.now(), journal, 0, 0)
	c.ok(err)
	if len(entries) != 0 || size != 0 {
		t.Fatalf("%d entries, size %d", len(entries), size)
	}
}

func TestPages(t *testing.T) {
	c := newChain(t)
	c.append(journal, 1100)
	for _, big := range slices.Repeat([]string{"big"}, 70) {
		_, err := c.Append(c.ctx, big, make([]byte, maxEntry))
		c.ok(err)
	}
	c.commit()
	for _, p := range []struct {
		log                string
		start, limit, want uint64
	}{
		{journal, 0, 0, 100}, {journal, 0, 7, 7}, {journal, 0, 1 << 63, 1000}, {journal, 1050, 1000, 50}, {journal, 1100, 5, 0},
		{journal, 1<<64 - 1, 1000, 0}, {"big", 0, 1000, 64}, {"big", 64, 1000, 6},
	} {
		entries, _, err := c.Entries(c.now(), p.log, p.start, p.limit)
		c.ok(err)
		if uint64(len(entries)) != p.want {
			t.Fatalf("%s from %d, limit %d: %d entries, want %d", p.log, p.start, p.limit, len(entries), p.want)
		}
	}
}

func TestLogsAreListedByName(t *testing.T) {
	c := newChain(t)
	for _, name := range []string{"c", "a", "bb", "b"} {
		c.append(name, 2)
	}
	c.commit()
	q := NewQueryServer(c.Keeper)
	first, err := q.Logs(c.now(), &QueryLogsRequest{Pagination: &query.PageRequest{Limit: 3}})
	c.ok(err)
	rest, err := q.Logs(c.now(), &QueryLogsRequest{Pagination: &query.PageRequest{Key: first.Pagination.NextKey}})
	c.ok(err)
	var names []string
	for _, l := range append(first.Logs, rest.Logs...) {
		names = append(names, l.Log)
		if !bytes.Equal(l.Root, naiveRoot([][]byte{entryNo(0), entryNo(1)})) {
			t.Fatalf("root of %s", l.Log)
		}
	}
	if !slices.Equal(names, []string{"a", "b", "bb", "c"}) || len(first.Logs) != 3 {
		t.Fatal(names)
	}
}

func TestKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		log := rapid.StringN(1, 128, 128).Draw(rt, "log")
		index := rapid.Uint64().Draw(rt, "index")
		height := rapid.Int64Range(0, 1<<62).Draw(rt, "height")
		gotLog, gotIndex, ok := parseEntry(entryKey(log, index))
		if !ok || gotLog != log || gotIndex != index {
			rt.Fatalf("entry key of %q %d reads %q %d", log, index, gotLog, gotIndex)
		}
		gotHeight, gotLog := parseTouched(touchedKey(height, log))
		if gotLog != log || gotHeight != height {
			rt.Fatalf("touched key of %q %d reads %q %d", log, height, gotLog, gotHeight)
		}
	})
	id := compact.NewNodeID(2, 258)
	for _, k := range []struct {
		name      string
		got, want []byte
	}{
		{"entry", entryKey("ab", 258), []byte("\x03\x02ab\x00\x00\x00\x00\x00\x00\x01\x02")},
		{"node", nodeKey("ab", id), []byte("\x02\x02ab\x02\x00\x00\x00\x00\x00\x00\x01\x02")},
		{"touched", touchedKey(258, "ab"), []byte("\x01\x00\x00\x00\x00\x00\x00\x01\x02ab")},
		{"staged", stagedKey(nodeKey("ab", id)), []byte("\x04\x02\x02ab\x02\x00\x00\x00\x00\x00\x00\x01\x02")},
	} {
		if !bytes.Equal(k.got, k.want) {
			t.Fatalf("%s: %q, want %q", k.name, k.got, k.want)
		}
	}
}
