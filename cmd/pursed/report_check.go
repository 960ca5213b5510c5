package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/gsdm"
)

// reportCheckCmd checks spending files, ours or another's. It asks no node.
func reportCheckCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check DIR|FILE...",
		Short: "Check DATA Act files A, B and C by the rules of the Treasury's broker",
		Long: `Check DATA Act files A, B and C by the rules of the Treasury's broker, alone, against each other, and against an SF-133
and a list of program activities if they are given. Which file is which is told by its header. Of a directory,
the files whose names end in .csv are read: one that is plainly none of these is named and left out, and one that
cannot be read is a fault. A rule that lacks a file is listed as not run. One that lacks a column is too, and the
column that is missing is a fault.

The command ends with 1 if it finds any fault, fatal or warning.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, skipped, err := gsdm.Open(args...)
			for _, why := range skipped {
				cmd.PrintErrln("not read: " + why)
			}
			if err != nil {
				return err
			}
			found := set.Check()
			if err := printReport(cmd, found); err != nil {
				return err
			}
			if faults := found.Faults(); faults > 0 {
				return fmt.Errorf("%s: %d fatal, %s", rule.Count(faults, "fault"), found.Fatal, rule.Count(found.Warnings, "warning"))
			}
			return nil
		},
	}
	cmd.Flags().StringP(flags.FlagOutput, "o", flags.OutputFormatText, "text, or json for programs")
	return cmd
}

func printReport(cmd *cobra.Command, found *gsdm.Report) error {
	output := client.GetClientContextFromCmd(cmd).OutputFormat
	if f := cmd.Flags().Lookup(flags.FlagOutput); f.Changed {
		output = f.Value.String()
	}
	switch output {
	case flags.OutputFormatJSON:
		return printJSON(cmd, found)
	case flags.OutputFormatText:
		return found.Print(cmd.OutOrStdout())
	}
	return fmt.Errorf("--output %q is neither text nor json", output)
}
