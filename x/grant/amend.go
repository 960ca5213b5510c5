package grant

import (
	"context"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
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
	if err := award.grows(); err != nil {
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
	if err := k.draw(ctx, award.Application, m.Amount); err != nil {
		return nil, err
	}
	event := &AwardIncreased{Fain: award.Fain, Amount: m.Amount, Reason: m.Reason, By: officer}
	return &MsgIncreaseAwardResponse{}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReduceAward) ValidateBasic() error { return checkAmendment(m.Amount, m.Reason) }

// ReduceAward takes from an award what its recipient has neither claimed nor passed on.
func (k msgServer) ReduceAward(ctx context.Context, m *MsgReduceAward) (*MsgReduceAwardResponse, error) {
	award, officer, err := k.amend(ctx, m.Signer, m.Fain, m.Amount)
	if err != nil {
		return nil, err
	}
	p, err := k.position(ctx, award.Fain)
	if err != nil {
		return nil, err
	}
	free, err := p.free()
	if err != nil {
		return nil, err
	}
	if p.committed > 0 && m.Amount > free {
		return nil, ErrOverAward.Refuse("available %s, asked %s, %s of award %s is passed on", free, m.Amount, p.committed, award.Fain)
	}
	if err := k.appropriation.Reduce(ctx, award.Fain, m.Amount, officer, award.Fain); err != nil {
		return nil, err
	}
	if err := k.draw(ctx, award.Application, -m.Amount); err != nil {
		return nil, err
	}
	event := &AwardReduced{Fain: award.Fain, Amount: m.Amount, Reason: m.Reason, By: officer}
	return &MsgReduceAwardResponse{}, room.Emit(ctx, event)
}

// amend loads an award, and asks whether the signer may change it: a grants officer of the programme's agency.
func (k Keeper) amend(ctx context.Context, signer, fain string, amount money.Amount) (a Award, officer string, err error) {
	if a, err = k.award(ctx, fain); err != nil {
		return a, "", err
	}
	act, err := k.actOn(ctx, a)
	if err != nil {
		return a, "", err
	}
	act.Amount = amount
	person, err := k.consortium.Authorise(ctx, signer, act)
	return a, person.Id, err
}

func checkAmendment(amount money.Amount, reason string) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	if why := amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgAmendAward) ValidateBasic() error {
	if m.Ends == "" && len(m.Terms) == 0 && len(m.Budget) == 0 {
		return ErrMalformedText.Refuse("neither period, contracts nor budget is amended")
	}
	if m.Ends != "" && !m.Ends.Valid() {
		return ErrMalformedPeriod.Refuse("%q is not a date", rule.Clip(string(m.Ends), 20))
	}
	if err := checkBudget(m.Budget); err != nil {
		return err
	}
	return checkReason(m.Reason)
}

// AmendAward changes the last day, the contracts or the budget of an award. Claims that wait are held to it as it stands when they are
// approved.
func (k msgServer) AmendAward(ctx context.Context, m *MsgAmendAward) (*MsgAmendAwardResponse, error) {
	award, officer, err := k.amend(ctx, m.Signer, m.Fain, 0)
	if err != nil {
		return nil, err
	}
	if err := award.grows(); err != nil {
		return nil, err
	}
	if m.Ends != "" {
		award.Ends = m.Ends
	}
	if len(m.Terms) > 0 {
		if err := k.terms.Check(ctx, m.Terms); err != nil {
			return nil, err
		}
		if err := k.keepsBindings(ctx, award, m.Terms); err != nil {
			return nil, err
		}
		award.Terms = m.Terms
	}
	if len(m.Budget) > 0 {
		award.Budget = m.Budget
	}
	if err := award.fault(); err != nil {
		return nil, err
	}
	if err := k.awards.Set(ctx, award.Fain, award); err != nil {
		return nil, err
	}
	return &MsgAmendAwardResponse{}, room.Emit(ctx, &AwardAmended{
		Fain: award.Fain, Ends: m.Ends, Terms: m.Terms, Budget: m.Budget, Reason: m.Reason, By: officer,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReachMilestone) ValidateBasic() error {
	if why := rule.CheckText(m.Milestone, maxTitle); why != "" {
		return ErrMalformedText.Refuse("milestone: %s", why)
	}
	return checkHash(m.Evidence)
}

// ReachMilestone records that an officer found a milestone of an award reached.
func (k msgServer) ReachMilestone(ctx context.Context, m *MsgReachMilestone) (*MsgReachMilestoneResponse, error) {
	award, officer, err := k.amend(ctx, m.Signer, m.Fain, 0)
	if err != nil {
		return nil, err
	}
	if err := award.claims(); err != nil {
		return nil, err
	}
	if slices.Contains(award.Milestones, m.Milestone) || len(award.Milestones) == maxMilestones {
		return nil, ErrMalformedText.Refuse("milestone %q: reached before, or one more than %d", m.Milestone, maxMilestones)
	}
	award.Milestones = append(award.Milestones, m.Milestone)
	if err := k.awards.Set(ctx, award.Fain, award); err != nil {
		return nil, err
	}
	event := &MilestoneReached{Fain: award.Fain, Milestone: m.Milestone, Evidence: m.Evidence, By: officer}
	return &MsgReachMilestoneResponse{}, room.Emit(ctx, event)
}

// keepsBindings refuses contracts for an award of which none is one that its programme or its notice binds awards by, in any version.
func (k Keeper) keepsBindings(ctx context.Context, a Award, refs []string) error {
	programme, err := k.programme(ctx, a.Listing)
	if err != nil {
		return err
	}
	bound := programme.Terms
	if a.Application != "" {
		notice, _, err := splitApplication(a.Application)
		if err != nil {
			return err
		}
		n, err := k.notice(ctx, notice)
		if err != nil {
			return err
		}
		bound = n.bind(bound, nil)
	}
	for _, ref := range bound {
		name, _, _ := strings.Cut(ref, "/")
		if !slices.ContainsFunc(refs, func(other string) bool { return strings.HasPrefix(other, name+"/") }) {
			return ErrBound.Refuse("award %s by %s, of its programme or notice", a.Fain, ref)
		}
	}
	return nil
}
