package inspect_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type hostileCase struct{ name, text string }

// bytesNoFileHolds are put at the end of each line.
var bytesNoFileHolds = []string{"\x00", "\x1b[2J", "\u202e", "\xff", "\xe9", "\u200b"}

// places are the columns of each kind of record, by its first characters, of which every digit is held by a rule: an amount, a routing
// number, a count, a sum.
var places = []struct {
	file    string
	columns map[string][][2]int
}{
	{"spr", map[string][][2]int{"02": {{19, 28}, {187, 195}}, "12": {{19, 28}}, "T ": {{13, 20}, {24, 38}}, "E ": {{3, 56}}, "H ": {{43, 45}}}},
	{"ach", map[string][][2]int{"1": {{5, 13}, {35, 40}}, "5": {{2, 4}, {80, 94}}, "6": {{4, 12}, {30, 39}, {79, 87}},
		"8": {{2, 54}, {80, 94}}, "9": {{2, 55}}}},
}

// hostile damages each sound file in every place.
func hostile(t *testing.T) (all []hostileCase) {
	entries, err := os.ReadDir("../testdata/sound")
	require.NoError(t, err)
	for _, e := range entries {
		bz, err := os.ReadFile("../testdata/sound/" + e.Name())
		require.NoError(t, err)
		lines := strings.Split(strings.TrimSuffix(string(bz), "\n"), "\n")
		_, kind, _ := strings.Cut(e.Name(), ".")
		add := func(what string, at int, changed ...string) {
			text := strings.Join(append(append(append([]string{}, lines[:at]...), changed...), lines[at+1:]...), "\n") + "\n"
			all = append(all, hostileCase{fmt.Sprintf("%s:%d %s", e.Name(), at+1, what), text})
		}
		for i, line := range lines {
			for _, b := range bytesNoFileHolds {
				add(fmt.Sprintf("%q", b), i, line+b)
			}
			switch kind {
			case "spr", "ach":
				damageRecord(kind, i, line, add)
			case "xml":
				damageElement(i, line, add)
				add("cut", i, strings.Repeat("<a>", 40))
			case "csv":
				damageCells(i, line, add)
			}
		}
	}
	return append(all, great()...)
}

// damageRecord drops, doubles and cuts a record, and changes each digit that a rule holds.
func damageRecord(kind string, at int, line string, add func(string, int, ...string)) {
	add("dropped", at)
	add("twice", at, line, line)
	add("cut", at, line[:len(line)-1])
	add("half", at, line[:len(line)/2])
	add("long", at, line+" ")
	add("endless", at, line+strings.Repeat("9", 100_000))
	add("empty", at, "")
	if strings.HasPrefix(line, "02") || strings.HasPrefix(line, "12") || strings.HasPrefix(line, "6") {
		for _, n := range []int{1, 8, 9, 17} {
			add(fmt.Sprintf("slipped left by %d", n), at, line[:2]+line[2+n:]+strings.Repeat(" ", n))
			add(fmt.Sprintf("slipped right by %d", n), at, line[:2]+strings.Repeat(" ", n)+line[2:len(line)-n])
		}
	}
	for _, p := range places {
		for prefix, columns := range p.columns {
			if p.file != kind || !strings.HasPrefix(line, prefix) || strings.HasPrefix(line, "99") {
				continue
			}
			for _, c := range columns {
				for column := c[0] - 1; column < c[1]; column++ {
					for _, b := range []string{string('0' + (line[column]-'0'+1)%10), "O", " ", "-", "."} {
						if b != line[column:column+1] {
							add(fmt.Sprintf("column %d is %q", column+1, b), at, line[:column]+b+line[column+1:])
						}
					}
				}
			}
		}
	}
}

// damageElement puts what no message holds before and after an element.
func damageElement(at int, line string, add func(string, int, ...string)) {
	for _, what := range []string{"<!DOCTYPE a>", `<!ENTITY a "b">`, "<?php 1 ?>", "&lol;", "<a", "</a>", "]]>", "<a b=1></a>", "<a xmlns='x'></a>", "text",
		"&#0;", "&#x1b;"} {
		add("after: "+what, at, line+what)
	}
	add("an end too many", at, line, "</Ntry>")
	add("a beginning too many", at, line, "<Ntry>")
}

// damageCells puts what no cell holds into each cell.
func damageCells(at int, line string, add func(string, int, ...string)) {
	cells := strings.Split(line, ",")
	if strings.Contains(line, `"`) {
		return
	}
	for i, cell := range cells {
		for _, b := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "＝1", `"=HYPERLINK(""http://example.org"")"`, strings.Repeat("x", 201), cell + "\u202e",
			cell + "\x00", cell + "\r", cell + `"`, `"` + cell, " " + cell + "x", cell + ",", cell + "\u2028", "a\nb", "\"a\nb\"", cell + "\x1b]0;x\a"} {
			changed := append(append(append([]string{}, cells[:i]...), b), cells[i+1:]...)
			add(fmt.Sprintf("cell %d is %.20q", i+1, b), at, strings.Join(changed, ","))
		}
	}
}

// great are files that are too large, too deep or too many.
func great() (all []hostileCase) {
	const document = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>`
	for name, text := range map[string]string{
		"lines of a request":   "H \n" + strings.Repeat("02\n", 200_001),
		"lines of an ACH file": "101\n" + strings.Repeat("6\n", 200_001),
		"lines of CSV":         "payee,invoice,amount\n" + strings.Repeat("A,1,1.00\n", 200_001),
		"short records":        "H \n" + strings.Repeat("02\n", 199_990),
		"faults":               "101\n" + strings.Repeat("6\n", 150_000),
		"bytes":                "H " + strings.Repeat("x", 64<<20),
		"elements":             document + strings.Repeat("<a></a>", 500_001),
		"depth":                document + strings.Repeat("<a>", 1_000_000),
		"a text":               document + strings.Repeat("a", 10_000_000),
		"an element's name":    "<" + strings.Repeat("a", 10_000_000),
		"an attribute":         `<Document a="` + strings.Repeat("a", 10_000_000),
		"attributes":           "<Document " + strings.Repeat(`a="b" `, 500_000) + "></Document>",
		"comments":             document + "<Ntfctn><Id>" + strings.Repeat("<!-- -->1", 500_000),
		"a document type":      "<!DOCTYPE a [" + strings.Repeat(`<!ENTITY a "b">`, 500_000) + "]>",
		"entries":              document + "<Ntfctn>" + strings.Repeat("<Ntry/>", 200_000) + "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
		"payments of one entry": document + `<Ntfctn><Ntry><Amt Ccy="USD">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>` +
			strings.Repeat("<NtryDtls><TxDtls/></NtryDtls>", 150_000) + "</Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
		"digits of a number":      "payee,invoice,amount\nA,1," + strings.Repeat("9", 1_000_000) + "\n",
		"a cell that has no end":  "payee,invoice,amount\n\"" + strings.Repeat("A", 10_000_000),
		"columns":                 "payee,amount," + strings.Repeat("x,", 1_000_000) + "\n",
		"cells":                   "payee,invoice,amount\n" + strings.Repeat(",", 10_000_000) + "\n",
		"one record of a request": "H " + strings.Repeat(" ", 10_000_000),
	} {
		all = append(all, hostileCase{name, text})
	}
	return all
}
