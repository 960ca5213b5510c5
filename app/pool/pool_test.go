package pool

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/log/v2"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/mempool"
)

// fixed puts a transaction where its bytes say: fema/gil/3 is the third of gil of fema.
func fixed(ctx context.Context, _ sdk.Tx) (Place, error) {
	parts := strings.Split(string(sdk.UnwrapSDKContext(ctx).TxBytes()), "/")
	return Place{Lane: parts[0], Sender: parts[1]}, nil
}

func insert(p *Pool, bytes string, gas uint64) error {
	ctx := sdk.NewContext(nil, cmtproto.Header{}, true, log.NewNopLogger()).WithTxBytes([]byte(bytes))
	return p.Insert(ctx, nil, mempool.InsertOption{GasWanted: gas})
}

func texts(txs [][]byte) (all []string) {
	for _, tx := range txs {
		all = append(all, string(tx))
	}
	return all
}

// A block of 100 gas: 20 for each of three members and 40 for the payees; up to 80 is lent.
func block() Block {
	return Block{
		Whole: Size{Bytes: 1 << 20, Gas: 100}, Lent: Size{Bytes: 1 << 20, Gas: 80},
		Parts: map[string]Size{
			"": {1 << 20, 40}, "fema": {1 << 20, 20}, "hud": {1 << 20, 20}, "omb": {1 << 20, 20},
		},
	}
}

