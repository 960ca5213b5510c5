// Package fixed reads and writes records whose fields stand at fixed places in a line. It owns layouts and the lines' ends, and
// gives back what it read, byte for byte. What a field means is for the formats to say.
package fixed

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/pursechain/purse/client/bank"
)

// Layout is a kind of record.
type Layout struct {
	Name   string
	Fields []Field
	Width  int
	at     map[string]int
}

// Field is a place in a record, counted from 0.
type Field struct {
	Name         string
	Start, Width int
	fill         string // "0" or " " in front; if "", blanks behind
}

// New makes a layout of "name width" pairs, in order. A width with n behind it is of a number, with zeros in front; one with
// r has blanks in front. Names are unique.
func New(name, fields string) *Layout {
	l := &Layout{Name: name, at: map[string]int{}}
	words := strings.Fields(fields)
	for i := 0; i < len(words); i += 2 {
		fill := map[byte]string{'n': "0", 'r': " "}[words[i+1][len(words[i+1])-1]]
		width, err := strconv.Atoi(strings.TrimRight(words[i+1], "nr"))
		if _, twice := l.at[words[i]]; err != nil || twice {
			panic("layout " + name + ": " + words[i])
		}
		l.at[words[i]] = len(l.Fields)
		l.Fields = append(l.Fields, Field{words[i], l.Width, width, fill})
		l.Width += width
	}
	return l
}

func (l *Layout) field(name string) Field {
	at, has := l.at[name]
	if !has {
		panic("a record " + l.Name + " has no field " + name)
	}
	return l.Fields[at]
}

// Record is one line. It has its full width, also if blanks at its end were lost.
type Record struct {
	Line   int
	Layout *Layout
	text   string
	lost   int // blanks that the line lacked
}

// Raw is a field as it stands.
func (r Record) Raw(name string) string {
	f := r.Layout.field(name)
	return r.text[f.Start : f.Start+f.Width]
}

// Get is a field without the blanks around it.
func (r Record) Get(name string) string { return strings.Trim(r.Raw(name), " ") }

// String is the record as it stood in its line, put together of its fields.
func (r Record) String() string {
	var b strings.Builder
	for _, f := range r.Layout.Fields {
		b.WriteString(r.text[f.Start : f.Start+f.Width])
	}
	return b.String()[:b.Len()-r.lost]
}

// Build makes a record of names and values by turns. A value that would not be read back as it is, is refused.
func (l *Layout) Build(values ...string) (Record, error) {
	text := []byte(strings.Repeat(" ", l.Width))
	for _, f := range l.Fields {
		if f.fill != "" {
			copy(text[f.Start:], strings.Repeat(f.fill, f.Width))
		}
	}
	for i := 0; i < len(values); i += 2 {
		f, value := l.field(values[i]), values[i+1]
		switch why := printable(value); {
		case why != "":
			return Record{}, bank.Fault{Rule: bank.Character, Text: l.Name + ", " + f.Name + ": " + why}
		case len(value) > f.Width:
			return Record{}, bank.Fault{Rule: bank.Text, Text: fmt.Sprintf("%s, %s: %d characters, at most %d", l.Name, f.Name, len(value), f.Width)}
		case strings.Trim(value, " ") != value:
			return Record{}, bank.Fault{Rule: bank.Text, Text: fmt.Sprintf("%s, %s: begins or ends with a blank", l.Name, f.Name)}
		case f.fill != "":
			copy(text[f.Start+f.Width-len(value):], value)
		default:
			copy(text[f.Start:], value)
		}
	}
	return Record{Layout: l, text: string(text)}, nil
}

// Text is the lines of a file.
type Text struct {
	Records []Record
	newline string // what ends a line
	open    bool   // the last line has no end
}

// Of is a text of records that are to be written.
func Of(records []Record) Text { return Text{Records: records, newline: "\n"} }

// WriteTo writes the text as it was read.
func (t Text) WriteTo(w io.Writer) (int64, error) {
	var n int64
	for i, r := range t.Records {
		line := r.String()
		if i < len(t.Records)-1 || !t.open {
			line += t.newline
		}
		wrote, err := io.WriteString(w, line)
		n += int64(wrote)
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// Read takes a text apart into records of one width, of the layouts that the function names; nil is a record of an unknown code, of
// which nothing is read. Blanks that a line has lost at its end are a fault, and it is read with them. When more faults than are
// listed were found, the rest is not read: it is no file of such records.
func Read(f *bank.File, text string, width int, of func(line string) *Layout) Text {
	t := Text{newline: "\n", open: !strings.HasSuffix(text, "\n")}
	first, _, _ := strings.Cut(text, "\n")
	if strings.HasSuffix(first, "\r") {
		t.newline = "\r\n"
	}
	for number := 1; text != "" && f.More == 0; number++ {
		line, rest, ended := strings.Cut(text, "\n")
		if text = rest; ended {
			whole := line + "\n"
			if line = strings.TrimSuffix(whole, t.newline); line == whole {
				f.Fault(number, bank.RecordRule, "the line does not end as the first")
				line = strings.TrimSuffix(whole, "\n")
			}
		}
		t.Records = append(t.Records, record(f, number, line, width, of))
	}
	return t
}

func record(f *bank.File, number int, line string, width int, of func(line string) *Layout) Record {
	if why := printable(line); why != "" {
		f.Fault(number, bank.Character, "%s", why)
	}
	r := Record{Line: number, text: line}
	if r.lost = width - len(line); r.lost > 0 {
		f.Fault(number, bank.RecordRule, "%d characters, and not %d", len(line), width)
		r.text += strings.Repeat(" ", r.lost)
	}
	r.lost = max(r.lost, 0)
	if len(line) > width {
		f.Fault(number, bank.RecordRule, "%d characters, and not %d", len(line), width)
	} else if r.Layout = of(r.text); r.Layout == nil {
		f.Fault(number, bank.RecordRule, "no record begins with %q", r.text[:2])
	}
	if r.Layout == nil {
		r.Layout = &Layout{Name: "unknown", Width: len(r.text), Fields: []Field{{Name: "all", Width: len(r.text)}}}
	}
	return r
}

// printable says which character of a text no record may hold, or "".
func printable(s string) string {
	for i, r := range s {
		if r < ' ' || r > '~' {
			return fmt.Sprintf("character %d is %+q, and only printable ASCII is taken", i+1, r)
		}
	}
	return ""
}
