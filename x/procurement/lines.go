package procurement

import (
	"math/bits"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/ledger"
)

// count says what is wrong with a number of lines, or nil.
func count(n int) error {
	if n == 0 || n > maxLines {
		return ErrMalformedLines.Refuse("%d lines, between 1 and %d", n, maxLines)
	}
	return nil
}

// checkQuantity says what is wrong with a quantity of a line, or nil.
func checkQuantity(line int, quantity int64) error {
	if quantity <= 0 || quantity > maxQuantity {
		return ErrMalformedLines.Refuse("line %d: a quantity of %d, between 1 and %d", line, quantity, int64(maxQuantity))
	}
	return nil
}

// once refuses a line that is named twice; lines are named in rising order.
func once(before, line uint32) error {
	if line <= before {
		return ErrMalformedLines.Refuse("line %d after line %d: name each line once, in order, from 1", line, before)
	}
	return nil
}

// Price is what so many units come to at the price of one; false if that is more than one act may ask for.
func Price(quantity int64, price money.Amount) (money.Amount, bool) {
	high, low := bits.Mul64(uint64(quantity), uint64(price))
	if quantity < 0 || price < 0 || high != 0 || low > uint64(money.Max) {
		return 0, false
	}
	return money.Amount(low), true
}

// sum adds up what lines come to.
func sum(n int, line func(int) (number uint32, quantity int64, price money.Amount)) (total money.Amount, err error) {
	for i := range n {
		number, quantity, price := line(i)
		amount, fits := Price(quantity, price)
		if !fits || total > money.Max-amount {
			return 0, ErrMalformedLines.Refuse("line %d: %d at %s come to more than one act may ask for, %s", number, quantity, price, money.Max)
		}
		total += amount
	}
	return total, nil
}

// checkOrdered says what is wrong with the lines of an order or amendment, or nil.
func checkOrdered(lines []OrderedLine) error {
	if err := count(len(lines)); err != nil {
		return err
	}
	var last uint32
	for _, l := range lines {
		if err := once(last, l.Number); err != nil {
			return err
		}
		last = l.Number
		if err := checkQuantity(int(l.Number), l.Quantity); err != nil {
			return err
		}
		if why := l.Price.Check(); why != "" {
			return ErrMalformedLines.Refuse("line %d: price: %s", l.Number, why)
		}
		if !l.Due.Valid() {
			return ErrMalformedLines.Refuse("line %d: %q is not a date", l.Number, rule.Clip(string(l.Due), 20))
		}
	}
	return nil
}

// fault says what is wrong with an invoice, or nil: its lines, its amount and its evidence, in this order.
func (i Invoice) fault() error {
	if err := count(len(i.Lines)); err != nil {
		return err
	}
	var last uint32
	for _, l := range i.Lines {
		if err := once(last, l.Line); err != nil {
			return err
		}
		last = l.Line
		if err := checkQuantity(int(l.Line), l.Quantity); err != nil {
			return err
		}
		if why := l.Price.Check(); why != "" {
			return ErrMalformedLines.Refuse("line %d: price: %s", l.Line, why)
		}
	}
	total, err := i.total()
	if err != nil {
		return err
	}
	if total != i.Amount {
		return ledger.ErrAmountOutOfBounds.Refuse("the lines come to %s, the invoice to %s", total, i.Amount)
	}
	return checkEvidence(i.Evidence)
}

// total is what the lines of an invoice come to.
func (i Invoice) total() (money.Amount, error) {
	return sum(len(i.Lines), func(n int) (uint32, int64, money.Amount) {
		return i.Lines[n].Line, i.Lines[n].Quantity, i.Lines[n].Price
	})
}

// checkEvidence says what is wrong with the documents of an invoice, or nil: some, each once.
func checkEvidence(hashes []string) error {
	if why := rule.CheckHashes(hashes, 1, maxEvidence); why != "" {
		return ErrMalformedEvidence.Refuse("%s", why)
	}
	return nil
}
