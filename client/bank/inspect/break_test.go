package inspect_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/inspect"
)

// A row breaks one thing in a sound file, and names the rule that finds it first, with its line: "total 9". An edit is
//
//	3@19=0000000000   overwrites line 3 from column 19
//	3 s|old|new|      replaces a text that stands once in line 3
//	3 drop            takes the line away
//	3 copy            adds the line again, below itself
//	3 move 7          takes the line to where line 7 then is
//	3 cut 1           takes characters off its end
//	3 below TEXT      adds a line below it
type row struct{ name, file, edits, finds string }

func TestBreakOneThing(t *testing.T) {
	provoked := map[string]bool{}
	for _, test := range slices.Concat(brokenPAM, brokenACH, brokenISO, brokenCSV) {
		t.Run(test.file+"/"+test.name, func(t *testing.T) {
			f := inspected(t, edit(t, test.file, test.edits))
			require.False(t, f.Sound(), "nothing was found")
			require.Equal(t, test.finds, fmt.Sprintf("%s %d", f.Faults[0].Rule, f.Faults[0].Line), "%v", f.Faults)
		})
		name, _, _ := strings.Cut(test.finds, " ")
		provoked[name] = true
	}
	for _, r := range bank.Rules {
		if r.Name != bank.TooLarge { // has tests of its own
			require.True(t, provoked[r.Name], "no row provokes %s", r.Name)
		}
	}
}

// What is not edited is sound, and so are these.
func TestSound(t *testing.T) {
	entries, err := os.ReadDir("../testdata/sound")
	require.NoError(t, err)
	tests := slices.Clone(alsoSound)
	for _, e := range entries {
		tests = append(tests, row{name: "as it is", file: e.Name()})
	}
	for _, test := range tests {
		t.Run(test.file+"/"+test.name, func(t *testing.T) {
			require.Empty(t, inspected(t, edit(t, test.file, test.edits)).Faults)
		})
	}
}

var alsoSound = []row{
	{"lines that end in CR LF", "payments.spr", "* s|$|\r|", ""},
	{"lines that end in CR LF", "payments.ach", "* s|$|\r|", ""},
	{"a payment of a loan", "payments.ach", "9@2=52", ""},
	{"two reasons", "pain002.xml", "40 below <StsRsnInf><Rsn><Prtry>X1</Prtry></Rsn></StsRsnInf>", ""},
	{"a reference that was not provided", "camt054.xml", "33 s|P1|NOTPROVIDED|", ""},
	{"a byte order mark", "word.csv", "1 s|payable,trace|\ufeffpayable,trace|", ""},
	{"a byte order mark", "camt054.xml", "1 s|<?xml|\ufeff<?xml|", ""},
	{"an amount as people write it", "payments.csv", `2 s|12500.00|"$12,500.00"|`, ""},
	{"quoted cells", "word.csv", `2 s|REF-1|"REF-1"|`, ""},
	{"a comment", "pain002.xml", "5 s|BANK-1|BANK<!-- or not -->-1|", ""},
	{"a text that XML protects", "pain002.xml", "5 s|BANK-1|<![CDATA[BANK-1]]>|", ""},
	{"a charge", "camt054.xml", "21 s|12500.99|12501.99|; 21 below <Chrgs><TtlChrgsAndTaxAmt Ccy=\"USD\">1.00</TtlChrgsAndTaxAmt></Chrgs>", ""},
}

func inspected(t *testing.T, text string) *bank.File {
	t.Helper()
	f, err := inspect.Read(strings.NewReader(text))
	require.NoError(t, err)
	return f
}

// edit is a sound file, edited.
func edit(t *testing.T, name, edits string) string {
	t.Helper()
	bz, err := os.ReadFile("../testdata/sound/" + name)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(bz), "\n"), "\n")
	for _, e := range strings.Split(edits, "; ") {
		if e == "" {
			continue
		}
		if all, is := strings.CutPrefix(e, "* s|$|"); is {
			for i := range lines {
				lines[i] += strings.TrimSuffix(all, "|")
			}
			continue
		}
		lines = editLine(t, lines, e)
	}
	return strings.Join(lines, "\n") + "\n"
}

func editLine(t *testing.T, lines []string, e string) []string {
	t.Helper()
	var number, column, more int
	if n, _ := fmt.Sscanf(e, "%d@%d=", &number, &column); n == 2 {
		_, text, _ := strings.Cut(e, "=")
		line := lines[number-1]
		lines[number-1] = line[:column-1] + text + line[column-1+len(text):]
		return lines
	}
	_, err := fmt.Sscanf(e, "%d", &number)
	require.NoError(t, err, e)
	_, verb, _ := strings.Cut(e, " ")
	line := lines[number-1]
	switch word, rest, _ := strings.Cut(verb, " "); {
	case strings.HasPrefix(verb, "s|"):
		parts := strings.Split(verb, "|")
		require.Len(t, parts, 4, e)
		require.Equal(t, 1, strings.Count(line, parts[1]), "%q in %q", parts[1], line)
		lines[number-1] = strings.Replace(line, parts[1], parts[2], 1)
	case word == "drop":
		return slices.Delete(lines, number-1, number)
	case word == "copy":
		return slices.Insert(lines, number, line)
	case word == "below":
		return slices.Insert(lines, number, rest)
	case word == "cut":
		_, err := fmt.Sscan(rest, &more)
		require.NoError(t, err)
		lines[number-1] = line[:len(line)-more]
	case word == "move":
		_, err := fmt.Sscan(rest, &more)
		require.NoError(t, err)
		return slices.Insert(slices.Delete(lines, number-1, number), more-1, line)
	default:
		require.Fail(t, "no edit", e)
	}
	return lines
}
