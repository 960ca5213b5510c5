// Package form stands between text and the chain's messages: it fills a message from named values as people write them (the
// command line's flags, a scenario's line), lays an answer out for people, and lists every act and question that the program
// knows.
//
// What a text means is read from the protobuf descriptors: the type of the field, and its option (cosmos_proto.scalar) where
// the type says too little (an amount, a date, a fund). So a message added to a module can be typed and shown with no code here.
// It checks only what it must convert; whether a value is lawful is for the chain to say.
package form

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"github.com/cosmos/gogoproto/proto"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Field is one value of a message as somebody wrote it. The name is that of the protobuf field, with underscores or hyphens; a
// field of a nested message is written with a point: pagination.limit.
type Field struct{ Name, Value string }

// Resolve may replace a text by what it stands for, before it is read: a person's name by an address, a payee's by a UEI. The
// scalar is the field's (cosmos_proto.scalar), "" if it has none.
type Resolve func(scalar, value string) (string, error)

// Proved is an act about something finished, which a node holds and no state: it asks the node for what was not given of it.
type Proved interface {
	Prove(ctx context.Context, node gogogrpc.ClientConn) error
}

// Fill makes a message from its full protobuf name and the values of its fields; a field not given keeps its zero value.
//
// A repeated field takes several values, separated by commas or given one by one; a comma within a value is written \, and a
// repeated message gives its own fields in order, separated by colons: 0001:Disaster Relief,0002:Mitigation. Enums are written as
// short words, certifying-officer; bytes in hexadecimal.
//
// A field of any type takes the JSON of a message that says its @type; one that takes messages of the chain, as a resolution's
// do, takes them as they stand on a command line too: consortium rename-member member=fema name="Emergency Management".
//
// What cannot be read is refused by the rules F1 to F5 and F7, with the field, the value and what was expected. Resolve may be
// nil.
func Fill(cdc codec.Codec, message string, fields []Field, resolve Resolve) (sdk.Msg, error) {
	md, err := Descriptor(message)
	if err != nil {
		return nil, err
	}
	if resolve == nil {
		resolve = func(_, value string) (string, error) { return value, nil }
	}
	f := filler{cdc, resolve}
	filled, err := f.fill(md, fields)
	if err != nil {
		return nil, err
	}
	return concrete(cdc, filled)
}

// filler reads texts into messages.
type filler struct {
	cdc     codec.Codec
	resolve Resolve
}

func (f filler) fill(md protoreflect.MessageDescriptor, fields []Field) (*dynamicpb.Message, error) {
	filled := dynamicpb.NewMessage(md)
	before := make(map[string]string, len(fields))
	for _, given := range fields {
		name := strings.ReplaceAll(given.Name, "-", "_")
		owner, fd, err := find(filled, name)
		if err != nil {
			return nil, err
		}
		if first, twice := before[name]; twice && !fd.IsList() {
			return nil, ErrTwice.Refuse("field %s is given twice, as %q and as %q", name, first, given.Value)
		}
		before[name] = given.Value
		if err := f.set(owner, fd, given.Value); err != nil {
			return nil, At(err, "field %s", name)
		}
	}
	return filled, nil
}

// registry holds every protobuf file linked into the program. gogoproto's own resolver would not do: it leaves types of another
// file as placeholders without fields.
var registry = sync.OnceValues(proto.MergedRegistry)

// Descriptor finds a message type that is linked into the program.
func Descriptor(message string) (protoreflect.MessageDescriptor, error) {
	files, err := registry()
	if err != nil {
		return nil, err
	}
	d, err := files.FindDescriptorByName(protoreflect.FullName(message))
	if err != nil {
		return nil, fmt.Errorf("no message is named %q: %w", message, err)
	}
	md, ok := d.(protoreflect.MessageDescriptor)
	if !ok {
		return nil, fmt.Errorf("%q is not a message", message)
	}
	return md, nil
}

