package terms

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"github.com/pursechain/purse/base/rule"
)

// Compiled is a contract that can be run. It holds nothing that changes, so that any number of claims may run it at once.
type Compiled struct {
	text    *Terms
	clauses []expression
	effects []expression
	cost    uint64 // of the whole at most, without the clauses of each item
	perItem uint64 // of those at most, for one item
}

// Terms are the contract as it is written.
func (c *Compiled) Terms() *Terms { return c.text }

// expression is a clause or an effect that can be run.
type expression struct {
	run   cel.Program
	reads []string // the variables that it names, in the order of their names
	cost  uint64   // at most
}

// Compile reads a contract with every expression of it, and refuses the first that cannot stand.
func Compile(text string) (*Compiled, error) {
	t, err := Parse(text)
	if err != nil {
		return nil, err
	}
	known, err := t.language()
	if err != nil {
		return nil, err
	}
	made := &Compiled{text: t}
	for i, clause := range t.Clauses {
		e, err := read(known, clause.Holds, t.holds[i], cel.BoolType, clause.EachItem)
		if err != nil {
			return nil, of("clause "+clause.Id, err)
		}
		made.clauses = append(made.clauses, e)
		if clause.EachItem {
			made.perItem += e.cost
		} else {
			made.cost += e.cost
		}
	}
	for i, effect := range t.Effects {
		want := cel.IntType
		if slices.Contains(t.Flags, effect.Sets) {
			want = cel.BoolType
		}
		e, err := read(known, effect.To, t.to[i], want, false)
		if err != nil {
			return nil, of("effect "+effect.Sets, err)
		}
		made.effects = append(made.effects, e)
		made.cost += e.cost
	}
	return made, nil
}

func ofItem(variable string) bool { return strings.HasPrefix(variable, "item.") }

// of says in which part of the contract a refusal found its fault.
func of(part string, err error) error {
	if refusal, is := err.(*rule.Refusal); is {
		return refusal.Rule.Refuse("%s: %s", part, refusal.Found)
	}
	return err
}

// language is what the contract may say: with its counters and flags.
func (c *Terms) language() (*cel.Env, error) {
	if len(c.Counters)+len(c.Flags) == 0 {
		return language, nil
	}
	var own []cel.EnvOption
	for _, name := range c.Counters {
		own = append(own, cel.Variable("counter."+name, cel.IntType))
	}
	for _, name := range c.Flags {
		own = append(own, cel.Variable("flag."+name, cel.BoolType))
	}
	return language.Extend(own...)
}

// read reads an expression at a place of the contract whose value is to be of a type. Only what is asked of each item may read one.
func read(known *cel.Env, text string, at spot, want *cel.Type, item bool) (e expression, err error) {
	if n := len(text); n == 0 || n > maxExpression {
		return e, ErrExpression.Refuse("line %d: %d bytes, between 1 and %d", at.line, n, maxExpression)
	}
	checked, issues := known.Compile(text)
	if faults := issues.Errors(); len(faults) > 0 {
		return e, ErrExpression.Refuse("%s", described(text, at, faults[0]))
	}
	if !checked.OutputType().IsExactType(want) {
		return e, ErrExpression.Refuse("line %d: it gives %s, and is to give %s", at.line, checked.OutputType(), want)
	}
	if e.reads, err = survey(checked.NativeRep(), at); err != nil {
		return e, err
	}
	if !item && slices.ContainsFunc(e.reads, ofItem) {
		return e, ErrExpression.Refuse("line %d: it reads a line of the claim, and is not asked of each item", at.line)
	}
	estimate, err := known.EstimateCost(checked, sizes{})
	if err != nil {
		return e, ErrCostly.Refuse("line %d: %s", at.line, err)
	}
	if e.cost = estimate.Max; e.cost > maxCost {
		return e, ErrCostly.Refuse("line %d: it may take %d steps, at most %d", at.line, e.cost, maxCost)
	}
	e.run, err = known.Program(checked, cel.CostLimit(maxCost), cel.MemoryLimit(maxMemory))
	if err != nil {
		return e, ErrExpression.Refuse("%s", err)
	}
	return e, nil
}

var name = regexp.MustCompile(`^[\w.]+`)

// shift is the place in the contract of a place in an expression of it, of which lines are counted from 1 and columns from 0.
func (s spot) shift(line, column int) string {
	line, column = max(line, 1), max(column, 0)
	if line == 1 {
		column += s.column - 1
	}
	return fmt.Sprintf("line %d:%d", s.line+line-1, column+1)
}

// described is where a fault of an expression is, and what. Of a name that nothing has it gives the whole, since the language's own
// words stop at the first point.
func described(text string, at spot, fault *cel.Error) string {
	line, column, what := fault.Location.Line(), fault.Location.Column(), fault.Message
	if strings.HasPrefix(what, "undeclared reference") {
		row := []rune(strings.Split(text, "\n")[line-1])
		start := column
		for start > 0 && name.MatchString(string(row[start-1])) {
			start--
		}
		if whole := name.FindString(string(row[start:])); start+len(whole) > column {
			what, column = "there is nothing named "+whole, start
		}
	}
	return at.shift(line, column) + ": " + what
}

// survey lists the variables that an expression names, and refuses one in which anything is of a type whose value or cost could differ
// between machines.
func survey(checked *ast.AST, at spot) (reads []string, err error) {
	ast.PostOrderVisit(ast.NavigateAST(checked), ast.NewExprVisitor(func(x ast.Expr) {
		if t := checked.GetType(x.ID()); !same(t) && err == nil {
			place := checked.SourceInfo().GetStartLocation(x.ID())
			err = ErrDiffers.Refuse("%s: a value of type %s", at.shift(place.Line(), place.Column()), t)
		}
		if ref := checked.ReferenceMap()[x.ID()]; ref != nil && strings.Contains(ref.Name, ".") {
			reads = append(reads, ref.Name)
		}
	}))
	slices.Sort(reads)
	return slices.Compact(reads), err
}

// same says whether a value of a type is the same on every machine.
func same(t *types.Type) bool {
	switch t.Kind() {
	case types.BoolKind, types.IntKind, types.StringKind, types.TimestampKind, types.DurationKind:
		return true
	case types.ListKind:
		return same(t.Parameters()[0])
	case types.StructKind:
		return t.TypeName() == moneyType.TypeName()
	}
	return false
}
