package payment

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// maxSchedules bounds how many schedules leave in one file.
const maxSchedules = 100

// ValidateBasic checks what can be checked without state.
func (m *MsgRecordFile) ValidateBasic() error {
	if why := rule.CheckHash(m.File); why != "" {
		return ErrFileDisagrees.Refuse("%s", why)
	}
	if n := len(m.Schedules); n == 0 || n > maxSchedules {
		return ErrFileDisagrees.Refuse("%d schedules, between 1 and %d", n, maxSchedules)
	}
	return nil
}

// RecordFile records the hash of a file before it goes to the bank, with all that it pays: what the bank is asked to do is what was disbursed.
// Who disbursed the schedules sends them. A payee that was marked or suspended since then is not paid.
func (k msgServer) RecordFile(ctx context.Context, m *MsgRecordFile) (*MsgRecordFileResponse, error) {
	id := m.Office + "/" + m.File
	known, err := k.files.Has(ctx, id)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, ErrFileDisagrees.Refuse("%s was recorded before", id)
	}
	var by string
	var all []Payable
	for _, schedule := range m.Schedules {
		var payables []Payable
		if by, payables, err = k.send(ctx, m, schedule); err != nil {
			return nil, err
		}
		all = append(all, payables...)
	}
	lines, sum, err := asked(all)
	if err != nil {
		return nil, err
	}
	if lines != m.Lines || sum != m.Amount {
		return nil, ErrFileDisagrees.Refuse("the file has %d lines of %s; disbursed and not answered are %d of %s", m.Lines, m.Amount, lines, sum)
	}
	if err := k.files.Set(ctx, id); err != nil {
		return nil, err
	}
	return &MsgRecordFileResponse{}, room.Emit(ctx, &FileRecorded{
		Office: m.Office, File: m.File, Schedules: m.Schedules, Lines: lines, Amount: sum, By: by,
	})
}

// send marks a disbursed schedule with the file in which it leaves, and returns what the file pays of it.
func (k Keeper) send(ctx context.Context, m *MsgRecordFile, id string) (by string, waiting []Payable, err error) {
	s, err := room.Get(ctx, k.schedules, id, ErrUnknownSchedule, "%q", rule.Clip(id, 70))
	if err != nil {
		return "", nil, err
	}
	if s.Office != m.Office || s.Status != StatusDisbursed || s.File != "" {
		return "", nil, ErrFileDisagrees.Refuse("schedule %s of %s is %s, in file %q", s.Id, s.Office, s.Status.Words(), s.File)
	}
	if _, waiting, err = k.waiting(ctx, s.Id); err != nil {
		return "", nil, err
	}
	officer, _, err := k.mayAct(ctx, m.Signer, consortium.DisbursingOfficer, s.Office, waiting, 0)
	if err != nil {
		return "", nil, err
	}
	if officer.Id != s.DisbursedBy {
		return "", nil, ErrConflict.Refuse("%s disbursed schedule %s, and sends it", s.DisbursedBy, s.Id)
	}
	if err := k.payableTo(ctx, s.Member, waiting); err != nil {
		return "", nil, err
	}
	if _, err := k.accountsOf(ctx, s.Office, waiting); err != nil {
		return "", nil, err
	}
	s.File = m.File
	return officer.Id, waiting, k.schedules.Set(ctx, s.Id, s)
}

// asked is what a bank is asked to pay, line by line, and what it comes to.
func asked(payables []Payable) (lines uint32, sum money.Amount, err error) {
	for _, p := range payables {
		if p.Roll == "" {
			lines++
		} else {
			lines += p.RollLines - uint32(set(p.Settled).count())
		}
	}
	sum, err = total(payables)
	return lines, sum, err
}
