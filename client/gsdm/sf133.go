package gsdm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/money"
)

// sf133 is an SF-133 by account. A line that an account does not have is zero; an account that is not there is A33.2's to find.
type sf133 struct {
	amounts map[sfKey]money.Amount
	has     map[string]bool
	byDEFC  bool // whether the file says to which disaster or emergency an amount belongs
}

type sfKey struct {
	tas, defc string
	line      int
}

// anyDEFC stands for the sum of all disaster emergency fund codes.
const anyDEFC = "*"

func bySymbol(t *Table) *sf133 {
	defc, line, amount := t.layout.at("defc"), t.layout.at("line"), t.layout.at("amount")
	sf := &sf133{amounts: map[sfKey]money.Amount{}, has: map[string]bool{}}
	for _, r := range t.Rows {
		n, err := strconv.Atoi(r.texts[line])
		if err != nil {
			continue // found when the file was read
		}
		sf.has[r.tas] = true
		sf.byDEFC = sf.byDEFC || r.texts[defc] != ""
		sf.amounts[sfKey{r.tas, anyDEFC, n}] += r.amount(amount)
		sf.amounts[sfKey{r.tas, strings.ToUpper(r.texts[defc]), n}] += r.amount(amount)
	}
	return sf
}

// amount is the sum of some lines of an account; zero if there is no SF-133.
func (sf *sf133) amount(tas, defc string, lines ...int) (sum money.Amount) {
	if sf == nil {
		return 0
	}
	for _, line := range lines {
		sum += sf.amounts[sfKey{tas, defc, line}]
	}
	return sum
}

// through are the lines from one to another.
func through(first, last int) (lines []int) {
	for n := first; n <= last; n++ {
		lines = append(lines, n)
	}
	return lines
}

// line checks a column of A against lines of the SF-133.
func line(left string, lines ...int) test {
	l := layouts[FileA]
	is := l.at(left)
	return test{[]need{needs(FileA, left), needs(SF133)}, func(s *Set, found found) {
		for _, r := range s.files[FileA].Rows {
			if s.sf.has[r.tas] {
				differs(found, r, r.tas+": "+l.columns[is].short(), r.amount(is), s.sf.amount(r.tas, anyDEFC, lines...))
			}
		}
	}}
}

// inSF133 finds the accounts of A with money in them that the SF-133 does not have.
func inSF133() test {
	return test{[]need{needs(SF133)}, func(s *Set, found found) {
		for _, r := range s.files[FileA].Rows {
			if !s.sf.has[r.tas] && !r.empty() {
				found(r, Finding{What: r.tas + ": not in the SF-133"})
			}
		}
	}}
}

// empty says that every amount of a row is zero.
func (r *Row) empty() bool {
	return !slices.ContainsFunc(r.amounts, func(a money.Amount) bool { return a != 0 })
}

// group is what rows of one account, and of one fund code if the SF-133 has them, come to.
type group struct {
	first *Row // that counts; if none does, that does not
	defc  string
	sum   money.Amount
	some  bool // whether any counts
}

// add adds a row, if it counts.
func (g *group) add(r *Row, counts bool, columns []term) {
	if !counts {
		return
	}
	if !g.some {
		g.first, g.some = r, true
	}
	g.sum += r.sum(columns)
}

// lineByDEFC checks sums of B by account and fund code against lines of the SF-133, which have the sign given. What counts are
// rows of the year, and of these the direct or reimbursable ones if flag says so. should may say otherwise what a group comes to.
func lineByDEFC(flag string, terms []string, sign money.Amount, should func(defc string, sf money.Amount) money.Amount,
	lines ...int) test {
	l := layouts[FileB]
	columns, current := l.terms(terms), current(l)
	direct, defc := l.at("by_direct_reimbursable_fun"), l.at("disaster_emergency_fund_code")
	needed := append([]string{"prior_year_adjustment", "disaster_emergency_fund_code"}, terms...)
	return test{[]need{needs(FileB, needed...), needs(SF133)}, func(s *Set, found found) {
		groups, order := map[[2]string]*group{}, []*group{}
		for _, r := range s.files[FileB].Rows {
			if !current(r) || !s.sf.has[r.tas] {
				continue
			}
			code := anyDEFC
			if s.sf.byDEFC {
				code = strings.ToUpper(r.texts[defc])
			}
			g := groups[[2]string{r.tas, code}]
			if g == nil {
				g = &group{first: r, defc: code}
				groups[[2]string{r.tas, code}] = g
				order = append(order, g)
			}
			g.add(r, flag == "" || strings.EqualFold(r.texts[direct], flag), columns)
		}
		for _, g := range order {
			subject := g.first.tas
			if g.defc != anyDEFC {
				subject += ", DEFC " + g.defc
			}
			differs(found, g.first, subject+": "+what(flag, lines), g.sum,
				should(g.defc, sign*s.sf.amount(g.first.tas, g.defc, lines...)))
		}
	}}
}

func what(flag string, lines []int) string {
	sum := "the sum"
	if flag != "" {
		sum = "the sum of " + flag
	}
	return fmt.Sprintf("%s against line %s", sum, strings.Trim(strings.ReplaceAll(fmt.Sprint(lines), " ", " + "), "[]"))
}

// asGiven takes the SF-133 at its word.
func asGiven(_ string, sf money.Amount) money.Amount { return sf }

// noReimbursableRelief expects nothing where the money is for a disaster or emergency, whatever the SF-133 says.
func noReimbursableRelief(defc string, sf money.Amount) money.Amount {
	if defc == anyDEFC || defc == "Q" || defc == "QQQ" {
		return sf
	}
	return 0
}
