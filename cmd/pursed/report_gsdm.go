package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/gsdm"
	"github.com/pursechain/purse/x/appropriation"
	reports "github.com/pursechain/purse/x/report"
)

// reportGsdmCmd writes the files of the DATA Act.
func reportGsdmCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gsdm --out DIR [FUND...]",
		Short: "Write DATA Act files A, B and C and the SF-133 of funds, with the column names of the Treasury's broker",
		Long: `Write DATA Act files A, B and C and the SF-133 of the funds named, or of all funds but those that were canceled, with the
column names of the Treasury's broker: file-a.csv, file-b.csv, file-c.csv and sf133.csv. All are of one height.`,
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
		ctx, err := asOf(cmd)
		if err != nil {
			return err
		}
		if ctx.Height == 0 {
			k, err := keptBy(cmd.Context(), ctx)
			if err != nil {
				return err
			}
			ctx = ctx.WithHeight(k.last)
		}
		member, _ := cmd.Flags().GetString("member")
		funds, err := fundsOf(cmd.Context(), enc, ctx, member, args)
		if err != nil {
			return err
		}
		var files spending
		for _, fund := range funds {
			if err := files.add(cmd.Context(), ctx, fund); err != nil {
				return err
			}
		}
		if err := files.write(dir); err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "wrote %d accounts, %d purposes, %d awards and %d lines at height %d to %s\n",
			len(files.a), len(files.b), len(files.c), len(files.sf133), ctx.Height, dir)
		return err
	}
	return cmd
}

