package consortium

import "github.com/pursechain/purse/base/rule"

// The rules of the consortium; README.md gives their sources.
var (
	ErrUnknownSigner = rule.New(ModuleName, 2, "C1", "unknown signer",
		"Sign with the key of an officer or payee of the consortium, or have yours admitted by an administrator.")
	ErrNotPayee = rule.New(ModuleName, 3, "C2", "not a payee",
		"Sign with the key of the payee.")
	ErrMemberSuspended = rule.New(ModuleName, 4, "C3", "member suspended",
		"Wait until the consortium readmits the member.")
	ErrNoDuty = rule.New(ModuleName, 5, "C4", "duty not held",
		"Have an officer act who holds the duty: pursed query consortium officers.")
	ErrWrongMember = rule.New(ModuleName, 6, "C5", "wrong member",
		"Have an officer of that member act.")
	ErrOutOfScope = rule.New(ModuleName, 7, "C6", "out of scope",
		"Have an officer act whose duty covers the fund.")
	ErrDutyExpired = rule.New(ModuleName, 8, "C7", "duty expired",
		"Have the duty renewed, or an officer act who holds it today.")
	ErrOverLimit = rule.New(ModuleName, 9, "C8", "over limit",
		"Have an officer act whose limit covers the amount.")
	ErrUnknownMember = rule.New(ModuleName, 10, "C9", "unknown member",
		"List the members with: pursed query consortium members.")
	ErrUnknownOfficer = rule.New(ModuleName, 11, "C10", "unknown officer",
		"List the officers with: pursed query consortium officers.")
	ErrUnknownPayee = rule.New(ModuleName, 12, "C11", "unknown payee",
		"List the payees with: pursed query consortium payees.")
	ErrPayeeSuspended = rule.New(ModuleName, 13, "C12", "payee suspended",
		"Pay or award nothing to it until its suspension is lifted.")
	ErrMalformedUEI = rule.New(ModuleName, 14, "C13", "malformed UEI",
		"Copy the unique entity identifier from the payee's registration.")
	ErrCalendar = rule.New(ModuleName, 15, "C14", "calendar not manual",
		"The date of this chain is that of its blocks; nobody moves it.")
	ErrDate = rule.New(ModuleName, 16, "C15", "date not later",
		"Give a date as YYYY-MM-DD, after today's and within ten years of it.")
	ErrMalformedGenesis = rule.New(ModuleName, 17, "C16", "malformed genesis",
		"Correct the genesis file; pursed genesis validate lists every fault.")
	ErrBroken = rule.New(ModuleName, 18, "C17", "keys and persons disagree",
		"Stop, keep the data directory, and compare with another validator: this is a fault of the program.")
)
