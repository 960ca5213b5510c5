package appropriation

import "github.com/pursechain/purse/base/rule"

// The rules of appropriation; README.md gives their sources.
var (
	ErrMalformedFund = rule.New(ModuleName, 2, "A1", "malformed fund symbol",
		"Write a Treasury account symbol: 070-X-0702-000, or 070-2017/2018-0702-000.")
	ErrUnknownFund = rule.New(ModuleName, 3, "A2", "unknown fund",
		"List the funds with: pursed query appropriation funds.")
	ErrFundExists = rule.New(ModuleName, 4, "A3", "fund exists",
		"Enact into the fund that is there.")
	ErrMalformedText = rule.New(ModuleName, 5, "A4", "malformed text",
		"Correct the text and send the act again.")
	ErrMalformedPurpose = rule.New(ModuleName, 6, "A5", "malformed purpose",
		"Name programme activities by their four characters, each once, among those of the fund.")
	ErrOutsidePurpose = rule.New(ModuleName, 7, "A6", "outside purpose",
		"Draw on a line of a law that was given for this purpose.")
	ErrNotAvailable = rule.New(ModuleName, 8, "A7", "outside availability",
		"Draw on a fund whose period of availability is open.")
	ErrUnknownLine = rule.New(ModuleName, 9, "A8", "unknown line",
		"List the lines of the fund with: pursed query appropriation lines FUND.")
	ErrMalformedDocument = rule.New(ModuleName, 10, "A9", "malformed document number",
		"Write the number of the award or contract in capital letters and digits, at most 30.")
	ErrDocumentUsed = rule.New(ModuleName, 11, "A10", "document number used",
		"Give each award or contract a number of its own.")
	ErrUnknownObligation = rule.New(ModuleName, 12, "A11", "unknown obligation",
		"List the obligations with: pursed query appropriation obligations.")
	ErrMalformedGenesis = rule.New(ModuleName, 13, "A12", "malformed genesis",
		"Correct the genesis file; pursed genesis validate lists every fault.")
)
