package pam_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/pam"
)

// What is written is read back as it was, in the order of routing numbers within a schedule; and is written again the same.
func TestWriteAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := pam.Request{System: text(40).Draw(t, "system")}
		for i := range rapid.IntRange(1, 4).Draw(t, "schedules") {
			s := pam.Schedule{Number: fmt.Sprintf("F%d", i+1), Type: rapid.SampledFrom([]string{"Vendor", "Salary"}).Draw(t, "type"),
				Class: rapid.SampledFrom([]string{"CCD", "PPD"}).Draw(t, "class"), Location: rapid.StringMatching(`[0-9]{8}`).Draw(t, "location")}
			for j := range rapid.IntRange(1, 5).Draw(t, "lines") {
				s.Lines = append(s.Lines, line(t, j))
			}
			r.Schedules = append(r.Schedules, s)
		}
		var out bytes.Buffer
		require.NoError(t, pam.Write(&out, r))
		written := out.String()
		d, err := pam.Read(strings.NewReader(written))
		require.NoError(t, err)
		require.Empty(t, d.Faults)
		require.Equal(t, r.System, d.From)
		require.Len(t, d.Batches, len(r.Schedules))
		for i, s := range r.Schedules {
			slices.SortStableFunc(s.Lines, func(a, b bank.Line) int { return strings.Compare(a.Routing, b.Routing) })
			read := d.Batches[i].Lines
			for j := range read {
				read[j].Line = 0
			}
			require.Equal(t, s.Lines, read)
			require.Equal(t, s.Number+s.Class, d.Batches[i].Number+d.Batches[i].Class)
		}
		out.Reset()
		_, err = d.WriteTo(&out)
		require.NoError(t, err)
		require.Equal(t, written, out.String())
	})
}

func line(t *rapid.T, n int) bank.Line {
	eight := rapid.StringMatching(`[1-9][0-9]{7}`).Draw(t, "routing")
	return bank.Line{Ref: fmt.Sprintf("P%d", n), Name: text(35).Draw(t, "name"), Routing: eight + string(bank.CheckDigit(eight)),
		Account: rapid.StringMatching(`[0-9A-Z]{0,16}[1-9]`).Draw(t, "account"), Savings: rapid.Bool().Draw(t, "savings"),
		Amount:   money.Amount(rapid.Int64Range(1, int64(pam.MaxPayment)).Draw(t, "amount")),
		Currency: bank.USD, Direction: bank.Pay, Reconcilement: rapid.OneOf(text(100), rapid.Just("")).Draw(t, "reconcilement"),
		Remittance: rapid.OneOf(text(80), rapid.Just("")).Draw(t, "remittance")}
}

// text is printable ASCII, without blanks at its ends.
func text(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return rapid.StringMatching(fmt.Sprintf(`[!-~]([ -~]{0,%d}[!-~])?`, most-2)).Draw(t, "text")
	})
}

