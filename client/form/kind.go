package form

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	cosmosproto "github.com/cosmos/cosmos-proto"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// The scalars that a field may be marked with; each is a meaning beyond the field's type.
const (
	ScalarAmount  = "purse.Amount"         // an int64 of minor units
	ScalarDate    = "purse.Date"           // YYYY-MM-DD
	ScalarFund    = "purse.Fund"           // a Treasury account symbol
	ScalarUEI     = "purse.UEI"            // a unique entity identifier
	ScalarHolder  = "purse.Holder"         // who has goods: a payee by its UEI, or a member by its id
	ScalarListing = "purse.Listing"        // a number of the Assistance Listings
	ScalarFile    = "purse.File"           // a text that is given by the name of its file
	ScalarAddress = "cosmos.AddressString" // a bech32 address
	ScalarPubKey  = "cosmos.crypto.PubKey" // a public key of any type: what the field accepts
)

// scalar is the option (cosmos_proto.scalar) of a field, "" if it has none.
func scalar(fd protoreflect.FieldDescriptor) string {
	s, _ := protov2.GetExtension(fd.Options(), cosmosproto.E_Scalar).(string)
	return s
}

// parse reads the text of one value.
func parse(fd protoreflect.FieldDescriptor, text string, resolve Resolve) (protoreflect.Value, error) {
	text, err := resolve(scalar(fd), text)
	if err != nil {
		return protoreflect.Value{}, err
	}
	switch scalar(fd) {
	case ScalarAmount:
		a, err := amount(text)
		return protoreflect.ValueOfInt64(int64(a)), err
	case ScalarDate:
		d, err := date.Parse(text)
		if err != nil {
			err = ErrDate.Refuse("%s", err)
		}
		return protoreflect.ValueOfString(string(d)), err
	case ScalarFund:
		return protoreflect.ValueOfString(LongFund(text)), nil
	case ScalarFile:
		bz, err := os.ReadFile(text)
		if err != nil {
			return protoreflect.Value{}, ErrValue.Refuse("%s", err)
		}
		if fd.Kind() == protoreflect.BytesKind {
			return protoreflect.ValueOfBytes(bz), nil
		}
		return parsePlain(fd, string(bz))
	}
	return parsePlain(fd, text)
}

// parsePlain reads the text of a value that is no more than its type says.
func parsePlain(fd protoreflect.FieldDescriptor, text string) (protoreflect.Value, error) {
	switch fd.Kind() {
	case protoreflect.StringKind:
		if !utf8.ValidString(text) {
			return protoreflect.Value{}, ErrValue.Refuse("%q is not UTF-8", text)
		}
		return protoreflect.ValueOfString(text), nil
	case protoreflect.Int32Kind, protoreflect.Int64Kind, protoreflect.Uint32Kind, protoreflect.Uint64Kind:
		return parseInteger(fd, text)
	case protoreflect.BoolKind:
		if text != "true" && text != "false" {
			return protoreflect.Value{}, ErrValue.Refuse("%q is neither true nor false", text)
		}
		return protoreflect.ValueOfBool(text == "true"), nil
	case protoreflect.EnumKind:
		return parseEnum(fd.Enum(), text)
	case protoreflect.BytesKind:
		bz, err := hex.DecodeString(text)
		if err != nil {
			return protoreflect.Value{}, ErrValue.Refuse("%q is not hexadecimal; write two digits, 0 to 9 and a to f, for each byte", text)
		}
		return protoreflect.ValueOfBytes(bz), nil
	}
	return protoreflect.Value{}, fmt.Errorf("a value of kind %s cannot be written as text", fd.Kind())
}

func parseInteger(fd protoreflect.FieldDescriptor, text string) (protoreflect.Value, error) {
	var v protoreflect.Value
	var err error
	switch fd.Kind() {
	case protoreflect.Int32Kind:
		var n int64
		n, err = strconv.ParseInt(text, 10, 32)
		v = protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind:
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		v = protoreflect.ValueOfInt64(n)
	case protoreflect.Uint32Kind:
		var n uint64
		n, err = strconv.ParseUint(text, 10, 32)
		v = protoreflect.ValueOfUint32(uint32(n))
	default:
		var n uint64
		n, err = strconv.ParseUint(text, 10, 64)
		v = protoreflect.ValueOfUint64(n)
	}
	switch {
	case errors.Is(err, strconv.ErrRange):
		return v, ErrValue.Refuse("%q is out of the range of %s", text, fd.Kind())
	case err != nil:
		return v, ErrValue.Refuse("%q is not a whole number; write digits only, 100", text)
	}
	return v, nil
}

func parseEnum(ed protoreflect.EnumDescriptor, text string) (protoreflect.Value, error) {
	for i := range ed.Values().Len() {
		if v := ed.Values().Get(i); word(v) == text {
			return protoreflect.ValueOfEnum(v.Number()), nil
		}
	}
	return protoreflect.Value{}, ErrValue.Refuse("%q is not %s", text, oneOf(ed))
}

// oneOf lists the words of an enum.
func oneOf(ed protoreflect.EnumDescriptor) string {
	var words []string
	for i := range ed.Values().Len() {
		if w := word(ed.Values().Get(i)); w != "unspecified" {
			words = append(words, w)
		}
	}
	return "one of " + strings.Join(words, ", ")
}

// word is how people write an enum's value: DUTY_CERTIFYING_OFFICER of Duty is certifying-officer.
func word(v protoreflect.EnumValueDescriptor) string {
	var prefix strings.Builder
	for i, r := range string(v.Parent().Name()) {
		if i > 0 && unicode.IsUpper(r) {
			prefix.WriteByte('_')
		}
		prefix.WriteRune(unicode.ToUpper(r))
	}
	name := strings.TrimPrefix(string(v.Name()), prefix.String()+"_")
	return strings.ToLower(strings.ReplaceAll(name, "_", "-"))
}

