package report

import "github.com/pursechain/purse/x/ledger"

type accounts = []ledger.Account

// The accounts of the lines, by what they hold together.
var (
	unobligated = accounts{ledger.DeferredAuthority, ledger.UnapportionedAuthority, ledger.Apportionments, ledger.Allotments,
		ledger.Commitments, ledger.ExpiredAuthority}
	apportioned = accounts{ledger.Apportionments, ledger.Allotments, ledger.Commitments}
	transferred = accounts{ledger.TransfersCurrentYear}
	collected   = accounts{ledger.ReimbursementsCollected}
	uncollected = accounts{ledger.AnticipatedReimbursements, ledger.UnfilledOrders}

	// What is obligated, without what adjusts obligations of earlier years down: that is a resource, lines 1021 and 1033.
	obligated = accounts{ledger.UndeliveredOrders, ledger.UndeliveredOrdersPaid, ledger.UpUndelivered,
		ledger.DeliveredOrdersUnpaid, ledger.DeliveredOrdersPaid}
	paidOut = accounts{ledger.UndeliveredOrdersPaid, ledger.DeliveredOrdersPaid}
	unpaid  = accounts{ledger.UndeliveredOrders, ledger.UpUndelivered, ledger.DownUndelivered,
		ledger.DeliveredOrdersUnpaid, ledger.DownDeliveredUnpaid}
	recoveredDebt = accounts{ledger.DownUndelivered, ledger.DownDeliveredUnpaid}
	refunded      = accounts{ledger.DownUndeliveredPaid, ledger.DownDeliveredPaid}
)

