package validator

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/x/consortium"
)

func TestEvidenceRetiresAtOnce(t *testing.T) {
	for _, row := range []struct {
		name   string
		before func(*house)
		key    string
		seats  int
	}{
		{"by its key", func(*house) {}, "v1", 3},
		{"by a key that is being rotated to", func(h *house) {
			require.NoError(h.t, h.act(rotate("op1", "v1", ed("new"))))
		}, "new", 3},
		{"by a key that is being rotated from", func(h *house) {
			require.NoError(h.t, h.act(rotate("op1", "v1", ed("new"))))
		}, "v1", 3},
		{"by a former key", func(h *house) {
			require.NoError(h.t, h.act(rotate("op1", "v1", ed("new"))))
			h.blocks(5)
			require.Equal(h.t, at(ed("new")), at(h.must("v1").PubKey))
		}, "v1", 3},
		{"while it is stood down", func(h *house) {
			h.down[at(ed("v1"))] = true
			h.blocks(12)
			require.Equal(h.t, StoodDown, h.must("v1").Status)
		}, "v1", 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t, bench4())
			row.before(h)
			h.evidence = []abci.Misbehavior{doubleSigned(ed(row.key), 1), doubleSigned(ed(row.key), 2)}
			h.blocks(1)
			require.Equal(t, []string{"EquivocationProved", "ValidatorRetired"}, h.events())
			require.Equal(t, Retired, h.must("v1").Status)
			proved, err := sdk.ParseTypedEvent(h.ctx.EventManager().ABCIEvents()[0])
			require.NoError(t, err)
			require.Equal(t, &EquivocationProved{Validator: "v1", Address: at(ed(row.key)), Height: 1}, proved)
			retired, err := sdk.ParseTypedEvent(h.ctx.EventManager().ABCIEvents()[1])
			require.NoError(t, err)
			record := retired.(*ValidatorRetired).Record
			require.EqualValues(t, h.ctx.BlockHeight()-2, record.Signed+record.Missed)
			h.blocks(1)
			require.Len(t, h.next.Validators, row.seats)
			h.blocks(3)
			require.NoError(t, h.CheckInvariants(h.ctx))
			require.Equal(t, Record{Validator: "v1"}, h.record("v1"))
		})
	}
}

func TestEvidenceAgainstTheLast(t *testing.T) {
	h := open(t, bench4())
	for _, id := range []string{"v1", "v2", "v3"} {
		require.NoError(t, h.act(retire(id)))
	}
	h.evidence = []abci.Misbehavior{doubleSigned(ed("v4"), 1)}
	h.blocks(1)
	require.Equal(t, []string{"EquivocationProved", "ValidatorKept"}, h.events())
	require.Equal(t, Active, h.must("v4").Status)
}

// Evidence that names no key of ours is a fault of somebody, and stops nothing.
func TestEvidenceAgainstNobody(t *testing.T) {
	h := open(t, bench4())
	h.evidence = []abci.Misbehavior{{}, doubleSigned(ed("nobody"), 1), doubleSigned(ed("v2"), 1)}
	h.blocks(1)
	require.Equal(t, []string{"WorkFailed", "WorkFailed", "EquivocationProved", "ValidatorRetired"}, h.events())
}

