package oracle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/x/ledger"
)

// What each event does, debit first, as the facts of the domain have it (31 USC chapters 13 and 15; US Standard General Ledger).
// In 4450>4510 the debit stands with the subject that gives and the credit with the one that receives. In 4119/4450 both stand
// with one subject, which the last word names. Where several accounts are given, 4610|4700, the entry says which it held.
const postings = `
enact               4119/4450 1010/3101                                       to
rescind             4450/4392 3106/1010                                       from
transfer-out        4450/4170 3103/1010                                       from
transfer-in         4170/4450 1010/3102                                       to
order               4210/4450 4221/4210                                       to
withdraw-order      4450|4650>4221
collect             4252/4221 1010/5200                                       to
defer               4450>4430
apportion           4450>4510
allot               4510>4610
suballot            4610>4610
commit              4610>4700
obligate            4610|4700>4801
deobligate          4801>4610
adjust-up           4610|4650>4881
recover             4871>4450|4650
recover-owed        4971>4450|4650 2110/6100 5700/3107                        from
accrue              4801>4901 6100/2110 3107/5700                             to
accrue-interest     4801>4901 6320/2110 3107/5700                             to
pay                 4901>4902 2110/1010                                       to
come-back           4902>4901 1010/2110                                       to
come-back-canceled  3310/2960                                                 to
charge-current      2960/3310                                                 from
advance             4801>4802 1410/1010                                       to
liquidate           4802>4902 6100/1410 3107/5700                             to
recover-advance     4872>4450|4650 1010/1410                                  from
refund              4902>4610 1010/6100 5700/3107                   from
refund-prior        4972>4450|4650 1010/6100 5700/3107                        from
claim-back          1310/6100                                                 to
write-off           6720/1310                                                 to
expire              4430|4450|4510|4610|4700>4650
carry               4430|4510|4610|4700>4450
cancel-undelivered  4871>4650
cancel-owed         4971>4650 2110/2960 5700/3107                             from
cancel-uncollected  4650>4221
cancel-collected    4650/4350 3310/1010                                       from
cancel              4650/4350 3106/1010                                       from
`

// Into which account the end of a fiscal year closes another. What an adjustment of a prior year took from obligations, or gave
// to them, goes into their account; resources, and what was paid from them, become the total of resources.
const closings = `
4119 4170 4252 4350 4392 4902 4972 > 4201
4871 4881 > 4801
4872      > 4802
4971      > 4901
3101 3102 3103 3106 3107 > 3100
5200 5700 6100 6320 6720 > 3310
`

// closeEvent is the one event whose entries name accounts where the others name subjects.
const closeEvent = "close"

// A leg is one side of a pair: the account, or the accounts of which the entry names one, and whose it is.
type leg struct {
	accounts []string
	from     bool
}

type pair struct{ debit, credit leg }

var rules, into = readPostings(postings), readClosings(closings)

func readPostings(table string) map[string][]pair {
	rules := make(map[string][]pair)
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		words := strings.Fields(line)
		whose := words[len(words)-1]
		for _, word := range words[1:] {
			if debit, credit, two := strings.Cut(word, ">"); two {
				rules[words[0]] = append(rules[words[0]], pair{legOf(debit, true), legOf(credit, false)})
			} else if debit, credit, one := strings.Cut(word, "/"); one {
				rules[words[0]] = append(rules[words[0]], pair{legOf(debit, whose == "from"), legOf(credit, whose == "from")})
			}
		}
	}
	return rules
}

func legOf(accounts string, from bool) leg { return leg{strings.Split(accounts, "|"), from} }

func readClosings(table string) map[string]string {
	into := make(map[string]string)
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		accounts, target, _ := strings.Cut(line, ">")
		for _, account := range strings.Fields(accounts) {
			into[account] = strings.TrimSpace(target)
		}
	}
	return into
}

// pick is the account of a leg in an entry that names the account it held.
func (l leg) pick(held string) (string, error) {
	if len(l.accounts) == 1 {
		return l.accounts[0], nil
	}
	if !slices.Contains(l.accounts, held) {
		return "", fmt.Errorf("holds %q, and not one of %s", held, strings.Join(l.accounts, ", "))
	}
	return held, nil
}

// pairsOf are the pairs that an entry posts. Money that a customer pays for uses no appropriation.
func pairsOf(e ledger.JournalEntry) (kept []pair, err error) {
	all, known := rules[e.Event]
	if !known {
		return nil, fmt.Errorf("no such event")
	}
	open := false
	for _, p := range all {
		open = open || len(p.debit.accounts) > 1 || len(p.credit.accounts) > 1
		usesAppropriation := p.debit.accounts[0] == "3107" || p.credit.accounts[0] == "3107"
		if !usesAppropriation || !e.ToAttributes.Reimbursable {
			kept = append(kept, p)
		}
	}
	if e.Held != "" && !open {
		return nil, fmt.Errorf("holds %q, and the event leaves nothing open", e.Held)
	}
	return kept, nil
}
