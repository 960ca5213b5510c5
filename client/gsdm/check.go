package gsdm

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
)

// Finding is one breach of one rule. Its texts are cleaned for a terminal.
type Finding struct {
	File     string   `json:"file"`
	Line     int      `json:"line"` // as in an editor: the header is line 1
	Rule     string   `json:"rule"` // the broker's label, or format
	Severity Severity `json:"severity"`
	What     string   `json:"what"`
	Numbers  *Numbers `json:"numbers,omitempty"` // nil where the rule compares none
}

// Numbers are what a rule expected of a sum and found, in minor units.
type Numbers struct {
	Expected   money.Amount `json:"expected,string"`
	Found      money.Amount `json:"found,string"`
	Difference money.Amount `json:"difference,string"` // found less expected
}

// NotRun is a rule that could not be run, and why.
type NotRun struct {
	Rule string `json:"rule"`
	File string `json:"file"` // the kind that it checks
	Why  string `json:"why"`
}

// Report is what was found in a set of files.
type Report struct {
	Files    []FileRead `json:"files"`
	Findings []Finding  `json:"findings"` // by file, line and rule; at most MaxListed of a rule in a file
	NotRun   []NotRun   `json:"not_run"`
	Notes    []string   `json:"notes"` // what was compared less closely than it could be, and why
	Rows     int        `json:"rows"`
	Run      int        `json:"rules_run"`
	Skipped  int        `json:"rules_not_run"`
	Fatal    int        `json:"fatal"` // with those that are not listed
	Warnings int        `json:"warnings"`
}

// FileRead is one file of the report.
type FileRead struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Rows   int      `json:"rows"`
	Unread []string `json:"columns_not_read"`
}

// Set is the files that are checked together; nil where there is none of a kind.
type Set struct {
	files [kinds]*Table
	sf    *sf133 // the SF-133 by account; nil if there is none
	lost  []Finding
}

// NewSet puts files together, and refuses two of one kind, or none to check.
func NewSet(files ...*Table) (*Set, error) {
	s := &Set{}
	for _, t := range files {
		if other := s.files[t.Kind]; other != nil {
			return nil, ErrTwice.Refuse("%s and %s are both %s", form.Clean(other.Name), form.Clean(t.Name), withArticle(t.Kind))
		}
		s.files[t.Kind] = t
	}
	if s.files[FileA] == nil && s.files[FileB] == nil && s.files[FileC] == nil {
		return nil, ErrNothing.Refuse("there is no file A, B or C among %s", countFiles(len(files)))
	}
	if s.files[SF133] != nil {
		s.sf = bySymbol(s.files[SF133])
	}
	return s, nil
}

func withArticle(k Kind) string {
	return [kinds]string{"a file A", "a file B", "a file C", "an SF-133", "a list of program activities"}[k]
}

func countFiles(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprint(n, " files")
}

// Check runs every rule that the files allow.
func (s *Set) Check() *Report {
	r := &Report{Files: []FileRead{}, Findings: []Finding{}, NotRun: []NotRun{}, Notes: []string{}}
	listed := map[string]int{}
	add := func(f Finding) {
		if f.Severity == Fatal {
			r.Fatal++
		} else {
			r.Warnings++
		}
		if listed[f.File+"\n"+f.Rule]++; listed[f.File+"\n"+f.Rule] <= MaxListed {
			r.Findings = append(r.Findings, f)
		}
	}
	if s.sf != nil && !s.sf.byDEFC {
		r.Notes = append(r.Notes, form.Clean(s.files[SF133].Name)+" names no disaster emergency fund codes: B is held to it account by account")
	}
	order := map[string]int{}
	for _, f := range s.lost {
		order[f.File] = -1
		add(f)
	}
	for _, t := range s.files {
		if t == nil {
			continue
		}
		order[form.Clean(t.Name)] = len(r.Files)
		r.Files = append(r.Files, FileRead{form.Clean(t.Name), t.Kind.Letter(), len(t.Rows), append([]string{}, t.Unread...)})
		r.Rows += len(t.Rows)
		for _, f := range t.shape {
			add(f)
		}
		r.Fatal += t.moreShape
	}
	for _, rule := range Rules {
		if why := s.without(rule); why != "" {
			r.NotRun = append(r.NotRun, NotRun{rule.Label, rule.File.Letter(), why})
			r.Skipped++
			continue
		}
		r.Run++
		rule.check(s, func(at *Row, f Finding) {
			f.File, f.Line, f.Rule, f.Severity = form.Clean(s.files[rule.File].Name), at.Line, rule.Label, rule.Severity
			f.What = form.Clean(f.What)
			add(f)
		})
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(order[a.File], order[b.File]), cmp.Compare(a.Line, b.Line))
	})
	return r
}

// without says which file or column a rule lacks, or "".
func (s *Set) without(rule Rule) string {
	all := append([]need{{kind: rule.File}}, rule.needs...)
	for _, need := range all {
		if s.files[need.kind] == nil {
			return "no " + need.kind.String() + " was given"
		}
	}
	for _, need := range all {
		t := s.files[need.kind]
		for _, at := range need.columns {
			if t.layout.columns[at].needed && !t.has[at] {
				return fmt.Sprintf("%s has no column %s", form.Clean(t.Name), t.layout.columns[at].full())
			}
		}
	}
	return ""
}

// Faults is the number of findings, listed or not.
func (r *Report) Faults() int { return r.Fatal + r.Warnings }
