package validator

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtmldsa "github.com/cometbft/cometbft/crypto/mldsa65"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/mldsa65"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/x/consortium"
)

var begin = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// address is the address of a person's key, the same in every run.
func address(name string) string {
	return sdk.AccAddress(secp256k1.GenPrivKeyFromSecret([]byte(name)).PubKey().Address()).String()
}

func packed(key cryptotypes.PubKey) *codectypes.Any {
	packed, err := codectypes.NewAnyWithValue(key)
	if err != nil {
		panic(err)
	}
	return packed
}

// ed is an ed25519 key, the same in every run.
func ed(name string) *codectypes.Any {
	return packed(ed25519.GenPrivKeyFromSecret([]byte(name)).PubKey())
}

// ml is a key of the length of an ML-DSA-65 key; nobody signs with it here.
func ml(name string) *codectypes.Any {
	sum := sha256.Sum256([]byte(name))
	return packed(&mldsa65.PubKey{Key: slices.Repeat(sum[:], cmtmldsa.PubKeySize/len(sum))})
}

func at(key *codectypes.Any) string {
	address, err := addressOf(key)
	if err != nil {
		panic(err)
	}
	return address
}

func refused(t require.TestingT, err, want error, found string) {
	if want == nil {
		require.NoError(t, err)
		return
	}
	require.True(t, errors.Is(err, want), "got %v, want %v", err, want)
	require.ErrorContains(t, err, found)
}

// house is the room on a store in memory, with an engine beside it: CometBFT's own validator sets, which take the updates of
// block H into the set that signs H+2.
type house struct {
	t require.TestingT
	Keeper
	AppModule
	MsgServer
	cdc        codec.Codec
	consortium consortium.Keeper
	ctx        sdk.Context

	last, now, next *cmttypes.ValidatorSet // that signed the last block, sign this one, will sign the next
	down            map[string]bool        // addresses whose votes are absent
	evidence        []abci.Misbehavior     // for the next block
}

// charter is short, so that a test can wait.
func charter() consortium.Charter {
	c := consortium.DefaultCharter()
	c.TrustingDays, c.DownBlocks, c.MinValidators, c.RotationBlocks = 1, 10, 3, 10
	return c
}

const members = 6

// people are the members m1 to m6, each with a node operator op1 to op6; m6 has an officer without the duty, too.
func people() *consortium.GenesisState {
	g := &consortium.GenesisState{Charter: charter()}
	for i := 1; i <= members; i++ {
		member, op := fmt.Sprintf("m%d", i), fmt.Sprintf("op%d", i)
		g.Members = append(g.Members, consortium.Member{Id: member, Name: "Member " + member})
		g.Officers = append(g.Officers, consortium.Officer{
			Id: op, Member: member, Title: "Operator", Keys: []consortium.Key{{Address: address(op)}},
			Appointments: []consortium.Appointment{{Duty: consortium.NodeOperator, Expires: "2030-12-31"}},
		})
	}
	g.Officers = append(g.Officers, consortium.Officer{
		Id: "idle", Member: "m6", Title: "Officer", Keys: []consortium.Key{{Address: address("idle")}},
	})
	return g
}

var authority = consortium.Authority().String()

func empty(t require.TestingT, people *consortium.GenesisState) *house {
	keys := storetypes.NewKVStoreKeys(StoreKey, consortium.StoreKey, authtypes.StoreKey)
	registry := codectypes.NewInterfaceRegistry()
	cryptocodec.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{consortium.ModuleName: nil}, addresscodec.NewBech32Codec("cosmos"), "cosmos", authority)
	c := consortium.NewKeeper(cdc, runtime.NewKVStoreService(keys[consortium.StoreKey]), accounts)
	params := cmttypes.DefaultConsensusParams()
	params.Validator.PubKeyTypes = KeyTypes
	ctx := testutil.DefaultContextWithKeys(keys, nil, nil).WithBlockHeight(1).WithChainID("purse-test-1").WithBlockTime(begin).
		WithConsensusParams(params.ToProto()).WithCometInfo(baseapp.NewBlockInfo(nil, nil, nil, abci.CommitInfo{}))
	require.NoError(t, c.InitGenesis(ctx, people))
	k := NewKeeper(cdc, runtime.NewKVStoreService(keys[StoreKey]), c)
	return &house{
		t: t, Keeper: k, AppModule: NewAppModule(k), MsgServer: NewMsgServer(k), cdc: cdc, consortium: c, ctx: ctx,
		down: make(map[string]bool),
	}
}

// bench4 are validators of equal power of the members m1 to m4.
func bench4() *GenesisState {
	g := &GenesisState{}
	for i := 1; i <= 4; i++ {
		id := fmt.Sprintf("v%d", i)
		g.Validators = append(g.Validators, Validator{
			Id: id, Member: fmt.Sprintf("m%d", i), PubKey: ed(id), Power: 10, Status: Active,
		})
	}
	return g
}

