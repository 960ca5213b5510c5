package ledger

import "slices"

// Event is what happened to the money; it decides which accounts are debited and credited.
type Event string

// The events. An entry may take one back: then debits and credits are exchanged.
const (
	Enact         Event = "enact"   // a law gives authority
	Rescind       Event = "rescind" // a law takes it away
	TransferOut   Event = "transfer-out"
	TransferIn    Event = "transfer-in"
	Order         Event = "order"          // a customer orders work, which gives authority to spend what it will pay
	Collect       Event = "collect"        // the customer pays
	WithdrawOrder Event = "withdraw-order" // the customer orders less
	Defer         Event = "defer"          // authority is withheld until a day
	Apportion     Event = "apportion"
	Allot         Event = "allot"
	Suballot      Event = "suballot"
	Commit        Event = "commit" // money is set aside for a tender

	Obligate    Event = "obligate"     // an office binds money to a payee
	Deobligate  Event = "deobligate"   // the office binds less, in the year of the obligation
	AdjustUp    Event = "adjust-up"    // more, in a later year
	Recover     Event = "recover"      // less, in a later year: what was not delivered
	RecoverOwed Event = "recover-owed" // less, in a later year: what was delivered and not paid

	Accrue         Event = "accrue"          // a delivery is accepted, a claim approved
	AccrueInterest Event = "accrue-interest" // a payment is late
	Pay            Event = "pay"
	ComeBack       Event = "come-back" // the bank returns the payment

	ComeBackCanceled Event = "come-back-canceled" // after the authority was canceled
	ChargeCurrent    Event = "charge-current"     // a debt of canceled authority is paid from a current account

	Advance        Event = "advance"
	Liquidate      Event = "liquidate"       // work was done for an advance
	RecoverAdvance Event = "recover-advance" // an advance is sent back, in a later year
	Refund         Event = "refund"          // a payment is sent back, in the year of its obligation
	RefundPrior    Event = "refund-prior"    // in a later year
	ClaimBack      Event = "claim-back"      // a debt of the payee is established; taken back when the refund comes
	WriteOff       Event = "write-off"       // it never comes

	Expire            Event = "expire" // the period of availability is over
	Carry             Event = "carry"  // the year is over, and the period is not: to be apportioned again
	CancelUndelivered Event = "cancel-undelivered"
	CancelOwed        Event = "cancel-owed"
	CancelUncollected Event = "cancel-uncollected"
	CancelCollected   Event = "cancel-collected" // of what a customer paid and nobody spent
	Cancel            Event = "cancel"           // authority of a law is gone for ever

	Close Event = "close" // the end of a year closes an account: the table closings
)

// of says which subject of an entry an account's movement belongs to: the one it takes from, or the one it gives to.
type of bool

const (
	from of = false
	to   of = true
)

// held stands in a posting rule for an account of unobligated authority that the entry names, among those of the rule.
const held Account = "held"

// A pair is one debit and one credit of the same amount on the same side, so that no entry can unbalance a side.
type pair struct {
	debit    Account
	debitOf  of
	credit   Account
	creditOf of
}

// A posting is the rule for one event.
type posting struct {
	pairs []pair
	held  []Account // what held may stand for; none if the rule leaves nothing open
}

// Pairs that several events share. Delivered work is a cost and uses an appropriation; what is taken back gives both back. Money
// that a customer pays for uses no appropriation: for it the pairs used and unused are left out.
var (
	cost   = pair{OperatingProgramExpenses, to, AccountsPayable, to}
	uncost = pair{AccountsPayable, from, OperatingProgramExpenses, from}
	used   = pair{AppropriationsUsed, to, ExpendedAppropriations, to}
	unused = pair{ExpendedAppropriations, from, AppropriationsUsed, from}
	repaid = pair{FundBalanceWithTreasury, from, OperatingProgramExpenses, from}
)

