package main

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/client/payrun"
)

// reportOpenCmd shows what a paying office has still to see to.
func reportOpenCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "open OFFICE",
		Short: "Report what a paying office has still to see to, and why: unanswered, returned, unmatched",
		Long: `Report in one table what a paying office has still to see to, and why: payments of which the bank has said nothing, those that
came back with the bank's reason, schedules that are not disbursed, and words of the bank that match no payment.`,
		Args: cobra.ExactArgs(1),
	}
	flags.AddQueryFlagsToCmd(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx, err := client.GetClientQueryContext(cmd)
		if err != nil {
			return err
		}
		all, err := payrun.StillOpen(cmd.Context(), ctx, args[0])
		if err != nil {
			return refused(0, err)
		}
		if ctx.OutputFormat == flags.OutputFormatJSON {
			return printJSON(cmd, all)
		}
		return payrun.PrintOpen(cmd.OutOrStdout(), all)
	}
	return cmd
}
