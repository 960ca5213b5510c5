package gsdm

import (
	"strings"

	"github.com/pursechain/purse/base/money"
)

// equation says that one column of a row is the sum of others; a term that begins with a minus is taken away. The rules check it
// and the writer computes with it, so that what is written holds.
type equation struct {
	rule  string // without the file's letter
	left  string
	terms []string
}

// accountTotals are the totals of file A, in the order in which they are computed.
var accountTotals = []equation{
	{"3", "other_budgetary_resources_cpe", words("contract_authority_amount_cpe borrowing_authority_amount_cpe " +
		"spending_authority_from_of_cpe")},
	{"2", "total_budgetary_resources_cpe", words("budget_authority_appropria_cpe budget_authority_unobligat_fyb " +
		"adjustments_to_unobligated_cpe other_budgetary_resources_cpe")},
	{"4", "status_of_budgetary_resour_cpe", words("obligations_incurred_total_cpe unobligated_balance_cpe")},
}

// balanceTotals are the subtotals of files B and C, in the order in which they are computed.
var balanceTotals = []equation{
	{"3.1", "obligations_undelivered_or_fyb", words("480100_fyb")},
	{"3.2", "obligations_undelivered_or_cpe", words("480100_cpe 480110_cpe 483100_cpe 488100_cpe")},
	{"4.1", "obligations_delivered_orde_fyb", words("490100_fyb")},
	{"4.2", "obligations_delivered_orde_cpe", words("490100_cpe 490110_cpe 493100_cpe 498100_cpe")},
	{"6.1", "gross_outlays_undelivered_fyb", words("480200_fyb")},
	{"6.2", "gross_outlays_undelivered_cpe", words("480200_cpe 480210_cpe 483200_cpe 488200_cpe")},
	{"7.1", "gross_outlays_delivered_or_fyb", words("490800_fyb")},
	{"7.2", "gross_outlays_delivered_or_cpe", words("490200_cpe 490800_cpe 498200_cpe")},
	{"5.1", "outlay_fyb", words("gross_outlays_undelivered_fyb gross_outlays_delivered_or_fyb")},
	{"5.2", "outlay_cpe", words("gross_outlays_undelivered_cpe -gross_outlays_undelivered_fyb gross_outlays_delivered_or_cpe " +
		"-gross_outlays_delivered_or_fyb")},
	{"recoveries", "recoveries_cpe", words("487100_cpe 487200_cpe 497100_cpe 497200_cpe 497210_cpe")},
	// No rule of the broker compares these within a row. B14 and B15 sum the same accounts and B25 the column, both against the
	// SF-133, so they have to agree.
	{"incurred", "incurred_cpe", incurred},
}

// incurred are the accounts whose change over the year is what was obligated in it.
var incurred = words("480100_cpe -480100_fyb 480200_cpe -480200_fyb 488100_cpe 488200_cpe 490100_cpe -490100_fyb 490200_cpe " +
	"490800_cpe -490800_fyb 498100_cpe 498200_cpe")

func words(s string) []string { return strings.Fields(s) }

// term is one column of an equation in one kind of file.
type term struct {
	at    int
	minus bool
}

func (l *layout) terms(names []string) []term {
	all := make([]term, len(names))
	for i, name := range names {
		name, minus := strings.CutPrefix(name, "-")
		all[i] = term{l.at(name), minus}
	}
	return all
}

// sum adds the terms up; no amount that was read or may be written is so great that this overflows.
func (r *Row) sum(terms []term) (sum money.Amount) {
	for _, t := range terms {
		if t.minus {
			sum -= r.amount(t.at)
		} else {
			sum += r.amount(t.at)
		}
	}
	return sum
}

// compute sets the totals of a row.
func (l *layout) compute(r *Row, equations []equation) {
	for _, e := range equations {
		r.put(l.at(e.left), r.sum(l.terms(e.terms)))
	}
}
