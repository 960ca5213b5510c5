package validator

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/core/comet"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

func TestStatuses(t *testing.T) {
	for _, row := range []struct {
		from, to Status
		want     error
		found    string
	}{
		{Active, StoodDown, nil, ""},
		{Active, Retired, nil, ""},
		{StoodDown, Active, nil, ""},
		{StoodDown, Retired, nil, ""},
		{Active, Active, ErrStatus, "v is active, and cannot be active"},
		{StoodDown, StoodDown, ErrStatus, "v is stood down, and cannot be stood down"},
		{Retired, Active, ErrStatus, "v is retired, and cannot be active"},
		{Retired, StoodDown, ErrStatus, ""},
		{Retired, Retired, ErrStatus, ""},
		{StatusUnspecified, Active, ErrStatus, "v is of no status, and cannot be active"},
	} {
		v, err := Validator{Id: "v", Status: row.from, Rotation: &Rotation{}}.to(row.to)
		refused(t, err, row.want, row.found)
		if err == nil {
			require.Equal(t, Validator{Id: "v", Status: row.to}, v)
		}
	}
}

// seated are active validators v1, v2, … of members m1, m2, … with these powers.
func seated(powers ...int64) (b bench) {
	for i, p := range powers {
		b = append(b, Validator{
			Id: fmt.Sprintf("v%d", i+1), Member: fmt.Sprintf("m%d", i+1), Power: p, Status: Active, PubKey: ed(fmt.Sprintf("v%d", i+1)),
		})
	}
	return b
}

func TestAThirdOfThePower(t *testing.T) {
	down := func(b bench, i int) bench { b[i].Status = StoodDown; return b }
	of := func(b bench, i int, member string) bench { b[i].Member = member; return b }
	for _, row := range []struct {
		name  string
		bench bench
		of    int
		want  error
		found string
	}{
		{"one alone", seated(10), 0, nil, ""},
		{"one of three", seated(10, 10, 10), 0, nil, ""},
		{"nearly all, of three", seated(98, 1, 1), 0, nil, ""},
		{"less than a third", seated(10, 10, 10, 1), 0, nil, ""},
		{"a third", seated(10, 10, 5, 5), 0, ErrThird, "m1 would hold 10 of 30, a third or more"},
		{"more than a third", seated(10, 9, 5, 5), 0, ErrThird, "m1 would hold 10 of 29"},
		{"another's third", seated(10, 9, 5, 5), 2, nil, ""},
		{"a third with two", of(seated(10, 10, 10, 10, 10), 4, "m1"), 4, ErrThird, "m1 would hold 20 of 50"},
		{"among those that vote", down(seated(10, 9, 5, 5, 20), 4), 0, ErrThird, "m1 would hold 10 of 29"},
		{"with one that is down", of(down(seated(10, 10, 10, 10, 10, 10), 5), 5, "m1"), 0, ErrThird, "m1 would hold 20 of 60"},
		{"one that is down, of those that vote", down(seated(10, 9, 5, 5, 9, 1), 5), 5, nil, ""},
		{"one that is down, of a member with a third of those that vote",
			of(down(down(seated(10, 9, 5, 5, 20, 1), 4), 5), 5, "m1"), 5, nil, ""},
		{"one that is down, of all", down(seated(10, 9, 5, 5, 15), 4), 4, ErrThird, "m5 would hold 15 of 44"},
	} {
		t.Run(row.name, func(t *testing.T) { refused(t, row.bench.underThird(row.bench[row.of]), row.want, row.found) })
	}
}

func TestSeats(t *testing.T) {
	b := seated(10, 5, 7, 9)
	b[1].Status = StoodDown
	b[2].Rotation = &Rotation{PubKey: ed("new")}
	b[3].Status = Retired
	seats, err := b.seats(false)
	require.NoError(t, err)
	require.ElementsMatch(t, []Seat{{at(ed("v1")), 10}, {at(ed("v3")), 6}, {at(ed("new")), 1}}, seats)
	require.IsIncreasing(t, []string{seats[0].Address, seats[1].Address, seats[2].Address})
	seats, err = b.seats(true)
	require.NoError(t, err)
	require.ElementsMatch(t, []Seat{{at(ed("v1")), 10}, {at(ed("new")), 7}}, seats)
	b[2].Rotation.PubKey = nil
	_, err = b.seats(false)
	require.ErrorIs(t, err, ErrKeyType)
	_, err = bench{{Status: Active}}.seats(true)
	require.ErrorIs(t, err, ErrKeyType)
}

