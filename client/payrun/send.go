package payrun

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/cosmos/gogoproto/grpc"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/details"
	"github.com/pursechain/purse/client/bank/iso20022"
	"github.com/pursechain/purse/client/bank/nacha"
	"github.com/pursechain/purse/client/bank/pam"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// Profile is how a paying office is known to its bank. Which of it is needed depends on the format.
type Profile struct {
	Name    string `json:"name"`    // of the office, as its bank knows it
	ID      string `json:"id"`      // a company's identification, at most ten characters (ACH)
	Routing string `json:"routing"` // of the office's bank
	Account string `json:"account"` // the office's own (pain.001)
	Class   string `json:"class"`   // CCD or PPD
	// The Treasury's: the system's name in PAM, the agency location code, and the employer identification number.
	System   string `json:"system"`
	Location string `json:"location"`
	EIN      string `json:"ein"`
}

// Sending is a file for a bank before it goes: of which schedules, and what it comes to.
type Sending struct {
	Office    string
	Schedules []payment.Schedule
	Bytes     []byte
	Lines     uint32
	Amount    money.Amount
}

// Format is how a file is written.
type Format struct {
	Name     string // one of Formats
	Modifier string // a capital or a digit that tells ACH files of one day apart
}

// Formats are those in which payments leave.
var Formats = []string{"ach", "pam", "pain.001"}

// Private is what an office has and the chain has not: the keys that open the details of payees, and of rolls the files, with the accounts of
// their beneficiaries.
type Private struct {
	Keys     []age.Identity
	Rolls    Rolls
	Accounts Accounts
}

// Send writes the file by which a bank is asked to pay what some schedules disburse: a payment for each payable, and of a roll for each of its
// lines of which the bank has not spoken. The same schedules make the same file on the same day, to the byte.
func Send(ctx context.Context, chain grpc.ClientConn, schedules []string, format Format, p Profile, private Private) (*Sending, error) {
	today, err := consortium.NewQueryClient(chain).Date(ctx, &consortium.QueryDateRequest{})
	if err != nil {
		return nil, err
	}
	s := sender{Sending: &Sending{}, Private: private, chain: chain, known: make(map[string]details.Details), profile: p, on: today.Date}
	var lines [][]bank.Line
	for _, id := range schedules {
		of, err := s.schedule(ctx, id)
		if err != nil {
			return nil, err
		}
		lines = append(lines, of)
	}
	var out bytes.Buffer
	if err := s.write(&out, format, lines); err != nil {
		return nil, err
	}
	s.Bytes = out.Bytes()
	return s.Sending, nil
}

type sender struct {
	*Sending
	Private
	chain   grpc.ClientConn
	known   map[string]details.Details // by payee
	profile Profile
	on      date.Date
}

