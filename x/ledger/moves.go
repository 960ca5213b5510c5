package ledger

import "github.com/pursechain/purse/base/money"

// Move is what a journal entry did to one account of its fund, under one set of attributes. The amount is debit positive.
type Move struct {
	Account    Account
	Attributes Attributes
	Amount     money.Amount
}

// Moves are the debits and credits of an entry as it stands in the journal, in the order of its posting rule: together, those of
// a fund's whole journal are its trial balance. An event that this program does not know has none.
func (e JournalEntry) Moves() []Move {
	entry := Entry{
		Event: Event(e.Event), From: Subject{e.From, e.FromAttributes}, To: Subject{e.To, e.ToAttributes},
		Held: Account(e.Held), Reversed: e.Reversed, Amount: e.Amount,
	}
	if entry.Event == Close {
		return entry.closing()
	}
	var all []Move
	for _, m := range entry.moves() {
		all = append(all, Move{Account: m.account, Attributes: m.subject.Attributes, Amount: money.Amount(m.amount)})
	}
	return all
}

// closing are the moves of a year-end's entry, whose subjects are accounts: a debit and a credit of the same amount, exchanged if
// the account that is closed stood on the debit side.
func (e Entry) closing() []Move {
	amount := e.Amount
	if e.Reversed {
		amount = -amount
	}
	return []Move{
		{Account: Account(e.From.ID), Attributes: e.From.Attributes, Amount: amount},
		{Account: Account(e.To.ID), Attributes: e.To.Attributes, Amount: -amount},
	}
}
