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

// World is what clauses see: a value for every variable.
type World struct{ values []ref.Val }

// nothing is a zero for every variable.
var nothing = func() []ref.Val {
	values := make([]ref.Val, len(Variables))
	for i, v := range Variables {
		values[i] = kinds[v.Kind].zero
	}
	return values
}()

// NewWorld is a world in which everything is zero, empty or false. A day that is not known is the first of 1970.
func NewWorld() *World { return &World{slices.Clone(nothing)} }

// Clone is the same world, to be changed apart.
func (w *World) Clone() *World { return &World{slices.Clone(w.values)} }

// With gives a variable of the world its value, and returns the world: a money.Amount, an int64, a date.Date, a string, a []string or a
// bool, as its kind wants; a date that is none is a day that is not known. Another name or kind is a fault of the program, and panics.
// Whoever sums money for a world checks the sum.
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
		day, err := time.Parse(time.DateOnly, string(v))
		if err != nil {
			return kinds[Day].zero, Day
		}
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
