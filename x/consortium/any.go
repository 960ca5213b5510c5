package consortium

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// UnpackInterfaces unpacks the message that was proposed.
func (p Proposal) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	var msg sdk.Msg
	return u.UnpackAny(p.Message, &msg)
}

// UnpackInterfaces unpacks the messages that were proposed.
func (g GenesisState) UnpackInterfaces(u codectypes.AnyUnpacker) error { return unpack(g.Proposals, u) }

// UnpackInterfaces unpacks the messages that were proposed.
func (r QueryProposalsResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(r.Proposals, u)
}

func unpack(proposals []Proposal, u codectypes.AnyUnpacker) error {
	for _, p := range proposals {
		if err := p.UnpackInterfaces(u); err != nil {
			return err
		}
	}
	return nil
}
