package gsdm

import "github.com/pursechain/purse/base/money"

// RowA is an account in file A. Its amounts are above zero, but for the gross outlay, which has the sign of SF-133 line 3020.
// Other resources, total resources and their status are computed.
type RowA struct {
	TAS               TAS
	BroughtForward    money.Amount // unobligated, at the fiscal year's beginning
	Adjustments       money.Amount // to what was brought forward: SF-133 lines 1010 to 1067
	Appropriated      money.Amount
	Borrowing         money.Amount
	Contract          money.Amount
	SpendingAuthority money.Amount // from offsetting collections
	GrossOutlay       money.Amount
	Obligations       money.Amount // incurred
	Recoveries        money.Amount // deobligations, recoveries and refunds of prior years
	Unobligated       money.Amount // balance at the current period's end
}

// Spending is what a row of B or C is about besides its account.
type Spending struct {
	ActivityCode string // four characters
	ActivityName string
	PARK         string // program activity reporting key, which may stand for code and name
	PYA          string // prior year adjustment: X, or the code of another year's
	ObjectClass  string
	Funding      string // D direct, R reimbursable
	DEFC         string // disaster emergency fund code
}

// RowB is a purpose of an account in file B. The subtotals, what was obligated and the gross outlay are computed.
type RowB struct {
	TAS TAS
	Spending
	Balances Balances
}

// RowC is an award's balance in file C, or one transaction of it. The totals of a balance are computed.
type RowC struct {
	TAS TAS
	Spending
	PIID, ParentAward, FAIN, URI string
	Transaction                  bool
	Obligated                    money.Amount // by the transaction
	PostDate                     string       // of the transaction in the general ledger: YYYYMMDD
	Balances                     Balances     // none if it is a transaction
}

// SF133Row is one line of an account in the SF-133.
type SF133Row struct {
	TAS                TAS
	FiscalYear, Period string // the same in every row; a file of several periods is refused
	Line               string
	DEFC               string
	Amount             money.Amount
}

// RowActivity is a program activity of an account in the list that the rules read beside B and C (OMB Circular A-11, section 82).
type RowActivity struct {
	FiscalYear   string
	Agency, Main string // of the account: three and four digits
	Code         string // four characters
	Name         string
}

// cells are the cells of a row, read into a typed row or set from it.
type cells struct {
	layout *layout
	row    *Row
	set    bool
}

func (c cells) text(name string, p *string) {
	if at := c.layout.at(name); c.set {
		c.row.texts[at] = *p
	} else {
		*p = c.row.texts[at]
	}
}

func (c cells) amount(name string, p *money.Amount) {
	if at := c.layout.at(name); c.set {
		c.row.put(at, *p)
	} else {
		*p = c.row.amount(at)
	}
}

func (c cells) tas(t *TAS) {
	for i, part := range t.parts() {
		c.text(partNames[i], part)
	}
}

func (c cells) spending(s *Spending) {
	c.text("program_activity_code", &s.ActivityCode)
	c.text("program_activity_name", &s.ActivityName)
	c.text("program_activity_reporting_key", &s.PARK)
	c.text("prior_year_adjustment", &s.PYA)
	c.text("object_class", &s.ObjectClass)
	c.text("by_direct_reimbursable_fun", &s.Funding)
	c.text("disaster_emergency_fund_code", &s.DEFC)
}

func (c cells) balances(b *Balances) {
	for i := range b {
		c.amount(accountNames[i], &b[i])
	}
}

func (r *RowA) exchange(c cells) {
	c.tas(&r.TAS)
	c.amount("budget_authority_unobligat_fyb", &r.BroughtForward)
	c.amount("adjustments_to_unobligated_cpe", &r.Adjustments)
	c.amount("budget_authority_appropria_cpe", &r.Appropriated)
	c.amount("borrowing_authority_amount_cpe", &r.Borrowing)
	c.amount("contract_authority_amount_cpe", &r.Contract)
	c.amount("spending_authority_from_of_cpe", &r.SpendingAuthority)
	c.amount("gross_outlay_amount_by_tas_cpe", &r.GrossOutlay)
	c.amount("obligations_incurred_total_cpe", &r.Obligations)
	c.amount("deobligations_recoveries_r_cpe", &r.Recoveries)
	c.amount("unobligated_balance_cpe", &r.Unobligated)
	if c.set {
		c.layout.compute(c.row, accountTotals)
	}
}

func (r *RowB) exchange(c cells) {
	c.tas(&r.TAS)
	c.spending(&r.Spending)
	c.balances(&r.Balances)
	if c.set {
		c.layout.compute(c.row, balanceTotals)
	}
}

func (r *RowC) exchange(c cells) {
	c.tas(&r.TAS)
	c.spending(&r.Spending)
	c.text("piid", &r.PIID)
	c.text("parent_award_id", &r.ParentAward)
	c.text("fain", &r.FAIN)
	c.text("uri", &r.URI)
	c.text("general_ledger_post_date", &r.PostDate)
	if !c.set {
		r.Transaction = isTransaction(c.row)
	}
	if r.Transaction {
		c.amount("transaction_obligated_amou", &r.Obligated)
		return
	}
	c.balances(&r.Balances)
	if c.set {
		c.layout.compute(c.row, balanceTotals)
	}
}

func (r *SF133Row) exchange(c cells) {
	c.tas(&r.TAS)
	c.text("fiscal_year", &r.FiscalYear)
	c.text("period", &r.Period)
	c.text("line", &r.Line)
	c.text("defc", &r.DEFC)
	c.amount("amount", &r.Amount)
}

func (r *RowActivity) exchange(c cells) {
	c.text("year", &r.FiscalYear)
	c.text("agency_id", &r.Agency)
	c.text("account", &r.Main)
	c.text("pa_code", &r.Code)
	c.text("pa_name", &r.Name)
}
