// Package network tests nodes as processes of their own: killed, stopped, started again, and side by side.
package network_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/localnet"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
)

// binary is the daemon with crash points, built once for all tests of the package.
var binary string

func TestMain(m *testing.M) {
	app.SealConfig()
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "purse-network-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "pursed")
		if out, err := exec.Command("go", "build", "-tags", "crashpoints", "-o", binary, "../../cmd/pursed").CombinedOutput(); err != nil {
			panic(fmt.Sprintf("%v\n%s", err, out))
		}
		return m.Run()
	}())
}

// world is a network with its people.
type world struct {
	*localnet.Network
	encoding app.Encoding
	cast     *scenario.Cast
}

// newWorld lays out a network of validators of equal power, one for each member, that follow each other's blocks quickly.
func newWorld(t *testing.T, members ...string) *world {
	encoding, err := app.NewEncoding()
	require.NoError(t, err)
	cast := scenario.NewCast(testutil.Key)
	cast.Date = "2017-10-01"
	for _, m := range members {
		_, err := cast.Add([]string{"member", m})
		require.NoError(t, err)
	}
	for _, duty := range []string{"legislator", "budget-examiner"} {
		_, err := cast.Add([]string{"officer", "ann", "member=" + members[0], "duty=" + duty})
		require.NoError(t, err)
	}
	genesis := func(keys []cryptotypes.PubKey) (json.RawMessage, error) {
		var validators []consortium.Validator
		for i, key := range keys {
			packed, err := codectypes.NewAnyWithValue(key)
			if err != nil {
				return nil, err
			}
			validators = append(validators, consortium.Validator{Member: members[i], PubKey: packed, Power: 10})
		}
		state := app.Basics().DefaultGenesis(encoding.Codec)
		state[consortium.ModuleName] = encoding.Codec.MustMarshalJSON(cast.Genesis(validators))
		return json.Marshal(state)
	}
	network, err := localnet.New(t.TempDir(), binary, testutil.ChainID, members, 100*time.Millisecond, genesis)
	require.NoError(t, err)
	t.Cleanup(func() { _ = network.Stop() }) // what a test left running after a failure
	return &world{network, encoding, cast}
}

func (w *world) player(t *testing.T, node *localnet.Node) *scenario.Player {
	p, err := scenario.NewPlayer(w.cast, w.Chain(node, w.encoding), w.encoding.Codec, w.encoding.Tx)
	require.NoError(t, err)
	return p
}

func (w *world) up(t *testing.T, node *localnet.Node) {
	require.NoError(t, node.Start())
	before, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	require.NoError(t, node.WaitFor(before, 1))
}

// upUnlessKilled is up with a crash point, which the node may reach before it is up: when it replays the block of the last kill.
func (w *world) upUnlessKilled(t *testing.T, node *localnet.Node, env ...string) bool {
	require.NoError(t, node.Start(env...))
	before, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := node.WaitFor(before, 1)
	if err != nil {
		require.ErrorContains(t, err, "signal: killed")
	}
	return err == nil
}

var funds = []string{"070-X-0702-000", "086-X-0162-000"}

