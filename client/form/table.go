package form

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// pairs writes name and value, one a line; amounts end in one column.
func pairs(m protoreflect.Message, cs []column) string {
	width := 0
	for _, c := range cs {
		if isAmount(c.field()) {
			width = max(width, len(c.cell(m)))
		}
	}
	t := newTable()
	for _, c := range cs {
		v := c.cell(m)
		switch {
		case v == "":
			v = "-"
		case isAmount(c.field()):
			v = fmt.Sprintf("%*s", width, v)
		}
		t.AppendRow(table.Row{c.label, v})
	}
	return render(t)
}

// widest is the length of a line beyond which nobody reads a table.
const widest = 240

// rows writes a table with a header; numbers are aligned to the right. Where that is too wide, each message stands by itself.
func rows(md protoreflect.MessageDescriptor, items []protoreflect.Message) string {
	if len(items) == 0 {
		return "(none)\n"
	}
	t := newTable()
	if leaf(md) {
		for _, m := range items {
			t.AppendRow(table.Row{inline(m)})
		}
		return render(t)
	}
	cs := columns(md)
	header, configs := make(table.Row, len(cs)), make([]table.ColumnConfig, len(cs))
	for i, c := range cs {
		header[i] = c.label
		configs[i] = table.ColumnConfig{Number: i + 1}
		if isNumber(c.field()) {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	t.AppendHeader(header)
	t.SetColumnConfigs(configs)
	for _, m := range items {
		row := make(table.Row, len(cs))
		for i, c := range cs {
			row[i] = c.cell(m)
		}
		t.AppendRow(row)
	}
	laid := render(t)
	for line := range strings.Lines(laid) {
		if text.StringWidth(line) > widest {
			return blocks(items, cs)
		}
	}
	return laid
}

// blocks writes messages one below the other, with an empty line between.
func blocks(items []protoreflect.Message, cs []column) string {
	all := make([]string, len(items))
	for i, m := range items {
		all[i] = pairs(m, cs)
	}
	return strings.Join(all, "\n")
}

func isAmount(fd protoreflect.FieldDescriptor) bool {
	return scalar(fd) == ScalarAmount && !fd.IsList()
}

func isNumber(fd protoreflect.FieldDescriptor) bool {
	switch fd.Kind() {
	case protoreflect.Int32Kind, protoreflect.Int64Kind, protoreflect.Uint32Kind, protoreflect.Uint64Kind:
		return !fd.IsList()
	}
	return false
}

// newTable is a table without lines: columns stand two spaces apart.
// Table writes rows under a header; the columns that are named are aligned to the right, as amounts and counts are.
func Table(header []string, rows [][]string, right ...string) string {
	t := newTable()
	cells := func(texts []string) table.Row {
		row := make(table.Row, len(texts))
		for i, c := range texts {
			row[i] = c
		}
		return row
	}
	t.AppendHeader(cells(header))
	for _, row := range rows {
		t.AppendRow(cells(row))
	}
	var configs []table.ColumnConfig
	for _, name := range right {
		configs = append(configs, table.ColumnConfig{Name: name, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	return render(t)
}

func newTable() table.Writer {
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatDefault
	t := table.NewWriter()
	t.SetStyle(style)
	return t
}

// render writes a table without spaces at the ends of its lines.
func render(t table.Writer) string {
	var b strings.Builder
	for line := range strings.Lines(t.Render() + "\n") {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return b.String()
}