// postings are the posting rules. Source: USSGL account transactions, Treasury Financial Manual, Supplement 1, Part 1, Section III;
// rows marked [R] are standard practice that we recalled and did not read in the source.
var postings = map[Event]posting{
	Enact: {pairs: []pair{
		{OtherAppropriations, to, UnapportionedAuthority, to},
		{FundBalanceWithTreasury, to, AppropriationsReceived, to},
	}},
	Rescind: {pairs: []pair{ // [R]
		{UnapportionedAuthority, from, Rescissions, from},
		{AppropriationsAdjusted, from, FundBalanceWithTreasury, from},
	}},
	TransferOut: {pairs: []pair{ // [R]
		{UnapportionedAuthority, from, TransfersCurrentYear, from},
		{AppropriationsOut, from, FundBalanceWithTreasury, from},
	}},
	TransferIn: {pairs: []pair{ // [R]
		{TransfersCurrentYear, to, UnapportionedAuthority, to},
		{FundBalanceWithTreasury, to, AppropriationsIn, to},
	}},
	Order: {pairs: []pair{ // [R] anticipated and ordered in one: what is only anticipated gives no authority here
		{AnticipatedReimbursements, to, UnapportionedAuthority, to},
		{UnfilledOrders, to, AnticipatedReimbursements, to},
	}},
	Collect: {pairs: []pair{ // [R]
		{ReimbursementsCollected, to, UnfilledOrders, to},
		{FundBalanceWithTreasury, to, RevenueFromServices, to},
	}},
	WithdrawOrder: {pairs: []pair{{held, from, UnfilledOrders, to}}, held: recovered},     // [R]
	Defer:         {pairs: []pair{{UnapportionedAuthority, from, DeferredAuthority, to}}}, // [R]
	Apportion:     {pairs: []pair{{UnapportionedAuthority, from, Apportionments, to}}},
	Allot:         {pairs: []pair{{Apportionments, from, Allotments, to}}},
	Suballot:      {pairs: []pair{{Allotments, from, Allotments, to}}},  // [R]
	Commit:        {pairs: []pair{{Allotments, from, Commitments, to}}}, // [R]

	Obligate:    {pairs: []pair{{held, from, UndeliveredOrders, to}}, held: []Account{Allotments, Commitments}},  // [R]
	Deobligate:  {pairs: []pair{{UndeliveredOrders, from, Allotments, to}}},                                      // [R]
	AdjustUp:    {pairs: []pair{{held, from, UpUndelivered, to}}, held: []Account{Allotments, ExpiredAuthority}}, // [R]
	Recover:     {pairs: []pair{{DownUndelivered, from, held, to}}, held: recovered},                             // [R]
	RecoverOwed: {pairs: []pair{{DownDeliveredUnpaid, from, held, to}, uncost, unused}, held: recovered},         // [R]

	Accrue: {pairs: []pair{{UndeliveredOrders, from, DeliveredOrdersUnpaid, to}, cost, used}}, // [R]
	AccrueInterest: {pairs: []pair{ // [R]
		{UndeliveredOrders, from, DeliveredOrdersUnpaid, to},
		{InterestExpense, to, AccountsPayable, to},
		used,
	}},
	Pay: {pairs: []pair{
		{DeliveredOrdersUnpaid, from, DeliveredOrdersPaid, to},
		{AccountsPayable, to, FundBalanceWithTreasury, to},
	}},
	ComeBack: {pairs: []pair{ // [R]
		{DeliveredOrdersPaid, from, DeliveredOrdersUnpaid, to},
		{FundBalanceWithTreasury, to, AccountsPayable, to},
	}},
	ComeBackCanceled: {pairs: []pair{ // [R] the cash is the Treasury's, and the debt is there again, to be paid from current money
		{CumulativeResults, to, CanceledPayables, to},
	}},
	ChargeCurrent: {pairs: []pair{{CanceledPayables, from, CumulativeResults, from}}}, // [R] the debt stands in the other fund
	Advance: {pairs: []pair{ // [R]
		{UndeliveredOrders, from, UndeliveredOrdersPaid, to},
		{AdvancesAndPrepayments, to, FundBalanceWithTreasury, to},
	}},
	Liquidate: {pairs: []pair{ // [R]
		{UndeliveredOrdersPaid, from, DeliveredOrdersPaid, to},
		{OperatingProgramExpenses, to, AdvancesAndPrepayments, to},
		used,
	}},
	RecoverAdvance: {pairs: []pair{ // [R]
		{DownUndeliveredPaid, from, held, to},
		{FundBalanceWithTreasury, from, AdvancesAndPrepayments, from},
	}, held: recovered},
	Refund:      {pairs: []pair{{DeliveredOrdersPaid, from, Allotments, to}, repaid, unused}},          // [R]
	RefundPrior: {pairs: []pair{{DownDeliveredPaid, from, held, to}, repaid, unused}, held: recovered}, // [R]
	ClaimBack:   {pairs: []pair{{AccountsReceivable, to, OperatingProgramExpenses, to}}},               // [R]
	WriteOff:    {pairs: []pair{{BadDebtExpense, to, AccountsReceivable, to}}},                         // [R]

	Expire: {pairs: []pair{{held, from, ExpiredAuthority, to}}, // [R]
		held: []Account{DeferredAuthority, UnapportionedAuthority, Apportionments, Allotments, Commitments}},
	Carry: {pairs: []pair{{held, from, UnapportionedAuthority, to}}, // [R]
		held: []Account{DeferredAuthority, Apportionments, Allotments, Commitments}},
	CancelUndelivered: {pairs: []pair{{DownUndelivered, from, ExpiredAuthority, to}}}, // [R]
	CancelOwed: {pairs: []pair{ // [R] the debt stays, and is paid from current money
		{DownDeliveredUnpaid, from, ExpiredAuthority, to},
		{AccountsPayable, from, CanceledPayables, from},
		unused,
	}},
	CancelUncollected: {pairs: []pair{{ExpiredAuthority, from, UnfilledOrders, to}}}, // [R]
	CancelCollected: {pairs: []pair{ // [R] the cash was earned and never appropriated: the results of operations lose it
		{ExpiredAuthority, from, CanceledAuthority, from},
		{CumulativeResults, from, FundBalanceWithTreasury, from},
	}},
	Cancel: {pairs: []pair{ // [R]
		{ExpiredAuthority, from, CanceledAuthority, from},
		{AppropriationsAdjusted, from, FundBalanceWithTreasury, from},
	}},
}

