package grant

import (
	"context"

	gogogrpc "github.com/cosmos/gogoproto/grpc"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/history"
)

// id is the award or sub-award under which the rejected claim was.
func (a Appeal) id() string { return a.Record.Claim.id() }

// key is where an appeal waits.
func (a Appeal) key() collections.Pair[string, uint64] { return collections.Join(a.id(), a.Index) }

// ValidateBasic checks what can be checked without state.
func (m *MsgAppeal) ValidateBasic() error {
	if why := history.CheckProof(m.Proof); why != "" {
		return ErrNotAppealable.Refuse("%s", why)
	}
	return checkReason(m.Reason)
}

// Prove fills in the decision and the proof of it as a node has them, unless they are given: whoever appeals knows its number.
func (m *MsgAppeal) Prove(ctx context.Context, node gogogrpc.ClientConn) error {
	return history.Prove(ctx, node, ClaimsOf(m.Fain), m.Index, &m.Entry, &m.Proof)
}

// Appeal asks that the rejection of a claim be looked at again by somebody else. A rejection is appealed once, by who claimed, within the
// days that the parameters give, and while the claim's number is free.
func (k msgServer) Appeal(ctx context.Context, m *MsgAppeal) (*MsgAppealResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	award, err := k.award(ctx, m.Fain)
	if err != nil {
		return nil, err
	}
	appeal := Appeal{Index: m.Index, Reason: m.Reason}
	if err := appeal.Record.Unmarshal(m.Entry); err != nil {
		return nil, ErrNotAppealable.Refuse("what is given is no decision on a claim")
	}
	if c := appeal.Record.Claim; payee.Uei != c.Payee {
		return nil, ErrNotRecipient.Refuse("decision %d of award %s is on a claim by %.20q, the appeal by %s",
			m.Index, award.Fain, c.Payee, payee.Uei)
	}
	if err := k.history.Holds(ctx, ClaimsOf(award.Fain), m.Index, m.Entry, m.Proof); err != nil {
		return nil, err
	}
	if appeal.Appealed, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.appealable(ctx, award, appeal); err != nil {
		return nil, err
	}
	if err := k.appealed.Set(ctx, collections.Join(award.Fain, m.Index)); err != nil {
		return nil, err
	}
	if err := k.appeals.Set(ctx, appeal.key(), appeal); err != nil {
		return nil, err
	}
	c := appeal.Record.Claim
	return &MsgAppealResponse{}, room.Emit(ctx, &DecisionAppealed{
		Fain: c.Fain, Sub: c.Sub, Index: m.Index, Number: c.Number, Reason: m.Reason, By: payee.Uei,
	})
}

// appealable refuses the appeal of what was approved, was appealed before, was rejected too long ago, was sent again since, or is under an
// award that is closed.
func (k Keeper) appealable(ctx context.Context, a Award, appeal Appeal) error {
	if appeal.Record.Approved {
		return ErrNotAppealable.Refuse("decision %d of award %s approved claim %s", appeal.Index, a.Fain, appeal.Record.Claim.Number)
	}
	done, err := k.appealed.Has(ctx, collections.Join(a.Fain, appeal.Index))
	if err != nil {
		return err
	}
	if done {
		return ErrNotAppealable.Refuse("decision %d of award %s was appealed before", appeal.Index, a.Fain)
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if last := appeal.Record.Decided.Plus(params.AppealDays); appeal.Appealed > last {
		return ErrNotAppealable.Refuse("decision %d of award %s is of %s, and is appealed until %s, today is %s",
			appeal.Index, a.Fain, appeal.Record.Decided, last, appeal.Appealed)
	}
	if err := k.reopens(ctx, a, appeal); err != nil {
		return err
	}
	_, err = k.neverSent(ctx, appeal.Record.Claim)
	return err
}

// reopens refuses what would bring a claim back under an award or sub-award that is closed.
func (k Keeper) reopens(ctx context.Context, a Award, appeal Appeal) error {
	if a.Status == AwardClosed {
		return ErrNotOpen.Refuse("award %s is closed", a.Fain)
	}
	_, ts, err := k.tiers(ctx, appeal.id())
	if err != nil {
		return err
	}
	if own := ts[len(ts)-1]; own.Closed {
		return ErrNotOpen.Refuse("%s is closed", own.title())
	}
	return nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgDecideAppeal) ValidateBasic() error { return checkReason(m.Reason) }

// DecideAppeal grants an appeal, and the claim waits again as if sent on its old day, or denies it. Whoever rejected the claim does
// neither.
func (k msgServer) DecideAppeal(ctx context.Context, m *MsgDecideAppeal) (*MsgDecideAppealResponse, error) {
	award, ts, err := k.tiers(ctx, tierID(m.Fain, m.Sub))
	if err != nil {
		return nil, err
	}
	act, err := k.actOn(ctx, award)
	if err != nil {
		return nil, err
	}
	officer, err := k.consortium.Authorise(ctx, m.Signer, act)
	if err != nil {
		return nil, err
	}
	appeal, err := k.appeal(ctx, ts[len(ts)-1].ID, m.Index)
	if err != nil {
		return nil, err
	}
	c := appeal.Record.Claim
	if appeal.Record.By == officer.Id {
		return nil, ErrOwnDecision.Refuse("%s rejected claim %s of award %s", officer.Id, c.Number, c.Fain)
	}
	if m.Granted {
		if c.Again, err = k.neverSent(ctx, c); err != nil {
			return nil, err
		}
		if err := k.claims.Set(ctx, c.key(), c); err != nil {
			return nil, err
		}
		if err := k.remember(ctx, c); err != nil {
			return nil, err
		}
	}
	if err := k.closeAppeal(ctx, AppealRecord{Appeal: appeal, Granted: m.Granted, By: officer.Id, Reason: m.Reason}); err != nil {
		return nil, err
	}
	return &MsgDecideAppealResponse{}, room.Emit(ctx, &AppealDecided{
		Fain: c.Fain, Sub: c.Sub, Index: m.Index, Number: c.Number, Granted: m.Granted, Reason: m.Reason, By: officer.Id,
	})
}

// closeAppeal moves a decided appeal from the state to the award's log.
func (k Keeper) closeAppeal(ctx context.Context, r AppealRecord) (err error) {
	if r.Decided, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	if err := k.history.Record(ctx, AppealsOf(r.Appeal.Record.Claim.Fain), &r); err != nil {
		return err
	}
	return k.appeals.Remove(ctx, r.Appeal.key())
}
