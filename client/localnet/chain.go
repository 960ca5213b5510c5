package localnet

import (
	"context"
	"fmt"
	"time"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/scenario"
)

// Chain is a node as the place where a scenario is played.
type Chain struct {
	client.Context // answers queries
	node           *Node
}

// Chain lets a scenario be played through the node.
func (n *Network) Chain(node *Node, e app.Encoding) Chain {
	return Chain{
		node: node,
		Context: client.Context{}.WithClient(node.RPC).WithCodec(e.Codec).WithInterfaceRegistry(e.Registry).
			WithTxConfig(e.Tx).WithChainID(n.ChainID),
	}
}

// ID is the chain's id.
func (c Chain) ID() string { return c.ChainID }

// Submit sends a transaction and waits, at most a minute, until a block holds it.
func (c Chain) Submit(ctx context.Context, tx []byte) (scenario.Outcome, error) {
	sent, err := c.node.RPC.BroadcastTxSync(ctx, tx)
	if err != nil {
		return scenario.Outcome{}, fmt.Errorf("send to node %s: %w", c.node.Name, err)
	}
	if sent.Code != 0 {
		return scenario.Outcome{Codespace: sent.Codespace, Code: sent.Code, Log: form.Plain(sent.Log)}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		if done, err := c.node.RPC.Tx(ctx, sent.Hash, false); err == nil {
			r := done.TxResult
			return scenario.Outcome{
				Height: done.Height, Codespace: r.Codespace, Code: r.Code, Log: form.Plain(r.Log), Events: r.Events,
			}, nil
		}
		select {
		case <-c.node.Ended():
			return scenario.Outcome{}, fmt.Errorf("node %s ended before transaction %X was seen in a block", c.node.Name, sent.Hash)
		case <-ctx.Done():
			return scenario.Outcome{}, fmt.Errorf("transaction %X is in no block: %w", sent.Hash, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}
