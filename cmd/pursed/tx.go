package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/input"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authcli "github.com/cosmos/cosmos-sdk/x/auth/client/cli"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// unsimulatedGas is the limit of an act that is written out and not sent, where the gas is not known. Gas costs nothing here, but
// a block holds only so much.
const unsimulatedGas = 2_000_000

// txCmd has a command for every act of every module.
func txCmd(enc app.Encoding) (*cobra.Command, error) {
	verbs, err := form.Messages()
	if err != nil {
		return nil, err
	}
	cmd := family("tx", "Act: "+modules(verbs))
	cmd.Long = `Act. An act is tried on the node first, then signed with your key, sent, and awaited: the command ends when the act stands in a
block, or says which rule refused it.`
	addVerbs(cmd, verbs, func(v form.Verb) *cobra.Command { return actCmd(enc, v) })
	cmd.AddCommand(authcli.GetSignCommand(), authcli.GetBroadcastCommand())
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
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		// The values are read before the keyring is opened: a slip of the pen asks for no password.
		if _, err := form.Fill(enc.Codec, v.Request, fields(), nil); err != nil {
			return err
		}
		ctx, err := client.GetClientTxContext(cmd)
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
		if m, ok := msg.(sdk.HasValidateBasic); ok {
			if err := m.ValidateBasic(); err != nil {
				return refused("", err)
			}
		}
		return act(cmd, ctx, msg)
	}
	return cmd
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
	for name, value := range map[string]string{flags.FlagGas: flags.GasFlagAuto, flags.FlagGasAdjustment: "1.5", flags.FlagOutput: "text"} {
		flag := f.Lookup(name)
		flag.DefValue = value
		if err := flag.Value.Set(value); err != nil {
			panic(err) // a flag and a value named above
		}
	}
	f.Lookup(flags.FlagGas).Usage = "the most work that the act may cost; auto tries it first"
	f.Bool("try", false, "only try it on the node: sign and send nothing")
	f.Duration("wait", time.Minute, "how long to wait for the block; 0 does not wait")
	if err := cmd.MarkFlagRequired(flags.FlagFrom); err != nil {
		panic(err) // a flag named above
	}
}

// act tries, signs, sends and awaits one message.
func act(cmd *cobra.Command, ctx client.Context, msg sdk.Msg) error {
	factory, err := tx.NewFactoryCLI(ctx, cmd.Flags())
	if err != nil {
		return err
	}
	if ctx.GenerateOnly {
		if !cmd.Flags().Changed(flags.FlagGas) {
			factory = factory.WithSimulateAndExecute(false).WithGas(unsimulatedGas)
		}
		return factory.PrintUnsignedTx(ctx, msg)
	}
	if factory, err = factory.Prepare(ctx); err != nil {
		return unknownSigner(ctx, err)
	}
	only, err := cmd.Flags().GetBool("try")
	if err != nil {
		return err
	}
	if factory.SimulateAndExecute() || only {
		_, gas, err := tx.CalculateGas(ctx, factory, msg)
		if err != nil {
			return refused("", err)
		}
		if only {
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "would be accepted")
			return err
		}
		factory = factory.WithGas(gas)
	}
	if err := confirm(cmd, ctx, msg); err != nil {
		return err
	}
	bz, err := sign(cmd.Context(), ctx, factory, msg)
	if err != nil {
		return err
	}
	return send(cmd, ctx, bz)
}

// unknownSigner says what an account that is not found means on this chain.
func unknownSigner(ctx client.Context, err error) error {
	if status.Code(err) != codes.NotFound {
		return err
	}
	return fmt.Errorf("the chain knows nobody with the key %s; ask an administrator to add it to an officer or a payee", ctx.FromAddress)
}

// confirm shows what is about to be signed, and asks.
func confirm(cmd *cobra.Command, ctx client.Context, msg sdk.Msg) error {
	if ctx.SkipConfirm {
		return nil
	}
	if err := form.Print(cmd.ErrOrStderr(), ctx.Codec, msg); err != nil {
		return err
	}
	ok, err := input.GetConfirmation("Sign and send this?", bufio.NewReader(cmd.InOrStdin()), cmd.ErrOrStderr())
	if err != nil {
		return fmt.Errorf("not sent: no answer (%w); --yes sends without asking", err)
	}
	if !ok {
		return errors.New("not sent")
	}
	return nil
}

