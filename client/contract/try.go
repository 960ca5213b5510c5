package contract

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/terms"
)

// Past is what a contract says of a claim that was decided.
type Past struct {
	Record grant.ClaimRecord
	Found  []terms.Finding
	Fault  error // an effect that would be out of bounds
}

// Trial is a contract tried on the decided claims of an award.
type Trial struct {
	Contract *terms.Terms
	Past     []Past
	Unseen   int      // claims that were recorded without what was seen
	Counted  []string // counters and flags that were not kept when the claims were decided, and were counted anew
}

// Try shows decided claims, in their order, to a contract, as they were seen when they were decided. Counters and flags that the version
// which bound the award kept are as they were; kept names them. Others are counted anew, from the first claim, through every claim
// that was approved and that the contract would not have refused.
func Try(c *terms.Compiled, records []grant.ClaimRecord, kept []string) (Trial, error) {
	t := c.Terms()
	trial := Trial{Contract: t}
	for _, name := range slices.Concat(t.Counters, t.Flags) {
		if !slices.Contains(kept, name) {
			trial.Counted = append(trial.Counted, name)
		}
	}
	anew := make(map[string]int64)
	for _, r := range records {
		if len(r.Seen) == 0 {
			trial.Unseen++
			continue
		}
		w, err := terms.ReadWorld(r.Seen)
		if err != nil {
			return trial, fmt.Errorf("claim %s: %w", r.Claim.Number, err)
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
		past := Past{Record: r, Found: c.Judge(w, r.Items, before)}
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

// Print writes the claims of which the contract says something, and counts the others.
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
		if p.Record.Approved {
			done = "approved"
		}
		c := p.Record.Claim
		fmt.Fprintf(w, "%s  %s  %s on %s: %s\n", c.Number, c.Amount, done, p.Record.Decided, word)
		for _, f := range p.Found {
			fmt.Fprintf(w, "  %s\n", f)
		}
		if p.Fault != nil {
			fmt.Fprintf(w, "  %s\n", p.Fault)
		}
	}
	fmt.Fprintf(w, "%s tried on %s: %d would have been refused, %d reviewed, %d could not have been approved, %d pass\n",
		t.Contract.Ref(), rule.Count(len(t.Past), "claim"), refused, reviewed, impossible, len(t.Past)-refused-reviewed-impossible)
	if t.Unseen > 0 {
		fmt.Fprintf(w, "%s recorded without what was seen, and not tried\n", rule.Count(t.Unseen, "claim"))
	}
	if len(t.Counted) > 0 {
		fmt.Fprintf(w, "counted anew from the first claim, since the award's contract does not keep them: %s\n", strings.Join(t.Counted, ", "))
	}
}
