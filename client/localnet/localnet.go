// Package localnet runs a network of nodes on this machine, each a process of its own on free ports of the loopback
// interface: for the demo, for rehearsals and for tests that stop nodes and start them again.
package localnet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"

	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
)

const host = "127.0.0.1"

// Network is a set of nodes that validate one chain.
type Network struct {
	ChainID string
	Nodes   []*Node

	guard net.Listener // open as long as the network is in use: keeps its ports from other networks
}

// Node is one validator: its files, its ports, and its process while it runs.
type Node struct {
	Name   string
	Home   string
	PubKey cryptotypes.PubKey // with which it votes
	RPC    *rpchttp.HTTP

	id                     string
	rpcPort, p2pPort, gRPC int
	binary                 string
	process                *exec.Cmd
	done                   chan struct{} // closed when the process has ended
	exit                   error         // what it ended with; read after done
}

// New lays out the files of a network in dir, one node for each name. The binary is the daemon to run; genesis gives the state of
// the chain for the nodes' keys, in the order of the names. Blocks follow each other after pace.
func New(
	dir, binary, chainID string, names []string, pace time.Duration,
	genesis func(validators []cryptotypes.PubKey) (json.RawMessage, error),
) (*Network, error) {
	guard, ports, err := reserve(3 * len(names))
	if err != nil {
		return nil, err
	}
	n := &Network{ChainID: chainID, guard: guard}
	keys := make([]cryptotypes.PubKey, len(names))
	for i, name := range names {
		node := &Node{
			Name: name, Home: filepath.Join(dir, name), binary: binary,
			rpcPort: ports[3*i], p2pPort: ports[3*i+1], gRPC: ports[3*i+2],
		}
		if err := node.makeKeys(); err != nil {
			return nil, err
		}
		if node.RPC, err = rpchttp.New(node.RPCAddress(), "/websocket"); err != nil {
			return nil, err
		}
		keys[i], n.Nodes = node.PubKey, append(n.Nodes, node)
	}
	state, err := genesis(keys)
	if err != nil {
		return nil, err
	}
	document := genutiltypes.NewAppGenesisWithVersion(chainID, state)
	document.GenesisTime = time.Now().UTC()
	document.Consensus = &genutiltypes.ConsensusGenesis{Params: app.ConsensusParams()}
	for _, node := range n.Nodes {
		if err := node.configure(n.peersOf(node), pace); err != nil {
			return nil, err
		}
		if err := document.SaveAs(filepath.Join(node.Home, "config", "genesis.json")); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// RPCAddress is where the node answers CometBFT's RPC.
func (n *Node) RPCAddress() string {
	return "http://" + net.JoinHostPort(host, strconv.Itoa(n.rpcPort))
}

// GRPCAddress is where the node answers gRPC.
func (n *Node) GRPCAddress() string { return net.JoinHostPort(host, strconv.Itoa(n.gRPC)) }

// LogFile holds what the node's process printed.
func (n *Node) LogFile() string { return filepath.Join(n.Home, "node.log") }

// Pid is the process of the node while it runs, or 0.
func (n *Node) Pid() int {
	if n.process == nil {
		return 0
	}
	return n.process.Process.Pid
}

// makeKeys makes the key with which the node votes and the one by which its peers know it.
func (n *Node) makeKeys() error {
	c := cmtcfg.DefaultConfig().SetRoot(n.Home)
	for _, d := range []string{filepath.Dir(c.GenesisFile()), filepath.Dir(c.PrivValidatorStateFile())} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return err
		}
	}
	node, err := p2p.LoadOrGenNodeKey(c.NodeKeyFile())
	if err != nil {
		return err
	}
	n.id = string(node.ID())
	voter := privval.LoadOrGenFilePV(c.PrivValidatorKeyFile(), c.PrivValidatorStateFile())
	key, err := voter.GetPubKey()
	if err != nil {
		return err
	}
	n.PubKey, err = cryptocodec.FromCmtPubKeyInterface(key)
	return err
}

func (n *Network) peersOf(node *Node) string {
	var peers []string
	for _, other := range n.Nodes {
		if other != node {
			peers = append(peers, fmt.Sprintf("%s@%s:%d", other.id, host, other.p2pPort))
		}
	}
	return strings.Join(peers, ",")
}

