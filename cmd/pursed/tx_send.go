package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/payrun"
	"github.com/pursechain/purse/x/payment"
)

// sendCmd writes the file by which a bank is asked to pay, and records it first.
func sendCmd() *cobra.Command {
	var format, key, profile, accounts, out string
	var rolls []string
	cmd := &cobra.Command{
		Use:   "send SCHEDULE...",
		Short: "Write the file that asks a bank to pay disbursed schedules, and record it on the chain first",
		Long: `Write the file that asks a bank to pay what schedules disburse: ACH (Nacha, CCD or PPD), PAM standard payment request 5.0.2, or
pain.001.001.09. Its hash is recorded on the chain before the file is there to be sent. Payees' bank details are opened with the key of the
office, and each is the one to which the payment was disbursed. The same schedules make the same file on the same day: if it was recorded and is
lost, the command writes it again.

A roll of beneficiaries is paid by an entry for each line that is not settled. The chain has neither their names nor their accounts: --roll is
the file of which the roll's root was made, and --accounts is CSV with the columns beneficiary, name, routing, account and type (checking or
savings). Both are held to the root and the total on the chain.

The profile says how the office is known to its bank, in JSON: name, id, routing, account, class, system, location, ein.`,
		Example: "  pursed tx payment send treasury/2018/FEMA0001 --format ach --profile bank.json --key office.key --file day.ach --from dora",
		Args:    cobra.MinimumNArgs(1),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&format, "format", "ach", "one of: "+strings.Join(payrun.Formats, ", "))
	f.StringVar(&profile, "profile", "", "the file that says how the office is known to its bank")
	f.StringVar(&key, "key", "", "the file with the secret key of the office; rolls alone need none")
	addRollFlag(cmd, &rolls)
	f.StringVar(&accounts, "accounts", "", "the file of the accounts of beneficiaries")
	f.StringVar(&out, "file", "", "where to write the file")
	addTxFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, schedules []string) error {
		if out == "" || profile == "" {
			return form.ErrMissing.Refuse("--file and --profile")
		}
		if err := checkFlags(cmd, nil); err != nil {
			return err
		}
		p, err := readProfile(profile)
		if err != nil {
			return err
		}
		private, err := readPrivate(key, rolls, accounts)
		if err != nil {
			return err
		}
		ctx, err := signer(cmd)
		if err != nil {
			return err
		}
		s, err := payrun.Send(cmd.Context(), ctx, schedules, format, p, private)
		if err != nil {
			return inWordsOf(err)
		}
		return sendOut(cmd, ctx, s, schedules, out)
	}
	return cmd
}

// readPrivate reads what the office has and the chain has not.
func readPrivate(key string, rolls []string, accounts string) (p payrun.Private, err error) {
	if key != "" || len(rolls) == 0 {
		if p.Keys, err = officeKeys(key); err != nil {
			return p, err
		}
	}
	if p.Rolls, err = payrun.ReadRolls(rolls); err != nil || accounts == "" {
		return p, err
	}
	p.Accounts, err = payrun.ReadAccounts(accounts)
	return p, err
}

func readProfile(name string) (p payrun.Profile, err error) {
	f, err := os.Open(name)
	if err != nil {
		return p, err
	}
	defer f.Close()
	in := json.NewDecoder(f)
	in.DisallowUnknownFields()
	if err := in.Decode(&p); err != nil {
		return p, fmt.Errorf("%s is no profile of an office: %w", name, err)
	}
	return p, nil
}

// inWordsOf gives an error of the chain its rule; others are as they are.
func inWordsOf(err error) error {
	if byRule(err) != nil {
		return refused(0, err)
	}
	return err
}

// sendOut records a file, unless it is, and then writes it.
func sendOut(cmd *cobra.Command, ctx client.Context, s *payrun.Sending, schedules []string, out string) error {
	hash := fmt.Sprintf("%x", sha256.Sum256(s.Bytes))
	recorded := s.Schedules[0].File == hash
	if !recorded {
		if err := agree(cmd, ctx, fmt.Sprintf("Record a file of %s, %s?", rule.Count(int(s.Lines), "payment"), s.Amount)); err != nil {
			return err
		}
		_, err := perform(cmd, ctx, &payment.MsgRecordFile{
			Signer: ctx.FromAddress.String(), Office: s.Office, File: hash, Schedules: schedules, Lines: s.Lines, Amount: s.Amount,
		})
		if err != nil {
			return err
		}
	}
	if err := os.WriteFile(out, s.Bytes, 0o600); err != nil {
		return fmt.Errorf("the file is recorded and could not be written: run the command again today (%w)", err)
	}
	state := map[bool]string{true: "recorded before", false: "recorded"}[recorded]
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %s; %s as %s\n", out, rule.Count(int(s.Lines), "payment"), s.Amount, state, hash)
	return err
}
