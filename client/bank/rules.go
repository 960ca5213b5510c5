package bank

// The rules, by their names. Rules says what each refuses.
const (
	Account     = "account"
	Addenda     = "addenda"
	AmountRule  = "amount"
	Balance     = "balance"
	Blank       = "blank"
	Block       = "block"
	Character   = "character"
	CheckDigits = "check-digit"
	Class       = "class"
	Control     = "control"
	Count       = "count"
	CSV         = "csv"
	Currency    = "currency"
	DateRule    = "date"
	Duplicate   = "duplicate"
	Element     = "element"
	Field       = "field"
	Formula     = "formula"
	Hash        = "hash"
	Header      = "header"
	Link        = "link"
	Namespace   = "namespace"
	Order       = "order"
	Reason      = "reason"
	RecordRule  = "record"
	SameDay     = "same-day"
	StatusRule  = "status"
	Text        = "text"
	TooLarge    = "too-large"
	Total       = "total"
	Trace       = "trace"
	Unknown     = "unknown"
	Version     = "version"
	XML         = "xml"
)

// Rule is what a file is held to.
type Rule struct{ Name, Refuses, Source string }

// Rules are all of them. Sources marked [R] are recalled, and not read in the source.
var Rules = []Rule{
	{Account, "an account number that is blank or zeros, or an IBAN of which the check digits are wrong", "PAM SPR 5.0.2, 02.16; ISO 13616"},
	{Addenda, "addenda that an entry or payment may not have, lacks, or does not announce; or that are out of sequence",
		"PAM SPR 5.0.2, 1.2; Nacha Operating Rules, appendix 3 [R]"},
	{AmountRule, "an amount that is not digits, has more than two decimals, is zero where money is due or not where none is, or is above " +
		"90,000,000,000,000.00", "PAM SPR 5.0.2, 1.5; the house: a misread amount is a wrong payment"},
	{Balance, "a statement of which the opening balance and the entries do not come to the closing balance", "ISO 20022 camt.053"},
	{Blank, "a field that is blank where something must stand", "PAM SPR 5.0.2; Nacha Operating Rules, appendix 3 [R]"},
	{Block, "a NACHA file that is not blocks of ten records filled up with nines, or has another number of them",
		"Nacha Operating Rules, appendix 3 [R]"},
	{Character, "what is not printable ASCII in a record, or not UTF-8 that can be seen elsewhere: NUL, escapes, marks that turn the " +
		"direction of writing", "PAM SPR 5.0.2, 1.4; the house"},
	{CheckDigits, "a routing number that is not nine digits, or whose last one does not follow from the others", "ABA routing numbers [R]"},
	{Class, "an entry that its batch does not take: a debit among credits, an unknown transaction code or entry class; a code for vendors " +
		"in another schedule", "PAM SPR 5.0.2, 02.17; Nacha Operating Rules, appendix 3 [R]"},
	{Control, "a control record that does not say what its header says", "Nacha Operating Rules, appendix 3 [R]"},
	{Count, "a count that is not the number of records, payments, entries or batches", "PAM SPR 5.0.2, 1.5; ISO 20022"},
	{CSV, "what is not CSV with as many cells in each line as in the header", "RFC 4180"},
	{Currency, "a currency that is not three capitals, or is not given; dollars only are written", "ISO 4217"},
	{DateRule, "a day that the calendar does not have, or that is not written as the format wants it", "ISO 8601; Nacha [R]"},
	{Duplicate, "a schedule, payment, trace, batch, message or reference a second time", "PAM SPR 5.0.2, 01.03 and 02.20; the house"},
	{Element, "an element that is missing, or stands twice where one is meant", "ISO 20022"},
	{Field, "a field that is not of its list, not digits, or not justified as it must be", "PAM SPR 5.0.2; Nacha [R]; ISO 20022"},
	{Formula, "a cell that a spreadsheet program would run", "the house: OWASP, CSV injection"},
	{Hash, "an entry hash that is not the sum of the receiving banks' routing numbers", "Nacha Operating Rules, appendix 3 [R]"},
	{Header, "a column that is missing, unknown or given twice", "the house: a misspelt column would change what is read"},
	{Link, "a record that belongs to a payment or entry and names another", "PAM SPR 5.0.2, 1.3; Nacha [R]"},
	{Namespace, "a message whose namespace names no version, or another message; an element of another namespace", "ISO 20022"},
	{Order, "a record that is missing or out of its place; payments of a schedule out of the order of their routing numbers",
		"PAM SPR 5.0.2, 1.2 and 1.3; Nacha [R]"},
	{Reason, "a reason that is not on the list of return codes, or of notices of change; a word that needs one and has none",
		"Nacha return reason codes"},
	{RecordRule, "a record of another length, with another end, or of an unknown code", "PAM SPR 5.0.2, 1.2; Nacha [R]"},
	{SameDay, "a same-day request with a check, a payment above 1,000,000.00, or an international one", "PAM SPR 5.0.2, 1.6"},
	{StatusRule, "a status that is not known, or a rejected whole with a part that was not", "ISO 20022"},
	{Text, "a text that does not fit its field, or would not be read back as it is", "the house: nothing is cut"},
	{TooLarge, "more than 64 MiB, 200,000 lines, 500,000 elements or 32 levels of them", "the house: everything is bounded"},
	{Total, "a total that is not the sum of its parts", "PAM SPR 5.0.2, 1.5; Nacha [R]; ISO 20022"},
	{Trace, "a trace number that is not of the batch's bank, or does not rise", "Nacha Operating Rules, appendix 3 [R]"},
	{Unknown, "what cannot be read, begins as no kind of file known here, or is empty", "the house"},
	{Version, "a version that is not read here", "PAM SPR 5.0.2, H.03; ISO 20022"},
	{XML, "what is not well-formed, has a document type, an entity of its own or an instruction, or text between elements",
		"XML 1.0; the house"},
}
