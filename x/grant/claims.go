package grant

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/money"
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
	if err := k.neverSent(ctx, claim); err != nil {
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

// acceptable refuses a claim that its award, its tiers or its budget does not allow: when it is sent, and again when it is approved.
func (k Keeper) acceptable(ctx context.Context, a Award, ts tiers, c Claim) error {
	if err := a.claims(); err != nil {
		return err
	}
	if own := ts[len(ts)-1]; own.Closed {
		return ErrNotOpen.Refuse("%s is closed", own.title())
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := ts.Accept(c, c.Claimed, params); err != nil {
		return err
	}
	if direct := a.Kind == DirectPayment; direct != (c.Roll != "") && c.Kind != Advance {
		return ErrMalformedRoll.Refuse("award %s is of kind %s, and the claim has %d beneficiaries", a.Fain, a.Kind.Words(), c.RollLines)
	}
	if err := k.needed(ctx, a, c, params); err != nil {
		return err
	}
	return k.budgeted(ctx, ts[len(ts)-1], c)
}

// left refuses a claim for more than may be claimed as things stand.
func (k Keeper) left(ctx context.Context, ts tiers, c Claim) error {
	left, err := k.claimable(ctx, ts, c.Kind)
	if err == nil && c.Amount > left {
		return ErrOverAward.Refuse("claimable %s, asked %s, %s", left, c.Amount, ts[len(ts)-1].title())
	}
	return err
}

// covered refuses a claim of an award's own recipient, once it is answered, that took what was passed on. The rest is guarded by the ledger.
func (k Keeper) covered(ctx context.Context, ts tiers, c Claim) error {
	p, err := k.position(ctx, ts[0].ID)
	if err != nil || len(ts) > 1 || p.committed == 0 {
		return err
	}
	open, err := money.Add(p.Undelivered, p.Advanced)
	if err == nil && open < p.committed {
		return ErrOverAward.Refuse("claimable %s, asked %s, %s of award %s is passed on",
			max(0, open+c.Amount-p.committed), c.Amount, p.committed, c.Fain)
	}
	return err
}

// needed refuses an advance while an older one is not accounted for (31 USC 6503; 2 CFR 200.305(b)).
func (k Keeper) needed(ctx context.Context, a Award, c Claim, p Params) error {
	if c.Kind != Advance || a.Advanced == "" || c.Claimed <= a.Advanced.Plus(p.AdvanceDays) {
		return nil
	}
	open, err := k.position(ctx, a.Fain)
	if err == nil && open.Advanced+open.Promised > 0 {
		return ErrNoNeed.Refuse("%s was advanced %d days ago and more, and is not accounted for; the last on %s",
			open.Advanced+open.Promised, p.AdvanceDays, a.Advanced)
	}
	return err
}

// budgeted refuses a claim outside the budget of its own tier.
func (k Keeper) budgeted(ctx context.Context, own tier, c Claim) error {
	costs, err := c.costs()
	if err != nil || c.Kind == Advance {
		return err
	}
	if len(own.Budget) > 0 && len(costs) == 0 {
		return ErrOutsideBudget.Refuse("%s has a budget by category, and the claim names none", own.title())
	}
	for _, cost := range costs {
		had, err := k.ledger.Noted(ctx, own.ID, noteCategory+cost.Category)
		if err != nil {
			return err
		}
		if err := own.within(cost, had); err != nil {
			return err
		}
	}
	return nil
}

// neverSent refuses a claim that waits already, and one that was ever owed.
func (k Keeper) neverSent(ctx context.Context, c Claim) error {
	waits, err := k.claims.Has(ctx, c.key())
	if err != nil {
		return err
	}
	if waits {
		return ErrDuplicateClaim.Refuse("number %s under %s waits for a decision", c.Number, c.id())
	}
	bill, err := k.bill(ctx, c)
	if err != nil {
		return err
	}
	billed, err := k.payment.Billed(ctx, bill)
	if err != nil {
		return err
	}
	if billed {
		return ErrDuplicateClaim.Refuse("number %s of fiscal year %d was approved before", c.Number, bill.FiscalYear)
	}
	return nil
}
