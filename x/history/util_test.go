package history

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"cosmossdk.io/log/v2"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// chain is a real multistore (IAVL and transient) in memory, taken through the steps of a block as baseapp takes them.
type chain struct {
	Keeper
	t      fataler
	cms    *rootmulti.Store
	block  storetypes.CacheMultiStore
	ctx    sdk.Context // of the block under way
	height int64
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func newChain(t fataler) *chain {
	t.Helper()
	key, outbox := storetypes.NewKVStoreKey(StoreKey), storetypes.NewTransientStoreKey(OutboxKey)
	db := dbm.NewMemDB()
	cms := rootmulti.NewStore(db, log.NewNopLogger())
	cms.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	cms.MountStoreWithDB(outbox, storetypes.StoreTypeTransient, nil)
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	c := &chain{
		Keeper: NewKeeper(cdc, runtime.NewKVStoreService(key), outbox, dbm.NewMemDB()),
		t:      t, cms: cms,
	}
	c.ok(cms.LoadLatestVersion())
	c.begin()
	return c
}

func (c *chain) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("%v", err)
	}
}

func (c *chain) refused(err, by error) {
	c.t.Helper()
	if !errors.Is(err, by) {
		c.t.Fatalf("want %v, got %v", by, err)
	}
}

// begin starts the next block.
func (c *chain) begin() {
	c.height = c.cms.LatestVersion() + 1
	c.block = c.cms.CacheMultiStore()
	c.ctx = sdk.NewContext(c.block, cmtproto.Header{Height: c.height}, false, log.NewNopLogger())
}

// commit ends the block: write, drain, commit, as BaseApp.FinalizeBlock and BaseApp.Commit do.
func (c *chain) commit() {
	c.t.Helper()
	c.block.Write()
	c.ok(c.Precommit(c.ctx))
	c.cms.Commit()
	c.begin()
}

// at is a context for queries at a committed height.
func (c *chain) at(height int64) sdk.Context {
	c.t.Helper()
	ms, err := c.cms.CacheMultiStoreWithVersion(height)
	c.ok(err)
	return sdk.NewContext(ms, cmtproto.Header{Height: height}, false, log.NewNopLogger())
}

// now is a context of the last committed height.
func (c *chain) now() sdk.Context { return c.at(c.cms.LatestVersion()) }

func (c *chain) append(log string, n int) {
	c.t.Helper()
	for range n {
		size, err := c.Size(c.ctx, log)
		c.ok(err)
		_, err = c.Append(c.ctx, log, entryNo(int(size)))
		c.ok(err)
	}
}

func entryNo(i int) []byte { return fmt.Appendf(nil, "entry %d", i) }

// naiveRoot is MTH of RFC 6962, section 2.1, word for word.
func naiveRoot(entries [][]byte) []byte {
	switch n := len(entries); n {
	case 0:
		sum := sha256.Sum256(nil)
		return sum[:]
	case 1:
		sum := sha256.Sum256(append([]byte{0}, entries[0]...))
		return sum[:]
	default:
		k := split(n)
		sum := sha256.Sum256(bytes.Join([][]byte{{1}, naiveRoot(entries[:k]), naiveRoot(entries[k:])}, nil))
		return sum[:]
	}
}

// naivePath is PATH of RFC 6962, section 2.1.1.
func naivePath(m int, entries [][]byte) [][]byte {
	if len(entries) == 1 {
		return nil
	}
	if k := split(len(entries)); m < k {
		return append(naivePath(m, entries[:k]), naiveRoot(entries[k:]))
	} else {
		return append(naivePath(m-k, entries[k:]), naiveRoot(entries[:k]))
	}
}

// split is the largest power of two below n.
func split(n int) int {
	k := 1
	for k*2 < n {
		k *= 2
	}
	return k
}
