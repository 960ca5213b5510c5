package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
)

// awardReports are the reports of an award: a question of the room of grants each, whose first fields are the arguments.
var awardReports = []struct {
	use, short, query string
	args              []string
	fields            []reportField
}{
	{"sf425 FAIN", "Report an award's federal cash, expenditures and recipient share (SF-425, Federal Financial Report)",
		"sf425", []string{"fain"},
		[]reportField{{"required", "line 10i, the share that the recipient promised: what it has given if not said"}}},
	{"sf270 FAIN NUMBER", "Report a claim as a Request for Advance or Reimbursement (SF-270)",
		"sf270", []string{"fain", "number"}, []reportField{{"sub", "the path of the sub-award under the award, as 2/1"}}},
	{"sub-awards FAIN", "Report the sub-awards of an award that its recipient reports (FFATA, FSRS)",
		"sub-award-report", []string{"fain"}, []reportField{
			{"limit", "how many sub-awards to look at for a page: 100 if not given, at most 1000"},
			{"page-key", "where the next page begins, as the page before said"},
		}},
}

// pageFields are the names of the flags that stand for a field of the pagination.
var pageFields = map[string]string{"limit": "pagination.limit", "page-key": "pagination.key"}

func awardReportCmds(enc app.Encoding) ([]*cobra.Command, error) {
	verbs, err := form.Queries()
	if err != nil {
		return nil, err
	}
	var cmds []*cobra.Command
	for _, r := range awardReports {
		i := slices.IndexFunc(verbs, func(v form.Verb) bool { return v.Module == "grant" && v.Name == r.query })
		if i < 0 {
			return nil, fmt.Errorf("no question is named grant %s", r.query)
		}
		cmd := &cobra.Command{Use: r.use, Short: r.short, Args: cobra.ExactArgs(len(r.args))}
		cmd.Flags().SortFlags = false
		for _, f := range r.fields {
			cmd.Flags().String(f.name, "", f.help)
		}
		addReportFlags(cmd)
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			var fields []form.Field
			for i, name := range r.args {
				fields = append(fields, form.Field{Name: name, Value: args[i]})
			}
			for _, f := range r.fields {
				value, _ := cmd.Flags().GetString(f.name)
				if value == "" {
					continue
				}
				name := f.name
				if of := pageFields[name]; of != "" {
					name = of
				}
				fields = append(fields, form.Field{Name: name, Value: value})
			}
			return askReport(cmd, enc, verbs[i], fields, nil)
		}
		cmds = append(cmds, cmd)
	}
	return cmds, nil
}