// find follows a name with points to the field it means, and to the message that holds it, which it makes on the way.
func find(m protoreflect.Message, name string) (protoreflect.Message, protoreflect.FieldDescriptor, error) {
	first, rest, nested := strings.Cut(name, ".")
	fields := m.Descriptor().Fields()
	fd := fields.ByName(protoreflect.Name(first))
	if fd == nil {
		return nil, nil, ErrField.Refuse("%s has no field %q; it has %s", m.Descriptor().Name(), first, names(fields))
	}
	single := fd.Message() != nil && !fd.IsList() && !fd.IsMap() && !isAny(fd)
	switch {
	case nested && single:
		return find(m.Mutable(fd).Message(), rest)
	case nested:
		return nil, nil, ErrField.Refuse("field %q of %s has no fields of its own", first, m.Descriptor().Name())
	case single:
		return nil, nil, ErrField.Refuse("field %q of %s is not one value; write %s.%s", first, m.Descriptor().Name(), first,
			fd.Message().Fields().Get(0).Name())
	}
	return m, fd, nil
}

func names(fields protoreflect.FieldDescriptors) string {
	if fields.Len() == 0 {
		return "none"
	}
	all := make([]string, 0, fields.Len())
	for i := range fields.Len() {
		all = append(all, string(fields.Get(i).Name()))
	}
	return strings.Join(all, ", ")
}

// set reads a text into a field; into a list it appends.
func (f filler) set(m protoreflect.Message, fd protoreflect.FieldDescriptor, text string) error {
	switch {
	case isAny(fd) && fd.IsList():
		return f.setAny(m.Mutable(fd).List().AppendMutable().Message(), fd, text) // a message may have commas in it
	case isAny(fd):
		return f.setAny(m.Mutable(fd).Message(), fd, text)
	case !fd.IsList():
		v, err := parse(fd, text, f.resolve)
		if err == nil {
			m.Set(fd, v)
		}
		return err
	case text == "":
		return nil
	}
	list := m.Mutable(fd).List()
	for _, item := range split(text) {
		if fd.Message() != nil {
			if err := f.setItem(list.AppendMutable().Message(), item); err != nil {
				return err
			}
			continue
		}
		v, err := parse(fd, item, f.resolve)
		if err != nil {
			return err
		}
		list.Append(v)
	}
	return nil
}

// setItem reads the fields of one item of a repeated message, in their order. The last field keeps any colon; those at the end that the
// item can do without may be left out.
func (f filler) setItem(m protoreflect.Message, text string) error {
	fields := m.Descriptor().Fields()
	values := strings.SplitN(text, ":", fields.Len())
	if n := len(values); n < fields.Len() && !slices.Contains(optional, fields.Get(n).FullName()) {
		return ErrValue.Refuse("%q has %d of the %d values %s; write them in this order, with a colon between", text, len(values),
			fields.Len(), names(fields))
	}
	for i, value := range values {
		if err := f.set(m, fields.Get(i), value); err != nil {
			return At(err, "%s", fields.Get(i).Name())
		}
	}
	return nil
}

// split cuts a text at its commas, but for those written \, and takes the space around each part away.
func split(text string) []string {
	const literal = "\x00"
	parts := strings.Split(strings.ReplaceAll(text, `\,`, literal), ",")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(strings.TrimSpace(part), literal, ",")
	}
	return parts
}

// concrete turns a filled message into the Go type that the chain's handlers take.
func concrete(cdc codec.Codec, filled *dynamicpb.Message) (sdk.Msg, error) {
	msg, err := New(string(filled.Descriptor().FullName()))
	if err != nil {
		return nil, err
	}
	bz, err := protov2.Marshal(filled)
	if err != nil {
		return nil, err
	}
	if err := cdc.Unmarshal(bz, msg); err != nil {
		return nil, err
	}
	return msg, nil
}

// New makes an empty message of a full protobuf name.
func New(message string) (proto.Message, error) {
	t := proto.MessageType(message)
	if t == nil {
		return nil, fmt.Errorf("no message is named %q", message)
	}
	msg, ok := reflect.New(t.Elem()).Interface().(proto.Message)
	if !ok {
		return nil, fmt.Errorf("%s is not a message in Go", message)
	}
	return msg, nil
}
