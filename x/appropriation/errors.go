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
		"Act on a fund whose period of availability is open.")
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
	ErrWrongPeriod = rule.New(ModuleName, 14, "A13", "period does not match",
		"Enact into a fund whose symbol has the law's period of availability.")
	ErrLapsed = rule.New(ModuleName, 15, "A14", "continuing resolution lapsed",
		"Wait for the law that takes its place.")
	ErrNotContinuing = rule.New(ModuleName, 16, "A15", "no continuing resolution",
		"Name an authority that a continuing resolution gave in this fund and year and that nothing has replaced, and give the rest apart.")
	ErrNoBasis = rule.New(ModuleName, 17, "A16", "no legal basis",
		"Name the law, order or payment that the act rests on.")
	ErrNoTransfer = rule.New(ModuleName, 18, "A17", "not to be transferred",
		"Transfer a law's authority to another fund of its period, or name the provision that lets it live on: exception=.")
	ErrWrongDay = rule.New(ModuleName, 19, "A18", "day out of bounds",
		"Name a day from today on, and in this fiscal year.")
	ErrNotDeferred = rule.New(ModuleName, 20, "A19", "nothing deferred",
		"Look at the authority with: pursed query appropriation lines FUND.")
	ErrMalformedApportionment = rule.New(ModuleName, 21, "A20", "malformed apportionment",
		"Give category a with a quarter, or category b with a project, named in printable ASCII, and, if it opens later, a day of the fiscal year.")
	ErrOverlap = rule.New(ModuleName, 22, "A21", "projects overlap",
		"Have what was allotted of the apportionment returned, and withdraw it whole, or name another project.")
	ErrNotOpen = rule.New(ModuleName, 23, "A22", "not open yet",
		"Wait for the day, or draw on an apportionment that is open.")
	ErrTooDeep = rule.New(ModuleName, 24, "A23", "too many levels",
		"Sub-allot from a line further up the agency's tree.")
	ErrClosing = rule.New(ModuleName, 25, "A24", "books are being closed",
		"Wait some blocks for the end of the fiscal year to be worked through, and send the act again.")
	ErrCanceled = rule.New(ModuleName, 26, "A25", "authority is canceled",
		"Have an old debt paid from a fund that is current (31 USC 1553): pursed tx payment charge-current. Withdraw an advance.")
	ErrNotCorrectable = rule.New(ModuleName, 27, "A26", "not to be corrected",
		"Correct an entry of this year's journal, once; undo anything else by the act that is made for it.")
	ErrOtherLine = rule.New(ModuleName, 28, "A27", "another line",
		"Draw on the obligation's own allotment in its year, and later on one of the same law and category of apportionment.")
	ErrNotLaw = rule.New(ModuleName, 30, "A29", "not for a law to take",
		"Have the customer order less, and record it: pursed tx appropriation withdraw-order.")
	ErrNotOrder = rule.New(ModuleName, 31, "A30", "no order of a customer",
		"List the orders among the lines of the fund with: pursed query appropriation lines FUND.")
	ErrNotCharged = rule.New(ModuleName, 32, "A31", "not to be charged to a current account",
		"Charge a debt of canceled authority, within the one percent, or have a law pay it (31 USC 1553(b)).")
	ErrCalendarStuck = rule.New(ModuleName, 29, "A28", "calendar stuck",
		"Keep the data directory, and compare with another validator: this is a fault of the program.")
)
