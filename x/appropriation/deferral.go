package appropriation

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgDefer) ValidateBasic() error {
	if !m.Until.Valid() {
		return ErrWrongDay.Refuse("%q is not a date", rule.Clip(string(m.Until), 20))
	}
	if why := rule.CheckText(m.Reason, maxTitle); why != "" {
		return ErrMalformedText.Refuse("reason: %s", why)
	}
	return checkAmount(m.Amount)
}

// Defer withholds unapportioned authority until a day of this fiscal year (2 USC 684). A second deferral of an authority ends on the
// day of the first.
func (k msgServer) Defer(ctx context.Context, m *MsgDefer) (*MsgDeferResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Authority), consortium.BudgetExaminer, m.Amount)
	if err != nil {
		return nil, err
	}
	line, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	if err := a.fund.unexpired(a.year, a.today); err != nil {
		return nil, err
	}
	if m.Until < a.today || m.Until > a.params.Last(a.year) {
		return nil, ErrWrongDay.Refuse("a deferral until %s, today is %s and the fiscal year ends on %s", m.Until, a.today, a.params.Last(a.year))
	}
	if line.DeferredUntil != "" && line.DeferredUntil != m.Until {
		return nil, ErrWrongDay.Refuse("a deferral until %s, and another of %s ends on %s", m.Until, line.Id, line.DeferredUntil)
	}
	line.DeferredUntil = m.Until
	if err := k.lines.Set(ctx, line.Id, line); err != nil {
		return nil, err
	}
	if err := k.agenda.Set(ctx, collections.Join(string(m.Until.Plus(1)), line.Id)); err != nil {
		return nil, err
	}
	if err := k.ledger.Post(ctx, a.entry(ledger.Defer, line.subject(), line.subject(), m.Amount, m.Reason)); err != nil {
		return nil, err
	}
	event := &AuthorityDeferred{Authority: line.Id, Amount: m.Amount, Until: m.Until, Reason: m.Reason, By: a.by}
	return &MsgDeferResponse{}, room.Emit(ctx, event)
}

// LiftDeferral ends a deferral before its day.
func (k msgServer) LiftDeferral(ctx context.Context, m *MsgLiftDeferral) (*MsgLiftDeferralResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Authority), consortium.BudgetExaminer, 0)
	if err != nil {
		return nil, err
	}
	line, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	if line.DeferredUntil == "" {
		return nil, ErrNotDeferred.Refuse("%s", line.Id)
	}
	return &MsgLiftDeferralResponse{}, k.endDeferral(ctx, line.Id, a.today, a.by)
}

// endDeferral lets deferred authority be apportioned again, on its day or before.
func (k Keeper) endDeferral(ctx context.Context, id string, on date.Date, by string) error {
	line, err := k.line(ctx, id, Authority)
	if err != nil {
		return err
	}
	fund := FundOf(id)
	left, err := k.ledger.Left(ctx, fund, id, ledger.Deferred)
	if err != nil {
		return err
	}
	if left > 0 {
		err := k.ledger.Post(ctx, ledger.Entry{
			Event: ledger.Defer, Reversed: true, Fund: fund, From: line.subject(), To: line.subject(),
			Amount: left, On: on, By: by, Reference: "2 USC 684",
		})
		if err != nil {
			return err
		}
		if err := room.Emit(ctx, &DeferralEnded{Authority: id, Amount: left, By: by}); err != nil {
			return err
		}
	}
	return k.forgetDeferral(ctx, id)
}

// forgetDeferral takes the end of a deferral off the agenda, if the line has one.
func (k Keeper) forgetDeferral(ctx context.Context, id string) error {
	line, err := k.lines.Get(ctx, id)
	if err != nil || line.DeferredUntil == "" {
		return err
	}
	if err := k.agenda.Remove(ctx, collections.Join(string(line.DeferredUntil.Plus(1)), id)); err != nil {
		return err
	}
	line.DeferredUntil = ""
	return k.lines.Set(ctx, id, line)
}
