package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// refusal is a no, of the chain or of this program, to an act or a question. Programs get it as JSON.
type refusal struct {
	Rule   string `json:"rule"` // A10; empty, as the name, if the engine refused and no rule
	Name   string `json:"name"` // appropriation/document-number-used
	Text   string `json:"text"` // what was wrong, with the values
	Next   string `json:"next"`
	Height int64  `json:"height,omitempty"` // of the block in which it was refused; 0: it came into none
}

// Error reads: refused at height 7: over available: available 20.00, asked 30.00 (L1). Ask for less. [ledger/over-available]
func (r *refusal) Error() string {
	var b strings.Builder
	b.WriteString("refused")
	if r.Height != 0 {
		fmt.Fprint(&b, " at height ", r.Height)
	}
	b.WriteString(": " + r.Text)
	if r.Rule != "" {
		b.WriteString(" (" + r.Rule + ")")
	}
	if r.Next != "" {
		b.WriteString(". " + r.Next)
	}
	if r.Name != "" {
		b.WriteString(" [" + r.Name + "]")
	}
	return b.String()
}

// refused is the refusal that an error of the chain stands for, in the words of the rule; of the engine, if there is none.
func refused(height int64, err error) error {
	r := byRule(err)
	if r == nil {
		r = &refusal{}
		r.Text, r.Next = inWords(err)
	}
	r.Height = height
	return r
}

// byRule takes an error apart into a rule's number, name, text and next step; nil if no rule says it.
func byRule(err error) *refusal {
	text, _ := inWords(err)
	for _, r := range rule.All() {
		number := " (" + r.Number + "). "
		if i := strings.LastIndex(text, number); i >= 0 && strings.HasPrefix(text, r.Text) {
			return &refusal{Rule: r.Number, Name: r.Name(), Text: text[:i], Next: text[i+len(number):]}
		}
	}
	return nil
}

// complain says why a command failed: a line for people, and a refusal to a program that asked for JSON.
func complain(cmd *cobra.Command, stderr io.Writer, err error) {
	var r *refusal
	if !errors.As(err, &r) {
		r = byRule(err)
	}
	if r == nil {
		fmt.Fprintf(stderr, "%s: %s\n", app.Name, shownLines(plain(err)))
		return
	}
	fmt.Fprintf(stderr, "%s: %s\n", app.Name, shownLines(r.Error()))
	if wantsJSON(cmd) {
		bz, err := json.Marshal(map[string]*refusal{"refused": r})
		if err != nil {
			panic(err) // four texts and a number
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s\n", bz)
	}
}

// shownLines is a text that may repeat what was typed, or what a node said, as a terminal is to have it.
func shownLines(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\t", "    "), "\n")
	for i, line := range lines {
		lines[i] = form.Clean(line)
	}
	return strings.Join(lines, "\n")
}

// wantsJSON says whether a command's answer is to be read by a program: by its flag, or else by the configuration.
func wantsJSON(cmd *cobra.Command) bool {
	output := cmd.Flags().Lookup(flags.FlagOutput)
	switch {
	case output == nil:
		return false
	case output.Changed:
		return output.Value.String() == flags.OutputFormatJSON
	}
	return client.GetClientContextFromCmd(cmd).OutputFormat == flags.OutputFormatJSON
}
