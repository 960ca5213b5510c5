package terms

import "github.com/pursechain/purse/base/rule"

// The rules of contracts; README.md gives their sources.
var (
	ErrMalformed = rule.New(ModuleName, 2, "T1", "malformed contract",
		"Correct the contract; pursed terms check FILE finds every fault of it before it is sent.")
	ErrExpression = rule.New(ModuleName, 3, "T2", "clause cannot be read",
		"Correct the expression at that place; pursed query terms variables lists what clauses may read.")
	ErrDiffers = rule.New(ModuleName, 4, "T3", "clause that machines could answer differently",
		"Use whole numbers, money, days, texts, yes and no, and lists of texts only.")
	ErrCostly = rule.New(ModuleName, 5, "T4", "clause too costly",
		"Say it in fewer steps, or in several clauses.")
	ErrUnknown = rule.New(ModuleName, 6, "T5", "unknown contract",
		"Name a published version, as in cost-share/1: pursed query terms contracts.")
	ErrVersion = rule.New(ModuleName, 7, "T6", "not the next version",
		"Publish the version that follows the last, by an officer of the agency that published it, or take a name of your own.")
	ErrClause = rule.New(ModuleName, 8, "T7", "refused by a clause",
		"Read the contract with: pursed query terms contract NAME. Ask for what it allows, or for an amendment of the terms.")
	ErrMark = rule.New(ModuleName, 9, "T8", "effect out of bounds",
		"Have the contract amended: its effect makes a counter that cannot be.")
	ErrTooMany = rule.New(ModuleName, 10, "T9", "too many contracts",
		"Join clauses into fewer contracts.")
)
