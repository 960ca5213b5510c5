package reconcile

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
)

const head = "fund,account,defc,amount\n070-X-0702,4610,Q,1.00\n"

// Each file breaks one thing.
func TestParseRefuses(t *testing.T) {
	long := strings.Repeat("9", 300)
	for _, row := range []struct {
		name, text string
		want       *rule.Rule
		found      string
	}{
		{"empty", "", ErrFile, "it is empty"},
		{"a header only", "fund,account,amount\n", ErrFile, "no line stands below the header"},
		{"blank lines only", "fund,account,amount\n,,\n, ,\n", ErrFile, "no line stands below the header"},
		{"not UTF-8", head + "070-X-0702,\xff\n", ErrFile, "line 3 is not UTF-8"},
		{"UTF-16", "\xff\xfef\x00u\x00", ErrFile, "line 1 is not UTF-8"},
		{"a quote in a cell", head + "070-X-0702,46\"10,Q,1\n", ErrFile, "line 3"},
		{"an open quote", head + "070-X-0702,4801,Q,\"1\n", ErrFile, "line 3"},
		{"too few cells", head + "070-X-0702,4801,1.00\n", ErrFile, "record on line 3: wrong number of fields"},
		{"too many cells", head + "070-X-0702,4801,Q,1,000.00\n", ErrFile, "record on line 3: wrong number of fields"},
		{"no account", "fund,amount\n", ErrHeader, `the column "account" is missing`},
		{"a misspelt attribute", "fund,account,defcode,amount\n", ErrHeader, `no column is named "defcode"`},
		{"a column twice", "fund,account,amount,Amount\n", ErrHeader, `the column "amount" stands twice`},
		{"no amount", "fund,account\n", ErrHeader, "either amount, or debit and credit"},
		{"half of a pair", "fund,account,debit\n", ErrHeader, "either amount, or debit and credit"},
		{"both", "fund,account,amount,debit,credit\n", ErrHeader, "either amount, or debit and credit"},
		{"a long header", "fund,account," + long + "\n", ErrHeader, "300 bytes"},
		{"GTAS by halves", "USSGL Account Number,Dollar Amount\n", ErrHeader, "of the GTAS bulk file is missing"},
		{"a formula for a fund", head + "\"=HYPERLINK(\"\"x\"\")\",4801,Q,1\n", ErrFund, `line 3: "=HYPERLINK`},
		{"a fund without zeros", head + "70-X-702,4801,Q,1\n", ErrFund, `line 3: "70-X-702"`},
		{"a fund that turns the text", head + "070-X-0702\u202e,4801,Q,1\n", ErrFund, `line 3: "070-X-0702\u202e"`},
		{"a word for an account", head + "070-X-0702,cash,Q,1\n", ErrAccount, `line 3: "cash"`},
		{"five digits", head + "070-X-0702,48010,Q,1\n", ErrAccount, `line 3: "48010"`},
		{"digits of another script", head + "070-X-0702,٤٨٠١,Q,1\n", ErrAccount, "line 3"},
		{"an exponent", head + "070-X-0702,4801,Q,1e3\n", ErrBalance, "line 3: \"1e3\" is not an amount: it has an exponent"},
		{"a sign of plus", head + "070-X-0702,4801,Q,+1\n", ErrBalance, "it has a sign"},
		{"parentheses", head + "070-X-0702,4801,Q,(1.00)\n", ErrBalance, `it has the character '('`},
		{"two signs", head + "070-X-0702,4801,Q,--1\n", ErrBalance, "it is negative"},
		{"half a cent", head + "070-X-0702,4801,Q,1.005\n", ErrBalance, "it has 3 decimals"},
		{"no amount in a line", head + "070-X-0702,4801,Q,\n", ErrBalance, "no digits"},
		{"more than is held", head + "070-X-0702,4801,Q,40000000000000000.01\n", ErrBalance, "is above 40,000,000,000,000,000.00"},
		{"more than 64 bits", head + "070-X-0702,4801,Q,99999999999999999999999.00\n", ErrBalance, "is above 40,000"},
		{"sums above the bound", head + "070-X-0702,480100,Q,40000000000000000\n070-X-0702,480110,Q,1\n", ErrBalance, "line 4"},
		{"debit and credit", "fund,account,debit,credit\n070-X-0702,4801,1,2\n", ErrBalance, "both a debit, 1.00, and a credit, 2.00"},
		{"neither", "fund,account,debit,credit\n070-X-0702,4801,,\n", ErrBalance, "line 2: neither debit nor credit"},
		{"a debit below zero", "fund,account,debit,credit\n070-X-0702,4801,-1,\n", ErrBalance, "-1.00 is below zero"},
		{"no emergency fund code", head + "070-X-0702,4801,,1\n", ErrAttribute, `line 3: defc ""`},
		{"an activity that lost its zeros", "fund,account,program_activity,amount\n070-X-0702,4801,1,1\n", ErrAttribute,
			`line 2: program_activity "1"`},
		{"an account twice", head + "070-X-0702-000,461000,Q,2.00\n", ErrTwice,
			"line 3: 461000 of 070-X-0702-000 stands in line 2 too"},
	} {
		t.Run(row.name, func(t *testing.T) {
			b, err := Parse(strings.NewReader(row.text))
			require.ErrorIs(t, err, row.want)
			require.ErrorContains(t, err, row.found)
			require.Nil(t, b)
		})
	}
}

