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

// compiled is a contract that can be run. It holds nothing that changes, so that any number of claims may run it at once.
type compiled struct {
	contract Contract
	clauses  []expression
	effects  []expression
	cost     uint64 // of the whole at most, with each item's clauses for the most items
}

// expression is a clause or an effect that can be run.
type expression struct {
	run   cel.Program
	reads []string // the variables that it names, in the order of their names
	cost  uint64   // at most
}

// compile reads every expression of a contract, and refuses the first that cannot stand.
func (c Contract) compile() (*compiled, error) {
	if err := c.fault(); err != nil {
		return nil, err
	}
	known, err := c.language()
	if err != nil {
		return nil, err
	}
	made := &compiled{contract: c}
	for _, clause := range c.Clauses {
		e, err := read(known, clause.Holds, cel.BoolType)
		if err == nil && !clause.EachItem && slices.ContainsFunc(e.reads, ofItem) {
			err = ErrExpression.Refuse("it reads a line of the claim, and is not asked of each")
		}
		if err != nil {
			return nil, at("clause "+clause.Id, err)
		}
		made.clauses = append(made.clauses, e)
		if made.cost += e.cost; clause.EachItem {
			made.cost += e.cost * (maxItems - 1)
		}
	}
	for _, effect := range c.Effects {
		want := cel.IntType
		if slices.Contains(c.Flags, effect.Sets) {
			want = cel.BoolType
		}
		e, err := read(known, effect.To, want)
		if err == nil && slices.ContainsFunc(e.reads, ofItem) {
			err = ErrExpression.Refuse("it reads a line of the claim, and is not asked of each")
		}
		if err != nil {
			return nil, at("effect on "+effect.Sets, err)
		}
		made.effects = append(made.effects, e)
		made.cost += e.cost
	}
	return made, nil
}

func ofItem(variable string) bool { return strings.HasPrefix(variable, "item.") }

// at says in which part of the contract a refusal found its fault.
func at(part string, err error) error {
	if refusal, is := err.(*rule.Refusal); is {
		return refusal.Rule.Refuse("%s: %s", part, refusal.Found)
	}
	return err
}

// language is what the contract may say: with its counters and flags.
func (c Contract) language() (*cel.Env, error) {
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

// read reads an expression whose value is to be of a type.
func read(known *cel.Env, text string, want *cel.Type) (e expression, err error) {
	if why := rule.CheckText(strings.Join(strings.Fields(text), " "), maxExpression); why != "" {
		return e, ErrExpression.Refuse("%s", why)
	}
	checked, issues := known.Compile(text)
	if faults := issues.Errors(); len(faults) > 0 {
		return e, ErrExpression.Refuse("at %s", described(text, faults[0]))
	}
	if !checked.OutputType().IsExactType(want) {
		return e, ErrExpression.Refuse("it gives %s, and is to give %s", checked.OutputType(), want)
	}
	if e.reads, err = survey(checked.NativeRep()); err != nil {
		return e, err
	}
	estimate, err := known.EstimateCost(checked, sizes{})
	if err != nil {
		return e, ErrCostly.Refuse("%s", err)
	}
	if e.cost = estimate.Max; e.cost > maxCost {
		return e, ErrCostly.Refuse("it may take %d steps, at most %d", e.cost, maxCost)
	}
	e.run, err = known.Program(checked, cel.CostLimit(maxCost), cel.MemoryLimit(maxMemory))
	if err != nil {
		return e, ErrExpression.Refuse("%s", err)
	}
	return e, nil
}

var name = regexp.MustCompile(`^[\w.]+`)

// described is where a fault of an expression is, and what. Of a name that nothing has it gives the whole, since the language's own
// words stop at the first point.
func described(text string, fault *cel.Error) string {
	line, column, what := fault.Location.Line(), fault.Location.Column(), fault.Message
	if !strings.HasPrefix(what, "undeclared reference") {
		return fmt.Sprintf("%d:%d: %s", max(line, 1), max(column, 0)+1, what)
	}
	rest := []rune(strings.Split(text, "\n")[line-1])[column:]
	if whole := name.FindString(string(rest)); whole != "" {
		what = "there is nothing named " + whole
	}
	return fmt.Sprintf("%d:%d: %s", line, column+1, what)
}

// survey lists the variables that an expression names, and refuses one in which anything is of a type whose value or cost could differ
// between machines.
func survey(checked *ast.AST) (reads []string, err error) {
	ast.PostOrderVisit(ast.NavigateAST(checked), ast.NewExprVisitor(func(x ast.Expr) {
		if t := checked.GetType(x.ID()); !same(t) && err == nil {
			place := checked.SourceInfo().GetStartLocation(x.ID())
			err = ErrDiffers.Refuse("at %d:%d: a value of type %s", place.Line(), place.Column()+1, t)
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
