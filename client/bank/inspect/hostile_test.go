package inspect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/grpc"
	"github.com/stretchr/testify/require"
	rpc "google.golang.org/grpc"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/inspect"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/payrun"
)

// accounts stand in the sound files, and in most of those that are made of them.
var accounts = []string{"98765432101234567", "123456789012", "555566667777", "11112222333344", "11112222333355", "22223333444455",
	"33334444555566", "70000001000099", "CH9300762011623852957", "GB82WEST12345698765432", "123456789013"}

// What is kept lies in a directory by the rule that is found first.
func TestKeptHostileFiles(t *testing.T) {
	kept := 0
	require.NoError(t, filepath.WalkDir("../testdata/hostile", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		bz, err := os.ReadFile(path)
		require.NoError(t, err)
		kept++
		require.Equal(t, filepath.Base(filepath.Dir(path)), refused(t, path, string(bz)).Rule, path)
		return nil
	}))
	require.GreaterOrEqual(t, kept, 50)
}

// Each sound file is damaged in every way of the tables of hostile_cases_test.go, in every place.
func TestHostile(t *testing.T) {
	cases := 0
	for _, c := range hostile(t) {
		cases++
		refused(t, c.name, c.text)
	}
	t.Logf("%d cases", cases)
	require.GreaterOrEqual(t, cases, 2000)
}

// A silent chain fails a test that asks it anything.
type silent struct {
	grpc.ClientConn
	t    *testing.T
	name string
}

func (s silent) Invoke(_ context.Context, method string, _, _ any, _ ...rpc.CallOption) error {
	require.Fail(s.t, "the chain is asked", "%s: %s", s.name, method)
	return nil
}

// notBegun holds what an import and a loading do before they send anything to what is promised of a file with a fault: nothing is planned and
// nothing is heard, and the chain is not even asked.
func notBegun(t *testing.T, name string, f *bank.File) {
	t.Helper()
	chain, order := silent{t: t, name: name}, payrun.Order{Office: "treasury", Prefix: "DAY", Size: 5000}
	run, err := payrun.Plan(context.Background(), chain, order, f, func(int) { require.Fail(t, "a line is planned", name) })
	require.NoError(t, err, name)
	require.Empty(t, run.Schedules, name)
	answers, err := payrun.Hear(context.Background(), chain, "treasury", f, nil)
	require.NoError(t, err, name)
	require.Empty(t, answers.Words, name)
	require.False(t, f.Sound(), name)
}

// refused holds a hostile text to what is promised of all: it is refused by a rule of the table, within bounds of time and memory; and
// what is printed of it holds nothing that a terminal obeys, and no account.
func refused(t *testing.T, name, text string) bank.Fault {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	f, err := inspect.Read(strings.NewReader(text))
	require.NoError(t, err, name)
	require.False(t, f.Sound(), "%s: nothing was found", name)
	notBegun(t, name, f)
	runtime.ReadMemStats(&after)
	require.Less(t, time.Since(began), 20*time.Second, name)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2<<20+200*len(text)), name)
	require.LessOrEqual(t, len(f.Faults), bank.MaxFaults, name)
	for _, fault := range f.Faults {
		require.True(t, slices.ContainsFunc(bank.Rules, func(r bank.Rule) bool { return r.Name == fault.Rule }), "%s: %s", name, fault)
		require.Equal(t, form.Clean(fault.Text), fault.Text, name)
		require.Positive(t, fault.Line, name)
	}
	r := &inspect.Report{}
	r.Add("a\x1b[2Jb", f)
	var shown bytes.Buffer
	require.NoError(t, r.Print(&shown), name)
	for line := range strings.Lines(shown.String()) {
		require.Equal(t, form.Clean(strings.TrimSuffix(line, "\n")), strings.TrimSuffix(line, "\n"), name)
	}
	bz, err := json.Marshal(r)
	require.NoError(t, err)
	for _, account := range accounts {
		require.NotContains(t, shown.String()+string(bz), account, name)
	}
	return f.Faults[0]
}
