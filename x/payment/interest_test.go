package payment

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// Each figure is computed by hand. At 36 percent a year a day costs a thousandth and a month three hundredths.
func TestInterestOn(t *testing.T) {
	for _, row := range []struct {
		name       string
		principal  money.Amount
		days, rate uint32
		want       money.Amount
	}{
		{"on the day", 1_000_000, 0, 36_000, 0},
		{"at no rate", 1_000_000, 90, 0, 0},
		{"a day", 1_000_000, 1, 36_000, 1000},
		{"a month", 1_000_000, 30, 36_000, 30_000},
		{"a month and a half: 30,000 and 15 thousandths of 1,030,000", 1_000_000, 45, 36_000, 45_450},
		{"two months: 30,000 and 3 hundredths of 1,030,000", 1_000_000, 60, 36_000, 60_900},
		{"three months: and 3 hundredths of 1,060,900", 1_000_000, 90, 36_000, 92_727},
		{"a year, each month rounded", 1_000_000, 360, 36_000, 425_760},
		{"no more than a year", 1_000_000, 361, 36_000, 425_760},
		{"never more than a year", 1_000_000, math.MaxUint32, 36_000, 425_760},
		{"half a cent is a cent", 100_500, 1, 36_000, 101},
		{"less than half a cent is none", 100_499, 1, 36_000, 100},
		{"a dollar is owed", 99_500, 1, 36_000, 100},
		{"less than a dollar is not", 99_499, 1, 36_000, 0},
		{"2,375 x 30 x 100,000,000 / 36,000,000 = 197,916.67", 100_000_000, 30, 2375, 197_917},
		{"and 2,375 x 100,197,917 / 36,000,000 = 6,610.28", 100_000_000, 31, 2375, 204_527},
		{"2,375 x 10 x 1,000,000 / 36,000,000 = 659.72", 1_000_000, 10, 2375, 660},
	} {
		got, err := interestOn(row.principal, row.days, row.rate)
		require.NoError(t, err, row.name)
		require.Equal(t, row.want, got, row.name)
	}
}

// Within the bounds of an act and of the rate, interest is always one that may be asked for in an act; beyond them it is refused.
func TestInterestIsBounded(t *testing.T) {
	most, err := interestOn(money.Max, math.MaxUint32, maxRate)
	require.NoError(t, err)
	require.Empty(t, most.Check())
	for name, row := range map[string]struct {
		principal money.Amount
		rate      uint32
	}{
		"a sum beyond 64 bits":      {math.MaxInt64, maxRate},
		"a sum below zero":          {-1, maxRate},
		"a quotient beyond 64 bits": {math.MaxInt64, math.MaxUint32},
	} {
		_, err := interestOn(row.principal, 360, row.rate)
		require.ErrorIs(t, err, money.ErrOverflow, name)
	}
}

// A rate begins after the one before it, and not so late that its day is a mistake; a late resolution may set one that began already.
func TestRatesFollowOneAnother(t *testing.T) {
	last := InterestRate{From: "2017-07-01", Rate: 2375}
	for _, row := range []struct {
		name string
		from date.Date
		want error
	}{
		{"the next day", "2017-07-02", nil},
		{"the next half of the year", "2018-01-01", nil},
		{"184 days ahead", "2018-06-30", nil},
		{"185 days ahead", "2018-07-01", ErrRateOutOfTurn},
		{"the same day", "2017-07-01", ErrRateOutOfTurn},
		{"before it", "2017-01-01", ErrRateOutOfTurn},
	} {
		require.ErrorIs(t, InterestRate{From: row.from, Rate: 2625}.follows(last, "2017-12-28"), row.want, row.name)
	}
}

func lateGenesis() GenesisState {
	g := validGenesis()
	g.Payables[0].Due = "2017-11-01"
	g.InterestRates = []InterestRate{{From: "2017-07-01", Rate: 2375}, {From: "2018-01-01", Rate: 2625}}
	g.Interest = []Interest{{
		Bill: "P0", Principal: 1_000_000, Due: "2017-11-01", Paid: "2017-12-01", Days: 30, Rate: 36_000, Amount: 30_000, Persons: []string{"ann"},
	}}
	return g
}

func TestInterestOfAGenesisBreaksOneThing(t *testing.T) {
	valid := lateGenesis()
	require.NoError(t, valid.Validate())
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		want  *rule.Rule
		found string
	}{
		{"another amount", func(g *GenesisState) { g.Interest[0].Amount++ }, ErrMalformedInterest, "300.01 for 30 days"},
		{"nothing", func(g *GenesisState) { g.Interest[0].Rate, g.Interest[0].Amount = 0, 0 }, ErrMalformedInterest, "0.00 for 30 days"},
		{"other days", func(g *GenesisState) { g.Interest[0].Paid = "2017-12-02" }, ErrMalformedInterest, "paid 31 days after"},
		{"due on no day", func(g *GenesisState) { g.Interest[0].Due = "2017-11-31" }, ErrMalformedInterest, "paid 0 days after"},
		{"nobody approved", func(g *GenesisState) { g.Interest[0].Persons = nil }, ErrMalformedPayable, "0 persons"},
		{"twice", func(g *GenesisState) { g.Interest = append(g.Interest, g.Interest[0]) }, ErrNoInterest, "interest[1] P0"},
		{"of no bill", func(g *GenesisState) { g.Interest[0].Bill = "P9" }, ErrNoInterest, "its bill is not kept"},
		{"owed before", func(g *GenesisState) { g.Bills = append(g.Bills, "P0.I") }, ErrNoInterest, "its interest was owed before"},
		{"of what is not paid", func(g *GenesisState) { g.Interest[0].Bill = "P1" }, ErrNoInterest, "it is open"},
		{"at a usurer's rate", func(g *GenesisState) { g.InterestRates[0].Rate = maxRate + 1 }, ErrMalformedInterest, "50001 thousandths"},
		{"a rate from no day", func(g *GenesisState) { g.InterestRates[0].From = "2017-07" }, ErrMalformedInterest, `from "2017-07" on`},
		{"two rates of a day", func(g *GenesisState) { g.InterestRates[1].From = "2017-07-01" }, ErrRateOutOfTurn, "2375 is set from 2017-07-01"},
		{"a payable due on no day", func(g *GenesisState) { g.Payables[0].Due = "soon" }, ErrMalformedPayable, `due on "soon"`},
		{"interest under another name", func(g *GenesisState) { g.Payables[1].Interest = true }, ErrMalformedPayable, "interest is owed as BILL.I"},
		{"a debt under the name of interest", func(g *GenesisState) { g.Payables[1].Id = "P2.I" }, ErrMalformedPayable, "interest is owed as BILL.I"},
		{"interest that bears interest", func(g *GenesisState) {
			g.Payables[1].Id, g.Payables[1].Interest, g.Payables[1].Due = "P2.I", true, "2017-11-01"
		}, ErrMalformedPayable, "on no day"},
	} {
		t.Run(row.name, func(t *testing.T) {
			g := lateGenesis()
			row.spoil(&g)
			err := g.Validate()
			require.ErrorIs(t, err, row.want)
			require.ErrorContains(t, err, row.found)
		})
	}
}
