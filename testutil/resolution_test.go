package testutil_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"testing"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/resolution"
	"github.com/pursechain/purse/x/validator"
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
		{"a validator's key that is another's", "validator/key-taken", "(V4)", []sdk.Msg{&validator.MsgAdmitValidator{
			Authority: authority, Validator: "hud-2", Member: "hud", Power: 10, PubKey: publicKey("fema")}}},
		{"a person's key that is another's", "consortium/key-taken", "is or was a key of ada", []sdk.Msg{member("FEMA"),
			&consortium.MsgAdmitMember{Authority: authority, Member: "usda", Name: "Agriculture", Expires: "2019-09-30",
				Administrators: []consortium.Founder{{Officer: "amy", Title: "A", Key: address("amy")}, {Officer: "art", Title: "A",
					Key: address("ada")}}}}},
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

// everyMember gives each member of the machine's people an administrator, so that all five can vote.
func everyMember(t *testing.T) func(*scenario.Cast) {
	return func(cast *scenario.Cast) {
		cast.Charter.OpenResolutions = 20
		for _, m := range []string{"congress", "omb", "hud"} {
			_, err := cast.Add([]string{"officer", "adm-" + m, "member=" + m, "duty=administrator"})
			require.NoError(t, err)
		}
	}
}

// R17: an emergency that reached its threshold is not withdrawn, and no vote for it is taken back, in the block that carries it.
func TestWhatHasPassedIsNotWithdrawn(t *testing.T) {
	c := bad(t, everyMember(t))
	suspend := &consortium.MsgSuspendMember{Authority: consortium.Authority().String(), Member: "hud"}
	taken(t, c, sign(t, c, "ada", proposal(t, "ada", suspend)))
	vote := func(by string, choice resolution.Choice) sdk.Msg {
		return &resolution.MsgVote{Signer: address(by), Resolution: 1, Choice: choice}
	}
	for _, by := range []string{"clock", "adm-omb", "adm-congress"} {
		taken(t, c, sign(t, c, by, vote(by, resolution.Yes)))
	}
	late := func(ahead uint64, msg sdk.Msg) []byte {
		return offer{by: []string{"ada"}, msgs: []sdk.Msg{msg}, chain: c.ID(), gas: 5_000_000, ahead: ahead}.sign(t, c)
	}
	results := c.NextBlock(t, late(0, vote("ada", resolution.Yes)),
		late(1, &resolution.MsgWithdraw{Signer: address("ada"), Resolution: 1}), late(2, vote("ada", resolution.No)))
	require.Zero(t, results[0].Code, results[0].Log)
	require.Equal(t, resolution.ErrReached.Code, results[1].Code, results[1].Log)
	require.Equal(t, resolution.ErrReached.Code, results[2].Code, results[2].Log)
	hud, err := c.Consortium.Member(c.Now(), "hud")
	require.NoError(t, err)
	require.True(t, hud.Suspended)
}