// TestNothingIsLostWhenANodeIsKilled kills a validator twenty times under load: five times before a block's history is written,
// five times between that and the commit of the state, ten times at random. After each restart every root is computed anew from
// the entries; at the end every act that was acknowledged stands in its journal, once.
func TestNothingIsLostWhenANodeIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("twenty restarts of a real node")
	}
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewSource(seed))
	w := newWorld(t, "treasury")
	node := w.Nodes[0]
	acknowledged, next := make(map[string]bool), 0
	for round := range 20 {
		var env []string
		switch {
		case round < 5:
			env = []string{fmt.Sprintf("PURSE_CRASH_POINT=before-drain:%d", 1+random.Intn(4))}
		case round < 10:
			env = []string{fmt.Sprintf("PURSE_CRASH_POINT=after-drain:%d", 1+random.Intn(4))}
		}
		if !w.upUnlessKilled(t, node, env...) {
			require.Error(t, node.Kill())
			continue
		}
		w.recompute(t, node)
		player := w.player(t, node)
		if round == 0 {
			w.openFunds(t, player)
		}
		if env == nil {
			after := time.Duration(100+random.Intn(1500)) * time.Millisecond
			time.AfterFunc(after, func() { _ = node.Signal(syscall.SIGKILL) })
		}
		alive, cancel := context.WithCancel(context.Background())
		go func() { <-node.Ended(); cancel() }()
		for alive.Err() == nil {
			next++
			law := fmt.Sprintf("PL %d", next)
			out, err := player.Act(alive, []string{"enact", "by=ann", "fund=" + funds[next%2], "amount=1.00", "law=" + law, "defc=Q"})
			if err == nil && out.Height > 0 {
				require.False(t, out.Refused(), out.Log)
				acknowledged[law] = true
			}
		}
		require.Error(t, node.Kill(), "round %d: the node was to be killed", round)
	}
	w.up(t, node)
	w.recompute(t, node)
	counted := w.laws(t, node)
	require.Greater(t, len(acknowledged), 20)
	for law := range acknowledged {
		require.Equal(t, 1, counted[law], "%s was acknowledged", law)
	}
	for law, n := range counted {
		require.Equal(t, 1, n, law)
	}
	require.NoError(t, node.Stop(), "SIGTERM ends a node with exit 0")
	for _, check := range [][]string{{"history", "verify"}, {"invariants"}} {
		out, err := exec.Command(binary, append(check, "--home", node.Home)...).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	t.Logf("%d acts acknowledged, %d in the journals", len(acknowledged), len(counted))
}

func (w *world) openFunds(t *testing.T, p *scenario.Player) {
	for _, fund := range funds {
		out, err := p.Act(context.Background(), []string{
			"open-fund", "by=ann", "fund=" + fund, "title=A fund", "member=" + w.cast.Members[0].Id, "purposes=0001:Relief",
		})
		// A crash point may have killed the node in the same block; then the next round finds the fund or opens it.
		if err == nil {
			require.False(t, out.Refused(), out.Log)
		}
	}
}

// recompute asks the node for every entry of every log, computes the root from them, and compares it with the node's state.
func (w *world) recompute(t *testing.T, node *localnet.Node) {
	chain := history.NewQueryClient(w.Chain(node, w.encoding))
	ctx := context.Background()
	logs, err := chain.Logs(ctx, &history.QueryLogsRequest{Pagination: &query.PageRequest{Limit: 100}})
	require.NoError(t, err)
	for _, l := range logs.Logs {
		tree := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
		for tree.End() < l.Size_ {
			page, err := chain.Entries(ctx, &history.QueryEntriesRequest{Log: l.Log, Start: tree.End(), Limit: l.Size_ - tree.End()})
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

// laws counts how often each law stands in the journals.
func (w *world) laws(t *testing.T, node *localnet.Node) map[string]int {
	chain, counted := ledger.NewQueryClient(w.Chain(node, w.encoding)), make(map[string]int)
	for _, fund := range funds {
		for start := uint64(0); ; {
			page, err := chain.Journal(context.Background(), &ledger.QueryJournalRequest{Fund: fund, Start: start, Limit: 1000})
			require.NoError(t, err)
			for _, e := range page.Entries {
				counted[e.Reference]++
			}
			if start += uint64(len(page.Entries)); start >= page.Size_ {
				break
			}
		}
	}
	return counted
}

// TestAValidatorIsKilledAndComesBack stops one of four validators in three ways. The others go on, and it catches up with them.
func TestAValidatorIsKilledAndComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("four real nodes")
	}
	w := newWorld(t, "treasury", "omb", "fema", "gao")
	require.NoError(t, w.Start())
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	for _, node := range w.Nodes {
		require.NoError(t, node.WaitFor(ctx, 2))
	}
	w.openFunds(t, w.player(t, w.Nodes[0]))
	last := w.Nodes[3]
	onWithout := func() int64 {
		before, err := w.Nodes[0].Height(ctx)
		require.NoError(t, err)
		require.NoError(t, w.Nodes[0].WaitFor(ctx, before+5), "three of four must go on")
		return before + 5
	}
	require.Error(t, last.Kill())
	height := onWithout()
	require.NoError(t, last.Start())
	require.NoError(t, last.WaitFor(ctx, height+1))
	require.NoError(t, last.Signal(syscall.SIGSTOP))
	height = onWithout()
	require.NoError(t, last.Signal(syscall.SIGCONT))
	require.NoError(t, last.WaitFor(ctx, height+1))
	var hash string
	for _, node := range w.Nodes {
		require.NoError(t, node.WaitFor(ctx, height+1))
		at := height + 1
		block, err := node.RPC.Block(ctx, &at)
		require.NoError(t, err)
		if hash == "" {
			hash = block.Block.AppHash.String()
		}
		require.Equal(t, hash, block.Block.AppHash.String(), node.Name)
		w.recompute(t, node)
	}
	require.NoError(t, w.Stop(), "SIGTERM ends every node with exit 0")
}

// TestStopsCleanlyEveryTime starts and stops a node ten times; each stop must end with exit 0.
func TestStopsCleanlyEveryTime(t *testing.T) {
	if testing.Short() {
		t.Skip("ten restarts of a real node")
	}
	w := newWorld(t, "treasury")
	for round := range 10 {
		w.up(t, w.Nodes[0])
		require.NoError(t, w.Nodes[0].Stop(), "round %d", round)
	}
}

// demo starts the demo as a user would.
func demo(t *testing.T, args ...string) (*exec.Cmd, *strings.Builder) {
	out := &strings.Builder{}
	cmd := exec.Command(binary, append([]string{"demo"}, args...)...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), "HOME="+t.TempDir())
	require.NoError(t, cmd.Start())
	return cmd, out
}

