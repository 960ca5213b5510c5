package sim

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/gsdm"
	"github.com/pursechain/purse/client/submission"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/report"
)

// Identity says what is wrong with a fund on a committed state, or nil: what its reports must keep.
type Identity func(ctx sdk.Context, fund string) error

// reported are the books of a fund as the reports read them.
func (s *Sim) reported(ctx sdk.Context, fund string) (b report.Books, err error) {
	symbol, err := appropriation.ParseSymbol(fund)
	if err != nil {
		return b, err
	}
	if b.Year, err = s.chain.Ledger.Year(ctx, fund); err != nil {
		return b, err
	}
	b.Expired = symbol.Expired(b.Year)
	b.Totals, err = s.chain.Ledger.TotalsOf(ctx, fund)
	return b, err
}

// addUp holds the SF-133 and file A to themselves, and file B to file A, for every emergency fund code and for all.
func (s *Sim) addUp(ctx sdk.Context, fund string) error {
	b, err := s.reported(ctx, fund)
	if err != nil {
		return err
	}
	var faults []error
	same := func(what string, a, b money.Amount) {
		if a != b {
			faults = append(faults, fmt.Errorf("%s: %s and %s", what, a, b))
		}
	}
	lines, err := b.SF133()
	if err != nil {
		return err
	}
	line := func(number uint32) money.Amount {
		i := slices.IndexFunc(lines, func(l report.Line) bool { return l.Number == number })
		return lines[i].Amount
	}
	same("1910 = 2500", line(1910), line(2500))
	same("2190 = 2004 + 2104", line(2190), line(2004)+line(2104))
	a, err := report.FileA(lines)
	if err != nil {
		return err
	}
	rows, err := b.FileB()
	if err != nil {
		return err
	}
	var incurred, outlay, recoveries money.Amount
	for _, r := range rows {
		incurred, outlay, recoveries = incurred+r.Balances.Incurred, outlay+r.Balances.Outlay, recoveries+r.Balances.Recoveries
	}
	same("A2, A3", a.TotalResources, a.BroughtForward+a.Adjustments+a.Appropriated+a.SpendingAuthority)
	same("A4", a.StatusOfResources, a.Obligations+a.Unobligated)
	same("A24", a.TotalResources, a.StatusOfResources)
	same("A18, gross outlays of A and B", a.GrossOutlay, outlay)
	same("A19, obligations of A and B", a.Obligations, -incurred)
	same("A35, recoveries of A and B", a.Recoveries, recoveries)
	return errors.Join(faults...)
}

// submit holds the files that agencies submit, of all funds that are not cancelled, to the rules of the Treasury's broker.
func (s *Sim) submit(ctx sdk.Context) error {
	var funds []string
	for _, f := range s.funds {
		if !f.canceled {
			funds = append(funds, f.symbol)
		}
	}
	chain := &baseapp.QueryServiceTestHelper{GRPCQueryRouter: s.chain.GRPCQueryRouter(), Ctx: ctx}
	files, err := submission.Of(ctx, funds, submission.At(chain))
	if errors.Is(err, report.ErrClosing) && s.closing() {
		return nil
	}
	if err != nil {
		return err
	}
	if err := files.Write(s.Dir); err != nil {
		return err
	}
	set, _, err := gsdm.Open(s.Dir)
	if err != nil {
		return err
	}
	found := set.Check()
	if found.Faults() == 0 {
		return nil
	}
	var text strings.Builder
	return errors.Join(found.Print(&text), fmt.Errorf("the files of the DATA Act in %s have faults:\n%s", s.Dir, &text))
}

// awards holds file C to file B: the obligations of a fund, with the balances given, come to its purposes.
func (s *Sim) awards(ctx sdk.Context, f *fund, balances []ledger.Balance) error {
	b, err := s.reported(ctx, f.symbol)
	if err != nil {
		return err
	}
	sums := make(map[string]report.Balances)
	for from := 0; from < len(balances); {
		to := from
		for to < len(balances) && balances[to].Subject == balances[from].Subject {
			to++
		}
		if attributes, is := f.purposes[balances[from].Subject]; is {
			one, err := report.BalancesOf(balances[from:to], b.Year)
			if err != nil {
				return err
			}
			key := purpose(attributes)
			sums[key] = added(sums[key], one)
		}
		from = to
	}
	rows, err := b.FileB()
	if err != nil {
		return err
	}
	for _, r := range rows {
		key := strings.Join([]string{r.ProgramActivity, r.ObjectClass, r.Funding, r.Defc}, " ")
		if r.Balances != sums[key] {
			return fmt.Errorf("file B has %v for %s, the awards come to %v", r.Balances, key, sums[key])
		}
		delete(sums, key)
	}
	for key, sum := range sums {
		if sum != (report.Balances{}) {
			return fmt.Errorf("file B has nothing for %s, the awards come to %v", key, sum)
		}
	}
	return nil
}

func purpose(a ledger.Attributes) string {
	funding := "D"
	if a.Reimbursable {
		funding = "R"
	}
	return strings.Join([]string{a.ProgramActivity, a.ObjectClass, funding, a.Defc}, " ")
}

// added adds balances up, field by field.
func added(a, b report.Balances) report.Balances {
	to, from := reflect.ValueOf(&a).Elem(), reflect.ValueOf(b)
	for i := range to.NumField() {
		to.Field(i).SetInt(to.Field(i).Int() + from.Field(i).Int())
	}
	return a
}
