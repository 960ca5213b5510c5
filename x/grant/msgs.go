package grant

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

type msgServer struct{ Keeper }

// NewMsgServer handles the messages of grants.
func NewMsgServer(k Keeper) MsgServer { return msgServer{k} }

// ValidateBasic checks what can be checked without state.
func (m *MsgOpenProgramme) ValidateBasic() error {
	return Programme{Listing: m.Listing, Title: m.Title, ProgramActivity: m.ProgramActivity}.fault()
}

// OpenProgramme opens a programme of the signer's agency.
func (k msgServer) OpenProgramme(ctx context.Context, m *MsgOpenProgramme) (*MsgOpenProgrammeResponse, error) {
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.GrantsOfficer})
	if err != nil {
		return nil, err
	}
	known, err := k.programmes.Has(ctx, m.Listing)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, ErrProgrammeExists.Refuse("listing %s", m.Listing)
	}
	programme := Programme{Listing: m.Listing, Title: m.Title, Member: officer.Member, ProgramActivity: m.ProgramActivity}
	if err := k.programmes.Set(ctx, m.Listing, programme); err != nil {
		return nil, err
	}
	return &MsgOpenProgrammeResponse{}, room.Emit(ctx, &ProgrammeOpened{
		Listing: m.Listing, Title: m.Title, Member: officer.Member, By: officer.Id,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgMakeAward) ValidateBasic() error {
	if err := m.award("").fault(); err != nil {
		return err
	}
	if err := consortium.CheckUEI(m.Recipient); err != nil {
		return err
	}
	if why := m.Amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return nil
}

func (m *MsgMakeAward) award(by string) Award {
	return Award{
		Fain: m.Fain, Listing: m.Listing, Recipient: m.Recipient, Description: m.Description,
		Begins: m.Begins, Ends: m.Ends, By: by, Terms: m.Terms,
	}
}

// MakeAward makes an award and obligates its amount.
func (k msgServer) MakeAward(ctx context.Context, m *MsgMakeAward) (*MsgMakeAwardResponse, error) {
	programme, err := k.programme(ctx, m.Listing)
	if err != nil {
		return nil, err
	}
	fund, err := k.appropriation.Fund(ctx, appropriation.FundOf(m.Allotment))
	if err != nil {
		return nil, err
	}
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{
		Duty: consortium.GrantsOfficer, Member: programme.Member, Scopes: fund.Scopes(), Amount: m.Amount,
	})
	if err != nil {
		return nil, err
	}
	if fund.Member != programme.Member {
		return nil, ErrForeignFund.Refuse("%s is a fund of %s, %s a programme of %s",
			fund.Symbol, fund.Member, programme.Listing, programme.Member)
	}
	if err := k.terms.Check(ctx, m.Terms); err != nil {
		return nil, err
	}
	if err := k.awards.Set(ctx, m.Fain, m.award(officer.Id)); err != nil {
		return nil, err
	}
	err = k.appropriation.Obligate(ctx, appropriation.Obligation{
		Document: m.Fain, Allotment: m.Allotment, Payee: m.Recipient,
		ProgramActivity: programme.ProgramActivity, ObjectClass: ObjectClass, By: officer.Id,
		Begins: m.Begins, Ends: m.Ends, Place: m.Place, Instrument: appropriation.Assistance,
	}, m.Amount)
	if err != nil {
		return nil, err
	}
	return &MsgMakeAwardResponse{}, room.Emit(ctx, &AwardMade{
		Fain: m.Fain, Listing: m.Listing, Recipient: m.Recipient, Allotment: m.Allotment, Amount: m.Amount, By: officer.Id,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSubmitClaim) ValidateBasic() error {
	if _, err := payment.Normalise(m.Number); err != nil {
		return err
	}
	if why := m.Amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return m.claim("").fault()
}

func (m *MsgSubmitClaim) claim(number string) Claim {
	return Claim{
		Fain: m.Fain, Number: number, Amount: m.Amount, Begins: m.Begins, Ends: m.Ends, Evidence: m.Evidence,
	}
}

// SubmitClaim asks for reimbursement under an award.
func (k msgServer) SubmitClaim(ctx context.Context, m *MsgSubmitClaim) (*MsgSubmitClaimResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	award, err := k.award(ctx, m.Fain)
	if err != nil {
		return nil, err
	}
	number, err := payment.Normalise(m.Number)
	if err != nil {
		return nil, err
	}
	claim := m.claim(number)
	if err := k.neverSent(ctx, award, claim); err != nil {
		return nil, err
	}
	obligation, err := k.appropriation.Obligation(ctx, award.Fain)
	if err != nil {
		return nil, err
	}
	money, err := k.appropriation.MoneyOf(ctx, obligation)
	if err != nil {
		return nil, err
	}
	if claim.Claimed, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := award.Accept(claim, payee.Uei, claim.Claimed, money.Undelivered); err != nil {
		return nil, err
	}
	seen, err := k.world(ctx, award, claim, claim.Claimed)
	if err != nil {
		return nil, err
	}
	if _, err := k.terms.Judge(ctx, award.Fain, award.Terms, seen, nil); err != nil {
		return nil, err
	}
	if err := k.claims.Set(ctx, collections.Join(award.Fain, number), claim); err != nil {
		return nil, err
	}
	return &MsgSubmitClaimResponse{}, room.Emit(ctx, &ClaimSubmitted{
		Fain: award.Fain, Number: number, Amount: claim.Amount, By: payee.Uei,
	})
}

// neverSent refuses a claim that waits already, and one that was ever owed.
func (k Keeper) neverSent(ctx context.Context, a Award, c Claim) error {
	waits, err := k.claims.Has(ctx, collections.Join(a.Fain, c.Number))
	if err != nil {
		return err
	}
	if waits {
		return ErrDuplicateClaim.Refuse("number %s under award %s waits for a decision", c.Number, a.Fain)
	}
	bill, err := k.bill(ctx, a, c)
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

// ValidateBasic checks what can be checked without state.
func (m *MsgApproveClaim) ValidateBasic() error {
	if why := rule.CheckText(m.Reason, maxText); m.Reason != "" && why != "" {
		return ErrMalformedText.Refuse("reason: %s", why)
	}
	return nil
}

// ApproveClaim approves a claim, which makes its amount payable, if the clauses of the award hold as it now stands.
func (k msgServer) ApproveClaim(ctx context.Context, m *MsgApproveClaim) (*MsgApproveClaimResponse, error) {
	award, claim, officer, err := k.decide(ctx, m.Signer, m.Fain, m.Number, true)
	if err != nil {
		return nil, err
	}
	record, reviewed, err := k.review(ctx, award, claim, officer, m.Reason)
	if err != nil {
		return nil, err
	}
	bill, err := k.bill(ctx, award, claim)
	if err != nil {
		return nil, err
	}
	payable, err := k.payment.Owe(ctx, bill, payment.Payable{
		Obligation: award.Fain, Amount: claim.Amount, Persons: award.persons(officer),
	})
	if err != nil {
		return nil, err
	}
	if err := k.conclude(ctx, record); err != nil {
		return nil, err
	}
	return &MsgApproveClaimResponse{Payable: payable.Id}, room.Emit(ctx, &ClaimApproved{
		Fain: award.Fain, Number: claim.Number, Amount: claim.Amount, Payable: payable.Id, By: officer,
		Reviewed: reviewed, Reason: m.Reason,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRejectClaim) ValidateBasic() error {
	if why := rule.CheckText(m.Reason, maxText); why != "" {
		return ErrMalformedText.Refuse("reason: %s", why)
	}
	return nil
}

// RejectClaim rejects a claim. Its number may be used again, since nothing was owed for it.
func (k msgServer) RejectClaim(ctx context.Context, m *MsgRejectClaim) (*MsgRejectClaimResponse, error) {
	award, claim, officer, err := k.decide(ctx, m.Signer, m.Fain, m.Number, false)
	if err != nil {
		return nil, err
	}
	record, _, err := k.decided(ctx, award, claim, officer)
	if err != nil {
		return nil, err
	}
	record.Reason = m.Reason
	if err := k.conclude(ctx, record); err != nil {
		return nil, err
	}
	return &MsgRejectClaimResponse{}, room.Emit(ctx, &ClaimRejected{
		Fain: award.Fain, Number: claim.Number, Amount: claim.Amount, Reason: m.Reason, By: officer,
	})
}

// decide loads a claim with its award, and asks whether the signer may decide on it: a grants officer of the programme's agency.
func (k Keeper) decide(
	ctx context.Context, signer, fain, number string, approve bool,
) (a Award, c Claim, officer string, err error) {
	if a, err = k.award(ctx, fain); err != nil {
		return a, c, "", err
	}
	if number, err = payment.Normalise(number); err != nil {
		return a, c, "", err
	}
	if c, err = k.claim(ctx, fain, number); err != nil {
		return a, c, "", err
	}
	programme, err := k.programme(ctx, a.Listing)
	if err != nil {
		return a, c, "", err
	}
	obligation, err := k.appropriation.Obligation(ctx, fain)
	if err != nil {
		return a, c, "", err
	}
	fund, err := k.appropriation.Fund(ctx, obligation.Fund())
	if err != nil {
		return a, c, "", err
	}
	act := consortium.Act{Duty: consortium.GrantsOfficer, Member: programme.Member, Scopes: fund.Scopes()}
	if approve {
		act.Amount = c.Amount // to reject a claim moves nothing, and has no limit
	}
	person, err := k.consortium.Authorise(ctx, signer, act)
	return a, c, person.Id, err
}
