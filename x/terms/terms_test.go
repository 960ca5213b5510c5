package terms

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// share is a sound contract, which the tests break.
func share() Contract {
	return Contract{
		Name: "cost-share", Version: 1, Title: "Federal share", Member: "fema", By: "gil", Published: "2017-10-01",
		Counters: []string{"draws"}, Flags: []string{"started"},
		Clauses: []Clause{{
			Id: "share", Says: "At most 75 percent of the cost is federal.", Source: "42 USC 5170b(b)", Outcome: Refuse,
			Holds: "claim.amount <= percent(75, claim.cost)",
		}, {
			Id: "price", Says: "No line above 100 dollars a piece.", Source: "award terms", Outcome: Review,
			Holds: `item.price <= money("100.00")`, EachItem: true,
		}, {
			Id: "draws", Says: "At most three draws, the first within 30 days.", Source: "award terms", Outcome: Refuse,
			Holds: "counter.draws < 3 && (flag.started || block.day <= award.begins + days(30))",
		}},
		Effects: []Effect{{Sets: "draws", To: "counter.draws + 1"}, {Sets: "started", To: "true"}},
	}
}

func world() *World {
	return NewWorld().With("claim.amount", money.Amount(750_00)).With("claim.cost", money.Amount(1000_00)).
		With("award.begins", date.Date("2017-10-01")).With("block.day", date.Date("2017-10-20"))
}

func TestAContractIsKept(t *testing.T) {
	c, err := share().compile()
	require.NoError(t, err)
	require.Empty(t, c.judge(world(), []Item{{Price: 100_00}}, nil))

	over := world().With("claim.amount", money.Amount(750_01))
	found := c.judge(over, []Item{{Price: 1}, {Price: 100_01}}, marks{"draws": 3})
	require.Len(t, found, 3)
	require.Equal(t, `cost-share/1, share: "At most 75 percent of the cost is federal." (42 USC 5170b(b)); `+
		`claim.amount is 750.01, claim.cost is 1,000.00`, found[0].String())
	require.Equal(t, `cost-share/1, price: "No line above 100 dollars a piece." (award terms), line 2; item.price is 100.01`,
		found[1].String())
	require.Equal(t, `cost-share/1, draws: "At most three draws, the first within 30 days." (award terms); `+
		`award.begins is 2017-10-01, block.day is 2017-10-20, counter.draws is 3, flag.started is false`, found[2].String())

	after, err := c.pass(world(), marks{"draws": 1})
	require.NoError(t, err)
	require.Equal(t, marks{"draws": 2, "started": 1}, after)
	_, err = c.pass(world(), marks{"draws": maxCounter})
	require.ErrorIs(t, err, ErrMark)
	require.ErrorContains(t, err, "cost-share/1, draws: 1000000000000001, between 0 and 1000000000000000 (T8)")
}

// A sum that leaves its bounds is no answer, and so the clause does not hold.
func TestWithoutAnswer(t *testing.T) {
	c := share()
	c.Clauses[0].Holds = "claim.amount * 9000000000000000000 <= claim.cost"
	made, err := c.compile()
	require.NoError(t, err)
	found := made.judge(world(), nil, nil)
	require.Len(t, found, 1)
	require.Contains(t, found[0].String(), "it has no answer: ")
	require.Contains(t, found[0].String(), "more than money holds")
}

