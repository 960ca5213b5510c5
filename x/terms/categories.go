package terms

// Categories are the cost categories of the SF-424A, section B, in its order.
var Categories = []string{
	"personnel", "fringe", "travel", "equipment", "supplies", "contractual", "construction", "other", "indirect",
}
