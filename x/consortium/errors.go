package consortium

import "github.com/pursechain/purse/base/rule"

// The rules of the consortium; README.md gives their sources.
var (
	ErrUnknownSigner = rule.New(ModuleName, 2, "C1", "unknown signer",
		"Sign with the key of an officer or payee; an administrator registers an officer's key or invites a payee.")
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
	ErrDate = rule.New(ModuleName, 16, "C15", "date out of order",
		"Give a date as YYYY-MM-DD, after today's and within ten years of it.")
	ErrMalformedGenesis = rule.New(ModuleName, 17, "C16", "malformed genesis",
		"Correct the genesis file; pursed genesis validate lists every fault.")
	ErrBroken = rule.New(ModuleName, 18, "C17", "keys and persons disagree",
		"Stop, keep the data directory, and compare with another validator: this is a fault of the program.")
	ErrOverDailyLimit = rule.New(ModuleName, 19, "C18", "over daily limit",
		"Act tomorrow, or have an officer act whose day is not used up.")
	ErrKeyRevoked = rule.New(ModuleName, 20, "C19", "key revoked",
		"Sign with another key of the same person or payee.")
	ErrSecondAdministrator = rule.New(ModuleName, 21, "C20", "second administrator missing",
		"Have another administrator of the member send the same.")
	ErrOwnAppointment = rule.New(ModuleName, 22, "C21", "own appointment",
		"Have two other administrators of the member make the appointment.")
	ErrKeyTaken = rule.New(ModuleName, 23, "C22", "key taken",
		"Give a key that was never used on this chain: a key belongs to one person or payee for ever.")
	ErrMalformedPerson = rule.New(ModuleName, 24, "C23", "malformed person",
		"Write ids in lower-case letters, digits and hyphens; a person has at most 8 keys and 16 duties.")
	ErrOfficerExists = rule.New(ModuleName, 25, "C24", "officer exists",
		"Choose another id: an id is one person's for ever.")
	ErrUnknownAppointment = rule.New(ModuleName, 26, "C25", "unknown appointment",
		"List a person's duties with: pursed query consortium officer.")
	ErrPayeeExists = rule.New(ModuleName, 27, "C26", "payee exists",
		"Have the payee add a key with one it has, or restore its access.")
	ErrTooManyInvitations = rule.New(ModuleName, 28, "C27", "too many invitations",
		"Wait until some are confirmed or expire, or withdraw some.")
	ErrNotInvited = rule.New(ModuleName, 29, "C28", "not invited",
		"Ask the agency for an invitation; one that has expired can be made again.")
	ErrOnlyConfirmation = rule.New(ModuleName, 30, "C29", "only a confirmation",
		"Confirm the invitation first, in a transaction of that one message.")
	ErrTooManyProposals = rule.New(ModuleName, 31, "C30", "too many proposals",
		"Have a second administrator agree to some, or wait until they expire.")
	ErrNotByResolution = rule.New(ModuleName, 32, "C31", "not by resolution",
		"Put it before the members: pursed tx resolution propose.")
	ErrMemberExists = rule.New(ModuleName, 33, "C32", "member exists",
		"Choose another id: an id is one member's for ever.")
	ErrMalformedCharter = rule.New(ModuleName, 34, "C33", "malformed charter",
		"Keep to the bounds in the charter's text, docs/charter.md.")
	ErrTooManyMembers = rule.New(ModuleName, 35, "C34", "too many members",
		"A chain has as many members as its blocks have parts worth having.")
	ErrStanding = rule.New(ModuleName, 36, "C35", "wrong standing",
		"Suspend only who is in good standing, and lift only the suspension that your member imposed.")
	ErrLastMember = rule.New(ModuleName, 37, "C36", "last member",
		"Leave at least one member that can decide.")
	ErrMalformedAppointment = rule.New(ModuleName, 38, "C37", "malformed appointment",
		"Name a duty and its last day; a duty that carries money has a limit for an act and one, not smaller, for a day.")
	ErrNoMandate = rule.New(ModuleName, 39, "C38", "no mandate",
		"Have an officer of a member act that has the mandate, or put the mandate before the members.")
	ErrMalformedMandate = rule.New(ModuleName, 40, "C39", "malformed mandate",
		"Name each reserved duty at most once: legislator, budget examiner, disbursing officer.")
	ErrTooManyKeys = rule.New(ModuleName, 41, "C40", "too many keys added",
		"Have two administrators restore your access with a new key.")
	ErrTooFewAdministrators = rule.New(ModuleName, 42, "C41", "too few administrators",
		"Appoint another administrator first; a member keeps two who can sign.")
)
