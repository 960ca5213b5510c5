package gsdm_test

import (
	"bytes"
	"flag"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/gsdm"
)

var golden = flag.Bool("golden", false, "write the sound set anew")

// The sound set: an account with money for a disaster and without, and with an order of another agency; one of two years, whose
// activities have reporting keys; and one in which nothing has happened.
var (
	relief = gsdm.TAS{Agency: "070", Type: "X", Main: "0702", Sub: "000"}
	grants = gsdm.TAS{Agency: "070", Begin: "2017", End: "2018", Main: "0413", Sub: "000"}
	idle   = gsdm.TAS{TransferAgency: "019", Agency: "070", Type: "X", Main: "0500", Sub: "000"}
)

func activity(code, name, object, funding, defc string) gsdm.Spending {
	return gsdm.Spending{ActivityCode: code, ActivityName: name, PYA: "X", ObjectClass: object, Funding: funding, DEFC: defc}
}

func park(key, object string) gsdm.Spending {
	return gsdm.Spending{PARK: key, PYA: "X", ObjectClass: object, Funding: "D", DEFC: "Q"}
}

// spent are balances in which every column but the rare ones has something. n is what was obligated in the year and stays unpaid;
// as much was paid, and as much again was brought forward and taken back.
func spent(n money.Amount) (b gsdm.Balances) {
	b[gsdm.Undelivered480100FYB], b[gsdm.Undelivered480100CPE] = -3*n, -4*n
	b[gsdm.Delivered490100FYB], b[gsdm.Delivered490100CPE] = -n, -2*n
	b[gsdm.Prepaid480200FYB], b[gsdm.Prepaid480200CPE] = -n, -2*n
	b[gsdm.NotDisbursed490800FYB], b[gsdm.NotDisbursed490800CPE] = -n, -n
	b[gsdm.Paid490200CPE] = -5 * n
	b[gsdm.Downward487100CPE], b[gsdm.Downward487200CPE] = n, n/2
	b[gsdm.Downward497100CPE], b[gsdm.Downward497200CPE] = n, n/4
	return b
}

func soundB() []gsdm.RowB {
	last := activity("0001", "Readiness", "410", "D", "A")
	last.PYA = "B"
	return []gsdm.RowB{
		{TAS: relief, Spending: activity("0001", "Readiness", "410", "D", "A"), Balances: spent(1_000_000)},
		{TAS: relief, Spending: activity("0001", "Readiness", "252", "D", "A"), Balances: spent(40_000)},
		{TAS: relief, Spending: activity("0002", "Recovery", "410", "D", "A"), Balances: spent(80_000)},
		{TAS: relief, Spending: activity("0001", "Readiness", "410", "D", "Q"), Balances: spent(20_004)},
		{TAS: relief, Spending: activity("0001", "Readiness", "410", "R", "Q"), Balances: spent(10_000)},
		{TAS: relief, Spending: last, Balances: spent(444)},
		{TAS: grants, Spending: park("PARK0001", "410"), Balances: spent(600_000)},
		{TAS: grants, Spending: park("PARK0002", "410"), Balances: spent(60_000)},
		{TAS: idle, Spending: activity("0000", "Unknown/Other", "000", "D", "Q")},
		{TAS: idle, Spending: park("PARK0003", "000")},
	}
}

func soundC() []gsdm.RowC {
	readiness := activity("0001", "Readiness", "410", "D", "A")
	return []gsdm.RowC{
		{TAS: relief, Spending: readiness, FAIN: "4337DRFLP00000001", Balances: spent(900_000)},
		{TAS: relief, Spending: readiness, FAIN: "4337DRFLP00000001", Transaction: true, Obligated: -1_234_56, PostDate: "20171004"},
		{TAS: grants, Spending: park("PARK0001", "410"), FAIN: "EMW-2017-SS-00001", Balances: spent(500_000)},
		{TAS: grants, Spending: park("PARK0001", "410"), FAIN: "EMW-2017-SS-00001", Transaction: true, Obligated: -5_000_00},
		{TAS: relief, Spending: readiness, PIID: "70FB7018F00000001", ParentAward: "HSFE7015D0001"},
		{TAS: grants, Spending: park("PARK0001", "410"), URI: "EMW-2017-AGGREGATE"},
	}
}

