package network_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/payment"
)

// TestOneBillThroughTwoNodes sends a bill through two members in two spellings, and has both approve it at once, each on its own node of four:
// one passes, the other is refused by the rule, and all nodes have the same state.
func TestOneBillThroughTwoNodes(t *testing.T) {
	if testing.Short() {
		t.Skip("four real nodes")
	}
	cast := scenario.NewCast(testutil.Key)
	cast.Date = "2018-01-02"
	members := []string{"congress", "omb", "fema", "hud"}
	for _, m := range members {
		_, err := cast.Add([]string{"member", m})
		require.NoError(t, err)
	}
	require.NoError(t, testutil.TwoBuyers(cast))
	w := layOut(t, cast, members, len(members))
	for _, node := range w.Nodes {
		w.start(t, node)
	}
	for _, node := range w.Nodes {
		require.NoError(t, newBlocks(node))
	}
	fema, hud := w.player(t, w.Nodes[2]), w.player(t, w.Nodes[3])
	const send = " evidence=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for _, line := range append(testutil.TwoDebts,
		"submit-claim by=acme fain=FAIN1 number=inv-0042 amount=100.00 begins=2017-10-01 ends=2017-12-31"+send,
		"invoice by=acme piid=86HUD118C00000001 number=INV_0042 lines=1:10:10.00"+send,
	) {
		must(t, fema, strings.Fields(line)...)
	}

	type outcome struct {
		scenario.Outcome
		err error
	}
	approve := func(p *scenario.Player, line string) chan outcome {
		done := make(chan outcome, 1)
		go func() {
			out, err := p.Act(context.Background(), strings.Fields(line))
			done <- outcome{out, err}
		}()
		return done
	}
	one := approve(fema, "approve-claim by=gia fain=FAIN1 number=INV0042")
	other := approve(hud, "approve-invoice by=hugh piid=86HUD118C00000001 number=INV0042")
	a, b := <-one, <-other
	require.NoError(t, a.err)
	require.NoError(t, b.err)
	require.NotEqual(t, a.Refused(), b.Refused(), "%s\n%s", a.Log, b.Log)
	document, refused := "FAIN1", b
	if a.Refused() {
		document, refused = "86HUD118C00000001", a
	}
	require.Equal(t, payment.ErrDuplicateBill.Name(), refused.Rule(), refused.Log)
	t.Logf("approved at the heights %d and %d", a.Height, b.Height)

	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	height, hashes := max(a.Height, b.Height)+1, make(map[string]bool)
	for _, node := range w.Nodes {
		require.NoError(t, node.WaitFor(ctx, height+1))
		block, err := node.RPC.Block(ctx, &height)
		require.NoError(t, err)
		hashes[block.Block.AppHash.String()] = true
		owed, err := payment.NewQueryClient(w.Chain(node, w.encoding)).Payables(ctx, &payment.QueryPayablesRequest{
			Pagination: &query.PageRequest{Limit: 10},
		})
		require.NoError(t, err)
		require.Len(t, owed.Payables, 1, node.Name)
		require.Equal(t, document, owed.Payables[0].Obligation, node.Name)
	}
	require.Len(t, hashes, 1, "%v", hashes)
}
