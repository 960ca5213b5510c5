package form

import (
	"slices"
	"strings"

	cosmosproto "github.com/cosmos/cosmos-proto"
	"github.com/cosmos/gogoproto/proto"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// authority is the address with which a resolution acts: that of the room x/consortium.
var authority = authtypes.NewModuleAddress("consortium")

// isAny says whether a field holds a message of any type.
func isAny(fd protoreflect.FieldDescriptor) bool {
	return fd.Message() != nil && fd.Message().FullName() == "google.protobuf.Any"
}

// takesActs says whether a field holds messages of the chain.
func takesActs(fd protoreflect.FieldDescriptor) bool {
	accepts, _ := protov2.GetExtension(fd.Options(), cosmosproto.E_AcceptsInterface).(string)
	return accepts == "cosmos.base.v1beta1.Msg"
}

// setAny reads a message of any type into its wrapping: from JSON, or, where the field takes acts, from words.
func (f filler) setAny(m protoreflect.Message, fd protoreflect.FieldDescriptor, text string) error {
	var url string
	var bz []byte
	var err error
	if takesActs(fd) && !strings.HasPrefix(text, "{") {
		url, bz, err = f.act(text)
	} else {
		url, bz, err = f.json(fd, text)
	}
	if err != nil {
		return err
	}
	fields := m.Descriptor().Fields()
	m.Set(fields.ByName("type_url"), protoreflect.ValueOfString(url))
	m.Set(fields.ByName("value"), protoreflect.ValueOfBytes(bz))
	return nil
}

// json reads {"@type": "/cosmos.crypto.ed25519.PubKey", …}.
func (f filler) json(fd protoreflect.FieldDescriptor, text string) (url string, bz []byte, err error) {
	var of proto.Message
	if takesActs(fd) {
		var msg sdk.Msg
		err = f.cdc.UnmarshalInterfaceJSON([]byte(text), &msg)
		of = msg
	} else {
		var key cryptotypes.PubKey
		if text, err = f.resolve(ScalarPubKey, text); err != nil {
			return "", nil, err
		}
		err = f.cdc.UnmarshalInterfaceJSON([]byte(text), &key)
		of = key
	}
	if err != nil {
		return "", nil, ErrValue.Refuse("%q is not %s", clip(text), helpPlain(fd))
	}
	bz, err = f.cdc.Marshal(of)
	return sdk.MsgTypeURL(of), bz, err
}

// act reads a message that a resolution may run: its module, its name, and its fields.
func (f filler) act(text string) (url string, bz []byte, err error) {
	words, err := Words(text)
	if err != nil {
		return "", nil, err
	}
	verbs, err := Resolvable()
	if err != nil {
		return "", nil, err
	}
	i := slices.IndexFunc(verbs, func(v Verb) bool { return len(words) > 1 && v.Module == words[0] && v.Name == words[1] })
	if i < 0 {
		return "", nil, ErrField.Refuse("%q names no message of a resolution; there are: %s", clip(text), list(verbs, words))
	}
	md, err := Descriptor(verbs[i].Request)
	if err != nil {
		return "", nil, err
	}
	filled, err := f.fill(md, append(Fields(words[2:]), Field{Name: "authority", Value: authority.String()}))
	if err != nil {
		return "", nil, err
	}
	msg, err := concrete(f.cdc, filled)
	if err != nil {
		return "", nil, err
	}
	bz, err = f.cdc.Marshal(msg)
	return sdk.MsgTypeURL(msg), bz, err
}

// list names the verbs of the module that was meant, or else the modules: all verbs would not fit into a refusal.
func list(verbs []Verb, meant []string) string {
	var names, modules []string
	for _, v := range verbs {
		if len(meant) > 0 && v.Module == meant[0] {
			names = append(names, v.Module+" "+v.Name)
		}
		if !slices.Contains(modules, v.Module) {
			modules = append(modules, v.Module)
		}
	}
	if len(names) > 0 {
		return strings.Join(names, ", ")
	}
	return "those of " + strings.Join(modules, ", ")
}

func clip(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}

// Fields reads words of the form name=value.
func Fields(words []string) []Field {
	fields := make([]Field, 0, len(words))
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		fields = append(fields, Field{Name: name, Value: value})
	}
	return fields
}

// Words cuts a line into words at its spaces; '…' or "…" quotes a part of a word.
func Words(text string) (words []string, err error) {
	var word strings.Builder
	inWord, quote := false, rune(0)
	for _, r := range text {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			inWord, quote = true, r
		case quote == 0 && (r == ' ' || r == '\t'):
			if inWord {
				words, inWord = append(words, word.String()), false
				word.Reset()
			}
		default:
			inWord = true
			word.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, ErrValue.Refuse("a quote is not closed: %s", clip(text))
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}
