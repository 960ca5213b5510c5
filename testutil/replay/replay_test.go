package replay

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/app"
)

var hud = flag.String("hud", "", "a directory of quarterly reports to replay; scripts/replay-hud gives it")

func TestMain(m *testing.M) {
	app.SealConfig()
	os.Exit(m.Run())
}

// fixture has each anomaly once, in made-up figures with the columns of the real files.
const fixture = `grantee,grant_key,activity_key,activity_title,responsible_organization,quarter,funds_obligated,funds_expended,grant_disbursed
Isle,G1,A1,Homes,Isle Housing,2018 Q4,1000.00,0.00,0.00
Isle,G1,A1,Homes,Isle Housing,2019 Q1,0.00,300.00,100.00
Isle,G1,A1,Homes,Isle Housing,2019 Q2,-50.10,100.10,300.05
Isle,G1,A1,Homes,Isle Housing,2019 Q3,0.00,0.00,100.06
Isle,G1,A1,Homes,Isle Housing,2019 Q4,0.00,-10.00,0.00
Isle,G1,A1,Homes,Isle Housing,2020 Q1,0.00,0.00,-10.00
Isle,G1,A1,Homes,Isle Housing,2020 Q2,0.00,549.81,0.00
Isle,G1,A1,Homes,Isle Housing,2020 Q3,-549.81,0.00,0.00
Isle,G1,A1,Homes,Isle Housing,2020 Q4,0.00,0.00,0.00
Isle,G1,A1,Homes,Isle Housing,2021 Q1,-549.80,0.00,100.05
Isle,G1,A2,Roads,Isle,2019 Q1,0.00,10.00,0.00
Isle,G1,A2,Roads,Isle,2019 Q2,-5.00,0.00,0.00
Isle,G1,A2,Roads,Isle,2019 Q3,20.00,5.00,10.00
Isle,G1,A2,Roads,Isle,2019 Q4,7.00,6.00,6.00
Isle,G1,A2,Roads,Isle,2020 Q1,20.00,15.00,0.00
Isle,G1,A2,Roads,Isle,2020 Q2,1e3,0.00,0.00
Coast,G2,A3,Ports,Isle Housing,2019 Q5,5.00,0.00,0.00
Coast,G2,A3,Ports,Isle Housing,2019 Q1,5.00,5.00,5.00
`

func TestReplay(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "fixture.csv"), []byte(fixture), 0o600))
	rows, err := Read(dir)
	require.NoError(t, err)
	res, err := Run(t, rows)
	require.NoError(t, err)
	var out strings.Builder
	res.Print(&out)
	require.Equal(t, want, out.String())
}

const want = `rows read         18
accepted           7   (1 of them with nothing in them)
refused           11
  grant/over-award                        2   (1 only since an earlier row of the activity was refused)
  grant/unknown-sub-award                 2   (0 only since an earlier row of the activity was refused)
  replay/disbursed-above-expended         3   (1 only since an earlier row of the activity was refused)
  replay/negative-disbursed               1   (0 only since an earlier row of the activity was refused)
  replay/negative-expended                1   (0 only since an earlier row of the activity was refused)
  replay/unreadable                       2   (0 only since an earlier row of the activity was refused)

                        obligated               expended              disbursed
accepted                   981.90                 426.10                 411.05
refused                 -1,084.61                 554.81                 200.11
the files                 -102.71                 980.91                 611.16
the chain                  981.90                 426.10                 411.05

2 awards, 3 sub-awards, 5 payments; the lineage of the law comes to the ledger's figures
`

// TestReplayOfFiles replays the files of a directory; scripts/replay-hud runs it.
func TestReplayOfFiles(t *testing.T) {
	if *hud == "" {
		t.Skip("no directory is given")
	}
	rows, err := Read(*hud)
	require.NoError(t, err)
	res, err := Run(t, rows)
	require.NoError(t, err)
	res.Print(os.Stdout)
}

func TestWhatIsNotAReport(t *testing.T) {
	_, err := Read(t.TempDir())
	require.ErrorContains(t, err, "has no file whose name ends in .csv")
	_, err = read("x.csv", strings.NewReader("grantee,quarter\n"))
	require.ErrorContains(t, err, "x.csv has no column grant_key")
}
