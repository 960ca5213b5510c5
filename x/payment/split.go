package payment

import (
	"context"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgSplit) ValidateBasic() error { return checkSchedule(m.Number, m.Payables) }

// Split moves payables to a schedule of their own, which is certified anew: what can be paid does not wait for what cannot.
func (k msgServer) Split(ctx context.Context, m *MsgSplit) (*MsgSplitResponse, error) {
	s, payables, err := k.schedule(ctx, m.Schedule)
	if err != nil {
		return nil, err
	}
	if s.Status == StatusDisbursed {
		return nil, ErrNotRecalled.Refuse("schedule %s is %s", s.Id, s.Status.Words())
	}
	moved, stay, err := divide(s, payables, m.Payables)
	if err != nil {
		return nil, err
	}
	sum, err := total(moved)
	if err != nil {
		return nil, err
	}
	officer, _, err := k.mayAct(ctx, m.Signer, consortium.BudgetOfficer, s.Member, moved, sum)
	if err != nil {
		return nil, err
	}
	for i, p := range moved {
		if moved[i], err = p.recalled(s); err != nil {
			return nil, err
		}
	}
	into, err := k.put(ctx, officer, s.Office, m.Number, moved)
	if err != nil {
		return nil, err
	}
	if err := k.lines.Set(ctx, s.Id, ScheduleLines{Schedule: s.Id, Payables: stay}); err != nil {
		return nil, err
	}
	event := &ScheduleSplit{Schedule: s.Id, Into: into, Lines: uint32(len(moved)), Amount: sum, By: officer.Id}
	return &MsgSplitResponse{Schedule: into}, room.Emit(ctx, event)
}

// divide parts the payables of a schedule into those that are named, in their order on it, and the ids of the others.
func divide(s Schedule, payables []Payable, named []string) (moved []Payable, stay []string, err error) {
	leaves := make(map[string]bool, len(named))
	for _, id := range named {
		leaves[id] = true
	}
	for _, p := range payables {
		if leaves[p.Id] {
			moved = append(moved, p)
			delete(leaves, p.Id)
		} else {
			stay = append(stay, p.Id)
		}
	}
	for _, id := range named {
		if leaves[id] {
			return nil, nil, ErrUnknownPayable.Refuse("%q on schedule %s", rule.Clip(id, 70), s.Id)
		}
	}
	if len(stay) == 0 {
		return nil, nil, ErrMalformedSchedule.Refuse("nothing would stay on schedule %s; recall it", s.Id)
	}
	return moved, stay, nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgCancel) ValidateBasic() error { return checkWhy(m.Reason) }

// Cancel takes back a payment that was disbursed before a file of it went to the bank. The payable is open again, and its money is owed again.
func (k msgServer) Cancel(ctx context.Context, m *MsgCancel) (*MsgCancelResponse, error) {
	p, s, by, err := k.answered(ctx, m.Signer, m.Payable)
	if err != nil {
		return nil, err
	}
	if s.File != "" {
		return nil, ErrNotCanceled.Refuse("%s of schedule %s left in file %s", p.Id, s.Id, s.File)
	}
	if err := p.whole(); err != nil {
		return nil, err
	}
	open, err := p.canceled(s, by, m.Reason)
	if err != nil {
		return nil, err
	}
	if err := k.reopen(ctx, open, by); err != nil {
		return nil, err
	}
	if err := k.drop(ctx, open); err != nil {
		return nil, err
	}
	if err := k.record(ctx, s, p, PaymentRecord{Amount: p.Amount, Canceled: true, Reference: m.Reason, By: by}); err != nil {
		return nil, err
	}
	if err := k.closeLines(ctx, s, 1); err != nil {
		return nil, err
	}
	return &MsgCancelResponse{}, room.Emit(ctx, &PaymentCanceled{
		Payable: p.Id, Schedule: s.Id, Amount: p.Amount, Reason: m.Reason, By: by,
	})
}
