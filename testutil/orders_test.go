package testutil_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/procurement"
)

const orderPIID = "70FB7018C00000001"

// buyers have all duties of buying: only what each did before keeps one from a step. Ruth asked for the goods, and carl ordered them.
var buyers = []string{"carl", "cleo", "rose", "ruth"}

// purchaseModel is a model of one order of one line.
type purchaseModel struct {
	t      *rapid.T
	player *scenario.Player
	chain  *testutil.Chain

	ordered, accepted, rejected, invoiced int64
	drawn                                 int64 // of the requisition
	price, certified                      money.Amount
	waiting                               map[string]procurement.BilledLine
	billed                                []string
	proposed                              *mProposal
	amenders, receivers                   []string
	terminated, closed                    bool
	number                                int
	owed                                  []mBill // approved, and not paid
	paid                                  money.Amount
	refusals                              map[string]int
}

type mProposal struct {
	quantity    int64
	price, more money.Amount
	by          string
}

// Random people who may do everything buy from one vendor: they receive, return, invoice, approve, amend, terminate and close, and others pay.
// A small model says what must happen, and the chain's match and money are always the model's.
func TestOrdersAgainstAModel(t *testing.T) {
	cast := machineCast(t)
	for _, name := range buyers {
		for _, duty := range []string{"contracting-officer", "receiving-officer"} {
			_, err := cast.Add([]string{"officer", name, "member=fema", "duty=" + duty})
			require.NoError(t, err)
		}
	}
	genesis, refusals := testutil.Genesis(t, cast), make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		chain := testutil.New(t, genesis)
		player, err := scenario.NewPlayer(cast, chain, chain.Codec, chain.Tx)
		require.NoError(rt, err)
		m := &purchaseModel{
			t: rt, player: player, chain: chain, ordered: 60, drawn: 60, price: 500, certified: 40_000 - 60*500,
			waiting: map[string]procurement.BilledLine{}, amenders: []string{"carl"}, refusals: refusals,
		}
		m.open()
		acts := map[string]func(*rapid.T){
			"receive": m.receive, "receive more": m.receive, "return": m.giveBack, "invoice": m.invoice, "invoice more": m.invoice,
			"decide": m.decide, "amend": m.amend, "agree": m.agree, "terminate": m.terminate, "pay": m.pay, "close": m.close, "": m.check,
		}
		for name, act := range acts {
			acts[name] = func(t *rapid.T) {
				if !m.closed {
					act(t)
				}
			}
		}
		rt.Repeat(acts)
	})
	t.Logf("refused: %v", refusals)
	for _, rule := range []string{
		"two-steps-by-one-person", "over-order", "not-to-be-returned", "no-three-way-match", "below-what-was-accepted", "no-amendment-waits",
		"order-not-open", "unknown-invoice", "number-used", "not-to-be-closed-yet",
	} {
		require.Positive(t, refusals["procurement/"+rule], "the model never met %s", rule)
	}
}

func (m *purchaseModel) send(by string, msg sdk.Msg, want string) bool {
	out, err := m.player.Send(context.Background(), by, msg)
	require.NoError(m.t, err)
	got := ""
	if out.Refused() {
		got = out.Rule()
		m.refusals[got]++
	}
	require.Equal(m.t, want, got, "%T by %s: %s", msg, by, out.Log)
	return want == ""
}