func TestOneThingIsWrong(t *testing.T) {
	holds := func(text string) func(*Contract) { return func(c *Contract) { c.Clauses[0].Holds = text } }
	for _, row := range []struct {
		name  string
		spoil func(*Contract)
		rule  *rule.Rule
		found string
	}{
		{"nothing", func(*Contract) {}, nil, ""},
		{"no name", func(c *Contract) { c.Name = "" }, ErrMalformed, "name \"\": empty"},
		{"capitals", func(c *Contract) { c.Name = "Share" }, ErrMalformed, "has the character 'S'"},
		{"no title", func(c *Contract) { c.Title = "" }, ErrMalformed, "title: empty"},
		{"no clause", func(c *Contract) { c.Clauses = nil }, ErrMalformed, "0 clauses, between 1 and 32"},
		{"too many", func(c *Contract) { c.Clauses = make([]Clause, 33) }, ErrMalformed, "33 clauses"},
		{"no words", func(c *Contract) { c.Clauses[1].Says = "" }, ErrMalformed, "clause 2 price: what it says: empty"},
		{"no source", func(c *Contract) { c.Clauses[1].Source = "" }, ErrMalformed, "clause 2 price: source: empty"},
		{"no outcome", func(c *Contract) { c.Clauses[1].Outcome = 0 }, ErrMalformed, "neither refuse nor review"},
		{"one id twice", func(c *Contract) { c.Clauses[1].Id = "share" }, ErrMalformed, "share is given twice"},
		{"a counter twice", func(c *Contract) { c.Flags[0] = "draws" }, ErrMalformed, "draws is given twice"},
		{"a counter with a point", func(c *Contract) { c.Counters[0] = "a.b" }, ErrMalformed, "has the character '.'"},
		{"an effect on nothing", func(c *Contract) { c.Effects[0].Sets = "calls" }, ErrMalformed, "no counter or flag of the contract"},
		{"two effects on one", func(c *Contract) { c.Effects[1].Sets = "draws" }, ErrMalformed, "draws is set twice"},
		{"too many marks", func(c *Contract) { c.Counters = strings.Split(strings.Repeat("a,", 17), ",") }, ErrMalformed, "at most 16"},

		{"no expression", holds(""), ErrExpression, "clause share: empty"},
		{"what cannot be read", holds("claim.amount <="), ErrExpression, "clause share: at 1:16: "},
		{"what does not exist", holds("claim.sum <= claim.cost"), ErrExpression, "at 1:1: there is nothing named claim.sum (T2)"},
		{"the second line", holds("true &&\n claim.sum"), ErrExpression, "at 2:2: there is nothing named claim.sum"},
		{"no yes or no", holds("claim.amount"), ErrExpression, "it gives money, and is to give bool"},
		{"money and numbers", holds("claim.amount <= 1000"), ErrExpression, "found no matching overload for '_<=_' applied to '(money, int)'"},
		{"a line of none", holds("item.quantity > 0"), ErrExpression, "it reads a line of the claim"},
		{"another's counter", holds("counter.other == 0"), ErrExpression, "at 1:1: there is nothing named counter.other"},
		{"a wrong effect", func(c *Contract) { c.Effects[0].To = "true" }, ErrExpression, "effect on draws: it gives bool, and is to give int"},
		{"a flag that counts", func(c *Contract) { c.Effects[1].To = "1" }, ErrExpression, "effect on started: it gives int"},
		{"an effect of each line", func(c *Contract) { c.Effects[0].To = "item.quantity" }, ErrExpression, "a line of the claim"},
		{"patterns", holds(`claim.place.matches("F.*")`), ErrExpression, "undeclared reference to 'matches'"},
		{"a time zone", holds(`block.day.getFullYear("America/New_York") == 2017`), ErrExpression, "undeclared reference to 'getFullYear'"},
		{"conversion", holds(`string(counter.draws) == "1"`), ErrExpression, "undeclared reference to 'string'"},
		{"texts that grow", holds(`claim.place + claim.place == ""`), ErrExpression, "no matching overload"},
		{"too long", holds("true" + strings.Repeat(" && true", 80)), ErrExpression, "at most 512"},
		{"too deep", holds(strings.Repeat("(", 90) + "true" + strings.Repeat(")", 90)), ErrExpression, "clause share: "},

		{"floats", holds("1.5 < 2.5"), ErrExpression, "no matching overload"},
		{"a float that is not used", holds("[1.5] == [2.5]"), ErrDiffers, "at 1:2: a value of type double"},
		{"a map", holds(`{"a": 1} == {"a": 1}`), ErrDiffers, "a value of type map(string, int)"},
		{"a loop over a map", holds(`{"a": 1}.all(k, k == "a")`), ErrDiffers, "a value of type map(string, int)"},
		{"anything", holds("[] == []"), ErrDiffers, "a value of type list"},
		{"nothing at all", holds("null == null"), ErrDiffers, "a value of type null"},
		{"bytes", holds("b'a' == b'a'"), ErrDiffers, "a value of type bytes"},
		{"unsigned", holds("1u == 1u"), ErrDiffers, "a value of type uint"},
		{"types", holds("int == int"), ErrDiffers, "a value of type type"},

		{"loops in loops", holds("claim.evidence.all(a, claim.evidence.all(b, claim.evidence.all(c, a == b || b == c || a == c)))"),
			ErrCostly, "steps, at most 20000"},
	} {
		c := share()
		row.spoil(&c)
		_, err := c.compile()
		if row.rule == nil {
			require.NoError(t, err, row.name)
			continue
		}
		require.ErrorIs(t, err, row.rule, row.name)
		require.ErrorContains(t, err, row.found, row.name)
	}
}

