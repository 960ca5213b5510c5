package gsdm_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/gsdm"
)

// Each row breaks one thing in the sound set, and names the rule that finds it with the file and line: "A4 a.csv:2". An edit is
//
//	b.csv:2 480100_cpe=-1.00      sets a cell, in the column of which the short or full name begins so, or of an account
//	b.csv:2 copy object_class=100 adds the line again, with cells set
//	b.csv:2 drop                  takes the line away; as a.csv drop, the whole file
var broken = []struct{ name, edits, finds string }{
	{"a period beside the type X", "b.csv drop; a.csv:4 beginning=2017 ending=2018", "A1.1 a.csv:4"},
	{"a period that ends before it begins", "b.csv drop; a.csv:4 availability= beginning=2018 ending=2017", "A1.1 a.csv:4"},
	{"a period without an end", "b.csv drop; a.csv:4 availability= beginning=2018", "A1.1 a.csv:4"},
	{"a year of two digits", "b.csv drop; a.csv:4 availability= beginning=17 ending=18", "A1.1 a.csv:4"},
	{"neither a type nor a period", "a.csv drop; b.csv:10 availability=", "A1.2 b.csv:10"},
	{"an unknown type", "b.csv drop; c.csv:6 availability=Q", "A1.3 c.csv:6"},
	{"total resources", "sf133.csv:13 copy line=1902", "A2 a.csv:2"},
	{"other resources", "a.csv:2 contract=8.00; sf133.csv:2 copy line=1640 amount=1.00", "A3 a.csv:2"},
	{"status of resources", "a.csv:2 unobligated_b=4000001.00; sf133.csv:2 copy line=2490 amount=1.00", "A4 a.csv:2"},
	{"line 1910", "sf133.csv:2 copy line=1910", "A6 a.csv:2"},
	{"line 1000", "sf133.csv:2 copy line=1000", "A7 a.csv:2"},
	{"line 1160", "sf133.csv:2 copy line=1160", "A8 a.csv:2"},
	{"line 1180", "sf133.csv:2 copy line=1180", "A8 a.csv:2"},
	{"line 1260", "sf133.csv:2 copy line=1260", "A8 a.csv:2"},
	{"line 1280", "sf133.csv:2 copy line=1280", "A8 a.csv:2"},
	{"line 1640", "sf133.csv:2 copy line=1640", "A9 a.csv:2"},
	{"line 1340", "sf133.csv:2 copy line=1340", "A10 a.csv:2"},
	{"line 1850", "sf133.csv:2 copy line=1850", "A11 a.csv:2"},
	{"line 1010", "sf133.csv:2 copy line=1010", "A12 a.csv:2"},
	{"line 1067", "sf133.csv:2 copy line=1067", "A12 a.csv:2"},
	{"line 3020 of a code that B does not have", "sf133.csv:2 copy line=3020 defc=B", "A14 a.csv:2"},
	{"line 2490", "sf133.csv:2 copy line=2490", "A15 a.csv:2"},
	{"outlays in A and B", "sf133.csv drop; a.csv:2 gross=-1.00", "A18 a.csv:2"},
	{"obligations in A and B", "sf133.csv drop; b.csv:2 obligations_incurred=-800000.00", "A19 a.csv:2"},
	{"line 2190 of a code that B does not have", "sf133.csv:2 copy line=2190 defc=B", "A22 a.csv:2"},
	{"line 2500", "sf133.csv:2 copy line=2500", "A23 a.csv:2"},
	{"status and total", "sf133.csv drop; a.csv:4 unobligated_b=1.00 status=1.00", "A24 a.csv:4"},
	{"lines 1021 and 1012", "sf133.csv:2 copy line=1021 defc=B amount=5.00; sf133.csv:2 copy line=1012 amount=-5.00", "A29 a.csv:2"},
	{"an account without purposes", "b.csv:10 drop; b.csv:10 drop", "A30.1 a.csv:4"},
	{"purposes without an account", "b.csv:8 copy main_account=413; b.csv:12 sub=1", "A30.2 b.csv:12"},
	{"an account twice", "a.csv:2 copy", "A32 a.csv:5"},
	{"an account that the SF-133 lacks", "b.csv drop; a.csv:2 copy sub=1", "A33.2 a.csv:5"},
	{"recoveries in A and B", "sf133.csv drop; a.csv:2 deob=1.00", "A35 a.csv:2"},

	{"undelivered FYB", "b.csv:2 obligations_undelivered_or_fyb=-99999.00", "B3.1 b.csv:2"},
	{"undelivered CPE", "b.csv:2 480110_cpe=-1.00", "B3.2 b.csv:2"},
	{"delivered FYB", "b.csv:2 obligations_delivered_orde_fyb=-99999.00", "B4.1 b.csv:2"},
	{"delivered CPE", "b.csv:2 490110_cpe=-1.00", "B4.2 b.csv:2"},
	{"outlay FYB", "b.csv:2 gross_outlay_amount_by_pro_fyb=-99999.00", "B5.1 b.csv:2"},
	{"outlay CPE", "a.csv drop; sf133.csv drop; b.csv:2 gross_outlay_amount_by_pro_cpe=-99999.00", "B5.2 b.csv:2"},
	{"prepaid FYB", "sf133.csv drop; b.csv:2 480200_fyb=-10000.01", "B6.1 b.csv:2"},
	{"prepaid CPE", "b.csv:2 480210_cpe=-1.00", "B6.2 b.csv:2"},
	{"paid FYB", "sf133.csv drop; b.csv:2 490800_fyb=-10000.01", "B7.1 b.csv:2"},
	{"paid CPE", "sf133.csv drop; b.csv:2 490800_cpe=-10000.01", "B7.2 b.csv:2"},
	{"an activity that is not listed", "b.csv:4 program_activity_name=Other", "B9 b.csv:4"},
	{"a code that is not listed", "b.csv:4 program_activity_code=3", "B9 b.csv:4"},
	{"an unknown activity with money", "b.csv:4 program_activity_code=0 program_activity_name=Unknown/Other", "B9 b.csv:4"},
	{"recoveries by purpose", "a.csv drop; sf133.csv drop; b.csv:2 deob=99999.00", "B13 b.csv:2"},
	{"line 2004", "sf133.csv:2 copy line=2004", "B14 b.csv:2"},
	{"line 2104", "sf133.csv:2 copy line=2104 defc=Q", "B15 b.csv:6"},
	{"line 2104 where nothing is reimbursable", "sf133.csv:36 copy line=2104", "B15 b.csv:8"},
	{"reimbursable relief", "a.csv drop; sf133.csv:22 copy line=2104 defc=A amount=3200.00; b.csv:3 by_direct=R; sf133.csv:2 copy " +
		"line=2004 amount=-3200.00", "B15 b.csv:3"},
	{"the same purpose twice", "b.csv:10 copy", "B19.1 b.csv:12"},
	{"the same purpose with an object class of four digits", "b.csv:10 copy object_class=0000", "B19.1 b.csv:12"},
	{"the same key twice", "b.csv:11 copy", "B19.2 b.csv:12"},
	{"line 3020 of another code", "sf133.csv:4 copy amount=5.00; sf133.csv:4 copy defc=B amount=-5.00", "B22 b.csv:2"},
	{"blank DEFC", "b.csv:10 disaster=", "B24 b.csv:10"},
	{"unknown DEFC", "b.csv:10 disaster=ZZ", "B24 b.csv:10"},
	{"line 2190 of another code", "sf133.csv:3 copy amount=5.00; sf133.csv:3 copy defc=B amount=-5.00", "B25 b.csv:2"},
	{"line 1033 of another code", "sf133.csv:6 copy amount=5.00; sf133.csv:6 copy defc=B amount=-5.00", "B26 b.csv:2"},

	{"an award for an activity that is not listed", "b.csv drop; c.csv:2 program_activity_code=9", "B9 c.csv:2"},
	{"an award for an unknown activity", "b.csv drop; c.csv:6 program_activity_code=0 program_activity_name=Unknown/Other",
		"B9 c.csv:6"},
	{"an award of another object class", "c.csv:3 object_class=999", "B20.1.1 c.csv:3"},
	{"an award of another code", "c.csv:3 disaster=C", "B20.1.1 c.csv:3"},
	{"an award of another year's adjustment", "c.csv:3 prior_year=P", "B20.1.1 c.csv:3"},
	{"the same without a year's adjustment", "c.csv:3 prior_year= object_class=999", "B20.1.2 c.csv:3"},
	{"an award with another key", "c.csv:5 program_activity_reporting_key=PARK0009", "B20.2.1 c.csv:5"},
	{"the same without a year's adjustment", "c.csv:5 prior_year= object_class=999", "B20.2.2 c.csv:5"},
	{"blank DEFC of an award", "b.csv drop; c.csv:3 disaster=", "B24 c.csv:3"},
	{"award undelivered FYB", "c.csv:2 obligations_undelivered_or_fyb=0", "C3.1 c.csv:2"},
	{"award undelivered CPE", "c.csv:2 obligations_undelivered_or_cpe=0", "C3.2 c.csv:2"},
	{"award delivered FYB", "c.csv:2 obligations_delivered_orde_fyb=0", "C4.1 c.csv:2"},
	{"award delivered CPE", "c.csv:2 prior_year= obligations_delivered_orde_cpe=0", "C4.2 c.csv:2"},
	{"award outlay FYB", "c.csv:2 gross_outlay_amount_by_awa_fyb=0", "C5.1 c.csv:2"},
	{"award outlay CPE", "c.csv:2 gross_outlay_amount_by_awa_cpe=0", "C5.2 c.csv:2"},
	{"award prepaid FYB", "c.csv:2 480200_fyb=0", "C6.1 c.csv:2"},
	{"award prepaid CPE", "c.csv:2 480200_cpe=0", "C6.2 c.csv:2"},
	{"award paid FYB", "c.csv:2 490800_fyb=0", "C7.1 c.csv:2"},
	{"award paid CPE", "c.csv:2 490800_cpe=0", "C7.2 c.csv:2"},
	{"an award without a name", "c.csv:3 fain=", "C14.1 c.csv:3"},
	{"an award with two names", "c.csv:3 piid=70FB7018F00000001", "C14.2 c.csv:3"},
	{"a transaction with balances", "c.csv:2 transaction=0", "C17 c.csv:2"},
	{"award recoveries", "c.csv:2 deob=0", "C18 c.csv:2"},
	{"more of an object class than in B", "c.csv:2 object_class=252", "C20.1 c.csv:2"},
	{"the same without a year's adjustment", "c.csv:2 object_class=252 prior_year=", "C20.2 c.csv:2"},
	{"more of an activity than in B", "c.csv:2 program_activity_code=2 program_activity_name=Recovery", "C21.1.1 c.csv:2"},
	{"the same without a year's adjustment", "c.csv:2 program_activity_code=2 program_activity_name=Recovery prior_year=",
		"C21.1.2 c.csv:2"},
	{"more of a key than in B", "c.csv:4 program_activity_reporting_key=PARK0002", "C21.2.1 c.csv:4"},
	{"the same without a year's adjustment", "c.csv:4 program_activity_reporting_key=PARK0002 prior_year=", "C21.2.2 c.csv:4"},
	{"an award without an outlay", "c.csv:6 gross_outlay_amount_by_awa_cpe=", "C25 c.csv:6"},
	{"more of a code than in B", "c.csv:2 disaster=Q", "C26.1 c.csv:2"},
	{"the same without a year's adjustment", "c.csv:2 disaster=Q prior_year=", "C26.2 c.csv:2"},
	{"an award's balance twice", "c.csv:6 copy", "C28.1 c.csv:8"},
	{"an award's balance with a key twice", "c.csv:7 copy", "C28.2 c.csv:8"},

	{"an amount in words", "c.csv:6 480200_cpe=none", "format c.csv:6"},
	{"a part that is no number", "c.csv:6 ending=20l8; b.csv drop", "format c.csv:6"},
	{"an agency of letters", "a.csv:4 agency_id=DHS; b.csv drop", "format a.csv:4"},
	{"a main account of letters", "b.csv:10 main_account=O500; a.csv drop", "format b.csv:10"},
	{"an account of the SF-133 without a period", "a.csv drop; sf133.csv:2 copy sub=1 availability=", "format sf133.csv:55"},
	{"a text that is not UTF-8", "a.csv drop; b.csv drop; sf133.csv drop; activities.csv drop; c.csv:6 piid=\xe9", "format c.csv:6"},
	{"a text that is too long", "b.csv:2 by_direct=DD; sf133.csv drop; c.csv drop", "format b.csv:2"},
	{"a blank account", "a.csv:4 main_account=; b.csv drop; sf133.csv drop", "format a.csv:4"},
}

