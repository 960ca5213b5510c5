package grant

import (
	"context"
	"slices"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgClaimBack) ValidateBasic() error { return checkDebt(m.Amount, m.Reason) }

// ClaimBack establishes a debt: the recipient of an award owes back what it was paid and was no cost of it. Who passed money on owes also what
// those below were paid (2 CFR 200.332, 200.346).
func (k msgServer) ClaimBack(ctx context.Context, m *MsgClaimBack) (*MsgClaimBackResponse, error) {
	award, officer, err := k.debtOf(ctx, m.Signer, m.Fain, consortium.GrantsOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	if err := k.appropriation.ClaimBack(ctx, m.Fain, m.Amount, officer, m.Reason); err != nil {
		return nil, err
	}
	if !slices.Contains(award.DebtBy, officer) {
		if award.DebtBy = append(award.DebtBy, officer); len(award.DebtBy) > maxHands {
			return nil, ErrTooManyHands.Refuse("%d persons established debts under award %s, at most %d", len(award.DebtBy), m.Fain, maxHands)
		}
		if err := k.awards.Set(ctx, m.Fain, award); err != nil {
			return nil, err
		}
	}
	return &MsgClaimBackResponse{}, room.Emit(ctx, &DebtEstablished{Fain: m.Fain, Amount: m.Amount, Reason: m.Reason, By: officer})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgWriteOff) ValidateBasic() error { return checkDebt(m.Amount, m.Reason) }

// WriteOff gives a debt up (31 USC 3711(a)(3)). Who made the award or established the debt does not.
func (k msgServer) WriteOff(ctx context.Context, m *MsgWriteOff) (*MsgWriteOffResponse, error) {
	award, officer, err := k.debtOf(ctx, m.Signer, m.Fain, consortium.CertifyingOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	if slices.Contains(award.persons(award.By), officer) || slices.Contains(award.DebtBy, officer) {
		return nil, ErrOwnDecision.Refuse("%s made award %s, or established a debt under it", officer, m.Fain)
	}
	if err := k.appropriation.WriteOff(ctx, m.Fain, m.Amount, officer, m.Reason); err != nil {
		return nil, err
	}
	return &MsgWriteOffResponse{}, room.Emit(ctx, &DebtWrittenOff{Fain: m.Fain, Amount: m.Amount, Reason: m.Reason, By: officer})
}

// debtOf asks whether the signer may establish or give up a debt under an award.
func (k Keeper) debtOf(
	ctx context.Context, signer, fain string, duty consortium.Duty, amount money.Amount,
) (award Award, officer string, err error) {
	if award, err = k.award(ctx, fain); err != nil {
		return award, "", err
	}
	act, err := k.actOn(ctx, award)
	if err != nil {
		return award, "", err
	}
	act.Duty, act.Amount = duty, amount
	person, err := k.consortium.Authorise(ctx, signer, act)
	return award, person.Id, err
}

func checkDebt(amount money.Amount, reason string) error {
	if why := amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return checkReason(reason)
}
