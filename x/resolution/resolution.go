// Package resolution is how the members decide together: a list of messages and a deadline, a vote for each member with a
// validator, and, if enough of them agree, the messages run with the authority of the consortium, all of them or none.
//
// How grave a resolution is, and so how many must agree, follows from its messages by the table of classes; whoever proposes it
// has no say in that. Money and officers' duties are on no list: no vote moves either. It refuses a proposal that could never
// run, a vote of a member without a validator, and a vote after the deadline.
package resolution

import (
	"slices"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/x/consortium"
)

// Bounds on what is proposed, in bytes and items.
const (
	maxTitle    = 128
	maxMessages = 16
	maxBytes    = 32 << 10
)

// classes say which messages the members may put to the vote, and how grave each is: docs/charter.md gives the reasons.
var classes = map[string]Class{
	"/purse.consortium.v1.MsgRenameMember": Routine,
	"/purse.payment.v1.MsgSetInterestRate": Routine,

	"/purse.consortium.v1.MsgAdmitMember":   Charter,
	"/purse.consortium.v1.MsgReadmitMember": Charter,
	"/purse.consortium.v1.MsgSetMandates":   Charter,
	"/purse.consortium.v1.MsgAmendCharter":  Charter,

	"/purse.validator.v1.MsgAdmitValidator":      Security,
	"/purse.validator.v1.MsgSetPower":            Security,
	"/cosmos.auth.v1beta1.MsgUpdateParams":       Security,
	"/cosmos.consensus.v1.MsgUpdateParams":       Security,
	"/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade": Security,

	"/purse.consortium.v1.MsgSuspendMember":    Emergency,
	"/purse.validator.v1.MsgRetireValidator":   Emergency,
	"/cosmos.upgrade.v1beta1.MsgCancelUpgrade": Emergency,
}

// ClassOf is the gravest class that any of the messages has. An emergency passes before its deadline, so nothing that is none
// may travel with it.
func ClassOf(msgs []sdk.Msg) (Class, error) {
	gravest, mildest := ClassUnspecified, Emergency
	for i, msg := range msgs {
		class, listed := classes[sdk.MsgTypeURL(msg)]
		if !listed {
			return gravest, ErrNotListed.Refuse("message %d, %s", i+1, proto.MessageName(msg))
		}
		gravest, mildest = max(gravest, class), min(mildest, class)
	}
	if gravest == Emergency && mildest != Emergency {
		return gravest, ErrMixed.Refuse("%d messages, not all of them emergencies", len(msgs))
	}
	return gravest, nil
}

// threshold is the part of the electorate that a class must exceed.
func threshold(class Class, c consortium.Charter) consortium.Fraction {
	switch class {
	case Routine:
		return c.Routine
	case Charter:
		return c.Charter
	case Security:
		return c.Security
	default:
		return c.Emergency
	}
}

// part is the part of the electorate that a resolution must exceed: that of its class, or, if it amends the charter, the greatest of
// those that it would lower. So nobody takes a threshold away with fewer votes than it asks.
func (r Resolution) part(c consortium.Charter) consortium.Fraction {
	part := threshold(r.Class, c)
	for _, packed := range r.Messages {
		amended, is := packed.GetCachedValue().(*consortium.MsgAmendCharter)
		if !is {
			continue
		}
		for _, class := range []Class{Charter, Security, Emergency} { // a graver one never needs fewer
			if old := threshold(class, c); !old.AtMost(threshold(class, amended.Charter)) && part.AtMost(old) {
				part = old
			}
		}
	}
	return part
}

// Count is how a resolution stands.
type Count struct{ Electorate, Yes, Needed uint32 }

// Passes says whether enough have voted for it.
func (c Count) Passes() bool { return c.Yes >= c.Needed }

// Tally counts the votes of those who are in the electorate now, against the threshold as it stands now.
func (r Resolution) Tally(electorate []string, charter consortium.Charter) (c Count) {
	c.Electorate = uint32(len(electorate))
	for _, v := range r.Votes {
		if v.Choice == Yes && slices.Contains(electorate, v.Member) {
			c.Yes++
		}
	}
	c.Needed = uint32(r.part(charter).Needed(len(electorate)))
	return c
}

// Over says whether the deadline is past.
func (r Resolution) Over(today date.Date) bool { return today > r.Deadline }

// Vote is the resolution with a member's vote, which replaces an earlier one.
func (r Resolution) Vote(v Vote) Resolution {
	i, voted := slices.BinarySearchFunc(r.Votes, v.Member, func(v Vote, member string) int {
		if v.Member < member {
			return -1
		} else if v.Member > member {
			return 1
		}
		return 0
	})
	r.Votes = slices.Clone(r.Votes)
	if voted {
		r.Votes[i] = v
	} else {
		r.Votes = slices.Insert(r.Votes, i, v)
	}
	return r
}
