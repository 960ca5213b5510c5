package replay

import (
	"github.com/pursechain/purse/base/money"
)

// The rules of the reading: what no act of the chain stands for. The rest is refused by the chain.
const (
	Unreadable   = "replay/unreadable"
	NegativeCost = "replay/negative-expended"
	NegativePaid = "replay/negative-disbursed"
	PaidAbove    = "replay/disbursed-above-expended"
	overAward    = "grant/over-award"        // expended above obligated, or less obligated than expended
	noSubAward   = "grant/unknown-sub-award" // taken back, or claimed, before anything was obligated
)

// A verdict is the rule that refuses a row; "" if none does. Follows: by the file's own running totals none would, but an earlier row of
// the activity was refused.
type verdict struct {
	rule    string
	follows bool
}

// activity is what an activity stands at.
type activity struct {
	Totals
	there bool // something was obligated for it
}

// refuses is the rule by which a row is refused when the activity stands so. The first broken one wins, in this order.
func (a activity) refuses(r Row) string {
	sum := a.Plus(r.Totals)
	switch {
	case r.Fault != "":
		return Unreadable
	case r.Expended < 0:
		return NegativeCost
	case r.Disbursed < 0:
		return NegativePaid
	case sum.Disbursed > sum.Expended:
		return PaidAbove
	case !a.there && r.Obligated <= 0 && (r.Obligated < 0 || r.Expended > 0):
		return noSubAward
	case r.Obligated < 0 && sum.Obligated < a.Expended, r.Expended > 0 && sum.Expended > sum.Obligated:
		return overAward
	}
	return ""
}

func (a activity) after(r Row) activity {
	return activity{a.Plus(r.Totals), a.there || r.Obligated > 0}
}

// judge says of each row what must become of it, without the chain.
func judge(rows []Row) []verdict {
	verdicts := make([]verdict, len(rows))
	taken, told := make(map[string]activity), make(map[string]activity)
	for i, r := range rows {
		id := r.Grant + " " + r.Activity
		v := verdict{rule: taken[id].refuses(r)}
		v.follows = v.rule != "" && told[id].refuses(r) == ""
		if verdicts[i] = v; v.rule == "" {
			taken[id] = taken[id].after(r)
		}
		told[id] = told[id].after(r)
	}
	return verdicts
}

// A piece is a part of what a row expended that is paid at once: a claim of its own, since a payable is paid whole. What was expended first
// is paid first.
type piece struct {
	amount money.Amount
	paid   string // the quarter in which it is disbursed; "" if it is owed to the end
}

// split cuts what the accepted rows expended into pieces, so that what every quarter disbursed is a sum of whole ones.
func split(rows []Row, verdicts []verdict) [][]piece {
	pieces := make([][]piece, len(rows))
	type rest struct {
		row  int
		left money.Amount
	}
	open := make(map[string][]rest)
	for i, r := range rows {
		if verdicts[i].rule != "" {
			continue
		}
		id := r.Grant + " " + r.Activity
		queue := open[id]
		if r.Expended > 0 {
			queue = append(queue, rest{i, r.Expended})
		}
		for due := r.Disbursed; due > 0; { // no more than is open: judge has seen to it
			part := min(due, queue[0].left)
			pieces[queue[0].row] = append(pieces[queue[0].row], piece{part, r.Quarter})
			due -= part
			if queue[0].left -= part; queue[0].left == 0 {
				queue = queue[1:]
			}
		}
		open[id] = queue
	}
	for _, queue := range open {
		for _, q := range queue {
			pieces[q.row] = append(pieces[q.row], piece{q.left, ""})
		}
	}
	return pieces
}
