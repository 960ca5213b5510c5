package contract

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pursechain/purse/x/terms"
)

// Explain writes what every clause says of a case, what it saw, and what becomes of the claim.
func Explain(w io.Writer, c *terms.Compiled, test terms.Case) {
	t, r := c.Terms(), c.Try(test)
	fmt.Fprintf(w, "%s, case on line %d: %s\n\n", t.Ref(), test.Line, test.Name)
	for _, clause := range t.Clauses {
		asked := false
		for _, a := range r.Answers {
			if a.Clause.Id == clause.Id {
				explain(w, a)
				asked = true
			}
		}
		if !asked {
			fmt.Fprintf(w, "not asked  %s: %s\n           it is asked of each item, and the claim has none\n", clause.Id, clause.Says)
		}
	}
	fmt.Fprintf(w, "\n%s\n", outcome(r))
	if r.Refused {
		return
	}
	for _, e := range t.Effects {
		if value, is := r.After[e.Sets]; is {
			fmt.Fprintf(w, "When it is approved, %s is %s.\n", e.Sets, markText(t, e.Sets, value))
		}
	}
}

func explain(w io.Writer, a terms.Answer) {
	word := "holds"
	if !a.Holds {
		word = "BROKEN"
	}
	of := ""
	if a.Item > 0 {
		of = fmt.Sprintf(" of line %d", a.Item)
	}
	fmt.Fprintf(w, "%-10s %s%s: %s (%s)\n", word, a.Clause.Id, of, a.Clause.Says, a.Clause.Source)
	for _, s := range a.Seen {
		fmt.Fprintf(w, "           %s is %s\n", s.Name, s.Value)
	}
	if a.Fault != "" {
		fmt.Fprintf(w, "           it has no answer: %s\n", a.Fault)
	}
	if !a.Holds {
		fmt.Fprintf(w, "           so %s\n", consequence[a.Clause.Outcome])
	}
}

var consequence = map[terms.Outcome]string{
	terms.Refuse: "the claim is refused",
	terms.Review: "the claim is looked at: the officer who approves it gives a reason",
}

// outcome is what becomes of a claim, in a sentence.
func outcome(r terms.Result) string {
	var by, looked []string
	for _, a := range r.Answers {
		switch {
		case a.Holds:
		case a.Clause.Outcome == terms.Refuse && !slices.Contains(by, a.Clause.Id):
			by = append(by, a.Clause.Id)
		case a.Clause.Outcome == terms.Review && !slices.Contains(looked, a.Clause.Id):
			looked = append(looked, a.Clause.Id)
		}
	}
	switch {
	case r.Refused:
		return "It is refused, by " + strings.Join(by, " and ") + "."
	case len(looked) > 0:
		return "It can be approved, with a reason, since it breaks " + strings.Join(looked, " and ") + "."
	}
	return "It can be approved."
}

// markText is a counter as a number, a flag as up or down.
func markText(t *terms.Terms, name string, value int64) string {
	switch {
	case !slices.Contains(t.Flags, name):
		return fmt.Sprint(value)
	case value == 0:
		return "down"
	}
	return "up"
}