var shortFund = regexp.MustCompile(`^([0-9]{3}-)?[0-9]{3}-([A-Z]|[0-9]{4}/[0-9]{4})-[0-9]{4}$`)

// LongFund adds the sub-account 000 to a Treasury account symbol written without one. What is no symbol stays as it was written,
// for the chain to say which part is wrong.
func LongFund(text string) string {
	if shortFund.MatchString(text) {
		return text + "-000"
	}
	return text
}

// show writes one value for people; an absent text is "".
func show(fd protoreflect.FieldDescriptor, v protoreflect.Value) string {
	if scalar(fd) == ScalarAmount {
		return money.Amount(v.Int()).String()
	}
	switch fd.Kind() {
	case protoreflect.StringKind:
		return Clean(v.String())
	case protoreflect.BoolKind:
		if v.Bool() {
			return "yes"
		}
		return "no"
	case protoreflect.EnumKind:
		if known := fd.Enum().Values().ByNumber(v.Enum()); known != nil {
			return word(known)
		}
		return fmt.Sprint("unknown ", v.Enum())
	case protoreflect.BytesKind:
		return hex.EncodeToString(v.Bytes())
	}
	return fmt.Sprint(v.Interface())
}

// Clean makes a text from the chain safe to show: control, bidirectional, zero-width and line-breaking characters and bytes that
// are not UTF-8 become escapes, \u202e, which a reader sees and a terminal does not obey. A backslash stays what it is: a text that was made
// safe before, as a refusal quotes it, is not escaped a second time.
func Clean(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case unicode.IsGraphic(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
		s = s[size:]
	}
	return b.String()
}

// examples are what the texts of the chain look like that have the same name, and the same form, in every message.
var examples = map[string]string{
	"allotment":        "an allotment: 070-X-0702-000:1.1.1",
	"application":      "an application: FEMA-18-01/VN1AJFAD19J9",
	"apportionment":    "an apportionment: 070-X-0702-000:1.1",
	"authority":        "an authority: 070-X-0702-000:1",
	"commitment":       "a commitment: 070-X-0702-000:1.1.1.1",
	"defc":             "a disaster and emergency fund code: A",
	"document":         "an award's number: 4337DRFLP00000001",
	"evidence":         "the SHA-256 of the documents, as sha256sum prints it",
	"fain":             "an award's number: 4337DRFLP00000001",
	"full_text":        "the SHA-256 of the whole text, as sha256sum prints it",
	"law":              "a law: PL 115-56",
	"member":           "a member's id: fema",
	"notice":           "a notice of funding: FEMA-18-01",
	"payable":          "a payable: VN1AJFAD19J9/2018/7",
	"piid":             "an order's number: 70FB7018C00000001",
	"program_activity": "a programme activity: 0004",
	"requisition":      "a requisition: RII-18-0001",
	"schedule":         "a schedule: treasury/2018/FEMA0001",
	"solicitation":     "a solicitation: 70FB7018R00000001",
}

// help says in a few words what a field takes, with an example.
func help(fd protoreflect.FieldDescriptor) string {
	example := map[string]string{
		ScalarAmount:  "an amount: $1,250.00",
		ScalarDate:    "a date: 2017-10-01",
		ScalarFund:    "a Treasury account symbol: 070-X-0702",
		ScalarUEI:     "a unique entity identifier of 12 characters",
		ScalarHolder:  "a payee by its unique entity identifier, or a member by its id: fema",
		ScalarListing: "a number of the Assistance Listings: 97.036",
		ScalarFile:    "the name of its file",
		ScalarAddress: "an address: purse1…",
	}[scalar(fd)]
	if example == "" && fd.Kind() == protoreflect.StringKind {
		example = examples[strings.TrimSuffix(string(fd.Name()), "s")]
	}
	if example == "" {
		example = helpPlain(fd)
	}
	if fd.IsList() && !isAny(fd) {
		return example + "; several, with commas between"
	}
	return example
}

func helpPlain(fd protoreflect.FieldDescriptor) string {
	switch {
	case isAny(fd) && takesActs(fd):
		return `a message with its fields: consortium rename-member member=fema name="Emergency Management"; once for each`
	case isAny(fd):
		return "a public key, as pursed comet show-validator prints it"
	case fd.Message() != nil:
		return strings.ReplaceAll(names(fd.Message().Fields()), ", ", ":")
	case fd.Kind() == protoreflect.EnumKind:
		return oneOf(fd.Enum())
	case fd.Kind() == protoreflect.BytesKind:
		return "bytes in hexadecimal"
	case fd.Kind() == protoreflect.BoolKind:
		return "true or false"
	case fd.Kind() == protoreflect.StringKind:
		return "a text"
	}
	return "a whole number"
}

// showTime writes the two well-known types that hold a time; ok is false for any other message.
func showTime(m protoreflect.Message) (text string, ok bool) {
	fields := m.Descriptor().Fields()
	part := func(name protoreflect.Name) int64 { return m.Get(fields.ByName(name)).Int() }
	switch m.Descriptor().FullName() {
	case "google.protobuf.Timestamp":
		return time.Unix(part("seconds"), part("nanos")).UTC().Format(time.RFC3339), true
	case "google.protobuf.Duration":
		return (time.Duration(part("seconds"))*time.Second + time.Duration(part("nanos"))).String(), true
	}
	return "", false
}
