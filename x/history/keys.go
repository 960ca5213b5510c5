package history

import (
	"encoding/binary"

	"github.com/transparency-dev/merkle/compact"
)

// The keys of the history store; the outbox uses those of nodes and entries, so that draining it is copying it.
//
//	touched  1, height, log              size of the log after the block, 8 bytes
//	node     2, length, log, level, index   hash, 32 bytes
//	entry    3, length, log, index       the entry
//	staged   4, key of a node or entry   what an import has read and not yet checked
//
// Length and level are one byte, the other numbers eight, big-endian. Nodes sort before entries, so that an import which
// is cut short never leaves an entry without its nodes.
const (
	kindTouched byte = 1 + iota
	kindNode
	kindEntry
	kindStaged
)

func touchedKey(height int64, log string) []byte {
	return append(binary.BigEndian.AppendUint64([]byte{kindTouched}, uint64(height)), log...)
}

// parseTouched is the reverse of touchedKey; it reads only keys of that kind.
func parseTouched(key []byte) (height int64, log string) {
	return int64(binary.BigEndian.Uint64(key[1:9])), string(key[9:])
}

func nodeKey(log string, id compact.NodeID) []byte {
	key := append([]byte{kindNode, byte(len(log))}, log...)
	return binary.BigEndian.AppendUint64(append(key, byte(id.Level)), id.Index)
}

func entryKey(log string, index uint64) []byte {
	key := append([]byte{kindEntry, byte(len(log))}, log...)
	return binary.BigEndian.AppendUint64(key, index)
}

// parseEntry is the reverse of entryKey; ok is false for a key of another kind.
func parseEntry(key []byte) (log string, index uint64, ok bool) {
	if key[0] != kindEntry {
		return "", 0, false
	}
	end := 2 + int(key[1])
	return string(key[2:end]), binary.BigEndian.Uint64(key[end:]), true
}

func stagedKey(key []byte) []byte { return append([]byte{kindStaged}, key...) }
