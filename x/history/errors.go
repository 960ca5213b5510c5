package history

import "github.com/pursechain/purse/base/rule"

// The rules of history; README.md says where each one bites.
var (
	ErrLogName = rule.New(ModuleName, 2, "H1", "bad log name",
		"Give a log's name as the query of all logs lists it.")
	ErrEntrySize = rule.New(ModuleName, 3, "H2", "entry out of bounds",
		"Split the record, or shorten its texts.")
	ErrNoEntry = rule.New(ModuleName, 4, "H3", "no such entry",
		"Ask for a number below the log's size; the first entry is number 0.")
	ErrNotHeld = rule.New(ModuleName, 5, "H4", "entry not held",
		"Ask a member that keeps everything, or import its history file into this node.")
	ErrBrokenLog = rule.New(ModuleName, 6, "H5", "broken log",
		"Take size and range from an export of the chain, unchanged.")
	ErrOrder = rule.New(ModuleName, 7, "H6", "logs out of order",
		"List each log once, in the byte order of the names.")
	ErrDiffers = rule.New(ModuleName, 8, "H7", "history differs from state",
		"Put this history store aside, and import the history file of a member whose store verifies.")
	ErrFile = rule.New(ModuleName, 9, "H8", "not a history file",
		"Export the file again, and check that it arrived whole.")
	ErrNotIncluded = rule.New(ModuleName, 10, "H9", "proof does not hold",
		"Ask for the entry and its proof again with: pursed query history entry LOG INDEX.")
)