func sign(ctx context.Context, c client.Context, factory tx.Factory, msg sdk.Msg) ([]byte, error) {
	builder, err := factory.BuildUnsignedTx(msg)
	if err != nil {
		return nil, err
	}
	if err := tx.Sign(ctx, factory, c.FromName, builder, true); err != nil {
		return nil, err
	}
	return c.TxConfig.TxEncoder()(builder.GetTx())
}

// send broadcasts a signed transaction and reports what became of it.
func send(cmd *cobra.Command, ctx client.Context, bz []byte) error {
	res, err := ctx.BroadcastTx(bz)
	if err != nil {
		return err
	}
	if res.Code != 0 {
		return refused("", errors.New(res.RawLog))
	}
	patience, err := cmd.Flags().GetDuration("wait")
	if err != nil {
		return err
	}
	if patience == 0 || ctx.BroadcastMode == flags.BroadcastAsync {
		return printSent(cmd, ctx, res)
	}
	done, err := await(cmd.Context(), ctx, res.TxHash, patience)
	if err != nil {
		return err
	}
	return printDone(cmd, ctx, done)
}

func printSent(cmd *cobra.Command, ctx client.Context, res *sdk.TxResponse) error {
	if ctx.OutputFormat == flags.OutputFormatJSON {
		return ctx.PrintProto(res)
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "sent, transaction %s\n", res.TxHash)
	return err
}

// await asks the node for a transaction until it stands in a block.
func await(ctx context.Context, c client.Context, hash string, patience time.Duration) (*coretypes.ResultTx, error) {
	key, err := hex.DecodeString(hash)
	if err != nil {
		return nil, err
	}
	node, err := c.GetNode()
	if err != nil {
		return nil, err
	}
	deadline := time.Now().Add(patience)
	for {
		res, err := node.Tx(ctx, key, false)
		switch {
		case err == nil:
			return res, nil
		case time.Now().After(deadline):
			return nil, fmt.Errorf("sent, and in no block after %s; ask later: %s query tx %s", patience, app.Name, hash)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// printDone says at which height an act was accepted, with what it made; or returns the refusal.
func printDone(cmd *cobra.Command, ctx client.Context, done *coretypes.ResultTx) error {
	if ctx.OutputFormat == flags.OutputFormatJSON {
		if err := ctx.PrintProto(sdk.NewResponseResultTx(done, nil, "")); err != nil {
			return err
		}
	}
	r := done.TxResult
	if r.Code != abci.CodeTypeOK {
		return refused(fmt.Sprint(" at height ", done.Height), errors.New(r.Log))
	}
	if ctx.OutputFormat == flags.OutputFormatJSON {
		return nil
	}
	if _, err := fmt.Fprintf(cmd.OutOrStdout(), "accepted at height %d, transaction %s\n", done.Height, done.Hash); err != nil {
		return err
	}
	var data sdk.TxMsgData
	if err := ctx.Codec.Unmarshal(r.Data, &data); err != nil {
		return err
	}
	for _, made := range data.MsgResponses {
		response, err := form.New(strings.TrimPrefix(made.TypeUrl, "/"))
		if err != nil {
			return err
		}
		if err := ctx.Codec.Unmarshal(made.Value, response); err != nil {
			return err
		}
		if err := form.Print(cmd.OutOrStdout(), ctx.Codec, response); err != nil {
			return err
		}
	}
	return nil
}

var (
	wrapBefore = regexp.MustCompile(`^(rpc error: code = \w+ desc = |failed to execute message; message index: \d+: )+`)
	wrapAfter  = regexp.MustCompile(`(: invalid request)?( \[[^ \]]*\.go:\d+\])?( with gas (wanted|used): '\d+'.*)?$`)
)

// plain takes the engine's wrapping off an error.
func plain(err error) string {
	text := err.Error()
	if s, ok := status.FromError(err); ok {
		text = s.Message()
	}
	return wrapAfter.ReplaceAllString(wrapBefore.ReplaceAllString(strings.TrimSpace(text), ""), "")
}

// refused says that an act was refused, in the words of the rule, with the rule's name for scripts.
func refused(when string, err error) error {
	text := plain(err)
	for _, r := range rule.All() {
		if strings.HasPrefix(text, r.Text) && strings.Contains(text, " ("+r.Number+")") {
			return fmt.Errorf("refused%s: %s [%s]", when, text, r.Name())
		}
	}
	return fmt.Errorf("refused%s: %s", when, text)
}
