package gsdm

import (
	"fmt"
	"strings"

	"github.com/pursechain/purse/base/money"
)

// found is told of each breach, with the row that it stands in.
type found func(at *Row, f Finding)

// test is what a rule does, with what it cannot do without.
type test struct {
	needs []need
	check func(s *Set, found found)
}

type need struct {
	kind    Kind
	columns []int
}

func needs(kind Kind, names ...string) need {
	n := need{kind: kind}
	for _, t := range layouts[kind].terms(names) {
		n.columns = append(n.columns, t.at)
	}
	return n
}

// differs reports a column whose amount is not what it should be.
func differs(found found, at *Row, subject string, is, should money.Amount) {
	if is != should {
		found(at, Finding{What: subject, Numbers: &Numbers{Expected: should, Found: is, Difference: is - should}})
	}
}

// current says that a row of B is of the year and no adjustment of an earlier one.
func current(l *layout) func(*Row) bool {
	pya := l.at("prior_year_adjustment")
	return func(r *Row) bool { return strings.EqualFold(r.texts[pya], "X") }
}

// currentOrSilent is current for C, where the column may be left blank.
func currentOrSilent(l *layout) func(*Row) bool {
	pya, current := l.at("prior_year_adjustment"), current(l)
	return func(r *Row) bool { return r.texts[pya] == "" || current(r) }
}

// total checks an equation in every row of A, and in the rows of B and C that are of the year.
func total(kind Kind, rule string) test {
	l, equations, applies := layouts[kind], balanceTotals, func(*Row) bool { return true }
	needed := []string{}
	switch kind {
	case FileA:
		equations = accountTotals
	case FileB:
		applies, needed = current(l), append(needed, "prior_year_adjustment")
	case FileC:
		applies = currentOrSilent(l)
	}
	for _, e := range equations {
		if e.rule == rule {
			left, right := l.at(e.left), l.terms(e.terms)
			return test{[]need{needs(kind, append(append(needed, e.left), e.terms...)...)}, func(s *Set, found found) {
				for _, r := range s.files[kind].Rows {
					if applies(r) {
						differs(found, r, r.tas+": "+l.columns[left].short(), r.amount(left), r.sum(right))
					}
				}
			}}
		}
	}
	panic("no total is named " + rule)
}

// totalWithLine checks the total budgetary resources, to which line 1902 belongs if the SF-133 has one; without one it is zero.
func totalWithLine(rule string, line int) test {
	t := total(FileA, rule)
	e := accountTotals[1]
	l := layouts[FileA]
	left, right := l.at(e.left), l.terms(e.terms)
	t.check = func(s *Set, found found) {
		for _, r := range s.files[FileA].Rows {
			differs(found, r, r.tas+": "+l.columns[left].short(), r.amount(left), r.sum(right)+s.sf.amount(r.tas, anyDEFC, line))
		}
	}
	return t
}

// only restricts a test of C to the findings in rows for which it holds.
func (t test) only(holds func(*Row) bool) test {
	check := t.check
	t.check = func(s *Set, found found) {
		check(s, func(at *Row, f Finding) {
			if holds(at) {
				found(at, f)
			}
		})
	}
	return t
}

// same checks that two columns of A are equal.
func same(left, right string) test {
	l := layouts[FileA]
	is, should := l.at(left), l.at(right)
	return test{[]need{needs(FileA, left, right)}, func(s *Set, found found) {
		for _, r := range s.files[FileA].Rows {
			differs(found, r, r.tas+": "+l.columns[is].short(), r.amount(is), r.amount(should))
		}
	}}
}

// sumOfB checks a column of A against a column of B by account; sign is -1 where B has the opposite. An account that B does not
// have is A30's to find.
func sumOfB(left, right string, sign money.Amount) test {
	a, b := layouts[FileA], layouts[FileB]
	is, terms, current := a.at(left), b.at(right), current(b)
	return test{[]need{needs(FileA, left), needs(FileB, right, "prior_year_adjustment")}, func(s *Set, found found) {
		sums := map[string]money.Amount{}
		for _, r := range s.files[FileB].Rows {
			if sums[r.tas] += 0; current(r) {
				sums[r.tas] += sign * r.amount(terms)
			}
		}
		for _, r := range s.files[FileA].Rows {
			if sum, has := sums[r.tas]; has {
				differs(found, r, r.tas+": "+a.columns[is].short(), r.amount(is), sum)
			}
		}
	}}
}

// key is a function that gives the value of some columns, by which rows are matched.
func key(l *layout, names ...string) func(*Row) string {
	object, places := -1, make([]int, len(names))
	for i, name := range names {
		if places[i] = l.at(name); name == "object_class" {
			object = i
		}
	}
	return func(r *Row) string {
		var b strings.Builder
		b.WriteString(r.tas)
		for i, at := range places {
			text := strings.ToUpper(r.texts[at])
			if i == object { // 410 is 4100
				text += "0000"[min(len(text), 4):]
			}
			b.WriteString("\x00" + text)
		}
		return b.String()
	}
}

// shown is a key as people read it.
func shown(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "\x00", ", "), ", ,", ", -,")
}

// unique finds rows, of those for which applies holds, that have the key of an earlier one.
func unique(kind Kind, applies func(*Row) bool, names ...string) test {
	key := key(layouts[kind], names...)
	return test{[]need{needs(kind, names...)}, func(s *Set, found found) {
		first := map[string]int{}
		for _, r := range s.files[kind].Rows {
			if !applies(r) {
				continue
			}
			k := key(r)
			if line, twice := first[k]; twice {
				found(r, Finding{What: fmt.Sprintf("%s: in line %d already", shown(k), line)})
			} else {
				first[k] = r.Line
			}
		}
	}}
}

// rows finds the rows of a file in which a function sees something wrong.
func rows(kind Kind, wrong func(*Row) string, names ...string) test {
	return test{[]need{needs(kind, names...)}, func(s *Set, found found) {
		for _, r := range s.files[kind].Rows {
			if what := wrong(r); what != "" {
				found(r, Finding{What: r.tas + ": " + what})
			}
		}
	}}
}

// inOther finds the accounts of one file that another does not have, in the rows for which applies holds.
func inOther(kind, other Kind, applies func(*Row) bool) test {
	return test{[]need{needs(other)}, func(s *Set, found found) {
		has := map[string]bool{}
		for _, r := range s.files[other].Rows {
			has[r.tas] = true
		}
		for _, r := range s.files[kind].Rows {
			if applies(r) && !has[r.tas] {
				found(r, Finding{What: r.tas + ": not in " + other.String()})
			}
		}
	}}
}

// names says that a row gives at least one of some texts.
func names(kind Kind, columns ...string) func(*Row) bool {
	l := layouts[kind]
	return func(r *Row) bool {
		for _, name := range columns {
			if r.texts[l.at(name)] != "" {
				return true
			}
		}
		return false
	}
}

func both(a, b func(*Row) bool) func(*Row) bool { return func(r *Row) bool { return a(r) && b(r) } }
func not(a func(*Row) bool) func(*Row) bool     { return func(r *Row) bool { return !a(r) } }
