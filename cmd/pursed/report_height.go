package main

import (
	"context"
	"errors"
	"sort"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/node"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/consortium"
	reports "github.com/pursechain/purse/x/report"
)

// asOf is a context for questions at the height that the flags ask for, by its number or by a day; at the last if they do not.
// A height whose state the node has not, or has no more, is refused with those that it has.
func asOf(cmd *cobra.Command) (client.Context, error) {
	ctx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return ctx, err
	}
	day, _ := cmd.Flags().GetString("on")
	if ctx.Height == 0 && day == "" {
		return ctx, nil
	}
	k, err := keptBy(cmd.Context(), ctx)
	if err != nil {
		return ctx, err
	}
	if day == "" {
		if ctx.Height < k.first || ctx.Height > k.last {
			return ctx, k.refuse("height %d", ctx.Height)
		}
		return ctx, nil
	}
	if ctx.Height != 0 {
		return ctx, errors.New("give --height or --on, not both")
	}
	on, err := date.Parse(day)
	if err != nil {
		return ctx, form.ErrDate.Refuse("--on %s; write YYYY-MM-DD", err)
	}
	return k.on(on)
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

// on is the last height on a day or before it. Days only go forward, so that halving finds it.
func (k kept) on(day date.Date) (client.Context, error) {
	var fault error
	after := sort.Search(int(k.last-k.first+1), func(i int) bool {
		if fault != nil {
			return true
		}
		at, err := k.dateAt(k.first + int64(i))
		fault = err
		return at > day
	})
	if fault != nil {
		return k.ctx, fault
	}
	if after == 0 {
		return k.ctx, k.refuse("%s", day)
	}
	return k.ctx.WithHeight(k.first + int64(after) - 1), nil
}
