package procurement

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
)

// Nothing can come of a requisition without open orders that is canceled or ordered in full; each row says what can.
func TestFinished(t *testing.T) {
	r := requisition()
	full := []Count{{1, r.Items[0].Quantity}, {2, r.Items[1].Quantity}}
	for _, row := range []struct {
		name     string
		orders   uint32
		canceled bool
		ordered  []Count
		want     bool
	}{
		{"ordered in full, and closed", 0, false, full, true},
		{"an order may be terminated", 1, false, full, false},
		{"the second line may be ordered", 0, false, []Count{full[0], {2, full[1].Quantity - 1}}, false},
		{"nobody wants the rest", 0, true, []Count{{1, 0}, {2, 0}}, true},
		{"nobody wants the rest, and an order is open", 1, true, full, false},
	} {
		r.Orders, r.Canceled = row.orders, row.canceled
		require.Equal(t, row.want, r.finished(row.ordered), row.name)
	}
}

// One valid genesis with what is past; each row breaks one thing, and validation names it.
func TestGenesisOfWhatIsPast(t *testing.T) {
	valid := func() GenesisState {
		g := genesis()
		g.Past = []Past{
			{"requisition/R2", "requisitions/fema", 0}, {"requisition/R3", "requisitions/fema", 1},
			{"solicitation/70FB7018R00000009", "solicitations/fema", 0},
		}
		return g
	}
	require.NoError(t, valid().Validate())
	for _, row := range []struct {
		spoil func(*GenesisState)
		want  error
		found string
	}{
		{func(g *GenesisState) { g.Past[1].Subject = "requisition/R2" }, ErrNumberUsed, "past[1] requisition/R2: number used: given twice"},
		{func(g *GenesisState) { g.Past[1].Entry = 0 }, ErrNumberUsed, "past[1] requisition/R3: number used: given twice"},
		{func(g *GenesisState) { g.Past[0].Subject = "requisition/RII-18-0001" }, ErrNumberUsed, "it is open"},
		{func(g *GenesisState) { g.Past[2].Subject = "solicitation/" + tender }, ErrNumberUsed, "it is open"},
		{func(g *GenesisState) { g.Past[0].Subject = "requisition/r" }, ErrMalformedNumber, "past[0]"},
		{func(g *GenesisState) { g.Past[0].Subject = "order/" + piid }, ErrMalformedNumber, "is no requisition and no solicitation"},
		{func(g *GenesisState) { g.Past[0].Log = "solicitations/fema" }, ErrMalformedText, `the log "solicitations/fema"`},
		{func(g *GenesisState) { g.Past[0].Log = "requisitions/FEMA" }, ErrMalformedText, `the log "requisitions/FEMA"`},
		{func(g *GenesisState) { g.Requisitions[0].Orders = 2 }, ErrUnknownOrder, "it counts 2 orders that are open, and has 1"},
		{func(g *GenesisState) { g.Requisitions[0].Solicitation = "" }, ErrUnknownSolicitation, `it names "", and its solicitation is`},
		{func(g *GenesisState) { g.Requisitions[0].Canceled = true }, ErrRequisitionNotOpen, "it is canceled, and solicited by"},
		{func(g *GenesisState) {
			g.Solicitations = append(g.Solicitations, g.Solicitations[0])
			g.Solicitations[1].Number, g.Solicitations[1].Bids = "70FB7018R00000002", 0
		}, ErrSolicited, "solicitations[1] 70FB7018R00000002"},
	} {
		g := valid()
		row.spoil(&g)
		err := g.Validate()
		require.ErrorIs(t, err, row.want, row.found)
		require.ErrorContains(t, err, row.found)
	}
}

// The invoice came on 2 October; of several lines the earliest day counts.
func TestAnInvoiceIsPaidInTime(t *testing.T) {
	o := order()
	for _, row := range []struct {
		first, second string
		lines         []BilledLine
		want          date.Date
	}{
		{"8970", "8960", []BilledLine{{Line: 1}, {Line: 2}}, "2017-11-01"},
		{"8970", "8905", []BilledLine{{Line: 1}, {Line: 2}}, "2017-10-09"},
		{"8905", "8910", []BilledLine{{Line: 1}, {Line: 2}}, "2017-10-09"},
		{"8970", "8910", []BilledLine{{Line: 1}, {Line: 2}}, "2017-10-12"},
		{"8970", "8910", []BilledLine{{Line: 1}}, "2017-11-01"},
	} {
		o.Lines[0].Psc, o.Lines[1].Psc = row.first, row.second
		require.Equal(t, row.want, o.payBy(Invoice{Sent: "2017-10-02", Lines: row.lines}), "%v", row)
	}
}
