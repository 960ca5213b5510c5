package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgApportion) ValidateBasic() error {
	if m.Category == CategoryB {
		if why := rule.CheckText(m.Project, maxOffice); why != "" {
			return ErrMalformedApportionment.Refuse("project: %s", why)
		}
		if m.Quarter != 0 {
			return ErrMalformedApportionment.Refuse("quarter %d of a project; a project opens on a day", m.Quarter)
		}
		if m.Opens != "" && !m.Opens.Valid() {
			return ErrMalformedApportionment.Refuse("%q is not a date", rule.Clip(string(m.Opens), 20))
		}
		return checkAmount(m.Amount)
	}
	if m.Project != "" || m.Opens != "" {
		return ErrMalformedApportionment.Refuse("a project, or a day on which it opens, in category A")
	}
	if m.Quarter > 4 {
		return ErrMalformedApportionment.Refuse("quarter %d, of 4", m.Quarter)
	}
	return checkAmount(m.Amount)
}

// Apportion releases a part of an authority: for a quarter of the fiscal year, or for a project (31 USC 1512).
func (k msgServer) Apportion(ctx context.Context, m *MsgApportion) (*MsgApportionResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Authority), consortium.BudgetExaminer, m.Amount)
	if err != nil {
		return nil, err
	}
	parent, err := k.line(ctx, m.Authority, Authority)
	if err != nil {
		return nil, err
	}
	line, err := a.apportioned(m)
	if err != nil {
		return nil, err
	}
	if line.Category == CategoryB {
		if err := k.unlike(ctx, parent, line); err != nil {
			return nil, err
		}
	}
	if line, err = k.divide(ctx, a, parent, line, ledger.Apportion, m.Amount); err != nil {
		return nil, err
	}
	event := &AuthorityApportioned{Apportionment: line.Id, Amount: m.Amount, By: a.by}
	return &MsgApportionResponse{Apportionment: line.Id}, room.Emit(ctx, event)
}

// apportioned is the line that an apportionment makes, with the day on which it opens. Before the fund's period begins it is made
// for the first year of it.
func (a act) apportioned(m *MsgApportion) (Line, error) {
	symbol, err := ParseSymbol(a.fund.Symbol)
	if err != nil {
		return Line{}, err
	}
	line := Line{Kind: Apportionment, Category: CategoryA, Year: max(a.year, uint32(symbol.Begin))}
	first, last := a.params.First(line.Year), a.params.Last(line.Year)
	if m.Category == CategoryB {
		line.Category, line.Name, line.Opens = CategoryB, m.Project, max(m.Opens, first)
		if m.Opens != "" && (m.Opens < first || m.Opens > last) {
			return line, ErrMalformedApportionment.Refuse("it opens on %s, and fiscal year %d runs from %s to %s", m.Opens, line.Year, first, last)
		}
		return line, nil
	}
	quarter := m.Quarter
	if quarter == 0 {
		quarter = a.params.QuarterOf(max(a.today, first))
	}
	line.Opens = a.params.Quarter(line.Year, quarter)
	return line, nil
}

// unlike refuses a project that the authority has an apportionment for in the same year: two would overlap. One that was withdrawn
// whole, and of which no office was given anything, is there no more.
func (k Keeper) unlike(ctx context.Context, authority, line Line) error {
	for n := range authority.Children {
		other, err := k.line(ctx, childOf(authority.Id, n+1), Apportionment)
		if err != nil {
			return err
		}
		if other.Year != line.Year || other.Category != CategoryB || fold(other.Name) != fold(line.Name) {
			continue
		}
		left, err := k.ledger.Left(ctx, FundOf(other.Id), other.Id, ledger.Apportioned)
		if err != nil {
			return err
		}
		if left > 0 || other.Children > 0 {
			return ErrOverlap.Refuse("project %q is apportioned in %s", line.Name, other.Id)
		}
	}
	return nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgWithdrawApportionment) ValidateBasic() error { return checkAmount(m.Amount) }

// WithdrawApportionment takes back what was not allotted of an apportionment.
func (k msgServer) WithdrawApportionment(
	ctx context.Context, m *MsgWithdrawApportionment,
) (*MsgWithdrawApportionmentResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Apportionment), consortium.BudgetExaminer, m.Amount)
	if err != nil {
		return nil, err
	}
	line, err := k.giveBack(ctx, a, m.Apportionment, m.Amount, Apportionment)
	if err != nil {
		return nil, err
	}
	event := &ApportionmentWithdrawn{Apportionment: line.Id, Amount: m.Amount, By: a.by}
	return &MsgWithdrawApportionmentResponse{}, room.Emit(ctx, event)
}