func (m *purchaseModel) open() {
	m.send("omar", &appropriation.MsgOpenFund{Signer: address("omar"), Fund: machineFund, Title: "Relief", Member: "fema",
		Purposes: []appropriation.Purpose{{ProgramActivity: "0002", Title: "Relief"}}}, "")
	m.send("ann", &appropriation.MsgEnact{Signer: address("ann"), Fund: machineFund, Amount: 50_000, Law: "PL 115-56", Defc: "A"}, "")
	m.send("omar", &appropriation.MsgApportion{Signer: address("omar"), Authority: machineFund + ":1", Amount: 50_000}, "")
	m.send("fay", &appropriation.MsgAllot{Signer: address("fay"), Apportionment: machineFund + ":1.1", Office: "II", Amount: 50_000}, "")
	m.send("fay", &appropriation.MsgCommit{Signer: address("fay"), Allotment: machineFund + ":1.1.1", Amount: 40_000, Purpose: "Tents"}, "")
	m.send("ruth", &procurement.MsgRequest{Signer: address("ruth"), Requisition: "R1", Commitment: machineFund + ":1.1.1.1",
		ProgramActivity: "0002", ObjectClass: "260", Description: "Tents", Items: []procurement.Item{
			{Psc: "8340", Text: "Tents", Quantity: 70, Unit: "EA", Place: "San Juan", Needed: "2018-01-31"},
		}}, "")
	m.send("carl", &procurement.MsgPlaceOrder{Signer: address("carl"), Piid: orderPIID, Requisition: "R1", Vendor: payees["acme"],
		Lines:     []procurement.OrderedLine{{Number: 1, Quantity: m.ordered, Price: m.price, Due: "2018-01-31"}},
		Exception: "6.302-2", Reason: "Urgent"}, "")
}

func (m *purchaseModel) who() string { return rapid.SampledFrom(buyers).Draw(m.t, "who") }

// about draws a number of units around one that matters.
func (m *purchaseModel) about(n int64) int64 {
	return rapid.Int64Range(1, max(1, n)+2).Draw(m.t, "units")
}

func (m *purchaseModel) billable() (n int64) {
	n = m.accepted - m.invoiced
	for _, w := range m.waiting {
		n -= w.Quantity
	}
	return n
}

// expected is what is to be obligated and not owed.
func (m *purchaseModel) expected() money.Amount {
	if m.terminated {
		return money.Amount(m.accepted-m.invoiced) * m.price
	}
	return money.Amount(m.ordered-m.invoiced) * m.price
}

const samePerson = "procurement/two-steps-by-one-person"

func (m *purchaseModel) receive(*rapid.T) {
	by, accepted, rejected := m.who(), m.about((m.ordered-m.accepted)/2), rapid.Int64Range(0, 2).Draw(m.t, "rejected")
	line := procurement.ReceivedLine{Line: 1, Accepted: accepted, Rejected: rejected}
	if rejected > 0 {
		line.Reason = "Torn"
	}
	m.number++
	rule := first(slices.Contains(m.amenders, by), samePerson, m.terminated, "procurement/order-not-open",
		accepted > m.ordered-m.accepted, "procurement/over-order")
	if m.send(by, &procurement.MsgReceive{Signer: address(by), Piid: orderPIID, Number: fmt.Sprintf("R%d", m.number),
		Lines: []procurement.ReceivedLine{line}}, rule) {
		m.accepted, m.rejected = m.accepted+accepted, m.rejected+rejected
		m.receivers = append(m.receivers, by)
	}
}

func (m *purchaseModel) giveBack(*rapid.T) {
	by, n := m.who(), m.about(m.billable()/2)
	rule := first(slices.Contains(m.amenders, by), samePerson, n > m.billable(), "procurement/not-to-be-returned")
	if m.send(by, &procurement.MsgReturnGoods{Signer: address(by), Piid: orderPIID, Reason: "No heaters",
		Lines: []procurement.Count{{Line: 1, Quantity: n}}}, rule) {
		m.accepted, m.rejected = m.accepted-n, m.rejected+n
		m.receivers = append(m.receivers, by)
		if m.terminated {
			m.drawn -= n
		}
	}
}

func (m *purchaseModel) invoice(*rapid.T) {
	number := fmt.Sprintf("A%d", rapid.IntRange(1, 9).Draw(m.t, "number"))
	line := procurement.BilledLine{Line: 1, Quantity: m.about(m.billable() / 2), Price: m.price}
	if rapid.IntRange(0, 7).Draw(m.t, "another price") == 0 {
		line.Price++
	}
	_, waits := m.waiting[number]
	rule := first(waits || slices.Contains(m.billed, number), "procurement/number-used",
		line.Price != m.price || line.Quantity > m.billable(), "procurement/no-three-way-match")
	if m.send("acme", &procurement.MsgInvoice{Signer: address("acme"), Piid: orderPIID, Number: number,
		Lines: []procurement.BilledLine{line}, Evidence: []string{strings.Repeat("a", 64)}}, rule) {
		m.waiting[number] = line
	}
}

