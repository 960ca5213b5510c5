// Package terms keeps the chain's contracts: named, versioned sets of clauses that never change once they are published. A clause is a
// sentence in plain words, its legal source, and an expression in CEL that is true where it is kept. The rooms above bind contracts to
// what they award or order, show each claim to them in a World, and refuse it or have it reviewed as the clauses say.
//
// It refuses a contract that cannot be read, that machines could answer differently, or that costs more than its bound; so that no claim
// can fail for another reason than a clause that does not hold.
package terms

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/rule"
)

// ModuleName is the module's name.
const ModuleName = "terms"

// Bounds of a contract; texts in bytes.
const (
	maxID       = 40
	maxSentence = 240
	maxSource   = 100
	maxClauses  = 32
	maxMarks    = 16 // counters and flags together
	maxEffects  = 16
	maxBound    = 8 // contracts that bind one award
	maxItems    = 200
	maxCounter  = 1_000_000_000_000_000
)

const idCharacters = rule.Lower + rule.Digits + "-"

// Ref is how awards name the contract: cost-share/1.
func (c Contract) Ref() string { return refOf(c.Name, c.Version) }

func refOf(name string, version uint32) string {
	return name + "/" + strconv.FormatUint(uint64(version), 10)
}

// ParseRef reads the name of a published version.
func ParseRef(ref string) (name string, version uint32, err error) {
	name, number, _ := strings.Cut(ref, "/")
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil || rule.CheckID(name, idCharacters, maxID) != "" || strconv.FormatUint(n, 10) != number || n == 0 {
		return "", 0, ErrUnknown.Refuse("%q is not a name and a version", rule.Clip(ref, 60))
	}
	return name, uint32(n), nil
}

// fault says what is wrong with a contract before its expressions are read, or nil.
func (c *Terms) fault() error {
	if c.Name == "" {
		return ErrMalformed.Refuse("it is not named; begin with a line as: contract cost-share/1")
	}
	if why := rule.CheckText(c.Title, maxSource); why != "" {
		return ErrMalformed.Refuse("title: %s", why)
	}
	if n := len(c.Clauses); n == 0 || n > maxClauses {
		return ErrMalformed.Refuse("%s, between 1 and %d", rule.Count(n, "clause"), maxClauses)
	}
	for i, clause := range c.Clauses {
		if why := clause.fault(); why != "" {
			return ErrMalformed.Refuse("clause %d %s: %s", i+1, clause.Id, why)
		}
		if slices.ContainsFunc(c.Clauses[:i], func(other Clause) bool { return other.Id == clause.Id }) {
			return ErrMalformed.Refuse("clause %d: %s is given twice", i+1, clause.Id)
		}
	}
	return c.markFault()
}

func (c Clause) fault() string {
	if why := rule.CheckID(c.Id, idCharacters, maxID); why != "" {
		return "id " + why
	}
	if why := rule.CheckText(c.Says, maxSentence); why != "" {
		return "what it says: " + why
	}
	if why := rule.CheckText(c.Source, maxSource); why != "" {
		return "source: " + why
	}
	if c.Outcome != Refuse && c.Outcome != Review {
		return "its outcome is neither refuse nor review"
	}
	return ""
}

// markFault says what is wrong with the counters, flags and effects, or nil.
func (c *Terms) markFault() error {
	marks := append(slices.Clone(c.Counters), c.Flags...)
	if n := len(marks); n > maxMarks {
		return ErrMalformed.Refuse("%d counters and flags, at most %d", n, maxMarks)
	}
	for i, m := range marks {
		if why := rule.CheckID(m, rule.Lower+"_", maxID); why != "" {
			return ErrMalformed.Refuse("counter or flag %q: %s", m, why)
		}
		if slices.Contains(marks[:i], m) {
			return ErrMalformed.Refuse("counter or flag %s is given twice", m)
		}
	}
	if n := len(c.Effects); n > maxEffects {
		return ErrMalformed.Refuse("%d effects, at most %d", n, maxEffects)
	}
	for i, e := range c.Effects {
		if !slices.Contains(marks, e.Sets) {
			return ErrMalformed.Refuse("effect %d sets %q, which is no counter or flag of the contract", i+1, e.Sets)
		}
		if slices.ContainsFunc(c.Effects[:i], func(other Effect) bool { return other.Sets == e.Sets }) {
			return ErrMalformed.Refuse("effect %d: %s is set twice", i+1, e.Sets)
		}
	}
	for _, test := range c.Cases {
		if why := test.fault(c); why != "" {
			return ErrMalformed.Refuse("case on line %d: %s", test.Line, why)
		}
	}
	return nil
}
