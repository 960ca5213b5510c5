package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/contract"
	"github.com/pursechain/purse/x/terms"
)

// termsCmd has what somebody needs who writes a contract. It asks a node only for what was published and decided.
func termsCmd() *cobra.Command {
	return family("terms", "Contracts: check, test, explain, compare and try them before they are published",
		&cobra.Command{
			Use: "check FILE...", Short: "Read contracts as the chain would, and say what is wrong with them",
			Args: cobra.MinimumNArgs(1),
			RunE: eachFile(func(cmd *cobra.Command, name string, c *terms.Compiled) error {
				cmd.Printf("%s: %s, and %s can be published\n", name, rule.Count(len(c.Terms().Clauses), "clause"), c.Terms().Ref())
				return nil
			}),
		},
		&cobra.Command{
			Use: "test FILE...", Short: "Run the cases of contracts, and show which clauses they keep and break",
			Args: cobra.MinimumNArgs(1),
			RunE: eachFile(func(cmd *cobra.Command, _ string, c *terms.Compiled) error {
				coverage := contract.Test(c)
				cmd.Println(c.Terms().Ref())
				coverage.Print(cmd.OutOrStdout())
				return coverage.Fault()
			}),
		},
		explainCmd(), diffCmd(), tryCmd())
}

// eachFile does the same with each contract that is named, and fails if it failed with any.
func eachFile(do func(*cobra.Command, string, *terms.Compiled) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, names []string) (all error) {
		for _, name := range names {
			c, err := compileFile(name)
			if err == nil {
				err = do(cmd, name, c)
			}
			if err != nil && len(names) > 1 {
				err = fmt.Errorf("%s: %w", name, err)
			}
			all = errors.Join(all, err)
		}
		return all
	}
}

func compileFile(name string) (*terms.Compiled, error) {
	bz, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return terms.Compile(string(bz))
}

func explainCmd() *cobra.Command {
	var named string
	cmd := &cobra.Command{
		Use: "explain FILE [CASE-FILE]", Short: "Say in plain words what each clause of a contract makes of a case, and what it saw",
		Long: `Say in plain words what each clause of a contract makes of a case, and what it saw.

The case is one of the contract's own, by its name, or those of a file that has nothing else: the lines of a case, as in a contract.`,
		Example: "  pursed terms explain contracts/cost-share --case 'a cent more'\n  pursed terms explain contracts/cost-share claim-of-may",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if (named == "") == (len(args) == 1) {
				return errors.New("name one case: a CASE-FILE, or --case with the name of one in the contract")
			}
			c, err := compileFile(args[0])
			if err != nil {
				return err
			}
			cases, err := casesOf(c.Terms(), named, args[1:])
			if err != nil {
				return err
			}
			for _, test := range cases {
				contract.Explain(cmd.OutOrStdout(), c, test)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&named, "case", "", "the name of a case in the contract")
	return cmd
}

// casesOf are those of a file, or else those of the contract that have a name.
func casesOf(t *terms.Terms, named string, files []string) (found []terms.Case, err error) {
	if len(files) > 0 {
		bz, err := os.ReadFile(files[0])
		if err != nil {
			return nil, err
		}
		return t.ReadCases(string(bz))
	}
	var names []string
	for _, test := range t.Cases {
		if names = append(names, test.Name); test.Name == named {
			found = append(found, test)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s has no case %q; it has: %s", t.Ref(), named, strings.Join(names, "; "))
	}
	return found, nil
}

func diffCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "diff OLD NEW", Short: "Say in what two versions differ, and which cases of the old one come otherwise under the new one",
		Long: `Say in what two versions differ, and which cases of the old one come otherwise under the new one.

OLD and NEW are files, or published versions, as cost-share/1, for which the node is asked.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			var both [2]*terms.Compiled
			for i, name := range args {
				var err error
				if both[i], err = fileOrPublished(cmd, name); err != nil {
					return err
				}
			}
			contract.Compare(both[0], both[1]).Print(cmd.OutOrStdout())
			return nil
		},
	}
	nodeFlag(cmd)
	return cmd
}

func nodeFlag(cmd *cobra.Command) {
	cmd.Flags().String(flags.FlagNode, "tcp://localhost:26657", "the node's RPC address")
}

// fileOrPublished is a contract in a file, or, if there is no such file, the version of that name.
func fileOrPublished(cmd *cobra.Command, name string) (*terms.Compiled, error) {
	_, missing := os.Stat(name)
	if _, _, malformed := terms.ParseRef(name); missing == nil || malformed != nil {
		return compileFile(name)
	}
	ctx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return nil, err
	}
	return published(cmd, ctx, name)
}

func published(cmd *cobra.Command, ctx client.Context, ref string) (*terms.Compiled, error) {
	name, version, err := terms.ParseRef(ref)
	if err != nil {
		return nil, err
	}
	answer, err := terms.NewQueryClient(ctx).Contract(cmd.Context(), &terms.QueryContractRequest{Name: name, Version: version})
	if err != nil {
		return nil, err
	}
	return terms.Compile(answer.Contract.Text)
}
