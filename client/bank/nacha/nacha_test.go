package nacha_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/nacha"
)

// What is written is read back as it was, with trace numbers; and is written again the same.
func TestWriteAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := sound()
		r.OriginName, r.Batches = text(23).Draw(t, "origin"), nil
		n := 0
		for range rapid.IntRange(1, 4).Draw(t, "batches") {
			b := nacha.Batch{Company: text(16).Draw(t, "company"), CompanyID: text(10).Draw(t, "id"),
				Class: rapid.SampledFrom([]string{"CCD", "PPD"}).Draw(t, "class"), Effective: "2018-03-05", Bank: "070000014"}
			for range rapid.IntRange(1, 12).Draw(t, "lines") {
				n++
				b.Lines = append(b.Lines, line(t, n))
			}
			r.Batches = append(r.Batches, b)
		}
		var out bytes.Buffer
		require.NoError(t, nacha.Write(&out, r))
		written := out.String()
		require.Zero(t, strings.Count(written, "\n")%10)
		d, err := nacha.Read(strings.NewReader(written))
		require.NoError(t, err)
		require.Empty(t, d.Faults)
		require.Equal(t, r.OriginName, d.From)
		require.Len(t, d.Batches, len(r.Batches))
		for i, b := range r.Batches {
			read := d.Batches[i].Lines
			for j := range read {
				read[j].Line = 0
			}
			require.Equal(t, b.Lines, read)
			require.Equal(t, fmt.Sprintf("%d%s", i+1, b.Class), d.Batches[i].Number+d.Batches[i].Class)
		}
		out.Reset()
		_, err = d.WriteTo(&out)
		require.NoError(t, err)
		require.Equal(t, written, out.String())
	})
}

func line(t *rapid.T, n int) bank.Line {
	eight := rapid.StringMatching(`[0-9]{7}[1-9]`).Draw(t, "routing")
	return bank.Line{Ref: fmt.Sprintf("P%d", n), Trace: fmt.Sprintf("07000001%07d", n), Name: text(22).Draw(t, "name"),
		Routing: eight + string(bank.CheckDigit(eight)), Account: rapid.StringMatching(`[0-9A-Z]{1,17}`).Draw(t, "account"),
		Savings: rapid.Bool().Draw(t, "savings"), Amount: money.Amount(rapid.Int64Range(1, int64(nacha.MaxPayment)).Draw(t, "amount")),
		Currency: bank.USD, Direction: bank.Pay, Remittance: rapid.OneOf(text(80), rapid.Just("")).Draw(t, "remittance")}
}

// text is printable ASCII, without blanks at its ends.
func text(most int) *rapid.Generator[string] {
	return rapid.StringMatching(fmt.Sprintf(`[!-~]([ -~]{0,%d}[!-~])?`, most-2))
}

func sound() nacha.Request {
	return nacha.Request{Destination: "121042882", DestinationName: "FIRST BANK", Origin: "070000014", OriginName: "FEMA",
		Created: time.Date(2018, 3, 2, 9, 30, 0, 0, time.UTC), Modifier: "A", Batches: []nacha.Batch{{Company: "FEMA", CompanyID: "1700000001",
			Class: "CCD", Description: "RELIEF", Effective: date.Date("2018-03-05"), Bank: "070000014", Lines: []bank.Line{{Ref: "P1",
				Name: "STATE OF FLORIDA", Routing: "021000021", Account: "1234567890", Amount: 1250000, Currency: bank.USD, Direction: bank.Pay,
				Remittance: "CLAIM DR4337001"}}}}}
}

// The whole of a small file, character by character. The hash, the counts and the totals were worked out by hand.
func TestWritten(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, nacha.Write(&out, sound()))
	require.Equal(t, `101 121042882 0700000141803020930A094101FIRST BANK             FEMA                           
5220FEMA                                1700000001CCDRELIEF          180305   1070000010000001
6220210000211234567890       0001250000P1             STATE OF FLORIDA        1070000010000001
705CLAIM DR4337001                                                                 00010000001
822000000200021000020000000000000000012500001700000001                         070000010000001
9000001000001000000020002100002000000000000000001250000                                       
`+strings.Repeat(strings.Repeat("9", 94)+"\n", 4), out.String())
}