func TestParseIsBounded(t *testing.T) {
	_, err := Parse(strings.NewReader(head + strings.Repeat(" ", MaxBytes)))
	require.ErrorIs(t, err, ErrTooLarge)
	lines := strings.Repeat("2018,06,,070,,,X,0702,000,461000,0.01,D,E\n", MaxLines+1)
	_, err = Parse(strings.NewReader(gtasHead + lines))
	require.ErrorIs(t, err, ErrTooLarge)
	require.ErrorContains(t, err, "more than 200000 lines")
}

func TestBalance(t *testing.T) {
	for text, want := range map[string]money.Amount{
		"0": 0, "-0.00": 0, "12.34": 1234, "-12.34": -1234, "-$1,250.00": -125000, "90000000000000.01": 9_000_000_000_000_001,
		"-$40,000,000,000,000,000": -maxBalance,
	} {
		got, err := balance(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
}

const gtasHead = "Fiscal Year,Reporting Period,Allocation Transfer Agency Identifier,Agency Identifier," +
	"Beginning Period of Availability,Ending Period of Availability,Availability Type Code,Main Account Code," +
	"\" Sub Account Code\",USSGL Account Number,Dollar Amount,Debit/Credit Indicator,Begin/End Indicator\n"

// Lines of one account are added up, opening balances left out, and zeros put back that a spreadsheet lost.
func TestGTAS(t *testing.T) {
	b := parsed(t, "\ufeff"+gtasHead+
		"2018,06,,070,,,X,0702,000,480100,100.00,C,E\n"+
		"2018,6,,070,,,X,702,000,480100,40.50,C,E\n"+
		"2018,06,,070,,,X,702,000,480100,7.00,D,B\n"+
		"2018,06,,070,,,X,702,000,101000,-3.00,C,E\n"+
		"2018,06,011,070,2017,2018,,702,001,101000,9.00,D,E\r\n"+
		",,,,,,,,,,,, \r\n")
	require.Equal(t, []string{"011-070-2017/2018-0702-001", fund}, b.Funds())
	want := map[Key]money.Amount{{Fund: fund, Account: "4801"}: -140_50, {Fund: fund, Account: "1010"}: 3_00}
	require.Equal(t, want, b.balances[fund])
	require.Equal(t, Grain{}, b.Grain)
	require.Equal(t, 4, b.Lines)
}

func TestGTASRefuses(t *testing.T) {
	const sound = "2018,06,,070,,,X,0702,000,480100,100.00,C,E\n"
	for _, row := range []struct {
		name, text string
		want       *rule.Rule
	}{
		{"two periods", sound + "2018,07,,070,,,X,0702,000,480100,100.00,C,E\n", ErrPeriod},
		{"a period of words", "2018,June,,070,,,X,0702,000,480100,100.00,C,E\n", ErrPeriod},
		{"opening balances only", "2018,06,,070,,,X,0702,000,480100,100.00,C,B\n", ErrPeriod},
		{"neither begin nor end", "2018,06,,070,,,X,0702,000,480100,100.00,C,M\n", ErrPeriod},
		{"no side", "2018,06,,070,,,X,0702,000,480100,100.00,,E\n", ErrBalance},
		{"an opening balance of words", "2018,06,,070,,,X,0702,000,480100,none,C,B\n" + sound, ErrBalance},
		{"no period of availability", "2018,06,,070,,,,0702,000,480100,100.00,C,E\n", ErrFund},
		{"no account", "2018,06,,070,,,X,0702,000,,100.00,C,E\n", ErrAccount},
	} {
		b, err := Parse(strings.NewReader(gtasHead + row.text))
		require.ErrorIs(t, err, row.want, row.name)
		require.Nil(t, b)
	}
}

// Whatever a file holds, it is read or refused.
func FuzzParse(f *testing.F) {
	line := "2018,06,,070,,,X,0702,000,480100,100.00,C,E\n"
	for _, seed := range []string{soundBooks, head, gtasHead + line, "\"", "fund,account,amount\r\n,,"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := Parse(strings.NewReader(text))
		if (b == nil) == (err == nil) {
			t.Fatal("half-read", b, err)
		}
	})
}
