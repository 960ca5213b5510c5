package grant

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/appropriation"
)

func amounts(lines []FormLine) map[string]money.Amount {
	all := make(map[string]money.Amount)
	for _, l := range lines {
		all[l.Number] = l.Amount
	}
	return all
}

// Some positions of an award; of each, the sums that the form states between its lines hold, and its lines are balances of the ledger.
func TestSF425(t *testing.T) {
	for _, row := range []struct {
		name string
		funding
		h, k money.Amount
	}{
		{"nothing yet", funding{position: position{Money: appropriation.Money{Undelivered: 100}}}, 100, 0},
		{"an advance, passed on in part", funding{
			position: position{Money: appropriation.Money{Undelivered: 60, Promised: 5, Advanced: 10, Unpaid: 7, Paid: 23}, committed: 40},
			whole:    45, claimed: 30,
		}, 30, 0},
		{"a share that was promised", funding{
			position: position{Money: appropriation.Money{Undelivered: 70, Paid: 30}}, whole: 40, claimed: 30, required: 25,
		}, 70, 15},
		{"more given than promised", funding{
			position: position{Money: appropriation.Money{Paid: 30}}, whole: 40, claimed: 30, required: 4,
		}, 0, -6},
		{"authority canceled, which was passed on", funding{
			position: position{Money: appropriation.Money{Paid: 30, Canceled: 5}, committed: 40}, whole: 35, claimed: 35,
		}, 0, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			lines, err := row.SF425()
			require.NoError(t, err)
			require.Len(t, lines, 11)
			of := amounts(lines)
			require.Equal(t, of["10c"], of["10a"]-of["10b"])
			require.Equal(t, of["10g"], of["10e"]+of["10f"])
			require.Equal(t, of["10h"], of["10d"]-of["10g"])
			require.Equal(t, of["10k"], of["10i"]-of["10j"])
			require.Equal(t, row.Advanced, of["10c"], "cash on hand is the advance")
			require.Equal(t, row.Undelivered+row.Advanced+row.Unpaid+row.Paid+row.Canceled, of["10d"])
			require.Equal(t, row.whole-row.claimed, of["10j"])
			free, err := row.free()
			require.NoError(t, err)
			require.Equal(t, free, of["10h"], "what is unobligated is what may be claimed or passed on")
			require.Equal(t, row.h, of["10h"])
			require.Equal(t, row.k, of["10k"])
		})
	}
	_, err := funding{whole: 1 << 62, claimed: -1 << 62}.SF425()
	require.ErrorIs(t, err, money.ErrOverflow)
}

// Of each kind of claim, what is asked for now is the claim; of the account of an advance it is nothing.
func TestSF270(t *testing.T) {
	for _, row := range []struct {
		kind    ClaimKind
		a, d, i money.Amount
	}{
		{Reimbursement, 150 + 40, 20, 30}, {Advance, 150, 20 + 40, 30}, {Liquidation, 150 + 40, 20 - 30, 0},
	} {
		c := claim()
		c.Kind, c.Amount, c.Cost = row.kind, 30, 40
		lines, err := outlay{Before{Outlays: 150, Share: 100, Outstanding: 20}, c}.SF270()
		require.NoError(t, err)
		of := amounts(lines)
		require.Equal(t, row.a, of["11a"], row.kind)
		require.Equal(t, of["11c"], of["11a"]-of["11b"], row.kind)
		require.Equal(t, row.d, of["11d"], row.kind)
		require.Equal(t, of["11e"], of["11c"]+of["11d"], row.kind)
		require.Equal(t, of["11e"], of["11f"]+of["11g"], row.kind)
		require.Equal(t, money.Amount(120), of["11h"], row.kind)
		require.Equal(t, of["11i"], of["11g"]-of["11h"], row.kind)
		require.Equal(t, row.i, of["11i"], row.kind)
		require.Equal(t, money.Amount(60), of["11f"], row.kind) // 50 before, and 10 of this one
	}
}

func TestAnAnswerIsBounded(t *testing.T) {
	require.NoError(t, atMost(10, 10, "claims of %s", "FAIN1"))
	err := atMost(10, 11, "claims of %s", "FAIN1")
	require.ErrorIs(t, err, ErrTooMany)
	require.ErrorContains(t, err, "11 or more claims of FAIN1, at most 10 are read")
}

func TestWithin(t *testing.T) {
	for _, row := range []struct {
		id, from string
		is       bool
	}{
		{"F1", "F1", true}, {"F1/2", "F1", true}, {"F12", "F1", false}, {"F1/12", "F1/1", false}, {"F1/1/2", "F1/1", true},
		{"070-X-0702-000:1.1", "070-X-0702-000:1", true}, {"070-X-0702-000:11.1", "070-X-0702-000:1", false}, {"F1", "F1/1", false},
	} {
		require.Equal(t, row.is, within(row.id, row.from), "%s in %s", row.id, row.from)
	}
}
