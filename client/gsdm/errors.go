package gsdm

import "github.com/pursechain/purse/base/rule"

// The rules of what can be checked at all. What is wrong within a file that can is a finding.
var (
	ErrUnknown = rule.New("gsdm", 2, "D1", "unknown kind of file",
		"Give files A, B and C, an SF-133 or a list of program activities, each with its header.")
	ErrTwice = rule.New("gsdm", 3, "D2", "two files of one kind",
		"Name the files to check instead of their directory, one of each kind.")
	ErrTooLarge = rule.New("gsdm", 4, "D3", "too large to check",
		"Split the file by account.")
	ErrPeriods = rule.New("gsdm", 5, "D4", "more than one period",
		"Give the SF-133 of the period that is reported only.")
	ErrNothing = rule.New("gsdm", 6, "D5", "nothing to check",
		"Give at least one of the files A, B and C.")
	ErrSymbol = rule.New("gsdm", 7, "D6", "malformed account symbol",
		"Write 070-X-0702-000 or 070-2017/2018-0702-000, with the allocation transfer agency in front if there is one.")
	ErrRow = rule.New("gsdm", 8, "D7", "row cannot be written",
		"Correct the row; the layouts say what a column takes.")
	ErrUnreadable = rule.New("gsdm", 9, "D8", "unreadable file",
		"Save it as CSV in UTF-8, with commas or bars between the columns and a header in the first line.")
	ErrColumn = rule.New("gsdm", 10, "D9", "missing column",
		"Add the column; no row can be told from another without it.")
)
