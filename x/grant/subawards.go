package grant

import (
	"context"
	"slices"
	"strconv"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgMakeSubAward) ValidateBasic() error {
	if err := m.subAward().fault(); err != nil {
		return err
	}
	if err := consortium.CheckUEI(m.Recipient); err != nil {
		return err
	}
	if why := m.Amount.Check(); why != "" {
		return ledger.ErrAmountOutOfBounds.Refuse("%s", why)
	}
	return nil
}

func (m *MsgMakeSubAward) subAward() SubAward {
	return SubAward{
		Recipient: m.Recipient, Description: m.Description, Begins: m.Begins, Ends: m.Ends, Place: m.Place, Terms: m.Terms, Budget: m.Budget,
	}
}

// MakeSubAward passes a part of an award or sub-award on. Nothing more is obligated: who has less of it now stays answerable for all.
func (k msgServer) MakeSubAward(ctx context.Context, m *MsgMakeSubAward) (*MsgMakeSubAwardResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	award, ts, err := k.tiers(ctx, m.Under)
	if err != nil {
		return nil, err
	}
	if err := ts.growsUnder(award); err != nil {
		return nil, err
	}
	sub := m.subAward()
	if sub.Id, err = k.next(ctx, award, m.Under); err != nil {
		return nil, err
	}
	if err := ts.Pass(sub, payee.Uei); err != nil {
		return nil, err
	}
	if _, err := k.consortium.ActivePayee(ctx, sub.Recipient); err != nil {
		return nil, err
	}
	if err := k.terms.Check(ctx, sub.Terms); err != nil {
		return nil, err
	}
	if sub.Made, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.compareSub(ctx, award, ts, sub); err != nil {
		return nil, err
	}
	if err := k.recipients.Set(ctx, collections.Join(sub.Recipient, sub.Id)); err != nil {
		return nil, err
	}
	if err := k.passOn(ctx, ts, sub.Id, m.Amount); err != nil {
		return nil, err
	}
	event := &SubAwardMade{SubAward: sub.Id, Recipient: sub.Recipient, Amount: m.Amount, By: payee.Uei}
	return &MsgMakeSubAwardResponse{SubAward: sub.Id}, room.Emit(ctx, event)
}

// growsUnder refuses to pass on more of an award that is not open, or of a sub-award that is closed.
func (ts tiers) growsUnder(a Award) error {
	if err := a.grows(); err != nil {
		return err
	}
	for _, t := range ts {
		if t.Closed {
			return ErrNotOpen.Refuse("%s is closed", t.title())
		}
	}
	return nil
}

// next numbers the next sub-award under an award or sub-award, and counts it there.
func (k Keeper) next(ctx context.Context, a Award, under string) (string, error) {
	if under == a.Fain {
		a.SubAwards++
		return under + "/" + strconv.FormatUint(uint64(a.SubAwards), 10), k.awards.Set(ctx, a.Fain, a)
	}
	s, err := k.subAward(ctx, under)
	if err != nil {
		return "", err
	}
	s.SubAwards++
	return under + "/" + strconv.FormatUint(uint64(s.SubAwards), 10), k.subAwards.Set(ctx, under, s)
}

// passOn gives a sub-award an amount of what is left to the last tier.
func (k Keeper) passOn(ctx context.Context, ts tiers, to string, amount money.Amount) error {
	if err := k.spend(ctx, ts, amount); err != nil {
		return err
	}
	return k.passed(ctx, ts, to, amount)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgIncreaseSubAward) ValidateBasic() error { return checkAmendment(m.Amount, m.Reason) }

// IncreaseSubAward passes on more.
func (k msgServer) IncreaseSubAward(ctx context.Context, m *MsgIncreaseSubAward) (*MsgIncreaseSubAwardResponse, error) {
	award, sub, from, by, err := k.passer(ctx, m.Signer, m.SubAward)
	if err != nil {
		return nil, err
	}
	if err := append(from, sub.tier()).growsUnder(award); err != nil {
		return nil, err
	}
	if _, err := k.consortium.ActivePayee(ctx, sub.Recipient); err != nil {
		return nil, err
	}
	if err := k.passOn(ctx, from, sub.Id, m.Amount); err != nil {
		return nil, err
	}
	event := &SubAwardChanged{SubAward: sub.Id, Amount: m.Amount, Reason: m.Reason, By: by}
	return &MsgIncreaseSubAwardResponse{}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReduceSubAward) ValidateBasic() error { return checkAmendment(m.Amount, m.Reason) }

