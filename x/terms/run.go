package terms

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// Item is a line of an invoice or claim.
type Item struct {
	Code          string
	Quantity      int64
	Price, Amount money.Amount
}

// Finding is a clause that does not hold.
type Finding struct {
	Contract string // cost-share/1
	Clause   Clause
	Item     int // the line of which it was asked, from 1; 0 if of the whole
	Seen     []Seen
	Fault    string // why it could not be answered; empty if the answer was no
}

// Seen is a value that a clause saw.
type Seen struct{ Name, Value string }

// String is the finding in the words of the contract: what it says, where that comes from, and what it saw.
func (f Finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s: %q (%s)", f.Contract, f.Clause.Id, f.Clause.Says, f.Clause.Source)
	if f.Item > 0 {
		fmt.Fprintf(&b, ", line %d", f.Item)
	}
	mark := "; "
	for _, s := range f.Seen {
		fmt.Fprintf(&b, "%s%s is %s", mark, s.Name, s.Value)
		mark = ", "
	}
	if f.Fault != "" {
		fmt.Fprintf(&b, "; it has no answer: %s", f.Fault)
	}
	return b.String()
}

// marks are the counters and flags of one award under one contract. What is not there is zero, or down.
type marks map[string]int64

// scene is what an expression sees: the world, and the counters and flags of its contract.
type scene struct {
	world *World
	marks marks
}

// ResolveName finds a variable.
func (s scene) ResolveName(name string) (any, bool) {
	if at, is := place[name]; is {
		return s.world.values[at], true
	}
	if counter, is := strings.CutPrefix(name, "counter."); is {
		return types.Int(s.marks[counter]), true
	}
	if flag, is := strings.CutPrefix(name, "flag."); is {
		return types.Bool(s.marks[flag] != 0), true
	}
	return nil, false
}

// Parent is none.
func (s scene) Parent() cel.Activation { return nil }

// judge asks every clause, in the order of the contract, and returns those that do not hold. A clause that has no answer, since a sum
// leaves its bounds, does not hold.
func (c *Compiled) judge(w *World, items []Item, m marks) (found []Finding) {
	ask := func(i, item int, seen scene) {
		answer, _, err := c.clauses[i].run.Eval(seen)
		if err == nil && answer == types.True {
			return
		}
		f := Finding{Contract: c.text.Ref(), Clause: c.text.Clauses[i], Item: item}
		if err != nil {
			f.Fault = rule.Clip(err.Error(), 100)
		}
		for _, name := range c.clauses[i].reads {
			value, _ := seen.ResolveName(name)
			f.Seen = append(f.Seen, Seen{name, rule.Clip(shown(value.(ref.Val)), 60)})
		}
		found = append(found, f)
	}
	line := scene{&World{slices.Clone(w.values)}, m}
	for i, clause := range c.text.Clauses {
		if !clause.EachItem {
			ask(i, 0, scene{w, m})
			continue
		}
		for n, item := range items {
			line.world.With("item.code", item.Code).With("item.quantity", item.Quantity).
				With("item.price", item.Price).With("item.amount", item.Amount)
			ask(i, n+1, line)
		}
	}
	return found
}

// pass works the effects of the contract, all of what the marks were before, and returns what they are after.
func (c *Compiled) pass(w *World, before marks) (after marks, err error) {
	after = make(marks, len(c.text.Effects))
	for i, effect := range c.text.Effects {
		value, _, err := c.effects[i].run.Eval(scene{w, before})
		if err != nil {
			return nil, ErrMark.Refuse("%s, %s: %s", c.text.Ref(), effect.Sets, rule.Clip(err.Error(), 100))
		}
		switch v := value.(type) {
		case types.Int:
			if v < 0 || v > maxCounter {
				return nil, ErrMark.Refuse("%s, %s: %d, between 0 and %d", c.text.Ref(), effect.Sets, v, int64(maxCounter))
			}
			after[effect.Sets] = int64(v)
		case types.Bool:
			if v {
				after[effect.Sets] = 1
			} else {
				after[effect.Sets] = 0
			}
		}
	}
	return after, nil
}
