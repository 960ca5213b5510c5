package appropriation

import (
	"context"
	"strconv"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
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

// OpenFund opens a Treasury account for an agency, its books, and the end of their first year.
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
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	year := params.Year(today)
	if err := fund.unexpired(year, today); err != nil {
		return nil, err
	}
	if err := k.funds.Set(ctx, m.Fund, fund); err != nil {
		return nil, err
	}
	if err := k.ledger.Open(ctx, m.Fund, year); err != nil {
		return nil, err
	}
	if err := k.agenda.Set(ctx, collections.Join(string(params.First(year+1)), m.Fund)); err != nil {
		return nil, err
	}
	return &MsgOpenFundResponse{}, room.Emit(ctx, &FundOpened{Fund: m.Fund, Title: m.Title, Member: m.Member, By: officer.Id})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgEnact) ValidateBasic() error {
	symbol, err := ParseSymbol(m.Fund)
	if err != nil {
		return err
	}
	if why := rule.CheckText(m.Law, maxLaw); why != "" {
		return ErrMalformedText.Refuse("law: %s", why)
	}
	if why := ledger.CheckDefc(m.Defc); why != "" {
		return ErrMalformedText.Refuse("disaster emergency fund code %q: %s", m.Defc, why)
	}
	if len(m.Purposes) > maxPurposes {
		return ErrMalformedPurpose.Refuse("%d purposes, at most %d", len(m.Purposes), maxPurposes)
	}
	if m.Period != PeriodUnspecified && m.Period != symbol.Period() {
		return ErrWrongPeriod.Refuse("%s, and %s is %s", m.Period.Words(), m.Fund, symbol.Period().Words())
	}
	if m.Until != "" && !m.Until.Valid() {
		return ErrWrongDay.Refuse("%q is not a date", rule.Clip(string(m.Until), 20))
	}
	return checkAmount(m.Amount)
}

// Enact records a line of a law into a fund. One that takes the place of a continuing resolution gives what that has not given yet.
func (k msgServer) Enact(ctx context.Context, m *MsgEnact) (*MsgEnactResponse, error) {
	a, err := k.begin(ctx, m.Signer, m.Fund, consortium.Legislator, m.Amount)
	if err != nil {
		return nil, err
	}
	if err := a.ends(m.Until); err != nil {
		return nil, err
	}
	line := Line{Name: m.Law, Defc: m.Defc, Purposes: m.Purposes, Mandatory: m.Mandatory, Until: m.Until, Replaces: m.Replaces}
	var given money.Amount
	if m.Replaces != "" {
		if line, given, err = k.continues(ctx, a, line); err != nil {
			return nil, err
		}
		if m.Amount < given {
			return nil, ledger.ErrOverAvailable.Refuse("available %s, asked %s, the law gives less than was given until it came",
				m.Amount, given)
		}
	}
	if line, err = k.grow(ctx, a, line); err != nil {
		return nil, err
	}
	if m.Replaces != "" {
		if err := k.relink(ctx, m.Replaces, line.Id); err != nil {
			return nil, err
		}
	}
	if m.Amount > given {
		if err := k.ledger.Post(ctx, a.entry(ledger.Enact, line.subject(), line.subject(), m.Amount-given, m.Law)); err != nil {
			return nil, err
		}
	}
	event := &AuthorityEnacted{Authority: line.Id, Law: m.Law, Amount: m.Amount - given, By: a.by}
	return &MsgEnactResponse{Authority: line.Id}, room.Emit(ctx, event)
}

// grow makes the next authority of a fund, for the purposes that the line names, or for all of the fund's.
func (k Keeper) grow(ctx context.Context, a act, line Line) (Line, error) {
	if err := a.fund.unexpired(a.year, a.today); err != nil {
		return line, err
	}
	if len(line.Purposes) == 0 {
		for _, p := range a.fund.Purposes {
			line.Purposes = append(line.Purposes, p.ProgramActivity)
		}
	}
	if err := a.fund.allowsAll(line.Purposes); err != nil {
		return line, err
	}
	a.fund.Authorities++
	line.Kind, line.Since = Authority, a.today
	line.Id = a.fund.Symbol + ":" + strconv.FormatUint(uint64(a.fund.Authorities), 10)
	if err := k.funds.Set(ctx, a.fund.Symbol, a.fund); err != nil {
		return line, err
	}
	return line, k.lines.Set(ctx, line.Id, line)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRescind) ValidateBasic() error { return checkLaw(m.Law, m.Amount) }

