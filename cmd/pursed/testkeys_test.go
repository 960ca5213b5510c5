package main

import (
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/testutil"
)

// named finds the names of keys: of the people and members of scenarios, and what Go tests ask for by name.
var named = regexp.MustCompile(`(?m)^(?:officer|payee|stranger|member)\s+([a-z0-9-]+)` +
	`|pub_key=([a-z0-9-]+)|(?:[kK]ey|address|signer|pubKey|ed)\("([^"]+)"\)`)

// The list holds every key that the names in this tree lead to.
func TestKeys(t *testing.T) {
	app.SealConfig()
	lines := make(map[string]bool)
	require.NoError(t, filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		isTest := strings.HasSuffix(path, ".txtar") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "cast.txt") ||
			strings.HasSuffix(path, "relief.txt")
		if err != nil || d.IsDir() || !isTest {
			return err
		}
		bz, err := os.ReadFile(path)
		for _, found := range named.FindAllStringSubmatch(string(bz), -1) {
			name := found[1] + found[2] + found[3]
			for _, key := range []cryptotypes.PrivKey{testutil.Key(name), secp256k1.GenPrivKeyFromSecret([]byte(name))} {
				lines[sdk.AccAddress(key.PubKey().Address()).String()+" "+name] = true
			}
			for _, key := range []cryptotypes.PrivKey{testutil.ValidatorKey(name), ed25519.GenPrivKeyFromSecret([]byte(name))} {
				lines[base64.StdEncoding.EncodeToString(key.PubKey().Bytes())+" "+name] = true
			}
		}
		return err
	}))
	want := strings.Join(slices.Sorted(maps.Keys(lines)), "\n") + "\n"
	if *golden {
		require.NoError(t, os.WriteFile("testkeys.txt", []byte(want), 0o644))
		return
	}
	have := strings.Split(testKeyList, "\n")
	for line := range lines {
		require.True(t, slices.Contains(have, line), "%q does not stand in testkeys.txt; -golden writes it anew", line)
	}
}

// Nobody begins a chain on a key that stands in this tree: neither a person nor a validator.
func TestAKeyOfTheTestsIsRefused(t *testing.T) {
	enc, err := app.NewEncoding()
	require.NoError(t, err)
	tree := soundGenesis(t, enc)
	ann := sdk.AccAddress(testutil.Key("ann").PubKey().Address()).String()
	at(tree, "app_state", "consortium", "officers", 0, "keys", 0)["address"] = ann
	at(tree, "app_state", "validator", "validators", 0, "pub_key")["key"] = base64.StdEncoding.EncodeToString(
		testutil.ValidatorKey("fema").PubKey().Bytes())
	bz, err := json.Marshal(tree)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{
		`app_state.consortium.officers[0].keys[0].address: everybody has this key, "ann" of the program's tests; give another`,
		`app_state.validator.validators[0].pub_key.key: everybody has this key, "fema" of the program's tests; give another`,
	}, faultsOf(t, enc, bz).faults)
}
