package validator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"

	"github.com/pursechain/purse/x/consortium"
)

func admit(id, member string, key *codectypes.Any, power int64) *MsgAdmitValidator {
	return &MsgAdmitValidator{Authority: authority, Validator: id, Member: member, PubKey: key, Power: power}
}

func setPower(id string, power int64) *MsgSetPower {
	return &MsgSetPower{Authority: authority, Validator: id, Power: power}
}

func retire(id string) *MsgRetireValidator {
	return &MsgRetireValidator{Authority: authority, Validator: id}
}

func rotate(by, id string, key *codectypes.Any) *MsgRotateKey {
	return &MsgRotateKey{Signer: address(by), Validator: id, PubKey: key}
}

func comeBack(by, id string) *MsgReturnValidator {
	return &MsgReturnValidator{Signer: address(by), Validator: id}
}

func doubleSigned(key *codectypes.Any, height int64) abci.Misbehavior {
	v, _ := keyOf(key)
	return abci.Misbehavior{
		Type: abci.MisbehaviorType_DUPLICATE_VOTE, Height: height, Validator: abci.Validator{Address: v.Address()},
	}
}

// The chain has v1 to v4 of m1 to m4 with 10 each. The message is lawful; each row breaks one thing.
func TestAdmit(t *testing.T) {
	suspended := people()
	suspended.Members[4].Suspended = true
	for _, row := range []struct {
		name   string
		people *consortium.GenesisState
		spoil  func(*house, *MsgAdmitValidator)
		want   error
		found  string
	}{
		{"lawful", people(), func(*house, *MsgAdmitValidator) {}, nil, ""},
		{"of the other type", people(), func(_ *house, m *MsgAdmitValidator) { m.PubKey = ml("v5") }, nil, ""},
		{"by an operator", people(), func(_ *house, m *MsgAdmitValidator) { m.Authority = address("op5") },
			consortium.ErrNotByResolution, "given "},
		{"id in capitals", people(), func(_ *house, m *MsgAdmitValidator) { m.Validator = "V5" }, ErrMalformedValidator, "'V'"},
		{"no id", people(), func(_ *house, m *MsgAdmitValidator) { m.Validator = "" }, ErrMalformedValidator, "id empty"},
		{"no power", people(), func(_ *house, m *MsgAdmitValidator) { m.Power = 0 }, ErrMalformedValidator,
			"v5: power 0, between 1 and 1000000"},
		{"negative power", people(), func(_ *house, m *MsgAdmitValidator) { m.Power = -1 }, ErrMalformedValidator, ""},
		{"endless power", people(), func(_ *house, m *MsgAdmitValidator) { m.Power = maxPower + 1 }, ErrMalformedValidator, ""},
		{"no key", people(), func(_ *house, m *MsgAdmitValidator) { m.PubKey = nil }, ErrKeyType, "no key"},
		{"a key of an account", people(), func(_ *house, m *MsgAdmitValidator) {
			m.PubKey = packed(secp256k1.GenPrivKeyFromSecret([]byte("v5")).PubKey())
		}, ErrKeyType, "secp256k1"},
		{"a key cut short", people(), func(_ *house, m *MsgAdmitValidator) {
			m.PubKey = packed(&ed25519.PubKey{Key: []byte("short")})
		}, ErrKeyType, "5 bytes"},
		{"no member", people(), func(_ *house, m *MsgAdmitValidator) { m.Member = "m9" }, consortium.ErrUnknownMember, ""},
		{"of a suspended member", suspended, func(*house, *MsgAdmitValidator) {}, consortium.ErrMemberSuspended, ""},
		{"twice", people(), func(_ *house, m *MsgAdmitValidator) { m.Validator = "v4" }, ErrValidatorExists, "v4"},
		{"of a type that the parameters do not allow", people(), func(h *house, m *MsgAdmitValidator) {
			h.allow("ml_dsa_65")
		}, ErrKeyType, "ed25519, the consensus parameters allow ml_dsa_65"},
		{"without parameters", people(), func(h *house, m *MsgAdmitValidator) {
			h.ctx = h.ctx.WithConsensusParams(cmtproto.ConsensusParams{})
		}, ErrKeyType, ""},
		{"with another's key", people(), func(_ *house, m *MsgAdmitValidator) { m.PubKey = ed("v1") }, ErrKeyTaken, at(ed("v1"))},
		{"with a former key", people(), func(h *house, m *MsgAdmitValidator) {
			require.NoError(h.t, h.act(retire("v1")))
			m.PubKey, m.Power = ed("v1"), 1
		}, ErrKeyTaken, at(ed("v1"))},
		{"with a third of the power", people(), func(_ *house, m *MsgAdmitValidator) { m.Power = 20 }, ErrThird,
			"m5 would hold 20 of 60"},
		{"a second one of a member, too strong together", people(), func(_ *house, m *MsgAdmitValidator) {
			m.Member = "m1"
		}, ErrThird, "m1 would hold 20 of 50"},
		{"too fast", people(), func(h *house, m *MsgAdmitValidator) {
			require.NoError(h.t, h.act(admit("v6", "m6", ed("v6"), 15)))
		}, ErrChange, "of 65 in all 25"},
	} {
		t.Run(row.name, func(t *testing.T) {
			h, m := openWith(t, row.people, bench4()), admit("v5", "m5", ed("v5"), 10)
			row.spoil(h, m)
			err := h.act(m)
			refused(t, err, row.want, row.found)
			if err != nil {
				return
			}
			require.Equal(t, Validator{Id: "v5", Member: "m5", PubKey: m.PubKey, Power: 10, Status: Active}, h.must("v5"))
			require.Equal(t, []string{"ValidatorAdmitted"}, h.events())
			require.Len(t, h.end(time.Second), 1)
			require.EqualValues(t, 10, h.power(m.PubKey))
			require.NoError(t, h.CheckInvariants(h.ctx))
		})
	}
}

