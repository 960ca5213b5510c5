package rule

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unprintable are the characters that no text of the chain holds: controls, spaces other than the plain one, line breaks,
// marks that are not seen or turn the direction of writing, private use, and what is no character. The table is our own, and
// not that of Go's Unicode package, so that two nodes built with different versions of Unicode agree on every text.
var unprintable = []struct{ first, last rune }{
	{0x0000, 0x001F}, {0x007F, 0x00A0}, {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},
	{0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
	{0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xD800, 0xF8FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
	{0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFF}, {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF},
}

// CheckText says what is wrong with a text that people will read, or "": it must not be empty or longer than max bytes, must be
// UTF-8 without unprintable characters, and has no space at either end.
func CheckText(s string, max int) string {
	switch {
	case s == "":
		return "empty"
	case len(s) > max:
		return Count(len(s), "byte") + ", at most " + strconv.Itoa(max)
	case !utf8.ValidString(s):
		return "not UTF-8"
	case s[0] == ' ' || s[len(s)-1] == ' ':
		return "begins or ends with a space"
	}
	for _, r := range s {
		for _, u := range unprintable {
			if u.first <= r && r <= u.last {
				return "has the character " + strconv.QuoteRuneToASCII(r)
			}
		}
	}
	return ""
}

// CheckID says what is wrong with an identifier, or "": one to max characters, each in allowed.
func CheckID(s, allowed string, max int) string {
	switch {
	case s == "":
		return "empty"
	case len(s) > max && isASCII(s): // what is not ASCII has fewer characters than bytes, and is named below
		return Count(len(s), "character") + ", at most " + strconv.Itoa(max)
	}
	for _, r := range s {
		if !strings.ContainsRune(allowed, r) {
			return "has the character " + strconv.QuoteRuneToASCII(r)
		}
	}
	return ""
}

// CheckHash says what is wrong with a SHA-256 in hexadecimal, or "".
func CheckHash(s string) string {
	if len(s) != 64 || CheckID(s, Digits+"abcdef", 64) != "" {
		return strconv.Quote(Clip(s, 70)) + " is not 64 hexadecimal digits in lower case"
	}
	return ""
}

// CheckHashes says what is wrong with the hashes of documents, or "": so many at least and at most, each once.
func CheckHashes(hashes []string, least, most int) string {
	if n := len(hashes); n < least || n > most {
		if least == 0 {
			return strconv.Itoa(n) + " documents, at most " + strconv.Itoa(most)
		}
		return strconv.Itoa(n) + " documents, between " + strconv.Itoa(least) + " and " + strconv.Itoa(most)
	}
	for i, hash := range hashes {
		if why := CheckHash(hash); why != "" {
			return why
		}
		if slices.Contains(hashes[:i], hash) {
			return hash + " is given twice"
		}
	}
	return ""
}

// CheckSealed says what is wrong with a file of age (C2SP, age-encryption.org/v1) of at most max bytes, or "". What is in it only its
// recipients can tell.
func CheckSealed(bz []byte, max int) string {
	switch {
	case len(bz) > max:
		return strconv.Itoa(len(bz)) + " bytes, at most " + strconv.Itoa(max)
	case !strings.HasPrefix(string(bz[:min(len(bz), len(ageHeader))]), ageHeader):
		return "it does not begin as a file of age does: age-encryption.org/v1"
	}
	return ""
}

// ageHeader is the first line of a file of age.
const ageHeader = "age-encryption.org/v1\n"

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// Count writes a number of things: 1 character, 2 characters.
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// Character sets of identifiers.
const (
	Digits   = "0123456789"
	Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	Lower    = "abcdefghijklmnopqrstuvwxyz"
)

// Clip shortens a text that came from outside before it is shown in a refusal, to at most max bytes.
func Clip(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max] + "…"
}
