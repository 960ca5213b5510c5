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
const share = `contract cost-share/1
title   Federal share
counter draws
flag    started

clause share
  says   At most 75 percent of the cost is federal.
  source 42 USC 5170b(b)
  else   refuse
  holds  claim.amount <= percent(75, award.left)

clause price of each item
  says   No line above 100 dollars a piece.
  source award terms
  else   review
  holds  item.price <= money("100.00")

# The first within a month.
clause draws
  says   At most three draws,
         the first within 30 days.
  source award terms
  else   refuse
  holds  counter.draws < 3 &&
         (flag.started || block.day <= award.begins + days(30))

effect draws
  to counter.draws + 1
effect started
  to true

case three quarters
  claim.amount 750.00
  award.left   1,000.00
  award.begins 2017-10-01
  block.day    2017-10-31
  item         8465 10 100.00
  then         draws 1
  then         started up

case a cent more, and the fourth
  claim.amount  750.01
  award.left    1,000.00
  counter.draws 3
  flag.started  up
  item          8465 10 100.00
  item          8465 1 100.01
  breaks        share price draws
`

func world() *World {
	return NewWorld().With("claim.amount", money.Amount(750_00)).With("award.left", money.Amount(1000_00)).
		With("award.begins", date.Date("2017-10-01")).With("block.day", date.Date("2017-10-20"))
}

func TestAContractIsKept(t *testing.T) {
	c, err := Compile(share)
	require.NoError(t, err)
	require.Empty(t, c.Judge(world(), []Item{{Price: 100_00}}, nil))

	over := world().With("claim.amount", money.Amount(750_01))
	found := c.Judge(over, []Item{{Price: 1}, {Price: 100_01}}, marks{"draws": 3})
	require.Len(t, found, 3)
	require.Equal(t, `cost-share/1, share: "At most 75 percent of the cost is federal." (42 USC 5170b(b)); `+
		`award.left is 1,000.00, claim.amount is 750.01`, found[0].String())
	require.Equal(t, `cost-share/1, price: "No line above 100 dollars a piece." (award terms), line 2; item.price is 100.01`,
		found[1].String())
	require.Equal(t, `cost-share/1, draws: "At most three draws, the first within 30 days." (award terms); `+
		`award.begins is 2017-10-01, block.day is 2017-10-20, counter.draws is 3, flag.started is false`, found[2].String())

	after, err := c.Pass(world(), marks{"draws": 1})
	require.NoError(t, err)
	require.Equal(t, map[string]int64{"draws": 2, "started": 1}, after)
	_, err = c.Pass(world(), marks{"draws": maxCounter})
	require.ErrorIs(t, err, ErrMark)
	require.ErrorContains(t, err, "cost-share/1, draws: 1000000000000001, between 0 and 1000000000000000 (T8)")
}

func TestTheCasesOfAContract(t *testing.T) {
	c, err := Compile(share)
	require.NoError(t, err)
	require.Len(t, c.text.Cases, 2)
	for _, test := range c.text.Cases {
		require.Empty(t, c.Try(test).Wrong, test.Name)
	}
	wrong := c.text.Cases[0]
	wrong.Breaks = []string{"price"}
	wrong.Then = []Given{{Name: "draws", Value: "2"}, {Name: "started", Value: "down"}}
	require.Equal(t, []string{
		"price holds, and was to be broken", "draws is 1 after it, and was to be 2", "started is 1 after it, and was to be 0",
	}, c.Try(wrong).Wrong)
	wrong = c.text.Cases[1]
	wrong.Breaks = []string{"share", "price"}
	require.Len(t, c.Try(wrong).Wrong, 1)
	require.Contains(t, c.Try(wrong).Wrong[0], "it does not hold: cost-share/1, draws: ")
}

// A sum that leaves its bounds is no answer, and so the clause does not hold.
func TestWithoutAnswer(t *testing.T) {
	made, err := Compile(saying("claim.amount * 9000000000000000000 <= award.left"))
	require.NoError(t, err)
	found := made.Judge(world(), nil, nil)
	require.Len(t, found, 1)
	require.Contains(t, found[0].String(), "it has no answer: ")
	require.Contains(t, found[0].String(), "more than money holds")
}

// saying is the contract with another expression in its first clause.
func saying(expression string) string {
	return strings.Replace(share, "claim.amount <= percent(75, award.left)", expression, 1)
}

