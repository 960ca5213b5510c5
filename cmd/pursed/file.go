package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/inspect"
)

// fileCmd reads the files that go to a bank and come from it. It asks no node.
func fileCmd() *cobra.Command {
	return family("file", "Files for a bank and from it: check", fileCheckCmd())
}

func fileCheckCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Say what payment files and the bank's answers hold, and every fault in them",
		Long: `Say what payment files and the bank's answers hold, and every fault in them, with its line and rule: requests to the
Treasury (PAM SPR 5.0.2), ACH files (Nacha: payments, returns, notices of change), messages of ISO 20022 (pain.001,
pain.002, camt.053, camt.054), and CSV of payments to import or of a bank's word. Which file is which is told by what it
holds, never by its name. Each schedule, batch or statement stands with its count and totals. No account number is shown.

A file that cannot be read is a fault, and the others are read. The command ends with 0 only if all files are sound.`,
		Example: "  pursed file check schedule.spr returns.ach\n  pursed file check status.xml -o json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, names []string) error {
			report := &inspect.Report{}
			for _, name := range names {
				f, err := inspect.Open(name)
				if err != nil { // it hides nothing of the others
					f = &bank.File{}
					f.Fault(1, bank.Unknown, "it cannot be read: %s", err)
				}
				report.Add(name, f)
			}
			if err := printFiles(cmd, report); err != nil {
				return err
			}
			if report.Faults > 0 {
				return fmt.Errorf("%s in %s", rule.Count(report.Faults, "fault"), rule.Count(len(names), "file"))
			}
			return nil
		},
	}
	cmd.Flags().StringP(flags.FlagOutput, "o", flags.OutputFormatText, "text, or json for programs")
	return cmd
}

func printFiles(cmd *cobra.Command, report *inspect.Report) error {
	output := client.GetClientContextFromCmd(cmd).OutputFormat
	if f := cmd.Flags().Lookup(flags.FlagOutput); f.Changed {
		output = f.Value.String()
	}
	switch output {
	case flags.OutputFormatJSON:
		return printJSON(cmd, report)
	case flags.OutputFormatText:
		return report.Print(cmd.OutOrStdout())
	}
	return fmt.Errorf("--output %q is neither text nor json", output)
}
