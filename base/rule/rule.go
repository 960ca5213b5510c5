// Package rule is how the chain says no. A Rule is a law of the chain with its number; a Refusal is one breach of it, with
// the values found. Every module declares its rules once, in errors.go; nothing else in a module makes an error text.
package rule

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is one reason for which the chain refuses. It is itself an error, so that errors.Is(err, rule) works.
type Rule struct {
	Space  string // the module, which is the codespace of the transaction's result
	Code   uint32 // unique in the module, from 2 up; never used again for another rule
	Number string // the rule's number in the module's README: A2
	Text   string // what was wrong, in a few words: "over available"
	Next   string // what the sender can do about it, a sentence
}

var rules []*Rule

// New declares a rule. It is called from package variables only, and panics at start-up if a code or text is used twice.
func New(space string, code uint32, number, text, next string) *Rule {
	r := &Rule{Space: space, Code: code, Number: number, Text: text, Next: next}
	for _, other := range rules {
		if other.Space == space && (other.Code == code || other.Text == text) {
			panic(fmt.Sprintf("rule %s/%d %q is declared twice", space, code, text))
		}
	}
	if code < 2 {
		panic(fmt.Sprintf("rule %s %q: code %d is reserved", space, text, code))
	}
	rules = append(rules, r)
	return r
}

// All are the rules of every module linked into the program, by module and code.
func All() []*Rule {
	sorted := slices.Clone(rules)
	slices.SortFunc(sorted, func(a, b *Rule) int {
		if c := strings.Compare(a.Space, b.Space); c != 0 {
			return c
		}
		return int(a.Code) - int(b.Code)
	})
	return sorted
}

// Find returns the rule behind the codespace and code of a transaction's result, or nil if none of ours is.
func Find(space string, code uint32) *Rule {
	for _, r := range rules {
		if r.Space == space && r.Code == code {
			return r
		}
	}
	return nil
}

// Name is how scripts and scenarios name the rule: appropriation/over-available.
func (r *Rule) Name() string { return r.Space + "/" + strings.ReplaceAll(r.Text, " ", "-") }

func (r *Rule) Error() string { return fmt.Sprintf("%s (%s). %s", r.Text, r.Number, r.Next) }

// maxFound bounds what a refusal repeats of what it was sent, in bytes.
const maxFound = 512

// Refuse is a breach of the rule, with the values found: Refuse("available %s, asked %s", …).
func (r *Rule) Refuse(format string, args ...any) error {
	return &Refusal{Rule: r, Found: Clip(fmt.Sprintf(format, args...), maxFound)}
}

// Refusal is a breach of a rule. It reads "over available: available 20.00, asked 30.00 (A2). <next step>".
type Refusal struct {
	Rule  *Rule
	Found string
}

func (e *Refusal) Error() string {
	return fmt.Sprintf("%s: %s (%s). %s", e.Rule.Text, e.Found, e.Rule.Number, e.Rule.Next)
}

// Unwrap lets errors.Is(err, rule) hold.
func (e *Refusal) Unwrap() error { return e.Rule }

// Codespace and ABCICode give the engine what it writes into the transaction's result.
func (e *Refusal) Codespace() string { return e.Rule.Space }
func (e *Refusal) ABCICode() uint32  { return e.Rule.Code }
func (r *Rule) Codespace() string    { return r.Space }
func (r *Rule) ABCICode() uint32     { return r.Code }
