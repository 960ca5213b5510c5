package consortium

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
	mldsa "github.com/cometbft/cometbft/crypto/mldsa65"
	cmttypes "github.com/cometbft/cometbft/types"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/pursechain/purse/base/room"
)

// keyTypes are the types of key with which a validator may vote.
var keyTypes = []string{cmttypes.ABCIPubKeyTypeEd25519, cmttypes.ABCIPubKeyTypeMlDsa65}

// keySizes are their lengths in bytes; the address of a key of another length is a panic.
var keySizes = map[string]int{
	cmttypes.ABCIPubKeyTypeEd25519: ed25519.PubKeySize, cmttypes.ABCIPubKeyTypeMlDsa65: mldsa.PubKeySize,
}

// UnpackInterfaces unpacks the validator's key.
func (v Validator) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	var key cryptotypes.PubKey
	return u.UnpackAny(v.PubKey, &key)
}

// UnpackInterfaces unpacks the validators' keys.
func (g GenesisState) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(g.Validators, u)
}

// UnpackInterfaces unpacks the validators' keys.
func (r QueryValidatorsResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(r.Validators, u)
}

func unpack(validators []Validator, u codectypes.AnyUnpacker) error {
	for _, v := range validators {
		if err := v.UnpackInterfaces(u); err != nil {
			return err
		}
	}
	return nil
}

// Key is the key with which the validator votes.
func (v Validator) Key() (cryptotypes.PubKey, error) {
	if v.PubKey != nil {
		if key, ok := v.PubKey.GetCachedValue().(cryptotypes.PubKey); ok {
			return key, nil
		}
	}
	return nil, ErrMalformedGenesis.Refuse("validator of %s: no public key", v.Member)
}

// Updates gives the engine the validators as they stand.
func (k Keeper) Updates(ctx context.Context) (updates []abci.ValidatorUpdate, err error) {
	validators, err := room.All(ctx, k.validators)
	if err != nil {
		return nil, err
	}
	for _, v := range validators {
		key, err := v.Key()
		if err != nil {
			return nil, err
		}
		pub, err := cryptocodec.ToCmtProtoPublicKey(key)
		if err != nil {
			return nil, err
		}
		updates = append(updates, abci.ValidatorUpdate{PubKey: pub, Power: v.Power})
	}
	return updates, nil
}

// GenesisValidators are the validators as a genesis document lists them.
func (k Keeper) GenesisValidators(ctx context.Context) (list []cmttypes.GenesisValidator, err error) {
	validators, err := room.All(ctx, k.validators)
	if err != nil {
		return nil, err
	}
	for _, v := range validators {
		key, err := v.Key()
		if err != nil {
			return nil, err
		}
		pub, err := cryptocodec.ToCmtPubKeyInterface(key)
		if err != nil {
			return nil, err
		}
		list = append(list, cmttypes.GenesisValidator{Address: pub.Address(), PubKey: pub, Power: v.Power, Name: v.Member})
	}
	return list, nil
}
