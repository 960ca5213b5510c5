package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/pursechain/purse/x/ledger"
)

// tally counts what a run did.
type tally struct {
	begun                       time.Time
	accepted, refused, refusals map[string]int
	entries                     map[ledger.Event]int
}

func newTally() tally {
	return tally{
		begun: time.Now(), accepted: make(map[string]int), refused: make(map[string]int), refusals: make(map[string]int),
		entries: make(map[ledger.Event]int),
	}
}

// Entries is how often each event was posted.
func (s *Sim) Entries() map[ledger.Event]int { return s.tally.entries }

// Accepted is how often each message, written as payment.Split, and each call of a keeper was accepted.
func (s *Sim) Accepted() map[string]int { return s.tally.accepted }

// Table is what the run did, for people.
func (s *Sim) Table() string {
	var b strings.Builder
	accepted, refused := 0, 0
	fmt.Fprintf(&b, "\n%-38s %9s %9s\n", "messages, and calls of the keepers", "accepted", "refused")
	names := maps.Clone(s.tally.accepted)
	maps.Copy(names, s.tally.refused)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		fmt.Fprintf(&b, "%-38s %9d %9d\n", name, s.tally.accepted[name], s.tally.refused[name])
		accepted, refused = accepted+s.tally.accepted[name], refused+s.tally.refused[name]
	}
	fmt.Fprintf(&b, "%-38s %9d %9d\n", "all", accepted, refused)
	fmt.Fprintf(&b, "\n%-42s %9s\n", "refusals by rule", "acts")
	for _, name := range slices.Sorted(maps.Keys(s.tally.refusals)) {
		fmt.Fprintf(&b, "%-42s %9d\n", name, s.tally.refusals[name])
	}
	entries := 0
	fmt.Fprintf(&b, "\n%-26s %9s\n", "events", "entries")
	for _, event := range slices.Sorted(maps.Keys(s.tally.entries)) {
		fmt.Fprintf(&b, "%-26s %9d\n", event, s.tally.entries[event])
		entries += s.tally.entries[event]
	}
	canceled := 0
	for _, f := range s.funds {
		if f.canceled {
			canceled++
		}
	}
	fmt.Fprintf(&b, "\nseed %d: %d acts, %d of them accepted, %d entries; %d fiscal years, until %s; %d funds, of which "+
		"%d cancelled; %d obligations in funds that are not; %d blocks; %s\n", s.Seed, s.played, accepted, entries,
		len(s.years), s.today, len(s.funds), canceled, len(s.docs), s.blocks, s.tally.pace(s.played))
	return b.String()
}

// pace is how fast so many acts were played, by the clock and by the processors' time, of which a busy machine gives little.
func (t tally) pace(acts int) string {
	took := time.Since(t.begun).Seconds()
	text := fmt.Sprintf("%.0f seconds, %.0f acts a second", took, float64(acts)/took)
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) == nil {
		text += fmt.Sprintf("; %d seconds of the processors", used.Utime.Sec+used.Stime.Sec)
	}
	return text
}
