// Package inspect tells what a file is by what it holds, reads it, and reports on it: counts and totals by schedule or batch, and every
// fault with its line and rule. It shows no account, and nothing that a terminal would obey.
package inspect

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/iso20022"
	"github.com/pursechain/purse/client/bank/nacha"
	"github.com/pursechain/purse/client/bank/pam"
	"github.com/pursechain/purse/client/bank/sheet"
	"github.com/pursechain/purse/client/form"
)

// beginning is how much of a file is looked at to tell its kind.
const beginning = 8 << 10

// Read reads a file of whatever kind. The name of a file says nothing of what it is.
func Read(r io.Reader) (*bank.File, error) {
	whole := bufio.NewReaderSize(r, beginning)
	start, err := whole.Peek(beginning)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch text := string(start); {
	case strings.HasPrefix(text, "H "):
		return pam.File(whole)
	case strings.HasPrefix(text, "101"):
		return nacha.File(whole)
	case strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n"), "<"):
		return iso20022.Read(whole)
	case sheet.Is(text):
		return sheet.Read(whole)
	}
	f := &bank.File{}
	if by := sheet.Separator(string(start)); by != "" {
		f.Fault(1, bank.Unknown, "its columns are parted by %q; save it as CSV in UTF-8 with commas", by)
		return f, nil
	}
	f.Fault(1, bank.Unknown, "it begins neither as a payment request (H), nor as an ACH file (101), a message in XML, or a CSV file "+
		"with the columns of payments or of a bank's word")
	return f, nil
}

// Open reads the file at a path. What is no file is not read, for it might never end.
func Open(path string) (*bank.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, plain(err)
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: form.Clean(path), Err: errors.New("not a file")}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, plain(err)
	}
	hash := sha256.New()
	f, err := Read(io.TeeReader(file, hash))
	if err = errors.Join(err, file.Close()); err == nil && f.Sound() { // it was read to its end
		f.Hash = hex.EncodeToString(hash.Sum(nil))
	}
	return f, err
}

// plain cleans the path in an error of the system.
func plain(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return &fs.PathError{Op: of.Op, Path: form.Clean(of.Path), Err: of.Err}
	}
	return err
}
