package consortium

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The default charter is lawful; each row breaks one bound.
func TestCharterFault(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*Charter)
		want  error
		found string
	}{
		{"the default", func(*Charter) {}, nil, ""},
		{"all at one half", func(c *Charter) {
			half := Fraction("1/2")
			c.Routine, c.Charter, c.Security, c.Emergency = half, half, half, half
		}, nil, ""},
		{"the same part in other words", func(c *Charter) { c.Charter, c.Security = "666/999", "4/6" }, nil, ""},
		{"no part", func(c *Charter) { c.Routine = "" }, ErrMalformedCharter, `routine: more than ""; at least 1/2`},
		{"of nothing", func(c *Charter) { c.Routine = "1/0" }, ErrMalformedCharter, `routine: more than "1/0"`},
		{"less than one half", func(c *Charter) { c.Routine = "499/1000" }, ErrMalformedCharter, `routine: more than "499/1000"`},
		{"no fraction", func(c *Charter) { c.Routine = "half" }, ErrMalformedCharter, `routine: more than "half"`},
		{"three parts", func(c *Charter) { c.Routine = "1/2/3" }, ErrMalformedCharter, `routine: more than "1/2/3"`},
		{"a sign", func(c *Charter) { c.Routine = "+1/2" }, ErrMalformedCharter, `routine: more than "+1/2"`},
		{"the whole", func(c *Charter) { c.Emergency = "3/3" }, ErrMalformedCharter, `emergency: more than "3/3"`},
		{"parts too fine", func(c *Charter) { c.Security = "668/1001" }, ErrMalformedCharter, `security: more than "668/1001"`},
		{"parts that overflow", func(c *Charter) { c.Routine = "2147483648/2147483648" }, ErrMalformedCharter, "at most 1000"},
		{"routine graver than charter", func(c *Charter) { c.Routine = "3/4" }, ErrMalformedCharter,
			"routine: more than 3/4, and a graver class needs only 2/3"},
		{"charter graver than security", func(c *Charter) { c.Charter = "667/1000" }, ErrMalformedCharter,
			"charter: more than 667/1000, and a graver class needs only 2/3"},
		{"security graver than emergency", func(c *Charter) { c.Emergency = "1/2" }, ErrMalformedCharter,
			"security: more than 2/3, and a graver class needs only 1/2"},
		{"voting over sooner than it may last", func(c *Charter) { c.MinVotingDays, c.MaxVotingDays = 10, 9 }, ErrMalformedCharter,
			"max_voting_days: 9, between 10 and 365"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := DefaultCharter()
			row.spoil(&c)
			refused(t, c.fault(), row.want, row.found)
			refused(t, (&MsgAmendCharter{Charter: c}).ValidateBasic(), row.want, row.found)
		})
	}
}

// At its bounds a number is lawful, and one beyond it is not.
func TestCharterBounds(t *testing.T) {
	for _, row := range []struct {
		name      string
		number    func(*Charter) *uint32
		low, high uint32
		below     string
		above     string
	}{
		{"min_voting_days", func(c *Charter) *uint32 { return &c.MinVotingDays }, 1, 60, "0, between 1 and 90", "60, between 61 and 365"},
		{"max_voting_days", func(c *Charter) *uint32 { return &c.MaxVotingDays }, 3, 365, "2, between 3", "366, between 3 and 365"},
		{"open_resolutions", func(c *Charter) *uint32 { return &c.OpenResolutions }, 1, 32, "0, between 1", "33, between 1 and 32"},
		{"proposal_days", func(c *Charter) *uint32 { return &c.ProposalDays }, 1, 365, "0, between 1", "366, between 1 and 365"},
		{"open_invitations", func(c *Charter) *uint32 { return &c.OpenInvitations }, 1, 10_000, "0, between 1", "10001, between"},
		{"invitation_days", func(c *Charter) *uint32 { return &c.InvitationDays }, 1, 365, "0, between 1", "366, between 1 and 365"},
		{"payee_share", func(c *Charter) *uint32 { return &c.PayeeShare }, 1, 50, "0, between 1", "51, between 1 and 50"},
		{"trusting_days", func(c *Charter) *uint32 { return &c.TrustingDays }, 1, 365, "0, between 1", "366, between 1 and 365"},
		{"down_blocks", func(c *Charter) *uint32 { return &c.DownBlocks }, 10, 1_000_000, "9, between 10", "1000001, between"},
		{"min_validators", func(c *Charter) *uint32 { return &c.MinValidators }, 1, 100, "0, between 1", "101, between 1 and 100"},
		{"rotation_blocks", func(c *Charter) *uint32 { return &c.RotationBlocks }, 10, 1_000_000, "9, between 10", "1000001, between"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := DefaultCharter()
			for _, lawful := range []uint32{row.low, row.high} {
				*row.number(&c) = lawful
				require.NoError(t, c.fault())
			}
			*row.number(&c) = row.low - 1
			refused(t, c.fault(), ErrMalformedCharter, row.below)
			*row.number(&c) = row.high + 1
			refused(t, c.fault(), ErrMalformedCharter, row.above)
		})
	}
	c := DefaultCharter()
	c.MinVotingDays, c.MaxVotingDays = 91, 365
	refused(t, c.fault(), ErrMalformedCharter, "min_voting_days: 91, between 1 and 90")
}

// A resolution passes with more than the part, never with just the part, and never with no electorate.
func TestFractionNeeded(t *testing.T) {
	for _, row := range []struct {
		part            Fraction
		yes, electorate int
		passes          bool
	}{
		{"1/2", 2, 4, false}, {"1/2", 3, 4, true}, {"1/2", 2, 3, true}, {"1/2", 1, 1, true},
		{"2/3", 2, 3, false}, {"2/3", 3, 3, true}, {"2/3", 3, 4, true}, {"2/3", 42, 63, false},
		{"2/3", 43, 63, true}, {"999/1000", 64, 64, true}, {"999/1000", 63, 64, false},
		{"1/2", 0, 0, false}, {"1/2", 0, 1, false},
	} {
		require.Equal(t, row.passes, row.part.Needed(row.electorate) <= uint64(row.yes), "%d of %d, more than %v", row.yes, row.electorate, row.part)
	}
}
