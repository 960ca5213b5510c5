package form

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cosmos/gogoproto/proto"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/cosmos/cosmos-sdk/codec"
)

const (
	pageResponse = "cosmos.base.query.v1beta1.PageResponse"
	anyMessage   = "google.protobuf.Any"
)

// Print lays an answer out for people: first its single values, one a line; then each list of messages as a table; then, if the
// answer is one page of several, how to ask for the next.
func Print(w io.Writer, cdc codec.Codec, answer proto.Message) error {
	m, err := dynamic(cdc, answer)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, page(m))
	return err
}

// page lays out a message, without the fields that are shown elsewhere.
func page(m protoreflect.Message, elsewhere ...protoreflect.FieldDescriptor) string {
	var single, lists []column
	for _, c := range columns(m.Descriptor()) {
		switch {
		case slices.Contains(elsewhere, c.path[0]):
		case c.field().IsList() && c.field().Message() != nil:
			lists = append(lists, c)
		default:
			single = append(single, c)
		}
	}
	var parts []string
	if len(single) > 0 {
		parts = append(parts, pairs(m, single))
	}
	for _, c := range lists {
		title := c.label + "\n"
		if len(single)+len(lists) == 1 {
			title = ""
		}
		parts = append(parts, title+rows(c.field().Message(), c.messages(m)))
	}
	if next := nextPage(m); next != "" {
		parts = append(parts, next)
	}
	return strings.Join(parts, "\n")
}

// dynamic reads a message by its descriptor, so that its fields can be walked.
func dynamic(cdc codec.Codec, answer proto.Message) (protoreflect.Message, error) {
	md, err := Descriptor(proto.MessageName(answer))
	if err != nil {
		return nil, err
	}
	bz, err := cdc.Marshal(answer)
	if err != nil {
		return nil, err
	}
	m := dynamicpb.NewMessage(md)
	if err := protov2.Unmarshal(bz, m); err != nil {
		return nil, err
	}
	return m, nil
}

// column is one value of a message, or of a message nested in it: a line among pairs, a column of a table.
type column struct {
	path  []protoreflect.FieldDescriptor
	label string
}

func (c column) field() protoreflect.FieldDescriptor { return c.path[len(c.path)-1] }

// holder is the message that holds the column's field; nil if it is absent.
func (c column) holder(m protoreflect.Message) protoreflect.Message {
	for _, fd := range c.path[:len(c.path)-1] {
		if !m.Has(fd) {
			return nil
		}
		m = m.Get(fd).Message()
	}
	return m
}

// messages are the items of the column's list; none if what holds it is absent.
func (c column) messages(m protoreflect.Message) []protoreflect.Message {
	holder := c.holder(m)
	if holder == nil {
		return nil
	}
	list := holder.Get(c.field()).List()
	all := make([]protoreflect.Message, list.Len())
	for i := range all {
		all[i] = list.Get(i).Message()
	}
	return all
}

func (c column) cell(m protoreflect.Message) string {
	if holder := c.holder(m); holder != nil {
		return value(holder, c.field())
	}
	return ""
}

// columns are the values of a message with those of the messages nested in it, each under its own name; under its whole path if
// two have the same name. Two nested messages of one type stay a value each, or a table would have every column twice.
func columns(md protoreflect.MessageDescriptor) []column {
	var all []column
	seen := map[protoreflect.Name]int{}
	var walk func(protoreflect.MessageDescriptor, []protoreflect.FieldDescriptor)
	walk = func(md protoreflect.MessageDescriptor, above []protoreflect.FieldDescriptor) {
		for i := range md.Fields().Len() {
			fd := md.Fields().Get(i)
			path := append(above[:len(above):len(above)], fd)
			switch nested := fd.Message(); {
			case nested == nil || fd.IsList() || fd.IsMap() || leaf(nested) || twin(fd) || len(path) > 4:
				seen[fd.Name()]++
				all = append(all, column{path: path})
			case nested.FullName() != pageResponse:
				walk(nested, path)
			}
		}
	}
	walk(md, nil)
	for i, c := range all {
		words := []string{label(string(c.field().Name()))}
		if seen[c.field().Name()] > 1 {
			words = words[:0]
			for _, fd := range c.path {
				words = append(words, label(string(fd.Name())))
			}
		}
		all[i].label = strings.Join(words, " ")
	}
	return all
}