// These are no faults.
var unbroken = []struct{ name, edits string }{
	{"parts that have lost their zeros", "a.csv:2 agency_id=70 main_account=702 sub=0; c.csv:2 program_activity_code=1"},
	{"a name in capitals, and in no letters at all", "c.csv:2 program_activity_name=READINESS; b.csv:4 by_direct=d prior_year=x"},
	{"an award that leaves the activity's name out", "activities.csv drop; c.csv:3 program_activity_name="},
	{"an award that leaves the activity's code out", "activities.csv drop; c.csv:3 program_activity_code=0"},
	{"an object class of four digits", "c.csv:2 object_class=4100"},
	{"an outlay and nothing else", "c.csv:6 gross_outlay_amount_by_awa_cpe=-1.00"},
	{"recoveries of which an account is blank", "c.csv:2 deob=1.00 487100_cpe="},
	{"an adjustment of another year that does not add up", "b.csv:7 obligations_undelivered_or_cpe=0"},
	{"a whole number", "a.csv:4 unobligated_b=0"},
	{"no codes in the SF-133", "sf133.csv:* defc="},
}

func TestBreakOneThing(t *testing.T) {
	provoked := map[string]bool{}
	for _, test := range broken {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, []string{test.finds}, found(t, edit(t, test.edits)))
		})
		label, place, _ := strings.Cut(test.finds, " ")
		provoked[label+" "+place[:1]] = true
	}
	for _, r := range gsdm.Rules {
		require.True(t, provoked[r.Label+" "+strings.ToLower(r.File.Letter())], "no row provokes %s of %s", r.Label, r.File)
	}
}