// The bench was v1 to v4 with 10 each; each row changes it.
func TestAtMostAThirdChanges(t *testing.T) {
	before, err := seated(10, 10, 10, 10).seats(false)
	require.NoError(t, err)
	trusted := []Set{{Since: begin, Seats: before}}
	rotating := func(b bench, n int) bench {
		for i := range n {
			b[i].Rotation = &Rotation{PubKey: ed(fmt.Sprintf("new%d", i))}
		}
		return b
	}
	for _, row := range []struct {
		name  string
		bench bench
		want  error
		found string
	}{
		{"nothing", seated(10, 10, 10, 10), nil, ""},
		{"a third more", seated(10, 10, 10, 10, 10, 10), nil, ""},
		{"more than a third more", seated(10, 10, 10, 10, 10, 11), ErrChange,
			"of 61 in all 21 would have come since 2026-11-01 12:00:00, more than a third"},
		{"a third in increases", seated(20, 20, 10, 10), nil, ""},
		{"more in increases", seated(20, 20, 11, 10), ErrChange, "of 61 in all 21"},
		{"removals", seated(10), nil, ""},
		{"a removal and an admission", seated(0, 10, 10, 10, 10), nil, ""},
		{"a removal and a greater admission", seated(0, 10, 10, 10, 16), ErrChange, "of 46 in all 16"},
		{"one rotation", rotating(seated(10, 10, 10, 10), 1), nil, ""},
		{"two rotations", rotating(seated(10, 10, 10, 10), 2), ErrChange, "of 40 in all 20"},
	} {
		t.Run(row.name, func(t *testing.T) { refused(t, row.bench.fits(trusted), row.want, row.found) })
	}
	for n, powers := range map[int64][]int64{
		20: {10, 10, 10, 10}, 19: {10, 10, 10, 11}, 10: {10, 10, 10, 10, 5, 5}, 13: {10, 10, 10, 10, 1, 6},
	} {
		most, err := seated(powers...).mayCome(trusted)
		require.NoError(t, err)
		require.Equal(t, n, most)
		require.NoError(t, seated(append(powers, n)...).fits(trusted))
		require.ErrorIs(t, seated(append(powers, n+1)...).fits(trusted), ErrChange)
	}
	most, err := seated(10).mayCome([]Set{{}})
	require.NoError(t, err)
	require.Zero(t, most, "more than may come has come")
	none, err := seated(10, 10, 10, 10, 10, 11).seats(false)
	require.NoError(t, err)
	require.ErrorIs(t, seated(10, 10, 10, 10, 10, 11).fits([]Set{{Seats: none}, {Seats: before}, {Seats: none}}), ErrChange)
}

func TestKeys(t *testing.T) {
	short := packed(&ed25519.PubKey{Key: make([]byte, 31)})
	for _, row := range []struct {
		name  string
		key   *codectypes.Any
		want  error
		found string
	}{
		{"ed25519", ed("v"), nil, ""},
		{"ML-DSA-65", ml("v"), nil, ""},
		{"none", nil, ErrKeyType, "no key"},
		{"not unpacked", &codectypes.Any{TypeUrl: ed("v").TypeUrl, Value: ed("v").Value}, ErrKeyType, "no public key"},
		{"a private key", packed(secp256k1.GenPrivKeyFromSecret([]byte("v")).PubKey()), ErrKeyType,
			"secp256k1, not one of ed25519, ml_dsa_65"},
		{"cut short", short, ErrKeyType, "ed25519 with 31 bytes, not 32"},
	} {
		_, err := keyOf(row.key)
		refused(t, err, row.want, row.found)
	}
	key, err := keyOf(ml("v"))
	require.NoError(t, err)
	require.NoError(t, allowed(key, KeyTypes))
	refused(t, allowed(key, KeyTypes[:1]), ErrKeyType, "ml_dsa_65, the consensus parameters allow ed25519")
	refused(t, allowed(key, nil), ErrKeyType, "the consensus parameters allow ")
}

