package grant

import (
	"context"
	"errors"
	"strconv"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// maxRead bounds how many decided claims one answer reads.
const maxRead = 100_000

func (q queryServer) Sf425(ctx context.Context, req *QuerySf425Request) (*QuerySf425Response, error) {
	if req.Required < 0 || req.Required > money.Max {
		return nil, ledger.ErrAmountOutOfBounds.Refuse("%s, between 0.00 and %s", req.Required, money.Max)
	}
	a, err := q.award(ctx, req.Fain)
	if err != nil {
		return nil, err
	}
	f := funding{required: req.Required}
	if f.position, err = q.position(ctx, a.Fain); err != nil {
		return nil, err
	}
	if f.whole, err = q.ledger.Noted(ctx, a.Fain, noteWhole); err != nil {
		return nil, err
	}
	if f.claimed, err = q.claimedOf(ctx, a.Fain); err != nil {
		return nil, err
	}
	programme, err := q.programme(ctx, a.Listing)
	if err != nil {
		return nil, err
	}
	payee, err := q.consortium.Payee(ctx, a.Recipient)
	if err != nil {
		return nil, err
	}
	today, err := q.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	lines, err := f.SF425()
	return &QuerySf425Response{
		Fain: a.Fain, Agency: programme.Member, Recipient: a.Recipient, Name: payee.Name, Begins: a.Begins, Ends: a.Ends,
		On: today, Final: a.Status == AwardClosed, Lines: lines,
	}, err
}

func (q queryServer) Sf270(ctx context.Context, req *QuerySf270Request) (*QuerySf270Response, error) {
	id := tierID(req.Fain, req.Sub)
	if _, _, err := q.tiers(ctx, id); err != nil {
		return nil, err
	}
	number, err := payment.Normalise(req.Number)
	if err != nil {
		return nil, err
	}
	decision := "waiting"
	o, err := q.waitingOutlay(ctx, id, number)
	if errors.Is(err, ErrUnknownClaim) {
		o, decision, err = q.decidedOutlay(ctx, id, number)
	}
	if err != nil {
		return nil, err
	}
	payee, err := q.consortium.Payee(ctx, o.claim.Payee)
	if err != nil {
		return nil, err
	}
	lines, err := o.SF270()
	return &QuerySf270Response{
		Under: id, Number: number, Kind: o.claim.Kind, Payee: o.claim.Payee, Name: payee.Name, Begins: o.claim.Begins, Ends: o.claim.Ends,
		Claimed: o.claim.Claimed, Decision: decision, Lines: lines,
	}, err
}

// waitingOutlay is a claim that waits, with what stands before it now. Others that wait do not count.
func (k Keeper) waitingOutlay(ctx context.Context, id, number string) (o outlay, err error) {
	if o.claim, err = k.claim(ctx, id, number); err != nil {
		return o, err
	}
	o.Before, err = k.before(ctx, id)
	return o, err
}

// before is what stands under an award or sub-award, for a claim to come on top of.
func (k Keeper) before(ctx context.Context, id string) (b Before, err error) {
	if b.Outlays, err = k.ledger.Noted(ctx, id, noteWhole); err != nil {
		return b, err
	}
	if b.Share, err = k.claimedOf(ctx, id); err != nil || pathOf(id) != "" {
		return b, err // advances are to the award's own recipient alone
	}
	p, err := k.position(ctx, id)
	b.Outstanding = p.Advanced + p.Promised // parts of one obligation
	return b, err
}

// decidedOutlay is a claim as it stood when it was decided, from the award's log; the last one of the number, if some were rejected.
func (k Keeper) decidedOutlay(ctx context.Context, id, number string) (found outlay, decision string, err error) {
	for start := uint64(0); ; {
		records, size, err := history.Records[ClaimRecord](ctx, k.history, ClaimsOf(FAINOf(id)), start, 1000)
		if err != nil {
			return found, "", err
		}
		if err := atMost(maxRead, size, "decided claims of award %s", FAINOf(id)); err != nil {
			return found, "", err
		}
		for _, r := range records {
			if r.Claim.id() == id && r.Claim.Number == number {
				found, decision = outlay{r.Before, r.Claim}, r.decision()
			}
		}
		if start += uint64(len(records)); start >= size {
			break
		}
	}
	if decision == "" {
		return found, "", ErrUnknownClaim.Refuse("number %q under %s", number, id)
	}
	return found, decision, nil
}

// decision is what became of a claim, as people say it.
func (r ClaimRecord) decision() string {
	if r.Approved {
		return "approved"
	}
	return "rejected"
}

func (q queryServer) SubAwardReport(ctx context.Context, req *QuerySubAwardReportRequest) (*QuerySubAwardReportResponse, error) {
	a, err := q.award(ctx, req.Fain)
	if err != nil {
		return nil, err
	}
	params, err := q.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	programme, err := q.programme(ctx, a.Listing)
	if err != nil {
		return nil, err
	}
	prime, err := q.consortium.Payee(ctx, a.Recipient)
	if err != nil {
		return nil, err
	}
	answer := &QuerySubAwardReportResponse{
		Fain: a.Fain, Agency: programme.Member, Listing: a.Listing, Programme: programme.Title, From: params.ReportFrom,
		Pagination: &query.PageResponse{},
	}
	first, limit := uint64(1), limitOf(req.Pagination)
	if key := req.Pagination.GetKey(); len(key) > 0 {
		if first, err = strconv.ParseUint(string(key), 10, 32); err != nil {
			return nil, ErrUnknownSubAward.Refuse("page %q", key)
		}
	}
	for n := first; n <= uint64(a.SubAwards); n++ {
		if n == first+uint64(limit) {
			answer.Pagination.NextKey = []byte(strconv.FormatUint(n, 10))
			break
		}
		row, err := q.reported(ctx, tierID(a.Fain, strconv.FormatUint(n, 10)))
		if err != nil {
			return nil, err
		}
		if row.Amount >= params.ReportFrom {
			row.Prime, row.PrimeName = prime.Uei, prime.Name
			answer.SubAwards = append(answer.SubAwards, row)
		}
	}
	return answer, nil
}

// reported is a sub-award as it is reported, but for who made it.
func (k Keeper) reported(ctx context.Context, id string) (r ReportedSubAward, err error) {
	s, err := k.subAward(ctx, id)
	if err != nil {
		return r, err
	}
	payee, err := k.consortium.Payee(ctx, s.Recipient)
	if err != nil {
		return r, err
	}
	amount, err := k.ledger.Noted(ctx, id, noteAmount)
	return ReportedSubAward{
		SubAward: id, Recipient: s.Recipient, Name: payee.Name, Amount: amount, Date: s.Made, Description: s.Description, Place: s.Place,
	}, err
}

// atMost refuses an answer that would read more than so many of something.
func atMost(most, n uint64, what string, args ...any) error {
	if n <= most {
		return nil
	}
	return ErrTooMany.Refuse("%d or more "+what+", at most %d are read", append(append([]any{n}, args...), most)...)
}

// The bounds of a page.
const (
	pageDefault = 100
	pageMax     = 1000
)

// limitOf is how many rows a page may have.
func limitOf(page *query.PageRequest) int {
	if limit := page.GetLimit(); limit > 0 {
		return int(min(limit, pageMax))
	}
	return pageDefault
}

// bounded is a page of at most so many rows.
func bounded(page *query.PageRequest) *query.PageRequest {
	return &query.PageRequest{Key: page.GetKey(), Limit: uint64(limitOf(page)), Reverse: page.GetReverse()}
}
