package gsdm_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/gsdm"
)

const header = "agencyidentifier,mainaccountcode,subaccountcode,statusofbudgetaryresourcestotal_cpe\n"

// missing says that a finding is of a column that a file lacks: TestMissingColumn is about those, and the other tests have few.
func missing(f gsdm.Finding) bool { return strings.HasPrefix(f.What, "there is no column ") }

// shape are the findings about the shape of a file A.
func shape(t *testing.T, text string) (all []string) {
	t.Helper()
	table, err := gsdm.Read("a.csv", strings.NewReader(text))
	require.NoError(t, err)
	set, err := gsdm.NewSet(table)
	require.NoError(t, err)
	for _, f := range set.Check().Findings {
		if f.Rule == gsdm.Format && !missing(f) {
			require.Equal(t, gsdm.Fatal, f.Severity)
			all = append(all, strings.TrimPrefix(f.What, "column 4, status_of_budgetary_resour_cpe: "))
		}
	}
	return all
}

func TestAmounts(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "0": "", "-0": "", "1250": "", "1250.5": "", "-1250.50": "", "007.00": "", " 7 ": "",
		"23058430092136939.51":                "",
		"1.250":                               `"1.250" has 3 decimals, at most 2`,
		"1e3":                                 "is not an amount",
		"1.":                                  "is not an amount",
		".5":                                  "is not an amount",
		"-":                                   "is not an amount",
		"--1":                                 "is not an amount",
		"+1":                                  "is not an amount",
		"1 000":                               "is not an amount",
		"$1":                                  "is not an amount",
		"0x1F":                                "is not an amount",
		"NaN":                                 "is not an amount",
		"1_0":                                 "is not an amount",
		"١":                                   "is not an amount",
		"\x1b[31m":                            `"\x1b[31m" is not an amount`,
		"92233720368547758.08":                "is greater than any amount can be",
		"-92233720368547758.08":               "is greater than any amount can be",
		"99999999999999999999999999999999999": `"999999999999999999999999999999…" is greater than any amount can be`,
	} {
		got := strings.Join(shape(t, header+"070,0702,000,"+text+"\n"), "; ")
		if want == "" {
			require.Empty(t, got, text)
		}
		require.Contains(t, got, want, text)
	}
}

// What is wrong with a line is found in its place, and the others are read.
func TestLines(t *testing.T) {
	text := "\ufeff" + strings.ToUpper(header) +
		"\n070,0702,000,x\n070,0702\n\"070\n\",0702,000,y\n07\"0,0702,000,1\n070,0702,000,z\n"
	table, err := gsdm.Read("a.csv", strings.NewReader(text))
	require.NoError(t, err)
	set, err := gsdm.NewSet(table)
	require.NoError(t, err)
	var lines []int
	for _, f := range set.Check().Findings {
		if f.Rule == gsdm.Format && !missing(f) {
			lines = append(lines, f.Line)
		}
	}
	require.Equal(t, []int{3, 4, 5, 7, 8}, lines)
	require.Len(t, table.Rows, 3)
}

func TestHeader(t *testing.T) {
	for name, text := range map[string]string{
		"GSDM names":  "AgencyIdentifier,MainAccountCode,SubAccountCode,StatusOfBudgetaryResourcesTotal_CPE\n",
		"short names": "agency_identifier,main_account_code,sub_account_code,STATUS_of_budgetary_resour_cpe\n",
		"bars":        "agency_identifier|main_account_code|sub_account_code|status_of_budgetary_resour_cpe\n",
		"other order": " status_of_budgetary_resour_cpe ,sub_account_code,mainaccountcode,AgencyIdentifier\n",
	} {
		table, err := gsdm.Read("x", strings.NewReader(text))
		require.NoError(t, err, name)
		require.Equal(t, gsdm.FileA, table.Kind, name)
		require.Empty(t, table.Unread, name)
	}
	require.Equal(t, []string{"column 5, status_of_budgetary_resour_cpe, stands as column 4 already: what is in it is not read"},
		shape(t, strings.TrimSpace(header)+",status_of_budgetary_resour_cpe\n"))
}

// A rule is not run if a column that it needs is missing; it is not passed, and each column that is missing is a fault.
func TestMissingColumn(t *testing.T) {
	table, err := gsdm.Read("a.csv", strings.NewReader(header))
	require.NoError(t, err)
	set, err := gsdm.NewSet(table)
	require.NoError(t, err)
	report := set.Check()
	require.Equal(t, 2, report.Run, "only A1 and A32 need none")
	require.Contains(t, report.NotRun, gsdm.NotRun{"A24", "A", "a.csv has no column totalbudgetaryresources_cpe"})
	require.Contains(t, report.NotRun, gsdm.NotRun{"A3", "A", "a.csv has no column otherbudgetaryresourcesamount_cpe"})
	require.Contains(t, report.NotRun, gsdm.NotRun{"B24", "C", "no file C was given"})
	require.Len(t, report.Findings, 12)
	require.Equal(t, 12, report.Fatal)
	require.Contains(t, report.Findings, gsdm.Finding{File: "a.csv", Line: 1, Rule: gsdm.Format, Severity: gsdm.Fatal,
		What: "there is no column totalbudgetaryresources_cpe, which every file A has"})
}

// endless gives a line again and again.
type endless struct{ line, rest []byte }