// Each row changes one thing in a file that is written.
func TestWriteRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*nacha.Request, *nacha.Batch, *bank.Line)
		rule   string
	}{
		"a euro":                       {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Currency = "EUR" }, bank.AmountRule},
		"a debit":                      {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Direction = bank.Collect }, bank.AmountRule},
		"zero":                         {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Amount = 0 }, bank.AmountRule},
		"a cent more than fits":        {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Amount = nacha.MaxPayment + 1 }, bank.AmountRule},
		"a name that is too long":      {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Name = strings.Repeat("A", 23) }, bank.Text},
		"a name that is not ASCII":     {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Name = "Zoë" }, bank.Character},
		"no name":                      {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Name = "" }, bank.Blank},
		"no account":                   {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Account = "" }, bank.Account},
		"a wrong routing number":       {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Routing = "021000022" }, bank.CheckDigits},
		"a reference that is too long": {func(_ *nacha.Request, _ *nacha.Batch, l *bank.Line) { l.Ref = "VN1AJFAD19J9/2018" }, bank.Text},
		"another class":                {func(_ *nacha.Request, b *nacha.Batch, _ *bank.Line) { b.Class = "WEB" }, bank.Class},
		"no day":                       {func(_ *nacha.Request, b *nacha.Batch, _ *bank.Line) { b.Effective = "" }, bank.DateRule},
		"a wrong bank":                 {func(_ *nacha.Request, b *nacha.Batch, _ *bank.Line) { b.Bank = "07000001" }, bank.CheckDigits},
		"no company":                   {func(_ *nacha.Request, b *nacha.Batch, _ *bank.Line) { b.Company = "" }, bank.Blank},
		"no payment":                   {func(_ *nacha.Request, b *nacha.Batch, _ *bank.Line) { b.Lines = nil }, bank.Order},
		"no batch":                     {func(r *nacha.Request, _ *nacha.Batch, _ *bank.Line) { r.Batches = nil }, bank.Order},
		"a wrong destination":          {func(r *nacha.Request, _ *nacha.Batch, _ *bank.Line) { r.Destination = "121042883" }, bank.CheckDigits},
		"no modifier":                  {func(r *nacha.Request, _ *nacha.Batch, _ *bank.Line) { r.Modifier = "" }, bank.Field},
	} {
		t.Run(name, func(t *testing.T) {
			r := sound()
			test.change(&r, &r.Batches[0], &r.Batches[0].Lines[0])
			var out bytes.Buffer
			var fault bank.Fault
			require.ErrorAs(t, nacha.Write(&out, r), &fault)
			require.Equal(t, test.rule, fault.Rule, fault.Text)
			require.Empty(t, out.Bytes())
		})
	}
}

// What a bank says of an entry names our trace number, and the payee's bank.
func TestAnswers(t *testing.T) {
	bz, err := os.ReadFile("../testdata/sound/answers.ach")
	require.NoError(t, err)
	d, err := nacha.Read(bytes.NewReader(bz))
	require.NoError(t, err)
	returned, changed := d.Batches[0].Lines[0], d.Batches[1].Lines[0]
	require.Equal(t, bank.Line{Line: 3, Ref: "P1", Trace: "070000010000001", Name: "JANE ROE", Routing: "021000021",
		Account: "98765432101234567", Amount: 1250000, Currency: bank.USD, Direction: bank.Pay, Status: bank.Returned, Reason: "R03",
		BankRef: "070000010000001"}, returned)
	require.Equal(t, bank.Line{Line: 9, Ref: "P4", Trace: "070000010000004", Name: "ACME PUMPS LLC", Routing: "121042882",
		Account: "123456789012", Currency: bank.USD, Direction: bank.Pay, Status: bank.Changed, Reason: "C01", BankRef: "070000010000003",
		Note: "123456789013"}, changed)
	require.Equal(t, bank.Collect, d.Batches[0].Lines[1].Direction)
}

// Whatever a file holds, it is read to its end, and what is sound is given back as it was.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"payments.ach", "answers.ach"} {
		bz, err := os.ReadFile("../testdata/sound/" + name)
		require.NoError(f, err)
		f.Add(bz)
	}
	f.Fuzz(func(t *testing.T, bz []byte) {
		d, err := nacha.Read(bytes.NewReader(bz))
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
