package terms

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/pursechain/purse/base/rule"
)

// Finding is a clause that does not hold.
type Finding struct {
	Contract string // cost-share/1
	Clause   Clause
	Item     int // the line of which it was asked, from 1; 0 if of the whole
	Seen     []Seen
	Fault    string // why it could not be answered; empty if the answer was no
}

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

// each asks every clause, in the order of the contract, and those of each item of every item. A clause that has no answer, since a sum
// leaves its bounds, does not hold.
func (c *Compiled) each(w *World, items []Item, m marks, asked func(clause, item int, seen scene, holds bool, fault error)) {
	ask := func(i, item int, seen scene) {
		answer, _, err := c.clauses[i].run.Eval(seen)
		asked(i, item, seen, err == nil && answer == types.True, err)
	}
	var line *World // the world with an item in it
	for i, clause := range c.text.Clauses {
		if !clause.EachItem {
			ask(i, 0, scene{w, m})
			continue
		}
		if line == nil {
			line = &World{slices.Clone(w.values)}
		}
		for n, item := range items {
			line.With("item.code", item.Code).With("item.category", item.Category).With("item.quantity", item.Quantity).
				With("item.price", item.Price).With("item.amount", item.Amount)
			ask(i, n+1, scene{line, m})
		}
	}
}

// Judge returns the clauses that do not hold of a claim, with the counters and flags as they were before it.
func (c *Compiled) Judge(w *World, items []Item, before map[string]int64) (found []Finding) {
	c.each(w, items, before, func(i, item int, seen scene, holds bool, fault error) {
		if !holds {
			found = append(found, c.finding(i, item, seen, fault))
		}
	})
	return found
}

// Answer is what a clause said of a claim or of a line of it, and what it saw.
type Answer struct {
	Finding
	Holds bool
}

// Ask returns what every clause says of a claim, for people who want to see why. A clause of each item says nothing of a claim without any.
func (c *Compiled) Ask(w *World, items []Item, before map[string]int64) (all []Answer) {
	c.each(w, items, before, func(i, item int, seen scene, holds bool, fault error) {
		all = append(all, Answer{c.finding(i, item, seen, fault), holds})
	})
	return all
}

// finding is what a clause saw, and why it has no answer if it has none.
func (c *Compiled) finding(i, item int, seen scene, fault error) Finding {
	f := Finding{Contract: c.text.Ref(), Clause: c.text.Clauses[i], Item: item}
	if fault != nil {
		f.Fault = rule.Clip(fault.Error(), 100)
	}
	for _, name := range c.clauses[i].reads {
		value, _ := seen.ResolveName(name)
		f.Seen = append(f.Seen, Seen{Name: name, Value: rule.Clip(shown(value.(ref.Val)), 60)})
	}
	return f
}

// Pass works the effects of the contract, all of what the counters and flags were before, and returns those that they set.
func (c *Compiled) Pass(w *World, before map[string]int64) (after map[string]int64, err error) {
	after = make(map[string]int64, len(c.text.Effects))
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
