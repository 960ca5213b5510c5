package testutil_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/x/grant"
)

// BenchmarkClauses sends claims under an award without a contract, and under one with a contract of ten clauses, and reports how many
// microseconds of a block a claim takes under each: signature, checks, clauses, state and commit.
func BenchmarkClauses(b *testing.B) {
	const claims = 2000 // in a row
	for range b.N {
		c := &bench{B: b}
		c.open(0)
		c.bind(ten())
		// A claim costs more the more there are, so the awards take turns and neither comes later on the whole.
		micros, sent := map[string]float64{}, map[string]int{}
		for _, fain := range []string{"FAIN1", "FAIN3", "FAIN3", "FAIN1", "FAIN1", "FAIN3", "FAIN3", "FAIN1"} {
			took := c.each("florida", claims, func(i int) sdk.Msg {
				n := sent[fain] + i
				return &grant.MsgSubmitClaim{
					Signer: address("florida"), Fain: fain, Number: number(n), Amount: 100, Begins: "2017-10-01", Ends: "2017-12-31",
					Evidence: []string{document(n)},
				}
			})
			sent[fain] += claims
			micros[fain] += float64(took.Microseconds())
		}
		none, bound := micros["FAIN1"]/float64(sent["FAIN1"]), micros["FAIN3"]/float64(sent["FAIN3"])
		b.ReportMetric(none, "µs/claim")
		b.ReportMetric(bound, "µs/claim-of-ten-clauses")
		b.ReportMetric(bound-none, "µs/ten-clauses")
		require.NoError(b, c.chain.Close())
	}
}

// ten is a contract of ten clauses, each of which reads three values and compares two.
func ten() string {
	var text strings.Builder
	text.WriteString("contract ten/1\ntitle Ten clauses\n")
	for i := range 10 {
		fmt.Fprintf(&text, "clause number-%d\n  says It is kept.\n  source the benchmark\n  else refuse\n"+
			"  holds claimed.total + claim.amount <= award.amount && claim.begins >= award.begins\n", i)
	}
	return text.String()
}

// bind publishes a contract, and makes a second award to Florida that it binds.
func (b *bench) bind(contract string) {
	file := filepath.Join(b.TempDir(), "ten.contract")
	require.NoError(b, os.WriteFile(file, []byte(contract), 0o600))
	player, err := scenario.NewPlayer(machineCast(b), b.chain, b.chain.Codec, b.chain.Tx)
	require.NoError(b, err)
	for _, act := range [][]string{
		{"publish", "by=fay", "text=" + file},
		{"enact", "by=ann", "fund=070-X-0702", "amount=500,000.00", "law=PL 115-72", "defc=B"},
		{"apportion", "by=omar", "authority=070-X-0702-000:2", "amount=500,000.00"},
		{"allot", "by=fay", "apportionment=070-X-0702-000:2.1", "office=Region IV", "amount=500,000.00"},
		{"make-award", "by=fay", "fain=FAIN3", "listing=97.036", "allotment=070-X-0702-000:2.1.1", "recipient=florida",
			"amount=500,000.00", "begins=2017-09-04", "ends=2018-09-04", "description=Debris removal", "terms=ten/1"},
	} {
		out, err := player.Act(context.Background(), act)
		require.NoError(b, err)
		require.False(b, out.Refused(), out.Log)
	}
}
