package resolution

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/pursechain/purse/x/consortium"
)

var (
	rename  = &consortium.MsgRenameMember{Authority: consortium.Authority().String(), Member: "hud", Name: "Housing"}
	readmit = &consortium.MsgReadmitMember{Authority: consortium.Authority().String(), Member: "hud"}
	upgrade = &upgradetypes.MsgSoftwareUpgrade{Authority: consortium.Authority().String()}
	suspend = &consortium.MsgSuspendMember{Authority: consortium.Authority().String(), Member: "hud"}
	callOff = &upgradetypes.MsgCancelUpgrade{Authority: consortium.Authority().String()}
)

// The class is the gravest of the messages', an emergency travels alone, and what is not listed is refused.
func TestClassOf(t *testing.T) {
	for _, row := range []struct {
		msgs []sdk.Msg
		want Class
		err  error
	}{
		{[]sdk.Msg{rename}, Routine, nil},
		{[]sdk.Msg{rename, readmit}, Charter, nil},
		{[]sdk.Msg{upgrade, readmit, rename}, Security, nil},
		{[]sdk.Msg{suspend, callOff}, Emergency, nil},
		{[]sdk.Msg{suspend, rename}, Emergency, ErrMixed},
		{[]sdk.Msg{upgrade, suspend}, Emergency, ErrMixed},
		{[]sdk.Msg{rename, &consortium.MsgAppoint{}}, Routine, ErrNotListed},
		{[]sdk.Msg{&MsgPropose{}}, ClassUnspecified, ErrNotListed},
	} {
		class, err := ClassOf(row.msgs)
		require.Equal(t, row.want, class, "%v", row.msgs)
		require.ErrorIs(t, err, row.err, "%v", row.msgs)
	}
}

func TestTally(t *testing.T) {
	electorate := []string{"congress", "fema", "gao", "omb", "treasury"}
	r := Resolution{Class: Charter, Votes: []Vote{
		{Member: "congress", Choice: Yes}, {Member: "fema", Choice: No}, {Member: "hud", Choice: Yes}, {Member: "omb", Choice: Yes},
	}}
	require.Equal(t, Count{Electorate: 5, Yes: 2, Needed: 4}, r.Tally(electorate, consortium.DefaultCharter()),
		"a no is no yes, and hud is not in the electorate")
	r.Class = Routine
	require.Equal(t, Count{Electorate: 5, Yes: 2, Needed: 3}, r.Tally(electorate, consortium.DefaultCharter()))
	require.Equal(t, Count{Electorate: 3, Yes: 1, Needed: 2}, r.Tally(electorate[:3], consortium.DefaultCharter()))
}

// However the members vote and change their votes, a resolution passes exactly if more than the part of the electorate has voted
// yes last; and nobody who has no vote counts.
func TestTallyIsThePartOfTheElectorate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := make([]string, rapid.IntRange(1, 12).Draw(t, "members"))
		for i := range members {
			members[i] = fmt.Sprintf("m%02d", i)
		}
		electorate := slices.DeleteFunc(slices.Clone(members), func(string) bool { return rapid.Bool().Draw(t, "out") })
		whole := rapid.IntRange(2, 12).Draw(t, "denominator")
		part := rapid.IntRange((whole+1)/2, whole-1).Draw(t, "numerator")
		charter := consortium.DefaultCharter()
		charter.Security = consortium.Fraction(fmt.Sprintf("%d/%d", part, whole))
		r, last := Resolution{Class: Security}, make(map[string]Choice)
		for range rapid.IntRange(0, 30).Draw(t, "votes") {
			v := Vote{
				Member: rapid.SampledFrom(members).Draw(t, "member"), Choice: rapid.SampledFrom([]Choice{Yes, No}).Draw(t, "choice"),
			}
			r, last[v.Member] = r.Vote(v), v.Choice
		}
		yes := 0
		for _, m := range electorate {
			if last[m] == Yes {
				yes++
			}
		}
		count := r.Tally(electorate, charter)
		require.EqualValues(t, yes, count.Yes)
		require.Equal(t, yes*whole > part*len(electorate), count.Passes())
		require.True(t, slices.IsSortedFunc(r.Votes, func(a, b Vote) int { return slices.Compare([]string{a.Member}, []string{b.Member}) }))
		require.Len(t, r.Votes, len(last))
	})
}

func packed(t *testing.T, msgs ...sdk.Msg) (all []*codectypes.Any) {
	for _, m := range msgs {
		one, err := codectypes.NewAnyWithValue(m)
		require.NoError(t, err)
		all = append(all, one)
	}
	return all
}

// Each row breaks one thing in a genesis that is sound.
func TestGenesisValidate(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*GenesisState)
		want  error
	}{
		{"sound", func(*GenesisState) {}, nil},
		{"an id twice", func(g *GenesisState) { g.Resolutions[1].Id = 3 }, ErrMalformedGenesis},
		{"an id that was not given yet", func(g *GenesisState) { g.Last = 4 }, ErrMalformedGenesis},
		{"no title", func(g *GenesisState) { g.Resolutions[0].Title = "" }, ErrMalformed},
		{"no deadline", func(g *GenesisState) { g.Resolutions[0].Deadline = "soon" }, ErrDeadline},
		{"no messages", func(g *GenesisState) { g.Resolutions[0].Messages = nil }, ErrMalformed},
		{"a milder class", func(g *GenesisState) { g.Resolutions[1].Class = Routine }, ErrMalformedGenesis},
		{"a message on no list", func(g *GenesisState) { g.Resolutions[1].Messages = packed(t, &consortium.MsgAppoint{}) }, ErrNotListed},
		{"proposed by nobody", func(g *GenesisState) { g.Resolutions[0].By = "" }, ErrMalformedGenesis},
		{"two votes of one member", func(g *GenesisState) { g.Resolutions[0].Votes[1].Member = "fema" }, ErrMalformedGenesis},
		{"a vote for nothing", func(g *GenesisState) { g.Resolutions[0].Votes[1].Choice = 0 }, ErrMalformedGenesis},
	} {
		t.Run(row.name, func(t *testing.T) {
			g := GenesisState{Last: 5, Resolutions: []Resolution{
				{Id: 3, Title: "A name", By: "ada", Member: "fema", Messages: packed(t, rename), Class: Routine, Deadline: "2017-10-04",
					Votes: []Vote{{Member: "fema", By: "ada", Choice: Yes}, {Member: "hud", By: "hal", Choice: No}}},
				{Id: 5, Title: "An upgrade", By: "ada", Member: "fema", Messages: packed(t, upgrade), Class: Security,
					Deadline: "2017-10-04"},
			}}
			row.spoil(&g)
			require.ErrorIs(t, g.Validate(), row.want)
		})
	}
}
