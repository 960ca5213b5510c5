package ledger

// Account is an account of the US Standard General Ledger, by its first four digits.
type Account string

// The accounts in use. Numbers that begin with 4 are budgetary, all others proprietary.
const (
	FundBalanceWithTreasury   Account = "1010"
	AccountsReceivable        Account = "1310"
	AdvancesAndPrepayments    Account = "1410"
	AccountsPayable           Account = "2110"
	CanceledPayables          Account = "2960"
	UnexpendedCumulative      Account = "3100"
	AppropriationsReceived    Account = "3101"
	AppropriationsIn          Account = "3102"
	AppropriationsOut         Account = "3103"
	AppropriationsAdjusted    Account = "3106"
	AppropriationsUsed        Account = "3107"
	CumulativeResults         Account = "3310"
	OtherAppropriations       Account = "4119"
	TransfersCurrentYear      Account = "4170"
	ResourcesCollected        Account = "4201"
	AnticipatedReimbursements Account = "4210"
	UnfilledOrders            Account = "4221"
	ReimbursementsCollected   Account = "4252"
	CanceledAuthority         Account = "4350"
	Rescissions               Account = "4392"
	DeferredAuthority         Account = "4430"
	UnapportionedAuthority    Account = "4450"
	Apportionments            Account = "4510"
	Allotments                Account = "4610"
	ExpiredAuthority          Account = "4650"
	Commitments               Account = "4700"
	UndeliveredOrders         Account = "4801"
	UndeliveredOrdersPaid     Account = "4802"
	DownUndelivered           Account = "4871"
	DownUndeliveredPaid       Account = "4872"
	UpUndelivered             Account = "4881"
	DeliveredOrdersUnpaid     Account = "4901"
	DeliveredOrdersPaid       Account = "4902"
	DownDeliveredUnpaid       Account = "4971"
	DownDeliveredPaid         Account = "4972"
	RevenueFromServices       Account = "5200"
	ExpendedAppropriations    Account = "5700"
	OperatingProgramExpenses  Account = "6100"
	InterestExpense           Account = "6320"
	BadDebtExpense            Account = "6720"
)

// Chart lists the accounts in the order of their numbers, with the titles of the Standard General Ledger.
var Chart = []struct {
	Account Account
	Title   string
}{
	{FundBalanceWithTreasury, "Fund Balance With Treasury"},
	{AccountsReceivable, "Accounts Receivable"},
	{AdvancesAndPrepayments, "Advances and Prepayments"},
	{AccountsPayable, "Accounts Payable"},
	{CanceledPayables, "Accounts Payable From Canceled Appropriations"},
	{UnexpendedCumulative, "Unexpended Appropriations - Cumulative"},
	{AppropriationsReceived, "Unexpended Appropriations - Appropriations Received"},
	{AppropriationsIn, "Unexpended Appropriations - Transfers-In"},
	{AppropriationsOut, "Unexpended Appropriations - Transfers-Out"},
	{AppropriationsAdjusted, "Unexpended Appropriations - Adjustments"},
	{AppropriationsUsed, "Unexpended Appropriations - Used"},
	{CumulativeResults, "Cumulative Results of Operations"},
	{OtherAppropriations, "Other Appropriations Realized"},
	{TransfersCurrentYear, "Transfers - Current-Year Authority"},
	{ResourcesCollected, "Total Actual Resources - Collected"},
	{AnticipatedReimbursements, "Anticipated Reimbursements"},
	{UnfilledOrders, "Unfilled Customer Orders Without Advance"},
	{ReimbursementsCollected, "Reimbursements Earned - Collected"},
	{CanceledAuthority, "Canceled Authority"},
	{Rescissions, "Permanent Reduction - New Budget Authority"},
	{DeferredAuthority, "Unapportioned - Deferred"},
	{UnapportionedAuthority, "Unapportioned - Unexpired Authority"},
	{Apportionments, "Apportionments"},
	{Allotments, "Allotments - Realized Resources"},
	{ExpiredAuthority, "Allotments - Expired Authority"},
	{Commitments, "Commitments - Programs Subject to Apportionment"},
	{UndeliveredOrders, "Undelivered Orders - Obligations, Unpaid"},
	{UndeliveredOrdersPaid, "Undelivered Orders - Obligations, Prepaid/Advanced"},
	{DownUndelivered, "Downward Adjustments of Prior-Year Unpaid Undelivered Orders"},
	{DownUndeliveredPaid, "Downward Adjustments of Prior-Year Prepaid Undelivered Orders"},
	{UpUndelivered, "Upward Adjustments of Prior-Year Undelivered Orders, Unpaid"},
	{DeliveredOrdersUnpaid, "Delivered Orders - Obligations, Unpaid"},
	{DeliveredOrdersPaid, "Delivered Orders - Obligations, Paid"},
	{DownDeliveredUnpaid, "Downward Adjustments of Prior-Year Unpaid Delivered Orders"},
	{DownDeliveredPaid, "Downward Adjustments of Prior-Year Paid Delivered Orders"},
	{RevenueFromServices, "Revenue From Services Provided"},
	{ExpendedAppropriations, "Expended Appropriations"},
	{OperatingProgramExpenses, "Operating Expenses/Program Costs"},
	{InterestExpense, "Other Interest Expenses"},
	{BadDebtExpense, "Bad Debt Expense"},
}

