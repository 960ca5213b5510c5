package grant

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
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
		Begins: "2017-09-04", Ends: "2018-09-04", By: "gil", Kind: ProjectGrant, Status: AwardOpen,
	}
}

func claim() Claim {
	return Claim{
		Fain: "4337DRFLP00000001", Number: "C1", Payee: florida, Kind: Reimbursement, Amount: 100, Cost: 100,
		Begins: "2017-09-10", Ends: "2017-11-30", Evidence: []string{evidence},
	}
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

// tiersOf are the award, and a sub-award of it to Miami.
func tiersOf() tiers {
	a := award()
	return tiers{
		{ID: a.Fain, Recipient: florida, Begins: a.Begins, Ends: a.Ends},
		{ID: a.Fain + "/1", Recipient: "M1AM1DADE007", Begins: "2017-10-01", Ends: "2018-06-30"},
	}
}

// The rules are asked in their documented order: each row breaks its rule and all that come after it.
func TestAcceptInItsOrder(t *testing.T) {
	days := DefaultGenesis().Params
	require.NoError(t, tiersOf()[:1].Accept(claim(), "2017-12-01", days))
	c := claim()
	on := date.Date("2019-01-03")
	for _, row := range []struct {
		spoil func()
		want  *rule.Rule
		found string
	}{
		{func() {}, ErrTooLate, "ended on 2018-09-04, and takes claims until 2019-01-02, today is 2019-01-03"},
		{func() { on, c.Ends = "2017-12-01", "2017-12-02" }, ErrNotIncurred, "the claim runs to 2017-12-02, today is 2017-12-01"},
		{func() { c.Begins = "2017-09-03" }, ErrOutsidePeriod, "from 2017-09-03 to 2017-12-02"},
		{func() { c.Begins, c.Ends = "2017-09-10", "2018-09-05" }, ErrOutsidePeriod, "to 2018-09-05"},
		{func() { c.Payee = "N4YFFGL4CDX5" }, ErrNotRecipient, "the claim is by N4YFFGL4CDX5"},
	} {
		row.spoil()
		err := tiersOf()[:1].Accept(c, on, days)
		require.ErrorIs(t, err, row.want)
		require.ErrorContains(t, err, row.found)
	}
}

// A sub-recipient claims within its own period and those above it, for 90 days, and has no advance; the award's recipient has one for 30 days.
func TestAcceptOfASubAwardAndOfAnAdvance(t *testing.T) {
	days := DefaultGenesis().Params
	c := claim()
	c.Payee, c.Begins = "M1AM1DADE007", "2017-10-01"
	require.NoError(t, tiersOf().Accept(c, "2018-09-28", days))
	require.ErrorIs(t, tiersOf().Accept(c, "2018-09-29", days), ErrTooLate)
	c.Begins = "2017-09-30"
	require.ErrorContains(t, tiersOf().Accept(c, "2017-12-01", days), "sub-award 4337DRFLP00000001/1 runs from 2017-10-01")
	c.Begins, c.Kind = "2017-10-01", Advance
	require.ErrorIs(t, tiersOf().Accept(c, "2017-12-01", days), ErrNoNeed)
	c.Payee, c.Ends = florida, "2017-12-31"
	require.NoError(t, tiersOf()[:1].Accept(c, "2017-12-01", days))
	c.Ends = "2018-01-01"
	require.ErrorContains(t, tiersOf()[:1].Accept(c, "2017-12-01", days), "30 days from it is 2017-12-31")
}

func TestPassOn(t *testing.T) {
	fain := award().Fain
	to := SubAward{Id: fain + "/1/1", Recipient: "N4YFFGL4CDX5", Begins: "2017-10-01", Ends: "2018-06-30"}
	require.NoError(t, tiersOf().Pass(to, "M1AM1DADE007"))
	require.ErrorIs(t, tiersOf().Pass(to, florida), ErrNotRecipient)
	for _, above := range []string{florida, "M1AM1DADE007"} {
		back := to
		back.Recipient = above
		require.ErrorIs(t, tiersOf().Pass(back, "M1AM1DADE007"), ErrCircle)
	}
	long := to
	long.Ends = "2018-07-01"
	require.ErrorIs(t, tiersOf().Pass(long, "M1AM1DADE007"), ErrOutsideAward)
	deep := tiersOf()
	for len(deep) < maxTiers {
		deep = append(deep, deep[1])
	}
	require.ErrorContains(t, deep.Pass(to, "M1AM1DADE007"), "tier 11, at most 10")
}

// A claim adds up by its lines, its categories and its goods, and is no more than the whole cost.
func TestLines(t *testing.T) {
	travel := Line{Category: "travel", Amount: 40}
	tarps := Line{Category: "supplies", Amount: 60, Code: "8340", Quantity: 20, Price: 3}
	for _, row := range []struct {
		name  string
		spoil func(*Claim)
		found string
	}{
		{"lines that add up", func(c *Claim) {}, ""},
		{"less", func(c *Claim) { c.Lines = c.Lines[:1] }, "the lines come to 0.40, the claim to 1.00"},
		{"no category", func(c *Claim) { c.Lines[0].Category = "parties" }, `"parties" is no category`},
		{"nothing", func(c *Claim) { c.Lines[0].Amount = 0 }, "travel"},
		{"goods at another price", func(c *Claim) { c.Lines[1].Price = 4 }, "20 at 0.04 are not 0.60"},
		{"goods that do not divide", func(c *Claim) { c.Lines[1].Quantity = 7 }, "7 at 0.03 are not 0.60"},
		{"goods without a code", func(c *Claim) { c.Lines[1].Code = "" }, "code"},
		{"goods below zero", func(c *Claim) { c.Lines[1].Quantity = -20 }, "-20"},
		{"less cost than share", func(c *Claim) { c.Cost = 99 }, "the whole cost is 0.99"},
		{"compensated below zero", func(c *Claim) { c.Compensated = -1 }, "compensated"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := claim()
			c.Lines = []Line{travel, tarps}
			row.spoil(&c)
			if row.found == "" {
				require.NoError(t, c.fault())
				return
			}
			require.ErrorIs(t, c.fault(), ErrOutsideBudget)
			require.ErrorContains(t, c.fault(), row.found)
		})
	}
}

