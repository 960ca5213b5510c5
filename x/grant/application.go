package grant

import (
	"context"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

const maxSealed = 4096 // bytes

// fault says what is wrong with an application, or nil: its number, amount, budget, description, place, period and documents, in this
// order.
func (a Application) fault() error {
	if why := rule.CheckText(a.Number, maxNumber); why != "" {
		return ErrMalformedText.Refuse("number: %s", why)
	}
	if err := checkAmount(a.Amount); err != nil {
		return err
	}
	if err := a.budgetFault(); err != nil {
		return err
	}
	if why := rule.CheckText(a.Description, maxText); why != "" {
		return ErrMalformedText.Refuse("description: %s", why)
	}
	if why := rule.CheckText(a.Place, maxPlace); why != "" && a.Place != "" {
		return ErrMalformedText.Refuse("place: %s", why)
	}
	if err := checkPeriod(a.Begins, a.Ends); err != nil {
		return err
	}
	if why := rule.CheckHashes(a.Evidence, 0, maxEvidence); why != "" {
		return ErrMalformedEvidence.Refuse("%s", why)
	}
	if why := rule.CheckSealed(a.Sealed, maxSealed); why != "" && len(a.Sealed) > 0 {
		return ErrMalformedText.Refuse("sealed: %s", why)
	}
	return nil
}

// budgetFault says what is wrong with the budget of an application, or nil: it comes to the amount.
func (a Application) budgetFault() error {
	if err := checkBudget(a.Budget); err != nil {
		return err
	}
	var sum money.Amount
	for _, c := range a.Budget {
		var err error
		if sum, err = money.Add(sum, c.Amount); err != nil {
			return err
		}
	}
	if sum != a.Amount {
		return ErrOutsideBudget.Refuse("the budget comes to %s, the application to %s", sum, a.Amount)
	}
	return nil
}

func checkAmount(amount money.Amount) error {
	if why := amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return nil
}

// id is what an application is called: NOTICE/UEI.
func (a Application) id() string { return a.Notice + "/" + a.Applicant }

// key is where an application waits.
func (a Application) key() collections.Pair[string, string] {
	return collections.Join(a.Notice, a.Applicant)
}

// splitApplication reads the id of an application.
func splitApplication(id string) (notice, applicant string, err error) {
	notice, applicant, _ = strings.Cut(id, "/")
	if why := rule.CheckID(notice, rule.Capitals+rule.Digits+"-", maxNumber); why != "" {
		return "", "", ErrMalformedText.Refuse("number of a notice %q: %s", rule.Clip(notice, maxNumber), why)
	}
	return notice, applicant, consortium.CheckUEI(applicant)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgApply) ValidateBasic() error { return m.application("").fault() }

func (m *MsgApply) application(applicant string) Application {
	return Application{
		Notice: m.Notice, Applicant: applicant, Number: m.Number, Amount: m.Amount, Budget: m.Budget, Description: m.Description,
		Place: m.Place, Begins: m.Begins, Ends: m.Ends, Evidence: m.Evidence, Sealed: m.Sealed,
	}
}

// Apply answers a notice while it is open: once, until the answer is taken back, and for no more than there is.
func (k msgServer) Apply(ctx context.Context, m *MsgApply) (*MsgApplyResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	notice, err := k.notice(ctx, m.Notice)
	if err != nil {
		return nil, err
	}
	a := m.application(payee.Uei)
	if a.Applied, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := notice.takes(a.Applied); err != nil {
		return nil, err
	}
	waits, err := k.applications.Has(ctx, a.key())
	if err != nil {
		return nil, err
	}
	if waits {
		return nil, ErrSentBefore.Refuse("application %s waits for a decision", a.id())
	}
	if a.Amount > notice.Available {
		return nil, ErrOutsideNotice.Refuse("available %s, asked %s, notice %s", notice.Available, a.Amount, notice.Number)
	}
	if err := k.applications.Set(ctx, a.key(), a); err != nil {
		return nil, err
	}
	return &MsgApplyResponse{Application: a.id()}, room.Emit(ctx, &ApplicationReceived{
		Notice: a.Notice, Applicant: a.Applicant, Number: a.Number, Amount: a.Amount,
	})
}

// WithdrawApplication takes an application back. While the notice is open the applicant may send another.
func (k msgServer) WithdrawApplication(ctx context.Context, m *MsgWithdrawApplication) (*MsgWithdrawApplicationResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	_, a, err := k.application(ctx, m.Notice+"/"+payee.Uei)
	if err != nil {
		return nil, err
	}
	return &MsgWithdrawApplicationResponse{}, k.settle(ctx, ApplicationRecord{
		Application: a, Outcome: ApplicationWithdrawn, By: payee.Uei,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgDeclineApplication) ValidateBasic() error {
	if _, _, err := splitApplication(m.Application); err != nil {
		return err
	}
	return checkReason(m.Reason)
}

// DeclineApplication declines an application when no other can come any more.
func (k msgServer) DeclineApplication(ctx context.Context, m *MsgDeclineApplication) (*MsgDeclineApplicationResponse, error) {
	notice, a, err := k.application(ctx, m.Application)
	if err != nil {
		return nil, err
	}
	_, officer, err := k.ofProgramme(ctx, m.Signer, notice.Listing)
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := notice.decides(today); err != nil {
		return nil, err
	}
	return &MsgDeclineApplicationResponse{}, k.settle(ctx, ApplicationRecord{
		Application: a, Outcome: ApplicationDeclined, By: officer.Id, Reason: m.Reason,
	})
}

// settle moves an application that waits no more from the state to the notice's log.
func (k Keeper) settle(ctx context.Context, r ApplicationRecord) (err error) {
	if r.Decided, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	if err := k.history.Record(ctx, ApplicationsOf(r.Application.Notice), &r); err != nil {
		return err
	}
	if err := k.applications.Remove(ctx, r.Application.key()); err != nil {
		return err
	}
	return room.Emit(ctx, &ApplicationDecided{
		Notice: r.Application.Notice, Applicant: r.Application.Applicant, Outcome: r.Outcome, Fain: r.Fain, Reason: r.Reason, By: r.By,
	})
}
