package validator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cometbft/cometbft/crypto/mldsa65"
	cmttypes "github.com/cometbft/cometbft/types"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
)

// KeyTypes are the types of key with which a validator may vote, if the consensus parameters allow them too.
var KeyTypes = []string{cmttypes.ABCIPubKeyTypeEd25519, cmttypes.ABCIPubKeyTypeMlDsa65}

// keySizes are their lengths in bytes; the address of a key of another length is a panic.
var keySizes = map[string]int{
	cmttypes.ABCIPubKeyTypeEd25519: ed25519.PubKeySize, cmttypes.ABCIPubKeyTypeMlDsa65: mldsa65.PubKeySize,
}

// keyOf reads a public key, if its type and length are such that it has an address.
func keyOf(packed *codectypes.Any) (cryptotypes.PubKey, error) {
	if packed == nil {
		return nil, ErrKeyType.Refuse("no key")
	}
	key, is := packed.GetCachedValue().(cryptotypes.PubKey)
	if !is {
		return nil, ErrKeyType.Refuse("no public key")
	}
	switch size, n := keySizes[key.Type()], len(key.Bytes()); {
	case size == 0:
		return nil, ErrKeyType.Refuse("%s, not one of %s", key.Type(), strings.Join(KeyTypes, ", "))
	case n != size:
		return nil, ErrKeyType.Refuse("%s with %d bytes, not %d", key.Type(), n, size)
	}
	return key, nil
}

// allowed refuses a key of a type that the consensus parameters do not allow: the engine would stop at it.
func allowed(key cryptotypes.PubKey, types []string) error {
	if !slices.Contains(types, key.Type()) {
		return ErrKeyType.Refuse("%s, the consensus parameters allow %s", key.Type(), strings.Join(types, ", "))
	}
	return nil
}

// hex writes a consensus address as the engine does.
func hex(address []byte) string { return fmt.Sprintf("%X", address) }

func addressOf(packed *codectypes.Any) (string, error) {
	key, err := keyOf(packed)
	if err != nil {
		return "", err
	}
	return hex(key.Address()), nil
}

func (v Validator) address() (string, error) { return addressOf(v.PubKey) }
func (r *Rotation) address() (string, error) { return addressOf(r.PubKey) }

func unpackKey(packed *codectypes.Any, u codectypes.AnyUnpacker) error {
	var key cryptotypes.PubKey
	return u.UnpackAny(packed, &key)
}

// UnpackInterfaces unpacks the validator's keys.
func (v Validator) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	if v.Rotation != nil {
		if err := unpackKey(v.Rotation.PubKey, u); err != nil {
			return err
		}
	}
	return unpackKey(v.PubKey, u)
}

// UnpackInterfaces unpacks the key.
func (b Bound) UnpackInterfaces(u codectypes.AnyUnpacker) error { return unpackKey(b.PubKey, u) }

// UnpackInterfaces unpacks the validator's key.
func (m MsgAdmitValidator) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpackKey(m.PubKey, u)
}

// UnpackInterfaces unpacks the new key.
func (m MsgRotateKey) UnpackInterfaces(u codectypes.AnyUnpacker) error { return unpackKey(m.PubKey, u) }

// UnpackInterfaces unpacks the validators' keys.
func (r QueryValidatorsResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(r.Validators, u)
}

// UnpackInterfaces unpacks the validator's keys.
func (r QueryValidatorResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return r.Validator.UnpackInterfaces(u)
}

// UnpackInterfaces unpacks the key.
func (r QueryKeyResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return r.Bound.UnpackInterfaces(u)
}

// UnpackInterfaces unpacks the keys of the validators and the former ones.
func (g GenesisState) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	if err := unpack(g.FormerKeys, u); err != nil {
		return err
	}
	return unpack(g.Validators, u)
}

func unpack[T codectypes.UnpackInterfacesMessage](all []T, u codectypes.AnyUnpacker) error {
	for _, v := range all {
		if err := v.UnpackInterfaces(u); err != nil {
			return err
		}
	}
	return nil
}
