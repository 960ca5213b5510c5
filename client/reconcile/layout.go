package reconcile

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// maxCell bounds what a cell may hold, in bytes.
const maxCell = 256

// columns finds the cells of a line by the names of the header.
type columns map[string]int

func (c columns) has(name string) bool { _, is := c[name]; return is }

// cell is the text of a column, without the spaces around it; "" if there is no such column.
func (c columns) cell(cells []string, name string) string {
	i, is := c[name]
	if !is {
		return ""
	}
	return strings.Trim(cells[i], " ")
}

var separators = strings.NewReplacer("_", " ", "-", " ")

// layoutOf recognises a header. Case, spaces at the ends, and whether words are joined by a space or a line make no difference.
func layoutOf(header []string) (layout, error) {
	at := make(columns)
	for i, name := range header {
		if len(name) > maxCell {
			return layout{}, ErrHeader.Refuse("the name of column %d has %d bytes, at most %d", i+1, len(name), maxCell)
		}
		name = separators.Replace(strings.ToLower(strings.Trim(name, " ")))
		if at.has(name) {
			return layout{}, ErrHeader.Refuse("the column %q stands twice", name)
		}
		at[name] = i
	}
	if at.has(gtasAccount) {
		return gtas(at)
	}
	return own(at)
}

// own is the layout of an agency's own trial balance. A column that it does not know is refused: it could be an attribute whose
// name is misspelt, and the accounts would be compared at another grain than was meant.
func own(at columns) (layout, error) {
	l := layout{unique: true}
	known := []string{"fund", "account", "title", "amount", "debit", "credit"}
	for i, name := range attributeNames {
		name = separators.Replace(name)
		known = append(known, name)
		l.grain[i] = at.has(name)
	}
	for _, name := range slices.Sorted(maps.Keys(at)) {
		if !slices.Contains(known, name) {
			return layout{}, ErrHeader.Refuse("no column is named %q", name)
		}
	}
	for _, name := range known[:2] {
		if !at.has(name) {
			return layout{}, ErrHeader.Refuse("the column %q is missing", name)
		}
	}
	if at.has("debit") != at.has("credit") || at.has("amount") == at.has("debit") {
		return layout{}, ErrHeader.Refuse("either amount, or debit and credit")
	}
	l.read = func(cells []string) (line, error) { return ownLine(at, l.grain, cells) }
	return l, nil
}

// ownLine reads a line in the order in which its faults are named: fund, account, attributes, balance.
func ownLine(at columns, grain Grain, cells []string) (next line, err error) {
	if next.key.Fund, err = FundOf(at.cell(cells, "fund")); err != nil {
		return next, err
	}
	if next.key.Account, next.account, err = accountOf(at.cell(cells, "account")); err != nil {
		return next, err
	}
	for i, compared := range grain {
		value := at.cell(cells, separators.Replace(attributeNames[i]))
		if compared && !codes[i].MatchString(value) {
			return next, ErrAttribute.Refuse("%s %q", attributeNames[i], rule.Clip(value, 40))
		}
		next.key.Attributes[i] = value
	}
	if at.has("amount") {
		next.amount, err = balance(at.cell(cells, "amount"))
	} else {
		next.amount, err = debitLess(at.cell(cells, "debit"), at.cell(cells, "credit"))
	}
	return next, err
}

// What a cell may hold. Those attributes that the chain leaves empty on some accounts may be empty.
var (
	funds    = regexp.MustCompile(`^([0-9]{3}-)?[0-9]{3}-([A-Z]|[0-9]{4}/[0-9]{4})-[0-9]{4}-[0-9]{3}$`)
	accounts = regexp.MustCompile(`^[1-9][0-9]{3}([0-9]{2})?$`)
	codes    = [attributeCount]*regexp.Regexp{
		defc:            regexp.MustCompile(`^[0-9A-Z]{1,3}$`),
		programActivity: regexp.MustCompile(`^([0-9A-Z]{4})?$`),
		objectClass:     regexp.MustCompile(`^([0-9A-Z]{3})?$`),
		funding:         regexp.MustCompile(`^[DR]$`),
		bea:             regexp.MustCompile(`^[DM]$`),
		apportionment:   regexp.MustCompile(`^[AB]?$`),
	}
)

