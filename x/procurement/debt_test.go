package procurement

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

func debt() Debt {
	return Debt{
		Payable: acme + "/2018/A1", Piid: piid, Obligation: piid, Amount: 500, Reason: "Mould", Evidence: []string{evidence},
		Demanded: "2017-10-02", By: "carl", Persons: []string{"carl", "rose"},
	}
}

// O34, O35: a debt is appealed against once and in time, decided on by another, and never paid back twice.
func TestADebtIsContestedOnce(t *testing.T) {
	d, err := debt().contested("Stored wet", "2017-11-01")
	require.NoError(t, err)
	require.Equal(t, "Stored wet", d.Appeal)
	_, err = debt().contested("Stored wet", "2017-11-02")
	require.ErrorIs(t, err, ErrNotAppealed)
	_, err = d.contested("Stored wet", "2017-10-03")
	require.ErrorIs(t, err, ErrNotAppealed)

	_, err = debt().decided("cole")
	require.ErrorIs(t, err, ErrNotAppealed)
	_, err = d.decided("carl")
	require.ErrorIs(t, err, ErrSamePerson)
	d, err = d.decided("cole")
	require.NoError(t, err)
	require.True(t, d.Upheld)
	require.Empty(t, d.Appeal)
	_, err = d.contested("Stored wet", "2017-10-03")
	require.ErrorIs(t, err, ErrNotAppealed)

	d, err = d.less(500)
	require.NoError(t, err)
	require.Zero(t, d.Amount)
	_, err = debt().less(501)
	require.ErrorIs(t, err, ErrOverDebt)
}

func TestADebtOfAGenesis(t *testing.T) {
	require.NoError(t, GenesisState{Debts: []Debt{debt()}}.Validate())
	require.ErrorIs(t, GenesisState{Debts: []Debt{debt(), debt()}}.Validate(), ErrNotDemanded)
	for name, row := range map[string]struct {
		spoil func(*Debt)
		want  error
	}{
		"no order":        {func(d *Debt) { d.Piid = "70FB" }, ErrMalformedNumber},
		"nothing":         {func(d *Debt) { d.Amount = 0 }, ledger.ErrAmountOutOfBounds},
		"too much":        {func(d *Debt) { d.Amount = money.Max + 1 }, ledger.ErrAmountOutOfBounds},
		"no reason":       {func(d *Debt) { d.Reason = "" }, ErrMalformedText},
		"no evidence":     {func(d *Debt) { d.Evidence = nil }, ErrMalformedEvidence},
		"no day":          {func(d *Debt) { d.Demanded = date.Date("soon") }, ErrMalformedText},
		"nobody":          {func(d *Debt) { d.Persons = nil }, ErrTooManyHands},
		"no vendor":       {func(d *Debt) { d.Payable = "A1" }, consortium.ErrMalformedUEI},
		"an unseen text":  {func(d *Debt) { d.Appeal = "\n" }, ErrMalformedText},
		"a second appeal": {func(d *Debt) { d.Appeal, d.Upheld = "Wet", true }, ErrNotAppealed},
	} {
		d := debt()
		row.spoil(&d)
		require.ErrorIs(t, GenesisState{Debts: []Debt{d}}.Validate(), row.want, name)
	}
}
