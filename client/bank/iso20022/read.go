package iso20022

import (
	"io"
	"regexp"
	"slices"

	"github.com/pursechain/purse/client/bank"
)

// message is a kind of message: the element that it is, the versions that are read, and how.
type message struct {
	kind     bank.Kind
	element  string
	versions []string
	read     func(*reader, *node)
}

var messages = []message{
	{bank.Pain001, "CstmrCdtTrfInitn", []string{"03", "09"}, (*reader).orders},
	{bank.Pain002, "CstmrPmtStsRpt", []string{"03", "10"}, (*reader).statuses},
	{bank.Camt053, "BkToCstmrStmt", []string{"02", "04", "08"}, func(in *reader, n *node) { in.statements(n, "Stmt") }},
	{bank.Camt054, "BkToCstmrDbtCdtNtfctn", []string{"02", "04", "08"}, func(in *reader, n *node) { in.statements(n, "Ntfctn") }},
}

// named finds a message and its version in a namespace: ISO's, or that of a country's banks, which name ISO's message in theirs.
var named = regexp.MustCompile(`((?:pain|camt)\.\d{3})\.001\.(\d{2})`)

// Read reads a message. What is wrong with it are its faults; an error is one of the reader's.
func Read(r io.Reader) (*bank.File, error) {
	f, text, err := bank.Begin(bank.Pain001, r)
	if err != nil || text == "" {
		return f, err
	}
	if root, space := parse(f, text); root != nil {
		document(f, root, space)
	}
	f.Sort()
	return f, nil
}

func document(f *bank.File, root *node, space string) {
	if root.name != "Document" || len(root.kids) != 1 {
		f.Fault(root.line, bank.Unknown, "the document is no message of ISO 20022")
		return
	}
	n := root.kids[0]
	at := slices.IndexFunc(messages, func(m message) bool { return m.element == n.name })
	if at < 0 {
		f.Fault(n.line, bank.Unknown, "%s is no message that is read here", n.name)
		return
	}
	m := messages[at]
	f.Kind = m.kind
	switch found := named.FindStringSubmatch(space); {
	case found == nil:
		f.Fault(root.line, bank.Namespace, "the namespace names no version of a message")
	case bank.Kind(found[1]) != m.kind:
		f.Fault(root.line, bank.Namespace, "the namespace names %s, and the message is %s", found[1], m.kind)
	default:
		if f.Version = found[0]; !slices.Contains(m.versions, found[2]) {
			f.Fault(root.line, bank.Version, "version %s of %s is not read, but %v", found[2], m.kind, m.versions)
		}
	}
	m.read(&reader{f}, n)
}

// header reads what all messages begin with.
func (in *reader) header(n *node) *node {
	h := in.one(n, "GrpHdr")
	if h == nil {
		in.Fault(n.line, bank.Element, "%s has no GrpHdr", n.name)
		return nil
	}
	in.ID = in.id(h, "MsgId")
	in.day(h, "CreDtTm")
	in.From = in.text(h, "InitgPty/Nm", "InitgPty/Id/OrgId/BICOrBEI", "InitgPty/Id/OrgId/AnyBIC", "InitgPty/Id/OrgId/Othr/Id")
	return h
}
