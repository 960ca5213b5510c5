package terms

import (
	"fmt"
	"strings"

	"github.com/pursechain/purse/base/rule"
)

// Terms are a contract as it is written, taken apart:
//
//	contract drawdown/1
//	title    Drawdown in parts
//	counter  draws
//
//	clause part
//	  says    At most 75 percent of what is left is drawn at once.
//	  source  31 USC 6503(a)
//	  else    refuse
//	  holds   claim.amount <= percent(75, award.left)
//
//	effect draws
//	  to      counter.draws + 1
//
//	case three quarters
//	  claim.amount  750.00
//	  award.left    1,000.00
//	  then          draws 1
//
// A line that is indented belongs to the one above it that is not; one that is indented deeper than the first of its part goes on with
// the line above. What follows a # at the beginning of a line is for readers alone.
type Terms struct {
	Name     string
	Version  uint32
	Title    string
	Counters []string
	Flags    []string
	Clauses  []Clause
	Effects  []Effect
	Cases    []Case

	holds, to []spot // where the expressions of the clauses and effects stand
}

// Case is a claim by which a contract is tested.
type Case struct {
	Name   string
	Line   int
	Given  []Given  // values of variables, and of counters and flags before
	Items  []Item   // the lines of the claim
	Breaks []string // the clauses that do not hold
	Then   []Given  // counters and flags after
}

// Given is a value in a case.
type Given struct {
	Name, Value string
	Line        int
}

// spot is a place in a text, from 1; a column counts characters.
type spot struct{ line, column int }

// maxFile bounds a contract with its cases, in bytes.
const maxFile = 16 << 10

// Ref is how awards name the contract: cost-share/1.
func (t *Terms) Ref() string { return refOf(t.Name, t.Version) }

// line is a line of the text, or several that go on with one another.
type line struct {
	at    spot // of the value
	level int  // 0 for the head of a part, 1 for what belongs to it
	key   string
	value string
	last  int // the number of its last line
}

// Parse takes a contract apart, and refuses one that is not written as it must be.
func Parse(text string) (*Terms, error) {
	if n := len(text); n == 0 || n > maxFile {
		return nil, ErrMalformed.Refuse("%d bytes, between 1 and %d", n, maxFile)
	}
	lines, err := split(text)
	if err != nil {
		return nil, err
	}
	t := &Terms{}
	if err := t.parts(lines); err != nil {
		return nil, err
	}
	return t, t.fault()
}

// parts takes in the parts of which the lines are.
func (t *Terms) parts(lines []line) error {
	for i := 0; i < len(lines); {
		end := i + 1
		for end < len(lines) && lines[end].level == 1 {
			end++
		}
		if why := t.part(lines[i], lines[i+1:end]); why != "" {
			return ErrMalformed.Refuse("line %d: %s", lines[i].at.line, why)
		}
		i = end
	}
	return nil
}

// split makes lines of a text.
func split(text string) (lines []line, err error) {
	indent := 0 // of the first line of the part
	for i, raw := range strings.Split(text, "\n") {
		raw = strings.TrimRight(raw, " \r")
		body := strings.TrimLeft(raw, " ")
		if body == "" {
			continue
		}
		if why := rule.CheckText(body, maxFile); why != "" {
			return nil, ErrMalformed.Refuse("line %d: %s", i+1, why)
		}
		if raw[0] == '#' {
			continue
		}
		depth := len(raw) - len(body)
		switch {
		case depth > 0 && len(lines) == 0:
			return nil, ErrMalformed.Refuse("line %d: it is indented below nothing", i+1)
		case depth > 0 && lines[len(lines)-1].level == 0:
			indent = depth
		case depth > indent && indent > 0:
			last := &lines[len(lines)-1]
			last.value += strings.Repeat("\n", i+1-last.last) + raw
			last.last = i + 1
			continue
		case depth > 0 && depth < indent:
			return nil, ErrMalformed.Refuse("line %d: it is indented by %d, the part that it belongs to by %d", i+1, depth, indent)
		}
		key, value, _ := strings.Cut(body, " ")
		trimmed := strings.TrimLeft(value, " ")
		column := len([]rune(raw)) - len([]rune(trimmed)) + 1
		lines = append(lines, line{spot{i + 1, column}, min(depth, 1), key, trimmed, i + 1})
	}
	return lines, nil
}

