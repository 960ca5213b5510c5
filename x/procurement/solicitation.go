package procurement

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// maxBids bounds the bids for one solicitation.
const maxBids = 200

// CheckSolicitation says what is wrong with the number of a solicitation, or "": an instrument of the type B, Q or R (FAR 4.1603 [R]).
func CheckSolicitation(s string) string { return checkInstrument(s, "BQR") }

// fault says what is wrong with a solicitation, or nil: its number and its days, in this order.
func (s Solicitation) fault() error {
	if why := CheckSolicitation(s.Number); why != "" {
		return ErrMalformedNumber.Refuse("solicitation %q: %s", rule.Clip(s.Number, maxNumber), why)
	}
	for _, day := range []date.Date{s.Closes, s.Opens} {
		if !day.Valid() {
			return ErrNotTheTime.Refuse("%q is not a date", rule.Clip(string(day), 20))
		}
	}
	if s.Opens <= s.Closes {
		return ErrNotTheTime.Refuse("it closes on %s and opens on %s; bids are revealed after the last may come", s.Closes, s.Opens)
	}
	return nil
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSolicit) ValidateBasic() error {
	if err := checkRequisition(m.Requisition); err != nil {
		return err
	}
	return m.solicitation("").fault()
}

func (m *MsgSolicit) solicitation(by string) Solicitation {
	return Solicitation{Number: m.Solicitation, Requisition: m.Requisition, Closes: m.Closes, Opens: m.Opens, By: by}
}

