package payrun

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/x/payment"
)

// rent is a roll of so many lines of 1.00, 1.01, 1.02 ..., and the payable that pays it.
func rent(t *testing.T, lines int) (Roll, payment.Payable) {
	r := Roll{File: "rent.csv"}
	for i := range lines {
		r.Lines = append(r.Lines, roll.Line{Beneficiary: fmt.Sprint("SSA-", i+1), Amount: money.Amount(100 + i)})
	}
	var err error
	r.Root, r.Total, err = roll.Root(r.Lines)
	require.NoError(t, err)
	return r, payment.Payable{Id: "U/2018/R1", Status: payment.PayableDisbursed, Amount: r.Total, Roll: r.Root, RollLines: uint32(lines),
		RollTotal: r.Total}
}

// hears is an ear of an office that has disbursed a payable.
func hears(p payment.Payable, rolls Rolls, before int) *ear {
	return &ear{Answers: &Answers{Office: "treasury", File: "hash", Before: before}, rolls: rolls, paid: map[string]payment.Payable{p.Id: p},
		names: map[string]sent{}, said: map[string]bool{}}
}

// A word on a line is recorded by its number if it is as the roll has it, and was not said before; others are words as any.
func TestWordsOnLinesOfARoll(t *testing.T) {
	r, p := rent(t, 9)
	p.Settled, p.Returned = []byte{1, 0}, []byte{2, 0}
	for _, row := range []struct {
		name   string
		line   bank.Line
		onLine bool
	}{
		{"of no amount", bank.Line{Ref: "U/2018/R1/4", Status: bank.Rejected, Reason: "AC01"}, true},
		{"said before in the file", bank.Line{Ref: "U/2018/R1/3", Amount: 102, Status: bank.Returned, Reason: "R03"}, false},
		{"settled before", bank.Line{Ref: "U/2018/R1/1", Amount: 100, Status: bank.Returned, Reason: "R03"}, false},
		{"returned before", bank.Line{Ref: "U/2018/R1/2", Amount: 101, Status: bank.Settled}, false},
		{"of another amount", bank.Line{Ref: "U/2018/R1/5", Amount: 105, Status: bank.Settled}, false},
		{"beyond the last", bank.Line{Ref: "U/2018/R1/10", Amount: 109, Status: bank.Settled}, false},
		{"of another payable", bank.Line{Ref: "U/2018/R2/5", Amount: 104, Status: bank.Settled}, false},
		{"of an earlier payment", bank.Line{Ref: "treasury/2017/S0 U/2018/R1/5", Amount: 104, Status: bank.Settled}, false},
		{"of another currency", bank.Line{Ref: "U/2018/R1/5", Amount: 104, Currency: "EUR", Status: bank.Settled}, false},
		{"to be corrected", bank.Line{Ref: "U/2018/R1/5", Status: bank.Changed, Reason: "C01"}, false},
		{"the last", bank.Line{Ref: "U/2018/R1/9", Amount: 108, Status: bank.Settled}, true},
	} {
		e, file := hears(p, Rolls{r}, 0), &bank.File{}
		e.take(file, bank.Line{Ref: "U/2018/R1/3", Amount: 102, Status: bank.Settled})
		require.True(t, e.Words[0].onLine())
		e.take(file, row.line)
		require.True(t, file.Sound(), row.name)
		require.Equal(t, row.onLine, e.Words[1].onLine(), row.name)
		require.Equal(t, uint32(2), e.Words[1].Line, row.name)
	}
}

// Without its file nothing is said of a roll, unless all of it was recorded before.
func TestARollWhoseFileIsMissing(t *testing.T) {
	_, p := rent(t, 3)
	for before, faults := range []int{1, 1, 0} {
		e, file := hears(p, nil, before), &bank.File{}
		e.take(file, bank.Line{Line: 2, Ref: "U/2018/R1/1", Amount: 100, Status: bank.Settled})
		e.take(file, bank.Line{Line: 3, Ref: "U/2018/R1/2", Amount: 101, Status: bank.Settled})
		require.Len(t, file.Faults, faults)
		if faults > 0 {
			require.Equal(t, NoRoll, file.Faults[0].Rule)
			require.Equal(t, min(before, 1)+2, file.Faults[0].Line)
		}
		require.Len(t, e.Words, 2)
	}
}

