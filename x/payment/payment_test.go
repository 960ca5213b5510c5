package payment

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

func TestNormalise(t *testing.T) {
	for spelled, want := range map[string]string{
		"DR-0042": "DR0042", "dr 0042": "DR0042", "dr/00.42": "DR0042", "0042": "42", "#0042": "42", "42": "42", "0A0": "A0",
	} {
		got, err := Normalise(spelled)
		require.NoError(t, err, spelled)
		require.Equal(t, want, got, spelled)
	}
	for spelled, found := range map[string]string{
		"": "has no letter", "000": "has no letter", "--": "has no letter", "٤٢": "has the character", "42\n": "has the character",
		strings.Repeat("9", 31): "31 characters, at most 30",
	} {
		_, err := Normalise(spelled)
		require.ErrorIs(t, err, ErrMalformedBill, spelled)
		require.ErrorContains(t, err, found, spelled)
	}
	require.Equal(t, "VN1AJFAD19J9/2018/DR0042", Bill{"VN1AJFAD19J9", 2018, "DR0042", 0}.ID())
	require.Equal(t, "VN1AJFAD19J9/2018/DR0042.2", Bill{"VN1AJFAD19J9", 2018, "DR0042", 2}.ID())
}

// lines are payables that ann obligated and bo approved.
func lines() []Payable {
	return []Payable{{Id: "P1", Amount: 100, Persons: []string{"ann", "bo"}}, {Id: "P2", Amount: 200, Persons: []string{"cy"}}}
}

func TestAScheduleGoesOneWay(t *testing.T) {
	for _, row := range []struct {
		status               ScheduleStatus
		certified, disbursed error
	}{
		{StatusUnspecified, ErrNotPrepared, ErrNotCertified},
		{StatusPrepared, nil, ErrNotCertified},
		{StatusCertified, ErrNotPrepared, nil},
		{StatusDisbursed, ErrNotPrepared, ErrNotCertified},
	} {
		s := Schedule{Id: "S", Status: row.status, PreparedBy: "pat", CertifiedBy: "sue"}
		certified, err := s.Certify("tim", lines())
		require.ErrorIs(t, err, row.certified)
		if err == nil {
			require.Equal(t, StatusCertified, certified.Status)
			require.Equal(t, "tim", certified.CertifiedBy)
		}
		disbursed, err := s.Disburse("tim", lines())
		require.ErrorIs(t, err, row.disbursed)
		if err == nil {
			require.Equal(t, StatusDisbursed, disbursed.Status)
			require.Equal(t, uint32(2), disbursed.Waiting)
		}
	}
}

func TestNobodyActsTwice(t *testing.T) {
	prepared := Schedule{Id: "S", Status: StatusPrepared, PreparedBy: "pat"}
	certified := Schedule{Id: "S", Status: StatusCertified, PreparedBy: "pat", CertifiedBy: "sue"}
	for person, found := range map[string]string{
		"pat": "pat prepared schedule S", "ann": "ann obligated or approved P1", "bo": "bo obligated or approved P1",
		"cy": "cy obligated or approved P2",
	} {
		_, err := prepared.Certify(person, lines())
		require.ErrorIs(t, err, ErrConflict)
		require.ErrorContains(t, err, found)
		_, err = certified.Disburse(person, lines())
		require.ErrorIs(t, err, ErrConflict)
		require.ErrorContains(t, err, found)
	}
	_, err := certified.Disburse("sue", lines())
	require.ErrorContains(t, err, "sue certified schedule S")
	// The state of the schedule is looked at before the person.
	_, err = prepared.Disburse("pat", lines())
	require.ErrorIs(t, err, ErrNotCertified)
}

// Whoever is new to a payable that came back very often is refused while there is still room for the bank's word; whoever took the
// same step before is not.
func TestHandsAreBounded(t *testing.T) {
	p, round := Payable{Id: "P1", Status: PayableDisbursed}, 0
	for ; p.again(fmt.Sprint("pat", round), Prepared) == nil && p.again(fmt.Sprint("dee", round), Disbursed) == nil; round++ {
		s := Schedule{PreparedBy: fmt.Sprint("pat", round), CertifiedBy: fmt.Sprint("cy", round), DisbursedBy: fmt.Sprint("dee", round)}
		back, err := p.cameBack(s, fmt.Sprint("dan", round), "R03")
		require.NoError(t, err)
		require.Equal(t, PayableOpen, back.Status)
		p.Hands = back.Hands
	}
	require.Equal(t, maxHands/4, round)
	require.ErrorIs(t, p.again("pat", Prepared), ErrTooManyHands)
	require.NoError(t, p.again("pat0", Prepared))
	require.ErrorIs(t, p.again("pat0", Certified), ErrConflict)
	known := Schedule{PreparedBy: "pat0", CertifiedBy: "cy1", DisbursedBy: "dee2"}
	_, err := p.cameBack(known, "dan", "R03")
	require.ErrorIs(t, err, ErrTooManyHands)
	back, err := p.cameBack(known, "dan3", "R03")
	require.NoError(t, err)
	require.Equal(t, p.Hands, back.Hands)
}

