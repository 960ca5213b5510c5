package procurement

import "github.com/pursechain/purse/base/rule"

// The rules of procurement; README.md gives their sources.
var (
	ErrMalformedText = rule.New(ModuleName, 2, "O1", "malformed text",
		"Correct the text and send the act again.")
	ErrMalformedNumber = rule.New(ModuleName, 3, "O2", "malformed number",
		"Write an order as 70FB7018C00000001: office, year, type and serial number; a requisition in capitals, digits and hyphens.")
	ErrMalformedLines = rule.New(ModuleName, 4, "O3", "malformed lines",
		"Give at most 100 lines, each once and in order, with whole quantities and prices above zero.")
	ErrMalformedEvidence = rule.New(ModuleName, 5, "O4", "malformed evidence",
		"Give the SHA-256 of the supporting documents, for example from sha256sum.")
	ErrUnknownRequisition = rule.New(ModuleName, 6, "O5", "unknown requisition",
		"List the requisitions with: pursed query procurement requisitions.")
	ErrNumberUsed = rule.New(ModuleName, 7, "O6", "number used",
		"Give it a number that was not used before.")
	ErrRequisitionNotOpen = rule.New(ModuleName, 8, "O7", "requisition not open",
		"Ask for the goods anew with: pursed tx procurement request.")
	ErrNoCertificate = rule.New(ModuleName, 9, "O8", "no certificate",
		"Have a budget officer of the agency set the money aside with: pursed tx appropriation commit.")
	ErrUnknownLine = rule.New(ModuleName, 10, "O9", "unknown line",
		"Look at the lines with: pursed query procurement requisition NUMBER, or match PIID.")
	ErrOverRequisition = rule.New(ModuleName, 11, "O10", "over requisition",
		"Order no more than is asked for and not ordered yet, or ask for more.")
	ErrSamePerson = rule.New(ModuleName, 12, "O11", "two steps by one person",
		"Have another officer take the step: who asks does not order, who orders does not receive, who receives does not approve.")
	ErrTooManyHands = rule.New(ModuleName, 13, "O12", "too many hands",
		"Have it done by an officer who did so under the order before.")
	ErrUnknownOrder = rule.New(ModuleName, 14, "O13", "unknown order",
		"List the orders with: pursed query procurement orders; of a closed one read the records: pursed query procurement records PIID.")
	ErrNotParty = rule.New(ModuleName, 15, "O14", "not a party",
		"Only the vendor of the order acts on it, and only who has goods hands them over, each with its own key.")
	ErrNotOpen = rule.New(ModuleName, 16, "O15", "order not open",
		"Invoice what was accepted before, and close the order.")
	ErrBelowAccepted = rule.New(ModuleName, 17, "O16", "below what was accepted",
		"Order at least what was accepted; return goods first with: pursed tx procurement return-goods.")
	ErrNoAmendment = rule.New(ModuleName, 18, "O17", "no amendment waits",
		"Have a contracting officer propose one, as the order stands now, with: pursed tx procurement amend-order.")
	ErrOverOrder = rule.New(ModuleName, 19, "O18", "over order",
		"Accept no more than was ordered, and reject the rest; or have the order amended.")
	ErrNotReturned = rule.New(ModuleName, 20, "O19", "not to be returned",
		"Return no more than was accepted and is not invoiced; reject the invoice first.")
	ErrNoMatch = rule.New(ModuleName, 21, "O20", "no three-way match",
		"Invoice what was accepted, at the price of the order: pursed query procurement match PIID.")
	ErrUnknownInvoice = rule.New(ModuleName, 22, "O21", "unknown invoice",
		"List the invoices that wait with: pursed query procurement invoices PIID.")
	ErrReview = rule.New(ModuleName, 23, "O22", "to be reviewed",
		"Approve it with a reason, which is recorded, or reject it; give no reason where nothing asks for one.")
	ErrNotDone = rule.New(ModuleName, 24, "O23", "not to be closed yet",
		"Finish what is named, and close it then.")
	ErrNoException = rule.New(ModuleName, 25, "O24", "no reason to buy without competition",
		"Solicit bids with: pursed tx procurement solicit; or name the paragraph of FAR 6.302, from 6.302-1 to 6.302-7, and say why.")
	ErrUnknownSolicitation = rule.New(ModuleName, 26, "O25", "unknown solicitation",
		"List the solicitations with: pursed query procurement solicitations.")
	ErrNotTheTime = rule.New(ModuleName, 27, "O26", "not the time of the solicitation",
		"Bid until it closes, reveal after that until it opens, and order then.")
	ErrBid = rule.New(ModuleName, 28, "O27", "not as bid",
		"Reveal exactly what was sealed, and order at the prices of the vendor's revealed bid: pursed query procurement solicitation NUMBER.")
	ErrNotLowest = rule.New(ModuleName, 29, "O28", "not the lowest bid",
		"Order from the lowest bidder, or say with reason why another is better; give no reason where nothing asks for one.")
	ErrUnknownShipment = rule.New(ModuleName, 30, "O29", "unknown shipment",
		"List what is on its way with: pursed query procurement shipments PIID.")
	ErrNotHandedOver = rule.New(ModuleName, 31, "O30", "not handed over",
		"Have who holds the goods hand them over to another, who signs for them with: pursed tx procurement take-over.")
	ErrUnderWay = rule.New(ModuleName, 32, "O31", "too many under way",
		"Have shipments of the order received first, each by its number.")
	ErrNotDemanded = rule.New(ModuleName, 33, "O32", "not to be demanded back",
		"Name the approval of an invoice that was paid, and no more than is left of it: pursed query procurement records PIID.")
	ErrUnknownDebt = rule.New(ModuleName, 34, "O33", "unknown debt",
		"List what vendors owe back with: pursed query procurement debts.")
	ErrOverDebt = rule.New(ModuleName, 35, "O34", "over debt",
		"Record no more than is owed back; have more demanded with: pursed tx procurement demand.")
	ErrNotAppealed = rule.New(ModuleName, 36, "O35", "not to be appealed",
		"Appeal against a demand once, within thirty days of it: pursed query procurement debts.")
	ErrSolicited = rule.New(ModuleName, 37, "O36", "solicited already",
		"Wait until the bids of the solicitation are revealed; another may be called for then, and ends it.")
)
