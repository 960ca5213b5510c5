package contract

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/procurement"
	"github.com/pursechain/purse/x/terms"
)

// Decision is what became of a claim or of an invoice, and what clauses saw of it when it was decided.
type Decision struct {
	Number   string
	Amount   money.Amount
	On       date.Date
	Approved bool
	Seen     []terms.Seen // nothing, if it was recorded without
	Items    []terms.Item
	Marks    []terms.Mark // the counters and flags before it
}

// Claims are the decisions on the claims of an award.
func Claims(records []grant.ClaimRecord) (all []Decision) {
	for _, r := range records {
		all = append(all, Decision{
			Number: r.Claim.Number, Amount: r.Claim.Amount, On: r.Decided, Approved: r.Approved, Seen: r.Seen, Items: r.Items, Marks: r.Marks,
		})
	}
	return all
}

// Invoices are the decisions on the invoices of an order, among all that happened to it.
func Invoices(records []procurement.OrderRecord) (all []Decision) {
	for _, r := range records {
		if r.Act == procurement.Approved || r.Act == procurement.Rejected {
			all = append(all, Decision{
				Number: r.Number, Amount: r.Amount, On: r.Day, Approved: r.Act == procurement.Approved, Seen: r.Seen, Items: r.Items, Marks: r.Marks,
			})
		}
	}
	return all
}

// Past is what a contract says of a decision.
type Past struct {
	Decision Decision
	Found    []terms.Finding
	Fault    error // an effect that would be out of bounds
}

// Trial is a contract tried on the decisions under an award or an order.
type Trial struct {
	Contract *terms.Terms
	What     string // "claim" or "invoice"
	Past     []Past
	Unseen   int      // those that were recorded without what was seen
	Counted  []string // counters and flags that were not kept when it was decided, and were counted anew
}

// Try shows claims or invoices that were decided, in their order, to a contract, as they were seen then. Counters and flags that the
// version which bound the award or order kept are as they were; kept names them. Others are counted anew, from the first, through every
// one that was approved and that the contract would not have refused.
func Try(c *terms.Compiled, what string, decisions []Decision, kept []string) (Trial, error) {
	t := c.Terms()
	trial := Trial{Contract: t, What: what}
	for _, name := range slices.Concat(t.Counters, t.Flags) {
		if !slices.Contains(kept, name) {
			trial.Counted = append(trial.Counted, name)
		}
	}
	anew := make(map[string]int64)
	for _, r := range decisions {
		if len(r.Seen) == 0 {
			trial.Unseen++
			continue
		}
		w, err := terms.ReadWorld(r.Seen)
		if err != nil {
			return trial, fmt.Errorf("%s %s: %w", what, r.Number, err)
		}
		before := make(map[string]int64)
		for _, name := range trial.Counted {
			before[name] = anew[name]
		}
		for _, m := range r.Marks {
			if m.Contract == t.Name && slices.Contains(kept, m.Name) {
				before[m.Name] = m.Value
			}
		}
		past := Past{Decision: r, Found: c.Judge(w, r.Items, before)}
		if !past.refused() && r.Approved {
			after, err := c.Pass(w, before)
			past.Fault = err
			for _, name := range trial.Counted {
				if value, is := after[name]; is {
					anew[name] = value
				}
			}
		}
		trial.Past = append(trial.Past, past)
	}
	return trial, nil
}

func (p Past) refused() bool {
	return slices.ContainsFunc(p.Found, func(f terms.Finding) bool { return f.Clause.Outcome == terms.Refuse })
}

// Print writes those of which the contract says something, and counts the others.
func (t Trial) Print(w io.Writer) {
	refused, reviewed, impossible := 0, 0, 0
	for _, p := range t.Past {
		word := ""
		switch {
		case p.refused():
			word, refused = "would have been refused", refused+1
		case p.Fault != nil:
			word, impossible = "could not have been approved", impossible+1
		case len(p.Found) > 0:
			word, reviewed = "would have been reviewed", reviewed+1
		default:
			continue
		}
		done := "rejected"
		d := p.Decision
		if d.Approved {
			done = "approved"
		}
		fmt.Fprintf(w, "%s  %s  %s on %s: %s\n", d.Number, d.Amount, done, d.On, word)
		for _, f := range p.Found {
			fmt.Fprintf(w, "  %s\n", f)
		}
		if p.Fault != nil {
			fmt.Fprintf(w, "  %s\n", p.Fault)
		}
	}
	fmt.Fprintf(w, "%s tried on %s: %d would have been refused, %d reviewed, %d could not have been approved, %d pass\n",
		t.Contract.Ref(), rule.Count(len(t.Past), t.What), refused, reviewed, impossible, len(t.Past)-refused-reviewed-impossible)
	if t.Unseen > 0 {
		fmt.Fprintf(w, "%s recorded without what was seen, and not tried\n", rule.Count(t.Unseen, t.What))
	}
	if len(t.Counted) > 0 {
		fmt.Fprintf(w, "counted anew from the first %s, since no version of it kept them: %s\n", t.What, strings.Join(t.Counted, ", "))
	}
}
