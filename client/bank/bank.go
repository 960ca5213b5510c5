// Package bank holds what every file comes to in which payments leave for a bank, or in which its word comes back: batches of lines,
// with our reference, the payee, the amount, and for an answer what became of it. It owns the model, the rules by name, and the
// checks that all formats share: amounts, routing numbers, bounds.
//
// The formats are packages below it: pam, nacha, iso20022 and sheet; inspect tells one from another by what they hold. A reader never
// fails on what it reads: what is wrong is a Fault with its line and rule, and a file with a fault is not to be used. Nothing here
// touches a chain or a network. Account numbers are read, and never shown in full.
package bank

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// Kind says what a file is.
type Kind string

// The kinds of files.
const (
	PAM     Kind = "pam"      // the Treasury's Standard Payment Request
	ACH     Kind = "ach"      // a NACHA file: payments, returns, notices of change
	Pain001 Kind = "pain.001" // ISO 20022: payments
	Pain002 Kind = "pain.002" // ISO 20022: their status
	Camt053 Kind = "camt.053" // ISO 20022: an account's statement
	Camt054 Kind = "camt.054" // ISO 20022: an account's notification
	Orders  Kind = "payments" // CSV: payments to import
	Word    Kind = "word"     // CSV: the bank's word
)

// Status is what an answer says of a payment. It is empty in a file that only asks for payments.
type Status string

// The words of a bank.
const (
	Pending  Status = "pending"  // received, and not decided
	Accepted Status = "accepted" // it will be carried out
	Rejected Status = "rejected" // it will not
	Settled  Status = "settled"
	Returned Status = "returned" // it was carried out, and the money came back
	Changed  Status = "changed"  // it was carried out; the payee's data are to be corrected
)

// Direction is where the money goes, seen from whoever the file belongs to. A returned payment has the direction that it had.
type Direction string

// The directions of money.
const (
	Pay     Direction = "pay"
	Collect Direction = "collect"
)

// USD is the currency that is written. Others are read, in hundredths of their unit.
const USD = "USD"

// Line is one payment, or what is said of one.
type Line struct {
	Line          int    // where it stands in its file
	Ref           string // our reference: payment id, individual id, end-to-end id, payable, invoice
	Trace         string // our trace number, also in an answer
	Name          string // the payee's
	Routing       string
	Account       string // private: Mask before it is shown
	Savings       bool   // a savings account
	Amount        money.Amount
	Currency      string
	Direction     Direction
	Remittance    string // what goes with it to the payee; each addendum a line
	Reconcilement string // what comes back to us with the bank's word

	Status  Status
	Reason  string // the bank's code
	BankRef string // the bank's reference
	Note    string // what else the bank says; corrected data may hold an account number
}

// Batch is a part of a file with a total of its own: a schedule, a batch, a payment information, a statement.
type Batch struct {
	Line       int
	Number     string
	Class      string // the entry class, or what the payments are
	Account    string // whose money it is; private, as a line's
	Status     Status // of the whole; empty if only lines have one
	Reason     string
	Lines      []Line
	Pays       money.Amount
	Collects   money.Amount
	Currencies []string // in the order in which they came
}

// Add puts a line into the batch. The totals are sums irrespective of currency, as control sums are; both together do not overflow.
func (b *Batch) Add(l Line) error {
	if _, err := money.Add(b.Pays+b.Collects, l.Amount); err != nil {
		return err
	}
	if l.Direction == Collect {
		b.Collects += l.Amount
	} else {
		b.Pays += l.Amount
	}
	if l.Currency != "" && !slices.Contains(b.Currencies, l.Currency) {
		b.Currencies = append(b.Currencies, l.Currency)
	}
	b.Lines = append(b.Lines, l)
	return nil
}

// File is what a file comes to.
type File struct {
	Kind    Kind
	Version string
	ID      string // the sender's name for it, if it has one
	From    string // who sends it
	Hash    string // its SHA-256 in hexadecimal, if it is sound and was opened by its name
	Batches []*Batch
	Faults  []Fault // by line; MaxFaults at most
	More    int     // faults that are not listed
}

// Sound says that nothing is wrong with a file.
func (f *File) Sound() bool { return len(f.Faults) == 0 }

// Lines is how many payments, or words on one, a file has.
func (f *File) Lines() (n int) {
	for _, b := range f.Batches {
		n += len(b.Lines)
	}
	return n
}

// Fault is one breach of one rule. Its text is safe for a terminal, and shows no account.
type Fault struct {
	Line int    `json:"line"` // as in an editor: the first is 1
	Rule string `json:"rule"`
	Text string `json:"text"`
}

func (f Fault) Error() string { return fmt.Sprintf("line %d: %s (%s)", f.Line, f.Text, f.Rule) }

// maxText bounds what a fault repeats of a file, in bytes.
const maxText = 200

// Fault notes a breach.
func (f *File) Fault(line int, ruleName, format string, args ...any) {
	if len(f.Faults) == MaxFaults {
		f.More++
		return
	}
	f.Faults = append(f.Faults, Fault{line, ruleName, form.Clean(rule.Clip(fmt.Sprintf(format, args...), maxText))})
}

// Sort puts the faults in the order of their lines; of one line, in that in which they were found.
func (f *File) Sort() {
	slices.SortStableFunc(f.Faults, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
}

// First is the first fault as an error, or nil.
func (f *File) First() error {
	if f.Sound() {
		return nil
	}
	return f.Faults[0]
}

// What is read is bounded, so that no file can exhaust the machine.
const (
	MaxBytes  = 64 << 20
	MaxLines  = 200_000
	MaxFaults = 1000 // that are listed; more are counted
)

// Begin reads a file of a kind. One that is empty or too long is a fault, and has no text; only a reader that fails is an error.
func Begin(kind Kind, r io.Reader) (f *File, text string, err error) {
	var whole strings.Builder
	if _, err := io.Copy(&whole, io.LimitReader(r, MaxBytes+1)); err != nil {
		return nil, "", err
	}
	f = &File{Kind: kind}
	switch text = whole.String(); {
	case len(text) > MaxBytes:
		f.Fault(1, TooLarge, "more than %d MiB", MaxBytes>>20)
	case text == "":
		f.Fault(1, Unknown, "the file is empty")
	case strings.Count(text, "\n") > MaxLines:
		f.Fault(MaxLines+1, TooLarge, "more than %d lines", MaxLines)
	default:
		return f, text, nil
	}
	return f, "", nil
}

// GiveOut writes what was made if it is read back without a fault; otherwise it gives the first, and has written nothing.
func GiveOut(w io.Writer, made *bytes.Buffer, read func(io.Reader) (*File, error)) error {
	back, err := read(bytes.NewReader(made.Bytes()))
	if err != nil {
		return err
	}
	if err := back.First(); err != nil {
		return err
	}
	_, err = made.WriteTo(w)
	return err
}

// Mask is an account number as it may be shown: its last four characters, and none of one that has no more than eight.
func Mask(account string) string {
	runes := []rune(account)
	if len(runes) <= 8 {
		return "…"
	}
	return "…" + string(runes[len(runes)-4:])
}
