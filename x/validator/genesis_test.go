package validator

import (
	"strings"
	"testing"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
)

// running is a chain in which everything has happened: an admission, rotations that are over and under way, a validator that is
// stood down and one that was retired.
func running(t require.TestingT) *house {
	h := open(t, bench4())
	h.amend(func(c *consortium.Charter) { c.RotationBlocks = 100 })
	require.NoError(t, h.act(admit("v5", "m5", ml("v5"), 10)))
	h.blocks(3)
	h.end(25 * time.Hour)
	h.blocks(1)
	require.NoError(t, h.act(rotate("op1", "v1", ed("new1"))))
	h.down[at(ed("v2"))], h.down[at(ed("v3"))], h.down[at(ed("new3"))] = true, true, true
	h.blocks(5)
	h.end(25 * time.Hour)
	h.blocks(1)
	require.NoError(t, h.act(retire("v4")))
	require.NoError(t, h.act(setPower("v3", 3)))
	h.down[at(ed("v3"))] = false
	require.NoError(t, h.act(rotate("op3", "v3", ed("new3"))))
	h.amend(func(c *consortium.Charter) { c.MinValidators = 1 })
	h.blocks(7)
	require.Equal(t, StoodDown, h.must("v2").Status)
	require.NotNil(t, h.must("v3").Rotation)
	return h
}

// What is exported comes in and out again as it was, and the engine begins with the set that it had.
func TestExportImportExport(t *testing.T) {
	h := running(t)
	require.NoError(t, h.CheckInvariants(h.ctx))
	first := h.AppModule.ExportGenesis(h.ctx, h.cdc)
	require.NoError(t, h.ValidateGenesis(h.cdc, nil, first))
	listed, err := h.GenesisValidators(h.ctx)
	require.NoError(t, err)
	require.Len(t, listed, 4)

	again := empty(t, people())
	updates := again.AppModule.InitGenesis(again.ctx, again.cdc, first)
	require.Equal(t, string(first), string(again.AppModule.ExportGenesis(again.ctx, again.cdc)))
	validators, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(t, err)
	require.Equal(t, h.engine(h.next), h.engine(cmttypes.NewValidatorSet(validators)))
	for i, v := range listed {
		require.Equal(t, v.Address, v.PubKey.Address())
		require.Equal(t, h.given()[i], Seat{v.Address.String(), v.Power})
		require.Contains(t, []string{"v1", "v3", "v5"}, v.Name)
	}
	updates, err = again.AppModule.EndBlock(again.ctx)
	require.NoError(t, err)
	require.Empty(t, updates)
	require.NoError(t, again.CheckInvariants(again.ctx))
	refused(t, again.act(admit("v6", "m6", ed("v4"), 1)), ErrKeyTaken, "")
	refused(t, again.act(admit("v4", "m6", ed("v6"), 1)), ErrValidatorExists, "v4")
}

