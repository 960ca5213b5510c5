package grant

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Two awards that have all in common but their numbers; each row changes one of them. What a is to b, b is to a.
func TestCompare(t *testing.T) {
	all := []OverlapReason{SameRecipient, SameDisaster, SamePlace, SameActivity, SameListing, SamePeriod}
	for _, row := range []struct {
		name    string
		change  func(*Features)
		kind    OverlapKind
		reasons []OverlapReason
	}{
		{"all the same", func(*Features) {}, Duplication, all},
		{"spelt otherwise", func(f *Features) { f.Disaster, f.Place = "dr-4337", "miami-dade  COUNTY" }, Duplication, all},
		{"another listing of the activity", func(f *Features) { f.Listing = "97.039" }, Duplication,
			[]OverlapReason{SameRecipient, SameDisaster, SamePlace, SameActivity, SamePeriod}},
		{"another activity under the listing", func(f *Features) { f.Activity = "Housing" }, Duplication,
			[]OverlapReason{SameRecipient, SameDisaster, SamePlace, SameListing, SamePeriod}},
		{"no disaster", func(f *Features) { f.Disaster = "" }, Duplication,
			[]OverlapReason{SameRecipient, SamePlace, SameActivity, SameListing, SamePeriod}},
		{"no place", func(f *Features) { f.Place = "" }, Duplication,
			[]OverlapReason{SameRecipient, SameDisaster, SameActivity, SameListing, SamePeriod}},
		{"another member", func(f *Features) { f.Member, f.Listing = "hud", "14.218" }, Duplication,
			[]OverlapReason{SameRecipient, SameDisaster, SamePlace, SameActivity, OtherMember, SamePeriod}},
		{"another activity", func(f *Features) { f.Activity, f.Listing = "Housing", "14.228" }, Overlap,
			[]OverlapReason{SameRecipient, SameDisaster, SamePlace, SamePeriod}},
		{"another activity and place", func(f *Features) { f.Activity, f.Listing, f.Place = "Housing", "14.228", "Monroe" }, Overlap,
			[]OverlapReason{SameRecipient, SameDisaster, SamePeriod}},
		{"another disaster and place", func(f *Features) { f.Disaster, f.Place = "DR-4341", "Monroe" }, 0, nil},
		{"neither disaster nor place", func(f *Features) { f.Disaster, f.Place = "", "" }, 0, nil},
		{"a later time", func(f *Features) { f.Begins, f.Ends = "2018-10-01", "2019-09-30" }, 0, nil},
		{"an earlier time", func(f *Features) { f.Begins, f.Ends = "2016-10-01", "2017-09-30" }, 0, nil},
		{"a day in common", func(f *Features) { f.Begins, f.Ends = "2018-09-30", "2019-09-30" }, Duplication, all},
		{"another recipient", func(f *Features) { f.Recipient = "M1AM1DADE007" }, 0, nil},
		{"another recipient and member", func(f *Features) { f.Recipient, f.Member = "M1AM1DADE007", "hud" }, Fragmentation,
			[]OverlapReason{SameDisaster, SamePlace, SameActivity, SameListing, OtherMember, SamePeriod}},
		{"another recipient, member and activity", func(f *Features) { f.Recipient, f.Member, f.Activity = "M1AM1DADE007", "hud", "x" }, 0, nil},
		{"another recipient, member and place", func(f *Features) { f.Recipient, f.Member, f.Place = "M1AM1DADE007", "hud", "x" }, 0, nil},
		{"another recipient and member, no disaster", func(f *Features) { f.Recipient, f.Member, f.Disaster = "M1AM1DADE007", "hud", "" }, 0, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := Features{ID: "A", Recipient: florida, Disaster: "DR-4337", Place: "Miami-Dade County", Activity: "Debris", Listing: "97.036",
				Member: "fema", Begins: "2017-10-01", Ends: "2018-09-30"}
			b := a
			b.ID = "B"
			row.change(&b)
			one, is := Compare(a, b)
			require.Equal(t, row.kind != 0, is)
			other, back := Compare(b, a)
			require.Equal(t, is, back)
			if is {
				require.Equal(t, Finding{row.kind, "B", row.reasons}, one)
				require.Equal(t, Finding{row.kind, "A", row.reasons}, other)
			}
		})
	}
}

// A claim that has nothing in common with another but its payee; each row changes one thing, and it is the same in both directions.
func TestCompareClaims(t *testing.T) {
	sum := []OverlapReason{SameRecipient, SameAmount, SamePeriod}
	for _, row := range []struct {
		name   string
		change func(*SentClaim)
		want   []OverlapReason
	}{
		{"nothing", func(*SentClaim) {}, nil},
		{"a document", func(c *SentClaim) { c.Evidence = append(c.Evidence, evidence) }, []OverlapReason{SameEvidence}},
		{"a document, under the same award", func(c *SentClaim) { c.Id, c.Evidence = "A 2018/C2", []string{evidence} }, []OverlapReason{SameEvidence}},
		{"a document, another payee", func(c *SentClaim) { c.Payee, c.Evidence = "x", []string{evidence} }, []OverlapReason{SameEvidence}},
		{"the sum", func(c *SentClaim) { c.Amount = 100 }, sum},
		{"the sum, under the same award", func(c *SentClaim) { c.Id, c.Amount = "A 2018/C2", 100 }, nil},
		{"the sum, under another sub-award", func(c *SentClaim) { c.Id, c.Amount = "A/1 2018/C2", 100 }, sum},
		{"the sum, another payee", func(c *SentClaim) { c.Payee, c.Amount = "x", 100 }, nil},
		{"the sum, at another time", func(c *SentClaim) { c.Amount, c.Begins, c.Ends = 100, "2017-12-01", "2017-12-31" }, nil},
		{"both", func(c *SentClaim) { c.Amount, c.Evidence = 100, []string{evidence} }, append([]OverlapReason{SameEvidence}, sum...)},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := SentClaim{Id: "A 2018/C1", Payee: florida, Amount: 100, Begins: "2017-09-10", Ends: "2017-11-30", Evidence: []string{evidence}}
			b := a
			b.Id, b.Amount, b.Evidence = "B 2018/C1", 200, []string{strings.Repeat("0", 64)}
			row.change(&b)
			for _, pair := range [][2]SentClaim{{a, b}, {b, a}} {
				f, is := pair[0].compare(pair[1])
				require.Equal(t, row.want != nil, is)
				require.Equal(t, row.want, f.Reasons)
				require.Equal(t, pair[1].Id, f.With)
			}
		})
	}
}

