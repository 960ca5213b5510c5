package form_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/cosmos/gogoproto/proto"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	_ "github.com/pursechain/purse/x/grant" // for the descriptors
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/payment"
	_ "github.com/pursechain/purse/x/resolution"
)

var cdc = codec.NewProtoCodec(codectypes.NewInterfaceRegistry())

// line reads "name=value|name=value".
func line(s string) []form.Field {
	var fields []form.Field
	for _, pair := range strings.Split(s, "|") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			fields = append(fields, form.Field{Name: name, Value: value})
		}
	}
	return fields
}

func TestFill(t *testing.T) {
	for _, test := range []struct {
		name, fields string
		want         sdk.Msg
	}{
		{"amount, short fund, quoted law", "signer=purse1x|fund=070-X-0702|amount=$7,400,000,000.00|law=PL 115-56|defc=Q",
			&appropriation.MsgEnact{Signer: "purse1x", Fund: "070-X-0702-000", Amount: 740_000_000_000, Law: "PL 115-56", Defc: "Q"}},
		{"a fund of years", "fund=070-2017/2018-0702", &appropriation.MsgEnact{Fund: "070-2017/2018-0702-000"}},
		{"a full fund", "fund=070-X-0702-001", &appropriation.MsgEnact{Fund: "070-X-0702-001"}},
		{"a short fund of another agency's", "fund=086-070-X-0702", &appropriation.MsgEnact{Fund: "086-070-X-0702-000"}},
		{"a malformed fund is for the chain to refuse", "fund=70-X-0702", &appropriation.MsgEnact{Fund: "70-X-0702"}},
		{"a list with commas", "purposes=0001, 0002", &appropriation.MsgEnact{Purposes: []string{"0001", "0002"}}},
		{"a list given several times", "purposes=0001|purposes=0002,0003",
			&appropriation.MsgEnact{Purposes: []string{"0001", "0002", "0003"}}},
		{"an empty list", "purposes=", &appropriation.MsgEnact{}},
		{"messages", `member=fema|purposes=0001:Disaster Relief,0002:Flood\, fire: all`, &appropriation.MsgOpenFund{Member: "fema",
			Purposes: []appropriation.Purpose{
				{ProgramActivity: "0001", Title: "Disaster Relief"}, {ProgramActivity: "0002", Title: "Flood, fire: all"}}}},
		{"a date", "date=2017-10-01", &consortium.MsgMoveDate{Date: "2017-10-01"}},
		{"an enum", "duty=certifying-officer|limit=1000", &consortium.Appointment{Duty: consortium.CertifyingOfficer, Limit: 100_000}},
		{"numbers", "log=a|start=5|limit=18446744073709551615",
			&history.QueryEntriesRequest{Log: "a", Start: 5, Limit: 18446744073709551615}},
		{"a bool", "settled=true", &payment.PaymentRecord{Settled: true}},
		{"bytes, and a nested message", "fund=070-X-0702|pagination.key=0aff|pagination.limit=3", &appropriation.QueryLinesRequest{
			Fund: "070-X-0702-000", Pagination: &query.PageRequest{Key: []byte{0x0a, 0xff}, Limit: 3}}},
		{"a hyphen for an underscore", "program-activity=0001", &appropriation.Purpose{ProgramActivity: "0001"}},
		{"nothing", "", &appropriation.MsgEnact{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := form.Fill(cdc, proto.MessageName(test.want), line(test.fields), nil)
			if err != nil {
				t.Fatal(err)
			}
			if !proto.Equal(got, test.want) {
				t.Errorf("got %v\nwant %v", got, test.want)
			}
		})
	}
}

