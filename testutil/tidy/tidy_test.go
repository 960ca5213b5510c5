// Package tidy holds the house to its own rules by reading its tree.
package tidy

import (
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

const (
	root   = "../.."
	module = "github.com/pursechain/purse/"
)

// below says which of our packages each may import: only those further down the house. A room that is not listed has no door.
var below = map[string][]string{
	"base/date":            {},
	"base/money":           {},
	"base/roll":            {"base/money"},
	"base/room":            {"base/rule"},
	"base/rule":            {},
	"x/history":            {"base/"},
	"x/ledger":             {"base/", "x/history"},
	"x/consortium":         {"base/"},
	"x/validator":          {"base/", "x/consortium"},
	"x/resolution":         {"base/", "x/history", "x/consortium", "x/validator"},
	"x/appropriation":      {"base/", "x/history", "x/consortium", "x/ledger"},
	"x/payment":            {"base/", "x/history", "x/consortium", "x/ledger", "x/appropriation"},
	"x/terms":              {"base/", "x/consortium"},
	"x/grant":              {"base/", "x/history", "x/consortium", "x/ledger", "x/appropriation", "x/payment", "x/terms"},
	"x/procurement":        {"base/", "x/history", "x/consortium", "x/ledger", "x/appropriation", "x/payment", "x/terms"},
	"x/report":             {"base/", "x/consortium", "x/ledger", "x/appropriation"},
	"app/pool":             {"base/rule"},
	"app":                  {"app/pool", "base/", "x/"},
	"client/bank":          {"base/", "client/form"},
	"client/bank/details":  {"base/", "client/bank"},
	"client/bank/fixed":    {"client/bank"},
	"client/bank/iso20022": {"base/", "client/bank", "client/form"},
	"client/bank/nacha":    {"base/", "client/bank", "client/bank/fixed", "client/form"},
	"client/bank/pam":      {"base/", "client/bank", "client/bank/fixed", "client/form"},
	"client/bank/sheet":    {"base/", "client/bank", "client/form"},
	"client/bank/inspect":  {"base/", "client/bank", "client/bank/", "client/form"},
	"client/contract":      {"base/", "x/terms", "x/grant", "x/procurement"},
	"client/form":          {"base/"},
	"client/gsdm":          {"base/", "client/form"},
	"client/scenario":      {"base/", "x/", "client/form"},
	"client/submission":    {"x/appropriation", "x/report", "client/form", "client/gsdm"},
	"client/localnet":      {"app", "client/form", "client/scenario"},
	"contracts":            {"client/contract", "x/terms"},
	"cmd/pursed":           {"app", "base/", "x/", "client/", "contracts"},
	"testutil/oracle":      {"base/", "x/ledger"},
	"testutil/sim":         {"base/", "x/", "app", "client/", "testutil", "testutil/oracle"},
	"testutil/replay":      {"base/", "x/", "app", "client/", "testutil"},
	"testutil":             {"app", "base/", "x/", "client/"},
	"client/payrun":        {"base/", "x/appropriation", "x/consortium", "x/ledger", "x/payment", "client/bank", "client/bank/", "client/form"},
	"client/reconcile":     {"base/", "x/ledger", "client/form"},
}

func load(t *testing.T) []*packages.Package {
	t.Helper()
	all, err := packages.Load(&packages.Config{
		Dir: root,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedSyntax | packages.NeedTypes |
			packages.NeedTypesInfo | packages.NeedExportFile,
	}, "./...")
	require.NoError(t, err)
	require.Zero(t, packages.PrintErrors(all))
	return all
}

func TestImportsGoDown(t *testing.T) {
	for _, p := range load(t) {
		name := strings.TrimPrefix(p.PkgPath, module)
		doors, known := below[name]
		if !known {
			if len(p.GoFiles) > 0 {
				t.Errorf("%s has no place in the house: give it one in the table", name)
			}
			continue
		}
		for path := range p.Imports {
			own, ours := strings.CutPrefix(path, module)
			if ours && !slices.ContainsFunc(doors, func(door string) bool {
				return own == door || strings.HasSuffix(door, "/") && strings.HasPrefix(own, door)
			}) {
				t.Errorf("%s imports %s, which is not below it", name, own)
			}
		}
	}
}

// The lengths that we feel: longer ones are listed in lengths.txt with what they are, and may only fall.
const (
	maxFile = 300
	maxFunc = 70
)

func TestLengthsOnlyFall(t *testing.T) {
	want := make(map[string]int)
	bz, err := os.ReadFile("lengths.txt")
	require.NoError(t, err)
	for _, line := range strings.Fields(strings.TrimSpace(string(bz))) {
		name, n, ok := strings.Cut(line, "=")
		require.True(t, ok, line)
		want[name], err = strconv.Atoi(n)
		require.NoError(t, err)
	}
	seen := make(map[string]bool)
	check := func(name string, length, limit int) {
		seen[name] = true
		if bound := max(limit, want[name]); length > bound {
			t.Errorf("%s has %d lines, at most %d", name, length, bound)
		} else if want[name] != 0 && length < want[name] {
			t.Errorf("%s has fallen from %d to %d lines: lower it in lengths.txt", name, want[name], length)
		}
	}
	for _, p := range load(t) {
		for i, file := range p.Syntax {
			path := strings.TrimPrefix(p.GoFiles[i], mustAbs(t)+"/")
			if strings.HasSuffix(path, ".pb.go") || strings.HasSuffix(path, ".pb.gw.go") {
				continue
			}
			check(path, p.Fset.File(file.Pos()).LineCount(), maxFile)
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok {
					length := p.Fset.Position(f.End()).Line - p.Fset.Position(f.Pos()).Line + 1
					check(path+":"+f.Name.Name, length, maxFunc)
				}
			}
		}
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("lengths.txt names %s, which is gone", name)
		}
	}
}

// read joins the texts of all files under the root that match.
func read(t *testing.T, match func(path string) bool) string {
	t.Helper()
	var all strings.Builder
	texts := files(t, match)
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		all.WriteString(texts[path] + "\n")
	}
	return all.String()
}

// files are the texts of all files under the root that match, by their paths.
func files(t *testing.T, match func(path string) bool) map[string]string {
	t.Helper()
	all := make(map[string]string)
	require.NoError(t, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return orSkip(err)
		}
		if !d.IsDir() && match(path) {
			bz, err := os.ReadFile(path)
			all[path] = string(bz)
			return err
		}
		return nil
	}))
	return all
}

func orSkip(err error) error {
	if err != nil {
		return err
	}
	return filepath.SkipDir
}

func suffix(s string) func(string) bool {
	return func(path string) bool { return strings.HasSuffix(path, s) }
}

func TestLinksResolve(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)
	require.NoError(t, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return orSkip(err)
		}
		if d.IsDir() || !strings.HasSuffix(path, ".md") {
			return nil
		}
		bz, err := os.ReadFile(path)
		for _, m := range link.FindAllStringSubmatch(string(bz), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), m[1])); err != nil {
				t.Errorf("%s: the link %s leads nowhere", path, m[1])
			}
		}
		return err
	}))
}
