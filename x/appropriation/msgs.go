package appropriation

import (
	"context"
	"strconv"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

type msgServer struct{ Keeper }

// NewMsgServer handles the messages of appropriation.
func NewMsgServer(k Keeper) MsgServer { return msgServer{k} }

// ValidateBasic checks what can be checked without state.
func (m *MsgOpenFund) ValidateBasic() error {
	return m.opened().fault()
}

func (m *MsgOpenFund) opened() Fund {
	return Fund{Symbol: m.Fund, Title: m.Title, Member: m.Member, Bureau: m.Bureau, Purposes: m.Purposes}
}

// OpenFund opens a Treasury account for an agency.
func (k msgServer) OpenFund(ctx context.Context, m *MsgOpenFund) (*MsgOpenFundResponse, error) {
	fund := m.opened()
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.BudgetExaminer, Scopes: fund.Scopes()})
	if err != nil {
		return nil, err
	}
	if _, err := k.consortium.ActiveMember(ctx, m.Member); err != nil {
		return nil, err
	}
	if known, err := k.funds.Has(ctx, m.Fund); err != nil || known {
		return nil, orRefuse(err, ErrFundExists.Refuse("fund %s", m.Fund))
	}
	if err := k.funds.Set(ctx, m.Fund, fund); err != nil {
		return nil, err
	}
	return &MsgOpenFundResponse{}, room.Emit(ctx, &FundOpened{Fund: m.Fund, Title: m.Title, Member: m.Member, By: officer.Id})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgEnact) ValidateBasic() error {
	if _, err := ParseSymbol(m.Fund); err != nil {
		return err
	}
	if why := rule.CheckText(m.Law, maxLaw); why != "" {
		return ErrMalformedText.Refuse("law: %s", why)
	}
	if why := checkDefc(m.Defc); why != "" {
		return ErrMalformedText.Refuse("disaster emergency fund code %q: %s", m.Defc, why)
	}
	if len(m.Purposes) > maxPurposes {
		return ErrMalformedPurpose.Refuse("%d purposes, at most %d", len(m.Purposes), maxPurposes)
	}
	return checkAmount(m.Amount)
}

// Enact records a line of a law into a fund.
func (k msgServer) Enact(ctx context.Context, m *MsgEnact) (*MsgEnactResponse, error) {
	fund, err := k.Fund(ctx, m.Fund)
	if err != nil {
		return nil, err
	}
	act := consortium.Act{Duty: consortium.Legislator, Scopes: fund.Scopes(), Amount: m.Amount}
	officer, err := k.consortium.Authorise(ctx, m.Signer, act)
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	fund.Authorities++
	line := Line{
		Id: fund.Symbol + ":" + strconv.FormatUint(uint64(fund.Authorities), 10), Kind: Authority,
		Name: m.Law, Defc: m.Defc, Purposes: m.Purposes, Since: today,
	}
	if len(line.Purposes) == 0 {
		for _, p := range fund.Purposes {
			line.Purposes = append(line.Purposes, p.ProgramActivity)
		}
	}
	if err := fund.allowsAll(line.Purposes); err != nil {
		return nil, err
	}
	if err := k.funds.Set(ctx, fund.Symbol, fund); err != nil {
		return nil, err
	}
	if err := k.lines.Set(ctx, line.Id, line); err != nil {
		return nil, err
	}
	subject := ledger.Subject{ID: line.Id, Attributes: ledger.Attributes{Defc: line.Defc}}
	err = k.ledger.Post(ctx, ledger.Entry{
		Event: ledger.Enact, Fund: fund.Symbol, From: subject, To: subject,
		Amount: m.Amount, On: today, By: officer.Id, Reference: m.Law,
	})
	if err != nil {
		return nil, err
	}
	event := &AuthorityEnacted{Authority: line.Id, Law: m.Law, Amount: m.Amount, By: officer.Id}
	return &MsgEnactResponse{Authority: line.Id}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgApportion) ValidateBasic() error { return checkAmount(m.Amount) }

// Apportion releases a part of an authority.
func (k msgServer) Apportion(ctx context.Context, m *MsgApportion) (*MsgApportionResponse, error) {
	fund, err := k.Fund(ctx, FundOf(m.Authority))
	if err != nil {
		return nil, err
	}
	act := consortium.Act{Duty: consortium.BudgetExaminer, Scopes: fund.Scopes(), Amount: m.Amount}
	officer, err := k.consortium.Authorise(ctx, m.Signer, act)
	if err != nil {
		return nil, err
	}
	parent, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	line, err := k.divide(ctx, parent, Line{Kind: Apportionment}, ledger.Apportion, m.Amount, officer.Id)
	if err != nil {
		return nil, err
	}
	event := &AuthorityApportioned{Apportionment: line.Id, Amount: m.Amount, By: officer.Id}
	return &MsgApportionResponse{Apportionment: line.Id}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgAllot) ValidateBasic() error {
	if why := rule.CheckText(m.Office, maxOffice); why != "" {
		return ErrMalformedText.Refuse("office: %s", why)
	}
	return checkAmount(m.Amount)
}

// Allot gives a part of an apportionment to an office of the fund's agency.
func (k msgServer) Allot(ctx context.Context, m *MsgAllot) (*MsgAllotResponse, error) {
	fund, err := k.Fund(ctx, FundOf(m.Apportionment))
	if err != nil {
		return nil, err
	}
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{
		Duty: consortium.BudgetOfficer, Member: fund.Member, Scopes: fund.Scopes(), Amount: m.Amount,
	})
	if err != nil {
		return nil, err
	}
	parent, err := k.line(ctx, m.Apportionment, Apportionment)
	if err != nil {
		return nil, err
	}
	line, err := k.divide(ctx, parent, Line{Kind: Allotment, Name: m.Office}, ledger.Allot, m.Amount, officer.Id)
	if err != nil {
		return nil, err
	}
	event := &ApportionmentAllotted{Allotment: line.Id, Office: m.Office, Amount: m.Amount, By: officer.Id}
	return &MsgAllotResponse{Allotment: line.Id}, room.Emit(ctx, event)
}

// divide makes a new line from a parent and moves an amount to it.
func (k Keeper) divide(ctx context.Context, parent, line Line, event ledger.Event, amount money.Amount, by string) (Line, error) {
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return line, err
	}
	authority, err := k.line(ctx, authorityOf(parent.Id), Authority)
	if err != nil {
		return line, err
	}
	line.Since = today
	line.Id, parent = parent.child()
	if err := k.lines.Set(ctx, parent.Id, parent); err != nil {
		return line, err
	}
	if err := k.lines.Set(ctx, line.Id, line); err != nil {
		return line, err
	}
	attributes := ledger.Attributes{Defc: authority.Defc}
	return line, k.ledger.Post(ctx, ledger.Entry{
		Event: event, Fund: FundOf(parent.Id), Amount: amount, On: today, By: by, Reference: authority.Name,
		From: ledger.Subject{ID: parent.Id, Attributes: attributes},
		To:   ledger.Subject{ID: line.Id, Attributes: attributes},
	})
}

func checkAmount(a money.Amount) error {
	if why := a.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return nil
}

func orRefuse(err, refusal error) error {
	if err != nil {
		return err
	}
	return refusal
}