func TestFold(t *testing.T) {
	for _, same := range []string{"Miami-Dade County", "miami-dade county", "  MIAMI-DADE   County  "} {
		require.Equal(t, "miami-dade county", fold(same))
	}
	require.Equal(t, "peÑuelas", fold("PEÑUELAS")) // no case of what is not ASCII
	require.Empty(t, fold("  "))
}

// What somebody passes on in parts is not a duplicate of itself; what another passes on of the same award may be.
func TestPartsOfOneWhole(t *testing.T) {
	part := Features{ID: "A/1/2"}
	for other, beside := range map[string]bool{
		"A/1/2": true, "A/1/1": true, "A/1/12": true, "A/2/1": false, "A/1": false, "A/1/1/1": false, "A": false, "B/1/1": false,
	} {
		require.Equal(t, beside, part.beside(other), other)
	}
	require.False(t, Features{ID: "A"}.beside("B"))
}

// A refusal names the first findings, and counts the others; an award wants a reason for what asks for one, and for nothing else.
func TestExplained(t *testing.T) {
	dup := Finding{Duplication, "A", []OverlapReason{SameRecipient, SamePlace}}
	over := Finding{Overlap, "B", []OverlapReason{SameDisaster}}
	part, left := Finding{Kind: Fragmentation, With: "C"}, Finding{Kind: LeftOut, With: "D"}
	require.Equal(t, "duplication with A (same-recipient, same-place); overlap with B (same-disaster); duplication with A (same-recipient, "+
		"same-place); and 1 more", say([]Finding{dup, over, dup, over}))
	require.ErrorIs(t, explained("X", []Finding{part, dup}, ""), ErrOverlap)
	require.ErrorIs(t, explained("X", []Finding{part, left}, "Why not"), ErrOverlap)
	require.NoError(t, explained("X", []Finding{over}, "Why not"))
	require.NoError(t, explained("X", []Finding{part, left}, ""))
	require.Equal(t, Duplication, worst([]Finding{part, over, dup, left}))
	require.Equal(t, Overlap, worst([]Finding{over, left}))
	require.Zero(t, worst([]Finding{part, left}))
}

// What is kept of claims is held to what a claim is held to.
func TestSentClaimsOfAGenesis(t *testing.T) {
	fain := award().Fain
	valid := SentClaim{Id: fain + " 2018/C1", Payee: florida, Amount: 100, Begins: "2017-09-10", Ends: "2017-11-30", Evidence: []string{evidence}}
	g := GenesisState{
		Params:     DefaultGenesis().Params,
		Programmes: []Programme{{Listing: "97.036", Title: "Public Assistance", Member: "fema", ProgramActivity: "0004"}},
		Awards:     []Award{award()}, SentClaims: []SentClaim{valid},
	}
	require.NoError(t, g.Validate())
	g.SentClaims = append(g.SentClaims, valid)
	require.ErrorIs(t, g.Validate(), ErrDuplicateClaim)
	for _, row := range []struct {
		spoil func(*SentClaim)
		found string
	}{
		{func(c *SentClaim) { c.Id = fain }, "not an award, a fiscal year and a number"},
		{func(c *SentClaim) { c.Id = fain + " 02018/C1" }, "not an award, a fiscal year and a number"},
		{func(c *SentClaim) { c.Id = fain + " 2018/c1" }, "is not normalised"},
		{func(c *SentClaim) { c.Id = "B 2018/C1" }, "unknown award"},
		{func(c *SentClaim) { c.Payee = "nobody" }, "UEI"},
		{func(c *SentClaim) { c.Amount = 0 }, "amount"},
		{func(c *SentClaim) { c.Ends = "2017-09-09" }, "it begins 2017-09-10"},
		{func(c *SentClaim) { c.Evidence = []string{"x"} }, "hexadecimal"},
		{func(c *SentClaim) { c.Evidence = nil }, "0 documents"},
		{func(c *SentClaim) { c.Evidence = []string{evidence, evidence} }, "given twice"},
	} {
		c := valid
		row.spoil(&c)
		g.SentClaims = []SentClaim{c}
		require.ErrorContains(t, g.Validate(), row.found)
	}
	g.SentClaims = nil
	g.Awards[0].SubAwards = 1
	g.SubAwards = []SubAward{{Id: fain + "/1", Recipient: florida, Description: "x", Begins: "2017-10-01", Ends: "2017-10-01", Made: "2017-10-01",
		Found: Fragmentation}}
	require.ErrorContains(t, g.Validate(), "found 3")
}
