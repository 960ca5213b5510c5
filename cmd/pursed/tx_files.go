package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/inspect"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/payrun"
	"github.com/pursechain/purse/x/payment"
)

// importCmd prepares schedules from a file.
func importCmd() *cobra.Command {
	var order payrun.Order
	var total string
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Prepare schedules from a file of payments: CSV, or a PAM standard payment request",
		Long: `Prepare schedules from a file of payments, and validate everything first: a file with a fault is not begun, and each fault
stands with its line and rule. Each line pays a payable that is open, by its name or by the payee's bill, and for its whole
amount. --payments and --total are what the file should come to; --dry-run shows what it does to each fund, and sends nothing.

CSV has the columns payee, amount, and payable or invoice; a PAM request names the payable in its reconcilement or payment id.
Schedules are numbered from --number up, those of a PAM request as it says. The import can be broken off at any time: run it
again, and it goes on where it was. Nobody is paid twice.`,
		Example: "  pursed tx payment import day.csv --office treasury --number FEMA --payments 1200 --total 1,560,000.00 --from bea --dry-run",
		Args:    cobra.ExactArgs(1),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&order.Office, "office", "", "the member that is to pay: treasury")
	f.StringVar(&order.Prefix, "number", "", "what the schedules' numbers begin with: FEMA makes FEMA0001, FEMA0002, ...")
	f.IntVar(&order.Size, "size", payment.MaxLines, "how many payments a schedule has at most")
	f.IntVar(&order.Lines, "payments", 0, "how many payments the file should have")
	f.StringVar(&total, "total", "", "what they should come to: 1,560,000.00")
	addTxFlags(cmd)
	dry := f.Lookup(flags.FlagDryRun)
	dry.Hidden, dry.Usage = false, "show what would be done, and send nothing"
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := checkOrder(&order, total); err != nil {
			return err
		}
		if dry.Value.String() == "true" {
			_, err := plan(cmd, args[0], order)
			return err
		}
		if err := checkFlags(cmd, nil); err != nil {
			return err
		}
		run, err := plan(cmd, args[0], order)
		if err != nil {
			return err
		}
		return carryOut(cmd, run)
	}
	return cmd
}

func checkOrder(o *payrun.Order, total string) (err error) {
	if o.Office == "" {
		return form.ErrMissing.Refuse("--office")
	}
	if o.Size < 1 || o.Size > payment.MaxLines {
		return form.ErrValue.Refuse("--size %d is not between 1 and %d", o.Size, payment.MaxLines)
	}
	if total == "" {
		return nil
	}
	if o.Total, err = money.Parse(total); err != nil {
		return form.ErrValue.Refuse("--total %q: %s", rule.Clip(total, 40), err)
	}
	return nil
}

// plan reads a file and shows what it would do; it fails if anything is wrong.
func plan(cmd *cobra.Command, name string, o payrun.Order) (*payrun.Run, error) {
	ctx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return nil, err
	}
	file, err := inspect.Open(name)
	if err != nil {
		return nil, err
	}
	bar := newBar(cmd, "reading", file.Lines())
	run, err := payrun.Plan(cmd.Context(), ctx, o, file, bar.to)
	bar.end()
	if err != nil {
		return nil, err
	}
	if err := soundFile(cmd, name, file); err != nil {
		return nil, err
	}
	return run, run.Print(cmd.OutOrStdout())
}

// soundFile shows a file that has faults, and fails.
func soundFile(cmd *cobra.Command, name string, file *bank.File) error {
	if file.Sound() {
		return nil
	}
	report := &inspect.Report{}
	report.Add(name, file)
	if err := report.Print(cmd.OutOrStdout()); err != nil {
		return err
	}
	return fmt.Errorf("%s in %s; nothing was sent", rule.Count(report.Faults, "fault"), name)
}

// carryOut prepares what is not prepared yet.
func carryOut(cmd *cobra.Command, run *payrun.Run) error {
	if run.Done() == run.Count {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), "everything was prepared before; nothing was sent")
		return err
	}
	ctx, err := signer(cmd)
	if err != nil {
		return err
	}
	if err := agree(cmd, ctx, fmt.Sprintf("Prepare %s of %s?", rule.Count(run.Count-run.Done(), "payment"), run.Amount)); err != nil {
		return err
	}
	bar := newBar(cmd, "prepared", run.Count)
	err = run.Go(func(msg *payment.MsgPrepare) error {
		msg.Signer = ctx.FromAddress.String()
		_, err := perform(cmd, ctx, msg)
		return err
	}, bar.to)
	bar.end()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "prepared: %s on %s\n", rule.Count(run.Count, "payment"), rule.Count(len(run.Schedules), "schedule"))
	return err
}

// bar shows on a terminal how far something is, and nothing elsewhere.
type bar struct {
	all *mpb.Progress
	one *mpb.Bar
}

func newBar(cmd *cobra.Command, what string, of int) bar {
	all := mpb.New(mpb.WithOutput(cmd.ErrOrStderr()))
	return bar{all, all.AddBar(int64(of), mpb.PrependDecorators(decor.Name(what+" "), decor.CountersNoUnit("%d of %d")),
		mpb.AppendDecorators(decor.AverageETA(decor.ET_STYLE_GO)))}
}

func (b bar) to(n int) { b.one.SetCurrent(int64(n)) }

// end leaves the bar as it is.
func (b bar) end() {
	b.one.Abort(false)
	b.all.Wait()
}