func (m *purchaseModel) decide(*rapid.T) {
	by, number := m.who(), fmt.Sprintf("A%d", rapid.IntRange(1, 9).Draw(m.t, "number"))
	if all := slices.Sorted(maps.Keys(m.waiting)); len(all) > 0 {
		number = rapid.SampledFrom(all).Draw(m.t, "waiting")
	}
	line, waits := m.waiting[number]
	unknown := first(!waits, "procurement/unknown-invoice")
	if rapid.IntRange(0, 3).Draw(m.t, "reject") == 0 {
		if m.send(by, &procurement.MsgRejectInvoice{Signer: address(by), Piid: orderPIID, Number: number, Reason: "No"}, unknown) {
			delete(m.waiting, number)
		}
		return
	}
	rule := first(!waits, unknown, slices.Contains(m.receivers, by), samePerson, line.Price != m.price, "procurement/no-three-way-match")
	if m.send(by, &procurement.MsgApproveInvoice{Signer: address(by), Piid: orderPIID, Number: number}, rule) {
		delete(m.waiting, number)
		m.invoiced += line.Quantity
		m.billed = append(m.billed, number)
		m.owed = append(m.owed, mBill{bill: payees["acme"] + "/2018/" + number, amount: money.Amount(line.Quantity) * line.Price})
	}
}

// more is by how much an amendment changes what is obligated now.
func (m *purchaseModel) more(quantity int64, price money.Amount) money.Amount {
	return money.Amount(quantity-m.invoiced)*price - m.expected()
}

func (m *purchaseModel) amend(*rapid.T) {
	p := mProposal{by: m.who(), quantity: m.about(max(m.accepted, 72)), price: money.Amount(rapid.Int64Range(450, 550).Draw(m.t, "price"))}
	rule := first(m.terminated, "procurement/order-not-open", p.quantity < m.accepted, "procurement/below-what-was-accepted",
		p.by == "ruth" || slices.Contains(m.receivers, p.by), samePerson)
	if m.send(p.by, &procurement.MsgAmendOrder{Signer: address(p.by), Piid: orderPIID, Reason: "Other needs",
		Lines: []procurement.OrderedLine{{Number: 1, Quantity: p.quantity, Price: p.price, Due: "2018-01-31"}}}, rule) {
		p.more = m.more(p.quantity, p.price)
		m.proposed = &p
	}
}

func (m *purchaseModel) agree(*rapid.T) {
	msg := &procurement.MsgAgreeAmendment{Signer: address("acme"), Piid: orderPIID}
	if m.proposed == nil {
		m.send("acme", msg, "procurement/no-amendment-waits")
		return
	}
	p, more := *m.proposed, m.more(m.proposed.quantity, m.proposed.price)
	rule := first(p.quantity < m.accepted, "procurement/below-what-was-accepted", more > max(0, p.more), "procurement/no-amendment-waits",
		slices.Contains(m.receivers, p.by), samePerson, p.quantity-m.ordered > 70-m.drawn, "procurement/over-requisition",
		more > m.certified, "ledger/over-available")
	if m.send("acme", msg, rule) {
		m.certified -= max(0, more)
		m.drawn += p.quantity - m.ordered
		m.ordered, m.price, m.proposed = p.quantity, p.price, nil
		m.amenders = append(m.amenders, p.by)
	}
}