// Files that agree with each other do not vouch for an account whose parts disagree.
func TestAnAccountIsOneOfThese(t *testing.T) {
	for parts, finds := range map[string][]string{
		"beginning=2017 ending=2018":               {"A1.1 a.csv:4", "A1.2 b.csv:10", "A1.2 b.csv:11"},
		"availability=":                            {"A1.1 a.csv:4", "A1.2 b.csv:10", "A1.2 b.csv:11"},
		"availability=Z":                           {"A1.1 a.csv:4", "A1.2 b.csv:10", "A1.2 b.csv:11"},
		"availability= beginning=2018 ending=2017": {"A1.1 a.csv:4", "A1.2 b.csv:10", "A1.2 b.csv:11"},
		"agency_id=07O":                            {"format a.csv:4", "format b.csv:10", "format b.csv:11"},
		"main_account=05OO":                        {"format a.csv:4", "format b.csv:10", "format b.csv:11"},
		"availability=f":                           nil,
		"availability= beginning=2018 ending=2018": nil,
	} {
		edits := fmt.Sprintf("a.csv:4 %s; b.csv:10 %s; b.csv:11 %s", parts, parts, parts)
		require.Equal(t, finds, found(t, edit(t, edits)), parts)
	}
}

func TestNoFault(t *testing.T) {
	for _, test := range unbroken {
		t.Run(test.name, func(t *testing.T) { require.Empty(t, found(t, edit(t, test.edits))) })
	}
}

