package rule_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	sdkerrors "cosmossdk.io/errors"

	"github.com/pursechain/purse/base/rule"
)

var (
	over  = rule.New("ruletest", 2, "A2", "over available", "Ask for less, or for more authority.")
	other = rule.New("ruletest", 3, "A3", "unknown fund", "Open the fund first.")
	early = rule.New("earlier", 9, "E1", "too early", "Wait.")
)

func TestRefusalReads(t *testing.T) {
	err := over.Refuse("available %s, asked %s", "20.00", "30.00")
	want := "over available: available 20.00, asked 30.00 (A2). Ask for less, or for more authority."
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if want := "over available (A2). Ask for less, or for more authority."; over.Error() != want {
		t.Errorf("got  %s\nwant %s", over, want)
	}
	if over.Name() != "ruletest/over-available" {
		t.Error(over.Name())
	}
}

func TestRefusalIsItsRule(t *testing.T) {
	wrapped := fmt.Errorf("message 0: %w", over.Refuse("x"))
	if !errors.Is(wrapped, over) || errors.Is(wrapped, other) {
		t.Error("a refusal is its own rule and no other")
	}
	var refusal *rule.Refusal
	if !errors.As(wrapped, &refusal) || refusal.Found != "x" {
		t.Error("a refusal holds what was found")
	}
}

// The engine writes a codespace and a code into the transaction's result: of a refusal, of a bare rule, and through a wrap.
func TestEngineSeesTheCode(t *testing.T) {
	for name, err := range map[string]error{
		"refusal": over.Refuse("x"),
		"rule":    over,
		"wrapped": sdkerrors.Wrap(over.Refuse("x"), "message 0"),
	} {
		space, code, _ := sdkerrors.ABCIInfo(err, false)
		if space != "ruletest" || code != 2 {
			t.Errorf("%s: %s/%d", name, space, code)
		}
	}
}

func TestFind(t *testing.T) {
	if got := rule.Find("ruletest", 3); got != other {
		t.Errorf("got %v", got)
	}
	for _, code := range []uint32{0, 1, 4} {
		if got := rule.Find("ruletest", code); got != nil {
			t.Errorf("code %d: got %v", code, got)
		}
	}
	if got := rule.Find("nowhere", 2); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestAllIsInOrder(t *testing.T) {
	var names []string
	for _, r := range rule.All() {
		names = append(names, r.Name())
	}
	if got := strings.Join(names, " "); got != "earlier/too-early ruletest/over-available ruletest/unknown-fund" {
		t.Error(got)
	}
	if rule.All()[0] != early {
		t.Error("not the rule that was declared")
	}
}

func TestNewRefuses(t *testing.T) {
	for name, declare := range map[string]func(){
		"a code used twice": func() { rule.New("ruletest", 2, "A9", "something else", "") },
		"a text used twice": func() { rule.New("ruletest", 99, "A9", "over available", "") },
		"code one":          func() { rule.New("ruletest", 1, "A9", "something else", "") },
		"code zero":         func() { rule.New("ruletest", 0, "A9", "something else", "") },
	} {
		t.Run(name, func(t *testing.T) {
			before := len(rule.All())
			defer func() {
				if recover() == nil {
					t.Error("was declared")
				}
				if len(rule.All()) != before {
					t.Error("was kept")
				}
			}()
			declare()
		})
	}
}

// "PL 115-56" is good; each row breaks one thing.
func TestCheckText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"PL 115-56", ""},
		{"Île-de-France 部", ""},
		{"", "empty"},
		{"12345678901234567890123456", "26 bytes, at most 25"},
		{"部部部部部部部部部", "27 bytes, at most 25"},
		{"PL\xff", "not UTF-8"},
		{" PL 115-56", "begins or ends with a space"},
		{"PL 115-56\t", `has the character '\t'`},
		{"PL\x00", `has the character '\x00'`},
		{"PL\n115", `has the character '\n'`},
		{"PL\x1b[31m", `has the character '\x1b'`},
		{"PL\u202e65-511", `has the character '\u202e'`},
		{"PL\u200b115", `has the character '\u200b'`},
		{"PL\u2028115", `has the character '\u2028'`},
		{"PL\ufeff115", `has the character '\ufeff'`},
	} {
		if got := rule.CheckText(test.text, 25); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 bytes", 1: "1 byte", 2: "2 bytes"} {
		if got := rule.Count(n, "byte"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCheckID(t *testing.T) {
	for _, test := range []struct{ id, want string }{
		{"fema-6", ""},
		{"", "empty"},
		{"federal-emergency", "17 characters, at most 16"},
		{"fédéral-emergency", `has the character '\u00e9'`},
		{"Fema", `has the character 'F'`},
		{"fe ma", `has the character ' '`},
		{"féma", `has the character '\u00e9'`},
		{"fe\u0435ma", `has the character '\u0435'`},
	} {
		if got := rule.CheckID(test.id, rule.Lower+rule.Digits+"-", 16); got != test.want {
			t.Errorf("%q: got %q, want %q", test.id, got, test.want)
		}
	}
}
