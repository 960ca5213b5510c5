//go:build crashpoints

package history

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

var crashPasses atomic.Int64

// crashPoint kills the process without warning (SIGKILL) where a test wants it. Only a binary built with the tag crashpoints
// has it. PURSE_CRASH_POINT is "<name>:<pass>": "after-drain:3" dies the third time that a drain has been synced.
func crashPoint(name string) {
	at, pass, _ := strings.Cut(os.Getenv("PURSE_CRASH_POINT"), ":")
	if at != name {
		return
	}
	if strconv.FormatInt(crashPasses.Add(1), 10) == pass {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // the signal is on its way; nothing after this point may run
	}
}
