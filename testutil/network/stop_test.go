package network_test

import (
	"context"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAValidatorIsKilledAndComesBack kills one of four validators, and later pauses it. Each time the others go on, with an act
// that it does not see, and it catches up with them.
func TestAValidatorIsKilledAndComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("four real nodes")
	}
	w := newWorld(t, "treasury", "omb", "fema", "gao")
	for _, node := range w.Nodes {
		w.start(t, node)
	}
	for _, node := range w.Nodes {
		require.NoError(t, newBlocks(node))
	}
	first, last := w.Nodes[0], w.Nodes[3]
	w.openFunds(t, w.player(t, first))

	require.Error(t, last.Kill())
	height := w.goOn(t, "PL 1")
	w.start(t, last)
	w.caughtUp(t, height, "PL 1")

	require.NoError(t, last.Signal(syscall.SIGSTOP))
	height = w.goOn(t, "PL 2")
	require.NoError(t, last.Signal(syscall.SIGCONT))
	w.caughtUp(t, height, "PL 2")

	require.NoError(t, w.Stop(), "SIGTERM ends every node with exit 0")
}

// goOn lets the first node enact a law and make five more blocks, and returns the height then.
func (w *world) goOn(t *testing.T, law string) int64 {
	must(t, w.player(t, w.Nodes[0]), enact("ann", funds[0], law)...)
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	height, err := w.Nodes[0].Height(ctx)
	require.NoError(t, err)
	require.NoError(t, w.Nodes[0].WaitFor(ctx, height+5), "three of four must go on")
	return height + 5
}

// caughtUp waits until every node is past a height. All must have the same app hash there, a whole history, and the law.
func (w *world) caughtUp(t *testing.T, height int64, law string) {
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	var hash string
	for _, node := range w.Nodes {
		require.NoError(t, node.WaitFor(ctx, height+1))
		block, err := node.RPC.Block(ctx, &height)
		require.NoError(t, err)
		if hash == "" {
			hash = block.Block.AppHash.String()
		}
		require.Equal(t, hash, block.Block.AppHash.String(), node.Name)
		require.Equal(t, 1, w.laws(t, node)[law], node.Name)
		w.recompute(t, node)
	}
}

// TestStopsCleanlyEveryTime starts and stops a node ten times; each stop must end with exit 0.
func TestStopsCleanlyEveryTime(t *testing.T) {
	if testing.Short() {
		t.Skip("ten restarts of a real node")
	}
	w := newWorld(t, "treasury")
	for round := range 10 {
		w.start(t, w.Nodes[0])
		require.NoError(t, newBlocks(w.Nodes[0]))
		require.NoError(t, w.Nodes[0].Stop(), "round %d", round)
	}
}
