package sim_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/testutil/sim"
	"github.com/pursechain/purse/x/ledger"
)

func TestMain(m *testing.M) {
	app.SealConfig()
	os.Exit(m.Run())
}

// A run of so many acts has every message accepted that the simulator plays, and one of so many meets every event of the posting table.
const (
	enough = 50_000
	long   = 200_000
)

// TestSimulator plays PURSE_SIM_OPS acts from the seed PURSE_SIM_SEED; unless they are given, a few thousand from a new seed.
func TestSimulator(t *testing.T) {
	seed, acts := number(t, "PURSE_SIM_SEED", rand.Uint64()>>32), int(number(t, "PURSE_SIM_OPS", 5000))
	t.Logf("make sim SEED=%d OPS=%d plays this again", seed, acts)
	s := sim.New(t, seed, acts)
	err := s.Run()
	t.Log(s.Table())
	require.NoError(t, err, "make sim SEED=%d OPS=%d plays this again", seed, acts)
	if acts >= enough {
		for _, message := range messages(t) {
			require.NotZero(t, s.Accepted()[message], "%s was never accepted: make sim SEED=%d OPS=%d", message, seed, acts)
		}
	}
	if acts < long {
		return
	}
	for _, event := range events(t) {
		require.NotZero(t, s.Entries()[event], "no entry for the event %s: make sim SEED=%d OPS=%d", event, seed, acts)
	}
}

// elsewhere are the messages of the four rooms that the simulator does not play: terms, milestones, notices and appeals, the ends of awards, the
// lines of rolls, the keys of offices, the debts of orders, and what it asks of the keepers by calls.
var elsewhere = strings.Fields("grant.BindTerms grant.AmendAward grant.ReachMilestone grant.SuspendAward grant.ResumeAward " +
	"grant.TerminateAward grant.ReportFinal grant.CloseAward grant.CloseSubAward grant.PublishNotice grant.WithdrawNotice grant.Apply " +
	"grant.WithdrawApplication grant.DeclineApplication grant.Appeal grant.DecideAppeal grant.ClaimBack grant.WriteOff " +
	"payment.SettleLines payment.ReturnLine payment.ReturnSettledLine payment.PublishKey " +
	"procurement.Demand procurement.AppealDemand procurement.DecideDemand procurement.ReceiveRefund")

// messages are those that the simulator plays: all of the rooms of money but what is played elsewhere.
func messages(t *testing.T) (all []string) {
	e, err := app.NewEncoding()
	require.NoError(t, err)
	for _, url := range e.Codec.InterfaceRegistry().ListImplementations(sdk.MsgInterfaceProtoName) {
		room, message, ours := strings.Cut(strings.TrimPrefix(url, "/purse."), ".v1.Msg")
		name := room + "." + message
		if ours && slices.Contains([]string{"appropriation", "grant", "payment", "procurement"}, room) && !slices.Contains(elsewhere, name) {
			all = append(all, name)
		}
	}
	require.Greater(t, len(all), 60)
	return all
}

// Whatever is played is waited for.
func TestMessagesPlayedElsewhereAreNot(t *testing.T) {
	source, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range source {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, message := range elsewhere {
			require.NotContains(t, string(text), strings.Replace(message, ".", ".Msg", 1)+"{", file)
		}
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
