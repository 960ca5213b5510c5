package network_test

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/payment"
)

const florida = "VN1AJFAD19J9"

// TestAnImportThatIsKilledPaysNobodyTwice kills an import at fifty random moments, and runs it again after each. In the end every line of
// the file stands on one schedule, and no schedule has another.
func TestAnImportThatIsKilledPaysNobodyTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("fifty kills of a real program")
	}
	t.Logf("repeat with: go test ./testutil/network -run Import -args -seed %d", *seed)
	random := rand.New(rand.NewSource(*seed))
	const lines, kills = 80, 50
	w := importWorld(t)
	file := w.owe(t, lines)
	home := w.keyring(t, "bea")
	run := func() *exec.Cmd {
		return exec.Command(binary, "tx", "payment", "import", file, "--office", "treasury", "--number", "DAY", "--size", "1", "--from", "bea",
			"--node", w.Nodes[0].RPCAddress(), "--chain-id", testutil.ChainID, "--home", home, "--keyring-backend", "test", "--yes")
	}
	for n := range kills {
		cmd := run()
		require.NoError(t, cmd.Start())
		time.Sleep(time.Duration(random.Intn(700)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		require.False(t, cmd.ProcessState.Exited(), "the file was prepared before kill %d: give it more lines", n+1)
	}
	out, err := run().CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("after %d kills %d lines of %d were prepared", kills, strings.Count(string(out), "prepared before"), lines)
	require.Equal(t, lines, w.eachOnce(t))
}

// importWorld is a validator with the people who bring money as far as it is owed.
func importWorld(t *testing.T) *world {
	cast := scenario.NewCast(testutil.Key)
	cast.Date = "2017-12-04"
	for _, words := range [][]string{
		{"member", "treasury"}, {"member", "fema"},
		{"officer", "ann", "member=treasury", "duty=legislator"}, {"officer", "omar", "member=treasury", "duty=budget-examiner"},
		{"officer", "bea", "member=fema", "duty=budget-officer"}, {"officer", "gil", "member=fema", "duty=grants-officer"},
		{"officer", "cora", "member=fema", "duty=certifying-officer"}, {"officer", "dora", "member=treasury", "duty=disbursing-officer"},
		{"officer", "dave", "member=treasury", "duty=disbursing-officer"},
		{"payee", "florida", "uei=" + florida},
	} {
		_, err := cast.Add(words)
		require.NoError(t, err)
	}
	w := layOut(t, cast, []string{"treasury"}, 1)
	w.start(t, w.Nodes[0])
	require.NoError(t, newBlocks(w.Nodes[0]))
	return w
}

// owe has so many claims approved, and writes the file that pays them.
func (w *world) owe(t *testing.T, n int) (file string) {
	p := w.player(t, w.Nodes[0])
	must(t, p, "open-fund", "by=omar", "fund=070-X-0702", "title=Disaster Relief Fund", "member=fema", "purposes=0004:Disaster Relief")
	must(t, p, "enact", "by=ann", "fund=070-X-0702", "amount=1,000.00", "law=PL 115-56", "defc=A")
	must(t, p, "apportion", "by=omar", "authority=070-X-0702-000:1", "amount=1,000.00")
	must(t, p, "allot", "by=bea", "apportionment=070-X-0702-000:1.1", "office=Region IV", "amount=1,000.00")
	must(t, p, "open-programme", "by=gil", "listing=97.036", "title=Public Assistance", "program-activity=0004")
	must(t, p, "make-award", "by=gil", "fain=FAIN1", "listing=97.036", "allotment=070-X-0702-000:1.1.1", "recipient=florida", "amount=900.00",
		"begins=2017-09-04", "ends=2018-09-04", "description=Debris removal")
	file = filepath.Join(t.TempDir(), "day.csv")
	out, err := os.Create(file)
	require.NoError(t, err)
	sheet := csv.NewWriter(out)
	require.NoError(t, sheet.Write([]string{"payee", "invoice", "amount"}))
	for i := range n {
		number, amount := fmt.Sprintf("C%03d", i), fmt.Sprintf("1.%02d", i)
		must(t, p, "submit-claim", "by=florida", "fain=FAIN1", "number="+number, "amount="+amount, "begins=2017-09-10", "ends=2017-11-30",
			fmt.Sprintf("evidence=%064x", i))
		must(t, p, "approve-claim", "by=gil", "fain=FAIN1", "number="+number)
		require.NoError(t, sheet.Write([]string{florida, number, amount}))
	}
	sheet.Flush()
	require.NoError(t, sheet.Error())
	require.NoError(t, out.Close())
	return file
}

// keyring is a home of the program with somebody's key.
func (w *world) keyring(t *testing.T, name string) (home string) {
	home = t.TempDir()
	ring, err := keyring.New("purse", keyring.BackendTest, home, nil, w.encoding.Codec)
	require.NoError(t, err)
	require.NoError(t, ring.ImportPrivKeyHex(name, hex.EncodeToString(testutil.Key(name).Bytes()), "secp256k1"))
	return home
}

// eachOnce counts the payables that stand on schedules, each once, and sees that nothing is left that does not.
func (w *world) eachOnce(t *testing.T) int {
	chain := payment.NewQueryClient(w.Chain(w.Nodes[0], w.encoding))
	on := make(map[string]int)
	schedules, err := chain.Schedules(context.Background(), &payment.QuerySchedulesRequest{Pagination: &query.PageRequest{Limit: 1000}})
	require.NoError(t, err)
	for _, s := range schedules.Schedules {
		answer, err := chain.Schedule(context.Background(), &payment.QueryScheduleRequest{Schedule: s.Id})
		require.NoError(t, err)
		for _, id := range answer.Payables {
			on[id]++
			require.Equal(t, 1, on[id], "%s, on %s", id, s.Id)
		}
	}
	owed, err := chain.Payables(context.Background(), &payment.QueryPayablesRequest{Pagination: &query.PageRequest{Limit: 1000}})
	require.NoError(t, err)
	for _, p := range owed.Payables {
		require.Equal(t, 1, on[p.Id], "%s is %s", p.Id, p.Status.Words())
	}
	return len(on)
}
