package contracts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/contract"
	"github.com/pursechain/purse/x/terms"
)

// Every contract of the library can be published, is named as its file, stands in the README, and has cases that keep and break each
// clause.
func TestLibrary(t *testing.T) {
	files, err := filepath.Glob("*.contract")
	require.NoError(t, err)
	require.Len(t, files, 10)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			c, err := terms.Compile(string(text))
			require.NoError(t, err)
			require.Equal(t, strings.TrimSuffix(file, ".contract"), c.Terms().Name)
			require.EqualValues(t, 1, c.Terms().Version)
			require.Contains(t, string(readme), "]("+file+")")
			coverage := contract.Test(c)
			if err := coverage.Fault(); err != nil {
				coverage.Print(t.Output())
				t.Fatal(err)
			}
		})
	}
}
