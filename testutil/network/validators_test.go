package network_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cometbft/cometbft/crypto/mldsa65"
	"github.com/cometbft/cometbft/privval"
	"github.com/stretchr/testify/require"

	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"

	"github.com/pursechain/purse/client/localnet"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/validator"
)

// the agencies of the test; each has an administrator and a node operator, and all but the last a validator from the beginning.
var agencies = []string{"treasury", "omb", "fema", "gao", "hud"}

// consortium is a network whose members change its validators.
type consortium struct {
	*world
	admin  *scenario.Player
	today  int // days since the story began
	latest int // number of the latest resolution
}

// TestValidatorsComeAndGo takes a network of four validators through what the charter says of them: one is killed and comes back,
// one changes its key, one stays down, is stood down and returns, a fifth is admitted, and one whose key signs in two processes is
// retired by the evidence. In this order all of it is lawful within one trusting period.
func TestValidatorsComeAndGo(t *testing.T) {
	if testing.Short() {
		t.Skip("seven real nodes")
	}
	c := newConsortium(t)
	for _, name := range []string{"treasury", "omb", "fema", "gao"} {
		c.start(t, c.node(name))
	}
	require.NoError(t, newBlocks(c.node("treasury")))

	t.Log("omb is killed, and comes back before it is missed for too long")
	require.NoError(t, c.node("omb").Signal(9))
	requireKilled(t, c.node("omb"))
	c.start(t, c.node("omb"))
	require.NoError(t, newBlocks(c.node("omb")))
	c.becomes(t, "omb", validator.Active)

	t.Log("omb changes its key: the old node votes until the new one has signed")
	c.start(t, c.node("spare"))
	must(t, c.admin, "rotate-key", "by=omb-operator", "validator=omb", "pub_key="+c.key(t, "spare"))
	c.votes(t, "spare", 100)
	c.votes(t, "omb", 0)
	require.NoError(t, c.node("omb").Stop())
	require.NoError(t, newBlocks(c.node("treasury")))

	t.Log("fema stays down, is stood down, and returns by its operator's word")
	require.NoError(t, c.node("fema").Stop())
	c.becomes(t, "fema", validator.StoodDown)
	c.votes(t, "fema", 0)
	c.start(t, c.node("fema"))
	require.NoError(t, newBlocks(c.node("fema")))
	must(t, c.admin, "return-validator", "by=fema-operator", "validator=fema")
	c.becomes(t, "fema", validator.Active)
	c.votes(t, "fema", 100)

	t.Log("hud is admitted, with a key of ML-DSA-65")
	c.start(t, c.node("hud"))
	c.resolve(t, "validator admit-validator validator=hud member=hud power=30 pub_key="+quoted(c.key(t, "hud")))
	c.becomes(t, "hud", validator.Active)
	c.votes(t, "hud", 30)
	c.signs(t, "hud")

	t.Log("gao's key signs in two processes")
	copyKey(t, c.node("gao"), c.node("twin"))
	c.start(t, c.node("twin"))
	c.becomes(t, "gao", validator.Retired)
	c.votes(t, "gao", 0)
	require.NoError(t, newBlocks(c.node("treasury")))
	c.agree(t, "treasury", "fema", "hud", "spare")
}

func newConsortium(t *testing.T) *consortium {
	cast := scenario.NewCast(testutil.Key)
	cast.Date = "2017-10-01"
	cast.Charter.DownBlocks, cast.Charter.MinValidators, cast.Charter.MinVotingDays = 20, 3, 1
	cast.Charter.RotationBlocks = 1000
	for _, a := range agencies {
		for _, words := range [][]string{
			{"member", a}, {"officer", a, "member=" + a, "duty=administrator"},
			{"officer", a + "-operator", "member=" + a, "duty=node-operator"},
		} {
			_, err := cast.Add(words)
			require.NoError(t, err)
		}
	}
	w := layOut(t, cast, append(agencies, "spare", "twin"), 4)
	c := &consortium{world: w, admin: w.player(t, w.Nodes[0])}
	quantumSafe(t, c.node("hud"))
	return c
}

// quantumSafe gives a node a key of ML-DSA-65 in the place of the one of ed25519.
func quantumSafe(t *testing.T, n *localnet.Node) {
	secret, err := mldsa65.GenPrivKey()
	require.NoError(t, err)
	config := filepath.Join(n.Home, "config/priv_validator_key.json")
	voter := privval.NewFilePV(secret, config, filepath.Join(n.Home, "data/priv_validator_state.json"))
	voter.Save()
	n.PubKey, err = cryptocodec.FromCmtPubKeyInterface(secret.PubKey())
	require.NoError(t, err)
}

