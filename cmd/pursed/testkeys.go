package main

import (
	_ "embed"
	"strings"
	"sync"
)

// The keys of this program's tests follow from names that stand in them, so that everybody has them: the addresses of those that
// sign, and the public keys of those that validate, each with its name. `go test ./cmd/pursed -run TestKeys -golden` writes it.
//
//go:embed testkeys.txt
var testKeyList string

// testKeys are the names behind the keys that everybody has.
var testKeys = sync.OnceValue(func() map[string]string {
	names := make(map[string]string)
	for _, line := range strings.Split(strings.TrimSpace(testKeyList), "\n") {
		key, name, _ := strings.Cut(line, " ")
		names[key] = name
	}
	return names
})
