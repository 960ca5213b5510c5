package pam

import (
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/fixed"
)

// paymentTypes are the kinds of payments that are configured at the Treasury (appendix E).
var paymentTypes = []string{"Allotment", "Annuity", "ChildSupport", "Daily Benefit", "Education", "Fee", "Insurance", "Miscellaneous",
	"Monthly Benefit", "Refund", "Salary", "Thrift", "Travel", "Vendor"}

// A transaction code says which account is credited, and whether money moves (appendix A).
type transaction struct {
	savings, prenote, zero, vendor bool
}

var transactions = map[string]transaction{
	"22": {}, "23": {prenote: true}, "24": {zero: true},
	"32": {savings: true}, "33": {savings: true, prenote: true}, "34": {savings: true, zero: true},
	"42": {vendor: true}, "43": {vendor: true, prenote: true}, "52": {vendor: true}, "53": {vendor: true, prenote: true},
}

// A check says what a field takes; the fields of a record are checked in order.
type check struct {
	field  string
	blank  bool     // it may be blank
	digits bool     // digits in all places
	of     []string // one of these; if none, any text
}

var checks = map[*fixed.Layout][]check{
	fileHeader: {{field: "system"}, {field: "same-day", blank: true, of: []string{"0", "1"}}},
	achHeader: {{field: "type", of: paymentTypes}, {field: "class", of: []string{"CCD", "PPD", "IAT", "CTX"}},
		{field: "location", digits: true}},
	checkHead: {{field: "type", of: paymentTypes}, {field: "location", digits: true},
		{field: "enclosure", blank: true, of: []string{"nameonly", "letter", "stub", "insert"}}},
	achPayment: append(party("CreditCard", "DebitCard", "SVC", "ACH", "BookEntry", "EBT"),
		check{field: "account"}),
	checkPayment: party("Cash", "Check", "BookEntry"),
	accounting:   {{field: "credit", blank: true, of: []string{"0", "1"}}},
	trailer:      {{field: "count", digits: true}},
	fileEnd:      {{field: "records", digits: true}, {field: "payments", digits: true}},
}

// party are the checks that payments of both kinds have, with the mechanisms of one.
func party(mechanisms ...string) []check {
	kinds := []string{"1", "2", "3"}
	return []check{{field: "name"}, {field: "payment"}, {field: "offset", blank: true, of: []string{"0", "1"}},
		{field: "other-id", blank: true, digits: true}, {field: "tin", blank: true, digits: true}, {field: "tin-kind", blank: true, of: kinds},
		{field: "other-tin-kind", blank: true, of: kinds}, {field: "eligible", blank: true, digits: true},
		{field: "mechanism", blank: true, of: mechanisms}}
}

// fields checks each field of a record alone.
func fields(f *bank.File, r fixed.Record) {
	for _, c := range checks[r.Layout] {
		raw, text := r.Raw(c.field), r.Get(c.field)
		switch {
		case text == "" && !c.blank:
			f.Fault(r.Line, bank.Blank, "%s is blank", c.field)
		case text == "":
		case c.digits && bank.OnlyDigits(raw) != "":
			f.Fault(r.Line, bank.Field, "%s is not %d digits: %s", c.field, len(raw), bank.OnlyDigits(raw))
		case c.of != nil && !slices.Contains(c.of, text):
			f.Fault(r.Line, bank.Field, "%s is none of: %s", c.field, strings.Join(c.of, ", "))
		case c.of != nil && raw[0] == ' ':
			f.Fault(r.Line, bank.Field, "%s does not begin at its left", c.field)
		}
	}
}

// scheduleNumber is the number of a schedule without the zeros in front.
func scheduleNumber(f *bank.File, r fixed.Record) string {
	raw := r.Raw("schedule")
	number := strings.TrimLeft(raw, "0")
	switch why := rule.CheckID(raw, rule.Capitals+rule.Digits+"-", 14); {
	case strings.TrimSpace(raw) == "" || number == "":
		f.Fault(r.Line, bank.Blank, "the schedule number is blank or zero")
	case why != "":
		f.Fault(r.Line, bank.Field, "the schedule number %s; it is capitals, digits and dashes with zeros in front", why)
	}
	return strings.TrimSpace(number)
}

func amount(f *bank.File, r fixed.Record) money.Amount {
	a, why := bank.Cents(r.Raw("amount"))
	if why != "" {
		f.Fault(r.Line, bank.AmountRule, "the amount is not %d digits: %s", len(r.Raw("amount")), why)
	}
	return a
}
