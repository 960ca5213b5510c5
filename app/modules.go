package app

import (
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/upgrade"
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

type storeService = corestore.KVStoreService

// order is that of genesis, of its export and of the block hooks. The validators are last, since that room returns the validator
// updates of the block, and accounts stand before it.
var order = []string{
	authtypes.ModuleName,
	consensustypes.ModuleName,
	upgradetypes.ModuleName,
	history.ModuleName,
	ledger.ModuleName,
	appropriation.ModuleName,
	payment.ModuleName,
	terms.ModuleName,
	grant.ModuleName,
	procurement.ModuleName,
	report.ModuleName,
	consortium.ModuleName,
	resolution.ModuleName,
	validator.ModuleName,
}

// preBlockers run before a block's transactions: an upgrade first, since it may replace everything after it.
var preBlockers = []string{upgradetypes.ModuleName, authtypes.ModuleName}

// appModules are all modules with their keepers.
func (app *App) appModules() []module.AppModule {
	return []module.AppModule{
		auth.NewAppModule(app.Codec, app.Accounts, nil),
		consensus.NewAppModule(app.Codec, app.Consensus),
		upgrade.NewAppModule(app.Upgrade, address.NewBech32Codec(Prefix)),
		history.NewAppModule(app.History),
		ledger.NewAppModule(app.Ledger),
		appropriation.NewAppModule(app.Appropriation),
		payment.NewAppModule(app.Payment),
		terms.NewAppModule(app.Terms),
		grant.NewAppModule(app.Grant),
		procurement.NewAppModule(app.Procurement),
		report.NewAppModule(app.Reports),
		consortium.NewAppModule(app.Consortium),
		resolution.NewAppModule(app.Resolutions),
		validator.NewAppModule(app.Validators),
	}
}

// basics are all modules without state, for codecs, default genesis, validation and REST.
func basics() []module.AppModuleBasic {
	return []module.AppModuleBasic{
		auth.AppModuleBasic{},
		consensus.AppModuleBasic{},
		upgrade.AppModuleBasic{},
		history.NewAppModule(history.Keeper{}),
		ledger.NewAppModule(ledger.Keeper{}),
		appropriation.NewAppModule(appropriation.Keeper{}),
		payment.NewAppModule(payment.Keeper{}),
		terms.NewAppModule(terms.Keeper{}),
		grant.NewAppModule(grant.Keeper{}),
		procurement.NewAppModule(procurement.Keeper{}),
		report.NewAppModule(report.Keeper{}),
		consortium.NewAppModule(consortium.Keeper{}),
		resolution.NewAppModule(resolution.Keeper{}),
		validator.NewAppModule(validator.Keeper{}),
	}
}

// Basics are the modules without state, by name.
func Basics() module.BasicManager { return module.NewBasicManager(basics()...) }
