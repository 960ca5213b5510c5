package form_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/cosmos/gogoproto/proto"

	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/resolution"
	"github.com/pursechain/purse/x/validator"
)

var rewrite = flag.Bool("golden", false, "write the golden file anew")

// What is safe is shown as it is: nothing is escaped twice.
func TestCleanOnce(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b[31m\xff\u202e":                    `a\x1b[31m\xff\u202e`,
		fmt.Sprintf("%q", "a\x1b[31m\xff\u202e"): `"a\x1b[31m\xff\u202e"`,
		`C:\relief`:                              `C:\relief`,
	} {
		if got := form.Clean(text); got != want || form.Clean(got) != got {
			t.Errorf("%q: got %s, and %s of that, not %s", text, got, form.Clean(got), want)
		}
	}
}

// The golden file holds every layout, each under its name.
func TestPrint(t *testing.T) {
	key, err := codectypes.NewAnyWithValue(&ed25519.PubKey{Key: bytes.Repeat([]byte{0xab}, 32)})
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, test := range []struct {
		name   string
		answer proto.Message
	}{
		{"pairs, amounts in one column", &appropriation.QueryStatusResponse{
			Fund: "070-X-0702-000", Title: "Disaster Relief Fund", Authority: 740_000_000_000, AllottedNotObligated: 125_000, Paid: -5}},
		{"a table, and totals", &ledger.QueryTrialBalanceResponse{Debits: 125_000, Credits: 125_000, Rows: []ledger.TrialBalanceRow{
			{Account: "1010", Title: "Fund balance with Treasury", Defc: "Q", Debit: 125_000},
			{Account: "4610", Title: "Allotments", Defc: "Q", ProgramActivity: "0001", Credit: 125_000}}}},
		{"a page of a table alone", &appropriation.QueryLinesResponse{
			Lines: []appropriation.LineStatus{
				{Id: "070-X-0702-000:1", Kind: appropriation.Authority, Name: "PL 115-56", Defc: "Q", Left: 90_000},
				{Id: "070-X-0702-000:1.1", Kind: appropriation.Apportionment, Left: 1_000_000_000}},
			Pagination: &query.PageResponse{NextKey: []byte{0x0a, 0xff}}}},
		{"an empty table", &appropriation.QueryLinesResponse{Pagination: &query.PageResponse{}}},
		{"a message flattened, with a table below", &appropriation.QueryFundResponse{Fund: appropriation.Fund{
			Symbol: "070-X-0702-000", Title: "Disaster Relief Fund", Member: "fema",
			Purposes: []appropriation.Purpose{{ProgramActivity: "0001", Title: "Disaster Relief"}}}}},
		{"messages within the rows of a table", &consortium.QueryOfficersResponse{Officers: []consortium.Officer{
			{Id: "ann", Member: "congress", Title: "Clerk", Keys: []consortium.Key{{Address: "purse1a"}, {Address: "purse1b", LastDay: "2018-01-31"}}},
			{Id: "cy", Member: "fema", Title: "Certifier", Appointments: []consortium.Appointment{
				{Duty: consortium.CertifyingOfficer, Limit: 100_000, Expires: "2018-09-30"},
				{Duty: consortium.BudgetOfficer, Fund: "070-X-0702-000"}}}}}},
		{"the same name twice", &ledger.QueryJournalResponse{Size_: 1, Entries: []ledger.JournalEntry{{
			Event: "obligate", Amount: 100, On: "2017-10-01", Height: 12, ToAttributes: ledger.Attributes{Defc: "Q"}}}}},
		{"a list of texts, an enum, nothing set", &payment.QueryScheduleResponse{
			Schedule: payment.Schedule{Id: "treasury/2018/S1", Status: payment.StatusCertified},
			Payables: []string{"A/2018/1", "A/2018/2"}}},
		{"bytes", &history.QueryEntryResponse{Entry: []byte("hi"), Proof: [][]byte{{1}, {2, 3}}}},
		{"a yes", &payment.PaymentRecord{Settled: true}},
		{"a message of any type", &validator.QueryValidatorsResponse{
			Validators: []validator.Validator{{Id: "fema", Member: "fema", PubKey: key, Power: 10}}}},
		{"characters that would deceive", &appropriation.QueryStatusResponse{
			Title: "a\u202egnp.exe\x1b[31m\u200b\n\u2028 \\ Île 部"}},
		{"nothing at all", &appropriation.MsgOpenFundResponse{}},
	} {
		all.WriteString("== " + test.name + "\n")
		if err := form.Print(&all, cdc, test.answer); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
	}
	entry := func(record proto.Message) []byte {
		bz, err := cdc.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		return bz
	}
	posting := entry(&ledger.JournalEntry{Event: "enact", Amount: 740_000_000_000, On: "2017-09-08", Height: 3})
	for _, test := range []struct {
		name, log string
		answer    proto.Message
	}{
		{"an entry of a journal", ledger.JournalOf("070-X-0702-000"),
			&history.QueryEntryResponse{Entry: posting, Size_: 1, Root: []byte{1}}},
		{"entries of a journal", ledger.JournalOf("070-X-0702-000"),
			&history.QueryEntriesResponse{Entries: [][]byte{posting, posting}, Size_: 2, Root: []byte{1}}},
		{"entries of claims", grant.ClaimsOf("FAIN1"), &history.QueryEntriesResponse{
			Entries: [][]byte{entry(&grant.ClaimRecord{Claim: grant.Claim{Fain: "FAIN1", Number: "C1"}})}}},
		{"entries of payments", payment.PaymentsOf("treasury"), &history.QueryEntriesResponse{
			Entries: [][]byte{entry(&payment.PaymentRecord{Payable: "A/2018/1", Settled: true})}}},
		{"entries of resolutions", resolution.Log, &history.QueryEntriesResponse{
			Entries: [][]byte{entry(&resolution.Decision{Resolution: resolution.Resolution{Id: 7, Title: "Rename"}})}}},
		{"no entries", ledger.JournalOf("070-X-0702-000"), &history.QueryEntriesResponse{Size_: 2}},
		{"an unknown log", "minutes", &history.QueryEntriesResponse{Entries: [][]byte{posting}, Size_: 1}},
		{"what is no record", ledger.JournalOf("070-X-0702-000"), &history.QueryEntryResponse{Entry: []byte{0xff}, Size_: 1}},
	} {
		all.WriteString("== " + test.name + "\n")
		if err := form.PrintEntries(&all, cdc, test.log, test.answer); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
	}
	const golden = "testdata/print.golden"
	if *rewrite {
		if err := os.WriteFile(golden, all.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(all.Bytes(), want) {
		t.Errorf("got\n%s\nwant\n%s", all.Bytes(), want)
	}
}
