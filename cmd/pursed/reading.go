package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/cometbft/cometbft/crypto"
	cmtjson "github.com/cometbft/cometbft/libs/json"

	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
)

// reading is a genesis document taken in value by value, so that one that cannot be read hides no other. The engine's own reader
// stops at the first, and passes over what it does not know.
type reading struct {
	doc    genutiltypes.AppGenesis
	faults []string
	unread []reflect.Value
}

func (r *reading) fault(place, format string, args ...any) {
	if place == "" {
		place = "the genesis"
	}
	r.faults = append(r.faults, place+": "+fmt.Sprintf(format, args...))
}

// readGenesis takes in a document; it fails only if that is no JSON.
func readGenesis(bz []byte) (*reading, error) {
	r := &reading{}
	if len(bytes.TrimSpace(bz)) == 0 {
		return nil, errors.New("the genesis is empty; pursed init makes one")
	}
	decoder := json.NewDecoder(bytes.NewReader(bz))
	if err := r.keys(decoder, ""); err != nil {
		return nil, fmt.Errorf("the genesis is not JSON, at byte %d: %w", decoder.InputOffset(), err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the genesis ends at byte %d, and more follows; take it away", decoder.InputOffset())
	}
	r.value(reflect.ValueOf(&r.doc).Elem(), bz, "")
	r.mend()
	return r, nil
}

// mend puts what is sound in the place of what could not be read, so that nothing more is said of that.
func (r *reading) mend() {
	sound := genutiltypes.AppGenesis{InitialHeight: 1, GenesisTime: time.Unix(0, 0).UTC(), ChainID: "purse-test-unread"}
	mine, good := leaves(reflect.ValueOf(&r.doc).Elem()), leaves(reflect.ValueOf(sound))
	if c := r.doc.Consensus; c != nil && c.Params != nil {
		mine = append(mine, leaves(reflect.ValueOf(c.Params).Elem())...)
		good = append(good, leaves(reflect.ValueOf(*app.ConsensusParams()))...)
	}
	for i, leaf := range mine {
		if slices.ContainsFunc(r.unread, func(v reflect.Value) bool { return v.Addr().Pointer() == leaf.Addr().Pointer() }) {
			leaf.Set(good[i])
		}
	}
}

// keys finds every name that an object gives twice, since readers differ in which of the two values they take; and the keys that
// everybody has.
func (r *reading) keys(d *json.Decoder, place string) error {
	token, err := d.Token()
	if text, is := token.(string); is && testKeys()[text] != "" {
		r.fault(place, "everybody has this key, %q of the program's tests; give another", testKeys()[text])
	}
	open, is := token.(json.Delim)
	if err != nil || !is {
		return err
	}
	seen := make(map[string]bool)
	for i := 0; d.More(); i++ {
		at := fmt.Sprintf("%s[%d]", place, i)
		if open == '{' {
			token, err := d.Token()
			if err != nil {
				return err
			}
			name := fmt.Sprint(token)
			if at = below(place, name); seen[name] {
				r.fault(at, "given twice; leave one")
			}
			seen[name] = true
		}
		if err := r.keys(d, at); err != nil {
			return err
		}
	}
	_, err = d.Token()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// below is the place of a name in an object.
func below(place, name string) string {
	if place == "" {
		return name
	}
	return place + "." + name
}

// value takes in one value of the document, and goes on where it cannot be read.
func (r *reading) value(v reflect.Value, bz json.RawMessage, place string) {
	switch {
	case string(bz) == "null":
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.value(v.Elem(), bz, place)
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]():
		r.object(v, bz, place)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		var items []json.RawMessage
		if json.Unmarshal(bz, &items) != nil {
			r.fault(place, "%s is not a list; write [ ]", shown(bz))
		}
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
		for i, item := range items {
			r.value(v.Index(i), item, fmt.Sprintf("%s[%d]", place, i))
		}
	default:
		decode := json.Unmarshal
		if strings.HasPrefix(place, "consensus.") { // where whole numbers stand in quotes
			decode = cmtjson.Unmarshal
		}
		if decode(bz, v.Addr().Interface()) != nil {
			v.SetZero()
			r.unread = append(r.unread, v)
			r.fault(place, "%s is not %s", shown(bz), wanted(v.Type(), place))
		}
	}
}

// object takes in the fields of an object, and refuses every other name in it.
func (r *reading) object(v reflect.Value, bz json.RawMessage, place string) {
	var given map[string]json.RawMessage
	if json.Unmarshal(bz, &given) != nil {
		r.fault(place, "%s is not an object; write { }", shown(bz))
		return
	}
	var names []string
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		names = append(names, name)
		if bz, is := given[name]; is {
			r.value(v.Field(i), bz, below(place, name))
		}
		delete(given, name)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		r.fault(below(place, name), "nothing has that name; there are %s", strings.Join(names, ", "))
	}
}

// shown is a value as a fault repeats it.
func shown(bz json.RawMessage) string {
	text := strings.Join(strings.Fields(string(bz)), " ")
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// wanted says what a value is to be, and how it is written.
func wanted(t reflect.Type, place string) string {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "a time; write it as 2026-01-31T12:00:00Z"
	case t == reflect.TypeFor[crypto.PubKey]():
		return `a public key; write {"type": "tendermint/PubKeyEd25519", "value": "…"}`
	case t.Kind() == reflect.String:
		return "a text; write it in quotes"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return `a list of texts; write ["ed25519"]`
	case t.Kind() == reflect.Slice:
		return "bytes; write null"
	case strings.HasPrefix(place, "consensus."):
		return `a whole number in quotes; write "1000"`
	}
	return "a whole number; write 1"
}
