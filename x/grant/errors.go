package grant

import "github.com/pursechain/purse/base/rule"

// The rules of grants; README.md gives their sources.
var (
	ErrMalformedListing = rule.New(ModuleName, 2, "G1", "malformed listing",
		"Write the number of the Assistance Listing in full: 97.036.")
	ErrMalformedText = rule.New(ModuleName, 3, "G2", "malformed text",
		"Correct the text and send the act again.")
	ErrMalformedFAIN = rule.New(ModuleName, 4, "G3", "malformed award number",
		"Write the FAIN in capital letters and digits, at most 30.")
	ErrMalformedPeriod = rule.New(ModuleName, 5, "G4", "malformed period",
		"Give two dates as YYYY-MM-DD, the first not after the second.")
	ErrUnknownProgramme = rule.New(ModuleName, 6, "G5", "unknown programme",
		"List the programmes with: pursed query grant programmes.")
	ErrProgrammeExists = rule.New(ModuleName, 7, "G6", "programme exists",
		"Make awards under the programme that is there.")
	ErrForeignFund = rule.New(ModuleName, 8, "G7", "fund of another member",
		"Draw on an allotment of a fund of the programme's own agency.")
	ErrNotRecipient = rule.New(ModuleName, 9, "G8", "not the recipient",
		"Only the recipient of the award claims under it, with its own key.")
	ErrUnknownAward = rule.New(ModuleName, 10, "G9", "unknown award",
		"List the awards with: pursed query grant awards.")
	ErrOutsidePeriod = rule.New(ModuleName, 11, "G10", "outside period of performance",
		"Claim only cost of the award's period, or have the award amended.")
	ErrNotIncurred = rule.New(ModuleName, 12, "G11", "cost not incurred",
		"Claim when the period is over.")
	ErrOverAward = rule.New(ModuleName, 13, "G12", "over award",
		"Claim no more than is claimable, or have the award increased.")
	ErrDuplicateClaim = rule.New(ModuleName, 14, "G13", "duplicate claim",
		"This claim was sent before; give a new claim a number of its own.")
	ErrUnknownClaim = rule.New(ModuleName, 15, "G14", "unknown claim",
		"List the claims that wait with: pursed query grant claims FAIN.")
	ErrMalformedEvidence = rule.New(ModuleName, 16, "G15", "malformed evidence",
		"Give the SHA-256 of the supporting documents, for example from sha256sum.")
	ErrReview = rule.New(ModuleName, 18, "G17", "to be reviewed",
		"Approve it with a reason, which is recorded, or reject it; give no reason where nothing asks for one.")
	ErrTooManyHands = rule.New(ModuleName, 17, "G16", "too many hands",
		"Have it done by an officer who increased this award, or claimed money back, before.")
	ErrNotOpen = rule.New(ModuleName, 19, "G18", "award not open",
		"Look at the award with: pursed query grant award FAIN; a suspended one is resumed with: pursed tx grant resume-award.")
	ErrNoNeed = rule.New(ModuleName, 20, "G19", "not for immediate need",
		"Ask for what the next days need, when the last advance is accounted for, or claim what was spent.")
	ErrTooLate = rule.New(ModuleName, 21, "G20", "time for claims is over",
		"Ask the agency to amend the award, before it is closed.")
	ErrOutsideBudget = rule.New(ModuleName, 22, "G21", "outside the budget",
		"Claim in the categories of the budget, within it, by lines that add up; or have the budget amended.")
	ErrUnknownSubAward = rule.New(ModuleName, 23, "G22", "unknown sub-award",
		"List what was passed on with: pursed query grant sub-awards FAIN.")
	ErrOutsideAward = rule.New(ModuleName, 24, "G23", "sub-award outside its award",
		"Pass on for a time within that of what it is a part of, and not deeper than ten tiers.")
	ErrCircle = rule.New(ModuleName, 25, "G24", "circle of sub-awards",
		"Pass on to somebody from whom the money does not come.")
	ErrNotEndorsed = rule.New(ModuleName, 26, "G25", "not endorsed",
		"Have the recipient of what the sub-award is a part of endorse the claim: pursed tx grant endorse-claim.")
	ErrNotDone = rule.New(ModuleName, 27, "G26", "not to be closed yet",
		"Finish what is named, and close it then.")
	ErrWrongStep = rule.New(ModuleName, 28, "G27", "no such step",
		"Look at the award with: pursed query grant award FAIN.")
	ErrMalformedRoll = rule.New(ModuleName, 29, "G28", "malformed roll",
		"Give the Merkle root and the number of the beneficiaries, under an award of kind direct-payment, and only there.")
	ErrUnknownNotice = rule.New(ModuleName, 30, "G29", "unknown notice or application",
		"List them with: pursed query grant notices, and applications NOTICE.")
	ErrNoticeTime = rule.New(ModuleName, 31, "G30", "not the time of the notice",
		"Apply while the notice is open, and decide when it is closed; look at it with: pursed query grant notice NOTICE.")
	ErrOutsideNotice = rule.New(ModuleName, 32, "G31", "outside the notice",
		"Ask for no more than is available; award to the applicant, of the notice's listing, no more than it asked for.")
	ErrSentBefore = rule.New(ModuleName, 33, "G32", "published or applied before",
		"Give a notice a number of its own; withdraw the application that waits before sending another.")
	ErrNotAppealable = rule.New(ModuleName, 34, "G33", "not to be appealed",
		"Appeal a rejection, once and in time, by its number in: pursed query grant decisions FAIN.")
	ErrOwnDecision = rule.New(ModuleName, 35, "G34", "own decision",
		"Have another officer of the agency decide, who has not acted on it before.")
	ErrOverlap = rule.New(ModuleName, 36, "G35", "overlaps another award",
		"Look at what is named; to go on, say why with regardless, which is recorded; say nothing there where nothing is found.")
	ErrNotTakenBack = rule.New(ModuleName, 37, "G36", "not to be taken back",
		"Take back no more than was claimed and is not taken back yet, when it is paid; before that disallow the claim, or withdraw the advance.")
	ErrBound = rule.New(ModuleName, 38, "G37", "bound by its programme",
		"Name, among the contracts of the amendment, each that binds the programme's awards, in whichever version is to hold.")
	ErrTooMany = rule.New(ModuleName, 40, "G40", "too many for one answer",
		"Ask page by page, with a smaller limit; or read the log of the award and add up.")
)