// An admission that breaks every rule is refused by the first; each step mends one.
func TestTheFirstBrokenRuleIsTheAnswer(t *testing.T) {
	h := open(t, bench4())
	require.NoError(t, h.act(admit("w", "m5", ed("w"), 14)))
	h.allow("ed25519")
	m := &MsgAdmitValidator{Validator: "v1", Member: "m9", Power: 0}
	for _, row := range []struct {
		want error
		mend func()
	}{
		{consortium.ErrNotByResolution, func() { m.Authority = authority }},
		{ErrMalformedValidator, func() { m.Power = 40 }},
		{ErrKeyType, func() { m.PubKey = ml("v5") }},
		{consortium.ErrUnknownMember, func() { m.Member = "m6" }},
		{ErrValidatorExists, func() { m.Validator = "v5" }},
		{ErrKeyType, func() { m.PubKey = ed("v1") }},
		{ErrKeyTaken, func() { m.PubKey = ed("v5") }},
		{ErrThird, func() { m.Power = 14 }},
		{ErrChange, func() { m.Power = 1 }},
		{nil, func() {}},
	} {
		ctx, _ := h.ctx.CacheContext()
		_, err := h.AdmitValidator(ctx, m)
		refused(t, err, row.want, "")
		row.mend()
	}
}

// allow makes the types those that the consensus parameters allow.
func (h *house) allow(types ...string) {
	h.ctx = h.ctx.WithConsensusParams(cmtproto.ConsensusParams{Validator: &cmtproto.ValidatorParams{PubKeyTypes: types}})
}

func TestTooManyValidators(t *testing.T) {
	g := &GenesisState{}
	for i := range maxValidators {
		id := fmt.Sprintf("v%d", i)
		g.Validators = append(g.Validators, Validator{
			Id: id, Member: fmt.Sprintf("m%d", i%members+1), PubKey: ed(id), Power: 10, Status: Active,
		})
	}
	h := open(t, g)
	refused(t, h.act(admit("one-more", "m1", ed("one-more"), 1)), ErrTooManyValidators, "100, at most 100")
	require.NoError(t, h.act(retire("v7")))
	require.NoError(t, h.act(admit("one-more", "m1", ed("one-more"), 1)))
	h.end(time.Second)
	require.NoError(t, h.CheckInvariants(h.ctx))
}

