package network_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
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
	people "github.com/pursechain/purse/x/consortium"
)

const (
	floodGas = 200_000 // what one act of the flood may cost; it costs about half
	flooders = 16      // clerks of a member
	keys     = 8       // of a payee, as many as it may have
)

// TestAFloodDelaysNobodyElse lets the clerks of one member, and then one payee with all its keys, send as fast as they can,
// through every node, and measures how long the acts of two other members and of another payee take from sending to commit: no
// more than twice what they take when it is quiet. make chaos measures it alone for a minute: PURSE_FLOOD is how long both last.
func TestAFloodDelaysNobodyElse(t *testing.T) {
	if testing.Short() {
		t.Skip("four real nodes under a flood")
	}
	// Among the other tests the flood is short, and they take turns of the processors from the nodes: the bound is wider then.
	lasts, bound := 20*time.Second, time.Duration(4)
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
	flooding := w.prepareFlood(t)
	quiet := w.commitTimes(t, func(n int) bool { return n < 10 })
	t.Logf("quiet: median %s, nine of ten within %s (%d acts); %s", median(quiet), ninth(quiet), len(quiet), busy())
	for _, who := range []string{"member", "payee"} {
		f := &flood{world: w, by: flooding[who]}
		flooded := f.rage(t, lasts/2)
		t.Logf("a %s floods: median %s, nine of ten within %s (%d acts); %s",
			who, median(flooded), ninth(flooded), len(flooded), busy())
		t.Logf("in %s it sent %d, of which %d were let in and %d refused because there was no room; %d are in blocks", lasts/2,
			f.sent.Load(), f.letIn.Load(), f.full.Load(), f.committed(t))
		require.Greater(t, f.full.Load(), int64(100), "the lane was never full")
		require.LessOrEqual(t, median(flooded), bound*median(quiet), "a %s floods", who)
	}
}

// busy is how busy the machine is.
func busy() string {
	bz, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "no load known"
	}
	return "load of the machine " + strings.TrimSpace(string(bz))
}

// floodWorld has a clerk in each of two members, many in a third, and two payees.
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
	add("payee", "acme", "uei=N4YFFGL4CDX5")
	add("payee", "florida", "uei=VN1AJFAD19J9")
	return layOutAt(t, cast, members, len(members), time.Second)
}

// prepareFlood opens the funds on which is acted, gives the payee its keys, and says whose keys flood for whom.
func (w *world) prepareFlood(t *testing.T) map[string][]string {
	player := w.player(t, w.Nodes[0])
	must(t, player, "open-fund", "by=omb", "fund="+funds[0], "title=A fund", "member=omb", "purposes=0001:Relief")
	must(t, player, "open-fund", "by=gao", "fund="+funds[1], "title=A fund", "member=gao", "purposes=0001:Relief")
	flooding := map[string][]string{"payee": {"acme"}}
	var more []sdk.Msg
	for i := 1; i < keys; i++ {
		key := fmt.Sprint("acme-", i)
		flooding["payee"] = append(flooding["payee"], key)
		more = append(more, &people.MsgAddKey{Signer: addressOf("acme"), Key: addressOf(key)})
	}
	out, err := player.Send(context.Background(), "acme", more...)
	require.NoError(t, err)
	require.False(t, out.Refused(), out.Log)
	for i := range flooders {
		flooding["member"] = append(flooding["member"], fmt.Sprint("flooder-", i))
	}
	for _, node := range w.Nodes {
		require.NoError(t, newBlocks(node)) // each has seen the funds opened
	}
	return flooding
}

func addressOf(name string) string {
	return sdk.AccAddress(testutil.Key(name).PubKey().Address()).String()
}

