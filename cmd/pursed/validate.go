package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/types/module"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
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
			e, err := examine(enc, file)
			if err != nil {
				return err
			}
			if len(e.skipped) > 0 {
				cmd.PrintErrf("Held to the others when what cannot be read is mended: %s.\n", strings.Join(e.skipped, ", "))
			}
			return report(cmd.OutOrStdout(), e.faults, "the genesis of "+e.doc.ChainID+" has no fault")
		},
	}
}

// examined is a genesis with all that is wrong with it.
type examined struct {
	doc     *genutiltypes.AppGenesis
	faults  []string
	skipped []string // the modules that could not be held to others, since something was not to be read
}

// examine finds every fault of a genesis: of the document first, then of each module by name, then between them. It fails only if
// there is nothing to look at.
func examine(enc app.Encoding, file string) (*examined, error) {
	bz, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	read, err := readGenesis(bz)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	e := &examined{doc: &read.doc, faults: append(read.faults, documentFaults(&read.doc)...)}
	state, unread := e.modules(enc)
	if state == nil {
		return e, nil
	}
	if err := e.between(state, unread); err != nil {
		return nil, err
	}
	if len(e.faults) == 0 { // the chain itself has the last word
		e.faults = faults(rehearse(e.doc))
	}
	return e, nil
}

// modules finds the faults of each module by itself. It returns of their parts what could be read, and which could not be wholly.
func (e *examined) modules(enc app.Encoding) (state map[string]json.RawMessage, unread []string) {
	if json.Unmarshal(e.doc.AppState, &state) != nil || state == nil {
		e.faults = append(e.faults, "app_state: missing, or not an object; pursed init writes one")
		return nil, nil
	}
	basics := app.Basics()
	for _, name := range slices.Sorted(maps.Keys(state)) {
		if basics[name] == nil {
			e.faults = append(e.faults, fmt.Sprintf("app_state: no module is named %q", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(basics)) {
		m, ok := basics[name].(module.HasGenesisBasics)
		if !ok {
			continue
		}
		if state[name] == nil {
			e.faults, unread = append(e.faults, "app_state: "+name+" is missing"), append(unread, name)
			continue
		}
		s := shape{}
		state[name] = s.message(definition(name), state[name], "")
		found := s.faults
		if s.lost {
			unread = append(unread, name)
		}
		switch {
		case state[name] == nil:
		case name == authtypes.ModuleName:
			found = append(found, authFaults(enc, state[name])...)
		default:
			found = append(found, faults(m.ValidateGenesis(enc.Codec, enc.Tx, state[name]))...)
		}
		for _, fault := range found {
			e.faults = append(e.faults, name+": "+withoutAdvice(fault)) // which is for a chain that runs
		}
	}
	return state, unread
}

// between finds the faults that no module sees alone, by filling a state in memory.
func (e *examined) between(state map[string]json.RawMessage, unread []string) error {
	a, err := app.New(log.NewNopLogger(), dbm.NewMemDB(), dbm.NewMemDB(), viper.New(), baseapp.SetChainID(e.doc.ChainID))
	if err != nil {
		return err
	}
	r := a.Rehearse(e.doc.ChainID, e.doc.GenesisTime, state, unread)
	for _, fault := range r.Faults {
		e.faults = append(e.faults, withoutAdvice(fault))
	}
	e.skipped = r.Skipped
	return a.Close()
}

// rehearse starts a chain from the genesis, in memory. It finds what no module can see alone. An initial height of 0, or none, is 1,
// as it is to the engine.
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
		ChainId: doc.ChainID, Time: doc.GenesisTime, InitialHeight: max(doc.InitialHeight, 1), ConsensusParams: &params,
		Validators: cmttypes.TM2PB.ValidatorUpdates(&cmttypes.ValidatorSet{Validators: voters}), AppStateBytes: doc.AppState,
	})
	if err != nil {
		err = fmt.Errorf("the chain does not start: %s", plain(err))
	}
	return errors.Join(err, a.Close())
}
