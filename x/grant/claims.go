package grant

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgSubmitClaim) ValidateBasic() error {
	if _, err := payment.Normalise(m.Number); err != nil {
		return err
	}
	if why := m.Amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return m.claim("", "").fault()
}

func (m *MsgSubmitClaim) claim(number, payee string) Claim {
	c := Claim{
		Fain: m.Fain, Sub: m.Sub, Number: number, Payee: payee, Kind: m.Kind, Amount: m.Amount, Lines: m.Lines, Cost: m.Cost,
		Compensated: m.Compensated, Begins: m.Begins, Ends: m.Ends, Evidence: m.Evidence, Milestone: m.Milestone,
		Roll: m.Roll, RollLines: m.RollLines,
	}
	if c.Kind == ClaimKindUnspecified {
		c.Kind = Reimbursement
	}
	if c.Cost == 0 {
		c.Cost = c.Amount
	}
	return c
}

// SubmitClaim asks for money under an award or sub-award, or accounts for an advance.
func (k msgServer) SubmitClaim(ctx context.Context, m *MsgSubmitClaim) (*MsgSubmitClaimResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	award, ts, err := k.tiers(ctx, tierID(m.Fain, m.Sub))
	if err != nil {
		return nil, err
	}
	number, err := payment.Normalise(m.Number)
	if err != nil {
		return nil, err
	}
	claim := m.claim(number, payee.Uei)
	if claim.Again, err = k.neverSent(ctx, claim); err != nil {
		return nil, err
	}
	if claim.Claimed, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.acceptable(ctx, award, ts, claim); err != nil {
		return nil, err
	}
	if err := k.left(ctx, ts, claim); err != nil {
		return nil, err
	}
	if _, err := k.judge(ctx, award, ts, claim, consortium.Officer{}); err != nil {
		return nil, err
	}
	if err := k.claims.Set(ctx, claim.key(), claim); err != nil {
		return nil, err
	}
	if err := k.remember(ctx, claim); err != nil {
		return nil, err
	}
	return &MsgSubmitClaimResponse{}, room.Emit(ctx, &ClaimSubmitted{
		Fain: award.Fain, Sub: claim.Sub, Number: number, Amount: claim.Amount, By: payee.Uei,
	})
}

// id is the award or sub-award under which a claim is.
func (c Claim) id() string { return tierID(c.Fain, c.Sub) }

// key is where a claim waits.
func (c Claim) key() collections.Pair[string, string] { return collections.Join(c.id(), c.Number) }
