package payment

import (
	"context"
	"strconv"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/history"
)

// lateWord is the bank's word that it took back what it had settled.
type lateWord struct {
	settled   PaymentRecord
	at        Undone // where that record stands, and which line of the roll came back
	amount    money.Amount
	reason    string
	trace     string
	exception string // which says so; empty: none
}

// key orders what came back by office, record and line.
func (u Undone) key() string {
	key := u.Office + "/" + strconv.FormatUint(u.Index, 10)
	if u.Line > 0 {
		key += "/" + strconv.FormatUint(uint64(u.Line), 10)
	}
	return key
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReturnSettled) ValidateBasic() error { return checkLate(m.Reason, m.Reference, m.Proof) }

func checkLate(reason, trace string, proof [][]byte) error {
	if why := CheckReason(reason); why != "" {
		return ErrMalformedReference.Refuse("return reason %q: %s", rule.Clip(reason, 70), why)
	}
	if why := rule.CheckText(trace, MaxReference); why != "" {
		return ErrMalformedReference.Refuse("trace: %s", why)
	}
	if why := history.CheckProof(proof); why != "" {
		return ErrNotSettled.Refuse("%s", why)
	}
	return nil
}

// ReturnSettled records that the bank took a payment back after it said that it was made: the payable, which left the state, is open again, and
// its money is owed again. What it was is shown by its record, which comes back once for ever.
func (k msgServer) ReturnSettled(ctx context.Context, m *MsgReturnSettled) (*MsgReturnSettledResponse, error) {
	r, err := k.settlement(ctx, m.Office, m.Payable, m.Index, m.Entry, m.Proof)
	if err != nil {
		return nil, err
	}
	if r.Roll != "" {
		return nil, ErrNotSettled.Refuse("%s was paid by a roll, which comes back by the line", r.Payable)
	}
	return &MsgReturnSettledResponse{}, k.takeUp(ctx, m.Signer, lateWord{
		settled: r, at: Undone{Office: m.Office, Index: m.Index}, amount: r.Amount,
		reason: m.Reason, trace: m.Reference, exception: m.Exception,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReturnSettledLine) ValidateBasic() error {
	if err := checkLate(m.Reason, m.Reference, m.Proof); err != nil {
		return err
	}
	return checkLine(m.Line, m.Beneficiary, m.Amount, m.LineProof)
}

// ReturnSettledLine does the same with a line of a roll, which is shown to stand in it.
func (k msgServer) ReturnSettledLine(ctx context.Context, m *MsgReturnSettledLine) (*MsgReturnSettledLineResponse, error) {
	r, err := k.settlement(ctx, m.Office, m.Payable, m.Index, m.Entry, m.Proof)
	if err != nil {
		return nil, err
	}
	proof, err := nodes(m.LineProof)
	if err != nil {
		return nil, err
	}
	line := int(m.Line) - 1
	if !r.paid(line) {
		return nil, ErrNotSettled.Refuse("record %d of %s does not say that a line %d of a roll was paid", m.Index, m.Office, m.Line)
	}
	if !roll.Holds(r.Roll, int(r.RollLines), r.RollTotal, line, roll.Line{Beneficiary: m.Beneficiary, Amount: m.Amount}, proof) {
		return nil, ErrNotInRoll.Refuse("line %d, %s of %s, is not shown to stand in the roll of %s", m.Line, m.Amount, m.Beneficiary, r.Payable)
	}
	return &MsgReturnSettledLineResponse{}, k.takeUp(ctx, m.Signer, lateWord{
		settled: r, at: Undone{Office: m.Office, Index: m.Index, Line: m.Line}, amount: m.Amount,
		reason: m.Reason, trace: m.Reference, exception: m.Exception,
	})
}

// settlement is the record that the bank paid a payable, which the log of an office is shown to have.
func (k Keeper) settlement(
	ctx context.Context, office, payable string, index uint64, entry []byte, proof [][]byte,
) (r PaymentRecord, err error) {
	if err := r.Unmarshal(entry); err != nil {
		return r, ErrNotSettled.Refuse("what is given is no record of a payment")
	}
	if err := k.history.Holds(ctx, PaymentsOf(office), index, entry, proof); err != nil {
		return r, err
	}
	if r.Payable != payable {
		return r, ErrNotSettled.Refuse("record %d of %s is of %s, not of %q", index, office, r.Payable, rule.Clip(payable, 70))
	}
	if !r.Settled {
		return r, ErrNotSettled.Refuse("record %d of %s says that %s came back: %s", index, office, r.Payable, r.Reference)
	}
	return r, nil
}

// paid says whether a record of a settlement is about a line of a roll, from zero. Its sum has none: each line has a record of its own.
func (r PaymentRecord) paid(line int) bool {
	return r.Settled && !r.Sum && line >= 0 && line < int(r.RollLines) && (len(r.Lines) == 0 || set(r.Lines).has(line))
}

// takeUp has what the bank took back owed again. The signer is a disbursing officer of the office, who took no other step of the payment.
func (k Keeper) takeUp(ctx context.Context, signer string, w lateWord) error {
	part, s := w.settled.payable(), w.settled.schedule(w.at.Office)
	if err := k.once(ctx, w); err != nil {
		return err
	}
	p, err := k.standing(ctx, part)
	if err != nil {
		return err
	}
	funds, _, err := k.fundsOf(ctx, []Payable{p})
	if err != nil {
		return err
	}
	by, err := k.recorder(ctx, signer, s.Office, scopesOf(funds))
	if err != nil {
		return err
	}
	if err := s.stranger(by, Recorded, []Payable{p}); err != nil {
		return err
	}
	open, err := p.owedAgain(w, s, by)
	if err != nil {
		return err
	}
	if err := k.covered(ctx, w, open); err != nil {
		return err
	}
	word := PaymentRecord{Amount: w.amount, Reference: w.reason, Trace: w.trace, Undoes: w.at.Index + 1, By: by}
	if w.at.Line > 0 {
		word.Lines = set{}.with(int(p.RollLines), int(w.at.Line)-1)
	}
	if w.exception != "" {
		if word.Answer, word.AnswerLine, err = k.closeFor(ctx, w, by); err != nil {
			return err
		}
	}
	if err := k.undone.Set(ctx, w.at.key(), w.at); err != nil {
		return err
	}
	if err := k.payables.Set(ctx, open.Id, open); err != nil {
		return err
	}
	part.Amount = w.amount
	if err := k.tookBack(ctx, part, by); err != nil {
		return err
	}
	if err := k.record(ctx, s, part, word); err != nil {
		return err
	}
	return room.Emit(ctx, &SettlementReturned{
		Payable: open.Id, Office: s.Office, Index: w.at.Index, Line: w.at.Line, Amount: w.amount, Reason: w.reason, By: by,
	})
}

// payable is what left the state with a settlement: nothing of it is owed, and all lines of its roll are settled. It bears no interest any more,
// as nothing that came back does.
func (r PaymentRecord) payable() Payable {
	return Payable{
		Id: r.Payable, Obligation: r.Obligation, Payee: r.Payee, Persons: r.Persons, Hands: r.Hands, Status: PayableOpen,
		Owed: r.Owed, Advance: r.Advance, Interest: r.Interest, Account: r.Account,
		Roll: r.Roll, RollLines: r.RollLines, RollTotal: r.RollTotal, Settled: whole(int(r.RollLines)),
	}
}

// schedule is the one that paid what a record is about.
func (r PaymentRecord) schedule(office string) Schedule {
	return Schedule{
		Id: r.Schedule, Office: office, File: r.File, PreparedBy: r.PreparedBy, CertifiedBy: r.CertifiedBy, DisbursedBy: r.DisbursedBy,
	}
}

// standing is a payable that left the state, or as it is there again since other lines of its roll are owed: open, and under the obligation
// that paid it, so that no schedule changes and no debt moves.
func (k Keeper) standing(ctx context.Context, was Payable) (Payable, error) {
	p, found, err := k.Payable(ctx, was.Id)
	if err != nil || !found {
		return was, err
	}
	if p.Status != PayableOpen || p.Obligation != was.Obligation {
		return p, ErrWrongState.Refuse("payable %s is %s under %s, not %s under %s; take its line up when the bank has spoken of the others",
			p.Id, p.Status.Words(), p.Obligation, PayableOpen.Words(), was.Obligation)
	}
	return p, nil
}

// owedAgain is a payable open for what came back, beside what is owed of it. It keeps who took which step of the payment that the bank took back.
func (p Payable) owedAgain(w lateWord, s Schedule, by string) (_ Payable, err error) {
	if p, err = p.off(s, Hand{w.settled.By, Recorded}, Hand{by, Recorded}); err != nil {
		return p, err
	}
	if p.Amount, err = money.Add(p.Amount, w.amount); err != nil {
		return p, err
	}
	if w.at.Line > 0 {
		p.Settled = set(p.Settled).without(int(w.at.Line) - 1)
	}
	p.CameBackFor = w.reason
	return p, p.fault()
}

// once refuses a settlement that came back before: a payment that was made again is another record.
func (k Keeper) once(ctx context.Context, w lateWord) error {
	known, err := k.undone.Has(ctx, w.at.key())
	if err == nil && known {
		return ErrCameBack.Refuse("record %s, of %s", w.at.key(), w.settled.Payable)
	}
	return err
}

// covered refuses to owe more of a bill again than was paid for it and not refunded.
func (k Keeper) covered(ctx context.Context, w lateWord, open Payable) error {
	refunded, err := k.refundedOf(ctx, open.Id)
	if err != nil {
		return err
	}
	paid := w.settled.Amount
	if open.Roll != "" {
		paid = open.RollTotal
	}
	if left := paid - refunded - (open.Amount - w.amount); w.amount > left {
		return ErrCameBack.Refuse("available %s, asked %s, paid for %s and neither owed again nor refunded", left, w.amount, open.Id)
	}
	return nil
}
