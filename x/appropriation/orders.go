package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

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

// ValidateBasic checks what can be checked without state.
func (m *MsgWithdrawOrder) ValidateBasic() error { return checkLaw(m.Reference, m.Amount) }

// WithdrawOrder records that a customer orders less, in the year of the order or later: what he will not pay for is no authority. What is
// obligated for him already is reduced first, and what he has paid is sent back as any debt is.
func (k msgServer) WithdrawOrder(ctx context.Context, m *MsgWithdrawOrder) (*MsgWithdrawOrderResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Authority), consortium.BudgetOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	line, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	if line.Customer == "" {
		return nil, ErrNotOrder.Refuse("%s is of %s", line.Id, line.Name)
	}
	entry := a.entry(ledger.WithdrawOrder, line.subject(), line.subject(), m.Amount, m.Reference)
	entry.Held = a.recovered()
	if err := k.ledger.Post(ctx, entry); err != nil {
		return nil, err
	}
	event := &OrderWithdrawn{Authority: line.Id, Amount: m.Amount, Reference: m.Reference, By: a.by}
	return &MsgWithdrawOrderResponse{}, room.Emit(ctx, event)
}
