package payment

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// The Treasury publishes a rate shortly before the half of a year that it is for.
const (
	maxRate  = 50_000 // thousandths of a percent a year
	maxAhead = 184    // days
)

// fault says what is wrong with a rate by itself, or nil.
func (r InterestRate) fault() error {
	if !r.From.Valid() {
		return ErrMalformedInterest.Refuse("a rate from %q on, which is no date", rule.Clip(string(r.From), 20))
	}
	return checkRate(r.Rate)
}

func checkRate(rate uint32) error {
	if rate > maxRate {
		return ErrMalformedInterest.Refuse("a rate of %d thousandths of a percent a year, at most %d", rate, maxRate)
	}
	return nil
}

// follows refuses a rate that begins before the last one that is set, or so far ahead that its day is a mistake.
func (r InterestRate) follows(last InterestRate, today date.Date) error {
	if r.From <= last.From {
		return ErrRateOutOfTurn.Refuse("from %s on, and %d is set from %s on", r.From, last.Rate, last.From)
	}
	if ahead := today.Until(r.From); ahead > maxAhead {
		return ErrRateOutOfTurn.Refuse("from %s on, which is %d days ahead, at most %d", r.From, ahead, maxAhead)
	}
	return nil
}

// rateOn is the rate that is in effect on a day; zero before the first one.
func (k Keeper) rateOn(ctx context.Context, day date.Date) (uint32, error) {
	r, err := k.lastRate(ctx, new(collections.Range[string]).EndInclusive(string(day)))
	return r.Rate, err
}

// lastRate is the one of a range of days that begins last; none if the range has none.
func (k Keeper) lastRate(ctx context.Context, days *collections.Range[string]) (last InterestRate, err error) {
	err = k.rates.Walk(ctx, days.Descending(), func(_ string, r InterestRate) (stop bool, err error) {
		last = r
		return true, nil
	})
	return last, err
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSetInterestRate) ValidateBasic() error {
	return InterestRate{From: m.From, Rate: m.Rate}.fault()
}

// SetInterestRate sets what payments cost that are due from the day before on, and late. The rates before it stay.
func (k msgServer) SetInterestRate(ctx context.Context, m *MsgSetInterestRate) (*MsgSetInterestRateResponse, error) {
	if err := consortium.ByResolution(m.Authority); err != nil {
		return nil, err
	}
	last, err := k.lastRate(ctx, new(collections.Range[string]))
	if err != nil {
		return nil, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	rate := InterestRate{From: m.From, Rate: m.Rate}
	if err := rate.follows(last, today); err != nil {
		return nil, err
	}
	if err := k.rates.Set(ctx, string(rate.From), rate); err != nil {
		return nil, err
	}
	return &MsgSetInterestRateResponse{}, room.Emit(ctx, &InterestRateSet{Rate: rate.Rate, From: rate.From})
}
