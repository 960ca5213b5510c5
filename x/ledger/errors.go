package ledger

import "github.com/pursechain/purse/base/rule"

// The rules of the ledger; README.md gives their sources.
var (
	ErrOverAvailable = rule.New(ModuleName, 2, "L1", "over available",
		"Ask for no more than is available, or have more given to the line first.")
	ErrAmountOutOfBounds = rule.New(ModuleName, 3, "L2", "amount out of bounds",
		"Give an amount above zero and within the bound.")
	ErrMalformedEntry = rule.New(ModuleName, 4, "L3", "malformed entry",
		"Correct the value and send the act again.")
	ErrMalformedAttributes = rule.New(ModuleName, 5, "L4", "malformed attributes",
		"Use codes of OMB Circular A-11 and of the Treasury's list of emergency fund codes.")
	ErrUnknownFund = rule.New(ModuleName, 6, "L5", "no entries",
		"Look for the fund with: pursed query appropriation funds.")
	ErrBroken = rule.New(ModuleName, 7, "L6", "books do not balance",
		"Stop, keep the data directory, and compare with another validator: this is a fault of the program.")
	ErrMemorandumBelowZero = rule.New(ModuleName, 8, "L7", "memorandum below zero",
		"Ask for no more than is left, or have more given first.")
)
