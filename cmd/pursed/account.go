package main

import (
	"fmt"
	"os"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/client/bank/details"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/payment"
)

// accountCmd makes and opens what payees seal to the office that pays them.
func accountCmd() *cobra.Command {
	return family("account", "Bank details that are sealed to a paying office: key, seal, read", accountKeyCmd(), accountSealCmd(), accountReadCmd())
}

func accountKeyCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "key FILE",
		Short: "Make the key of a paying office: the secret in a file that only you can read, the public one on the output",
		Long: `Make the key to which payees seal their bank details for a paying office. The secret key is written to a new file that only you
can read: whoever has it reads all of them, and without it nobody does, so keep a copy apart. The public key, which begins with age1, is for
every payee.`,
		Example: "  pursed account key office.key",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := age.GenerateX25519Identity()
			if err != nil {
				return err
			}
			if err := writeNew(args[0], fmt.Appendf(nil, "# public key: %s\n%s\n", key.Recipient(), key)); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), key.Recipient())
			return err
		},
	}
}

func accountSealCmd() *cobra.Command {
	var d details.Details
	var office, out string
	cmd := &cobra.Command{
		Use:   "seal",
		Short: "Seal your bank details to a paying office, and commit to them",
		Long: `Seal your bank details to the public key of a paying office. The file and the commitment on the output go into
pursed tx payment register-account; the chain shows neither name nor account to anybody but the office. Ask the office for its
key by a way that you trust.`,
		Example: "  pursed account seal --office age1... --name 'State of Florida' --routing 021000021 --account 123456789 --file details.age",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sealed, commitment, err := details.Seal(d, office)
			if err != nil {
				return form.ErrValue.Refuse("%s", err)
			}
			if err := writeNew(out, sealed); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), commitment)
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&office, "office", "", "the public key of the paying office: age1...")
	f.StringVar(&d.Name, "name", "", "who holds the account")
	f.StringVar(&d.Routing, "routing", "", "the routing number of the bank, nine digits")
	f.StringVar(&d.Account, "account", "", "the number of the account")
	f.BoolVar(&d.Savings, "savings", false, "it is a savings account")
	f.StringVar(&out, "file", "details.age", "the new file for what is sealed")
	return cmd
}

func accountReadCmd() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "read OFFICE PAYEE",
		Short: "Read a payee's bank details: those that wait to be confirmed, or those in use",
		Long: `Read the bank details that a payee sealed to your office: those that wait to be confirmed if there are any, else those in use. They are
held to the commitment on the chain. They are private: what is printed is for the officer who confirms them.`,
		Example: "  pursed account read treasury VN1AJFAD19J9 --key office.key",
		Args:    cobra.ExactArgs(2),
	}
	flags.AddQueryFlagsToCmd(cmd)
	cmd.Flags().StringVar(&key, "key", "", "the file with the secret key of the office")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		keys, err := officeKeys(key)
		if err != nil {
			return err
		}
		ctx, err := client.GetClientQueryContext(cmd)
		if err != nil {
			return err
		}
		answer, err := payment.NewQueryClient(ctx).Account(cmd.Context(), &payment.QueryAccountRequest{Office: args[0], Payee: args[1]})
		if err != nil {
			return refused(0, err)
		}
		state, at := "waits to be confirmed", answer.Account.Next
		if at.Commitment == "" {
			state, at = "in use", answer.Account.Current
		}
		d, err := details.Open(at.Sealed, at.Commitment, keys...)
		if err != nil {
			return err
		}
		kind := "checking"
		if d.Savings {
			kind = "savings"
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "state       %s, sent on %s\nname        %s\nrouting     %s\naccount     %s, %s\ncommitment  %s\n",
			state, at.Sent, form.Clean(d.Name), d.Routing, d.Account, kind, at.Commitment)
		return err
	}
	return cmd
}

// officeKeys reads the secret keys of an office from a file.
func officeKeys(name string) ([]age.Identity, error) {
	if name == "" {
		return nil, form.ErrMissing.Refuse("--key")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	keys, err := age.ParseIdentities(f)
	if err != nil {
		return nil, fmt.Errorf("%s holds no secret key of age: %w", name, err)
	}
	return keys, nil
}
