package testutil_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/resolution"
)

// proposal puts messages before the members.
func proposal(t *testing.T, by string, msgs ...sdk.Msg) *resolution.MsgPropose {
	t.Helper()
	p := &resolution.MsgPropose{Signer: address(by), Title: "Whatever it is", Deadline: "2018-02-01"}
	for _, m := range msgs {
		packed, err := codectypes.NewAnyWithValue(m)
		require.NoError(t, err)
		p.Messages = append(p.Messages, packed)
	}
	return p
}

// R1, R3, R4: a resolution whose messages could never run is refused when it is proposed, and leaves nothing behind.
func TestWhatCouldNeverRunIsNotProposed(t *testing.T) {
	authority := consortium.Authority().String()
	c := bad(t, asIs)
	member := func(name string) sdk.Msg {
		return &consortium.MsgRenameMember{Authority: authority, Member: "fema", Name: name}
	}
	many := make([]sdk.Msg, 17)
	for i := range many {
		many[i] = member("Emergency Management")
	}
	large := &consortium.MsgAdmitMember{Authority: authority, Member: "usda", Name: "Agriculture", Expires: "2019-09-30"}
	for i := range 2000 {
		large.Administrators = append(large.Administrators, consortium.Founder{Officer: fmt.Sprint("a", i), Title: "A", Key: address("amy")})
	}
	for _, row := range []struct {
		name, want, found string
		msgs              []sdk.Msg
	}{
		{"money", "resolution/no-matter-of-resolutions", "message 1, purse.payment.v1.MsgDisburse",
			[]sdk.Msg{&payment.MsgDisburse{Signer: authority, Schedule: "treasury/2018/FEMA0001"}}},
		{"a duty", "resolution/no-matter-of-resolutions", "message 2, purse.consortium.v1.MsgAppoint", []sdk.Msg{member("FEMA"),
			&consortium.MsgAppoint{Signer: authority, Officer: "flo", Duty: consortium.Legislator, Limit: money.Max}}},
		{"a resolution in a resolution", "resolution/no-matter-of-resolutions", "message 1, purse.resolution.v1.MsgPropose",
			[]sdk.Msg{proposal(t, "ada", member("FEMA"))}},
		{"a foreign signer", "resolution/foreign-signer", "message 1, purse.consortium.v1.MsgRenameMember",
			[]sdk.Msg{&consortium.MsgRenameMember{Authority: address("ada"), Member: "fema", Name: "FEMA"}}},
		{"no signer", "resolution/foreign-signer", "message 1, purse.consortium.v1.MsgRenameMember",
			[]sdk.Msg{&consortium.MsgRenameMember{Member: "fema", Name: "FEMA"}}},
		{"too many", "resolution/malformed-resolution", "17 messages", many},
		{"too large", "resolution/malformed-resolution", "between 1 and 16 of at most 32768", []sdk.Msg{large}},
		{"malformed", "consortium/malformed-person", "name empty", []sdk.Msg{member("")}},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := c.StateHash(t)
			out := submit(t, c, offer{by: []string{"ada"}, msgs: []sdk.Msg{proposal(t, "ada", row.msgs...)}, chain: c.ID(),
				gas: 20_000_000}.sign(t, c))
			require.Equal(t, row.want, out.Rule(), out.Log)
			require.Contains(t, out.Log, row.found)
			require.Equal(t, before, c.StateHash(t))
		})
	}
}

// At most eight are decided in a block; the others follow in the next one, and none is forgotten.
func TestManyResolutionsAreDecidedABlockAtATime(t *testing.T) {
	c := bad(t, func(cast *scenario.Cast) { cast.Charter.OpenResolutions = 20 })
	for i := range 20 {
		msg := &consortium.MsgRenameMember{Authority: consortium.Authority().String(), Member: "fema", Name: fmt.Sprint("Name ", i)}
		taken(t, c, sign(t, c, "ada", proposal(t, "ada", msg)))
	}
	open := func() int {
		answer, err := resolution.NewQueryClient(c).Resolutions(context.Background(), &resolution.QueryResolutionsRequest{})
		require.NoError(t, err)
		return len(answer.Resolutions)
	}
	require.Equal(t, 20, open())
	taken(t, c, sign(t, c, "clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: "2018-02-02"}))
	require.Equal(t, 12, open(), "in the block that brought the date")
	c.NextBlock(t)
	require.Equal(t, 4, open())
	out := submit(t, c, sign(t, c, "clock", &resolution.MsgVote{Signer: address("clock"), Resolution: 20, Choice: resolution.Yes}))
	require.Equal(t, "resolution/voting-over", out.Rule(), out.Log)
	require.Zero(t, open(), "the block of that vote decided the rest")
	decided, err := resolution.NewQueryClient(c).Decisions(context.Background(), &resolution.QueryDecisionsRequest{Limit: 50})
	require.NoError(t, err)
	require.EqualValues(t, 20, decided.Size_)
	require.NoError(t, c.CheckInvariants())
}
