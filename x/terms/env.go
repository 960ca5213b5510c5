package terms

import (
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/env"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// Bounds on an expression. The cost is that of the language's own model: about one for each step.
const (
	maxExpression = 512 // bytes
	maxNodes      = 200
	maxNesting    = 16
	maxCost       = 20_000
	maxMemory     = 20_000 // elements
	costModel     = 1      // the version of the model; another makes other numbers
)

// Bounds on what the values can be, by which the cost is estimated. Whoever fills a world keeps them.
const (
	maxTexts     = 64  // in a list
	maxTextValue = 256 // bytes of a text
)

// functions are those of the language that clauses may call: those whose value is a matter of arithmetic and order. There are no floating
// numbers, maps, patterns or time zones, nothing that converts or grows.
var functions = []struct{ name, overloads string }{
	{operators.Conditional, overloads.Conditional},
	{operators.LogicalAnd, overloads.LogicalAnd},
	{operators.LogicalOr, overloads.LogicalOr},
	{operators.LogicalNot, overloads.LogicalNot},
	{operators.NotStrictlyFalse, overloads.NotStrictlyFalse},
	{operators.Equals, overloads.Equals},
	{operators.NotEquals, overloads.NotEquals},
	{operators.Less, "less_int64 less_string less_timestamp less_duration"},
	{operators.LessEquals, "less_equals_int64 less_equals_string less_equals_timestamp less_equals_duration"},
	{operators.Greater, "greater_int64 greater_string greater_timestamp greater_duration"},
	{operators.GreaterEquals, "greater_equals_int64 greater_equals_string greater_equals_timestamp greater_equals_duration"},
	{operators.Add, "add_int64 add_timestamp_duration add_duration_timestamp add_duration_duration"},
	{operators.Subtract, "subtract_int64 subtract_timestamp_timestamp subtract_timestamp_duration subtract_duration_duration"},
	{operators.Multiply, overloads.MultiplyInt64},
	{operators.Divide, overloads.DivideInt64},
	{operators.Modulo, overloads.ModuloInt64},
	{operators.Negate, overloads.NegateInt64},
	{operators.Index, overloads.IndexList},
	{operators.In, overloads.InList},
	{overloads.Size, "size_string size_list string_size list_size"},
	{overloads.StartsWith, overloads.StartsWithString},
	{overloads.EndsWith, overloads.EndsWithString},
	{overloads.Contains, overloads.ContainsString},
}

// standard is the part of the language's library that clauses may use.
func standard() *env.LibrarySubset {
	subset := &env.LibrarySubset{IncludeMacros: []string{operators.All, operators.Exists, operators.ExistsOne}}
	for _, f := range functions {
		included := &env.Function{Name: f.name}
		for _, id := range strings.Fields(f.overloads) {
			included.Overloads = append(included.Overloads, &env.Overload{ID: id})
		}
		subset.IncludeFunctions = append(subset.IncludeFunctions, included)
	}
	return subset
}

// comparing gives the order of money to an operator of the language.
func comparing(operator, id string) cel.EnvOption {
	return cel.Function(operator, cel.Overload(id, []*cel.Type{moneyType, moneyType}, cel.BoolType))
}

// language is what every contract may say. It never changes for a contract that is published: the chain's next one would be beside it.
var language = func() *cel.Env {
	options := []cel.EnvOption{
		cel.StdLib(cel.StdLibSubset(standard())),
		cel.CostModelVersion(costModel),
		cel.ParserExpressionSizeLimit(maxExpression), cel.ParserRecursionLimit(4 * maxNesting), cel.ParserErrorRecoveryLimit(2),
		cel.ExpressionNodeLimit(maxNodes), cel.ExpressionNestingDepthLimit(maxNesting),
		cel.DefaultUTCTimeZone(true),
		comparing(operators.Less, "less_money"), comparing(operators.LessEquals, "less_equals_money"),
		comparing(operators.Greater, "greater_money"), comparing(operators.GreaterEquals, "greater_equals_money"),
		cel.Function(operators.Add, cel.Overload("add_money", []*cel.Type{moneyType, moneyType}, moneyType)),
		cel.Function(operators.Subtract, cel.Overload("subtract_money", []*cel.Type{moneyType, moneyType}, moneyType)),
		cel.Function(operators.Multiply, cel.Overload("multiply_money", []*cel.Type{moneyType, cel.IntType}, moneyType)),
		cel.Function("money", cel.Overload("money", []*cel.Type{cel.StringType}, moneyType, cel.UnaryBinding(moneyOf))),
		cel.Function("day", cel.Overload("day", []*cel.Type{cel.StringType}, cel.TimestampType, cel.UnaryBinding(dayOf))),
		cel.Function("days", cel.Overload("days", []*cel.Type{cel.IntType}, cel.DurationType, cel.UnaryBinding(daysOf))),
		cel.Function("percent", cel.Overload("percent", []*cel.Type{cel.IntType, moneyType}, moneyType, cel.BinaryBinding(percentOf))),
	}
	for _, v := range Variables {
		options = append(options, cel.Variable(v.Name, kinds[v.Kind].typ))
	}
	e, err := cel.NewCustomEnv(options...)
	if err != nil {
		panic(err) // at start-up only: two names of this file collide
	}
	return e
}()

// moneyOf reads an amount: money("1,000.00").
func moneyOf(text ref.Val) ref.Val {
	amount, err := money.Parse(string(text.(types.String)))
	if err != nil {
		return types.NewErr("%s", err)
	}
	return cents(amount)
}

// dayOf reads a date: day("2018-09-30").
func dayOf(text ref.Val) ref.Val {
	d, err := date.Parse(string(text.(types.String)))
	if err != nil {
		return types.NewErr("%s", err)
	}
	v, _ := valueOf(d)
	return v
}

const maxDays = 36_525 // a hundred years

// daysOf is so many days: award.ends + days(120).
func daysOf(n ref.Val) ref.Val {
	if d := n.(types.Int); d >= -maxDays && d <= maxDays {
		return types.Duration{Duration: time.Duration(d) * 24 * time.Hour}
	}
	return types.NewErr("%d days are more than %d", n, maxDays)
}

// percentOf is so many hundredths of an amount, rounded down: percent(75, award.left).
func percentOf(parts, whole ref.Val) ref.Val {
	return whole.(cents).share(int64(parts.(types.Int)), 100)
}

// sizes bounds the texts and lists of a world, so that the cost of a clause can be told before it runs.
type sizes struct{}

func (sizes) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	size := cost.SizeEstimate{Max: maxTextValue}
	switch node.Type().Kind() {
	case types.StructKind: // money
		size.Max = 1
	case types.ListKind:
		size.Max = maxTexts
	}
	if len(node.Path()) == 0 && size.Max > 1 {
		return nil // of a literal it is known
	}
	return &size
}

func (sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}
