package payment

import (
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const ageKey = "age1htn7x7fq9sflsgpme76fh5ym2qmm9ngr07x2ww2dc3yl3qyvpyfsar33rz"

func TestKeysOfOffices(t *testing.T) {
	require.NoError(t, checkKey(ageKey))
	for name, key := range map[string]string{
		"none":                    "",
		"in capitals":             strings.ToUpper(ageKey),
		"one character less":      ageKey[:61],
		"one character more":      ageKey + "q",
		"another character":       ageKey[:40] + "q" + ageKey[41:],
		"of another kind":         "purse1" + ageKey[6:],
		"a secret key of age":     "AGE-SECRET-KEY-1" + strings.ToUpper(ageKey[16:]),
		"a character of no ASCII": ageKey[:60] + "é",
		"bytes that are no text":  ageKey[:61] + "\xff",
	} {
		require.ErrorIs(t, checkKey(key), ErrMalformedKey, name)
	}
}

// What the chain takes for a key is what age takes for one, in its small letters.
func TestKeysAreThoseOfAge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := []byte(ageKey)
		for range rapid.IntRange(0, 2).Draw(t, "changes") {
			key[rapid.IntRange(0, len(key)-1).Draw(t, "at")] = rapid.SampledFrom([]byte("qpzry9x81bioAGE \xff")).Draw(t, "to")
		}
		_, err := age.ParseX25519Recipient(string(key))
		require.Equal(t, err == nil, checkKey(string(key)) == nil, string(key))
	})
}

func TestKeysOfAGenesisBreakOneThing(t *testing.T) {
	valid := func() GenesisState {
		g := validGenesis()
		g.OfficeKeys = []OfficeKey{{Office: "treasury", Key: ageKey, Since: "2017-10-01", By: "dora"}}
		return g
	}
	require.NoError(t, valid().Validate())
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		found string
	}{
		{"no key", func(g *GenesisState) { g.OfficeKeys[0].Key = "age1" }, `office_keys[0] treasury: malformed key of an office: "age1" is not`},
		{"twice", func(g *GenesisState) { g.OfficeKeys = append(g.OfficeKeys, g.OfficeKeys[0]) }, "office_keys[1] treasury"},
		{"by nobody", func(g *GenesisState) { g.OfficeKeys[0].By = "" }, `by ""`},
		{"on no day", func(g *GenesisState) { g.OfficeKeys[0].Since = "soon" }, `published on "soon"`},
		{"details sealed to no key", func(g *GenesisState) {
			d := Details{Sealed: []byte("age-encryption.org/v1\n"), Commitment: strings.Repeat("a", 64), By: "ted", Key: "age1"}
			g.Accounts = []Account{{Payee: "P", Office: "treasury", Current: d}}
		}, "accounts[0] treasury/P: malformed key of an office"},
	} {
		t.Run(row.name, func(t *testing.T) {
			g := valid()
			row.spoil(&g)
			err := g.Validate()
			require.ErrorIs(t, err, ErrMalformedKey)
			require.ErrorContains(t, err, row.found)
		})
	}
}