func TestAPayableMovesFromWhereItIs(t *testing.T) {
	p := Payable{Id: "P1", Status: PayableOpen}
	moved, err := p.Move(PayableOpen, PayableScheduled)
	require.NoError(t, err)
	require.Equal(t, PayableScheduled, moved.Status)
	_, err = p.Move(PayableScheduled, PayableDisbursed)
	require.ErrorIs(t, err, ErrWrongState)
	require.ErrorContains(t, err, "payable P1 is open, not scheduled")
}

func TestReturnReasons(t *testing.T) {
	for _, s := range []string{"R01", "AC04", "FOCR"} {
		require.Empty(t, CheckReason(s), s)
	}
	for _, s := range []string{"", "R1", "r01", "R0A", "C01", "R001", "ac04", "AC4"} {
		require.NotEmpty(t, CheckReason(s), s)
	}
}

func TestTotalOverflows(t *testing.T) {
	_, err := total([]Payable{{Amount: 1 << 62}, {Amount: 1 << 62}})
	require.ErrorIs(t, err, money.ErrOverflow)
}

func validGenesis() GenesisState {
	return GenesisState{
		Payables: []Payable{
			{Id: "P1", Amount: 1, Persons: []string{"ann"}, Status: PayableOpen},
			{Id: "P2", Amount: 2, Persons: []string{"ann"}, Status: PayableDisbursed, Schedule: "S1"},
		},
		Schedules:   []Schedule{{Id: "S1", Status: StatusDisbursed, Waiting: 1}},
		Lines:       []ScheduleLines{{Schedule: "S1", Payables: []string{"P2", "P0"}}},
		Bills:       []string{"P0", "P1", "P2"},
		ScheduleIds: []string{"S1"},
	}
}

func TestGenesisBreaksOneThing(t *testing.T) {
	valid := validGenesis()
	require.NoError(t, valid.Validate())
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		want  *rule.Rule
		found string
	}{
		{"a payable twice", func(g *GenesisState) { g.Payables = append(g.Payables, g.Payables[0]) }, ErrDuplicateBill, "payables[2] P1"},
		{"a bill twice", func(g *GenesisState) { g.Bills = append(g.Bills, "P1") }, ErrDuplicateBill, "bills[3] P1"},
		{"a payable without its bill", func(g *GenesisState) { g.Bills = g.Bills[:2] }, ErrMalformedPayable, "its bill is not kept"},
		{"nothing owed", func(g *GenesisState) { g.Payables[0].Amount = 0 }, ErrMalformedPayable, "0.00 is not above zero"},
		{"nobody approved", func(g *GenesisState) { g.Payables[0].Persons = nil }, ErrMalformedPayable, "0 persons"},
		{"a hand twice", func(g *GenesisState) { g.Payables[0].Hands = []Hand{{"pat", Prepared}, {"pat", Prepared}} }, ErrMalformedPayable,
			`hand 2: "pat", step 1`},
		{"a hand of no step", func(g *GenesisState) { g.Payables[0].Hands = []Hand{{"pat", 0}} }, ErrMalformedPayable, "step 0"},
		{"too many hands", func(g *GenesisState) { g.Payables[0].Hands = make([]Hand, maxHands+1) }, ErrTooManyHands, "33, at most 32"},
		{"no state", func(g *GenesisState) { g.Payables[0].Status = 0 }, ErrWrongState, "in no state"},
		{"open on a schedule", func(g *GenesisState) { g.Payables[0].Schedule = "S1" }, ErrWrongState, "open, on schedule"},
		{"not on its schedule", func(g *GenesisState) { g.Lines[0].Payables = []string{"P0"} }, ErrUnknownSchedule, "does not list it"},
		{"a schedule without lines", func(g *GenesisState) { g.Lines[0].Payables = nil }, ErrMalformedSchedule, "0 payables"},
		{"a schedule twice", func(g *GenesisState) { g.Schedules = append(g.Schedules, g.Schedules[0]) }, ErrScheduleUsed, "given twice"},
		{"a number not kept", func(g *GenesisState) { g.ScheduleIds = nil }, ErrScheduleUsed, "its number is not kept"},
		{"waiting for nobody", func(g *GenesisState) { g.Schedules[0].Waiting = 3 }, ErrMalformedSchedule, "waits for 3 lines, 1 are disbursed"},
		{"a schedule in no state", func(g *GenesisState) { g.Schedules[0].Status = 0 }, ErrMalformedSchedule, "in no state"},
		{"unpaid, and never owed", func(g *GenesisState) { g.Unpaid = []string{"P9"} }, ErrMalformedPayable, "P9: "},
		{"charged, and never owed", func(g *GenesisState) { g.Charged = []Charge{{Payable: "P9"}} }, ErrMalformedPayable, "P9: "},
		{"charged twice", func(g *GenesisState) { g.Charged = []Charge{{Payable: "P1"}, {Payable: "P1"}} }, ErrDuplicateBill, "charged[1] P1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			g := validGenesis()
			row.spoil(&g)
			err := g.Validate()
			require.ErrorIs(t, err, row.want)
			require.ErrorContains(t, err, row.found)
		})
	}
}
