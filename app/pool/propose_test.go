package pool

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The share of each: every row says what waits, in the order in which it came, and what the block holds.
func TestPropose(t *testing.T) {
	for _, row := range []struct {
		name, waits, want string
		change            func(*Block)
		seen              int
	}{
		{"nothing waits", "", "", nil, 0},
		{"each its own", "fema/a/1 hud/b/1 /c/1", "/c/1 fema/a/1 hud/b/1", nil, 0},
		{"a flood borrows what is not used, and no more than is lent",
			"fema/a/1 fema/a/2 fema/a/3 fema/a/4 fema/a/5 fema/a/6 fema/a/7 fema/a/8 fema/a/9",
			"fema/a/1 fema/a/2 fema/a/3 fema/a/4 fema/a/5 fema/a/6 fema/a/7 fema/a/8", nil, 0},
		{"a flood that came first takes nobody's part",
			"fema/a/1 fema/a/2 fema/a/3 fema/a/4 fema/a/5 fema/a/6 fema/a/7 fema/a/8 hud/b/1 hud/b/2 omb/c/1 /d/1 /d/2 /d/3 /d/4",
			"/d/1 /d/2 /d/3 /d/4 fema/a/1 fema/a/2 hud/b/1 hud/b/2 omb/c/1", nil, 0},
		{"what is lent is lent in turns", "fema/a/1 fema/a/2 fema/a/3 fema/a/4 hud/b/1 hud/b/2 hud/b/3 hud/b/4",
			"fema/a/1 fema/a/2 hud/b/1 hud/b/2 fema/a/3 hud/b/3 fema/a/4 hud/b/4", nil, 0},
		{"another is first to borrow in another block", "fema/a/1 fema/a/2 fema/a/3 hud/b/1 hud/b/2 hud/b/3",
			"hud/b/1 hud/b/2 fema/a/1 fema/a/2 hud/b/3", func(b *Block) { b.Lent.Gas = 50 }, 1},
		{"the holders of a lane take turns", "/a/1 /a/2 /a/3 /a/4 /b/1 /c/1", "/a/1 /b/1 /c/1 /a/2 /a/3 /a/4", nil, 0},
		{"a lane without a part borrows", "gao/a/1", "gao/a/1", nil, 0},
		{"a block is never overfull", "fema/a/1 hud/b/1 omb/c/1", "fema/a/1", func(b *Block) { b.Whole.Gas = 15 }, 0},
		{"nor in bytes", "fema/a/1 hud/b/1 omb/c/1", "fema/a/1", func(b *Block) { b.Whole.Bytes = 20 }, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, b := New(fixed), block()
			p.seen = row.seen
			for _, tx := range strings.Fields(row.waits) {
				require.NoError(t, insert(p, tx, 10))
			}
			if row.change != nil {
				row.change(&b)
			}
			require.Equal(t, strings.Fields(row.want), append([]string{}, texts(p.Propose(b))...))
		})
	}
}

// play makes blocks until one holds a transaction, and says how many that took. Before each, more comes in.
func play(t *testing.T, p *Pool, b Block, want string, more func(n int)) int {
	for n := 1; n <= 1000; n++ {
		more(n)
		chosen := p.Propose(b)
		p.Seen(b, chosen)
		if slices.Contains(texts(chosen), want) {
			return n
		}
	}
	require.Fail(t, "in none of 1000 blocks: "+want)
	return 0
}

func floods(t *testing.T, p *Pool, from string, gas uint64) func(n int) {
	return func(n int) {
		for i := range 3 {
			if err := insert(p, fmt.Sprintf("%s/%d.%d", from, n, i), gas); err != nil {
				require.ErrorIs(t, err, errFull)
			}
		}
	}
}

// One payee always has something that takes the payees' whole part, or more than that; another has his turn nevertheless.
func TestOnePayeeDoesNotStarveAnother(t *testing.T) {
	for gas, within := range map[uint64]int{40: 2, 90: 4, 100: 4} {
		p, b := New(fixed), block()
		b.Lent.Gas = 12
		evil := floods(t, p, "/evil", gas)
		for n := range 10 {
			evil(-n)
			p.Seen(b, p.Propose(b))
		}
		for i := range 10 {
			florida := fmt.Sprint("/florida/", i)
			require.NoError(t, insert(p, florida, 13))
			require.LessOrEqual(t, play(t, p, b, florida, func(n int) { evil(100*i + n) }), within, "behind one of %d gas", gas)
		}
	}
}

