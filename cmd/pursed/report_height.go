package main

import (
	"context"
	"errors"
	"sort"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/node"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	reports "github.com/pursechain/purse/x/report"
)

// addWhenFlags adds when a report is of, beside the height.
func addWhenFlags(cmd *cobra.Command) {
	cmd.Flags().String("on", "", "take the state at the end of this day: the last height of it, or of the day before that has one")
	cmd.Flags().Uint32("year", 0, "take the last state of this fiscal year, all that ends with it ended and nothing closed")
}

// asOf is a context for questions at the height that the flags ask for, by its number, by a day, or by a fiscal year of funds; at
// the last if they do not. A height whose state the node has not, or has no more, is refused with those that it has. The funds are
// asked for only if their year is.
func asOf(cmd *cobra.Command, funds func(client.Context) ([]string, error)) (client.Context, error) {
	ctx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return ctx, err
	}
	day, _ := cmd.Flags().GetString("on")
	year, _ := cmd.Flags().GetUint32("year")
	if ctx.Height == 0 && day == "" && year == 0 {
		return ctx, nil
	}
	k, err := keptBy(cmd.Context(), ctx)
	if err != nil {
		return ctx, err
	}
	switch {
	case day == "" && year == 0:
		if ctx.Height < k.first || ctx.Height > k.last {
			return ctx, k.refuse("height %d", ctx.Height)
		}
		return ctx, nil
	case ctx.Height != 0 || day != "" && year != 0:
		return ctx, errors.New("give one of --height, --on and --year")
	case year != 0:
		symbols, err := funds(ctx)
		if err != nil {
			return ctx, err
		}
		return k.in(year, symbols, func(fund string, height int64) (uint32, error) {
			return yearOf(cmd.Context(), ctx.WithHeight(height), fund)
		})
	}
	on, err := date.Parse(day)
	if err != nil {
		return ctx, form.ErrDate.Refuse("--on %s; write YYYY-MM-DD", err)
	}
	return k.on(on)
}

// these are funds that are known without asking.
func these(funds ...string) func(client.Context) ([]string, error) {
	return func(client.Context) ([]string, error) { return funds, nil }
}

// yearOf is the fiscal year of a fund's books; 0 while it is not open.
func yearOf(c context.Context, ctx client.Context, fund string) (uint32, error) {
	answer, err := appropriation.NewQueryClient(ctx).Status(c, &appropriation.QueryStatusRequest{Fund: fund})
	if err == nil {
		return answer.Year, nil
	}
	if strings.Contains(err.Error(), "("+appropriation.ErrUnknownFund.Number+")") {
		return 0, nil
	}
	return 0, err
}

// kept are the heights whose state a node has.
type kept struct {
	first, last int64
	dateAt      func(height int64) (date.Date, error)
	ctx         client.Context
}

func keptBy(c context.Context, ctx client.Context) (kept, error) {
	status, err := node.NewServiceClient(ctx.WithHeight(0)).Status(c, &node.StatusRequest{})
	if err != nil {
		return kept{}, err
	}
	return kept{
		first: max(1, int64(status.EarliestStoreHeight)), last: int64(status.Height), ctx: ctx,
		dateAt: func(height int64) (date.Date, error) {
			answer, err := consortium.NewQueryClient(ctx.WithHeight(height)).Date(c, &consortium.QueryDateRequest{})
			if err != nil {
				return "", err
			}
			return answer.Date, nil
		},
	}, nil
}

// refuse says what is not kept, and what is.
func (k kept) refuse(format string, args ...any) error {
	first, err := k.dateAt(k.first)
	if err != nil {
		return err
	}
	last, err := k.dateAt(k.last)
	if err != nil {
		return err
	}
	args = append(args, k.first, first, k.last, last)
	return reports.ErrNotKept.Refuse(format+"; the node has heights %d (%s) to %d (%s)", args...)
}

// on is the last height on a day or before it.
func (k kept) on(day date.Date) (client.Context, error) {
	after, err := search(k.first, k.last, func(height int64) (bool, error) {
		at, err := k.dateAt(height)
		return at > day, err
	})
	if err != nil {
		return k.ctx, err
	}
	if after == k.first {
		return k.ctx, k.refuse("%s", day)
	}
	return k.ctx.WithHeight(after - 1), nil
}

// in is the last height at which the books of all funds are in a fiscal year or, of a fund that is opened later, in none:
// everything that ends with it has ended, and nothing is closed.
func (k kept) in(year uint32, funds []string, yearAt func(fund string, height int64) (uint32, error)) (client.Context, error) {
	none := func() (client.Context, error) { return k.ctx, k.refuse("no books of fiscal year %d", year) }
	last, some := k.last, false
	for _, fund := range funds { // they are closed within some blocks: after the first, little is left to search
		after, err := search(k.first, last, func(height int64) (bool, error) {
			at, err := yearAt(fund, height)
			return at > year, err
		})
		if err != nil {
			return k.ctx, err
		}
		if after == k.first {
			return none()
		}
		last = after - 1
	}
	for _, fund := range funds {
		at, err := yearAt(fund, last)
		if err != nil {
			return k.ctx, err
		}
		some = some || at == year
	}
	if !some {
		return none()
	}
	return k.ctx.WithHeight(last), nil
}

// search is the first height that is later than what is asked for, and the one after the last if none is. What a height is only goes
// forward, so that halving finds it; where the last is not later, one question does.
func search(first, last int64, later func(height int64) (bool, error)) (height int64, fault error) {
	if is, err := later(last); err != nil || !is {
		return last + 1, err
	}
	after := sort.Search(int(last-first), func(i int) bool {
		if fault != nil {
			return true
		}
		is, err := later(first + int64(i))
		fault = err
		return is
	})
	return first + int64(after), fault
}
