package gsdm

// Rule is one rule of the broker, as its sqlRules.csv labels it.
type Rule struct {
	Label    string
	Severity Severity
	File     Kind // in which its findings stand
	Sentence string
	test
}

var (
	activity = []string{"program_activity_code", "program_activity_name"}
	park     = []string{"program_activity_reporting_key"}
	purpose  = []string{"object_class", "by_direct_reimbursable_fun"}
	fund     = []string{"disaster_emergency_fund_code"}
	rowOfB   = []string{"object_class", "by_direct_reimbursable_fun", "disaster_emergency_fund_code", "prior_year_adjustment"}
	rowOfC   = append([]string{"fain", "uri", "piid", "parent_award_id"}, rowOfB...)
)

// partsAgree is what can be said of rule A1 without the Treasury's list of accounts.
const partsAgree = "the account has either a type of availability, or two years in order"

func anyRow(*Row) bool { return true }

func and(lists ...[]string) (all []string) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// Rules is every rule that is run, by file. B is of the year where its prior year adjustment is X, and C where it is X or blank.
var Rules = []Rule{
	{"A1.1", Fatal, FileA, partsAgree, account(FileA)},
	{"A2", Fatal, FileA, "total resources = appropriated + brought forward + adjustments + other resources + SF-133 line 1902",
		totalWithLine("2", 1902)},
	{"A3", Fatal, FileA, "other resources = contract authority + borrowing authority + spending authority", total(FileA, "3")},
	{"A4", Fatal, FileA, "status of resources = obligations incurred + unobligated balance", total(FileA, "4")},
	{"A6", Fatal, FileA, "total resources = line 1910", line("total_budgetary_resources_cpe", 1910)},
	{"A7", Fatal, FileA, "brought forward = line 1000", line("budget_authority_unobligat_fyb", 1000)},
	{"A8", Fatal, FileA, "appropriated = lines 1160 + 1180 + 1260 + 1280",
		line("budget_authority_appropria_cpe", 1160, 1180, 1260, 1280)},
	{"A9", Fatal, FileA, "contract authority = lines 1540 + 1640", line("contract_authority_amount_cpe", 1540, 1640)},
	{"A10", Fatal, FileA, "borrowing authority = lines 1340 + 1440", line("borrowing_authority_amount_cpe", 1340, 1440)},
	{"A11", Fatal, FileA, "spending authority = lines 1750 + 1850", line("spending_authority_from_of_cpe", 1750, 1850)},
	{"A12", Fatal, FileA, "adjustments = lines 1010 to 1067", line("adjustments_to_unobligated_cpe", through(1010, 1067)...)},
	{"A14", Fatal, FileA, "gross outlay = line 3020", line("gross_outlay_amount_by_tas_cpe", 3020)},
	{"A15", Fatal, FileA, "unobligated balance = line 2490", line("unobligated_balance_cpe", 2490)},
	{"A18", Warning, FileA, "gross outlay = the sum of the account in B",
		sumOfB("gross_outlay_amount_by_tas_cpe", "outlay_cpe", 1)},
	{"A19", Warning, FileA, "obligations incurred = the opposite of the sum of the account in B",
		sumOfB("obligations_incurred_total_cpe", "incurred_cpe", -1)},
	{"A22", Fatal, FileA, "obligations incurred = line 2190", line("obligations_incurred_total_cpe", 2190)},
	{"A23", Fatal, FileA, "status of resources = line 2500", line("status_of_budgetary_resour_cpe", 2500)},
	{"A24", Fatal, FileA, "status of resources = total resources",
		same("status_of_budgetary_resour_cpe", "total_budgetary_resources_cpe")},
	{"A29", Fatal, FileA, "recoveries = lines 1021 + 1033", line("deobligations_recoveries_r_cpe", 1021, 1033)},
	{"A30.1", Fatal, FileA, "every account is in B", inOther(FileA, FileB, anyRow)},
	{"A30.2", Fatal, FileB, "every account with money is in A", inOther(FileB, FileA, not((*Row).empty))},
	{"A32", Fatal, FileA, "an account stands once", unique(FileA, anyRow)},
	{"A33.2", Warning, FileA, "every account with money is in the SF-133", inSF133()},
	{"A35", Warning, FileA, "recoveries = the sum of the account in B",
		sumOfB("deobligations_recoveries_r_cpe", "recoveries_cpe", 1)},

	{"A1.2", Fatal, FileB, partsAgree, account(FileB)},
	{"B3.1", Warning, FileB, "undelivered unpaid FYB = 4801", total(FileB, "3.1")},
	{"B3.2", Warning, FileB, "undelivered unpaid CPE = 4801 + 480110 + 4831 + 4881", total(FileB, "3.2")},
	{"B4.1", Warning, FileB, "delivered unpaid FYB = 4901", total(FileB, "4.1")},
	{"B4.2", Warning, FileB, "delivered unpaid CPE = 4901 + 490110 + 4931 + 4981", total(FileB, "4.2")},
	{"B5.1", Warning, FileB, "gross outlay FYB = prepaid FYB + paid FYB", total(FileB, "5.1")},
	{"B5.2", Warning, FileB, "gross outlay CPE = prepaid CPE - FYB + paid CPE - FYB", total(FileB, "5.2")},
	{"B6.1", Warning, FileB, "prepaid FYB = 4802", total(FileB, "6.1")},
	{"B6.2", Warning, FileB, "prepaid CPE = 4802 + 480210 + 4832 + 4882", total(FileB, "6.2")},
	{"B7.1", Warning, FileB, "paid FYB = 4908", total(FileB, "7.1")},
	{"B7.2", Warning, FileB, "paid CPE = 4902 + 4908 + 4982", total(FileB, "7.2")},
	{"B9", Warning, FileB, "the list of program activities has the code and name; without money, 0000 Unknown/Other will do",
		listed(FileB)},
	{"B13", Warning, FileB, "recoveries = 4871 + 4872 + 4971 + 4972 + 497210", total(FileB, "recoveries")},
	{"B14", Warning, FileB, "what direct accounts (D) changed by = the opposite of line 2004, by account and DEFC",
		lineByDEFC("D", incurred, -1, asGiven, 2004)},
	{"B15", Warning, FileB, "what reimbursable accounts (R) changed by = the opposite of line 2104, by account and DEFC; nothing " +
		"unless the DEFC is Q or QQQ", lineByDEFC("R", incurred, -1, noReimbursableRelief, 2104)},
	{"B19.1", Fatal, FileB, "account, object class, activity code and name, D/R, DEFC and PYA stand once; 410 is 4100",
		unique(FileB, names(FileB, activity...), and(activity, rowOfB)...)},
	{"B19.2", Fatal, FileB, "account, object class, PARK, D/R, DEFC and PYA stand once; 410 is 4100",
		unique(FileB, names(FileB, park...), and(park, rowOfB)...)},
	{"B22", Warning, FileB, "gross outlay = line 3020, by account and DEFC", lineByDEFC("", words("outlay_cpe"), 1, asGiven, 3020)},
	{"B24", Fatal, FileB, "the DEFC is one of GTAS", rows(FileB, fundCode(FileB), fund...)},
	{"B25", Warning, FileB, "obligations incurred = the opposite of line 2190, by account and DEFC",
		lineByDEFC("", words("incurred_cpe"), -1, asGiven, 2190)},
	{"B26", Warning, FileB, "recoveries = lines 1021 + 1033, by account and DEFC",
		lineByDEFC("", words("recoveries_cpe"), 1, asGiven, 1021, 1033)},

	{"A1.3", Fatal, FileC, partsAgree, account(FileC)},
	{"B9", Warning, FileC, "the list of program activities has the code and name", listed(FileC)},
	{"B20.1.1", Fatal, FileC, "B has the account, activity code and name, object class, DEFC and PYA",
		existsInB(false, activity...)},
	{"B20.1.2", Fatal, FileC, "the same where C has no PYA: B has the others", existsInB(true, activity...)},
	{"B20.2.1", Fatal, FileC, "B has the account, PARK, object class, DEFC and PYA", existsInB(false, park...)},
	{"B20.2.2", Fatal, FileC, "the same where C has no PYA: B has the others", existsInB(true, park...)},
	{"B24", Fatal, FileC, "the DEFC is one of GTAS", rows(FileC, fundCode(FileC), fund...)},
	{"C3.1", Warning, FileC, "undelivered unpaid FYB = 4801", total(FileC, "3.1")},
	{"C3.2", Warning, FileC, "undelivered unpaid CPE = 4801 + 480110 + 4831 + 4881", total(FileC, "3.2")},
	{"C4.1", Warning, FileC, "delivered unpaid FYB = 4901", total(FileC, "4.1")},
	{"C4.2", Warning, FileC, "delivered unpaid CPE = 4901 + 490110 + 4931 + 4981", total(FileC, "4.2")},
	{"C5.1", Warning, FileC, "gross outlay FYB = prepaid FYB + paid FYB", total(FileC, "5.1")},
	{"C5.2", Warning, FileC, "gross outlay CPE = prepaid CPE - FYB + paid CPE - FYB, unless the outlay is all that the row has",
		total(FileC, "5.2").only(not(both(not(isTransaction), outlayOnly)))},
	{"C6.1", Warning, FileC, "prepaid FYB = 4802", total(FileC, "6.1")},
	{"C6.2", Warning, FileC, "prepaid CPE = 4802 + 480210 + 4832 + 4882", total(FileC, "6.2")},
	{"C7.1", Warning, FileC, "paid FYB = 4908", total(FileC, "7.1")},
	{"C7.2", Warning, FileC, "paid CPE = 4902 + 4908 + 4982", total(FileC, "7.2")},
	{"C14.1", Fatal, FileC, "an award has a FAIN, a URI or a PIID", rows(FileC, unnamed, "fain", "uri", "piid")},
	{"C14.2", Fatal, FileC, "an award has only one of them", rows(FileC, namedTwice, "fain", "uri", "piid")},
	{"C17", Fatal, FileC, "a transaction's amount and balances, be they zero, do not stand in one row",
		rows(FileC, mixed, "transaction_obligated_amou")},
	{"C18", Warning, FileC, "recoveries = 4871 + 4872 + 4971 + 4972 + 497210, if the four are given",
		total(FileC, "recoveries").only(givesRecoveries)},
	{"C20.1", Warning, FileC, "no balance by account, object class, D/R and PYA exceeds that of B",
		withinB(false, anyRow, purpose...)},
	{"C20.2", Warning, FileC, "the same where C has no PYA, by the others", withinB(true, anyRow, purpose...)},
	{"C21.1.1", Warning, FileC, "no balance by account, activity code and name, and PYA exceeds that of B",
		withinB(false, names(FileC, activity...), activity...)},
	{"C21.1.2", Warning, FileC, "the same where C has no PYA, by the others",
		withinB(true, names(FileC, activity...), activity...)},
	{"C21.2.1", Warning, FileC, "no balance by account, PARK and PYA exceeds that of B",
		withinB(false, names(FileC, park...), park...)},
	{"C21.2.2", Warning, FileC, "the same where C has no PYA, by the others", withinB(true, names(FileC, park...), park...)},
	{"C25", Fatal, FileC, "a balance row gives the gross outlay CPE, be it zero (since fiscal year 2022)",
		rows(FileC, withoutOutlay, "transaction_obligated_amou", "outlay_cpe")},
	{"C26.1", Warning, FileC, "no balance by account, DEFC and PYA exceeds that of B", withinB(false, anyRow, fund...)},
	{"C26.2", Warning, FileC, "the same where C has no PYA, by the others", withinB(true, anyRow, fund...)},
	{"C28.1", Fatal, FileC, "account, object class, activity code and name, D/R, DEFC, award and PYA of a balance stand once",
		unique(FileC, both(not(isTransaction), names(FileC, activity...)), and(activity, rowOfC)...)},
	{"C28.2", Fatal, FileC, "account, object class, PARK, D/R, DEFC, award and PYA of a balance stand once",
		unique(FileC, both(not(isTransaction), names(FileC, park...)), and(park, rowOfC)...)},
}
