package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
)

// soundGenesis is a genesis without fault, as a tree that a test can break.
func soundGenesis(t *testing.T, enc app.Encoding) map[string]any {
	app.SealConfig()
	// Keys that stand nowhere: what the tests sign with is refused.
	cast := scenario.NewCast(func(name string) cryptotypes.PrivKey { return testutil.Key("of nobody: " + t.Name() + name) })
	cast.Date = "2018-01-01"
	for _, line := range []string{
		"member fema", "member omb", "officer ada member=fema duty=administrator", "officer omar member=omb duty=budget-examiner",
		"payee florida uei=VN1AJFAD19J9 member=fema",
	} {
		_, err := cast.Add(strings.Fields(line))
		require.NoError(t, err)
	}
	state := app.Basics().DefaultGenesis(enc.Codec)
	key := testutil.ValidatorKey("of nobody: " + t.Name()).PubKey()
	require.NoError(t, cast.Genesis(enc.Codec, state, []string{"fema"}, []cryptotypes.PubKey{key}))
	bz, err := json.Marshal(state)
	require.NoError(t, err)
	doc := genutiltypes.NewAppGenesisWithVersion("purse-test-1", bz)
	doc.InitialHeight, doc.Consensus.Params = 1, app.ConsensusParams()
	var tree map[string]any
	bz, err = json.Marshal(doc)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(bz, &tree))
	tree["genesis_time"] = "2026-01-31T12:00:00Z"
	return tree
}

// at follows a path of names, and of numbers in lists, to an object of the tree.
func at(tree any, path ...any) map[string]any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			tree = tree.(map[string]any)[step]
		case int:
			tree = tree.([]any)[step]
		}
	}
	return tree.(map[string]any)
}

func faultsOf(t *testing.T, enc app.Encoding, bz []byte) *examined {
	file := filepath.Join(t.TempDir(), "genesis.json")
	require.NoError(t, os.WriteFile(file, bz, 0o600))
	e, err := examine(enc, file)
	require.NoError(t, err)
	return e
}

// Every fault is listed, whatever other fault there is: each row breaks several things at once.
func TestNoFaultHidesAnother(t *testing.T) {
	enc, err := app.NewEncoding()
	require.NoError(t, err)
	fund := func(tree map[string]any) {
		at(tree, "app_state", "appropriation")["funds"] = []any{map[string]any{"symbol": "070-X-0702-000", "title": "Relief",
			"member": "nomember", "purposes": []any{map[string]any{"program_activity": "0004", "title": "Relief"}}}}
	}
	for name, test := range map[string]struct {
		spoil   func(tree map[string]any)
		want    []string
		skipped []string
	}{
		"nothing": {func(map[string]any) {}, nil, nil},
		"a calendar, and members that nobody knows": {func(tree map[string]any) {
			tree["chain_id"] = "purse-1"
			at(tree, "app_state", "validator", "validators", 0)["member"] = "zzz"
			fund(tree)
		}, []string{
			`consortium: malformed genesis: a manual calendar on chain "purse-1"; its id must begin with purse-demo- or purse-test- (C16)`,
			`validator: unknown member: "zzz" (C9)`,
			`appropriation: fund 070-X-0702-000: unknown member: "nomember" (C9)`,
			"appropriation: fund 070-X-0702-000: no entries: fund 070-X-0702-000 (L5)",
		}, nil},
		"in a module, and between modules": {func(tree map[string]any) {
			at(tree, "app_state", "consortium", "payees", 0)["uei"] = "VN1AJFAD19J8"
			at(tree, "app_state", "consortium", "officers", 0)["title"] = ""
			fund(tree)
			at(tree, "app_state", "grant")["programmes"] = []any{map[string]any{"listing": "97.036", "title": "Public Assistance",
				"program_activity": "0004", "member": "nobody"}}
		}, []string{
			`consortium: officers[0] ada: malformed genesis: title: empty (C16)`,
			`consortium: payees[0] VN1AJFAD19J8: malformed UEI: "VN1AJFAD19J8" ends in 8, its check digit is 9 (C13)`,
			`appropriation: fund 070-X-0702-000: unknown member: "nomember" (C9)`,
			"appropriation: fund 070-X-0702-000: no entries: fund 070-X-0702-000 (L5)",
			`grant: programme 97.036: unknown member: "nobody" (C9)`,
		}, nil},
		"names that nothing has": {func(tree map[string]any) {
			tree["chainid"] = "purse-1"
			at(tree, "consensus")["validtors"] = []any{}
			at(tree, "consensus", "params", "block")["max_byte"] = "1"
			at(tree, "app_state", "consortium")["foo"] = 1
			at(tree, "app_state", "consortium", "members", 1)["bar"] = 1
			at(tree, "app_state", "upgrade")["x"] = 1
			fund(tree)
		}, []string{
			`consensus.params.block.max_byte: nothing has that name; there are max_bytes, max_gas`,
			`consensus.validtors: nothing has that name; there are validators, params`,
			`chainid: nothing has that name; there are app_name, app_version, genesis_time, chain_id, initial_height, app_hash, ` +
				`app_state, consensus`,
			`consortium: foo: nothing has that name; there are calendar, date, members, officers, payees, charter, invitations, ` +
				`proposals, day_uses, former_keys`,
			`consortium: members[1].bar: nothing has that name; there are id, name, suspended, mandates`,
			`upgrade: x: nothing has that name; there are none`,
			`appropriation: fund 070-X-0702-000: unknown member: "nomember" (C9)`,
			"appropriation: fund 070-X-0702-000: no entries: fund 070-X-0702-000 (L5)",
		}, nil},
		"values that cannot be read": {func(tree map[string]any) {
			tree["genesis_time"], tree["initial_height"] = "yesterday", "abc"
			at(tree, "consensus", "params", "block")["max_gas"] = 5
			at(tree, "app_state", "appropriation", "params")["fiscal_year_start"] = "x"
			at(tree, "app_state", "payment")["payables"] = "x"
			at(tree, "app_state", "validator", "validators", 0)["member"] = "zzz"
		}, []string{
			`genesis_time: "yesterday" is not a time; write it as 2026-01-31T12:00:00Z`,
			`initial_height: "abc" is not a whole number; write 1`,
			`consensus.params.block.max_gas: 5 is not a whole number in quotes; write "1000"`,
			`appropriation: params.fiscal_year_start: "x" is not a whole number, not below zero`,
			`appropriation: params: malformed genesis: the fiscal year starts in month 0 (A12)`,
			`payment: payables: "x" is not a list; write [ ]`,
			`validator: unknown member: "zzz" (C9)`,
		}, []string{"appropriation", "payment", "grant", "procurement"}},
		"parameters and accounts of the engine": {func(tree map[string]any) {
			params := at(tree, "app_state", "auth", "params")
			params["tx_sig_limit"], params["tx_size_cost_per_byte"] = "0", "0"
			at(tree, "consensus", "params", "block")["max_bytes"] = "0"
			at(tree, "consensus", "params", "evidence")["max_age_num_blocks"] = "0"
			at(tree, "consensus", "params", "validator")["pub_key_types"] = []any{"foo", "bar"}
			at(tree, "consensus")["validators"] = []any{map[string]any{"address": "", "pub_key": nil, "power": "0", "name": ""}}
		}, []string{
			`consensus: block.max_bytes: 0, between 1048576 and 67108864`,
			`consensus: evidence.max_age_num_blocks: 0, between 10000 and 100000000`,
			`consensus: validator.pub_key_types: "foo" is not one of ed25519, ml_dsa_65`,
			`consensus: validator.pub_key_types: "bar" is not one of ed25519, ml_dsa_65`,
			`consensus.validators[0].pub_key: missing; give the key, or leave the list out: app_state.validator says who votes`,
			`consensus.validators[0].power: 0 is below 1`,
			`auth: params: invalid tx signature limit: 0`,
			`auth: params: invalid tx size cost per byte: 0`,
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			tree := soundGenesis(t, enc)
			test.spoil(tree)
			bz, err := json.Marshal(tree)
			require.NoError(t, err)
			e := faultsOf(t, enc, bz)
			require.ElementsMatch(t, test.want, e.faults)
			require.Equal(t, test.skipped, e.skipped)
		})
	}
}

