// Package ledger is the chain's double-entry book: the one place where a total is stored. It has no messages. The rooms above
// it call Post, and ask it what is left; no award, obligation or schedule keeps an amount spent of its own.
//
// It refuses an entry that would take more from a subject than the subject has (the Antideficiency Act, 31 USC 1341 and 1517),
// and keeps for every fund: each side balances; totals equal the sums of balances; the balance with the Treasury equals what
// is unobligated, undelivered and unpaid.
package ledger

import (
	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// Account is an account of the US Standard General Ledger, by its first four digits.
type Account string

// The accounts in use. Numbers that begin with 4 are budgetary, all others proprietary.
const (
	FundBalanceWithTreasury  Account = "1010"
	AccountsPayable          Account = "2110"
	AppropriationsReceived   Account = "3101"
	AppropriationsUsed       Account = "3107"
	OtherAppropriations      Account = "4119"
	UnapportionedAuthority   Account = "4450"
	Apportionments           Account = "4510"
	Allotments               Account = "4610"
	UndeliveredOrders        Account = "4801"
	DeliveredOrdersUnpaid    Account = "4901"
	DeliveredOrdersPaid      Account = "4902"
	ExpendedAppropriations   Account = "5700"
	OperatingProgramExpenses Account = "6100"
)

// Chart lists the accounts in the order of their numbers, with the titles of the Standard General Ledger.
var Chart = []struct {
	Account Account
	Title   string
}{
	{FundBalanceWithTreasury, "Fund Balance With Treasury"},
	{AccountsPayable, "Accounts Payable"},
	{AppropriationsReceived, "Unexpended Appropriations - Appropriations Received"},
	{AppropriationsUsed, "Unexpended Appropriations - Used"},
	{OtherAppropriations, "Other Appropriations Realized"},
	{UnapportionedAuthority, "Unapportioned - Unexpired Authority"},
	{Apportionments, "Apportionments"},
	{Allotments, "Allotments - Realized Resources"},
	{UndeliveredOrders, "Undelivered Orders - Obligations, Unpaid"},
	{DeliveredOrdersUnpaid, "Delivered Orders - Obligations, Unpaid"},
	{DeliveredOrdersPaid, "Delivered Orders - Obligations, Paid"},
	{ExpendedAppropriations, "Expended Appropriations"},
	{OperatingProgramExpenses, "Operating Expenses/Program Costs"},
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

// Event is what happened to the money; it decides which accounts are debited and credited.
type Event string

// The events.
const (
	Enact     Event = "enact"     // a law gives authority
	Apportion Event = "apportion" // the budget office releases it
	Allot     Event = "allot"     // an agency gives it to an office
	Obligate  Event = "obligate"  // an office binds it to a payee
	Accrue    Event = "accrue"    // a delivery is accepted, a claim approved
	Pay       Event = "pay"       // the payee is paid
	ComeBack  Event = "come-back" // the bank returns the payment
)

// of says which subject of an entry an account's movement belongs to: the one it takes from, or the one it gives to.
type of bool

const (
	from of = false
	to   of = true
)

// A pair is one debit and one credit of the same amount on the same side, so that no entry can unbalance a side.
type pair struct {
	debit    Account
	debitOf  of
	credit   Account
	creditOf of
}

// postings are the posting rules. Source: USSGL account transactions, Treasury Financial Manual, Supplement 1, Part 1, Section III;
// rows marked [R] are standard practice that we recalled and did not read in the source.
var postings = map[Event][]pair{
	Enact: {
		{OtherAppropriations, to, UnapportionedAuthority, to},
		{FundBalanceWithTreasury, to, AppropriationsReceived, to},
	},
	Apportion: {{UnapportionedAuthority, from, Apportionments, to}},
	Allot:     {{Apportionments, from, Allotments, to}},
	Obligate:  {{Allotments, from, UndeliveredOrders, to}},
	Accrue: { // [R]
		{UndeliveredOrders, from, DeliveredOrdersUnpaid, to},
		{OperatingProgramExpenses, to, AccountsPayable, to},
		{AppropriationsUsed, to, ExpendedAppropriations, to},
	},
	Pay: {
		{DeliveredOrdersUnpaid, from, DeliveredOrdersPaid, to},
		{AccountsPayable, to, FundBalanceWithTreasury, to},
	},
	ComeBack: { // [R]
		{DeliveredOrdersPaid, from, DeliveredOrdersUnpaid, to},
		{FundBalanceWithTreasury, to, AccountsPayable, to},
	},
}

// A Net is what a subject still has to give: the credit balance of its accounts together. No net falls below zero.
type Net struct {
	Name     string
	Accounts []Account
}

// The guarded nets, in the order in which a dollar passes them. Each account stands in one net at most.
var (
	Unapportioned = Net{"unapportioned authority", []Account{UnapportionedAuthority}}
	Apportioned   = Net{"apportioned", []Account{Apportionments}}
	Allotted      = Net{"allotted", []Account{Allotments}}
	Undelivered   = Net{"obligated", []Account{UndeliveredOrders}}
	Unpaid        = Net{"owed", []Account{DeliveredOrdersUnpaid}}
	Paid          = Net{"paid", []Account{DeliveredOrdersPaid}}

	nets = []Net{Unapportioned, Apportioned, Allotted, Undelivered, Unpaid, Paid}
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

// Subject is whose balance an entry moves: an authority, apportionment, allotment or obligation, with the attributes under which
// its movements are totalled.
type Subject struct {
	ID         string
	Attributes Attributes
}

// Entry is one posting to a fund, as a room asks for it.
type Entry struct {
	Event     Event
	Fund      string
	From, To  Subject // the same where the money stays with one subject
	Amount    money.Amount
	On        date.Date // the business date
	By        string    // the person or payee whose act it is
	Reference string    // the document behind it
}

// A move changes one account of one subject. The amount is debit positive.
type move struct {
	subject Subject
	account Account
	amount  money.Amount
}

// moves are the debits and credits of an entry, in the order of the posting rules.
func (e Entry) moves() []move {
	subject := func(o of) Subject {
		if o == to {
			return e.To
		}
		return e.From
	}
	var all []move
	for _, p := range postings[e.Event] {
		all = append(all,
			move{subject(p.debitOf), p.debit, e.Amount},
			move{subject(p.creditOf), p.credit, -e.Amount})
	}
	return all
}

// Bounds on what an entry may hold, in bytes.
const (
	maxFund      = 32
	maxSubject   = 64
	maxReference = 128
)

// check finds the first thing wrong with an entry: its event, fund, subjects, attributes, amount, date, person and reference.
func (e Entry) check() error {
	if len(postings[e.Event]) == 0 {
		return ErrMalformedEntry.Refuse("no posting rule for the event %q", e.Event)
	}
	for _, text := range []struct {
		name, value string
		max         int
	}{
		{"fund", e.Fund, maxFund}, {"subject", e.From.ID, maxSubject}, {"subject", e.To.ID, maxSubject},
		{"person", e.By, maxSubject}, {"reference", e.Reference, maxReference},
	} {
		if fault := rule.CheckText(text.value, text.max); fault != "" {
			return ErrMalformedEntry.Refuse("%s %q: %s", text.name, text.value, fault)
		}
	}
	for _, a := range []Attributes{e.From.Attributes, e.To.Attributes} {
		if fault := a.fault(); fault != "" {
			return ErrMalformedAttributes.Refuse("%s", fault)
		}
	}
	if fault := e.Amount.Check(); fault != "" {
		return ErrAmountOutOfBounds.Refuse("%s", fault)
	}
	if !e.On.Valid() {
		return ErrMalformedEntry.Refuse("date %q", e.On)
	}
	return nil
}

// fault says what is wrong with the attributes, or "". The disaster emergency fund code is always there; the two others only
// from the obligation on.
func (a Attributes) fault() string {
	if fault := rule.CheckID(a.Defc, rule.Capitals+rule.Digits, 3); fault != "" {
		return "disaster emergency fund code " + fault
	}
	if a.ProgramActivity != "" && len(a.ProgramActivity) != 4 {
		return "programme activity " + a.ProgramActivity + " has not four characters"
	}
	if a.ObjectClass != "" && len(a.ObjectClass) != 3 {
		return "object class " + a.ObjectClass + " has not three digits"
	}
	if rest := a.ProgramActivity + a.ObjectClass; rest != "" {
		return rule.CheckID(rest, rule.Capitals+rule.Digits, 7)
	}
	return ""
}
