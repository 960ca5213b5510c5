package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgTransfer) ValidateBasic() error {
	if _, err := ParseSymbol(m.Fund); err != nil {
		return err
	}
	if len(m.Purposes) > maxPurposes {
		return ErrMalformedPurpose.Refuse("%d purposes, at most %d", len(m.Purposes), maxPurposes)
	}
	return checkLaw(m.Law, m.Amount)
}

// Transfer moves unapportioned authority to another fund (31 USC 1532), in one entry of each.
func (k msgServer) Transfer(ctx context.Context, m *MsgTransfer) (*MsgTransferResponse, error) {
	giving, err := k.begin(ctx, m.Signer, FundOf(m.Authority), consortium.BudgetExaminer, m.Amount)
	if err != nil {
		return nil, err
	}
	from, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	if giving.fund.Symbol == m.Fund || from.Customer != "" || from.Until != "" { // a part of the year would lose its end
		return nil, ErrNoTransfer.Refuse("from %s to %s", m.Authority, m.Fund)
	}
	if err := giving.fund.unexpired(giving.year, giving.today); err != nil {
		return nil, err
	}
	receiving := giving
	if receiving.fund, err = k.Fund(ctx, m.Fund); err != nil {
		return nil, err
	}
	if err := k.isOpen(ctx, receiving.fund, receiving.year); err != nil {
		return nil, err
	}
	to, err := k.grow(ctx, receiving, Line{Name: m.Law, Defc: from.Defc, Mandatory: from.Mandatory, Purposes: m.Purposes})
	if err != nil {
		return nil, err
	}
	if err := k.ledger.Post(ctx, giving.entry(ledger.TransferOut, from.subject(), from.subject(), m.Amount, m.Law)); err != nil {
		return nil, err
	}
	if err := k.ledger.Post(ctx, receiving.entry(ledger.TransferIn, to.subject(), to.subject(), m.Amount, m.Law)); err != nil {
		return nil, err
	}
	event := &AuthorityTransferred{From: from.Id, To: to.Id, Law: m.Law, Amount: m.Amount, By: giving.by}
	return &MsgTransferResponse{Authority: to.Id}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgAcceptOrder) ValidateBasic() error {
	if _, err := ParseSymbol(m.Fund); err != nil {
		return err
	}
	if why := rule.CheckText(m.Customer, maxOffice); why != "" {
		return ErrMalformedText.Refuse("customer: %s", why)
	}
	if len(m.Purposes) > maxPurposes {
		return ErrMalformedPurpose.Refuse("%d purposes, at most %d", len(m.Purposes), maxPurposes)
	}
	return checkLaw(m.Agreement, m.Amount)
}

// AcceptOrder records work that a customer ordered and will pay for: it gives authority, and cash only when it is collected.
func (k msgServer) AcceptOrder(ctx context.Context, m *MsgAcceptOrder) (*MsgAcceptOrderResponse, error) {
	a, err := k.begin(ctx, m.Signer, m.Fund, consortium.BudgetOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	line, err := k.grow(ctx, a, Line{Name: m.Agreement, Defc: noEmergency, Customer: m.Customer, Purposes: m.Purposes})
	if err != nil {
		return nil, err
	}
	if err := k.ledger.Post(ctx, a.entry(ledger.Order, line.subject(), line.subject(), m.Amount, m.Agreement)); err != nil {
		return nil, err
	}
	event := &OrderAccepted{Authority: line.Id, Customer: m.Customer, Agreement: m.Agreement, Amount: m.Amount, By: a.by}
	return &MsgAcceptOrderResponse{Authority: line.Id}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgCollect) ValidateBasic() error { return checkLaw(m.Reference, m.Amount) }

// Collect records that a customer paid.
func (k msgServer) Collect(ctx context.Context, m *MsgCollect) (*MsgCollectResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Authority), consortium.BudgetOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	line, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	if err := k.ledger.Post(ctx, a.entry(ledger.Collect, line.subject(), line.subject(), m.Amount, m.Reference)); err != nil {
		return nil, err
	}
	event := &ReimbursementCollected{Authority: line.Id, Amount: m.Amount, Reference: m.Reference, By: a.by}
	return &MsgCollectResponse{}, room.Emit(ctx, event)
}