func TestGenesisFaults(t *testing.T) {
	h := running(t)
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		want  error
		found string
	}{
		{"sound", func(*GenesisState) {}, nil, ""},
		{"malformed id", func(g *GenesisState) { g.Validators[3].Id = "V4" }, ErrMalformedValidator, "validators[3] V4: "},
		{"no power", func(g *GenesisState) { g.Validators[3].Power = 0 }, ErrMalformedValidator, "power 0"},
		{"no member", func(g *GenesisState) { g.Validators[0].Member = "" }, ErrMalformedGenesis, "member empty"},
		{"no status", func(g *GenesisState) { g.Validators[3].Status = 0 }, ErrMalformedGenesis, "status 0 is none"},
		{"unknown status", func(g *GenesisState) { g.Validators[3].Status = 9 }, ErrMalformedGenesis, "status 9 is none"},
		{"twice", func(g *GenesisState) { g.Validators = append(g.Validators, g.Validators[3]) }, ErrValidatorExists, "v4"},
		{"no key", func(g *GenesisState) { g.Validators[0].PubKey = nil }, ErrKeyType, "no key"},
		{"a key twice", func(g *GenesisState) { g.Validators[3].PubKey = g.Validators[0].PubKey }, ErrKeyTaken, "by v1"},
		{"a rotation of one that is stood down", func(g *GenesisState) {
			g.Validators[1].Rotation = &Rotation{PubKey: ed("x"), Until: 9}
		}, ErrMalformedGenesis, "a rotation until height 9 of a validator that is stood down"},
		{"a rotation for ever", func(g *GenesisState) { g.Validators[2].Rotation.Until = 0 }, ErrMalformedGenesis, "until height 0"},
		{"a rotation to a former key", func(g *GenesisState) {
			g.Validators[2].Rotation.PubKey = g.FormerKeys[0].PubKey
		}, ErrKeyTaken, "former_keys[0] of v1"},
		{"a former key of nobody", func(g *GenesisState) { g.FormerKeys[0].Validator = "v9" }, ErrUnknownValidator, `"v9"`},
		{"a former key that is none", func(g *GenesisState) { g.FormerKeys[0].PubKey = nil }, ErrKeyType, "former_keys[0] of v1"},
		{"a record of nobody", func(g *GenesisState) { g.Records[0].Validator = "v9" }, ErrUnknownValidator, "records[0] of v9"},
		{"a record of one that is retired", func(g *GenesisState) { g.Records[0].Validator = "v4" }, ErrMalformedGenesis,
			"it is retired"},
		{"two records", func(g *GenesisState) { g.Records[0] = g.Records[1] }, ErrMalformedGenesis, "it has another one"},
		{"none votes", func(g *GenesisState) {
			for i := range g.Validators {
				g.Validators[i].Status, g.Validators[i].Rotation = StoodDown, nil
			}
		}, ErrMalformedGenesis, "none votes"},
		{"too many sets", func(g *GenesisState) {
			for range maxSets {
				g.Sets = append(g.Sets, g.Sets[len(g.Sets)-1])
			}
		}, ErrMalformedGenesis, "sets: "},
		{"sets out of order", func(g *GenesisState) {
			g.Sets[len(g.Sets)-1].Since = begin.Add(-time.Second)
		}, ErrMalformedGenesis, "not in the order of time"},
		{"a set far ahead", func(g *GenesisState) { g.Sets[0].Ahead = 3 }, ErrMalformedGenesis, "3 blocks ahead"},
		{"a seat of nobody", func(g *GenesisState) { g.Sets[0].Seats[0].Address = "A" }, ErrMalformedGenesis, `seat "A"`},
		{"a seat of no power", func(g *GenesisState) { g.Sets[0].Seats[0].Power = 0 }, ErrMalformedGenesis, "a power of 0"},
		{"a seat twice", func(g *GenesisState) { g.Sets[0].Seats[1] = g.Sets[0].Seats[0] }, ErrMalformedGenesis, "each once"},
		{"another power than the engine has", func(g *GenesisState) { g.Validators[0].Power++ }, ErrBroken,
			"the engine was given a power of 10"},
		{"a third of the power, where a chain begins", func(g *GenesisState) {
			*g = *bench4()
			g.Validators[0].Power = 15
		}, ErrThird, "m1 would hold 15 of 45"},
		{"no third, of three members", func(g *GenesisState) {
			*g = *bench4()
			g.Validators = g.Validators[:3]
		}, nil, ""},
		{"too many", func(g *GenesisState) {
			*g = *bench4()
			for len(g.Validators) <= maxValidators {
				g.Validators = append(g.Validators, g.Validators[0])
			}
		}, ErrTooManyValidators, "101, at most 100"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var g GenesisState
			h.cdc.MustUnmarshalJSON(h.AppModule.ExportGenesis(h.ctx, h.cdc), &g)
			row.spoil(&g)
			refused(t, g.Validate(), row.want, row.found)
		})
	}
	err := (&GenesisState{Validators: []Validator{{}}, Records: []Record{{Validator: "x"}}}).Validate()
	for _, fault := range []error{ErrMalformedValidator, ErrMalformedGenesis, ErrKeyType, ErrUnknownValidator} {
		require.ErrorIs(t, err, fault, "every fault at once")
	}
	require.ErrorIs(t, DefaultGenesis().Validate(), ErrMalformedGenesis)
}

func TestGenesisOfAnUnknownMember(t *testing.T) {
	g := bench4()
	g.Validators[0].Member = "m9"
	h := empty(t, people())
	require.ErrorIs(t, h.Keeper.InitGenesis(h.ctx, g), consortium.ErrUnknownMember)
}