// ReduceSubAward takes back what was neither claimed nor passed on.
func (k msgServer) ReduceSubAward(ctx context.Context, m *MsgReduceSubAward) (*MsgReduceSubAwardResponse, error) {
	_, sub, from, by, err := k.passer(ctx, m.Signer, m.SubAward)
	if err != nil {
		return nil, err
	}
	left, err := k.ledger.Noted(ctx, sub.Id, noteLeft)
	if err != nil {
		return nil, err
	}
	if m.Amount > left {
		return nil, ErrOverAward.Refuse("available %s, asked %s, sub-award %s", left, m.Amount, sub.Id)
	}
	if err := k.passed(ctx, from, sub.Id, -m.Amount); err != nil {
		return nil, err
	}
	event := &SubAwardChanged{SubAward: sub.Id, Amount: -m.Amount, Reason: m.Reason, By: by}
	return &MsgReduceSubAwardResponse{}, room.Emit(ctx, event)
}

// passer loads a sub-award with the tiers above it, and refuses anybody but the recipient of the one right above.
func (k Keeper) passer(ctx context.Context, signer, id string) (a Award, s SubAward, from tiers, by string, err error) {
	payee, err := k.consortium.PayeeOf(ctx, signer)
	if err != nil {
		return a, s, from, "", err
	}
	if a, s, from, err = k.part(ctx, id); err != nil {
		return a, s, from, "", err
	}
	if own := from[len(from)-1]; payee.Uei != own.Recipient {
		return a, s, from, "", ErrNotRecipient.Refuse("%s is to %s, the act is by %s", own.title(), own.Recipient, payee.Uei)
	}
	return a, s, from, payee.Uei, nil
}

// part is a sub-award with its award and the tiers above it.
func (k Keeper) part(ctx context.Context, id string) (a Award, s SubAward, from tiers, err error) {
	if s, err = k.subAward(ctx, id); err != nil {
		return a, s, nil, err
	}
	a, from, err = k.tiers(ctx, above(id))
	return a, s, from, err
}

// CloseSubAward takes back all that was not claimed of a sub-award, for good, when all below it is closed and the time for its claims is
// over. The recipient of what it is a part of does so, or the agency's grants officer.
func (k msgServer) CloseSubAward(ctx context.Context, m *MsgCloseSubAward) (*MsgCloseSubAwardResponse, error) {
	award, sub, from, err := k.part(ctx, m.SubAward)
	if err != nil {
		return nil, err
	}
	by, err := k.closer(ctx, m.Signer, award, from[len(from)-1])
	if err != nil {
		return nil, err
	}
	if sub.Closed {
		return nil, ErrNotOpen.Refuse("sub-award %s is closed", sub.Id)
	}
	if err := k.subDone(ctx, append(slices.Clone(from), sub.tier()), sub); err != nil {
		return nil, err
	}
	left, err := k.ledger.Noted(ctx, sub.Id, noteLeft)
	if err != nil {
		return nil, err
	}
	sub.Closed = true
	if err := k.subAwards.Set(ctx, sub.Id, sub); err != nil {
		return nil, err
	}
	if err := k.passed(ctx, from, sub.Id, -left); err != nil {
		return nil, err
	}
	return &MsgCloseSubAwardResponse{}, room.Emit(ctx, &SubAwardClosed{SubAward: sub.Id, Returned: left, By: by})
}

// closer is who may close a sub-award: the recipient of what it is a part of, or a grants officer of the programme's agency.
func (k Keeper) closer(ctx context.Context, signer string, a Award, from tier) (string, error) {
	if payee, err := k.consortium.PayeeOf(ctx, signer); err == nil {
		if payee.Uei != from.Recipient {
			return "", ErrNotRecipient.Refuse("%s is to %s, the act is by %s", from.title(), from.Recipient, payee.Uei)
		}
		return payee.Uei, nil
	}
	act, err := k.actOn(ctx, a)
	if err != nil {
		return "", err
	}
	officer, err := k.consortium.Authorise(ctx, signer, act)
	return officer.Id, err
}

// subDone refuses to close a sub-award while its recipient may still claim, a claim waits, or something below it is open.
func (k Keeper) subDone(ctx context.Context, ts tiers, s SubAward) error {
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if last := ts.lastClaim(params); today <= last {
		return ErrNotDone.Refuse("sub-award %s takes claims until %s, today is %s", s.Id, last, today)
	}
	if waits, err := k.waiting(ctx, s.Id); err != nil || waits != "" {
		if err != nil {
			return err
		}
		return ErrNotDone.Refuse("%s waits for a decision", waits)
	}
	below, err := k.openBelow(ctx, s.Id)
	if err == nil && below > 0 {
		return ErrNotDone.Refuse("%s of sub-award %s is passed on and not claimed; close what is below it first", below, s.Id)
	}
	return err
}

// openBelow is what was passed on from a sub-award and is not claimed.
func (k Keeper) openBelow(ctx context.Context, id string) (money.Amount, error) {
	amount, err := k.ledger.Noted(ctx, id, noteAmount)
	if err != nil {
		return 0, err
	}
	left, err := k.ledger.Noted(ctx, id, noteLeft)
	if err != nil {
		return 0, err
	}
	claimed, err := k.ledger.Noted(ctx, id, noteClaimed)
	return amount - left - claimed, err // all parts of the first, so no bound is left
}
