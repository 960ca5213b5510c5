package testutil_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/payment"
)

// The people of the machine. The three of fema hold every duty of an agency, so that only the rules on persons keep them apart;
// mallory is nobody.
var (
	agency  = []string{"fay", "flo", "fox"}
	office  = []string{"tam", "ted", "tom"}
	payees  = map[string]string{"acme": "N4YFFGL4CDX5", "florida": "VN1AJFAD19J9"}
	anybody = append(append(slices.Clone(agency), office...), "ann", "omar", "acme", "florida", "mallory")
)

const machineFund = "070-X-0702-000"

func machineCast(t require.TestingT) *scenario.Cast {
	c := scenario.NewCast(testutil.Key)
	c.Date = "2018-01-01"
	add := func(words ...string) {
		_, err := c.Add(words)
		require.NoError(t, err)
	}
	for _, m := range []string{"congress", "omb", "fema", "treasury"} {
		add("member", m)
	}
	add("officer", "ann", "member=congress", "duty=legislator")
	add("officer", "omar", "member=omb", "duty=budget-examiner")
	for _, p := range agency {
		for _, duty := range []string{"budget-officer", "grants-officer", "certifying-officer"} {
			add("officer", p, "member=fema", "duty="+duty)
		}
	}
	for _, p := range office {
		add("officer", p, "member=treasury", "duty=disbursing-officer")
	}
	add("payee", "acme", "uei="+payees["acme"])
	add("payee", "florida", "uei="+payees["florida"])
	add("stranger", "mallory")
	return c
}

// twins are two instances of the chain that are given the same blocks; the first is closed and opened again now and then.
type twins struct {
	*testutil.Chain
	other *testutil.Chain
	t     *testing.T
	tx    int
}

// Submit plays a transaction on both, and holds both to the same state.
func (c *twins) Submit(ctx context.Context, tx []byte) (scenario.Outcome, error) {
	if c.tx++; c.tx%17 == 0 {
		c.Open(c.t)
		c.NextBlock(c.t) // until its first block after a restart the engine checks signatures as at genesis
		c.other.NextBlock(c.t)
	}
	out, err := c.Chain.Submit(ctx, tx)
	if err != nil || out.Height == 0 {
		return out, err
	}
	if _, err := c.other.Block(tx); err != nil {
		return out, err
	}
	require.Equal(c.t, c.other.LastCommitID(), c.LastCommitID(), "at height %d", c.Height)
	return out, nil
}

// The model: where the money is, and who acted on it.
type (
	mLine  struct{ left, children money.Amount }
	mAward struct {
		undelivered, unpaid, paid money.Amount
		recipient, by             string
	}
	mClaim   struct{ amount money.Amount }
	mPayable struct {
		award, status, schedule string
		amount                  money.Amount
		persons                 []string
	}
	mSchedule struct {
		status, prepared, certified, disbursed string
		lines                                  []string
		waiting                                int
	}
	machine struct {
		t         *rapid.T
		chain     *twins
		player    *scenario.Player
		lines     map[string]*mLine
		awards    map[string]*mAward
		claims    map[string]*mClaim
		payables  map[string]*mPayable
		sent      map[string]money.Amount // claims that were not rejected
		billed    map[string]bool
		schedules map[string]*mSchedule
		numbers   map[string]bool
		ids       map[string][]string // of each kind, in order of their making
		refusals  map[string]int
	}
)

