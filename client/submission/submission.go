// Package submission gathers what an agency submits under the DATA Act (Pub. L. 113-101) from the reports of a chain: files A, B
// and C of its funds, and what they are held to, the SF-133 and the list of program activities, in the words of the Treasury's
// broker. It knows the reports and the files, and makes neither.
package submission

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/cosmos/gogoproto/grpc"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/gsdm"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/report"
)

// At is one connection for all funds.
func At(chain grpc.ClientConn) func(string) grpc.ClientConn {
	return func(string) grpc.ClientConn { return chain }
}

// Submission is the rows of the files of some funds.
type Submission struct {
	A          []gsdm.RowA
	B          []gsdm.RowB
	C          []gsdm.RowC
	SF133      []gsdm.SF133Row
	Activities []gsdm.RowActivity
}

// Of asks for the rows of funds, which are given by their symbols, each of the connection that is for it: all of one height, or each
// when its own books stood at the end of a year. Files are of one period: it refuses when the books of one fund are closed and those of
// another are not yet.
func Of(ctx context.Context, funds []string, chain func(fund string) grpc.ClientConn) (*Submission, error) {
	s := &Submission{}
	for _, fund := range funds {
		if err := s.add(ctx, chain(fund), fund); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// add asks for the rows of a fund.
func (s *Submission) add(ctx context.Context, chain grpc.ClientConn, fund string) error {
	ask := report.NewQueryClient(chain)
	tas, err := gsdm.ParseTAS(fund)
	if err != nil {
		return err
	}
	a, err := ask.FileA(ctx, &report.QueryFileARequest{Fund: fund})
	if err != nil {
		return err
	}
	s.A = append(s.A, gsdm.RowA{
		TAS: tas, BroughtForward: a.Row.BroughtForward, Adjustments: a.Row.Adjustments, Appropriated: a.Row.Appropriated,
		SpendingAuthority: a.Row.SpendingAuthority, GrossOutlay: a.Row.GrossOutlay, Obligations: a.Row.Obligations,
		Recoveries: a.Row.Recoveries, Unobligated: a.Row.Unobligated,
	})
	b, err := ask.FileB(ctx, &report.QueryFileBRequest{Fund: fund})
	if err != nil {
		return err
	}
	for _, r := range b.Rows {
		s.B = append(s.B, gsdm.RowB{TAS: tas, Spending: purposeOf(r), Balances: balancesOf(r.Balances)})
	}
	if err := s.addAwards(ctx, ask, fund, tas); err != nil {
		return err
	}
	if err := s.addLines(ctx, ask, fund, tas); err != nil {
		return err
	}
	known, err := appropriation.NewQueryClient(chain).Fund(ctx, &appropriation.QueryFundRequest{Fund: fund})
	if err != nil {
		return err
	}
	s.addActivities(known.Fund, tas)
	return nil
}

// addActivities lists the purposes of a fund, each once for all funds of an account.
func (s *Submission) addActivities(fund appropriation.Fund, tas gsdm.TAS) {
	for _, p := range fund.Purposes {
		row := gsdm.RowActivity{
			FiscalYear: s.SF133[0].FiscalYear, Agency: tas.Agency, Main: tas.Main, Code: p.ProgramActivity, Name: p.Title,
		}
		if !slices.Contains(s.Activities, row) {
			s.Activities = append(s.Activities, row)
		}
	}
}

func (s *Submission) addAwards(ctx context.Context, ask report.QueryClient, fund string, tas gsdm.TAS) error {
	page := &query.PageRequest{}
	for {
		answer, err := ask.FileC(ctx, &report.QueryFileCRequest{Fund: fund, Pagination: page})
		if err != nil {
			return err
		}
		for _, r := range answer.Rows {
			s.C = append(s.C, gsdm.RowC{
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
func (s *Submission) addLines(ctx context.Context, ask report.QueryClient, fund string, tas gsdm.TAS) error {
	all, err := ask.Sf133(ctx, &report.QuerySf133Request{Fund: fund})
	if err != nil {
		return err
	}
	year := fmt.Sprint(all.Year)
	if len(s.SF133) > 0 && s.SF133[0].FiscalYear != year {
		first := s.SF133[0]
		return report.ErrClosing.Refuse("%s is in fiscal year %s, %s in %s", first.TAS, first.FiscalYear, tas, year)
	}
	before := len(s.SF133)
	add := func(defc string, l report.Line) {
		s.SF133 = append(s.SF133, gsdm.SF133Row{
			TAS: tas, FiscalYear: year, Period: fmt.Sprintf("%02d", all.Period),
			Line: fmt.Sprint(l.Number), DEFC: defc, Amount: l.Amount,
		})
	}
	for _, defc := range all.Defcs {
		part, err := ask.Sf133(ctx, &report.QuerySf133Request{Fund: fund, Defc: defc})
		if err != nil {
			return err
		}
		for _, l := range part.Lines {
			if l.Amount != 0 && l.Number != 1050 && l.Number != 1070 {
				add(defc, l)
			}
		}
	}
	if len(s.SF133) == before {
		add("Q", report.Line{Number: 1910})
	}
	return nil
}

// purposeOf is what a row is of. It adjusts no earlier year's report.
func purposeOf(r report.RowB) gsdm.Spending {
	return gsdm.Spending{
		ActivityCode: r.ProgramActivity, ActivityName: r.ProgramActivityName, PYA: "X",
		ObjectClass: r.ObjectClass, Funding: r.Funding, DEFC: r.Defc,
	}
}

func balancesOf(b report.Balances) (to gsdm.Balances) {
	to[gsdm.Undelivered480100FYB], to[gsdm.Undelivered480100CPE] = b.UndeliveredFyb, b.UndeliveredCpe
	to[gsdm.Prepaid480200FYB], to[gsdm.Prepaid480200CPE] = b.PrepaidFyb, b.PrepaidCpe
	to[gsdm.Delivered490100FYB], to[gsdm.Delivered490100CPE] = b.UnpaidFyb, b.UnpaidCpe
	to[gsdm.Paid490200CPE], to[gsdm.Upward488100CPE] = b.PaidCpe, b.UpUndeliveredCpe
	to[gsdm.Downward487100CPE], to[gsdm.Downward487200CPE] = b.DownUndeliveredCpe, b.DownPrepaidCpe
	to[gsdm.Downward497100CPE], to[gsdm.Downward497200CPE] = b.DownUnpaidCpe, b.DownPaidCpe
	return to
}

// Write writes the files into a directory, which is made if it is not there.
func (s *Submission) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		rows func(io.Writer) error
	}{
		{"file-a.csv", func(w io.Writer) error { return gsdm.WriteA(w, s.A) }},
		{"file-b.csv", func(w io.Writer) error { return gsdm.WriteB(w, s.B) }},
		{"file-c.csv", func(w io.Writer) error { return gsdm.WriteC(w, s.C) }},
		{"sf133.csv", func(w io.Writer) error { return gsdm.WriteSF133(w, s.SF133) }},
		{"program-activities.csv", func(w io.Writer) error { return gsdm.WriteActivities(w, s.Activities) }},
	} {
		if err := form.ToFile(filepath.Join(dir, f.name), f.rows); err != nil {
			return err
		}
	}
	return nil
}
