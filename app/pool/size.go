package pool

import "fmt"

// Size is a part of a block, or what a transaction takes of it.
type Size struct{ Bytes, Gas uint64 }

// framing is more than what a block adds to the bytes of a transaction.
const framing = 10

func sizeOf(bytes int, gas uint64) Size { return Size{uint64(bytes) + framing, gas} }

func (s Size) String() string { return fmt.Sprintf("%d bytes and %d gas", s.Bytes, s.Gas) }

// holds says whether another fits.
func (s Size) holds(o Size) bool { return o.Bytes <= s.Bytes && o.Gas <= s.Gas }

// plus is the sum; parts of blocks are far from overflowing.
func (s Size) plus(o Size) Size { return Size{s.Bytes + o.Bytes, s.Gas + o.Gas} }

// less is what is left without another, at least nothing.
func (s Size) less(o Size) Size {
	return Size{s.Bytes - min(s.Bytes, o.Bytes), s.Gas - min(s.Gas, o.Gas)}
}

// min is the smaller of two in each measure.
func (s Size) min(o Size) Size { return Size{min(s.Bytes, o.Bytes), min(s.Gas, o.Gas)} }

// of is so many hundredths of a whole, divided equally.
func (s Size) of(hundredths, among uint64) Size {
	return Size{s.Bytes * hundredths / 100 / among, s.Gas * hundredths / 100 / among}
}

// over is in how many blocks a part adds up to it; a part of nothing never does.
func (s Size) over(part Size) uint64 {
	return max(ceil(s.Bytes, part.Bytes), ceil(s.Gas, part.Gas))
}

func ceil(n, part uint64) uint64 {
	switch {
	case n == 0:
		return 0
	case part == 0:
		return maxWait + 1
	}
	return (n-1)/part + 1
}