// TestMachine lets random people issue random acts, lawful and not. A small model says what must happen.
func TestMachine(t *testing.T) {
	refusals := make(map[string]int)
	genesis := testutil.Genesis(t, machineCast(t))
	rapid.Check(t, func(rt *rapid.T) {
		cast := machineCast(rt)
		chain := &twins{Chain: testutil.New(t, genesis), other: testutil.New(t, genesis), t: t}
		player, err := scenario.NewPlayer(cast, chain, chain.Codec, chain.Tx)
		require.NoError(rt, err)
		m := &machine{
			t: rt, chain: chain, player: player, refusals: refusals,
			lines: map[string]*mLine{}, awards: map[string]*mAward{}, claims: map[string]*mClaim{}, sent: map[string]money.Amount{}, billed: map[string]bool{},
			payables: map[string]*mPayable{}, schedules: map[string]*mSchedule{}, numbers: map[string]bool{}, ids: map[string][]string{},
		}
		m.open()
		rt.Repeat(map[string]func(*rapid.T){
			"enact": m.enact, "apportion": m.apportion, "allot": m.allot, "award": m.award, "claim": m.claim,
			"decide": m.decide, "prepare": m.prepare, "certify": m.certify, "disburse": m.disburse, "answer": m.answer,
			"": m.check,
		})
	})
	t.Log(refusals)
	for _, rule := range []string{ // those that it meets so often that no run of it misses them
		"ledger/over-available", "consortium/duty-not-held", "consortium/unknown-signer", "payment/conflict-of-duty",
		"payment/wrong-state",
	} {
		require.NotZero(t, refusals[rule], "the machine never met %s", rule)
	}
}

func (m *machine) who(people []string) string {
	if rapid.IntRange(0, 5).Draw(m.t, "stray") == 0 {
		people = anybody
	}
	return rapid.SampledFrom(people).Draw(m.t, "who")
}

func (m *machine) amount(about money.Amount) money.Amount {
	return money.Amount(rapid.Int64Range(1, int64(about)+int64(about)/4+1).Draw(m.t, "amount"))
}

// pick draws an id of a kind that was made, or "" if none was.
func (m *machine) pick(kind string) string {
	if len(m.ids[kind]) == 0 {
		return ""
	}
	return rapid.SampledFrom(m.ids[kind]).Draw(m.t, kind)
}

