package gsdm

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/money"
)

// balances are the columns that B and C share: those of the accounts, then the totals, by their names in the rules.
var balances = func() []string {
	all := []string{}
	for _, account := range accountNames {
		all = append(all, account)
	}
	for _, e := range balanceTotals {
		all = append(all, e.left)
	}
	return all
}()

// existsInB finds rows of C for which B has no row of the same account, object class, fund code and activity. The activity is its
// reporting key, or its code and name, of which C may leave out one. silent says whether the rows are those without a prior year
// adjustment, which match any.
func existsInB(silent bool, activity ...string) test {
	shared := []string{"object_class", "disaster_emergency_fund_code"}
	if !silent {
		shared = append(shared, "prior_year_adjustment")
	}
	b, c := layouts[FileB], layouts[FileC]
	keyB, keyC := key(b, shared...), key(c, shared...)
	applies := both(names(FileC, activity...), silentIs(silent))
	return test{[]need{needs(FileC, "object_class"), needs(FileB, append(shared, activity...)...)}, func(s *Set, found found) {
		has := map[string]bool{}
		for _, r := range s.files[FileB].Rows {
			if !names(FileB, activity...)(r) {
				continue
			}
			k := keyB(r)
			for _, variant := range variants(b, r, activity) {
				has[k+variant] = true
			}
		}
		for _, r := range s.files[FileC].Rows {
			if !applies(r) {
				continue
			}
			wanted := variants(c, r, activity)[0]
			if k := keyC(r) + wanted; !has[k] {
				found(r, Finding{What: shown(k) + ": not in file B"})
			}
		}
	}}
}

// variants are the ways in which a row's activity may be named: in full first, then with parts left out. A code of 0000 is none.
func variants(l *layout, r *Row, activity []string) []string {
	texts := make([]string, len(activity))
	for i, name := range activity {
		if texts[i] = strings.ToUpper(r.texts[l.at(name)]); name == "program_activity_code" && texts[i] == "0000" && l.kind == FileC {
			texts[i] = ""
		}
	}
	all := []string{"\x00" + strings.Join(texts, "\x00")}
	if len(texts) == 2 {
		all = append(all, "\x00"+texts[0]+"\x00", "\x00\x00"+texts[1], "\x00\x00")
	}
	return all
}

// silentIs says whether a row of C leaves the prior year adjustment out.
func silentIs(silent bool) func(*Row) bool {
	given := names(FileC, "prior_year_adjustment")
	if silent {
		return not(given)
	}
	return given
}

// withinB finds balances of C that, summed by account and the names given, exceed those of B: they are further below zero, or
// above it for recoveries, which are debits. One finding a group names the first such balance and counts the others.
func withinB(silent bool, applies func(*Row) bool, by ...string) test {
	if !silent {
		by = append(by, "prior_year_adjustment")
	}
	b, c := layouts[FileB], layouts[FileC]
	keyB, keyC := key(b, by...), key(c, by...)
	termsB, termsC := b.terms(balances), c.terms(balances)
	applies = both(applies, silentIs(silent))
	return test{[]need{needs(FileC, by...), needs(FileB, append(balances, by...)...)}, func(s *Set, found found) {
		sums, order := map[string]*award{}, []string{}
		for _, r := range s.files[FileC].Rows {
			if applies(r) {
				k := keyC(r)
				if sums[k] == nil {
					sums[k] = &award{first: r, c: make([]money.Amount, len(balances)), b: make([]money.Amount, len(balances))}
					order = append(order, k)
				}
				addUp(sums[k].c, r, termsC)
			}
		}
		for _, r := range s.files[FileB].Rows {
			if g := sums[keyB(r)]; g != nil {
				addUp(g.b, r, termsB)
			}
		}
		for _, k := range order {
			sums[k].compare(found, k)
		}
	}}
}

// award is what the rows of C that are matched with rows of B come to, by balance.
type award struct {
	first *Row
	b, c  []money.Amount
}

func addUp(sums []money.Amount, r *Row, terms []term) {
	for i, t := range terms {
		sums[i] += r.amount(t.at)
	}
}

func (g *award) compare(found found, key string) {
	var first, beyond int
	for i, name := range balances {
		debit := strings.HasPrefix(name, "487") || strings.HasPrefix(name, "497") || name == "recoveries_cpe"
		if debit && g.c[i] > g.b[i] || !debit && g.c[i] < g.b[i] {
			if beyond++; beyond == 1 {
				first = i
			}
		}
	}
	if beyond == 0 {
		return
	}
	what := fmt.Sprintf("%s: %s exceeds file B", shown(key), layouts[FileC].columns[layouts[FileC].at(balances[first])].short())
	if beyond > 1 {
		what += ", and so do others: " + strconv.Itoa(beyond-1)
	}
	differs(found, g.first, what, g.c[first], g.b[first])
}