// open is a chain that begins with a genesis, before its first block.
func open(t require.TestingT, g *GenesisState) *house { return openWith(t, people(), g) }

func openWith(t require.TestingT, people *consortium.GenesisState, g *GenesisState) *house {
	h := empty(t, people)
	updates := h.AppModule.InitGenesis(h.ctx, h.cdc, h.cdc.MustMarshalJSON(g))
	validators, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(t, err)
	h.last, h.now = cmttypes.NewValidatorSet(nil), cmttypes.NewValidatorSet(validators)
	h.next = h.now.Copy()
	h.begin()
	return h
}

// begin begins the block of the context's height.
func (h *house) begin() {
	var commit abci.CommitInfo
	for _, v := range h.last.Validators {
		flag := cmtproto.BlockIDFlagCommit
		if h.down[v.Address.String()] {
			flag = cmtproto.BlockIDFlagAbsent
		}
		commit.Votes = append(commit.Votes, abci.VoteInfo{Validator: cmttypes.TM2PB.Validator(v), BlockIdFlag: flag})
	}
	h.ctx = h.ctx.WithEventManager(sdk.NewEventManager()).
		WithCometInfo(baseapp.NewBlockInfo(h.evidence, nil, h.now.GetProposer().Address, commit))
	h.evidence = nil
	require.NoError(h.t, h.AppModule.BeginBlock(h.ctx))
}

// end ends the block, lets the engine take the updates, and begins the next one, after a while.
func (h *house) end(while time.Duration) []abci.ValidatorUpdate {
	updates, err := h.AppModule.EndBlock(h.ctx)
	require.NoError(h.t, err)
	changes, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(h.t, err)
	after := h.next.Copy()
	require.NoError(h.t, after.UpdateWithChangeSet(changes))
	after.IncrementProposerPriority(1)
	h.last, h.now, h.next = h.now, h.next, after
	require.Equal(h.t, h.engine(h.next), h.given())
	h.ctx = h.ctx.WithBlockHeight(h.ctx.BlockHeight() + 1).WithBlockTime(h.ctx.BlockTime().Add(while))
	h.begin()
	return updates
}

func (h *house) blocks(n int) {
	for range n {
		h.end(time.Second)
	}
}

// engine are the seats of one of CometBFT's sets.
func (h *house) engine(set *cmttypes.ValidatorSet) (seats []Seat) {
	for _, v := range set.Validators {
		seats = append(seats, Seat{v.Address.String(), v.VotingPower})
	}
	slices.SortFunc(seats, func(a, b Seat) int { return compare(a.Address, b.Address) })
	return seats
}

// given are the seats that the room believes the engine to have.
func (h *house) given() []Seat {
	sets, err := h.sets.Get(h.ctx)
	require.NoError(h.t, err)
	return sets.last()
}

// power is a key's power in the set that the engine was given last.
func (h *house) power(key *codectypes.Any) int64 {
	for _, s := range h.given() {
		if s.Address == at(key) {
			return s.Power
		}
	}
	return 0
}

func (h *house) must(id string) Validator {
	v, err := h.validator(h.ctx, id)
	require.NoError(h.t, err)
	return v
}

// events are the names of the events since the block began.
func (h *house) events() (names []string) {
	for _, e := range h.ctx.EventManager().Events() {
		names = append(names, e.Type[len("purse.validator.v1."):])
	}
	return names
}

// act runs a message as a transaction: what is refused leaves nothing behind.
func (h *house) act(msg sdk.Msg) error {
	ctx, write := h.ctx.CacheContext()
	if m, has := msg.(interface{ ValidateBasic() error }); has {
		if err := m.ValidateBasic(); err != nil {
			return err
		}
	}
	var err error
	switch m := msg.(type) {
	case *MsgAdmitValidator:
		_, err = h.AdmitValidator(ctx, m)
	case *MsgSetPower:
		_, err = h.SetPower(ctx, m)
	case *MsgRetireValidator:
		_, err = h.RetireValidator(ctx, m)
	case *MsgRotateKey:
		_, err = h.RotateKey(ctx, m)
	case *MsgReturnValidator:
		_, err = h.ReturnValidator(ctx, m)
	}
	if err == nil {
		write()
	} else {
		require.Empty(h.t, ctx.EventManager().Events())
	}
	return err
}

// amend changes the charter.
func (h *house) amend(change func(*consortium.Charter)) {
	c, err := h.consortium.Charter(h.ctx)
	require.NoError(h.t, err)
	change(&c)
	_, err = consortium.NewMsgServer(h.consortium).AmendCharter(h.ctx, &consortium.MsgAmendCharter{Authority: authority, Charter: c})
	require.NoError(h.t, err)
}
