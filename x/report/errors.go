package report

import "github.com/pursechain/purse/base/rule"

// ModuleName is the room's name; it has no store.
const ModuleName = "report"

// The rules of the reports; README.md lists them.
var (
	ErrQuestion = rule.New(ModuleName, 2, "Q1", "malformed question",
		"Correct the value and ask again.")
	ErrTooMuch = rule.New(ModuleName, 3, "Q2", "too much for one answer",
		"Ask for file C page by page and add up, or ask a node that gives a question more gas (query-gas-limit).")
	ErrNotKept = rule.New(ModuleName, 4, "Q3", "state not kept",
		"Ask at a height that the node keeps, or ask a node that keeps all.")
	ErrClosing = rule.New(ModuleName, 5, "Q4", "books still to be closed",
		"Ask at a height before the first day of the new year, or after the year-end of every fund.")
)