func TestFollows(t *testing.T) {
	first, second, late := share(), share(), share()
	second.Version, late.Version = 2, 3
	require.NoError(t, first.follows(nil, "fema"))
	require.NoError(t, second.follows(&first, "fema"))
	require.ErrorIs(t, second.follows(nil, "fema"), ErrVersion)
	require.ErrorContains(t, second.follows(&first, "hud"), "cost-share is a contract of fema, not of hud (T6)")
	require.ErrorContains(t, late.follows(&first, "fema"), "the last version of cost-share is 1, and this is version 3")
	require.ErrorContains(t, first.follows(&first, "fema"), "and this is version 1")
}

func TestParseRef(t *testing.T) {
	name, version, err := ParseRef("cost-share/12")
	require.NoError(t, err)
	require.Equal(t, "cost-share", name)
	require.EqualValues(t, 12, version)
	for _, ref := range []string{"", "cost-share", "cost-share/", "cost-share/0", "cost-share/01", "cost-share/-1", "/1", "A/1", "a/1/1"} {
		_, _, err := ParseRef(ref)
		require.ErrorIs(t, err, ErrUnknown, ref)
	}
}

// Money is counted in whole minor units, and a share is rounded down.
func TestMoney(t *testing.T) {
	for text, want := range map[string]bool{
		`percent(75, money("0.01")) == money("0.00")`:                 true,
		`percent(75, money("1.00")) == money("0.75")`:                 true,
		`percent(33, money("1.01")) == money("0.33")`:                 true,
		`money("1.00") + money("2.00") - money("0.50")>money("2.49")`: true,
		`money("1.10") * 3 == money("3.30")`:                          true,
		`money("1,000.00") < money("1,000.00")`:                       false,
		`day("2018-02-28") + days(1) == day("2018-03-01")`:            true,
		`day("2018-03-01") - day("2018-02-01") == days(28)`:           true,
		`claim.evidence.exists(e, e == "x") || size(claim.place) > 0`: false,
		`claim.place in ["FL", "PR"]`:                                 false,
	} {
		c := share()
		c.Clauses[0].Holds = text
		made, err := c.compile()
		require.NoError(t, err, text)
		found := made.judge(NewWorld(), nil, nil)
		require.Equal(t, want, len(found) == 0, "%s: %v", text, found)
	}
}

func TestTheProgramNamesWhatThereIs(t *testing.T) {
	require.Panics(t, func() { NewWorld().With("claim.sum", money.Amount(1)) })
	require.Panics(t, func() { NewWorld().With("claim.amount", int64(1)) })
	require.Panics(t, func() { NewWorld().With("claim.amount", 1.5) })
}

// BenchmarkTenClauses runs a contract of ten clauses, as each claim does.
func BenchmarkTenClauses(b *testing.B) {
	c := share()
	for _, id := range strings.Fields("a b c d e f g") {
		clause := c.Clauses[0]
		clause.Id = id
		clause.Holds = `claim.amount <= award.left && claim.begins >= award.begins && (claim.kind != "advance" || advanced.open == money("0.00"))`
		clause.Holds = strings.ReplaceAll(clause.Holds, "advanced.open", "claimed.year")
		c.Clauses = append(c.Clauses, clause)
	}
	made, err := c.compile()
	require.NoError(b, err)
	w := world()
	for b.Loop() {
		made.judge(w, []Item{{Price: 1}}, nil)
	}
}

func BenchmarkPublish(b *testing.B) {
	for b.Loop() {
		_, err := share().compile()
		require.NoError(b, err)
	}
}
