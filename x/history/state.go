package history

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	dbm "github.com/cosmos/cosmos-db"

	"github.com/cosmos/cosmos-sdk/codec"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/rule"
)

// ModuleName is the module's name, and that of its store; OutboxKey is the name of its transient store.
const (
	ModuleName = "history"
	StoreKey   = ModuleName
	OutboxKey  = "transient_history"
)

// Keeper keeps the logs in state, and their entries in this node's history store.
type Keeper struct {
	schema collections.Schema
	logs   collections.Map[string, Log] // by name; a log is there from its first entry on

	outbox *storetypes.TransientStoreKey // entries and nodes appended by the current block
	db     dbm.DB                        // this node's history store, no part of consensus
}

// NewKeeper builds the logs on their store, and on the database which holds this node's history and nothing else.
func NewKeeper(cdc codec.Codec, store corestore.KVStoreService, outbox *storetypes.TransientStoreKey, db dbm.DB) Keeper {
	sb := collections.NewSchemaBuilder(store)
	k := Keeper{
		logs: collections.NewMap(sb, collections.NewPrefix(0), "logs", collections.StringKey, codec.CollValue[Log](cdc)),

		outbox: outbox,
		db:     db,
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err) // at start-up only: two prefixes of this file collide
	}
	k.schema = schema
	return k
}

// Append adds an entry of at most 65,536 bytes to a log, which begins with its first entry, and returns the entry's number,
// counted from 0. It refuses by H1 and H2. Entry and nodes wait in the transient store until Precommit, so that a
// transaction that fails, is checked or simulated leaves nothing.
func (k Keeper) Append(ctx context.Context, log string, entry []byte) (index uint64, err error) {
	if len(entry) == 0 || len(entry) > maxEntry {
		return 0, ErrEntrySize.Refuse("%d bytes for log %.60q, from 1 to %d", len(entry), log, maxEntry)
	}
	old, err := k.load(ctx, log)
	if err != nil {
		return 0, err
	}
	grown, completed, err := old.Append(entry)
	if err != nil {
		return 0, err
	}
	if err := k.logs.Set(ctx, log, grown); err != nil {
		return 0, err
	}
	outbox := sdk.UnwrapSDKContext(ctx).TransientStore(k.outbox)
	outbox.Set(entryKey(log, old.Size_), bytes.Clone(entry))
	for _, n := range completed {
		outbox.Set(nodeKey(log, n.id), n.hash)
	}
	return old.Size_, nil
}

// Record adds a record to the end of a log; Records reads them.
func (k Keeper) Record(ctx context.Context, log string, record interface{ Marshal() ([]byte, error) }) error {
	entry, err := record.Marshal()
	if err != nil {
		return err
	}
	_, err = k.Append(ctx, log, entry)
	return err
}

// Size is the number of entries of a log at the context's height: 0 if it has not begun.
func (k Keeper) Size(ctx context.Context, log string) (uint64, error) {
	l, err := k.load(ctx, log)
	return l.Size_, err
}

// load reads a log; one that has not begun is an empty log.
func (k Keeper) load(ctx context.Context, log string) (Log, error) {
	if why := rule.CheckText(log, maxName); why != "" {
		return Log{}, ErrLogName.Refuse("log %.60q: %s", log, why)
	}
	l, err := k.logs.Get(ctx, log)
	if errors.Is(err, collections.ErrNotFound) {
		return Log{}, nil
	}
	if err != nil {
		return Log{}, err
	}
	if why := l.fault(); why != "" {
		return Log{}, ErrBrokenLog.Refuse("log %q: %s", log, why)
	}
	return l, nil
}
