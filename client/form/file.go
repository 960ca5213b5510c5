package form

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ToFile writes a file that must be whole when it is there. It is written beside its place under another name, which no error
// shows: nobody asked for that one.
func ToFile(name string, write func(io.Writer) error) error {
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, filepath.Base(name)+".*")
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: its directory %s does not exist; make it, or name another", Clean(name), Clean(dir))
	}
	if err != nil {
		return notWritten(name, err)
	}
	err = write(f)
	var of *fs.PathError
	if errors.As(err, &of) && of.Path == f.Name() {
		err = notWritten(name, err)
	}
	err = errors.Join(err, notWritten(name, f.Sync()), notWritten(name, f.Close()))
	if err == nil {
		err = notWritten(name, os.Rename(f.Name(), name))
	}
	if err != nil {
		return errors.Join(err, notWritten(name, os.Remove(f.Name())))
	}
	return nil
}

// notWritten says of the file that was asked for what the system says of the other; nil if it says nothing.
func notWritten(name string, err error) error {
	var of *fs.PathError
	var renamed *os.LinkError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &of):
		err = of.Err
	case errors.As(err, &renamed):
		err = renamed.Err
	}
	return fmt.Errorf("%s: not written: %w", Clean(name), err)
}
