package form

import (
	"regexp"
	"strings"
)

var (
	wrapBefore = regexp.MustCompile(`^(rpc error: code = \w+ desc = |failed to execute message; message index: \d+: )+`)
	wrapAfter  = regexp.MustCompile(`(: invalid request)?( \[[^ \]]*\.go:\d+\])?( with gas (wanted|used): '\d+'.*)?$`)
)

// Plain takes the engine's wrapping off a refusal, so that what is left is in the words of the rule.
func Plain(text string) string {
	return wrapAfter.ReplaceAllString(wrapBefore.ReplaceAllString(strings.TrimSpace(text), ""), "")
}
