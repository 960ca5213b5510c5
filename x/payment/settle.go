package payment

import (
	"context"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgSettle) ValidateBasic() error {
	if why := rule.CheckText(m.Reference, MaxReference); why != "" {
		return ErrMalformedReference.Refuse("trace: %s", why)
	}
	return nil
}

// Settle records that the bank made a payment. The payable leaves the state for the paying office's log.
func (k msgServer) Settle(ctx context.Context, m *MsgSettle) (*MsgSettleResponse, error) {
	payable, schedule, officer, err := k.answered(ctx, m.Signer, m.Payable)
	if err != nil {
		return nil, err
	}
	if err := payable.whole(); err != nil {
		return nil, err
	}
	if err := k.settled(ctx, payable); err != nil {
		return nil, err
	}
	if err := k.conclude(ctx, schedule, payable, true, m.Reference, officer); err != nil {
		return nil, err
	}
	return &MsgSettleResponse{}, room.Emit(ctx, &PaymentSettled{
		Payable: payable.Id, Schedule: schedule.Id, Payee: payable.Payee, Amount: payable.Amount,
		Reference: m.Reference, By: officer,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReturn) ValidateBasic() error {
	if why := CheckReason(m.Reason); why != "" {
		return ErrMalformedReference.Refuse("return reason %q: %s", m.Reason, why)
	}
	return nil
}

// Return records that the bank sent a payment back. The payable is open again, and its money is owed again.
func (k msgServer) Return(ctx context.Context, m *MsgReturn) (*MsgReturnResponse, error) {
	payable, schedule, officer, err := k.answered(ctx, m.Signer, m.Payable)
	if err != nil {
		return nil, err
	}
	if err := payable.whole(); err != nil {
		return nil, err
	}
	if err := k.returned(ctx, schedule, payable, officer, m.Reason); err != nil {
		return nil, err
	}
	if err := k.conclude(ctx, schedule, payable, false, m.Reason, officer); err != nil {
		return nil, err
	}
	return &MsgReturnResponse{}, room.Emit(ctx, &PaymentReturned{
		Payable: payable.Id, Schedule: schedule.Id, Payee: payable.Payee, Amount: payable.Amount,
		Reason: m.Reason, By: officer,
	})
}

// settled takes a payable that the bank paid out of the state.
func (k Keeper) settled(ctx context.Context, p Payable) error {
	if err := k.payables.Remove(ctx, p.Id); err != nil {
		return err
	}
	return k.arrived(ctx, p)
}

// returned opens a payable again that the bank sent back, and whose money is owed again.
func (k Keeper) returned(ctx context.Context, s Schedule, p Payable, by, why string) error {
	open, err := p.cameBack(s, by, why)
	if err != nil {
		return err
	}
	return k.reopen(ctx, open, by)
}

// reopen keeps a payable that is open again, and tells the waist.
func (k Keeper) reopen(ctx context.Context, p Payable, by string) error {
	if err := k.payables.Set(ctx, p.Id, p); err != nil {
		return err
	}
	return k.cameBack(ctx, p, by)
}

// answered loads the disbursed payable that a bank's word is about, and asks whether the signer may record it: a disbursing
// officer of the paying office, and nobody who took another step of the payment.
func (k Keeper) answered(ctx context.Context, signer, id string) (p Payable, s Schedule, officer string, err error) {
	if p, err = k.payable(ctx, id); err != nil {
		return p, s, "", err
	}
	if p.Status != PayableDisbursed {
		return p, s, "", ErrWrongState.Refuse("payable %s is %s, not %s", p.Id, p.Status.Words(), PayableDisbursed.Words())
	}
	if s, err = k.schedules.Get(ctx, p.Schedule); err != nil {
		return p, s, "", err
	}
	funds, _, err := k.fundsOf(ctx, []Payable{p})
	if err != nil {
		return p, s, "", err
	}
	if officer, err = k.recorder(ctx, signer, s.Office, scopesOf(funds)); err != nil {
		return p, s, "", err
	}
	return p, s, officer, s.stranger(officer, Recorded, []Payable{p})
}

// recorder asks whether the signer may record what a bank has done or what came in: a disbursing officer of the paying office. No amount: it
// is recorded, whatever the limits.
func (k Keeper) recorder(ctx context.Context, signer, office string, scopes []consortium.Scope) (string, error) {
	officer, err := k.consortium.Authorise(ctx, signer, consortium.Act{
		Duty: consortium.DisbursingOfficer, Member: office, Scopes: scopes,
	})
	return officer.Id, err
}

// conclude writes the bank's word on a payment into the office's log. A schedule leaves the state with its last word.
func (k Keeper) conclude(ctx context.Context, s Schedule, p Payable, settled bool, reference, by string) error {
	if err := k.record(ctx, s, p, PaymentRecord{Amount: p.Amount, Settled: settled, Reference: reference, By: by}); err != nil {
		return err
	}
	return k.closeLines(ctx, s, 1)
}

// record writes the bank's word into the office's log, with all by which the payable is owed again should the bank take the payment back later.
func (k Keeper) record(ctx context.Context, s Schedule, p Payable, word PaymentRecord) (err error) {
	if word.On, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	word.Schedule, word.Payable, word.Obligation, word.Payee, word.File = s.Id, p.Id, p.Obligation, p.Payee, s.File
	word.Account = p.Account
	word.PreparedBy, word.CertifiedBy, word.DisbursedBy = s.PreparedBy, s.CertifiedBy, s.DisbursedBy
	word.Persons, word.Hands, word.Owed, word.Advance, word.Interest = p.Persons, p.Hands, p.Owed, p.Advance, p.Interest
	word.Roll, word.RollLines, word.RollTotal = p.Roll, p.RollLines, p.RollTotal
	return k.history.Record(ctx, PaymentsOf(s.Office), &word)
}

// closeLines counts that the bank has spoken of so many more lines of a schedule, which leaves the state with its last.
func (k Keeper) closeLines(ctx context.Context, s Schedule, lines uint32) error {
	s.Waiting -= lines
	if s.Waiting > 0 {
		return k.schedules.Set(ctx, s.Id, s)
	}
	if err := k.schedules.Remove(ctx, s.Id); err != nil {
		return err
	}
	if err := k.lines.Remove(ctx, s.Id); err != nil {
		return err
	}
	return room.Emit(ctx, &ScheduleClosed{Schedule: s.Id})
}
