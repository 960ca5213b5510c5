package grant

import (
	"context"
	"slices"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
)

// steps are the life of an award: from each status, those to which it may come.
var steps = map[AwardStatus][]AwardStatus{
	AwardOpen:       {AwardSuspended, AwardTerminated, AwardClosed},
	AwardSuspended:  {AwardOpen, AwardTerminated},
	AwardTerminated: {AwardClosed},
	AwardClosed:     {},
}

// Words is the status as people say it.
func (s AwardStatus) Words() string {
	switch s {
	case AwardOpen:
		return "open"
	case AwardSuspended:
		return "suspended"
	case AwardTerminated:
		return "terminated"
	case AwardClosed:
		return "closed"
	default:
		return "in no state"
	}
}

// Move is the award in another status, if its life leads there.
func (a Award) Move(to AwardStatus) (Award, error) {
	if !slices.Contains(steps[a.Status], to) {
		return a, ErrWrongStep.Refuse("award %s is %s, and does not become %s", a.Fain, a.Status.Words(), to.Words())
	}
	a.Status = to
	return a, nil
}

// claims refuses a claim under an award that takes none.
func (a Award) claims() error {
	if a.Status == AwardOpen || a.Status == AwardTerminated {
		return nil
	}
	return ErrNotOpen.Refuse("award %s is %s", a.Fain, a.Status.Words())
}

// grows refuses more money, time or sub-awards for an award that is not open.
func (a Award) grows() error {
	if a.Status == AwardOpen {
		return nil
	}
	return ErrNotOpen.Refuse("award %s is %s", a.Fain, a.Status.Words())
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSuspendAward) ValidateBasic() error { return checkReason(m.Reason) }

// SuspendAward stops claims under an award and all below it (2 CFR 200.339).
func (k msgServer) SuspendAward(ctx context.Context, m *MsgSuspendAward) (*MsgSuspendAwardResponse, error) {
	return &MsgSuspendAwardResponse{}, k.move(ctx, m.Signer, m.Fain, AwardSuspended, m.Reason)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgResumeAward) ValidateBasic() error { return checkReason(m.Reason) }

// ResumeAward ends a suspension.
func (k msgServer) ResumeAward(ctx context.Context, m *MsgResumeAward) (*MsgResumeAwardResponse, error) {
	return &MsgResumeAwardResponse{}, k.move(ctx, m.Signer, m.Fain, AwardOpen, m.Reason)
}

// move brings an award into another status by an officer's word.
func (k Keeper) move(ctx context.Context, signer, fain string, to AwardStatus, reason string) error {
	award, officer, err := k.amend(ctx, signer, fain, 0)
	if err != nil {
		return err
	}
	moved, err := award.Move(to)
	if err != nil {
		return err
	}
	if err := k.awards.Set(ctx, fain, moved); err != nil {
		return err
	}
	return room.Emit(ctx, &AwardMoved{Fain: fain, From: award.Status, To: to, Reason: reason, By: officer})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgTerminateAward) ValidateBasic() error { return checkReason(m.Reason) }

// TerminateAward ends the period of performance today, if it was to be longer: what was incurred until then is still claimed (2 CFR
// 200.340, 200.343).
func (k msgServer) TerminateAward(ctx context.Context, m *MsgTerminateAward) (*MsgTerminateAwardResponse, error) {
	if err := k.move(ctx, m.Signer, m.Fain, AwardTerminated, m.Reason); err != nil {
		return nil, err
	}
	award, err := k.award(ctx, m.Fain)
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	award.Ends = max(award.Begins, min(award.Ends, today))
	return &MsgTerminateAwardResponse{}, k.awards.Set(ctx, award.Fain, award)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReportFinal) ValidateBasic() error { return checkHash(m.Evidence) }

// ReportFinal files the recipient's last report: it claims no more, and the award may be closed.
func (k msgServer) ReportFinal(ctx context.Context, m *MsgReportFinal) (*MsgReportFinalResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	award, err := k.award(ctx, m.Fain)
	if err != nil {
		return nil, err
	}
	if payee.Uei != award.Recipient {
		return nil, ErrNotRecipient.Refuse("award %s is to %s, the report is by %s", award.Fain, award.Recipient, payee.Uei)
	}
	if err := award.claims(); err != nil {
		return nil, err
	}
	award.FinalReport = m.Evidence
	if err := k.awards.Set(ctx, award.Fain, award); err != nil {
		return nil, err
	}
	return &MsgReportFinalResponse{}, room.Emit(ctx, &FinalReported{Fain: award.Fain, Evidence: m.Evidence, By: payee.Uei})
}

// CloseAward closes an award when all under it is done, and returns what is left of it to where it came from (2 CFR 200.344): after its
// recipient's last report, or when the time for claims is over.
func (k msgServer) CloseAward(ctx context.Context, m *MsgCloseAward) (*MsgCloseAwardResponse, error) {
	award, officer, err := k.amend(ctx, m.Signer, m.Fain, 0)
	if err != nil {
		return nil, err
	}
	closed, err := award.Move(AwardClosed)
	if err != nil {
		return nil, err
	}
	if err := k.done(ctx, award); err != nil {
		return nil, err
	}
	p, err := k.position(ctx, award.Fain)
	if err != nil {
		return nil, err
	}
	if why := p.unfinished(); why != "" {
		return nil, ErrNotDone.Refuse("award %s: %s", award.Fain, why)
	}
	if err := k.awards.Set(ctx, award.Fain, closed); err != nil {
		return nil, err
	}
	if p.Undelivered > 0 {
		if err := k.appropriation.Reduce(ctx, award.Fain, p.Undelivered, officer, award.Fain); err != nil {
			return nil, err
		}
	}
	return &MsgCloseAwardResponse{}, room.Emit(ctx, &AwardMoved{
		Fain: award.Fain, From: award.Status, To: AwardClosed, By: officer, Returned: p.Undelivered,
	})
}

// done refuses to close an award while its recipient may still claim, or a claim waits.
func (k Keeper) done(ctx context.Context, a Award) error {
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if last := a.Ends.Plus(params.LiquidationDays); a.FinalReport == "" && today <= last {
		return ErrNotDone.Refuse("award %s takes claims until %s, today is %s, and its recipient has not filed the last report",
			a.Fain, last, today)
	}
	waits, err := k.waiting(ctx, a.Fain)
	if err == nil && waits != "" {
		return ErrNotDone.Refuse("%s waits for a decision", waits)
	}
	return err
}

// unfinished says what money keeps an award open, or "".
func (p position) unfinished() string {
	switch {
	case p.committed > 0:
		return p.committed.String() + " is passed on and not claimed; close the sub-awards first"
	case p.Advanced > 0:
		return p.Advanced.String() + " was advanced and is not accounted for"
	case p.Promised > 0:
		return p.Promised.String() + " is to be paid as an advance"
	case p.Unpaid > 0:
		return p.Unpaid.String() + " is owed and not paid"
	case p.Receivable > 0:
		return p.Receivable.String() + " is owed back and neither paid nor written off"
	}
	return ""
}

// position is where the money of an award stands, in minor units.
type position struct {
	appropriation.Money
	committed money.Amount // passed on and not claimed
}

func checkReason(reason string) error {
	if why := rule.CheckText(reason, maxText); why != "" {
		return ErrMalformedText.Refuse("reason: %s", why)
	}
	return nil
}
