package consortium

import (
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/rule"
)

// DefaultCharter is the charter of a chain that has not amended it; docs/charter.md gives its reasons.
func DefaultCharter() Charter {
	return Charter{
		Routine: "1/2", Charter: "2/3", Security: "2/3", Emergency: "2/3",
		MinVotingDays: 3, MaxVotingDays: 60, OpenResolutions: 8,
		ProposalDays: 14, OpenInvitations: 500, InvitationDays: 30,
		PayeeShare: 25, TrustingDays: 14, DownBlocks: 1800, MinValidators: 4, RotationBlocks: 1800,
	}
}

// Fraction is a part of a whole, at least one half and less than one, written as two whole numbers up to 1000: 2/3.
type Fraction string

// parts are the two numbers, zeros if the text is no fraction.
func (f Fraction) parts() (numerator, denominator uint64) {
	over, under, both := strings.Cut(string(f), "/")
	n, err := strconv.ParseUint(over, 10, 16)
	d, err2 := strconv.ParseUint(under, 10, 16)
	if !both || err != nil || err2 != nil || d > 1000 || n >= d || 2*n < d {
		return 0, 0
	}
	return n, d
}

// Needed is the least number of an electorate that is more than the part.
func (f Fraction) Needed(electorate int) uint64 {
	n, d := f.parts()
	if d == 0 {
		return uint64(electorate) + 1 // no vote passes what is no threshold
	}
	return n*uint64(electorate)/d + 1
}

// AtMost says whether one part is not greater than another.
func (f Fraction) AtMost(g Fraction) bool {
	n, d := f.parts()
	m, e := g.parts()
	return n*e <= m*d
}

// fault says what is wrong with a charter, or nil. A threshold is at least one half, so that no two contrary resolutions pass,
// and less than the whole, which no vote could exceed; a graver class never needs fewer votes.
func (c Charter) fault() error {
	for _, t := range []struct {
		class      string
		part, next Fraction
	}{
		{"routine", c.Routine, c.Charter}, {"charter", c.Charter, c.Security}, {"security", c.Security, c.Emergency},
		{"emergency", c.Emergency, c.Emergency},
	} {
		if _, d := t.part.parts(); d == 0 {
			return ErrMalformedCharter.Refuse("%s: more than %q; at least 1/2 and less than 1, in parts of at most 1000",
				t.class, rule.Clip(string(t.part), 20))
		}
		if !t.part.AtMost(t.next) {
			return ErrMalformedCharter.Refuse("%s: more than %s, and a graver class needs only %s", t.class, t.part, rule.Clip(string(t.next), 20))
		}
	}
	for _, n := range []struct {
		name             string
		value, low, high uint32
	}{
		{"min_voting_days", c.MinVotingDays, 1, 90}, {"max_voting_days", c.MaxVotingDays, c.MinVotingDays, 365},
		{"open_resolutions", c.OpenResolutions, 1, 32}, {"proposal_days", c.ProposalDays, 1, 365},
		{"open_invitations", c.OpenInvitations, 1, 10_000}, {"invitation_days", c.InvitationDays, 1, 365},
		{"payee_share", c.PayeeShare, 1, 50}, {"trusting_days", c.TrustingDays, 1, 365},
		{"down_blocks", c.DownBlocks, 10, 1_000_000}, {"min_validators", c.MinValidators, 1, 100},
		{"rotation_blocks", c.RotationBlocks, 10, 1_000_000},
	} {
		if n.value < n.low || n.value > n.high {
			return ErrMalformedCharter.Refuse("%s: %d, between %d and %d", n.name, n.value, n.low, n.high)
		}
	}
	return nil
}

// CheckID refuses what is no short name of a member, a person or a validator.
func CheckID(s string) string { return rule.CheckID(s, rule.Lower+rule.Digits+"-", maxID) }
