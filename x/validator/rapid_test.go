package validator

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/room"
)

// signedBy is a set as the engine had it when it signed a header. This is the model's memory, beside that of the room.
type signedBy struct {
	at    time.Time
	seats []Seat
}

// machine drives a chain at random, and holds it to what is promised, measured by the engine's own sets.
type machine struct {
	*house
	rt      *rapid.T
	headers []signedBy
	used    map[string]string // address → validator, of every key that was ever given
	keys    int
}

const (
	period  = 24 * time.Hour
	maxStep = 6 * time.Hour
)

// wanted are the seats that the validators say, computed without the room's rules; with planned set, the rotations are over.
func (m *machine) wanted(planned bool) (seats []Seat) {
	all, err := room.All(m.ctx, m.validators)
	require.NoError(m.rt, err)
	for _, v := range all {
		switch {
		case v.Status != Active:
		case v.Rotation == nil:
			seats = append(seats, Seat{at(v.PubKey), v.Power})
		case planned:
			seats = append(seats, Seat{at(v.Rotation.PubKey), v.Power})
		default:
			seats = append(seats, Seat{at(v.PubKey), v.Power - 1}, Seat{at(v.Rotation.PubKey), 1})
		}
	}
	slices.SortFunc(seats, func(a, b Seat) int { return compare(a.Address, b.Address) })
	return seats
}

// overThird is the most that was gained against any set that a light client trusts, as far as it is beyond a third.
func (m *machine) overThird(seats []Seat, period time.Duration) (most int64) {
	all := int64(0)
	for _, s := range seats {
		all += s.Power
	}
	now := m.ctx.BlockTime()
	trusted := append(slices.Clone(m.headers),
		signedBy{now, m.engine(m.now)}, signedBy{now, m.engine(m.next)}, signedBy{now, m.given()})
	for _, h := range trusted {
		if !h.at.Add(period).After(now) {
			continue
		}
		had, new := make(map[string]int64), int64(0)
		for _, s := range h.seats {
			had[s.Address] = s.Power
		}
		for _, s := range seats {
			new += max(0, s.Power-had[s.Address])
		}
		most = max(most, 3*new-all)
	}
	return most
}

// adds runs a message that adds power, and holds its answer to the model: what is allowed keeps to the third, what is refused for
// the sake of it would not, if all rotations were over, against what could be trusted a little while ago.
func (m *machine) adds(msg sdk.Msg, member string) error {
	err := m.act(msg)
	switch {
	case err == nil:
		require.Zero(m.rt, m.overThird(m.wanted(false), period), "more than a third has changed")
		if member != "" {
			m.notAThird(member)
		}
	case errors.Is(err, ErrChange):
		ctx := m.ctx
		m.ctx, _ = ctx.CacheContext()
		require.NoError(m.rt, m.sets.Set(m.ctx, Sets{}))
		require.NoError(m.rt, m.act(msg))
		planned := m.wanted(true)
		m.ctx = ctx
		require.NotZero(m.rt, m.overThird(planned, period+2*maxStep), "refused, and no more than a third would have changed")
	}
	return err
}

// notAThird holds a member's power among what votes to less than a third, when more than three members vote.
func (m *machine) notAThird(member string) {
	all, err := room.All(m.ctx, m.validators)
	require.NoError(m.rt, err)
	var own, sum int64
	voting := make(map[string]bool)
	for _, v := range all {
		if v.Status == Active {
			sum += v.Power
			voting[v.Member] = true
			if v.Member == member {
				own += v.Power
			}
		}
	}
	if voting[member] && len(voting) > 3 {
		require.Less(m.rt, 3*own, sum, "%s holds a third", member)
	}
}

// key is a new key, or now and then one that was used, which must be refused.
func (m *machine) key() string {
	if m.keys > 0 && rapid.IntRange(0, 9).Draw(m.rt, "used key") == 0 {
		return fmt.Sprintf("k%d", rapid.IntRange(0, m.keys-1).Draw(m.rt, "key"))
	}
	m.keys++
	return fmt.Sprintf("k%d", m.keys-1)
}

// gives holds the answer to a message with a key to what was given before: a key is never used twice.
func (m *machine) gives(validator, key string, err error) {
	owner, used := m.used[at(ed(key))]
	if err == nil {
		require.False(m.rt, used, "%s was given to %s and to %s", key, owner, validator)
		m.used[at(ed(key))] = validator
	}
}

func (m *machine) any() Validator {
	all, err := room.All(m.ctx, m.validators)
	require.NoError(m.rt, err)
	return all[rapid.IntRange(0, len(all)-1).Draw(m.rt, "validator")]
}