// A name given twice is refused with its place, in every depth, and what is no JSON with the byte at which it ends to be.
func TestTwiceAndNoJSON(t *testing.T) {
	enc, err := app.NewEncoding()
	require.NoError(t, err)
	bz, err := json.Marshal(soundGenesis(t, enc))
	require.NoError(t, err)
	engines, err := genutiltypes.AppGenesisFromReader(bytes.NewReader(bz))
	require.NoError(t, err)
	read, err := readGenesis(bz)
	require.NoError(t, err)
	require.Equal(t, *engines, read.doc, "what is read value by value is what the engine reads")
	bz = bytes.Replace(bz, []byte(`"chain_id":`), []byte(`"chain_id":"x","chain_id":`), 1)
	bz = bytes.Replace(bz, []byte(`"id":"fema"`), []byte(`"id":"hud","id":"fema"`), 1)
	require.ElementsMatch(t, []string{
		"chain_id: given twice; leave one", "app_state.consortium.members[0].id: given twice; leave one",
	}, faultsOf(t, enc, bz).faults)
	for text, want := range map[string]string{
		"": "the genesis is empty", "  ": "the genesis is empty", "{} {}": "the genesis ends at byte",
		`{"chain_id": `: "is not JSON, at byte ", `{"chain_id": "x"`: "is not JSON",
	} {
		_, err := readGenesis([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
	require.Equal(t, []string{"the genesis: [] is not an object; write { }"}, faultsOf(t, enc, []byte("[]")).faults[:1])
}

// The demo leaves the initial height out, which the engine takes for 1; its genesis has no fault.
func TestTheDemosGenesisIsSound(t *testing.T) {
	app.SealConfig()
	enc, err := app.NewEncoding()
	require.NoError(t, err)
	lines, err := scenario.Read(bytes.NewReader(relief))
	require.NoError(t, err)
	story, err := scenario.NewStory(lines, scenario.NewCast(func(string) cryptotypes.PrivKey { return secp256k1.GenPrivKey() }))
	require.NoError(t, err)
	network, err := demoNetwork(t.TempDir(), enc, story.Cast)
	require.NoError(t, err)
	e, err := examine(enc, filepath.Join(network.Nodes[0].Home, "config", "genesis.json"))
	require.NoError(t, err)
	require.Zero(t, e.doc.InitialHeight)
	require.Empty(t, e.faults)
	require.Empty(t, e.skipped)
}
