package reconcile

import "github.com/pursechain/purse/base/rule"

// The rules of an agency's file. The first line at fault is named, and nothing of the file is used: a trial balance that is read
// by halves differs where the books do not.
var (
	ErrFile = rule.New("reconcile", 2, "B1", "unreadable file",
		"Save the trial balance as CSV in UTF-8, with one header and as many cells in each line.")
	ErrTooLarge = rule.New("reconcile", 3, "B2", "file too large",
		"Give one fund or one bureau a file.")
	ErrHeader = rule.New("reconcile", 4, "B3", "malformed header",
		"Name fund, account, and amount or debit and credit; if wanted "+
			"defc, program_activity, object_class, funding, bea, apportionment.")
	ErrFund = rule.New("reconcile", 5, "B4", "malformed fund",
		"Write the Treasury account symbol as it is shown: 070-X-0702-000, 070-2017/2018-0702-000.")
	ErrAccount = rule.New("reconcile", 6, "B5", "malformed account",
		"Write the four or six digits of the Standard General Ledger: 4610 or 461000.")
	ErrBalance = rule.New("reconcile", 7, "B6", "malformed balance",
		"Write 1250.00, $1,250.00 or -1250.00; debits are positive.")
	ErrAttribute = rule.New("reconcile", 8, "B7", "malformed attribute",
		"Write the code as text, with the zeros before it.")
	ErrTwice = rule.New("reconcile", 9, "B8", "balance given twice",
		"Give each account once for each fund and set of attributes.")
	ErrPeriod = rule.New("reconcile", 10, "B9", "unusable period",
		"Give the ending balances of one reporting period.")
)