// Rescind takes unapportioned authority away, by a law.
func (k msgServer) Rescind(ctx context.Context, m *MsgRescind) (*MsgRescindResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Authority), consortium.Legislator, m.Amount)
	if err != nil {
		return nil, err
	}
	line, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	if line.Customer != "" {
		return nil, ErrNotLaw.Refuse("%s is an order of %s", line.Id, line.Customer)
	}
	if err := a.fund.unexpired(a.year, a.today); err != nil {
		return nil, err
	}
	if err := k.ledger.Post(ctx, a.entry(ledger.Rescind, line.subject(), line.subject(), m.Amount, m.Law)); err != nil {
		return nil, err
	}
	return &MsgRescindResponse{}, room.Emit(ctx, &AuthorityRescinded{Authority: line.Id, Law: m.Law, Amount: m.Amount, By: a.by})
}

// act is what an act on a fund stands on: the fund, who acts, and when.
type act struct {
	fund   Fund
	params Params
	by     string
	today  date.Date
	year   uint32
}

// begin asks whether the signer may do an act on a fund today, for its member if the duty is that of an agency; and on other funds too, if
// their scopes are given.
func (k Keeper) begin(
	ctx context.Context, signer, fund string, duty consortium.Duty, amount money.Amount, others ...consortium.Scope,
) (a act, err error) {
	if a.fund, err = k.Fund(ctx, fund); err != nil {
		return a, err
	}
	asked := consortium.Act{Duty: duty, Scopes: append(a.fund.Scopes(), others...), Amount: amount}
	if duty == consortium.BudgetOfficer {
		asked.Member = a.fund.Member
	}
	officer, err := k.consortium.Authorise(ctx, signer, asked)
	if err != nil {
		return a, err
	}
	a.by = officer.Id
	return a, k.date(ctx, &a)
}

// date gives an act its day, and refuses it while the books of the fund are not open on that day.
func (k Keeper) date(ctx context.Context, a *act) (err error) {
	if a.today, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	if a.params, err = k.params.Get(ctx); err != nil {
		return err
	}
	a.year = a.params.Year(a.today)
	return k.isOpen(ctx, a.fund, a.year)
}

// isOpen refuses an act on a fund whose authority is cancelled, or whose books are not in the fiscal year of the day.
func (k Keeper) isOpen(ctx context.Context, f Fund, year uint32) error {
	if f.Canceled {
		return ErrCanceled.Refuse("fund %s", f.Symbol)
	}
	books, err := k.ledger.Year(ctx, f.Symbol)
	if err != nil {
		return err
	}
	if books != year {
		return ErrClosing.Refuse("the books of %s are in fiscal year %d, today is in %d", f.Symbol, books, year)
	}
	return nil
}

// entry is an entry of the act.
func (a act) entry(event ledger.Event, from, to ledger.Subject, amount money.Amount, reference string) ledger.Entry {
	return ledger.Entry{
		Event: event, Fund: a.fund.Symbol, From: from, To: to, Amount: amount, On: a.today, By: a.by, Reference: reference,
	}
}

func checkAmount(a money.Amount) error {
	if why := a.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return nil
}

// checkLaw checks an amount and the law, order or payment that it rests on.
func checkLaw(law string, a money.Amount) error {
	if why := rule.CheckText(law, maxLaw); why != "" {
		return ErrNoBasis.Refuse("%s", why)
	}
	return checkAmount(a)
}

func orRefuse(err, refusal error) error {
	if err != nil {
		return err
	}
	return refusal
}
