package main

import (
	"regexp"
	"strings"

	"google.golang.org/grpc/status"

	"github.com/pursechain/purse/client/form"
)

// engineSays are the refusals and failures of the engine that people meet, with what they mean and what to do. $1 is what the
// first group of the pattern found.
var engineSays = []struct {
	pattern    *regexp.Regexp
	what, next string
}{
	{regexp.MustCompile(`out of gas in location: .*; gasWanted: (\d+), gasUsed: (\d+).*`),
		"out of gas: the act may cost $1 and came to $2 when it was stopped", "Leave --gas at auto, or allow more."},
	{regexp.MustCompile(`account sequence mismatch, expected (\d+), got (\d+).*`),
		"wrong sequence: signed with $2, and the account's next is $1",
		"It was sent before, or another act of the same key came between: if it still has to be done, sign it anew."},
	{regexp.MustCompile(`signature verification failed; .* account number \((\d+)\).* chain-id \((.*?)\).*`),
		"the signature does not fit: the chain is $2, and the account's number on it is $1",
		"Sign it anew for this chain: --chain-id $2."},
	{regexp.MustCompile(`maximum number of characters is (\d+) but received (\d+) characters.*`),
		"note too long: $2 characters, at most $1", "Shorten --note."},
	{regexp.MustCompile(`^(tx already (exists in cache|in mempool).*)$`),
		"sent before: the node has had this very transaction", "Ask what became of it: pursed query tx HASH."},
	{regexp.MustCompile(`^(?:.*: )?post failed: Post "([^"]*)": (.*)$`),
		"no node answers at $1: $2", "Start the node, or name another with --node."},
	{regexp.MustCompile(`^failed to parse block height: .*parsing ("[^"]*"): .*$`),
		"$1 is neither a height nor a block's hash", "Write a number, 100, or 64 hexadecimal digits."},
	{regexp.MustCompile(`^.*height (\d+) must be less than or equal to the current blockchain height (\d+).*$`),
		"there is no block $1 yet: the last is $2", "Ask for that one, or wait."},
	{regexp.MustCompile(`^([^: ]+)\.info: key not found$`),
		`the keyring has no key named "$1"`, "List them with: pursed keys list."},
	{regexp.MustCompile(`^couldn't get keyring: (.*): unknown keyring backend$`),
		`the keyring backend "$1" is not one of ` + strings.Join(keyringBackends, ", "),
		"Give --keyring-backend, or correct client.toml."},
	{regexp.MustCompile(`^encoding/hex: (.*)$`),
		"no hash: $1", "Write it in hexadecimal, two digits, 0 to 9 and a to f, for each byte."},
	{regexp.MustCompile(`validator set is empty after InitGenesis.*`),
		"nobody validates", "Add a validator with: pursed genesis add-validator."},
}

// inWords is an error without the engine's wrapping, and what to do about it where the error itself does not say it.
func inWords(err error) (what, next string) {
	what = err.Error()
	if s, ok := status.FromError(err); ok {
		what = s.Message()
	}
	what = form.Plain(what)
	for _, e := range engineSays {
		if found := e.pattern.FindStringSubmatchIndex(what); found != nil {
			next = string(e.pattern.ExpandString(nil, e.next, what, found))
			return e.pattern.ReplaceAllString(what, e.what), next
		}
	}
	return what, ""
}

// plain is an error in words, in one line.
func plain(err error) string {
	what, next := inWords(err)
	if next != "" {
		return what + ". " + next
	}
	return what
}
