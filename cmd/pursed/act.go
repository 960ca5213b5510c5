package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
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

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// unsimulatedGas is the limit of an act that is written out and not sent, where the gas is not known. Gas costs nothing here, but
// a block holds only so much.
const unsimulatedGas = 2_000_000

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
	return fmt.Errorf("the chain knows nobody with the key %s; ask an administrator to add it to an officer or a payee",
		ctx.FromAddress)
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
			return nil, fmt.Errorf("sent, and in no block after %s (%w); ask later: %s query tx %s", patience, err, app.Name, hash)
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

// plain is an error without the engine's wrapping.
func plain(err error) string {
	text := err.Error()
	if s, ok := status.FromError(err); ok {
		text = s.Message()
	}
	return form.Plain(text)
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
