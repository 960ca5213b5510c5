package network_test

import (
	"bufio"
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
	"time"

	"github.com/stretchr/testify/require"
)

// demo is a demo that runs as a user would run it, with a folder of its own for temporary files.
type demo struct {
	temp string
	cmd  *exec.Cmd
	out  screen
	done chan error
}

func newDemo(t *testing.T, args ...string) *demo {
	d := &demo{temp: t.TempDir(), cmd: exec.Command(binary, append([]string{"demo"}, args...)...), done: make(chan error, 1)}
	d.cmd.Stdout, d.cmd.Stderr = &d.out, &d.out
	d.cmd.Env = append(os.Environ(), "TMPDIR="+d.temp, "HOME="+t.TempDir())
	require.NoError(t, d.cmd.Start())
	go func() { d.done <- d.cmd.Wait() }()
	t.Cleanup(func() {
		_ = d.cmd.Process.Kill() // what a test left running after a failure
		noneLives(t, d.temp)
	})
	return d
}

// sees waits until the demo has printed a text.
func (d *demo) sees(t *testing.T, text string) {
	require.Eventually(t, func() bool { return strings.Contains(d.out.String(), text) }, patient, 20*time.Millisecond, text)
}

// ends waits for the end of the demo, and returns what it ended with.
func (d *demo) ends(t *testing.T, within time.Duration) error {
	select {
	case err := <-d.done:
		return err
	case <-time.After(within):
		require.Fail(t, "the demo has not ended", "within %s:\n%s", within, d.out.String())
		return nil
	}
}

var process = regexp.MustCompile(`process (\d+)`)

// nodesEnd waits until none of the nodes that the demo has named, or that have files in its folder, lives.
func (d *demo) nodesEnd(t *testing.T) {
	noneLives(t, d.temp)
	named := process.FindAllStringSubmatch(d.out.String(), -1)
	require.NotEmpty(t, named)
	for _, m := range named {
		pid, err := strconv.Atoi(m[1])
		require.NoError(t, err)
		require.False(t, lives(pid), "process %d", pid)
	}
}

// nothingIsLeft checks that neither a process nor a file of the demo is left.
func (d *demo) nothingIsLeft(t *testing.T) {
	d.nodesEnd(t)
	left, err := filepath.Glob(filepath.Join(d.temp, "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// TestTwoDemosSideBySide plays the story twice at the same time; neither disturbs the other, and nothing is left of either.
func TestTwoDemosSideBySide(t *testing.T) {
	if testing.Short() {
		t.Skip("eight real nodes")
	}
	both := []*demo{newDemo(t, "--once"), newDemo(t, "--once")}
	for _, d := range both {
		require.NoError(t, d.ends(t, 2*patient), d.out.String())
		require.Regexp(t, `\ndemo: \d+ accepted, 12 refused, 0 surprises\n$`, d.out.String())
		d.nothingIsLeft(t)
	}
}

// TestTheDemoIsInterrupted presses Ctrl-C at three moments of the demo, and closes its terminal at one. It ends soon, and nothing is
// left of it.
func TestTheDemoIsInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("sixteen real nodes")
	}
	moments := []struct {
		name, seen string
		signal     os.Signal
		whole      bool // the story has been told: the demo ends well
	}{
		{"as the nodes come up", " process ", os.Interrupt, false},
		{"in the story", "  block ", os.Interrupt, false},
		{"in the story, by its terminal", "  block ", syscall.SIGHUP, false},
		{"after the story", "until Ctrl-C", os.Interrupt, true},
	}
	for _, m := range moments {
		t.Run(m.name, func(t *testing.T) {
			d := newDemo(t)
			d.sees(t, m.seen)
			require.NoError(t, d.cmd.Process.Signal(m.signal))
			err := d.ends(t, 15*time.Second)
			if m.whole {
				require.NoError(t, err, d.out.String())
			} else {
				require.Error(t, err)
				require.Regexp(t, `\npursed: interrupted before the end of the story\n$`, d.out.String())
			}
			d.nothingIsLeft(t)
		})
	}
}

// TestNobodyReadsTheDemo reads the first line of the demo and goes away, as head does. It ends soon, and nothing is left of it.
func TestNobodyReadsTheDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("four real nodes")
	}
	temp := t.TempDir()
	cmd := exec.Command(binary, "demo", "--once")
	cmd.Env = append(os.Environ(), "TMPDIR="+temp, "HOME="+t.TempDir())
	var complaint screen
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	d := &demo{temp: temp, cmd: cmd, done: make(chan error, 1)}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // what a failure left running
		noneLives(t, temp)
	})
	_, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, out.Close())
	go func() { d.done <- cmd.Wait() }()
	require.Error(t, d.ends(t, patient))
	require.Contains(t, complaint.String(), "pursed: interrupted before the end of the story")
	noneLives(t, temp)
	left, err := filepath.Glob(filepath.Join(temp, "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// TestTheDemoIsKilled ends the demo in a way in which it cannot tidy up. Its files stay, but no process does.
func TestTheDemoIsKilled(t *testing.T) {
	if testing.Short() || runtime.GOOS != "linux" {
		t.Skip("four real nodes, which only Linux ends with their parent")
	}
	d := newDemo(t)
	d.sees(t, "  block ")
	require.GreaterOrEqual(t, len(processesIn(t, d.temp)), 4)
	require.NoError(t, d.cmd.Process.Kill())
	require.Error(t, d.ends(t, 15*time.Second))
	d.nodesEnd(t)
}

// screen is what a process has printed so far.
type screen struct {
	mutex sync.Mutex
	text  strings.Builder
}

func (s *screen) Write(bz []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.text.Write(bz)
}

func (s *screen) String() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.text.String()
}