func (m *machine) step() {
	v := m.any()
	op := "op" + v.Member[1:]
	switch rapid.IntRange(0, 9).Draw(m.rt, "act") {
	case 0, 1:
		id, key := fmt.Sprintf("w%d", m.keys), m.key()
		member := fmt.Sprintf("m%d", rapid.IntRange(1, members).Draw(m.rt, "member"))
		p := rapid.Int64Range(1, 20).Draw(m.rt, "power")
		m.gives(id, key, m.adds(admit(id, member, ed(key), p), member))
	case 2:
		p := rapid.Int64Range(1, 20).Draw(m.rt, "power")
		switch {
		case v.Status == Active && p > v.Power:
			_ = m.adds(setPower(v.Id, p), v.Member)
		case v.Status == Active:
			require.NoError(m.rt, m.act(setPower(v.Id, p)), "a decrease is always valid")
		default:
			_ = m.act(setPower(v.Id, p))
		}
	case 3:
		if err := m.act(retire(v.Id)); v.Status != Retired && !errors.Is(err, ErrLastValidator) {
			require.NoError(m.rt, err, "a removal is always valid")
		}
	case 4, 5:
		key := m.key()
		if v.Status == Active {
			m.gives(v.Id, key, m.adds(rotate(op, v.Id, ed(key)), ""))
		} else {
			m.gives(v.Id, key, m.act(rotate(op, v.Id, ed(key))))
		}
	case 6:
		_ = m.adds(comeBack(op, v.Id), "")
	case 7:
		m.evidence = append(m.evidence, doubleSigned(v.PubKey, m.ctx.BlockHeight()))
	default:
		m.down[at(v.PubKey)] = !m.down[at(v.PubKey)]
		if v.Rotation != nil && rapid.Bool().Draw(m.rt, "the new key too") {
			m.down[at(v.Rotation.PubKey)] = m.down[at(v.PubKey)]
		}
	}
}

// block ends the block and begins the next, and checks what is promised of every block.
func (m *machine) block() {
	m.headers = append(m.headers, signedBy{m.ctx.BlockTime(), m.engine(m.now)})
	long := rapid.IntRange(0, 7).Draw(m.rt, "long") == 0
	while := time.Second
	if long {
		while = time.Duration(rapid.Int64Range(1, int64(maxStep)).Draw(m.rt, "while"))
	}
	seats := m.wanted(false)
	m.end(while)
	require.Equal(m.rt, seats, m.engine(m.next), "the engine has what the validators say")
	require.NotEmpty(m.rt, m.next.Validators)
	names := m.events()
	require.NotContains(m.rt, names, "WorkFailed")
	taken := slices.Contains(names, "ValidatorStoodDown") || slices.Contains(names, "RotationLapsed") // after the rotation
	if slices.Contains(names, "KeyRotated") && !taken {
		require.Zero(m.rt, m.overThird(m.wanted(false), period), "a rotation has changed more than a third")
	}
	all, err := room.All(m.ctx, m.validators)
	require.NoError(m.rt, err)
	for _, v := range all {
		require.Equal(m.rt, v.Id, m.used[at(v.PubKey)])
	}
}

func TestRandomLives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &machine{rt: rt, used: make(map[string]string)}
		g := &GenesisState{}
		for i := range rapid.IntRange(1, 7).Draw(rt, "validators") {
			id := fmt.Sprintf("v%d", i)
			g.Validators = append(g.Validators, Validator{
				Id: id, Member: fmt.Sprintf("m%d", i%members+1), PubKey: ed(id), Status: Active,
				Power: rapid.Int64Range(7, 10).Draw(rt, "power"),
			})
			m.used[at(ed(id))] = id
		}
		if g.Validate() != nil {
			rt.Skip("a third of the power")
		}
		m.house = open(rt, g)
		for range rapid.IntRange(1, 60).Draw(rt, "blocks") {
			for range rapid.IntRange(0, 2).Draw(rt, "acts") {
				m.step()
			}
			m.block()
		}
		m.exported()
	})
}

// exported holds what comes out of a whole block to what comes out again after it went in.
func (m *machine) exported() {
	_, err := m.AppModule.EndBlock(m.ctx)
	require.NoError(m.rt, err)
	require.NoError(m.rt, m.CheckInvariants(m.ctx))
	first := m.AppModule.ExportGenesis(m.ctx, m.cdc)
	again := empty(m.rt, people())
	again.AppModule.InitGenesis(again.ctx, again.cdc, first)
	require.Equal(m.rt, string(first), string(again.AppModule.ExportGenesis(again.ctx, again.cdc)))
}
