package form

import "strings"

// formula are the characters that make a spreadsheet program run a cell that begins with one (OWASP, CSV injection), with the wide
// forms that some take for the same.
const formula = "=+-@\t\r\n＝＋－＠"

// Cell is a text as a cell of a CSV file. What a spreadsheet program would run, whoever wrote it, gets an apostrophe in front, by
// which these programs know a text; so does a text that looks as if it had one already, or FromCell would take away what is its own.
// Amounts are no texts, and -12.00 stays a number.
func Cell(text string) string {
	if runs(text) {
		return "'" + text
	}
	return text
}

// FromCell is the text of which Cell made a cell.
func FromCell(cell string) string {
	if text, marked := strings.CutPrefix(cell, "'"); marked && runs(text) {
		return text
	}
	return cell
}

// runs says that a text would be run, be it without the apostrophes before it.
func runs(text string) bool {
	bare := strings.TrimLeft(text, "'")
	return bare != "" && strings.ContainsRune(formula, []rune(bare)[0])
}
