package main

import (
	"context"
	"errors"
	"fmt"
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

// moment is when something is asked: at a height, or at the end of a fiscal year, which is at a height of its own for each fund.
type moment struct {
	client.Context
	ends map[string]client.Context // by fund; nil unless a year is asked for
}

// of is a context for questions about a fund; false if the fund has no books of the year that is asked for.
func (m moment) of(fund string) (client.Context, bool) {
	if m.ends == nil {
		return m.Context, true
	}
	ctx, has := m.ends[fund]
	return ctx, has
}

// heights are those at which funds are asked about, as people say it: of a year's end the first and the last.
func (m moment) heights(funds []string) string {
	first, last := m.Height, m.Height
	for i, fund := range funds {
		ctx, _ := m.of(fund)
		if last = max(last, ctx.Height); i == 0 || ctx.Height < first {
			first = ctx.Height
		}
	}
	if first == last {
		return fmt.Sprintf("height %d", first)
	}
	return fmt.Sprintf("heights %d to %d", first, last)
}

// asOf is when the flags ask: at a height by its number, by a day, or by a fiscal year of funds; at the last if they do not. A height
// whose state the node has not, or has no more, is refused with those that it has. The funds are asked for only if their year is.
func asOf(cmd *cobra.Command, funds func(client.Context) ([]string, error)) (m moment, err error) {
	if m.Context, err = client.GetClientQueryContext(cmd); err != nil {
		return m, err
	}
	day, _ := cmd.Flags().GetString("on")
	year, _ := cmd.Flags().GetUint32("year")
	if m.Height == 0 && day == "" && year == 0 {
		return m, nil
	}
	k, err := keptBy(cmd.Context(), m.Context)
	if err != nil {
		return m, err
	}
	switch {
	case day == "" && year == 0:
		if m.Height < k.first || m.Height > k.last {
			return m, k.refuse("height %d", m.Height)
		}
		return m, nil
	case m.Height != 0 || day != "" && year != 0:
		return m, errors.New("give one of --height, --on and --year")
	case year != 0:
		symbols, err := funds(m.Context)
		if err != nil {
			return m, err
		}
		m.ends, err = k.in(year, symbols, func(fund string, height int64) (uint32, error) {
			return yearOf(cmd.Context(), m.WithHeight(height), fund)
		})
		return m, err
	}
	on, err := date.Parse(day)
	if err != nil {
		return m, form.ErrDate.Refuse("--on %s; write YYYY-MM-DD", err)
	}
	m.Context, err = k.on(on)
	return m, err
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

// in are the ends of a fiscal year: for each fund that has books of it the last height at which they are, everything that ends with the
// year ended and nothing closed. A greater fund takes more blocks than a smaller one, so that no height is the end for all of them.
func (k kept) in(year uint32, funds []string, yearAt func(fund string, height int64) (uint32, error)) (map[string]client.Context, error) {
	ends := make(map[string]client.Context, len(funds))
	for _, fund := range funds {
		after, err := search(k.first, k.last, func(height int64) (bool, error) {
			at, err := yearAt(fund, height)
			return at > year, err
		})
		if err != nil {
			return nil, err
		}
		if after == k.first {
			continue
		}
		at, err := yearAt(fund, after-1)
		if err != nil {
			return nil, err
		}
		if at == year {
			ends[fund] = k.ctx.WithHeight(after - 1)
		}
	}
	if len(ends) > 0 {
		return ends, nil
	}
	if len(funds) == 1 {
		if at, err := yearAt(funds[0], k.last); err != nil || at == 0 {
			return nil, errors.Join(err, appropriation.ErrUnknownFund.Refuse("fund %q", funds[0]))
		}
	}
	return nil, k.refuse("no books of fiscal year %d", year)
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
