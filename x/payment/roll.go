package payment

import (
	"context"
	"encoding/hex"
	"math/bits"
	"slices"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// maxRanges bounds how many ranges of lines one word of the bank is about.
const maxRanges = 1000

// A set is a set of the lines of a roll: a bit each, the first line the lowest of the first byte.
type set []byte

// has says whether a line, from zero, is in the set.
func (s set) has(line int) bool { return line/8 < len(s) && s[line/8]>>(line%8)&1 == 1 }

// with is the set with other lines too, for a roll of so many lines.
func (s set) with(lines int, more ...int) set {
	all := make(set, (lines+7)/8)
	copy(all, s)
	for _, line := range more {
		all[line/8] |= 1 << (line % 8)
	}
	return all
}

// whole is the set of all lines of a roll of so many.
func whole(lines int) set {
	all := set{}.with(lines)
	for line := range lines {
		all[line/8] |= 1 << (line % 8)
	}
	return all
}

// without is the set without a line; nothing, if that was the last.
func (s set) without(line int) set {
	less := slices.Clone(s)
	if less.has(line) {
		less[line/8] &^= 1 << (line % 8)
	}
	if less.count() == 0 {
		return nil
	}
	return less
}

func (s set) count() (n int) {
	for _, b := range s {
		n += bits.OnesCount8(b)
	}
	return n
}

// fault says what is wrong with a set of lines of a roll, or "".
func (s set) fault(lines int) string {
	switch n := len(s); {
	case n > 0 && n != (lines+7)/8:
		return "a set of another number of lines"
	case n > 0 && lines%8 > 0 && s[n-1]>>(lines%8) != 0:
		return "a line beyond the last"
	}
	return ""
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSettleLines) ValidateBasic() error {
	if why := rule.CheckText(m.Reference, MaxReference); why != "" {
		return ErrMalformedReference.Refuse("trace: %s", why)
	}
	if n := len(m.Lines); n == 0 || n > maxRanges {
		return ErrMalformedRoll.Refuse("%d ranges of lines, between 1 and %d", n, maxRanges)
	}
	before := uint32(0)
	for i, r := range m.Lines {
		if r.First <= before || r.Last < r.First || r.Last > roll.MaxLines {
			return ErrMalformedRoll.Refuse("range %d: lines %d to %d; ranges rise, from 1 to %d", i+1, r.First, r.Last, roll.MaxLines)
		}
		before = r.Last
	}
	return nil
}

// SettleLines records that the bank paid lines of a roll.
func (k msgServer) SettleLines(ctx context.Context, m *MsgSettleLines) (*MsgSettleLinesResponse, error) {
	p, s, by, err := k.answered(ctx, m.Signer, m.Payable)
	if err != nil {
		return nil, err
	}
	var lines []int
	for _, r := range m.Lines {
		for n := r.First; n <= r.Last; n++ {
			if err := p.unspoken(int(n) - 1); err != nil {
				return nil, err
			}
			lines = append(lines, int(n)-1)
		}
	}
	p.Settled = set(p.Settled).with(int(p.RollLines), lines...)
	event := &LinesSettled{Payable: p.Id, Lines: uint32(len(lines)), Reference: m.Reference, By: by}
	if err := room.Emit(ctx, event); err != nil {
		return nil, err
	}
	word := PaymentRecord{Settled: true, Reference: m.Reference, Lines: set{}.with(int(p.RollLines), lines...), By: by}
	return &MsgSettleLinesResponse{}, k.spoken(ctx, s, p, word)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReturnLine) ValidateBasic() error {
	if why := CheckReason(m.Reason); why != "" {
		return ErrMalformedReference.Refuse("return reason %q: %s", m.Reason, why)
	}
	return checkLine(m.Line, m.Beneficiary, m.Amount, m.Proof)
}

// checkLine refuses what cannot be a line of a roll, with its proof.
func checkLine(line uint32, beneficiary string, amount money.Amount, proof []RollNode) error {
	if why := (roll.Line{Beneficiary: beneficiary, Amount: amount}).Fault(); why != "" {
		return ErrMalformedRoll.Refuse("line %d: %s", line, why)
	}
	if why := rule.CheckText(beneficiary, MaxReference); why != "" {
		return ErrMalformedRoll.Refuse("beneficiary: %s", why)
	}
	_, err := nodes(proof)
	return err
}

// RollNodes are the nodes of a proof as a message carries them.
func RollNodes(proof []roll.Node) (all []RollNode) {
	for _, n := range proof {
		all = append(all, RollNode{Hash: hex.EncodeToString(n.Hash[:]), Sum: n.Sum})
	}
	return all
}

// nodes are those of a proof.
func nodes(proof []RollNode) ([]roll.Node, error) {
	if most := bits.Len(roll.MaxLines); len(proof) > most {
		return nil, ErrMalformedRoll.Refuse("a proof of %d nodes, at most %d", len(proof), most)
	}
	all := make([]roll.Node, len(proof))
	for i, n := range proof {
		hash, err := hex.DecodeString(n.Hash)
		if err != nil || len(hash) != len(all[i].Hash) || n.Sum <= 0 {
			return nil, ErrMalformedRoll.Refuse("node %d: hash %q, sum %s", i+1, rule.Clip(n.Hash, 70), n.Sum)
		}
		copy(all[i].Hash[:], hash)
		all[i].Sum = n.Sum
	}
	return all, nil
}

// ReturnLine records that the bank returned a line of a roll, which is shown to stand in it: its amount is owed again.
func (k msgServer) ReturnLine(ctx context.Context, m *MsgReturnLine) (*MsgReturnLineResponse, error) {
	p, s, by, err := k.answered(ctx, m.Signer, m.Payable)
	if err != nil {
		return nil, err
	}
	proof, err := nodes(m.Proof)
	if err != nil {
		return nil, err
	}
	line := int(m.Line) - 1
	if !roll.Holds(p.Roll, int(p.RollLines), p.RollTotal, line, roll.Line{Beneficiary: m.Beneficiary, Amount: m.Amount}, proof) {
		return nil, ErrNotInRoll.Refuse("line %d, %s of %s, is not shown to stand in the roll of %s", m.Line, m.Amount, m.Beneficiary, p.Id)
	}
	if p, err = p.comesBack(line, m.Amount); err != nil {
		return nil, err
	}
	p.CameBackFor = m.Reason
	part := p
	part.Amount = m.Amount
	if err := k.cameBack(ctx, part, by); err != nil {
		return nil, err
	}
	event := &LineReturned{Payable: p.Id, Line: m.Line, Amount: m.Amount, Reason: m.Reason, By: by}
	if err := room.Emit(ctx, event); err != nil {
		return nil, err
	}
	lines := set{}.with(int(p.RollLines), line)
	return &MsgReturnLineResponse{}, k.spoken(ctx, s, p, PaymentRecord{Reference: m.Reason, Amount: m.Amount, Lines: lines, By: by})
}

// unspoken refuses a line of which the bank has spoken, or that is none of this payment: one beyond the roll, or settled in an earlier one.
func (p Payable) unspoken(line int) error {
	switch {
	case line >= int(p.RollLines):
		return ErrMalformedRoll.Refuse("line %d, and the roll of %s has %d", line+1, p.Id, p.RollLines)
	case set(p.Settled).has(line):
		return ErrSpoken.Refuse("line %d of %s is settled", line+1, p.Id)
	case set(p.Returned).has(line):
		return ErrSpoken.Refuse("line %d of %s was returned", line+1, p.Id)
	}
	return nil
}

// comesBack is the payable with a line returned.
func (p Payable) comesBack(line int, amount money.Amount) (_ Payable, err error) {
	if err := p.unspoken(line); err != nil {
		return p, err
	}
	p.Returned = set(p.Returned).with(int(p.RollLines), line)
	p.CameBack, err = money.Add(p.CameBack, amount)
	return p, err
}

// spoken keeps a payable of whose roll the bank has spoken in part; with its last line it is settled, or open again for what came back. What
// was paid in all is recorded then: the chain knows what the lines come to that came back, and not what each other one is.
func (k Keeper) spoken(ctx context.Context, s Schedule, p Payable, word PaymentRecord) error {
	if err := k.record(ctx, s, p, word); err != nil {
		return err
	}
	if set(p.Settled).count()+set(p.Returned).count() < int(p.RollLines) {
		return k.payables.Set(ctx, p.Id, p)
	}
	if paid := p.Amount - p.CameBack; paid > 0 {
		whole := PaymentRecord{Amount: paid, Settled: true, Sum: true, Reference: word.Reference, By: word.By}
		if err := k.record(ctx, s, p, whole); err != nil {
			return err
		}
	}
	if err := k.answer(ctx, s, p, word.By); err != nil {
		return err
	}
	return k.closeLines(ctx, s, 1)
}

// answer takes a payable of whose whole roll the bank has spoken out of the state, or opens it again for what came back.
func (k Keeper) answer(ctx context.Context, s Schedule, p Payable, by string) error {
	if p.CameBack == 0 {
		return k.payables.Remove(ctx, p.Id)
	}
	open, err := p.cameBack(s, by, p.CameBackFor)
	if err != nil {
		return err
	}
	open.Amount, open.Returned, open.CameBack = p.CameBack, nil, 0
	return k.payables.Set(ctx, open.Id, open)
}

// whole refuses a word on all of a roll of which the bank has spoken line by line.
func (p Payable) whole() error {
	if len(p.Settled)+len(p.Returned) > 0 {
		return ErrSpoken.Refuse("of the roll of %s line by line; %d are settled, %d returned, of %d", p.Id,
			set(p.Settled).count(), set(p.Returned).count(), p.RollLines)
	}
	return nil
}

// rollFault says what is wrong with the roll of a payable, or "".
func (p Payable) rollFault() string {
	switch {
	case p.Roll == "" && (p.RollLines != 0 || p.RollTotal != 0 || len(p.Settled)+len(p.Returned) > 0 || p.CameBack != 0):
		return "lines of no roll"
	case p.Roll == "":
		return ""
	case p.RollLines == 0 || p.RollLines > roll.MaxLines:
		return "a roll of a number of lines that none has"
	case p.Advance:
		return "an advance of a roll"
	case p.Amount > p.RollTotal || p.CameBack < 0 || p.CameBack > p.Amount || (p.CameBack > 0) != (set(p.Returned).count() > 0):
		return "sums that are not those of its roll"
	case p.Status != PayableDisbursed && len(p.Returned) > 0:
		return "lines returned of what is not disbursed"
	}
	for _, s := range []set{p.Settled, p.Returned} {
		if why := s.fault(int(p.RollLines)); why != "" {
			return why
		}
	}
	for i := range min(len(p.Settled), len(p.Returned)) {
		if p.Settled[i]&p.Returned[i] != 0 {
			return "a line both settled and returned"
		}
	}
	return ""
}
