// Package iso20022 reads the messages of ISO 20022 by which payments are asked for and answered: pain.001, pain.002, camt.053 and
// camt.054; and writes pain.001. It owns their elements as far as they say who is paid what, and what became of it. It takes XML without
// document types, entities of its own or instructions. Amounts stay texts until the grammar of base/money has read them.
package iso20022

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
)

// The bounds of a message.
const (
	maxElements = 500_000
	maxDepth    = 32
	maxText     = 4000 // bytes of one element
)

// node is an element.
type node struct {
	name     string
	line     int
	text     string
	currency []string // its attributes Ccy
	kids     []*node
}

// parser builds the tree of a message. It stops at the first fault.
type parser struct {
	*bank.File
	decoder  *xml.Decoder
	open     []*node
	root     *node
	space    string // the root's namespace
	elements int
	mixed    bool // a text between elements was found
	failed   bool
}

// parse reads a message; nil if it is not well-formed, or breaks a bound.
func parse(f *bank.File, text string) (root *node, space string) {
	p := &parser{File: f, decoder: xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))}
	for !p.failed {
		line, _ := p.decoder.InputPos()
		token, err := p.decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			if p.root == nil {
				p.fail(line, bank.XML, "there is no element")
				return nil, ""
			}
			return p.root, p.space
		case err != nil:
			var broken *xml.SyntaxError
			if errors.As(err, &broken) {
				line, err = broken.Line, errors.New(broken.Msg)
			}
			p.fail(line, bank.XML, err.Error())
			return nil, ""
		}
		p.take(line, token)
	}
	return nil, ""
}

func (p *parser) fail(line int, ruleName, text string) {
	p.Fault(line, ruleName, "%s", text)
	p.failed = true
}

func (p *parser) take(line int, token xml.Token) {
	switch t := token.(type) {
	case xml.Directive:
		p.fail(line, bank.XML, "a document type, or another directive")
	case xml.ProcInst:
		if t.Target != "xml" || p.root != nil {
			p.fail(line, bank.XML, "a processing instruction")
		}
	case xml.StartElement:
		p.begin(line, t)
	case xml.CharData:
		p.chars(line, string(t))
	case xml.EndElement:
		n := p.open[len(p.open)-1]
		p.open = p.open[:len(p.open)-1]
		p.end(n)
	}
}

// end checks the text of an element. One that stands between elements is a fault once, and is not read.
func (p *parser) end(n *node) {
	n.text = strings.Trim(n.text, " \t\r\n")
	if n.text != "" && len(n.kids) > 0 {
		if !p.mixed {
			p.Fault(n.line, bank.XML, "text between the elements of %s", n.name)
		}
		p.mixed, n.text = true, ""
	}
	if why := seen(n.text); why != "" {
		p.fail(n.line, bank.Character, n.name+" "+why)
	}
}

func (p *parser) begin(line int, t xml.StartElement) {
	n := &node{name: t.Name.Local, line: line}
	switch p.elements++; {
	case p.root != nil && len(p.open) == 0:
		p.fail(line, bank.XML, "a second document")
		return
	case p.elements > maxElements:
		p.fail(line, bank.TooLarge, "more elements than are read")
		return
	case len(p.open) == maxDepth:
		p.fail(line, bank.TooLarge, "elements nested deeper than is read")
		return
	case p.root == nil:
		p.root, p.space = n, t.Name.Space
	case t.Name.Space != p.space:
		p.fail(line, bank.Namespace, rule.Clip(n.name, 40)+" is of another namespace than the message")
		return
	}
	for _, a := range t.Attr {
		if a.Name.Local == "Ccy" {
			n.currency = append(n.currency, a.Value)
		}
	}
	if len(p.open) > 0 {
		up := p.open[len(p.open)-1]
		up.kids = append(up.kids, n)
	}
	p.open = append(p.open, n)
}

func (p *parser) chars(line int, text string) {
	if len(p.open) == 0 {
		if strings.Trim(text, " \t\r\n") != "" {
			p.fail(line, bank.XML, "text outside the document")
		}
		return
	}
	n := p.open[len(p.open)-1]
	if len(n.kids) > 0 && strings.Trim(text, " \t\r\n") == "" {
		return
	}
	if n.text += text; len(n.text) > maxText {
		p.fail(line, bank.TooLarge, n.name+" has a text longer than is read")
	}
}

// seen says which character of a text is not seen, or "". Lines of a text may end.
func seen(text string) string {
	if text == "" {
		return ""
	}
	return rule.CheckText(strings.NewReplacer("\n", "_", "\r", "_", "\t", "_").Replace(text), maxText)
}
