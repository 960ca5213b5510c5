package gsdm_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/gsdm"
)

// The page lists the rules as the table has them; a failure prints the lines that are right.
func TestReadmeListsTheRules(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var rules strings.Builder
	for _, r := range gsdm.Rules {
		fmt.Fprintf(&rules, "| %s | %s | %s | %s |\n", r.Label, r.File.Letter(), r.Severity, r.Sentence)
	}
	require.Contains(t, string(page), rules.String())
}
