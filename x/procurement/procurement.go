// Package procurement buys goods: requisitions, orders, what is received under them, and the invoices for it. An order obligates its
// price; an approved invoice, which matches the order and what was accepted, makes it payable. It keeps no totals: what is obligated is a
// balance of the ledger, and how much of a line was ordered, accepted, rejected and invoiced are memoranda there.
//
// It refuses an order without a certificate that the money is there, or by who asked for the goods; a receiving report by who ordered
// them; acceptance of more than was ordered; and an invoice for what was not accepted, at another price, or approved by who received.
// Of a paid invoice it demands back no more than it came to, and has nobody decide on an appeal against his own demand.
package procurement

import (
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// Bounds, in bytes and items.
const (
	maxText     = 256
	maxPlace    = 64
	maxNumber   = 30
	maxUnit     = 3
	maxLines    = 100
	maxEvidence = 16
	maxQuantity = 1_000_000_000_000

	// Who ordered, received and approved is named on each payable of an order, which takes eight.
	maxAmenders  = 2
	maxReceivers = 4
)

// CheckPIID says what is wrong with the number of an order, or "": six characters of the office, two digits of the fiscal year, the letter
// of the type, and four to eight of the serial number (FAR 4.1603 [R]).
func CheckPIID(s string) string { return checkInstrument(s, "ACDEFGHJKLMNPSTUVWXYZ") }

func checkInstrument(s, types string) string {
	if why := rule.CheckID(s, rule.Capitals+rule.Digits, 17); why != "" {
		return why
	}
	switch {
	case len(s) < 13:
		return rule.Count(len(s), "character") + ", at least 13"
	case rule.CheckID(s[6:8], rule.Digits, 2) != "":
		return "its characters 7 and 8 are no year"
	case !strings.Contains(types, s[8:9]):
		return "its ninth character is none of " + types
	}
	return ""
}

func checkRequisition(number string) error {
	if why := rule.CheckID(number, rule.Capitals+rule.Digits+"-", maxNumber); why != "" {
		return ErrMalformedNumber.Refuse("requisition %q: %s", rule.Clip(number, maxNumber), why)
	}
	return nil
}

func checkPIID(piid string) error {
	if why := CheckPIID(piid); why != "" {
		return ErrMalformedNumber.Refuse("order %q: %s", rule.Clip(piid, maxNumber), why)
	}
	return nil
}

func checkReason(reason string) error {
	if why := rule.CheckText(reason, maxText); why != "" {
		return ErrMalformedText.Refuse("reason: %s", why)
	}
	return nil
}

// fault says what is wrong with a line of a requisition, or nil.
func (i Item) fault(number int) error {
	if why := rule.CheckID(i.Psc, rule.Capitals+rule.Digits, 4); why != "" || len(i.Psc) != 4 {
		return ErrMalformedLines.Refuse("line %d: product or service code %q is not four capital letters and digits", number, rule.Clip(i.Psc, 8))
	}
	if why := rule.CheckText(i.Text, maxText); why != "" {
		return ErrMalformedLines.Refuse("line %d: text: %s", number, why)
	}
	if why := rule.CheckID(i.Unit, rule.Capitals+rule.Digits, maxUnit); why != "" {
		return ErrMalformedLines.Refuse("line %d: unit %q: %s", number, rule.Clip(i.Unit, maxUnit), why)
	}
	if why := rule.CheckText(i.Place, maxPlace); why != "" {
		return ErrMalformedLines.Refuse("line %d: place: %s", number, why)
	}
	if !i.Needed.Valid() {
		return ErrMalformedLines.Refuse("line %d: %q is not a date", number, rule.Clip(string(i.Needed), 20))
	}
	return checkQuantity(number, i.Quantity)
}

// fault says what is wrong with a requisition, or nil: its number, description, purpose and lines, in this order.
func (r Requisition) fault() error {
	if err := checkRequisition(r.Number); err != nil {
		return err
	}
	if why := rule.CheckText(r.Description, maxText); why != "" {
		return ErrMalformedText.Refuse("description: %s", why)
	}
	if len(r.ProgramActivity) != 4 || rule.CheckID(r.ProgramActivity, rule.Digits+rule.Capitals, 4) != "" {
		return ErrMalformedText.Refuse("program activity %q is not four capital letters and digits", rule.Clip(r.ProgramActivity, 8))
	}
	if len(r.ObjectClass) != 3 || rule.CheckID(r.ObjectClass, rule.Digits, 3) != "" {
		return ErrMalformedText.Refuse("object class %q is not three digits", rule.Clip(r.ObjectClass, 8))
	}
	if err := count(len(r.Items)); err != nil {
		return err
	}
	for i, item := range r.Items {
		if err := item.fault(i + 1); err != nil {
			return err
		}
	}
	return nil
}

// fault says what is wrong with an order, or nil: its number, lines and vendor, in this order.
func (o Order) fault() error {
	if err := checkPIID(o.Piid); err != nil {
		return err
	}
	lines := make([]OrderedLine, len(o.Lines))
	for i, l := range o.Lines {
		lines[i] = l.ordered()
	}
	if err := checkOrdered(lines); err != nil {
		return err
	}
	if _, err := o.total(); err != nil {
		return err
	}
	if _, known := Termination_name[int32(o.Terminated)]; !known {
		return ErrMalformedText.Refuse("termination %d", o.Terminated)
	}
	if n, m := len(o.AmendedBy), len(o.ReceivedBy); n > maxAmenders || m > maxReceivers {
		return ErrTooManyHands.Refuse("%d amended and %d received under order %s", n, m, o.Piid)
	}
	return consortium.CheckUEI(o.Vendor)
}

func (l Line) ordered() OrderedLine {
	return OrderedLine{Number: l.Number, Quantity: l.Quantity, Price: l.Price, Due: l.Due}
}

// total is what an order comes to.
func (o Order) total() (money.Amount, error) {
	return sum(len(o.Lines), func(i int) (uint32, int64, money.Amount) {
		return o.Lines[i].Number, o.Lines[i].Quantity, o.Lines[i].Price
	})
}

// due is the last day on which something of an order is due.
func (o Order) due() (last date.Date) {
	for _, l := range o.Lines {
		last = max(last, l.Due)
	}
	return last
}

// Days from a proper invoice until it is paid without interest (31 USC 3903(a); 5 CFR 1315.4 [R]), and the product codes of what spoils
// (federal supply classes [R]).
const (
	payDays   = 30
	meatDays  = 7
	dairyDays = 10
	meat      = "8905" // meat, poultry and fish
	dairy     = "8910" // dairy foods and eggs
)

// payBy is the last day on which an invoice is paid without interest: of several lines the earliest counts. The goods were accepted before the
// invoice came, or it would not have matched.
func (o Order) payBy(i Invoice) date.Date {
	days := uint32(payDays)
	for _, l := range i.Lines {
		at, err := o.line(l.Line)
		if err != nil {
			continue // it was refused already, as a line that does not match
		}
		switch o.Lines[at].Psc {
		case meat:
			days = min(days, meatDays)
		case dairy:
			days = min(days, dairyDays)
		}
	}
	return i.Sent.Plus(days)
}

// line finds a line of an order.
func (o Order) line(number uint32) (int, error) {
	i := slices.IndexFunc(o.Lines, func(l Line) bool { return l.Number == number })
	if i < 0 {
		return 0, ErrUnknownLine.Refuse("order %s has no line %d", o.Piid, number)
	}
	return i, nil
}

// open refuses what needs an order that was not terminated.
func (o Order) open() error {
	if o.Terminated == NotTerminated {
		return nil
	}
	return ErrNotOpen.Refuse("order %s was terminated for %s", o.Piid, o.Terminated.Words())
}

// of refuses who is not the vendor of an order.
func (o Order) of(payee consortium.Payee) error {
	if payee.Uei != o.Vendor {
		return ErrNotParty.Refuse("order %s is to %s, the act is by %s", o.Piid, o.Vendor, payee.Uei)
	}
	return nil
}

// orderedBy says whether a person obligated money of an order.
func (o Order) orderedBy(person string) bool {
	return person == o.By || slices.Contains(o.AmendedBy, person)
}

// persons are those who acted on an order's money before it is owed, each once: who ordered, who received, who approved.
func (o Order) persons(approved string) (all []string) {
	for _, p := range slices.Concat([]string{o.By}, o.AmendedBy, o.ReceivedBy, []string{approved}) {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// Words is the kind of a termination as people say it.
func (t Termination) Words() string {
	switch t {
	case ForDefault:
		return "default"
	case ForConvenience:
		return "convenience"
	default:
		return "nothing"
	}
}