func TestOneThingIsWrong(t *testing.T) {
	change := func(from, to string) string {
		require.Contains(t, share, from)
		return strings.Replace(share, from, to, 1)
	}
	for _, row := range []struct {
		name, text string
		rule       *rule.Rule
		found      string
	}{
		{"nothing", share, nil, ""},
		{"lines of Windows", strings.ReplaceAll(share, "\n", "\r\n"), nil, ""},
		{"no text", "", ErrMalformed, "0 bytes"},
		{"too much text", share + strings.Repeat("# more\n", 3000), ErrMalformed, "between 1 and 16384"},
		{"what is not seen", share + "# \u202e\n", ErrMalformed, "line 49: has the character"},
		{"what is not seen, and read", share + "title \u202e\n", ErrMalformed, "line 49: has the character"},
		{"a tab", change("  says   At", "\tsays   At"), ErrMalformed, "line 7: "},
		{"no name", change("contract cost-share/1\n", ""), ErrMalformed, "it is not named"},
		{"no version", change("cost-share/1", "cost-share"), ErrMalformed, "line 1: \"cost-share\" is not a name and a version"},
		{"capitals", change("cost-share/1", "Share/1"), ErrMalformed, "line 1: "},
		{"two names", share + "contract other/1\n", ErrMalformed, "line 49: the contract is named twice"},
		{"two titles", share + "title other\n", ErrMalformed, "the contract has two titles"},
		{"no title", change("title   Federal share\n", ""), ErrMalformed, "title: empty"},
		{"an unknown part", share + "clauses\n", ErrMalformed, "line 49: clauses is none of contract, title,"},
		{"an unknown line", change("  source 42", "  law 42"), ErrMalformed, "law on line 8 is none of says, source, else, holds"},
		{"a line twice", change("  else   refuse\n", "  else   refuse\n  else   refuse\n"), ErrMalformed, "else is given twice, on line 10"},
		{"a line that is missing", change("  source 42 USC 5170b(b)\n", ""), ErrMalformed, "line 6: source is not given"},
		{"below nothing", "  says it\n", ErrMalformed, "line 1: it is indented below nothing"},
		{"below a title", change("counter draws", "  counter draws"), ErrMalformed, "line 2: nothing belongs below title"},
		{"half indented", change("  source 42", " source 42"), ErrMalformed, "line 8: it is indented by 1, the part that it belongs to by 2"},
		{"no clause", "contract a/1\ntitle A\n", ErrMalformed, "0 clauses, between 1 and 32"},
		{"no words", change("At most 75 percent of the cost is federal.", ""), ErrMalformed, "clause 1 share: what it says: empty"},
		{"no outcome", change("else   refuse", "else   warn"), ErrMalformed, "clause 1 share: its outcome is neither refuse nor review"},
		{"one id twice", change("clause draws", "clause share"), ErrMalformed, "clause 3: share is given twice"},
		{"a counter twice", change("flag    started", "flag    draws"), ErrMalformed, "draws is given twice"},
		{"a counter with a point", change("counter draws", "counter a.b"), ErrMalformed, "has the character '.'"},
		{"an effect on nothing", change("effect draws", "effect calls"), ErrMalformed, "no counter or flag of the contract"},
		{"two effects on one", change("effect started", "effect draws"), ErrMalformed, "draws is set twice"},
		{"too many marks", change("flag    started", strings.Repeat("counter a\n", 16)), ErrMalformed, "at most 16"},
		{"too many clauses", change("clause draws", strings.Repeat("clause a\n  says a\n  source a\n  else review\n  holds true\n", 30)+"clause draws"),
			ErrMalformed, "33 clauses"},
		{"a case of nothing", share + "case x\n  claim.sum 1.00\n", ErrMalformed, "case on line 49: claim.sum on line 50: clauses see nothing of that name"},
		{"a case with no number", share + "case x\n  claim.amount 1.0\n", ErrMalformed, "claim.amount on line 50: "},
		{"a case that breaks nothing", share + "case x\n  breaks y\n", ErrMalformed, "it breaks \"y\", which is no clause"},
		{"a case with half an item", share + "case x\n  item 8465 10\n", ErrMalformed, "item on line 50: write a code, how many"},
		{"an item of no sum", share + "case x\n  item 8465 10 1.00 = much\n", ErrMalformed, "item on line 50: \"much\" is not an amount"},
		{"an item of no kind", share + "case x\n  item 8465 10 1.00 food\n", ErrMalformed, "\"food\" is no kind of cost: personnel, fringe"},
		{"a case after nothing", share + "case x\n  then calls 1\n", ErrMalformed, "then on line 50: \"calls\" is no counter or flag"},
		{"a flag that is 1", share + "case x\n  flag.started 1\n", ErrMalformed, "a flag is up or down"},

		{"no expression", saying(""), ErrExpression, "clause share: line 10: 0 bytes, between 1 and 512"},
		{"what cannot be read", saying("claim.amount <="), ErrExpression, "clause share: line 10:25: "},
		{"what does not exist", saying("claim.sum <= award.left"), ErrExpression, "clause share: line 10:10: there is nothing named claim.sum (T2)"},
		{"the second line", saying("true &&\n   claim.sum"), ErrExpression, "line 11:4: there is nothing named claim.sum"},
		{"no yes or no", saying("claim.amount"), ErrExpression, "line 10: it gives money, and is to give bool"},
		{"money and numbers", saying("claim.amount <= 1000"), ErrExpression, "found no matching overload for '_<=_' applied to '(money, int)'"},
		{"a line of none", saying("item.quantity > 0"), ErrExpression, "it reads a line of the claim"},
		{"another's counter", saying("counter.other == 0"), ErrExpression, "there is nothing named counter.other"},
		{"a wrong effect", change("to counter.draws + 1", "to true"), ErrExpression, "effect draws: line 28: it gives bool, and is to give int"},
		{"a flag that counts", change("to true", "to 1"), ErrExpression, "effect started: line 30: it gives int"},
		{"an effect of each line", change("to counter.draws + 1", "to item.quantity"), ErrExpression, "a line of the claim"},
		{"patterns", saying(`award.place.matches("F.*")`), ErrExpression, "undeclared reference to 'matches'"},
		{"a time zone", saying(`block.day.getFullYear("America/New_York") == 2017`), ErrExpression, "undeclared reference"},
		{"conversion", saying(`string(counter.draws) == "1"`), ErrExpression, "undeclared reference to 'string'"},
		{"texts that grow", saying(`award.place + award.place == ""`), ErrExpression, "no matching overload"},
		{"too long", saying("true" + strings.Repeat(" && true", 80)), ErrExpression, "between 1 and 512"},
		{"too deep", saying(strings.Repeat("(", 90) + "true" + strings.Repeat(")", 90)), ErrExpression, "clause share: "},

		{"floats", saying("1.5 < 2.5"), ErrExpression, "no matching overload"},
		{"a float that is not used", saying("[1.5] == [2.5]"), ErrDiffers, "line 10:11: a value of type double"},
		{"a map", saying(`{"a": 1} == {"a": 1}`), ErrDiffers, "a value of type map(string, int)"},
		{"a loop over a map", saying(`{"a": 1}.all(k, k == "a")`), ErrDiffers, "a value of type map(string, int)"},
		{"anything", saying("[] == []"), ErrDiffers, "a value of type list"},
		{"nothing at all", saying("null == null"), ErrDiffers, "a value of type null"},
		{"bytes", saying("b'a' == b'a'"), ErrDiffers, "a value of type bytes"},
		{"unsigned", saying("1u == 1u"), ErrDiffers, "a value of type uint"},
		{"types", saying("int == int"), ErrDiffers, "a value of type type"},

		{"loops in loops", saying("claim.evidence.all(a, claim.evidence.all(b, claim.evidence.all(c, a == b || b == c || a == c)))"),
			ErrCostly, "steps, at most 20000"},
	} {
		_, err := Compile(row.text)
		if row.rule == nil {
			require.NoError(t, err, row.name)
			continue
		}
		require.ErrorIs(t, err, row.rule, row.name)
		require.ErrorContains(t, err, row.found, row.name)
	}
}

