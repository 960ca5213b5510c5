package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
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

// part is what a module has in a genesis.
type part interface {
	proto.Message
	Validate() error
}

// edit changes a module's part of the genesis. A change that brings a new fault is refused, with the fault; those that were there
// before are for validate to say.
func edit[P part](cmd *cobra.Command, enc app.Encoding, module string, g P, change func(P) error) error {
	doc, state, err := read(cmd, enc, module, g)
	if err != nil {
		return err
	}
	before := make(map[string]bool)
	for _, fault := range faults(g.Validate()) {
		before[fault] = true
	}
	if err := change(g); err != nil {
		return err
	}
	for _, fault := range faults(g.Validate()) {
		if !before[fault] && !aboutAll(fault) {
			return fmt.Errorf("not added: %s", fault)
		}
	}
	if state[module], err = enc.Codec.MarshalJSON(g); err != nil {
		return err
	}
	if doc.AppState, err = json.MarshalIndent(state, "", "  "); err != nil {
		return err
	}
	return doc.SaveAs(genesisFile(cmd))
}

// read reads a module's part of the genesis, and the whole of it.
func read(
	cmd *cobra.Command, enc app.Encoding, module string, g part,
) (doc *genutiltypes.AppGenesis, state map[string]json.RawMessage, err error) {
	file := genesisFile(cmd)
	if doc, err = genutiltypes.AppGenesisFromFile(file); err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(doc.AppState, &state); err != nil {
		return nil, nil, fmt.Errorf("%s: app_state: %w", file, err)
	}
	if err := enc.Codec.UnmarshalJSON(state[module], g); err != nil {
		return nil, nil, fmt.Errorf("%s: app_state.%s: %w", file, module, err)
	}
	return doc, state, nil
}

// editConsortium changes who may act.
func editConsortium(cmd *cobra.Command, enc app.Encoding, change func(*consortium.GenesisState) error) error {
	return edit(cmd, enc, consortium.ModuleName, &consortium.GenesisState{}, change)
}

// aboutAll says that a fault is of the validators taken together, which may come right with the next one added.
func aboutAll(fault string) bool { return strings.HasPrefix(fault, "validators: ") }

func addMemberCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add-member ID NAME",
		Short: "Add an agency",
		Example: `  pursed genesis add-member fema 'Federal Emergency Management Agency'
  pursed genesis add-member treasury 'Department of the Treasury' --mandates disbursing-officer`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			mandates, err := cmd.Flags().GetString("mandates")
			if err != nil {
				return err
			}
			fields := []form.Field{{Name: "id", Value: args[0]}, {Name: "name", Value: args[1]}, {Name: "mandates", Value: mandates}}
			msg, err := form.Fill(enc.Codec, "purse.consortium.v1.Member", fields, nil)
			if err != nil {
				return err
			}
			member, ok := msg.(*consortium.Member)
			if !ok {
				return fmt.Errorf("the member was read as %T", msg)
			}
			return editConsortium(cmd, enc, func(g *consortium.GenesisState) error {
				g.Members = append(g.Members, *member)
				return nil
			})
		},
	}
	cmd.Flags().String("mandates", "", "the reserved duties that its officers may hold: legislator, budget-examiner, disbursing-officer")
	return cmd
}

func addOfficerCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add-officer ID",
		Short: "Add a person of an agency, with keys and duties",
		Example: `  pursed genesis add-officer cora --member fema --title 'Certifying officer' --key cora \
    --duty 'certifying-officer,limit=$1,000,000.00,daily-limit=$1,000,000.00,expires=2026-09-30,fund=070-X-0702-000'`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o := consortium.Officer{Id: args[0]}
			o.Member, _ = cmd.Flags().GetString("member")
			o.Title, _ = cmd.Flags().GetString("title")
			var err error
			if o.Keys, err = keysOf(cmd); err != nil {
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
			return editConsortium(cmd, enc, func(g *consortium.GenesisState) error {
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
var bound = regexp.MustCompile(`,([a-z-]+=)`)

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
		return nil, form.At(err, "duty %q", text)
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

func keysOf(cmd *cobra.Command) ([]consortium.Key, error) {
	given, err := cmd.Flags().GetStringArray("key")
	if err != nil {
		return nil, err
	}
	all := make([]consortium.Key, 0, len(given))
	for _, text := range given {
		if strings.HasPrefix(text, app.Prefix+"1") {
			all = append(all, consortium.Key{Address: text})
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
		all = append(all, consortium.Key{Address: address.String()})
	}
	return all, nil
}

func addPayeeCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "add-payee UEI NAME",
		Short:   "Add an organisation that may be paid",
		Example: "  pursed genesis add-payee VN1AJFAD19J9 'State of Florida' --member fema --key florida",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			keys, err := keysOf(cmd)
			if err != nil {
				return err
			}
			member, err := cmd.Flags().GetString("member")
			if err != nil {
				return err
			}
			return editConsortium(cmd, enc, func(g *consortium.GenesisState) error {
				g.Payees = append(g.Payees, consortium.Payee{Uei: args[0], Name: args[1], Member: member, Keys: keys})
				return nil
			})
		},
	}
	cmd.Flags().String("member", "", "the agency that invited it, whose administrators may restore its access")
	addKeyFlags(cmd)
	return cmd
}

func setCalendarCmd(enc app.Encoding) *cobra.Command {
	return &cobra.Command{
		Use:   "set-calendar block-time | manual DATE",
		Short: "Say where the business date comes from: the blocks, or, for rehearsals, an administrator",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			fields := []form.Field{{Name: "calendar", Value: args[0]}}
			msg, err := form.Fill(enc.Codec, "purse.consortium.v1.GenesisState", fields, nil)
			if err != nil {
				return err
			}
			read, ok := msg.(*consortium.GenesisState)
			if !ok {
				return fmt.Errorf("the calendar was read as %T", msg)
			}
			var first date.Date
			if len(args) == 2 {
				if first, err = date.Parse(args[1]); err != nil {
					return form.ErrDate.Refuse("%s", err)
				}
			}
			return editConsortium(cmd, enc, func(g *consortium.GenesisState) error {
				g.Calendar, g.Date = read.Calendar, first
				return nil
			})
		},
	}
}
