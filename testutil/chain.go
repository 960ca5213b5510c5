// Package testutil builds a real chain for tests, in the test's own process: the whole application, stores in memory, named
// officers and a calendar that the test moves; and it runs the scenarios, which are the tests that read like the statute they prove.
package testutil

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	"github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/scenario"
)

// ChainID is that of every chain built here; it allows a manual calendar.
const ChainID = "purse-test-1"

// settled is how many blocks the engine takes until the first set of validators has signed.
const settled = 3

// Key is a person's key in tests: the same for a name in every run.
func Key(name string) cryptotypes.PrivKey {
	return secp256k1.GenPrivKeyFromSecret([]byte("test " + name))
}

// ValidatorKey is the key with which a member votes in consensus.
func ValidatorKey(member string) cryptotypes.PrivKey {
	return ed25519.GenPrivKeyFromSecret([]byte("validator " + member))
}

// Chain is an application without a network: each Submit makes a block of one transaction.
type Chain struct {
	*app.App
	DB, HistoryDB dbm.DB
	Height        int64
	Time          time.Time

	sets map[int64]voters // who votes at each height, as far as it is known
}

// start is the time of the first block. It stands still but for one second a block, since the calendar is manual.
var start = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// Genesis is the default genesis with the consortium of a cast, each of its members with a validator.
func Genesis(t testing.TB, cast *scenario.Cast) json.RawMessage {
	e, err := app.NewEncoding()
	require.NoError(t, err)
	state := app.Basics().DefaultGenesis(e.Codec)
	keys := make([]cryptotypes.PubKey, len(cast.Members))
	voters := make([]string, len(cast.Members))
	for i, m := range cast.Members {
		voters[i], keys[i] = m.Id, ValidatorKey(m.Id).PubKey()
	}
	require.NoError(t, cast.Genesis(e.Codec, state, voters, keys))
	bz, err := json.Marshal(state)
	require.NoError(t, err)
	return bz
}

// New starts a chain from a genesis, on stores in memory.
func New(t testing.TB, genesis json.RawMessage) *Chain {
	return NewOn(t, genesis, dbm.NewMemDB(), dbm.NewMemDB())
}

// NewOn starts a chain from a genesis, on the databases given.
func NewOn(t testing.TB, genesis json.RawMessage, db, historyDB dbm.DB) *Chain {
	c := &Chain{DB: db, HistoryDB: historyDB, Time: start}
	c.Open(t)
	params := app.ConsensusParams().ToProto()
	require.NoError(t, c.Begin(&abci.RequestInitChain{
		ChainId: ChainID, Time: c.Time, AppStateBytes: genesis, ConsensusParams: &params, InitialHeight: 1,
	}))
	for range settled {
		c.NextBlock(t)
	}
	return c
}

// Begin begins the chain with a genesis.
func (c *Chain) Begin(genesis *abci.RequestInitChain) error {
	begun, err := c.InitChain(genesis)
	if err != nil {
		return err
	}
	first := voters(nil).with(begun.Validators)
	c.sets = map[int64]voters{genesis.InitialHeight: first, genesis.InitialHeight + 1: first}
	return nil
}

// Open builds the application on the chain's stores: for the first time, or again, as after a restart.
func (c *Chain) Open(t testing.TB) {
	var err error
	c.App, err = app.New(log.NewNopLogger(), c.DB, c.HistoryDB, sims.EmptyAppOptions{}, baseapp.SetChainID(ChainID))
	require.NoError(t, err)
}

// NextBlock commits a block of the transactions given, and returns their results.
func (c *Chain) NextBlock(t testing.TB, txs ...[]byte) []*abci.ExecTxResult {
	results, err := c.Block(txs...)
	require.NoError(t, err)
	return results
}

// Block commits a block of the transactions given. It carries no votes, as if it were the first: so the state changes by nothing
// but them. Beat makes blocks with votes.
func (c *Chain) Block(txs ...[]byte) ([]*abci.ExecTxResult, error) {
	done, err := c.Finalize(txs...)
	if err != nil {
		return nil, err
	}
	return done.TxResults, nil
}

// Finalize does as Block, and returns all that the block brought: the events of its begin and end too.
func (c *Chain) Finalize(txs ...[]byte) (*abci.ResponseFinalizeBlock, error) {
	return c.finalize(&abci.RequestFinalizeBlock{Txs: txs})
}

// finalize makes and commits the next block, and takes over the changes of the validators that it brings.
func (c *Chain) finalize(block *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	c.Height++
	c.Time = c.Time.Add(time.Second)
	block.Height, block.Time = c.Height, c.Time
	done, err := c.FinalizeBlock(block)
	if err != nil {
		return nil, err
	}
	c.sets[c.Height+2] = c.sets[c.Height+1].with(done.ValidatorUpdates)
	_, err = c.Commit()
	return done, err
}

// ID is the chain's id.
func (*Chain) ID() string { return ChainID }

// Submit checks a transaction as a node does at its door, and if it is let in, commits it in a block of its own.
func (c *Chain) Submit(_ context.Context, tx []byte) (scenario.Outcome, error) {
	check, err := c.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
	if err != nil {
		return scenario.Outcome{}, err
	}
	if check.Code != 0 {
		return scenario.Outcome{Codespace: check.Codespace, Code: check.Code, Log: form.Plain(check.Log)}, nil
	}
	results, err := c.Block(tx)
	if err != nil {
		return scenario.Outcome{}, err
	}
	r := results[0]
	return scenario.Outcome{Height: c.Height, Codespace: r.Codespace, Code: r.Code, Log: form.Plain(r.Log), Events: r.Events}, nil
}

// Invoke answers a query on the last committed state.
func (c *Chain) Invoke(ctx context.Context, method string, request, answer any, _ ...grpc.CallOption) error {
	bz, err := proto.Marshal(request.(proto.Message))
	if err != nil {
		return err
	}
	res, err := c.Query(ctx, &abci.RequestQuery{Path: method, Data: bz})
	if err != nil {
		return err
	}
	if res.Code != 0 {
		return fmt.Errorf("%s/%d: %s", res.Codespace, res.Code, res.Log)
	}
	return c.Codec.Unmarshal(res.Value, answer.(proto.Message))
}

// Now is a context on a copy of the last committed state: what is done in it is seen by nobody else.
func (c *Chain) Now() sdk.Context {
	header := cmtproto.Header{ChainID: ChainID, Height: c.Height, Time: c.Time}
	ctx := sdk.NewContext(c.CommitMultiStore().CacheMultiStore(), header, false, c.Logger())
	return ctx.WithConsensusParams(c.GetConsensusParams(ctx))
}

// NewStream is not served: no query of the chain streams.
func (*Chain) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, fmt.Errorf("queries do not stream")
}

// StateHash is a hash of every store that an act may change: all but the accounts, whose sequence numbers count refused
// transactions too.
func (c *Chain) StateHash(t testing.TB) string {
	info, err := c.CommitMultiStore().(*rootmulti.Store).GetCommitInfo(c.Height)
	require.NoError(t, err)
	h := sha256.New()
	for _, store := range info.StoreInfos {
		if store.Name != authtypes.StoreKey {
			fmt.Fprintf(h, "%s %x\n", store.Name, store.CommitId.Hash)
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}
