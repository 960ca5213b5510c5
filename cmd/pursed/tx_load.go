package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank/inspect"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/payrun"
	"github.com/pursechain/purse/x/payment"
)

// loadCmd records what a bank's file says.
func loadCmd() *cobra.Command {
	var office string
	var rolls []string
	cmd := &cobra.Command{
		Use:   "load FILE",
		Short: "Record what a bank's file says: ACH returns, pain.002, camt.053, camt.054, or CSV",
		Long: `Record what a bank's file says of payments: ACH returns and notices of change, pain.002, camt.053, camt.054, or CSV with the
columns payable, status, amount, reference and reason. The file is validated first. Each line settles its payment or brings it
back; what matches nothing becomes an exception. What the bank has only taken note of is counted, and left for its next word.

A word on a line of a roll of beneficiaries is recorded by the line's number, and one that came back is shown to stand in the roll: give the
roll's file with --roll. What is not as the roll has it becomes an exception.

The file is known by its hash, and each line is recorded once: loading can be broken off and run again.`,
		Example: "  pursed tx payment load returns.ach --office treasury --from dave",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&office, "office", "", "the member whose bank it is: treasury")
	addRollFlag(cmd, &rolls)
	addTxFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if office == "" {
			return form.ErrMissing.Refuse("--office")
		}
		if err := checkFlags(cmd, nil); err != nil {
			return err
		}
		return load(cmd, args[0], office, rolls)
	}
	return cmd
}

func addRollFlag(cmd *cobra.Command, files *[]string) {
	cmd.Flags().StringArrayVar(files, "roll", nil, "the file of a roll of beneficiaries; once for each")
}

func load(cmd *cobra.Command, name, office string, rollFiles []string) error {
	file, err := inspect.Open(name)
	if err != nil {
		return err
	}
	rolls, err := payrun.ReadRolls(rollFiles)
	if err != nil {
		return err
	}
	ctx, err := signer(cmd)
	if err != nil {
		return err
	}
	answers, err := payrun.Hear(cmd.Context(), ctx, office, file, rolls)
	if err != nil {
		return inWordsOf(err)
	}
	if err := soundFile(cmd, name, file); err != nil {
		return err
	}
	if err := agree(cmd, ctx, fmt.Sprintf("Record %s of the bank?", rule.Count(len(answers.Words)-answers.Before, "word"))); err != nil {
		return err
	}
	var done payment.MsgAnswerResponse
	bar := newBar(cmd, "recorded", len(answers.Words))
	err = answers.Tell(ctx.FromAddress.String(), func(p payrun.Part) error { return record(&done, cmd, ctx, p) }, bar.to)
	bar.end()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d settled, %d returned, %s; %d recorded before, %d that the bank has not decided on\n",
		done.Settled, done.Returned, rule.Count(int(done.Exceptions), "exception"), answers.Before, answers.Waiting)
	return err
}

// record records a part of a file, and counts what became of it.
func record(sum *payment.MsgAnswerResponse, cmd *cobra.Command, ctx client.Context, p payrun.Part) error {
	done, err := perform(cmd, ctx, p.Messages...)
	if err != nil {
		return err
	}
	responses, err := responsesOf(ctx, done.TxResult.Data)
	if err != nil {
		return err
	}
	sum.Settled, sum.Returned = sum.Settled+uint32(p.Settled), sum.Returned+uint32(p.Returned)
	for _, r := range responses {
		if part, is := r.(*payment.MsgAnswerResponse); is {
			sum.Settled, sum.Returned, sum.Exceptions = sum.Settled+part.Settled, sum.Returned+part.Returned, sum.Exceptions+part.Exceptions
		}
	}
	return nil
}
