package iso20022_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/iso20022"
)

// What is written is read back as it was.
func TestWriteAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := sound()
		r.Name, r.Payments = text(140).Draw(t, "name"), nil
		n := 0
		for i := range rapid.IntRange(1, 3).Draw(t, "parts") {
			p := iso20022.Payments{ID: fmt.Sprintf("B%d", i), Class: rapid.SampledFrom([]string{"CCD", "PPD"}).Draw(t, "class"), On: "2018-03-05"}
			for range rapid.IntRange(1, 4).Draw(t, "lines") {
				n++
				p.Lines = append(p.Lines, line(t, n))
			}
			r.Payments = append(r.Payments, p)
		}
		var out bytes.Buffer
		require.NoError(t, iso20022.Write(&out, r))
		f, err := iso20022.Read(&out)
		require.NoError(t, err)
		require.Empty(t, f.Faults)
		require.Equal(t, []string{iso20022.Written, r.ID, r.Name}, []string{f.Version, f.ID, f.From})
		require.Len(t, f.Batches, len(r.Payments))
		for i, p := range r.Payments {
			read := f.Batches[i].Lines
			for j := range read {
				read[j].Line = 0
			}
			require.Equal(t, p.Lines, read)
			require.Equal(t, p.ID+p.Class+r.Account, f.Batches[i].Number+f.Batches[i].Class+f.Batches[i].Account)
		}
	})
}

func line(t *rapid.T, n int) bank.Line {
	eight := rapid.StringMatching(`[0-9]{7}[1-9]`).Draw(t, "routing")
	return bank.Line{Ref: fmt.Sprintf("P%d", n), Name: text(140).Draw(t, "name"), Routing: eight + string(bank.CheckDigit(eight)),
		Account: rapid.StringMatching(`[0-9A-Z]{1,34}`).Draw(t, "account"), Savings: rapid.Bool().Draw(t, "savings"),
		Amount:   money.Amount(rapid.Int64Range(1, int64(money.Max)/100).Draw(t, "amount")),
		Currency: bank.USD, Direction: bank.Pay, Remittance: rapid.OneOf(text(140), rapid.Just("")).Draw(t, "remittance")}
}

// text is what people write, with what XML escapes.
func text(most int) *rapid.Generator[string] {
	return rapid.StringMatching(fmt.Sprintf(`[!-~é部]([ -~é部]{0,%d}[!-~é部])?`, most-2))
}

func sound() iso20022.Request {
	return iso20022.Request{ID: "FEMA-1", Created: time.Date(2018, 3, 2, 9, 30, 0, 0, time.UTC), Name: "FEMA", Payer: "US Treasury",
		Routing: "021000021", Account: "70000001000099", Payments: []iso20022.Payments{{ID: "FEMA0001", Class: "CCD", On: "2018-03-05",
			Lines: []bank.Line{{Ref: "P1", Name: "State of Florida", Routing: "121042882", Account: "1234567890", Amount: 125000000,
				Currency: bank.USD, Direction: bank.Pay}}}}}
}

// An amount is written with all its digits, and never with an exponent.
func TestAmountsAreWrittenInFull(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, iso20022.Write(&out, sound()))
	require.Contains(t, out.String(), `<InstdAmt Ccy="USD">1250000.00</InstdAmt>`)
	require.Contains(t, out.String(), `<CtrlSum>1250000.00</CtrlSum>`)
}

// Each row changes one thing in a message that is written.
func TestWriteRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*iso20022.Request, *iso20022.Payments, *bank.Line)
		rule   string
	}{
		"a euro":                {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Currency = "EUR" }, bank.AmountRule},
		"a debit":               {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Direction = bank.Collect }, bank.AmountRule},
		"zero":                  {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Amount = 0 }, bank.AmountRule},
		"beyond all amounts":    {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Amount = money.Max + 1 }, bank.AmountRule},
		"a long reference":      {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Ref = strings.Repeat("A", 36) }, bank.Text},
		"no reference":          {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Ref = "" }, bank.Text},
		"a name with an escape": {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Name = "a\x1b" }, bank.Text},
		"a name turned around":  {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Name = "a\u202eb" }, bank.Text},
		"no account":            {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Account = "" }, bank.Text},
		"a wrong routing":       {func(_ *iso20022.Request, _ *iso20022.Payments, l *bank.Line) { l.Routing = "021000022" }, bank.CheckDigits},
		"another class":         {func(_ *iso20022.Request, p *iso20022.Payments, _ *bank.Line) { p.Class = "CTX" }, bank.Class},
		"a day that is none":    {func(_ *iso20022.Request, p *iso20022.Payments, _ *bank.Line) { p.On = "2018-02-29" }, bank.DateRule},
		"no payment":            {func(_ *iso20022.Request, p *iso20022.Payments, _ *bank.Line) { p.Lines = nil }, bank.Element},
		"a payment twice":       {func(_ *iso20022.Request, p *iso20022.Payments, l *bank.Line) { p.Lines = append(p.Lines, *l) }, bank.Duplicate},
		"a part twice":          {func(r *iso20022.Request, p *iso20022.Payments, _ *bank.Line) { r.Payments = append(r.Payments, *p) }, bank.Duplicate},
		"no part":               {func(r *iso20022.Request, _ *iso20022.Payments, _ *bank.Line) { r.Payments = nil }, bank.Element},
		"no id":                 {func(r *iso20022.Request, _ *iso20022.Payments, _ *bank.Line) { r.ID = "" }, bank.Text},
	} {
		t.Run(name, func(t *testing.T) {
			r := sound()
			test.change(&r, &r.Payments[0], &r.Payments[0].Lines[0])
			var out bytes.Buffer
			var fault bank.Fault
			require.ErrorAs(t, iso20022.Write(&out, r), &fault)
			require.Equal(t, test.rule, fault.Rule, fault.Text)
			require.Empty(t, out.Bytes())
		})
	}
}

