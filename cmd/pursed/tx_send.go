package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/payrun"
	"github.com/pursechain/purse/x/payment"
)

// modifier is what tells the ACH files of a day apart.
var modifier = regexp.MustCompile(`^[A-Z0-9]$`)

// sendCmd writes the file by which a bank is asked to pay, and records it first.
func sendCmd() *cobra.Command {
	var format payrun.Format
	var key, profile, accounts, out string
	var rolls []string
	cmd := &cobra.Command{
		Use:   "send SCHEDULE...",
		Short: "Write the file that asks a bank to pay disbursed schedules, and record it on the chain first",
		Long: `Write the file that asks a bank to pay what schedules disburse: ACH (Nacha, CCD or PPD), PAM standard payment request 5.0.2, or
pain.001.001.09. Its hash is recorded on the chain before the file is there to be sent. Payees' bank details are opened with the key of the
office, and each is the one to which the payment was disbursed. The same schedules make the same file on the same day: if it was recorded and is
lost, the command writes it again. A file that is there with other bytes is not written over.

A bank tells the ACH files of one day apart by their modifier, and refuses a second one with the same: the first is A, the next B.

A roll of beneficiaries is paid by an entry for each line that is not settled. The chain has neither their names nor their accounts: --roll is
the file of which the roll's root was made, and --accounts is CSV with the columns beneficiary, name, routing, account and type (checking or
savings). Both are held to the root and the total on the chain.

The profile says how the office is known to its bank, in JSON: name, id, routing, account, class, system, location, ein.`,
		Example: "  pursed tx payment send treasury/2018/FEMA0001 --format ach --profile bank.json --key office.key --file day.ach --from dora",
		Args:    cobra.MinimumNArgs(1),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&format.Name, "format", "ach", "one of: "+strings.Join(payrun.Formats, ", "))
	f.StringVar(&format.Modifier, "modifier", "A", "A to Z or 0 to 9, another for each ACH file of a day")
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
		if !modifier.MatchString(format.Modifier) {
			return form.ErrValue.Refuse("--modifier %q is not one of A to Z or 0 to 9", rule.Clip(format.Modifier, 40))
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

// sendOut records a file, unless it is, once it is written beside its place; then it gives it its name.
func sendOut(cmd *cobra.Command, ctx client.Context, s *payrun.Sending, schedules []string, out string) error {
	if err := notOver(out, s.Bytes); err != nil {
		return err
	}
	hash := fmt.Sprintf("%x", sha256.Sum256(s.Bytes))
	before := s.Schedules[0].File == hash
	recorded := before
	if !recorded {
		if err := agree(cmd, ctx, fmt.Sprintf("Record a file of %s, %s?", rule.Count(int(s.Lines), "payment"), s.Amount)); err != nil {
			return err
		}
	}
	err := form.ToFile(out, func(w io.Writer) error {
		if _, err := w.Write(s.Bytes); err != nil || recorded {
			return err
		}
		_, err := perform(cmd, ctx, &payment.MsgRecordFile{
			Signer: ctx.FromAddress.String(), Office: s.Office, File: hash, Schedules: schedules, Lines: s.Lines, Amount: s.Amount,
		})
		recorded = err == nil
		return err
	})
	if err != nil && recorded {
		return fmt.Errorf("the file is recorded and could not be written: run the command again today (%w)", err)
	}
	if err != nil {
		return err
	}
	state := map[bool]string{true: "recorded before", false: "recorded"}[before]
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %s; %s as %s\n", out, rule.Count(int(s.Lines), "payment"), s.Amount, state, hash)
	return err
}

// notOver refuses to write over what is there, unless it is the same.
func notOver(name string, made []byte) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is there, and is no file; name another with --file", form.Clean(name))
	}
	is, err := os.ReadFile(name)
	if err == nil && !bytes.Equal(is, made) {
		err = fmt.Errorf("%s is there, and holds something else; name another with --file", form.Clean(name))
	}
	return err
}
