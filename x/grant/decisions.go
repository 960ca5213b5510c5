package grant

import (
	"context"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// EndorseClaim stands by a claim of a sub-recipient, as its pass-through entity must (2 CFR 200.332).
func (k msgServer) EndorseClaim(ctx context.Context, m *MsgEndorseClaim) (*MsgEndorseClaimResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	_, ts, err := k.tiers(ctx, tierID(m.Fain, m.Sub))
	if err != nil {
		return nil, err
	}
	if len(ts) == 1 {
		return nil, ErrUnknownSubAward.Refuse("award %s itself is endorsed by nobody", m.Fain)
	}
	if from := ts[len(ts)-2]; payee.Uei != from.Recipient {
		return nil, ErrNotRecipient.Refuse("%s is to %s, the endorsement is by %s", from.title(), from.Recipient, payee.Uei)
	}
	number, err := payment.Normalise(m.Number)
	if err != nil {
		return nil, err
	}
	claim, err := k.claim(ctx, tierID(m.Fain, m.Sub), number)
	if err != nil {
		return nil, err
	}
	claim.Endorsed = true
	if err := k.claims.Set(ctx, claim.key(), claim); err != nil {
		return nil, err
	}
	return &MsgEndorseClaimResponse{}, room.Emit(ctx, &ClaimEndorsed{Fain: m.Fain, Sub: m.Sub, Number: number, By: payee.Uei})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgApproveClaim) ValidateBasic() error {
	if m.Reason == "" {
		return nil
	}
	return checkReason(m.Reason)
}

// ApproveClaim approves a claim, if all that it was held to holds as it now stands: its amount is payable, or accounts for an advance.
func (k msgServer) ApproveClaim(ctx context.Context, m *MsgApproveClaim) (*MsgApproveClaimResponse, error) {
	award, ts, claim, officer, err := k.decide(ctx, m.Signer, tierID(m.Fain, m.Sub), m.Number, true)
	if err != nil {
		return nil, err
	}
	if len(ts) > 1 && !claim.Endorsed {
		return nil, ErrNotEndorsed.Refuse("claim %s under %s, by %s", claim.Number, claim.id(), ts[len(ts)-2].Recipient)
	}
	if err := k.acceptable(ctx, award, ts, claim); err != nil {
		return nil, err
	}
	verdict, err := k.judge(ctx, award, ts, claim, officer)
	if err != nil {
		return nil, err
	}
	beside, err := k.besideClaim(ctx, ts, claim)
	if err != nil {
		return nil, err
	}
	reviewed, err := verdict.reviewed(claim, beside, m.Reason)
	if err != nil {
		return nil, err
	}
	if err := k.explain(ctx, ts, claim, beside, officer.Id, m.Reason); err != nil {
		return nil, err
	}
	record, err := k.decision(ctx, claim, officer, verdict.seen, m.Reason)
	if err != nil {
		return nil, err
	}
	record.Approved = true
	if err := k.pass(ctx, verdict); err != nil {
		return nil, err
	}
	if err := k.takes(ctx, ts, claim); err != nil {
		return nil, err
	}
	payable, err := k.answer(ctx, award, claim, officer.Id)
	if err != nil {
		return nil, err
	}
	if err := k.covered(ctx, ts, claim); err != nil {
		return nil, err
	}
	if err := k.conclude(ctx, record); err != nil {
		return nil, err
	}
	return &MsgApproveClaimResponse{Payable: payable}, room.Emit(ctx, &ClaimApproved{
		Fain: award.Fain, Sub: claim.Sub, Number: claim.Number, Amount: claim.Amount, Payable: payable, By: officer.Id,
		Reviewed: reviewed, Reason: m.Reason,
	})
}

// answer makes what is approved payable, or accounts for an advance.
func (k Keeper) answer(ctx context.Context, a Award, c Claim, officer string) (payable string, err error) {
	bill, err := k.bill(ctx, c)
	if err != nil {
		return "", err
	}
	if err := k.keepAnswer(ctx, bill, c, officer); err != nil {
		return "", err
	}
	if c.Kind == Liquidation {
		if err := k.payment.Answer(ctx, bill); err != nil {
			return "", err
		}
		return "", k.appropriation.Liquidate(ctx, a.Fain, c.Amount, officer, bill.ID())
	}
	if c.Kind == Advance {
		if a.Advanced, err = k.consortium.Today(ctx); err != nil {
			return "", err
		}
		if err := k.awards.Set(ctx, a.Fain, a); err != nil {
			return "", err
		}
	}
	owed, err := k.payment.Owe(ctx, bill, payment.Payable{
		Obligation: a.Fain, Amount: c.Amount, Persons: a.persons(officer), Advance: c.Kind == Advance, Roll: c.Roll, RollLines: c.RollLines,
	})
	return owed.Id, err
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRejectClaim) ValidateBasic() error { return checkReason(m.Reason) }

// RejectClaim rejects a claim. Its number may be used again, since nothing was owed for it.
func (k msgServer) RejectClaim(ctx context.Context, m *MsgRejectClaim) (*MsgRejectClaimResponse, error) {
	award, ts, claim, officer, err := k.decide(ctx, m.Signer, tierID(m.Fain, m.Sub), m.Number, false)
	if err != nil {
		return nil, err
	}
	sight, err := k.sight(ctx, award, claim, officer)
	if err != nil {
		return nil, err
	}
	seen, err := k.world(ctx, sight, ts, 0)
	if err != nil {
		return nil, err
	}
	record, err := k.decision(ctx, claim, officer, seen, m.Reason)
	if err != nil {
		return nil, err
	}
	if err := k.conclude(ctx, record); err != nil {
		return nil, err
	}
	if err := k.forget(ctx, claim); err != nil {
		return nil, err
	}
	return &MsgRejectClaimResponse{}, room.Emit(ctx, &ClaimRejected{
		Fain: award.Fain, Sub: claim.Sub, Number: claim.Number, Amount: claim.Amount, Reason: m.Reason, By: officer.Id,
	})
}

// decide loads a claim with its tiers, and asks whether the signer may decide on it: a grants officer of the programme's agency.
func (k Keeper) decide(
	ctx context.Context, signer, id, number string, approve bool,
) (a Award, ts tiers, c Claim, officer consortium.Officer, err error) {
	if a, ts, err = k.tiers(ctx, id); err != nil {
		return a, ts, c, officer, err
	}
	if number, err = payment.Normalise(number); err != nil {
		return a, ts, c, officer, err
	}
	if c, err = k.claim(ctx, id, number); err != nil {
		return a, ts, c, officer, err
	}
	act, err := k.actOn(ctx, a)
	if err != nil {
		return a, ts, c, officer, err
	}
	if approve {
		act.Amount = c.Amount // to reject a claim moves nothing, and has no limit
	}
	officer, err = k.consortium.Authorise(ctx, signer, act)
	return a, ts, c, officer, err
}

// actOn is an act of a grants officer on an award: for the programme's agency, where its fund is.
func (k Keeper) actOn(ctx context.Context, a Award) (consortium.Act, error) {
	act := consortium.Act{Duty: consortium.GrantsOfficer}
	programme, err := k.programme(ctx, a.Listing)
	if err != nil {
		return act, err
	}
	obligation, err := k.appropriation.Obligation(ctx, a.Fain)
	if err != nil {
		return act, err
	}
	fund, err := k.appropriation.Fund(ctx, obligation.Fund())
	act.Member, act.Scopes = programme.Member, fund.Scopes()
	return act, err
}

// conclude moves a decided claim from the state to the award's log.
func (k Keeper) conclude(ctx context.Context, r ClaimRecord) error {
	if err := k.history.Record(ctx, ClaimsOf(r.Claim.Fain), &r); err != nil {
		return err
	}
	return k.claims.Remove(ctx, r.Claim.key())
}