// sf133 is the SF-133. Source of numbers, titles and accounts: OMB Circular A-11, section 130 and appendix F, and the USSGL
// crosswalk to the SF-133; recalled [R] but for 1021, 1033, 1160, 1260, 1750, 1910, 2004, 2104, 2190, 2490, 2500 and 3020,
// which the rules of the Treasury's broker name. Collected, transferred and rescinded authority are of the year: their accounts
// are closed when it ends. Transfers in and out stand in 4170 together: under each set of attributes what is left of them is in
// 1121 or in 1120.
var sf133 = []struct {
	title string
	rows  []row
}{
	{"Budgetary resources", []row{
		of(1000, "Unobligated balance brought forward, Oct 1", opening, credit, unobligated, nil),
		of(1021, "Recoveries of prior year unpaid obligations", change, debit, recoveredDebt, nil),
		of(1029, "Other balances withdrawn to Treasury (-)", change, debit, accounts{ledger.CanceledAuthority}, nil),
		of(1033, "Recoveries of prior year paid obligations", change, debit, refunded, nil),
		sums(resourcesTotal, "Unobligated balance (total)", 1000, 1021, 1029, 1033),
		of(1100, "Appropriation", change, debit, accounts{ledger.OtherAppropriations}, discretionary),
		of(1120, "Appropriations transferred to other accounts (-)", change, debit, transferred, discretionary).below(),
		of(1121, "Appropriations transferred from other accounts", change, debit, transferred, discretionary).above(),
		of(1130, "Appropriations permanently reduced (-)", change, debit, accounts{ledger.Rescissions}, discretionary),
		sums(1160, "Appropriation, discretionary (total)", 1100, 1120, 1121, 1130),
		of(1200, "Appropriation", change, debit, accounts{ledger.OtherAppropriations}, mandatory),
		of(1220, "Appropriations transferred to other accounts (-)", change, debit, transferred, mandatory).below(),
		of(1221, "Appropriations transferred from other accounts", change, debit, transferred, mandatory).above(),
		of(1230, "Appropriations permanently reduced (-)", change, debit, accounts{ledger.Rescissions}, mandatory),
		sums(1260, "Appropriations, mandatory (total)", 1200, 1220, 1221, 1230),
		of(1700, "Offsetting collections: collected", change, debit, collected, discretionary),
		of(1701, "Change in uncollected payments, Federal sources (+ or -)", change, debit, uncollected, discretionary),
		sums(1750, "Spending authority from offsetting collections, discretionary (total)", 1700, 1701),
		of(1800, "Offsetting collections: collected", change, debit, collected, mandatory),
		of(1801, "Change in uncollected payments, Federal sources (+ or -)", change, debit, uncollected, mandatory),
		sums(1850, "Spending authority from offsetting collections, mandatory (total)", 1800, 1801),
		sums(1900, "Budget authority (total)", 1160, 1260, 1750, 1850),
		sums(1910, "Total budgetary resources", resourcesTotal, 1900),
	}},
	{"Status of budgetary resources", []row{
		of(2001, "Direct obligations: category A (by quarter)", change, credit, obligated, direct("A")),
		of(2002, "Direct obligations: category B (by project)", change, credit, obligated, direct("B")),
		of(2003, "Direct obligations: exempt from apportionment", change, credit, obligated, direct("")),
		sums(2004, "Direct obligations (total)", 2001, 2002, 2003),
		of(2101, "Reimbursable obligations: category A (by quarter)", change, credit, obligated, reimbursable("A")),
		of(2102, "Reimbursable obligations: category B (by project)", change, credit, obligated, reimbursable("B")),
		of(2103, "Reimbursable obligations: exempt from apportionment", change, credit, obligated, reimbursable("")),
		sums(2104, "Reimbursable obligations (total)", 2101, 2102, 2103),
		of(2170, "New obligations, unexpired accounts", change, credit, obligated, unexpired),
		of(2180, "Obligations (\"upward adjustments\"), expired accounts", change, credit, obligated, expired),
		sums(2190, "New obligations and upward adjustments (total)", 2004, 2104),
		of(2201, "Apportioned, unexpired accounts: available", now, credit, apportioned, nil),
		of(2401, "Unapportioned, unexpired accounts: deferred", now, credit, accounts{ledger.DeferredAuthority}, nil),
		of(2403, "Unapportioned, unexpired accounts: other", now, credit, accounts{ledger.UnapportionedAuthority}, nil),
		sums(2412, "Unexpired unobligated balance, end of period", 2201, 2401, 2403),
		of(2413, "Expired unobligated balance, end of period", now, credit, accounts{ledger.ExpiredAuthority}, nil),
		sums(2490, "Unobligated balance, end of period (total)", 2412, 2413),
		sums(2500, "Total status of budgetary resources", 2190, 2490),
	}},
	{"Change in obligated balance", []row{
		of(3000, "Unpaid obligations, brought forward, Oct 1", opening, credit, unpaid, nil),
		of(3010, "New obligations, unexpired accounts", change, credit, obligated, unexpired),
		of(3011, "Obligations (\"upward adjustments\"), expired accounts", change, credit, obligated, expired),
		of(3020, "Outlays (gross) (-)", change, debit, paidOut, nil),
		of(3040, "Recoveries of prior year unpaid obligations, unexpired accounts (-)", change, credit, recoveredDebt, unexpired),
		of(3041, "Recoveries of prior year unpaid obligations, expired accounts (-)", change, credit, recoveredDebt, expired),
		sums(3050, "Unpaid obligations, end of period", 3000, 3010, 3011, 3020, 3040, 3041),
		of(3060, "Uncollected payments, Federal sources, brought forward, Oct 1 (-)", opening, credit, uncollected, nil),
		of(3070, "Change in uncollected payments, Federal sources, unexpired (+ or -)", change, credit, uncollected, unexpired),
		of(3071, "Change in uncollected payments, Federal sources, expired (+ or -)", change, credit, uncollected, expired),
		sums(3090, "Uncollected payments, Federal sources, end of period (-)", 3060, 3070, 3071),
		sums(3100, "Obligated balance, start of year (+ or -)", 3000, 3060),
		sums(3200, "Obligated balance, end of period (+ or -)", 3050, 3090),
	}},
	{"Budget authority and outlays, net", []row{
		sums(4000, "Budget authority, gross, discretionary", 1160, 1750),
		of(4020, "Outlays, gross, discretionary (total)", change, credit, paidOut, discretionary),
		of(4030, "Offsetting collections: Federal sources (-)", change, credit, collected, discretionary),
		of(4033, "Offsetting collections: non-Federal sources (-)", change, credit, refunded, discretionary),
		sums(4040, "Offsets against gross budget authority and outlays (total)", 4030, 4033),
		of(4050, "Change in uncollected payments, Federal sources (+ or -)", change, credit, uncollected, discretionary),
		of(4053, "Recoveries of prior year paid obligations", change, debit, refunded, discretionary),
		sums(4060, "Additional offsets against budget authority only (total)", 4050, 4053),
		sums(4070, "Budget authority, net, discretionary", 4000, 4040, 4060),
		sums(4080, "Outlays, net, discretionary", 4020, 4040),
		sums(4090, "Budget authority, gross, mandatory", 1260, 1850),
		of(4110, "Outlays, gross, mandatory (total)", change, credit, paidOut, mandatory),
		of(4120, "Offsetting collections: Federal sources (-)", change, credit, collected, mandatory),
		of(4123, "Offsetting collections: non-Federal sources (-)", change, credit, refunded, mandatory),
		sums(4130, "Offsets against gross budget authority and outlays (total)", 4120, 4123),
		of(4140, "Change in uncollected payments, Federal sources (+ or -)", change, credit, uncollected, mandatory),
		of(4143, "Recoveries of prior year paid obligations", change, debit, refunded, mandatory),
		sums(4150, "Additional offsets against budget authority only (total)", 4140, 4143),
		sums(4160, "Budget authority, net, mandatory", 4090, 4130, 4150),
		sums(4170, "Outlays, net, mandatory", 4110, 4130),
		sums(4180, "Budget authority, net (total)", 4070, 4160),
		sums(4190, "Outlays, net (total)", 4080, 4170),
	}},
}
