package procurement

import (
	"context"
	"slices"

	gogogrpc "github.com/cosmos/gogoproto/grpc"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgDemand) ValidateBasic() error {
	if err := checkPIID(m.Piid); err != nil {
		return err
	}
	if why := m.Amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	if why := history.CheckProof(m.Proof); why != "" {
		return ErrNotDemanded.Refuse("%s", why)
	}
	if err := checkEvidence(m.Evidence); err != nil {
		return err
	}
	return checkReason(m.Reason)
}

// Prove fills in the approval and the proof of it as a node has them, unless they are given: whoever demands knows its number.
func (m *MsgDemand) Prove(ctx context.Context, node gogogrpc.ClientConn) error {
	return history.Prove(ctx, node, RecordsOf(m.Piid), m.Index, &m.Entry, &m.Proof)
}

// Demand establishes a debt: the vendor owes back what it was paid for an invoice and had no right to (31 USC 3711; FAR 32.604). An
// approved invoice stands in the log alone, with the order once that is closed: the demand shows that it stands there.
func (k msgServer) Demand(ctx context.Context, m *MsgDemand) (*MsgDemandResponse, error) {
	approved, under, err := k.paidInvoice(ctx, m)
	if err != nil {
		return nil, err
	}
	officer, err := k.acting(ctx, m.Signer, under, consortium.ContractingOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	d := Debt{
		Payable: approved.Payable, Piid: m.Piid, Obligation: under, Amount: m.Amount, Reason: m.Reason, Evidence: m.Evidence,
		By: officer.Id, Persons: approved.Persons,
	}
	if d.Demanded, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.demandable(ctx, d, approved); err != nil {
		return nil, err
	}
	if err := k.debts.Set(ctx, d.Payable, d); err != nil {
		return nil, err
	}
	if err := k.ledger.Note(ctx, invoiceSubject(d.Payable), noteDemanded, d.Amount); err != nil {
		return nil, err
	}
	if err := k.appropriation.ClaimBack(ctx, d.Obligation, d.Amount, officer.Id, d.Payable); err != nil {
		return nil, err
	}
	if err := k.record(ctx, d.Piid, OrderRecord{
		Act: Demanded, By: officer.Id, Number: approved.Number, Amount: d.Amount, Reason: d.Reason, Payable: d.Payable, Evidence: d.Evidence,
	}); err != nil {
		return nil, err
	}
	return &MsgDemandResponse{Payable: d.Payable}, room.Emit(ctx, &DebtDemanded{
		Piid: d.Piid, Payable: d.Payable, Amount: d.Amount, Reason: d.Reason, By: officer.Id,
	})
}

// paidInvoice is the approval of which something is demanded, as it is proved, and the obligation under which the invoice was paid.
func (k Keeper) paidInvoice(ctx context.Context, m *MsgDemand) (approved OrderRecord, under string, err error) {
	if err := approved.Unmarshal(m.Entry); err != nil {
		return approved, "", ErrNotDemanded.Refuse("what is given is no record of an order")
	}
	if approved.Act != Approved {
		return approved, "", ErrNotDemanded.Refuse("record %d of order %s is no approval of an invoice", m.Index, m.Piid)
	}
	if err := k.history.Holds(ctx, RecordsOf(m.Piid), m.Index, m.Entry, m.Proof); err != nil {
		return approved, "", err
	}
	under, err = k.paid(ctx, approved.Payable)
	if under == "" {
		under = m.Piid
	}
	return approved, under, err
}

// paid refuses a bill of which the bank has not said that it was paid, or that came back since. It answers the document of the current account
// that paid it, if it was charged to one.
func (k Keeper) paid(ctx context.Context, bill string) (under string, err error) {
	under, why, err := k.payment.Paid(ctx, bill)
	if err == nil && why != "" {
		return "", ErrNotDemanded.Refuse("%s is %s; the bank has not said that it was paid", bill, why)
	}
	return under, err
}

// demandable refuses a second debt of an invoice beside one that stands, and to demand more of it than it came to.
func (k Keeper) demandable(ctx context.Context, d Debt, approved OrderRecord) error {
	stands, err := k.debts.Has(ctx, d.Payable)
	if err != nil {
		return err
	}
	if stands {
		return ErrNotDemanded.Refuse("a debt of %s stands", d.Payable)
	}
	before, err := k.ledger.Noted(ctx, invoiceSubject(d.Payable), noteDemanded)
	if err != nil {
		return err
	}
	if left := approved.Amount - before; d.Amount > left {
		return ErrNotDemanded.Refuse("available %s, asked %s, paid of %s and not demanded back", left, d.Amount, d.Payable)
	}
	return nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgAppealDemand) ValidateBasic() error { return checkReason(m.Reason) }

// AppealDemand asks that a demand be looked at again by somebody else.
func (k msgServer) AppealDemand(ctx context.Context, m *MsgAppealDemand) (*MsgAppealDemandResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	d, err := k.debt(ctx, m.Payable)
	if err != nil {
		return nil, err
	}
	if payee.Uei != d.vendor() {
		return nil, ErrNotParty.Refuse("%s owes the debt of %s, the appeal is by %s", d.vendor(), d.Payable, payee.Uei)
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	if d, err = d.contested(m.Reason, today); err != nil {
		return nil, err
	}
	if err := k.debts.Set(ctx, d.Payable, d); err != nil {
		return nil, err
	}
	if err := k.record(ctx, d.Piid, OrderRecord{Act: Appealed, By: payee.Uei, Amount: d.Amount, Reason: m.Reason, Payable: d.Payable}); err != nil {
		return nil, err
	}
	return &MsgAppealDemandResponse{}, room.Emit(ctx, &DemandAppealed{Piid: d.Piid, Payable: d.Payable, Reason: m.Reason, By: payee.Uei})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgDecideDemand) ValidateBasic() error { return checkReason(m.Reason) }

// DecideDemand denies an appeal, and the debt stands, or grants it: what is left of the debt is owed no more. What came back before stays.
func (k msgServer) DecideDemand(ctx context.Context, m *MsgDecideDemand) (*MsgDecideDemandResponse, error) {
	d, err := k.debt(ctx, m.Payable)
	if err != nil {
		return nil, err
	}
	officer, err := k.acting(ctx, m.Signer, d.Obligation, consortium.ContractingOfficer, d.Amount)
	if err != nil {
		return nil, err
	}
	if d, err = d.decided(officer.Id); err != nil {
		return nil, err
	}
	act := Upheld
	if m.Granted {
		act, err = Dropped, k.drop(ctx, d, officer.Id)
	} else {
		err = k.debts.Set(ctx, d.Payable, d)
	}
	if err != nil {
		return nil, err
	}
	if err := k.record(ctx, d.Piid, OrderRecord{Act: act, By: officer.Id, Amount: d.Amount, Reason: m.Reason, Payable: d.Payable}); err != nil {
		return nil, err
	}
	return &MsgDecideDemandResponse{}, room.Emit(ctx, &DemandDecided{
		Piid: d.Piid, Payable: d.Payable, Granted: m.Granted, Amount: d.Amount, Reason: m.Reason, By: officer.Id,
	})
}

// drop gives up what is left of a debt, which may be demanded again if more is found.
func (k Keeper) drop(ctx context.Context, d Debt, by string) error {
	if err := k.debts.Remove(ctx, d.Payable); err != nil {
		return err
	}
	if err := k.ledger.Note(ctx, invoiceSubject(d.Payable), noteDemanded, -d.Amount); err != nil {
		return err
	}
	return k.appropriation.DropClaim(ctx, d.Obligation, d.Amount, by, d.Payable)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReceiveRefund) ValidateBasic() error {
	if why := m.Amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return nil
}

// ReceiveRefund records what came in of a debt: it goes back to where the order drew it from, or, of an earlier year, to the law's authority.
func (k msgServer) ReceiveRefund(ctx context.Context, m *MsgReceiveRefund) (*MsgReceiveRefundResponse, error) {
	d, err := k.debt(ctx, m.Payable)
	if err != nil {
		return nil, err
	}
	if _, err := k.paid(ctx, d.Payable); err != nil {
		return nil, err
	}
	if d, err = d.less(m.Amount); err != nil {
		return nil, err
	}
	by, err := k.payment.Receive(ctx, m.Signer, m.Office, payment.ReceiptRecord{
		Reference: m.Reference, Obligation: d.Obligation, Payable: d.Payable, Payee: d.vendor(), Amount: m.Amount,
	}, append(slices.Clone(d.Persons), d.By))
	if err != nil {
		return nil, err
	}
	if err := k.reduce(ctx, d, OrderRecord{Act: Refunded, By: by, Number: m.Reference, Amount: m.Amount}); err != nil {
		return nil, err
	}
	return &MsgReceiveRefundResponse{}, nil
}

// reduce keeps a debt of which something came back, and tells how. One of which nothing is left leaves the state.
func (k Keeper) reduce(ctx context.Context, d Debt, r OrderRecord) (err error) {
	if d.Amount == 0 {
		err = k.debts.Remove(ctx, d.Payable)
	} else {
		err = k.debts.Set(ctx, d.Payable, d)
	}
	if err != nil {
		return err
	}
	r.Payable = d.Payable
	if err := k.record(ctx, d.Piid, r); err != nil {
		return err
	}
	return room.Emit(ctx, &DebtReduced{Piid: d.Piid, Payable: d.Payable, Amount: r.Amount, Left: d.Amount, By: r.By})
}

func (k Keeper) debt(ctx context.Context, bill string) (Debt, error) {
	return room.Get(ctx, k.debts, bill, ErrUnknownDebt, "%q", rule.Clip(bill, 70))
}