// children are the processes of nodes whose files lie in a folder.
func children(t *testing.T, dir string) (found []string) {
	entries, err := filepath.Glob("/proc/[0-9]*/cmdline")
	require.NoError(t, err)
	for _, e := range entries {
		if bz, err := os.ReadFile(e); err == nil && strings.Contains(string(bz), dir) {
			found = append(found, e)
		}
	}
	return found
}

func tempOf(cmd *exec.Cmd) string {
	for _, v := range cmd.Env {
		if dir, is := strings.CutPrefix(v, "TMPDIR="); is && strings.Contains(dir, "Test") {
			return dir
		}
	}
	return "/nowhere"
}

func nothingIsLeft(t *testing.T, cmd *exec.Cmd) {
	require.Eventually(t, func() bool { return len(children(t, tempOf(cmd))) == 0 }, 5*time.Second, 50*time.Millisecond)
	left, err := filepath.Glob(filepath.Join(tempOf(cmd), "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// TestTwoDemosSideBySide plays the story twice at the same time; neither disturbs the other, and nothing is left of either.
func TestTwoDemosSideBySide(t *testing.T) {
	if testing.Short() {
		t.Skip("eight real nodes")
	}
	first, firstOut := demo(t, "--once")
	second, secondOut := demo(t, "--once")
	require.NoError(t, first.Wait(), "%s", firstOut)
	require.NoError(t, second.Wait(), "%s", secondOut)
	for _, out := range []string{firstOut.String(), secondOut.String()} {
		require.Contains(t, out, "demo: 13 accepted, 7 refused, 0 surprises")
	}
	nothingIsLeft(t, first)
	nothingIsLeft(t, second)
}

// TestTheDemoIsInterrupted ends the demo in the middle of its story: by Ctrl-C, after which nothing is left at all, and by SIGKILL,
// after which no process is.
func TestTheDemoIsInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("eight real nodes")
	}
	interrupted, _ := demo(t)
	time.Sleep(6 * time.Second)
	require.NoError(t, interrupted.Process.Signal(os.Interrupt))
	_ = interrupted.Wait() // in the middle of the story it ends with an error
	nothingIsLeft(t, interrupted)

	killed, _ := demo(t)
	time.Sleep(6 * time.Second)
	require.NotEmpty(t, children(t, tempOf(killed)), "the nodes should be up")
	require.NoError(t, killed.Process.Kill())
	_ = killed.Wait()
	require.Eventually(t, func() bool { return len(children(t, tempOf(killed))) == 0 }, 5*time.Second, 50*time.Millisecond)
}
