package appropriation

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgApportion) ValidateBasic() error {
	if m.Category == CategoryB {
		if why := checkProject(m.Project); why != "" {
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
		if err := k.unlike(ctx, parent.Id, line); err != nil {
			return nil, err
		}
	}
	if line, err = k.divide(ctx, a, parent, line, ledger.Apportion, m.Amount); err != nil {
		return nil, err
	}
	if line.Category == CategoryB {
		if err := k.projects.Set(ctx, line.project(parent.Id), line.Id); err != nil {
			return nil, err
		}
	}
	if err := k.stands(ctx, line, m.Amount); err != nil {
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

// checkProject says what is wrong with the name of a project, or "". It is of printable ASCII: which other letters are capitals of which
// is a table that changes from one version of Unicode to the next, and every node must find the same two names alike.
func checkProject(name string) string {
	if why := rule.CheckText(name, maxOffice); why != "" {
		return why
	}
	for _, r := range name {
		if r > '~' {
			return "has the character " + strconv.QuoteRuneToASCII(r) + ", which is not of ASCII"
		}
	}
	return ""
}

// projectKey is an authority, a fiscal year and the name of a project, as projects are told apart.
type projectKey = collections.Triple[string, uint32, string]

// project is where the apportionment that a project of an authority has in a year is found. Two names are one if they are the same words
// in capitals or not, with however many spaces between; marks tell them apart, as letters do.
func (l Line) project(authority string) projectKey {
	return collections.Join3(authority, l.Year, strings.ToLower(strings.Join(strings.Fields(l.Name), " ")))
}

// unlike refuses a project that the authority has an apportionment for in the same year: two would overlap. One that was withdrawn
// whole is there no more.
func (k Keeper) unlike(ctx context.Context, authority string, line Line) error {
	id, err := k.projects.Get(ctx, line.project(authority))
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if left, err := k.ledger.Noted(ctx, id, inProject); err != nil || left > 0 {
		return orRefuse(err, ErrOverlap.Refuse("project %q is apportioned in %s, %s of it not withdrawn", line.Name, id, left))
	}
	return nil
}

// inProject is the memorandum account of what a project was apportioned and was not taken back, wherever below it stands now: of the
// apportionment's own balance nobody can tell what was allotted from what was withdrawn.
const inProject = "apportioned to the project"

// stands notes that a project was apportioned an amount, or that it was taken back.
func (k Keeper) stands(ctx context.Context, l Line, amount money.Amount) error {
	if l.Category != CategoryB {
		return nil
	}
	return k.ledger.Note(ctx, l.Id, inProject, amount)
}

// unapportioned notes that an entry which apportioned money to a project is taken back.
func (k Keeper) unapportioned(ctx context.Context, old ledger.JournalEntry) error {
	if ledger.Event(old.Event) != ledger.Apportion {
		return nil
	}
	line, err := k.line(ctx, old.To, Apportionment)
	if err != nil {
		return err
	}
	return k.stands(ctx, line, -old.Amount)
}

// findProjects fills the index of projects from the lines of a genesis. Of several apportionments of one project in one year all but the
// last were withdrawn.
func (k Keeper) findProjects(ctx context.Context, lines []Line) error {
	for _, l := range lines {
		if l.Category != CategoryB {
			continue
		}
		at := l.project(authorityOf(l.Id))
		other, err := k.projects.Get(ctx, at)
		if err != nil && !errors.Is(err, collections.ErrNotFound) {
			return err
		}
		if len(other) > len(l.Id) || len(other) == len(l.Id) && other > l.Id { // a later one: ids end with a number
			continue
		}
		if err := k.projects.Set(ctx, at, l.Id); err != nil {
			return err
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
	if err := k.stands(ctx, line, -m.Amount); err != nil {
		return nil, err
	}
	event := &ApportionmentWithdrawn{Apportionment: line.Id, Amount: m.Amount, By: a.by}
	return &MsgWithdrawApportionmentResponse{}, room.Emit(ctx, event)
}