func TestDownForLong(t *testing.T) {
	h := open(t, bench4())
	h.blocks(1)
	h.down[at(ed("v1"))] = true
	h.blocks(10)
	record := h.record("v1")
	require.NotZero(t, record.Proposed)
	require.Equal(t, Record{Validator: "v1", Signed: 1, Missed: 10, MissedInRow: 10, Proposed: record.Proposed}, record)
	require.Equal(t, Active, h.must("v1").Status, "ten blocks are the charter's window")
	h.blocks(1)
	require.Equal(t, []string{"ValidatorStoodDown"}, h.events())
	h.blocks(3)
	require.Zero(t, h.power(ed("v1")))
	require.Len(t, h.now.Validators, 3)

	// Three are the fewest: the next one that is down stays, which is said once.
	h.down[at(ed("v2"))] = true
	h.blocks(11)
	require.Equal(t, []string{"ValidatorKept"}, h.events())
	h.blocks(1)
	require.Empty(t, h.events())
	require.Equal(t, Active, h.must("v2").Status)

	// When the first is back by its own word, there are enough without the other.
	require.NoError(t, h.act(comeBack("op1", "v1")))
	require.Zero(t, h.record("v1").MissedInRow)
	h.down[at(ed("v1"))] = false
	h.blocks(1)
	require.Equal(t, []string{"ValidatorStoodDown"}, h.events())
	h.blocks(3)
	require.EqualValues(t, 10, h.power(ed("v1")))
	missed := h.record("v1").Missed
	h.blocks(9)
	require.Equal(t, missed, h.record("v1").Missed)
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// Four of seven return at once: the first two fit in a third, the others wait until the set without them cannot be trusted.
func TestReturnIsBoundedByTheTrustingPeriod(t *testing.T) {
	g := bench4()
	for _, id := range []string{"v5", "v6", "v7"} {
		g.Validators = append(g.Validators, Validator{Id: id, Member: "m" + id[1:], PubKey: ed(id), Power: 10, Status: Active})
	}
	g.Validators[6].Member = "m4"
	g.Validators[6].Power = 1
	h := open(t, g)
	for _, id := range []string{"v1", "v2", "v3", "v4"} {
		h.down[at(ed(id))] = true
	}
	h.blocks(12)
	require.Equal(t, StoodDown, h.must("v4").Status)
	require.EqualValues(t, 21, h.next.TotalVotingPower())
	require.NoError(t, h.act(comeBack("op1", "v1")), "10 of 31, though m1 holds a third of what votes")
	refused(t, h.act(comeBack("op2", "v2")), ErrChange, "of 41 in all 20")
	require.NoError(t, h.act(setPower("v5", 1)))
	refused(t, h.act(setPower("v7", 2)), ErrChange, "of 23 in all 11")
	require.NoError(t, h.act(setPower("v2", 11)), "it does not vote, and so changes nothing yet")
	h.blocks(3)
	h.end(24 * time.Hour)
	h.blocks(1)
	require.NoError(t, h.act(comeBack("op2", "v2")))
	h.blocks(1)
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// A validator that lost its key while it was down comes back with another.
func TestRotationOfOneThatIsStoodDown(t *testing.T) {
	h := open(t, bench4())
	h.amend(func(c *consortium.Charter) { c.RotationBlocks = 100 })
	h.down[at(ed("v1"))], h.down[at(ed("lost"))] = true, true
	require.NoError(t, h.act(rotate("op1", "v1", ed("lost"))))
	h.blocks(11)
	require.Equal(t, []string{"RotationLapsed", "ValidatorStoodDown"}, h.events())
	require.Equal(t, StoodDown, h.must("v1").Status)
	require.Nil(t, h.must("v1").Rotation)
	require.NoError(t, h.act(rotate("op1", "v1", ml("new"))))
	require.Equal(t, at(ml("new")), at(h.must("v1").PubKey))
	h.blocks(1)
	require.NoError(t, h.act(comeBack("op1", "v1")))
	h.blocks(1)
	require.EqualValues(t, 10, h.power(ml("new")))
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// A vote for no block ends the row: whoever casts it is up.
func TestVoteForNoBlock(t *testing.T) {
	h := open(t, bench4())
	v1, err := keyOf(ed("v1"))
	require.NoError(t, err)
	commit := abci.CommitInfo{Votes: []abci.VoteInfo{
		{Validator: abci.Validator{Address: v1.Address()}, BlockIdFlag: cmtproto.BlockIDFlagNil},
		{Validator: abci.Validator{Address: []byte("nobody")}, BlockIdFlag: cmtproto.BlockIDFlagAbsent},
	}}
	h.ctx = h.ctx.WithCometInfo(baseapp.NewBlockInfo(nil, nil, v1.Address(), commit))
	before := h.record("v1")
	require.NoError(t, h.AppModule.BeginBlock(h.ctx))
	require.Equal(t, Record{Validator: "v1", Missed: 1, Proposed: before.Proposed + 1}, h.record("v1"))
}
