package appropriation

import (
	"context"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
)

// ValidateBasic checks what can be checked without state.
func (m *MsgAllot) ValidateBasic() error { return checkOffice(m.Office, m.Amount) }

// Allot gives a part of an apportionment to an office of the fund's agency.
func (k msgServer) Allot(ctx context.Context, m *MsgAllot) (*MsgAllotResponse, error) {
	line, by, err := k.allot(ctx, m.Signer, m.Apportionment, Apportionment, Line{Kind: Allotment, Name: m.Office}, ledger.Allot, m.Amount)
	if err != nil {
		return nil, err
	}
	event := &ApportionmentAllotted{Allotment: line.Id, Office: m.Office, Amount: m.Amount, By: by}
	return &MsgAllotResponse{Allotment: line.Id}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgSuballot) ValidateBasic() error { return checkOffice(m.Office, m.Amount) }

// Suballot gives a part of an allotment to an office below.
func (k msgServer) Suballot(ctx context.Context, m *MsgSuballot) (*MsgSuballotResponse, error) {
	line, by, err := k.allot(ctx, m.Signer, m.Allotment, Allotment, Line{Kind: Allotment, Name: m.Office}, ledger.Suballot, m.Amount)
	if err != nil {
		return nil, err
	}
	event := &ApportionmentAllotted{Allotment: line.Id, Office: m.Office, Amount: m.Amount, By: by}
	return &MsgSuballotResponse{Allotment: line.Id}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgReturnAllotment) ValidateBasic() error { return checkAmount(m.Amount) }

// ReturnAllotment gives back to the line above what an office does not need.
func (k msgServer) ReturnAllotment(ctx context.Context, m *MsgReturnAllotment) (*MsgReturnAllotmentResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Allotment), consortium.BudgetOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	line, err := k.giveBack(ctx, a, m.Allotment, m.Amount, Allotment)
	if err != nil {
		return nil, err
	}
	return &MsgReturnAllotmentResponse{}, room.Emit(ctx, &AllotmentReturned{Allotment: line.Id, Amount: m.Amount, By: a.by})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgCommit) ValidateBasic() error {
	if why := rule.CheckText(m.Purpose, maxTitle); why != "" {
		return ErrMalformedText.Refuse("purpose: %s", why)
	}
	return checkAmount(m.Amount)
}

// Commit sets a part of an allotment aside for a tender, which gets a certificate that the money is there.
func (k msgServer) Commit(ctx context.Context, m *MsgCommit) (*MsgCommitResponse, error) {
	line, by, err := k.allot(ctx, m.Signer, m.Allotment, Allotment, Line{Kind: Commitment, Name: m.Purpose}, ledger.Commit, m.Amount)
	if err != nil {
		return nil, err
	}
	event := &AllotmentCommitted{Commitment: line.Id, Purpose: m.Purpose, Amount: m.Amount, By: by}
	return &MsgCommitResponse{Commitment: line.Id}, room.Emit(ctx, event)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgRelease) ValidateBasic() error { return checkAmount(m.Amount) }

// Release gives back to the allotment what a commitment does not need.
func (k msgServer) Release(ctx context.Context, m *MsgRelease) (*MsgReleaseResponse, error) {
	a, err := k.begin(ctx, m.Signer, FundOf(m.Commitment), consortium.BudgetOfficer, m.Amount)
	if err != nil {
		return nil, err
	}
	line, err := k.giveBack(ctx, a, m.Commitment, m.Amount, Commitment)
	if err != nil {
		return nil, err
	}
	return &MsgReleaseResponse{}, room.Emit(ctx, &CommitmentReleased{Commitment: line.Id, Amount: m.Amount, By: a.by})
}

// allot makes an allotment or a commitment from a line of the agency.
func (k Keeper) allot(
	ctx context.Context, signer, above string, kind Kind, line Line, event ledger.Event, amount money.Amount,
) (_ Line, by string, err error) {
	a, err := k.begin(ctx, signer, FundOf(above), consortium.BudgetOfficer, amount)
	if err != nil {
		return line, "", err
	}
	parent, err := k.line(ctx, above, kind)
	if err != nil {
		return line, "", err
	}
	if line.Kind == Commitment {
		if err := k.opened(ctx, parent.Id, a.today); err != nil {
			return line, "", err
		}
	}
	line, err = k.divide(ctx, a, parent, line, event, amount)
	return line, a.by, err
}

