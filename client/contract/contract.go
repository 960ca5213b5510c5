// Package contract helps people who write contracts: it runs their cases and says what these leave untested, explains one case, sets two
// versions side by side, and tries a version on claims and invoices that were decided. The room of terms decides; this only shows.
package contract

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/terms"
)

// Coverage is what the cases of a contract try.
type Coverage struct {
	Results []terms.Result
	Clauses []Covered
}

// Covered is how many cases keep and break a clause.
type Covered struct {
	ID           string
	Kept, Broken int
}

// Test runs the cases of a contract.
func Test(c *terms.Compiled) Coverage {
	all := Coverage{}
	for _, clause := range c.Terms().Clauses {
		all.Clauses = append(all.Clauses, Covered{ID: clause.Id})
	}
	for _, test := range c.Terms().Cases {
		r := c.Try(test)
		all.Results = append(all.Results, r)
		for i := range all.Clauses {
			if slices.Contains(r.Kept(), all.Clauses[i].ID) {
				all.Clauses[i].Kept++
			}
			if slices.Contains(r.Broken(), all.Clauses[i].ID) {
				all.Clauses[i].Broken++
			}
		}
	}
	return all
}

// Fault is why the contract is not tested well enough, or nil: a case came otherwise than written, or a clause is never broken or never
// kept, so that nobody has seen what it does.
func (all Coverage) Fault() error {
	wrong := 0
	for _, r := range all.Results {
		if len(r.Wrong) > 0 {
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%s of %d went otherwise than written", rule.Count(wrong, "case"), len(all.Results))
	}
	var unbroken, unkept []string
	for _, c := range all.Clauses {
		if c.Broken == 0 {
			unbroken = append(unbroken, c.ID)
		}
		if c.Kept == 0 {
			unkept = append(unkept, c.ID)
		}
	}
	switch {
	case len(unbroken) > 0:
		return fmt.Errorf("no case breaks %s; write one for each, so that the clause is seen to refuse", strings.Join(unbroken, ", "))
	case len(unkept) > 0:
		return fmt.Errorf("no case keeps %s; write one for each, so that the clause is seen to let through", strings.Join(unkept, ", "))
	}
	return nil
}

// Print writes each case with what came otherwise than written, and each clause with the cases that keep and break it.
func (all Coverage) Print(w io.Writer) {
	for _, r := range all.Results {
		word := "ok   "
		if len(r.Wrong) > 0 {
			word = "WRONG"
		}
		fmt.Fprintf(w, "%s line %d: %s\n", word, r.Case.Line, r.Case.Name)
		for _, why := range r.Wrong {
			fmt.Fprintf(w, "        %s\n", why)
		}
	}
	fmt.Fprintln(w)
	for _, c := range all.Clauses {
		fmt.Fprintf(w, "%-40s kept by %s, broken by %s\n", c.ID, rule.Count(c.Kept, "case"), rule.Count(c.Broken, "case"))
	}
}
