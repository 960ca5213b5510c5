package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/reconcile"
	"github.com/pursechain/purse/x/ledger"
)

// maxJournal bounds how many entries of a fund, the last ones, are searched for an explanation.
const maxJournal = 100_000

// journalPage is how many entries are asked for at once: the most that a node answers.
const journalPage = 1000

func reconcileCmd() *cobra.Command {
	var only []string
	cmd := &cobra.Command{
		Use:   "reconcile FILE",
		Short: "Set an agency's own trial balance beside the chain's, and say what could explain each difference",
		Long: `Set an agency's own trial balance beside the chain's, and say what could explain each difference.

FILE is CSV with the columns fund, account, and amount (debits positive) or debit and credit, in any order; with defc,
program_activity, object_class, funding (D or R), bea (D or M) or apportionment, accounts are compared by these too. The
bulk file of GTAS is read as well: its ending balances, by fund and account. "-" reads from the standard input.

The command ends with 0 if the books agree, and with 1 if they differ or could not be compared: what differs stands on the
output, and why nothing was compared is a refusal. Of a fund's journal the last 100,000 entries are searched.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			if !slices.Contains([]string{"text", "json", "csv"}, ctx.OutputFormat) {
				return fmt.Errorf("--output %q is neither text, json nor csv", ctx.OutputFormat)
			}
			books, err := readBooks(cmd, args[0])
			if err != nil {
				return err
			}
			funds, err := fundsToCompare(books, only)
			if err != nil {
				return err
			}
			when, err := asOf(cmd, these(funds...))
			if err != nil {
				return err
			}
			report, err := compare(cmd, when, books, funds)
			if err != nil {
				return err
			}
			return deliver(cmd, ctx.OutputFormat, report)
		},
	}
	cmd.Flags().StringSliceVar(&only, "fund", nil,
		"compare this fund only; several, with commas between; if none, those of the file")
	cmd.Flags().Int64(flags.FlagHeight, 0, "the height at which the chain is asked; 0 is the last")
	addWhenFlags(cmd)
	cmd.Flags().String(flags.FlagNode, "tcp://localhost:26657", "the node's RPC address")
	cmd.Flags().StringP(flags.FlagOutput, "o", "text", "text, json for programs, or csv for a spreadsheet")
	return cmd
}

func readBooks(cmd *cobra.Command, name string) (*reconcile.Books, error) {
	if name == "-" {
		return reconcile.Parse(cmd.InOrStdin())
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	books, err := reconcile.Parse(file)
	return books, errors.Join(err, file.Close())
}

// fundsToCompare are those named, each once; if none is, those of the agency's books.
func fundsToCompare(books *reconcile.Books, only []string) (funds []string, err error) {
	if len(only) == 0 {
		return books.Funds(), nil
	}
	for _, text := range only {
		fund, err := reconcile.FundOf(text)
		if err != nil {
			return nil, form.At(err, "--fund")
		}
		if !slices.Contains(funds, fund) {
			funds = append(funds, fund)
		}
	}
	return funds, nil
}

// compare asks for each fund what the chain holds: all of it at the height of the first answer, or of each at the end of its year.
func compare(cmd *cobra.Command, when moment, books *reconcile.Books, funds []string) (report reconcile.Report, err error) {
	for _, fund := range funds {
		chain := reconcile.Chain{Fund: fund} // has no entry in a year of which the fund has no books
		if ctx, has := when.of(fund); has {
			if chain, err = holdings(cmd, ctx, fund); err != nil {
				return report, err
			}
			when.Context = when.WithHeight(max(when.Height, chain.Height))
		}
		compared, err := reconcile.Compare(books, chain)
		if err != nil {
			return report, err
		}
		report.Funds = append(report.Funds, compared)
	}
	return report, nil
}

// holdings asks for a fund's trial balance and journal, both of one height.
func holdings(cmd *cobra.Command, ctx client.Context, fund string) (reconcile.Chain, error) {
	chain := reconcile.Chain{Fund: fund, Height: ctx.Height}
	var header metadata.MD
	request := &ledger.QueryTrialBalanceRequest{Fund: fund}
	balance, err := ledger.NewQueryClient(ctx).TrialBalance(cmd.Context(), request, grpc.Header(&header))
	if r := byRuleOf(err); r == ledger.ErrUnknownFund {
		return chain, nil
	}
	if err != nil {
		return chain, err
	}
	if chain.Height == 0 {
		if chain.Height, err = heightOf(header); err != nil {
			return chain, err
		}
	}
	chain.Rows = balance.Rows
	return chain, journal(cmd, ctx.WithHeight(chain.Height), &chain)
}

// byRuleOf is the rule behind an error that came over the wire, or nil.
func byRuleOf(err error) *rule.Rule {
	if err == nil {
		return nil
	}
	found := byRule(err)
	for _, r := range rule.All() {
		if found != nil && r.Name() == found.Name {
			return r
		}
	}
	return nil
}

// heightOf is the height at which a node answered.
func heightOf(header metadata.MD) (int64, error) {
	heights := header.Get(grpctypes.GRPCBlockHeightHeader)
	if len(heights) == 0 {
		return 0, errors.New("the node does not say at which height it answered; name one with --height")
	}
	return strconv.ParseInt(strings.TrimSpace(heights[0]), 10, 64)
}

// journal reads the last entries of a fund, page by page.
func journal(cmd *cobra.Command, ctx client.Context, chain *reconcile.Chain) error {
	ask := func(start, limit uint64) (*ledger.QueryJournalResponse, error) {
		request := &ledger.QueryJournalRequest{Fund: chain.Fund, Start: start, Limit: limit}
		return ledger.NewQueryClient(ctx).Journal(cmd.Context(), request)
	}
	first, err := ask(0, 1)
	if err != nil {
		return err
	}
	if first.Size_ > maxJournal {
		chain.First = first.Size_ - maxJournal
	}
	for next := chain.First; next < first.Size_; next = chain.First + uint64(len(chain.Entries)) {
		page, err := ask(next, journalPage)
		if err != nil {
			return err
		}
		if len(page.Entries) == 0 {
			return fmt.Errorf("the node gave no entry %d of the journal of %s, which has %d", next, chain.Fund, first.Size_)
		}
		chain.Entries = append(chain.Entries, page.Entries...)
	}
	return nil
}

// deliver writes the report. Differences are a failure of the command, and no refusal: nobody asked for anything unlawful.
func deliver(cmd *cobra.Command, output string, report reconcile.Report) error {
	print := report.Print
	switch output {
	case "json":
		print = report.JSON
	case "csv":
		print = report.CSV
	}
	if err := print(cmd.OutOrStdout()); err != nil {
		return err
	}
	if n := report.Count(); n > 0 {
		return fmt.Errorf("the agency's books and the chain's differ: %s", rule.Count(n, "difference"))
	}
	return nil
}
