package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/consortium"
)

// The people whom no agency has.
const (
	clock    = "clock"
	stranger = "mallory"
	office   = "treasury"
)

var (
	legislators = []string{"ann", "art"}
	examiners   = []string{"omar", "olga"}
	disbursers  = []string{"tam", "ted", "tom", "tim"}
	activities  = []string{"0001", "0002", "0004", "00B7"}
	classes     = []string{"252", "310", "433"}
)

const (
	payeesOfAll = 8
	most        = 6 // officers of an agency whose appointments are wide
)

// agency is a member whose officers have every duty of an agency, so that only the rules on persons keep them apart. The last of
// them has low limits, and the one before is appointed for one fund.
type agency struct {
	id, code string
	officers []string
	// inspectors mark whom the agency does not pay, and do nothing else.
	inspectors []string
	listings   map[string]string // programme activity: the programme
}

// payee is who is paid.
type payee struct{ uei, name string }

type people struct {
	cast     *scenario.Cast
	agencies []*agency
	payees   []payee
	anybody  []string
	address  map[string]string
}

func newPeople(t testing.TB) people {
	p := people{cast: scenario.NewCast(testutil.Key), address: make(map[string]string), agencies: []*agency{
		{id: "fema", code: "070"}, {id: "hud", code: "086"}, {id: "usda", code: "012"},
	}}
	p.cast.Date = begins
	add := func(words ...string) {
		_, err := p.cast.Add(words)
		require.NoError(t, err)
		if words[0] == "member" || p.address[words[1]] != "" {
			return
		}
		p.address[words[1]] = sdk.AccAddress(testutil.Key(words[1]).PubKey().Address()).String()
		p.anybody = append(p.anybody, words[1])
	}
	for _, m := range []string{"congress", "omb", office} {
		add("member", m)
	}
	for i, a := range p.agencies {
		add("member", a.id)
		a.listings = make(map[string]string)
		for _, letter := range strings.Split("a b c d e f g h", " ") {
			a.officers = append(a.officers, a.id+"-"+letter)
		}
		for n, o := range a.officers {
			for _, duty := range []string{
				"budget-officer", "grants-officer", "certifying-officer", "contracting-officer", "receiving-officer",
			} {
				words := []string{"officer", o, "member=" + a.id, "duty=" + duty}
				switch n {
				case most:
					words = append(words, fmt.Sprintf("fund=%s-X-%04d-000", a.code, firstNoYear))
				case most + 1:
					words = append(words, "limit=2,000.00", "daily-limit=5,000.00")
				}
				add(words...)
			}
		}
		for _, letter := range []string{"y", "z"} {
			a.inspectors = append(a.inspectors, a.id+"-"+letter)
			add("officer", a.id+"-"+letter, "member="+a.id, "duty=inspector-general")
		}
		for n, activity := range activities {
			a.listings[activity] = fmt.Sprintf("%02d.%03d", 10+i, n+1)
		}
	}
	for duty, names := range []([]string){legislators, examiners, disbursers} {
		for _, name := range names {
			add("officer", name, "member="+[]string{"congress", "omb", office}[duty],
				"duty="+[]string{"legislator", "budget-examiner", "disbursing-officer"}[duty])
		}
	}
	add("officer", clock, "member="+office, "duty=administrator")
	for i := range payeesOfAll {
		one := payee{uei: uei(t, i), name: fmt.Sprintf("payee%d", i)}
		p.payees = append(p.payees, one)
		add("payee", one.name, "uei="+one.uei)
	}
	add("stranger", stranger)
	return p
}

// uei is a unique entity identifier with its check digit.
func uei(t testing.TB, i int) string {
	for digit := range 10 {
		if s := fmt.Sprintf("SM%03dPAYEES%d", i, digit); consortium.CheckUEI(s) == nil {
			return s
		}
	}
	require.Fail(t, "no check digit fits")
	return ""
}

// payee is the one with an identifier.
func (p people) payee(uei string) payee {
	return p.payees[slices.IndexFunc(p.payees, func(one payee) bool { return one.uei == uei })]
}

// officer is one of an agency for an act on a fund: seldom the ones whose appointments are narrow.
func (s *Sim) officer(a *agency) string {
	if s.chance(1, 60) {
		return pick(s, a.officers)
	}
	return pick(s, a.officers[:most])
}

// unlike is an officer of an agency who is none of the persons, if there is one.
func (s *Sim) unlike(officers, persons []string) string {
	free := slices.DeleteFunc(slices.Clone(officers), func(o string) bool { return slices.Contains(persons, o) })
	if len(free) == 0 || s.chance(1, 60) {
		return pick(s, officers)
	}
	return pick(s, free)
}
