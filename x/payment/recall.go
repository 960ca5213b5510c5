package payment

import (
	"context"
	"slices"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgRecall) ValidateBasic() error { return checkWhy(m.Reason) }

// Recall takes a schedule back before it is disbursed: its payables are open again, its number stays used. So one line that cannot be
// paid does not hold up the others.
func (k msgServer) Recall(ctx context.Context, m *MsgRecall) (*MsgRecallResponse, error) {
	schedule, payables, err := k.schedule(ctx, m.Schedule)
	if err != nil {
		return nil, err
	}
	officer, _, err := k.mayAct(ctx, m.Signer, consortium.BudgetOfficer, schedule.Member, payables, 0)
	if err != nil {
		return nil, err
	}
	if schedule.Status == StatusDisbursed {
		return nil, ErrNotRecalled.Refuse("schedule %s is %s", schedule.Id, schedule.Status.Words())
	}
	if err := k.save(ctx, payables, func(p Payable) (Payable, error) { return p.recalled(schedule) }); err != nil {
		return nil, err
	}
	if err := k.schedules.Remove(ctx, schedule.Id); err != nil {
		return nil, err
	}
	if err := k.lines.Remove(ctx, schedule.Id); err != nil {
		return nil, err
	}
	return &MsgRecallResponse{}, room.Emit(ctx, &ScheduleRecalled{Schedule: schedule.Id, Reason: m.Reason, By: officer.Id})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgWithdrawAdvance) ValidateBasic() error { return checkWhy(m.Reason) }

// WithdrawAdvance takes an approved advance back: nothing was delivered for it, and nothing is owed. Its bill stays used.
func (k msgServer) WithdrawAdvance(ctx context.Context, m *MsgWithdrawAdvance) (*MsgWithdrawAdvanceResponse, error) {
	p, err := k.payable(ctx, m.Payable)
	if err != nil {
		return nil, err
	}
	officer, _, err := k.mayAct(ctx, m.Signer, consortium.BudgetOfficer, "", []Payable{p}, 0)
	if err != nil {
		return nil, err
	}
	if !p.Advance {
		return nil, ErrWrongState.Refuse("payable %s is a debt, not an advance", p.Id)
	}
	if _, err := p.Move(PayableOpen, PayableUnspecified); err != nil {
		return nil, err
	}
	if err := k.appropriation.WithdrawPromise(ctx, p.Obligation, p.Amount); err != nil {
		return nil, err
	}
	if err := k.neverPaid(ctx, p.Id); err != nil {
		return nil, err
	}
	return &MsgWithdrawAdvanceResponse{}, room.Emit(ctx, &AdvanceWithdrawn{
		Payable: p.Id, Obligation: p.Obligation, Amount: p.Amount, Reason: m.Reason, By: officer.Id,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgChargeCurrent) ValidateBasic() error {
	if why := appropriation.CheckDocument(m.Document); why != "" {
		return appropriation.ErrMalformedDocument.Refuse("%q: %s", m.Document, why)
	}
	return nil
}

// ChargeCurrent has a debt of canceled authority paid from a current account. Who charges it obligates, and takes no step of paying it.
func (k msgServer) ChargeCurrent(ctx context.Context, m *MsgChargeCurrent) (*MsgChargeCurrentResponse, error) {
	p, err := k.payable(ctx, m.Payable)
	if err != nil {
		return nil, err
	}
	to := appropriation.Obligation{Document: m.Document, Allotment: m.Allotment, ProgramActivity: m.ProgramActivity}
	if to.By, err = k.mayCharge(ctx, m.Signer, p, to.Fund()); err != nil {
		return nil, err
	}
	if p.Status != PayableOpen || p.Advance {
		return nil, ErrWrongState.Refuse("payable %s is %s; a debt that is open is charged, and no advance", p.Id, p.Status.Words())
	}
	from := p.Obligation
	if err := k.appropriation.ChargeCurrent(ctx, from, to, p.Amount, p.Id); err != nil {
		return nil, err
	}
	if p.Obligation = to.Document; !slices.Contains(p.Persons, to.By) {
		p.Persons = append(slices.Clone(p.Persons), to.By)
	}
	if err := p.fault(); err != nil {
		return nil, err
	}
	if err := k.payables.Set(ctx, p.Id, p); err != nil {
		return nil, err
	}
	if err := k.charged.Set(ctx, p.Id, p.Obligation); err != nil {
		return nil, err
	}
	return &MsgChargeCurrentResponse{}, room.Emit(ctx, &PayableCharged{
		Payable: p.Id, From: from, To: to.Document, Amount: p.Amount, By: to.By,
	})
}

// mayCharge asks whether the signer may move a debt from the fund that owes it to another of the same agency.
func (k Keeper) mayCharge(ctx context.Context, signer string, p Payable, to string) (officer string, err error) {
	funds, member, err := k.fundsOf(ctx, []Payable{p})
	if err != nil {
		return "", err
	}
	current, err := k.appropriation.Fund(ctx, to)
	if err != nil {
		return "", err
	}
	if current.Member != member {
		return "", ErrForeignPayable.Refuse("%s is owed by %s, %s is of %s", p.Id, member, to, current.Member)
	}
	by, err := k.consortium.Authorise(ctx, signer, consortium.Act{
		Duty: consortium.BudgetOfficer, Member: member, Scopes: scopesOf(append(funds, current)), Amount: p.Amount,
	})
	return by.Id, err
}

// maxReason bounds why somebody takes something back, in bytes.
const maxReason = 200

func checkWhy(text string) error {
	if why := rule.CheckText(text, maxReason); why != "" {
		return ErrMalformedReason.Refuse("%s", why)
	}
	return nil
}
