package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/cosmos/gogoproto/grpc"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/submission"
	"github.com/pursechain/purse/x/appropriation"
	reports "github.com/pursechain/purse/x/report"
)

// reportGsdmCmd writes the files of the DATA Act.
func reportGsdmCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gsdm --out DIR [FUND...]",
		Short: "Write DATA Act files A, B and C and the SF-133 of funds, with the column names of the Treasury's broker",
		Long: `Write DATA Act files A, B and C and the SF-133 of the funds named, or of all funds but those that were canceled, with the
column names of the Treasury's broker: file-a.csv, file-b.csv, file-c.csv and sf133.csv; and
program-activities.csv, the list that the broker reads beside B and C. All are of one height, but with --year each fund is
reported as its own books stood when the year had ended for them.`,
	}
	cmd.Flags().String("out", "", "the directory to write to; it is made if it is not there")
	cmd.Flags().String("member", "", "only the funds of this member")
	addReportFlags(cmd)
	cmd.Flag("file").Hidden = true
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		dir, _ := cmd.Flags().GetString("out")
		if dir == "" {
			return form.ErrMissing.Refuse("--out")
		}
		member, _ := cmd.Flags().GetString("member")
		choice := fundChoice{named: args, member: member}
		when, err := asOf(cmd, func(ctx client.Context) ([]string, error) {
			ever := choice
			ever.canceled = true // now, and perhaps not when the year ended
			return ever.of(cmd.Context(), enc, ctx)
		})
		if err != nil {
			return err
		}
		if when.Height == 0 && when.ends == nil {
			k, err := keptBy(cmd.Context(), when.Context)
			if err != nil {
				return err
			}
			when.Context = when.WithHeight(k.last)
		}
		funds, err := choice.at(cmd.Context(), enc, when)
		if err != nil {
			return err
		}
		files, err := submission.Of(cmd.Context(), funds, func(fund string) grpc.ClientConn {
			ctx, _ := when.of(fund)
			return ctx
		})
		if err != nil {
			return err
		}
		if err := files.Write(dir); err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "wrote %d accounts, %d purposes, %d awards and %d lines at %s to %s\n",
			len(files.A), len(files.B), len(files.C), len(files.SF133), when.heights(funds), dir)
		return err
	}
	return cmd
}

// fundChoice says which funds are reported.
type fundChoice struct {
	named    []string // these; if none is, those of the member, or all
	member   string
	canceled bool // also those that were canceled
}

// at are the funds, by their symbols, that are reported as of a moment. One that is named is refused if it has nothing to report then.
func (f fundChoice) at(c context.Context, enc app.Encoding, when moment) (symbols []string, err error) {
	if when.ends == nil {
		return f.of(c, enc, when.Context)
	}
	all := slices.Sorted(maps.Keys(when.ends))
	if len(f.named) > 0 {
		if all, err = f.of(c, enc, when.Context); err != nil {
			return nil, err
		}
	}
	for _, symbol := range all {
		ctx, has := when.of(symbol)
		if !has {
			return nil, reports.ErrQuestion.Refuse("%s has no books of that fiscal year", symbol)
		}
		answer, err := appropriation.NewQueryClient(ctx).Fund(c, &appropriation.QueryFundRequest{Fund: symbol})
		if err != nil {
			return nil, err
		}
		if len(f.named) > 0 || !answer.Fund.Canceled {
			symbols = append(symbols, symbol)
		}
	}
	return symbols, nil
}

// of are the funds, by their symbols, at the height of the context.
func (f fundChoice) of(c context.Context, enc app.Encoding, ctx client.Context) (symbols []string, err error) {
	for _, name := range f.named {
		request, err := form.Fill(enc.Codec, "purse.report.v1.QueryFileARequest", []form.Field{{Name: "fund", Value: name}}, nil)
		if err != nil {
			return nil, err
		}
		symbols = append(symbols, request.(*reports.QueryFileARequest).Fund)
	}
	if len(f.named) > 0 {
		return symbols, nil
	}
	page := &query.PageRequest{}
	for {
		answer, err := appropriation.NewQueryClient(ctx).Funds(c, &appropriation.QueryFundsRequest{Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, fund := range answer.Funds {
			if (f.canceled || !fund.Canceled) && (f.member == "" || fund.Member == f.member) {
				symbols = append(symbols, fund.Symbol)
			}
		}
		if page.Key = answer.Pagination.GetNextKey(); len(page.Key) > 0 {
			continue
		}
		if len(symbols) == 0 {
			return nil, reports.ErrQuestion.Refuse("no fund is there to report; member %q", rule.Clip(f.member, 40))
		}
		return symbols, nil
	}
}
