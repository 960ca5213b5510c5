package iso20022

import (
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
)

// notProvided stands where a reference must and the sender has none.
const notProvided = "NOTPROVIDED"

// orders reads a pain.001.
func (in *reader) orders(n *node) {
	header, refs, ids, total := in.header(n), map[string]int{}, map[string]int{}, money.Amount(0)
	for _, p := range n.all("PmtInf") {
		b := in.paymentInformation(p, refs)
		if line, twice := ids[b.Number]; twice {
			in.Fault(p.line, bank.Duplicate, "payment information %s stands in line %d already", b.Number, line)
		}
		ids[b.Number] = p.line
		sum, err := money.Add(total, b.Pays)
		if err != nil {
			in.Fault(p.line, bank.Total, "%s", err)
		}
		total, in.Batches = sum, append(in.Batches, b)
	}
	if len(in.Batches) == 0 {
		in.Fault(n.line, bank.Element, "the message has no PmtInf")
	}
	if header != nil {
		in.need(header, "NbOfTxs")
		in.count(header, "NbOfTxs", in.Lines())
		in.sum(header, "CtrlSum", total)
	}
}

func (in *reader) paymentInformation(p *node, refs map[string]int) *bank.Batch {
	b := &bank.Batch{Line: p.line, Number: in.id(p, "PmtInfId"), Class: in.text(p, "PmtTpInf/LclInstrm/Cd", "PmtTpInf/LclInstrm/Prtry")}
	if method := in.need(p, "PmtMtd"); method != "" && method != "TRF" && method != "TRA" {
		in.Fault(p.line, bank.Field, "PmtMtd is neither TRF nor TRA")
	}
	if day := in.one(p, "ReqdExctnDt"); day != nil && len(day.kids) > 0 {
		in.day(day, "Dt", "DtTm")
	} else {
		in.day(p, "ReqdExctnDt")
	}
	b.Account = in.account(in.one(p, "DbtrAcct"))
	in.agent(in.one(p, "DbtrAgt"))
	for _, t := range p.all("CdtTrfTxInf") {
		l := in.order(t)
		if line, twice := refs[l.Ref]; twice {
			in.Fault(t.line, bank.Duplicate, "end-to-end id %s stands in line %d already", l.Ref, line)
		}
		if l.Ref != notProvided && l.Ref != "" {
			refs[l.Ref] = t.line
		}
		in.add(b, l)
	}
	if len(b.Lines) == 0 {
		in.Fault(p.line, bank.Element, "the payment information has no CdtTrfTxInf")
	}
	in.count(p, "NbOfTxs", len(b.Lines))
	in.sum(p, "CtrlSum", b.Pays)
	return b
}

// order reads one payment.
func (in *reader) order(t *node) bank.Line {
	l := bank.Line{Line: t.line, Ref: in.id(t, "PmtId/EndToEndId"), Name: in.need(t, "Cdtr/Nm", "Cdtr/Pty/Nm"), Direction: bank.Pay,
		Routing: in.agent(in.one(t, "CdtrAgt")), Account: in.account(in.one(t, "CdtrAcct")),
		Savings: in.text(t, "CdtrAcct/Tp/Cd") == "SVGS", Remittance: in.remittance(in.one(t, "RmtInf"))}
	if l.Account == "" {
		in.Fault(t.line, bank.Account, "the payee has no account")
	}
	instructed, equivalent := in.one(t, "Amt/InstdAmt"), in.one(t, "Amt/EqvtAmt/Amt")
	if (instructed == nil) == (equivalent == nil) {
		in.Fault(t.line, bank.Element, "the payment has not one of InstdAmt and EqvtAmt")
		return l
	}
	if instructed == nil {
		instructed = equivalent
	}
	l.Amount, l.Currency = in.amount(instructed)
	if why := l.Amount.Check(); why != "" {
		in.Fault(instructed.line, bank.AmountRule, "%s", why)
	}
	return l
}
