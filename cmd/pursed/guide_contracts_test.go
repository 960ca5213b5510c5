package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// Every command of the guide to contracts, and every file that it shows, is in the script that plays it on a node.
func TestTheGuideToContractsIsPlayed(t *testing.T) {
	guide, err := os.ReadFile("../../docs/contracts.md")
	if err != nil {
		t.Fatal(err)
	}
	played, err := txtar.ParseFile("testdata/contracts.txtar")
	if err != nil {
		t.Fatal(err)
	}
	script := string(played.Comment)
	files := make(map[string]bool)
	for _, f := range played.Files {
		files[string(f.Data)] = true
	}
	commands := 0
	for _, block := range regexp.MustCompile("(?s)```\n(.*?)```").FindAllStringSubmatch(string(guide), -1) {
		text := block[1]
		switch {
		case strings.HasPrefix(text, "pursed "):
			whole := regexp.MustCompile(`\\\n +`).ReplaceAllString(text, "")
			for line := range strings.Lines(whole) {
				commands++
				if !strings.Contains(script, "exec "+line) {
					t.Errorf("the script does not play: %s", line)
				}
			}
		case strings.HasPrefix(text, "refused: "):
			words := regexp.QuoteMeta(strings.TrimSuffix(text, "\n"))
			if !strings.Contains(script, words) {
				t.Errorf("the script does not expect: %s", words)
			}
		case !files[text]:
			t.Errorf("the script has no such file:\n%s", text)
		}
	}
	if commands < 10 {
		t.Errorf("the guide has %d commands; were they found?", commands)
	}
}
