package bank

import (
	"crypto/sha256"
	"encoding/base32"
)

// ReferenceLength is how many characters a reference has.
const ReferenceLength = 15

// Reference is how a payment is named where a bank has room for fifteen characters (an ACH entry's individual id): the beginning of the SHA-256 of
// its full name, in capitals and digits. Two payments have the same one with a chance of one in 10^22.
func Reference(payment string) string {
	sum := sha256.Sum256([]byte(payment))
	return base32.StdEncoding.EncodeToString(sum[:])[:ReferenceLength]
}
