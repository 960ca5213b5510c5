package payment

import (
	"context"
	"errors"
	"strings"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/bech32"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// A public key of age is 32 bytes of X25519 in bech32 (age-encryption.org/v1): "age", "1", 52 characters and a checksum of six.
const (
	keyBegins = "age1"
	keyLength = 62 // characters
	keyBytes  = 32
)

// KeysOf names the log that holds the keys that a paying office published.
func KeysOf(office string) string { return "keys/" + office }

// checkKey refuses what is no public key of age, in small letters.
func checkKey(key string) error {
	if len(key) != keyLength || !strings.HasPrefix(key, keyBegins) {
		return ErrMalformedKey.Refuse("%q is not %s and %d characters more", rule.Clip(key, 80), keyBegins, keyLength-len(keyBegins))
	}
	_, point, err := bech32.DecodeAndConvert(key)
	if err != nil || len(point) != keyBytes {
		return ErrMalformedKey.Refuse("%s is not %d bytes in bech32 with their checksum", key, keyBytes)
	}
	return nil
}

func (o OfficeKey) fault() error {
	if !o.Since.Valid() || o.By == "" {
		return ErrMalformedKey.Refuse("published on %q by %q", rule.Clip(string(o.Since), 20), o.By)
	}
	return checkKey(o.Key)
}

// officeKey is the key of an office; empty if it has published none.
func (k Keeper) officeKey(ctx context.Context, office string) (OfficeKey, error) {
	key, err := k.keys.Get(ctx, office)
	if errors.Is(err, collections.ErrNotFound) {
		return OfficeKey{Office: office}, nil
	}
	return key, err
}

// ValidateBasic checks what can be checked without state.
func (m *MsgPublishKey) ValidateBasic() error { return checkKey(m.Key) }

// PublishKey says to which key payees seal their details from now on. What is sealed to another one says so, and stays.
func (k msgServer) PublishKey(ctx context.Context, m *MsgPublishKey) (*MsgPublishKeyResponse, error) {
	if _, err := k.consortium.ActiveMember(ctx, m.Office); err != nil {
		return nil, err
	}
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.DisbursingOfficer, Member: m.Office})
	if err != nil {
		return nil, err
	}
	key, err := k.officeKey(ctx, m.Office)
	if err != nil {
		return nil, err
	}
	if key.Key == m.Key {
		return nil, ErrMalformedKey.Refuse("%s is the key of %s since %s", key.Key, key.Office, key.Since)
	}
	key.Key, key.By = m.Key, officer.Id
	if key.Since, err = k.consortium.Today(ctx); err != nil {
		return nil, err
	}
	if err := k.keys.Set(ctx, key.Office, key); err != nil {
		return nil, err
	}
	if err := k.history.Record(ctx, KeysOf(key.Office), &key); err != nil {
		return nil, err
	}
	return &MsgPublishKeyResponse{}, room.Emit(ctx, &OfficeKeyPublished{Office: key.Office, Key: key.Key, By: key.By})
}

// sealedTo refuses details that are sealed to another key than the office's.
func (k Keeper) sealedTo(ctx context.Context, office, key string) error {
	published, err := k.officeKey(ctx, office)
	if err != nil {
		return err
	}
	if key != published.Key {
		return ErrAnotherKey.Refuse("sealed to %q, and the key of %s is %q", rule.Clip(key, 80), office, published.Key)
	}
	return nil
}
