package testutil_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/report"
)

var golden = flag.Bool("golden", false, "write the golden files instead of comparing with them")

// compare holds a text to its golden file; `go test ./testutil -run Golden -golden` writes it.
func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("golden", name)
	if *golden {
		require.NoError(t, os.MkdirAll("golden", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "%s has changed: scripts depend on it", path)
}

// TestGoldenRules keeps the code, number and name of every rule: a code is never used again for another rule.
func TestGoldenRules(t *testing.T) {
	var out strings.Builder
	for _, r := range rule.All() {
		fmt.Fprintf(&out, "%s %d %s %s\n    %s\n", r.Space, r.Code, r.Number, r.Name(), r.Next)
	}
	compare(t, "rules.txt", out.String())
}

// TestGoldenEvents keeps the shape of every typed event. An event is past tense and has no field that the engine adds itself.
func TestGoldenEvents(t *testing.T) {
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	var events []string
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(f.Path(), "purse/") || !strings.HasSuffix(f.Path(), "/event.proto") {
			return true
		}
		for i := range f.Messages().Len() {
			m := f.Messages().Get(i)
			line := string(m.FullName())
			require.Regexp(t, "(ed|Made|Bound|Cast|Set|Begun|Kept|Withdrawn|Down|Off|Found|Split)$", line)
			for j := range m.Fields().Len() {
				field := m.Fields().Get(j)
				require.NotContains(t, []string{"msg_index", "mode"}, string(field.Name()), line)
				line += fmt.Sprintf(" %s:%s", field.Name(), field.Kind())
			}
			events = append(events, line)
		}
		return true
	})
	slices.Sort(events)
	compare(t, "events.txt", strings.Join(events, "\n")+"\n")
}

// acts is a story that leaves something in every store: an open claim, an open payable, a schedule of each status, a return,
// a payment after its day, one that was refunded, one that the bank took back after it settled, and a debt.
var acts = []string{
	"open-fund by=omar fund=070-X-0702 title=Relief member=fema purposes=0004:Relief",
	"enact by=ann fund=070-X-0702 amount=1,000.00 law=PL-115-56 defc=A",
	"apportion by=omar authority=070-X-0702-000:1 amount=900.00",
	"allot by=fay apportionment=070-X-0702-000:1.1 office=Region-IV amount=890.00",
	"open-programme by=fay listing=97.036 title=Assistance program-activity=0004",
	"make-award by=fay fain=FAIN1 listing=97.036 allotment=070-X-0702-000:1.1.1 recipient=florida amount=700.00 " +
		"begins=2017-10-01 ends=2018-09-30 description=Debris place=Miami disaster=DR-4337",
	"commit by=fay allotment=070-X-0702-000:1.1.1 amount=150.00 purpose=Tents",
	"request by=rose requisition=R1 commitment=070-X-0702-000:1.1.1.1 program-activity=0004 object-class=260 description=Tents " +
		"items=8340:Tents:9:EA:Miami:2018-01-31",
	"solicit by=carl solicitation=70FB7018R00000001 requisition=R1 closes=2018-01-02 opens=2018-01-03",
	"bid by=acme solicitation=70FB7018R00000001 seal=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"request by=rose requisition=R2 commitment=070-X-0702-000:1.1.1.1 program-activity=0004 object-class=260 description=Tents " +
		"items=8340:Tents:9:EA:Miami:2018-01-31",
	"solicit by=carl solicitation=70FB7018R00000002 requisition=R2 closes=2018-01-02 opens=2018-01-03",
	"bid by=acme solicitation=70FB7018R00000002 seal=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"cancel-request by=rose requisition=R2 reason=Asked-for-twice",
	"place-order by=carl piid=70FB7018C00000001 requisition=R1 vendor=acme lines=1:6:25.00:2018-01-31 exception=6.302-2 reason=Urgent",
	"ship by=acme piid=70FB7018C00000001 shipment=S1 counts=1:3 seal=SEAL-1 to=florida",
	"receive by=rose piid=70FB7018C00000001 number=R1 lines=1:5:0",
	"invoice by=acme piid=70FB7018C00000001 number=T1 lines=1:1:25.00 " +
		"evidence=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"invoice by=acme piid=70FB7018C00000001 number=T2 lines=1:3:25.00 " +
		"evidence=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"approve-invoice by=carl piid=70FB7018C00000001 number=T2",
	"invoice by=acme piid=70FB7018C00000001 number=T3 lines=1:1:25.00 " +
		"evidence=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"approve-invoice by=carl piid=70FB7018C00000001 number=T3",
	"amend-order by=carl piid=70FB7018C00000001 lines=1:5:25.00:2018-01-31 reason=Fewer",
}

