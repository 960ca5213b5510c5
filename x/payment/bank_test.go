package payment

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

// A word of the bank is taken as a whole, or says what is wrong with it.
func TestWordsOfTheBank(t *testing.T) {
	valid := Word{Line: 1, Payable: "P1", Amount: 100, Outcome: Settled, Reference: "TRACE 1"}
	for _, row := range []struct {
		name  string
		spoil func(*Word)
		found string
	}{
		{"settled", func(*Word) {}, ""},
		{"returned", func(w *Word) { w.Outcome, w.Reference = Returned, "R03" }, ""},
		{"returned, by ISO 20022", func(w *Word) { w.Outcome, w.Reference = Returned, "AC04" }, ""},
		{"corrected, of no amount", func(w *Word) { w.Outcome, w.Reference, w.Amount = Corrected, "C01", 0 }, ""},
		{"of nothing", func(w *Word) { w.Payable = "" }, "payable: empty"},
		{"of a long name", func(w *Word) { w.Payable = strings.Repeat("x", 65) }, "payable: 65 bytes, at most 64"},
		{"of no amount", func(w *Word) { w.Amount = 0 }, "0.00 is not above zero"},
		{"of less than nothing", func(w *Word) { w.Amount = -1 }, "-0.01"},
		{"of no outcome", func(w *Word) { w.Outcome = 0 }, "no outcome"},
		{"of an outcome that is none", func(w *Word) { w.Outcome = 4 }, "no outcome"},
		{"settled without a trace", func(w *Word) { w.Reference = "" }, "empty"},
		{"returned for no reason", func(w *Word) { w.Outcome = Returned }, "not R and two digits"},
		{"corrected by a return", func(w *Word) { w.Outcome, w.Reference = Corrected, "R03" }, "not C and two digits"},
	} {
		w := valid
		row.spoil(&w)
		if row.found == "" {
			require.Empty(t, w.fault(), row.name)
		} else {
			require.Contains(t, w.fault(), row.found, row.name)
		}
	}
}

// A bank is asked for each line of a roll that it has not paid, and for everything else once.
func TestWhatABankIsAsked(t *testing.T) {
	lines, sum, err := asked([]Payable{{Amount: 100}, {Amount: 50, Roll: "r", RollLines: 10, Settled: []byte{0b101, 0}}})
	require.NoError(t, err)
	require.Equal(t, uint32(1+8), lines)
	require.Equal(t, money.Amount(150), sum)
	_, _, err = asked([]Payable{{Amount: money.Max}, {Amount: money.Max}, {Amount: 1 << 62}, {Amount: 1 << 62}})
	require.ErrorIs(t, err, money.ErrOverflow)
}

// What is named moves, in the order of the schedule, and something stays.
func TestASplitDivides(t *testing.T) {
	all := []Payable{{Id: "P1"}, {Id: "P2"}, {Id: "P3"}}
	moved, stay, err := divide(Schedule{}, all, []string{"P3", "P1"})
	require.NoError(t, err)
	require.Equal(t, []Payable{{Id: "P1"}, {Id: "P3"}}, moved)
	require.Equal(t, []string{"P2"}, stay)
	_, _, err = divide(Schedule{}, all, []string{"P1", "P2", "P3"})
	require.ErrorIs(t, err, ErrMalformedSchedule)
	_, _, err = divide(Schedule{}, all, []string{"P4"})
	require.ErrorIs(t, err, ErrUnknownPayable)
}

// The first details are usable at once, others after their days.
func TestDetailsWait(t *testing.T) {
	waiting := Account{Next: Details{Commitment: "b", Sent: "2017-12-28"}}
	require.Equal(t, date.Date("2017-12-28"), waiting.usable(Params{AccountDays: 10}))
	waiting.Current.Commitment = "a"
	require.Equal(t, date.Date("2018-01-07"), waiting.usable(Params{AccountDays: 10}))
}

