package appropriation

import (
	"context"

	gogogrpc "github.com/cosmos/gogoproto/grpc"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
)

// correctable are the events that a message may take back, and the duty of who may: that of who may make such an entry. What is
// bound to a payee is corrected by the room that bound it, a transfer by another transfer, a deferral by lifting it.
var correctable = map[ledger.Event]consortium.Duty{
	ledger.Enact:     consortium.Legislator,
	ledger.Rescind:   consortium.Legislator,
	ledger.Order:     consortium.BudgetOfficer,
	ledger.Collect:   consortium.BudgetOfficer,
	ledger.Apportion: consortium.BudgetExaminer,
	ledger.Allot:     consortium.BudgetOfficer,
	ledger.Suballot:  consortium.BudgetOfficer,
	ledger.Commit:    consortium.BudgetOfficer,
}

// ValidateBasic checks what can be checked without state.
func (m *MsgCorrect) ValidateBasic() error {
	if why := rule.CheckText(m.Reason, maxTitle); why != "" {
		return ErrMalformedText.Refuse("reason: %s", why)
	}
	if why := history.CheckProof(m.Proof); why != "" {
		return ErrMalformedText.Refuse("%s", why)
	}
	return nil
}

// Prove fills in the entry and the proof of it as a node has them, unless they are given: whoever corrects an entry knows its number.
func (m *MsgCorrect) Prove(ctx context.Context, node gogogrpc.ClientConn) error {
	return history.Prove(ctx, node, ledger.JournalOf(m.Fund), m.Index, &m.Entry, &m.Proof)
}

// Correct takes back an entry of this year's journal, whole and once, by an entry that names it.
func (k msgServer) Correct(ctx context.Context, m *MsgCorrect) (*MsgCorrectResponse, error) {
	var old ledger.JournalEntry
	if err := old.Unmarshal(m.Entry); err != nil {
		return nil, ErrNotCorrectable.Refuse("what is given is no entry of a journal")
	}
	duty, may := correctable[ledger.Event(old.Event)]
	if !may {
		return nil, ErrNotCorrectable.Refuse("%q", rule.Clip(old.Event, maxOffice))
	}
	a, err := k.begin(ctx, m.Signer, m.Fund, duty, old.Amount)
	if err != nil {
		return nil, err
	}
	if err := k.history.Holds(ctx, ledger.JournalOf(m.Fund), m.Index, m.Entry, m.Proof); err != nil {
		return nil, err
	}
	if old.Reversed {
		return nil, ErrNotCorrectable.Refuse("entry %d takes another back itself", m.Index)
	}
	if old.Year != a.year {
		return nil, ErrNotCorrectable.Refuse("entry %d is of fiscal year %d, which is closed; today is in %d", m.Index, old.Year, a.year)
	}
	key := collections.Join(m.Fund, m.Index)
	if done, err := k.corrections.Has(ctx, key); err != nil || done {
		return nil, orRefuse(err, ErrNotCorrectable.Refuse("entry %d was taken back before", m.Index))
	}
	if err := k.corrections.Set(ctx, key); err != nil {
		return nil, err
	}
	if ledger.Event(old.Event) == ledger.Enact {
		if err := k.unreplace(ctx, old.To); err != nil {
			return nil, err
		}
	}
	entry := a.entry(ledger.Event(old.Event), ledger.Subject{ID: old.From, Attributes: old.FromAttributes},
		ledger.Subject{ID: old.To, Attributes: old.ToAttributes}, old.Amount, m.Reason)
	entry.Held, entry.Reversed, entry.Corrects = ledger.Account(old.Held), true, m.Index+1
	if err := k.ledger.Post(ctx, entry); err != nil {
		return nil, err
	}
	if err := k.unapportioned(ctx, old); err != nil {
		return nil, err
	}
	return &MsgCorrectResponse{}, room.Emit(ctx, &EntryCorrected{Fund: m.Fund, Index: m.Index, Reason: m.Reason, By: a.by})
}
