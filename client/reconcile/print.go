package reconcile

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
)

// Report is the comparison of an agency's file with the chain.
type Report struct {
	Funds []Fund
}

// Count is how many differences there are; a fund that the chain does not know is one.
func (r Report) Count() (n int) {
	for _, f := range r.Funds {
		n += len(f.Differences)
		if f.Unknown {
			n++
		}
	}
	return n
}

// Print lays the report out for people.
func (r Report) Print(w io.Writer) error {
	var b strings.Builder
	for i, f := range r.Funds {
		if i > 0 {
			b.WriteString("\n")
		}
		f.print(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (f Fund) print(b *strings.Builder) {
	pairs := [][]string{{"fund", f.Fund}}
	if f.Height > 0 { // a node that does not know the fund does not say at which height
		pairs = append(pairs, []string{"height", strconv.FormatInt(f.Height, 10)})
	}
	if f.Unknown {
		pairs = append(pairs, []string{"differences", unknown})
	} else {
		pairs = append(pairs, []string{"compared", fmt.Sprint(f.Compared, " balances")}, []string{"entries", f.searched()},
			[]string{"differences", fmt.Sprintf("%d, together %s", len(f.Differences), f.Sum)})
	}
	pairs = append(pairs,
		[]string{"agency's budgetary side", side(f.Budgetary)}, []string{"agency's proprietary side", side(f.Proprietary)})
	b.WriteString(table(pairs, nil))
	if len(f.Differences) == 0 {
		return
	}
	left := 3 + len(f.Grain.columns(attributeNames))
	rows := [][]string{append(append([]string{"no", "account", "title"}, f.Grain.columns(attributeNames)...),
		"agency", "chain", "difference", "explained by")}
	for i, d := range f.Differences {
		row := append([]string{strconv.Itoa(i + 1), d.Account, orDash(d.Title)}, f.Grain.columns(d.Attributes)...)
		rows = append(rows, append(row, d.Agency.String(), d.Chain.String(), d.Amount.String(), letters(d.Causes)))
	}
	b.WriteString("\n" + table(rows, map[int]bool{left: true, left + 1: true, left + 2: true}) + "\n")
	for i, c := range f.Causes {
		fmt.Fprintf(b, "%s. %s: %s\n", letter(i), c.Words(), c.Reach(len(f.Differences)))
	}
	if n := f.unexplained(); n > 0 {
		fmt.Fprintf(b, "-. %s: %d of %d\n", nothing, n, len(f.Differences))
	}
}

// unexplained is how many differences have no cause.
func (f Fund) unexplained() (n int) {
	for _, d := range f.Differences {
		if len(d.Causes) == 0 {
			n++
		}
	}
	return n
}

// letter names a cause beside the numbers of the differences: a, b, … z, aa.
func letter(i int) string {
	if i >= 26 {
		return letter(i/26-1) + letter(i%26)
	}
	return string(rune('a' + i))
}

func letters(causes []int) string {
	all := make([]string, len(causes))
	for i, c := range causes {
		all[i] = letter(c)
	}
	return orDash(strings.Join(all, ", "))
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// table sets columns two spaces apart, those of amounts with their ends in line.
func table(rows [][]string, right map[int]bool) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			blanks := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if right[i] {
				line.WriteString(blanks + cell + "  ")
			} else {
				line.WriteString(cell + blanks + "  ")
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// CSV writes a line for each difference, with its explanations, best first.
func (r Report) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	write := func(f Fund, d Difference, explanation string) {
		line := append([]string{f.Fund, d.Account, d.Title}, f.Grain.columns(d.Attributes)...)
		for i, text := range line {
			line[i] = form.Cell(text)
		}
		if err := out.Write(append(line, decimal(d.Agency), decimal(d.Chain), decimal(d.Amount), inert(explanation))); err != nil {
			return // the writer keeps the error
		}
	}
	var grain Grain
	if len(r.Funds) > 0 {
		grain = r.Funds[0].Grain
	}
	header := append([]string{"fund", "account", "title"}, grain.columns(attributeNames)...)
	if err := out.Write(append(header, "agency", "chain", "difference", "explanations")); err != nil {
		return err
	}
	for _, f := range r.Funds {
		if f.Unknown {
			write(f, Difference{}, unknown)
		}
		for _, d := range f.Differences {
			all := make([]string, len(d.Causes))
			for i, c := range d.Causes {
				all[i] = f.Causes[c].Words()
			}
			if len(all) == 0 {
				all = []string{nothing}
			}
			write(f, d, strings.Join(all, ", or "))
		}
	}
	out.Flush()
	return out.Error()
}

// decimal writes an amount for a spreadsheet, without commas.
func decimal(a money.Amount) string { return strings.ReplaceAll(a.String(), ",", "") }

// inert keeps a spreadsheet from taking an explanation for a formula, or a part of it: where spreadsheets part cells by semicolons,
// a cell would begin behind each.
func inert(explanation string) string { return form.Cell(strings.ReplaceAll(explanation, ";", ",")) }
