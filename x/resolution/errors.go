package resolution

import "github.com/pursechain/purse/base/rule"

// The rules of resolutions; README.md gives their sources.
var (
	ErrMalformed = rule.New(ModuleName, 2, "R1", "malformed resolution",
		"Give a title of at most 128 bytes and between one and 16 messages of at most 32 KiB together.")
	ErrDeadline = rule.New(ModuleName, 3, "R2", "deadline out of bounds",
		"Give a last day as far ahead as the charter asks: pursed query consortium charter.")
	ErrNotListed = rule.New(ModuleName, 4, "R3", "no matter of resolutions",
		"Put to the vote only what the charter lists; money and duties are acts of officers, each with a key of their own.")
	ErrForeignSigner = rule.New(ModuleName, 5, "R4", "foreign signer",
		"Name the authority of the consortium, and nobody else, as the signer of every message.")
	ErrMixed = rule.New(ModuleName, 6, "R5", "mixed emergency",
		"Propose the emergency alone, and the rest as a resolution of its own.")
	ErrTooMany = rule.New(ModuleName, 7, "R6", "too many resolutions",
		"Wait until some are decided, or withdraw one.")
	ErrUnknown = rule.New(ModuleName, 8, "R7", "unknown resolution",
		"List the open ones with: pursed query resolution resolutions; the others with: pursed query resolution decisions.")
	ErrNoVote = rule.New(ModuleName, 9, "R8", "no vote",
		"Only a member with a validator that is not retired votes.")
	ErrOver = rule.New(ModuleName, 10, "R9", "voting over",
		"Propose it again.")
	ErrNotProposer = rule.New(ModuleName, 11, "R10", "not the proposer",
		"Have it withdrawn by whoever proposed it, or vote against it.")
	ErrMalformedVote = rule.New(ModuleName, 12, "R11", "malformed vote",
		"Vote yes or no.")
	ErrMalformedGenesis = rule.New(ModuleName, 13, "R12", "malformed genesis",
		"Correct the genesis file; pursed genesis validate lists every fault.")
	ErrPanicked = rule.New(ModuleName, 14, "R13", "execution broken off",
		"The messages took more gas than a resolution has, or met a fault of the program: propose them in smaller parts.")
	ErrUndecidable = rule.New(ModuleName, 15, "R14", "not to be decided",
		"Propose it again: this program cannot read or count it.")
	ErrNobodyLeft = rule.New(ModuleName, 16, "R15", "nobody left to decide",
		"Leave at least one member that is not suspended and has a validator that is not retired.")
	ErrEngine = rule.New(ModuleName, 17, "R16", "engine out of bounds",
		"Give every parameter, within the bounds that a genesis is held to.")
	ErrReached = rule.New(ModuleName, 18, "R17", "threshold reached",
		"An emergency on which enough have agreed takes effect; propose what undoes it.")
)