// recovered is where money of an earlier year goes back to: to be apportioned again, or to expired authority.
var recovered = []Account{UnapportionedAuthority, ExpiredAuthority}

// closings say into which account the end of a fiscal year closes another, in the fund's totals. Adjustments of prior years become
// part of what they adjusted; resources, payments and costs of the year become part of what has come together over all years. [R]
var closings = []struct{ account, into Account }{
	{OtherAppropriations, ResourcesCollected},
	{TransfersCurrentYear, ResourcesCollected},
	{ReimbursementsCollected, ResourcesCollected},
	{CanceledAuthority, ResourcesCollected},
	{Rescissions, ResourcesCollected},
	{DeliveredOrdersPaid, ResourcesCollected},
	{DownDeliveredPaid, ResourcesCollected},
	{DownUndelivered, UndeliveredOrders},
	{DownUndeliveredPaid, UndeliveredOrdersPaid},
	{UpUndelivered, UndeliveredOrders},
	{DownDeliveredUnpaid, DeliveredOrdersUnpaid},
	{AppropriationsReceived, UnexpendedCumulative},
	{AppropriationsIn, UnexpendedCumulative},
	{AppropriationsOut, UnexpendedCumulative},
	{AppropriationsAdjusted, UnexpendedCumulative},
	{AppropriationsUsed, UnexpendedCumulative},
	{RevenueFromServices, CumulativeResults},
	{ExpendedAppropriations, CumulativeResults},
	{OperatingProgramExpenses, CumulativeResults},
	{InterestExpense, CumulativeResults},
	{BadDebtExpense, CumulativeResults},
}

// closedInto is the account into which the year-end closes another.
func closedInto(a Account) (into Account, closes bool) {
	for _, c := range closings {
		if c.account == a {
			return c.into, true
		}
	}
	return "", false
}

// A move changes one account of one subject. The amount is debit positive.
type move struct {
	subject Subject
	account Account
	amount  int64
}

// moves are the debits and credits of an entry, in the order of the posting rule.
func (e Entry) moves() []move {
	subject := func(o of) Subject {
		if o == to {
			return e.To
		}
		return e.From
	}
	account := func(a Account) Account {
		if a == held {
			return e.Held
		}
		return a
	}
	amount := int64(e.Amount)
	if e.Reversed {
		amount = -amount
	}
	pairs := postings[e.Event].pairs
	if e.Reversed { // the last first, so that no net passes below where it comes to stand
		pairs = slices.Clone(pairs)
		slices.Reverse(pairs)
	}
	var all []move
	for _, p := range pairs {
		if (p == used || p == unused) && e.To.Attributes.Reimbursable {
			continue
		}
		all = append(all,
			move{subject(p.debitOf), account(p.debit), amount},
			move{subject(p.creditOf), account(p.credit), -amount})
	}
	return all
}

// ofCustomers are the events of money that a customer pays for, and ofLaws those that appropriate or take appropriations away: what
// customers pay is none.
var (
	ofCustomers = []Event{Order, WithdrawOrder, Collect, CancelUncollected, CancelCollected}
	ofLaws      = []Event{Enact, Rescind, TransferOut, TransferIn, Cancel}
)

// fundingFault says what is wrong with whose money an entry moves, or "": that of laws and that of customers are not mixed.
func (e Entry) fundingFault() string {
	reimbursable := e.To.Attributes.Reimbursable
	switch {
	case e.From.Attributes.Reimbursable != reimbursable:
		return "from " + e.From.ID + " to " + e.To.ID + " money of laws and of customers is mixed"
	case slices.Contains(ofCustomers, e.Event) && !reimbursable:
		return "the event " + string(e.Event) + " is one of reimbursable money"
	case slices.Contains(ofLaws, e.Event) && reimbursable:
		return "the event " + string(e.Event) + " is one of money of laws, and " + e.To.ID + " is a customer's"
	}
	return ""
}

// heldFault says what is wrong with the account that an entry names for held, or "".
func (e Entry) heldFault() string {
	may := postings[e.Event].held
	if len(may) == 0 && e.Held == "" || slices.Contains(may, e.Held) {
		return ""
	}
	return "the event " + string(e.Event) + " does not take or give " + string(e.Held)
}