func TestSetPower(t *testing.T) {
	suspended := people()
	suspended.Members[0].Suspended = true
	for _, row := range []struct {
		name  string
		msg   *MsgSetPower
		want  error
		found string
		power int64
	}{
		{"more", setPower("v1", 14), nil, "", 14},
		{"the same", setPower("v1", 10), nil, "", 10},
		{"less", setPower("v1", 1), nil, "", 1},
		{"by an operator", &MsgSetPower{Authority: address("op1"), Validator: "v1", Power: 9}, consortium.ErrNotByResolution, "", 0},
		{"of nobody", setPower("v9", 9), ErrUnknownValidator, `"v9"`, 0},
		{"of a long name", setPower(strings.Repeat("v", 33), 9), ErrMalformedValidator, "33 characters, at most 32", 0},
		{"none", setPower("v1", 0), ErrMalformedValidator, "power 0", 0},
		{"a third", setPower("v1", 15), ErrThird, "m1 would hold 15 of 45", 0},
		{"of a retired one", setPower("v4", 9), ErrStatus, "v4 is retired", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			g := bench4()
			g.Validators = append(g.Validators, Validator{Id: "v0", Member: "m5", Power: 10, Status: Active, PubKey: ed("v0")})
			h := open(t, g)
			require.NoError(t, h.act(retire("v4")))
			err := h.act(row.msg)
			refused(t, err, row.want, row.found)
			if err == nil {
				h.end(time.Second)
				require.Equal(t, row.power, h.power(ed("v1")))
				require.NoError(t, h.CheckInvariants(h.ctx))
			}
		})
	}
	h := openWith(t, suspended, bench4())
	refused(t, h.act(setPower("v1", 11)), consortium.ErrMemberSuspended, "m1")
	require.NoError(t, h.act(setPower("v1", 9)), "a removal is always valid")
	h.allow("ml_dsa_65")
	refused(t, h.act(setPower("v2", 11)), ErrKeyType, "ed25519")
}

// Increases count over the whole trusting period, whoever has them.
func TestAThirdInAllWithinTheTrustingPeriod(t *testing.T) {
	h := open(t, bench4())
	require.NoError(t, h.act(admit("v5", "m5", ed("v5"), 10)))
	h.end(6 * time.Hour)
	require.NoError(t, h.act(admit("v6", "m6", ed("v6"), 9)))
	h.end(6 * time.Hour)
	refused(t, h.act(setPower("v1", 12)), ErrChange, "of 61 in all 21 would have come since 2026-11-01 12:00:00")
	require.NoError(t, h.act(setPower("v1", 11)))
	h.end(11 * time.Hour)
	refused(t, h.act(setPower("v2", 11)), ErrChange, "of 61 in all 21")
	// The set with v5 signed first at 24:00, two blocks after it was made: from then on the first one ages.
	h.end(24*time.Hour - time.Second)
	refused(t, h.act(setPower("v2", 11)), ErrChange, "of 61 in all 21")
	h.end(time.Second)
	h.end(time.Second)
	require.NoError(t, h.act(setPower("v2", 11)))
	h.end(time.Second)
	require.NoError(t, h.CheckInvariants(h.ctx))
}

