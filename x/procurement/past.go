package procurement

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// RequisitionsOf names the log that holds the requisitions of an agency of which nothing can come any more.
func RequisitionsOf(member string) string { return "requisitions/" + member }

// SolicitationsOf names the log that holds the solicitations of an agency that are over.
func SolicitationsOf(member string) string { return "solicitations/" + member }

// BidsOf names the log that holds the bids for them.
func BidsOf(member string) string { return "bids/" + member }

// What has a number of its own, used for ever.
const (
	aRequisition  = "requisition"
	aSolicitation = "solicitation"
)

func subject(kind, number string) string { return kind + "/" + number }

// finished says whether nothing can come of a requisition any more, when so much of each of its lines is ordered. What is ordered comes
// back only from an order that is open; what is not may still be ordered, unless the requisition is canceled.
func (r Requisition) finished(ordered []Count) bool {
	if r.Orders > 0 || r.Canceled {
		return r.Orders == 0
	}
	for i, item := range r.Items {
		if ordered[i].Quantity < item.Quantity {
			return false
		}
	}
	return true
}

// orderedOf is how much of each line of a requisition is ordered.
func (k Keeper) orderedOf(ctx context.Context, r Requisition) (all []Count, err error) {
	for i := range r.Items {
		line := uint32(i + 1)
		n, err := k.noted(ctx, requisitionSubject(r.Number), noteOrdered, line)
		if err != nil {
			return nil, err
		}
		all = append(all, Count{Line: line, Quantity: n})
	}
	return all, nil
}

// keep saves a requisition on which somebody acted. One of which nothing can come any more leaves the state for the log of its agency, with
// its solicitation: at most a hundred lines and two hundred bids.
func (k Keeper) keep(ctx context.Context, r Requisition, by string) error {
	ordered, err := k.orderedOf(ctx, r)
	if err != nil {
		return err
	}
	if !r.finished(ordered) {
		return k.requisitions.Set(ctx, r.Number, r)
	}
	if r, err = k.endSolicitation(ctx, r, by); err != nil {
		return err
	}
	for _, c := range ordered {
		if err := k.note(ctx, requisitionSubject(r.Number), noteOrdered, c.Line, -c.Quantity); err != nil {
			return err
		}
	}
	if err := k.requisitions.Remove(ctx, r.Number); err != nil {
		return err
	}
	record := RequisitionRecord{Requisition: r, Ordered: ordered, By: by}
	if record.Day, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	if err := k.leave(ctx, requisitionSubject(r.Number), RequisitionsOf(r.Member), &record); err != nil {
		return err
	}
	return room.Emit(ctx, &RequisitionClosed{Requisition: r.Number, Member: r.Member, By: by})
}

// endSolicitation moves the solicitation of a requisition, if there is one, from the state to the log of its agency, and its bids.
func (k Keeper) endSolicitation(ctx context.Context, r Requisition, by string) (Requisition, error) {
	if r.Solicitation == "" {
		return r, nil
	}
	s, err := k.solicitation(ctx, r.Solicitation)
	if err != nil {
		return r, err
	}
	record := SolicitationRecord{Solicitation: s, Member: r.Member, By: by}
	if record.Day, err = k.consortium.Today(ctx); err != nil {
		return r, err
	}
	if record.First, err = k.history.Size(ctx, BidsOf(r.Member)); err != nil {
		return r, err
	}
	var bids []Bid
	of := collections.NewPrefixedPairRange[string, string](s.Number)
	if err := k.bids.Walk(ctx, of, func(_ collections.Pair[string, string], b Bid) (stop bool, err error) {
		bids = append(bids, b)
		return false, nil
	}); err != nil {
		return r, err
	}
	for _, b := range bids {
		if err := k.history.Record(ctx, BidsOf(r.Member), &b); err != nil {
			return r, err
		}
		if err := k.bids.Remove(ctx, b.key()); err != nil {
			return r, err
		}
	}
	if err := k.solicitations.Remove(ctx, s.Number); err != nil {
		return r, err
	}
	if err := k.leave(ctx, subject(aSolicitation, s.Number), SolicitationsOf(r.Member), &record); err != nil {
		return r, err
	}
	r.Solicitation = ""
	return r, room.Emit(ctx, &SolicitationClosed{Solicitation: s.Number, Requisition: r.Number, Member: r.Member, By: by})
}

// leave adds a record to a log, and keeps where it stands: that its number is used.
func (k Keeper) leave(ctx context.Context, subject, log string, record interface{ Marshal() ([]byte, error) }) error {
	entry, err := k.history.Size(ctx, log)
	if err != nil {
		return err
	}
	if err := k.past.Set(ctx, subject, Past{Subject: subject, Log: log, Entry: entry}); err != nil {
		return err
	}
	return k.history.Record(ctx, log, record)
}

// neverUsed refuses a number of a kind that is used, whether what it names is open or past.
func neverUsed[V any](ctx context.Context, k Keeper, open collections.Map[string, V], kind, number string) error {
	used, err := open.Has(ctx, number)
	if err != nil {
		return err
	}
	gone, err := k.past.Has(ctx, subject(kind, number))
	if err != nil {
		return err
	}
	if used || gone {
		return ErrNumberUsed.Refuse("%s %s", kind, number)
	}
	return nil
}

// standing reads what is open of a kind. What has left the state is refused by another rule than what never was.
func standing[V any](
	ctx context.Context, k Keeper, open collections.Map[string, V], kind, number string, unknown, over *rule.Rule,
) (v V, err error) {
	v, err = room.Get(ctx, open, number, unknown, "%s %q", kind, rule.Clip(number, maxNumber))
	if !errors.Is(err, unknown) {
		return v, err
	}
	gone, failed := k.past.Has(ctx, subject(kind, number))
	switch {
	case failed != nil:
		return v, failed
	case gone:
		return v, over.Refuse("%s %s is closed", kind, number)
	}
	return v, err
}

// recordOf reads the record of what has left the state: for queries, since nodes differ in what they hold.
func recordOf[T any, P interface {
	*T
	Unmarshal([]byte) error
}](ctx context.Context, k Keeper, subject string) (record T, err error) {
	at, err := k.past.Get(ctx, subject)
	if err != nil {
		return record, err
	}
	entry, err := k.history.Entry(ctx, at.Log, at.Entry)
	if err != nil {
		return record, err
	}
	return record, P(&record).Unmarshal(entry)
}
