package gsdm_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/gsdm"
)

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	_, _, err := gsdm.Open(dir)
	require.ErrorIs(t, err, gsdm.ErrNothing)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "other.CSV"), []byte("what\never\n"), 0o644))
	_, skipped, err := gsdm.Open(dir, "testdata/sound/a.csv")
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(dir, "other.CSV") + " begins with no header of a file that is known here"}, skipped)
	_, _, err = gsdm.Open(filepath.Join(dir, "other.CSV"))
	require.ErrorIs(t, err, gsdm.ErrUnknown)
	_, _, err = gsdm.Open(filepath.Join(dir, "\x1b.csv"))
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NotContains(t, err.Error(), "\x1b")
	_, _, err = gsdm.Open("testdata/sound", "testdata/sound/b.csv")
	require.ErrorIs(t, err, gsdm.ErrTwice)
	_, _, err = gsdm.Open("/dev/null")
	require.ErrorContains(t, err, "is not a file")
}

// wide is a text as some spreadsheets save it: UTF-16 with a mark in front.
func wide(text string) string {
	bz, err := binary.Append(nil, binary.LittleEndian, utf16.Encode([]rune("\ufeff"+text)))
	if err != nil {
		panic(err) // numbers
	}
	return string(bz)
}

// A file of a directory that was meant to be checked and cannot be read is a fault in its first line, and the others are checked. No
// rule is left out for it in silence. The sound set has one file spoiled at a time.
func TestWhatCannotBeReadIsAFault(t *testing.T) {
	commas := func(other string) func(string) string {
		return func(text string) string { return strings.ReplaceAll(text, ",", other) }
	}
	without := func(column string) func(string) string {
		return func(text string) string { return strings.Replace(text, column, "else", 1) }
	}
	for _, test := range []struct {
		file  string
		spoil func(string) string
		says  string
	}{
		{"c.csv", wide, "c.csv is UTF-16, or no text at all"},
		{"b.csv", func(text string) string { return wide(text)[2:] }, "b.csv is UTF-16, or no text at all"},
		{"a.csv", commas(";"), "a.csv has ';' between the columns of its header"},
		{"sf133.csv", commas("\t"), `sf133.csv has '\t' between the columns of its header`},
		{"c.csv", func(string) string { return "" }, "c.csv is empty"},
		{"activities.csv", func(string) string { return "\n\n" }, "activities.csv has blank lines only"},
		{"b.csv", func(text string) string { return "R\xe9sum\xe9," + text }, "b.csv is not UTF-8 in line 1"},
		{"a.csv", without("mainaccountcode"), "a.csv is most like file A, and has no column mainaccountcode"},
		{"b.csv", without("agencyidentifier"), "b.csv is most like file B, and has no column agencyidentifier"},
		{"sf133.csv", without("line"), "sf133.csv is most like SF-133, and has no column line"},
		{"c.csv", without("bydirectreimbursablefundingsource"),
			"there is no column bydirectreimbursablefundingsource, which every file C has"},
	} {
		t.Run(test.says, func(t *testing.T) {
			dir := edit(t, "")
			path := filepath.Join(dir, test.file)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path, []byte(test.spoil(string(text))), 0o644))
			set, skipped, err := gsdm.Open(dir)
			require.NoError(t, err)
			require.Empty(t, skipped)
			report := set.Check()
			require.Equal(t, []gsdm.Finding{
				{File: test.file, Line: 1, Rule: gsdm.Format, Severity: gsdm.Fatal, What: test.says},
			}, report.Findings)
			require.Equal(t, 1, report.Faults())
		})
	}
}

// Where nothing else is to be checked, the file that cannot be read is why.
func TestNothingButWhatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.csv"), nil, 0o644))
	_, _, err := gsdm.Open(dir)
	require.ErrorIs(t, err, gsdm.ErrUnreadable)
	require.ErrorContains(t, err, "a.csv is empty")
}

// What is plainly another file is left out, and the reason is given: the broker's files of awards, and reports of ours.
func TestWhatIsSomethingElseIsLeftOut(t *testing.T) {
	for header, why := range map[string]string{
		"fain,uri,actiontype,actiondate,awarddescription": "is most like file C, and has no column agencyidentifier",
		"number,section,title,total,amount":               "is most like SF-133, and has no column agencyidentifier",
		"account;title;debit;credit":                      "begins with no header of a file that is known here",
		"to do":                                           "begins with no header of a file that is known here",
	} {
		dir := edit(t, "")
		require.NoError(t, os.WriteFile(filepath.Join(dir, "other.csv"), []byte(header+"\n"), 0o644))
		set, skipped, err := gsdm.Open(dir)
		require.NoError(t, err)
		require.Equal(t, []string{"other.csv " + why}, skipped)
		require.Empty(t, set.Check().Findings)
	}
}

// What is called like a file of ours and is none is a fault, as is a link to nothing; the others are checked.
func TestWhatIsCalledLikeAFileOfTheSet(t *testing.T) {
	dir := edit(t, "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "File-B.csv"), []byte("to do\n"), 0o644))
	require.NoError(t, os.Symlink("nowhere.csv", filepath.Join(dir, "link.csv")))
	set, skipped, err := gsdm.Open(dir)
	require.NoError(t, err)
	require.Empty(t, skipped)
	report := set.Check()
	require.Equal(t, []gsdm.Finding{
		{File: "File-B.csv", Line: 1, Rule: gsdm.Format, Severity: gsdm.Fatal, What: "File-B.csv begins with no header of a file that is known here"},
		{File: "link.csv", Line: 1, Rule: gsdm.Format, Severity: gsdm.Fatal, What: "link.csv is a link to nothing"},
	}, report.Findings)
	require.Len(t, report.Files, 5)
}

// Without fund codes in the SF-133 B is held to it by account, and the report says so.
func TestAnSF133WithoutFundCodes(t *testing.T) {
	dir := edit(t, "")
	path := filepath.Join(dir, "sf133.csv")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(text), ",defc,", ",else,", 1)), 0o644))
	set, _, err := gsdm.Open(dir)
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, set.Check().Print(&out))
	require.Contains(t, out.String(), "note: sf133.csv names no disaster emergency fund codes: B is held to it account by account\n")
}

// A mark in front, as spreadsheets write it before UTF-8, is no part of the first column's name.
func TestMarkInFront(t *testing.T) {
	dir := edit(t, "")
	for _, name := range []string{"a.csv", "b.csv", "c.csv", "sf133.csv", "activities.csv"} {
		path := filepath.Join(dir, name)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, append([]byte("\ufeff"), text...), 0o644))
	}
	set, skipped, err := gsdm.Open(dir)
	require.NoError(t, err)
	require.Empty(t, skipped)
	report := set.Check()
	require.Empty(t, report.Findings)
	require.Empty(t, report.NotRun)
}
