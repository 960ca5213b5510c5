package iso20022

import (
	"strings"

	"github.com/pursechain/purse/client/bank"
)

// statuses are the words of a pain.002. Of a whole of which a part was taken, each part has a word of its own.
var statuses = map[string]bank.Status{
	"PART": "", "RCVD": bank.Pending, "PDNG": bank.Pending,
	"ACCP": bank.Accepted, "ACSP": bank.Accepted, "ACTC": bank.Accepted, "ACWC": bank.Accepted, "ACWP": bank.Accepted, "ACFC": bank.Accepted,
	"ACSC": bank.Settled, "ACCC": bank.Settled, "RJCT": bank.Rejected, "CANC": bank.Rejected,
}

// word is a status with its reasons.
type word struct {
	status bank.Status
	reason string
	note   string
}

// word reads the status at a path, and the reasons beside it. Its status is "" if there is none.
func (in *reader) word(n *node, path string) (w word) {
	if text := in.text(n, path); text != "" {
		known := false
		if w.status, known = statuses[text]; !known {
			in.Fault(n.line, bank.StatusRule, "%s is not known", path)
		}
	}
	var notes []string
	for _, r := range n.all("StsRsnInf") {
		if code := in.text(r, "Rsn/Cd", "Rsn/Prtry"); w.reason == "" {
			w.reason = code
		} else {
			notes = append(notes, code)
		}
		notes = append(notes, r.texts("AddtlInf")...)
	}
	w.note = strings.Join(notes, "\n")
	return w
}

// statuses reads a pain.002.
func (in *reader) statuses(n *node) {
	in.header(n)
	group := in.one(n, "OrgnlGrpInfAndSts")
	if group == nil {
		in.Fault(n.line, bank.Element, "the message has no OrgnlGrpInfAndSts")
		return
	}
	whole := in.word(group, "GrpSts")
	original := in.id(group, "OrgnlMsgId")
	parts := n.all("OrgnlPmtInfAndSts")
	if len(parts) == 0 {
		if whole.status == "" {
			in.Fault(group.line, bank.StatusRule, "nothing in the message has a status")
		}
		in.Batches = append(in.Batches, &bank.Batch{Line: group.line, Number: original, Status: whole.status, Reason: whole.reason})
	}
	for _, p := range parts {
		w := in.within(p, whole, in.word(p, "PmtInfSts"))
		b := &bank.Batch{Line: p.line, Number: in.id(p, "OrgnlPmtInfId"), Status: w.status, Reason: w.reason}
		refs := map[string]int{}
		for _, t := range p.all("TxInfAndSts") {
			l := in.answer(t, w)
			if line, twice := refs[l.Ref]; twice {
				in.Fault(t.line, bank.Duplicate, "the word on %s stands in line %d already", l.Ref, line)
			}
			if l.Ref != notProvided {
				refs[l.Ref] = t.line
			}
			in.add(b, l)
		}
		if len(b.Lines) == 0 && w.status == "" {
			in.Fault(p.line, bank.StatusRule, "nothing in the payment information has a status")
		}
		in.Batches = append(in.Batches, b)
	}
}

// within is what is said of a part: its own word, or that of the whole. Of what is rejected no part is anything else.
func (in *reader) within(n *node, whole, part word) word {
	if whole.status == bank.Rejected && part.status != "" && part.status != bank.Rejected {
		in.Fault(n.line, bank.StatusRule, "it is %s, and the whole that it is part of is rejected", part.status)
	}
	if part.status == "" {
		part.status = whole.status
	}
	if part.reason == "" {
		part.reason = whole.reason
	}
	return part
}

// answer reads the word on one payment.
func (in *reader) answer(t *node, whole word) bank.Line {
	w := in.within(t, whole, in.word(t, "TxSts"))
	l := bank.Line{Line: t.line, Ref: in.need(t, "OrgnlEndToEndId", "OrgnlInstrId"), Direction: bank.Pay, Status: w.status, Reason: w.reason,
		Note: w.note, BankRef: in.text(t, "AcctSvcrRef", "ClrSysRef", "StsId"), Name: in.text(t, "OrgnlTxRef/Cdtr/Nm", "OrgnlTxRef/Cdtr/Pty/Nm"),
		Account: in.account(in.one(t, "OrgnlTxRef/CdtrAcct")), Routing: in.agent(in.one(t, "OrgnlTxRef/CdtrAgt"))}
	switch {
	case w.status == "":
		in.Fault(t.line, bank.StatusRule, "the payment has no status")
	case w.status == bank.Rejected && w.reason == "":
		in.Fault(t.line, bank.Reason, "the payment is rejected, and nothing says why")
	}
	if a := in.one(t, "OrgnlTxRef/Amt/InstdAmt"); a != nil {
		l.Amount, l.Currency = in.amount(a)
	}
	return l
}