// Each row breaks the state behind the room's back.
func TestInvariants(t *testing.T) {
	for name, spoil := range map[string]func(*house) error{
		"a key bound to another": func(h *house) error { return h.keys.Set(h.ctx, at(ed("v1")), Bound{"v2", ed("v1")}) },
		"a key bound to nobody":  func(h *house) error { return h.keys.Remove(h.ctx, at(ed("v1"))) },
		"a record lost":          func(h *house) error { return h.roster.Set(h.ctx, Roster{}) },
		"a power out of step": func(h *house) error {
			v := h.must("v1")
			v.Power++
			return h.validators.Set(h.ctx, v.Id, v)
		},
		"a member lost": func(h *house) error {
			v := h.must("v1")
			v.Member = "m9"
			return h.validators.Set(h.ctx, v.Id, v)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, bench4())
			require.NoError(t, h.CheckInvariants(h.ctx))
			require.NoError(t, spoil(h))
			require.Error(t, h.CheckInvariants(h.ctx))
		})
	}
}

// The electorate is who has a validator and is not suspended; one that is stood down counts, one that is retired does not.
func TestElectorate(t *testing.T) {
	h := running(t)
	electorate := func() []string {
		members, err := h.Electorate(h.ctx)
		require.NoError(t, err)
		return members
	}
	require.Equal(t, []string{"m1", "m2", "m3", "m5"}, electorate())
	_, err := consortium.NewMsgServer(h.consortium).SuspendMember(h.ctx,
		&consortium.MsgSuspendMember{Authority: authority, Member: "m1"})
	require.NoError(t, err)
	require.Equal(t, []string{"m2", "m3", "m5"}, electorate())
	require.NoError(t, h.CheckInvariants(h.ctx), "a suspended member keeps its validator")
}

func TestQueries(t *testing.T) {
	h := running(t)
	q := NewQueryServer(h.Keeper)
	page, err := q.Validators(h.ctx, &QueryValidatorsRequest{Pagination: &query.PageRequest{Limit: 2, CountTotal: true}})
	require.NoError(t, err)
	require.Len(t, page.Validators, 2)
	require.EqualValues(t, 5, page.Pagination.Total)
	one, err := q.Validator(h.ctx, &QueryValidatorRequest{Validator: "v2"})
	require.NoError(t, err)
	require.Equal(t, h.must("v2"), one.Validator)
	require.Equal(t, one.Record.Missed, one.Record.MissedInRow)
	require.Greater(t, one.Record.Missed, uint64(10))
	_, err = q.Validator(h.ctx, &QueryValidatorRequest{Validator: "v9"})
	require.ErrorIs(t, err, ErrUnknownValidator)
	_, err = q.Key(h.ctx, &QueryKeyRequest{Address: at(ed("nobody"))})
	require.ErrorIs(t, err, ErrUnknownValidator)
	key, err := q.Key(h.ctx, &QueryKeyRequest{Address: strings.ToLower(at(ed("v1")))})
	require.NoError(t, err)
	require.Equal(t, "v1", key.Bound.Validator)
	sets, err := q.Sets(h.ctx, &QuerySetsRequest{})
	require.NoError(t, err)
	require.Equal(t, h.given(), sets.Sets[len(sets.Sets)-1].Seats)
	records, err := q.Records(h.ctx, &QueryRecordsRequest{})
	require.NoError(t, err)
	require.Len(t, records.Records, 4)

	// Answers that hold keys are unpacked, for who reads them as JSON.
	for _, answer := range []interface {
		Marshal() ([]byte, error)
	}{page, one, key} {
		bz, err := answer.Marshal()
		require.NoError(t, err)
		switch answer.(type) {
		case *QueryValidatorsResponse:
			var a QueryValidatorsResponse
			require.NoError(t, h.cdc.Unmarshal(bz, &a))
			_, err = h.cdc.MarshalJSON(&a)
		case *QueryValidatorResponse:
			var a QueryValidatorResponse
			require.NoError(t, h.cdc.Unmarshal(bz, &a))
			_, err = h.cdc.MarshalJSON(&a)
		case *QueryKeyResponse:
			var a QueryKeyResponse
			require.NoError(t, h.cdc.Unmarshal(bz, &a))
			_, err = h.cdc.MarshalJSON(&a)
		}
		require.NoError(t, err)
	}
	all, err := room.All(h.ctx, h.validators)
	require.NoError(t, err)
	require.Len(t, all, 5)
}