// What a bank says of payments, and what moved on an account.
func TestAnswers(t *testing.T) {
	for name, want := range map[string][]bank.Line{
		"pain002.xml": {
			{Line: 15, Ref: "P1", Account: "98765432101234567", Amount: 1250000, Currency: "USD", Direction: bank.Pay, Status: bank.Settled, BankRef: "REF-1"},
			{Line: 32, Ref: "P2", Direction: bank.Pay, Status: bank.Rejected, Reason: "AC01", Note: "no such account"},
			{Line: 51, Ref: "P3", Direction: bank.Pay, Status: bank.Rejected, Reason: "AM04"}},
		"camt054.xml": {
			{Line: 31, Ref: "P1", Name: "State of Florida", Account: "98765432101234567", Amount: 1250000, Currency: "USD", Direction: bank.Pay,
				Status: bank.Settled, BankRef: "REF-1"},
			{Line: 52, Ref: "P2", Amount: 99, Currency: "USD", Direction: bank.Pay, Status: bank.Settled, BankRef: "REF-2"},
			{Line: 79, Ref: "P2", Amount: 99, Currency: "USD", Direction: bank.Pay, Status: bank.Returned, Reason: "AC01", Note: "no such account"},
			{Line: 92, Amount: 700, Currency: "USD", Direction: bank.Collect, Status: bank.Pending}},
		"camt053.xml": {
			{Line: 31, Amount: 15000, Currency: "CHF", Direction: bank.Pay, Status: bank.Settled},
			{Line: 36, Amount: 3000, Currency: "CHF", Direction: bank.Collect, Status: bank.Settled}},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := os.Open("../testdata/sound/" + name)
			require.NoError(t, err)
			f, err := iso20022.Read(file)
			require.NoError(t, err)
			require.NoError(t, file.Close())
			var got []bank.Line
			for _, b := range f.Batches {
				got = append(got, b.Lines...)
			}
			require.Equal(t, want, got)
		})
	}
}

// The bounds of a message: what is just within them is read.
func TestMessagesAreBounded(t *testing.T) {
	message := func(inner string) string {
		return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>M</MsgId>` +
			`<CreDtTm>2018-03-02</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>O</OrgnlMsgId><GrpSts>ACCP</GrpSts>` + inner +
			`</OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`
	}
	for name, test := range map[string]struct {
		inner string
		sound bool
	}{
		"elements":            {strings.Repeat("<a/>", 500_000-8), true},
		"one element more":    {strings.Repeat("<a/>", 500_000-7), false},
		"levels":              {strings.Repeat("<a>", 29) + strings.Repeat("</a>", 29), true},
		"one level more":      {strings.Repeat("<a>", 30) + strings.Repeat("</a>", 30), false},
		"a text":              {"<a>" + strings.Repeat("x", 4000) + "</a>", true},
		"one byte of it more": {"<a>" + strings.Repeat("x", 4001) + "</a>", false},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := iso20022.Read(strings.NewReader(message(test.inner)))
			require.NoError(t, err)
			require.Equal(t, test.sound, f.Sound(), "%v", f.Faults)
			if !test.sound {
				require.Equal(t, bank.TooLarge, f.Faults[0].Rule)
			}
		})
	}
}

// A total beyond 64 bits is a fault, in a statement as in an order.
func TestTotalsDoNotOverflow(t *testing.T) {
	for name, message := range map[string]string{
		"orders": `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn><PmtInf>` +
			strings.Repeat(`<CdtTrfTxInf><PmtId><EndToEndId>NOTPROVIDED</EndToEndId></PmtId><Amt><InstdAmt Ccy="USD">90000000000000.00</InstdAmt></Amt>`+
				`<Cdtr><Nm>A</Nm></Cdtr><CdtrAcct><Id><Othr><Id>1</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>`, 1025),
		"statement": `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>` +
			strings.Repeat(`<Ntry><Amt Ccy="USD">90000000000000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>`, 1025),
	} {
		t.Run(name, func(t *testing.T) {
			end := map[string]string{"orders": "</PmtInf></CstmrCdtTrfInitn></Document>", "statement": "</Stmt></BkToCstmrStmt></Document>"}[name]
			f, err := iso20022.Read(strings.NewReader(message + end))
			require.NoError(t, err)
			require.Len(t, f.Batches[0].Lines, 1024)
			require.True(t, slices.ContainsFunc(f.Faults, func(x bank.Fault) bool { return x.Rule == bank.Total }), "%v", f.Faults)
		})
	}
}

// Whatever a message holds, it is read to its end, or to the first place where it is none.
func FuzzRead(f *testing.F) {
	sound, err := filepath.Glob("../testdata/sound/*.xml")
	require.NoError(f, err)
	hostile, err := filepath.Glob("../testdata/hostile/*/*.xml")
	require.NoError(f, err)
	for _, name := range append(sound, hostile...) {
		bz, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(bz)
	}
	f.Fuzz(func(t *testing.T, bz []byte) {
		file, err := iso20022.Read(bytes.NewReader(bz))
		require.NoError(t, err)
		require.True(t, !file.Sound() || len(file.Batches) > 0, "a sound message says nothing")
	})
}
