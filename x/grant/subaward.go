package grant

import (
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/rule"
)

// Bounds of what is passed on.
const (
	maxTiers   = 10 // an award and nine below it
	maxSubject = 64 // the ledger's
)

// tier is an award or a sub-award: what somebody may claim under.
type tier struct {
	ID          string // FAIN, or FAIN/1/2
	Recipient   string
	Begins      date.Date
	Ends        date.Date
	Place       string
	Terms       []string
	Budget      []Cost
	Closed      bool
	Description string
	Found       OverlapKind
}

// tiers are an award, a sub-award of it, one of that, and so on: in this order.
type tiers []tier

// title is a tier as people name it.
func (t tier) title() string {
	if strings.Contains(t.ID, "/") {
		return "sub-award " + t.ID
	}
	return "award " + t.ID
}

// FAINOf is the number of the award at the top of a tier.
func FAINOf(id string) string {
	fain, _, _ := strings.Cut(id, "/")
	return fain
}

// pathOf is the path of a tier under its award, as 2/1; empty for the award itself.
func pathOf(id string) string {
	_, path, _ := strings.Cut(id, "/")
	return path
}

// tierID is the id of a path under an award.
func tierID(fain, path string) string {
	if path == "" {
		return fain
	}
	return fain + "/" + path
}

// above is the id of what a sub-award is a part of.
func above(id string) string { return id[:max(0, strings.LastIndexByte(id, '/'))] }

func (s SubAward) tier() tier {
	return tier{
		ID: s.Id, Recipient: s.Recipient, Begins: s.Begins, Ends: s.Ends, Place: s.Place, Terms: s.Terms, Budget: s.Budget,
		Closed: s.Closed, Description: s.Description, Found: s.Found,
	}
}

// tier is an award as the first of its tiers; its place is that of its obligation.
func (a Award) tier(place string) tier {
	return tier{ID: a.Fain, Recipient: a.Recipient, Begins: a.Begins, Ends: a.Ends, Place: place, Terms: a.Terms, Budget: a.Budget}
}

// fault says what is wrong with a sub-award, or nil: what it says of itself.
func (s SubAward) fault() error {
	if why := rule.CheckText(s.Description, maxText); why != "" {
		return ErrMalformedText.Refuse("description: %s", why)
	}
	if s.Place != "" {
		if why := rule.CheckText(s.Place, maxPlace); why != "" {
			return ErrMalformedText.Refuse("place: %s", why)
		}
	}
	if err := checkBudget(s.Budget); err != nil {
		return err
	}
	if s.Found != OverlapKindUnspecified && s.Found != Duplication && s.Found != Overlap {
		return ErrMalformedText.Refuse("found %d", s.Found)
	}
	return checkPeriod(s.Begins, s.Ends)
}

// Pass says whether the recipient of the last of the tiers may pass a part of it on: it is its own (G8), to somebody who is not among those
// from whom it has it (G24), for a time within its own (G23), and not too deep.
func (ts tiers) Pass(to SubAward, by string) error {
	own := ts[len(ts)-1]
	if by != own.Recipient {
		return ErrNotRecipient.Refuse("%s is to %s, it is passed on by %s", own.title(), own.Recipient, by)
	}
	for _, t := range ts {
		if to.Recipient == t.Recipient {
			return ErrCircle.Refuse("%s has %s already, from which this comes", to.Recipient, t.title())
		}
	}
	if to.Begins < own.Begins || to.Ends > own.Ends {
		return ErrOutsideAward.Refuse("%s runs from %s to %s, the part of it from %s to %s",
			own.title(), own.Begins, own.Ends, to.Begins, to.Ends)
	}
	if len(ts) == maxTiers || len(to.Id) > maxSubject {
		return ErrOutsideAward.Refuse("%s would be tier %d, at most %d, in at most %d characters", to.Id, len(ts)+1, maxTiers, maxSubject)
	}
	return nil
}
