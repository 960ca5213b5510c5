package inspect

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/form"
)

// Report is what was found in some files. Its texts are cleaned for a terminal.
type Report struct {
	Files  []File `json:"files"`
	Faults int    `json:"faults"` // with those that are not listed
}

// File is one file of the report.
type File struct {
	Name    string       `json:"name"`
	Kind    bank.Kind    `json:"kind"` // "" if it is of no kind known here
	Version string       `json:"version"`
	ID      string       `json:"id"`
	From    string       `json:"from"`
	Lines   int          `json:"lines"` // payments, or words on one
	Batches []Batch      `json:"batches"`
	Faults  []bank.Fault `json:"faults"` // at most bank.MaxFaults
	More    int          `json:"faults_not_listed"`
}

// Batch is the sum of a batch. Amounts are in minor units.
type Batch struct {
	Line       int          `json:"line"`
	Number     string       `json:"number"`
	Class      string       `json:"class"`
	Account    string       `json:"account"` // its last four characters
	Lines      int          `json:"lines"`
	Pays       money.Amount `json:"pays,string"`
	Collects   money.Amount `json:"collects,string"`
	Currencies []string     `json:"currencies"`
	Words      []Words      `json:"words"` // what is said of its payments, in the order in which it came
	Status     bank.Status  `json:"status"`
	Reason     string       `json:"reason"`
}

// Words is how many payments have a status for a reason.
type Words struct {
	Status bank.Status  `json:"status"`
	Reason string       `json:"reason"`
	Lines  int          `json:"lines"`
	Amount money.Amount `json:"amount,string"`
}

// Add puts a file into the report.
func (r *Report) Add(name string, f *bank.File) {
	file := File{Name: form.Clean(name), Kind: f.Kind, Version: form.Clean(f.Version), ID: form.Clean(f.ID), From: form.Clean(f.From),
		Lines: f.Lines(), Batches: []Batch{}, Faults: append([]bank.Fault{}, f.Faults...), More: f.More}
	for _, b := range f.Batches {
		file.Batches = append(file.Batches, summary(b))
	}
	r.Files = append(r.Files, file)
	r.Faults += len(f.Faults) + f.More
}

// maxWords bounds how many different words of a batch are told apart.
const maxWords = 100

func summary(b *bank.Batch) Batch {
	account := ""
	if b.Account != "" {
		account = form.Clean(bank.Mask(b.Account))
	}
	s := Batch{Line: b.Line, Number: form.Clean(b.Number), Class: form.Clean(b.Class), Account: account, Lines: len(b.Lines), Pays: b.Pays,
		Collects: b.Collects, Currencies: append([]string{}, b.Currencies...), Words: []Words{}, Status: b.Status, Reason: form.Clean(b.Reason)}
	at := map[[2]string]int{}
	for _, l := range b.Lines {
		if l.Status == "" {
			continue
		}
		key := [2]string{string(l.Status), l.Reason}
		if _, has := at[key]; !has && len(s.Words) == maxWords {
			key[1] = "other"
		}
		if _, has := at[key]; !has {
			at[key] = len(s.Words)
			s.Words = append(s.Words, Words{Status: l.Status, Reason: form.Clean(rule.Clip(key[1], 40))})
		}
		w := &s.Words[at[key]]
		w.Lines, w.Amount = w.Lines+1, w.Amount+l.Amount // at most what the batch pays and collects
	}
	return s
}

// kinds are the kinds as people name them.
var kinds = map[bank.Kind]string{
	bank.PAM: "PAM Standard Payment Request", bank.ACH: "ACH file (Nacha)", bank.Pain001: "ISO 20022 payments",
	bank.Pain002: "ISO 20022 payment status", bank.Camt053: "ISO 20022 statement", bank.Camt054: "ISO 20022 notification",
	bank.Orders: "CSV payments to import", bank.Word: "CSV bank's word", "": "unknown",
}

// Print lays the report out for people: each file with its batches and faults.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	for i, f := range r.Files {
		if i > 0 {
			b.WriteString("\n")
		}
		f.print(&b)
	}
	for line := range strings.Lines(b.String()) {
		if _, err := io.WriteString(w, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func (f File) print(b *strings.Builder) {
	fmt.Fprintf(b, "%s: %s", f.Name, kinds[f.Kind])
	for _, more := range []struct{ word, is string }{{"", f.Version}, {"id ", f.ID}, {"from ", f.From}} {
		if more.is != "" {
			b.WriteString(", " + more.word + more.is)
		}
	}
	b.WriteString("\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	if len(f.Batches) > 0 {
		fmt.Fprintln(t, "line\tbatch\tclass\taccount\tpayments\tpays\tcollects\tcurrency\tword")
	}
	for _, s := range f.Batches {
		words := []string{}
		if s.Status != "" {
			words = append(words, strings.TrimSpace("all "+string(s.Status)+" "+s.Reason))
		}
		for _, w := range s.Words {
			words = append(words, strings.ReplaceAll(fmt.Sprintf("%d %s %s %s", w.Lines, w.Status, w.Reason, w.Amount), "  ", " "))
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n", s.Line, s.Number, s.Class, s.Account, s.Lines, s.Pays, s.Collects,
			strings.Join(s.Currencies, " "), strings.Join(words, ", "))
	}
	t.Flush() // to a string: it cannot fail
	if len(f.Faults) > 0 {
		fmt.Fprintln(t, "line\trule\twhat")
	}
	for _, x := range f.Faults {
		fmt.Fprintf(t, "%d\t%s\t%s\n", x.Line, x.Rule, x.Text)
	}
	t.Flush()
	if f.More > 0 {
		fmt.Fprintf(b, "and %s that are not listed\n", rule.Count(f.More, "fault"))
	}
	fmt.Fprintf(b, "%s: ", rule.Count(f.Lines, "payment"))
	if len(f.Faults) == 0 {
		fmt.Fprintln(b, "sound")
	} else {
		fmt.Fprintln(b, rule.Count(len(f.Faults)+f.More, "fault"))
	}
}
