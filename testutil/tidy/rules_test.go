package tidy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/pursechain/purse/app" // links every module, so that its rules and messages are known
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	_ "github.com/pursechain/purse/client/gsdm"      // for its rules
	_ "github.com/pursechain/purse/client/reconcile" // and its rules
)

// A rule is provoked by a scenario that names it, by the name it has for programs in a test, or by its name in Go: in a test of its
// own room, or with the room's name before it, since rooms have rules of the same name.
func TestEveryRuleIsProvoked(t *testing.T) {
	scenarios, tests := read(t, suffix(".txtar")), files(t, suffix("_test.go"))
	sources := files(t, func(path string) bool { return strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") })
	for _, r := range rule.All() {
		dir, name := declaration(sources, r)
		require.NotEmpty(t, name, "%s is declared in a form that this test does not read", r.Name())
		inScenarios := strings.Contains(scenarios, "refused "+r.Name()+"\n") || strings.Contains(scenarios, "refused "+r.Name()+" ") ||
			strings.Contains(scenarios, "stdout 'rule +"+r.Number+"'")
		if !inScenarios && !vouched(tests, r, dir, name) {
			t.Errorf("no test provokes %s (%s)", r.Name(), r.Number)
		}
		room := "x/" + r.Space
		if slices.Contains([]string{"form", "gsdm", "reconcile"}, r.Space) {
			room = "client/" + r.Space
		}
		if r.Space != "app" {
			readme, err := os.ReadFile(filepath.Join(root, room, "README.md"))
			require.NoError(t, err)
			require.Regexp(t, `\b`+r.Number+`\b`, string(readme), "%s/README.md does not give the rule %s", room, r.Number)
		}
	}
}

// declaration is where a rule is declared, and under what name.
func declaration(sources map[string]string, r *rule.Rule) (dir, name string) {
	form := regexp.MustCompile(`(\w+)\s*=\s*rule\.New\((?:ModuleName|"` + r.Space + `"), ` + fmt.Sprint(r.Code) + `, "` + r.Number + `"`)
	for path, text := range sources {
		if found := form.FindStringSubmatch(text); found != nil {
			return filepath.Dir(path), found[1]
		}
	}
	return "", ""
}

// vouched says whether a Go test names a rule so that no other can be meant.
func vouched(tests map[string]string, r *rule.Rule, dir, name string) bool {
	own := regexp.MustCompile(`\b` + name + `\b`)
	qualified := regexp.MustCompile(`\b` + filepath.Base(dir) + `\.` + name + `\b`)
	for path, text := range tests {
		if filepath.Dir(path) == dir && own.MatchString(text) || qualified.MatchString(text) || strings.Contains(text, `"`+r.Name()+`"`) {
			return true
		}
	}
	return false
}

func TestEveryMessageIsUsedInAScenario(t *testing.T) {
	scenarios := read(t, suffix(".txtar"))
	verbs, err := form.Messages()
	require.NoError(t, err)
	require.NotEmpty(t, verbs)
	for _, v := range verbs {
		if v.Name == "move-date" {
			require.Contains(t, scenarios, "\non 20", "no scenario moves the date")
			continue
		}
		require.Regexp(t, `(?m)^`+v.Name+` by=`, scenarios, "no scenario has a lawful %s", v.Name)
	}
}
