package terms

import "slices"

// Categories are the kinds of cost of a budget (form SF-424A, section B, object class categories 6a to 6h and 6j), in the order of the form.
// What is claimed, and each line of a claim, is of these.
var Categories = [...]string{
	"personnel", "fringe", "travel", "equipment", "supplies", "contractual", "construction", "other", "indirect",
}

// Variable is a value that clauses may read.
type Variable struct {
	Name  string
	Kind  Kind
	About string
}

// Variables are all that clauses may read besides the counters and flags of their own contract. What a clause says of one is true of
// the same number on every machine: none is looked up, measured or guessed.
var Variables = slices.Concat(
	[]Variable{
		{"block.day", Day, "the date of the block"},
		{"block.year", Number, "the fiscal year of the date of the block"},

		{"award.number", Text, "the award's number"},
		{"award.listing", Text, "the programme's number in the Assistance Listings"},
		{"award.recipient", Text, "the recipient's UEI"},
		{"award.disaster", Text, "the declaration that it is for, as DR-4337; empty if for none"},
		{"award.amount", Money, "what is awarded, with what was claimed of it"},
		{"award.left", Money, "what is left to claim, without this claim"},
		{"award.begins", Day, "the first day of the period of performance"},
		{"award.ends", Day, "the last day of the period of performance"},
		{"award.place", Text, "where the work is done"},
		{"award.milestones", Texts, "the milestones that were reached"},
		{"award.tier", Number, "0 for an award, 1 for a sub-award of it, and so on"},

		{"claim.number", Text, "the claim's number"},
		{"claim.kind", Text, "reimbursement, advance or liquidation"},
		{"claim.amount", Money, "what is claimed"},
		{"claim.cost", Money, "the whole cost of which the claim asks a share; what is claimed, if nothing else is said"},
		{"claim.compensated", Money, "what insurance or another programme paid for the same loss"},
		{"claim.milestone", Text, "the milestone that it is for; empty if for none"},
		{"claim.begins", Day, "the first day on which the costs were incurred"},
		{"claim.ends", Day, "the last day on which the costs were incurred"},
		{"claim.sent", Day, "the day on which the claim was sent"},
		{"claim.evidence", Texts, "the SHA-256 of each document"},
		{"claim.payee", Text, "the UEI of who is paid"},
		{"claim.place", Text, "where the costs were incurred"},
	},
	ofEach("claim.", "what is claimed for "),
	[]Variable{
		{"claimed.total", Money, "what was claimed before under the award, and approved; advances are in advance.open until they are accounted for"},
		{"claimed.cost", Money, "the whole cost of what was approved before"},
		{"claimed.year", Money, "what was approved in the fiscal year of the date of the block"},
	},
	ofEach("claimed.", "what was approved before for "),
	[]Variable{
		{"advance.open", Money, "what was advanced, or approved to be, and is not accounted for"},
		{"subawards.total", Money, "what is sub-awarded under the award and not claimed yet"},

		{"officer.id", Text, "who decides; empty when the claim is sent"},
		{"officer.member", Text, "the agency of who decides; empty when the claim is sent"},

		{"item.code", Text, "the product or service code of the line"},
		{"item.category", Text, "the line's kind of cost, one of the nine; empty if it has none"},
		{"item.quantity", Number, "how many"},
		{"item.price", Money, "the price of one"},
		{"item.amount", Money, "the sum of the line"},

		{"order.number", Text, "the order's number; what is of an order is empty or zero for a claim of an award, and the other way round"},
		{"order.vendor", Text, "the vendor's UEI"},
		{"order.amount", Money, "what is ordered, with what was invoiced of it"},
		{"order.left", Money, "what is obligated and not invoiced, without this invoice"},
		{"order.placed", Day, "the day on which it was placed"},
		{"order.due", Day, "the last day on which something of it is due"},
		{"order.exception", Text, "the paragraph of FAR 6.302 by which it was bought without competition; empty if there was one"},

		{"delivered.ordered", Number, "the units that are ordered, of all lines"},
		{"delivered.accepted", Number, "the units that were accepted"},
		{"delivered.rejected", Number, "the units that were rejected or returned"},
		{"delivered.last", Day, "the day of the last receiving report"},

		{"invoice.number", Text, "the invoice's number"},
		{"invoice.amount", Money, "what is invoiced"},
		{"invoice.sent", Day, "the day on which the invoice was sent"},
		{"invoice.evidence", Texts, "the SHA-256 of each document"},
		{"invoiced.total", Money, "what was invoiced before under the order, and approved"},
	},
)

// ofEach is a variable for the money of each kind of cost.
func ofEach(prefix, about string) (all []Variable) {
	words := map[string]string{"fringe": "fringe benefits", "other": "other direct costs", "indirect": "indirect charges"}
	for _, name := range Categories {
		said := name
		if longer, is := words[name]; is {
			said = longer
		}
		all = append(all, Variable{prefix + name, Money, about + said})
	}
	return all
}

// place is where a variable stands in a world.
var place = func() map[string]int {
	at := make(map[string]int, len(Variables))
	for i, v := range Variables {
		at[v.Name] = i
	}
	return at
}()
