package gsdm

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// Open reads the files named, and those in the directories named whose names end in .csv. A file in a directory that is of no
// kind known here is passed over, and skipped says why; one that was named itself is refused.
func Open(paths ...string) (set *Set, skipped []string, err error) {
	var tables []*Table
	for _, path := range paths {
		entries, err := os.ReadDir(path)
		if err != nil { // it is a file, or is not there, which reading it tells
			t, err := openFile(path, path)
			if err != nil {
				return nil, nil, err
			}
			tables = append(tables, t)
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
			t, err := openFile(full, name)
			var refusal *rule.Refusal
			switch {
			case errors.Is(err, ErrUnknown) && errors.As(err, &refusal):
				skipped = append(skipped, refusal.Found)
			case err != nil:
				return nil, nil, err
			default:
				tables = append(tables, t)
			}
		}
	}
	set, err = NewSet(tables...)
	return set, skipped, err
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
