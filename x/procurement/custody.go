package procurement

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// Bounds of shipments.
const (
	maxSeal     = 64
	maxUnderWay = 100 // shipments of one order at a time
)

// CustodyOf names the log that holds the signatures for the shipments of an order.
func CustodyOf(piid string) string { return "custody/" + piid }

// checkCustody says what is wrong with a signature for a shipment, or nil: its number, counts and seal, in this order.
func checkCustody(shipment string, counts []Count, seal string) error {
	if why := rule.CheckID(shipment, rule.Capitals+rule.Digits+"-", maxNumber); why != "" {
		return ErrMalformedNumber.Refuse("shipment %q: %s", rule.Clip(shipment, maxNumber), why)
	}
	if err := checkCounts(counts); err != nil {
		return err
	}
	if why := rule.CheckText(seal, maxSeal); why != "" {
		return ErrMalformedText.Refuse("seal: %s", why)
	}
	return nil
}

// isMember says whether a holder is an office of a member: a UEI has capitals, and an id none.
func isMember(holder string) bool { return consortium.CheckID(holder) == "" }

// checkHolder says what is wrong with a holder, or nil.
func checkHolder(holder string) error {
	if isMember(holder) {
		return nil
	}
	return consortium.CheckUEI(holder)
}

// mayHold refuses a holder that is unknown or suspended.
func (k Keeper) mayHold(ctx context.Context, holder string) (err error) {
	if isMember(holder) {
		_, err = k.consortium.ActiveMember(ctx, holder)
	} else {
		_, err = k.consortium.ActivePayee(ctx, holder)
	}
	return err
}

// signs asks whether a signer signs for a holder: the payee itself, or a receiving officer of the member who did not order the goods.
func (k Keeper) signs(ctx context.Context, signer, holder string, o Order) (by string, err error) {
	if isMember(holder) {
		officer, err := k.consortium.Authorise(ctx, signer, consortium.Act{Duty: consortium.ReceivingOfficer, Member: holder})
		if err == nil && o.orderedBy(officer.Id) {
			return "", ErrSamePerson.Refuse("%s ordered or amended order %s, and signs for its goods", officer.Id, o.Piid)
		}
		return officer.Id, err
	}
	payee, err := k.consortium.PayeeOf(ctx, signer)
	if err != nil {
		return "", err
	}
	if payee.Uei != holder {
		return "", ErrNotParty.Refuse("it is for %s to sign, the signature is by %s", holder, payee.Uei)
	}
	return payee.Uei, nil
}

// differences are the lines of which two signatures say different counts: those of the first in its order, then those only of the second.
func differences(before, found []Count) (all []Difference) {
	of := func(counts []Count, line uint32) int64 {
		for _, c := range counts {
			if c.Line == line {
				return c.Quantity
			}
		}
		return 0
	}
	for _, c := range before {
		if n := of(found, c.Line); n != c.Quantity {
			all = append(all, Difference{Line: c.Line, Before: c.Quantity, Found: n})
		}
	}
	for _, c := range found {
		if of(before, c.Line) == 0 {
			all = append(all, Difference{Line: c.Line, Found: c.Quantity})
		}
	}
	return all
}

// another is the seal of the signature before, if that was another.
func another(before, found string) string {
	if before == found {
		return ""
	}
	return before
}

// Arrived refuses a shipment that nobody but the vendor has had in hand: the agency or a carrier holds it, or the vendor hands it to the
// agency itself.
func (s Shipment) Arrived(o Order) error {
	if s.Holder == o.Member || s.Next == o.Member || !isMember(s.Holder) && s.Holder != o.Vendor {
		return nil
	}
	return ErrNotHandedOver.Refuse("shipment %s is with %s, and neither a carrier nor %s has taken it over", s.Number, s.Holder, o.Member)
}

func (s Shipment) key() collections.Pair[string, string] { return collections.Join(s.Piid, s.Number) }

func (s Shipment) silentKey() silentKey { return collections.Join3(string(s.Signed), s.Piid, s.Number) }

func (k Keeper) shipment(ctx context.Context, piid, number string) (Shipment, error) {
	return room.Get(ctx, k.shipments, collections.Join(piid, number), ErrUnknownShipment, "shipment %q under order %s",
		rule.Clip(number, maxNumber), piid)
}

// underWay loads a shipment with its order. Those of an order that was terminated are stopped, and there no more.
func (k Keeper) underWay(ctx context.Context, piid, number string) (o Order, s Shipment, err error) {
	if o, err = k.order(ctx, piid); err != nil {
		return o, s, err
	}
	s, err = k.shipment(ctx, o.Piid, number)
	return o, s, err
}

// keepShipment saves a shipment for which somebody signed today.
func (k Keeper) keepShipment(ctx context.Context, s Shipment) (err error) {
	if s.Signed != "" {
		if err := k.signed.Remove(ctx, s.silentKey()); err != nil {
			return err
		}
	}
	if s.Signed, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	if err := k.signed.Set(ctx, s.silentKey()); err != nil {
		return err
	}
	return k.shipments.Set(ctx, s.key(), s)
}

// endShipment takes a shipment out of the state; its order counts it no more.
func (k Keeper) endShipment(ctx context.Context, s Shipment, r CustodyRecord) error {
	if err := k.signed.Remove(ctx, s.silentKey()); err != nil {
		return err
	}
	if err := k.shipments.Remove(ctx, s.key()); err != nil {
		return err
	}
	return k.sign(ctx, s, r)
}

// sign appends a signature for a shipment to the log of its order.
func (k Keeper) sign(ctx context.Context, s Shipment, r CustodyRecord) (err error) {
	r.Shipment = s.Number
	if r.Day, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	return k.history.Record(ctx, CustodyOf(s.Piid), &r)
}

// silent says whether so many days have gone by since a signature.
func silent(signed string, today date.Date, days uint32) bool {
	last := date.Date(signed).Plus(days)
	return last != "" && last <= today
}

// stopShipments ends what of an order is on its way: at most maxUnderWay.
func (k Keeper) stopShipments(ctx context.Context, o Order, by string) (Order, error) {
	var all []Shipment
	err := k.shipments.Walk(ctx, collections.NewPrefixedPairRange[string, string](o.Piid),
		func(_ collections.Pair[string, string], s Shipment) (stop bool, err error) {
			all = append(all, s)
			return false, nil
		})
	if err != nil {
		return o, err
	}
	for _, s := range all {
		if err := k.endShipment(ctx, s, CustodyRecord{Step: Stopped, By: by, From: s.Holder, Counts: s.Counts, Seal: s.Seal}); err != nil {
			return o, err
		}
	}
	o.Shipments = 0
	return o, nil
}
