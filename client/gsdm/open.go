package gsdm

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// Open reads the files named, and those in the directories named whose names end in .csv. A file that was named itself and cannot
// be read is refused. In a directory it is a fault of the set, and the others are checked; but one that is plainly of no kind known
// here is passed over, and skipped says why.
func Open(paths ...string) (set *Set, skipped []string, err error) {
	o := &opening{}
	for _, path := range paths {
		entries, err := os.ReadDir(path)
		if err != nil { // it is a file, or is not there, which reading it tells
			t, err := openFile(path, path)
			if err != nil {
				return nil, o.skipped, err
			}
			o.tables = append(o.tables, t)
			continue
		}
		for _, e := range entries {
			if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
				continue
			}
			full, name := filepath.Join(path, e.Name()), e.Name()
			if len(paths) > 1 {
				name = full
			}
			if err := o.take(full, name); err != nil {
				return nil, o.skipped, err
			}
		}
	}
	set, err = o.set()
	return set, o.skipped, err
}

// opening is what was found in the files so far.
type opening struct {
	tables  []*Table
	skipped []string // why, of each file that is something else
	lost    []lost
}

// lost is a file of a directory that should have been checked and cannot be read.
type lost struct {
	name string
	why  *rule.Refusal
}

// ours are the names that this program gives to files: whatever is called so is meant to be one.
var ours = []string{"file-a.csv", "file-b.csv", "file-c.csv", "sf133.csv", "program-activities.csv"}

// take reads a file of a directory.
func (o *opening) take(path, name string) error {
	t, err := openFile(path, name)
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrUnreadable.Refuse("%s is a link to nothing", form.Clean(name))
	}
	var refusal *rule.Refusal
	switch {
	case errors.Is(err, ErrUnknown) && errors.As(err, &refusal) && !slices.Contains(ours, strings.ToLower(filepath.Base(path))):
		o.skipped = append(o.skipped, refusal.Found)
	case (errors.Is(err, ErrUnknown) || errors.Is(err, ErrUnreadable) || errors.Is(err, ErrColumn)) && errors.As(err, &refusal):
		o.lost = append(o.lost, lost{name, refusal})
	case err != nil:
		return err
	default:
		o.tables = append(o.tables, t)
	}
	return nil
}

// set puts together what was read. If nothing is left to check, the first file that was lost is why.
func (o *opening) set() (*Set, error) {
	s, err := NewSet(o.tables...)
	switch {
	case errors.Is(err, ErrNothing) && len(o.lost) > 0:
		return nil, o.lost[0].why
	case err != nil:
		return nil, err
	}
	for _, l := range o.lost {
		s.lost = append(s.lost, Finding{File: form.Clean(l.name), Line: 1, Rule: Format, Severity: Fatal, What: l.why.Found})
	}
	return s, nil
}

// openFile reads one file. What is neither a file nor a link to one is not read, for it might never end.
func openFile(path, name string) (*Table, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, plainPath(err)
	}
	if !info.Mode().IsRegular() {
		return nil, ErrUnknown.Refuse("%s is not a file", form.Clean(name))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, plainPath(err)
	}
	t, err := Read(name, f)
	return t, errors.Join(err, f.Close())
}

// plainPath cleans the path in an error of the system.
func plainPath(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return &fs.PathError{Op: of.Op, Path: form.Clean(of.Path), Err: of.Err}
	}
	return err
}