// A request that is sound is written; each row changes one thing.
func TestWriteRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*pam.Request, *pam.Schedule, *bank.Line)
		rule   string
	}{
		"a euro":                         {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Currency = "EUR" }, bank.AmountRule},
		"a debit":                        {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Direction = bank.Collect }, bank.AmountRule},
		"zero":                           {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Amount = 0 }, bank.AmountRule},
		"below zero":                     {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Amount = -1 }, bank.AmountRule},
		"a cent more than fits":          {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Amount = pam.MaxPayment + 1 }, bank.AmountRule},
		"a name that is too long":        {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Name = strings.Repeat("A", 36) }, bank.Text},
		"a name that begins with blanks": {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Name = " A" }, bank.Text},
		"a name that is not ASCII":       {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Name = "Zoë" }, bank.Character},
		"two lines of remittance":        {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Remittance = "A\nB" }, bank.Character},
		"no name":                        {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Name = "" }, bank.Blank},
		"no account":                     {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Account = "" }, bank.Blank},
		"a wrong routing number":         {func(_ *pam.Request, _ *pam.Schedule, l *bank.Line) { l.Routing = "021000022" }, bank.CheckDigits},
		"an international class":         {func(_ *pam.Request, s *pam.Schedule, _ *bank.Line) { s.Class = "IAT" }, bank.Blank},
		"an unknown type":                {func(_ *pam.Request, s *pam.Schedule, _ *bank.Line) { s.Type = "Bribe" }, bank.Field},
		"a number in small letters":      {func(_ *pam.Request, s *pam.Schedule, _ *bank.Line) { s.Number = "fema1" }, bank.Field},
		"no payment":                     {func(_ *pam.Request, s *pam.Schedule, _ *bank.Line) { s.Lines = nil }, bank.Order},
		"a schedule twice":               {func(r *pam.Request, s *pam.Schedule, _ *bank.Line) { r.Schedules = append(r.Schedules, *s) }, bank.Duplicate},
		"a payment twice":                {func(_ *pam.Request, s *pam.Schedule, l *bank.Line) { s.Lines = append(s.Lines, *l) }, bank.Duplicate},
		"no schedule":                    {func(r *pam.Request, _ *pam.Schedule, _ *bank.Line) { r.Schedules = nil }, bank.Order},
		"too much for the same day": {func(r *pam.Request, _ *pam.Schedule, l *bank.Line) {
			r.SameDay, l.Amount = true, 1_000_000_01
		}, bank.SameDay},
	} {
		t.Run(name, func(t *testing.T) {
			r := pam.Request{System: "PURSE", Schedules: []pam.Schedule{{Number: "FEMA0001", Type: "Vendor", Class: "CCD", Location: "70000001",
				Lines: []bank.Line{{Ref: "P1", Name: "STATE OF FLORIDA", Routing: "021000021", Account: "1234567890", Amount: 100,
					Currency: bank.USD, Direction: bank.Pay}}}}}
			var out bytes.Buffer
			require.NoError(t, pam.Write(&out, r))
			out.Reset()
			test.change(&r, &r.Schedules[0], &r.Schedules[0].Lines[0])
			var fault bank.Fault
			require.ErrorAs(t, pam.Write(&out, r), &fault)
			require.Equal(t, test.rule, fault.Rule, fault.Text)
			require.Empty(t, out.Bytes())
		})
	}
}

// The layouts are those of the specification, of which a table lies beside the project and is not part of it.
func TestLayouts(t *testing.T) {
	data := os.Getenv("PURSE_DATA")
	if data == "" {
		data = "../../../../shared/data"
	}
	file, err := os.Open(filepath.Join(data, "payments", "pam_spr", "spr_502_field_layout.csv"))
	if err != nil {
		t.Skipf("the specification's layout is not beside the project; PURSE_DATA names the directory that holds payments (%v)", err)
	}
	table := csv.NewReader(file)
	table.FieldsPerRecord = -1
	rows, err := table.ReadAll()
	require.NoError(t, err)
	require.NoError(t, file.Close())
	want := map[string][]string{}
	for _, row := range rows[1:] {
		start, err := strconv.Atoi(row[6])
		require.NoError(t, err)
		want[row[0]] = append(want[row[0]], fmt.Sprintf("%d+%s", start-1, row[5]))
	}
	require.Equal(t, want, pam.Layouts())
}

// Whatever a file holds, it is read to its end, and what is sound is given back as it was.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"payments.spr", "same-day.spr"} {
		bz, err := os.ReadFile("../testdata/sound/" + name)
		require.NoError(f, err)
		f.Add(bz)
	}
	f.Fuzz(func(t *testing.T, bz []byte) {
		d, err := pam.Read(bytes.NewReader(bz))
		require.NoError(t, err)
		if !d.Sound() {
			return
		}
		var again bytes.Buffer
		_, err = d.WriteTo(&again)
		require.NoError(t, err)
		require.Equal(t, bz, again.Bytes())
	})
}
