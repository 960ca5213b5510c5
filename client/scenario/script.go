// Package scenario plays stories of public money on a chain: the cast that a genesis is made from, the acts of its people in
// their own order, and the wrongs that must be refused. The demo and the tests are written in it.
//
//	member   fema 'Federal Emergency Management Agency'
//	officer  gil member=fema duty=grants-officer limit=10,000,000.00
//	payee    acme uei=N4YFFGL4CDX5 name='Acme Relief'
//	stranger mallory
//	on 2017-10-01
//	# Gil awards Acme a grant.
//	make-award by=gil fain=4337DRFLP00000001 listing=97.036 … amount=$100.00
//	! make-award by=mallory …
//	refused consortium/unknown-signer
//
// An act is a message of the chain by the name of its handler, with its fields; by= names who signs.
package scenario

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/pursechain/purse/client/form"
)

// Line is one line of a script.
type Line struct {
	Number  int
	Comment string // the comment right above it
	Refused bool   // it begins with "!": the act must be refused
	Words   []string
}

// Read parses a script: words are separated by spaces; '…' or "…" quotes a part of a word; # at the
// beginning of a line makes it a comment.
func Read(r io.Reader) ([]Line, error) {
	var lines []Line
	comment, scanner := "", bufio.NewScanner(r)
	for n := 1; scanner.Scan(); n++ {
		text := strings.TrimSpace(scanner.Text())
		if text == "" {
			comment = ""
			continue
		}
		if rest, is := strings.CutPrefix(text, "#"); is {
			comment = strings.TrimSpace(comment + " " + strings.TrimSpace(rest))
			continue
		}
		words, err := form.Words(text)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		line := Line{Number: n, Comment: comment, Words: words}
		if words[0] == "!" && len(words) > 1 {
			line.Refused, line.Words = true, words[1:]
		}
		lines, comment = append(lines, line), ""
	}
	return lines, scanner.Err()
}
