package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/terms"
)

// termsCmd has what somebody needs who writes a contract. It asks no node.
func termsCmd() *cobra.Command {
	return family("terms", "Contracts: check and test them before they are published",
		&cobra.Command{
			Use: "check FILE", Short: "Read a contract as the chain would, and say what is wrong with it",
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				c, err := compileFile(args[0])
				if err != nil {
					return err
				}
				cmd.Printf("%s: %s, and %s can be published\n", args[0], rule.Count(len(c.Terms().Clauses), "clause"), c.Terms().Ref())
				return nil
			},
		},
		&cobra.Command{
			Use: "test FILE", Short: "Run the cases of a contract, and show which clauses they hold and break",
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				c, err := compileFile(args[0])
				if err != nil {
					return err
				}
				return testContract(cmd, c)
			},
		})
}

func compileFile(name string) (*terms.Compiled, error) {
	bz, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return terms.Compile(string(bz))
}

// testContract runs the cases, and fails if one comes otherwise than it says, or if no case breaks a clause.
func testContract(cmd *cobra.Command, c *terms.Compiled) error {
	wrong, broken := 0, make(map[string]int)
	for _, test := range c.Terms().Cases {
		result := c.Try(test)
		mark := "ok   "
		if len(result.Wrong) > 0 {
			mark, wrong = "WRONG", wrong+1
		}
		cmd.Printf("%s line %d: %s\n", mark, test.Line, test.Name)
		for _, why := range result.Wrong {
			cmd.Printf("        %s\n", why)
		}
		for _, f := range result.Found {
			broken[f.Clause.Id]++
		}
	}
	var never []string
	cmd.Println()
	for _, clause := range c.Terms().Clauses {
		n := broken[clause.Id]
		cmd.Printf("%-40s broken by %s\n", clause.Id, rule.Count(n, "case"))
		if n == 0 {
			never = append(never, clause.Id)
		}
	}
	switch {
	case wrong > 0:
		return fmt.Errorf("%s of %d went otherwise than written", rule.Count(wrong, "case"), len(c.Terms().Cases))
	case len(never) > 0:
		return fmt.Errorf("no case breaks %s; write one for each, so that the clause is seen to refuse", strings.Join(never, ", "))
	}
	return nil
}
