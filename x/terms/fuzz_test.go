package terms

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// fullest is a world in which every text and list is as long as one may be.
func fullest() *World {
	w := NewWorld()
	text := strings.Repeat("é", maxTextValue/2)
	texts := make([]string, maxTexts)
	for i := range texts {
		texts[i] = text
	}
	for _, v := range Variables {
		switch v.Kind {
		case Money:
			w.With(v.Name, money.Max)
		case Number:
			w.With(v.Name, int64(1<<40))
		case Day:
			w.With(v.Name, date.Date("9999-12-31"))
		case Text:
			w.With(v.Name, text)
		case Texts:
			w.With(v.Name, texts)
		}
	}
	return w
}

// slow is far above what any text takes to read or any contract to run, also where other work takes the processors.
const slow = 5 * time.Second

// Whatever is sent to be published is refused by a rule or is a contract that keeps its bounds: it is read and run within moments, takes no
// more steps than it was published for, and what has no answer has none for a reason of arithmetic.
func FuzzPublish(f *testing.F) {
	f.Add(share)
	library, err := filepath.Glob("../../contracts/*.contract")
	require.NoError(f, err)
	for _, file := range library {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Add(saying(`claim.evidence.all(e, e != "" && claim.evidence.exists_one(o, o == e))`))
	f.Add(saying(`[[1], [2]].exists(l, l[0] == 9223372036854775807 / -1) ? true : -9223372036854775808 % -1 == 0`))
	f.Add(saying(strings.Repeat("(", 60) + "true" + strings.Repeat(")", 60)))
	f.Add(saying(`award.ends - award.begins > days(36525) || block.day + days(36525) - days(-36525) == day("9999-12-31")`))
	f.Fuzz(func(t *testing.T, text string) {
		begun := time.Now()
		c, err := Compile(text)
		if err != nil {
			var refusal *rule.Refusal
			require.True(t, errors.As(err, &refusal), "%v is no refusal", err)
			require.Less(t, time.Since(begun), slow)
			return
		}
		for _, w := range []*World{NewWorld(), fullest()} {
			for i := range c.clauses {
				keepsItsBound(t, c.clauses[i], w, cel.BoolType.TypeName())
			}
			for i := range c.effects {
				keepsItsBound(t, c.effects[i], w, "")
			}
			c.Judge(w, []Item{{Code: "8465", Quantity: 1 << 40, Price: money.Max, Amount: money.Max}, {}}, nil)
		}
		for _, test := range c.text.Cases {
			c.Try(test)
		}
		require.Less(t, time.Since(begun), slow)
	})
}

func keepsItsBound(t *testing.T, e expression, w *World, wants string) {
	t.Helper()
	answer, details, err := e.run.Eval(scene{w, nil})
	require.LessOrEqual(t, *details.ActualCost(), e.cost)
	if err != nil {
		for _, foreign := range []string{"limit exceeded", "no such overload", "no such attribute", "no such key", "unsupported", "internal"} {
			require.NotContains(t, err.Error(), foreign)
		}
		return
	}
	if wants != "" {
		require.Equal(t, wants, answer.Type().TypeName())
	}
}
