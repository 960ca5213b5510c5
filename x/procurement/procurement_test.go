package procurement

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

const (
	acme     = "N4YFFGL4CDX5"
	florida  = "VN1AJFAD19J9"
	piid     = "70FB7018C00000001"
	tender   = "70FB7018R00000001"
	evidence = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func requisition() Requisition {
	return Requisition{
		Number: "RII-18-0001", Member: "fema", Description: "Meals and water", Commitment: "070-X-0702-000:1.1.1.1", ProgramActivity: "0002",
		ObjectClass: "260", By: "ruth", Requested: "2017-10-02", Items: []Item{
			{Psc: "8970", Text: "Meals", Quantity: 10_000, Unit: "EA", Place: "San Juan", Needed: "2017-10-20"},
			{Psc: "8960", Text: "Water", Quantity: 2000, Unit: "EA", Place: "Ponce", Needed: "2017-10-20"},
		},
	}
}

func order() Order {
	return Order{
		Piid: piid, Requisition: "RII-18-0001", Vendor: acme, Member: "fema", By: "carl", Placed: "2017-10-02", Exception: "6.302-2",
		Reason: "Urgent", Lines: []Line{
			{Number: 1, Psc: "8970", Text: "Meals", Quantity: 8000, Unit: "EA", Price: 500, Place: "San Juan", Due: "2017-10-20"},
			{Number: 2, Psc: "8960", Text: "Water", Quantity: 2000, Unit: "EA", Price: 150, Place: "Ponce", Due: "2017-10-25"},
		},
	}
}

func TestNumbersOfInstruments(t *testing.T) {
	for _, good := range []string{piid, "HSFE7018C0001", "70FBR818P12345678"[:13]} {
		require.Empty(t, CheckPIID(good), good)
	}
	require.Empty(t, CheckSolicitation(tender))
	for bad, why := range map[string]string{
		"": "empty", "70FB7018C001": "12 characters, at least 13", "70FB7018C000000001": "18 characters, at most 17",
		"70FB7018c00000001": "has the character 'c'", "70FB70X8C00000001": "no year", tender: "its ninth character",
		"70FB7018I00000001": "its ninth character", "70FB7018-00000001": "has the character '-'",
	} {
		require.Contains(t, CheckPIID(bad), why, bad)
	}
	require.Contains(t, CheckSolicitation(piid), "none of BQR")
}

func TestAPriceNeverOverflows(t *testing.T) {
	for _, row := range []struct {
		quantity int64
		price    money.Amount
		want     money.Amount
		fits     bool
	}{
		{30_000_000, 520, 15_600_000_000, true}, {0, 520, 0, true}, {1, money.Max, money.Max, true}, {2, money.Max, 0, false},
		{3, money.Max / 3, money.Max, true}, {math.MaxInt64, math.MaxInt64, 0, false}, {1 << 32, 1 << 32, 0, false}, {-1, 520, 0, false},
		{1, -520, 0, false}, {math.MinInt64, 2, 0, false},
	} {
		got, fits := Price(row.quantity, row.price)
		require.Equal(t, row.fits, fits, "%d at %s", row.quantity, row.price)
		require.Equal(t, row.want, got, "%d at %s", row.quantity, row.price)
	}
	o := order()
	o.Lines[0].Quantity, o.Lines[0].Price = 1, money.Max
	require.ErrorIs(t, o.fault(), ErrMalformedLines, "each line fits, and the sum does not")
}

// One valid requisition; each row breaks one thing.
func TestRequisition(t *testing.T) {
	require.NoError(t, requisition().fault())
	for _, row := range []struct {
		spoil func(*Requisition)
		want  *rule.Rule
		found string
	}{
		{func(r *Requisition) { r.Number = "" }, ErrMalformedNumber, "empty"},
		{func(r *Requisition) { r.Number = strings.Repeat("R", 31) }, ErrMalformedNumber, "31 characters, at most 30"},
		{func(r *Requisition) { r.Description = " " }, ErrMalformedText, "description"},
		{func(r *Requisition) { r.ProgramActivity = "2" }, ErrMalformedText, "program activity"},
		{func(r *Requisition) { r.ObjectClass = "26A" }, ErrMalformedText, "object class"},
		{func(r *Requisition) { r.Items = nil }, ErrMalformedLines, "0 lines, between 1 and 100"},
		{func(r *Requisition) { r.Items = make([]Item, 101) }, ErrMalformedLines, "101 lines"},
		{func(r *Requisition) { r.Items[1].Psc = "896" }, ErrMalformedLines, "line 2: product or service code"},
		{func(r *Requisition) { r.Items[1].Text = "" }, ErrMalformedLines, "line 2: text: empty"},
		{func(r *Requisition) { r.Items[1].Unit = "EACH" }, ErrMalformedLines, "line 2: unit"},
		{func(r *Requisition) { r.Items[1].Place = "" }, ErrMalformedLines, "line 2: place"},
		{func(r *Requisition) { r.Items[1].Needed = "soon" }, ErrMalformedLines, `line 2: "soon" is not a date`},
		{func(r *Requisition) { r.Items[1].Quantity = 0 }, ErrMalformedLines, "line 2: a quantity of 0"},
		{func(r *Requisition) { r.Items[1].Quantity = maxQuantity + 1 }, ErrMalformedLines, "line 2: a quantity of"},
	} {
		r := requisition()
		row.spoil(&r)
		err := r.fault()
		require.ErrorIs(t, err, row.want)
		require.ErrorContains(t, err, row.found)
	}
}

// The three-way match: what is ordered, accepted and invoiced, and what is asked.
func TestMatch(t *testing.T) {
	m := Match{Line: 1, Price: 500, Ordered: 10_000, Accepted: 6000, Rejected: 100, Waiting: 1000, Invoiced: 3000}
	require.NoError(t, m.Bill(BilledLine{Line: 1, Quantity: 2000, Price: 500}))
	require.NoError(t, m.Accept(4000, maxQuantity-100))
	require.NoError(t, m.Return(2000))
	require.NoError(t, m.Amend(6000))
	for _, row := range []struct {
		err   error
		want  *rule.Rule
		found string
	}{
		{m.Bill(BilledLine{Line: 1, Quantity: 2001, Price: 500}), ErrNoMatch, "ordered 10000, accepted 6000, invoiced 4000, asked 2001"},
		{m.Bill(BilledLine{Line: 1, Quantity: 1, Price: 499}), ErrNoMatch, "ordered at 5.00, invoiced at 4.99"},
		{m.Accept(1, maxQuantity-99), ErrMalformedLines, "rejected 100, asked 999999999901"},
		{m.Accept(4001, 0), ErrOverOrder, "ordered 10000, accepted 6000, asked 4001"},
		{m.Return(2001), ErrNotReturned, "accepted 6000, invoiced 4000, asked 2001"},
		{m.Amend(5999), ErrBelowAccepted, "accepted 6000, asked 5999"},
		{m.done(true), ErrNotDone, "invoices for 1000 wait"},
		{Match{Ordered: 2, Accepted: 1, Invoiced: 1}.done(false), ErrNotDone, "ordered 2, accepted 1"},
		{Match{Ordered: 2, Accepted: 2, Invoiced: 1}.done(true), ErrNotDone, "accepted 2, invoiced 1"},
		{m.broken(999), ledger.ErrBroken, "1000 waits, the invoices ask for 999"},
		{Match{Ordered: 1, Accepted: 2}.broken(0), ledger.ErrBroken, "ordered 1, accepted 2"},
		{Match{Ordered: 2, Accepted: 2, Invoiced: 3}.broken(0), ledger.ErrBroken, "accepted 2, invoiced 3"},
	} {
		require.ErrorIs(t, row.err, row.want)
		require.ErrorContains(t, row.err, row.found)
	}
	require.NoError(t, m.broken(1000))
	require.NoError(t, Match{Ordered: 2, Accepted: 1, Invoiced: 1}.done(true))
	open, err := obligated([]Match{m}, false)
	require.NoError(t, err)
	require.Equal(t, money.Amount(7000*500), open)
	terminated, err := obligated([]Match{m}, true)
	require.NoError(t, err)
	require.Equal(t, money.Amount(3000*500), terminated)
}

func TestASealIsOfItsVendorAndSolicitation(t *testing.T) {
	const salt = "0123456789abcdef0123456789abcdef"
	prices := []money.Amount{500, 150}
	// printf '70FB7018R00000001\nN4YFFGL4CDX5\n5.00\n1.50\n0123456789abcdef0123456789abcdef\n' | sha256sum
	require.Equal(t, "c782fdc300fca65f29e0511a164da33a6594506a3c11c9fd53d79afab85b1fe1", Sealed(tender, acme, prices, salt))
	for _, other := range []string{
		Sealed("70FB7018R00000002", acme, prices, salt), Sealed(tender, florida, prices, salt), Sealed(tender, acme, prices[:1], salt),
		Sealed(tender, acme, []money.Amount{150, 500}, salt), Sealed(tender, acme, prices, salt+"00"),
	} {
		require.NotEqual(t, Sealed(tender, acme, prices, salt), other)
	}
}

func TestDifferences(t *testing.T) {
	stated := []Count{{1, 6000}, {2, 1000}}
	require.Empty(t, differences(stated, []Count{{1, 6000}, {2, 1000}}))
	require.Equal(t, []Difference{{1, 6000, 5800}}, differences(stated, []Count{{1, 5800}, {2, 1000}}))
	require.Equal(t, []Difference{{1, 6000, 0}, {3, 0, 5}}, differences(stated, []Count{{2, 1000}, {3, 5}}))
}

func TestWhereAShipmentMayArriveFrom(t *testing.T) {
	for _, row := range []struct {
		holder, next string
		arrived      bool
	}{
		{acme, "", false}, {acme, florida, false}, {acme, "fema", true}, {florida, "", true}, {florida, acme, true}, {"fema", "", true},
		{"fema", florida, true}, {"hud", "", false}, {"hud", "fema", true},
	} {
		err := Shipment{Number: "S1", Holder: row.holder, Next: row.next}.Arrived(order())
		require.Equal(t, row.arrived, err == nil, "%s to %s: %v", row.holder, row.next, err)
	}
	require.True(t, silent("2017-10-02", "2017-10-08", 6))
	require.False(t, silent("2017-10-03", "2017-10-08", 6))
	require.False(t, silent("2017-10-03", "2017-10-08", math.MaxUint32), "no day is so late")
}

func TestAmendedAndHandled(t *testing.T) {
	o := order()
	changed := Amendment{By: "cleo", Lines: []OrderedLine{{Number: 2, Quantity: 1000, Price: 140, Due: "2017-11-01"}}}
	after, err := o.Amended(changed, "2017-10-10")
	require.NoError(t, err)
	require.Equal(t, order(), o, "the order itself is not changed")
	require.Equal(t, []string{"cleo"}, after.AmendedBy)
	require.Equal(t, OrderedLine{Number: 2, Quantity: 1000, Price: 140, Due: "2017-11-01"}, after.Lines[1].ordered())
	_, err = o.Amended(changed, "2017-11-02")
	require.ErrorIs(t, err, ErrMalformedLines)
	late := changed
	late.Lines = []OrderedLine{{Number: 2, Quantity: 1000, Price: 140, Due: o.Lines[1].Due}}
	_, err = o.Amended(late, "2017-11-02")
	require.NoError(t, err, "a line that is late already may be amended and stay so")
	for _, by := range []string{"rose", "ruth", "rita", "ron", "rose"} {
		after, err = after.HandledBy(by)
		require.NoError(t, err)
	}
	require.Equal(t, []string{"carl", "cleo", "rose", "ruth", "rita", "ron", "cyd"}, after.persons("cyd"))
	_, err = after.HandledBy("roy")
	require.ErrorIs(t, err, ErrTooManyHands)
}

func genesis() GenesisState {
	o := order()
	o.ReceivedBy, o.Received, o.Shipments = []string{"rose"}, "2017-10-09", 1
	r := requisition()
	r.Orders, r.Solicitation = 1, tender
	return GenesisState{
		Requisitions: []Requisition{r}, Orders: []Order{o},
		Invoices: []Invoice{{Piid: piid, Number: "A1", Lines: []BilledLine{{Line: 1, Quantity: 10, Price: 500}}, Amount: 5000,
			Evidence: []string{evidence}, Sent: "2017-10-10"}},
		Numbers: []UsedNumber{{piid, "receipt/R1"}, {piid, "shipment/S1"}},
		Solicitations: []Solicitation{{Number: tender, Requisition: "RII-18-0001", Closes: "2017-10-04", Opens: "2017-10-05", By: "carl", Bids: 2,
			Lowest: 5_300_000, LowestBy: acme}},
		Bids: []Bid{
			{Solicitation: tender, Vendor: acme, Seal: evidence, Sent: "2017-10-03", Prices: []money.Amount{500, 150}},
			{Solicitation: tender, Vendor: florida, Seal: evidence, Sent: "2017-10-04"},
		},
		Shipments: []Shipment{{Piid: piid, Number: "S1", Holder: florida, Next: "fema", Counts: []Count{{1, 100}}, Seal: "A", Signed: "2017-10-09"}},
	}
}

// One valid genesis; each row breaks one thing, and validation names it.
func TestGenesis(t *testing.T) {
	require.NoError(t, genesis().Validate())
	for _, row := range []struct {
		spoil func(*GenesisState)
		want  error
		found string
	}{
		{func(g *GenesisState) { g.Requisitions = append(g.Requisitions, requisition()) }, ErrNumberUsed, "requisitions[1] RII-18-0001: "},
		{func(g *GenesisState) { g.Requisitions[0].Requested = "" }, ErrMalformedText, "requested on"},
		{func(g *GenesisState) { g.Orders = append(g.Orders, g.Orders[0]) }, ErrNumberUsed, "orders[1]"},
		{func(g *GenesisState) { g.Orders[0].Vendor = "ACME" }, consortium.ErrMalformedUEI, "orders[0]"},
		{func(g *GenesisState) { g.Orders[0].Requisition = "R9" }, ErrUnknownRequisition, `"R9"`},
		{func(g *GenesisState) { g.Orders[0].Lines[1].Number = 3 }, ErrUnknownLine, "no line 3"},
		{func(g *GenesisState) { g.Orders[0].Lines[1].Number = 1 }, ErrMalformedLines, "line 1 after line 1"},
		{func(g *GenesisState) { g.Orders[0].Member = "hud" }, ErrUnknownRequisition, "it is of hud"},
		{func(g *GenesisState) { g.Orders[0].By = "ruth" }, ErrSamePerson, "ruth asked"},
		{func(g *GenesisState) { g.Orders[0].AmendedBy = []string{"rose"} }, ErrSamePerson, "rose ordered and received"},
		{func(g *GenesisState) { g.Orders[0].AmendedBy = []string{"a", "b", "c"} }, ErrTooManyHands, "3 amended"},
		{func(g *GenesisState) { g.Orders[0].Placed = "" }, ErrMalformedText, "placed on"},
		{func(g *GenesisState) { g.Orders[0].Received = "later" }, ErrMalformedText, "received on"},
		{func(g *GenesisState) { g.Orders[0].Terminated = 9 }, ErrMalformedText, "termination 9"},
		{func(g *GenesisState) { g.Orders[0].Proposed = &Amendment{} }, ErrMalformedLines, "0 lines"},
		{func(g *GenesisState) { g.Orders[0].Shipments = 0 }, ErrUnderWay, "it counts 0 shipments, and has 1"},
		{func(g *GenesisState) { g.Orders[0].Terminated = ForDefault }, ErrNotOpen, "shipments[0]"},
		{func(g *GenesisState) { g.Invoices[0].Amount = 4999 }, ledger.ErrAmountOutOfBounds, "the lines come to 50.00"},
		{func(g *GenesisState) { g.Invoices[0].Number = "a1" }, payment.ErrMalformedBill, "not normalised"},
		{func(g *GenesisState) { g.Invoices[0].Piid = tender }, ErrUnknownOrder, tender},
		{func(g *GenesisState) { g.Invoices[0].Lines[0].Line = 3 }, ErrUnknownLine, "no line 3"},
		{func(g *GenesisState) { g.Invoices[0].Sent = "" }, ErrMalformedText, "sent on"},
		{func(g *GenesisState) { g.Invoices[0].Evidence = nil }, ErrMalformedEvidence, "0 documents"},
		{func(g *GenesisState) { g.Invoices = append(g.Invoices, g.Invoices[0]) }, ErrNumberUsed, "invoices[1]"},
		{func(g *GenesisState) { g.Numbers[0].Number = "R1" }, ErrMalformedNumber, "numbers[0]"},
		{func(g *GenesisState) { g.Numbers[1] = g.Numbers[0] }, ErrNumberUsed, "numbers[1]"},
		{func(g *GenesisState) { g.Solicitations[0].Opens = "2017-10-04" }, ErrNotTheTime, "opens on 2017-10-04"},
		{func(g *GenesisState) { g.Solicitations[0].Requisition = "R9" }, ErrUnknownRequisition, "solicitations[0]"},
		{func(g *GenesisState) { g.Solicitations[0].Bids = 1 }, ErrBid, "it counts 1 bids, and has 2"},
		{func(g *GenesisState) { g.Solicitations[0].Lowest++ }, ErrNotLowest, "it comes to 53,000.00"},
		{func(g *GenesisState) { g.Bids[0].Prices = g.Bids[0].Prices[:1] }, ErrBid, "1 prices"},
		{func(g *GenesisState) { g.Bids[1].Sent = "2017-10-05" }, ErrNotTheTime, "bids[1]"},
		{func(g *GenesisState) { g.Bids[1].Solicitation = "" }, ErrUnknownSolicitation, "bids[1]"},
		{func(g *GenesisState) { g.Bids[1].Vendor = acme }, ErrNumberUsed, "bids[1]"},
		{func(g *GenesisState) { g.Shipments[0].Holder = "FEMA" }, consortium.ErrMalformedUEI, "shipments[0]"},
		{func(g *GenesisState) { g.Shipments[0].Counts[0].Line = 9 }, ErrUnknownLine, "no line 9"},
		{func(g *GenesisState) { g.Shipments[0].Signed = date.Date("") }, ErrMalformedText, "signed on"},
		{func(g *GenesisState) { g.Numbers = g.Numbers[:1] }, ErrNumberUsed, "shipment/S1 is not among the numbers that were used"},
	} {
		g := genesis()
		row.spoil(&g)
		err := g.Validate()
		require.ErrorIs(t, err, row.want, row.found)
		require.ErrorContains(t, err, row.found)
	}
}
