package terms

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// Kind is what a value is.
type Kind int

// The kinds of values.
const (
	Money  Kind = iota // an amount in minor units
	Number             // a whole number
	Day                // a date: the first moment of it in UTC
	Text
	Texts // a list of texts
	Truth // true or false
)

var kinds = [...]struct {
	name string
	typ  *cel.Type
	zero ref.Val
}{
	Money:  {"money", moneyType, cents(0)},
	Number: {"number", cel.IntType, types.Int(0)},
	Day:    {"day", cel.TimestampType, types.Timestamp{Time: time.Unix(0, 0).UTC()}},
	Text:   {"text", cel.StringType, types.String("")},
	Texts:  {"texts", cel.ListType(cel.StringType), types.DefaultTypeAdapter.NativeToValue([]string{})},
	Truth:  {"truth", cel.BoolType, types.False},
}

func (k Kind) String() string { return kinds[k].name }

// Variable is a value that clauses may read.
type Variable struct {
	Name  string
	Kind  Kind
	About string
}

// Variables are all that clauses may read besides the counters and flags of their own contract. What a clause says of one is true of
// the same number on every machine: none is looked up, measured or guessed.
var Variables = []Variable{
	{"block.day", Day, "the date of the block"},

	{"award.number", Text, "the award's number"},
	{"award.listing", Text, "the programme's number in the Assistance Listings"},
	{"award.recipient", Text, "the recipient's UEI"},
	{"award.amount", Money, "what is awarded, with what was claimed of it"},
	{"award.left", Money, "what is left to claim, without this claim"},
	{"award.begins", Day, "the first day of the period of performance"},
	{"award.ends", Day, "the last day of the period of performance"},
	{"award.place", Text, "where the work is done"},

	{"claim.number", Text, "the claim's number"},
	{"claim.amount", Money, "what is claimed"},
	{"claim.begins", Day, "the first day on which the costs were incurred"},
	{"claim.ends", Day, "the last day on which the costs were incurred"},
	{"claim.sent", Day, "the day on which the claim was sent"},
	{"claim.evidence", Texts, "the SHA-256 of each document"},

	{"claimed.total", Money, "what was claimed before under the award, and approved"},

	{"officer.id", Text, "who decides; empty when the claim is sent"},
	{"officer.member", Text, "the agency of who decides; empty when the claim is sent"},

	{"item.code", Text, "the product or service code of the line"},
	{"item.quantity", Number, "how many"},
	{"item.price", Money, "the price of one"},
	{"item.amount", Money, "the sum of the line"},
}

// place is where a variable stands in a world.
var place = func() map[string]int {
	at := make(map[string]int, len(Variables))
	for i, v := range Variables {
		at[v.Name] = i
	}
	return at
}()

// World is what clauses see: a value for every variable.
type World struct{ values []ref.Val }

// NewWorld is a world in which everything is zero, empty or false.
func NewWorld() *World {
	w := &World{make([]ref.Val, len(Variables))}
	for i, v := range Variables {
		w.values[i] = kinds[v.Kind].zero
	}
	return w
}

// With gives a variable of the world its value, and returns the world: a money.Amount, an int64, a date.Date, a string, a []string or a bool, as its kind
// wants. Another name or kind is a fault of the program, and panics.
func (w *World) With(name string, value any) *World {
	at, known := place[name]
	if !known {
		panic("no clause can see " + name)
	}
	v, kind := valueOf(value)
	if kind != Variables[at].Kind {
		panic(name + " is no " + kind.String())
	}
	w.values[at] = v
	return w
}

func valueOf(value any) (ref.Val, Kind) {
	switch v := value.(type) {
	case money.Amount:
		return cents(v), Money
	case int64:
		return types.Int(v), Number
	case date.Date:
		day, _ := time.Parse(time.DateOnly, string(v)) // the zero time if there is none
		return types.Timestamp{Time: day}, Day
	case string:
		return types.String(v), Text
	case []string:
		return types.DefaultTypeAdapter.NativeToValue(slices.Clone(v)), Texts
	case bool:
		return types.Bool(v), Truth
	}
	panic("clauses see nothing like it")
}

// shown is a value as people write it.
func shown(v ref.Val) string {
	switch v := v.(type) {
	case cents:
		return v.amount().String()
	case types.Timestamp:
		return string(date.Of(v.Time))
	case types.String:
		return strconv.Quote(string(v))
	case types.Int:
		return strconv.FormatInt(int64(v), 10)
	case types.Bool:
		return strconv.FormatBool(bool(v))
	}
	if list, is := v.Value().([]string); is {
		return "[" + strings.Join(list, ", ") + "]"
	}
	return "?"
}
