package iso20022

import (
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
)

// booked are the words of an entry on its own state. What is for information is not booked.
var booked = map[string]bank.Status{"BOOK": bank.Settled, "PDNG": bank.Pending, "INFO": bank.Pending, "FUTR": bank.Pending}

// returns is the sub-family of bank transactions by which a payment comes back.
const returns = "RRTN"

// statements reads a camt.053 or camt.054: each statement, or notification, is a batch.
func (in *reader) statements(n *node, element string) {
	in.header(n)
	ids := map[string]int{}
	for _, s := range n.all(element) {
		b := &bank.Batch{Line: s.line, Number: in.id(s, "Id")}
		if line, twice := ids[b.Number]; twice {
			in.Fault(s.line, bank.Duplicate, "%s %s stands in line %d already", element, b.Number, line)
		}
		ids[b.Number] = s.line
		account := in.one(s, "Acct")
		if b.Account = in.account(account); b.Account == "" {
			in.Fault(s.line, bank.Account, "%s names no account", element)
		}
		if in.From == "" {
			in.From = in.text(account, "Ownr/Nm", "Svcr/FinInstnId/Nm")
		}
		entries, sum, moved := s.all("Ntry"), money.Amount(0), money.Amount(0)
		for _, e := range entries {
			amount, signed := in.entry(b, e)
			sum, moved = in.plus(e, sum, amount), in.plus(e, moved, signed)
		}
		in.count(s, "TxsSummry/TtlNtries/NbOfNtries", len(entries))
		in.sum(s, "TxsSummry/TtlNtries/Sum", sum)
		in.balance(s, moved)
		in.Batches = append(in.Batches, b)
	}
	if len(in.Batches) == 0 {
		in.Fault(n.line, bank.Element, "the message has no %s", element)
	}
}

func (in *reader) plus(at *node, sum, a money.Amount) money.Amount {
	more, err := money.Add(sum, a)
	if err != nil {
		in.Fault(at.line, bank.Total, "%s", err)
	}
	return more
}

// entry is one booking, with what its payments take from it.
type entry struct {
	bank.Line
	credit bool // money came in
	back   bool // it came back
}

// entry reads an entry, with a line for each payment in it, or one if it does not tell them apart. It gives the entry's amount, and what
// was booked.
func (in *reader) entry(b *bank.Batch, n *node) (amount, signed money.Amount) {
	at := in.one(n, "Amt")
	if at == nil {
		in.Fault(n.line, bank.Element, "the entry has no Amt")
		return 0, 0
	}
	e := entry{Line: bank.Line{Line: n.line, BankRef: in.text(n, "AcctSvcrRef", "NtryRef"), Note: in.text(n, "AddtlNtryInf")}}
	e.Amount, e.Currency = in.amount(at)
	known := false
	if e.Status, known = booked[in.text(n, "Sts/Cd", "Sts")]; !known {
		in.Fault(n.line, bank.StatusRule, "the status of the entry is not known")
	}
	in.need(n, "CdtDbtInd")
	e.credit, e.back = in.credit(n, false), in.text(n, "RvslInd") == "true" || in.back(n)
	in.payments(b, n, at, e)
	switch {
	case e.Status != bank.Settled:
		return e.Amount, 0
	case e.credit:
		return e.Amount, e.Amount
	}
	return e.Amount, -e.Amount
}

// payments reads the payments of an entry. They come to its amount, unless there are charges or another currency.
func (in *reader) payments(b *bank.Batch, n, at *node, e entry) {
	var parts []*node
	for _, d := range n.all("NtryDtls") {
		found := d.all("TxDtls")
		if len(found) > 0 {
			in.count(d, "Btch/NbOfTxs", len(found))
		}
		parts = append(parts, found...)
	}
	if len(parts) == 0 {
		in.add(b, e.turned())
		return
	}
	sum, other := money.Amount(0), in.one(n, "Chrgs") != nil
	for _, p := range parts {
		l, same := in.part(p, e, len(parts) == 1)
		other = other || in.one(p, "Chrgs") != nil || l.Currency != e.Currency
		if same {
			sum = in.plus(p, sum, l.Amount)
		} else {
			sum = in.plus(p, sum, -l.Amount)
		}
		in.add(b, l)
	}
	if !other && sum != e.Amount {
		in.Fault(at.line, bank.Total, "the entry is %s, and its payments come to %s", e.Amount, sum)
	}
}