// R9: voting is over and enough have agreed; while more than eight wait for their count, none of them is withdrawn.
func TestNothingIsWithdrawnAfterItsDeadline(t *testing.T) {
	c := bad(t, everyMember(t))
	for i := range 10 {
		msg := &consortium.MsgRenameMember{Authority: consortium.Authority().String(), Member: "hud", Name: fmt.Sprint("Name ", i+1)}
		taken(t, c, sign(t, c, "ada", proposal(t, "ada", msg)))
	}
	for _, by := range []string{"ada", "clock", "adm-congress", "adm-omb", "adm-hud"} {
		taken(t, c, sign(t, c, by, &resolution.MsgVote{Signer: address(by), Resolution: 10, Choice: resolution.Yes}))
	}
	taken(t, c, sign(t, c, "clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: "2018-02-02"}))
	out := submit(t, c, sign(t, c, "ada", &resolution.MsgWithdraw{Signer: address("ada"), Resolution: 10}))
	require.Equal(t, "resolution/voting-over", out.Rule(), out.Log)
	hud, err := c.Consortium.Member(c.Now(), "hud")
	require.NoError(t, err)
	require.Equal(t, "Name 10", hud.Name)
}

// R14: a resolution that this program cannot read, as after an upgrade that dropped a message, is closed as failed when its day
// comes; the chain goes on, and the others are decided.
func TestWhatCannotBeDecidedIsSetAside(t *testing.T) {
	c := bad(t, everyMember(t))
	for _, name := range []string{"Unread", "Read"} {
		msg := &consortium.MsgRenameMember{Authority: consortium.Authority().String(), Member: "fema", Name: name}
		taken(t, c, sign(t, c, "ada", proposal(t, "ada", msg)))
	}
	for _, by := range []string{"ada", "clock", "adm-congress"} {
		taken(t, c, sign(t, c, by, &resolution.MsgVote{Signer: address(by), Resolution: 2, Choice: resolution.Yes}))
	}
	ms := c.CommitMultiStore().(*rootmulti.Store)
	store := ms.GetStore(ms.StoreKeysByName()["resolution"]).(storetypes.KVStore)
	it := store.Iterator([]byte{1}, []byte{2})
	key, value := bytes.Clone(it.Key()), bytes.Clone(it.Value())
	require.NoError(t, it.Close())
	store.Set(key, bytes.Replace(value, []byte("MsgRenameMember"), []byte("MsgRenameMembex"), 1))
	c.NextBlock(t)
	taken(t, c, sign(t, c, "clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: "2018-02-02"}))
	decided, err := resolution.NewQueryClient(c).Decisions(context.Background(), &resolution.QueryDecisionsRequest{Limit: 50})
	require.NoError(t, err)
	require.Len(t, decided.Decisions, 2)
	require.Equal(t, resolution.Failed, decided.Decisions[0].Outcome)
	require.Equal(t, "R14", decided.Decisions[0].Run.Rule)
	require.Equal(t, resolution.Carried, decided.Decisions[1].Outcome)
	require.NoError(t, c.CheckInvariants())
	again := proposal(t, "ada", &consortium.MsgRenameMember{Authority: consortium.Authority().String(), Member: "fema", Name: "FEMA"})
	again.Deadline = "2018-03-01"
	taken(t, c, sign(t, c, "ada", again))
}

// R16: what would leave no room to undo it is refused when it is proposed, by the bounds of a genesis.
func TestTheEngineKeepsItsBounds(t *testing.T) {
	authority := consortium.Authority().String()
	c := bad(t, asIs)
	consensus := func(change func(*consensustypes.MsgUpdateParams)) sdk.Msg {
		p := app.ConsensusParams().ToProto()
		m := &consensustypes.MsgUpdateParams{Authority: authority, Block: p.Block, Evidence: p.Evidence, Validator: p.Validator, Abci: p.Abci}
		change(m)
		return m
	}
	costly := authtypes.DefaultParams()
	costly.TxSizeCostPerByte = math.MaxUint64
	for found, msg := range map[string]sdk.Msg{
		"block.max_bytes: 1,": consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxBytes, m.Evidence.MaxBytes = 1, 1 }),
		"block.max_bytes: -1": consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxBytes = -1 }),
		"block.max_gas: 1,":   consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxGas = 1 }),
		"block.max_gas: -1":   consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxGas = -1 }),
		`"secp256k1" is not one of ed25519, ml_dsa_65`: consensus(func(m *consensustypes.MsgUpdateParams) {
			m.Validator = &cmtproto.ValidatorParams{PubKeyTypes: []string{"secp256k1"}}
		}),
		"evidence.max_age_duration: 0": consensus(func(m *consensustypes.MsgUpdateParams) { m.Evidence.MaxAgeDuration = 1 }),
		"vote_extensions_enable_height: 1000": consensus(func(m *consensustypes.MsgUpdateParams) {
			m.Abci = &cmtproto.ABCIParams{VoteExtensionsEnableHeight: 1000}
		}),
		"authority: ": consensus(func(m *consensustypes.MsgUpdateParams) {
			m.Auth = &cmtproto.AuthorityParams{Authority: address("ada")}
		}),
		"all parameters must be present": &consensustypes.MsgUpdateParams{Authority: authority},
		"tx_size_cost_per_byte":          &authtypes.MsgUpdateParams{Authority: authority, Params: costly},
	} {
		out := submit(t, c, sign(t, c, "ada", proposal(t, "ada", msg)))
		require.Equal(t, "resolution/engine-out-of-bounds", out.Rule(), "%s: %s", found, out.Log)
		require.Contains(t, out.Log, found)
	}
	taken(t, c, sign(t, c, "ada", proposal(t, "ada", consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxGas /= 2 }))))
}