// soundAbove are file A and the SF-133 that belong to file B.
func soundAbove() (a []gsdm.RowA, sf []gsdm.SF133Row) {
	const forward, unobligated, collected, moved = 9_000_000_00, 4_000_000_00, 30_000_00, 1_000_00
	for _, tas := range []gsdm.TAS{relief, grants} {
		row := gsdm.RowA{TAS: tas, BroughtForward: forward, Unobligated: unobligated, SpendingAuthority: collected}
		line := func(n int, defc string, amount money.Amount) {
			sf = append(sf, gsdm.SF133Row{TAS: tas, FiscalYear: "2018", Period: "03", Line: strconv.Itoa(n), DEFC: defc, Amount: amount})
		}
		for _, defc := range []string{"A", "Q"} {
			for _, b := range soundB() {
				if b.TAS != tas || b.DEFC != defc || b.PYA != "X" {
					continue
				}
				// What spent() comes to: 4801, 4802 and 4901 have grown by n each, and 4902 by five times that.
				n := -b.Balances[gsdm.Paid490200CPE] / 5
				line(map[string]int{"D": 2004, "R": 2104}[b.Funding], defc, 8*n)
				line(2190, defc, 8*n)
				line(3020, defc, -6*n)
				line(1021, defc, 2*n)
				line(1033, defc, n/2+n/4)
				row.Obligations += 8 * n
				row.GrossOutlay -= 6 * n
				row.Recoveries += 2*n + n/2 + n/4
			}
		}
		row.Adjustments = row.Recoveries + moved
		row.Contract, row.Borrowing = 700, 50
		row.Appropriated = row.Obligations + unobligated - forward - row.Adjustments - collected - row.Contract - row.Borrowing
		line(1000, "Q", forward)
		line(1012, "Q", moved)
		line(1160, "Q", row.Appropriated)
		line(1540, "Q", 700)
		line(1440, "Q", 50)
		line(1750, "Q", collected)
		line(1910, "Q", row.Obligations+unobligated)
		line(2490, "Q", unobligated)
		line(2500, "Q", row.Obligations+unobligated)
		a = append(a, row)
	}
	return append(a, gsdm.RowA{TAS: idle}), sf
}

const soundActivities = `year,agency_id,alloc_id,account,pa_code,pa_name
2018,70,,702,1,Readiness
2018,70,,702,2,Recovery
`

// The sound set in testdata is what the writer makes of the rows above. `go test ./client/gsdm -golden` writes it.
func TestWrite(t *testing.T) {
	a, sf := soundAbove()
	for name, write := range map[string]func(*bytes.Buffer) error{
		"a.csv":     func(w *bytes.Buffer) error { return gsdm.WriteA(w, a) },
		"b.csv":     func(w *bytes.Buffer) error { return gsdm.WriteB(w, soundB()) },
		"c.csv":     func(w *bytes.Buffer) error { return gsdm.WriteC(w, soundC()) },
		"sf133.csv": func(w *bytes.Buffer) error { return gsdm.WriteSF133(w, sf) },
		"activities.csv": func(w *bytes.Buffer) error {
			_, err := w.WriteString(soundActivities)
			return err
		},
	} {
		var got bytes.Buffer
		require.NoError(t, write(&got), name)
		if *golden {
			require.NoError(t, os.WriteFile("testdata/sound/"+name, got.Bytes(), 0o644))
		}
		want, err := os.ReadFile("testdata/sound/" + name)
		require.NoError(t, err)
		require.Equal(t, string(want), got.String(), name)
	}
}

func TestSoundSetIsSound(t *testing.T) {
	set, skipped, err := gsdm.Open("testdata/sound")
	require.NoError(t, err)
	require.Empty(t, skipped)
	report := set.Check()
	require.Empty(t, report.Findings)
	require.Empty(t, report.NotRun)
	require.Equal(t, len(gsdm.Rules), report.Run)
}
