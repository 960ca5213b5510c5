// Package ledger is the chain's double-entry book: the one place where a total is stored. It has no messages. The rooms above
// it call Post, and ask it what is left; no award, obligation or schedule keeps an amount spent of its own.
//
// It refuses an entry that would take more from a subject than the subject has (the Antideficiency Act, 31 USC 1341 and 1517),
// and keeps for every fund: each side balances; totals equal the sums of balances; the balance with the Treasury equals what
// is unobligated, undelivered and unpaid. A subject's balances run over its whole life; the end of a fiscal year closes the fund's
// totals.
package ledger

import (
	"cmp"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

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
	Held      Account // the account of unobligated authority that it takes from or gives to, where the event leaves that open
	Reversed  bool    // the event is taken back: debits and credits are exchanged
	Corrects  uint64  // one more than the index of the journal entry that it undoes; 0 if it corrects none
	Amount    money.Amount
	On        date.Date // the business date
	By        string    // the person or payee whose act it is
	Reference string    // the document behind it
}

// Bounds on what an entry may hold, in bytes.
const (
	maxFund      = 32
	maxSubject   = 64
	maxReference = 128
)

// check finds the first thing wrong with an entry: its event, fund, subjects, attributes, amount, date, person and reference.
func (e Entry) check() error {
	if len(postings[e.Event].pairs) == 0 {
		return ErrMalformedEntry.Refuse("no posting rule for the event %q", e.Event)
	}
	if fault := e.heldFault(); fault != "" {
		return ErrMalformedEntry.Refuse("%s", fault)
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
	if fault := e.fundingFault(); fault != "" {
		return ErrMalformedAttributes.Refuse("%s", fault)
	}
	if fault := e.Amount.Check(); fault != "" {
		return ErrAmountOutOfBounds.Refuse("%s", fault)
	}
	if !e.On.Valid() {
		return ErrMalformedEntry.Refuse("date %q", e.On)
	}
	return nil
}

// CheckDefc says what is wrong with a disaster emergency fund code, or "". GTAS has used up the letters and the digits from 1, and goes
// on with three letters.
func CheckDefc(s string) string {
	fault := rule.CheckID(s, rule.Capitals+rule.Digits, 3)
	if fault == "" && s != "0" && (len(s) == 1 || len(s) == 3 && strings.Trim(s, rule.Capitals) == "") {
		return ""
	}
	return cmp.Or(fault, s+" is not one letter, one digit from 1, or three letters")
}

// fault says what is wrong with the attributes, or "". The disaster emergency fund code is always there; the two others only
// from the obligation on.
func (a Attributes) fault() string {
	if fault := CheckDefc(a.Defc); fault != "" {
		return "disaster emergency fund code " + fault
	}
	if a.ProgramActivity != "" && len(a.ProgramActivity) != 4 {
		return "programme activity " + a.ProgramActivity + " has not four characters"
	}
	if a.ObjectClass != "" && len(a.ObjectClass) != 3 {
		return "object class " + a.ObjectClass + " has not three digits"
	}
	if a.Apportionment != "" && a.Apportionment != "A" && a.Apportionment != "B" {
		return "apportionment category " + a.Apportionment + " is neither A nor B"
	}
	if rest := a.ProgramActivity + a.ObjectClass; rest != "" {
		return rule.CheckID(rest, rule.Capitals+rule.Digits, 7)
	}
	return ""
}

// key writes attributes as a part of a store key; no code can hold the separator.
func (a Attributes) key() string {
	flag := func(set bool, yes, no string) string {
		if set {
			return yes
		}
		return no
	}
	return strings.Join([]string{
		a.Defc, a.ProgramActivity, a.ObjectClass, flag(a.Reimbursable, "R", "D"), flag(a.Mandatory, "M", "D"), a.Apportionment,
	}, "|")
}

func attributesOf(key string) Attributes {
	parts := append(strings.SplitN(key, "|", 6), make([]string, 6)...)
	return Attributes{
		Defc: parts[0], ProgramActivity: parts[1], ObjectClass: parts[2],
		Reimbursable: parts[3] == "R", Mandatory: parts[4] == "M", Apportionment: parts[5],
	}
}

// of are the attributes by which an account is totalled. What a fund owns, owes and has earned is not told apart by what its money
// buys; only costs are.
func (a Attributes) of(account Account) Attributes {
	if account.Budgetary() && account != ResourcesCollected || account[0] == '6' {
		return a
	}
	return Attributes{Defc: a.Defc, Reimbursable: a.Reimbursable}
}

// At is where a sum stood when a fiscal year began.
func (s Standing) At(year uint32) money.Amount {
	if s.Year < year {
		return s.Amount
	}
	return s.Opening
}

// moved is where a sum stands after a movement in a fiscal year.
func (s Standing) moved(by money.Amount, year uint32) (_ Standing, err error) {
	s.Opening, s.Year = s.At(year), year
	s.Amount, err = money.Add(s.Amount, by)
	return s, err
}

// empty says that there is nothing to keep.
func (s Standing) empty() bool { return s.Amount == 0 && s.Opening == 0 && s.Closed == 0 }
