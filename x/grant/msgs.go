package grant

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
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
	if why := rule.CheckText(m.Regardless, maxText); why != "" && m.Regardless != "" {
		return ErrMalformedText.Refuse("regardless: %s", why)
	}
	return nil
}

func (m *MsgMakeAward) award(by string) Award {
	kind := m.Kind
	if kind == AwardKindUnspecified {
		kind = ProjectGrant
	}
	return Award{
		Fain: m.Fain, Listing: m.Listing, Recipient: m.Recipient, Description: m.Description, Begins: m.Begins, Ends: m.Ends, By: by,
		Terms: m.Terms, Kind: kind, Status: AwardOpen, Budget: m.Budget, Disaster: m.Disaster,
		Application: m.Application,
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
	notice, application, err := k.answering(ctx, m)
	if err != nil {
		return nil, err
	}
	award := m.award(officer.Id)
	award.Terms = notice.bind(programme.Terms, award.Terms)
	if err := k.terms.Check(ctx, award.Terms); err != nil {
		return nil, err
	}
	own, err := k.features(ctx, award, tiers{award.tier(m.Place)}, fund)
	if err != nil {
		return nil, err
	}
	found, err := k.beside(ctx, own)
	if err != nil {
		return nil, err
	}
	if err := explained(m.Fain, found, m.Regardless); err != nil {
		return nil, err
	}
	if err := k.awards.Set(ctx, m.Fain, award); err != nil {
		return nil, err
	}
	if err := k.recipients.Set(ctx, collections.Join(award.Recipient, award.Fain)); err != nil {
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
	if err := k.index(ctx, own); err != nil {
		return nil, err
	}
	if err := k.record(ctx, found, OverlapRecord{Stage: AtAward, Of: m.Fain, Regardless: m.Regardless, By: officer.Id}); err != nil {
		return nil, err
	}
	if err := k.grantApplication(ctx, m, application, officer.Id); err != nil {
		return nil, err
	}
	return &MsgMakeAwardResponse{}, room.Emit(ctx, &AwardMade{
		Fain: m.Fain, Listing: m.Listing, Recipient: m.Recipient, Allotment: m.Allotment, Amount: m.Amount, By: officer.Id,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgBindTerms) ValidateBasic() error {
	if why := CheckListing(m.Listing); why != "" {
		return ErrMalformedListing.Refuse("%q: %s", m.Listing, why)
	}
	return nil
}

// BindTerms binds contracts to the awards that are made under a programme from now on.
func (k msgServer) BindTerms(ctx context.Context, m *MsgBindTerms) (*MsgBindTermsResponse, error) {
	programme, err := k.programme(ctx, m.Listing)
	if err != nil {
		return nil, err
	}
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.GrantsOfficer, Member: programme.Member})
	if err != nil {
		return nil, err
	}
	if err := k.terms.Check(ctx, m.Terms); err != nil {
		return nil, err
	}
	programme.Terms = m.Terms
	if err := k.programmes.Set(ctx, m.Listing, programme); err != nil {
		return nil, err
	}
	return &MsgBindTermsResponse{}, room.Emit(ctx, &TermsBound{Listing: m.Listing, Terms: m.Terms, By: officer.Id})
}