// Title is the account's name in the Standard General Ledger, or "" if the chain has no such account.
func (a Account) Title() string {
	for _, row := range Chart {
		if row.Account == a {
			return row.Title
		}
	}
	return ""
}

// Budgetary says on which of the two sides, each of which balances by itself, the account stands.
func (a Account) Budgetary() bool { return len(a) > 0 && a[0] == '4' }

// A Net is what a subject still has to give: the credit balance of its accounts together, or the debit balance where the net is one
// of debits. An adjustment of a prior year stands in an account of its own, so that only the net says what is left. No net falls
// below zero.
type Net struct {
	Name     string
	Accounts []Account
	Debit    bool
}

// The guarded nets, in the order in which a dollar passes them. Each account stands in one net at most.
var (
	Uncollected   = Net{Name: "uncollected", Accounts: []Account{AnticipatedReimbursements, UnfilledOrders}, Debit: true}
	Deferred      = Net{Name: "deferred", Accounts: []Account{DeferredAuthority}}
	Unapportioned = Net{Name: "unapportioned authority", Accounts: []Account{UnapportionedAuthority}}
	Apportioned   = Net{Name: "apportioned", Accounts: []Account{Apportionments}}
	Allotted      = Net{Name: "allotted", Accounts: []Account{Allotments}}
	Committed     = Net{Name: "committed", Accounts: []Account{Commitments}}
	Expired       = Net{Name: "expired authority", Accounts: []Account{ExpiredAuthority}}
	Undelivered   = Net{Name: "obligated", Accounts: []Account{UndeliveredOrders, DownUndelivered, UpUndelivered}}
	Advanced      = Net{Name: "advanced", Accounts: []Account{UndeliveredOrdersPaid, DownUndeliveredPaid}}
	Unpaid        = Net{Name: "owed", Accounts: []Account{DeliveredOrdersUnpaid, DownDeliveredUnpaid}}
	Paid          = Net{Name: "paid", Accounts: []Account{DeliveredOrdersPaid, DownDeliveredPaid}}
	Receivable    = Net{Name: "receivable", Accounts: []Account{AccountsReceivable}, Debit: true}

	// Resources are what laws and customers gave, less what was taken away; not guarded.
	Resources = Net{Name: "resources", Debit: true, Accounts: []Account{
		OtherAppropriations, TransfersCurrentYear, AnticipatedReimbursements, UnfilledOrders, ReimbursementsCollected,
		CanceledAuthority, Rescissions,
	}}

	// Appropriated is what laws gave, whatever was taken away; not guarded.
	Appropriated = Net{Name: "appropriated", Accounts: []Account{OtherAppropriations}, Debit: true}

	// OwedCanceled is what is owed still, and not from this fund any more (31 USC 1553(b)); not guarded.
	OwedCanceled = Net{Name: "owed from canceled authority", Accounts: []Account{CanceledPayables}}

	// Unobligated are the nets of authority that binds nobody yet.
	Unobligated = []Net{Deferred, Unapportioned, Apportioned, Allotted, Committed, Expired}

	nets = append([]Net{Uncollected, Undelivered, Advanced, Unpaid, Paid, Receivable}, Unobligated...)
)

// netOf finds the net that guards an account.
func netOf(a Account) (Net, bool) {
	for _, n := range nets {
		for _, member := range n.Accounts {
			if member == a {
				return n, true
			}
		}
	}
	return Net{}, false
}
