package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/inspect"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/scenario"
)

// What the demo records of the bank's files is what stands in them: their hash, their lines and their total, and each word.
func TestTheDemosBankFilesAreWhatItRecords(t *testing.T) {
	lines, err := demoLines(t.TempDir())
	require.NoError(t, err)

	sent, hash := demoFile(t, "meals.xml")
	told := demoFields(t, lines, "record-file")
	require.Equal(t, hash, told["file"])
	require.Equal(t, fmt.Sprint(sent.Lines()), told["lines"])
	require.Equal(t, "$"+sent.Batches[0].Pays.String(), told["amount"])

	heard, hash := demoFile(t, "word.csv")
	told = demoFields(t, lines, "answer")
	require.Equal(t, hash, told["file"])
	var words []string
	for i, l := range heard.Batches[0].Lines {
		require.Equal(t, bank.Settled, l.Status)
		words = append(words, fmt.Sprintf("%d:%s:%s:settled:%s", i+1, l.Ref, bank.Plain(l.Amount), l.BankRef))
	}
	require.Equal(t, strings.Join(words, ","), told["words"])
}

// demoFile is a file of the bank as it is read, and its hash.
func demoFile(t *testing.T, name string) (*bank.File, string) {
	bz, err := bankFiles.ReadFile("demo/" + name)
	require.NoError(t, err)
	file, err := inspect.Read(strings.NewReader(string(bz)))
	require.NoError(t, err)
	require.Empty(t, file.Faults)
	require.Len(t, file.Batches, 1)
	hash := sha256.Sum256(bz)
	return file, hex.EncodeToString(hash[:])
}

// demoFields are the fields of the one act of a name that is not refused.
func demoFields(t *testing.T, lines []scenario.Line, act string) map[string]string {
	fields := make(map[string]string)
	for _, l := range lines {
		if l.Words[0] != act || l.Refused {
			continue
		}
		require.Empty(t, fields, "a second act %s", act)
		for _, f := range form.Fields(l.Words[1:]) {
			fields[f.Name] = f.Value
		}
	}
	require.NotEmpty(t, fields, act)
	return fields
}