// One line is good; each row breaks one thing, and the error says which.
func TestFillRefuses(t *testing.T) {
	const (
		enact   = "purse.appropriation.v1.MsgEnact"
		propose = "purse.resolution.v1.MsgPropose"

		open = "purse.appropriation.v1.MsgOpenFund"
		good = "signer=purse1x|fund=070-X-0702|amount=100.00|law=PL 115-56"
	)
	if _, err := form.Fill(cdc, enact, line(good), nil); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, message, fields, want string }{
		{"unknown message", "purse.appropriation.v1.MsgGive", "", `no message is named "purse.appropriation.v1.MsgGive"`},
		{"not a message", "purse.appropriation.v1.Kind", "", "is not a message"},
		{"unknown field", enact, good + "|sum=1.00",
			`MsgEnact has no field "sum"; it has signer, fund, amount, law, defc, purposes, period, mandatory, until, replaces (F4)`},
		{"given twice", enact, good + "|law=PL 1-1", `field law is given twice, as "PL 115-56" and as "PL 1-1" (F5)`},
		{"amount", enact, "amount=100.0",
			`malformed amount: field amount: "100.0" is not an amount: it has 1 decimal, and cents take two (F1). Write 1250.00`},
		{"date", "purse.consortium.v1.MsgMoveDate", "date=2017-02-29",
			`malformed date: field date: "2017-02-29" is not a date (F2). Write YYYY-MM-DD, a day`},
		{"amount above the greatest", enact, "amount=90,000,000,000,000.01",
			`"90,000,000,000,000.01": it is above the greatest amount of one act, 90,000,000,000,000.00 (F7). Give less,`},
		{"words of a resolution", propose, "messages=consortium admit member=fema",
			`unknown field: field messages: "consortium admit member=fema" names no message of a resolution; ` +
				`there are: consortium admit-member,`},
		{"module of a resolution", propose, "messages=grant make-award",
			`there are: those of auth, consensus, consortium, payment, upgrade, validator (F4)`},
		{"quote of a resolution", propose, "messages=consortium rename-member name='Emergency", `(F3)`},
		{"not UTF-8", enact, "law=\xff", `field law: "\xff" is not UTF-8`},
		{"enum", "purse.consortium.v1.Appointment", "duty=king",
			`field duty: "king" is not one of legislator, budget-examiner, budget-officer,`},
		{"enum unspecified is not offered", "purse.payment.v1.Payable", "status=x", `"x" is not one of open, scheduled, disbursed`},
		{"number", "purse.history.v1.QueryEntryRequest", "index=-1", `field index: "-1" is not a whole number`},
		{"number too large", "purse.appropriation.v1.Params", "fiscal_year_start=4294967296",
			`"4294967296" is out of the range of uint32`},
		{"bool", "purse.payment.v1.PaymentRecord", "settled=maybe", `"maybe" is neither true nor false`},
		{"bytes", "purse.history.v1.QueryLogResponse", "root=0g", `field root: "0g" is not hexadecimal`},
		{"item too short", open, "purposes=0001", `field purposes: "0001" has 1 of the 2 values program_activity, title;`},
		{"nested message as one value", "purse.appropriation.v1.QueryLinesRequest", "pagination=1",
			`field "pagination" of QueryLinesRequest is not one value; write pagination.key`},
		{"field of a plain field", enact, "law.year=1", `field "law" of MsgEnact has no fields of its own`},
		{"field of a list", open, "purposes.title=1", `field "purposes" of MsgOpenFund has no fields of its own`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := form.Fill(cdc, test.message, line(test.fields), nil)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// Every refusal is by a rule, so that a program can tell them apart.
func TestRefusalsAreRules(t *testing.T) {
	for _, test := range []struct {
		message, fields string
		want            *rule.Rule
	}{
		{"purse.appropriation.v1.MsgEnact", "amount=1e9", form.ErrAmount},
		{"purse.appropriation.v1.MsgEnact", "amount=99999999999999999999", form.ErrAboveMax},
		{"purse.appropriation.v1.MsgEnact", "sum=1", form.ErrField},
		{"purse.appropriation.v1.MsgEnact", "law=a|law=b", form.ErrTwice},
		{"purse.consortium.v1.MsgMoveDate", "date=tomorrow", form.ErrDate},
		{"purse.consortium.v1.Appointment", "duty=king", form.ErrValue},
		{"purse.appropriation.v1.MsgOpenFund", "purposes=0001", form.ErrValue},
	} {
		if _, err := form.Fill(cdc, test.message, line(test.fields), nil); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %s", test.fields, err, test.want.Name())
		}
	}
}

func TestMissing(t *testing.T) {
	for _, test := range []struct{ verb, fields, want string }{
		{"grant make-award", "listing=97.036|allotment=a|recipient=r|begins=b|ends=e|description=d", "fain amount"},
		{"appropriation enact", "fund=f|amount=a|law=l|defc=Q", ""},
		{"consortium revoke-key", "key=k", ""},
		{"grant open-programme", "listing=97.036|title=t|program-activity=0001", ""},
		{"appropriation status", "", "fund"},
		{"history entries", "", "log"},
		{"appropriation funds", "", ""},
	} {
		var names []string
		for _, a := range verb(t, test.verb).Missing(line(test.fields)) {
			names = append(names, a.Name)
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.verb, got, test.want)
		}
	}
}

// verb finds an act or a question by its module and name.
func verb(t *testing.T, name string) form.Verb {
	messages, err := form.Messages()
	if err != nil {
		t.Fatal(err)
	}
	queries, err := form.Queries()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range append(messages, queries...) {
		if v.Module+" "+v.Name == name {
			return v
		}
	}
	t.Fatalf("no verb %s", name)
	return form.Verb{}
}

func TestFillResolves(t *testing.T) {
	resolve := func(scalar, value string) (string, error) {
		switch {
		case scalar == form.ScalarAddress && value == "ann":
			return "purse1ann", nil
		case scalar == form.ScalarUEI && value == "acme":
			return "ACME00000001", nil
		}
		return value, nil
	}
	got, err := form.Fill(cdc, "purse.grant.v1.MsgMakeAward", line("signer=ann|recipient=acme|fain=acme"), resolve)
	if err != nil {
		t.Fatal(err)
	}
	if s := got.String(); s != `signer:"purse1ann" fain:"acme" recipient:"ACME00000001" ` {
		t.Error(s)
	}
}

func TestVerbs(t *testing.T) {
	messages, err := form.Messages()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range messages {
		names = append(names, v.Module+" "+v.Name)
	}
	got := strings.Join(names, ", ")
	for _, want := range []string{
		"appropriation open-fund, appropriation enact, appropriation apportion, appropriation allot, appropriation rescind",
		"appropriation correct, consortium move-date",
		"payment prepare, payment certify, payment disburse, payment settle, payment return",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
	queries, err := form.Queries()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range queries {
		if v.Method != "/purse.appropriation.v1.Query/Lines" {
			continue
		}
		if v.Module != "appropriation" || v.Name != "lines" || !v.Paged || len(v.Args) != 1 || v.Args[0].Name != "fund" {
			t.Errorf("%+v", v)
		}
		return
	}
	t.Error("no query of the lines of a fund")
}

func TestSignerIsKnown(t *testing.T) {
	messages, err := form.Messages()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range messages {
		if !v.Args[0].Signer || v.Args[0].Name != "signer" {
			t.Errorf("%s %s: %+v", v.Module, v.Name, v.Args)
		}
		if _, err := form.Fill(cdc, v.Request, nil, nil); err != nil {
			t.Error(err)
		}
	}
}
