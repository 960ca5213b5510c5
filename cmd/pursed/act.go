package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	errorsmod "cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/input"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/consortium"
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
			return refused(0, err)
		}
		if only {
			return printTried(cmd, ctx)
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

// unknownSigner says what an account that is not found means on this chain: what the chain itself would say.
func unknownSigner(ctx client.Context, err error) error {
	if status.Code(err) != codes.NotFound {
		return err
	}
	return refused(0, consortium.ErrUnknownSigner.Refuse("%s", ctx.FromAddress))
}

func printTried(cmd *cobra.Command, ctx client.Context) error {
	if ctx.OutputFormat == flags.OutputFormatJSON {
		return printJSON(cmd, map[string]any{"would_be_accepted": true})
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), "would be accepted")
	return err
}

// confirm shows what is about to be signed, and asks.
func confirm(cmd *cobra.Command, ctx client.Context, msg sdk.Msg) error {
	if ctx.SkipConfirm {
		return nil
	}
	if _, err := fmt.Fprintln(cmd.ErrOrStderr(), cmd.Parent().Name(), cmd.Name()); err != nil {
		return err
	}
	if err := form.Print(cmd.ErrOrStderr(), ctx.Codec, msg); err != nil {
		return err
	}
	return agree(cmd, ctx, "Sign and send this?")
}

// agree asks whether to go on, unless --yes said so.
func agree(cmd *cobra.Command, ctx client.Context, question string) error {
	if ctx.SkipConfirm {
		return nil
	}
	ok, err := input.GetConfirmation(question, bufio.NewReader(cmd.InOrStdin()), cmd.ErrOrStderr())
	if err != nil {
		return fmt.Errorf("not sent: no answer (%w); --yes sends without asking", err)
	}
	if !ok {
		return errors.New("not sent")
	}
	return nil
}

func sign(ctx context.Context, c client.Context, factory tx.Factory, msgs ...sdk.Msg) ([]byte, error) {
	builder, err := factory.BuildUnsignedTx(msgs...)
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
	sent, done, err := broadcast(cmd, ctx, bz)
	switch {
	case err != nil:
		return err
	case done == nil:
		return printSent(cmd, ctx, sent)
	}
	return printDone(cmd, ctx, done)
}

// broadcast sends a signed transaction, and awaits it unless nobody wants to wait.
func broadcast(cmd *cobra.Command, ctx client.Context, bz []byte) (sent *sdk.TxResponse, done *coretypes.ResultTx, err error) {
	if sent, err = ctx.BroadcastTx(bz); err != nil {
		return nil, nil, err
	}
	if sent.Code != 0 {
		why := sent.RawLog
		if why == "" { // what the node refuses before the chain sees it has a code only
			why = strings.TrimPrefix(errorsmod.ABCIError(sent.Codespace, sent.Code, "").Error(), ": ")
		}
		return nil, nil, refused(0, errors.New(why))
	}
	patience, err := cmd.Flags().GetDuration("wait")
	if err != nil || patience == 0 || ctx.BroadcastMode == flags.BroadcastAsync {
		return sent, nil, err
	}
	done, err = await(cmd.Context(), ctx, sent.TxHash, patience)
	return sent, done, err
}

// perform tries, signs, sends and awaits one message of many, without a word.
func perform(cmd *cobra.Command, ctx client.Context, msgs ...sdk.Msg) (*coretypes.ResultTx, error) {
	factory, err := tx.NewFactoryCLI(ctx, cmd.Flags())
	if err != nil {
		return nil, err
	}
	if factory, err = factory.Prepare(ctx); err != nil {
		return nil, unknownSigner(ctx, err)
	}
	_, gas, err := tx.CalculateGas(ctx, factory, msgs...)
	if err != nil {
		return nil, refused(0, err)
	}
	bz, err := sign(cmd.Context(), ctx, factory.WithGas(gas), msgs...)
	if err != nil {
		return nil, err
	}
	sent, done, err := broadcast(cmd, ctx, bz)
	switch {
	case err != nil:
		return nil, err
	case done == nil:
		return nil, fmt.Errorf("sent as %s, and not awaited: of many acts each is; leave --wait above zero", sent.TxHash)
	case done.TxResult.Code != abci.CodeTypeOK:
		return nil, refused(done.Height, errors.New(done.TxResult.Log))
	}
	return done, nil
}

func printSent(cmd *cobra.Command, ctx client.Context, res *sdk.TxResponse) error {
	if ctx.OutputFormat == flags.OutputFormatJSON {
		return printJSON(cmd, map[string]any{"txhash": res.TxHash})
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
	r := done.TxResult
	if r.Code != abci.CodeTypeOK {
		return refused(done.Height, errors.New(r.Log))
	}
	responses, err := responsesOf(ctx, r.Data)
	if err != nil {
		return err
	}
	if ctx.OutputFormat == flags.OutputFormatJSON {
		return printDoneJSON(cmd, ctx, done, responses)
	}
	if _, err := fmt.Fprintf(cmd.OutOrStdout(), "accepted at height %d, transaction %s\n", done.Height, done.Hash); err != nil {
		return err
	}
	for _, response := range responses {
		if err := form.Print(cmd.OutOrStdout(), ctx.Codec, response); err != nil {
			return err
		}
	}
	return nil
}

// responsesOf reads what each message of a transaction made.
func responsesOf(ctx client.Context, bz []byte) ([]proto.Message, error) {
	var data sdk.TxMsgData
	if err := ctx.Codec.Unmarshal(bz, &data); err != nil {
		return nil, err
	}
	responses := make([]proto.Message, 0, len(data.MsgResponses))
	for _, made := range data.MsgResponses {
		response, err := form.New(strings.TrimPrefix(made.TypeUrl, "/"))
		if err != nil {
			return nil, err
		}
		if err := ctx.Codec.Unmarshal(made.Value, response); err != nil {
			return nil, err
		}
		responses = append(responses, response)
	}
	return responses, nil
}

// printDoneJSON writes height, hash and what the act made, by name. What several messages of one transaction made stands in a
// list, since their names may be the same.
func printDoneJSON(cmd *cobra.Command, ctx client.Context, done *coretypes.ResultTx, responses []proto.Message) error {
	made := make([]map[string]any, len(responses))
	for i, response := range responses {
		bz, err := ctx.Codec.MarshalJSON(response)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(bz, &made[i]); err != nil {
			return err
		}
	}
	all := map[string]any{"responses": made}
	if len(made) == 1 {
		all = made[0]
	}
	all["height"], all["txhash"] = done.Height, done.Hash.String()
	return printJSON(cmd, all)
}

func printJSON(cmd *cobra.Command, value any) error {
	bz, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", bz)
	return err
}
