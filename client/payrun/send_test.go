package payrun

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/details"
	"github.com/pursechain/purse/x/payment"
)

// Two ACH files of one day differ in their modifier, in the thirty-fourth place of the first record: a bank refuses a second one of a day
// that has the same.
func TestTheModifierOfAnACHFile(t *testing.T) {
	s := sender{
		Sending: &Sending{Schedules: []payment.Schedule{{Id: "treasury/2018/FEMA0001"}}}, on: "2018-03-02",
		profile: Profile{Name: "US Treasury", ID: "1530196932", Routing: "021000021", Class: "CCD"},
	}
	to := details.Details{Name: "State of Florida", Routing: "021000021", Account: "123456789"}
	lines := [][]bank.Line{{paying(sent{"treasury/2018/FEMA0001", "VN1AJFAD19J9/2018/C1"}, to, 1000)}}
	for _, modifier := range []string{"A", "B", "9"} {
		var out bytes.Buffer
		require.NoError(t, s.write(&out, Format{Name: "ach", Modifier: modifier}, lines))
		require.Equal(t, "1803020000"+modifier+"094101", out.String()[23:40])
	}
}