// part takes in a part of the contract, and says what is wrong with it, or "".
func (t *Terms) part(head line, body []line) string {
	if head.key != "clause" && head.key != "effect" && head.key != "case" && len(body) > 0 {
		return "nothing belongs below " + head.key
	}
	switch head.key {
	case "contract":
		if t.Name != "" {
			return "the contract is named twice"
		}
		name, version, err := ParseRef(head.value)
		if err != nil {
			return fmt.Sprintf("%q is not a name and a version, as cost-share/1", rule.Clip(head.value, 60))
		}
		t.Name, t.Version = name, version
	case "title":
		if t.Title != "" {
			return "the contract has two titles"
		}
		t.Title = head.value
	case "counter":
		t.Counters = append(t.Counters, head.value)
	case "flag":
		t.Flags = append(t.Flags, head.value)
	case "clause":
		return t.clause(head, body)
	case "effect":
		return t.effect(head, body)
	case "case":
		return t.aCase(head, body)
	default:
		return rule.Clip(head.key, 40) + " is none of contract, title, counter, flag, clause, effect, case"
	}
	return ""
}

func (t *Terms) clause(head line, body []line) string {
	c := Clause{}
	c.Id, c.EachItem = strings.CutSuffix(head.value, " of each item")
	var at spot
	why := each(body, func(l line) bool {
		switch l.key {
		case "says":
			c.Says = joined(l.value)
		case "source":
			c.Source = joined(l.value)
		case "else":
			c.Outcome = outcomes[l.value]
		case "holds":
			c.Holds, at = l.value, l.at
		default:
			return false
		}
		return true
	}, "says", "source", "else", "holds")
	t.Clauses, t.holds = append(t.Clauses, c), append(t.holds, at)
	return why
}

var outcomes = map[string]Outcome{"refuse": Refuse, "review": Review}

func (t *Terms) effect(head line, body []line) string {
	e := Effect{Sets: head.value}
	var at spot
	why := each(body, func(l line) bool {
		e.To, at = l.value, l.at
		return l.key == "to"
	}, "to")
	t.Effects, t.to = append(t.Effects, e), append(t.to, at)
	return why
}

// each takes in the lines of a part, of which each of the keys stands once.
func each(body []line, take func(line) bool, keys ...string) string {
	given := make(map[string]bool)
	for _, l := range body {
		if !take(l) {
			return fmt.Sprintf("%s on line %d is none of %s", rule.Clip(l.key, 40), l.at.line, strings.Join(keys, ", "))
		}
		if given[l.key] {
			return fmt.Sprintf("%s is given twice, on line %d", l.key, l.at.line)
		}
		given[l.key] = true
	}
	for _, key := range keys {
		if !given[key] {
			return key + " is not given"
		}
	}
	return ""
}

// joined is a text of several lines in one.
func joined(s string) string { return strings.Join(strings.Fields(s), " ") }

func (t *Terms) aCase(head line, body []line) string {
	c := Case{Name: head.value, Line: head.at.line}
	for _, l := range body {
		given := Given{l.key, joined(l.value), l.at.line}
		switch l.key {
		case "breaks":
			c.Breaks = append(c.Breaks, strings.Fields(l.value)...)
		case "then":
			given.Name, given.Value, _ = strings.Cut(given.Value, " ")
			c.Then = append(c.Then, given)
		case "item":
			item, why := itemOf(l.value)
			if why != "" {
				return fmt.Sprintf("item on line %d: %s", l.at.line, why)
			}
			c.Items = append(c.Items, item)
		default:
			c.Given = append(c.Given, given)
		}
	}
	t.Cases = append(t.Cases, c)
	return ""
}
