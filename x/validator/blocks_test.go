package validator

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

func TestFirstBlocks(t *testing.T) {
	h := open(t, bench4())
	require.Len(t, h.now.Validators, 4)
	for range 5 {
		require.Empty(t, h.end(time.Second))
	}
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// The new key votes beside the old one from two blocks after the message. The commit with its first signature is in the block
// after that, and there the whole power passes to it.
func TestRotationWithOverlap(t *testing.T) {
	h := open(t, bench4())
	h.blocks(4)
	old, new := ed("v1"), ml("new")
	require.NoError(t, h.act(rotate("op1", "v1", new)))
	require.Equal(t, []string{"RotationBegun"}, h.events())
	require.Len(t, h.end(time.Second), 2)
	for range 2 {
		require.EqualValues(t, 9, h.power(old))
		require.EqualValues(t, 1, h.power(new))
		require.EqualValues(t, 40, h.next.TotalVotingPower())
		require.NotContains(t, h.events(), "KeyRotated")
		require.Empty(t, h.end(time.Second))
	}
	require.Equal(t, []string{"KeyRotated"}, h.events())
	require.Len(t, h.end(time.Second), 2)
	require.Zero(t, h.power(old))
	require.EqualValues(t, 10, h.power(new))
	v := h.must("v1")
	require.Nil(t, v.Rotation)
	require.Equal(t, at(new), at(v.PubKey))
	h.blocks(4)
	require.NoError(t, h.CheckInvariants(h.ctx))
	require.Zero(t, h.record("v1").Missed)
	refused(t, h.act(admit("v5", "m5", old, 1)), ErrKeyTaken, at(old))
	refused(t, h.act(rotate("op1", "v1", old)), ErrKeyTaken, at(old))
}

func (h *house) record(id string) Record {
	answer, err := NewQueryServer(h.Keeper).Validator(h.ctx, &QueryValidatorRequest{Validator: id})
	require.NoError(h.t, err)
	return answer.Record
}

// While the new key has not signed, the validator is not down: the old one signs.
func TestRotationLapses(t *testing.T) {
	h := open(t, bench4())
	new := ed("new")
	h.down[at(new)] = true
	require.NoError(t, h.act(rotate("op1", "v1", new)))
	h.blocks(10)
	require.NotNil(t, h.must("v1").Rotation, "the last height is 11")
	require.EqualValues(t, 11, h.ctx.BlockHeight())
	h.blocks(1)
	require.Equal(t, []string{"RotationLapsed"}, h.events())
	require.Nil(t, h.must("v1").Rotation)
	require.Len(t, h.end(time.Second), 2)
	require.EqualValues(t, 10, h.power(ed("v1")))
	require.Zero(t, h.power(new))
	require.Zero(t, h.record("v1").Missed)
	refused(t, h.act(rotate("op1", "v1", new)), ErrKeyTaken, at(new))
	require.NoError(t, h.act(rotate("op1", "v1", ed("newer"))))
	h.blocks(4)
	require.EqualValues(t, 10, h.power(ed("newer")))
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// A new key takes over at the last height, and not after it.
func TestRotationAtTheLastHeight(t *testing.T) {
	h := open(t, bench4())
	new := ed("new")
	h.down[at(new)] = true
	require.NoError(t, h.act(rotate("op1", "v1", new)))
	h.blocks(9)
	h.down[at(new)] = false
	h.blocks(1)
	require.EqualValues(t, 11, h.ctx.BlockHeight())
	require.Equal(t, []string{"KeyRotated"}, h.events())
}

// While others are taken away, the power of a new key can become too much change: it waits, and here its time is over first.
func TestRotationWaits(t *testing.T) {
	h := open(t, bench4())
	require.NoError(t, h.act(rotate("op1", "v1", ed("new"))))
	require.NoError(t, h.act(retire("v4")))
	require.NoError(t, h.act(retire("v3")))
	h.blocks(10)
	require.NotNil(t, h.must("v1").Rotation)
	require.EqualValues(t, 1, h.power(ed("new")))
	h.blocks(1)
	require.Equal(t, []string{"RotationLapsed"}, h.events())

	h = open(t, bench4())
	require.NoError(t, h.act(rotate("op1", "v1", ed("new"))))
	require.NoError(t, h.act(retire("v4")))
	require.NoError(t, h.act(retire("v3")))
	h.blocks(5)
	require.NoError(t, h.act(setPower("v1", 5)))
	h.blocks(1)
	require.Equal(t, []string{"KeyRotated"}, h.events(), "5 of 15 are no more than a third")
}

// A power of one cannot be shared by two keys.
func TestDecreaseEndsARotation(t *testing.T) {
	h := open(t, bench4())
	require.NoError(t, h.act(rotate("op1", "v1", ed("new"))))
	h.blocks(1)
	require.NoError(t, h.act(setPower("v1", 2)))
	require.NotNil(t, h.must("v1").Rotation)
	require.NoError(t, h.act(setPower("v1", 1)))
	require.Equal(t, []string{"PowerSet", "RotationLapsed", "PowerSet"}, h.events())
	h.blocks(1)
	require.EqualValues(t, 1, h.power(ed("v1")))
	require.Zero(t, h.power(ed("new")))
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// A key type that the parameters stop allowing would stop the engine at the next change of power: such changes are kept back.
func TestKeyTypeThatIsAllowedNoLonger(t *testing.T) {
	h := open(t, bench4())
	h.allow("ml_dsa_65")
	require.NoError(t, h.act(setPower("v1", 9)))
	require.NoError(t, h.act(rotate("op3", "v3", ml("v3"))))
	require.Len(t, h.end(time.Second), 1, "the new key is of the type allowed")
	require.EqualValues(t, 10, h.power(ed("v1")))
	require.EqualValues(t, 10, h.power(ed("v3")))
	require.Error(t, h.CheckInvariants(h.ctx))
	h.blocks(2)
	require.Contains(t, h.events(), "KeyRotated")
	h.blocks(2)
	require.EqualValues(t, 10, h.power(ml("v3")))
	require.NoError(t, h.act(retire("v2")))
	require.Len(t, h.end(time.Second), 1, "a removal is always given")
	h.allow("ml_dsa_65", "ed25519")
	require.Len(t, h.end(time.Second), 1)
	require.EqualValues(t, 9, h.power(ed("v1")))
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// What fails in a hook leaves nothing behind, and stops nothing.
func TestAFaultStopsNothing(t *testing.T) {
	h := open(t, bench4())
	ctx := h.ctx.WithEventManager(sdk.NewEventManager())
	require.False(t, guard(ctx, "a fault", func(ctx context.Context) error {
		require.NoError(t, h.roster.Remove(ctx))
		panic("a fault")
	}))
	require.Len(t, ctx.EventManager().Events(), 1)
	has, err := h.roster.Has(ctx)
	require.NoError(t, err)
	require.True(t, has)

	require.NoError(t, h.roster.Remove(ctx)) // now every piece of work fails
	require.NoError(t, h.AppModule.BeginBlock(ctx))
	updates, err := h.AppModule.EndBlock(ctx)
	require.NoError(t, err)
	require.Empty(t, updates)
	require.NoError(t, h.AppModule.BeginBlock(ctx.WithCometInfo(nil)))
}

// The set is never empty, whatever state a fault of the program has left.
func TestTheSetIsNeverEmpty(t *testing.T) {
	h := open(t, bench4())
	require.NoError(t, h.roster.Set(h.ctx, Roster{}))
	before := h.given()
	require.Empty(t, h.end(time.Second))
	require.Equal(t, before, h.given())
}
