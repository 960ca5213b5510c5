package gsdm

import (
	"fmt"
	"strings"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// recognise says of which kind a file is, and which column of the layout each place of its header is; -1 if none. The kind is the
// one of which the header has the most columns besides the account symbol, which all kinds have.
func recognise(name string, header []string) (*Table, []int, error) {
	var best *layout
	most, lacks := 0, ""
	for _, l := range layouts {
		matched, seen := 0, map[int]bool{}
		for _, cell := range header {
			if i, ok := l.byName[plain(cell)]; ok && !l.isPart(i) && !seen[i] {
				matched++
				seen[i] = true
			}
		}
		if matched > most {
			most, best, lacks = matched, l, l.lacking(header)
		}
	}
	switch {
	case best == nil:
		return nil, nil, ErrUnknown.Refuse("%s begins with no header of a file that is known here", form.Clean(name))
	case lacks != "" && best.meant(header):
		return nil, nil, ErrColumn.Refuse("%s is most like %s, and has no column %s", form.Clean(name), best.kind, lacks)
	case lacks != "":
		return nil, nil, ErrUnknown.Refuse("%s is most like %s, and has no column %s", form.Clean(name), best.kind, lacks)
	}
	t := &Table{Kind: best.kind, Name: name, layout: best, has: map[int]bool{}}
	return t, t.readHeader(header), nil
}

// lacking is the first column without which no row can be told from another, and that the header has not; or "".
func (l *layout) lacking(header []string) string {
	for _, key := range l.keys {
		found := false
		for _, cell := range header {
			i, ok := l.byName[plain(cell)]
			found = found || ok && i == key
		}
		if !found {
			return l.columns[key].full()
		}
	}
	return ""
}

// meant says that a header was written for a kind, though it lacks a key: most of its columns are the kind's, or it has most of those
// that file A, B or C needs. What the SF-133 and the list of activities need is so little that other files have it too.
func (l *layout) meant(header []string) bool {
	known := map[int]bool{}
	for _, cell := range header {
		if i, ok := l.byName[plain(cell)]; ok {
			known[i] = true
		}
	}
	needed, has := 0, 0
	for i, c := range l.columns {
		if c.needed {
			needed++
		}
		if c.needed && known[i] {
			has++
		}
	}
	few := l.kind == SF133 || l.kind == Activities
	return 2*len(known) > len(header) || !few && 2*has > needed
}

// maxUnread bounds the columns that are named as not read.
const maxUnread = 20

// readHeader finds the columns. One that stands twice is a finding, and its first place counts; so is one that is needed and missing.
func (t *Table) readHeader(header []string) []int {
	places, first := make([]int, len(header)), map[int]int{}
	for at, cell := range header {
		places[at] = -1
		i, known := t.layout.byName[plain(cell)]
		switch before, twice := first[i]; {
		case !known && len(t.Unread) < maxUnread:
			t.Unread = append(t.Unread, form.Clean(rule.Clip(strings.TrimSpace(cell), 60)))
		case !known:
		case twice:
			t.malformed(1, fmt.Sprintf("column %d, %s, stands as column %d already: what is in it is not read",
				at+1, t.layout.columns[i].short(), before+1))
		default:
			places[at], first[i], t.has[i] = i, at, true
		}
	}
	for _, i := range t.layout.order {
		if c := t.layout.columns[i]; c.needed && !t.has[i] {
			t.malformed(1, fmt.Sprintf("there is no column %s, which every %s has", c.full(), t.Kind))
		}
	}
	return places
}

// plain is the name in a header as the layouts have it.
func plain(cell string) string { return strings.ToLower(strings.TrimSpace(cell)) }

// Format is the label of findings about the shape of a file, which no rule of the broker names.
const Format = "format"

// malformed finds a fault in a line, in words that are fit to print: what they quote is quoted.
func (t *Table) malformed(line int, what string) {
	if len(t.shape) == MaxListed {
		t.moreShape++
		return
	}
	t.shape = append(t.shape, Finding{File: form.Clean(t.Name), Line: line, Rule: Format, Severity: Fatal, What: what})
}