func TestFollows(t *testing.T) {
	first := Contract{Name: "cost-share", Version: 1, Member: "fema"}
	second, late := first, first
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
		`percent(75, money("0.01")) == money("0.00")`:                                 true,
		`percent(-75, money("0.01")) == money("0.00") - money("0.01")`:                true,
		`percent(75, money("0.00") - money("1.00")) == money("0.00") - money("0.75")`: true,
		`percent(75, money("1.00")) == money("0.75")`:                                 true,
		`percent(33, money("1.01")) == money("0.33")`:                                 true,
		`money("1.00") + money("2.00") - money("0.50")>money("2.49")`:                 true,
		`money("1.10") * 3 == money("3.30")`:                                          true,
		`money("1,000.00") < money("1,000.00")`:                                       false,
		`day("2018-02-28") + days(1) == day("2018-03-01")`:                            true,
		`day("2018-03-01") - day("2018-02-01") == days(28)`:                           true,
		`claim.evidence.exists(e, e == "x") || size(award.place) > 1`:                 true,
		`award.place in ["FL", "PR"]`:                                                 false,
	} {
		made, err := Compile(saying(text))
		require.NoError(t, err, text)
		found := made.Judge(world().With("award.place", "TX"), nil, marks{"started": 1})
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
	var text strings.Builder
	text.WriteString(share)
	for _, id := range strings.Fields("a b c d e f g") {
		text.WriteString("clause " + id + "\n  says a\n  source a\n  else refuse\n  holds claim.amount <= award.left && claim.begins >= award.begins " +
			"&& (claim.number != \"C1\" || claimed.total == money(\"0.00\"))\n")
	}
	made, err := Compile(text.String())
	require.NoError(b, err)
	w := world()
	for b.Loop() {
		made.Judge(w, []Item{{Price: 1}}, nil)
	}
}

// BenchmarkPublish reads a contract of three clauses.
func BenchmarkPublish(b *testing.B) {
	for b.Loop() {
		_, err := Compile(share)
		require.NoError(b, err)
	}
}
