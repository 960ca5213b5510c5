package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/cometbft/cometbft/privval"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/consortium"
)

// genesisCmd has the commands that fill in a genesis before a chain begins.
func genesisCmd(enc app.Encoding) *cobra.Command {
	return family("genesis", "Fill in the genesis of a new chain, and check it",
		addMemberCmd(enc), addOfficerCmd(enc), addPayeeCmd(enc), addValidatorCmd(enc), setCalendarCmd(enc), validateCmd(enc))
}

func genesisFile(cmd *cobra.Command) string {
	return filepath.Join(client.GetClientContextFromCmd(cmd).HomeDir, "config", "genesis.json")
}

// edit changes the consortium's part of the genesis. A change that brings a new fault is refused, with the fault; those that were
// there before are for validate to say.
func edit(cmd *cobra.Command, enc app.Encoding, change func(*consortium.GenesisState) error) error {
	file := genesisFile(cmd)
	doc, err := genutiltypes.AppGenesisFromFile(file)
	if err != nil {
		return err
	}
	var state map[string]json.RawMessage
	if err := json.Unmarshal(doc.AppState, &state); err != nil {
		return fmt.Errorf("%s: app_state: %w", file, err)
	}
	var g consortium.GenesisState
	if err := enc.Codec.UnmarshalJSON(state[consortium.ModuleName], &g); err != nil {
		return fmt.Errorf("%s: app_state.%s: %w", file, consortium.ModuleName, err)
	}
	before := make(map[string]bool)
	for _, fault := range faults(g.Validate()) {
		before[fault] = true
	}
	if err := change(&g); err != nil {
		return err
	}
	for _, fault := range faults(g.Validate()) {
		if !before[fault] && !aboutAll(fault) {
			return fmt.Errorf("not added: %s", fault)
		}
	}
	if state[consortium.ModuleName], err = enc.Codec.MarshalJSON(&g); err != nil {
		return err
	}
	if doc.AppState, err = json.MarshalIndent(state, "", "  "); err != nil {
		return err
	}
	return doc.SaveAs(file)
}

// aboutAll says that a fault is of the validators taken together, which may come right with the next one added.
func aboutAll(fault string) bool { return strings.HasPrefix(fault, "validators: ") }

func addMemberCmd(enc app.Encoding) *cobra.Command {
	return &cobra.Command{
		Use:     "add-member ID NAME",
		Short:   "Add an agency",
		Example: "  pursed genesis add-member fema 'Federal Emergency Management Agency'",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return edit(cmd, enc, func(g *consortium.GenesisState) error {
				g.Members = append(g.Members, consortium.Member{Id: args[0], Name: args[1]})
				return nil
			})
		},
	}
}

func addOfficerCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add-officer ID",
		Short: "Add a person of an agency, with keys and duties",
		Example: `  pursed genesis add-officer cora --member fema --title 'Certifying officer' --key cora \
    --duty 'certifying-officer,limit=$1,000,000.00,expires=2026-09-30,fund=070-X-0702-000'`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o := consortium.Officer{Id: args[0]}
			o.Member, _ = cmd.Flags().GetString("member")
			o.Title, _ = cmd.Flags().GetString("title")
			var err error
			if o.Keys, err = addresses(cmd); err != nil {
				return err
			}
			duties, _ := cmd.Flags().GetStringArray("duty")
			for _, text := range duties {
				a, err := appointment(enc, text)
				if err != nil {
					return err
				}
				o.Appointments = append(o.Appointments, *a)
			}
			return edit(cmd, enc, func(g *consortium.GenesisState) error {
				g.Officers = append(g.Officers, o)
				return nil
			})
		},
	}
	cmd.Flags().String("member", "", "the person's agency")
	cmd.Flags().String("title", "", "the person's office, in words")
	cmd.Flags().StringArray("duty", nil, "a duty with its bounds, which may be left out but for expires; once for each duty")
	addKeyFlags(cmd)
	return cmd
}

// bound begins each part of a duty after the first. The commas of an amount do not, since no name and equals sign follow them.
var bound = regexp.MustCompile(`,([a-z]+=)`)

