package grant

import (
	"github.com/pursechain/purse/base/money"
)

// The lines of the forms are numbered and worded as on the forms themselves (SF-425, OMB 4040-0014; SF-270, OMB 0348-0004). What of the
// state stands in each is [R]: recalled practice.

// funding is what the SF-425 of an award is made of.
type funding struct {
	position
	whole    money.Amount // the whole cost of what was claimed
	claimed  money.Amount // the federal share of that
	required money.Amount // by the recipient's promise; 0: what it gave
}

// SF425 are the lines of the Federal Financial Report of an award. Cash is what was paid for cost or as an advance, to whom it was due: what
// is passed on is paid to those below. Expenditure is what was claimed and approved, paid or not.
func (f funding) SF425() ([]FormLine, error) {
	var t form
	t.section = "Federal cash"
	a := t.line("10a", "Cash receipts", f.Paid, f.Advanced)
	b := t.line("10b", "Cash disbursements", f.Paid)
	t.line("10c", "Cash on hand (line a minus b)", a, -b)
	t.section = "Federal expenditures and unobligated balance"
	open := t.sum(f.Undelivered, f.Advanced)
	d := t.line("10d", "Total federal funds authorized", open, f.Unpaid, f.Paid, f.Canceled)
	e := t.line("10e", "Federal share of expenditures", f.Unpaid, f.Paid, f.Canceled)
	// Authority that was canceled may leave less than was passed on.
	l := t.line("10f", "Federal share of unliquidated obligations", min(f.committed, open))
	g := t.line("10g", "Total federal share (sum of lines e and f)", e, l)
	t.line("10h", "Unobligated balance of federal funds (line d minus g)", d, -g)
	t.section = "Recipient share"
	given := t.sum(f.whole, -f.claimed)
	required := f.required
	if required == 0 {
		required = given
	}
	i := t.line("10i", "Total recipient share required", required)
	j := t.line("10j", "Recipient share of expenditures", given)
	t.line("10k", "Remaining recipient share to be provided (line i minus j)", i, -j)
	return t.lines, t.err
}

// outlay is what the SF-270 of a claim is made of: what stood when it was decided, or stands while it waits.
type outlay struct {
	Before
	claim Claim
}

// SF270 are the lines of the Request for Advance or Reimbursement that a claim is. What was advanced and is not accounted for is both asked
// for before (line h) and still to be spent (line d), so that what is asked for now is the claim; of the account of an advance, nothing.
func (o outlay) SF270() ([]FormLine, error) {
	var t form
	t.section = "Computation of amount requested"
	spent, share, ahead := o.claim.Cost, o.claim.Amount, money.Amount(0)
	switch o.claim.Kind {
	case Advance:
		spent, share, ahead = 0, 0, o.claim.Cost
	case Liquidation:
		ahead = -o.claim.Amount
	}
	outstanding := o.Outstanding
	switch o.claim.Kind {
	case Advance:
		outstanding = t.sum(o.Outstanding, o.claim.Amount)
	case Liquidation:
		outstanding = t.sum(o.Outstanding, -o.claim.Amount)
	}
	a := t.line("11a", "Total program outlays to date", o.Outlays, spent)
	b := t.line("11b", "Less: cumulative program income")
	c := t.line("11c", "Net program outlays (line a minus line b)", a, -b)
	d := t.line("11d", "Estimated net cash outlays for advance period", o.Outstanding, ahead)
	e := t.line("11e", "Total (sum of lines c and d)", c, d)
	g := t.sum(o.Share, share, outstanding)
	t.line("11f", "Non-federal share of amount on line e", e, -g)
	t.line("11g", "Federal share of amount on line e", g)
	h := t.line("11h", "Federal payments previously requested", o.Share, o.Outstanding)
	t.line("11i", "Federal share now requested (line g minus line h)", g, -h)
	return t.lines, t.err
}

// form gathers the lines of a form; once an amount is too great, it stays an error.
type form struct {
	section string
	lines   []FormLine
	err     error
}

// line adds a line that is the sum of amounts, and returns it.
func (t *form) line(number, title string, parts ...money.Amount) money.Amount {
	amount := t.sum(parts...)
	t.lines = append(t.lines, FormLine{Number: number, Section: t.section, Title: title, Amount: amount})
	return amount
}

func (t *form) sum(parts ...money.Amount) (sum money.Amount) {
	for _, p := range parts {
		if t.err == nil {
			sum, t.err = money.Add(sum, p)
		}
	}
	return sum
}
