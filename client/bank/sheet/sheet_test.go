package sheet_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/sheet"
	"github.com/pursechain/purse/client/form"
)

// What any program writes as CSV is read back as it was, with the columns in any order.
func TestWrittenElsewhereAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.Permutation([]string{"payable", "trace", "status", "amount", "reference", "reason"}).Draw(t, "columns")
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		require.NoError(t, w.Write(columns))
		var want []bank.Line
		for n := range rapid.IntRange(1, 6).Draw(t, "lines") {
			l := bank.Line{Line: n + 2, Ref: fmt.Sprintf("B%d", n), Currency: bank.USD, Direction: bank.Pay, Status: bank.Settled,
				Trace: rapid.StringMatching(`([0-9]{15})?`).Draw(t, "trace"), BankRef: text().Draw(t, "reference"),
				Amount: money.Amount(rapid.Int64Range(1, int64(money.Max)/100).Draw(t, "amount"))}
			if rapid.Bool().Draw(t, "returned") {
				l.Status, l.Reason = bank.Returned, "R03"
			}
			want = append(want, l)
			cells := map[string]string{"payable": l.Ref, "trace": l.Trace, "status": string(l.Status), "reference": l.BankRef, "reason": l.Reason,
				"amount": bank.Plain(l.Amount)}
			row := []string{}
			for _, c := range columns {
				row = append(row, cells[c])
			}
			require.NoError(t, w.Write(row))
		}
		w.Flush()
		f, err := sheet.Read(&out)
		require.NoError(t, err)
		require.Empty(t, f.Faults)
		require.Equal(t, want, f.Batches[0].Lines)
	})
}

// text is what may stand in a cell.
func text() *rapid.Generator[string] {
	return rapid.StringMatching(`[ -~é部]{0,50}`).Filter(func(s string) bool { return form.Cell(s) == s && strings.TrimSpace(s) == s })
}

// Another header is no file that is read here, and a total beyond 64 bits is a fault.
func TestRefused(t *testing.T) {
	for text, want := range map[string]string{
		"name,sum\nA,1.00\n":                  bank.Unknown,
		"payee,payable,amount\n" + most(1024): "",
		"payee,payable,amount\n" + most(1025): bank.Total,
	} {
		f, err := sheet.Read(strings.NewReader(text))
		require.NoError(t, err)
		if want == "" {
			require.Empty(t, f.Faults)
		} else {
			require.Equal(t, want, f.Faults[0].Rule)
		}
	}
}

// most are lines of the greatest amount.
func most(n int) (lines string) {
	for i := range n {
		lines += fmt.Sprintf("A,%d,%s\n", i, bank.Plain(money.Max))
	}
	return lines
}

// Whatever a file holds, it is read to its end.
func FuzzRead(f *testing.F) {
	sound, err := filepath.Glob("../testdata/sound/*.csv")
	require.NoError(f, err)
	hostile, err := filepath.Glob("../testdata/hostile/*/*.csv")
	require.NoError(f, err)
	for _, name := range append(sound, hostile...) {
		bz, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(bz)
	}
	f.Fuzz(func(t *testing.T, bz []byte) {
		file, err := sheet.Read(bytes.NewReader(bz))
		require.NoError(t, err)
		require.True(t, !file.Sound() || file.Lines() > 0, "a sound file says nothing")
	})
}

// A file that is too long is told by its header all the same.
func TestWhatIsTooLongIsToldByItsHeader(t *testing.T) {
	for header, kind := range map[string]bank.Kind{"payee,payable,amount": bank.Orders, "payable,status,amount": bank.Word} {
		f, err := sheet.Read(strings.NewReader(header + strings.Repeat("\n", bank.MaxLines+1)))
		require.NoError(t, err)
		require.Equal(t, kind, f.Kind)
		require.Equal(t, bank.TooLarge, f.Faults[0].Rule)
	}
}
