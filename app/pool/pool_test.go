package pool

import (
	"context"
	"fmt"
	"strings"
	"testing"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/mempool"
)

// fixed puts a transaction where its bytes say: fema/gil/3 is the third of gil of fema.
func fixed(ctx context.Context, _ sdk.Tx) (Place, error) {
	parts := strings.Split(string(sdk.UnwrapSDKContext(ctx).TxBytes()), "/")
	return Place{Lane: parts[0], Holder: parts[1]}, nil
}

func insert(p *Pool, bytes string, gas uint64) error {
	return p.Insert(with(bytes), nil, mempool.InsertOption{GasWanted: gas})
}

func with(bytes string) sdk.Context {
	return sdk.NewContext(nil, cmtproto.Header{}, true, log.NewNopLogger()).WithTxBytes([]byte(bytes))
}

func texts(txs [][]byte) (all []string) {
	for _, tx := range txs {
		all = append(all, string(tx))
	}
	return all
}

// A block of 100 gas: 20 for each of three members and 40 for the payees; up to 80 is lent.
func block() Block {
	b := Divide(Size{1 << 20, 100}, 40, []string{"fema", "hud", "omb"})
	b.Lent = Size{1 << 20, 80}
	return b
}

// X3: a holder has a bound, a lane has one, and who fills his own takes nothing from the others.
func TestFull(t *testing.T) {
	const most = 26 // and then 102 places are free, a quarter of which is less
	p := New(fixed)
	for i := range most {
		require.NoError(t, insert(p, fmt.Sprint("fema/gil/", i), 1))
	}
	err := insert(p, "fema/gil/more", 1)
	require.ErrorIs(t, err, errFull)
	require.ErrorContains(t, err, "26 transactions of 536 bytes of gil wait already, "+
		"at most 26 of 2097018 while 26 of 536 wait in the lane of fema (X3)")
	require.ErrorIs(t, p.HasRoom(Place{"fema", "gil"}, 1, 1), errFull)
	require.NoError(t, p.HasRoom(Place{"fema", "cora"}, 1, 1))
	require.NoError(t, p.HasRoom(Place{"", "gil"}, 1, 1))
	p.Seen(block(), [][]byte{[]byte("fema/gil/5"), []byte("never/seen/1")})
	require.NoError(t, insert(p, "fema/gil/more", 1))
	require.NoError(t, insert(p, "hud/hugh/1", 1))
	require.NoError(t, insert(p, "hud/hugh/1", 1), "what waits already is no fault")
	require.Equal(t, most+1, p.CountTx())
	require.NoError(t, p.RemoveWithReason(with("hud/hugh/1"), nil, mempool.RemoveReason{}))
	require.Equal(t, most, p.CountTx())
}

// X3: the fuller a lane is, the fewer a holder may have in it, so that many who fill it shut out nobody who has nothing in it.
func TestManyDoNotCloseALane(t *testing.T) {
	p := New(fixed)
	for h := range 20 {
		for i := range maxOfPayees {
			err := insert(p, fmt.Sprintf("/evil%d/%d", h, i), 1)
			require.True(t, i > 0 || err == nil, "holder %d: %v", h, err)
		}
	}
	require.NoError(t, p.HasRoom(Place{"", "florida"}, 300, 1))
	require.ErrorContains(t, p.HasRoom(Place{"", "evil3"}, 300, 1), "in the lane of the payees (X3)")
	require.Less(t, p.CountTx(), maxOfPayees)
}

// X3: nor do they close it in bytes, nor does one alone take more than his share of it.
func TestALaneIsBoundInBytes(t *testing.T) {
	p, mega := New(fixed), strings.Repeat("x", 1<<20-100)
	for h, most := range []int{1, 1, 1, 1, 1, 0, 0, 0} {
		for i := range 4 {
			err := insert(p, fmt.Sprintf("/evil%d/%d%s", h, i, mega), 1)
			require.Equal(t, i < most, err == nil, "%d of %d: %v", i, h, err)
		}
	}
	require.NoError(t, p.HasRoom(Place{"", "florida"}, 100_000, 1))
}

// X4: what no block holds, or what a part saves up in more blocks than anything may wait, is not let in.
func TestGreaterThanABlock(t *testing.T) {
	p, at := New(fixed), Place{"fema", "gil"}
	require.NoError(t, p.HasRoom(at, 1, 1<<40), "no block was seen yet")
	p.Seen(Divide(Size{1 << 20, 400_000}, 25, []string{"fema", "hud"}), nil)
	require.NoError(t, p.HasRoom(at, 1<<20-framing, 400_000))
	err := p.HasRoom(at, 300, 400_001)
	require.ErrorIs(t, err, errTooGreat)
	require.ErrorContains(t, err, "310 bytes and 400001 gas, a block holds 1048576 bytes and 400000 gas (X4)")
	require.ErrorIs(t, p.HasRoom(at, 1<<20, 1), errTooGreat)
	members := make([]string, 4000)
	for i := range members {
		members[i] = fmt.Sprint("m", i)
	}
	p.Seen(Divide(Size{1 << 20, 400_000}, 25, members), nil)
	require.NoError(t, p.HasRoom(Place{"m7", "x"}, 1, 45_000))
	require.ErrorContains(t, p.HasRoom(Place{"m7", "x"}, 1, 45_001),
		"which m7 saves up in 601 blocks with its part of 196 bytes and 75 gas, at most 600 (X4)")
	require.NoError(t, p.HasRoom(Place{"gao", "x"}, 1, 45_001), "who has no part is refused by others")
}

// X5: what has waited too long is dropped, and the engine is told so.
func TestWaitedTooLong(t *testing.T) {
	p := New(fixed)
	p.Seen(block(), nil)
	for _, tx := range []string{"gao/a/1", "gao/a/2", "gao/b/3"} { // without a part, and too great to borrow
		require.NoError(t, insert(p, tx, 90))
	}
	for range maxWait {
		require.Empty(t, p.Propose(block()))
		p.Seen(block(), nil)
	}
	require.NoError(t, insert(p, "gao/a/4", 90))
	require.NoError(t, p.Waits([]byte("gao/a/1")))
	p.Seen(block(), nil)
	require.ErrorIs(t, p.Waits([]byte("gao/a/1")), errTooLong)
	require.ErrorContains(t, p.Waits([]byte("gao/b/3")), "more than 600 blocks (X5)")
	require.NoError(t, p.Waits([]byte("gao/a/4")))
	require.Equal(t, 1, p.CountTx())
}
