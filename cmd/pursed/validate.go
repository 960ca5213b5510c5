package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/types/module"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/resolution"
)

func validateCmd(enc app.Encoding) *cobra.Command {
	return &cobra.Command{
		Use:   "validate [FILE]",
		Short: "Check a genesis, and list every fault in it",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := genesisFile(cmd)
			if len(args) > 0 {
				file = args[0]
			}
			doc, err := genutiltypes.AppGenesisFromFile(file)
			if err != nil {
				return err
			}
			found := genesisFaults(enc, doc)
			if len(found) == 0 {
				found = faults(rehearse(doc))
			} else {
				cmd.PrintErrln("What holds between the modules is looked at when these faults are mended.")
			}
			return report(cmd.OutOrStdout(), found, "the genesis of "+doc.ChainID+" has no fault")
		},
	}
}

// rehearse starts a chain from the genesis, in memory. It finds what no module can see alone.
func rehearse(doc *genutiltypes.AppGenesis) (err error) {
	defer func() {
		if p := recover(); p != nil { // the engine gives a module no other way to refuse a genesis
			err = fmt.Errorf("the chain does not start: %v", p)
		}
	}()
	a, err := app.New(log.NewNopLogger(), dbm.NewMemDB(), dbm.NewMemDB(), viper.New(), baseapp.SetChainID(doc.ChainID))
	if err != nil {
		return err
	}
	params := doc.Consensus.Params.ToProto()
	voters := make([]*cmttypes.Validator, 0, len(doc.Consensus.Validators))
	for _, v := range doc.Consensus.Validators {
		voters = append(voters, cmttypes.NewValidator(v.PubKey, v.Power))
	}
	_, err = a.InitChain(&abci.RequestInitChain{
		ChainId: doc.ChainID, Time: doc.GenesisTime, InitialHeight: doc.InitialHeight, ConsensusParams: &params,
		Validators: cmttypes.TM2PB.ValidatorUpdates(&cmttypes.ValidatorSet{Validators: voters}), AppStateBytes: doc.AppState,
	})
	if err != nil {
		err = fmt.Errorf("the chain does not start: %s", plain(err))
	}
	return errors.Join(err, a.Close())
}

// genesisFaults are all faults: of the document first, then of each module by name.
func genesisFaults(enc app.Encoding, doc *genutiltypes.AppGenesis) []string {
	found := documentFaults(doc)
	var state map[string]json.RawMessage
	if err := json.Unmarshal(doc.AppState, &state); err != nil {
		return append(found, "app_state: "+err.Error())
	}
	basics := app.Basics()
	for _, name := range slices.Sorted(maps.Keys(state)) {
		if basics[name] == nil {
			found = append(found, fmt.Sprintf("app_state: no module is named %q", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(basics)) {
		m, ok := basics[name].(module.HasGenesisBasics)
		switch {
		case !ok:
		case state[name] == nil:
			found = append(found, "app_state: "+name+" is missing")
		default:
			for _, fault := range faults(m.ValidateGenesis(enc.Codec, enc.Tx, state[name])) {
				found = append(found, name+": "+withoutAdvice(fault)) // which is for a chain that runs
			}
		}
	}
	return found
}

// chainIDFault says what is wrong with a chain's id, or "". The engine bounds its length only; but it is typed into commands and
// signed, so it has nothing in it that is not seen.
func chainIDFault(id string) string {
	return rule.CheckID(id, rule.Lower+rule.Capitals+rule.Digits+"-_.", genutiltypes.MaxChainIDLen)
}

// documentFaults are those of the document around the modules.
func documentFaults(doc *genutiltypes.AppGenesis) (found []string) {
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			found = append(found, fmt.Sprintf(format, args...))
		}
	}
	why := chainIDFault(doc.ChainID)
	add(why != "", "chain_id: %s", why)
	add(doc.InitialHeight < 1, "initial_height: %d is below 1", doc.InitialHeight)
	add(doc.GenesisTime.IsZero(), "genesis_time: missing; every node must have the same")
	if doc.Consensus == nil || doc.Consensus.Params == nil {
		return append(found, "consensus: the parameters are missing")
	}
	for _, fault := range resolution.EngineFaults(doc.Consensus.Params) {
		found = append(found, "consensus: "+fault)
	}
	return found
}
