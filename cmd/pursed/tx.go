package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authclient "github.com/cosmos/cosmos-sdk/x/auth/client"
	authcli "github.com/cosmos/cosmos-sdk/x/auth/client/cli"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/payment"
)

// txCmd has a command for every act of every module.
func txCmd(enc app.Encoding) (*cobra.Command, error) {
	verbs, err := form.Messages()
	if err != nil {
		return nil, err
	}
	cmd := family("tx", "Act: "+modules(verbs))
	cmd.Long = `Act. An act is tried on the node first, then signed with your key, sent, and awaited: the command ends when
the act stands in a block, or says which rule refused it.`
	addVerbs(cmd, verbs, func(v form.Verb) *cobra.Command { return actCmd(enc, v) })
	if of, _, err := cmd.Find([]string{payment.ModuleName}); err == nil {
		of.AddCommand(importCmd(), sendCmd(), loadCmd())
		of.Short += ", import, send, load"
	}
	cmd.AddCommand(authcli.GetSignCommand(), broadcastCmd())
	return cmd, nil
}

// addVerbs gives each module a command, and each of its verbs one below.
func addVerbs(parent *cobra.Command, verbs []form.Verb, command func(form.Verb) *cobra.Command) {
	var module *cobra.Command
	for _, v := range verbs {
		if module == nil || module.Name() != v.Module {
			module = family(v.Module, "")
			parent.AddCommand(module)
		}
		module.AddCommand(command(v))
		module.Short = strings.TrimPrefix(module.Short+", "+v.Name, ", ")
	}
}

// modules are the names of the verbs' modules.
func modules(verbs []form.Verb) string {
	var names []string
	for i, v := range verbs {
		if i == 0 || verbs[i-1].Module != v.Module {
			names = append(names, v.Module)
		}
	}
	return strings.Join(names, ", ")
}

// values is a flag that holds what was given as it was given, any number of times.
type values []string

func (v *values) String() string     { return strings.Join(*v, ", ") }
func (v *values) Set(s string) error { *v = append(*v, s); return nil }
func (v *values) Type() string       { return "value" }

// addFields gives a command a flag for each field of a request, and returns how to read them.
func addFields(cmd *cobra.Command, v form.Verb) func() []form.Field {
	given := make([]values, len(v.Args))
	for i, a := range v.Args {
		if !a.Signer {
			cmd.Flags().Var(&given[i], flagOf(a.Name), a.Help)
		}
	}
	return func() []form.Field {
		var fields []form.Field
		for i, a := range v.Args {
			for _, text := range given[i] {
				fields = append(fields, form.Field{Name: a.Name, Value: text})
			}
		}
		return fields
	}
}

func flagOf(field string) string { return strings.ReplaceAll(field, "_", "-") }

func actCmd(enc app.Encoding, v form.Verb) *cobra.Command {
	cmd := &cobra.Command{Use: v.Name, Short: v.Doc(), Args: cobra.NoArgs}
	cmd.Flags().SortFlags = false
	fields := addFields(cmd, v)
	addTxFlags(cmd)
	if msg, err := form.New(v.Request); err == nil {
		if _, is := msg.(form.Proved); is {
			cmd.Long = cmd.Short + ".\n\nThe entry and the proof of it are asked of the node, unless they are given."
		}
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		// The values are read before the keyring is opened: a slip of the pen asks for no password.
		if _, err := form.Fill(enc.Codec, v.Request, fields(), nil); err != nil {
			return err
		}
		if err := checkFlags(cmd, v.Missing(fields())); err != nil {
			return err
		}
		ctx, err := signer(cmd)
		if err != nil {
			return err
		}
		all := fields()
		for _, a := range v.Args {
			if a.Signer {
				all = append(all, form.Field{Name: a.Name, Value: ctx.FromAddress.String()})
			}
		}
		msg, err := form.Fill(enc.Codec, v.Request, all, nil)
		if err != nil {
			return err
		}
		if m, is := msg.(form.Proved); is && !ctx.Offline {
			if err := m.Prove(cmd.Context(), ctx); err != nil {
				return refused(0, err)
			}
		}
		if m, ok := msg.(sdk.HasValidateBasic); ok {
			if err := m.ValidateBasic(); err != nil {
				return refused(0, err)
			}
		}
		return act(cmd, ctx, msg)
	}
	return cmd
}

// checkFlags refuses an act that lacks fields, or nobody's: all that is missing at once. And gas that is no number, which the
// engine would read as none.
func checkFlags(cmd *cobra.Command, missing []form.Argument) error {
	gas := cmd.Flag(flags.FlagGas).Value.String()
	if n, err := strconv.ParseUint(gas, 10, 64); gas != flags.GasFlagAuto && (err != nil || n == 0) {
		return form.ErrValue.Refuse("--%s %q is neither auto nor a whole number above zero", flags.FlagGas, gas)
	}
	var names []string
	for _, a := range missing {
		names = append(names, "--"+flagOf(a.Name))
	}
	if cmd.Flag(flags.FlagFrom).Value.String() == "" && client.GetClientContextFromCmd(cmd).KeyringDefaultKeyName == "" {
		names = append(names, "--"+flags.FlagFrom)
	}
	if len(names) == 0 {
		return nil
	}
	return form.ErrMissing.Refuse("%s", strings.Join(names, ", "))
}

// broadcastCmd sends what was signed elsewhere, and reports on it like any act.
func broadcastCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "broadcast FILE",
		Short: "Send a transaction that was signed apart from the node, from a file, or - for the input, and await it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			signed, err := authclient.ReadTxFromFile(ctx, args[0])
			if err != nil {
				return fmt.Errorf("%s holds no transaction: %w", args[0], err)
			}
			bz, err := ctx.TxConfig.TxEncoder()(signed)
			if err != nil {
				return err
			}
			return send(cmd, ctx, bz)
		},
	}
	cmd.Flags().String(flags.FlagNode, "tcp://localhost:26657", "the node's RPC address")
	cmd.Flags().StringP(flags.FlagOutput, "o", flags.OutputFormatText, "text, or json for programs")
	addWait(cmd)
	return cmd
}

func addWait(cmd *cobra.Command) {
	cmd.Flags().Duration("wait", time.Minute, "how long to wait for the block; 0 does not wait")
}

// addTxFlags are the SDK's, without those for fees, which this chain does not have.
func addTxFlags(cmd *cobra.Command) {
	flags.AddTxFlagsToCmd(cmd)
	f := cmd.Flags()
	for _, name := range []string{
		flags.FlagFees, flags.FlagGasPrices, flags.FlagFeePayer, flags.FlagFeeGranter, flags.FlagTip, flags.FlagAux,
		flags.FlagUnordered, flags.TimeoutDuration, flags.FlagTimeoutHeight, flags.FlagSignMode, flags.FlagUseLedger,
		flags.FlagDryRun, // the SDK's takes no name of a key
	} {
		f.Lookup(name).Hidden = true
	}
	for name, value := range map[string]string{
		flags.FlagGas: flags.GasFlagAuto, flags.FlagGasAdjustment: "1.1", flags.FlagOutput: flags.OutputFormatText,
	} {
		flag := f.Lookup(name)
		flag.DefValue = value
		if err := flag.Value.Set(value); err != nil {
			panic(err) // a flag and a value named above
		}
	}
	f.Lookup(flags.FlagGas).Usage = "the most work that the act may cost; auto tries it first"
	f.Bool("try", false, "only try it on the node: sign and send nothing")
	addWait(cmd)
}