// credit says whether money came in; if nothing is said, it is as it was in what this is part of.
func (in *reader) credit(n *node, whole bool) bool {
	switch in.text(n, "CdtDbtInd") {
	case "":
		return whole
	case "CRDT":
		return true
	case "DBIT":
	default:
		in.Fault(n.line, bank.Field, "CdtDbtInd is neither CRDT nor DBIT")
	}
	return false
}

// back says whether a payment came back: it is of the sub-family of returns, or there is a reason.
func (in *reader) back(n *node) bool {
	return in.text(n, "BkTxCd/Domn/Fmly/SubFmlyCd") == returns || in.one(n, "RtrInf") != nil
}

// turned is the line with its direction. What came back went the other way, and keeps the direction that it had.
func (e entry) turned() bank.Line {
	if e.Direction = bank.Pay; e.credit != e.back {
		e.Direction = bank.Collect
	}
	if e.back && e.Status == bank.Settled {
		e.Status = bank.Returned
	}
	return e.Line
}

// part reads one payment of an entry, and says whether it goes the entry's way.
func (in *reader) part(p *node, e entry, only bool) (l bank.Line, same bool) {
	whole := e.credit
	e.credit, e.back = in.credit(p, e.credit), e.back || in.back(p)
	l = e.turned()
	l.Line = p.line
	at := in.one(p, "Amt")
	if at == nil {
		at = in.one(p, "AmtDtls/TxAmt/Amt")
	}
	if at != nil {
		l.Amount, l.Currency = in.amount(at)
	} else if !only {
		l.Amount = 0
		in.Fault(p.line, bank.Element, "the payment is one of several, and has no Amt")
	}
	if l.Ref = in.text(p, "Refs/EndToEndId"); l.Ref == notProvided {
		l.Ref = ""
	}
	if ref := in.text(p, "Refs/AcctSvcrRef"); ref != "" {
		l.BankRef = ref
	}
	l.Trace = in.text(p, "Refs/ClrSysRef", "Refs/InstrId")
	side := "Cdtr"
	if l.Direction == bank.Collect {
		side = "Dbtr"
	}
	l.Name = in.text(p, "RltdPties/"+side+"/Nm", "RltdPties/"+side+"/Pty/Nm")
	l.Account = in.account(in.one(p, "RltdPties/"+side+"Acct"))
	l.Routing = in.agent(in.one(p, "RltdAgts/"+side+"Agt"))
	l.Remittance = in.remittance(in.one(p, "RmtInf"))
	l.Reason = in.text(p, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
	if notes := in.one(p, "RtrInf").texts("AddtlInf"); len(notes) > 0 {
		l.Note = strings.Join(notes, "\n")
	}
	return l, e.credit == whole
}

// balance holds a statement's closing balance to its opening one, if it has one of each.
func (in *reader) balance(s *node, moved money.Amount) {
	of := map[string]money.Amount{}
	var at *node
	for _, b := range s.all("Bal") {
		amount := in.one(b, "Amt")
		if amount == nil {
			in.Fault(b.line, bank.Element, "the balance has no Amt")
			return
		}
		a, _ := in.amount(amount)
		if in.need(b, "CdtDbtInd"); !in.credit(b, false) {
			a = -a
		}
		kind := in.text(b, "Tp/CdOrPrtry/Cd")
		if _, twice := of[kind]; twice && (kind == "OPBD" || kind == "CLBD") {
			in.Fault(b.line, bank.Duplicate, "a second balance %s", kind)
		}
		if of[kind] = a; kind == "CLBD" {
			at = b
		}
	}
	opening, opens := of["OPBD"]
	if closing := of["CLBD"]; opens && at != nil && in.plus(at, opening, moved) != closing {
		in.Fault(at.line, bank.Balance, "the statement opens with %s, %s were booked, and it closes with %s", opening, moved, closing)
	}
}
