package resolution

import (
	"fmt"
	"slices"
	"strings"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"

	"github.com/pursechain/purse/x/validator"
)

// maxTxCost bounds the gas of a byte and of a signature: with more, no transaction would fit into a block, and none could undo it.
const maxTxCost = 100_000

// EngineFaults lists what is wrong with consensus parameters, for a genesis and for a resolution alike. The engine allows a block
// without bounds, and one so small that the resolution which would undo it finds no room; this chain allows neither.
func EngineFaults(p *cmttypes.ConsensusParams) (found []string) {
	if err := p.ValidateBasic(); err != nil {
		found = append(found, err.Error())
	}
	for _, n := range []struct {
		name             string
		value, low, high int64
	}{
		{"block.max_bytes", p.Block.MaxBytes, 1 << 20, 64 << 20},
		{"block.max_gas", p.Block.MaxGas, 100_000_000, 4_000_000_000},
		{"evidence.max_age_num_blocks", p.Evidence.MaxAgeNumBlocks, 10_000, 100_000_000},
		{"evidence.max_age_duration", int64(p.Evidence.MaxAgeDuration / time.Second), 24 * 60 * 60, 366 * 24 * 60 * 60}, // seconds
		{"abci.vote_extensions_enable_height", p.ABCI.VoteExtensionsEnableHeight, 0, 0},                                 // the application makes none
	} {
		if n.value < n.low || n.value > n.high {
			found = append(found, fmt.Sprintf("%s: %d, between %d and %d", n.name, n.value, n.low, n.high))
		}
	}
	for _, t := range p.Validator.PubKeyTypes {
		if !slices.Contains(validator.KeyTypes, t) {
			found = append(found, fmt.Sprintf("validator.pub_key_types: %q is not one of %s", t, strings.Join(validator.KeyTypes, ", ")))
		}
	}
	if p.Authority.Authority != "" { // it would put one key in the place of the members
		found = append(found, fmt.Sprintf("authority: %q, none", p.Authority.Authority))
	}
	return found
}

// sound refuses a message that is malformed, or that would set the engine so that no resolution could undo it.
func sound(msg sdk.Msg) error {
	switch m := msg.(type) {
	case *consensustypes.MsgUpdateParams:
		return consensusFault(m)
	case *authtypes.MsgUpdateParams:
		return authFault(m.Params)
	case sdk.HasValidateBasic:
		return m.ValidateBasic()
	}
	return nil
}

func consensusFault(m *consensustypes.MsgUpdateParams) error {
	given, err := m.ToProtoConsensusParams()
	if err != nil {
		return ErrEngine.Refuse("%s", err)
	}
	params := cmttypes.DefaultConsensusParams().Update(&given)
	if found := EngineFaults(&params); len(found) > 0 {
		return ErrEngine.Refuse("%s", strings.Join(found, "; "))
	}
	return nil
}

func authFault(p authtypes.Params) error {
	for _, n := range []struct {
		name             string
		value, low, high uint64
	}{
		{"max_memo_characters", p.MaxMemoCharacters, 0, 4096}, {"tx_sig_limit", p.TxSigLimit, 1, 100},
		{"tx_size_cost_per_byte", p.TxSizeCostPerByte, 1, maxTxCost / 100},
		{"sig_verify_cost_ed25519", p.SigVerifyCostED25519, 1, maxTxCost},
		{"sig_verify_cost_secp256k1", p.SigVerifyCostSecp256k1, 1, maxTxCost},
		{"sig_verify_cost_ml_dsa_65", p.SigVerifyCostMlDsa65, 1, maxTxCost},
	} {
		if n.value < n.low || n.value > n.high {
			return ErrEngine.Refuse("%s: %d, between %d and %d", n.name, n.value, n.low, n.high)
		}
	}
	return nil
}
