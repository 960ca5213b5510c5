// Package details holds where a payee is paid, as it is sealed to a paying office: what the chain keeps is a file of age that only the office can
// open, and a commitment by which everybody sees that it changes. It owns the form of what is sealed, and the commitment to it.
package details

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
)

// Details are where a payee is paid. They are private.
type Details struct {
	Name    string `json:"name"`    // of the account's holder, at most 35 bytes
	Routing string `json:"routing"` // of its bank, nine digits
	Account string `json:"account"` // at most 17 letters and digits
	Savings bool   `json:"savings"`
	Salt    string `json:"salt"` // 32 random bytes in hexadecimal, so that nobody tries accounts until one fits the commitment
}

// Bounds of what banks take, in bytes: those of a PAM payment request.
const (
	maxName    = 35
	maxAccount = 17
	maxSealed  = 4096
)

// Fault says what is wrong with details, or "". It repeats nothing of them.
func (d Details) Fault() string {
	if why := rule.CheckText(d.Name, maxName); why != "" {
		return "name: " + why
	}
	if bank.Routing(d.Routing) != "" {
		return "the routing number is not nine digits of which the last follows from the others"
	}
	if rule.CheckID(d.Account, rule.Capitals+rule.Digits, maxAccount) != "" {
		return fmt.Sprintf("the account is not of capitals and digits, at most %d", maxAccount)
	}
	return ""
}

// Seal seals details to the key of an office, with a new salt, and commits to them.
func Seal(d Details, office string) (sealed []byte, commitment string, err error) {
	if why := d.Fault(); why != "" {
		return nil, "", errors.New(why)
	}
	recipient, err := age.ParseX25519Recipient(office)
	if err != nil {
		return nil, "", fmt.Errorf("%q is no public key of age, which begins with age1: %w", rule.Clip(office, 80), err)
	}
	salt := make([]byte, 32)
	if _, err := rand.Read(salt); err != nil {
		return nil, "", err
	}
	d.Salt = hex.EncodeToString(salt)
	plain, err := json.Marshal(d)
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipient)
	if err != nil {
		return nil, "", err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, "", err
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return out.Bytes(), commit(plain), nil
}

func commit(plain []byte) string { return fmt.Sprintf("%x", sha256.Sum256(plain)) }

// Open opens what was sealed, with one of the keys of the office, and holds it to the commitment to it.
func Open(sealed []byte, commitment string, keys ...age.Identity) (d Details, err error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), keys...)
	if err != nil {
		return d, fmt.Errorf("none of the keys opens it: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxSealed))
	if err != nil {
		return d, err
	}
	if got := commit(plain); got != commitment {
		return d, fmt.Errorf("what is sealed has the commitment %s, and %s was given: it is not what the payee committed to", got, commitment)
	}
	in := json.NewDecoder(bytes.NewReader(plain))
	in.DisallowUnknownFields()
	if err := in.Decode(&d); err != nil {
		return d, errors.New("what is sealed is not the details of an account")
	}
	if why := d.Fault(); why != "" {
		return d, errors.New(why)
	}
	return d, nil
}
