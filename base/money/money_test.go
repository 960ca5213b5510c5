package money_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/pursechain/purse/base/money"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]money.Amount{
		"0":                      0,
		"0.00":                   0,
		"0.07":                   7,
		"1250":                   125_000,
		"1250.50":                125_050,
		"1,250.00":               125_000,
		"$1,250.00":              125_000,
		"$5":                     500,
		"999":                    99_900,
		"7,400,000,000.00":       740_000_000_000,
		"90,000,000,000,000.00":  money.Max,
		"$90,000,000,000,000.00": money.Max,
	} {
		if got, err := money.Parse(text); err != nil || got != want {
			t.Errorf("%q: got %d, %v; want %d", text, got, err, want)
		}
	}
}

// $1,250.00 is good; each row breaks one thing, and the error says which.
func TestParseRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, why string }{
		{"empty", "", "no digits before the point"},
		{"only a sign of currency", "$", "no digits before the point"},
		{"no units", ".50", "no digits before the point"},
		{"exponent", "125e3", "an exponent"},
		{"capital exponent", "1.25E3", "an exponent"},
		{"third decimal", "1250.000", "3 decimals"},
		{"one decimal", "1250.5", "1 decimal,"},
		{"no decimal", "1250.", "0 decimals"},
		{"two points", "1.250.00", "two points"},
		{"a comma for a point", "1.250,00", "6 decimals"},
		{"comma in the decimals", "1250.,5", "a comma after the point"},
		{"comma too early", "12,50.00", "commas do not stand every three digits"},
		{"comma too late", "1250,000.00", "commas do not stand every three digits"},
		{"some commas missing", "1250,000,000", "commas do not stand every three digits"},
		{"comma first", ",250.00", "commas do not stand every three digits"},
		{"comma last", "1,250,.00", "commas do not stand every three digits"},
		{"two commas", "1,,250.00", "commas do not stand every three digits"},
		{"Arabic-Indic digits", "١٢٥٠", `'\u0661', which is not an ASCII digit`},
		{"full-width digits", "１２５０", `'\uff11', which is not an ASCII digit`},
		{"another currency", "€5.00", `'\u20ac', which is not an ASCII digit`},
		{"right-to-left override", "5\u202e.00", `'\u202e', which is not an ASCII digit`},
		{"minus", "-1250.00", "it is negative"},
		{"minus after the currency", "$-1250.00", "it is negative"},
		{"mathematical minus", "\u22125", `'\u2212', which is not an ASCII digit`},
		{"plus", "+1250.00", "it has a sign"},
		{"space first", " 1250.00", "the character ' '"},
		{"space last", "1250.00 ", "the character ' '"},
		{"space between", "1 250.00", "the character ' '"},
		{"tab", "1250.00\t", `the character '\t'`},
		{"currency last", "1250.00$", "the character '$'"},
		{"currency twice", "$$5", "the character '$'"},
		{"words", "ten", "the character 't'"},
		{"hexadecimal", "0x10", "the character 'x'"},
		{"underscore", "1_250", "the character '_'"},
		{"leading zero", "01250.00", "begins with a zero"},
		{"leading zeros before a comma", "001,250.00", "begins with a zero"},
		{"not UTF-8", "5\xff", "not an ASCII digit"},
		{"above the greatest", "90,000,000,000,000.01", "above the greatest amount of one act, 90,000,000,000,000.00"},
		{"more than 64 bits", "99999999999999999999", "above the greatest amount of one act"},
		{"too long", strings.Repeat("9", 33), "too long"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := money.Parse(test.text)
			if err == nil {
				t.Fatalf("%q was read as %s", test.text, got)
			}
			if !strings.Contains(err.Error(), test.why) {
				t.Errorf("%q: got %q, want %q", test.text, err, test.why)
			}
		})
	}
}

// How an amount is written is no help to who wrote it well.
func TestAboveMaxIsNoFaultOfWriting(t *testing.T) {
	for text, want := range map[string]bool{"90,000,000,000,000.01": true, "99999999999999999999": true, "1e99": false} {
		if _, err := money.Parse(text); errors.Is(err, money.ErrAboveMax) != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestString(t *testing.T) {
	for amount, want := range map[money.Amount]string{
		0:             "0.00",
		7:             "0.07",
		-7:            "-0.07",
		125_000:       "1,250.00",
		-125_000:      "-1,250.00",
		math.MaxInt64: "92,233,720,368,547,758.07",
		math.MinInt64: "-92,233,720,368,547,758.08",
	} {
		if got := amount.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for amount, want := range map[money.Amount]string{
		1:             "",
		money.Max:     "",
		0:             "0.00 is not above zero",
		-100:          "-1.00 is not above zero",
		money.Max + 1: "90,000,000,000,000.01 is above the greatest amount of one act, 90,000,000,000,000.00",
	} {
		if got := amount.Check(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestOverflow(t *testing.T) {
	const least, most = money.Amount(math.MinInt64), money.Amount(math.MaxInt64)
	for _, test := range []struct {
		name string
		do   func(a, b money.Amount) (money.Amount, error)
		a, b money.Amount
		want money.Amount
		err  error
	}{
		{"add", money.Add, 2, 3, 5, nil},
		{"add below zero", money.Add, 2, -3, -1, nil},
		{"add to the most", money.Add, most - 1, 1, most, nil},
		{"add above the most", money.Add, most, 1, 0, money.ErrOverflow},
		{"add below the least", money.Add, least, -1, 0, money.ErrOverflow},
		{"sub", money.Sub, 2, 3, -1, nil},
		{"sub below zero", money.Sub, 2, -3, 5, nil},
		{"sub to the least", money.Sub, least + 1, 1, least, nil},
		{"sub below the least", money.Sub, least, 1, 0, money.ErrOverflow},
		{"sub above the most", money.Sub, most, -1, 0, money.ErrOverflow},
		{"sub the least", money.Sub, 0, least, 0, money.ErrOverflow},
	} {
		got, err := test.do(test.a, test.b)
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: got %d, %v", test.name, got, err)
		}
	}
}

// Whatever is read is written so that it is read again as the same amount.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0", "$1,250.00", "90,000,000,000,000.00", "01", "1e3", "-5", "1,25", "١", "\xff", "1.2.3", "$"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := money.Parse(text)
		if err != nil {
			return
		}
		if amount < 0 || amount > money.Max {
			t.Fatalf("%q was read as %d", text, amount)
		}
		if again, err := money.Parse(amount.String()); err != nil || again != amount {
			t.Fatalf("%q was read as %d, written %s, and read again as %d, %v", text, amount, amount, again, err)
		}
	})
}
