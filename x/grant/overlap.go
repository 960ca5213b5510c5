package grant

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
)

// Features are what is compared of an award or sub-award: who has it, for what need, where, for which activity, when, and whose programme it
// is under. A part of an award has the award's disaster, activity, listing and member.
type Features struct {
	ID        string
	Recipient string
	Disaster  string // may be empty: then it is not the same as any
	Place     string // the same
	Activity  string // by its title, since each fund numbers its own
	Listing   string
	Member    string
	Begins    date.Date
	Ends      date.Date
}

// beside says that another is this one, or a part of the same whole: whoever passes on an award in parts, a project each, knows them all.
func (f Features) beside(other string) bool {
	return f.ID == other || above(f.ID) != "" && above(f.ID) == above(other)
}

// Finding is what one award, sub-award or claim is to another, and why.
type Finding struct {
	Kind    OverlapKind
	With    string
	Reasons []OverlapReason
}

// Compare says what a is to b, in the words of the GAO. A duplication is the same activity or listing for the same recipient, in the same
// disaster or place, at the same time; an overlap is another activity for all that; a fragmentation is the same activity in the same disaster
// and place, at the same time, by another member for another recipient. What b is to a is the same.
func Compare(a, b Features) (Finding, bool) {
	f := Finding{With: b.ID}
	if a.Begins > b.Ends || b.Begins > a.Ends {
		return f, false
	}
	recipient, disaster, place := same(a.Recipient, b.Recipient), same(a.Disaster, b.Disaster), same(a.Place, b.Place)
	activity, listing, other := same(a.Activity, b.Activity), same(a.Listing, b.Listing), !same(a.Member, b.Member)
	switch {
	case recipient && (disaster || place) && (activity || listing):
		f.Kind = Duplication
	case recipient && (disaster || place):
		f.Kind = Overlap
	case !recipient && other && disaster && place && activity:
		f.Kind = Fragmentation
	default:
		return f, false
	}
	f.because(recipient, SameRecipient)
	f.because(disaster, SameDisaster)
	f.because(place, SamePlace)
	f.because(activity, SameActivity)
	f.because(listing, SameListing)
	f.because(other, OtherMember)
	f.because(true, SamePeriod)
	return f, true
}

// compare says whether something is claimed twice: a document supports both, or the same sum is claimed by the same payee, of the same time,
// under another award or sub-award.
func (c SentClaim) compare(other SentClaim) (Finding, bool) {
	f := Finding{Kind: Duplication, With: other.Id}
	evidence := slices.ContainsFunc(c.Evidence, func(hash string) bool { return slices.Contains(other.Evidence, hash) })
	f.because(evidence, SameEvidence)
	if c.Payee == other.Payee && c.Amount == other.Amount && c.under() != other.under() && c.Begins <= other.Ends && other.Begins <= c.Ends {
		f.Reasons = append(f.Reasons, SameRecipient, SameAmount, SamePeriod)
	}
	return f, len(f.Reasons) > 0
}

// under is the award or sub-award of a claim.
func (c SentClaim) under() string {
	id, _, _ := strings.Cut(c.Id, " ")
	return id
}

func (f *Finding) because(is bool, reason OverlapReason) {
	if is {
		f.Reasons = append(f.Reasons, reason)
	}
}

// asks says whether somebody has to say why to go on: not for what several agencies do for several recipients, which is theirs to settle.
func (f Finding) asks() bool { return f.Kind == Duplication || f.Kind == Overlap }

// same says whether two texts are there and the same, whatever their case and spaces.
func same(a, b string) bool { return a != "" && fold(a) == fold(b) }

// fold is a text in small letters, with single spaces. Only ASCII has its case folded: what else has one differs between versions of Unicode.
func fold(s string) string {
	folded := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ' && (len(folded) == 0 || folded[len(folded)-1] == ' '):
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		folded = append(folded, c)
	}
	return strings.TrimSuffix(string(folded), " ")
}

// need is where fragmentation is looked for; empty where a disaster or a place is not said. A disaster has no spaces.
func (f Features) need() string {
	if f.Disaster == "" || f.Place == "" {
		return ""
	}
	return fold(f.Disaster) + " " + fold(f.Place)
}

// worst is the gravest kind among findings that ask for a reason.
func worst(found []Finding) (kind OverlapKind) {
	for _, f := range found {
		if f.asks() && (kind == OverlapKindUnspecified || f.Kind < kind) {
			kind = f.Kind
		}
	}
	return kind
}

// asking are the findings for which somebody has to say why to go on.
func asking(found []Finding) (all []Finding) {
	for _, f := range found {
		if f.asks() {
			all = append(all, f)
		}
	}
	return all
}

// maxSaid is how many findings a refusal names.
const maxSaid = 3

// say is a list of findings as a refusal gives it.
func say(found []Finding) string {
	said := make([]string, 0, maxSaid)
	for _, f := range found[:min(maxSaid, len(found))] {
		said = append(said, f.String())
	}
	if more := len(found) - len(said); more > 0 {
		said = append(said, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(said, "; ")
}

// String is a finding as people say it: duplication with FAIN1 (same-recipient, same-disaster).
func (f Finding) String() string {
	reasons := make([]string, len(f.Reasons))
	for i, r := range f.Reasons {
		reasons[i] = words(r.String(), "OVERLAP_REASON_")
	}
	kind := words(f.Kind.String(), "OVERLAP_KIND_")
	if f.With == "" {
		return kind + " (" + strings.Join(reasons, ", ") + ")"
	}
	return kind + " with " + f.With + " (" + strings.Join(reasons, ", ") + ")"
}

// words is a value of an enum as people write it.
func words(name, prefix string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, prefix)), "_", "-")
}