// storyCast are the machine's people, with those who buy goods and who moves the date.
func storyCast(t *testing.T) *scenario.Cast {
	cast := machineCast(t)
	for _, words := range []string{
		"officer carl member=fema duty=contracting-officer", "officer rose member=fema duty=receiving-officer",
		"officer clock member=treasury duty=administrator",
	} {
		_, err := cast.Add(strings.Fields(words))
		require.NoError(t, err)
	}
	return cast
}

func lived(t *testing.T) *testutil.Chain {
	cast := storyCast(t)
	chain := testutil.New(t, testutil.Genesis(t, cast))
	player, err := scenario.NewPlayer(cast, chain, chain.Codec, chain.Tx)
	require.NoError(t, err)
	act := func(line string, args ...any) {
		out, err := player.Act(context.Background(), strings.Fields(fmt.Sprintf(line, args...)))
		require.NoError(t, err)
		require.False(t, out.Refused(), out.Log)
	}
	for _, line := range acts {
		act("%s", line)
	}
	for i := range 5 {
		act("submit-claim by=florida fain=FAIN1 number=C%d amount=10.00 begins=2017-10-01 ends=2017-12-31 evidence=%s", i, document(i))
	}
	for i := 1; i < 5; i++ {
		act("approve-claim by=fay fain=FAIN1 number=C%d", i)
		if i > 1 {
			act("prepare by=flo office=treasury number=S%d payables=VN1AJFAD19J9/2018/C%d", i, i)
		}
	}
	act("certify by=fox schedule=treasury/2018/S3")
	act("certify by=fox schedule=treasury/2018/S4")
	act("disburse by=tam schedule=treasury/2018/S4")
	act("return by=ted payable=VN1AJFAD19J9/2018/C4 reason=R03")
	act("prepare by=flo office=treasury number=S5 payables=VN1AJFAD19J9/2018/C4")
	act("certify by=fox schedule=treasury/2018/S5")
	act("disburse by=tam schedule=treasury/2018/S5")
	act("submit-claim by=florida fain=FAIN1 number=C5 amount=10.00 begins=2017-10-01 ends=2017-12-31 evidence=%s", document(5))
	act("approve-claim by=fay fain=FAIN1 number=C5")
	act("prepare by=flo office=treasury number=S7 payables=VN1AJFAD19J9/2018/C5")
	act("certify by=fox schedule=treasury/2018/S7")
	act("disburse by=tam schedule=treasury/2018/S7")
	act("settle by=ted payable=VN1AJFAD19J9/2018/C5 reference=TRACE1")
	act("record-refund by=ted office=treasury payable=VN1AJFAD19J9/2018/C5 amount=1.00 cost=1.00 reference=TICKET1")
	act("move-date by=clock date=2018-09-28")
	act("prepare by=flo office=treasury number=S6 payables=N4YFFGL4CDX5/2018/T2")
	act("certify by=fox schedule=treasury/2018/S6")
	act("disburse by=tam schedule=treasury/2018/S6")
	act("settle by=ted payable=N4YFFGL4CDX5/2018/T2 reference=TRACE2")
	act("return-settled by=ted office=treasury payable=N4YFFGL4CDX5/2018/T2 reason=R23 reference=TRACE3")
	act("prepare by=flo office=treasury number=S8 payables=N4YFFGL4CDX5/2018/T3")
	act("certify by=fox schedule=treasury/2018/S8")
	act("disburse by=tam schedule=treasury/2018/S8")
	act("settle by=ted payable=N4YFFGL4CDX5/2018/T3 reference=TRACE6")
	act("demand by=carl piid=70FB7018C00000001 index=3 amount=9.00 reason=Mould evidence=%s", document(9))
	act("appeal-demand by=acme payable=N4YFFGL4CDX5/2018/T3 reason=Wet")
	return chain
}

