package payrun

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/details"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/payment"
)

// Roll is a roll of beneficiaries as its file has it. The chain has only its root.
type Roll struct {
	File  string
	Lines []roll.Line
	Root  string
	Total money.Amount
}

// Rolls are those of which an office has the files.
type Rolls []Roll

// of is the roll of a payable. Its file is known by its root, so that one in which anything was changed is not taken.
func (all Rolls) of(p payment.Payable) (Roll, error) {
	at := slices.IndexFunc(all, func(r Roll) bool { return r.Root == p.Roll })
	if at >= 0 {
		return all[at], nil
	}
	var given strings.Builder
	for _, r := range all {
		fmt.Fprintf(&given, "; %s has the root %s, %s, %s", r.File, r.Root, rule.Count(len(r.Lines), "line"), r.Total)
	}
	return Roll{}, fmt.Errorf("%s pays a roll with the root %s, %s, %s, whose file is not given: name it with --roll%s", p.Id, p.Roll,
		rule.Count(int(p.RollLines), "line"), p.RollTotal, given.String())
}

// ReadRolls reads files of rolls.
func ReadRolls(names []string) (all Rolls, err error) {
	for _, name := range names {
		r, err := ReadRoll(name)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// ReadRoll reads the file of a roll: CSV with the columns beneficiary and amount.
func ReadRoll(name string) (r Roll, err error) {
	r.File = form.Clean(name)
	err = eachRow(name, []string{"beneficiary", "amount"}, func(cells []string) error {
		amount, err := money.Parse(cells[1])
		r.Lines = append(r.Lines, roll.Line{Beneficiary: cells[0], Amount: amount})
		return err
	})
	if err != nil {
		return r, err
	}
	if r.Root, r.Total, err = roll.Root(r.Lines); err != nil {
		return r, fmt.Errorf("%s: %w", r.File, err)
	}
	return r, nil
}

// Accounts are where beneficiaries are paid, by what their rolls call them. They are private: no error repeats one.
type Accounts map[string]details.Details

// ReadAccounts reads the accounts of beneficiaries: CSV with the columns beneficiary, name, routing, account and type.
func ReadAccounts(name string) (Accounts, error) {
	all := make(Accounts)
	return all, eachRow(name, []string{"beneficiary", "name", "routing", "account", "type"}, func(cells []string) error {
		d := details.Details{Name: cells[1], Routing: cells[2], Account: cells[3], Savings: cells[4] == "savings"}
		if cells[4] != "savings" && cells[4] != "checking" {
			return errors.New("the type is neither checking nor savings")
		}
		if why := d.Fault(); why != "" {
			return errors.New(why)
		}
		if _, twice := all[cells[0]]; twice {
			return errors.New("the beneficiary has an account already")
		}
		all[cells[0]] = d
		return nil
	})
}

// eachRow reads a CSV file with these columns, and names the line of what is wrong. The header is line 0, as it is no payment.
func eachRow(name string, columns []string, do func(cells []string) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	whole, text, err := bank.Begin("", file)
	if err != nil {
		return err
	}
	name = form.Clean(name)
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	rows.FieldsPerRecord = len(columns)
	if header, err := rows.Read(); !whole.Sound() || err != nil || !slices.Equal(header, columns) {
		return fmt.Errorf("%s: the first line is to be: %s", name, strings.Join(columns, ","))
	}
	for line := 1; ; line++ {
		cells, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = do(cells)
		}
		if err != nil {
			return fmt.Errorf("%s: line %d: %w", name, line, err)
		}
	}
}