// twin says that another field beside this one holds a message of the same type.
func twin(fd protoreflect.FieldDescriptor) bool {
	beside := fd.ContainingMessage().Fields()
	for i := range beside.Len() {
		other := beside.Get(i)
		if other.Number() != fd.Number() && other.Message() == fd.Message() && !other.IsList() {
			return true
		}
	}
	return false
}

// leaf says that a message is shown as one value.
func leaf(md protoreflect.MessageDescriptor) bool {
	switch md.FullName() {
	case anyMessage, "google.protobuf.Timestamp", "google.protobuf.Duration":
		return true
	}
	return false
}

// value writes a field; a list with commas between its items, messages and bytes one a line.
func value(m protoreflect.Message, fd protoreflect.FieldDescriptor) string {
	v := m.Get(fd)
	switch {
	case fd.IsMap():
		return fmt.Sprint(v.Map().Len(), " entries")
	case fd.IsList():
		items := make([]string, 0, v.List().Len())
		for i := range v.List().Len() {
			items = append(items, one(fd, v.List().Get(i)))
		}
		if fd.Message() != nil || fd.Kind() == protoreflect.BytesKind {
			return strings.Join(items, "\n")
		}
		return strings.Join(items, ", ")
	case fd.Message() != nil && !m.Has(fd):
		return ""
	}
	return one(fd, v)
}

func one(fd protoreflect.FieldDescriptor, v protoreflect.Value) string {
	if fd.Message() == nil {
		return show(fd, v)
	}
	return inline(v.Message())
}

// inline writes a message in a line, as it would be typed: duty=certifying-officer limit=1,000.00. What is not set is left out.
func inline(m protoreflect.Message) string {
	if s, ok := showTime(m); ok {
		return s
	}
	if m.Descriptor().FullName() == anyMessage {
		return inlineAny(m)
	}
	var words []string
	for i := range m.Descriptor().Fields().Len() {
		if fd := m.Descriptor().Fields().Get(i); m.Has(fd) {
			words = append(words, string(fd.Name())+"="+strings.ReplaceAll(value(m, fd), "\n", "; "))
		}
	}
	return strings.Join(words, " ")
}

// inlineAny writes a message of any type: an act of the chain as it would be typed, anything else after the name of its type, and
// the bytes if the type is not known.
func inlineAny(m protoreflect.Message) string {
	fields := m.Descriptor().Fields()
	url := m.Get(fields.ByName("type_url")).String()
	bz := m.Get(fields.ByName("value")).Bytes()
	name := strings.TrimPrefix(url, "/")
	if md, err := Descriptor(name); err == nil {
		inner := dynamicpb.NewMessage(md)
		if protov2.Unmarshal(bz, inner) == nil {
			if act, is := actOf(name); is {
				inner.Clear(md.Fields().ByName("authority")) // always the same
				name = act.Module + " " + act.Name
			}
			return strings.TrimSpace(name + " " + inline(inner))
		}
	}
	return Clean(url) + " " + hex.EncodeToString(bz)
}

// nextPage says how to ask for the next page, or "" if there is none.
func nextPage(m protoreflect.Message) string {
	for i := range m.Descriptor().Fields().Len() {
		fd := m.Descriptor().Fields().Get(i)
		if fd.Message() == nil || fd.Message().FullName() != pageResponse {
			continue
		}
		if key := m.Get(fd).Message().Get(fd.Message().Fields().ByName("next_key")).Bytes(); len(key) > 0 {
			return "There is more: ask again with --page-key " + hex.EncodeToString(key) + "\n"
		}
	}
	return ""
}