func (n *Node) configure(peers string, pace time.Duration) error {
	c := app.NodeConfig().SetRoot(n.Home)
	c.Moniker = n.Name
	c.RPC.ListenAddress = fmt.Sprintf("tcp://%s:%d", host, n.rpcPort)
	c.P2P.ListenAddress = fmt.Sprintf("tcp://%s:%d", host, n.p2pPort)
	c.P2P.PersistentPeers = peers
	c.P2P.AddrBookStrict, c.P2P.AllowDuplicateIP = false, true
	c.P2P.PexReactor = false
	c.Consensus.TimeoutCommit = pace
	// The nodes of a rehearsal are stopped and started again, and no other machine can hold their keys.
	c.Consensus.DoubleSignCheckHeight = 0
	cmtcfg.WriteConfigFile(filepath.Join(n.Home, "config", "config.toml"), c)

	s := app.ServerConfig()
	s.GRPC.Address = n.GRPCAddress()
	s.API.Enable = false
	serverconfig.SetConfigTemplate(serverconfig.DefaultConfigTemplate)
	serverconfig.WriteConfigFile(filepath.Join(n.Home, "config", "app.toml"), s)
	return nil
}

// Start starts the process of the node.
func (n *Node) Start(env ...string) error {
	log, err := os.OpenFile(n.LogFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() // the process has its own handle
	n.process = exec.Command(n.binary, "start", "--home", n.Home, "--log_no_color")
	n.process.Stdout, n.process.Stderr = log, log
	n.process.Env = append(os.Environ(), env...)
	n.process.SysProcAttr = childOfParent()
	if err := n.process.Start(); err != nil {
		n.process = nil
		return fmt.Errorf("start node %s: %w", n.Name, err)
	}
	n.exit, n.done = nil, make(chan struct{})
	go func(process *exec.Cmd, done chan struct{}) {
		n.exit = process.Wait()
		close(done)
	}(n.process, n.done)
	return nil
}

// Ended is closed when the node's process has ended.
func (n *Node) Ended() <-chan struct{} { return n.done }

// Signal sends the node's process a signal.
func (n *Node) Signal(s syscall.Signal) error {
	if n.process == nil {
		return fmt.Errorf("node %s does not run", n.Name)
	}
	return n.process.Process.Signal(s)
}

// Stop asks the node to end, and kills it if it has not after ten seconds. It returns what the process ended with.
func (n *Node) Stop() error {
	if n.process == nil {
		return nil
	}
	_ = n.Signal(syscall.SIGTERM) // it may have ended already
	select {
	case <-n.done:
	case <-time.After(10 * time.Second):
		return n.Kill()
	}
	return n.ended()
}

// Kill ends the node's process at once (SIGKILL), and waits until it is gone.
func (n *Node) Kill() error {
	if n.process == nil {
		return nil
	}
	_ = n.process.Process.Kill() // it may have ended already
	<-n.done
	return n.ended()
}

// ended forgets the process, which has ended, and returns what it ended with.
func (n *Node) ended() error {
	n.process = nil
	if n.exit != nil {
		return fmt.Errorf("node %s: %w", n.Name, n.exit)
	}
	return nil
}

// Start starts every node.
func (n *Network) Start() error {
	for _, node := range n.Nodes {
		if err := node.Start(); err != nil {
			return errors.Join(err, n.Stop())
		}
	}
	return nil
}

// Stop stops every node, all at the same time.
func (n *Network) Stop() error {
	results := make(chan error, len(n.Nodes))
	for _, node := range n.Nodes {
		go func() { results <- node.Stop() }()
	}
	var failures error
	for range n.Nodes {
		failures = errors.Join(failures, <-results)
	}
	return failures
}

// Height is the height of the last block of the node.
func (n *Node) Height(ctx context.Context) (int64, error) {
	status, err := n.RPC.Status(ctx)
	if err != nil {
		return 0, err
	}
	return status.SyncInfo.LatestBlockHeight, nil
}

// WaitFor waits until the node has a block of a height, its process ends, or the context does.
func (n *Node) WaitFor(ctx context.Context, height int64) error {
	for {
		if at, err := n.Height(ctx); err == nil && at >= height {
			return nil
		}
		select {
		case <-n.done:
			return fmt.Errorf("node %s ended: %w\n%s", n.Name, n.exit, n.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("node %s has not reached height %d: %w\n%s", n.Name, height, ctx.Err(), n.lastWords())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// lastWords are the last lines of the node's log.
func (n *Node) lastWords() string {
	bz, err := os.ReadFile(n.LogFile())
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(bz)), "\n")
	return strings.Join(lines[max(0, len(lines)-12):], "\n")
}