func (m *purchaseModel) terminate(*rapid.T) {
	if rapid.IntRange(0, 5).Draw(m.t, "really") > 0 {
		return
	}
	by := m.who()
	if m.send(by, &procurement.MsgTerminateOrder{Signer: address(by), Piid: orderPIID, Kind: procurement.ForDefault, Reason: "Late"},
		first(m.terminated, "procurement/order-not-open")) {
		m.terminated, m.proposed, m.drawn = true, nil, m.drawn-(m.ordered-m.accepted)
	}
}

// unpaid is what is owed for invoices that were approved.
func (m *purchaseModel) unpaid() (sum money.Amount) {
	for _, o := range m.owed {
		sum += o.amount
	}
	return sum
}

// pay pays one invoice through a schedule, and the bank's file speaks of it: rightly, that it came back, or of another sum.
func (m *purchaseModel) pay(*rapid.T) {
	if len(m.owed) == 0 {
		return
	}
	i := rapid.IntRange(0, len(m.owed)-1).Draw(m.t, "bill")
	bill := m.owed[i]
	m.number++
	schedule := fmt.Sprintf("S%d", m.number)
	m.send("fay", &payment.MsgPrepare{Signer: address("fay"), Office: "treasury", Number: schedule, Payables: []string{bill.bill}}, "")
	m.send("fox", &payment.MsgCertify{Signer: address("fox"), Schedule: "treasury/2018/" + schedule}, "")
	m.send("tam", &payment.MsgDisburse{Signer: address("tam"), Schedule: "treasury/2018/" + schedule}, "")
	word := payment.Word{Line: 1, Payable: bill.bill, Amount: bill.amount, Outcome: payment.Settled, Reference: "TRACE",
		Schedule: "treasury/2018/" + schedule}
	said := rapid.SampledFrom([]string{"settled", "returned", "another sum"}).Draw(m.t, "word")
	switch said {
	case "returned":
		word.Outcome, word.Reference = payment.Returned, "R03"
	case "another sum":
		word.Amount++
	}
	m.send("ted", &payment.MsgAnswer{Signer: address("ted"), Office: "treasury", File: document(m.number), Words: []payment.Word{word}}, "")
	if said == "another sum" {
		m.send("ted", &payment.MsgSettle{Signer: address("ted"), Payable: bill.bill, Reference: "TRACE"}, "")
	}
	if said != "returned" {
		m.owed = slices.Delete(m.owed, i, i+1)
		m.paid += bill.amount
	}
}

// close closes the order, after which nothing is done under it.
func (m *purchaseModel) close(*rapid.T) {
	by := m.who()
	open := len(m.waiting) > 0 || !m.terminated && m.accepted < m.ordered || m.invoiced < m.accepted || len(m.owed) > 0
	m.closed = m.send(by, &procurement.MsgCloseOrder{Signer: address(by), Piid: orderPIID}, first(open, "procurement/not-to-be-closed-yet"))
	if m.closed {
		require.NoError(m.t, m.chain.CheckInvariants())
	}
}

func (m *purchaseModel) check(*rapid.T) {
	ctx, client := context.Background(), procurement.NewQueryClient(m.chain)
	match, err := client.Match(ctx, &procurement.QueryMatchRequest{Piid: orderPIID})
	require.NoError(m.t, err)
	l := match.Lines[0]
	require.Equal(m.t, []int64{m.ordered, m.accepted, m.rejected, m.invoiced, m.billable()},
		[]int64{l.Ordered, l.Accepted, l.Rejected, l.Invoiced, l.Accepted - l.Invoiced - l.Waiting})
	order, err := client.Order(ctx, &procurement.QueryOrderRequest{Piid: orderPIID})
	require.NoError(m.t, err)
	require.Equal(m.t, []money.Amount{m.expected(), m.unpaid(), m.paid}, []money.Amount{order.Undelivered, order.Unpaid, order.Paid})
	asked, err := client.Requisition(ctx, &procurement.QueryRequisitionRequest{Requisition: "R1"})
	require.NoError(m.t, err)
	require.Equal(m.t, m.drawn, asked.Ordered[0].Quantity)
	require.NoError(m.t, m.chain.CheckInvariants())
}
