package resolution

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/validator"
)

type msgServer struct{ Keeper }

// NewMsgServer handles the messages of resolutions.
func NewMsgServer(k Keeper) MsgServer { return msgServer{k} }

// ValidateBasic checks what can be checked without state.
func (m *MsgPropose) ValidateBasic() error {
	if why := rule.CheckText(m.Title, maxTitle); why != "" {
		return ErrMalformed.Refuse("title: %s", why)
	}
	if !m.Deadline.Valid() {
		return ErrDeadline.Refuse("%q is not a date", rule.Clip(string(m.Deadline), 20))
	}
	size := 0
	for _, packed := range m.Messages {
		size += packed.Size()
	}
	if n := len(m.Messages); n == 0 || n > maxMessages || size > maxBytes {
		return ErrMalformed.Refuse("%d messages of %d bytes, between 1 and %d of at most %d", n, size, maxMessages, maxBytes)
	}
	return nil
}

// Propose puts messages before the members. They are run once for show, so that who votes sees what they would do.
func (k msgServer) Propose(ctx context.Context, m *MsgPropose) (*MsgProposeResponse, error) {
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.Administrator})
	if err != nil {
		return nil, err
	}
	resolution := Resolution{Title: m.Title, By: officer.Id, Member: officer.Member, Messages: m.Messages, Deadline: m.Deadline}
	msgs, err := resolution.messages()
	if err != nil {
		return nil, err
	}
	if resolution.Class, err = ClassOf(msgs); err != nil {
		return nil, err
	}
	if err := k.check(msgs); err != nil {
		return nil, err
	}
	if err := k.roomFor(ctx, resolution); err != nil {
		return nil, err
	}
	block := sdk.UnwrapSDKContext(ctx)
	refused, _ := k.run(block, msgs, k.leavesElectors(block))
	if refused.forGood() {
		return nil, refused.err
	}
	resolution.Trial = refused.result()
	if resolution.Id, err = k.last.Next(ctx); err != nil {
		return nil, err
	}
	resolution.Id++ // the first is 1
	if err := k.open(ctx, resolution); err != nil {
		return nil, err
	}
	return &MsgProposeResponse{Resolution: resolution.Id}, room.Emit(ctx, &ResolutionProposed{
		Resolution: resolution.Id, Title: resolution.Title, Class: resolution.Class, Deadline: resolution.Deadline,
		Trial: resolution.Trial, By: officer.Id,
	})
}

// forGood says that messages were refused for what never changes: a key is somebody's for ever, and the engine takes no other type.
func (r refusal) forGood() bool {
	for _, never := range []error{consortium.ErrKeyTaken, validator.ErrKeyTaken, validator.ErrKeyType} {
		if errors.Is(r.err, never) {
			return true
		}
	}
	return false
}

// check refuses messages that could never run: another's signature is needed, or what they say is malformed.
func (k Keeper) check(msgs []sdk.Msg) error {
	authority := consortium.Authority()
	for i, msg := range msgs {
		signers, _, err := k.cdc.GetMsgV1Signers(msg)
		if err != nil {
			return ErrForeignSigner.Refuse("message %d, %s, has none", i+1, proto.MessageName(msg))
		}
		if len(signers) != 1 || !bytes.Equal(signers[0], authority) {
			return ErrForeignSigner.Refuse("message %d, %s; the authority is %s", i+1, proto.MessageName(msg), authority)
		}
		if err := sound(msg); err != nil {
			return err
		}
	}
	return nil
}

// roomFor refuses a deadline outside the charter's bounds, and one resolution more than a member may have open.
func (k Keeper) roomFor(ctx context.Context, r Resolution) error {
	charter, err := k.consortium.Charter(ctx)
	if err != nil {
		return err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return err
	}
	if first, last := today.Plus(charter.MinVotingDays), today.Plus(charter.MaxVotingDays); r.Deadline < first || r.Deadline > last {
		return ErrDeadline.Refuse("%s, between %s and %s", r.Deadline, first, last)
	}
	open, err := room.All(ctx, k.resolutions)
	if err != nil {
		return err
	}
	open = slices.DeleteFunc(open, func(o Resolution) bool { return o.Member != r.Member })
	if len(open) >= int(charter.OpenResolutions) {
		return ErrTooMany.Refuse("%s has %d open, at most %d", r.Member, len(open), charter.OpenResolutions)
	}
	return nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgVote) ValidateBasic() error {
	if m.Choice != Yes && m.Choice != No {
		return ErrMalformedVote.Refuse("choice %d", m.Choice)
	}
	return nil
}

// Vote casts the vote of the signer's member, or changes it. An emergency that passes by it is decided in the same block.
func (k msgServer) Vote(ctx context.Context, m *MsgVote) (*MsgVoteResponse, error) {
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.Administrator})
	if err != nil {
		return nil, err
	}
	r, err := k.resolution(ctx, m.Resolution)
	if err != nil {
		return nil, err
	}
	electorate, err := k.validators.Electorate(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(electorate, officer.Member) {
		return nil, ErrNoVote.Refuse("%s is none of the %d members with a validator", officer.Member, len(electorate))
	}
	if _, _, err := k.undecided(ctx, r); err != nil {
		return nil, err
	}
	r = r.Vote(Vote{Member: officer.Member, By: officer.Id, Choice: m.Choice})
	if err := k.resolutions.Set(ctx, r.Id, r); err != nil {
		return nil, err
	}
	count, err := k.count(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Class == Emergency && count.Passes() {
		if err := k.queue.Set(ctx, collections.Join("", r.Id)); err != nil {
			return nil, err
		}
	}
	return &MsgVoteResponse{}, room.Emit(ctx, &VoteCast{
		Resolution: r.Id, Member: officer.Member, Choice: m.Choice, By: officer.Id,
	})
}

// undecided refuses what comes when the votes are in: the deadline is past, or an emergency has reached its threshold. Else it is how
// the resolution stands today.
func (k Keeper) undecided(ctx context.Context, r Resolution) (count Count, today date.Date, err error) {
	if today, err = k.consortium.Today(ctx); err != nil {
		return count, today, err
	}
	if r.Over(today) {
		return count, today, ErrOver.Refuse("resolution %d was open until %s, today is %s", r.Id, r.Deadline, today)
	}
	if count, err = k.count(ctx, r); err != nil {
		return count, today, err
	}
	if r.Class == Emergency && count.Passes() {
		return count, today, ErrReached.Refuse("%d of %d agree, %d are needed", count.Yes, count.Electorate, count.Needed)
	}
	return count, today, nil
}

// Withdraw takes a resolution back. By whoever proposed it, while the votes are not in.
func (k msgServer) Withdraw(ctx context.Context, m *MsgWithdraw) (*MsgWithdrawResponse, error) {
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.Administrator})
	if err != nil {
		return nil, err
	}
	r, err := k.resolution(ctx, m.Resolution)
	if err != nil {
		return nil, err
	}
	if r.By != officer.Id {
		return nil, ErrNotProposer.Refuse("%s proposed resolution %d, %s would withdraw it", r.By, r.Id, officer.Id)
	}
	count, today, err := k.undecided(ctx, r)
	if err != nil {
		return nil, err
	}
	return &MsgWithdrawResponse{}, k.conclude(ctx, Decision{
		Resolution: r, Outcome: Withdrawn, Electorate: count.Electorate, Yes: count.Yes, Decided: today,
	})
}
