package procurement

import "github.com/pursechain/purse/base/money"

// obligated is how much of a line is obligated and not owed: what is still to come, or what was accepted if nothing is; less what is
// invoiced and approved.
func (m Match) obligated(terminated bool) int64 {
	if terminated {
		return m.Accepted - m.Invoiced
	}
	return m.Ordered - m.Invoiced
}

// billable is how much of a line may still be invoiced.
func (m Match) billable() int64 { return m.Accepted - m.Invoiced - m.Waiting }

// Bill is the three-way match of a line of an invoice: it is refused at another price than the order's, and beyond what was accepted and is
// not invoiced. Everything that decides it is said.
func (m Match) Bill(l BilledLine) error {
	if l.Price != m.Price {
		return ErrNoMatch.Refuse("line %d: ordered at %s, invoiced at %s", m.Line, m.Price, l.Price)
	}
	if l.Quantity > m.billable() {
		return ErrNoMatch.Refuse("line %d: ordered %d, accepted %d, invoiced %d, asked %d", m.Line, m.Ordered, m.Accepted, m.Invoiced+m.Waiting,
			l.Quantity)
	}
	return nil
}

// Accept refuses to accept more than was ordered, and to count more that is rejected than a line may have.
func (m Match) Accept(accepted, rejected int64) error {
	if accepted > m.Ordered-m.Accepted {
		return ErrOverOrder.Refuse("line %d: ordered %d, accepted %d, asked %d", m.Line, m.Ordered, m.Accepted, accepted)
	}
	if rejected > maxQuantity-m.Rejected {
		return ErrMalformedLines.Refuse("line %d: rejected %d, asked %d, at most %d", m.Line, m.Rejected, rejected, int64(maxQuantity))
	}
	return nil
}

// Return refuses to return more than was accepted and is not invoiced.
func (m Match) Return(quantity int64) error {
	if quantity > m.billable() {
		return ErrNotReturned.Refuse("line %d: accepted %d, invoiced %d, asked %d", m.Line, m.Accepted, m.Invoiced+m.Waiting, quantity)
	}
	return nil
}

// Amend refuses a quantity below what was accepted.
func (m Match) Amend(quantity int64) error {
	if quantity < m.Accepted {
		return ErrBelowAccepted.Refuse("line %d: accepted %d, asked %d", m.Line, m.Accepted, quantity)
	}
	return nil
}

// more is what an amendment asks for of a line: all that is to be paid at a higher price, or what more is ordered at another.
func (m Match) more(l OrderedLine) Match {
	units := max(0, l.Quantity-m.Ordered)
	if l.Price > m.Price {
		units = l.Quantity - m.Invoiced
	}
	return Match{Line: l.Number, Ordered: units, Price: l.Price}
}

// done says what keeps a line from being closed, or nil.
func (m Match) done(terminated bool) error {
	switch {
	case m.Waiting > 0:
		return ErrNotDone.Refuse("line %d: invoices for %d wait for a decision", m.Line, m.Waiting)
	case !terminated && m.Accepted < m.Ordered:
		return ErrNotDone.Refuse("line %d: ordered %d, accepted %d", m.Line, m.Ordered, m.Accepted)
	case m.Invoiced < m.Accepted:
		return ErrNotDone.Refuse("line %d: accepted %d, invoiced %d", m.Line, m.Accepted, m.Invoiced)
	}
	return nil
}

// obligated is what of an order is to be obligated and not owed, by the match of its lines.
func obligated(all []Match, terminated bool) (money.Amount, error) {
	return sum(len(all), func(i int) (uint32, int64, money.Amount) {
		return all[i].Line, all[i].obligated(terminated), all[i].Price
	})
}