// appointment reads a duty with its bounds: certifying-officer,limit=$1,000.00,expires=2026-01-01,fund=070-X-0702.
func appointment(enc app.Encoding, text string) (*consortium.Appointment, error) {
	parts := strings.Split(bound.ReplaceAllString("duty="+text, "\n$1"), "\n")
	fields := make([]form.Field, 0, len(parts))
	for _, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		if name == "fund" {
			value = form.LongFund(value) // the field also takes no fund, so it is not marked as one
		}
		fields = append(fields, form.Field{Name: name, Value: value})
	}
	msg, err := form.Fill(enc.Codec, "purse.consortium.v1.Appointment", fields, nil)
	if err != nil {
		return nil, fmt.Errorf("duty %q: %w", text, err)
	}
	a, ok := msg.(*consortium.Appointment)
	if !ok {
		return nil, fmt.Errorf("duty %q was read as %T", text, msg)
	}
	return a, nil
}

// addKeyFlags lets keys be given by name or address.
func addKeyFlags(cmd *cobra.Command) {
	cmd.Flags().StringArray("key", nil, "an address, or the name of a key in the keyring; once for each key")
	flags.AddKeyringFlags(cmd.Flags())
}

func addresses(cmd *cobra.Command) ([]string, error) {
	given, err := cmd.Flags().GetStringArray("key")
	if err != nil {
		return nil, err
	}
	all := make([]string, 0, len(given))
	for _, text := range given {
		if strings.HasPrefix(text, app.Prefix+"1") {
			all = append(all, text)
			continue
		}
		record, err := client.GetClientContextFromCmd(cmd).Keyring.Key(text)
		if err != nil {
			return nil, fmt.Errorf("key %q is neither an address nor in the keyring: %w", text, err)
		}
		address, err := record.GetAddress()
		if err != nil {
			return nil, err
		}
		all = append(all, address.String())
	}
	return all, nil
}

func addPayeeCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "add-payee UEI NAME",
		Short:   "Add an organisation that may be paid",
		Example: "  pursed genesis add-payee VN1AJFAD19J9 'State of Florida' --key florida",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			keys, err := addresses(cmd)
			if err != nil {
				return err
			}
			return edit(cmd, enc, func(g *consortium.GenesisState) error {
				g.Payees = append(g.Payees, consortium.Payee{Uei: args[0], Name: args[1], Keys: keys})
				return nil
			})
		},
	}
	addKeyFlags(cmd)
	return cmd
}

func addValidatorCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add-validator",
		Short: "Add an agency's vote in consensus",
		Example: `  pursed genesis add-validator --member fema
  pursed genesis add-validator --member treasury --pubkey "$(pursed comet show-validator --home other)"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			v := consortium.Validator{}
			v.Member, _ = cmd.Flags().GetString("member")
			power, _ := cmd.Flags().GetString("power")
			var err error
			if v.Power, err = strconv.ParseInt(power, 10, 64); err != nil {
				return fmt.Errorf("--power %q is not a whole number", power)
			}
			if v.PubKey, err = validatorKey(cmd, enc); err != nil {
				return err
			}
			return edit(cmd, enc, func(g *consortium.GenesisState) error {
				g.Validators = append(g.Validators, v)
				return nil
			})
		},
	}
	cmd.Flags().String("member", "", "the agency that runs the validator")
	cmd.Flags().String("power", "10", "its votes")
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

func setCalendarCmd(enc app.Encoding) *cobra.Command {
	return &cobra.Command{
		Use:   "set-calendar block-time | manual DATE",
		Short: "Say where the business date comes from: the blocks, or, for rehearsals, an administrator",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			fields := []form.Field{{Name: "calendar", Value: args[0]}}
			msg, err := form.Fill(enc.Codec, "purse.consortium.v1.Params", fields, nil)
			if err != nil {
				return err
			}
			params, ok := msg.(*consortium.Params)
			if !ok {
				return fmt.Errorf("the calendar was read as %T", msg)
			}
			var first date.Date
			if len(args) == 2 {
				if first, err = date.Parse(args[1]); err != nil {
					return err
				}
			}
			return edit(cmd, enc, func(g *consortium.GenesisState) error {
				g.Params, g.Date = *params, first
				return nil
			})
		},
	}
}
