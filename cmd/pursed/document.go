package main

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/resolution"
)

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
	add(doc.InitialHeight < 0, "initial_height: %d is below 0; write 1, or 0, which the engine takes for 1", doc.InitialHeight)
	add(doc.GenesisTime.IsZero(), "genesis_time: missing; every node must have the same")
	if doc.Consensus == nil || doc.Consensus.Params == nil {
		return append(found, "consensus: the parameters are missing")
	}
	return append(found, append(paramFaults(doc.Consensus.Params), voterFaults(doc.Consensus.Validators)...)...)
}

// paramFaults are those of the consensus parameters: what a resolution may not set either, and then what else the engine's own check
// finds.
func paramFaults(p *cmttypes.ConsensusParams) (found []string) {
	first := p.ValidateBasic()
	for _, fault := range resolution.EngineFaults(p) {
		if first == nil || fault != first.Error() { // which comes with the others of its kind
			found = append(found, "consensus: "+fault)
		}
	}
	fold := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }
	named := func(fault string) bool { // block.MaxBytes is our block.max_bytes
		return slices.ContainsFunc(found, func(ours string) bool {
			name, _, bounded := strings.Cut(strings.TrimPrefix(ours, "consensus: "), ":")
			return bounded && strings.HasPrefix(fold(fault), fold(name))
		})
	}
	mine := *p
	for _, fault := range oneByOne(&mine, *app.ConsensusParams(), func() error { return mine.ValidateBasic() }) {
		if !named(fault) && !strings.Contains(fault, "unknown pubkey type") { // each is named above
			found = append(found, "consensus: "+fault)
		}
	}
	return found
}

// oneByOne finds every fault of parameters whose check stops at the first: it mends what was found, with the value that good
// parameters have, and looks again. What p points to is changed.
func oneByOne(p, good any, check func() error) (found []string) {
	mine, sound := leaves(reflect.ValueOf(p).Elem()), leaves(reflect.ValueOf(good))
	for err := check(); err != nil; {
		text := err.Error()
		found = append(found, text)
		for i, leaf := range mine {
			before := reflect.ValueOf(leaf.Interface())
			leaf.Set(sound[i])
			if err = check(); err == nil || err.Error() != text {
				break
			}
			leaf.Set(before)
		}
		if err != nil && err.Error() == text { // no parameter by itself is the fault
			break
		}
	}
	return found
}

// leaves are the values of a structure that are no structures; a time is one.
func leaves(v reflect.Value) (all []reflect.Value) {
	if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[time.Time]() {
		return []reflect.Value{v}
	}
	for i := range v.NumField() {
		all = append(all, leaves(v.Field(i))...)
	}
	return all
}

// voterFaults are those of the validators that a document lists beside those of the module, as an export does.
func voterFaults(voters []cmttypes.GenesisValidator) (found []string) {
	for i, v := range voters {
		place := fmt.Sprintf("consensus.validators[%d]", i)
		switch {
		case v.PubKey == nil:
			found = append(found, place+".pub_key: missing; give the key, or leave the list out: app_state.validator says who votes")
		case len(v.Address) > 0 && !bytes.Equal(v.Address, v.PubKey.Address()):
			found = append(found, fmt.Sprintf("%s.address: %s is not that of the key; write %s", place, v.Address, v.PubKey.Address()))
		}
		if v.Power <= 0 {
			found = append(found, fmt.Sprintf("%s.power: %d is below 1", place, v.Power))
		}
	}
	return found
}

// authFaults are those of the engine's accounts, whose own check stops at the first.
func authFaults(enc app.Encoding, bz []byte) (found []string) {
	var g authtypes.GenesisState
	if err := enc.Codec.UnmarshalJSON(bz, &g); err != nil {
		return []string{err.Error()}
	}
	for _, fault := range oneByOne(&g.Params, authtypes.DefaultParams(), func() error { return g.Params.Validate() }) {
		found = append(found, "params: "+fault)
	}
	accounts, err := authtypes.UnpackAccounts(g.Accounts)
	if err != nil {
		return append(found, "accounts: "+err.Error())
	}
	seen := make(map[string]bool)
	for i, a := range accounts {
		place, address := fmt.Sprintf("accounts[%d]", i), a.GetAddress().String()
		if seen[address] {
			found = append(found, place+": the account "+address+" is given twice")
		}
		seen[address] = true
		if err := a.Validate(); err != nil {
			found = append(found, place+": "+err.Error())
		}
	}
	return found
}
