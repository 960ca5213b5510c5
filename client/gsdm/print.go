package gsdm

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/pursechain/purse/base/rule"
)

// Print lays a report out for people: the files, the findings, the rules that were not run by what they lacked, and the counts.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "file\tis\trows\tcolumns not read")
	for _, f := range r.Files {
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\n", f.Name, f.Kind, f.Rows, strings.Join(f.Unread, ", "))
	}
	t.Flush() // to a string: it cannot fail
	if len(r.Findings) > 0 {
		fmt.Fprintln(&b)
		r.printFindings(&b)
	}
	if len(r.NotRun) > 0 {
		fmt.Fprintln(&b)
		r.printNotRun(&b)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&b, "\nnote: %s\n", note)
	}
	fmt.Fprintf(&b, "\n%s, %s run, %d not run: %d fatal, %s\n", rule.Count(r.Rows, "row"), rule.Count(r.Run, "rule"), len(r.NotRun),
		r.Fatal, rule.Count(r.Warnings, "warning"))
	for line := range strings.Lines(b.String()) {
		if _, err := io.WriteString(w, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) printFindings(b *strings.Builder) {
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "file\tline\trule\tseverity\twhat\texpected\tfound\tdifference")
	for _, f := range r.Findings {
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t", f.File, f.Line, f.Rule, f.Severity, f.What)
		if n := f.Numbers; n != nil {
			fmt.Fprintf(t, "%s\t%s\t%s", n.Expected, n.Found, n.Difference)
		}
		fmt.Fprintln(t)
	}
	t.Flush()
	if more := r.Faults() - len(r.Findings); more > 0 {
		fmt.Fprintf(b, "and %s of the same rules, which are not listed\n", rule.Count(more, "fault"))
	}
}

// printNotRun lists the rules that were not run below what they lacked.
func (r *Report) printNotRun(b *strings.Builder) {
	labels, order := map[string][]string{}, []string{}
	for _, n := range r.NotRun {
		if labels[n.Why] == nil {
			order = append(order, n.Why)
		}
		if !slices.Contains(labels[n.Why], n.Rule) { // some are run in B and in C
			labels[n.Why] = append(labels[n.Why], n.Rule)
		}
	}
	for _, why := range order {
		fmt.Fprintf(b, "not run, because %s:\n   %s\n", why, strings.Join(labels[why], " "))
	}
}
