package oracle

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/x/ledger"
)

func TestRefusesWhatNoLedgerCouldHaveWritten(t *testing.T) {
	const begun = "2018 enact A A 100.00\n2018 apportion A P 60.00\n2018 allot P L 50.00\n2018 obligate L O 40.00 4610\n"
	for _, test := range []struct{ line, why string }{
		{"2018 grant A A 1.00", "no such event"},
		{"2018 enact A A 0.00", "the amount is not above zero"},
		{"2018 enact A A 1.00 4450", `holds "4450", and the event leaves nothing open`},
		{"2018 obligate L O 1.00", `holds "", and not one of 4610, 4700`},
		{"2018 obligate L O 1.00 4650", `holds "4650", and not one of 4610, 4700`},
		{"2017 enact A A 1.00", "fiscal year 2017 after 2018"},
		{"2019 enact A A 1.00", "year 2018 has left"},
		{"2018 close 4119/A 4201/A 99.00 reversed", "leaves 1.00 in 4119"},
		{"2018 close 4119/A 4201/A 100.00", "leaves 200.00 in 4119"},
		{"2018 close 4119/A 4201/A 100.00 reversed reimbursable", "leaves -100.00 in 4119"},
		{"2018 close 4119/A 3100/A 100.00 reversed", `4119 closes into "4201"`},
		{"2018 close 4450/A 4201/A 40.00", `4450 closes into ""`},
		{"2018 close 4871/O 4801/A 1.00 reversed", "of an obligation"},
		{"2018 apportion A P 40.01", "A has -0.01 in 4450"},
		{"2018 apportion A P 10.01 reversed", "P has -0.01 in 4510"},
		{"2018 allot P L 10.01", "P has -0.01 in 4510"},
		{"2018 commit L C 10.01", "L has -0.01 in 4610"},
		{"2018 obligate L O 0.01 4700", "L has -0.01 in 4700"},
		{"2018 recover O A 40.01 4450", "O has -0.01 in 4801 4881 4871"},
		{"2018 accrue O O 40.01", "O has -0.01 in 4801 4881 4871"},
		{"2018 pay O O 0.01", "O has -0.01 in 4901 4981 4971"},
		{"2018 liquidate O O 0.01", "O has -0.01 in 4802 4872"},
		{"2018 refund O L 0.01", "O has -0.01 in 4902 4972"},
		{"2018 collect A A 0.01 reimbursable", "A has -0.01 in 4210 4221"},
		{"2018 write-off O O 0.01", "O has -0.01 in 1310"},
		{"2018 order A A 1.00", "100.00 of unexpended appropriations are not 101.00"},
		{"2018 allot P L 1.00 reimbursable\n2018 advance O O 1.00 reimbursable", "customers have paid 1.00 less than was spent"},
	} {
		_, err := Replay(write(t, begun+test.line))
		require.ErrorContains(t, err, test.why, test.line)
	}
}

// What a broken rule would do, the identities see by themselves.
func TestSeesARuleThatDoesNotBalance(t *testing.T) {
	for _, test := range []struct{ rule, why string }{
		{"1010/4450", "the budgetary side is out by -1.00"},
		{"4119/4119 1010/4119", "the budgetary side is out by -1.00"},
		{"4119/4450", "0.00 with the Treasury and 0.00 uncollected are not 1.00 unobligated"},
		{"4119/4450 1010/3310", "0.00 of unexpended appropriations are not 1.00"},
	} {
		b, err := Replay(nil)
		require.NoError(t, err)
		e := write(t, "2018 enact A A 1.00")[0]
		for _, p := range readPostings("enact " + test.rule + " to")["enact"] {
			require.NoError(t, b.move(e, p.debit, e.Amount))
			require.NoError(t, b.move(e, p.credit, -e.Amount))
		}
		require.ErrorContains(t, b.checkFund(fund), test.why, test.rule)
	}
}

func TestDifferListsEveryDifference(t *testing.T) {
	b, err := Replay(write(t, recovered))
	require.NoError(t, err)
	require.NoError(t, b.Differ(b.Balances(), b.Totals()))

	balances, totals := b.Balances(), b.Totals()
	slices.Reverse(balances)
	totals = append(totals, ledger.Total{Fund: fund, Account: "9999"})
	require.NoError(t, b.Differ(balances, totals), "the order is free, and zero is nothing")

	for _, test := range []struct {
		change func(balances []ledger.Balance, totals []ledger.Total) ([]ledger.Balance, []ledger.Total)
		why    []string
	}{
		{func(b []ledger.Balance, t []ledger.Total) ([]ledger.Balance, []ledger.Total) {
			b[3].Amount--
			t[1].Opening++
			t[2].Closed++
			return b, t
		}, []string{
			"balance {070-2018/2018-0702-000 A 4450}: amount is -44.00 by the journal, -44.01 in the ledger",
			"total {070-2018/2018-0702-000 2110 {A   false false }}: " +
				"opening of 2019 is -10.00 by the journal, -9.99 in the ledger",
			"total {070-2018/2018-0702-000 3100 {A   false false }}: closed is -70.00 by the journal, -69.99 in the ledger",
		}},
		{func(b []ledger.Balance, t []ledger.Total) ([]ledger.Balance, []ledger.Total) {
			b[3].Year = 2018
			return b[1:], append(t, t[0])
		}, []string{
			"balance {070-2018/2018-0702-000 A 1010}: amount is 100.00 by the journal, 0.00 in the ledger",
			"balance {070-2018/2018-0702-000 A 1010}: opening of 2019 is 100.00 by the journal, 0.00 in the ledger",
			"balance {070-2018/2018-0702-000 A 4450}: moved last in 2019 by the journal, 2018 in the ledger",
			"balance {070-2018/2018-0702-000 A 4450}: opening of 2019 is 0.00 by the journal, -44.00 in the ledger",
			"the ledger has the total {070-2018/2018-0702-000 1010 {A   false false }} twice",
		}},
		{func(b []ledger.Balance, t []ledger.Total) ([]ledger.Balance, []ledger.Total) {
			b[0].Subject = "B"
			return b, t
		}, []string{
			"balance {070-2018/2018-0702-000 A 1010}: amount is 100.00 by the journal, 0.00 in the ledger",
			"balance {070-2018/2018-0702-000 A 1010}: opening of 2019 is 100.00 by the journal, 0.00 in the ledger",
			"balance {070-2018/2018-0702-000 B 1010}: amount is 0.00 by the journal, 100.00 in the ledger",
			"balance {070-2018/2018-0702-000 B 1010}: opening of 2019 is 0.00 by the journal, 100.00 in the ledger",
		}},
	} {
		err := b.Differ(test.change(b.Balances(), b.Totals()))
		require.Error(t, err)
		require.Equal(t, test.why, lines(err.Error()))
	}
}
