package network_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/pam"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/payment"
)

const bankFiles = "../../client/bank/testdata/"

// TestADayByTheFile imports a payment request of the Treasury's form, and loads what banks answer: ACH returns and a notice of change, a status
// report and an account's notification. Each payment ends as the bank says, each word is recorded once, and what is left stands in one table.
func TestADayByTheFile(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a node")
	}
	w := importWorld(t)
	w.owe(t, 8)
	run := w.officers(t, "bea", "dave")
	out, err := run("bea", "import", request(t, 8), "--office", "treasury", "--payments", "8", "--total", "8.28")
	require.NoError(t, err, out)
	require.Contains(t, out, "prepared: 8 payments on 1 schedule\n")
	p := w.player(t, w.Nodes[0])
	must(t, p, "certify", "by=cora", "schedule=treasury/2018/FEMA0001")
	must(t, p, "disburse", "by=dora", "schedule=treasury/2018/FEMA0001")

	for _, answer := range []struct{ file, first, again string }{
		{bankAnswer(t, "answers.ach", "0001250000P1             ", "0000000100"+reference(0), "000001250000", "000000000100",
			"P4             ", reference(1)),
			"0 settled, 1 returned, 2 exceptions; 0 recorded before, 0 that the bank has not decided on\n", "; 3 recorded before, 0 that"},
		{bankAnswer(t, "pain002.xml", ">P1<", ">"+reference(2)+"<", "12500.00", "1.02", ">P2<", ">"+reference(3)+"<", ">P3<", ">"+reference(4)+"<"),
			"1 settled, 2 returned, 0 exceptions; 0 recorded before, 0 that the bank has not decided on\n", "; 3 recorded before, 0 that"},
		{bankAnswer(t, "camt054.xml", ">P1<", ">"+reference(5)+"<", "12500.00", "1.05", ">P2<", ">"+reference(6)+"<", "12500.99", "2.11",
			"0.99", "1.06"),
			"2 settled, 0 returned, 1 exception; 0 recorded before, 1 that the bank has not decided on\n", "; 3 recorded before, 1 that"},
	} {
		out, err := run("dave", "load", answer.file, "--office", "treasury")
		require.NoError(t, err, out)
		require.Equal(t, answer.first, out)
		out, err = run("dave", "load", answer.file, "--office", "treasury")
		require.NoError(t, err, out)
		require.Contains(t, out, "0 settled, 0 returned, 0 exceptions"+answer.again)
	}
	require.Equal(t, map[string]string{
		"C000": "open: R03", "C001": "disbursed: ", "C003": "open: AC01", "C004": "open: AM04", "C007": "disbursed: ",
	}, w.stillOwed(t))
	require.ElementsMatch(t, []string{
		florida + "/2018/C001 C01: the bank wants the payee's account corrected", "collected P2 R14: no payable has this name",
		florida + "/2018/C006 AC01: it left the state before: settled, or taken back",
	}, w.exceptions(t))
}

// TestHostileFilesChangeNothing has the program import and load each of the hostile files that are kept. Each is refused by its rule, soon, and
// nobody has sent anything.
func TestHostileFilesChangeNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a node")
	}
	w := importWorld(t)
	w.owe(t, 2)
	run := w.officers(t, "bea", "dave")
	owed, bea, dave := w.stillOwed(t), w.sequence(t, "bea"), w.sequence(t, "dave")
	refused := 0
	require.NoError(t, filepath.WalkDir(bankFiles+"hostile", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		for _, act := range [][]string{{"bea", "import", path, "--number", "DAY"}, {"dave", "load", path}} {
			began := time.Now()
			out, err := run(act[0], append(act[1:], "--office", "treasury")...)
			require.Error(t, err, "%v: %s", act, out)
			require.Contains(t, out, filepath.Base(filepath.Dir(path)), "%v", act)
			require.Contains(t, out, "; nothing was sent\n", "%v", act)
			require.Less(t, time.Since(began), patient, "%v", act)
			refused++
		}
		return nil
	}))
	require.GreaterOrEqual(t, refused, 100)
	require.Equal(t, owed, w.stillOwed(t))
	require.Empty(t, w.exceptions(t))
	require.Equal(t, []uint64{bea, dave}, []uint64{w.sequence(t, "bea"), w.sequence(t, "dave")}, "somebody has sent something")
}