func TestLifeOfAnAward(t *testing.T) {
	all := []AwardStatus{AwardOpen, AwardSuspended, AwardTerminated, AwardClosed}
	may := map[AwardStatus][]AwardStatus{}
	for _, from := range all {
		for _, to := range all {
			if _, err := (Award{Status: from}).Move(to); err == nil {
				may[from] = append(may[from], to)
			} else {
				require.ErrorIs(t, err, ErrWrongStep)
			}
		}
	}
	require.Equal(t, map[AwardStatus][]AwardStatus{
		AwardOpen:       {AwardSuspended, AwardTerminated, AwardClosed},
		AwardSuspended:  {AwardOpen, AwardTerminated},
		AwardTerminated: {AwardClosed},
	}, may)
}

func TestEvidence(t *testing.T) {
	require.NoError(t, claim().fault())
	for _, hashes := range [][]string{
		nil, {""}, {evidence[1:]}, {strings.ToUpper(evidence)}, {strings.Repeat("g", 64)}, {evidence, evidence}, make([]string, 17),
	} {
		c := claim()
		c.Evidence = hashes
		require.ErrorIs(t, c.fault(), ErrMalformedEvidence, hashes)
	}
}

func TestGenesisListsEveryFault(t *testing.T) {
	valid := GenesisState{
		Params:     DefaultGenesis().Params,
		Programmes: []Programme{{Listing: "97.036", Title: "Public Assistance", Member: "fema", ProgramActivity: "0004"}},
		Awards:     []Award{award()},
		Claims:     []Claim{claim()},
	}
	require.NoError(t, valid.Validate())
	broken := GenesisState{
		Programmes: append(valid.Programmes, valid.Programmes[0], Programme{Listing: "97.36", Title: "x", ProgramActivity: "4"}),
		Awards:     append(valid.Awards, valid.Awards[0], Award{Fain: "A", Listing: "10.001", Recipient: "nobody"}),
		Claims:     append(valid.Claims, valid.Claims[0], Claim{Fain: "B", Number: "0c", Evidence: []string{"x"}}),
		SubAwards:  []SubAward{{Id: "A/1/1", Recipient: "nobody", Description: "x", Begins: "2017-10-01", Ends: "2017-10-01"}},
	}
	err := broken.Validate()
	for _, want := range []*rule.Rule{
		ErrProgrammeExists, ErrMalformedListing, ErrMalformedFAIN, ErrUnknownProgramme, ErrMalformedText, consortium.ErrMalformedUEI,
		ErrDuplicateClaim, ErrUnknownAward, ErrMalformedEvidence, payment.ErrMalformedBill, ErrUnknownSubAward, ErrMalformedPeriod,
	} {
		require.ErrorIs(t, err, want)
	}
	for _, place := range []string{"programmes[1]", "programmes[2]", "awards[1]", "awards[2]", "claims[1]", "claims[2]", "params", "sub_awards[0] A/1/1"} {
		require.ErrorContains(t, err, place)
	}
}
