package terms

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/x/consortium"
)

type msgServer struct{ Keeper }

// NewMsgServer handles the messages of contracts.
func NewMsgServer(k Keeper) MsgServer { return msgServer{k} }

// ValidateBasic checks what can be checked without state, but for the expressions: those are read when their gas is paid.
func (m *MsgPublish) ValidateBasic() error { return m.contract().fault() }

func (m *MsgPublish) contract() Contract {
	return Contract{
		Name: m.Name, Version: m.Version, Title: m.Title,
		Clauses: m.Clauses, Counters: m.Counters, Flags: m.Flags, Effects: m.Effects,
	}
}

// Publish publishes a contract.
func (k msgServer) Publish(ctx context.Context, m *MsgPublish) (*MsgPublishResponse, error) {
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.GrantsOfficer})
	if err != nil {
		return nil, err
	}
	c := m.contract()
	last, err := k.last(ctx, c.Name)
	if err != nil {
		return nil, err
	}
	if err := c.follows(last, officer.Member); err != nil {
		return nil, err
	}
	c.Member, c.By = officer.Member, officer.Id
	if c.Published, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	spend(ctx, c.length()*gasPerByte, "expressions")
	if _, err := k.ready.compile(c); err != nil {
		return nil, err
	}
	if err := k.contracts.Set(ctx, collections.Join(c.Name, c.Version), c); err != nil {
		return nil, err
	}
	return &MsgPublishResponse{Contract: c.Ref()}, room.Emit(ctx, &ContractPublished{
		Name: c.Name, Version: c.Version, Title: c.Title, Clauses: uint32(len(c.Clauses)), Member: c.Member, By: c.By,
	})
}

// follows refuses a version that does not follow the last, which an agency publishes of its own contracts only.
func (c Contract) follows(last *Contract, member string) error {
	switch {
	case last == nil && c.Version != 1:
		return ErrVersion.Refuse("%s was never published, and this is its version %d", c.Name, c.Version)
	case last != nil && last.Member != member:
		return ErrVersion.Refuse("%s is a contract of %s, not of %s", c.Name, last.Member, member)
	case last != nil && c.Version != last.Version+1:
		return ErrVersion.Refuse("the last version of %s is %d, and this is version %d", c.Name, last.Version, c.Version)
	}
	return nil
}

// length is that of all expressions together, in bytes.
func (c Contract) length() (bytes uint64) {
	for _, clause := range c.Clauses {
		bytes += uint64(len(clause.Holds))
	}
	for _, effect := range c.Effects {
		bytes += uint64(len(effect.To))
	}
	return bytes
}