// A transaction settles lines in ranges, shows each that came back, and notes how far the file is recorded; broken off, another run goes on.
func TestTellOfLines(t *testing.T) {
	r, p := rent(t, 300)
	e, file := hears(p, Rolls{r}, 0), &bank.File{}
	for n := range 300 {
		l := bank.Line{Ref: payment.LineName(p.Id, uint32(300-n)), Status: bank.Settled}
		if n%2 == 1 {
			l.Status, l.Reason = bank.Returned, "R03"
		}
		e.take(file, l)
	}
	e.take(file, bank.Line{Ref: "PAYROLL", Amount: 5, Status: bank.Settled})
	settled, returned, through := 0, 0, uint32(0)
	for run := 0; e.Before < len(e.Words); run++ {
		broken := errors.New("broken off")
		parts := 0
		err := e.Tell("dave", func(part Part) error {
			if parts++; parts == 2 {
				return broken
			}
			require.Equal(t, through+1, part.First)
			settled, returned, through = settled+part.Settled, returned+part.Returned, part.Last
			e.check(t, r, p, part)
			return nil
		}, func(n int) { e.Before = n })
		if e.Before < len(e.Words) {
			require.ErrorIs(t, err, broken)
		}
		require.Less(t, run, 9)
	}
	require.Equal(t, []int{150, 150, 301}, []int{settled, returned, int(through)})
}

// check looks at the messages of a part: lines that are shown to stand in the roll, ranges that rise, and last the answer.
func (e *ear) check(t *testing.T, r Roll, p payment.Payable, part Part) {
	require.LessOrEqual(t, len(part.Messages), maxWords/returnedBy+2)
	for _, msg := range part.Messages {
		switch m := msg.(type) {
		case *payment.MsgReturnLine:
			require.NoError(t, m.ValidateBasic())
			var proof []roll.Node
			for _, n := range m.Proof {
				node := roll.Node{Sum: n.Sum}
				_, err := hex.Decode(node.Hash[:], []byte(n.Hash))
				require.NoError(t, err)
				proof = append(proof, node)
			}
			require.True(t, roll.Holds(p.Roll, 300, p.RollTotal, int(m.Line)-1, roll.Line{Beneficiary: m.Beneficiary, Amount: m.Amount}, proof))
		case *payment.MsgSettleLines:
			require.NoError(t, m.ValidateBasic())
		case *payment.MsgAnswer:
			require.Equal(t, part.Last, m.Through)
			require.Same(t, msg, part.Messages[len(part.Messages)-1])
		}
	}
}

// The accounts of beneficiaries are as a bank takes them, one for each.
func TestAccountsOfBeneficiaries(t *testing.T) {
	const header = "\ufeffbeneficiary,name,routing,account,type\r\n"
	for text, want := range map[string]string{
		header + "A,ANNE AMES,021000021,1111,savings\r\n":                                        "",
		header + "A,ANNE AMES,021000021,1111,gold\r\n":                                           "line 1: the type is neither checking nor savings",
		header + "A,ANNE AMES,021000022,1111,savings\r\n":                                        "line 1: the routing number",
		header + "A,ANNE AMES,021000021,1-1,savings\r\n":                                         "line 1: the account",
		header + "A,ANNE AMES,021000021,1111,savings\r\nA,ANNE AMES,021000021,2222,checking\r\n": "line 2: the beneficiary has an account already",
		header + "A,ANNE AMES,021000021,1111\r\n":                                                "line 1: ",
		"beneficiary;name;routing;account;type\r\nA;ANNE AMES;021000021;1111;savings\r\n":        "the first line is to be: beneficiary,name,routing,account,type",
		"": "the first line is to be",
	} {
		name := filepath.Join(t.TempDir(), "accounts.csv")
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		all, err := ReadAccounts(name)
		if want == "" {
			require.NoError(t, err)
			require.True(t, all["A"].Savings)
			continue
		}
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "1111")
	}
}

// Lines are told as people read them, a few at most.
func TestLinesInWords(t *testing.T) {
	_, p := rent(t, 13)
	require.Equal(t, " of lines 1-13 of 13", ofRoll(p))
	p.Settled, p.Returned, p.CameBack, p.CameBackFor = []byte{0b10101010, 0b00001010}, []byte{0b00000001, 0}, 100, "R03"
	require.Equal(t, " of lines 3, 5, 7, 9, 11, and others of 13; 1.00 for line 1 came back: R03 (no such account)", ofRoll(p))
	require.Empty(t, ofRoll(payment.Payable{}))
}
