// Package network tests nodes as processes of their own: killed, stopped, started again, and side by side.
package network_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/localnet"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/ledger"
)

const (
	pace    = 100 * time.Millisecond // between blocks
	patient = time.Minute            // for what takes a second or two on a machine that does nothing else
)

// binary is the daemon with crash points, built once for all tests of the package.
var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	app.SealConfig()
	os.Exit(func() int {
		if testing.Short() {
			return m.Run() // every test skips itself
		}
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

// The officers who act, all of the first member, and the funds that they act on.
var (
	clerks = []string{"ann", "ben", "cat", "dan"}
	funds  = []string{"070-X-0702-000", "086-X-0162-000"}
)

// world is a network with its people.
type world struct {
	*localnet.Network
	encoding app.Encoding
	cast     *scenario.Cast
}

// newWorld lays out a network of validators of equal power, one for each member. When the test ends, none of its processes may
// be alive; the files go with the test's own folder.
func newWorld(t *testing.T, members ...string) *world {
	cast := scenario.NewCast(testutil.Key)
	cast.Date = "2017-10-01"
	add := func(words ...string) {
		_, err := cast.Add(words)
		require.NoError(t, err)
	}
	for _, m := range members {
		add("member", m)
	}
	for _, c := range clerks {
		add("officer", c, "member="+members[0], "duty=legislator")
		add("officer", c, "member="+members[0], "duty=budget-examiner")
	}
	return layOut(t, cast, members, len(members))
}

// layOut lays out a network of nodes of which the first, as many as voters, validate the chain of a cast from its beginning.
func layOut(t *testing.T, cast *scenario.Cast, nodes []string, voters int) *world {
	return layOutAt(t, cast, nodes, voters, pace)
}

// layOutAt says how much time lies between two blocks.
func layOutAt(t *testing.T, cast *scenario.Cast, nodes []string, voters int, pace time.Duration) *world {
	encoding, err := app.NewEncoding()
	require.NoError(t, err)
	genesis := func(keys []cryptotypes.PubKey) (json.RawMessage, error) {
		state := app.Basics().DefaultGenesis(encoding.Codec)
		if err := cast.Genesis(encoding.Codec, state, nodes[:voters], keys[:voters]); err != nil {
			return nil, err
		}
		return json.Marshal(state)
	}
	dir := t.TempDir()
	network, err := localnet.New(dir, binary, testutil.ChainID, nodes, pace, genesis)
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = network.Stop() // what a test left running after a failure
		noneLives(t, dir)
	})
	return &world{network, encoding, cast}
}

func (w *world) player(t *testing.T, node *localnet.Node) *scenario.Player {
	p, err := scenario.NewPlayer(w.cast, w.Chain(node, w.encoding), w.encoding.Codec, w.encoding.Tx)
	require.NoError(t, err)
	return p
}

// start starts a node; when the test ends its process must be gone.
func (w *world) start(t *testing.T, node *localnet.Node, env ...string) {
	require.NoError(t, node.Start(env...))
	pid := node.Pid()
	t.Cleanup(func() {
		_ = node.Stop()
		require.False(t, lives(pid), "process %d of node %s", pid, node.Name)
	})
}

// newBlocks waits until a node that was started has made two blocks since it first answered. The first may be one that it had
// proposed before it was killed, with acts that nobody was told about; the second is its own.
func newBlocks(node *localnet.Node) error {
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	if err := node.WaitFor(ctx, 0); err != nil {
		return err
	}
	height, err := node.Height(ctx)
	if err != nil {
		return errors.Join(err, node.WaitFor(ctx, 1)) // it may have been killed meanwhile
	}
	return node.WaitFor(ctx, height+2)
}

// must plays an act that has to be accepted.
func must(t *testing.T, p *scenario.Player, words ...string) {
	out, err := p.Act(context.Background(), words)
	require.NoError(t, err)
	require.False(t, out.Refused(), out.Log)
}

// openFunds opens the funds, and each one's journal with a first law.
func (w *world) openFunds(t *testing.T, p *scenario.Player) {
	for _, fund := range funds {
		must(t, p, "open-fund", "by=ann", "fund="+fund, "title=A fund", "member="+w.cast.Members[0].Id, "purposes=0001:Relief")
		must(t, p, enact("ann", fund, "First law of "+fund)...)
	}
}

// enact is the act of which a test makes many: each appends an entry to the journal of the fund, with the law as its reference.
func enact(by, fund, law string) []string {
	return []string{"enact", "by=" + by, "fund=" + fund, "amount=1.00", "law=" + law, "defc=Q"}
}

// laws counts how often each law stands in the journals of a node.
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

// lives says whether a process runs. One that has ended, and whose end its parent has not asked for, does not.
func lives(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	command, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return err != nil || len(command) > 0
}

// processesIn are the processes whose command names a folder. They are found on Linux only.
func processesIn(t *testing.T, dir string) (pids []int) {
	commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
	require.NoError(t, err)
	for _, c := range commands {
		if bz, err := os.ReadFile(c); err == nil && strings.Contains(string(bz), dir+"/") {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(c)))
			require.NoError(t, err)
			pids = append(pids, pid)
		}
	}
	return pids
}

// noneLives waits until no process is left whose command names a folder, which is the test's own. The kernel needs a moment for
// one that it has to end. The test fails if one is left, and ends it.
func noneLives(t *testing.T, dir string) {
	left := processesIn(t, dir)
	for deadline := time.Now().Add(5 * time.Second); len(left) > 0 && time.Now().Before(deadline); left = processesIn(t, dir) {
		time.Sleep(20 * time.Millisecond)
	}
	for _, pid := range left {
		_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended since
	}
	require.Empty(t, left, "processes that nobody ended")
}
