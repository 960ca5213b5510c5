package tidy

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// banned are the packages that state-machine code does not import: what they give differs between two machines.
var banned = []string{"math/rand", "math/rand/v2", "crypto/rand", "os", "net", "runtime", "sync/atomic", "unsafe", "math/big"}

// excused are uses of what is banned that no block can reach, each with its reason.
var excused = map[string]string{
	"x/history/crash_test_hook.go": "kills the node at a named point; built only with the tag crashpoints",
}

func TestStateMachineIsDeterministic(t *testing.T) {
	for _, p := range load(t) {
		name := strings.TrimPrefix(p.PkgPath, module)
		if !strings.HasPrefix(name, "x/") && !strings.HasPrefix(name, "base/") {
			continue
		}
		for i, file := range p.Syntax {
			path := strings.TrimPrefix(p.GoFiles[i], mustAbs(t)+"/")
			if strings.HasSuffix(path, ".pb.go") || strings.HasSuffix(path, ".pb.gw.go") || excused[path] != "" {
				continue
			}
			for _, spec := range file.Imports {
				if imported, _ := strconv.Unquote(spec.Path.Value); slices.Contains(banned, imported) {
					t.Errorf("%s imports %s", path, imported)
				}
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if what := indeterminate(p.TypesInfo, n); what != "" {
					t.Errorf("%s: %s", p.Fset.Position(n.Pos()), what)
				}
				return true
			})
		}
	}
}

func mustAbs(t *testing.T) string {
	abs, err := filepath.Abs(root)
	require.NoError(t, err)
	return abs
}

// indeterminate says why a piece of code may give another result on another machine, or "".
func indeterminate(info *types.Info, n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "a goroutine"
	case *ast.SelectStmt:
		return "a select"
	case *ast.RangeStmt:
		if of := info.TypeOf(n.X); of != nil {
			if _, isMap := of.Underlying().(*types.Map); isMap {
				return "ranges over a map"
			}
		}
	case ast.Expr:
		if name, is := n.(*ast.Ident); is && readsClock(info.Uses[name]) {
			return "reads the machine's clock"
		}
		if of := info.TypeOf(n); of != nil {
			if b, ok := of.Underlying().(*types.Basic); ok && b.Info()&types.IsFloat != 0 {
				return "a float"
			}
		}
	}
	return ""
}

// readsClock says whether a name means a function of the package time that looks at the clock, whatever the import is called.
func readsClock(of types.Object) bool {
	f, is := of.(*types.Func)
	return is && f.Pkg() != nil && f.Pkg().Path() == "time" && f.Signature().Recv() == nil && slices.Contains([]string{
		"Now", "Since", "Until", "After", "AfterFunc", "NewTicker", "NewTimer", "Sleep", "Tick",
	}, f.Name())
}

func TestIndeterminate(t *testing.T) {
	const source = `package p
import clock "time"
import . "time"
type rate struct{ of float64 }
func f(r rate, m map[string]int, when clock.Time) {
	_ = clock.Now() // reads the machine's clock
	_ = Since(when) // reads the machine's clock
	read := clock.Until // reads the machine's clock
	_ = read
	_ = r.of // a float
	for range m {} // ranges over a map
	go f(r, m, when) // a goroutine
	select {} // a select
	_ = when.Unix()
}`
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "p.go", source, 0)
	require.NoError(t, err)
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	_, err = (&types.Config{Importer: importer.ForCompiler(files, "source", nil)}).Check("p", files, []*ast.File{file}, info)
	require.NoError(t, err)
	found := make(map[int]string)
	ast.Inspect(file, func(n ast.Node) bool {
		if what := indeterminate(info, n); what != "" {
			found[files.Position(n.Pos()).Line] = what
		}
		return true
	})
	for i, line := range strings.Split(source, "\n") {
		_, want, _ := strings.Cut(line, " // ")
		if want == "" && strings.HasPrefix(line, "type") {
			want = "a float"
		}
		require.Equal(t, want, found[i+1], line)
	}
}
