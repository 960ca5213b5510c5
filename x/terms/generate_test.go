package terms

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// generator makes clauses and worlds of any kind from a seed: most clauses can be published, some cannot.
type generator struct {
	*rand.Rand
	bound []string // names that a loop gives
}

func pick[T any](g *generator, all ...T) T { return all[g.IntN(len(all))] }

func (g *generator) variable(kind Kind) string {
	for {
		if v := Variables[g.IntN(len(Variables))]; v.Kind == kind {
			return v.Name
		}
	}
}

func (g *generator) truth(depth int) string {
	if depth == 0 {
		return pick(g, "true", "false", "flag.up", "counter.calls > 1")
	}
	d := depth - 1
	order := func() string { return pick(g, "<", "<=", ">", ">=", "==", "!=") }
	switch g.IntN(13) {
	case 0:
		return fmt.Sprintf("(%s && %s)", g.truth(d), g.truth(d))
	case 1:
		return fmt.Sprintf("(%s || %s)", g.truth(d), g.truth(d))
	case 2:
		return "!" + g.truth(d)
	case 3:
		return fmt.Sprintf("(%s ? %s : %s)", g.truth(d), g.truth(d), g.truth(d))
	case 4, 5:
		return fmt.Sprintf("(%s %s %s)", g.money(d), order(), g.money(d))
	case 6:
		return fmt.Sprintf("(%s %s %s)", g.number(d), order(), g.number(d))
	case 7:
		return fmt.Sprintf("(%s %s %s)", g.day(d), order(), g.day(d))
	case 8:
		return fmt.Sprintf("(%s %s %s)", g.text(d), order(), g.text(d))
	case 9:
		return fmt.Sprintf("%s.%s(%s)", g.text(d), pick(g, "startsWith", "endsWith", "contains"), g.text(d))
	case 10:
		return fmt.Sprintf("(%s in %s)", g.text(d), g.texts(d))
	case 11:
		return g.loop(d)
	}
	return pick(g, g.truth(d), g.truth(d), "1.5 < 2.5", `{"a": 1}.all(k, k == "a")`, `award.place.matches("F+")`, "claim.sum > 1",
		"[1.0].exists(x, x > 0.5)", `block.day.getFullYear() == 2017`, "[1, 2] == [2, 1]", "null == null")
}

func (g *generator) loop(depth int) string {
	name := string(rune('p' + len(g.bound)))
	list := g.texts(depth)
	g.bound = append(g.bound, name)
	asked := g.truth(depth)
	g.bound = g.bound[:len(g.bound)-1]
	return fmt.Sprintf("%s.%s(%s, %s)", list, pick(g, "all", "exists", "exists_one"), name, asked)
}

func (g *generator) money(depth int) string {
	if depth == 0 || g.IntN(3) == 0 {
		return pick(g, g.variable(Money), g.variable(Money), `money("0.01")`, `money("1,000.00")`, `money("90,000,000,000,000.00")`, `money("x")`)
	}
	d := depth - 1
	switch g.IntN(4) {
	case 0:
		return fmt.Sprintf("(%s %s %s)", g.money(d), pick(g, "+", "-"), g.money(d))
	case 1:
		return fmt.Sprintf("(%s * %s)", g.money(d), g.number(d))
	case 2:
		return fmt.Sprintf("percent(%s, %s)", g.number(d), g.money(d))
	}
	return fmt.Sprintf("(%s ? %s : %s)", g.truth(d), g.money(d), g.money(d))
}

func (g *generator) number(depth int) string {
	if depth == 0 || g.IntN(3) == 0 {
		return pick(g, "0", "1", "-1", "75", "2147483648", "4294967297", "9223372036854775807", "-9223372036854775808",
			"counter.calls", g.variable(Number), fmt.Sprintf("size(%s)", g.text(0)), fmt.Sprintf("size(%s)", g.variable(Texts)))
	}
	d := depth - 1
	if g.IntN(6) == 0 {
		return fmt.Sprintf("-(%s)", g.number(d))
	}
	return fmt.Sprintf("(%s %s %s)", g.number(d), pick(g, "+", "-", "*", "/", "%"), g.number(d))
}

func (g *generator) day(depth int) string {
	if depth == 0 || g.IntN(3) == 0 {
		return pick(g, g.variable(Day), g.variable(Day), `day("2018-02-28")`, `day("9999-12-31")`, `day("1700-01-01")`, `day("never")`)
	}
	d := depth - 1
	if g.IntN(4) == 0 {
		return fmt.Sprintf("(%s + (%s - %s))", g.day(d), g.day(d), g.day(d))
	}
	return fmt.Sprintf("(%s %s days(%s))", g.day(d), pick(g, "+", "-"), g.number(d))
}

func (g *generator) text(depth int) string {
	if len(g.bound) > 0 && g.IntN(2) == 0 {
		return pick(g, g.bound...)
	}
	if depth > 0 && g.IntN(4) == 0 {
		return fmt.Sprintf("%s[%s]", g.texts(depth-1), g.number(depth-1))
	}
	return pick(g, g.variable(Text), g.variable(Text), `""`, `"FL"`, `"Ærø"`, `'it''s'`, `"\u00e9\n"`)
}

func (g *generator) texts(depth int) string {
	if depth > 0 && g.IntN(3) == 0 {
		return fmt.Sprintf("[%s, %s]", g.text(depth-1), g.text(depth-1))
	}
	return pick(g, g.variable(Texts), `["FL", "PR", "Ærø"]`)
}

// world is one of any values, many of them at their bounds.
func (g *generator) world() (*World, marks) {
	w := NewWorld()
	number := func() int64 {
		return pick(g, 0, 1, -1, 75, 100_00, int64(money.Max), 1<<31, 1<<32+1, 1<<63-1, -1<<63, g.Int64N(1_000_000))
	}
	text := func() string {
		return pick(g, "", "FL", "PR", "Ærø", "FL Monroe", strings.Repeat("é", g.IntN(maxTextValue/2)))
	}
	for _, v := range Variables {
		switch v.Kind {
		case Money:
			w.With(v.Name, money.Amount(number()))
		case Number:
			w.With(v.Name, number())
		case Day:
			w.With(v.Name, date.Date("1700-01-01").Plus(g.Uint32N(3_000_000)))
		case Text:
			w.With(v.Name, text())
		case Texts:
			all := make([]string, g.IntN(maxTexts+1))
			for i := range all {
				all[i] = text()
			}
			w.With(v.Name, slices.Clone(all))
		}
	}
	return w, marks{"calls": g.Int64N(maxCounter), "up": g.Int64N(2)}
}
