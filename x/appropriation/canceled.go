package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// charged is the memorandum account of a fund for the debts of canceled authority that it took over.
const charged = "charged"

// ChargeCurrent has what is owed under an obligation of canceled authority owed under a new one, of an account that is current, which pays
// at most one percent of what was ever appropriated to it for such debts (31 USC 1553(b)(2)). The caller has authorised the person in o.By
// for both funds.
func (k Keeper) ChargeCurrent(ctx context.Context, document string, o Obligation, amount money.Amount, reference string) error {
	old, err := k.late(ctx, document, o.By)
	if err != nil {
		return err
	}
	if !old.fund.Canceled {
		return ErrNotCharged.Refuse("the authority of %s, under which %s is, is not canceled", old.fund.Symbol, document)
	}
	authority, err := k.authority(ctx, o.Allotment)
	if err != nil {
		return err
	}
	if authority.Customer != "" {
		return ErrNotCharged.Refuse("%s is an order of %s, and no appropriation", authority.Id, authority.Customer)
	}
	if err := k.onePercent(ctx, o.Fund(), amount); err != nil {
		return err
	}
	debt := old.obligation
	o.Payee, o.ObjectClass, o.Place, o.Instrument = debt.Payee, debt.ObjectClass, debt.Place, CanceledDebt
	o.Begins, o.Ends = debt.Begins, debt.Ends
	if err := k.Obligate(ctx, o, amount); err != nil {
		return err
	}
	if err := k.Accrue(ctx, o.Document, amount, o.By, reference); err != nil {
		return err
	}
	return k.ledger.Post(ctx, old.entry(ledger.ChargeCurrent, old.subject, old.subject, amount, reference))
}

// onePercent notes that a fund takes a debt over, and refuses more than one percent of what was appropriated to it.
func (k Keeper) onePercent(ctx context.Context, fund string, amount money.Amount) error {
	given, err := k.ledger.LifeInFund(ctx, fund, ledger.Appropriated)
	if err != nil {
		return err
	}
	taken, err := k.ledger.Noted(ctx, fund, charged)
	if err != nil {
		return err
	}
	if left := given/100 - taken; amount > left {
		return ErrNotCharged.Refuse("available %s, asked %s, one percent of %s appropriated to %s less %s charged before",
			left, amount, given, fund, taken)
	}
	return k.ledger.Note(ctx, fund, charged, amount)
}