// Solicit asks vendors for sealed bids on a requisition.
func (k msgServer) Solicit(ctx context.Context, m *MsgSolicit) (*MsgSolicitResponse, error) {
	r, err := k.requisition(ctx, m.Requisition)
	if err != nil {
		return nil, err
	}
	officer, err := k.asking(ctx, m.Signer, r, consortium.Act{Duty: consortium.ContractingOfficer})
	if err != nil {
		return nil, err
	}
	if officer == r.By {
		return nil, ErrSamePerson.Refuse("%s asked for requisition %s, and solicits it", officer, r.Number)
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	if err := neverUsed(ctx, k.Keeper, k.solicitations, aSolicitation, m.Solicitation); err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	if m.Closes < today {
		return nil, ErrNotTheTime.Refuse("solicitation %s would close on %s, today is %s", m.Solicitation, m.Closes, today)
	}
	if r, err = k.solicitAnew(ctx, r, today, officer); err != nil {
		return nil, err
	}
	if err := k.solicitations.Set(ctx, m.Solicitation, m.solicitation(officer)); err != nil {
		return nil, err
	}
	r.Solicitation = m.Solicitation
	if err := k.requisitions.Set(ctx, r.Number, r); err != nil {
		return nil, err
	}
	return &MsgSolicitResponse{}, room.Emit(ctx, &GoodsSolicited{
		Solicitation: m.Solicitation, Requisition: r.Number, Closes: m.Closes, Opens: m.Opens, By: officer,
	})
}

// solicitAnew ends the solicitation of a requisition for which another is called. One for which bids may still come or be revealed is not
// ended, so that nobody gets rid of a bid in this way.
func (k Keeper) solicitAnew(ctx context.Context, r Requisition, today date.Date, by string) (Requisition, error) {
	if r.Solicitation == "" {
		return r, nil
	}
	s, err := k.solicitation(ctx, r.Solicitation)
	if err != nil {
		return r, err
	}
	if today <= s.Opens {
		return r, ErrSolicited.Refuse("bids for solicitation %s of requisition %s are revealed until %s, today is %s",
			s.Number, r.Number, s.Opens, today)
	}
	return k.endSolicitation(ctx, r, by)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgBid) ValidateBasic() error {
	if why := rule.CheckHash(m.Seal); why != "" {
		return ErrBid.Refuse("seal: %s", why)
	}
	return nil
}

// Bid sends a sealed bid, or another in its place, while bids may come (FAR 14.303, 14.304).
func (k msgServer) Bid(ctx context.Context, m *MsgBid) (*MsgBidResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	s, err := k.solicitation(ctx, m.Solicitation)
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	if today > s.Closes {
		return nil, ErrNotTheTime.Refuse("solicitation %s took bids until %s, today is %s", s.Number, s.Closes, today)
	}
	bid := Bid{Solicitation: s.Number, Vendor: payee.Uei, Seal: m.Seal, Sent: today}
	again, err := k.bids.Has(ctx, bid.key())
	if err != nil {
		return nil, err
	}
	if !again {
		if s.Bids == maxBids {
			return nil, ErrTooManyHands.Refuse("solicitation %s has %d bids", s.Number, maxBids)
		}
		s.Bids++
		if err := k.solicitations.Set(ctx, s.Number, s); err != nil {
			return nil, err
		}
	}
	if err := k.bids.Set(ctx, bid.key(), bid); err != nil {
		return nil, err
	}
	return &MsgBidResponse{}, room.Emit(ctx, &BidSealed{Solicitation: s.Number, Vendor: payee.Uei, Seal: m.Seal})
}

// SealText is what is sealed of a bid: the solicitation, the vendor, the price of each line as the program writes amounts, and the salt, each
// in a line of its own. Who bids is sealed with it, so that nobody sends another's seal.
func SealText(solicitation, vendor string, prices []money.Amount, salt string) string {
	lines := []string{solicitation, vendor}
	for _, p := range prices {
		lines = append(lines, p.String())
	}
	return strings.Join(append(lines, salt), "\n") + "\n"
}

// Sealed is the seal of a bid: the SHA-256 of its text, in hexadecimal.
func Sealed(solicitation, vendor string, prices []money.Amount, salt string) string {
	hash := sha256.Sum256([]byte(SealText(solicitation, vendor, prices, salt)))
	return hex.EncodeToString(hash[:])
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReveal) ValidateBasic() error {
	if why := rule.CheckID(m.Salt, rule.Digits+"abcdef", 64); why != "" || len(m.Salt) < 32 {
		return ErrBid.Refuse("salt %q is not 32 to 64 hexadecimal digits in lower case", rule.Clip(m.Salt, 70))
	}
	return checkPrices(m.Prices)
}

// checkPrices says what is wrong with the prices of a bid, or nil.
func checkPrices(prices []money.Amount) error {
	if err := count(len(prices)); err != nil {
		return err
	}
	for i, p := range prices {
		if why := p.Check(); why != "" {
			return ErrBid.Refuse("line %d: price: %s", i+1, why)
		}
	}
	return nil
}

// Reveal opens a sealed bid, between the last day on which bids come and the end of the opening.
func (k msgServer) Reveal(ctx context.Context, m *MsgReveal) (*MsgRevealResponse, error) {
	payee, err := k.consortium.PayeeOf(ctx, m.Signer)
	if err != nil {
		return nil, err
	}
	s, err := k.solicitation(ctx, m.Solicitation)
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	if today <= s.Closes || today > s.Opens {
		return nil, ErrNotTheTime.Refuse("bids for solicitation %s are revealed after %s and until %s, today is %s",
			s.Number, s.Closes, s.Opens, today)
	}
	bid, err := k.bid(ctx, s.Number, payee.Uei)
	if err != nil {
		return nil, err
	}
	r, err := k.requisition(ctx, s.Requisition)
	if err != nil {
		return nil, err
	}
	total, err := r.total(m.Prices)
	if err != nil {
		return nil, err
	}
	if found := Sealed(s.Number, payee.Uei, m.Prices, m.Salt); found != bid.Seal {
		return nil, ErrBid.Refuse("these prices and this salt are sealed as %s, the bid of %s as %s", found, payee.Uei, bid.Seal)
	}
	bid.Prices = m.Prices
	if err := k.bids.Set(ctx, bid.key(), bid); err != nil {
		return nil, err
	}
	if s.LowestBy == "" || total < s.Lowest {
		s.Lowest, s.LowestBy = total, payee.Uei
		if err := k.solicitations.Set(ctx, s.Number, s); err != nil {
			return nil, err
		}
	}
	return &MsgRevealResponse{}, room.Emit(ctx, &BidRevealed{Solicitation: s.Number, Vendor: payee.Uei, Prices: m.Prices, Amount: total})
}

// total is what prices come to for all that a requisition asks for.
func (r Requisition) total(prices []money.Amount) (money.Amount, error) {
	if len(prices) != len(r.Items) {
		return 0, ErrBid.Refuse("%d prices, and requisition %s has %d lines", len(prices), r.Number, len(r.Items))
	}
	return sum(len(prices), func(i int) (uint32, int64, money.Amount) { return uint32(i + 1), r.Items[i].Quantity, prices[i] })
}

// competed refuses an order that does not follow from its solicitation: before all bids are opened, to who revealed none, at other prices
// than those of the bid, and, without a reason, to who is not the lowest.
func (k Keeper) competed(ctx context.Context, r Requisition, o Order) error {
	s, err := k.solicitation(ctx, o.Solicitation)
	if err != nil {
		return err
	}
	if s.Requisition != r.Number {
		return ErrUnknownSolicitation.Refuse("solicitation %s is for requisition %s, the order for %s", s.Number, s.Requisition, r.Number)
	}
	if o.Placed <= s.Opens {
		return ErrNotTheTime.Refuse("bids for solicitation %s are revealed until %s, today is %s", s.Number, s.Opens, o.Placed)
	}
	bid, err := k.bid(ctx, s.Number, o.Vendor)
	if err != nil {
		return err
	}
	if len(bid.Prices) == 0 {
		return ErrBid.Refuse("the bid of %s for solicitation %s was not revealed", o.Vendor, s.Number)
	}
	for _, l := range o.Lines {
		if offered := bid.Prices[l.Number-1]; l.Price != offered {
			return ErrBid.Refuse("line %d: ordered at %s, the bid of %s is %s", l.Number, l.Price, o.Vendor, offered)
		}
	}
	total, err := r.total(bid.Prices)
	if err != nil {
		return err
	}
	switch lowest := total == s.Lowest; {
	case !lowest && o.Reason == "":
		return ErrNotLowest.Refuse("%s bid %s, the lowest bid is %s, by %s", o.Vendor, total, s.Lowest, s.LowestBy)
	case lowest && o.Reason != "":
		return ErrNotLowest.Refuse("%s bid the lowest, %s, and a reason is given", o.Vendor, total)
	}
	return nil
}

func (k Keeper) solicitation(ctx context.Context, number string) (Solicitation, error) {
	return standing(ctx, k, k.solicitations, aSolicitation, number, ErrUnknownSolicitation, ErrNotTheTime)
}

// bid is that of a vendor for a solicitation.
func (k Keeper) bid(ctx context.Context, solicitation, vendor string) (Bid, error) {
	return room.Get(ctx, k.bids, collections.Join(solicitation, vendor), ErrBid, "%s has sent no bid for solicitation %s", vendor, solicitation)
}

// key is where a bid stands.
func (b Bid) key() collections.Pair[string, string] {
	return collections.Join(b.Solicitation, b.Vendor)
}