// found is what is found in a directory: "A4 a.csv:2".
func found(t *testing.T, dir string) (all []string) {
	t.Helper()
	set, _, err := gsdm.Open(dir)
	require.NoError(t, err)
	for _, f := range set.Check().Findings {
		all = append(all, fmt.Sprintf("%s %s:%d", f.Rule, f.File, f.Line))
	}
	return all
}

// edit makes a directory with the sound set, edited.
func edit(t *testing.T, edits string) string {
	t.Helper()
	files := map[string][][]string{}
	for _, name := range []string{"a.csv", "b.csv", "c.csv", "sf133.csv", "activities.csv"} {
		f, err := os.Open("testdata/sound/" + name)
		require.NoError(t, err)
		files[name], err = csv.NewReader(f).ReadAll()
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	for _, e := range strings.FieldsFunc(edits, func(r rune) bool { return r == ';' }) {
		e = strings.TrimSpace(e)
		place, change, _ := strings.Cut(e, " ")
		name, line, _ := strings.Cut(place, ":")
		if line == "" {
			delete(files, name)
			continue
		}
		files[name] = editLines(t, files[name], line, change)
	}
	dir := t.TempDir()
	for name, records := range files {
		f, err := os.Create(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NoError(t, csv.NewWriter(f).WriteAll(records))
		require.NoError(t, f.Close())
	}
	return dir
}

func editLines(t *testing.T, records [][]string, line, change string) [][]string {
	t.Helper()
	n := 0
	if line != "*" {
		_, err := fmt.Sscan(line, &n)
		require.NoError(t, err)
	}
	if change == "drop" {
		return slices.Delete(records, n-1, n)
	}
	if rest, is := strings.CutPrefix(change, "copy"); is {
		records = append(records, slices.Clone(records[n-1]))
		n, change = len(records), strings.TrimSpace(rest)
	}
	for i := range records[1:] {
		if line == "*" || i+2 == n {
			setCells(t, records[0], records[i+1], change)
		}
	}
	return records
}

// setCells sets the cells named in column=value pairs. A value has no spaces.
func setCells(t *testing.T, header, record []string, change string) {
	t.Helper()
	for _, pair := range strings.Fields(change) {
		column, value, _ := strings.Cut(pair, "=")
		at := slices.IndexFunc(header, func(full string) bool { return gsdm.NamedSo(full, column) })
		require.GreaterOrEqual(t, at, 0, "no column is named %s", column)
		record[at] = value
	}
}
