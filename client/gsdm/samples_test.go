package gsdm_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/gsdm"
)

// samples are sets of the broker's own samples, with every finding in them as worked out by hand from the rules' texts: the rule
// and the lines. What is not listed must not be found. The samples lie beside the project and are not part of it.
var samples = []struct {
	files string
	finds []string
}{
	// These are older than the column of recoveries, which they lack.
	{"appropValid.csv", []string{"format a 1"}},
	{"appropInvalidError.csv", []string{"format a 1", "A2 a 10"}},
	{"appropInvalidWarning.csv", []string{"format a 1", "A2 a 5"}},
	// The SF-133 is that of agency 027, of which the file has no account.
	{"appropValid.csv sf_133.csv", []string{"format a 1", "A33.2 a 2-11"}},
	// The last two names of the header stand one column before their values, and one of them is there already: the DEFC is under an
	// account's name, and blank under its own. Two columns are missing, so that B6.2 and B13 are not run.
	{"programActivityValid.csv", []string{"format b 1", "format b 1", "format b 1", "B3.2 b 2-11", "B4.2 b 2-11", "B24 b 2-11"}},
	// Five awards have a FAIN and a URI, eight rows an obligation beside their balances, and a zero is missing in line 10.
	{"awardFinancialValid.csv", []string{"C3.2 c 2-11", "C4.2 c 2-11", "C5.2 c 2-11", "C6.2 c 2-11", "C14.2 c 2-6", "C17 c 2-5",
		"C17 c 8-11", "C18 c 10"}},
	// File B has no DEFC, so it has none of the combinations of C: but for line 3 of C, which has no activity to look for.
	{"programActivityValid.csv awardFinancialValid.csv", []string{"format b 1", "format b 1", "format b 1", "B3.2 b 2-11", "B4.2 b 2-11",
		"B24 b 2-11", "B20.1.1 c 2", "B20.1.1 c 4-11", "C3.2 c 2-11", "C4.2 c 2-11", "C5.2 c 2-11", "C6.2 c 2-11", "C14.2 c 2-6", "C17 c 2-5",
		"C17 c 8-11", "C18 c 10"}},
	{"cross_file_A.csv", []string{"A4 a 2-6"}},
	{"cross_file_B.csv", []string{"B3.2 b 2-9", "B4.2 b 2-9", "B5.2 b 2-9", "B6.2 b 2-9", "B7.2 b 2-9"}},
	{"cross_file_C.csv", []string{"C3.2 c 2-3", "C4.2 c 2-3", "C5.2 c 2-3", "C6.2 c 2-3", "C7.2 c 2-3", "C14.2 c 2-3", "C17 c 2-3"}},
	// Between them: an account of A that B lacks, recoveries 300.00 apart, awards above their purposes, and activities of agencies
	// that the list does not cover.
	{"cross_file_A.csv cross_file_B.csv cross_file_C.csv program_activity.csv", []string{"A4 a 2-6", "A30.1 a 4", "A35 a 6",
		"B3.2 b 2-9", "B4.2 b 2-9", "B5.2 b 2-9", "B6.2 b 2-9", "B7.2 b 2-9", "B9 b 2-3", "B9 b 9",
		"C3.2 c 2-3", "C4.2 c 2-3", "C5.2 c 2-3", "C6.2 c 2-3", "C7.2 c 2-3", "C14.2 c 2-3", "C17 c 2-3", "C20.1 c 2", "C21.1.1 c 2",
		"C26.1 c 2"}},
}

func TestSamples(t *testing.T) {
	dir := samplesDir(t)
	for _, sample := range samples {
		t.Run(sample.files, func(t *testing.T) {
			var paths []string
			for _, name := range strings.Fields(sample.files) {
				paths = append(paths, filepath.Join(dir, name))
			}
			set, _, err := gsdm.Open(paths...)
			require.NoError(t, err)
			report, got := set.Check(), []string{}
			for _, f := range report.Findings {
				for _, file := range report.Files {
					if file.Name == f.File {
						got = append(got, fmt.Sprintf("%s %s %d", f.Rule, strings.ToLower(file.Kind), f.Line))
					}
				}
			}
			want := []string{}
			for _, finds := range sample.finds {
				want = append(want, eachLine(t, finds)...)
			}
			require.ElementsMatch(t, want, got)
		})
	}
}

// A directory that holds two files of a kind does not say which of them is meant.
func TestSamplesTogether(t *testing.T) {
	_, _, err := gsdm.Open(samplesDir(t))
	require.ErrorIs(t, err, gsdm.ErrTwice)
	require.ErrorContains(t, err, "appropInvalidError.csv and appropInvalidWarning.csv are both a file A")
}

// samplesDir is where the broker's samples lie.
func samplesDir(t *testing.T) string {
	t.Helper()
	data := os.Getenv("PURSE_DATA")
	if data == "" {
		data = "../../../shared/data"
	}
	dir := filepath.Join(data, "broker", "samples")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the broker's samples are not beside the project; PURSE_DATA names the directory that holds broker/samples (%v)", err)
	}
	return dir
}

// eachLine takes "A4 a 2-4" apart into one finding a line.
func eachLine(t *testing.T, finds string) (all []string) {
	words := strings.Fields(finds)
	first, last, several := strings.Cut(words[2], "-")
	if !several {
		last = first
	}
	var from, to int
	_, err := fmt.Sscan(first+" "+last, &from, &to)
	require.NoError(t, err)
	for line := from; line <= to; line++ {
		all = append(all, fmt.Sprintf("%s %s %d", words[0], words[1], line))
	}
	return all
}