// fundsOf are the funds named; if none is, those of a member, or all, that were not canceled.
func fundsOf(
	c context.Context, enc app.Encoding, ctx client.Context, member string, named []string,
) (symbols []string, err error) {
	for _, name := range named {
		request, err := form.Fill(enc.Codec, "purse.report.v1.QueryFileARequest", []form.Field{{Name: "fund", Value: name}}, nil)
		if err != nil {
			return nil, err
		}
		symbols = append(symbols, request.(*reports.QueryFileARequest).Fund)
	}
	if len(named) > 0 {
		return symbols, nil
	}
	page := &query.PageRequest{}
	for {
		answer, err := appropriation.NewQueryClient(ctx).Funds(c, &appropriation.QueryFundsRequest{Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, f := range answer.Funds {
			if !f.Canceled && (member == "" || f.Member == member) {
				symbols = append(symbols, f.Symbol)
			}
		}
		if page.Key = answer.Pagination.GetNextKey(); len(page.Key) > 0 {
			continue
		}
		if len(symbols) == 0 {
			return nil, reports.ErrQuestion.Refuse("no fund is there to report; member %q", rule.Clip(member, 40))
		}
		return symbols, nil
	}
}

// spending are the rows of the files.
type spending struct {
	a     []gsdm.RowA
	b     []gsdm.RowB
	c     []gsdm.RowC
	sf133 []gsdm.SF133Row
}

// add asks for the rows of a fund.
func (s *spending) add(c context.Context, ctx client.Context, fund string) error {
	ask := reports.NewQueryClient(ctx)
	tas, err := gsdm.ParseTAS(fund)
	if err != nil {
		return err
	}
	a, err := ask.FileA(c, &reports.QueryFileARequest{Fund: fund})
	if err != nil {
		return err
	}
	s.a = append(s.a, gsdm.RowA{
		TAS: tas, BroughtForward: a.Row.BroughtForward, Adjustments: a.Row.Adjustments, Appropriated: a.Row.Appropriated,
		SpendingAuthority: a.Row.SpendingAuthority, GrossOutlay: a.Row.GrossOutlay, Obligations: a.Row.Obligations,
		Recoveries: a.Row.Recoveries, Unobligated: a.Row.Unobligated,
	})
	b, err := ask.FileB(c, &reports.QueryFileBRequest{Fund: fund})
	if err != nil {
		return err
	}
	for _, r := range b.Rows {
		s.b = append(s.b, gsdm.RowB{TAS: tas, Spending: purposeOf(r), Balances: balancesOf(r.Balances)})
	}
	if err := s.addAwards(c, ask, fund, tas); err != nil {
		return err
	}
	return s.addLines(c, ask, fund, tas)
}

func (s *spending) addAwards(c context.Context, ask reports.QueryClient, fund string, tas gsdm.TAS) error {
	page := &query.PageRequest{}
	for {
		answer, err := ask.FileC(c, &reports.QueryFileCRequest{Fund: fund, Pagination: page})
		if err != nil {
			return err
		}
		for _, r := range answer.Rows {
			s.c = append(s.c, gsdm.RowC{
				TAS: tas, Spending: purposeOf(r.Purpose), FAIN: r.Fain, PIID: r.Piid, Balances: balancesOf(r.Purpose.Balances),
			})
		}
		if page.Key = answer.Pagination.GetNextKey(); len(page.Key) == 0 {
			return nil
		}
	}
}

// addLines adds the lines of the SF-133 by emergency fund code. The sum of the adjustments to what was brought forward is left
// out: readers of the file add the lines 1010 to 1067 up, among which it once was.
func (s *spending) addLines(c context.Context, ask reports.QueryClient, fund string, tas gsdm.TAS) error {
	all, err := ask.Sf133(c, &reports.QuerySf133Request{Fund: fund})
	if err != nil {
		return err
	}
	before := len(s.sf133)
	add := func(defc string, l reports.Line) {
		s.sf133 = append(s.sf133, gsdm.SF133Row{
			TAS: tas, FiscalYear: fmt.Sprint(all.Year), Period: fmt.Sprintf("%02d", all.Period),
			Line: fmt.Sprint(l.Number), DEFC: defc, Amount: l.Amount,
		})
	}
	for _, defc := range all.Defcs {
		part, err := ask.Sf133(c, &reports.QuerySf133Request{Fund: fund, Defc: defc})
		if err != nil {
			return err
		}
		for _, l := range part.Lines {
			if l.Amount != 0 && l.Number != 1050 && l.Number != 1070 {
				add(defc, l)
			}
		}
	}
	if len(s.sf133) == before {
		add("Q", reports.Line{Number: 1910})
	}
	return nil
}

// purposeOf is what a row is of. It adjusts no earlier year's report.
func purposeOf(r reports.RowB) gsdm.Spending {
	return gsdm.Spending{
		ActivityCode: r.ProgramActivity, ActivityName: r.ProgramActivityName, PYA: "X",
		ObjectClass: r.ObjectClass, Funding: r.Funding, DEFC: r.Defc,
	}
}

func balancesOf(b reports.Balances) (to gsdm.Balances) {
	to[gsdm.Undelivered480100FYB], to[gsdm.Undelivered480100CPE] = b.UndeliveredFyb, b.UndeliveredCpe
	to[gsdm.Prepaid480200FYB], to[gsdm.Prepaid480200CPE] = b.PrepaidFyb, b.PrepaidCpe
	to[gsdm.Delivered490100FYB], to[gsdm.Delivered490100CPE] = b.UnpaidFyb, b.UnpaidCpe
	to[gsdm.Paid490200CPE], to[gsdm.Upward488100CPE] = b.PaidCpe, b.UpUndeliveredCpe
	to[gsdm.Downward487100CPE], to[gsdm.Downward487200CPE] = b.DownUndeliveredCpe, b.DownPrepaidCpe
	to[gsdm.Downward497100CPE], to[gsdm.Downward497200CPE] = b.DownUnpaidCpe, b.DownPaidCpe
	return to
}

// write writes the files into a directory.
func (s *spending) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"file-a.csv", func(w io.Writer) error { return gsdm.WriteA(w, s.a) }},
		{"file-b.csv", func(w io.Writer) error { return gsdm.WriteB(w, s.b) }},
		{"file-c.csv", func(w io.Writer) error { return gsdm.WriteC(w, s.c) }},
		{"sf133.csv", func(w io.Writer) error { return gsdm.WriteSF133(w, s.sf133) }},
	} {
		if err := toFile(filepath.Join(dir, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}
