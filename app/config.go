package app

import (
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	cmttypes "github.com/cometbft/cometbft/types"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/pursechain/purse/app/pool"
)

// Limits of a block and of a question. A schedule of payment.MaxLines lines must fit in a block; a query must not hold a node.
const (
	maxBlockBytes  = 4 << 20
	maxBlockGas    = 400_000_000
	evidenceAge    = 14 * 24 * time.Hour // as long as a light client may trust a set of validators (the charter's trusting_days)
	queryGasLimit  = 50_000_000
	maxTxBytes     = 1 << 20
	iavlCacheNodes = 2_000_000 // an iavl cache below twice the live keys is ruinous
)

// NodeConfig is the configuration of the consensus engine that a new node is given.
func NodeConfig() *cmtcfg.Config {
	c := cmtcfg.DefaultConfig()
	c.DBBackend = "goleveldb"
	c.Mempool.MaxTxBytes = maxTxBytes
	c.Mempool.Size, c.Mempool.MaxTxsBytes = pool.MaxTxs, pool.MaxBytes // the lanes are full before it is
	c.Consensus.TimeoutPropose = time.Second
	c.Consensus.TimeoutCommit = time.Second
	// A validator whose key signed within these blocks refuses to start: it may be running elsewhere.
	c.Consensus.DoubleSignCheckHeight = 10
	c.BlockSync.AdaptiveSync = false
	c.P2P.LibP2PConfig.Enabled = false
	return c
}

// ServerConfig is the configuration of the application that a new node is given.
func ServerConfig() *serverconfig.Config {
	c := serverconfig.DefaultConfig()
	c.MinGasPrices = "0none" // the engine wants a price; the chain has no coin to pay it in
	c.AppDBBackend = "pebbledb"
	c.QueryGasLimit = queryGasLimit
	c.IAVLCacheSize = iavlCacheNodes
	return c
}

// ConsensusParams are those of a new chain: they leave room for signatures of ML-DSA-65 and bound a block's work.
func ConsensusParams() *cmttypes.ConsensusParams {
	p := cmttypes.DefaultConsensusParams()
	p.Block.MaxBytes = maxBlockBytes
	p.Block.MaxGas = maxBlockGas
	p.Evidence.MaxAgeDuration, p.Evidence.MaxAgeNumBlocks = evidenceAge, int64(evidenceAge/time.Second)
	p.Validator.PubKeyTypes = []string{cmttypes.ABCIPubKeyTypeEd25519, cmttypes.ABCIPubKeyTypeMlDsa65}
	return p
}
