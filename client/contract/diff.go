package contract

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/terms"
)

// Change is one part in which two versions differ. What was not there before, or is not there any more, is empty.
type Change struct {
	Part       string // clause share, effect draws
	What       string // says, source, else, asked of, holds; to; empty for the whole part
	Was, Is    string
	New, Ended bool // the whole part
}

// Otherwise is a case of the old version that comes otherwise under the new one.
type Otherwise struct {
	Case    terms.Case
	Was, Is string
}

// Diff is how two versions differ.
type Diff struct {
	Old, New *terms.Terms
	Changes  []Change
	Cases    []Otherwise
}

// Compare sets two contracts side by side, and runs the cases of the old one under the new one.
func Compare(old, new *terms.Compiled) Diff {
	d := Diff{Old: old.Terms(), New: new.Terms()}
	a, b := d.Old, d.New
	d.field("title", "", a.Title, b.Title)
	d.parts("clause ", ids(a.Clauses), ids(b.Clauses), func(i, j int) {
		was, is := a.Clauses[i], b.Clauses[j]
		part := "clause " + is.Id
		d.field(part, "says", was.Says, is.Says)
		d.field(part, "source", was.Source, is.Source)
		d.field(part, "else", outcomes[was.Outcome], outcomes[is.Outcome])
		d.field(part, "is asked of", asked(was), asked(is))
		d.field(part, "holds", joined(was.Holds), joined(is.Holds))
	})
	d.parts("counter ", a.Counters, b.Counters, func(int, int) {})
	d.parts("flag ", a.Flags, b.Flags, func(int, int) {})
	d.parts("effect ", sets(a.Effects), sets(b.Effects), func(i, j int) {
		d.field("effect "+b.Effects[j].Sets, "to", joined(a.Effects[i].To), joined(b.Effects[j].To))
	})
	for _, test := range a.Cases {
		was, is := described(old, test), described(new, test)
		if was != is {
			d.Cases = append(d.Cases, Otherwise{test, was, is})
		}
	}
	return d
}

func (d *Diff) field(part, what, was, is string) {
	if was != is {
		d.Changes = append(d.Changes, Change{Part: part, What: what, Was: was, Is: is})
	}
}

// parts finds which parts of a kind are new, have ended, or stand in both.
func (d *Diff) parts(kind string, old, new []string, both func(i, j int)) {
	for i, id := range old {
		if j := slices.Index(new, id); j >= 0 {
			both(i, j)
		} else {
			d.Changes = append(d.Changes, Change{Part: kind + id, Ended: true})
		}
	}
	for _, id := range new {
		if !slices.Contains(old, id) {
			d.Changes = append(d.Changes, Change{Part: kind + id, New: true})
		}
	}
}

var outcomes = map[terms.Outcome]string{terms.Refuse: "refuse", terms.Review: "review"}

func asked(c terms.Clause) string {
	if c.EachItem {
		return "each item"
	}
	return "the whole claim"
}

func joined(s string) string { return strings.Join(strings.Fields(s), " ") }

func ids(all []terms.Clause) (names []string) {
	for _, c := range all {
		names = append(names, c.Id)
	}
	return names
}

func sets(all []terms.Effect) (names []string) {
	for _, e := range all {
		names = append(names, e.Sets)
	}
	return names
}

// described is what becomes of a case under a contract, with the counters and flags after it.
func described(c *terms.Compiled, test terms.Case) string {
	t := c.Terms()
	for _, g := range test.Given {
		of, name, _ := strings.Cut(g.Name, ".")
		if of == "counter" && !slices.Contains(t.Counters, name) || of == "flag" && !slices.Contains(t.Flags, name) {
			return fmt.Sprintf("It cannot be asked: there is no %s.", g.Name)
		}
	}
	r := c.Try(test)
	text := outcome(r)
	for _, e := range t.Effects {
		if value, is := r.After[e.Sets]; is {
			text += fmt.Sprintf(" Then %s is %s.", e.Sets, markText(t, e.Sets, value))
		}
	}
	return text
}

// Print writes the differences for people.
func (d Diff) Print(w io.Writer) {
	fmt.Fprintf(w, "%s and %s: %s\n", d.Old.Ref(), d.New.Ref(), rule.Count(len(d.Changes), "difference"))
	for _, c := range d.Changes {
		switch {
		case c.New:
			fmt.Fprintf(w, "added    %s\n", c.Part)
		case c.Ended:
			fmt.Fprintf(w, "removed  %s\n", c.Part)
		default:
			fmt.Fprintf(w, "changed  %s\n  was  %s\n  is   %s\n", strings.TrimSpace(c.Part+" "+c.What), c.Was, c.Is)
		}
	}
	fmt.Fprintf(w, "\nof %s of %s, %d otherwise under %s\n", rule.Count(len(d.Old.Cases), "case"), d.Old.Ref(), len(d.Cases), d.New.Ref())
	for _, c := range d.Cases {
		fmt.Fprintf(w, "line %d: %s\n  was  %s\n  is   %s\n", c.Case.Line, c.Case.Name, c.Was, c.Is)
	}
}
