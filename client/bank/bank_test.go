package bank_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
)

// The page lists the rules as the table has them; a failure prints the lines that are right.
func TestReadmeListsTheRules(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var rules strings.Builder
	for _, r := range bank.Rules {
		fmt.Fprintf(&rules, "| %s | %s | %s |\n", r.Name, r.Refuses, r.Source)
	}
	require.Contains(t, string(page), rules.String())
}

func TestCents(t *testing.T) {
	for text, want := range map[string]money.Amount{"000": 0, "0000000001": 1, "0001250000": 1250000, "9999999999": 99_999_999_99,
		"009000000000000000": money.Max} {
		got, why := bank.Cents(text)
		require.Equal(t, want, got, text)
		require.Empty(t, why, text)
	}
	for _, text := range []string{"", "00", " 00000001", "-000000001", "+000000001", "1.00", "00000O0001", "\u0660\u0660\u0661", "009000000000000001",
		strings.Repeat("9", 400)} {
		_, why := bank.Cents(text)
		require.NotEmpty(t, why, text)
	}
}

func TestDecimal(t *testing.T) {
	for text, want := range map[string]money.Amount{"0": 0, "1": 100, "1.5": 150, "1.50": 150, "0.01": 1, "5.0100": 501, "007.00": 700,
		"90000000000000.00": money.Max} {
		got, why := bank.Decimal(text)
		require.Equal(t, want, got, text)
		require.Empty(t, why, text)
	}
	for _, text := range []string{"", ".", "1.", ".5", "1.005", "1e3", "1,000.00", "-1.00", "+1.00", " 1.00", "$1.00", "1.0.0", "NaN", "Inf", "0x10", "１",
		"90000000000000.01", strings.Repeat("0", 40) + "1"} {
		_, why := bank.Decimal(text)
		require.NotEmpty(t, why, text)
	}
}

// What is written of an amount is read as that amount.
func TestAmountsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := money.Amount(rapid.Int64Range(0, int64(money.Max)).Draw(t, "amount"))
		got, why := bank.Decimal(bank.Plain(a))
		require.Equal(t, a, got, why)
		got, why = bank.Cents(bank.Digits(a))
		require.Equal(t, a, got, why)
	})
}

// A routing number that is right is wrong with any one digit changed.
func TestRouting(t *testing.T) {
	for _, sound := range []string{"021000021", "121042882", "231380104", "091400606"} {
		require.Empty(t, bank.Routing(sound))
		for at := range sound {
			for d := range "0123456789" {
				changed := sound[:at] + string(rune('0'+d)) + sound[at+1:]
				require.Equal(t, changed != sound, bank.Routing(changed) != "", changed)
			}
		}
	}
	for _, wrong := range []string{"", "02100002", "0210000210", "000000000", "02100002l", " 21000021"} {
		require.NotEmpty(t, bank.Routing(wrong), wrong)
	}
}

// An IBAN that is right is wrong with any one character changed. The numbers are those that the standard's registry has as examples.
func TestIBAN(t *testing.T) {
	for _, sound := range []string{"CH9300762011623852957", "GB82WEST12345698765432", "DE89370400440532013000", "NO9386011117947"} {
		require.Empty(t, bank.IBAN(sound))
		for at := range sound {
			for _, d := range "0123456789AZ" {
				if changed := sound[:at] + string(d) + sound[at+1:]; changed != sound {
					require.NotEmpty(t, bank.IBAN(changed), changed)
				}
			}
		}
	}
	for _, wrong := range []string{"", "CH93 0076 2011 6238 5295 7", "ch9300762011623852957", "CH93", strings.Repeat("0", 40)} {
		require.NotEmpty(t, bank.IBAN(wrong), wrong)
	}
}

func TestMask(t *testing.T) {
	for account, want := range map[string]string{"": "…", "12345678": "…", "123456789": "…6789", "CH9300762011623852957": "…2957"} {
		require.Equal(t, want, bank.Mask(account))
	}
}

// A total that would overflow is refused, and the batch is as it was.
func TestAddDoesNotOverflow(t *testing.T) {
	b := &bank.Batch{}
	for range 1024 {
		require.NoError(t, b.Add(bank.Line{Amount: money.Max, Direction: bank.Collect}))
	}
	require.ErrorIs(t, b.Add(bank.Line{Amount: money.Max, Direction: bank.Pay}), money.ErrOverflow)
	require.Len(t, b.Lines, 1024)
}

// A reader that fails is an error, and no fault of the file.
func TestReaderFails(t *testing.T) {
	broken := errors.New("unplugged")
	_, _, err := bank.Begin(bank.PAM, iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}

// One byte, or one line, more than is read is refused, and what is read is not.
func TestFilesAreBounded(t *testing.T) {
	for text, want := range map[string]bool{
		strings.Repeat("x", bank.MaxBytes): true, strings.Repeat("x", bank.MaxBytes+1): false,
		strings.Repeat("\n", bank.MaxLines): true, strings.Repeat("\n", bank.MaxLines+1): false,
	} {
		f, read, err := bank.Begin(bank.PAM, strings.NewReader(text))
		require.NoError(t, err)
		require.Equal(t, want, f.Sound())
		if !want {
			require.Equal(t, bank.TooLarge, f.Faults[0].Rule)
			require.Empty(t, read)
		}
	}
}

// More faults than are listed are counted.
func TestFaultsAreBounded(t *testing.T) {
	f := &bank.File{}
	for line := range bank.MaxFaults + 7 {
		f.Fault(line+1, bank.Field, "%s", strings.Repeat("x\x1b", 1000))
	}
	require.Len(t, f.Faults, bank.MaxFaults)
	require.Equal(t, 7, f.More)
	require.LessOrEqual(t, len(f.Faults[0].Text), 1000)
	require.Error(t, f.First())
}

// The codes are those of the clearing house, of which a list lies beside the project and is not part of it. The titles are our own.
func TestCodes(t *testing.T) {
	require.Len(t, bank.Changes, 11)
	data := os.Getenv("PURSE_DATA")
	if data == "" {
		data = "../../../shared/data"
	}
	file, err := os.Open(filepath.Join(data, "payments", "nacha", "return_codes.csv"))
	if err != nil {
		t.Skipf("the list of codes is not beside the project; PURSE_DATA names the directory that holds payments (%v)", err)
	}
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	require.NoError(t, file.Close())
	for _, row := range rows[1:] {
		require.NotEmpty(t, bank.Returns[row[0]], row[0])
	}
	require.Len(t, bank.Returns, len(rows)-1)
}
