package testutil

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto"
	cryptoenc "github.com/cometbft/cometbft/crypto/encoding"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"
)

// voters are the validators of a height, in the order of their addresses.
type voters []abci.Validator

// with are the voters after changes, as CometBFT makes them: a power of zero takes a voter away.
func (v voters) with(updates []abci.ValidatorUpdate) voters {
	v = slices.Clone(v)
	for _, u := range updates {
		key, err := cryptoenc.PubKeyFromProto(u.PubKey)
		if err != nil {
			panic(err) // the application gave a key that no node would take
		}
		i, found := slices.BinarySearchFunc(v, key.Address(), func(v abci.Validator, a crypto.Address) int {
			return bytes.Compare(v.Address, a)
		})
		switch {
		case found && u.Power == 0:
			v = slices.Delete(v, i, i+1)
		case found:
			v[i].Power = u.Power
		case u.Power == 0:
			panic("the application took away a validator that there was not")
		default:
			v = slices.Insert(v, i, abci.Validator{Address: key.Address(), Power: u.Power})
		}
	}
	if len(v) == 0 {
		panic("the application left no validator")
	}
	return v
}

// Beat commits n blocks with the votes of the validators, but for those whose keys are named.
func (c *Chain) Beat(t testing.TB, n int, down ...string) {
	for range n {
		last := c.sets[c.Height]
		commit := abci.CommitInfo{}
		for _, v := range last {
			flag := cmtproto.BlockIDFlagCommit
			if slices.ContainsFunc(down, func(name string) bool { return bytes.Equal(ValidatorKey(name).PubKey().Address(), v.Address) }) {
				flag = cmtproto.BlockIDFlagAbsent
			}
			commit.Votes = append(commit.Votes, abci.VoteInfo{Validator: v, BlockIdFlag: flag})
		}
		_, err := c.finalize(&abci.RequestFinalizeBlock{
			DecidedLastCommit: commit, ProposerAddress: c.sets[c.Height+1][0].Address,
		})
		require.NoError(t, err)
	}
}

// Equivocate commits a block with the evidence that a key signed two blocks of one height.
func (c *Chain) Equivocate(t testing.TB, name string) {
	_, err := c.finalize(&abci.RequestFinalizeBlock{
		ProposerAddress: c.sets[c.Height+1][0].Address,
		Misbehavior: []abci.Misbehavior{{
			Type: abci.MisbehaviorType_DUPLICATE_VOTE, Height: c.Height, Time: c.Time,
			Validator: abci.Validator{Address: ValidatorKey(name).PubKey().Address(), Power: 1},
		}},
	})
	require.NoError(t, err)
}

// Power is what a key votes with two blocks from now; 0 if it does not.
func (c *Chain) Power(name string) int64 {
	address := ValidatorKey(name).PubKey().Address()
	for _, v := range c.sets[c.Height+2] {
		if bytes.Equal(v.Address, address) {
			return v.Power
		}
	}
	return 0
}

// voterKey is the JSON of the public key that a script calls by a name.
func voterKey(name string) (string, error) {
	return fmt.Sprintf(`{"@type":"/cosmos.crypto.ed25519.PubKey","key":"%s"}`,
		base64.StdEncoding.EncodeToString(ValidatorKey(name).PubKey().Bytes())), nil
}
