package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// The history file is text, one JSON object a line. The first line is the header; each further line is one entry, the logs in
// the order of their names and the entries of a log in their order, from number 0:
//
//	{"format":"purse-history-1"}
//	{"log":"journal/070-X-0702","index":0,"entry":"<base64>"}
//
// A line must be written exactly as Export writes it.
const (
	fileHeader = `{"format":"purse-history-1"}`
	maxLine    = 2*maxEntry + 8*maxName
)

type line struct {
	Log   string `json:"log"`
	Index uint64 `json:"index"`
	Entry []byte `json:"entry"`
}

// Export writes every log up to its size in state, and checks each against state as it goes. It refuses by H4 and H7; what it
// had written by then is no history file and should be thrown away.
func (k Keeper) Export(ctx sdk.Context, w io.Writer) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(fileHeader + "\n"); err != nil {
		return err
	}
	lines := json.NewEncoder(out)
	err := k.logs.Walk(ctx, nil, func(log string, l Log) (stop bool, err error) {
		index := uint64(0)
		computed, err := k.recompute(log, Log{}, l.Size_, func(entry []byte, _ []node) error {
			index++
			return lines.Encode(line{Log: log, Index: index - 1, Entry: entry})
		})
		if err != nil {
			return true, err
		}
		return false, sameLog(log, l, computed)
	})
	return errors.Join(err, out.Flush())
}

// Import fills the store from a history file: after a start from an exported genesis, or on a node that joined by state sync.
// Where a log in state has grown since the file was written, the store must hold the entries that came after. Nothing is
// readable before every log in state has been computed from file and store and found equal; until then entries wait under keys
// that nobody reads. It refuses by H7 (log, expected, found) and H8 (line), and leaves the store as it was. The node must not
// run at the same time.
func (k Keeper) Import(ctx sdk.Context, r io.Reader) error {
	if err := k.unstage(false); err != nil { // an import that was killed may have left some
		return err
	}
	if err := k.stage(ctx, r); err != nil {
		return errors.Join(err, k.unstage(false))
	}
	return k.unstage(true)
}

func (k Keeper) stage(ctx sdk.Context, r io.Reader) error {
	file, err := openFile(r)
	if err != nil {
		return err
	}
	staging := &stager{db: k.db}
	defer staging.close()
	err = k.logs.Walk(ctx, nil, func(log string, l Log) (stop bool, err error) {
		return false, k.stageLog(file, staging, log, l)
	})
	if err != nil {
		return err
	}
	if file.next != nil {
		return ErrDiffers.Refuse("log %.60q (line %d): expected no such log, found it in the file", file.next.Log, file.number)
	}
	return staging.flush()
}

// stageLog takes the entries of one log from the file, and what the log has gained since from the store, and compares with state.
func (k Keeper) stageLog(file *fileReader, staging *stager, log string, l Log) error {
	var found Log
	if file.next != nil && file.next.Log < log {
		return ErrDiffers.Refuse("log %.60q (line %d): expected log %q or a later one", file.next.Log, file.number, log)
	}
	for file.next != nil && file.next.Log == log {
		if file.next.Index != found.Size_ || found.Size_ == l.Size_ {
			return ErrDiffers.Refuse("log %q (line %d): expected entry %d of %d, found entry %d",
				log, file.number, found.Size_, l.Size_, file.next.Index)
		}
		grown, completed, err := found.Append(file.next.Entry)
		if err != nil {
			return err
		}
		if err := staging.put(entryKey(log, found.Size_), file.next.Entry); err != nil {
			return err
		}
		if err := staging.putNodes(log, completed); err != nil {
			return err
		}
		found = grown
		if err := file.advance(); err != nil {
			return err
		}
	}
	found, err := k.recompute(log, found, l.Size_, func(_ []byte, completed []node) error {
		return staging.putNodes(log, completed)
	})
	if err != nil && !errors.Is(err, ErrNotHeld) {
		return err
	}
	return sameLog(log, l, found)
}

// fileReader reads a history file a line at a time.
type fileReader struct {
	lines  *bufio.Scanner
	number int   // of the line in next
	next   *line // nil at the end of the file
}

func openFile(r io.Reader) (*fileReader, error) {
	f := &fileReader{lines: bufio.NewScanner(r), number: 1}
	f.lines.Buffer(nil, maxLine)
	if !f.lines.Scan() || f.lines.Text() != fileHeader {
		return nil, errors.Join(ErrFile.Refuse("line 1: expected %s, found %.60q", fileHeader, f.lines.Text()), f.lines.Err())
	}
	return f, f.advance()
}

func (f *fileReader) advance() error {
	f.number++
	if !f.lines.Scan() {
		f.next = nil
		if err := f.lines.Err(); err != nil {
			return ErrFile.Refuse("line %d: %v", f.number, err)
		}
		return nil
	}
	f.next = new(line)
	if err := json.Unmarshal(f.lines.Bytes(), f.next); err != nil {
		return ErrFile.Refuse("line %d: %v", f.number, err)
	}
	// One spelling only: this refuses unknown and repeated fields, spaces, and other forms of base64.
	if again, err := json.Marshal(f.next); err != nil || !bytes.Equal(again, f.lines.Bytes()) {
		return ErrFile.Refuse("line %d is not written as export writes it", f.number)
	}
	if n := len(f.next.Entry); n == 0 || n > maxEntry {
		return ErrFile.Refuse("line %d: an entry of %d bytes, from 1 to %d", f.number, n, maxEntry)
	}
	return nil
}