// schedule is what is to be paid of a schedule, line by line.
func (s *sender) schedule(ctx context.Context, id string) (lines []bank.Line, err error) {
	answer, err := payment.NewQueryClient(s.chain).Schedule(ctx, &payment.QueryScheduleRequest{Schedule: id})
	if err != nil {
		return nil, err
	}
	of := answer.Schedule
	if s.Office == "" {
		s.Office = of.Office
	}
	if of.Status != payment.StatusDisbursed || of.Office != s.Office {
		return nil, fmt.Errorf("schedule %s of %s is %s; what leaves in one file is disbursed, by one office", of.Id, of.Office, of.Status.Words())
	}
	s.Schedules = append(s.Schedules, of)
	for _, name := range answer.Payables {
		p, err := payment.NewQueryClient(s.chain).Payable(ctx, &payment.QueryPayableRequest{Payable: name})
		if unknown(err) || err == nil && p.Payable.Schedule != of.Id {
			continue // the bank has answered, or it was canceled
		}
		if err != nil {
			return nil, err
		}
		of, err := s.payments(ctx, p.Payable)
		if err != nil {
			return nil, err
		}
		lines = append(lines, of...)
		s.Lines += uint32(len(of))
		if s.Amount, err = money.Add(s.Amount, p.Payable.Amount); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// payments are those by which a payable is paid: one, or one for each line of its roll.
func (s *sender) payments(ctx context.Context, p payment.Payable) ([]bank.Line, error) {
	if p.Roll != "" {
		return s.roll(p)
	}
	l, err := s.line(ctx, p)
	return []bank.Line{l}, err
}

// roll is a payment for each line of a roll of which the bank has not spoken; they come to what is owed.
func (s *sender) roll(p payment.Payable) (lines []bank.Line, err error) {
	r, err := s.Rolls.of(p)
	if err != nil {
		return nil, err
	}
	var sum money.Amount
	var without []string
	for i, l := range r.Lines {
		number := uint32(i + 1)
		if settled, returned := p.Spoken(number); settled || returned {
			continue
		}
		d, known := s.Accounts[l.Beneficiary]
		if !known {
			without = append(without, form.Clean(l.Beneficiary))
		}
		sum += l.Amount // parts of the roll's total, which was added with care
		lines = append(lines, paying(sent{p.Schedule, payment.LineName(p.Id, number)}, d, l.Amount))
	}
	if n := len(without); n > 0 {
		return nil, fmt.Errorf("the roll of %s has %s without an account, of %s: give them with --accounts", p.Id, rule.Count(n, "line"),
			strings.Join(without[:min(n, 5)], ", "))
	}
	if sum != p.Amount {
		return nil, fmt.Errorf("of %s %s is owed, and the lines of its roll of which the bank has not spoken come to %s: it has a file already",
			p.Id, p.Amount, sum)
	}
	return lines, nil
}

// line is one payment, to the account that was in use when it was disbursed.
func (s *sender) line(ctx context.Context, p payment.Payable) (l bank.Line, err error) {
	d, known := s.known[p.Payee]
	if !known {
		answer, err := payment.NewQueryClient(s.chain).Account(ctx, &payment.QueryAccountRequest{Office: s.Office, Payee: p.Payee})
		if err != nil {
			return l, fmt.Errorf("%s: %w", p.Id, err)
		}
		current := answer.Account.Current
		if current.Commitment != p.Account {
			return l, fmt.Errorf("%s was disbursed to the account with the commitment %q, and that of %s is now %q: cancel the payment, and pay it anew",
				p.Id, p.Account, p.Payee, current.Commitment)
		}
		if d, err = details.Open(current.Sealed, current.Commitment, s.Keys...); err != nil {
			return l, fmt.Errorf("the account of %s: %w", p.Payee, err)
		}
		s.known[p.Payee] = d
	}
	return paying(sent{p.Schedule, p.Id}, d, p.Amount), nil
}

// reconcilement is how many characters PAM takes back to us.
const reconcilement = 100

// paying is a payment to an account. Its payee reads what it pays; what comes back to us names the payment.
func paying(of sent, d details.Details, amount money.Amount) bank.Line {
	return bank.Line{Ref: of.reference(), Name: d.Name, Routing: d.Routing, Account: d.Account, Savings: d.Savings, Amount: amount,
		Currency: bank.USD, Direction: bank.Pay, Remittance: of.name, Reconcilement: of.within(reconcilement)}
}

// write writes the file: a batch for each schedule.
func (s *sender) write(w *bytes.Buffer, format Format, lines [][]bank.Line) error {
	created, err := time.Parse(time.DateOnly, string(s.on))
	if err != nil {
		return err
	}
	p := s.profile
	switch format.Name {
	case "ach":
		r := nacha.Request{Destination: p.Routing, DestinationName: p.Name, Origin: p.ID, OriginName: p.Name, Created: created,
			Modifier: format.Modifier}
		for i := range lines {
			r.Batches = append(r.Batches, nacha.Batch{Company: short(p.Name, 16), CompanyID: p.ID, Class: p.Class, Description: s.number(i, 10),
				Effective: s.on, Bank: p.Routing, Lines: named(lines[i], 22)})
		}
		return nacha.Write(w, r)
	case "pam":
		r := pam.Request{System: p.System}
		for i := range lines {
			r.Schedules = append(r.Schedules, pam.Schedule{Number: s.number(i, 14), Type: "Vendor", Class: p.Class, Location: p.Location, EIN: p.EIN,
				Lines: lines[i]})
		}
		return pam.Write(w, r)
	case "pain.001":
		r := iso20022.Request{ID: s.number(0, 14) + "-" + string(s.on), Created: created, Name: p.Name, Payer: p.Name, Routing: p.Routing, Account: p.Account}
		for i := range lines {
			r.Payments = append(r.Payments, iso20022.Payments{ID: s.number(i, 14), Class: p.Class, On: s.on, Lines: lines[i]})
		}
		return iso20022.Write(w, r)
	}
	return fmt.Errorf("%q is no format; there are %s", format.Name, strings.Join(Formats, ", "))
}

// number is the number of a schedule, as a bank sees it.
func (s *sender) number(i, most int) string {
	parts := strings.Split(s.Schedules[i].Id, "/")
	return short(parts[len(parts)-1], most)
}

// named are lines whose names have no more characters than a format takes.
func named(lines []bank.Line, most int) []bank.Line {
	cut := slices.Clone(lines)
	for i := range cut {
		cut[i].Name = short(cut[i].Name, most)
	}
	return cut
}

func short(text string, most int) string { return strings.TrimSpace(text[:min(len(text), most)]) }