// commitTimes lets a clerk of each of two members and a payee act, one act after the other, as long as it is said, and returns
// how long each took.
func (w *world) commitTimes(t *testing.T, on func(n int) bool) []time.Duration {
	var mu sync.Mutex
	var times []time.Duration
	var acting sync.WaitGroup
	for i, by := range []string{"omb", "gao", "florida"} {
		player := w.player(t, w.Nodes[i])
		acting.Go(func() {
			for n := 0; on(n); n++ {
				began := time.Now()
				out, err := act(player, by, fmt.Sprint("PL ", began.UnixNano()))
				mu.Lock()
				times = append(times, time.Since(began))
				mu.Unlock()
				if err != nil || out.Height == 0 {
					t.Errorf("%s could not act: %v %s", by, err, out.Log)
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

// act enacts a law; a payee gives up a key that nobody has, which is refused when a block has it.
func act(player *scenario.Player, by, law string) (scenario.Outcome, error) {
	if i := slices.Index([]string{"omb", "gao"}, by); i >= 0 {
		out, err := player.Act(context.Background(), enact(by, funds[i], law))
		if err == nil && out.Refused() {
			err = errors.New(out.Log)
		}
		return out, err
	}
	return player.Send(context.Background(), by, &people.MsgRevokeKey{Signer: addressOf(by), Key: addressOf(law)})
}

func median(sorted []time.Duration) time.Duration {
	return sorted[len(sorted)/2].Round(time.Millisecond)
}
func ninth(sorted []time.Duration) time.Duration {
	return sorted[len(sorted)*9/10].Round(time.Millisecond)
}

// flood is what many keys send, of the officers of one member or of one payee.
type flood struct {
	*world
	by                []string
	sent, letIn, full atomic.Int64
	mu                sync.Mutex
	failure           error
}

// rage floods, and measures what others wait meanwhile, when there is no more room for the flood.
func (f *flood) rage(t *testing.T, lasts time.Duration) []time.Duration {
	ctx, stop := context.WithTimeout(context.Background(), lasts)
	defer stop()
	var sending sync.WaitGroup
	for i, by := range f.by {
		sending.Go(func() { f.send(ctx, f.Nodes[i%len(f.Nodes)], by) })
	}
	time.Sleep(3 * time.Second)
	times := f.commitTimes(t, func(int) bool { return ctx.Err() == nil })
	sending.Wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	require.NoError(t, f.failure)
	return times
}

// send sends one key's acts as fast as the node takes them, and goes on when it does not.
func (f *flood) send(ctx context.Context, node *localnet.Node, by string) {
	accounts := authtypes.NewQueryClient(f.Chain(node, f.encoding))
	answer, err := accounts.AccountInfo(context.Background(), &authtypes.QueryAccountInfoRequest{Address: addressOf(by)})
	if err != nil {
		f.fail(err)
		return
	}
	sequence := answer.Info.Sequence
	for ctx.Err() == nil {
		tx, err := scenario.Sign(ctx, f.encoding.Tx, testutil.Key(by), f.ChainID, answer.Info.AccountNumber, sequence, floodGas,
			floodMsg(by, fmt.Sprint("Flood ", sequence)))
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
			f.fail(fmt.Errorf("%s of %s %d: %s", by, res.Codespace, res.Code, res.Log))
			return
		}
	}
}

func floodMsg(by, law string) sdk.Msg {
	if strings.HasPrefix(by, "acme") {
		return &people.MsgRevokeKey{Signer: addressOf(by), Key: addressOf(law)}
	}
	return &appropriation.MsgEnact{Signer: addressOf(by), Fund: funds[0], Amount: 1, Law: law, Defc: "Q"}
}

func (f *flood) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failure = err
}

// committed counts the flood's acts that stand in a block, by the sequence of each key.
func (f *flood) committed(t *testing.T) (n uint64) {
	accounts := authtypes.NewQueryClient(f.Chain(f.Nodes[0], f.encoding))
	for _, by := range f.by {
		answer, err := accounts.AccountInfo(context.Background(), &authtypes.QueryAccountInfoRequest{Address: addressOf(by)})
		require.NoError(t, err)
		n += answer.Info.Sequence
	}
	return n
}
