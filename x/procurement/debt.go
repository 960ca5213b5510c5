package procurement

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// A demand is paid, or appealed against, within thirty days (FAR 32.604 [R]).
const demandDays = 30

// maxPersons bounds who ordered, received and approved, as those whom a payable names.
const maxPersons = 8

// vendor is who owes a debt.
func (d Debt) vendor() string {
	uei, _, _ := strings.Cut(d.Payable, "/")
	return uei
}

// due is the last day on which a debt is paid, or appealed against.
func (d Debt) due() date.Date { return d.Demanded.Plus(demandDays) }

// contested is a debt against which the vendor has appealed: once, and in time.
func (d Debt) contested(reason string, today date.Date) (Debt, error) {
	switch {
	case d.Appeal != "" || d.Upheld:
		return d, ErrNotAppealed.Refuse("the debt of %s was appealed against before", d.Payable)
	case today > d.due():
		return d, ErrNotAppealed.Refuse("the debt of %s was demanded on %s, and is appealed against until %s, today is %s",
			d.Payable, d.Demanded, d.due(), today)
	}
	d.Appeal = reason
	return d, nil
}

// decided is a debt that stands although the vendor appealed. Who demanded it does not decide.
func (d Debt) decided(officer string) (Debt, error) {
	switch {
	case d.Appeal == "":
		return d, ErrNotAppealed.Refuse("no appeal against the debt of %s waits", d.Payable)
	case officer == d.By:
		return d, ErrSamePerson.Refuse("%s demanded the debt of %s, and decides on the appeal", officer, d.Payable)
	}
	d.Appeal, d.Upheld = "", true
	return d, nil
}

// less is a debt of which an amount came back.
func (d Debt) less(amount money.Amount) (Debt, error) {
	if amount > d.Amount {
		return d, ErrOverDebt.Refuse("available %s, asked %s, owed back of %s", d.Amount, amount, d.Payable)
	}
	d.Amount -= amount
	return d, nil
}

// fault says what is wrong with a debt by itself, or nil.
func (d Debt) fault() error {
	if err := checkPIID(d.Piid); err != nil {
		return err
	}
	if why := d.Amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	if err := checkReason(d.Reason); err != nil {
		return err
	}
	if why := rule.CheckText(d.Appeal, maxText); why != "" && d.Appeal != "" {
		return ErrMalformedText.Refuse("appeal: %s", why)
	}
	if d.Appeal != "" && d.Upheld {
		return ErrNotAppealed.Refuse("it is appealed against a second time")
	}
	if n := len(d.Persons); n == 0 || n > maxPersons {
		return ErrTooManyHands.Refuse("%d persons acted on it, between 1 and %d", n, maxPersons)
	}
	if err := checkEvidence(d.Evidence); err != nil {
		return err
	}
	if err := day("demanded", d.Demanded); err != nil {
		return err
	}
	return consortium.CheckUEI(d.vendor())
}

// debtFaults adds the faults of debts: of an invoice there is one at a time.
func (g GenesisState) debtFaults(f *room.Faults) {
	seen := make(map[string]bool)
	for i, d := range g.Debts {
		place := fmt.Sprintf("debts[%d] %s", i, d.Payable)
		f.Add(place, d.fault())
		if seen[d.Payable] {
			f.Add(place, ErrNotDemanded.Refuse("given twice"))
		}
		seen[d.Payable] = true
	}
}

// debtsTie holds the debts to the ledger: no payee owes back more than the debts of an obligation come to, and less only of what the bank
// took back after it had settled.
func (k Keeper) debtsTie(ctx context.Context, g *GenesisState, f *room.Faults) {
	owed := make(map[string]money.Amount)
	var obligations []string
	for _, o := range g.Orders {
		owed[o.Piid] = 0
		obligations = append(obligations, o.Piid)
	}
	for _, d := range g.Debts {
		if _, known := owed[d.Obligation]; !known {
			obligations = append(obligations, d.Obligation)
		}
		owed[d.Obligation] += d.Amount // each no more than was paid
		place := "debt of " + d.Payable
		for _, person := range append(slices.Clone(d.Persons), d.By) {
			_, unknown := k.consortium.Officer(ctx, person)
			f.Add(place, unknown)
		}
		o, err := k.appropriation.Obligation(ctx, d.Obligation)
		f.Add(place, err)
		if err == nil && o.Payee != d.vendor() {
			f.Add(place, ErrNotParty.Refuse("obligation %s is to %s", o.Document, o.Payee))
		}
	}
	for _, id := range obligations {
		m, err := k.money(ctx, id)
		if err == nil && m.Receivable > owed[id] {
			err = ledger.ErrBroken.Refuse("%s is receivable, the debts come to %s", m.Receivable, owed[id])
		}
		f.Add("obligation "+id, err)
	}
}
