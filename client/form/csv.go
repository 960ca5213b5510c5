package form

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/cosmos/cosmos-sdk/codec"
)

// CSV writes the lists of an answer for programs that read tables: a column for each value, under the name of its field, with
// amounts as 1250.00, and texts as Cell has them. Of several lists every row says first which it is of, and the columns are those of all.
func CSV(w io.Writer, cdc codec.Codec, answer proto.Message) error {
	m, err := dynamic(cdc, answer)
	if err != nil {
		return err
	}
	var lists []column
	for _, c := range columns(m.Descriptor()) {
		if c.field().IsList() && c.field().Message() != nil {
			lists = append(lists, c)
		}
	}
	if len(lists) == 0 {
		return writeRecords(w, columns(m.Descriptor()), []protoreflect.Message{m})
	}
	if len(lists) == 1 {
		return writeRecords(w, columns(lists[0].field().Message()), lists[0].messages(m))
	}
	header := []string{"list"}
	for _, l := range lists {
		for _, c := range columns(l.field().Message()) {
			if !slices.Contains(header, c.name()) {
				header = append(header, c.name())
			}
		}
	}
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	for _, l := range lists {
		for _, item := range l.messages(m) {
			record := make([]string, len(header))
			record[0] = l.name()
			for _, c := range columns(l.field().Message()) {
				record[slices.Index(header, c.name())] = c.plain(item)
			}
			if err := out.Write(record); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func writeRecords(w io.Writer, cs []column, items []protoreflect.Message) error {
	out, record := csv.NewWriter(w), make([]string, len(cs))
	for i, c := range cs {
		record[i] = c.name()
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for _, item := range items {
		for i, c := range cs {
			record[i] = c.plain(item)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// name is the column's name for programs.
func (c column) name() string { return strings.ReplaceAll(c.label, " ", "_") }

// plain is a cell for programs: an amount without commas, and a text that is not run.
func (c column) plain(m protoreflect.Message) string {
	switch {
	case isAmount(c.field()):
		return strings.ReplaceAll(c.cell(m), ",", "")
	case isNumber(c.field()):
		return c.cell(m)
	}
	return Cell(c.cell(m))
}