// FundOf reads a Treasury account symbol, with or without its sub-account.
func FundOf(text string) (string, error) {
	if fund := form.LongFund(text); funds.MatchString(fund) {
		return fund, nil
	}
	return "", ErrFund.Refuse("%q", rule.Clip(text, 40))
}

// accountOf is the account as the chain names it, by four digits, and as it is written with six.
func accountOf(text string) (account, six string, err error) {
	if !accounts.MatchString(text) {
		return "", "", ErrAccount.Refuse("%q", rule.Clip(text, 40))
	}
	return text[:4], (text + "00")[:6], nil
}

// The columns of the bulk file of GTAS that are used. It breaks accounts down by more attributes than the chain does, and leaves
// empty on an account what the Treasury does not ask of it: so only funds and accounts are compared.
const (
	gtasAccount   = "ussgl account number"
	gtasAmount    = "dollar amount"
	gtasSide      = "debit/credit indicator"
	gtasBeginEnd  = "begin/end indicator"
	gtasYear      = "fiscal year"
	gtasPeriod    = "reporting period"
	gtasAllocated = "allocation transfer agency identifier"
	gtasAgency    = "agency identifier"
	gtasFrom      = "beginning period of availability"
	gtasTo        = "ending period of availability"
	gtasType      = "availability type code"
	gtasMain      = "main account code"
	gtasSub       = "sub account code"
)

func gtas(at columns) (layout, error) {
	for _, name := range []string{
		gtasYear, gtasPeriod, gtasAllocated, gtasAgency, gtasFrom, gtasTo, gtasType, gtasMain, gtasSub,
		gtasAmount, gtasSide, gtasBeginEnd,
	} {
		if !at.has(name) {
			return layout{}, ErrHeader.Refuse("the column %q of the GTAS bulk file is missing", name)
		}
	}
	return layout{read: func(cells []string) (line, error) { return gtasLine(at, cells) }}, nil
}

var periods = regexp.MustCompile(`^[0-9]{4}/[0-9]{2}$`)

func gtasLine(at columns, cells []string) (next line, err error) {
	cell := func(name string) string { return at.cell(cells, name) }
	next.period = cell(gtasYear) + "/" + padded(cell(gtasPeriod), 2)
	if !periods.MatchString(next.period) {
		return next, ErrPeriod.Refuse("the period %q", rule.Clip(next.period, 40))
	}
	if next.key.Fund, err = gtasFund(cell); err != nil {
		return next, err
	}
	if next.key.Account, next.account, err = accountOf(cell(gtasAccount)); err != nil {
		return next, err
	}
	switch flag := cell(gtasBeginEnd); flag {
	case "B", "E":
		next.opening = flag == "B"
	default:
		return next, ErrPeriod.Refuse("begin or end %q, which is neither B nor E", rule.Clip(flag, 40))
	}
	if next.amount, err = balance(cell(gtasAmount)); err != nil {
		return next, err
	}
	next.amount, err = onSide(next.amount, cell(gtasSide))
	return next, err
}

func onSide(amount money.Amount, side string) (money.Amount, error) {
	switch side {
	case "D":
		return amount, nil
	case "C":
		return -amount, nil
	}
	return 0, ErrBalance.Refuse("the side %q is neither D nor C", rule.Clip(side, 40))
}

// gtasFund joins the parts of a Treasury account symbol. Zeros before a part, which spreadsheets lose, are put back.
func gtasFund(cell func(string) string) (string, error) {
	parts := []string{padded(cell(gtasAgency), 3), cell(gtasType), padded(cell(gtasMain), 4), padded(cell(gtasSub), 3)}
	if parts[1] == "" {
		parts[1] = cell(gtasFrom) + "/" + cell(gtasTo)
	}
	if from := cell(gtasAllocated); from != "" {
		parts = append([]string{padded(from, 3)}, parts...)
	}
	return FundOf(strings.Join(parts, "-"))
}

func padded(digits string, width int) string {
	if digits == "" || len(digits) >= width {
		return digits
	}
	return strings.Repeat("0", width-len(digits)) + digits
}
