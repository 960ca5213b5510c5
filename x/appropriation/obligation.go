package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/ledger"
)

// Obligate binds an amount of an allotment, or of what a commitment set aside, to a payee, on a document that was never used before
// (31 USC 1501). The caller has authorised the person in o.By for the fund's member. Day, purpose and period are checked here; what
// is left, by the ledger.
func (k Keeper) Obligate(ctx context.Context, o Obligation, amount money.Amount) error {
	if why := CheckDocument(o.Document); why != "" {
		return ErrMalformedDocument.Refuse("%q: %s", o.Document, why)
	}
	if used, err := k.obligations.Has(ctx, o.Document); err != nil || used {
		return orRefuse(err, ErrDocumentUsed.Refuse("%s", o.Document))
	}
	a, err := k.permit(ctx, o, o.Allotment, o.By)
	if err != nil {
		return err
	}
	if o.Obligated = a.today; o.Place != "" {
		if why := rule.CheckText(o.Place, maxPlace); why != "" {
			return ErrMalformedText.Refuse("place: %s", why)
		}
	}
	if _, err := k.consortium.ActivePayee(ctx, o.Payee); err != nil {
		return err
	}
	if err := k.obligations.Set(ctx, o.Document, o); err != nil {
		return err
	}
	return k.bind(ctx, a, o, o.Allotment, ledger.Obligate, amount, o.Document)
}

// permit refuses to bind more money of a line: for another purpose, outside the period, before the line opens.
func (k Keeper) permit(ctx context.Context, o Obligation, id, by string) (a act, err error) {
	line, err := k.line(ctx, id, Allotment, Commitment)
	if err != nil {
		return a, err
	}
	authority, err := k.authority(ctx, line.Id)
	if err != nil {
		return a, err
	}
	if a, err = k.on(ctx, FundOf(line.Id), by); err != nil {
		return a, err
	}
	if err := Permit(a.fund, authority, o.ProgramActivity, a.today, int(a.year)); err != nil {
		return a, err
	}
	if err := k.inForce(ctx, line.Id, a.today); err != nil {
		return a, err
	}
	return a, k.opened(ctx, line.Id, a.today)
}

// bind moves money from a line to an obligation.
func (k Keeper) bind(
	ctx context.Context, a act, o Obligation, id string, event ledger.Event, amount money.Amount, reference string,
) error {
	line, err := k.line(ctx, id, Allotment, Commitment)
	if err != nil {
		return err
	}
	from, err := k.subject(ctx, id)
	if err != nil {
		return err
	}
	to, _, err := k.obligationAndAuthority(ctx, o)
	if err != nil {
		return err
	}
	entry := a.entry(event, from, to, amount, reference)
	entry.Held = line.Kind.net().Accounts[0]
	return k.ledger.Post(ctx, entry)
}

// allotmentOf is the allotment to which a line on which an obligation draws belongs, as the ledger knows it, also where a commitment
// stands between.
func (k Keeper) allotmentOf(ctx context.Context, id string) (ledger.Subject, error) {
	line, err := k.line(ctx, id, Allotment, Commitment)
	if err != nil {
		return ledger.Subject{}, err
	}
	if line.Kind == Commitment {
		return k.subject(ctx, parentOf(line.Id))
	}
	return k.subject(ctx, line.Id)
}

// recovered is the account to which money of an earlier year goes back.
func (a act) recovered() ledger.Account {
	if a.fund.unexpired(a.year, a.today) != nil {
		return ledger.ExpiredAuthority
	}
	return ledger.UnapportionedAuthority
}

// on is what an act of a room above stands on.
func (k Keeper) on(ctx context.Context, fund, by string) (a act, err error) {
	if a.fund, err = k.Fund(ctx, fund); err != nil {
		return a, err
	}
	a.by = by
	return a, k.date(ctx, &a)
}

// Unexpired refuses a new need under an obligation once the period of its fund is over (31 USC 1502(a)).
func (k Keeper) Unexpired(ctx context.Context, document string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	a, err := k.on(ctx, o.Fund(), "")
	if err != nil {
		return err
	}
	return a.fund.unexpired(a.year, a.today)
}

// obligationAndAuthority are an obligation and the authority that it draws on, as the ledger knows them.
func (k Keeper) obligationAndAuthority(ctx context.Context, o Obligation) (document, authority ledger.Subject, err error) {
	line, authority, err := k.lineAndAuthority(ctx, o.Allotment)
	if err != nil {
		return document, authority, err
	}
	line.ID, line.Attributes.ProgramActivity, line.Attributes.ObjectClass = o.Document, o.ProgramActivity, o.ObjectClass
	return line, authority, nil
}

// Fund is the symbol of the fund that the obligation draws on.
func (o Obligation) Fund() string { return FundOf(o.Allotment) }

