package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"

	"github.com/cometbft/cometbft/privval"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/validator"
)

func addValidatorCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add-validator",
		Short: "Add an agency's vote in consensus",
		Example: `  pursed genesis add-validator --member fema
  pursed genesis add-validator --member treasury --pubkey "$(pursed comet show-validator --home other)"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			v := validator.Validator{Status: validator.Active}
			v.Id, _ = cmd.Flags().GetString("id")
			v.Member, _ = cmd.Flags().GetString("member")
			if v.Id == "" {
				v.Id = v.Member
			}
			power, _ := cmd.Flags().GetString("power")
			var err error
			if v.Power, err = strconv.ParseInt(power, 10, 64); err != nil {
				return fmt.Errorf("--power %q is not a whole number", power)
			}
			if v.PubKey, err = validatorKey(cmd, enc); err != nil {
				return err
			}
			var people consortium.GenesisState
			if _, _, err := read(cmd, enc, consortium.ModuleName, &people); err != nil {
				return err
			}
			if !slices.ContainsFunc(people.Members, func(m consortium.Member) bool { return m.Id == v.Member }) {
				return fmt.Errorf("not added: %w", consortium.ErrUnknownMember.Refuse("%q", v.Member))
			}
			return edit(cmd, enc, validator.ModuleName, &validator.GenesisState{}, func(g *validator.GenesisState) error {
				g.Validators = append(g.Validators, v)
				return nil
			})
		},
	}
	cmd.Flags().String("id", "", "its name; the agency's if not given")
	cmd.Flags().String("member", "", "the agency that runs the validator")
	cmd.Flags().String("power", "100", "its votes")
	cmd.Flags().String("pubkey", "", "its key, as pursed comet show-validator says it; this node's if not given")
	return cmd
}

// validatorKey is the key given, or this node's.
func validatorKey(cmd *cobra.Command, enc app.Encoding) (*codectypes.Any, error) {
	text, err := cmd.Flags().GetString("pubkey")
	if err != nil {
		return nil, err
	}
	var key cryptotypes.PubKey
	if text != "" {
		if err := enc.Codec.UnmarshalInterfaceJSON([]byte(text), &key); err != nil {
			return nil, fmt.Errorf("--pubkey is not a public key: %w", err)
		}
		return codectypes.NewAnyWithValue(key)
	}
	home := client.GetClientContextFromCmd(cmd).HomeDir
	config := app.NodeConfig().SetRoot(home)
	// Loading would end the program if the file were not there.
	if _, err := os.Stat(config.PrivValidatorKeyFile()); err != nil {
		return nil, fmt.Errorf("this node has no validator key; give one with --pubkey: %w", err)
	}
	voter := privval.LoadFilePVEmptyState(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile())
	pub, err := voter.GetPubKey()
	if err != nil {
		return nil, err
	}
	if key, err = cryptocodec.FromCmtPubKeyInterface(pub); err != nil {
		return nil, err
	}
	return codectypes.NewAnyWithValue(key)
}
