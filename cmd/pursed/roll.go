package main

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/payrun"
)

// rollCmd makes the roots and proofs of rolls of beneficiaries. It asks no node.
func rollCmd() *cobra.Command {
	const file = `

FILE is CSV with the columns beneficiary and amount, a line for each payment, at most 5,000. A beneficiary is named by what
the payer knows him by: a number, or the salted hash of one. The chain never sees the file.`
	root := &cobra.Command{
		Use:   "root FILE",
		Short: "Print the root of a roll, the number of its lines and their sum, as a claim names them",
		Long:  "Print the root of a roll, the number of its lines and their sum, as a claim names them." + file,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := payrun.ReadRoll(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "--roll %s --roll-lines %d --amount %s\n", r.Root, len(r.Lines), plainAmount(r.Total))
			return err
		},
	}
	prove := &cobra.Command{
		Use:   "prove FILE LINE",
		Short: "Print what shows that a line stands in a roll, as its return names it",
		Long:  "Print what shows that a line, counted from 1, stands in a roll, as its return names it." + file,
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := payrun.ReadRoll(args[0])
			if err != nil {
				return err
			}
			number, err := strconv.Atoi(args[1])
			if err != nil {
				return fmt.Errorf("line %q is not a number", form.Clean(args[1]))
			}
			proof, err := roll.Prove(r.Lines, number-1)
			if err != nil {
				return fmt.Errorf("%s: %w", r.File, err)
			}
			nodes := make([]string, len(proof))
			for i, n := range proof {
				nodes[i] = hex.EncodeToString(n.Hash[:]) + ":" + plainAmount(n.Sum)
			}
			l := r.Lines[number-1]
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "--line %d --beneficiary '%s' --amount %s --proof %s\n", number, form.Clean(l.Beneficiary),
				plainAmount(l.Amount), strings.Join(nodes, ","))
			return err
		},
	}
	return family("roll", "Rolls of beneficiaries: their roots, and proofs of their lines", root, prove)
}

func plainAmount(a money.Amount) string { return strings.ReplaceAll(a.String(), ",", "") }
