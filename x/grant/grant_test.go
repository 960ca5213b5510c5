package grant

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

const (
	florida  = "VN1AJFAD19J9"
	evidence = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func award() Award {
	return Award{
		Fain: "4337DRFLP00000001", Listing: "97.036", Recipient: florida, Description: "Debris removal",
		Begins: "2017-09-04", Ends: "2018-09-04", By: "gil",
	}
}

func claim() Claim {
	return Claim{Fain: "4337DRFLP00000001", Number: "C1", Amount: 100, Begins: "2017-09-10", Ends: "2017-11-30", Evidence: evidence}
}

// One valid award; each row breaks one thing.
func TestAward(t *testing.T) {
	require.NoError(t, award().fault())
	for _, row := range []struct {
		name  string
		spoil func(*Award)
		want  *rule.Rule
		found string
	}{
		{"no number", func(a *Award) { a.Fain = "" }, ErrMalformedFAIN, "empty"},
		{"a small letter", func(a *Award) { a.Fain = "fain1" }, ErrMalformedFAIN, "has the character 'f'"},
		{"a long number", func(a *Award) { a.Fain = strings.Repeat("A", 31) }, ErrMalformedFAIN, "31 characters, at most 30"},
		{"a listing that lost its zero", func(a *Award) { a.Listing = "10.03" }, ErrMalformedListing, `"10.03"`},
		{"a listing of letters", func(a *Award) { a.Listing = "97.O36" }, ErrMalformedListing, `"97.O36"`},
		{"no description", func(a *Award) { a.Description = "" }, ErrMalformedText, "description: empty"},
		{"a description that turns around", func(a *Award) { a.Description = "pay\u202eeno" }, ErrMalformedText, `'\u202e'`},
		{"a long description", func(a *Award) { a.Description = strings.Repeat("a", 257) }, ErrMalformedText, "257 bytes, at most 256"},
		{"a day that is none", func(a *Award) { a.Begins = "2017-02-29" }, ErrMalformedPeriod, `"2017-02-29" is not a date`},
		{"no end", func(a *Award) { a.Ends = "" }, ErrMalformedPeriod, `"" is not a date`},
		{"an end before the beginning", func(a *Award) { a.Ends = "2017-09-03" }, ErrMalformedPeriod, "it begins 2017-09-04 and ends 2017-09-03"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := award()
			row.spoil(&a)
			err := a.fault()
			require.ErrorIs(t, err, row.want)
			require.ErrorContains(t, err, row.found)
		})
	}
}

// The rules are asked in their documented order: each row breaks its rule and all that come after it.
func TestAcceptInItsOrder(t *testing.T) {
	require.NoError(t, award().Accept(claim(), florida, "2017-12-01", 100))
	c := claim()
	c.Amount = 101
	for _, row := range []struct {
		spoil func()
		payee string
		want  *rule.Rule
		found string
	}{
		{func() {}, florida, ErrOverAward, "claimable 1.00, asked 1.01"},
		{func() { c.Ends = "2017-12-02" }, florida, ErrNotIncurred, "the claim runs to 2017-12-02, today is 2017-12-01"},
		{func() { c.Begins = "2017-09-03" }, florida, ErrOutsidePeriod, "from 2017-09-03 to 2017-12-02"},
		{func() { c.Begins, c.Ends = "2017-09-10", "2018-09-05" }, florida, ErrOutsidePeriod, "to 2018-09-05"},
		{func() {}, "N4YFFGL4CDX5", ErrNotRecipient, "the claim is by N4YFFGL4CDX5"},
	} {
		row.spoil()
		err := award().Accept(c, row.payee, "2017-12-01", 100)
		require.ErrorIs(t, err, row.want)
		require.ErrorContains(t, err, row.found)
	}
}

func TestEvidence(t *testing.T) {
	require.NoError(t, claim().fault())
	for _, s := range []string{"", evidence[1:], strings.ToUpper(evidence), strings.Repeat("g", 64)} {
		c := claim()
		c.Evidence = s
		require.ErrorIs(t, c.fault(), ErrMalformedEvidence, s)
	}
}

func TestGenesisListsEveryFault(t *testing.T) {
	valid := GenesisState{
		Programmes: []Programme{{Listing: "97.036", Title: "Public Assistance", Member: "fema", ProgramActivity: "0004"}},
		Awards:     []Award{award()},
		Claims:     []Claim{claim()},
	}
	require.NoError(t, valid.Validate())
	broken := GenesisState{
		Programmes: append(valid.Programmes, valid.Programmes[0], Programme{Listing: "97.36", Title: "x", ProgramActivity: "4"}),
		Awards:     append(valid.Awards, valid.Awards[0], Award{Fain: "A", Listing: "10.001", Recipient: "nobody"}),
		Claims:     append(valid.Claims, valid.Claims[0], Claim{Fain: "B", Number: "0c", Evidence: "x"}),
	}
	err := broken.Validate()
	for _, want := range []*rule.Rule{
		ErrProgrammeExists, ErrMalformedListing, ErrMalformedFAIN, ErrUnknownProgramme, ErrMalformedText, consortium.ErrMalformedUEI,
		ErrDuplicateClaim, ErrUnknownAward, ErrMalformedEvidence, payment.ErrMalformedBill,
	} {
		require.ErrorIs(t, err, want)
	}
	for _, place := range []string{"programmes[1]", "programmes[2]", "awards[1]", "awards[2]", "claims[1]", "claims[2]"} {
		require.ErrorContains(t, err, place)
	}
}
