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
	if n := len(m.Purposes); n == 0 || n > maxPurposes { // what the law gave for is not what any fund is for
		return ErrMalformedPurpose.Refuse("%d purposes, between 1 and %d", n, maxPurposes)
	}
	if m.Exception != "" {
		if why := rule.CheckText(m.Exception, maxLaw); why != "" {
			return ErrNoBasis.Refuse("exception: %s", why)
		}
	}
	return checkLaw(m.Law, m.Amount)
}

// Transfer moves unapportioned authority to another fund (31 USC 1532), in one entry of each.
func (k msgServer) Transfer(ctx context.Context, m *MsgTransfer) (*MsgTransferResponse, error) {
	into, err := k.Fund(ctx, m.Fund)
	if err != nil {
		return nil, err
	}
	giving, err := k.begin(ctx, m.Signer, FundOf(m.Authority), consortium.BudgetExaminer, m.Amount, into.Scopes()...)
	if err != nil {
		return nil, err
	}
	from, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	if err := giving.fund.unexpired(giving.year, giving.today); err != nil {
		return nil, err
	}
	if err := k.transferable(ctx, from, m); err != nil {
		return nil, err
	}
	receiving := giving
	receiving.fund = into
	if err := k.isOpen(ctx, receiving.fund, receiving.year); err != nil {
		return nil, err
	}
	to, err := k.grow(ctx, receiving, Line{
		Name: m.Law, Defc: from.Defc, Mandatory: from.Mandatory, Purposes: m.Purposes, Exception: m.Exception,
	})
	if err != nil {
		return nil, err
	}
	if err := k.ledger.Post(ctx, giving.entry(ledger.TransferOut, from.subject(), from.subject(), m.Amount, m.Law)); err != nil {
		return nil, err
	}
	if err := k.ledger.Post(ctx, receiving.entry(ledger.TransferIn, to.subject(), to.subject(), m.Amount, m.Law)); err != nil {
		return nil, err
	}
	event := &AuthorityTransferred{From: from.Id, To: to.Id, Law: m.Law, Amount: m.Amount, By: giving.by, Exception: m.Exception}
	return &MsgTransferResponse{Authority: to.Id}, room.Emit(ctx, event)
}

// transferable refuses to pass on what is no law's, what a continuing resolution gave for a part of the year, and what would live longer
// than the law that gave it lets it, unless the provision that allows it is named: transferred amounts have the limits of the law that
// appropriated them (31 USC 1532).
func (k Keeper) transferable(ctx context.Context, from Line, m *MsgTransfer) error {
	if FundOf(from.Id) == m.Fund {
		return ErrNoTransfer.Refuse("%s is an authority of %s itself", from.Id, m.Fund)
	}
	if from.Customer != "" {
		return ErrNoTransfer.Refuse("%s is an order of %s", from.Id, from.Customer)
	}
	if until, last, err := k.Until(ctx, from); err != nil || until != "" {
		return orRefuse(err, ErrNoTransfer.Refuse("%s gives until %s only, which would be lost in %s", last.Name, until, m.Fund))
	}
	giving, err := ParseSymbol(FundOf(from.Id))
	if err != nil {
		return err
	}
	receiving, err := ParseSymbol(m.Fund)
	if err != nil {
		return err
	}
	if m.Exception == "" && !giving.covers(receiving) {
		return ErrNoTransfer.Refuse("%s is available for %s, %s for %s, and no provision is named by which it lives on",
			FundOf(from.Id), giving.years(), m.Fund, receiving.years())
	}
	return nil
}
