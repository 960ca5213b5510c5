package validator

import "github.com/pursechain/purse/base/rule"

// The rules of validators; README.md gives their sources.
var (
	ErrUnknownValidator = rule.New(ModuleName, 2, "V1", "unknown validator",
		"List the validators with: pursed query validator validators.")
	ErrMalformedValidator = rule.New(ModuleName, 3, "V2", "malformed validator",
		"Write the id in lower-case letters, digits and hyphens, and give a power within the bounds.")
	ErrKeyType = rule.New(ModuleName, 4, "V3", "key type not allowed",
		"Give a public key of a type that the consensus parameters allow: pursed comet show-validator.")
	ErrKeyTaken = rule.New(ModuleName, 5, "V4", "key taken",
		"Make a new key: a key belongs to one validator for ever, and none is used twice.")
	ErrValidatorExists = rule.New(ModuleName, 6, "V5", "validator exists",
		"Choose another id: an id is one validator's for ever.")
	ErrStatus = rule.New(ModuleName, 7, "V6", "wrong status",
		"Ask where it stands with: pursed query validator validator.")
	ErrTooManyValidators = rule.New(ModuleName, 8, "V7", "too many validators",
		"Retire one first.")
	ErrThird = rule.New(ModuleName, 9, "V8", "a third of the power",
		"Ask for less, or have the other members' power raised first.")
	ErrChange = rule.New(ModuleName, 10, "V9", "too much change",
		"Ask for less, or wait for the trusting period of the charter to pass: pursed query validator sets.")
	ErrLastValidator = rule.New(ModuleName, 11, "V10", "last validator",
		"Admit another one first.")
	ErrRotating = rule.New(ModuleName, 12, "V11", "rotation under way",
		"Wait until the new key has taken over or the rotation has lapsed.")
	ErrNoOverlap = rule.New(ModuleName, 13, "V12", "no power to overlap",
		"Have its power raised to two or more by a resolution.")
	ErrMalformedGenesis = rule.New(ModuleName, 14, "V13", "malformed genesis",
		"Correct the genesis file; pursed genesis validate lists every fault.")
	ErrBroken = rule.New(ModuleName, 15, "V14", "validators and engine disagree",
		"In a genesis, leave the sets out; on a chain, compare with another node and allow every validator's key type.")
)
