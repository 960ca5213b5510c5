package resolution

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdktx "github.com/cosmos/cosmos-sdk/types/tx"
)

// messages are those that the resolution would run.
func (r Resolution) messages() ([]sdk.Msg, error) {
	msgs, err := sdktx.GetMsgs(r.Messages, "resolution")
	if err != nil {
		return nil, ErrMalformed.Refuse("a message is of no known kind")
	}
	return msgs, nil
}

// UnpackInterfaces unpacks the messages.
func (m MsgPropose) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return sdktx.UnpackInterfaces(u, m.Messages)
}

// UnpackInterfaces unpacks the messages.
func (r Resolution) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return sdktx.UnpackInterfaces(u, r.Messages)
}

// UnpackInterfaces unpacks the messages.
func (d Decision) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return d.Resolution.UnpackInterfaces(u)
}

// UnpackInterfaces unpacks the messages.
func (r QueryResolutionResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return r.Resolution.UnpackInterfaces(u)
}

// UnpackInterfaces unpacks the messages.
func (g GenesisState) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(g.Resolutions, u)
}

// UnpackInterfaces unpacks the messages.
func (r QueryResolutionsResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(r.Resolutions, u)
}

// UnpackInterfaces unpacks the messages.
func (r QueryDecisionsResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(r.Decisions, u)
}

func unpack[T codectypes.UnpackInterfacesMessage](all []T, u codectypes.AnyUnpacker) error {
	for _, one := range all {
		if err := one.UnpackInterfaces(u); err != nil {
			return err
		}
	}
	return nil
}