// signs waits until a commit carries a signature of a node's key of ML-DSA-65.
func (c *consortium) signs(t *testing.T, node string) {
	t.Helper()
	address := c.node(node).PubKey.Address()
	eventually(t, node+" signs nothing", func() (bool, string) {
		commit, err := c.node("treasury").RPC.Commit(context.Background(), nil)
		if err != nil {
			return false, err.Error()
		}
		for _, s := range commit.Commit.Signatures {
			if bytes.Equal(s.ValidatorAddress, address) {
				return len(s.Signature) == mldsa65.SignatureSize, fmt.Sprint(len(s.Signature), " bytes")
			}
		}
		return false, fmt.Sprint("no signature in ", commit.Height)
	})
}

func (c *consortium) node(name string) *localnet.Node {
	for _, n := range c.Nodes {
		if n.Name == name {
			return n
		}
	}
	panic("no node " + name)
}

// key is the JSON of the public key with which a node votes.
func (c *consortium) key(t *testing.T, node string) string {
	bz, err := c.encoding.Codec.MarshalInterfaceJSON(c.node(node).PubKey)
	require.NoError(t, err)
	return string(bz)
}

func quoted(s string) string { return "'" + s + "'" }

// resolve takes a message through a resolution: the members of the four first validators vote for it, and two days go by.
func (c *consortium) resolve(t *testing.T, message string) {
	c.latest++
	day := func(n int) string { return time.Date(2017, 10, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
	must(t, c.admin, "propose", "by=treasury", "title=A resolution", "deadline="+day(c.today+1), "messages="+message)
	for _, member := range agencies[:4] {
		must(t, c.admin, "vote", "by="+member, fmt.Sprint("resolution=", c.latest), "choice=yes")
	}
	c.today += 2
	must(t, c.admin, "move-date", "by=treasury", "date="+day(c.today))
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() (bool, string)) {
	t.Helper()
	found := ""
	for deadline := time.Now().Add(2 * patient); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		ok := false
		if ok, found = holds(); ok {
			return
		}
	}
	require.Fail(t, what, found)
}

// becomes waits until a validator has a status.
func (c *consortium) becomes(t *testing.T, id string, status validator.Status) {
	t.Helper()
	ask := validator.NewQueryClient(c.Chain(c.node("treasury"), c.encoding))
	eventually(t, id+" does not become "+status.String(), func() (bool, string) {
		answer, err := ask.Validator(context.Background(), &validator.QueryValidatorRequest{Validator: id})
		if err != nil {
			return false, err.Error()
		}
		return answer.Validator.Status == status, answer.String()
	})
}

// votes waits until CometBFT counts the votes of a node's key with a power.
func (c *consortium) votes(t *testing.T, node string, power int64) {
	t.Helper()
	address := c.node(node).PubKey.Address()
	eventually(t, fmt.Sprint(node, " does not vote with ", power), func() (bool, string) {
		set, err := c.node("treasury").RPC.Validators(context.Background(), nil, nil, nil)
		if err != nil {
			return false, err.Error()
		}
		has := int64(0)
		for _, v := range set.Validators {
			if bytes.Equal(v.Address, address) {
				has = v.VotingPower
			}
		}
		return has == power, fmt.Sprint(set.BlockHeight, ": ", has)
	})
}

// agree holds that nodes have the same state after a block.
func (c *consortium) agree(t *testing.T, nodes ...string) {
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	height, err := c.node(nodes[0]).Height(ctx)
	require.NoError(t, err)
	hashes := make(map[string]string)
	for _, n := range nodes {
		require.NoError(t, c.node(n).WaitFor(ctx, height))
		commit, err := c.node(n).RPC.Commit(ctx, &height)
		require.NoError(t, err)
		hashes[commit.AppHash.String()] = n
	}
	require.Len(t, hashes, 1, "%v", hashes)
}

// copyKey gives a node the key with which another votes, without its memory of what it has signed.
func copyKey(t *testing.T, from, to *localnet.Node) {
	const file = "config/priv_validator_key.json"
	bz, err := os.ReadFile(filepath.Join(from.Home, file))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(to.Home, file), bz, 0o600))
}