func TestRecord(t *testing.T) {
	before := Record{Validator: "v", Signed: 5, Missed: 3, MissedInRow: 2}
	for vote, want := range map[comet.BlockIDFlag]Record{
		comet.BlockIDFlagUnknown: before,
		comet.BlockIDFlagCommit:  {Validator: "v", Signed: 6, Missed: 3},
		comet.BlockIDFlagNil:     {Validator: "v", Signed: 5, Missed: 4},
		comet.BlockIDFlagAbsent:  {Validator: "v", Signed: 5, Missed: 4, MissedInRow: 3},
	} {
		require.Equal(t, want, before.after(vote), vote)
		require.Equal(t, comet.BlockIDFlagCommit, better(vote, comet.BlockIDFlagCommit))
		require.Equal(t, vote, better(comet.BlockIDFlagUnknown, vote))
	}
	require.Equal(t, comet.BlockIDFlagNil, better(comet.BlockIDFlagAbsent, comet.BlockIDFlagNil))
}

func set(since time.Duration, ahead uint32, seats ...Seat) Set {
	return Set{Since: begin.Add(since), Ahead: ahead, Seats: seats}
}

func TestSetsThatMayBeTrusted(t *testing.T) {
	const day = 24 * time.Hour
	a10, b10, a9, c5 := Seat{"A", 10}, Seat{"B", 10}, Seat{"A", 9}, Seat{"C", 5}
	for _, row := range []struct {
		name   string
		before []Set
		at     time.Duration
		seats  []Seat
		want   []Set
	}{
		{"nothing changes", []Set{set(0, 0, a10)}, 9 * day, []Seat{a10}, []Set{set(0, 0, a10)}},
		{"something is gained", []Set{set(0, 0, a10)}, day, []Seat{a10, b10}, []Set{set(0, 0, a10), set(day, 2, a10, b10)}},
		{"it is not in force yet", []Set{set(0, 0, a10), set(day, 2, a10, b10)}, 3 * day, []Seat{a10, b10},
			[]Set{set(0, 0, a10), set(3*day, 1, a10, b10)}},
		{"it is in force", []Set{set(0, 0, a10), set(3*day, 1, a10, b10)}, 4 * day, []Seat{a10, b10},
			[]Set{set(0, 0, a10), set(4*day, 0, a10, b10)}},
		{"the older can still be trusted", []Set{set(0, 0, a10), set(day, 0, a10, b10)}, 2*day - 1, []Seat{a10, b10},
			[]Set{set(0, 0, a10), set(day, 0, a10, b10)}},
		{"no longer", []Set{set(0, 0, a10), set(day, 0, a10, b10)}, 2 * day, []Seat{a10, b10}, []Set{set(day, 0, a10, b10)}},
		{"two no longer", []Set{set(0, 0, a10), set(0, 0, a10, b10), set(day, 0, b10, c5)}, 2 * day, []Seat{b10, c5},
			[]Set{set(day, 0, b10, c5)}},
		{"only taken away", []Set{set(0, 0, a10, b10)}, day, []Seat{a9}, []Set{set(0, 0, a9)}},
		{"taken away from what is not in force", []Set{set(0, 0, b10), set(0, 2, a10, b10)}, time.Hour, []Seat{a10},
			[]Set{set(0, 0, b10), set(time.Hour, 1, a10)}},
		{"taken and gained", []Set{set(0, 0, a10, b10)}, day, []Seat{a9, b10, c5},
			[]Set{set(0, 0, a10, b10), set(day, 2, a9, b10, c5)}},
		{"the first", nil, 0, []Seat{a10}, []Set{set(0, 2, a10)}},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := Sets{Sets: row.before}
			got := before.after(begin.Add(row.at), day, row.seats)
			require.Equal(t, row.want, got.Sets)
			require.True(t, got.same(Sets{Sets: row.want}))
			require.Equal(t, row.seats, got.last())
		})
	}
}

// Of too many sets the two oldest become one, against which no less is gained than against either.
func TestTooManySets(t *testing.T) {
	var sets Sets
	seats := []Seat{{"0", 5}, {"00", 7}}
	for i := range maxSets + 3 {
		seats = append([]Seat{}, seats...)
		seats[0].Power = int64(5 + i%2) // every second one takes away and gains
		seats = append(seats, Seat{fmt.Sprintf("1%02d", i), 1})
		sets = sets.after(begin.Add(time.Duration(i)*time.Second), time.Hour, seats)
		require.LessOrEqual(t, len(sets.Sets), maxSets)
	}
	require.Len(t, sets.Sets, maxSets)
	require.Equal(t, []Seat{{"0", 5}, {"00", 7}, {"100", 1}}, sets.Sets[0].Seats)
	require.Equal(t, begin.Add(inForce*time.Second), sets.Sets[0].Since)
	require.Equal(t, seats, sets.last())
	require.Empty(t, Sets{}.last())
}
