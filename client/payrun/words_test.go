package payrun

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/x/payment"
)

// Each line of a bank is heard as the chain takes it, or waits; what cannot be ours keeps a name that no payable has.
func TestWhatABankSaysIsHeard(t *testing.T) {
	names := map[string]sent{"REF": {"treasury/2018/S1", "U/2018/C1"}}
	for _, row := range []struct {
		name  string
		line  bank.Line
		want  payment.Word
		waits bool
	}{
		{"settled, by our reference", bank.Line{Ref: "REF", Amount: 5, Status: bank.Settled, BankRef: "B1", Trace: "T1"},
			payment.Word{Payable: "U/2018/C1", Schedule: "treasury/2018/S1", Amount: 5, Outcome: payment.Settled, Reference: "B1"}, false},
		{"settled, with our trace alone", bank.Line{Ref: "U/2018/C2", Status: bank.Settled, Trace: "T1"},
			payment.Word{Payable: "U/2018/C2", Outcome: payment.Settled, Reference: "T1"}, false},
		{"returned, by its full name", bank.Line{Ref: "treasury/2018/S2 U/2018/C2", Status: bank.Returned, Reason: "R03"},
			payment.Word{Payable: "U/2018/C2", Schedule: "treasury/2018/S2", Outcome: payment.Returned, Reference: "R03"}, false},
		{"settled, with no trace at all", bank.Line{Ref: "X", Status: bank.Settled},
			payment.Word{Payable: "X", Outcome: payment.Settled, Reference: "-"}, false},
		{"returned", bank.Line{Ref: "X", Status: bank.Returned, Reason: "R03"},
			payment.Word{Payable: "X", Outcome: payment.Returned, Reference: "R03"}, false},
		{"rejected for no reason", bank.Line{Ref: "X", Status: bank.Rejected},
			payment.Word{Payable: "X", Outcome: payment.Returned, Reference: "MS03"}, false},
		{"to be corrected", bank.Line{Ref: "X", Status: bank.Changed, Reason: "C01"},
			payment.Word{Payable: "X", Outcome: payment.Corrected, Reference: "C01"}, false},
		{"accepted", bank.Line{Ref: "X", Status: bank.Accepted}, payment.Word{}, true},
		{"an order to pay", bank.Line{Ref: "X"}, payment.Word{}, true},
		{"of nothing", bank.Line{Status: bank.Settled, BankRef: "B1"},
			payment.Word{Payable: "B1", Outcome: payment.Settled, Reference: "B1"}, false},
		{"of another currency", bank.Line{Ref: "REF", Currency: "EUR", Amount: 5, Status: bank.Settled, BankRef: "B1"},
			payment.Word{Payable: "EUR U/2018/C1", Schedule: "treasury/2018/S1", Amount: 5, Outcome: payment.Settled, Reference: "B1"}, false},
		{"of money that came in", bank.Line{Ref: "REF", Direction: bank.Collect, Status: bank.Settled, BankRef: "B1"},
			payment.Word{Payable: "collected U/2018/C1", Schedule: "treasury/2018/S1", Outcome: payment.Settled, Reference: "B1"}, false},
		{"of a text that the chain does not take", bank.Line{Ref: strings.Repeat("x", 65), Trace: "T1", Status: bank.Settled},
			payment.Word{Payable: "T1", Outcome: payment.Settled, Reference: "T1"}, false},
	} {
		got, final := heard(row.line, names)
		require.Equal(t, row.waits, !final, row.name)
		if final {
			require.Equal(t, row.want, got, row.name)
		}
	}
}

// The reference of a payment is fifteen capitals and digits, and another one for another payment.
func TestReferences(t *testing.T) {
	a, b := bank.Reference("VN1AJFAD19J9/2018/C1"), bank.Reference("VN1AJFAD19J9/2018/C2")
	require.Len(t, a, 15)
	require.NotEqual(t, a, b)
	require.Equal(t, strings.ToUpper(a), a)
}

// Where a bank has room the full name of a payment comes back, and is understood; where it has none, the reference.
func TestFullNames(t *testing.T) {
	of := sent{"treasury/2018/S1", "U/2018/C1"}
	require.Equal(t, of, meant(of.within(26)))
	require.Equal(t, of.reference(), of.within(25))
	require.NotEqual(t, of.reference(), sent{"treasury/2018/S2", "U/2018/C1"}.reference(), "another payment of the same")
}