// again starts a new chain from an exported one, with its history.
func again(t *testing.T, from *testutil.Chain) (*testutil.Chain, string) { return againAt(t, from, -1) }

// againAt starts it from the state as it was at a height.
func againAt(t *testing.T, from *testutil.Chain, height int64) (*testutil.Chain, string) {
	exported, err := from.Export(height)
	require.NoError(t, err)
	require.NoError(t, app.Basics().ValidateGenesis(from.Codec, from.Tx, states(t, exported.AppState)))
	var file bytes.Buffer
	require.NoError(t, from.ExportHistory(height, &file))
	to := &testutil.Chain{DB: dbm.NewMemDB(), HistoryDB: dbm.NewMemDB(), Height: exported.Height - 1, Time: from.Time}
	to.Open(t)
	params := exported.ConsensusParams
	require.NoError(t, to.Begin(&abci.RequestInitChain{
		ChainId: testutil.ChainID, Time: to.Time, AppStateBytes: exported.AppState,
		ConsensusParams: &params, InitialHeight: exported.Height,
	}))
	to.NextBlock(t)
	return to, file.String()
}

// TestAGenesisWhoseModulesDisagreeDoesNotStart edits what no module can see the fault of alone: an amount, and how much is ordered.
func TestAGenesisWhoseModulesDisagreeDoesNotStart(t *testing.T) {
	first := lived(t)
	exported, err := first.Export(-1)
	require.NoError(t, err)
	for _, row := range []struct{ old, new, found string }{
		{`"amount": "1000",` + "\n" + `        "persons"`, `"amount": "2000",` + "\n" + `        "persons"`,
			"obligation FAIN1: the ledger owes 30.00, the payables come to 40.00"},
		{`"amount": "900",` + "\n" + `        "reason": "Mould"`, `"amount": "800",` + "\n" + `        "reason": "Mould"`,
			"obligation 70FB7018C00000001: books do not balance: 9.00 is receivable, the debts come to 8.00"},
		{`"entry": "0"`, `"entry": "1"`, "requisition/R2 is entry 1 of the log requisitions/fema, which has 1, for 1 numbers"},
		{`"quantity": "6",`, `"quantity": "7",`, "order 70FB7018C00000001: books do not balance: 75.00 is to come or to be invoiced, 50.00 is obligated for it"},
		{`"undone": [`, `"undone": [{"office": "treasury", "index": "9"}, `, "undone treasury/9: no settled payment: the log of treasury has 5 records"},
	} {
		require.True(t, strings.Contains(string(exported.AppState), row.old), row.old)
		edited := strings.Replace(string(exported.AppState), row.old, row.new, 1)
		require.NoError(t, app.Basics().ValidateGenesis(first.Codec, first.Tx, states(t, []byte(edited))))
		second := &testutil.Chain{DB: dbm.NewMemDB(), HistoryDB: dbm.NewMemDB(), Time: first.Time}
		second.Open(t)
		params := exported.ConsensusParams
		err = second.Begin(&abci.RequestInitChain{
			ChainId: testutil.ChainID, Time: second.Time, AppStateBytes: []byte(edited), ConsensusParams: &params, InitialHeight: exported.Height,
		})
		require.ErrorContains(t, err, row.found)
	}
}

func states(t *testing.T, bz []byte) (all map[string]json.RawMessage) {
	require.NoError(t, json.Unmarshal(bz, &all))
	return all
}

// TestGenesisComesBackUnchanged exports a chain that has lived, starts a new one from it, and exports that: nothing has changed, every
// invariant holds, and the history that goes with it is taken only if it is the same.
func TestGenesisComesBackUnchanged(t *testing.T) {
	first := lived(t)
	second, file := again(t, first)
	before, err := first.Export(-1)
	require.NoError(t, err)
	after, err := second.Export(-1)
	require.NoError(t, err)
	require.Equal(t, string(before.AppState), string(after.AppState))
	require.NoError(t, second.CheckInvariants())

	require.ErrorContains(t, second.VerifyHistory(), "entry not held")
	i := strings.LastIndex(file, `"entry":"`) + len(`"entry":"`)
	forged := file[:i] + "AAAA" + file[i+4:]
	require.ErrorContains(t, second.ImportHistory(strings.NewReader(forged)), "history differs from state")
	require.ErrorContains(t, second.VerifyHistory(), "entry not held")
	require.NoError(t, second.ImportHistory(strings.NewReader(file)))
	require.NoError(t, second.VerifyHistory())
}

