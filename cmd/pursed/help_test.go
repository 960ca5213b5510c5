package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pursechain/purse/app"
)

// The golden file holds the help of every command, in the order in which help lists them. Scripts depend on the names of commands
// and flags: a change is seen here. `go test ./cmd/pursed -run Help -golden` writes it.
func TestHelp(t *testing.T) {
	root, err := newRoot()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	writeHelp(&all, root, make(map[string]bool))
	got := strings.ReplaceAll(all.String(), app.DefaultHome, "$HOME/.pursed")
	const file = "testdata/help.golden"
	if *golden {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i, line := range gotLines {
		if i >= len(wantLines) || line != wantLines[i] {
			t.Fatalf("line %d of %s: got %q; is the change meant? -golden writes the file anew", i+1, file, line)
		}
	}
	if len(wantLines) != len(gotLines) {
		t.Errorf("%s has %d lines, the help %d", file, len(wantLines), len(gotLines))
	}
}

// writeHelp writes what a command and those below it say of themselves. A flag that has stood above with the same words stands
// with its name only: most are those of every act or question.
func writeHelp(all *strings.Builder, cmd *cobra.Command, seen map[string]bool) {
	all.WriteString("== " + cmd.UseLine() + "\n" + cmd.Short + "\n")
	for _, text := range []string{cmd.Long, cmd.Example} {
		if text = strings.TrimSpace(text); text != "" {
			all.WriteString("\n" + text + "\n")
		}
	}
	var again []string
	cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) {
		line := fmt.Sprintf("  --%s %s", f.Name, f.Value.Type())
		if f.Shorthand != "" {
			line += " (-" + f.Shorthand + ")"
		}
		if line += "  " + f.Usage; f.DefValue != "" {
			line += " (default " + f.DefValue + ")"
		}
		line += "\n"
		switch {
		case f.Hidden:
		case seen[line]:
			again = append(again, f.Name)
		default:
			seen[line] = true
			all.WriteString(line)
		}
	})
	if len(again) > 0 {
		all.WriteString("  as above: " + strings.Join(again, " ") + "\n")
	}
	all.WriteString("\n")
	for _, sub := range cmd.Commands() {
		if !sub.Hidden {
			writeHelp(all, sub, seen)
		}
	}
}
