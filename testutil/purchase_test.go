package testutil_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/procurement"
)

// purchase are the acts by which goods are bought, on the third and fourth of January: one order after a solicitation, delivered and
// invoiced in part, and one that ends with nothing.
func purchase() []act {
	const (
		requisition, piid, other, tender = "RII-18-0001", "70FB7018C00000001", "70FB7018C00000002", "70FB7018R00000001"
		salt                             = "0123456789abcdef0123456789abcdef"
	)
	request := func(number string) *procurement.MsgRequest {
		return &procurement.MsgRequest{
			Signer: address("rose"), Requisition: number, Commitment: machineFund + ":1.1.1.2", ProgramActivity: "0002", ObjectClass: "260",
			Description: "Tents", Items: []procurement.Item{
				{Psc: "8340", Text: "Tents", Quantity: 12, Unit: "EA", Place: "San Juan", Needed: "2018-01-31"},
			},
		}
	}
	line := func(quantity int64) []procurement.OrderedLine {
		return []procurement.OrderedLine{{Number: 1, Quantity: quantity, Price: 1000, Due: "2018-01-31"}}
	}
	counts := func(quantity int64) []procurement.Count { return []procurement.Count{{Line: 1, Quantity: quantity}} }
	invoice := func(number string, quantity int64) *procurement.MsgInvoice {
		return &procurement.MsgInvoice{
			Signer: address("acme"), Piid: piid, Number: number, Lines: []procurement.BilledLine{{Line: 1, Quantity: quantity, Price: 1000}},
			Evidence: []string{strings.Repeat("a", 64)},
		}
	}
	return []act{
		{"rose", request(requisition)}, {"rose", request("RII-18-0002")},
		{"rose", &procurement.MsgCancelRequest{Signer: address("rose"), Requisition: "RII-18-0002", Reason: "Asked for twice"}},
		{"carl", &procurement.MsgSolicit{Signer: address("carl"), Solicitation: tender, Requisition: requisition, Closes: "2018-01-02",
			Opens: "2018-01-03"}},
		{"acme", &procurement.MsgBid{Signer: address("acme"), Solicitation: tender,
			Seal: procurement.Sealed(tender, payees["acme"], []money.Amount{1000}, salt)}},
		{"clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: "2018-01-03"}},
		{"acme", &procurement.MsgReveal{Signer: address("acme"), Solicitation: tender, Prices: []money.Amount{1000}, Salt: salt}},
		{"clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: "2018-01-04"}},
		{"carl", &procurement.MsgPlaceOrder{Signer: address("carl"), Piid: piid, Requisition: requisition, Vendor: payees["acme"],
			Lines: line(10), Solicitation: tender}},
		{"carl", &procurement.MsgAmendOrder{Signer: address("carl"), Piid: piid, Lines: line(11), Reason: "One more"}},
		{"acme", &procurement.MsgAgreeAmendment{Signer: address("acme"), Piid: piid}},
		{"acme", &procurement.MsgShip{Signer: address("acme"), Piid: piid, Shipment: "S1", Counts: counts(10), Seal: "SEAL 1",
			To: payees["florida"]}},
		{"florida", &procurement.MsgTakeOver{Signer: address("florida"), Piid: piid, Shipment: "S1", Counts: counts(10), Seal: "SEAL 1"}},
		{"florida", &procurement.MsgHandOver{Signer: address("florida"), Piid: piid, Shipment: "S1", Counts: counts(9), Seal: "SEAL 2",
			To: "fema"}},
		{"rose", &procurement.MsgReceive{Signer: address("rose"), Piid: piid, Number: "R1",
			Lines: []procurement.ReceivedLine{{Line: 1, Accepted: 8, Rejected: 1, Reason: "Torn"}}}},
		{"rose", &procurement.MsgReturnGoods{Signer: address("rose"), Piid: piid, Lines: counts(1), Reason: "Torn too"}},
		{"acme", invoice("T1", 5)}, {"acme", invoice("T2", 1)},
		{"carl", &procurement.MsgApproveInvoice{Signer: address("carl"), Piid: piid, Number: "T1"}},
		{"carl", &procurement.MsgRejectInvoice{Signer: address("carl"), Piid: piid, Number: "T2", Reason: "With the next"}},
		{"carl", &procurement.MsgPlaceOrder{Signer: address("carl"), Piid: other, Requisition: requisition, Vendor: payees["florida"],
			Lines: line(1), Exception: "6.302-2", Reason: "Urgent"}},
		{"carl", &procurement.MsgTerminateOrder{Signer: address("carl"), Piid: other, Kind: procurement.ForConvenience, Reason: "No need"}},
		{"carl", &procurement.MsgCloseOrder{Signer: address("carl"), Piid: other}},
	}
}

// owedBack are the acts by which a vendor sends back a part of what it was paid for an invoice, which it appeals against first.
func owedBack(bill string) []act {
	return []act{
		{"carl", &procurement.MsgDemand{Signer: address("carl"), Piid: "70FB7018C00000001", Index: 4, Amount: 2000, Reason: "Mould",
			Evidence: []string{strings.Repeat("c", 64)}}},
		{"acme", &procurement.MsgAppealDemand{Signer: address("acme"), Payable: bill, Reason: "Stored wet"}},
		{"cole", &procurement.MsgDecideDemand{Signer: address("cole"), Payable: bill, Reason: "They came wet"}},
		{"ted", &procurement.MsgReceiveRefund{Signer: address("ted"), Office: "treasury", Payable: bill, Amount: 1000, Reference: "DEPOSIT 2"}},
	}
}

// O31, O15: no more than a hundred shipments of an order are on their way at a time, and a transaction ends the order with all of them.
func TestAHundredShipmentsUnderWay(t *testing.T) {
	c := bad(t, asIs)
	var acts []act
	for _, a := range life() {
		if acts = append(acts, a); sdk.MsgTypeURL(a.msg) == "/purse.procurement.v1.MsgPlaceOrder" {
			break
		}
	}
	for _, a := range acts {
		ripen(t, c, a.msg)
		taken(t, c, sign(t, c, a.by, a.msg))
	}
	order := acts[len(acts)-1].msg.(*procurement.MsgPlaceOrder)
	ship := func(n int) []byte {
		return sign(t, c, "acme", &procurement.MsgShip{Signer: address("acme"), Piid: order.Piid, Shipment: fmt.Sprintf("S%d", n),
			Counts: []procurement.Count{{Line: 1, Quantity: 1}}, Seal: "SEAL", To: payees["florida"]})
	}
	for n := range 100 {
		taken(t, c, ship(n))
	}
	out := submit(t, c, ship(100))
	require.Equal(t, "procurement/too-many-under-way", out.Rule(), out.Log)
	taken(t, c, sign(t, c, "carl", &procurement.MsgTerminateOrder{
		Signer: address("carl"), Piid: order.Piid, Kind: procurement.ForDefault, Reason: "Nothing arrived",
	}))
	require.NoError(t, c.CheckInvariants())
	answer, err := procurement.NewQueryClient(c).Shipments(context.Background(), &procurement.QueryShipmentsRequest{Piid: order.Piid})
	require.NoError(t, err)
	require.Empty(t, answer.Shipments)
}