func TestGenesisOfBanksBreaksOneThing(t *testing.T) {
	hash := strings.Repeat("0f", 32)
	valid := func() GenesisState {
		g := validGenesis()
		g.Files, g.Schedules[0].File = []string{g.Schedules[0].Office + "/" + hash}, hash
		g.Answered = []AnsweredFile{{Office: "treasury", File: hash, Last: 3}}
		g.Exceptions = []Exception{{Id: "treasury/" + hash + "/3", Why: "unknown", By: "ted",
			Word: Word{Line: 3, Payable: "X", Amount: 1, Outcome: Settled, Reference: "T"}}}
		details := Details{Sealed: []byte("age-encryption.org/v1\n"), Commitment: hash, By: "ted"}
		g.Accounts = []Account{{Payee: "U1", Office: "treasury", Current: details}}
		g.Marks = []Mark{{Payee: "U1", Member: "fema", Reason: "Barred"}}
		return g
	}
	require.NoError(t, valid().Validate())
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		want  *rule.Rule
		found string
	}{
		{"waits without end", func(g *GenesisState) { g.Params.AccountDays = 367 }, ErrMalformedAccount, "367 days, at most 366"},
		{"a file twice", func(g *GenesisState) { g.Files = append(g.Files, g.Files[0]) }, ErrFileDisagrees, "given twice"},
		{"a file not kept", func(g *GenesisState) { g.Files = nil }, ErrFileDisagrees, "is not kept"},
		{"answered in a file that is none", func(g *GenesisState) { g.Answered[0].File = "x" }, ErrMalformedAnswer, "hexadecimal"},
		{"answered up to nothing", func(g *GenesisState) { g.Answered[0].Last = 0 }, ErrMalformedAnswer, "up to line 0"},
		{"answered twice", func(g *GenesisState) { g.Answered = append(g.Answered, g.Answered[0]) }, ErrMalformedAnswer, "given twice"},
		{"an exception beyond the last line", func(g *GenesisState) { g.Answered[0].Last = 2 }, ErrMalformedAnswer, "line 3 of a file"},
		{"an exception of another line", func(g *GenesisState) { g.Exceptions[0].Word.Line = 2 }, ErrMalformedAnswer, "line 2 of a file"},
		{"an exception for no reason", func(g *GenesisState) { g.Exceptions[0].Why = "" }, ErrMalformedAnswer, "stands here because"},
		{"an exception of no word", func(g *GenesisState) { g.Exceptions[0].Word.Outcome = 0 }, ErrMalformedAnswer, "no outcome"},
		{"an exception twice", func(g *GenesisState) { g.Exceptions = append(g.Exceptions, g.Exceptions[0]) }, ErrMalformedAnswer, "exceptions[1]"},
		{"an account of no details", func(g *GenesisState) { g.Accounts[0].Current = Details{} }, ErrUnknownAccount, "no details"},
		{"an account unsealed", func(g *GenesisState) { g.Accounts[0].Current.Sealed = []byte("021000021") }, ErrMalformedAccount, "sealed"},
		{"an account nobody confirmed", func(g *GenesisState) { g.Accounts[0].Current.By = "" }, ErrMalformedAccount, `confirmed by ""`},
		{"an account twice", func(g *GenesisState) { g.Accounts = append(g.Accounts, g.Accounts[0]) }, ErrMalformedAccount, "accounts[1]"},
		{"a mark for no reason", func(g *GenesisState) { g.Marks[0].Reason = "" }, ErrMalformedReason, "marks[0] U1/fema"},
		{"a mark twice", func(g *GenesisState) { g.Marks = append(g.Marks, g.Marks[0]) }, ErrUnknownMark, "marks[1]"},
	} {
		g := valid()
		row.spoil(&g)
		err := g.Validate()
		require.ErrorIs(t, err, row.want, row.name)
		require.ErrorContains(t, err, row.found, row.name)
	}
}

// A line leaves the set of those that are settled, and the last one leaves nothing; a record says of its lines that they were paid, and its sum of none.
func TestALineComesBackOnce(t *testing.T) {
	all := whole(9)
	require.Equal(t, set{0xff, 0x01}, all)
	require.Equal(t, set{0xff, 0x00}, all.without(8))
	require.Equal(t, set{0xff, 0x01}, all, "the set itself stays")
	require.Equal(t, all, all.without(9), "one that is not there")
	require.Nil(t, whole(1).without(0))

	r := PaymentRecord{Settled: true, RollLines: 9, Lines: set{}.with(9, 1, 8)}
	require.True(t, r.paid(1) && r.paid(8))
	require.False(t, r.paid(0) || r.paid(-1) || r.paid(9))
	r.Lines = nil
	require.True(t, r.paid(0) && r.paid(8), "settled with one word")
	require.False(t, r.paid(9))
	r.Sum = true
	require.False(t, r.paid(0))
	require.False(t, PaymentRecord{RollLines: 9}.paid(0), "it came back")
	require.False(t, PaymentRecord{Settled: true}.paid(0), "of no roll")
}
