package grant

import (
	"context"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgIncreaseAward) ValidateBasic() error { return checkAmendment(m.Amount, m.Reason) }

// IncreaseAward obligates more under an award. Who does so has obligated its money, as who made it has.
func (k msgServer) IncreaseAward(ctx context.Context, m *MsgIncreaseAward) (*MsgIncreaseAwardResponse, error) {
	award, officer, err := k.amend(ctx, m.Signer, m.Fain, m.Amount)
	if err != nil {
		return nil, err
	}
	if award, err = award.Increased(officer); err != nil {
		return nil, err
	}
	if err := k.awards.Set(ctx, award.Fain, award); err != nil {
		return nil, err
	}
	if err := k.appropriation.Increase(ctx, award.Fain, m.Allotment, m.Amount, officer, award.Fain); err != nil {
		return nil, err
	}
	event := &AwardIncreased{Fain: award.Fain, Amount: m.Amount, Reason: m.Reason, By: officer}
	return &MsgIncreaseAwardResponse{}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReduceAward) ValidateBasic() error { return checkAmendment(m.Amount, m.Reason) }

// ReduceAward takes from an award what its recipient has not claimed.
func (k msgServer) ReduceAward(ctx context.Context, m *MsgReduceAward) (*MsgReduceAwardResponse, error) {
	award, officer, err := k.amend(ctx, m.Signer, m.Fain, m.Amount)
	if err != nil {
		return nil, err
	}
	if err := k.appropriation.Reduce(ctx, award.Fain, m.Amount, officer, award.Fain); err != nil {
		return nil, err
	}
	event := &AwardReduced{Fain: award.Fain, Amount: m.Amount, Reason: m.Reason, By: officer}
	return &MsgReduceAwardResponse{}, room.Emit(ctx, event)
}

// amend loads an award, and asks whether the signer may change its amount: a grants officer of the programme's agency.
func (k Keeper) amend(ctx context.Context, signer, fain string, amount money.Amount) (a Award, officer string, err error) {
	if a, err = k.award(ctx, fain); err != nil {
		return a, "", err
	}
	programme, err := k.programme(ctx, a.Listing)
	if err != nil {
		return a, "", err
	}
	obligation, err := k.appropriation.Obligation(ctx, fain)
	if err != nil {
		return a, "", err
	}
	fund, err := k.appropriation.Fund(ctx, obligation.Fund())
	if err != nil {
		return a, "", err
	}
	person, err := k.consortium.Authorise(ctx, signer, consortium.Act{
		Duty: consortium.GrantsOfficer, Member: programme.Member, Scopes: fund.Scopes(), Amount: amount,
	})
	return a, person.Id, err
}

func checkAmendment(amount money.Amount, reason string) error {
	if why := rule.CheckText(reason, maxText); why != "" {
		return ErrMalformedText.Refuse("reason: %s", why)
	}
	if why := amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return nil
}
