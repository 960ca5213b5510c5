package terms

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
	"github.com/stretchr/testify/require"
)

// Two validators come to the same: generated clauses have the same values, costs, faults and refusals in separate processes, each of which
// has a map seed of its own, on one processor and on four at once, and on a machine of 32 bits. It runs 1,000 clauses, or as many as PURSE_CLAUSES
// says.
func TestClausesComeToTheSameEverywhere(t *testing.T) {
	n := 1000
	if text := os.Getenv("PURSE_CLAUSES"); text != "" {
		var err error
		n, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	if os.Getenv("PURSE_CLAUSES_CHILD") != "" {
		fmt.Println("came to", comeTo(n))
		return
	}
	type child struct{ name, program, processors string }
	children := []child{{"one processor", os.Args[0], "1"}, {"four processors", os.Args[0], "4"}}
	if runtime.GOOS == "linux" && runtime.GOARCH == "amd64" { // which runs what is built for 386
		small := filepath.Join(t.TempDir(), "terms.test")
		build := exec.Command("go", append([]string{"test", "-c", "-o", small}, language32...)...)
		build.Env = append(os.Environ(), "GOARCH=386", "CGO_ENABLED=0")
		out, err := build.CombinedOutput()
		require.NoError(t, err, string(out))
		children = append(children, child{"32 bits, one processor", small, "1"}, child{"32 bits, four processors", small, "4"})
	}
	line := regexp.MustCompile(`(?m)^came to (.*)$`)
	first := ""
	for _, c := range children {
		run := exec.Command(c.program, "-test.run=^TestClausesComeToTheSameEverywhere$", "-test.timeout=1h")
		run.Env = append(os.Environ(), "PURSE_CLAUSES_CHILD=1", "PURSE_CLAUSES="+strconv.Itoa(n), "GOMAXPROCS="+c.processors)
		out, err := run.CombinedOutput()
		if errors.Is(err, syscall.ENOEXEC) {
			t.Logf("%-26s not run: this kernel runs no programs of 32 bits", c.name)
			continue
		}
		require.NoError(t, err, string(out))
		found := line.FindStringSubmatch(string(out))
		require.NotNil(t, found, string(out))
		t.Logf("%-26s %s", c.name, found[1])
		if first == "" {
			first = found[1]
		}
		require.Equal(t, first, found[1], c.name)
	}
	var clauses, refused, yes, no, faults, above int
	_, err := fmt.Sscanf(first, "%d clauses, %d refused; %d yes, %d no, %d without answer, %d above",
		&clauses, &refused, &yes, &no, &faults, &above)
	require.NoError(t, err)
	require.Zero(t, above, "no clause takes more steps than it was published for")
	require.Greater(t, clauses-refused, n/2, "most clauses can be published")
	require.Greater(t, min(yes, no, faults), n/10, "answers of every kind")
}

// language32 are the files of the language and of this test. The engine, which the room's other files import, is not made for 32 bits.
var language32 = []string{
	"cases.go", "compile.go", "env.go", "errors.go", "money.go", "run.go", "state.pb.go", "terms.go", "text.go", "variables.go", "world.go",
	"generate_test.go", "same_test.go",
}

// comeTo runs generated clauses, as many at once as there are processors, and sums up what came of them in their order.
func comeTo(n int) string {
	c := &Terms{Counters: []string{"calls"}, Flags: []string{"up"}}
	known, err := c.language()
	if err != nil {
		return err.Error()
	}
	came := make([]outcome, n)
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		all.Go(func() {
			for i := worker; i < n; i += workers {
				came[i] = run(known, uint64(i))
			}
		})
	}
	all.Wait()
	var sum outcome
	hash := sha256.New()
	for _, o := range came {
		fmt.Fprintln(hash, o.text)
		sum.refused, sum.yes, sum.no = sum.refused+o.refused, sum.yes+o.yes, sum.no+o.no
		sum.faults, sum.above = sum.faults+o.faults, sum.above+o.above
	}
	return fmt.Sprintf("%d clauses, %d refused; %d yes, %d no, %d without answer, %d above their bounds; %x",
		n, sum.refused, sum.yes, sum.no, sum.faults, sum.above, hash.Sum(nil))
}

type outcome struct {
	text                            string
	refused, yes, no, faults, above int // above its bound
}

// run makes a clause of a number, reads it, and runs it in three worlds.
func run(known *cel.Env, seed uint64) (o outcome) {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 97036))}
	clause := g.truth(1 + int(seed%4))
	var b strings.Builder
	fmt.Fprintln(&b, clause)
	e, err := read(known, clause, spot{1, 1}, cel.BoolType, true)
	if err != nil {
		o.refused, o.text = 1, b.String()+err.Error()
		return o
	}
	fmt.Fprintln(&b, e.cost, e.reads)
	for range 3 {
		w, m := g.world()
		answer, details, err := e.run.Eval(scene{w, m})
		switch {
		case err != nil:
			o.faults++
			fmt.Fprintln(&b, err, *details.ActualCost())
		default:
			if o.no++; answer.Value() == true {
				o.yes, o.no = o.yes+1, o.no-1
			}
			fmt.Fprintln(&b, shown(answer.(ref.Val)), *details.ActualCost())
		}
		if *details.ActualCost() > e.cost {
			o.above++
		}
	}
	o.text = b.String()
	return o
}
