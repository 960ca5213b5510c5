package payrun

import (
	"cmp"
	"fmt"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/x/payment"
)

// One transaction takes so many words. One that shows a line of a roll takes the room of ten.
const (
	maxWords   = 1000
	returnedBy = 10
)

// Part is what of a bank's file goes into one transaction: all of it is recorded, or nothing.
type Part struct {
	First, Last       uint32 // words
	Messages          []sdk.Msg
	Settled, Returned int // lines of rolls
}

// Tell records the words of a file that are not recorded yet, in parts of a bounded size, and tells how many are. The file is known by its
// hash: what was recorded stays, and another run goes on after it.
func (a *Answers) Tell(signer string, record func(Part) error, progress func(words int)) error {
	for rest := a.Words[min(a.Before, len(a.Words)):]; len(rest) > 0; {
		n := fitting(rest)
		part, err := a.part(signer, rest[:n])
		if err != nil {
			return err
		}
		if err := record(part); err != nil {
			return fmt.Errorf("words %d to %d of the file: %w", part.First, part.Last, err)
		}
		progress(int(part.Last))
		rest = rest[n:]
	}
	return nil
}

// fitting is how many words one transaction takes.
func fitting(words []Said) int {
	room := maxWords
	for i, w := range words {
		if room--; w.onLine() && w.Outcome == payment.Returned {
			room -= returnedBy - 1
		}
		if room < 0 {
			return i
		}
	}
	return len(words)
}

// part makes the messages of some words. Lines of rolls are settled and returned before what is said of payments, and the chain notes with the
// latter up to which word the file is recorded: so the lines, too, are recorded once.
func (a *Answers) part(signer string, words []Said) (Part, error) {
	p := Part{First: words[0].Line, Last: words[len(words)-1].Line}
	answer := &payment.MsgAnswer{Signer: signer, Office: a.Office, File: a.File, Through: p.Last}
	var settled []Said
	for _, w := range words {
		switch {
		case !w.onLine():
			answer.Words = append(answer.Words, w.Word)
		case w.Outcome == payment.Settled:
			settled = append(settled, w)
		default:
			p.Returned++
			msg, err := w.giveBack(signer)
			if err != nil {
				return p, err
			}
			p.Messages = append(p.Messages, msg)
		}
	}
	p.Settled = len(settled)
	for _, msg := range a.settling(signer, settled) {
		p.Messages = append(p.Messages, msg)
	}
	p.Messages = append(p.Messages, answer)
	return p, nil
}

// settling are the messages by which lines are settled, one for each roll. For the bank's traces stands the hash of the file that has them.
func (a *Answers) settling(signer string, lines []Said) (all []*payment.MsgSettleLines) {
	slices.SortFunc(lines, func(a, b Said) int { return cmp.Or(cmp.Compare(a.of, b.of), cmp.Compare(a.number, b.number)) })
	for _, l := range lines {
		if n := len(all); n == 0 || all[n-1].Payable != l.of {
			all = append(all, &payment.MsgSettleLines{Signer: signer, Payable: l.of, Reference: a.File})
		}
		msg := all[len(all)-1]
		msg.Lines = extended(msg.Lines, l.number)
	}
	return all
}

// giveBack is the message by which a line of a roll comes back, with what shows that it stands there.
func (s Said) giveBack(signer string) (*payment.MsgReturnLine, error) {
	place := int(s.number) - 1
	proof, err := roll.Prove(s.Lines, place)
	if err != nil {
		return nil, err
	}
	return &payment.MsgReturnLine{Signer: signer, Payable: s.of, Line: s.number, Beneficiary: s.Lines[place].Beneficiary, Amount: s.Amount,
		Reason: s.Reference, Proof: payment.RollNodes(proof)}, nil
}