// divide makes a new line from a parent and moves an amount to it.
func (k Keeper) divide(ctx context.Context, a act, parent, line Line, event ledger.Event, amount money.Amount) (Line, error) {
	if err := a.fund.unexpired(a.year, a.today); err != nil {
		return line, err
	}
	if err := k.inForce(ctx, parent.Id, a.today); err != nil {
		return line, err
	}
	line.Since = a.today
	line.Id, parent = parent.child()
	if depth(line.Id) > maxDepth {
		return line, ErrTooDeep.Refuse("%s stands %d below the law, at most %d", line.Id, depth(line.Id)-1, maxDepth-1)
	}
	if err := k.lines.Set(ctx, parent.Id, parent); err != nil {
		return line, err
	}
	if err := k.lines.Set(ctx, line.Id, line); err != nil {
		return line, err
	}
	from, err := k.subject(ctx, parent.Id)
	if err != nil {
		return line, err
	}
	to, err := k.subject(ctx, line.Id)
	if err != nil {
		return line, err
	}
	authority, err := k.authority(ctx, line.Id)
	if err != nil {
		return line, err
	}
	return line, k.ledger.Post(ctx, a.entry(event, from, to, amount, authority.Name))
}

// made is the event by which a line of each kind was given its money, from an apportionment or from an allotment.
func (l Line) made() ledger.Event {
	switch {
	case l.Kind == Apportionment:
		return ledger.Apportion
	case l.Kind == Commitment:
		return ledger.Commit
	case depth(l.Id) > depthOfAllotment:
		return ledger.Suballot
	default:
		return ledger.Allot
	}
}

// giveBack moves a part of what a line has to the line above it: the event that made it, taken back.
func (k Keeper) giveBack(ctx context.Context, a act, id string, amount money.Amount, kind Kind) (Line, error) {
	line, err := k.line(ctx, id, kind)
	if err != nil {
		return line, err
	}
	if err := a.fund.unexpired(a.year, a.today); err != nil {
		return line, err
	}
	from, err := k.subject(ctx, parentOf(id))
	if err != nil {
		return line, err
	}
	to, err := k.subject(ctx, id)
	if err != nil {
		return line, err
	}
	authority, err := k.authority(ctx, id)
	if err != nil {
		return line, err
	}
	entry := a.entry(line.made(), from, to, amount, authority.Name)
	entry.Reversed = true
	return line, k.ledger.Post(ctx, entry)
}

// opened refuses to bind money of an apportionment before the day on which it opens.
func (k Keeper) opened(ctx context.Context, line string, today date.Date) error {
	apportionment, err := k.line(ctx, apportionmentOf(line), Apportionment)
	if err != nil {
		return err
	}
	if today < apportionment.Opens {
		return ErrNotOpen.Refuse("apportionment %s opens on %s, today is %s", apportionment.Id, apportionment.Opens, today)
	}
	return nil
}

// subject is a line as the ledger knows it.
func (k Keeper) subject(ctx context.Context, id string) (ledger.Subject, error) {
	authority, err := k.authority(ctx, id)
	if err != nil {
		return ledger.Subject{}, err
	}
	s := authority.subject()
	s.ID = id
	if depth(id) > 1 {
		apportionment, err := k.line(ctx, apportionmentOf(id), Apportionment)
		if err != nil {
			return s, err
		}
		s.Attributes.Apportionment = apportionment.Category.letter()
	}
	return s, nil
}

// lineAndAuthority are a line and the authority that it comes from, as the ledger knows them.
func (k Keeper) lineAndAuthority(ctx context.Context, id string) (line, authority ledger.Subject, err error) {
	if line, err = k.subject(ctx, id); err != nil {
		return line, authority, err
	}
	authority, err = k.subject(ctx, authorityOf(id))
	return line, authority, err
}

// subject is an authority as the ledger knows it.
func (l Line) subject() ledger.Subject {
	return ledger.Subject{ID: l.Id, Attributes: ledger.Attributes{Defc: l.Defc, Reimbursable: l.Customer != "", Mandatory: l.Mandatory}}
}

func checkOffice(office string, a money.Amount) error {
	if why := rule.CheckText(office, maxOffice); why != "" {
		return ErrMalformedText.Refuse("office: %s", why)
	}
	return checkAmount(a)
}
