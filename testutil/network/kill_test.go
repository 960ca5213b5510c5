package network_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/client/localnet"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/x/history"
)

var seed = flag.Int64("seed", time.Now().UnixNano(), "what the moments of the random kills come from")

// TestNothingIsLostWhenANodeIsKilled kills a validator twenty times under load: five times before a block's history is written,
// five times between that and the commit of the state, ten times at random. After each kill every root is computed anew from the
// entries, by the stopped node and, when it is up again, by the reader; and every act that was acknowledged stands in its
// journal, once.
func TestNothingIsLostWhenANodeIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("twenty restarts of a real node")
	}
	t.Logf("repeat with: go test ./testutil/network -run Killed -args -seed %d", *seed)
	random := rand.New(rand.NewSource(*seed))
	w := newWorld(t, "treasury")
	node := w.Nodes[0]
	w.start(t, node)
	require.NoError(t, newBlocks(node))
	w.openFunds(t, w.player(t, node))
	require.NoError(t, node.Stop())

	rounds := make([]string, 10) // "" is a kill at random
	for _, pass := range []int{1, 2, 3, 5, 8} {
		rounds = append(rounds, fmt.Sprintf("before-drain:%d", pass), fmt.Sprintf("after-drain:%d", pass))
	}
	random.Shuffle(len(rounds), func(i, j int) { rounds[i], rounds[j] = rounds[j], rounds[i] })
	l := &load{acknowledged: make(map[string]int64)}
	replays := 0
	for i, point := range rounds {
		replayed := w.killOnce(t, node, l, point, time.Duration(random.Intn(1500))*time.Millisecond)
		require.NoError(t, l.failure, "round %d, %s", i, point)
		if replayed {
			replays++
		}
		offline(t, node, "history", "verify")
	}
	w.start(t, node)
	require.NoError(t, newBlocks(node))
	w.recompute(t, node)
	proved, journaled := w.prove(t, node), w.whole(t, node, l)
	require.Greater(t, len(l.acknowledged), len(rounds))
	require.NoError(t, node.Stop(), "SIGTERM ends a node with exit 0")
	offline(t, node, "history", "verify")
	offline(t, node, "invariants")
	t.Logf("%d kills, %d of them in a replay; %d acts sent, %d acknowledged, %d in the journals; %d entries proved",
		len(rounds), replays, l.sent, len(l.acknowledged), journaled, proved)
}

// killOnce starts the node, checks what it holds, and puts it under load until it is killed: at a crash point, or after a while
// if there is none. A crash point may be reached before the node is up, when it replays the block of the last kill.
func (w *world) killOnce(t *testing.T, node *localnet.Node, l *load, point string, after time.Duration) (replayed bool) {
	w.start(t, node, "PURSE_CRASH_POINT="+point)
	if err := newBlocks(node); err != nil {
		require.NotEmpty(t, point, err)
		requireKilled(t, node)
		return true
	}
	w.recompute(t, node)
	w.whole(t, node, l)
	var sending sync.WaitGroup
	for i, clerk := range clerks {
		player := w.player(t, node)
		sending.Go(func() { l.send(node, player, clerk, funds[i%len(funds)]) })
	}
	if point == "" {
		time.Sleep(after)
		require.NoError(t, node.Signal(syscall.SIGKILL))
	}
	requireKilled(t, node)
	sending.Wait()
	return false
}

// requireKilled waits until the node has been killed: by its crash point or by the test, but not by a fault of its own.
func requireKilled(t *testing.T, node *localnet.Node) {
	select {
	case <-node.Ended():
	case <-time.After(patient):
		require.Fail(t, "the node has not come to its crash point")
	}
	var exit *exec.ExitError
	require.ErrorAs(t, node.Kill(), &exit)
	require.Equal(t, syscall.SIGKILL, exit.Sys().(syscall.WaitStatus).Signal(), exit)
}

// load is what the clerks have sent, over all rounds.
type load struct {
	sync.Mutex
	sent         int
	acknowledged map[string]int64 // laws that the node said stand in a block, and the block
	failure      error
}

// send lets a clerk enact one law after the other until the node is killed.
func (l *load) send(node *localnet.Node, p *scenario.Player, clerk, fund string) {
	for {
		l.Lock()
		l.sent++
		law := fmt.Sprintf("PL %d", l.sent)
		l.Unlock()
		out, err := p.Act(context.Background(), enact(clerk, fund, law))
		if err == nil && !out.Refused() {
			l.Lock()
			l.acknowledged[law] = out.Height
			l.Unlock()
			continue
		}
		if err == nil {
			err = errors.New(out.Log)
		} else {
			select {
			case <-node.Ended():
				return
			case <-time.After(5 * time.Second):
			}
		}
		l.Lock()
		l.failure = fmt.Errorf("%s, who enacts %s: %w", clerk, law, err)
		l.Unlock()
		return
	}
}

// whole checks that every acknowledged law stands in a journal, and none twice, and counts them.
func (w *world) whole(t *testing.T, node *localnet.Node, l *load) int {
	counted := w.laws(t, node)
	for law, height := range l.acknowledged {
		require.Equal(t, 1, counted[law], "%s was acknowledged in block %d", law, height)
	}
	for law, n := range counted {
		require.Equal(t, 1, n, law)
	}
	return len(counted)
}

// logs are all that the node's state has, with their sizes and roots.
func (w *world) logs(t *testing.T, node *localnet.Node) []history.LogSize {
	answer, err := history.NewQueryClient(w.Chain(node, w.encoding)).Logs(context.Background(),
		&history.QueryLogsRequest{Pagination: &query.PageRequest{Limit: 100}})
	require.NoError(t, err)
	require.Len(t, answer.Logs, len(funds))
	return answer.Logs
}

// recompute asks the node for every entry of every log, computes the root from them, and compares it with the node's state.
func (w *world) recompute(t *testing.T, node *localnet.Node) {
	chain := history.NewQueryClient(w.Chain(node, w.encoding))
	for _, l := range w.logs(t, node) {
		tree := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
		for tree.End() < l.Size_ {
			page, err := chain.Entries(context.Background(),
				&history.QueryEntriesRequest{Log: l.Log, Start: tree.End(), Limit: l.Size_ - tree.End()})
			require.NoError(t, err)
			require.NotEmpty(t, page.Entries)
			for _, entry := range page.Entries {
				require.NoError(t, tree.Append(rfc6962.DefaultHasher.HashLeaf(entry), nil))
			}
		}
		root, err := tree.GetRootHash(nil)
		require.NoError(t, err)
		require.Equal(t, l.Root, root, l.Log)
	}
}

// prove asks the node for every entry of every log with its proof, verifies it against the root, and counts them.
func (w *world) prove(t *testing.T, node *localnet.Node) (proved int) {
	chain := history.NewQueryClient(w.Chain(node, w.encoding))
	for _, l := range w.logs(t, node) {
		for i := range l.Size_ {
			e, err := chain.Entry(context.Background(), &history.QueryEntryRequest{Log: l.Log, Index: i})
			require.NoError(t, err)
			leaf := rfc6962.DefaultHasher.HashLeaf(e.Entry)
			require.NoError(t, proof.VerifyInclusion(rfc6962.DefaultHasher, i, l.Size_, leaf, e.Proof, l.Root), "%s %d", l.Log, i)
			proved++
		}
	}
	return proved
}

// offline runs a command of the operator on the data of the stopped node.
func offline(t *testing.T, node *localnet.Node, command ...string) {
	out, err := exec.Command(binary, append(command, "--home", node.Home)...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}
