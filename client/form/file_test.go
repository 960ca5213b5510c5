package form_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/pursechain/purse/client/form"
)

func hello(w io.Writer) error {
	_, err := io.WriteString(w, "hello")
	return err
}

// What cannot be written is named as it was asked for, and not as it is called while it is written; and nothing is left behind.
func TestToFileNamesWhatWasAskedFor(t *testing.T) {
	dir := t.TempDir()
	place := filepath.Join(dir, "full")
	if err := os.MkdirAll(filepath.Join(place, "within"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "file")
	if err := form.ToFile(file, hello); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(dir, "gone", "r.csv")
	ended := filepath.Join(dir, "ended")
	closed := ended + ": not written: file already closed"
	stopped := errors.New("the node is gone")
	for _, test := range []struct {
		name  string
		write func(io.Writer) error
		says  string
	}{
		{gone, hello, gone + ": its directory " + filepath.Dir(gone) + " does not exist; make it, or name another"},
		{file + "/r.csv", hello, file + "/r.csv: not written: not a directory"},
		{place, hello, place + ": not written: file exists"},
		{ended, func(w io.Writer) error { return errors.Join(w.(io.Closer).Close(), hello(w)) }, closed + "\n" + closed + "\n" + closed},
		{filepath.Join(dir, "half"), func(w io.Writer) error { return errors.Join(hello(w), stopped) }, stopped.Error()},
	} {
		if err := form.ToFile(test.name, test.write); err == nil || err.Error() != test.says {
			t.Errorf("got  %v\nwant %s", err, test.says)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
