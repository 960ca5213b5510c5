package testutil_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/grant"
)

// irma is an award beside that of the story, in its place and after its disaster.
func irma(fain string) *grant.MsgMakeAward {
	return &grant.MsgMakeAward{
		Signer: address("fay"), Fain: fain, Listing: "97.036", Allotment: "070-X-0702-000:1.1.1", Recipient: payees["florida"], Amount: 1,
		Begins: "2018-01-01", Ends: "2018-12-31", Description: "Debris", Place: "miami", Disaster: "DR-4337",
	}
}

func handle(c *testutil.Chain, ctx sdk.Context, msg sdk.Msg) error {
	_, err := c.MsgServiceRouter().Handler(msg)(ctx, msg)
	return err
}

// A chain that begins with the state of another finds what that one found: beside awards, sub-awards and claims.
func TestOverlapsAreFoundAfterAnImport(t *testing.T) {
	first := lived(t)
	second, _ := again(t, first)
	for _, c := range []*testutil.Chain{first, second} {
		ctx := c.Now()
		require.ErrorContains(t, handle(c, ctx, irma("FAIN2")), "duplication with FAIN1 (same-recipient, same-disaster, same-place")
		other := irma("FAIN2")
		other.Recipient = payees["acme"]
		require.NoError(t, handle(c, ctx, other)) // of the same member: no fragmentation
		claim := &grant.MsgSubmitClaim{Signer: address("florida"), Fain: "FAIN1", Number: "C9", Amount: 1, Begins: "2017-10-01", Ends: "2017-12-31",
			Evidence: []string{document(2)}}
		require.NoError(t, handle(c, ctx, claim))
		approve := &grant.MsgApproveClaim{Signer: address("fay"), Fain: "FAIN1", Number: "C9"}
		require.ErrorContains(t, handle(c, ctx, approve), "duplication with FAIN1 2018/C2 (same-evidence)")
		approve.Reason = "One invoice, in two parts"
		require.NoError(t, handle(c, ctx, approve))
	}
}

// However many awards a recipient has, an act compares a hundred of them, keeps ten findings, and says that it left others out.
func TestComparingIsBounded(t *testing.T) {
	c := lived(t)
	ctx := c.Now()
	var events sdk.Events
	gas := func(msg sdk.Msg) uint64 {
		before := ctx.GasMeter().GasConsumed()
		result, err := c.MsgServiceRouter().Handler(msg)(ctx, msg)
		require.NoError(t, err)
		events = result.GetEvents()
		return ctx.GasMeter().GasConsumed() - before
	}
	found := func(kind string) (n int) {
		for _, e := range events {
			if at, is := e.GetAttribute("kind"); is && at.Value == fmt.Sprintf("%q", "OVERLAP_KIND_"+kind) {
				n++
			}
		}
		return n
	}
	var full uint64
	for i := range 130 {
		m := irma(fmt.Sprintf("G%d", i))
		m.Place, m.Disaster = fmt.Sprintf("Place %d", i), fmt.Sprintf("DR-%d", i)
		used := gas(m)
		switch {
		case i == 100: // the award of the story, which begins earlier, is left out from now on
			full = used
			require.Equal(t, 1, found("LEFT_OUT"))
		case i < 99:
			require.Zero(t, found("LEFT_OUT"), i)
		case i > 100:
			require.InDelta(t, full, used, float64(full)/20)
		}
	}
	// What the index of recipients leaves out, that of disasters and places may still find.
	for i := range 25 {
		m := irma(fmt.Sprintf("H%d", i))
		m.Begins, m.Regardless = "2018-06-01", "Another storm"
		gas(m)
		require.Equal(t, min(i+1, 20), found("DUPLICATION"))
	}
	require.Equal(t, 2, found("LEFT_OUT"))
	answer, err := grant.NewQueryClient(c).Overlaps(context.Background(), &grant.QueryOverlapsRequest{Fain: "FAIN1"})
	require.NoError(t, err)
	require.Empty(t, answer.Overlaps)
}
