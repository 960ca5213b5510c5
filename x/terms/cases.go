package terms

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// fault says what is wrong with a case of the contract, or "".
func (c Case) fault(t *Terms) string {
	if why := rule.CheckText(c.Name, maxSource); why != "" {
		return "its name: " + why
	}
	for _, g := range c.Given {
		if _, err := t.read(g); err != nil {
			return fmt.Sprintf("%s on line %d: %s", rule.Clip(g.Name, 40), g.Line, err)
		}
	}
	for _, g := range c.Then {
		if _, err := t.mark(g.Name, g.Value); err != nil {
			return fmt.Sprintf("then on line %d: %s", g.Line, err)
		}
	}
	for _, id := range c.Breaks {
		if !slices.ContainsFunc(t.Clauses, func(clause Clause) bool { return clause.Id == id }) {
			return fmt.Sprintf("it breaks %q, which is no clause", rule.Clip(id, 40))
		}
	}
	if n := len(c.Items); n > maxItems {
		return fmt.Sprintf("%d items, at most %d", n, maxItems)
	}
	return ""
}

// ReadCases reads cases of the contract from a text that holds nothing else.
func (t *Terms) ReadCases(text string) ([]Case, error) {
	if n := len(text); n == 0 || n > maxFile {
		return nil, ErrMalformed.Refuse("%d bytes, between 1 and %d", n, maxFile)
	}
	lines, err := split(text)
	if err != nil {
		return nil, err
	}
	own := &Terms{}
	if err := own.parts(lines); err != nil {
		return nil, err
	}
	if len(own.Cases) == 0 || own.Name+own.Title != "" || len(own.Clauses)+len(own.Effects)+len(own.Counters)+len(own.Flags) > 0 {
		return nil, ErrMalformed.Refuse("a file of cases holds cases, and nothing else")
	}
	for _, test := range own.Cases {
		if why := test.fault(t); why != "" {
			return nil, ErrMalformed.Refuse("case on line %d: %s", test.Line, why)
		}
	}
	return own.Cases, nil
}

// read reads a value that a case gives to a variable.
func (t *Terms) read(g Given) (any, error) {
	if of, name, cut := strings.Cut(g.Name, "."); cut && (of == "counter" || of == "flag") {
		return t.mark(name, g.Value)
	}
	at, known := place[g.Name]
	if !known {
		return nil, errors.New("clauses see nothing of that name")
	}
	switch Variables[at].Kind {
	case Money:
		return money.Parse(g.Value)
	case Number:
		return strconv.ParseInt(g.Value, 10, 64)
	case Day:
		return date.Parse(g.Value)
	case Texts:
		return strings.Fields(g.Value), nil
	}
	return g.Value, nil
}

// mark reads the value of a counter or flag.
func (t *Terms) mark(name, value string) (int64, error) {
	switch {
	case slices.Contains(t.Flags, name) && value == "up":
		return 1, nil
	case slices.Contains(t.Flags, name) && value == "down":
		return 0, nil
	case slices.Contains(t.Flags, name):
		return 0, errors.New("a flag is up or down")
	case !slices.Contains(t.Counters, name):
		return 0, fmt.Errorf("%q is no counter or flag of the contract", rule.Clip(name, 40))
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 || n > maxCounter {
		return 0, fmt.Errorf("%q is no number between 0 and %d", rule.Clip(value, 40), int64(maxCounter))
	}
	return n, nil
}

// itemOf reads a line of a claim: its code, how many, the price of one, and perhaps the kind of cost and a sum that is not their product.
func itemOf(text string) (item Item, why string) {
	product, sum, given := strings.Cut(text, "=")
	parts := strings.Fields(product)
	if len(parts) == 4 {
		if item.Category, parts = parts[3], parts[:3]; !slices.Contains(Categories[:], item.Category) {
			return item, fmt.Sprintf("%q is no kind of cost: %s", rule.Clip(item.Category, 40), strings.Join(Categories[:], ", "))
		}
	}
	if len(parts) != 3 {
		return item, "write a code, how many, the price of one and perhaps the kind of cost, as in: 8465 12 35.00 supplies"
	}
	n, err := strconv.ParseInt(parts[1], 10, 32)
	if err != nil || n < 0 {
		return item, fmt.Sprintf("%q is no number of pieces", rule.Clip(parts[1], 40))
	}
	price, err := money.Parse(parts[2])
	if err != nil {
		return item, err.Error()
	}
	item.Code, item.Quantity, item.Price = parts[0], n, price
	if given {
		if item.Amount, err = money.Parse(strings.TrimSpace(sum)); err != nil {
			return item, err.Error()
		}
		return item, ""
	}
	amount, is := cents(price).share(n, 1).(cents)
	if !is {
		return item, "its sum is more than money holds"
	}
	item.Amount = amount.amount()
	return item, ""
}

// Result is what came of a case.
type Result struct {
	Case    Case
	Answers []Answer         // of every clause
	Refused bool             // whether a clause refused it
	After   map[string]int64 // the counters and flags that were set, if no clause refused
	Wrong   []string         // what came otherwise than the case says; nothing if the case passes
}

// Broken are the clauses that do not hold, each once, in the order of the contract.
func (r Result) Broken() (ids []string) {
	for _, a := range r.Answers {
		if !a.Holds && !slices.Contains(ids, a.Clause.Id) {
			ids = append(ids, a.Clause.Id)
		}
	}
	return ids
}

// Kept are the clauses that were asked and held throughout, in the order of the contract.
func (r Result) Kept() (ids []string) {
	broken := r.Broken()
	for _, a := range r.Answers {
		if a.Holds && !slices.Contains(broken, a.Clause.Id) && !slices.Contains(ids, a.Clause.Id) {
			ids = append(ids, a.Clause.Id)
		}
	}
	return ids
}

// Try runs a case of the contract.
func (c *Compiled) Try(test Case) (r Result) {
	r.Case = test
	w, before := NewWorld(), make(marks)
	for _, g := range test.Given {
		value, err := c.text.read(g)
		if err != nil {
			r.Wrong = append(r.Wrong, err.Error()) // which Parse has refused
			continue
		}
		if _, name, _ := strings.Cut(g.Name, "."); strings.HasPrefix(g.Name, "counter.") || strings.HasPrefix(g.Name, "flag.") {
			before[name] = value.(int64)
			continue
		}
		w.With(g.Name, value)
	}
	r.Answers = c.Ask(w, test.Items, before)
	for _, a := range r.Answers {
		if a.Holds {
			continue
		}
		r.Refused = r.Refused || a.Clause.Outcome == Refuse
		if !slices.Contains(test.Breaks, a.Clause.Id) {
			r.Wrong = append(r.Wrong, "it does not hold: "+a.String())
		}
	}
	broken := r.Broken()
	for _, id := range test.Breaks {
		if !slices.Contains(broken, id) {
			r.Wrong = append(r.Wrong, id+" holds, and was to be broken")
		}
	}
	if r.Refused {
		return r
	}
	after, err := c.Pass(w, before)
	if err != nil {
		r.Wrong = append(r.Wrong, err.Error())
	}
	r.After = after
	for _, then := range test.Then {
		want, _ := c.text.mark(then.Name, then.Value)
		if got, is := after[then.Name]; !is || got != want {
			r.Wrong = append(r.Wrong, fmt.Sprintf("%s is %d after it, and was to be %d", then.Name, got, want))
		}
	}
	return r
}