// Accrue records that an amount of an obligation is owed: a claim was approved, a delivery accepted.
func (k Keeper) Accrue(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	if err := k.unpromised(ctx, document, amount); err != nil {
		return err
	}
	if err := k.post(ctx, ledger.Accrue, document, amount, by, reference); err != nil {
		return err
	}
	return k.deliver(ctx, document)
}

// deliver records that something was delivered on an obligation today.
func (k Keeper) deliver(ctx context.Context, document string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil || o.Delivered == today {
		return err
	}
	o.Delivered = today
	return k.obligations.Set(ctx, document, o)
}

// AccrueInterest records that interest on a late payment is owed (31 USC 3902). It was obligated like anything else.
func (k Keeper) AccrueInterest(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.post(ctx, ledger.AccrueInterest, document, amount, by, reference)
}

// delivery says what is wrong with the day of an obligation's last delivery, or nil.
func (o Obligation) delivery() error {
	if o.Delivered == "" || o.Delivered.Valid() && o.Delivered >= o.Obligated {
		return nil
	}
	return ErrMalformedGenesis.Refuse("obligated on %s and delivered on %s", o.Obligated, rule.Clip(string(o.Delivered), 20))
}

// Pay records that an amount owed under an obligation was disbursed.
func (k Keeper) Pay(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.post(ctx, ledger.Pay, document, amount, by, reference)
}

// ComeBack records that the bank returned a payment: the amount is owed again. What comes back after the authority was canceled is
// the Treasury's (31 USC 1552(b)), and the debt is one to be paid from current money.
func (k Keeper) ComeBack(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	a, err := k.late(ctx, document, by)
	if err != nil {
		return err
	}
	event := ledger.ComeBack
	if a.fund.Canceled {
		event = ledger.ComeBackCanceled
	}
	if err := k.ledger.Post(ctx, a.entry(event, a.subject, a.subject, amount, reference)); err != nil {
		return err
	}
	return k.noDebtUnpaid(ctx, a, reference)
}

// noDebtUnpaid takes back what of an established debt is more than was paid: what the bank returned the payee never had.
func (k Keeper) noDebtUnpaid(ctx context.Context, a late, reference string) error {
	m, err := k.MoneyOf(ctx, a.obligation)
	if err != nil || m.Receivable <= m.Paid {
		return err
	}
	return k.settleDebt(ctx, a, m.Receivable-m.Paid, reference)
}

// post posts an event that stays within an obligation.
func (k Keeper) post(ctx context.Context, event ledger.Event, document string, amount money.Amount, by, reference string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	a, err := k.on(ctx, o.Fund(), by)
	if err != nil {
		return err
	}
	subject, _, err := k.obligationAndAuthority(ctx, o)
	if err != nil {
		return err
	}
	return k.ledger.Post(ctx, a.entry(event, subject, subject, amount, reference))
}

// Money is where the money of an obligation stands, in minor units. Promised is the part of what is undelivered that will be advanced,
// and Unanswered that of what was advanced of which the bank has not said yet that the payee has it; Canceled is what is owed still, and
// from this fund no more; Receivable is what the payee owes back of what was paid.
type Money struct{ Undelivered, Promised, Advanced, Unanswered, Unpaid, Paid, Canceled, Receivable money.Amount }

// Arrived is what was advanced, is in the payee's hands and is not accounted for.
func (m Money) Arrived() money.Amount { return m.Advanced - m.Unanswered }

// MoneyOf reads from the ledger where the money of an obligation stands.
func (k Keeper) MoneyOf(ctx context.Context, o Obligation) (m Money, err error) {
	for _, row := range []struct {
		to  *money.Amount
		net ledger.Net
	}{{&m.Undelivered, ledger.Undelivered}, {&m.Advanced, ledger.Advanced}, {&m.Unpaid, ledger.Unpaid}, {&m.Paid, ledger.Paid},
		{&m.Canceled, ledger.OwedCanceled}, {&m.Receivable, ledger.Receivable}} {
		if *row.to, err = k.ledger.Left(ctx, o.Fund(), o.Document, row.net); err != nil {
			return m, err
		}
	}
	if m.Promised, err = k.ledger.Noted(ctx, o.Document, promised); err != nil {
		return m, err
	}
	m.Unanswered, err = k.ledger.Noted(ctx, o.Document, unanswered)
	return m, err
}

// EachObligation hands every obligation with its money to do: for invariants, never for a block.
func (k Keeper) EachObligation(ctx context.Context, do func(Obligation, Money) error) error {
	return k.obligations.Walk(ctx, nil, func(_ string, o Obligation) (stop bool, err error) {
		m, err := k.MoneyOf(ctx, o)
		if err != nil {
			return true, err
		}
		return false, do(o, m)
	})
}
