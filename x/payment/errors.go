package payment

import "github.com/pursechain/purse/base/rule"

// The rules of payment; README.md gives their sources.
var (
	ErrMalformedBill = rule.New(ModuleName, 2, "P1", "malformed bill number",
		"Write the number in ASCII, with a letter or a digit other than zero, at most 30 characters.")
	ErrDuplicateBill = rule.New(ModuleName, 3, "P2", "duplicate bill",
		"Send a bill of its own for anything else; a certifying officer may allow it with pursed tx payment allow-bill, before it is sent again.")
	ErrUnknownPayable = rule.New(ModuleName, 4, "P3", "unknown payable",
		"List what is owed with: pursed query payment payables. A settled payable stands in the paying office's log.")
	ErrWrongState = rule.New(ModuleName, 5, "P4", "wrong state",
		"Look at the payable with: pursed query payment payable ID.")
	ErrMalformedSchedule = rule.New(ModuleName, 6, "P5", "malformed schedule",
		"Give a number of capital letters and digits, at most 14, and name each payable once.")
	ErrScheduleUsed = rule.New(ModuleName, 7, "P6", "schedule number used",
		"Give the schedule a number that the office has not used in this fiscal year.")
	ErrUnknownSchedule = rule.New(ModuleName, 8, "P7", "unknown schedule",
		"List the open schedules with: pursed query payment schedules.")
	ErrForeignPayable = rule.New(ModuleName, 9, "P8", "payable of another member",
		"Put only payables of your own agency on a schedule.")
	ErrNotPrepared = rule.New(ModuleName, 10, "P9", "not to be certified",
		"Only a schedule that is prepared and not yet certified can be certified.")
	ErrNotCertified = rule.New(ModuleName, 11, "P10", "not certified",
		"Have a certifying officer of the agency certify the schedule first; it is disbursed once.")
	ErrConflict = rule.New(ModuleName, 12, "P11", "conflict of duty",
		"Have an officer act who has not acted on this money before.")
	ErrMalformedReference = rule.New(ModuleName, 13, "P12", "malformed bank reference",
		"Give the bank's trace as printable text, or a return reason code such as R03.")
	ErrMalformedPayable = rule.New(ModuleName, 14, "P13", "malformed payable",
		"Correct the value; nothing was recorded.")
	ErrTooManyHands = rule.New(ModuleName, 15, "P14", "too many hands",
		"Have an officer act who took the same step of an earlier payment of it: pursed query payment payable ID.")
	ErrNotRecalled = rule.New(ModuleName, 16, "P15", "not to be recalled",
		"What is disbursed is the bank's to return: record its word with pursed tx payment return.")
	ErrMalformedReason = rule.New(ModuleName, 17, "P16", "malformed reason",
		"Say in printable text, at most 200 bytes, why it is taken back.")
	ErrMalformedRoll = rule.New(ModuleName, 19, "P18", "malformed roll",
		"Number the lines from 1 to the last of the roll; make root and proof with: pursed roll.")
	ErrNotInRoll = rule.New(ModuleName, 20, "P19", "not in the roll",
		"Give the line as the roll has it, with its proof: pursed roll prove FILE LINE.")
	ErrSpoken = rule.New(ModuleName, 21, "P20", "the bank has spoken",
		"Record the bank's word on a line once, and on the lines of a roll that remain: pursed query payment payable ID.")
	ErrDuplicateReceipt = rule.New(ModuleName, 18, "P17", "duplicate receipt",
		"This deposit was recorded before; look at it with: pursed query payment receipts OFFICE.")
	ErrNotCanceled = rule.New(ModuleName, 22, "P21", "not to be canceled",
		"What left for the bank is the bank's to return: record its word with pursed tx payment return.")
	ErrFileDisagrees = rule.New(ModuleName, 23, "P22", "file that does not agree",
		"Write the file anew from what is disbursed and not answered, and record it once, before it goes to the bank.")
	ErrMalformedAnswer = rule.New(ModuleName, 24, "P23", "malformed answer",
		"Give the lines of the bank's file in their order, at most 5,000 in a message, with a trace or a reason code each.")
	ErrAnswered = rule.New(ModuleName, 25, "P24", "line recorded before",
		"Go on after the last line that was recorded: pursed query payment answered OFFICE FILE.")
	ErrUnknownException = rule.New(ModuleName, 26, "P25", "unknown exception",
		"List what waits for a person with: pursed query payment exceptions OFFICE.")
	ErrMalformedAccount = rule.New(ModuleName, 27, "P26", "malformed account",
		"Seal the details to the key of the office, and give the commitment to them: pursed account seal.")
	ErrUnknownAccount = rule.New(ModuleName, 28, "P27", "unknown account",
		"Look at what waits with: pursed query payment account OFFICE PAYEE.")
	ErrAccountWaits = rule.New(ModuleName, 29, "P28", "account that waits",
		"Ask the payee by another way than the message whether the change is its own, and confirm it from that day on.")
	ErrDoNotPay = rule.New(ModuleName, 30, "P29", "do not pay",
		"Split the payable off the schedule, or take it back once it is disbursed: pursed tx payment cancel; the payee may appeal with: pursed tx payment appeal-mark.")
	ErrUnknownMark = rule.New(ModuleName, 31, "P30", "unknown mark",
		"List who is not to be paid with: pursed query payment marks.")
	ErrNotAllowed = rule.New(ModuleName, 32, "P31", "not to be allowed again",
		"Name a bill that was owed, by the agency that is to owe it, and have it sent before another is allowed: pursed query payment allowances.")
	ErrNoInterest = rule.New(ModuleName, 33, "P32", "no interest owing",
		"List what late payments have earned with: pursed query payment interest. It is made payable once, when the payment has left for the bank.")
	ErrMalformedInterest = rule.New(ModuleName, 34, "P33", "malformed interest",
		"Give the rate in thousandths of a percent a year, as the Treasury publishes it: 2375 is 2.375 percent.")
	ErrNotSettled = rule.New(ModuleName, 35, "P34", "no settled payment",
		"Name what the office paid and the bank settled, a roll's by its line with pursed tx payment return-settled-line: pursed query payment payments OFFICE.")
	ErrCameBack = rule.New(ModuleName, 36, "P35", "came back before",
		"Look at what is owed again with pursed query payment payable ID, and at what came in with pursed query payment receipts OFFICE.")
	ErrOtherWord = rule.New(ModuleName, 37, "P36", "word of another payment",
		"Name the exception by which the bank took this payment back: pursed query payment exceptions OFFICE.")
	ErrMalformedKey = rule.New(ModuleName, 42, "P41", "malformed key of an office",
		"Publish a new public key of age, which begins with age1: pursed account key.")
	ErrAnotherKey = rule.New(ModuleName, 43, "P42", "not the key of the office",
		"Seal the details to the key that the office has published: pursed query payment office-key OFFICE.")
	ErrRateOutOfTurn = rule.New(ModuleName, 41, "P40", "rate out of turn",
		"Give the day from which the Treasury has it in effect, after that of the last rate: pursed query payment interest-rates.")
)