func TestRetire(t *testing.T) {
	h := open(t, bench4())
	refused(t, h.act(&MsgRetireValidator{Authority: address("op1"), Validator: "v1"}), consortium.ErrNotByResolution, "")
	refused(t, h.act(retire("v9")), ErrUnknownValidator, "v9")
	for _, id := range []string{"v1", "v2", "v3"} {
		require.NoError(t, h.act(retire(id)), "the cap of a third does not bind removals")
	}
	refused(t, h.act(retire("v4")), ErrLastValidator, "v4")
	refused(t, h.act(retire("v1")), ErrStatus, "v1 is retired, and cannot be retired")
	refused(t, h.act(rotate("op1", "v1", ed("new"))), ErrStatus, "v1 is retired")
	refused(t, h.act(comeBack("op1", "v1")), ErrStatus, "v1 is retired, and cannot be active")
	require.Len(t, h.end(time.Second), 3)
	require.Len(t, h.next.Validators, 1)
	records, err := NewQueryServer(h.Keeper).Records(h.ctx, nil)
	require.NoError(t, err)
	require.Len(t, records.Records, 1)
	h.blocks(3)
	require.NoError(t, h.CheckInvariants(h.ctx))
}

func TestRotateKeyRefusals(t *testing.T) {
	g := bench4()
	g.Validators[3].Power = 1
	for _, row := range []struct {
		name  string
		spoil func(*house, *MsgRotateKey)
		want  error
		found string
	}{
		{"lawful", func(*house, *MsgRotateKey) {}, nil, ""},
		{"of nobody", func(_ *house, m *MsgRotateKey) { m.Validator = "v9" }, ErrUnknownValidator, ""},
		{"by a stranger", func(_ *house, m *MsgRotateKey) { m.Signer = address("eve") }, consortium.ErrUnknownSigner, ""},
		{"without the duty", func(_ *house, m *MsgRotateKey) { m.Signer = address("idle") }, consortium.ErrNoDuty, ""},
		{"by another member's operator", func(_ *house, m *MsgRotateKey) { m.Signer = address("op2") }, consortium.ErrWrongMember, ""},
		{"with no key", func(_ *house, m *MsgRotateKey) { m.PubKey = nil }, ErrKeyType, ""},
		{"with a type not allowed", func(h *house, m *MsgRotateKey) { h.allow("ml_dsa_65") }, ErrKeyType, ""},
		{"twice", func(h *house, m *MsgRotateKey) {
			require.NoError(h.t, h.act(rotate("op1", "v1", ed("newer"))))
		}, ErrRotating, "v1, until height 11"},
		{"to its own key", func(_ *house, m *MsgRotateKey) { m.PubKey = ed("v1") }, ErrKeyTaken, ""},
		{"to another's key", func(_ *house, m *MsgRotateKey) { m.PubKey = ed("v2") }, ErrKeyTaken, ""},
		{"with a power of one", func(_ *house, m *MsgRotateKey) { m.Signer, m.Validator = address("op4"), "v4" }, ErrNoOverlap,
			"v4 has a power of 1"},
		{"too fast", func(h *house, m *MsgRotateKey) {
			require.NoError(h.t, h.act(admit("v5", "m5", ed("v5"), 10)))
		}, ErrChange, "of 41 in all 20"},
	} {
		t.Run(row.name, func(t *testing.T) {
			h, m := open(t, g), rotate("op1", "v1", ed("new"))
			row.spoil(h, m)
			refused(t, h.act(m), row.want, row.found)
		})
	}
}

func TestReturnRefusals(t *testing.T) {
	h := open(t, bench4())
	refused(t, h.act(comeBack("op1", "v9")), ErrUnknownValidator, "")
	refused(t, h.act(comeBack("op2", "v1")), consortium.ErrWrongMember, "")
	refused(t, h.act(comeBack("op1", "v1")), ErrStatus, "v1 is active, and cannot be active")
}

// A resolution's messages, and those of a transaction, are unpacked as they are decoded.
func TestKeysAreUnpacked(t *testing.T) {
	h := open(t, bench4())
	var admission MsgAdmitValidator
	h.cdc.MustUnmarshal(h.cdc.MustMarshal(admit("v5", "m5", ml("v5"), 1)), &admission)
	require.NoError(t, h.act(&admission))
	var rotation MsgRotateKey
	h.cdc.MustUnmarshal(h.cdc.MustMarshal(rotate("op1", "v1", ed("new"))), &rotation)
	require.NoError(t, h.act(&rotation))
}