// TestExportOfAnEarlierHeight exports what was then, with the history of then, also when the chain has gone on; a height that is not kept is
// refused with those that are.
func TestExportOfAnEarlierHeight(t *testing.T) {
	chain := lived(t)
	then := chain.LastBlockHeight()
	want, err := chain.Export(-1)
	require.NoError(t, err)
	var history bytes.Buffer
	require.NoError(t, chain.ExportHistory(-1, &history))
	cast := machineCast(t)
	player, err := scenario.NewPlayer(cast, chain, chain.Codec, chain.Tx)
	require.NoError(t, err)
	out, err := player.Act(context.Background(), strings.Fields("settle by=ted payable=VN1AJFAD19J9/2018/C4 reference=TRACE9"))
	require.NoError(t, err)
	require.False(t, out.Refused(), out.Log)
	got, err := chain.Export(then)
	require.NoError(t, err)
	require.Equal(t, string(want.AppState), string(got.AppState))
	require.Equal(t, want.Height, got.Height)
	require.Equal(t, want.ConsensusParams, got.ConsensusParams)
	second, file := againAt(t, chain, then)
	require.Equal(t, history.String(), file)
	require.NoError(t, second.CheckInvariants())
	require.NoError(t, second.ImportHistory(strings.NewReader(file)))
	_, err = second.Export(then)
	require.ErrorContains(t, err, fmt.Sprintf("the node has heights %d to %d", then+1, then+1), "a chain that began later")
	for _, height := range []int64{0, -2, chain.LastBlockHeight() + 1} {
		_, err := chain.Export(height)
		require.ErrorIs(t, err, report.ErrNotKept)
		require.ErrorContains(t, err, fmt.Sprintf("the node has heights 1 to %d", chain.LastBlockHeight()))
	}
}

// TestAnEditedGenesisIsRefused breaks one thing in an exported genesis at a time: validation names it.
func TestAnEditedGenesisIsRefused(t *testing.T) {
	chain := lived(t)
	exported, err := chain.Export(-1)
	require.NoError(t, err)
	for _, row := range []struct{ old, new, found string }{
		{`"amount": "-10000"`, `"amount": "-10001"`, "books do not balance"},
		{`"currency": "USD"`, `"currency": "dollars"`, "currency"},
		{`"fiscal_year_start": 10`, `"fiscal_year_start": 13`, "month 13"},
		{`"schedule": "treasury/2018/S2"`, `"schedule": "treasury/2018/S9"`, "does not list it"},
		{`"recipient": "VN1AJFAD19J9"`, `"recipient": "VN1AJFAD19J8"`, "check digit"},
		{`"waiting": 1`, `"waiting": 2`, "waits for 2 lines, 1 are disbursed"},
		{`"number": "C0"`, `"number": "c0"`, "not normalised"},
		{`"rate": 2375`, `"rate": 3375`, "paid 240 days after"},
		{`"undone": [`, `"undone": [{"office": "treasury", "index": "2"}, `, "came back before: given twice"},
		{`"refunded": [`, `"refunded": [{"payable": "VN1AJFAD19J9/2018/C9", "amount": "1"}, `, "came back before: its bill is not kept"},
		{`"power": "100"`, `"power": "0"`, "power 0"},
	} {
		t.Run(row.found, func(t *testing.T) {
			require.True(t, strings.Contains(string(exported.AppState), row.old), row.old)
			edited := strings.Replace(string(exported.AppState), row.old, row.new, 1)
			err := app.Basics().ValidateGenesis(chain.Codec, chain.Tx, states(t, []byte(edited)))
			require.ErrorContains(t, err, row.found)
		})
	}
}
