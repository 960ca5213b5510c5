package rule

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckText says what is wrong with a text that people will read, or "": it must not be empty or longer than max bytes, must be
// UTF-8, and holds no control, formatting (bidirectional, zero-width) or line-breaking characters and no space at either end.
func CheckText(s string, max int) string {
	switch {
	case s == "":
		return "empty"
	case len(s) > max:
		return strconv.Itoa(len(s)) + " bytes, at most " + strconv.Itoa(max)
	case !utf8.ValidString(s):
		return "not UTF-8"
	case strings.TrimSpace(s) != s:
		return "begins or ends with a space"
	}
	for _, r := range s {
		if !unicode.IsGraphic(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return "has the character " + strconv.QuoteRuneToASCII(r)
		}
	}
	return ""
}

// CheckID says what is wrong with an identifier, or "": one to max characters, each in allowed.
func CheckID(s, allowed string, max int) string {
	switch {
	case s == "":
		return "empty"
	case len(s) > max:
		return strconv.Itoa(len(s)) + " characters, at most " + strconv.Itoa(max)
	}
	for _, r := range s {
		if !strings.ContainsRune(allowed, r) {
			return "has the character " + strconv.QuoteRuneToASCII(r)
		}
	}
	return ""
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
