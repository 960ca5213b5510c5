package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// Increase binds more to an obligation: in its year from its own allotment, so that what is taken back goes where it came from; in a
// later year as an upward adjustment, from the line that is named, of the same law, or, once the authority has expired, from what is
// left of that law, and then no line is named (31 USC 1553(a)).
func (k Keeper) Increase(ctx context.Context, document, line string, amount money.Amount, by, reference string) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	named := line != ""
	if !named {
		line = o.Allotment
	}
	if authorityOf(line) != authorityOf(o.Allotment) {
		return ErrOtherLine.Refuse("%s, and obligation %s is under %s", line, o.Document, authorityOf(o.Allotment))
	}
	a, err := k.on(ctx, o.Fund(), by)
	if err != nil {
		return err
	}
	if a.fund.unexpired(a.year, a.today) != nil {
		if named {
			return ErrOtherLine.Refuse("%s, and the authority of %s has expired: what is left of it is in no allotment", line, a.fund.Symbol)
		}
		return k.adjustExpired(ctx, a, o, amount, reference)
	}
	if _, err := k.permit(ctx, o, line, by); err != nil {
		return err
	}
	event, err := k.increases(ctx, a, o, line)
	if err != nil {
		return err
	}
	if _, err := k.consortium.ActivePayee(ctx, o.Payee); err != nil {
		return err
	}
	return k.bind(ctx, a, o, line, event, amount, reference)
}

// increases is the event by which a line binds more to an obligation.
func (k Keeper) increases(ctx context.Context, a act, o Obligation, id string) (ledger.Event, error) {
	line, err := k.line(ctx, id, Allotment, Commitment)
	if err != nil {
		return "", err
	}
	if a.params.Year(o.Obligated) != a.year {
		if line.Kind == Commitment {
			return "", ErrUnknownLine.Refuse("%s %q: its kind is %s", Allotment.Words(), id, line.Kind.Words())
		}
		return ledger.AdjustUp, k.alike(ctx, o, id)
	}
	own, err := k.allotmentOf(ctx, o.Allotment)
	if err != nil {
		return "", err
	}
	if from, err := k.allotmentOf(ctx, id); err != nil || from.ID != own.ID {
		return "", orRefuse(err, ErrOtherLine.Refuse("%s, and obligation %s draws on %s in fiscal year %d", id, o.Document, own.ID, a.year))
	}
	return ledger.Obligate, nil
}

// alike refuses to adjust an obligation from an apportionment of the other category: reports show an obligation under one.
func (k Keeper) alike(ctx context.Context, o Obligation, id string) error {
	own, err := k.subject(ctx, o.Allotment)
	if err != nil {
		return err
	}
	other, err := k.subject(ctx, id)
	if err == nil && other.Attributes.Apportionment != own.Attributes.Apportionment {
		return ErrOtherLine.Refuse("%s is apportioned in category %s, obligation %s in category %s",
			id, other.Attributes.Apportionment, o.Document, own.Attributes.Apportionment)
	}
	return err
}

// adjustExpired binds more to an obligation from the expired authority of its law.
func (k Keeper) adjustExpired(ctx context.Context, a act, o Obligation, amount money.Amount, reference string) error {
	if _, err := k.consortium.ActivePayee(ctx, o.Payee); err != nil {
		return err
	}
	to, from, err := k.obligationAndAuthority(ctx, o)
	if err != nil {
		return err
	}
	entry := a.entry(ledger.AdjustUp, from, to, amount, reference)
	entry.Held = ledger.ExpiredAuthority
	return k.ledger.Post(ctx, entry)
}

// Reduce takes from an obligation what was not delivered: in its year back to its allotment; in a later year as a recovery, to be
// apportioned again or, once the authority has expired, to what is left of the law.
func (k Keeper) Reduce(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.takeBack(ctx, document, amount, by, reference, ledger.Recover)
}

// ReduceOwed takes from an obligation what was delivered and is not owed after all, and frees it as Reduce does.
func (k Keeper) ReduceOwed(ctx context.Context, document string, amount money.Amount, by, reference string) error {
	return k.takeBack(ctx, document, amount, by, reference, ledger.RecoverOwed)
}

func (k Keeper) takeBack(
	ctx context.Context, document string, amount money.Amount, by, reference string, prior ledger.Event,
) error {
	o, err := k.Obligation(ctx, document)
	if err != nil {
		return err
	}
	a, err := k.on(ctx, o.Fund(), by)
	if err != nil {
		return err
	}
	from, authority, err := k.obligationAndAuthority(ctx, o)
	if err != nil {
		return err
	}
	if prior == ledger.Recover {
		if err := k.unpromised(ctx, document, amount); err != nil {
			return err
		}
	}
	if a.params.Year(o.Obligated) != a.year {
		entry := a.entry(prior, from, authority, amount, reference)
		entry.Held = a.recovered()
		return k.ledger.Post(ctx, entry)
	}
	if prior == ledger.RecoverOwed {
		accrued := a.entry(ledger.Accrue, from, from, amount, reference)
		accrued.Reversed = true
		if err := k.ledger.Post(ctx, accrued); err != nil {
			return err
		}
	}
	to, err := k.allotmentOf(ctx, o.Allotment)
	if err != nil {
		return err
	}
	return k.ledger.Post(ctx, a.entry(ledger.Deobligate, from, to, amount, reference))
}
