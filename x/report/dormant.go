package report

import (
	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/appropriation"
)

// maxListed bounds each list of the dormant money; its sum is of all.
const maxListed = 1000

// maxDays bounds for how long money may have done nothing: some ten years.
const maxDays = 3660

// Dormant finds the money of a fund that does nothing: on a day, for a number of days.
type Dormant struct {
	Today date.Date
	Days  uint32
	Last  date.Date // the last day on which the fund's authority can be obligated; empty if there is none
}

// old says that a day is at least so many days ago.
func (d Dormant) old(since date.Date) bool { return since != "" && since.Plus(d.Days) <= d.Today }

// soon says that a day comes within so many days.
func (d Dormant) soon(day date.Date) bool { return day >= d.Today && day <= d.Today.Plus(d.Days) }

// ends is the last day on which an authority can be obligated: that until which a continuing resolution gives it, or the fund's.
func (d Dormant) ends(until date.Date) date.Date {
	if until != "" && (d.Last == "" || until < d.Last) {
		return until
	}
	return d.Last
}

// lapsed says that a continuing resolution gave authority until a day that is over. The fund may go on, and this money does not.
func (d Dormant) lapsed(until date.Date) bool { return until != "" && until < d.Today }

// Expiring is an authority with money that binds nobody yet and its last day soon, or over because its continuing resolution lapsed; nil
// otherwise. The resolution gives it until a day; empty if none does.
func (d Dormant) Expiring(l appropriation.Line, until date.Date, s StatusLine) (*Expiring, error) {
	free, err := money.Add(s.Unobligated, s.Committed)
	if err != nil || l.Kind != appropriation.Authority || free == 0 || !d.soon(d.ends(until)) && !d.lapsed(until) {
		return nil, err
	}
	return &Expiring{Line: l.Id, Name: l.Name, Ends: d.ends(until), Unobligated: free}, nil
}

// Untouched is an old allotment of which all that it has is left: nothing of it is allotted on, committed or obligated now, whatever was
// and came back; nil otherwise.
func (d Dormant) Untouched(l appropriation.Line, s StatusLine) *Untouched {
	if l.Kind != appropriation.Allotment || s.Left == 0 || s.Left != s.Total || !d.old(l.Since) {
		return nil
	}
	return &Untouched{Line: l.Id, Name: l.Name, Since: l.Since, Left: s.Left}
}

// Undelivered is an obligation of which a part is not delivered, and for which nothing was delivered of late, or ever; an advance is no
// delivery. Nil otherwise.
func (d Dormant) Undelivered(o appropriation.Obligation, m StatusLine) (*Undelivered, error) {
	open, err := money.Add(m.Undelivered, m.Advanced)
	if err != nil || open == 0 || !d.old(max(o.Obligated, o.Delivered)) {
		return nil, err
	}
	return &Undelivered{
		Document: o.Document, Line: o.Allotment, Payee: o.Payee, Obligated: o.Obligated, Delivered: o.Delivered, Amount: open,
	}, nil
}

// untils are the days until which continuing resolutions give the authorities among the lines of a fund: of those that took each other's
// place the day of the last. Empty if a law took it.
func untils(lines []appropriation.Line) map[string]date.Date {
	byID := make(map[string]appropriation.Line)
	for _, l := range lines {
		if l.Kind == appropriation.Authority {
			byID[l.Id] = l
		}
	}
	ends := make(map[string]date.Date, len(byID))
	for _, l := range lines {
		if l.Kind != appropriation.Authority {
			continue
		}
		last := l
		for last.ReplacedBy != "" { // by a later authority of the fund only
			last = byID[last.ReplacedBy]
		}
		ends[l.Id] = last.Until
	}
	return ends
}

// collect puts what was found on a list, if there is room, and adds its amount to the sum.
func collect[T any](list *[]T, total *money.Amount, found T, amount money.Amount) (err error) {
	if len(*list) < maxListed {
		*list = append(*list, found)
	}
	*total, err = money.Add(*total, amount)
	return err
}
