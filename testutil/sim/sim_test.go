package sim_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/testutil/sim"
	"github.com/pursechain/purse/x/ledger"
)

func TestMain(m *testing.M) {
	app.SealConfig()
	os.Exit(m.Run())
}

// A run of so many acts meets every event of the posting table.
const long = 200_000

// TestSimulator plays PURSE_SIM_OPS acts from the seed PURSE_SIM_SEED; unless they are given, a few thousand from a new seed.
func TestSimulator(t *testing.T) {
	seed, acts := number(t, "PURSE_SIM_SEED", rand.Uint64()>>32), int(number(t, "PURSE_SIM_OPS", 5000))
	t.Logf("make sim SEED=%d OPS=%d plays this again", seed, acts)
	s := sim.New(t, seed, acts)
	err := s.Run()
	t.Log(s.Table())
	require.NoError(t, err, "make sim SEED=%d OPS=%d plays this again", seed, acts)
	if acts < long {
		return
	}
	for _, event := range events(t) {
		require.NotZero(t, s.Entries()[event], "no entry for the event %s: make sim SEED=%d OPS=%d", event, seed, acts)
	}
}

func number(t *testing.T, name string, otherwise uint64) uint64 {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, name)
	return n
}

// events reads the events of the posting table from its source, so that none is forgotten here.
func events(t *testing.T) (all []ledger.Event) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../x/ledger/postings.go", nil, 0)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, is := n.(*ast.ValueSpec); is {
			if name, typed := spec.Type.(*ast.Ident); typed && name.Name == "Event" {
				text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				require.NoError(t, err)
				all = append(all, ledger.Event(text))
			}
		}
		return true
	})
	require.Greater(t, len(all), 30)
	return all
}
