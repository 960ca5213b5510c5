package iso20022

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/form"
)

// Request is a pain.001 that is to be written: credit transfers in dollars through the clearing house.
type Request struct {
	ID       string // at most 35 characters, never used before
	Created  time.Time
	Name     string // of whoever asks, at most 140 characters
	Payer    string // whose account is debited
	Routing  string // of the payer's bank
	Account  string // the payer's, at most 34 characters
	Payments []Payments
}

// Payments are those of one day and class.
type Payments struct {
	ID    string // at most 35 characters
	Class string // CCD or PPD
	On    date.Date
	// Lines have Ref (the end-to-end id, at most 35 characters), Name (140), Routing, Account (34), Savings, Amount and Remittance (140).
	Lines []bank.Line
}

// Written is the version that is written.
const Written = "pain.001.001.09"

// Write writes a message. It refuses, as a bank.Fault, what Read would find a fault in, and then has written nothing.
func Write(w io.Writer, r Request) error {
	out := &writer{}
	sum, count, parts := money.Amount(0), 0, make([]money.Amount, len(r.Payments))
	for i, p := range r.Payments {
		var err error
		if parts[i], err = total(p); err != nil {
			return err
		}
		if sum, err = money.Add(sum, parts[i]); err != nil {
			return err
		}
		count += len(p.Lines)
	}
	out.text.WriteString(xml.Header)
	out.open(`Document xmlns="urn:iso:std:iso:20022:tech:xsd:` + Written + `"`)
	out.open("CstmrCdtTrfInitn")
	out.open("GrpHdr")
	out.leaf("MsgId", r.ID, 35)
	out.leaf("CreDtTm", r.Created.UTC().Format("2006-01-02T15:04:05Z"), 35)
	out.leaf("NbOfTxs", strconv.Itoa(count), 15)
	out.leaf("CtrlSum", bank.Plain(sum), 20)
	out.leaf("InitgPty/Nm", r.Name, 140)
	out.close("GrpHdr")
	for i, p := range r.Payments {
		out.payments(r, p, parts[i])
	}
	out.close("CstmrCdtTrfInitn")
	out.close("Document")
	if out.err != nil {
		return out.err
	}
	return bank.GiveOut(w, &out.text, Read)
}

// total is the sum of some payments, all of which must be in dollars.
func total(p Payments) (sum money.Amount, err error) {
	for _, l := range p.Lines {
		if l.Currency != bank.USD || l.Direction != bank.Pay || l.Amount.Check() != "" {
			return 0, bank.Fault{Rule: bank.AmountRule, Text: form.Clean("payment " + l.Ref + " is not dollars above zero that are paid")}
		}
		if sum, err = money.Add(sum, l.Amount); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

// writer writes elements until a text does not fit one.
type writer struct {
	text  bytes.Buffer
	depth int
	err   error
}

func (out *writer) line(text string) {
	out.text.WriteString(strings.Repeat("  ", out.depth) + text + "\n")
}

func (out *writer) open(name string) {
	out.line("<" + name + ">")
	out.depth++
}

func (out *writer) close(name string) {
	out.depth--
	out.line("</" + name + ">")
}

// leaf writes elements one within the other, and a text in the last.
func (out *writer) leaf(path, text string, most int) {
	names := strings.Split(path, "/")
	last := names[len(names)-1]
	why := rule.CheckText(text, 4*most)
	if length := len([]rune(text)); length > most {
		why = fmt.Sprintf("%d characters, at most %d", length, most)
	}
	if why != "" && out.err == nil {
		out.err = bank.Fault{Rule: bank.Text, Text: path + ": " + why}
	}
	for _, name := range names[:len(names)-1] {
		out.open(name)
	}
	var escaped bytes.Buffer
	if err := xml.EscapeText(&escaped, []byte(text)); err != nil && out.err == nil {
		out.err = err
	}
	name, _, _ := strings.Cut(last, " ")
	out.line("<" + last + ">" + escaped.String() + "</" + name + ">")
	for i := len(names) - 2; i >= 0; i-- {
		out.close(names[i])
	}
}

// agent writes a bank by its routing number.
func (out *writer) agent(name, routing string) {
	out.open(name)
	out.open("FinInstnId")
	out.open("ClrSysMmbId")
	out.leaf("ClrSysId/Cd", "USABA", 5)
	out.leaf("MmbId", routing, 9)
	out.close("ClrSysMmbId")
	out.close("FinInstnId")
	out.close(name)
}

func (out *writer) payments(r Request, p Payments, sum money.Amount) {
	if p.Class != "PPD" && p.Class != "CCD" && out.err == nil {
		out.err = bank.Fault{Rule: bank.Class, Text: "payments are of class CCD or PPD"}
	}
	out.open("PmtInf")
	out.leaf("PmtInfId", p.ID, 35)
	out.leaf("PmtMtd", "TRF", 3)
	out.leaf("NbOfTxs", strconv.Itoa(len(p.Lines)), 15)
	out.leaf("CtrlSum", bank.Plain(sum), 20)
	out.open("PmtTpInf")
	out.leaf("SvcLvl/Cd", "NURG", 4)
	out.leaf("LclInstrm/Cd", p.Class, 3)
	out.close("PmtTpInf")
	out.leaf("ReqdExctnDt/Dt", string(p.On), 10)
	out.leaf("Dbtr/Nm", r.Payer, 140)
	out.leaf("DbtrAcct/Id/Othr/Id", r.Account, 34)
	out.agent("DbtrAgt", r.Routing)
	for _, l := range p.Lines {
		out.open("CdtTrfTxInf")
		out.leaf("PmtId/EndToEndId", l.Ref, 35)
		out.leaf(`Amt/InstdAmt Ccy="USD"`, bank.Plain(l.Amount), 20)
		out.agent("CdtrAgt", l.Routing)
		out.leaf("Cdtr/Nm", l.Name, 140)
		out.open("CdtrAcct")
		out.leaf("Id/Othr/Id", l.Account, 34)
		if l.Savings {
			out.leaf("Tp/Cd", "SVGS", 4)
		}
		out.close("CdtrAcct")
		if l.Remittance != "" {
			out.leaf("RmtInf/Ustrd", l.Remittance, 140)
		}
		out.close("CdtTrfTxInf")
	}
	out.close("PmtInf")
}