// Whatever fits a block is proposed when its lane has saved it up, in gas and in bytes, whoever floods beside it.
func TestAGreatOneIsSavedUp(t *testing.T) {
	for _, row := range []struct {
		gas    uint64
		bytes  int
		within int
	}{
		{21, 1, 2}, {40, 1, 2}, {41, 1, 3}, {63, 1, 4}, {100, 1, 5}, {1, 300 << 10, 2}, {1, 1<<20 - 100, 5}, {63, 800 << 10, 4},
	} {
		for _, flood := range []uint64{0, 1, 10, 20, 40} {
			p, b := New(fixed), block()
			b.Lent.Gas = 12
			great := "omb/c/" + strings.Repeat("x", row.bytes)
			others := []func(int){
				floods(t, p, "hud/b", flood), floods(t, p, "/d", flood), floods(t, p, "fema/a", flood), floods(t, p, "omb/e", 1),
			}
			more := func(n int) {
				for _, f := range others {
					if flood > 0 {
						f(n)
					}
				}
			}
			for n := range 20 {
				more(-n)
				p.Seen(b, p.Propose(b))
			}
			require.NoError(t, insert(p, great, row.gas))
			took := play(t, p, b, great, more)
			slack := 0
			if flood > 0 {
				slack = 2 // its holder's turn in the lane, and a block that held another's
			}
			if flood > 20 {
				slack += 6 // three others save up as well
			}
			require.LessOrEqual(t, took, row.within+slack, "%d gas, %d bytes, others of %d", row.gas, row.bytes, flood)
		}
	}
}

// Others of the lane borrow past one who saves; and who is pushed aside by what another saved is so in no two blocks in a row.
func TestWhoSavesDelaysNobody(t *testing.T) {
	p, b := New(fixed), block()
	require.NoError(t, insert(p, "omb/c/great", 100))
	require.NoError(t, insert(p, "omb/d/1", 10))
	require.NoError(t, insert(p, "omb/c/2", 1))
	require.Equal(t, []string{"omb/d/1"}, texts(p.Propose(b)), "the order of one holder is kept")
	evil, missed, great := floods(t, p, "hud/b", 100), 0, 0
	for n := range 60 {
		evil(n)
		floods(t, p, "fema/a", 90)(n)
		gao := fmt.Sprint("/payee/", n)
		require.NoError(t, insert(p, gao, 10))
		chosen := texts(p.Propose(b))
		p.Seen(b, p.Propose(b))
		if p.great {
			great++
		}
		if slices.Contains(chosen, gao) || slices.Contains(chosen, fmt.Sprint("/payee/", n-1)) {
			missed = 0
			continue
		}
		missed++
		require.LessOrEqual(t, missed, 1, "block %d: %v", n, chosen)
	}
	require.Greater(t, great, 15)
}

// Whatever waits, and in every block of a row: a block holds nothing twice and nothing that does not wait; it is within its
// bounds; of one holder it holds the first ones, in their order; a lane has its part, unless another's savings took it, and then
// in the next.
func TestProposeKeepsItsPromises(t *testing.T) {
	lanes := []string{"", "fema", "hud", "omb", "gao"}
	rapid.Check(t, func(t *rapid.T) {
		p, b := New(fixed), block()
		b.Lent.Gas = rapid.Uint64Range(0, 80).Draw(t, "lent")
		sent, gas := make(map[string][]string), make(map[string]uint64)
		for n := range rapid.IntRange(1, 12).Draw(t, "blocks") {
			for i := range rapid.IntRange(0, 12).Draw(t, "more") {
				from := rapid.SampledFrom(lanes).Draw(t, "lane") + "/" + rapid.SampledFrom([]string{"a", "b"}).Draw(t, "holder")
				tx := fmt.Sprint(from, "/", n, ".", i)
				gas[tx] = rapid.OneOf(rapid.Uint64Range(1, 12), rapid.Uint64Range(1, 100)).Draw(t, "gas")
				require.NoError(t, insert(p, tx, gas[tx]))
				sent[from] = append(sent[from], tx)
			}
			waited, asideBefore := p.CountTx(), p.great
			chosen := p.Propose(b)
			require.Equal(t, texts(chosen), texts(p.Propose(b)), "another round of the same height proposes the same")
			total, ofLane := uint64(0), make(map[string]uint64)
			for _, tx := range texts(chosen) {
				lane, rest, _ := strings.Cut(tx, "/")
				from := lane + "/" + rest[:1]
				require.Equal(t, sent[from][0], tx, "the order of %s", from)
				sent[from] = sent[from][1:]
				total, ofLane[lane] = total+gas[tx], ofLane[lane]+gas[tx]
			}
			require.LessOrEqual(t, total, b.Whole.Gas)
			p.Seen(b, chosen)
			require.Equal(t, waited-len(chosen), p.CountTx(), "nothing leaves but what is in the block")
			if p.great && !asideBefore {
				continue
			}
			for name, l := range p.lanes {
				if next := l.holders[0].queue[0].size; b.Parts[name].holds(next) {
					require.Greater(t, ofLane[name]+next.Gas, b.Parts[name].Gas, "%q was not given its part", name)
				}
			}
		}
	})
}
