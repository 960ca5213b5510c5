package iso20022

import (
	"strings"
	"time"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
)

// reader reads the elements of a message, and notes what is missing or stands twice.
type reader struct{ *bank.File }

// all are the elements below one that have a name.
func (n *node) all(name string) (found []*node) {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			found = append(found, k)
		}
	}
	return found
}

// texts are those of the elements below one that have a name.
func (n *node) texts(name string) (texts []string) {
	for _, found := range n.all(name) {
		texts = append(texts, found.text)
	}
	return texts
}

// one is the element at a path, or nil. None on the way may stand twice: which of two is meant, nobody knows.
func (in *reader) one(n *node, path string) *node {
	for name := range strings.SplitSeq(path, "/") {
		found := n.all(name)
		if len(found) == 0 {
			return nil
		}
		if len(found) > 1 {
			in.Fault(found[1].line, bank.Element, "%s stands twice", name)
		}
		n = found[0]
	}
	return n
}

// text is the text at the first of some paths that has one, or "".
func (in *reader) text(n *node, paths ...string) string {
	for _, path := range paths {
		if found := in.one(n, path); found != nil && found.text != "" {
			return found.text
		}
	}
	return ""
}

// need is the text at the first of some paths that has one. One of them must.
func (in *reader) need(n *node, paths ...string) string {
	text := in.text(n, paths...)
	if text == "" {
		in.Fault(n.line, bank.Element, "%s has no %s", n.name, paths[0])
	}
	return text
}

// id is an identification, of at most 35 characters, that must be there.
func (in *reader) id(n *node, path string) string {
	text := in.need(n, path)
	if length := len([]rune(text)); length > 35 {
		in.Fault(n.line, bank.Text, "%s has %d characters, at most 35", path, length)
	}
	return text
}

// amount is the amount of an element, with its currency.
func (in *reader) amount(n *node) (money.Amount, string) {
	a, why := bank.Decimal(n.text)
	if why != "" {
		in.Fault(n.line, bank.AmountRule, "%s is not an amount: %s", n.name, why)
	}
	if len(n.currency) != 1 || rule.CheckID(n.currency[0], rule.Capitals, 3) != "" || len(n.currency[0]) != 3 {
		in.Fault(n.line, bank.Currency, "%s has not one currency of three capitals", n.name)
		return a, ""
	}
	return a, n.currency[0]
}

// count checks a number of things, if it is given.
func (in *reader) count(n *node, path string, is int) {
	at := in.one(n, path)
	if at == nil {
		return
	}
	if why := bank.OnlyDigits(at.text); why != "" || len(at.text) > 15 {
		in.Fault(at.line, bank.Field, "%s is not a number of up to fifteen digits", at.name)
	} else if said, _ := bank.Decimal(at.text); said != money.Amount(is)*100 {
		in.Fault(at.line, bank.Count, "%s says %s, and there are %d", at.name, at.text, is)
	}
}

// sum checks a control sum, if it is given.
func (in *reader) sum(n *node, path string, is money.Amount) {
	at := in.one(n, path)
	if at == nil {
		return
	}
	if said, why := bank.Decimal(at.text); why != "" {
		in.Fault(at.line, bank.AmountRule, "%s is not an amount: %s", at.name, why)
	} else if said != is {
		in.Fault(at.line, bank.Total, "%s is %s, and the amounts come to %s", at.name, said, is)
	}
}

// day checks a day, with the time or without.
func (in *reader) day(n *node, paths ...string) {
	text := in.need(n, paths...)
	day, clock, timed := strings.Cut(text, "T")
	if text == "" {
		return
	}
	_, err := date.Parse(day)
	if err == nil && timed {
		_, err = time.Parse(time.TimeOnly, clock[:min(len(clock), len(time.TimeOnly))])
	}
	if err != nil {
		in.Fault(n.line, bank.DateRule, "%s is not a day written YYYY-MM-DD", paths[0])
	}
}

// account is an account's number. An IBAN is held to its check digits.
func (in *reader) account(n *node) string {
	iban := in.one(n, "Id/IBAN")
	if iban == nil {
		return in.text(n, "Id/Othr/Id")
	}
	if why := bank.IBAN(iban.text); why != "" {
		in.Fault(iban.line, bank.Account, "%s", why)
	}
	return iban.text
}

// agent is the bank of a party: its routing number, or what else it is called. A number that is said to be American is checked.
func (in *reader) agent(n *node) string {
	member := in.one(n, "FinInstnId/ClrSysMmbId")
	if member != nil && in.text(member, "ClrSysId/Cd") == "USABA" {
		if why := bank.Routing(in.text(member, "MmbId")); why != "" {
			in.Fault(member.line, bank.CheckDigits, "%s", why)
		}
	}
	return in.text(n, "FinInstnId/ClrSysMmbId/MmbId", "FinInstnId/BICFI", "FinInstnId/BIC")
}

// remittance is what is said to the payee: texts and references, each a line.
func (in *reader) remittance(n *node) string {
	lines := n.texts("Ustrd")
	for _, s := range n.all("Strd") {
		if ref := in.text(s, "CdtrRefInf/Ref"); ref != "" {
			lines = append(lines, ref)
		}
	}
	return strings.Join(lines, "\n")
}

// add puts a line into its batch.
func (in *reader) add(b *bank.Batch, l bank.Line) {
	if err := b.Add(l); err != nil {
		in.Fault(l.Line, bank.Total, "%s", err)
	}
}
