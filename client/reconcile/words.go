package reconcile

import (
	"fmt"
	"strconv"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// what an entry is in a few words: accrue 30.00, claim 7. Its texts come from many hands, and are made safe to show.
func (e Entry) what() string {
	taken := ""
	if e.Reversed && e.Event != "close" {
		taken = " taken back"
	}
	return fmt.Sprintf("%s: %s %s%s, %s", form.Clean(string(e.On)), form.Clean(e.Event), e.Amount, taken, form.Clean(e.Reference))
}

// Words say what is wrong in the agency's books if the cause is the right one.
func (c Cause) Words() string {
	first, last := c.Entries[0], c.Entries[len(c.Entries)-1]
	one := fmt.Sprintf("entry %d (%s)", first.Index, first.what())
	switch c.Kind {
	case Missing:
		return one + " is missing from the agency's books"
	case Twice:
		return one + " stands twice in the agency's books"
	case WrongSign:
		return one + " stands with the wrong sign in the agency's books"
	case Transposed:
		return fmt.Sprintf("%s stands in the agency's books with two digits exchanged, as %s", one, c.Posted)
	case Timing:
		return fmt.Sprintf("the agency's books end at %s: the %d entries from entry %d (%s) to entry %d (%s) are not in them",
			c.Until, c.Count, first.Index, first.what(), last.Index, last.what())
	}
	return fmt.Sprintf("entry %d (%s) and entry %d (%s) are missing from the agency's books",
		first.Index, first.what(), last.Index, last.what())
}

// Reach says how much a cause explains, and what speaks against it.
func (c Cause) Reach(differences int) string {
	against := ""
	if c.Misfits > 0 {
		against = fmt.Sprintf(", and does not fit %s that it moved too", rule.Count(c.Misfits, "account"))
	}
	return fmt.Sprintf("explains %d of %s%s", len(c.Explains), rule.Count(differences, "difference"), against)
}

// nothing stands where no explanation was found.
const nothing = "no entry explains it"

// unknown stands for a fund that the chain does not have, or has only opened.
const unknown = "the chain has no entry in this fund"

// side says whether a side of the agency's own books balances.
func side(excess money.Amount) string {
	switch {
	case excess == 0:
		return "balances"
	case excess > 0:
		return "does not balance: its debits exceed its credits by " + excess.String()
	}
	return "does not balance: its credits exceed its debits by " + (-excess).String()
}

// searched says in which entries an explanation was looked for.
func (f Fund) searched() string {
	switch {
	case f.Size == 0:
		return "none"
	case f.First > 0:
		return fmt.Sprintf("%d to %d; the %d before them were not looked at", f.First, f.Size-1, f.First)
	}
	return "0 to " + strconv.FormatUint(f.Size-1, 10)
}

// attributes are the columns of the grain: their names, or the values of a key.
func (g Grain) columns(of Attributes) (all []string) {
	for i, compared := range g {
		if compared {
			all = append(all, of[i])
		}
	}
	return all
}
