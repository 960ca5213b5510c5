package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/pursechain/purse/client/form"
)

// shape holds JSON to the protobuf definition of what it stands for, and takes out of it what does not fit. The engine's reader
// stops at the first misfit.
type shape struct {
	faults []string
	lost   bool // a value that could not be read was taken out
}

// definition is what a module's part of a genesis looks like; nil for a module that has no state.
func definition(module string) protoreflect.MessageDescriptor {
	for _, name := range []string{"purse." + module + ".v1.GenesisState", "cosmos." + module + ".v1beta1.GenesisState"} {
		if md, err := form.Descriptor(name); err == nil {
			return md
		}
	}
	return nil
}

func (s *shape) lose(place, format string, args ...any) json.RawMessage {
	if place != "" {
		place += ": "
	}
	s.faults, s.lost = append(s.faults, place+fmt.Sprintf(format, args...)), true
	return nil
}

// message returns what of an object fits a message, nil if it is no object.
func (s *shape) message(md protoreflect.MessageDescriptor, bz json.RawMessage, place string) json.RawMessage {
	var given map[string]json.RawMessage
	if json.Unmarshal(bz, &given) != nil || given == nil {
		return s.lose(place, "%s is not an object; write { }", shown(bz))
	}
	const typed = "@type"
	if md != nil && md.FullName() == "google.protobuf.Any" {
		var url string
		_ = json.Unmarshal(given[typed], &url) // what is no text names no type
		of, err := form.Descriptor(strings.TrimPrefix(url, "/"))
		if err != nil {
			return s.lose(below(place, typed), "%q names nothing that this program knows", url)
		}
		md = of
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		fd := fieldOf(md, name)
		switch at := below(place, name); {
		case name == typed && place != "":
		case fd == nil:
			s.faults = append(s.faults, at+": nothing has that name; there are "+fieldNames(md))
			delete(given, name)
		default:
			if given[name] = s.field(fd, given[name], at); given[name] == nil {
				delete(given, name)
			}
		}
	}
	fits, err := json.Marshal(given)
	if err != nil {
		return s.lose(place, "%s", err)
	}
	return fits
}

func fieldOf(md protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	if md == nil {
		return nil
	}
	if fd := md.Fields().ByTextName(name); fd != nil {
		return fd
	}
	return md.Fields().ByJSONName(name)
}

func fieldNames(md protoreflect.MessageDescriptor) string {
	if md == nil || md.Fields().Len() == 0 {
		return "none"
	}
	var names []string
	for i := range md.Fields().Len() {
		names = append(names, md.Fields().Get(i).TextName())
	}
	return strings.Join(names, ", ")
}

// field returns what of a value fits a field, nil if nothing does.
func (s *shape) field(fd protoreflect.FieldDescriptor, bz json.RawMessage, place string) json.RawMessage {
	if string(bz) == "null" || fd.IsMap() {
		return bz
	}
	if !fd.IsList() {
		return s.one(fd, bz, place)
	}
	var items []json.RawMessage
	if json.Unmarshal(bz, &items) != nil {
		return s.lose(place, "%s is not a list; write [ ]", shown(bz))
	}
	fits := make([]json.RawMessage, 0, len(items))
	for i, item := range items {
		if fit := s.one(fd, item, fmt.Sprintf("%s[%d]", place, i)); fit != nil {
			fits = append(fits, fit)
		}
	}
	all, err := json.Marshal(fits)
	if err != nil {
		return s.lose(place, "%s", err)
	}
	return all
}

func (s *shape) one(fd protoreflect.FieldDescriptor, bz json.RawMessage, place string) json.RawMessage {
	if md := fd.Message(); md != nil && (md.ParentFile().Package() != "google.protobuf" || md.Name() == "Any") {
		return s.message(md, bz, place)
	}
	if want := misfit(fd, bz); want != "" {
		return s.lose(place, "%s is not %s", shown(bz), want)
	}
	return bz
}

// misfit says what a value ought to be, or "" if it is.
func misfit(fd protoreflect.FieldDescriptor, bz json.RawMessage) string {
	var text string
	quoted := json.Unmarshal(bz, &text) == nil
	number := strings.Trim(string(bz), `"`)
	fits, want := true, ""
	switch fd.Kind() {
	case protoreflect.StringKind:
		fits, want = quoted, "a text; write it in quotes"
	case protoreflect.MessageKind: // a time or a duration
		fits, want = quoted, "a text; write 2026-01-31T12:00:00Z, or 60s"
	case protoreflect.BoolKind:
		fits, want = string(bz) == "true" || string(bz) == "false", "true or false"
	case protoreflect.BytesKind:
		_, err := base64.StdEncoding.DecodeString(text)
		fits, want = quoted && err == nil, "bytes in base64"
	case protoreflect.EnumKind:
		values := fd.Enum().Values()
		_, err := strconv.ParseInt(string(bz), 10, 32)
		fits, want = err == nil || quoted && values.ByName(protoreflect.Name(text)) != nil, "one of "+valueNames(values)
	case protoreflect.Int32Kind:
		_, err := strconv.ParseInt(number, 10, 32)
		fits, want = err == nil, "a whole number"
	case protoreflect.Int64Kind:
		_, err := strconv.ParseInt(number, 10, 64)
		fits, want = err == nil, "a whole number; write \"1000\""
	case protoreflect.Uint32Kind:
		_, err := strconv.ParseUint(number, 10, 32)
		fits, want = err == nil, "a whole number, not below zero"
	case protoreflect.Uint64Kind:
		_, err := strconv.ParseUint(number, 10, 64)
		fits, want = err == nil, "a whole number, not below zero; write \"1000\""
	}
	if fits {
		return ""
	}
	return want
}

func valueNames(values protoreflect.EnumValueDescriptors) string {
	var names []string
	for i := range values.Len() {
		names = append(names, string(values.Get(i).Name()))
	}
	return strings.Join(names, ", ")
}
