package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
	reports "github.com/pursechain/purse/x/report"
)

// fundReports are the reports of a fund: a question of a module each.
var fundReports = []struct {
	use, short, module, query string
	fields                    []reportField
	text                      func(io.Writer, proto.Message) error // nil: laid out like any answer
}{
	{"trial-balance FUND", "Report the accounts of a fund by attribute", "ledger", "trial-balance", nil, nil},
	{"sf133 FUND", "Report a fund's budget execution, line by line (OMB Circular A-11, section 130)", "report", "sf133",
		[]reportField{{"defc", "only the money of this disaster emergency fund code"}}, printSF133},
	{"sf132 FUND", "Report a fund's apportionment for the fiscal year (OMB Circular A-11, section 120)",
		"report", "sf132", nil, nil},
	{"status FUND", "Report where the money of a fund stands, down the tree of its allotments", "report", "status", nil, nil},
	{"dormant FUND", "Report money that does nothing: authority about to expire, allotments untouched, obligations without a delivery of late",
		"report", "dormant", []reportField{{"days", "for how many days: 90 if not given"}}, nil},
}

// reportField is a field of a report's question besides the fund, which is a flag.
type reportField struct{ name, help string }

// defaultDays is how long money may do nothing if nobody says otherwise.
const defaultDays = "90"

func reportCmds(enc app.Encoding) ([]*cobra.Command, error) {
	verbs, err := form.Queries()
	if err != nil {
		return nil, err
	}
	var cmds []*cobra.Command
	for _, r := range fundReports {
		i := slices.IndexFunc(verbs, func(v form.Verb) bool { return v.Module == r.module && v.Name == r.query })
		if i < 0 {
			return nil, fmt.Errorf("no question is named %s %s", r.module, r.query)
		}
		cmd := &cobra.Command{Use: r.use, Short: r.short, Args: cobra.ExactArgs(1)}
		cmd.Flags().SortFlags = false
		for _, f := range r.fields {
			cmd.Flags().String(f.name, "", f.help)
		}
		addReportFlags(cmd)
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			fields := []form.Field{{Name: "fund", Value: args[0]}}
			for _, f := range r.fields {
				value, _ := cmd.Flags().GetString(f.name)
				if f.name == "days" && value == "" {
					value = defaultDays
				}
				fields = append(fields, form.Field{Name: f.name, Value: value})
			}
			return askReport(cmd, enc, verbs[i], fields, r.text)
		}
		cmds = append(cmds, cmd)
	}
	return cmds, nil
}

// addReportFlags adds when a report is of, and where it is written.
func addReportFlags(cmd *cobra.Command) {
	addWhenFlags(cmd)
	cmd.Flags().String("file", "", "write the report to this file")
	flags.AddQueryFlagsToCmd(cmd)
	cmd.Flag(flags.FlagOutput).Usage = "Output format (text|json|csv)"
}

// askReport sends the question of a report, and writes the answer.
func askReport(
	cmd *cobra.Command, enc app.Encoding, v form.Verb, fields []form.Field, text func(io.Writer, proto.Message) error,
) error {
	request, err := form.Fill(enc.Codec, v.Request, fields, nil)
	if err != nil {
		return err
	}
	answer, err := form.New(v.Response)
	if err != nil {
		return err
	}
	fund, funds := "", these() // an award has no books of its own
	if of, is := request.(interface{ GetFund() string }); is {
		fund = of.GetFund()
		funds = these(fund)
	}
	when, err := asOf(cmd, funds)
	if err != nil {
		return err
	}
	ctx, _ := when.of(fund)
	if err := ctx.Invoke(cmd.Context(), v.Method, request, answer); err != nil {
		return err
	}
	return writeReport(cmd, func(w io.Writer) error {
		switch ctx.OutputFormat {
		case flags.OutputFormatJSON:
			return ctx.WithOutput(w).PrintProto(answer)
		case "csv":
			return form.CSV(w, enc.Codec, answer)
		case flags.OutputFormatText:
			if text != nil {
				return text(w, answer)
			}
			return form.Print(w, enc.Codec, answer)
		}
		return fmt.Errorf("--output %q is neither text nor json nor csv", ctx.OutputFormat)
	})
}

// writeReport writes to the file that the flag names, or to the output.
func writeReport(cmd *cobra.Command, write func(io.Writer) error) error {
	name, _ := cmd.Flags().GetString("file")
	if name == "" {
		return write(cmd.OutOrStdout())
	}
	return form.ToFile(name, write)
}

// printSF133 lays an SF-133 out as budget offices know it. Lines without an amount are left out, but for the sums.
func printSF133(w io.Writer, answer proto.Message) error {
	r := answer.(*reports.QuerySf133Response)
	const line = "%-4s  %-76s  %22s\n"
	fmt.Fprintf(w, "SF 133  REPORT ON BUDGET EXECUTION AND BUDGETARY RESOURCES\n\n")
	fmt.Fprintf(w, "Account      %s  %s\n", r.Fund, form.Clean(r.Title))
	fmt.Fprintf(w, "Fiscal year  %d, period %02d, on %s\n", r.Year, r.Period, r.On)
	if r.Defc != "" {
		fmt.Fprintf(w, "DEFC         %s\n", r.Defc)
	}
	section := ""
	for _, l := range r.Lines {
		if l.Section != section {
			section = l.Section
			fmt.Fprintf(w, "\n"+line, "Line", section, "Amount")
		}
		if l.Amount == 0 && !l.Total {
			continue
		}
		if _, err := fmt.Fprintf(w, line, fmt.Sprint(l.Number), l.Title, l.Amount); err != nil {
			return err
		}
	}
	return nil
}