// X3 and the share of each: every row says what waits, in the order in which it came, and what the block holds.
func TestPropose(t *testing.T) {
	for _, row := range []struct {
		name, waits, want string
		change            func(*Block)
	}{
		{"nothing waits", "", "", nil},
		{"each its own", "fema/a/1 hud/b/1 /c/1", "/c/1 fema/a/1 hud/b/1", nil},
		{"a flood borrows what is not used, and no more than is lent", "fema/a/1 fema/a/2 fema/a/3 fema/a/4 fema/a/5 fema/a/6 fema/a/7 fema/a/8 fema/a/9",
			"fema/a/1 fema/a/2 fema/a/3 fema/a/4 fema/a/5 fema/a/6 fema/a/7 fema/a/8", nil},
		{"a flood that came first takes nobody's part",
			"fema/a/1 fema/a/2 fema/a/3 fema/a/4 fema/a/5 fema/a/6 fema/a/7 fema/a/8 hud/b/1 hud/b/2 omb/c/1 /d/1 /d/2 /d/3 /d/4",
			"/d/1 /d/2 /d/3 /d/4 fema/a/1 fema/a/2 hud/b/1 hud/b/2 omb/c/1", nil},
		{"what is lent is lent in turns", "fema/a/1 fema/a/2 fema/a/3 fema/a/4 hud/b/1 hud/b/2 hud/b/3 hud/b/4",
			"fema/a/1 fema/a/2 hud/b/1 hud/b/2 fema/a/3 hud/b/3 fema/a/4 hud/b/4", nil},
		{"another is first to borrow in another block", "fema/a/1 fema/a/2 fema/a/3 hud/b/1 hud/b/2 hud/b/3",
			"fema/a/1 fema/a/2 hud/b/1 hud/b/2 hud/b/3", func(b *Block) { b.Turn, b.Lent.Gas = 1, 50 }},
		{"the senders of a lane take turns", "/a/1 /a/2 /a/3 /a/4 /b/1 /c/1", "/a/1 /b/1 /c/1 /a/2 /a/3 /a/4", nil},
		{"a lane without a part borrows", "gao/a/1", "gao/a/1", nil},
		{"a block is never overfull", "fema/a/1 hud/b/1 omb/c/1", "fema/a/1", func(b *Block) { b.Whole.Gas = 15 }},
		{"nor in bytes", "fema/a/1 hud/b/1 omb/c/1", "fema/a/1", func(b *Block) { b.Whole.Bytes = 20 }},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, b := New(fixed), block()
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

// X3: a sender has a bound, a lane has one, and who fills his own takes nothing from the others.
func TestFull(t *testing.T) {
	p := New(fixed)
	for i := range maxOfSender {
		require.NoError(t, insert(p, fmt.Sprint("fema/gil/", i), 1))
	}
	err := insert(p, "fema/gil/more", 1)
	require.ErrorIs(t, err, errFull)
	require.ErrorContains(t, err, "64 transactions of gil wait already, at most 64 (X3)")
	require.ErrorIs(t, p.HasRoom(Place{"fema", "gil"}, 1), errFull)
	require.NoError(t, p.HasRoom(Place{"fema", "cora"}, 1))
	require.NoError(t, p.HasRoom(Place{"", "gil"}, 1))
	for i := maxOfSender; i < maxOfLane; i++ {
		require.NoError(t, insert(p, fmt.Sprintf("fema/%d/%d", i/maxOfSender, i), 1))
	}
	require.ErrorContains(t, insert(p, "fema/cora/1", 1), "wait in the lane of fema, at most 256")
	require.NoError(t, insert(p, "hud/hugh/1", 1))
	require.NoError(t, insert(p, "/florida/1", 1))
	p.Forget([][]byte{[]byte("fema/gil/5"), []byte("never/seen/1")})
	require.NoError(t, insert(p, "fema/gil/more", 1))
	require.NoError(t, insert(p, "hud/hugh/1", 1), "what waits already is no fault")
	require.Equal(t, maxOfLane+2, p.CountTx())
}

func TestALaneIsBoundInBytes(t *testing.T) {
	p, mega := New(fixed), strings.Repeat("x", 1<<20)
	for i := range 7 {
		require.NoError(t, insert(p, fmt.Sprintf("fema/gil/%d%s", i, mega), 1))
	}
	require.ErrorContains(t, insert(p, "fema/gil/8"+mega, 1), "at most 256 of 8388608")
}

// Whatever waits: a block holds nothing twice and nothing that does not wait; it is within its bounds; of one sender it holds the
// first ones, in their order; and what a lane was guaranteed and could use it was given.
func TestProposeKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, b := New(fixed), block()
		b.Turn = rapid.IntRange(0, 100).Draw(t, "turn")
		sent := make(map[string][]string)
		gas := make(map[string]uint64)
		lanes := []string{"", "fema", "hud", "omb", "gao"}
		for i := range rapid.IntRange(0, 60).Draw(t, "waiting") {
			from := rapid.SampledFrom(lanes).Draw(t, "lane") + "/" + rapid.SampledFrom([]string{"a", "b"}).Draw(t, "sender")
			tx := fmt.Sprint(from, "/", i)
			gas[tx] = rapid.Uint64Range(1, 12).Draw(t, "gas")
			require.NoError(t, insert(p, tx, gas[tx]))
			sent[from] = append(sent[from], tx)
		}
		chosen := texts(p.Propose(b))
		total, ofLane, ofSender := uint64(0), make(map[string]uint64), make(map[string]int)
		for _, tx := range chosen {
			lane, rest, _ := strings.Cut(tx, "/")
			from := lane + "/" + rest[:1]
			require.Equal(t, sent[from][ofSender[from]], tx, "the order of %s", from)
			ofSender[from]++
			total += gas[tx]
			ofLane[lane] += gas[tx]
		}
		require.LessOrEqual(t, total, b.Whole.Gas)
		for lane, part := range b.Parts {
			for _, s := range []string{"/a", "/b"} { // what is left would not have fitted into the part
				if left := sent[lane+s][ofSender[lane+s]:]; len(left) > 0 {
					require.Greater(t, ofLane[lane]+gas[left[0]], part.Gas, "%s was not given its part", lane)
				}
			}
		}
		require.Equal(t, len(gas), p.CountTx(), "choosing takes nothing away")
		slices.Reverse(chosen)
		for _, tx := range chosen {
			p.Forget([][]byte{[]byte(tx)})
		}
		require.Equal(t, len(gas)-len(chosen), p.CountTx())
		require.NotContains(t, p.known, key(sha256.Sum256([]byte("nothing"))))
	})
}
