package network_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/client/localnet"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
)

const floodGas = 200_000 // what one act of the flood may cost; it costs about half

// TestAFloodDelaysNobodyElse lets the officers of one member send as fast as they can, through every node, and measures how long
// the acts of two other members take from sending to commit: no more than twice what they take when it is quiet. make chaos
// measures it alone for a minute: PURSE_FLOOD is how long the flood lasts.
func TestAFloodDelaysNobodyElse(t *testing.T) {
	if testing.Short() {
		t.Skip("four real nodes under a flood")
	}
	// Among the other tests the flood is short, and they take turns of the processors from the nodes: the bound is wider then.
	lasts, bound := 15*time.Second, time.Duration(4)
	if text := os.Getenv("PURSE_FLOOD"); text != "" {
		var err error
		lasts, err = time.ParseDuration(text)
		require.NoError(t, err)
		bound = 2
	}
	w := floodWorld(t)
	for _, node := range w.Nodes {
		w.start(t, node)
	}
	for _, node := range w.Nodes {
		require.NoError(t, newBlocks(node))
	}
	player := w.player(t, w.Nodes[0])
	must(t, player, "open-fund", "by=omb", "fund="+funds[0], "title=A fund", "member=omb", "purposes=0001:Relief")
	must(t, player, "open-fund", "by=gao", "fund="+funds[1], "title=A fund", "member=gao", "purposes=0001:Relief")
	for _, node := range w.Nodes {
		require.NoError(t, newBlocks(node)) // each has seen the funds opened
	}
	quiet := w.commitTimes(t, func(n int) bool { return n < 10 })

	f := &flood{world: w}
	ctx, stop := context.WithTimeout(context.Background(), lasts)
	defer stop()
	var sending sync.WaitGroup
	for i := range flooders {
		sending.Go(func() { f.send(ctx, w.Nodes[i%len(w.Nodes)], fmt.Sprint("flooder-", i)) })
	}
	time.Sleep(3 * time.Second) // until its lane is full
	flooded := w.commitTimes(t, func(int) bool { return ctx.Err() == nil })
	sending.Wait()
	require.NoError(t, f.failed())
	t.Logf("quiet: median %s, nine of ten within %s (%d acts); under the flood: median %s, nine of ten within %s (%d acts)",
		median(quiet), ninth(quiet), len(quiet), median(flooded), ninth(flooded), len(flooded))
	t.Logf("in %s the flood sent %d, of which %d were let in and %d refused because the lane was full; %d are in blocks", lasts,
		f.sent.Load(), f.letIn.Load(), f.full.Load(), w.committed(t))
	require.Greater(t, f.full.Load(), int64(100), "the lane was never full")
	require.LessOrEqual(t, median(flooded), bound*median(quiet))
}

const flooders = 16

// floodWorld has a clerk in each of two members, and many in a third.
func floodWorld(t *testing.T) *world {
	cast := scenario.NewCast(testutil.Key)
	cast.Date = "2017-10-01"
	add := func(words ...string) {
		_, err := cast.Add(words)
		require.NoError(t, err)
	}
	members := []string{"omb", "gao", "fema", "treasury"}
	for _, m := range members {
		add("member", m)
	}
	for _, m := range members[:2] {
		add("officer", m, "member="+m, "duty=legislator")
		add("officer", m, "member="+m, "duty=budget-examiner")
	}
	for i := range flooders {
		add("officer", fmt.Sprint("flooder-", i), "member=fema", "duty=legislator")
	}
	return layOutAt(t, cast, members, len(members), time.Second)
}

// commitTimes lets a clerk of each of two members act, one act after the other, as long as it is said, and returns how long each took.
func (w *world) commitTimes(t *testing.T, on func(n int) bool) []time.Duration {
	var mu sync.Mutex
	var times []time.Duration
	var acting sync.WaitGroup
	for i, clerk := range []string{"omb", "gao"} {
		player := w.player(t, w.Nodes[i])
		acting.Go(func() {
			for n := 0; on(n); n++ {
				began := time.Now()
				out, err := player.Act(context.Background(), enact(clerk, funds[i], fmt.Sprint("PL ", began.UnixNano())))
				mu.Lock()
				times = append(times, time.Since(began))
				mu.Unlock()
				if err != nil || out.Refused() {
					t.Errorf("%s could not act: %v %s", clerk, err, out.Log)
					return
				}
			}
		})
	}
	acting.Wait()
	require.NotEmpty(t, times)
	slices.Sort(times)
	return times
}

func median(sorted []time.Duration) time.Duration {
	return sorted[len(sorted)/2].Round(time.Millisecond)
}
func ninth(sorted []time.Duration) time.Duration {
	return sorted[len(sorted)*9/10].Round(time.Millisecond)
}

// flood is what many officers of one member send.
type flood struct {
	*world
	sent, letIn, full atomic.Int64
	mu                sync.Mutex
	failure           error
}

func (f *flood) failed() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failure
}

// send sends one officer's acts as fast as the node takes them, and goes on when it does not.
func (f *flood) send(ctx context.Context, node *localnet.Node, by string) {
	key := testutil.Key(by)
	address := sdk.AccAddress(key.PubKey().Address()).String()
	accounts := authtypes.NewQueryClient(f.Chain(node, f.encoding))
	answer, err := accounts.AccountInfo(context.Background(), &authtypes.QueryAccountInfoRequest{Address: address})
	if err != nil {
		f.fail(err)
		return
	}
	sequence := answer.Info.Sequence
	for ctx.Err() == nil {
		msg := &appropriation.MsgEnact{Signer: address, Fund: funds[0], Amount: 1, Law: fmt.Sprint("Flood ", sequence), Defc: "Q"}
		tx, err := scenario.Sign(ctx, f.encoding.Tx, key, f.ChainID, answer.Info.AccountNumber, sequence, floodGas, msg)
		if err != nil {
			f.fail(err)
			return
		}
		res, err := node.RPC.BroadcastTxSync(context.Background(), tx)
		f.sent.Add(1)
		switch {
		case err != nil:
			f.fail(err)
			return
		case res.Code == 0:
			f.letIn.Add(1)
			sequence++
		case res.Codespace == "app":
			f.full.Add(1)
		default:
			f.fail(fmt.Errorf("%s %d: %s", res.Codespace, res.Code, res.Log))
			return
		}
	}
}

func (f *flood) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failure = err
}

// committed counts the flood's acts that stand in a journal.
func (w *world) committed(t *testing.T) (n int) {
	for law, times := range w.laws(t, w.Nodes[0]) {
		if len(law) > 6 && law[:6] == "Flood " {
			n += times
		}
	}
	return n
}
