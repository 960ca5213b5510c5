package terms

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// Record writes what is not zero in the world, in the order of Variables, so that the same claim can be shown to other contracts later. A
// variable that holds several texts stands once for each. The words of a record are part of the chain's logs: they never change.
func (w *World) Record() (all []Seen) {
	for i, v := range Variables {
		value := w.values[i]
		if value.Equal(kinds[v.Kind].zero) == types.True {
			continue
		}
		texts, several := value.Value().([]string)
		if !several {
			texts = []string{written(value)}
		}
		for _, text := range texts {
			all = append(all, Seen{Name: v.Name, Value: text})
		}
	}
	return all
}

// written is the one way to write a value other than a list. A text stands for itself.
func written(v ref.Val) string {
	if text, is := v.(types.String); is {
		return string(text)
	}
	return shown(v)
}

// ReadWorld makes the world of which a record was written. An error says what of it is no record.
func ReadWorld(record []Seen) (*World, error) {
	w := NewWorld()
	for i, s := range record {
		at, known := place[s.Name]
		if !known {
			return nil, fmt.Errorf("%q: clauses see nothing of that name", rule.Clip(s.Name, 40))
		}
		kind := Variables[at].Kind
		before := slices.IndexFunc(record[:i], func(other Seen) bool { return other.Name == s.Name })
		switch {
		case before >= 0 && kind != Texts:
			return nil, fmt.Errorf("%s stands twice", s.Name)
		case before >= 0: // read with the first
			continue
		case kind == Texts:
			var texts []string
			for _, other := range record[i:] {
				if other.Name == s.Name {
					texts = append(texts, other.Value)
				}
			}
			w.With(s.Name, texts)
			continue
		}
		value, err := kind.read(s.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		w.With(s.Name, value)
		if again := written(w.values[at]); again != s.Value {
			return nil, fmt.Errorf("%s: %q would be written %q", s.Name, rule.Clip(s.Value, 40), again)
		}
	}
	return w, nil
}

// read reads what was written of a value other than a list.
func (k Kind) read(text string) (any, error) {
	switch k {
	case Money:
		n, err := strconv.ParseInt(strings.NewReplacer(",", "", ".", "").Replace(text), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no amount", rule.Clip(text, 40))
		}
		return money.Amount(n), nil
	case Number:
		return strconv.ParseInt(text, 10, 64)
	case Day:
		return date.Date(text), nil
	case Truth:
		return strconv.ParseBool(text)
	case Text:
		return text, nil
	}
	return nil, errors.New("a list is read with all of its texts")
}
