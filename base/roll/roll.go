// Package roll knows a list of payments to beneficiaries by its root, so that a chain holds thirty-two bytes of it, and a line of it is shown
// to be one by a few hashes. Every node of the tree has the sum of the amounts below it: whoever shows a line shows also what the whole roll
// comes to.
//
// The tree has the shape of RFC 6962, section 2.1. Its hashes are SHA-256 of
//
//	a line   0, its place, its amount, the beneficiary
//	a node   1, the hash and the sum on the left, the hash and the sum on the right
//	a root   2, how many lines there are, the hash and the sum of the top
//
// where places and numbers of lines are four bytes, sums and amounts eight, big-endian.
package roll

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"

	"github.com/pursechain/purse/base/money"
)

// Bounds of a roll, and of a beneficiary's name in bytes.
const (
	MaxLines       = 5000
	maxBeneficiary = 64
)

// Line is a payment to one beneficiary, who is named by what the payer knows him by: a number, or the salted hash of one.
type Line struct {
	Beneficiary string
	Amount      money.Amount
}

// Node is a part of a roll: its hash, in hexadecimal where people see it, and what its lines come to.
type Node struct {
	Hash [sha256.Size]byte
	Sum  money.Amount
}

// Fault says what is wrong with a line, or "".
func (l Line) Fault() string {
	if n := len(l.Beneficiary); n == 0 || n > maxBeneficiary {
		return fmt.Sprintf("a beneficiary of %d bytes, between 1 and %d", n, maxBeneficiary)
	}
	return l.Amount.Check()
}

func (l Line) node(place int) Node {
	text := binary.BigEndian.AppendUint32([]byte{0}, uint32(place))
	text = binary.BigEndian.AppendUint64(text, uint64(l.Amount))
	return Node{sha256.Sum256(append(text, l.Beneficiary...)), l.Amount}
}

func (n Node) bytes(to []byte) []byte {
	return binary.BigEndian.AppendUint64(append(to, n.Hash[:]...), uint64(n.Sum))
}

// join is the node above two others, or an error if their sums are too great.
func join(left, right Node) (Node, error) {
	sum, err := money.Add(left.Sum, right.Sum)
	return Node{sha256.Sum256(right.bytes(left.bytes([]byte{1}))), sum}, err
}

// root is the name of a roll of n lines.
func (n Node) root(lines int) string {
	hash := sha256.Sum256(n.bytes(binary.BigEndian.AppendUint32([]byte{2}, uint32(lines))))
	return hex.EncodeToString(hash[:])
}

// split is how many of n lines, two or more, stand on the left: the greatest power of two below n.
func split(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }

// Root is the root of a roll, and what its lines come to. There is one line at least, none with a fault, and at most MaxLines.
func Root(lines []Line) (root string, total money.Amount, err error) {
	if n := len(lines); n == 0 || n > MaxLines {
		return "", 0, fmt.Errorf("%d lines, between 1 and %d", n, MaxLines)
	}
	for i, l := range lines {
		if why := l.Fault(); why != "" {
			return "", 0, fmt.Errorf("line %d: %s", i+1, why)
		}
	}
	whole, err := top(lines, 0)
	return whole.root(len(lines)), whole.Sum, err
}

// top is the node above lines of which the first stands at a place of the whole.
func top(lines []Line, from int) (Node, error) {
	if len(lines) == 1 {
		return lines[0].node(from), nil
	}
	at := split(len(lines))
	left, err := top(lines[:at], from)
	if err != nil {
		return left, err
	}
	right, err := top(lines[at:], from+at)
	if err != nil {
		return right, err
	}
	return join(left, right)
}

// Prove are the nodes beside the way from a line, by its place from zero, up to the top, the lowest first.
func Prove(lines []Line, place int) ([]Node, error) {
	if place < 0 || place >= len(lines) {
		return nil, fmt.Errorf("line %d of %d", place+1, len(lines))
	}
	return beside(lines, place, 0)
}

// beside is Prove for lines of which the first stands at a place of the whole.
func beside(lines []Line, place, from int) ([]Node, error) {
	if len(lines) == 1 {
		return nil, nil
	}
	at := split(len(lines))
	near, far, nearFrom, farFrom := lines[:at], lines[at:], from, from+at
	if place >= at {
		near, far, nearFrom, farFrom, place = far, near, farFrom, nearFrom, place-at
	}
	proof, err := beside(near, place, nearFrom)
	if err != nil {
		return nil, err
	}
	other, err := top(far, farFrom)
	return append(proof, other), err
}

// Holds says whether a line stands at a place, from zero, of the roll of so many lines that a root names, and that roll comes to the total.
func Holds(root string, lines int, total money.Amount, place int, l Line, proof []Node) bool {
	if place < 0 || place >= lines || lines > MaxLines || l.Fault() != "" {
		return false
	}
	at, err := climb(l.node(place), place, lines, proof)
	return err == nil && at.Sum == total && at.root(lines) == root
}

// errShape means that a proof has too many nodes, or too few.
var errShape = errors.New("the proof is not that of a roll of so many lines")

// climb goes up from a node at a place among so many, by those beside the way.
func climb(node Node, place, lines int, proof []Node) (Node, error) {
	if lines == 1 {
		if len(proof) > 0 {
			return node, errShape
		}
		return node, nil
	}
	if len(proof) == 0 || proof[len(proof)-1].Sum <= 0 {
		return node, errShape
	}
	at, other, below := split(lines), proof[len(proof)-1], proof[:len(proof)-1]
	if place < at {
		left, err := climb(node, place, at, below)
		if err != nil {
			return left, err
		}
		return join(left, other)
	}
	right, err := climb(node, place-at, lines-at, below)
	if err != nil {
		return right, err
	}
	return join(other, right)
}
