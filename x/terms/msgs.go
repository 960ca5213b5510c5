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
func (m *MsgPublish) ValidateBasic() error {
	_, err := Parse(m.Text)
	return err
}

// Publish publishes a contract.
func (k msgServer) Publish(ctx context.Context, m *MsgPublish) (*MsgPublishResponse, error) {
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.GrantsOfficer})
	if err != nil {
		return nil, err
	}
	spend(ctx, uint64(len(m.Text))*gasPerByte, "contract")
	made, err := k.ready.compile(m.Text)
	if err != nil {
		return nil, err
	}
	c := Contract{Name: made.text.Name, Version: made.text.Version, Member: officer.Member, By: officer.Id, Text: m.Text}
	last, err := k.last(ctx, c.Name)
	if err != nil {
		return nil, err
	}
	if err := c.follows(last, officer.Member); err != nil {
		return nil, err
	}
	if c.Published, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.contracts.Set(ctx, collections.Join(c.Name, c.Version), c); err != nil {
		return nil, err
	}
	return &MsgPublishResponse{Contract: c.Ref()}, room.Emit(ctx, &ContractPublished{
		Name: c.Name, Version: c.Version, Title: made.text.Title, Clauses: uint32(len(made.text.Clauses)), Member: c.Member, By: c.By,
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
