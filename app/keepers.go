package app

import (
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cast"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/baseapp/blockexec"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/procurement"
	"github.com/pursechain/purse/x/report"
	"github.com/pursechain/purse/x/resolution"
	"github.com/pursechain/purse/x/terms"
	"github.com/pursechain/purse/x/validator"
)

// Keepers are the rooms of the house, the ground first; each knows only those above it in this list.
type Keepers struct {
	Consensus consensuskeeper.Keeper
	Accounts  authkeeper.AccountKeeper
	Upgrade   *upgradekeeper.Keeper

	History       history.Keeper
	Ledger        ledger.Keeper
	Consortium    consortium.Keeper
	Validators    validator.Keeper
	Resolutions   resolution.Keeper
	Appropriation appropriation.Keeper
	Payment       payment.Keeper
	Terms         terms.Keeper
	Grant         grant.Keeper
	Procurement   procurement.Keeper
	Reports       report.Keeper
}

// StoreNames are the stores of the state tree.
var StoreNames = []string{
	authtypes.StoreKey, consensustypes.StoreKey, upgradetypes.StoreKey,
	history.StoreKey, ledger.StoreKey, consortium.StoreKey, validator.StoreKey, resolution.StoreKey,
	appropriation.StoreKey, payment.StoreKey, terms.StoreKey, grant.StoreKey, procurement.StoreKey,
}

// newKeepers mounts the stores and builds every keeper on its own. Only the consortium, by resolution, may change what the
// engine's modules guard: its module address is their authority.
func newKeepers(base *baseapp.BaseApp, e Encoding, historyDB dbm.DB, opts servertypes.AppOptions) (k Keepers) {
	keys := storetypes.NewKVStoreKeys(StoreNames...)
	outbox := storetypes.NewTransientStoreKey(history.OutboxKey)
	base.MountKVStores(keys)
	base.MountStore(outbox, storetypes.StoreTypeTransient)

	stores := make([]storetypes.StoreKey, 0, len(StoreNames))
	for _, name := range StoreNames {
		stores = append(stores, keys[name])
	}
	noCoin := func(storetypes.MultiStore) string { return "" }
	blockexec.Apply(base, opts, append(stores, outbox), e.Tx.TxDecoder(), noCoin)

	authority := consortium.Authority().String()
	store := func(name string) storeService { return runtime.NewKVStoreService(keys[name]) }

	k.Consensus = consensuskeeper.NewKeeper(e.Codec, store(consensustypes.StoreKey), authority, runtime.EventService{})
	base.SetParamStore(k.Consensus.ParamsStore)
	k.Accounts = authkeeper.NewAccountKeeper(e.Codec, store(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		map[string][]string{consortium.ModuleName: nil}, address.NewBech32Codec(Prefix), Prefix, authority)
	k.Upgrade = upgradekeeper.NewKeeper(map[int64]bool{}, store(upgradetypes.StoreKey), e.Codec,
		cast.ToString(opts.Get(flags.FlagHome)), base, authority)

	k.History = history.NewKeeper(e.Codec, store(history.StoreKey), outbox, historyDB)
	k.Ledger = ledger.NewKeeper(e.Codec, store(ledger.StoreKey), k.History)
	k.Consortium = consortium.NewKeeper(e.Codec, store(consortium.StoreKey), k.Accounts)
	k.Validators = validator.NewKeeper(e.Codec, store(validator.StoreKey), k.Consortium)
	k.Resolutions = resolution.NewKeeper(e.Codec, store(resolution.StoreKey), base.MsgServiceRouter(),
		k.History, k.Consortium, k.Validators)
	k.Appropriation = appropriation.NewKeeper(e.Codec, store(appropriation.StoreKey), k.History, k.Consortium, k.Ledger)
	k.Payment = payment.NewKeeper(e.Codec, store(payment.StoreKey), k.History, k.Consortium, k.Appropriation)
	k.Terms = terms.NewKeeper(e.Codec, store(terms.StoreKey), k.Consortium)
	k.Grant = grant.NewKeeper(e.Codec, store(grant.StoreKey), k.History, k.Consortium, k.Ledger, k.Appropriation, k.Payment, k.Terms)
	k.Procurement = procurement.NewKeeper(e.Codec, store(procurement.StoreKey),
		k.History, k.Consortium, k.Ledger, k.Appropriation, k.Payment, k.Terms)
	k.Reports = report.NewKeeper(k.Consortium, k.Ledger, k.Appropriation)
	return k
}