func (e *endless) Read(p []byte) (int, error) {
	if len(e.rest) == 0 {
		e.rest = e.line
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func repeat(header, line string) io.Reader {
	return io.MultiReader(strings.NewReader(header), &endless{line: []byte(line)})
}

const sfHeader = "aid,main account,sub account,line,fiscal year,amount\n"

func TestRefused(t *testing.T) {
	long := strings.Repeat("x", 1<<20) + "\n"
	for name, test := range map[string]struct {
		r    io.Reader
		err  error
		says string
	}{
		"nothing":              {strings.NewReader(""), gsdm.ErrUnreadable, "is empty"},
		"blank lines":          {strings.NewReader("\n\r\n\n"), gsdm.ErrUnreadable, "has blank lines only"},
		"a picture":            {strings.NewReader("\x89PNG\r\n\x1a\n"), gsdm.ErrUnreadable, "is not UTF-8 in line 1"},
		"a quote within":       {strings.NewReader("aid,\"main\" account\n"), gsdm.ErrUnreadable, "in line 1 not a line of a CSV file"},
		"a list of things":     {strings.NewReader("what,ever\n"), gsdm.ErrUnknown, "no header of a file that is known here"},
		"awards":               {strings.NewReader("fain,uri,actiontype,actiondate\n"), gsdm.ErrUnknown, "column agencyid"},
		"no main account":      {strings.NewReader("line,amount,aid\n"), gsdm.ErrColumn, "like SF-133, and has no column main"},
		"too long":             {repeat(header, long), gsdm.ErrTooLarge, "has more than 128 MiB"},
		"too many rows":        {repeat("agency_id,account,pa_code,pa_name\n", "1,2,3,4\n"), gsdm.ErrTooLarge, "more than 500000 rows"},
		"too much money":       {repeat(sfHeader, "1,2,3,4,2018,-9000000000000.00\n"), gsdm.ErrTooLarge, "more than 23,058,430,"},
		"two years":            {strings.NewReader(sfHeader + "1,2,3,4,2018,1\n1,2,3,4,2019,1\n"), gsdm.ErrPeriods, "line 3 of 2019"},
		"a name to be wary of": {strings.NewReader(""), gsdm.ErrUnreadable, `a\x1b[31m.csv`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := gsdm.Read("a\x1b[31m.csv", test.r)
			require.ErrorIs(t, err, test.err)
			require.ErrorContains(t, err, test.says)
		})
	}
}

// More findings of a rule than are listed are counted.
func TestManyFindings(t *testing.T) {
	var text bytes.Buffer
	text.WriteString(header)
	for range gsdm.MaxListed + 5 {
		text.WriteString("070,0702,000,x\n")
	}
	table, err := gsdm.Read("a.csv", &text)
	require.NoError(t, err)
	set, err := gsdm.NewSet(table)
	require.NoError(t, err)
	report := set.Check()
	require.Len(t, report.Findings, 3*gsdm.MaxListed, "malformed cells, an account without a period, and that again and again")
	require.Equal(t, 3*gsdm.MaxListed+12+5+5+4, report.Faults(), "with 12 columns that are missing")
	var b strings.Builder
	require.NoError(t, report.Print(&b))
	require.Contains(t, b.String(), "and 26 faults of the same rules, which are not listed")
}

func TestTAS(t *testing.T) {
	for text, want := range map[string]gsdm.TAS{
		"070-X-0702-000":         relief,
		"070-2017/2018-0413-000": grants,
		"019-070-X-0500-000":     idle,
	} {
		got, err := gsdm.ParseTAS(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
		require.Equal(t, text, got.String())
	}
	for _, text := range []string{"", "070", "070-X-0702", "70-X-0702-000", "070-X-702-000", "070-X-0702-0", "07O-X-0702-000",
		"070-x-0702-000",
		"070-XX-0702-000", "070--0702-000", "070-2017/18-0702-000", "070-2017-0702-000", "070-/-0702-000", "19-070-X-0702-000",
		"1-2-3-4-5-6", "-070-X-0702-000"} {
		_, err := gsdm.ParseTAS(text)
		require.ErrorIs(t, err, gsdm.ErrSymbol, text)
	}
}

// Nothing in a file, its header or its name reaches a terminal as it is.
func TestHostileText(t *testing.T) {
	const evil = "\x1b]0;owned\a\u202e"
	b, err := gsdm.Read(evil, strings.NewReader("agencyidentifier,mainaccountcode,subaccountcode,"+
		"programactivityname,programactivitycode,disasteremergencyfundcode,grossoutlayamountbyprogramobjectclass_cpe,"+evil+"\n"+
		strings.Join([]string{evil, evil, evil, evil, evil, evil, evil, evil}, ",")+"\n"))
	require.NoError(t, err)
	list, err := gsdm.Read(evil, strings.NewReader("agency_id,account,pa_code,pa_name\n1,2,3,4\n"))
	require.NoError(t, err)
	set, err := gsdm.NewSet(b, list)
	require.NoError(t, err)
	report := set.Check()
	require.Contains(t, report.NotRun, gsdm.NotRun{Rule: "B25", File: "B", Why: "no SF-133 was given"})
	require.Greater(t, len(report.Findings), 5, "malformed cells, B9 and B24")
	var page strings.Builder
	require.NoError(t, report.Print(&page))
	require.NotRegexp(t, "[\x1b\a\u202e]", page.String())
	require.NotRegexp(t, "[\x1b\a\u202e]", report)
	require.Contains(t, page.String(), `unknown DEFC \x1b]0;owned`)
}