// officers is the program in the hands of officers, each with a home of his own. It gives what was printed.
func (w *world) officers(t *testing.T, names ...string) func(by string, act ...string) (string, error) {
	homes := make(map[string]string)
	for _, name := range names {
		homes[name] = w.keyring(t, name)
	}
	return func(by string, act ...string) (string, error) {
		out, err := exec.Command(binary, append(append([]string{"tx", "payment"}, act...), "--from", by, "--node", w.Nodes[0].RPCAddress(),
			"--chain-id", testutil.ChainID, "--home", homes[by], "--keyring-backend", "test", "--yes")...).CombinedOutput()
		return string(out), err
	}
}

// number and reference name the claims that are owed, as the payee does and as they leave for a bank on the schedule of the request.
func number(i int) string { return "C00" + string(rune('0'+i)) }
func reference(i int) string {
	return bank.Reference("treasury/2018/FEMA0001 " + florida + "/2018/" + number(i))
}

// request is a payment request for the first claims.
func request(t *testing.T, n int) (file string) {
	s := pam.Schedule{Number: "FEMA0001", Type: "Vendor", Class: "CCD", Location: "70000001"}
	for i := range n {
		s.Lines = append(s.Lines, bank.Line{Ref: number(i), Name: "STATE OF FLORIDA", Routing: "021000021", Account: "98765432101234567",
			Amount: money.Amount(100 + i), Currency: bank.USD, Direction: bank.Pay, Reconcilement: florida + "/2018/" + number(i)})
	}
	var out bytes.Buffer
	require.NoError(t, pam.Write(&out, pam.Request{System: "PURSE", Schedules: []pam.Schedule{s}}))
	file = filepath.Join(t.TempDir(), "day.spr")
	require.NoError(t, os.WriteFile(file, out.Bytes(), 0o600))
	return file
}

// bankAnswer is a sound answer of a bank, about payments of ours.
func bankAnswer(t *testing.T, name string, oldAndNew ...string) (file string) {
	bz, err := os.ReadFile(bankFiles + "sound/" + name)
	require.NoError(t, err)
	file = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(strings.NewReplacer(oldAndNew...).Replace(string(bz))), 0o600))
	return file
}

// stillOwed are the payables by the payee's number, with their state and why they came back.
func (w *world) stillOwed(t *testing.T) map[string]string {
	chain := payment.NewQueryClient(w.Chain(w.Nodes[0], w.encoding))
	owed, err := chain.Payables(context.Background(), &payment.QueryPayablesRequest{Pagination: &query.PageRequest{Limit: 1000}})
	require.NoError(t, err)
	all := make(map[string]string)
	for _, p := range owed.Payables {
		all[p.Id[len(florida+"/2018/"):]] = p.Status.Words() + ": " + p.CameBackFor
	}
	return all
}

// exceptions are what stands in the queue: what the bank calls a payment, its code, and why.
func (w *world) exceptions(t *testing.T) (all []string) {
	chain := payment.NewQueryClient(w.Chain(w.Nodes[0], w.encoding))
	queue, err := chain.Exceptions(context.Background(), &payment.QueryExceptionsRequest{Office: "treasury"})
	require.NoError(t, err)
	for _, e := range queue.Exceptions {
		all = append(all, e.Word.Payable+" "+e.Word.Reference+": "+e.Why)
	}
	return all
}

// sequence is how many transactions somebody has sent.
func (w *world) sequence(t *testing.T, name string) uint64 {
	chain := authtypes.NewQueryClient(w.Chain(w.Nodes[0], w.encoding))
	answer, err := chain.AccountInfo(context.Background(), &authtypes.QueryAccountInfoRequest{Address: addressOf(name)})
	require.NoError(t, err)
	return answer.Info.Sequence
}