// send plays a message and holds its outcome to what the model says: "" for accepted, or the rule that refuses it.
func (m *machine) send(by string, msg sdk.Msg, want string) bool {
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

// first is the first rule that refuses, of pairs of a condition and a rule.
func first(rules ...any) string {
	for i := 0; i < len(rules); i += 2 {
		if rules[i].(bool) {
			return rules[i+1].(string)
		}
	}
	return ""
}

// duty is the rule that keeps a person from a duty which only the people given hold.
func duty(by string, holders ...string) string {
	return first(by == "mallory", "consortium/unknown-signer", !slices.Contains(holders, by), "consortium/duty-not-held")
}

func address(name string) string {
	return sdk.AccAddress(testutil.Key(name).PubKey().Address()).String()
}

func (m *machine) open() {
	m.send("omar", &appropriation.MsgOpenFund{
		Signer: address("omar"), Fund: machineFund, Title: "Disaster Relief Fund", Member: "fema",
		Purposes: []appropriation.Purpose{{ProgramActivity: "0004", Title: "Disaster Relief"}},
	}, "")
	m.send("fay", &grant.MsgOpenProgramme{
		Signer: address("fay"), Listing: "97.036", Title: "Public Assistance", ProgramActivity: "0004",
	}, "")
	m.enact(m.t)
}

func (m *machine) enact(*rapid.T) {
	by, amount := m.who([]string{"ann"}), m.amount(100_000)
	if m.send(by, &appropriation.MsgEnact{
		Signer: address(by), Fund: machineFund, Amount: amount, Law: "PL 115-56", Defc: "A",
	}, duty(by, "ann")) {
		id := fmt.Sprintf("%s:%d", machineFund, len(m.ids["authority"])+1)
		m.lines[id] = &mLine{left: amount}
		m.ids["authority"] = append(m.ids["authority"], id)
	}
}

func (m *machine) apportion(*rapid.T) {
	m.divide("authority", "apportionment", []string{"omar"}, func(by, id string, amount money.Amount) sdk.Msg {
		return &appropriation.MsgApportion{Signer: address(by), Authority: id, Amount: amount}
	})
}

func (m *machine) allot(*rapid.T) {
	m.divide("apportionment", "allotment", agency, func(by, id string, amount money.Amount) sdk.Msg {
		return &appropriation.MsgAllot{Signer: address(by), Apportionment: id, Office: "Region IV", Amount: amount}
	})
}

func (m *machine) divide(from, to string, holders []string, msg func(by, id string, amount money.Amount) sdk.Msg) {
	id := m.pick(from)
	if id == "" {
		return
	}
	parent := m.lines[id]
	by, amount := m.who(holders), m.amount(parent.left)
	rule := first(duty(by, holders...) != "", duty(by, holders...), amount > parent.left, "ledger/over-available")
	if m.send(by, msg(by, id, amount), rule) {
		parent.left -= amount
		parent.children++
		child := fmt.Sprintf("%s.%d", id, parent.children)
		m.lines[child] = &mLine{left: amount}
		m.ids[to] = append(m.ids[to], child)
	}
}

func (m *machine) award(*rapid.T) {
	id := m.pick("allotment")
	if id == "" {
		return
	}
	by, amount := m.who(agency), m.amount(m.lines[id].left)
	recipient := rapid.SampledFrom([]string{"acme", "florida"}).Draw(m.t, "recipient")
	fain := fmt.Sprintf("FAIN%d", len(m.awards)+1)
	rule := first(duty(by, agency...) != "", duty(by, agency...), amount > m.lines[id].left, "ledger/over-available")
	if m.send(by, &grant.MsgMakeAward{
		Signer: address(by), Fain: fain, Listing: "97.036", Allotment: id, Recipient: payees[recipient], Amount: amount,
		Begins: "2017-10-01", Ends: "2018-09-30", Description: "Debris removal",
	}, rule) {
		m.lines[id].left -= amount
		m.awards[fain] = &mAward{undelivered: amount, recipient: recipient, by: by}
		m.ids["award"] = append(m.ids["award"], fain)
	}
}

func (m *machine) claim(*rapid.T) {
	fain := m.pick("award")
	if fain == "" {
		return
	}
	a := m.awards[fain]
	by, amount := m.who([]string{a.recipient}), m.amount(a.undelivered/2)
	number := fmt.Sprintf("C%d", rapid.IntRange(1, 9).Draw(m.t, "number"))
	rule := first(
		by == "mallory", "consortium/unknown-signer",
		payees[by] == "", "consortium/not-a-payee",
		m.claims[fain+" "+number] != nil || m.billed[payees[by]+"/2018/"+number], "grant/duplicate-claim",
		by != a.recipient, "grant/not-the-recipient",
		amount > a.undelivered, "grant/over-award",
	)
	if m.send(by, &grant.MsgSubmitClaim{
		Signer: address(by), Fain: fain, Number: number, Amount: amount, Begins: "2017-10-01", Ends: "2017-12-31",
		Evidence: []string{document(len(m.ids["claim"]))},
	}, rule) {
		m.claims[fain+" "+number] = &mClaim{amount: amount}
		m.sent[fain+" "+number] = amount
		m.ids["claim"] = append(m.ids["claim"], fain+" "+number)
	}
}

// twice says whether the same payee claims, or has claimed, the same sum under another award.
func (m *machine) twice(key string) bool {
	fain, _, _ := strings.Cut(key, " ")
	for other, amount := range m.sent {
		of, _, _ := strings.Cut(other, " ")
		if of != fain && m.sent[key] == amount && m.awards[of].recipient == m.awards[fain].recipient {
			return true
		}
	}
	return false
}

// document is the hash of another document for each number: one that supports two claims would have them reviewed.
func document(number int) string { return fmt.Sprintf("%064x", number) }

func (m *machine) decide(*rapid.T) {
	key := m.pick("claim")
	if key == "" {
		return
	}
	var fain, number string
	_, err := fmt.Sscan(key, &fain, &number)
	require.NoError(m.t, err)
	by, a, c := m.who(agency), m.awards[fain], m.claims[key]
	stranger := first(by == "mallory", "consortium/unknown-signer", c == nil, "grant/unknown-claim", duty(by, agency...) != "", duty(by, agency...))
	if rapid.IntRange(0, 5).Draw(m.t, "reject") == 0 {
		if m.send(by, &grant.MsgRejectClaim{Signer: address(by), Fain: fain, Number: number, Reason: "No receipts"}, stranger) {
			delete(m.claims, key)
			delete(m.sent, key)
		}
		return
	}
	twice, reason := m.twice(key), ""
	if twice && rapid.Bool().Draw(m.t, "explained") {
		reason = "Two works of one price"
	}
	id := payees[a.recipient] + "/2018/" + number
	rule := first(stranger != "", stranger, twice && reason == "", "grant/to-be-reviewed", m.billed[id], "payment/duplicate-bill", c != nil && c.amount > a.undelivered, "ledger/over-available")
	if m.send(by, &grant.MsgApproveClaim{Signer: address(by), Fain: fain, Number: number, Reason: reason}, rule) {
		a.undelivered -= c.amount
		a.unpaid += c.amount
		m.billed[id] = true
		m.payables[id] = &mPayable{award: fain, status: "open", amount: c.amount, persons: []string{a.by, by}}
		m.ids["payable"] = append(m.ids["payable"], id)
		delete(m.claims, key)
	}
}

func (m *machine) prepare(*rapid.T) {
	if len(m.ids["payable"]) == 0 {
		return
	}
	ids := rapid.SliceOfNDistinct(rapid.SampledFrom(m.ids["payable"]), 1, 3, rapid.ID[string]).Draw(m.t, "payables")
	by, number := m.who(agency), fmt.Sprintf("S%d", rapid.IntRange(1, 12).Draw(m.t, "number"))
	var settled, acted, taken bool
	for _, id := range ids {
		p := m.payables[id]
		settled = settled || p == nil
		acted = acted || p != nil && slices.Contains(p.persons, by)
		taken = taken || p != nil && p.status != "open"
	}
	rule := first(by == "mallory", "consortium/unknown-signer", settled, "payment/unknown-payable", duty(by, agency...) != "", duty(by, agency...),
		acted, "payment/conflict-of-duty", m.numbers[number], "payment/schedule-number-used", taken, "payment/wrong-state")
	if m.send(by, &payment.MsgPrepare{Signer: address(by), Office: "treasury", Number: number, Payables: ids}, rule) {
		id := "treasury/2018/" + number
		m.numbers[number] = true
		m.schedules[id] = &mSchedule{status: "prepared", prepared: by, lines: ids}
		m.ids["schedule"] = append(m.ids["schedule"], id)
		for _, p := range ids {
			m.payables[p].status, m.payables[p].schedule = "scheduled", id
		}
	}
}

// conflict says whether a person acted before on a schedule or what it pays.
func (m *machine) conflict(by string, s *mSchedule) bool {
	if by == s.prepared || by == s.certified {
		return true
	}
	for _, id := range s.lines {
		if p := m.payables[id]; p != nil && slices.Contains(p.persons, by) {
			return true
		}
	}
	return false
}

func (m *machine) certify(*rapid.T) {
	id := m.pick("schedule")
	if id == "" {
		return
	}
	by, s := m.who(agency), m.schedules[id]
	rule := first(by == "mallory", "consortium/unknown-signer", s == nil, "payment/unknown-schedule")
	if rule == "" && m.gone(s) {
		rule = "payment/unknown-payable"
	}
	if rule == "" {
		rule = first(duty(by, agency...) != "", duty(by, agency...), s.status != "prepared", "payment/not-to-be-certified",
			m.conflict(by, s), "payment/conflict-of-duty")
	}
	if m.send(by, &payment.MsgCertify{Signer: address(by), Schedule: id}, rule) {
		s.status, s.certified = "certified", by
	}
}

// gone says whether a line of a schedule was settled already.
func (m *machine) gone(s *mSchedule) bool {
	return slices.ContainsFunc(s.lines, func(id string) bool { return m.payables[id] == nil })
}

func (m *machine) disburse(*rapid.T) {
	id := m.pick("schedule")
	if id == "" {
		return
	}
	by, s := m.who(office), m.schedules[id]
	rule := first(by == "mallory", "consortium/unknown-signer", s == nil, "payment/unknown-schedule")
	if rule == "" && m.gone(s) {
		rule = "payment/unknown-payable"
	}
	if rule == "" {
		rule = first(duty(by, office...) != "", duty(by, office...), s.status != "certified", "payment/not-certified",
			m.conflict(by, s), "payment/conflict-of-duty")
	}
	if m.send(by, &payment.MsgDisburse{Signer: address(by), Schedule: id}, rule) {
		s.status, s.disbursed, s.waiting = "disbursed", by, len(s.lines)
		for _, p := range s.lines {
			m.payables[p].status = "disbursed"
			m.awards[m.payables[p].award].unpaid -= m.payables[p].amount
			m.awards[m.payables[p].award].paid += m.payables[p].amount
		}
	}
}

func (m *machine) answer(*rapid.T) {
	id := m.pick("payable")
	if id == "" {
		return
	}
	by, p := m.who(office), m.payables[id]
	rule := first(by == "mallory", "consortium/unknown-signer", p == nil, "payment/unknown-payable")
	if rule == "" {
		rule = first(p.status != "disbursed", "payment/wrong-state", duty(by, office...) != "", duty(by, office...),
			p.status == "disbursed" && m.schedules[p.schedule].disbursed == by, "payment/conflict-of-duty")
	}
	settled := rapid.Bool().Draw(m.t, "settled")
	var msg sdk.Msg = &payment.MsgSettle{Signer: address(by), Payable: id, Reference: "TRACE 1"}
	if !settled {
		msg = &payment.MsgReturn{Signer: address(by), Payable: id, Reason: "R03"}
	}
	if !m.send(by, msg, rule) {
		return
	}
	s := m.schedules[p.schedule]
	if s.waiting--; s.waiting == 0 {
		delete(m.schedules, p.schedule)
	}
	if settled {
		delete(m.payables, id)
		return
	}
	p.status, p.schedule = "open", ""
	m.awards[p.award].paid -= p.amount
	m.awards[p.award].unpaid += p.amount
}

// check holds the chain to the model and to its own invariants, after every act.
func (m *machine) check(*rapid.T) {
	require.NoError(m.t, m.chain.CheckInvariants())
	ctx := context.Background()
	all := &query.PageRequest{Limit: 1000}
	lines, err := appropriation.NewQueryClient(m.chain).Lines(ctx, &appropriation.QueryLinesRequest{Fund: machineFund, Pagination: all})
	require.NoError(m.t, err)
	require.Len(m.t, lines.Lines, len(m.lines))
	for _, l := range lines.Lines {
		require.Equal(m.t, m.lines[l.Id].left, l.Left, l.Id)
	}
	awards, err := grant.NewQueryClient(m.chain).Awards(ctx, &grant.QueryAwardsRequest{Pagination: all})
	require.NoError(m.t, err)
	require.Len(m.t, awards.Awards, len(m.awards))
	for _, fain := range m.ids["award"] {
		a := m.awards[fain]
		got, err := grant.NewQueryClient(m.chain).Award(ctx, &grant.QueryAwardRequest{Fain: fain})
		require.NoError(m.t, err)
		require.Equal(m.t, []money.Amount{a.undelivered, a.unpaid, a.paid}, []money.Amount{got.Claimable, got.Unpaid, got.Paid}, fain)
	}
}
